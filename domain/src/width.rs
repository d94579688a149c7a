//! Full-width characters, which Chinese keyboards produce in the middle of numbers.

/// The half-width form of a full-width character, every other character unchanged.
pub(crate) fn narrow(character: char) -> char {
    match character {
        '\u{3000}' => ' ',
        '\u{FF01}'..='\u{FF5E}' => {
            char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character)
        }
        other => other,
    }
}

/// Whether people write this between the digits of a number: `0571-8888 6666`.
pub(crate) fn is_dash(character: char) -> bool {
    matches!(character, '-' | '\u{2010}'..='\u{2015}' | '\u{2212}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn full_width_digits_letters_and_signs_become_narrow() {
        let narrowed: String = "０９ＸｘＺ＋－（）　年".chars().map(narrow).collect();
        assert_eq!(narrowed, "09XxZ+-() 年");
    }
}
