//! Persons, with or without an account (P5): adding one, and what staff look for.

use crate::problem::Problems;
use crate::request_key::RequestKey;
use crate::telephone::Telephone;
use crate::width::{is_dash, narrow};
use crate::words::Line;

/// More than this is no name, number or door.
const LONGEST_QUESTION: usize = 40;

/// What the form of a new person holds, as typed.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// What the person is called.
    pub name: String,
    /// A number; blank when there is none.
    pub telephone: String,
}

/// Shows nothing that was typed.
impl std::fmt::Debug for Draft {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Draft(…)")
    }
}

/// A person who may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewPerson {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// What the person is called.
    pub name: Line<30>,
    /// The person's or the family's number.
    pub telephone: Option<Telephone>,
}

impl Draft {
    /// Checks the whole form.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(&self) -> Result<NewPerson, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let name = problems.take("name", Line::parse(&self.name));
        let telephone = problems.take("telephone", Telephone::optional(&self.telephone));
        match (request_key, name, telephone) {
            (Some(request_key), Some(name), Some(telephone)) => Ok(NewPerson {
                request_key,
                name,
                telephone,
            }),
            _ => Err(problems),
        }
    }
}

/// What somebody typed to find a person: a name or the end of one, the last four digits of a number,
/// or a door such as `302`, `3-302` or `3号楼2单元302`.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Sought {
    /// A name or part of one; empty when nothing was typed.
    pub name: String,
    /// The last four digits of a number.
    pub tail: Option<String>,
    /// What stands on the door.
    pub door: String,
    /// The building's number, when it was typed too.
    pub building: Option<String>,
    /// The unit's number, when it was typed too.
    pub unit: Option<String>,
}

impl Sought {
    /// Reads a question; `None` when nothing was asked.
    #[must_use]
    pub fn read(text: &str) -> Option<Self> {
        let text: String = text
            .chars()
            .filter(|character| !character.is_control())
            .map(narrow)
            .map(|character| if is_dash(character) { '-' } else { character })
            .take(LONGEST_QUESTION)
            .collect();
        let name = text.trim().to_owned();
        if name.is_empty() {
            return None;
        }
        let digits: String = name.chars().filter(char::is_ascii_digit).collect();
        let only_number = name
            .chars()
            .all(|character| character.is_ascii_digit() || matches!(character, ' ' | '-' | '*'));
        // A whole number is taken by its end, too: nothing more of it is looked up. `3-302` is a door.
        let four = digits.len() == 4 && !name.contains('-');
        let is_tail = only_number && (four || digits.len() >= 7);
        let tail = is_tail.then(|| digits[digits.len() - 4..].to_owned());
        let mut parts: Vec<String> = name
            .split(|character: char| !character.is_ascii_alphanumeric())
            .filter(|part| part.contains(|character: char| character.is_ascii_digit()))
            .map(ToOwned::to_owned)
            .collect();
        // `302` alone may be a door; of several numbers the last one is.
        let last = parts.pop().filter(|_| !parts.is_empty());
        if last.is_none() {
            parts.clear();
        }
        let mut above = parts.into_iter();
        Some(Self {
            tail,
            building: above.next(),
            unit: above.next(),
            door: last.unwrap_or_else(|| name.clone()),
            name,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::problem::Problem;

    #[test]
    fn p05_a_person_needs_a_name_and_nothing_else() {
        let draft = Draft {
            request_key: "person-01".to_owned(),
            name: " 王秀英 ".to_owned(),
            telephone: String::new(),
        };
        let new = draft.check().unwrap();
        assert_eq!((new.name.as_str(), new.telephone), ("王秀英", None));
        let wrong = Draft {
            name: String::new(),
            telephone: "12".to_owned(),
            ..draft
        };
        let problems = wrong.check().unwrap_err();
        assert_eq!(problems.of("name"), Some(Problem::Missing));
        assert_eq!(problems.of("telephone"), Some(Problem::NotAMobile));
        assert!(!format!("{wrong:?}").contains("12"));
    }

    #[test]
    fn p17_a_question_holds_no_more_of_a_number_than_its_end() {
        for text in [
            "1111",
            "１１１１",
            "13900001111",
            "139 0000 1111",
            "139****1111",
        ] {
            assert_eq!(Sought::read(text).unwrap().tail.as_deref(), Some("1111"));
        }
        for text in ["302", "3-302", "王1111", "11111"] {
            assert_eq!(Sought::read(text).unwrap().tail, None, "{text}");
        }
        assert_eq!(Sought::read(" \u{0}\n"), None);
    }

    #[test]
    fn a_door_is_found_as_people_write_it() {
        let read = |text: &str| {
            let sought = Sought::read(text).unwrap();
            (sought.building, sought.unit, sought.door)
        };
        let some = |text: &str| Some(text.to_owned());
        assert_eq!(read("302"), (None, None, "302".to_owned()));
        assert_eq!(read("3-302"), (some("3"), None, "302".to_owned()));
        assert_eq!(
            read("３号楼２单元302室"),
            (some("3"), some("2"), "302".to_owned())
        );
        assert_eq!(read("302A"), (None, None, "302A".to_owned()));
        assert_eq!(read("王秀英").2, "王秀英");
    }
}
