//! Citizens' ID numbers, which Linli must never hold (P16).

use jiff::civil::Date;

use crate::width::narrow;

/// First two digits of the number: the provinces of GB/T 2260, with Hong Kong, Macao and both
/// codes of Taiwan.
const PROVINCES: [u8; 35] = [
    11, 12, 13, 14, 15, 21, 22, 23, 31, 32, 33, 34, 35, 36, 37, 41, 42, 43, 44, 45, 46, 50, 51, 52,
    53, 54, 61, 62, 63, 64, 65, 71, 81, 82, 83,
];

/// Weights of the first 17 digits (GB 11643, ISO 7064 MOD 11-2).
const WEIGHTS: [u32; 17] = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2];

/// Whether the text holds an ID number: 18 digits or 17 and X, full-width included, not part of a
/// longer number, with a real region, a plausible date of birth and the right check digit (P16).
///
/// Without a clock, every date of the years 1900 to 2099 is plausible.
pub fn found_in(text: &str) -> bool {
    let mut run = Run::default();
    for character in text.chars().map(narrow) {
        if run.ends_before(character) {
            return true;
        }
    }
    run.ends_before(' ')
}

/// The digits read last without a gap, and what stands after them.
#[derive(Default)]
struct Run {
    digits: [u8; 18],
    /// How many digits in a row there were, also when they are more than fit.
    length: usize,
    /// Whether an X stands behind the digits.
    x: bool,
}

impl Run {
    /// Reads on; true when the number that ended just before this character is an ID number.
    fn ends_before(&mut self, character: char) -> bool {
        match character {
            '0'..='9' => {
                if self.x {
                    // A digit after the X: what came before was part of something longer.
                    *self = Self::default();
                    self.length = self.digits.len();
                }
                if let Some(place) = self.digits.get_mut(self.length) {
                    *place = character as u8 - b'0';
                }
                self.length += 1;
                false
            }
            'X' | 'x' if self.length == 17 && !self.x => {
                self.x = true;
                false
            }
            _ => std::mem::take(self).is_id_number(),
        }
    }

    fn is_id_number(&self) -> bool {
        let check = match (self.length, self.x) {
            (18, false) => u32::from(self.digits[17]),
            (17, true) => 10,
            _ => return false,
        };
        self.has_a_region() && self.has_a_date() && self.check_digit() == check
    }

    /// Foreigners' permanent residence cards put a 9 before the province.
    fn has_a_region(&self) -> bool {
        let at = usize::from(self.digits[0] == 9);
        PROVINCES.contains(&(self.digits[at] * 10 + self.digits[at + 1]))
    }

    fn has_a_date(&self) -> bool {
        let number = |from: usize, to: usize| {
            self.digits[from..to]
                .iter()
                .fold(0_i16, |sum, digit| sum * 10 + i16::from(*digit))
        };
        let (Ok(month), Ok(day)) = (i8::try_from(number(10, 12)), i8::try_from(number(12, 14)))
        else {
            return false;
        };
        let year = number(6, 10);
        (1900..=2099).contains(&year) && Date::new(year, month, day).is_ok()
    }

    /// The check digit that the first 17 digits demand; 10 is written as X.
    fn check_digit(&self) -> u32 {
        let sum: u32 = (self.digits.iter().zip(WEIGHTS))
            .map(|(digit, weight)| u32::from(*digit) * weight)
            .sum();
        (12 - sum % 11) % 11
    }
}

#[cfg(test)]
mod tests;
