//! A roster as offices keep it (排班表), read into people on shifts: a list with one row a person
//! and shift, or a grid with days down the side, shifts across the top and names in the cells.

use crate::estate::table::Sheet;
use crate::instant::{LocalDate, LocalTime};
use crate::name::stored_names;
use crate::patrol::Role;
use crate::telephone::Telephone;
use crate::width::narrow;
use crate::words::Line;

mod clock;
mod heading;

use clock::{day, span, time};
use heading::{Column, Columns, Shape};

/// More rows than any roster has.
pub const MAX_ROWS: usize = 2000;
/// What the name of the template's example begins with.
const EXAMPLE: &str = "示例";

/// A person on a shift.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Row {
    /// Its number as the spreadsheet shows it.
    pub number: usize,
    /// The first day.
    pub day: LocalDate,
    /// When it begins by the clock.
    pub starts: LocalTime,
    /// When it ends; not after the start means the next day (V10).
    pub ends: LocalTime,
    /// What it is called in the file; empty where it does not say.
    pub kind: String,
    /// Where people meet; may be empty.
    pub place: Option<Line<60>>,
    /// Who.
    pub name: Line<30>,
    /// The number, where there is one.
    pub telephone: Option<Telephone>,
    /// As what.
    pub role: Role,
}

/// What is wrong with a row. Any of them keeps the file from being imported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It does not say on which day, or not in a way that is understood.
    BadDay,
    /// It does not say when, or not in a way that is understood.
    BadTime,
    /// The name cannot be kept: too long, or an ID number in it.
    BadName,
    /// The number cannot be called.
    BadTelephone,
    /// No role has that name.
    BadRole,
    /// The place cannot be kept.
    BadPlace,
    /// No kind has that name here.
    UnknownKind,
    /// Several people here have that name; a number would tell which.
    Ambiguous,
    /// The person has another shift at that time (V3).
    Overlap,
    /// There is too little rest (V4).
    TooLittleRest,
    /// A child takes part through its guardian.
    Child,
    /// The shift was called off.
    Cancelled,
    /// The shift is written up already.
    Closed,
}

stored_names!(Fault {
    BadDay = "bad_day",
    BadTime = "bad_time",
    BadName = "bad_name",
    BadTelephone = "bad_telephone",
    BadRole = "bad_role",
    BadPlace = "bad_place",
    UnknownKind = "unknown_kind",
    Ambiguous = "ambiguous",
    Overlap = "overlap",
    TooLittleRest = "too_little_rest",
    Child = "child",
    Cancelled = "cancelled",
    Closed = "closed",
});

/// A file, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Roster {
    /// In the file's order.
    pub rows: Vec<Row>,
    /// Row number and fault, in the file's order.
    pub faults: Vec<(usize, Fault)>,
    /// Headings of the columns that are not kept.
    pub dropped: Vec<String>,
    /// Rows that are no duty: remarks, the example, days that are over.
    pub skipped: usize,
}

/// Why a file is no roster.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoRoster {
    /// Nothing is in it.
    Empty,
    /// No row looks like headings.
    NoHeadings,
    /// Headings, and nobody beneath.
    NoRows,
    /// More than [`MAX_ROWS`].
    TooManyRows,
}

/// Reads the first sheet that looks like a roster. Days without a year are the next ones of that
/// name; days before today are left out. `kinds` are the names of what volunteers do here.
///
/// # Errors
/// `NoRoster` with what is missing.
pub fn read(sheets: &[Sheet], today: LocalDate, kinds: &[&str]) -> Result<Roster, NoRoster> {
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(NoRoster::Empty);
    }
    let (sheet, columns) = sheets
        .iter()
        .find_map(|sheet| Some((sheet, heading::find(sheet)?)))
        .ok_or(NoRoster::NoHeadings)?;
    let below = &sheet.rows[columns.below..];
    if below.len() > MAX_ROWS {
        return Err(NoRoster::TooManyRows);
    }
    let mut roster = Roster {
        dropped: columns.dropped.clone(),
        ..Roster::default()
    };
    match &columns.shape {
        Shape::List => list(&mut roster, &columns, below, today),
        Shape::Grid(shifts) => grid(&mut roster, &columns, shifts, below, (today, kinds)),
    }
    if roster.rows.is_empty() && roster.faults.is_empty() && roster.skipped == 0 {
        Err(NoRoster::NoRows)
    } else if roster.rows.len() > MAX_ROWS {
        Err(NoRoster::TooManyRows)
    } else {
        Ok(roster)
    }
}

/// What a merged cell says for the rows beneath it.
#[derive(Default)]
struct Above {
    day: String,
    starts: String,
    ends: String,
    time: String,
    kind: String,
    place: String,
}

fn list(roster: &mut Roster, columns: &Columns, rows: &[(usize, Vec<String>)], today: LocalDate) {
    let mut above = Above::default();
    for (number, cells) in rows {
        let cell = |column| columns.cell(column, cells);
        let name = cell(Column::Name);
        // A cell that is merged with the one above is empty; a new day begins anew.
        let is_new = !cell(Column::Day).is_empty();
        let carried = |own: &str, kept: &mut String| {
            if !own.is_empty() || is_new {
                own.clone_into(kept);
            }
        };
        carried(cell(Column::Day), &mut above.day);
        carried(cell(Column::Starts), &mut above.starts);
        carried(cell(Column::Ends), &mut above.ends);
        carried(cell(Column::Time), &mut above.time);
        carried(cell(Column::Kind), &mut above.kind);
        carried(cell(Column::Place), &mut above.place);
        if name.is_empty() || name.starts_with(EXAMPLE) {
            roster.skipped += usize::from(name.starts_with(EXAMPLE));
            continue;
        }
        let when = if above.time.is_empty() {
            time(&above.starts).zip(time(&above.ends))
        } else {
            span(&above.time)
        };
        let typed = Typed {
            number: *number,
            day: &above.day,
            when,
            kind: &above.kind,
            place: &above.place,
            name,
            telephone: cell(Column::Telephone),
            role: cell(Column::Role),
        };
        typed.into_roster(roster, today);
    }
}

fn grid(
    roster: &mut Roster,
    columns: &Columns,
    shifts: &[(usize, String)],
    rows: &[(usize, Vec<String>)],
    (today, kinds): (LocalDate, &[&str]),
) {
    for (number, cells) in rows {
        let on = columns.cell(Column::Day, cells);
        for (at, head) in shifts {
            let names = cells.get(*at).map_or("", String::as_str);
            let known = kinds.iter().find(|kind| head.contains(**kind));
            let split = |one: char| {
                one.is_whitespace() || matches!(one, '、' | '，' | ',' | ';' | '；' | '/')
            };
            for name in names.split(split).filter(|name| !name.is_empty()) {
                let (name, role) = marked(name);
                let typed = Typed {
                    number: *number,
                    day: on,
                    when: span(head),
                    kind: known.copied().unwrap_or_default(),
                    place: "",
                    name,
                    telephone: "",
                    role,
                };
                typed.into_roster(roster, today);
            }
        }
    }
}

/// A name in a cell with its role behind it: `王秀英（队长）`.
fn marked(name: &str) -> (&str, &str) {
    match name.split_once(['(', '（']) {
        Some((name, role)) => (name, role.trim_end_matches([')', '）'])),
        None => (name, ""),
    }
}

/// One person on one shift, as the file has it.
struct Typed<'a> {
    number: usize,
    day: &'a str,
    when: Option<(LocalTime, LocalTime)>,
    kind: &'a str,
    place: &'a str,
    name: &'a str,
    telephone: &'a str,
    role: &'a str,
}

impl Typed<'_> {
    fn into_roster(self, roster: &mut Roster, today: LocalDate) {
        let day = day(self.day, today);
        if day.is_some_and(|day| day < today) {
            roster.skipped += 1;
            return;
        }
        let place = Line::optional(self.place);
        let name = Line::parse(self.name);
        // A masked number is none.
        let telephone = if self.telephone.contains('*') {
            Ok(None)
        } else {
            Telephone::optional(self.telephone)
        };
        let role = role(self.role);
        let when = self.when.filter(|(starts, ends)| starts != ends);
        let faults = [
            (day.is_none(), Fault::BadDay),
            (when.is_none(), Fault::BadTime),
            (place.is_err(), Fault::BadPlace),
            (name.is_err(), Fault::BadName),
            (telephone.is_err(), Fault::BadTelephone),
            (role.is_none(), Fault::BadRole),
        ];
        let faults = faults.into_iter().filter(|(is_so, _)| *is_so);
        roster
            .faults
            .extend(faults.map(|(_, fault)| (self.number, fault)));
        let (Some(day), Some((starts, ends)), Ok(place), Ok(name), Ok(telephone), Some(role)) =
            (day, when, place, name, telephone, role)
        else {
            return;
        };
        roster.rows.push(Row {
            number: self.number,
            day,
            starts,
            ends,
            kind: self.kind.to_owned(),
            place,
            name,
            telephone,
            role,
        });
    }
}

/// A role by what rosters call it; nothing is a member.
fn role(text: &str) -> Option<Role> {
    let text: String = text
        .chars()
        .map(narrow)
        .filter(|one| !one.is_whitespace())
        .collect();
    match text.to_lowercase().as_str() {
        "" | "队员" | "组员" | "成员" | "志愿者" | "member" => Some(Role::Member),
        "队长" | "组长" | "带队" | "领队" | "负责人" | "leader" => Some(Role::Leader),
        "见习" | "见习队员" | "学员" | "trainee" => Some(Role::Trainee),
        _ => None,
    }
}

#[cfg(test)]
mod tests;
