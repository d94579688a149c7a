//! Certificates of service (志愿服务记录证明): number, check code, form and standing (V15).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::hours::Whose;
use crate::instant::LocalDate;
use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::width::{is_dash, narrow};
use crate::words::Line;

/// What a certificate is called: the year and a number that counts from 1 in each year and
/// community, such as `2026-000123`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Number {
    /// The year of issue in the community's zone.
    pub year: i64,
    /// Counts from 1.
    pub seq: i64,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.seq)
    }
}

/// The text is not the number of a certificate.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the number of a certificate")
    }
}

impl std::error::Error for NotANumber {}

/// Reads a number as people type it: full-width digits, other dashes, spaces, zeros left out.
impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let plain = plain(text, '-');
        let (year, seq) = plain.split_once('-').ok_or(NotANumber)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(seq) {
            return Err(NotANumber);
        }
        let year = year.parse().map_err(|_| NotANumber)?;
        let seq = seq.parse().map_err(|_| NotANumber)?;
        if seq < 1 {
            return Err(NotANumber);
        }
        Ok(Self { year, seq })
    }
}

/// Half-width, without white space, with one sort of dash.
fn plain(text: &str, dash: char) -> String {
    (text.chars().map(narrow))
        .filter(|character| !character.is_whitespace())
        .map(|character| if is_dash(character) { dash } else { character })
        .collect()
}

/// No 0 and O, no 1, I and L, and no U, so that what is read aloud or off a copy is typed right.
const LETTERS: &[u8; 30] = b"23456789ABCDEFGHJKMNPQRSTVWXYZ";
const LENGTH: usize = 16;

/// What proves on the public page that a certificate is real: 16 letters and digits, 78 bits.
#[derive(Clone, PartialEq, Eq)]
pub struct Code(String);

/// It never shows itself in a log.
impl fmt::Debug for Code {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Code(…)")
    }
}

impl Code {
    /// The code made of a keyed hash's 64 hexadecimal digits; nothing when it is none.
    pub fn of_hash(hash: &str) -> Option<Self> {
        let code: Option<String> = (0..LENGTH)
            .map(|at| {
                let four = hash.get(at * 4..at * 4 + 4)?;
                let number = usize::from_str_radix(four, 16).ok()?;
                Some(char::from(LETTERS[number % LETTERS.len()]))
            })
            .collect();
        code.map(Self)
    }

    /// Reads a code as people type it: small letters, spaces, dashes, full width.
    ///
    /// # Errors
    /// `Missing` when blank, else `DoesNotFit`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let plain = plain(text, '-').replace('-', "").to_ascii_uppercase();
        if plain.is_empty() {
            return Err(Problem::Missing);
        }
        let is_code = plain.len() == LENGTH && plain.bytes().all(|byte| LETTERS.contains(&byte));
        is_code.then_some(Self(plain)).ok_or(Problem::DoesNotFit)
    }

    /// As an address has it.
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, to be read and typed.
    pub fn grouped(&self) -> String {
        let groups: Vec<_> = self
            .0
            .as_bytes()
            .chunks(4)
            .map(String::from_utf8_lossy)
            .collect();
        groups.join("-")
    }
}

/// How old the person is whose hours are certified. No birth date is asked for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Age {
    /// 18 and more.
    Adult,
    /// 10 to 17: with the guardian's consent.
    Youth,
    /// Younger: accompanied by the guardian.
    Child,
}

stored_names!(Age {
    Adult = "adult",
    Youth = "youth",
    Child = "child",
});

/// How a certificate stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// It counts.
    Valid,
    /// A newer one took its place.
    Superseded,
    /// Staff took it back.
    Revoked,
}

stored_names!(Standing {
    Valid = "valid",
    Superseded = "superseded",
    Revoked = "revoked",
});

impl Standing {
    /// From what the table keeps; whoever took it back meant it, whatever came after.
    pub const fn of(is_superseded: bool, is_revoked: bool) -> Self {
        match (is_superseded, is_revoked) {
            (_, true) => Self::Revoked,
            (true, false) => Self::Superseded,
            (false, false) => Self::Valid,
        }
    }
}

/// The form of a certificate, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's key (R3).
    pub request_key: String,
    /// Whose hours: one's own, or a child's of mine, as [`Whose`] writes it.
    pub whose: String,
    /// The real name, given for this paper only.
    pub real_name: String,
    /// The number as a registered volunteer, if any.
    pub volunteer_number: String,
    /// The first day.
    pub from: String,
    /// The last day.
    pub until: String,
    /// How old: an [`Age`].
    pub age: String,
    /// For whoever is younger than 18: the guardian's name.
    pub guardian_name: String,
    /// And whether the guardian agrees.
    pub agrees: bool,
}

/// A certificate to be, without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct New {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// Whose hours.
    pub whose: Whose,
    /// The real name.
    pub real_name: Line<40>,
    /// The number as a registered volunteer.
    pub volunteer_number: Option<Line<40>>,
    /// The first day.
    pub from: LocalDate,
    /// The last day.
    pub until: LocalDate,
    /// How old.
    pub age: Age,
    /// The guardian who agrees or came along; nobody with adults.
    pub guardian_name: Option<Line<40>>,
}

impl Draft {
    /// The form without faults. `today` is the community's day, `whose` who may be chosen.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self, today: LocalDate, whose: &[Whose]) -> Result<New, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let chosen = Whose::parse(&self.whose)
            .ok()
            .filter(|chosen| whose.contains(chosen))
            .ok_or(Problem::NotAChoice);
        let chosen = problems.take("whose", chosen);
        let real_name = problems.take("real_name", Line::parse(&self.real_name));
        let volunteer_number =
            problems.take("volunteer_number", Line::optional(&self.volunteer_number));
        let from = problems.take("from", LocalDate::parse(&self.from));
        let until = LocalDate::parse(&self.until).and_then(|until| {
            if until > today {
                Err(Problem::InTheFuture)
            } else if from.is_some_and(|from| until < from) {
                Err(Problem::EndsBeforeItBegins)
            } else {
                Ok(until)
            }
        });
        let until = problems.take("until", until);
        let age = if self.age.trim().is_empty() {
            Err(Problem::Missing)
        } else {
            Age::parse(self.age.trim()).ok_or(Problem::NotAChoice)
        };
        // A child of mine in the register is younger than 14.
        let age = age.and_then(|age| match (chosen, age) {
            (Some(Whose::Child(_)), Age::Adult) => Err(Problem::NotAChoice),
            _ => Ok(age),
        });
        let age = problems.take("age", age);
        let guardian_name = match age {
            Some(Age::Youth | Age::Child) => {
                let name = problems.take("guardian_name", Line::parse(&self.guardian_name));
                if !self.agrees {
                    problems.add("agrees", Problem::Missing);
                }
                name
            }
            Some(Age::Adult) | None => None,
        };
        let (
            Some(request_key),
            Some(whose),
            Some(real_name),
            Some(volunteer_number),
            Some(from),
            Some(until),
            Some(age),
        ) = (
            request_key,
            chosen,
            real_name,
            volunteer_number,
            from,
            until,
            age,
        )
        else {
            return Err(problems);
        };
        problems.into_result(New {
            request_key,
            whose,
            real_name,
            volunteer_number,
            from,
            until,
            age,
            guardian_name,
        })
    }
}

#[cfg(test)]
mod tests;
