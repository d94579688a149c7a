//! A new password: long enough and not easily guessed. No rules of composition: a sentence of one's
//! own is easier to remember, and better, than `P@ssw0rd1`.

use std::fmt;

use crate::problem::Problem;

/// Fewer characters are refused.
pub const SHORTEST: usize = 8;
/// More are refused, so that hashing stays cheap.
pub const LONGEST: usize = 128;
/// What has to be left of a password without the words that everybody knows.
const OWN: usize = 5;

/// Words that everybody knows; the account's own names are added to them.
const KNOWN: [&str; 4] = ["linli-demo", "linli", "邻里", "社区"];

/// What people who guess begin with. Runs and repetitions are found by their pattern.
const COMMON: [&str; 48] = [
    "password",
    "password1",
    "password12",
    "password123",
    "passw0rd",
    "p@ssw0rd",
    "p@ssword",
    "qwertyui",
    "qwertyuiop",
    "qwerty123",
    "qwerty12",
    "1qaz2wsx",
    "1qazxsw2",
    "1q2w3e4r",
    "1q2w3e4r5t",
    "q1w2e3r4",
    "qazwsxedc",
    "zxcvbnm1",
    "asdfghjk",
    "asdfghjkl",
    "a1234567",
    "a12345678",
    "a123456789",
    "aa123456",
    "aa12345678",
    "abc12345",
    "abc123456",
    "abcd1234",
    "abcd123456",
    "1234qwer",
    "123456aa",
    "123456abc",
    "12345678a",
    "123456789a",
    "qq123456",
    "qq123456789",
    "woaini1314",
    "woaini520",
    "woaini521",
    "5201314520",
    "52013145",
    "1314520520",
    "admin123",
    "admin1234",
    "admin888",
    "iloveyou",
    "88888888a",
    "taobao123",
];

/// A password that may be set.
#[derive(Clone, PartialEq, Eq)]
pub struct NewPassword(String);

impl NewPassword {
    /// Checks what was typed against length, what everybody knows, and the names of its account.
    ///
    /// # Errors
    /// `Missing`, `TooShort`, `TooLong`, `TooEasy`.
    pub fn parse(text: &str, names: &[&str]) -> Result<Self, Problem> {
        let count = text.chars().count();
        if text.trim().is_empty() {
            Err(Problem::Missing)
        } else if count < SHORTEST {
            Err(Problem::TooShort { min: SHORTEST })
        } else if count > LONGEST {
            Err(Problem::TooLong { max: LONGEST })
        } else if is_easily_guessed(&text.to_lowercase(), names) {
            Err(Problem::TooEasy)
        } else {
            Ok(Self(text.to_owned()))
        }
    }

    /// The password, for its hash.
    pub fn into_text(self) -> String {
        self.0
    }
}

impl fmt::Debug for NewPassword {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NewPassword(…)")
    }
}

/// The same check for forms that keep the text themselves.
///
/// # Errors
/// Those of [`NewPassword::parse`].
pub fn check(text: &str, names: &[&str]) -> Result<(), Problem> {
    NewPassword::parse(text, names).map(|_| ())
}

fn is_easily_guessed(text: &str, names: &[&str]) -> bool {
    if COMMON.contains(&text) || is_a_pattern(text) {
        return true;
    }
    let mut rest = text.to_owned();
    let names = names.iter().map(|name| name.trim().to_lowercase());
    let known = KNOWN.iter().map(|word| (*word).to_owned());
    for word in names.chain(known).filter(|word| !word.is_empty()) {
        rest = rest.replace(&word, "");
    }
    // A short name that happens to stand in a long password takes nothing from it.
    rest.chars().count() < OWN
}

/// `11111111`, `12345678`, `87654321`, `abababab`, `12341234`.
fn is_a_pattern(text: &str) -> bool {
    let characters: Vec<i64> = text
        .chars()
        .map(|character| i64::from(u32::from(character)))
        .collect();
    let steps = characters.windows(2).filter_map(|pair| match pair {
        [before, after] => Some(after - before),
        _ => None,
    });
    // 890 goes on as 9 to 0 does on a keyboard.
    let is_run = |step: i64| {
        steps
            .clone()
            .all(|taken| taken == step || taken == -9 * step)
    };
    let is_repeated = |length: usize| {
        characters.len() >= 2 * length
            && characters
                .iter()
                .zip(characters.iter().skip(length))
                .all(|(one, next)| one == next)
    };
    is_run(1) || is_run(-1) || (1..=4).any(is_repeated)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn p05_a_password_is_long_enough_and_anything_else() {
        let parse = |text: &str| NewPassword::parse(text, &["wangayi", "王阿姨"]);
        assert_eq!(parse(""), Err(Problem::Missing));
        assert_eq!(parse("        "), Err(Problem::Missing));
        assert_eq!(parse("七个字不够长呀"), Err(Problem::TooShort { min: 8 }));
        assert_eq!(
            parse(&"松树下".repeat(50)),
            Err(Problem::TooLong { max: 128 })
        );
        for good in [
            "松树下的石凳真凉快",
            "tangerine",
            "correct horse",
            "wangayi爱吃桂花糕",
            "王阿姨家的三只猫",
            "19580612x",
            &"长"
                .repeat(3)
                .chars()
                .chain("短句子也可以的".chars())
                .collect::<String>(),
        ] {
            assert!(parse(good).is_ok(), "{good}");
        }
    }

    #[test]
    fn p05_what_everybody_knows_is_refused() {
        for bad in [
            "linli-demo",
            "LINLI-DEMO",
            "linli2024",
            "linlilinli",
            "wangayi1",
            "WangAyi123",
            "王阿姨王阿姨王阿姨",
            "password",
            "Password123",
            "11111111",
            "12345678",
            "1234567890",
            "87654321",
            "12341234",
            "abababab",
            "abcdefgh",
            "88888888",
            "qwertyuiop",
            "woaini1314",
        ] {
            let found = NewPassword::parse(bad, &["wangayi", "王阿姨"]);
            assert_eq!(found, Err(Problem::TooEasy), "{bad}");
        }
    }

    proptest! {
        #[test]
        fn x16_any_text_is_answered(text in any::<String>(), name in any::<String>()) {
            if let Ok(password) = NewPassword::parse(&text, &[&name]) {
                prop_assert_eq!(format!("{password:?}"), "NewPassword(…)");
                prop_assert_eq!(password.into_text(), text);
            }
        }
    }
}
