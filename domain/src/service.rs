//! Who serves the estate, the second map beside the organisation (P1): committee, property company,
//! crews, partners.

use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::telephone::public_number;
use crate::words::Line;

/// What sort of organisation it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// The property company (物业).
    Property,
    /// The residents' committee (居委会).
    Committee,
    /// A crew that repairs or cleans (施工队、保洁队).
    Crew,
    /// A partner organisation (共建单位).
    Partner,
}

stored_names!(Kind {
    Property = "property",
    Committee = "committee",
    Crew = "crew",
    Partner = "partner",
});

/// What staff type about one organisation.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Its sort.
    pub kind: String,
    /// Its name.
    pub name: String,
    /// Its number, an organisation's; optional.
    pub phone: String,
}

/// An organisation without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewService {
    /// Its sort.
    pub kind: Kind,
    /// Its name.
    pub name: String,
    /// Digits and single dashes, or nothing.
    pub phone: String,
}

impl Draft {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self) -> Result<NewService, Problems> {
        let mut problems = Problems::new();
        let kind = Kind::parse(&self.kind).ok_or(Problem::NotAChoice);
        let kind = problems.take("kind", kind);
        let name = problems.take("name", Line::<30>::parse(&self.name));
        let phone = match public_number(&self.phone) {
            Err(Problem::Missing) => Ok(String::new()),
            read => read,
        };
        let phone = problems.take("phone", phone);
        match (kind, name, phone) {
            (Some(kind), Some(name), Some(phone)) => Ok(NewService {
                kind,
                name: name.to_string(),
                phone,
            }),
            _ => Err(problems),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p01_an_organisation_needs_a_name_and_may_have_a_mobile_number() {
        let crew = Draft {
            kind: "crew".to_owned(),
            name: " 防水施工队 ".to_owned(),
            phone: "13900005555".to_owned(),
        };
        let new = crew.check().unwrap();
        assert_eq!((&*new.name, &*new.phone), ("防水施工队", "13900005555"));
        let silent = Draft {
            phone: String::new(),
            ..crew
        };
        assert_eq!(silent.check().unwrap().phone, "");
        let problems = Draft::default().check().unwrap_err();
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["kind", "name"]);
    }
}
