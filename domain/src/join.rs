//! Coming in: with a household code (P6), by asking (P6), by an invitation (P15), with children
//! (P21).

use crate::household::{AgeBand, MOST_NAME};
use crate::id::UnitId;
use crate::password::NewPassword;
use crate::problem::{Problem, Problems};
use crate::telephone::Telephone;
use crate::words::{Line, Words};

/// What the joining form holds.
#[derive(Clone, Default)]
pub struct Newcomer {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// What neighbours call them.
    pub name: String,
    /// With what they sign in: their mobile number, or a name they choose.
    pub sign_in_name: String,
    /// The password.
    pub password: String,
    /// A member of the household without an account, whom they say they are.
    pub person: String,
}

impl std::fmt::Debug for Newcomer {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Newcomer(…)")
    }
}

/// A newcomer whose fields are in order.
#[derive(Clone)]
pub struct NewAccount {
    /// What neighbours call them.
    pub name: Line<MOST_NAME>,
    /// As it is kept: digits of a number, or small letters.
    pub sign_in_name: String,
    /// The password.
    pub password: String,
}

impl std::fmt::Debug for NewAccount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("NewAccount(…)")
    }
}

impl Newcomer {
    /// The account to be, or every field at fault.
    ///
    /// # Errors
    /// The fields at fault.
    pub fn check(&self) -> Result<NewAccount, Problems> {
        let mut problems = Problems::new();
        let name = problems.take("name", Line::parse(&self.name));
        let sign_in_name = problems.take("sign_in_name", sign_in_name(&self.sign_in_name));
        let password = problems.take(
            "password",
            password(&self.password, &[&self.sign_in_name, &self.name]),
        );
        match (name, sign_in_name, password) {
            (Some(name), Some(sign_in_name), Some(password)) => Ok(NewAccount {
                name,
                sign_in_name,
                password,
            }),
            _ => Err(problems),
        }
    }
}

/// A sign-in name as it is kept: a telephone number without what people write between its digits,
/// anything else in small letters.
fn sign_in_name(text: &str) -> Result<String, Problem> {
    if let Ok(telephone) = Telephone::parse(text) {
        return Ok(telephone.dial().to_owned());
    }
    let name = Line::<30>::parse(text)?.as_str().to_lowercase();
    if name.chars().count() < 2 {
        return Err(Problem::TooShort { min: 2 });
    }
    Ok(name)
}

fn password(text: &str, names: &[&str]) -> Result<String, Problem> {
    if text.trim().is_empty() {
        return Err(Problem::Missing);
    }
    NewPassword::parse(text, names).map(NewPassword::into_text)
}

/// What somebody without a code asks.
#[derive(Clone, Default)]
pub struct Ask {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// Who asks.
    pub name: String,
    /// Which unit of which building.
    pub unit: String,
    /// What stands on the door.
    pub door: String,
    /// A number to call back.
    pub telephone: String,
    /// A line more.
    pub words: String,
}

impl std::fmt::Debug for Ask {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Ask(…)")
    }
}

/// A request whose fields are in order.
#[derive(Clone, Debug)]
pub struct Request {
    /// Who asks.
    pub name: Line<MOST_NAME>,
    /// Which unit.
    pub unit: UnitId,
    /// What stands on the door.
    pub door: Line<20>,
    /// A number to call back.
    pub telephone: Telephone,
    /// A line more.
    pub words: Option<Words<200>>,
}

impl Ask {
    /// The request, or every field at fault. `units` are those of the community.
    ///
    /// # Errors
    /// The fields at fault.
    pub fn check(&self, units: &[UnitId]) -> Result<Request, Problems> {
        let mut problems = Problems::new();
        let name = problems.take("name", Line::parse(&self.name));
        let unit = match self.unit.parse() {
            Ok(id) if units.contains(&id) => Ok(id),
            _ if self.unit.is_empty() => Err(Problem::Missing),
            _ => Err(Problem::NotAChoice),
        };
        let unit = problems.take("unit", unit);
        let door = problems.take("door", Line::parse(&self.door));
        let telephone = problems.take("telephone", Telephone::parse(&self.telephone));
        let words = problems.take("words", Words::optional(&self.words));
        match (name, unit, door, telephone, words) {
            (Some(name), Some(unit), Some(door), Some(telephone), Some(words)) => Ok(Request {
                name,
                unit,
                door,
                telephone,
                words,
            }),
            _ => Err(problems),
        }
    }
}

/// A child as its guardian enters it.
#[derive(Clone, Debug, Default)]
pub struct Child {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// What the child is called.
    pub name: String,
    /// The age band.
    pub band: String,
}

impl Child {
    /// Name and band, or every field at fault.
    ///
    /// # Errors
    /// The fields at fault.
    pub fn check(&self) -> Result<(Line<MOST_NAME>, AgeBand), Problems> {
        let mut problems = Problems::new();
        let name = problems.take("name", Line::parse(&self.name));
        let band = AgeBand::parse(&self.band).ok_or(if self.band.is_empty() {
            Problem::Missing
        } else {
            Problem::NotAChoice
        });
        let band = problems.take("band", band);
        match (name, band) {
            (Some(name), Some(band)) => Ok((name, band)),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    fn newcomer() -> Newcomer {
        Newcomer {
            request_key: "join-form".to_owned(),
            name: " 王 阿姨 ".to_owned(),
            sign_in_name: "138 0000-1111".to_owned(),
            password: "松树下的石凳呀".to_owned() + "1",
            person: String::new(),
        }
    }

    #[test]
    fn p05_an_account_needs_a_name_and_one_way_to_sign_in() {
        let new = newcomer().check().unwrap();
        assert_eq!(new.name.as_str(), "王 阿姨");
        assert_eq!(new.sign_in_name, "13800001111");
        let bad = Newcomer::default().check().unwrap_err();
        for field in ["name", "sign_in_name", "password"] {
            assert_eq!(bad.of(field), Some(Problem::Missing), "{field}");
        }
        assert_eq!(format!("{:?}", newcomer()), "Newcomer(…)");
    }

    #[test]
    fn p05_passwords_that_everybody_tries_first_are_refused() {
        for (text, problem) in [
            ("1234567", Problem::TooShort { min: 8 }),
            ("12345678", Problem::TooEasy),
            ("88888888", Problem::TooEasy),
            ("linli-demo", Problem::TooEasy),
            ("138 0000-1111", Problem::TooEasy),
        ] {
            let tried = Newcomer {
                password: text.to_owned(),
                ..newcomer()
            };
            assert_eq!(
                tried.check().unwrap_err().of("password"),
                Some(problem),
                "{text:?}"
            );
        }
    }

    #[test]
    fn p21_a_child_is_a_name_and_a_band() {
        let child = Child {
            name: "小明".to_owned(),
            band: "3-6".to_owned(),
            ..Child::default()
        };
        assert_eq!(child.check().unwrap().1, AgeBand::Small);
        assert_eq!(
            Child::default().check().unwrap_err().of("band"),
            Some(Problem::Missing)
        );
    }

    proptest! {
        #[test]
        fn x16_any_text_is_answered(text in any::<String>()) {
            let _ = Newcomer { name: text.clone(), sign_in_name: text.clone(), password: text.clone(), ..Newcomer::default() }.check();
            let _ = Ask { name: text.clone(), unit: text.clone(), door: text.clone(), telephone: text.clone(), words: text.clone(), ..Ask::default() }.check(&[]);
        }
    }
}
