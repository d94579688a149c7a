//! How a community begins: its name, its zone, and its first administrator (P11).

use crate::instant::Zone;
use crate::problem::{Problem, Problems};
use crate::words::Line;

/// The zones that the form offers; any other of the zone database is taken too.
pub const ZONES: [&str; 8] = [
    "Asia/Shanghai",
    "Asia/Urumqi",
    "Asia/Hong_Kong",
    "Asia/Macau",
    "Asia/Taipei",
    "Asia/Singapore",
    "Pacific/Auckland",
    "Europe/London",
];

/// What the first form holds.
#[derive(Clone, Default)]
pub struct Draft {
    /// What people call the community; nothing where it exists already.
    pub community: String,
    /// Where its days begin.
    pub zone: String,
    /// What people call the administrator.
    pub name: String,
    /// What they sign in with.
    pub sign_in: String,
    /// Their password.
    pub password: String,
}

/// The form without faults.
#[derive(Clone)]
pub struct Beginning {
    /// The new community's name and zone; nothing where it exists already.
    pub community: Option<(Line<30>, Zone)>,
    /// The administrator's name.
    pub name: Line<20>,
    /// The sign-in name, in lower case.
    pub sign_in: String,
    /// The password.
    pub password: String,
}

impl Draft {
    /// Checks what was typed; `is_new` when the community is made by this form.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self, is_new: bool) -> Result<Beginning, Problems> {
        let mut problems = Problems::new();
        let community = if is_new {
            let name = problems.take("community", Line::parse(&self.community));
            let zone = Zone::named(&self.zone).map_err(|_| Problem::NotAChoice);
            let zone = problems.take("zone", zone);
            name.zip(zone).map(Some)
        } else {
            Some(None)
        };
        let name = problems.take("name", Line::parse(&self.name));
        let sign_in = problems.take("sign_in", sign_in_name(&self.sign_in));
        let password = problems.take(
            "password",
            crate::password::check(&self.password, &[&self.sign_in, &self.name]),
        );
        match (community, name, sign_in, password) {
            (Some(community), Some(name), Some(sign_in), Some(())) => Ok(Beginning {
                community,
                name,
                sign_in,
                password: self.password.clone(),
            }),
            _ => Err(problems),
        }
    }
}

/// A sign-in name as it is kept: one line, lower case.
///
/// # Errors
/// What is wrong with it.
pub fn sign_in_name(text: &str) -> Result<String, Problem> {
    Line::<40>::parse(text).map(|line| line.as_str().to_lowercase())
}
