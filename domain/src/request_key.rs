//! The hidden key of a form, which makes one change of a form sent twice (R3).

use std::fmt;

use crate::problem::Problem;

/// Names one filled-in form: 8 to 64 letters, digits, `_` and `-`.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub struct RequestKey(String);

impl RequestKey {
    /// Reads the key a form carries.
    ///
    /// # Errors
    /// `Missing` when there is none, `NotAllowed` when it is not one of ours.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let ours = |byte: u8| byte.is_ascii_alphanumeric() || matches!(byte, b'_' | b'-');
        match text.len() {
            0 => Err(Problem::Missing),
            8..=64 if text.bytes().all(ours) => Ok(Self(text.to_owned())),
            _ => Err(Problem::NotAllowed),
        }
    }

    /// The key as the form carries it.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for RequestKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn r03_a_key_is_short_and_plain() {
        assert_eq!(RequestKey::parse(""), Err(Problem::Missing));
        for text in [
            "1234567",
            &"a".repeat(65),
            "12345678 ",
            "1234/678",
            "关键关键关键",
        ] {
            assert_eq!(
                RequestKey::parse(text),
                Err(Problem::NotAllowed),
                "{text:?}"
            );
        }
        for text in ["12345678", &"a".repeat(64), "Az09_-Az"] {
            assert_eq!(RequestKey::parse(text).unwrap().as_str(), text);
        }
    }

    proptest! {
        #[test]
        fn x16_any_text_is_answered(text in any::<String>()) {
            if let Ok(key) = RequestKey::parse(&text) {
                prop_assert_eq!(key.as_str(), &text);
            }
        }
    }
}
