//! A spreadsheet as people really make it, read into households (P4): titles above the headings,
//! blank lines, merged cells, numbers as text, headings of many names, sums at the end.
//!
//! Only door, name and telephone number come out of here. Every other column is left behind and
//! named, so that what must not be kept (P16) never reaches a table.

mod address;
mod heading;

use serde::{Deserialize, Serialize};

use super::label::{
    building_name, door_key, door_name, level_of_door, level_of_floor, tidy, unit_key, unit_name,
};
use crate::id_number;
use crate::name::stored_names;
use crate::telephone::Telephone;
use crate::words::Line;

use address::{Address, read_address};
use heading::{Columns, Kind};

/// More rows than any community's list has.
pub const MAX_ROWS: usize = 50_000;
/// More columns than are looked at.
pub const MAX_COLUMNS: usize = 100;
/// What the name of the template's example begins with.
pub const EXAMPLE: &str = "示例";

/// One sheet of a file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sheet {
    /// Its name; empty where the file has none.
    pub name: String,
    /// Its rows that are not blank, each with its number as the spreadsheet shows it.
    pub rows: Vec<(usize, Vec<String>)>,
}

/// One line of the list, understood.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Row {
    /// `3号楼`.
    pub building: String,
    /// `2单元`.
    pub unit: String,
    /// Where it is known.
    pub level: Option<i64>,
    /// `302`.
    pub door: String,
    /// Who lives there; may be masked (`王*`).
    pub name: Option<String>,
    /// The number.
    pub phone: Phone,
}

/// A number in a list.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum Phone {
    /// The cell is empty.
    #[default]
    None,
    /// `138****1234`: what is stored stays.
    Masked,
    /// Its digits, as [`Telephone::dial`] gives them.
    Number(String),
}

/// What is wrong with a row.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Fault {
    /// It does not say which building.
    NoBuilding,
    /// It does not say which door.
    NoDoor,
    /// The spreadsheet has made a date of a door.
    DateForDoor,
    /// The door is none.
    BadDoor,
    /// The name of building, unit or door is too long.
    TooLong,
    /// The number cannot be called; it is left empty.
    BadTelephone,
    /// A number without a name; it is left out.
    TelephoneWithoutName,
    /// The name cannot be kept: too long, or an ID number in it; it is left empty.
    BadName,
}

stored_names!(Fault {
    NoBuilding = "no_building",
    NoDoor = "no_door",
    DateForDoor = "date_for_door",
    BadDoor = "bad_door",
    TooLong = "too_long",
    BadTelephone = "bad_telephone",
    TelephoneWithoutName = "telephone_without_name",
    BadName = "bad_name",
});

impl Fault {
    /// Whether the row cannot be placed, so that the file is not imported before it is corrected.
    pub const fn stops(self) -> bool {
        matches!(
            self,
            Self::NoBuilding | Self::NoDoor | Self::DateForDoor | Self::BadDoor | Self::TooLong
        )
    }
}

/// A file, understood.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Table {
    /// The sheet that was read.
    pub sheet: String,
    /// In the file's order.
    pub lines: Vec<Row>,
    /// Row number and fault, in the file's order.
    pub faults: Vec<(usize, Fault)>,
    /// Headings of the columns that are not kept.
    pub dropped: Vec<String>,
    /// Rows that are no households: sums, remarks, the example.
    pub skipped: usize,
}

/// Why a file is no list of households.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum NoTable {
    /// Nothing is in it.
    Empty,
    /// No row looks like headings.
    NoHeadings,
    /// Headings, and nothing beneath that is a home or a person.
    NoRows,
    /// More than [`MAX_ROWS`].
    TooManyRows,
}

/// Reads the sheet that looks most like a list of households.
///
/// # Errors
/// `NoTable` with what is missing.
pub fn read(sheets: &[Sheet]) -> Result<Table, NoTable> {
    if sheets.iter().all(|sheet| sheet.rows.is_empty()) {
        return Err(NoTable::Empty);
    }
    let (sheet, columns) = sheets
        .iter()
        .filter_map(|sheet| Some((sheet, heading::find(sheet)?)))
        // Of equally good ones the first, as people see it first.
        .rev()
        .max_by_key(|(sheet, columns)| {
            let below = sheet.rows.len().saturating_sub(columns.below);
            (below > 0, columns.known(), below)
        })
        .ok_or(NoTable::NoHeadings)?;
    let rows = &sheet.rows[columns.below..];
    if rows.is_empty() {
        return Err(NoTable::NoRows);
    }
    if rows.len() > MAX_ROWS {
        return Err(NoTable::TooManyRows);
    }
    let table = body(sheet, columns, rows);
    // Nothing but sums, remarks and the example: the template as it was handed out.
    if table.lines.is_empty() && table.faults.is_empty() {
        return Err(NoTable::NoRows);
    }
    Ok(table)
}

/// What a blank cell takes from the row above: merged cells hold their text once.
#[derive(Default)]
struct Above {
    building: String,
    unit: String,
    level: Option<i64>,
    door: String,
}

fn body(sheet: &Sheet, mut columns: Columns, rows: &[(usize, Vec<String>)]) -> Table {
    columns.drop_id_numbers(rows);
    let mut table = Table {
        sheet: sheet.name.clone(),
        dropped: columns.dropped.clone(),
        ..Table::default()
    };
    let of_sheet = sheet_building(&sheet.name);
    let mut above = Above::default();
    for (number, cells) in rows {
        if is_remark(cells, &columns) {
            table.skipped += 1;
            continue;
        }
        match row(cells, &columns, &of_sheet, &mut above, |fault| {
            table.faults.push((*number, fault));
        }) {
            Ok(Some(line)) => table.lines.push(line),
            Ok(None) => table.skipped += 1,
            Err(fault) => table.faults.push((*number, fault)),
        }
    }
    table
}

/// A sheet that has a building's name is about that building.
fn sheet_building(name: &str) -> String {
    let tidied = tidy(name);
    let is_building = ["号楼", "栋", "幢", "#"]
        .iter()
        .any(|end| tidied.ends_with(end))
        && tidied.chars().count() <= 8;
    if is_building {
        building_name(&tidied)
    } else {
        String::new()
    }
}

/// Sums, the example, and lines that hold neither a door nor a name.
fn is_remark(cells: &[String], columns: &Columns) -> bool {
    let first = cells.iter().find(|cell| !cell.is_empty());
    let is_sum = first.is_some_and(|cell| {
        let bare = cell.replace(' ', "");
        [
            "合计", "总计", "小计", "共计", "备注", "说明", "填表", "制表", "注：",
        ]
        .iter()
        .any(|word| bare.starts_with(word))
    });
    let is_example = columns
        .get(Kind::Name, cells)
        .trim_start_matches(['（', '('])
        .starts_with(EXAMPLE);
    let says_nothing = [Kind::Door, Kind::Address, Kind::Name]
        .iter()
        .all(|kind| columns.get(*kind, cells).is_empty());
    is_sum || is_example || says_nothing
}

fn row(
    cells: &[String],
    columns: &Columns,
    of_sheet: &str,
    above: &mut Above,
    mut fault: impl FnMut(Fault),
) -> Result<Option<Row>, Fault> {
    let at = place(cells, columns, of_sheet, above)?;
    let (building, unit) = (building_name(&at.building), unit_name(&at.unit));
    let door = door_name(&at.door);
    if building.is_empty() {
        return Err(Fault::NoBuilding);
    }
    if door.is_empty() {
        return Err(Fault::NoDoor);
    }
    if is_date(&door) {
        return Err(Fault::DateForDoor);
    }
    if door.starts_with('#') || door.contains(['*', '?', '/', '.']) {
        return Err(Fault::BadDoor);
    }
    let unit = if unit.is_empty() {
        "1单元".to_owned()
    } else {
        unit
    };
    // The unit's number in front of a door says nothing new.
    let door = if door_key(&unit, &door) == door_key("", &door) {
        door
    } else {
        door.split_once('-')
            .map_or(door.clone(), |(_, rest)| rest.to_owned())
    };
    if Line::<20>::parse(&building).is_err()
        || Line::<20>::parse(&unit).is_err()
        || Line::<12>::parse(&door).is_err()
    {
        return Err(Fault::TooLong);
    }
    let level = at.level.or_else(|| level_of_door(&door));
    *above = Above {
        building: building.clone(),
        unit: unit.clone(),
        level: at.level,
        door: door.clone(),
    };
    let mut line = Row {
        building,
        unit,
        level,
        door,
        name: None,
        phone: Phone::None,
    };
    let name = columns.get(Kind::Name, cells);
    match Line::<20>::parse(&name) {
        Ok(name) => line.name = Some(name.as_str().to_owned()),
        Err(_) if name.is_empty() => {}
        Err(_) => fault(Fault::BadName),
    }
    match phone(&columns.get(Kind::Telephone, cells)) {
        Ok(Phone::Number(_)) if line.name.is_none() => fault(Fault::TelephoneWithoutName),
        Ok(phone) => line.phone = phone,
        Err(found) => fault(found),
    }
    Ok(Some(line))
}

/// Building, unit and door, whichever columns they stand in.
fn place(
    cells: &[String],
    columns: &Columns,
    of_sheet: &str,
    above: &Above,
) -> Result<Above, Fault> {
    let mut building = columns.get(Kind::Building, cells);
    let mut unit = columns.get(Kind::Unit, cells);
    let mut door = columns.get(Kind::Door, cells);
    let floor = columns.get(Kind::Floor, cells);
    let whole = columns.get(Kind::Address, cells);
    if door.is_empty() && !whole.is_empty() {
        let Address {
            building: b,
            unit: u,
            door: d,
        } = read_address(&whole).ok_or(Fault::BadDoor)?;
        (building, unit, door) = (b, u, d);
    } else if building.is_empty() && !columns.has(Kind::Building) && !is_date(&door) {
        if let Some(at) = read_address(&door) {
            (building, door) = (at.building, at.door);
            if unit.is_empty() {
                unit = at.unit;
            }
        }
    } else if let Some((front, rest)) = door.clone().split_once('-') {
        // `3-2-302` and `2-302` beside a building.
        match rest.split_once('-') {
            Some((middle, last)) if !is_date(&door) => {
                if unit.is_empty() {
                    middle.clone_into(&mut unit);
                }
                last.clone_into(&mut door);
            }
            None if unit.is_empty() && !columns.has(Kind::Unit) => {
                front.clone_into(&mut unit);
                rest.clone_into(&mut door);
            }
            _ => {}
        }
    }
    let level = level_of_floor(&floor);
    let nothing = building.is_empty() && unit.is_empty() && door.is_empty();
    if nothing && !above.door.is_empty() {
        // One more person behind the same, merged door.
        return Ok(Above {
            building: above.building.clone(),
            unit: above.unit.clone(),
            level: above.level,
            door: above.door.clone(),
        });
    }
    if building.is_empty() {
        building = if of_sheet.is_empty() {
            above.building.clone()
        } else {
            of_sheet.to_owned()
        };
        if unit.is_empty() && building == above.building {
            unit.clone_from(&above.unit);
        }
    }
    Ok(Above {
        building,
        unit,
        level,
        door,
    })
}

fn is_date(text: &str) -> bool {
    crate::instant::LocalDate::parse(text).is_ok() || text.contains('年') || text.contains('月')
}

fn phone(cell: &str) -> Result<Phone, Fault> {
    if cell.is_empty() || matches!(cell, "无" | "-" | "/" | "—" | "没有" | "0") {
        return Ok(Phone::None);
    }
    if cell.contains('*') || cell.contains('＊') {
        return Ok(Phone::Masked);
    }
    // Two numbers in a cell: the first is the one to call.
    let first = cell
        .split(['、', ',', ';', '/', '，', '；', '\n'])
        .find(|part| !part.trim().is_empty())
        .unwrap_or(cell);
    if id_number::found_in(cell) {
        return Err(Fault::BadTelephone);
    }
    Telephone::parse(first)
        .map(|number| Phone::Number(number.dial().to_owned()))
        .map_err(|_| Fault::BadTelephone)
}

/// Whether two lines are one door.
pub fn same_door(one: &Row, other: &Row) -> bool {
    super::building_key(&one.building) == super::building_key(&other.building)
        && unit_key(&one.unit) == unit_key(&other.unit)
        && door_key(&one.unit, &one.door) == door_key(&other.unit, &other.door)
}

#[cfg(test)]
mod tests;
