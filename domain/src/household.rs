//! A household is a door, not a person (P2): its code (P6), and what stands on the door.

use std::fmt;

use crate::id::PersonId;
use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::telephone::Telephone;
use crate::width::{is_dash, narrow};
use crate::words::Line;

/// How often a code may be used unless staff say otherwise (P6).
pub const MOST_USES: i64 = 8;
/// Digits of a code, the check digit included.
pub const CODE_DIGITS: usize = 10;
/// The longest name of a person.
pub const MOST_NAME: usize = 20;

/// The quasigroup of H. Michael Damm's check digit: it finds every single wrong digit and every two
/// neighbours that changed places.
const DAMM: [[u8; 10]; 10] = [
    [0, 3, 1, 7, 5, 9, 8, 6, 4, 2],
    [7, 0, 9, 2, 1, 5, 4, 8, 6, 3],
    [4, 2, 0, 6, 8, 7, 1, 3, 5, 9],
    [1, 7, 5, 0, 9, 8, 3, 4, 2, 6],
    [6, 1, 2, 3, 0, 4, 5, 9, 7, 8],
    [3, 6, 7, 4, 2, 0, 9, 5, 8, 1],
    [5, 8, 6, 9, 7, 2, 0, 1, 3, 4],
    [8, 9, 4, 5, 3, 6, 2, 0, 1, 7],
    [9, 4, 3, 8, 6, 1, 7, 2, 0, 5],
    [2, 5, 8, 1, 4, 3, 6, 7, 9, 0],
];

fn check_digit(digits: impl Iterator<Item = u8>) -> u8 {
    digits.fold(0, |row, digit| {
        DAMM[usize::from(row % 10)][usize::from(digit % 10)]
    })
}

/// The ten digits on a household's slip (P6). It shows itself only through
/// [`HouseholdCode::digits`] and [`HouseholdCode::grouped`].
#[derive(Clone, PartialEq, Eq)]
pub struct HouseholdCode(String);

impl fmt::Debug for HouseholdCode {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("HouseholdCode(…)")
    }
}

impl HouseholdCode {
    /// The code of a number below a thousand million: nine digits and the check digit.
    #[must_use]
    pub fn of(number: u64) -> Self {
        let nine = format!("{:09}", number % 1_000_000_000);
        let check = check_digit(nine.bytes().map(|byte| byte - b'0'));
        Self(format!("{nine}{check}"))
    }

    /// Reads what people type: spaces, dashes and full-width digits are as good as any.
    ///
    /// # Errors
    /// `Missing` when blank; `Mistyped` when it is not ten digits or the check digit does not fit,
    /// so that a typing error is told apart from a wrong code.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let mut digits = String::new();
        for character in text.chars().map(narrow) {
            match character {
                '0'..='9' if digits.len() < 20 => digits.push(character),
                _ if character.is_whitespace() || is_dash(character) => {}
                _ => return Err(Problem::Mistyped),
            }
        }
        if digits.is_empty() {
            return Err(Problem::Missing);
        }
        let fits =
            digits.len() == CODE_DIGITS && check_digit(digits.bytes().map(|byte| byte - b'0')) == 0;
        if fits {
            Ok(Self(digits))
        } else {
            Err(Problem::Mistyped)
        }
    }

    /// Ten digits without anything between them.
    #[must_use]
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// As it is printed: `123 456 7890`.
    #[must_use]
    pub fn grouped(&self) -> String {
        format!("{} {} {}", &self.0[..3], &self.0[3..6], &self.0[6..])
    }
}

/// Whether what was typed names the door: `302` is `302`, `３０２`, `3-302`, `302室`.
#[must_use]
pub fn is_door(door: &str, typed: &str) -> bool {
    let (door, typed) = (parts(door), parts(typed));
    let (Some(last), Some(said)) = (door.last(), typed.last()) else {
        return false;
    };
    let same =
        |left: &str, right: &str| left.trim_start_matches('0') == right.trim_start_matches('0');
    same(last, said) && (typed.len() == 1 || door.len() == 1 || door == typed)
}

/// The letters and digits of a door, in pieces: `3-302室` is `3` and `302`.
fn parts(text: &str) -> Vec<String> {
    let plain: String = text
        .chars()
        .take(40)
        .map(narrow)
        .flat_map(char::to_lowercase)
        .filter(|character| !matches!(character, '室' | '号' | '房' | '户'))
        .collect();
    plain
        .split(|character: char| !character.is_alphanumeric())
        .filter(|part| !part.is_empty())
        .map(ToOwned::to_owned)
        .collect()
}

/// How old a child is, as far as anybody has to know (P21).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum AgeBand {
    /// Under three.
    Baby,
    /// Three to six.
    Small,
    /// Seven to thirteen.
    School,
}

stored_names!(AgeBand {
    Baby = "0-2",
    Small = "3-6",
    School = "7-13",
});

/// What the form that moves somebody in holds.
#[derive(Clone, Debug, Default)]
pub struct MoveIn {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// Somebody who is known already; then name and number are not looked at.
    pub person: String,
    /// What the new person is called.
    pub name: String,
    /// Their number, if they have one.
    pub telephone: String,
}

/// Who moves in.
#[derive(Clone, Debug)]
pub enum Mover {
    /// Somebody who is known already.
    Known(PersonId),
    /// Somebody new.
    New {
        /// What they are called.
        name: Line<MOST_NAME>,
        /// Their number.
        telephone: Option<Telephone>,
    },
}

impl MoveIn {
    /// Who moves in, or every field at fault.
    ///
    /// # Errors
    /// The fields at fault.
    pub fn check(&self) -> Result<Mover, Problems> {
        if !self.person.is_empty() {
            return match self.person.parse() {
                Ok(id) => Ok(Mover::Known(id)),
                Err(_) => Err(("person", Problem::NotAChoice).into()),
            };
        }
        let mut problems = Problems::new();
        let name = problems.take("name", Line::parse(&self.name));
        let telephone = problems.take("telephone", Telephone::optional(&self.telephone));
        match (name, telephone) {
            (Some(name), Some(telephone)) => Ok(Mover::New { name, telephone }),
            _ => Err(problems),
        }
    }
}

/// A name of which neighbours may see only the first character: `王**`.
#[must_use]
pub fn masked_name(name: &str) -> String {
    name.chars()
        .next()
        .map_or_else(String::new, |first| format!("{first}**"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p06_a_typing_error_is_told_apart_from_a_wrong_code() {
        let code = HouseholdCode::of(123_456_789);
        assert_eq!(code.digits().len(), CODE_DIGITS);
        assert_eq!(HouseholdCode::parse(&code.grouped()), Ok(code.clone()));
        let wide: String = code
            .digits()
            .chars()
            .map(|digit| char::from_u32(u32::from(digit) + 0xFEE0).unwrap())
            .collect();
        assert_eq!(HouseholdCode::parse(&wide), Ok(code.clone()));
        assert_eq!(HouseholdCode::parse(" "), Err(Problem::Missing));
        for text in ["12345", "123456789012", "abcdefghij", "1\u{0}"] {
            assert_eq!(
                HouseholdCode::parse(text),
                Err(Problem::Mistyped),
                "{text:?}"
            );
        }
        assert_eq!(format!("{code:?}"), "HouseholdCode(…)");
    }

    #[test]
    fn p07_a_door_is_known_by_its_number() {
        for typed in ["302", "３０２", "0302", "302室", "3-302", " 302 "] {
            assert!(is_door("302", typed), "{typed}");
        }
        assert!(is_door("3-302", "302"));
        assert!(is_door("3-302", "3-302"));
        for typed in ["", "303", "30", "2", "室", "-"] {
            assert!(!is_door("302", typed), "{typed}");
        }
        assert!(!is_door("3-302", "2-302"));
    }

    #[test]
    fn p21_bands_read_back() {
        for band in AgeBand::ALL {
            assert_eq!(AgeBand::parse(band.as_str()), Some(band));
        }
    }

    proptest! {
        #[test]
        fn p06_every_wrong_digit_and_every_swap_is_found(number in 0..1_000_000_000_u64, at in 0..10_usize, other in 0..10_u8) {
            let code = HouseholdCode::of(number);
            let mut digits = code.digits().as_bytes().to_vec();
            let right = digits[at];
            digits[at] = b'0' + other;
            let typed = String::from_utf8(digits.clone()).unwrap();
            prop_assert_eq!(HouseholdCode::parse(&typed).is_ok(), digits[at] == right);
            let mut digits = code.digits().as_bytes().to_vec();
            if at < 9 && digits[at] != digits[at + 1] {
                digits.swap(at, at + 1);
                let typed = String::from_utf8(digits).unwrap();
                prop_assert_eq!(HouseholdCode::parse(&typed), Err(Problem::Mistyped));
            }
        }

        #[test]
        fn x16_any_text_is_answered(text in any::<String>()) {
            let _ = HouseholdCode::parse(&text);
            let _ = is_door(&text, &text);
        }
    }
}
