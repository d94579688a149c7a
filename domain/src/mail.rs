//! Mail addresses, as far as a form can tell: whether anybody reads there is found by writing.

use crate::problem::Problem;

/// An address that a mail can be sent to.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct MailAddress(String);

impl MailAddress {
    /// Reads an address: one `@`, something before it, a domain with a dot behind it, no spaces,
    /// nothing but visible ASCII (RFC 5321 without quoted forms), 254 characters at most.
    ///
    /// # Errors
    /// `Missing` when blank, otherwise `NotAMailAddress`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        let visible = text.bytes().all(|byte| byte.is_ascii_graphic());
        let quoting = text.contains(['"', '(', ')', '<', '>', ',', ';', ':', '\\', '[', ']']);
        let fits = text.split_once('@').is_some_and(|(local, host)| {
            (1..=64).contains(&local.len())
                && !local.starts_with('.')
                && !local.ends_with('.')
                && !local.contains("..")
                && host.contains('.')
                && host.split('.').all(is_label)
        });
        if visible && !quoting && fits && text.len() <= 254 {
            Ok(Self(text.to_owned()))
        } else {
            Err(Problem::NotAMailAddress)
        }
    }

    /// The address.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

fn is_label(label: &str) -> bool {
    !label.is_empty()
        && label.len() <= 63
        && !label.starts_with('-')
        && !label.ends_with('-')
        && label
            .bytes()
            .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-')
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn x10_addresses_are_taken_as_people_have_them() {
        for good in [
            "wang@example.org",
            " a.b+c@mail.example.cn ",
            "1380013@qq.com",
        ] {
            assert!(MailAddress::parse(good).is_ok(), "{good}");
        }
        for bad in [
            "wang",
            "wang@",
            "@example.org",
            "wang@example",
            "a b@example.org",
            "a@b@c.org",
            "a@-b.org",
            "a@b..org",
            ".a@b.org",
            "王@example.org",
            "a@b.org\r\nBcc: c@d.org",
            "a,b@c.org",
        ] {
            assert_eq!(
                MailAddress::parse(bad),
                Err(Problem::NotAMailAddress),
                "{bad}"
            );
        }
        assert_eq!(MailAddress::parse("  "), Err(Problem::Missing));
    }

    proptest! {
        #[test]
        fn x16_any_text_is_answered(text in any::<String>()) {
            let _ = MailAddress::parse(&text);
        }
    }
}
