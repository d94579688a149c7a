//! A resident's number, shown to staff who say why; its owner reads who looked (rule P18).

use domain::audit::Deed;
use domain::id::PersonId;
use domain::message::Kind;
use domain::permission::Permission;
use domain::privacy::LookDraft;
use domain::problem::Problem;
use domain::report::Number;
use domain::telephone::Telephone;
use serde_json::{Value, json};

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::person::require_at_home;
use crate::{message, report, sql};

/// A person's numbers for staff: their own one masked, one given for a duty in full.
#[derive(Debug, Clone)]
pub struct Masked {
    /// Whose.
    pub person: PersonId,
    /// What the person is called.
    pub name: String,
    /// It only prints masked (rule P17).
    pub telephone: Option<Telephone>,
    /// Given for a post in force: seen without more ado.
    pub duty: Vec<Telephone>,
}

/// A person of this community, number masked.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn masked(ctx: &Context, person: PersonId) -> Result<Masked, Error> {
    ctx.require(Permission::SeeTelephone)?;
    let mut read = ctx.db().read().await?;
    find(&mut read, ctx, person).await
}

async fn find(db: &mut impl Connection, ctx: &Context, person: PersonId) -> Result<Masked, Error> {
    let (name, telephone) = sql!(
        db,
        optional as (String, Option<String>),
        "select name, telephone from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    require_at_home(db, ctx, Permission::SeeTelephone, person).await?;
    let duty = sql!(
        db,
        all as (String,),
        "select distinct telephone from post_holding
         where person_id = $1 and telephone is not null and valid_from <= $2
           and (valid_until is null or valid_until > $2)",
        person.get(),
        ctx.now.millis(),
    )?;
    Ok(Masked {
        person,
        name,
        telephone: telephone.and_then(|number| Telephone::parse(&number).ok()),
        duty: duty
            .into_iter()
            .filter_map(|(number,)| Telephone::parse(&number).ok())
            .collect(),
    })
}

/// A resident's number, for a reason. The look is recorded, and its owner reads it.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound` also where there is no number, or when the store fails.
pub async fn telephone(
    ctx: &Context,
    person: PersonId,
    draft: &LookDraft,
) -> Result<Telephone, Error> {
    ctx.require(Permission::SeeTelephone)?;
    let mut tx = ctx.db().write().await?;
    let found = find(&mut tx, ctx, person).await?;
    let why = draft.check()?;
    let number = found.telephone.ok_or(Error::NotFound)?;
    let mut entry = Entry::new(Deed::TelephoneShown, format!("person/{person}"))
        .whose(person)
        .became(json!({ "reason": why.reason.as_str() }));
    if let Some(words) = &why.words {
        entry = entry.personal(json!({ "words": words.as_str() }));
    }
    audit::record(&mut tx, ctx, entry).await?;
    let subject = format!("person/{person}");
    message::tell(
        &mut tx,
        ctx,
        person,
        Kind::NumberSeen,
        &subject,
        Value::Null,
    )
    .await?;
    tx.commit().await?;
    Ok(number)
}

/// The call-back number of a report, with one tap that says why. The look is recorded; where the
/// reporter has an account, they read it.
///
/// # Errors
/// `Invalid` without the tap, `SignIn`, `Denied`, `NotFound` also where there is no number, or when
/// the store fails.
pub async fn callback(ctx: &Context, number: Number, reason: &str) -> Result<Telephone, Error> {
    let (path, callback, person) = report::contact(ctx, number).await?;
    ctx.require_at(Permission::SeeContact, &path)?;
    if reason != "callback" {
        return Err(Error::at("reason", Problem::Missing));
    }
    let callback = callback.ok_or(Error::NotFound)?;
    let mut tx = ctx.db().write().await?;
    let mut entry = Entry::new(Deed::CallbackShown, format!("report/{number}"))
        .became(json!({ "reason": "callback" }));
    if let Some(person) = person {
        entry = entry.whose(person);
        let subject = format!("report/{number}");
        message::tell(
            &mut tx,
            ctx,
            person,
            Kind::NumberSeen,
            &subject,
            Value::Null,
        )
        .await?;
    }
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(callback)
}
