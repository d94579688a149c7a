//! Telephone numbers of persons, which cannot be printed unmasked (P17).

use std::fmt;

use serde::{Serialize, Serializer};

use crate::problem::Problem;
use crate::width::{is_dash, narrow};

/// A number one can call back: a mobile, a landline with area code, or a local number.
///
/// `Display`, `Debug` and `Serialize` give the masked form; only [`Telephone::dial`] gives the
/// number. There is deliberately no `Deserialize`: numbers enter through [`Telephone::parse`].
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct Telephone(String);

impl Telephone {
    /// Reads a number as people write it: spaces, dashes, brackets, `+86`, full-width digits.
    ///
    /// # Errors
    /// `Missing` when blank, otherwise `NotAMobile`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        if text.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let mut digits = String::new();
        let mut plus = false;
        for character in text.chars().map(narrow) {
            match character {
                '0'..='9' => digits.push(character),
                '+' if digits.is_empty() && !plus => plus = true,
                '(' | ')' => {}
                _ if character.is_whitespace() || is_dash(character) => {}
                _ => return Err(Problem::NotAMobile),
            }
        }
        national(&digits, plus).map(Self).ok_or(Problem::NotAMobile)
    }

    /// Like `parse`, but blank is nothing.
    ///
    /// # Errors
    /// `NotAMobile`.
    pub fn optional(text: &str) -> Result<Option<Self>, Problem> {
        match Self::parse(text) {
            Err(Problem::Missing) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The whole number, digits only: for `tel:` links of those who may see it, and for storage.
    /// `parse` reads it back.
    pub fn dial(&self) -> &str {
        &self.0
    }

    /// Whether text messages reach it: a mobile.
    pub fn takes_texts(&self) -> bool {
        is_mobile(&self.0)
    }
}

/// Masked: `138****1234`, of a landline only the last four digits.
impl fmt::Display for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let head = if is_mobile(&self.0) { &self.0[..3] } else { "" };
        let tail = &self.0[self.0.len() - 4..];
        write!(f, "{head}****{tail}")
    }
}

/// Masked like `Display`, so that no log line can hold the number.
impl fmt::Debug for Telephone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

/// Masked like `Display`, so that no answer can hold the number.
impl Serialize for Telephone {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}

/// A number of an organisation, public by rule P17: what people dial, digits and single dashes, such
/// as `021-55500120`, `400-820-0000` or `12345`.
///
/// # Errors
/// `Missing` when blank, otherwise `NotANumberToCall`.
pub fn public_number(text: &str) -> Result<String, Problem> {
    let mut number = String::new();
    for character in text.trim().chars().map(narrow) {
        match character {
            '0'..='9' => number.push(character),
            _ if is_dash(character)
                || character.is_whitespace()
                || matches!(character, '(' | ')') =>
            {
                if !number.is_empty() && !number.ends_with('-') {
                    number.push('-');
                }
            }
            _ => return Err(Problem::NotANumberToCall),
        }
    }
    if text.trim().is_empty() {
        return Err(Problem::Missing);
    }
    let digits = number.bytes().filter(u8::is_ascii_digit).count();
    if (3..=16).contains(&digits) && !number.ends_with('-') {
        Ok(number)
    } else {
        Err(Problem::NotANumberToCall)
    }
}

/// The number as it is dialled inside the country.
fn national(digits: &str, plus: bool) -> Option<String> {
    let prefix = if plus { "86" } else { "0086" };
    if let Some(rest) = digits.strip_prefix(prefix) {
        let trunk = format!("0{rest}");
        return if is_mobile(rest) || has_area_code(rest) {
            Some(rest.to_owned())
        } else {
            // Abroad the 0 of the area code is left out.
            has_area_code(&trunk).then_some(trunk)
        };
    }
    if plus {
        return None;
    }
    if let Some(rest) = digits.strip_prefix("86").filter(|rest| is_mobile(rest)) {
        return Some(rest.to_owned());
    }
    (is_mobile(digits) || has_area_code(digits) || is_local(digits)).then(|| digits.to_owned())
}

fn is_mobile(digits: &str) -> bool {
    digits.len() == 11 && matches!(digits.as_bytes(), [b'1', b'3'..=b'9', ..])
}

/// `010` and `02x` have three digits, all other area codes four.
fn has_area_code(digits: &str) -> bool {
    let area = match digits.as_bytes() {
        [b'0', b'1', b'0', ..] | [b'0', b'2', ..] => 3,
        [b'0', b'3'..=b'9', ..] => 4,
        _ => return false,
    };
    digits.get(area..).is_some_and(is_local)
}

fn is_local(digits: &str) -> bool {
    matches!(digits.len(), 7 | 8) && matches!(digits.as_bytes(), [b'2'..=b'8', ..])
}

#[cfg(test)]
mod tests;
