//! The number people know a report by (R6).

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Serialize};

use crate::width::{is_dash, narrow};

/// `2026-000123`: unique in a community, never reused (R6).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Number {
    /// The year of the report in the community's zone.
    pub year: i16,
    /// Counts from 1 in each year.
    pub seq: i64,
}

impl fmt::Display for Number {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:04}-{:06}", self.year, self.seq)
    }
}

/// The text is not the number of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotANumber;

impl fmt::Display for NotANumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not the number of a report")
    }
}

impl std::error::Error for NotANumber {}

/// Reads a number as people type it: full-width digits, other dashes, spaces, zeros left out.
impl FromStr for Number {
    type Err = NotANumber;

    fn from_str(text: &str) -> Result<Self, NotANumber> {
        let plain: String = (text.chars().map(narrow))
            .filter(|character| !character.is_whitespace())
            .map(|character| if is_dash(character) { '-' } else { character })
            .collect();
        let (year, seq) = plain.split_once('-').ok_or(NotANumber)?;
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if year.len() != 4 || !digits(year) || !digits(seq) {
            return Err(NotANumber);
        }
        let year = year.parse().map_err(|_| NotANumber)?;
        let seq = seq.parse().map_err(|_| NotANumber)?;
        if seq == 0 {
            return Err(NotANumber);
        }
        Ok(Self { year, seq })
    }
}

impl TryFrom<String> for Number {
    type Error = NotANumber;

    fn try_from(text: String) -> Result<Self, NotANumber> {
        text.parse()
    }
}

impl From<Number> for String {
    fn from(number: Number) -> Self {
        number.to_string()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r06_a_number_has_at_least_six_digits() {
        let shown = |seq| Number { year: 2026, seq }.to_string();
        assert_eq!(shown(123), "2026-000123");
        assert_eq!(shown(999_999), "2026-999999");
        assert_eq!(shown(1_000_000), "2026-1000000");
    }

    #[test]
    fn r06_a_number_is_read_as_people_type_it() {
        let number = Number {
            year: 2026,
            seq: 123,
        };
        for text in [
            "2026-000123",
            "2026-123",
            "２０２６－１２３",
            " 2026 — 0123\n",
            "2026-0000000123",
        ] {
            assert_eq!(text.parse(), Ok(number), "{text:?}");
        }
        for text in [
            "", "-", "2026", "2026-", "2026-0", "26-123", "2026-+1", "2026-1-1", "2026-x",
        ] {
            assert_eq!(text.parse::<Number>(), Err(NotANumber), "{text:?}");
        }
    }

    proptest! {
        #[test]
        fn r06_what_is_shown_reads_back(year in 0..=9999_i16, seq in 1..=i64::MAX) {
            let number = Number { year, seq };
            prop_assert_eq!(number.to_string().parse(), Ok(number));
        }

        #[test]
        fn x16_any_text_is_answered(text in any::<String>()) {
            let _ = text.parse::<Number>();
        }
    }
}
