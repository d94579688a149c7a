//! What can be wrong with a form, field by field.

use std::fmt;

/// What is wrong with one field. The page says it in the reader's language.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Problem {
    /// Nothing was given where something is needed.
    Missing,
    /// More than `max` characters.
    TooLong {
        /// How many characters are allowed.
        max: usize,
    },
    /// Characters that no text needs: NUL and other controls, remains of broken characters,
    /// marks that turn the reading direction.
    NotAllowed,
    /// The text holds an ID number (P16).
    IdNumber,
    /// Not a telephone number one could call back.
    NotAMobile,
    /// Not one of the offered choices.
    NotAChoice,
    /// More than `max` of them.
    TooMany {
        /// How many are allowed.
        max: usize,
    },
    /// A report needs a photo or words; one is enough (R4).
    PhotoOrWords,
    /// A repair needs an after-photo or a written reason for none (R11).
    NeedsPhotoOrReason,
    /// This step needs a reason.
    NeedsReason,
    /// Not the password of this account.
    WrongPassword,
    /// Not a code that counts now: of a slip (P9) or of the second factor (P10).
    WrongCode,
    /// Not a whole number within bounds.
    NotANumber {
        /// The smallest allowed.
        min: i64,
        /// The largest allowed.
        max: i64,
    },
    /// Not written in a way that can be understood; the hint has an example.
    NotUnderstood,
    /// Something of that name is there already.
    Taken,
    /// Something else still depends on it.
    InUse,
    /// The file is no spreadsheet, or a broken one.
    NotASpreadsheet,
    /// The spreadsheet has a password.
    SpreadsheetLocked,
    /// The spreadsheet is empty, or has nothing below its headings.
    NothingInIt,
    /// No row of the spreadsheet looks like headings of a list of homes.
    NoHeadings,
    /// The file is too large, or unfolds to too much.
    FileTooLarge,
    /// Not a calendar date.
    NotADate,
    /// A date before today.
    InThePast,
    /// The picture cannot be decoded (R14).
    PhotoUnreadable,
    /// The picture has too many bytes (R14).
    PhotoTooLarge,
    /// The picture has too many pixels (R14).
    PhotoTooManyPixels,
    /// Fewer than `min` characters.
    TooShort {
        /// How many are needed.
        min: usize,
    },
    /// A password that others guess first.
    TooEasy,
    /// Not a mail address.
    NotAMailAddress,
    /// Not a number to call.
    NotANumberToCall,
    /// The person has no account, which this post needs (P12).
    NeedsAccount,
    /// The last day is before the first.
    EndsBeforeItBegins,
    /// The last administrator without an end (P14).
    LastAdministrator,
    /// The form or link is too old to be used.
    Expired,
    /// Digits whose check digit does not fit (P6).
    Mistyped,
    /// Nobody else is administrator (P23).
    LastAdmin,
    /// A night patrol without a place for a leader (V11).
    NightNeedsLeader,
    /// Whoever was ticked off already would have no place, or be in two at once (V3, V8).
    TickedAlready,
    /// After now: nothing is entered before it was done.
    InTheFuture,
    /// Neither a length from a minute to a day nor two times that give one, or both and different.
    NoLength,
    /// No hours in that time, so nothing to certify (V15).
    NoHours,
    /// A code, a door or a name that does not fit; never says which (P6).
    DoesNotFit,
}

/// Every problem of a form, in the order of its fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Problems(Vec<(&'static str, Problem)>);

impl Problems {
    /// No problem so far.
    pub const fn new() -> Self {
        Self(Vec::new())
    }

    /// Notes a problem at a field.
    pub fn add(&mut self, field: &'static str, problem: Problem) {
        self.0.push((field, problem));
    }

    /// The value, or its problem noted at the field and `None`.
    pub fn take<T>(&mut self, field: &'static str, parsed: Result<T, Problem>) -> Option<T> {
        match parsed {
            Ok(value) => Some(value),
            Err(problem) => {
                self.add(field, problem);
                None
            }
        }
    }

    /// Whether nothing is wrong.
    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    /// The first problem at a field.
    pub fn of(&self, field: &str) -> Option<Problem> {
        self.iter()
            .find(|(at, _)| *at == field)
            .map(|(_, problem)| problem)
    }

    /// Field and problem, in the order in which they were noted.
    pub fn iter(&self) -> impl Iterator<Item = (&'static str, Problem)> + '_ {
        self.0.iter().copied()
    }

    /// The value when nothing is wrong.
    ///
    /// # Errors
    /// The problems themselves, when there are any.
    pub fn into_result<T>(self, value: T) -> Result<T, Self> {
        if self.is_empty() {
            Ok(value)
        } else {
            Err(self)
        }
    }
}

/// One problem at one field, for use cases that check only one thing.
impl From<(&'static str, Problem)> for Problems {
    fn from(problem: (&'static str, Problem)) -> Self {
        Self(vec![problem])
    }
}

/// For logs: names fields and problems, never what was typed.
impl fmt::Display for Problems {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        for (at, (field, problem)) in self.iter().enumerate() {
            let comma = if at == 0 { "" } else { ", " };
            write!(f, "{comma}{field}: {problem:?}")?;
        }
        Ok(())
    }
}

impl std::error::Error for Problems {}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn problems_keep_the_order_of_the_form() {
        let mut problems = Problems::new();
        assert_eq!(problems.take("title", Ok(1)), Some(1));
        assert!(problems.is_empty());
        assert_eq!(problems.take::<u8>("body", Err(Problem::Missing)), None);
        problems.add("until", Problem::NotADate);
        assert_eq!(problems.of("body"), Some(Problem::Missing));
        assert_eq!(problems.of("title"), None);
        assert_eq!(problems.to_string(), "body: Missing, until: NotADate");
        assert_eq!(problems.clone().into_result(()), Err(problems));
    }

    #[test]
    fn no_problem_lets_the_value_through() {
        assert_eq!(Problems::new().into_result("value"), Ok("value"));
    }
}
