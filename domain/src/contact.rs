//! The numbers that everybody may call (打电话): of organisations, so public (P17), emergency numbers
//! first (X5).

use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::telephone::public_number;
use crate::words::Line;

/// Whose number it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kind {
    /// Police, fire, ambulance: in front of all others, in red.
    Emergency,
    /// The community's office.
    Community,
    /// The property company, by day or by night.
    Property,
    /// Anybody else who helps.
    Other,
}

stored_names!(Kind {
    Emergency = "emergency",
    Community = "community",
    Property = "property",
    Other = "other",
});

/// What staff type about one number.
#[derive(Clone, Debug, Default)]
pub struct Draft {
    /// Whose it is.
    pub kind: String,
    /// Chinese name.
    pub name_zh: String,
    /// English name; the Chinese one stands in for it.
    pub name_en: String,
    /// The number as it is dialled.
    pub phone: String,
    /// When somebody answers, in Chinese.
    pub hours_zh: String,
    /// The same in English; the Chinese stands in for it.
    pub hours_en: String,
}

/// A number without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewContact {
    /// Whose it is.
    pub kind: Kind,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Digits and single dashes.
    pub phone: String,
    /// When somebody answers, or nothing.
    pub hours_zh: String,
    /// The same in English.
    pub hours_en: String,
}

impl Draft {
    /// Checks what was typed.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self) -> Result<NewContact, Problems> {
        let mut problems = Problems::new();
        let kind = Kind::parse(&self.kind).ok_or(Problem::NotAChoice);
        let kind = problems.take("kind", kind);
        let name_zh = problems.take("name_zh", Line::<30>::parse(&self.name_zh));
        let phone = problems.take("phone", public_number(&self.phone));
        let hours_zh = problems.take("hours_zh", Line::<40>::optional(&self.hours_zh));
        let name_en = problems.take("name_en", Line::<60>::optional(&self.name_en));
        let hours_en = problems.take("hours_en", Line::<60>::optional(&self.hours_en));
        let (Some(kind), Some(name_zh), Some(phone), Some(hours_zh), Some(name_en), Some(hours_en)) =
            (kind, name_zh, phone, hours_zh, name_en, hours_en)
        else {
            return Err(problems);
        };
        let name_zh = name_zh.to_string();
        let hours_zh = hours_zh.map_or_else(String::new, |line| line.to_string());
        Ok(NewContact {
            kind,
            phone,
            name_en: name_en.map_or_else(|| name_zh.clone(), |line| line.to_string()),
            hours_en: hours_en.map_or_else(|| hours_zh.clone(), |line| line.to_string()),
            name_zh,
            hours_zh,
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn draft() -> Draft {
        Draft {
            kind: "property".to_owned(),
            name_zh: "物业夜班".to_owned(),
            phone: "（021）5550 0166".to_owned(),
            hours_zh: "18:00–8:00".to_owned(),
            ..Draft::default()
        }
    }

    #[test]
    fn p17_a_public_number_is_tidied_and_english_stands_in() {
        let new = draft().check().unwrap();
        assert_eq!(new.phone, "021-5550-0166");
        assert_eq!((&*new.name_en, &*new.hours_en), ("物业夜班", "18:00–8:00"));
        // The company's own mobile is a number of an organisation too.
        let mobile = Draft {
            phone: "139 0000 5555".to_owned(),
            ..draft()
        };
        assert_eq!(mobile.check().unwrap().phone, "139-0000-5555");
    }

    #[test]
    fn x10_every_field_at_fault_is_named() {
        let problems = Draft::default().check().unwrap_err();
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(fields, ["kind", "name_zh", "phone"]);
    }
}
