//! Holidays and the workdays that make up for them (调休): what comes with the program, overlaid by
//! what a community says itself (V10).

use std::collections::BTreeMap;

use jiff::civil::Weekday;

use crate::instant::LocalDate;
use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::words::Line;

/// What a day is said to be.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayKind {
    /// 放假
    Holiday,
    /// 调休上班: a weekend's day on which people work.
    Workday,
    /// 照常: neither, whatever the list that comes with the program says.
    Ordinary,
}

stored_names!(DayKind {
    Holiday = "holiday",
    Workday = "workday",
    Ordinary = "ordinary",
});

/// A holiday as the State Council announced it, with the workdays that make up for it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Festival {
    /// Chinese name.
    pub name_zh: &'static str,
    /// English name.
    pub name_en: &'static str,
    /// Month and day of its first day off.
    pub first: (i8, i8),
    /// Month and day of its last day off.
    pub last: (i8, i8),
    /// Month and day of the weekend days that are worked for it.
    pub workdays: &'static [(i8, i8)],
}

/// The years whose list comes with the program, in order.
pub const SHIPPED_YEARS: [i16; 1] = [2026];

/// 2026, by the State Council's notice of November 2025 (国办发明电〔2025〕7号).
const OF_2026: [Festival; 7] = [
    Festival {
        name_zh: "元旦",
        name_en: "New Year",
        first: (1, 1),
        last: (1, 3),
        workdays: &[(1, 4)],
    },
    Festival {
        name_zh: "春节",
        name_en: "Spring Festival",
        first: (2, 15),
        last: (2, 23),
        workdays: &[(2, 14), (2, 28)],
    },
    Festival {
        name_zh: "清明节",
        name_en: "Qingming Festival",
        first: (4, 4),
        last: (4, 6),
        workdays: &[],
    },
    Festival {
        name_zh: "劳动节",
        name_en: "Labour Day",
        first: (5, 1),
        last: (5, 5),
        workdays: &[(5, 9)],
    },
    Festival {
        name_zh: "端午节",
        name_en: "Dragon Boat Festival",
        first: (6, 19),
        last: (6, 21),
        workdays: &[],
    },
    Festival {
        name_zh: "中秋节",
        name_en: "Mid-Autumn Festival",
        first: (9, 25),
        last: (9, 27),
        workdays: &[],
    },
    Festival {
        name_zh: "国庆节",
        name_en: "National Day",
        first: (10, 1),
        last: (10, 7),
        workdays: &[(9, 20), (10, 10)],
    },
];

/// The festivals of a year whose list comes with the program; nothing for any other year.
pub fn festivals(year: i16) -> &'static [Festival] {
    match year {
        2026 => &OF_2026,
        _ => &[],
    }
}

/// A day that is not what its weekday says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Marked {
    /// Which day.
    pub date: LocalDate,
    /// What it is.
    pub kind: DayKind,
    /// What people call it, in Chinese; may be empty.
    pub name_zh: String,
    /// The same in English.
    pub name_en: String,
    /// Whether the community says so itself.
    pub is_own: bool,
}

/// The calendar in force: shipped days, with the community's own in front of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Calendar {
    days: BTreeMap<LocalDate, Marked>,
}

impl Calendar {
    /// What comes with the program.
    pub fn shipped() -> Self {
        let mut days = BTreeMap::new();
        for year in SHIPPED_YEARS {
            for festival in festivals(year) {
                for marked in of_festival(year, festival) {
                    days.insert(marked.date, marked);
                }
            }
        }
        Self { days }
    }

    /// The same, with what a community says about one day in front of what was there.
    #[must_use]
    pub fn with_own(mut self, date: LocalDate, kind: DayKind, name: String) -> Self {
        let marked = Marked {
            date,
            kind,
            name_zh: name.clone(),
            name_en: name,
            is_own: true,
        };
        self.days.insert(date, marked);
        self
    }

    /// What is said about a day, if anything is.
    pub fn of(&self, date: LocalDate) -> Option<&Marked> {
        self.days.get(&date)
    }

    /// Every day of a year about which something is said, in order.
    pub fn of_year(&self, year: i16) -> impl Iterator<Item = &Marked> {
        self.days
            .values()
            .filter(move |marked| marked.date.civil().year() == year)
    }

    /// Whether it is a day off that a holiday makes; a plain weekend is none.
    pub fn is_holiday(&self, date: LocalDate) -> bool {
        self.kind(date) == Some(DayKind::Holiday)
    }

    /// Whether people work: Monday to Friday unless it is a holiday, and a weekend's day where 调休
    /// says so.
    pub fn is_workday(&self, date: LocalDate) -> bool {
        match self.kind(date) {
            Some(DayKind::Holiday) => false,
            Some(DayKind::Workday) => true,
            Some(DayKind::Ordinary) | None => !is_weekend(date),
        }
    }

    /// Whether it is a weekend's day on which people work (调休).
    pub fn is_made_up(&self, date: LocalDate) -> bool {
        is_weekend(date) && self.is_workday(date)
    }

    fn kind(&self, date: LocalDate) -> Option<DayKind> {
        self.of(date).map(|marked| marked.kind)
    }
}

/// Whether it is a Saturday or Sunday.
pub fn is_weekend(date: LocalDate) -> bool {
    matches!(date.civil().weekday(), Weekday::Saturday | Weekday::Sunday)
}

/// The days that a festival of a year marks.
fn of_festival(year: i16, festival: &Festival) -> Vec<Marked> {
    let date = |(month, day)| jiff::civil::Date::new(year, month, day).ok();
    let marked = |date: jiff::civil::Date, kind| Marked {
        date: date.into(),
        kind,
        name_zh: festival.name_zh.to_owned(),
        name_en: festival.name_en.to_owned(),
        is_own: false,
    };
    let mut days = Vec::new();
    if let (Some(first), Some(last)) = (date(festival.first), date(festival.last)) {
        let mut day = first;
        while day <= last {
            days.push(marked(day, DayKind::Holiday));
            let Ok(next) = day.tomorrow() else { break };
            day = next;
        }
    }
    let worked = festival.workdays.iter().copied().filter_map(date);
    days.extend(worked.map(|day| marked(day, DayKind::Workday)));
    days
}

/// What staff say about some days in a row.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The first day, `YYYY-MM-DD`.
    pub from: String,
    /// The last day; blank is the first.
    pub until: String,
    /// `holiday`, `workday` or `ordinary`.
    pub kind: String,
    /// What people call it; may be blank.
    pub name: String,
}

/// Days that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewDays {
    /// Each of them, in order.
    pub dates: Vec<LocalDate>,
    /// What they are.
    pub kind: DayKind,
    /// What people call them.
    pub name: Option<Line<20>>,
}

/// No holiday is longer.
pub const MOST_DAYS: usize = 31;

impl Draft {
    /// Checks the fields.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(&self) -> Result<NewDays, Problems> {
        let mut problems = Problems::new();
        let from = problems.take("from", LocalDate::parse(&self.from));
        let until = problems.take("until", LocalDate::optional(&self.until));
        let kind = match self.kind.as_str() {
            "" => Err(Problem::Missing),
            kind => DayKind::parse(kind).ok_or(Problem::NotAChoice),
        };
        let kind = problems.take("kind", kind);
        let name = problems.take("name", Line::optional(&self.name));
        let (Some(from), Some(until), Some(kind), Some(name)) = (from, until, kind, name) else {
            return Err(problems);
        };
        let until = until.unwrap_or(from);
        let dates: Vec<_> = from
            .civil()
            .series(jiff::Span::new().days(1))
            .take_while(|day| *day <= until.civil())
            .take(MOST_DAYS + 1)
            .map(LocalDate::from)
            .collect();
        if dates.is_empty() {
            problems.add("until", Problem::EndsBeforeItBegins);
        } else if dates.len() > MOST_DAYS {
            problems.add("until", Problem::TooMany { max: MOST_DAYS });
        }
        problems.into_result(NewDays { dates, kind, name })
    }
}

#[cfg(test)]
mod tests;
