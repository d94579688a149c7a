//! The audit trail: every change by staff and every look at protected data is one row, written in
//! the transaction that does it (rule P25). The tables refuse to change or lose a row.

mod list;
mod seal;
mod verify;

use domain::audit::Deed;
use domain::id::PersonId;
use serde_json::Value;

use crate::context::{Actor, Context};
use crate::db::Tx;
use crate::error::Error;
use crate::random::hex;
use crate::secret::digest;
use crate::sql;

pub use list::{Line, Page, Personal, Query, list, one, show_personal};
pub use seal::{seal, seal_in};
pub use verify::{Finding, Verified, What, verify};

/// One row to be.
#[derive(Debug, Clone)]
pub struct Entry {
    deed: Deed,
    subject: String,
    whose: Option<PersonId>,
    was: Value,
    became: Value,
    personal: Option<Value>,
}

impl Entry {
    /// A deed and what it was done to, such as `report/2026-000001`.
    #[must_use]
    pub fn new(deed: Deed, subject: impl Into<String>) -> Self {
        Self {
            deed,
            subject: subject.into(),
            whose: None,
            was: Value::Null,
            became: Value::Null,
            personal: None,
        }
    }

    /// Whom it concerns: that person reads it among their own data (rules P15, P18, P22).
    #[must_use]
    pub fn whose(mut self, person: PersonId) -> Self {
        self.whose = Some(person);
        self
    }

    /// How it was before, without anything personal.
    #[must_use]
    pub fn was(mut self, was: Value) -> Self {
        self.was = was;
        self
    }

    /// How it became, without anything personal.
    #[must_use]
    pub fn became(mut self, became: Value) -> Self {
        self.became = became;
        self
    }

    /// What is personal about it: reasons that name people, names. It can be erased later without
    /// breaking the seal.
    #[must_use]
    pub fn personal(mut self, personal: Value) -> Self {
        self.personal = Some(personal);
        self
    }
}

/// The digest that stays when personal content and its salt are erased.
#[must_use]
pub fn personal_digest(salt: &str, personal: &str) -> String {
    digest(format!("{salt}\n{personal}"))
}

/// Writes one row, in the transaction of the deed.
///
/// # Errors
/// When the store fails.
pub async fn record(tx: &mut Tx, ctx: &Context, entry: Entry) -> Result<(), Error> {
    let (actor, post) = match &ctx.actor {
        Actor::Person(person) => {
            let mut posts: Vec<_> = ctx.rights_here().map(|right| right.post.as_str()).collect();
            posts.sort_unstable();
            posts.dedup();
            (Some(person.person.get()), posts.join(","))
        }
        Actor::Anonymous | Actor::Clock => (None, String::new()),
    };
    let written = |value: &Value| {
        if value.is_null() {
            "{}".to_owned()
        } else {
            value.to_string()
        }
    };
    let personal = entry.personal.as_ref().map(ToString::to_string);
    let salt = personal
        .is_some()
        .then(|| hex(&ctx.stores.random.bytes::<16>()));
    let digest = match (&salt, &personal) {
        (Some(salt), Some(personal)) => personal_digest(salt, personal),
        _ => String::new(),
    };
    sql!(
        tx,
        execute,
        "insert into audit (community_id, at, actor_id, post, deed, subject, person_id, was, became,
                            personal, salt, personal_digest)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)",
        ctx.community.id.get(),
        ctx.now.millis(),
        actor,
        post,
        entry.deed.as_str(),
        entry.subject,
        entry.whose.map(PersonId::get),
        written(&entry.was),
        written(&entry.became),
        personal,
        salt,
        digest,
    )?;
    Ok(())
}
