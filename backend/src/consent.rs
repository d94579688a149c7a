//! Consents: rows with purpose, text version and hash, channel, given and withdrawn (rule P20).

use domain::audit::Deed;
use domain::id::PersonId;
use domain::instant::Instant;
use domain::permission::Permission;
use domain::privacy::{Channel, Purpose};
use domain::problem::Problem;
use serde_json::json;
use text::{Lang, privacy as words};

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::person::require_at_home;
use crate::secret::digest;
use crate::{community, sql};

/// Raised when the Chinese text of a purpose changes; a test knows the hash of each version.
const fn text_version(purpose: Purpose) -> i64 {
    match purpose {
        Purpose::CaptainTelephone
        | Purpose::NameOnPlan
        | Purpose::ActivityPhotos
        | Purpose::Messages => 1,
    }
}

/// What somebody agrees to, in words.
#[must_use]
pub fn text_of(lang: Lang, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::CaptainTelephone => words::consent_captain_telephone(lang),
        Purpose::NameOnPlan => words::consent_name_on_plan(lang),
        Purpose::ActivityPhotos => words::consent_activity_photos(lang),
        Purpose::Messages => words::consent_messages(lang),
    }
}

/// One consent in force.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Given {
    /// For what.
    pub purpose: Purpose,
    /// Since when.
    pub at: Instant,
    /// How it was given.
    pub channel: Channel,
}

/// The consents of a person that are in force.
///
/// # Errors
/// When the store fails.
pub async fn in_force(db: &mut impl Connection, person: PersonId) -> Result<Vec<Given>, Error> {
    Ok(sql!(
        db,
        all as (String, String, i64),
        "select purpose, channel, given_at from consent
         where person_id = $1 and withdrawn_at is null order by id",
        person.get(),
    )?
    .into_iter()
    .filter_map(|(purpose, channel, at)| {
        Some(Given {
            purpose: Purpose::parse(&purpose)?,
            channel: Channel::parse(&channel)?,
            at: Instant::from_millis(at),
        })
    })
    .collect())
}

/// Whether a person agrees to a purpose now.
///
/// # Errors
/// When the store fails.
pub async fn agrees(
    db: &mut impl Connection,
    person: PersonId,
    purpose: Purpose,
) -> Result<bool, Error> {
    let given = in_force(db, person).await?;
    Ok(given.iter().any(|given| given.purpose == purpose))
}

/// Gives or withdraws one's own consent; one press each. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Invalid` for an unknown purpose, or when the store fails.
pub async fn decide(ctx: &Context, purpose: &str, agree: bool) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let purpose =
        Purpose::parse(purpose).ok_or_else(|| Error::at("purpose", Problem::NotAChoice))?;
    let mut tx = ctx.db().write().await?;
    write(
        &mut tx,
        ctx,
        person,
        purpose,
        agree.then_some(Channel::Online),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// How a resident's consents stand.
#[derive(Debug, Clone)]
pub struct Standing {
    /// What they are called.
    pub name: String,
    /// Whether they hold a post, now or later.
    pub has_post: bool,
    /// What is in force.
    pub given: Vec<Given>,
}

/// How the consents of a resident stand, for the office that keeps the papers.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn standing(ctx: &Context, person: PersonId) -> Result<Standing, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let (name, posts) = sql!(
        &mut read,
        optional as (String, i64),
        "select p.name, (select count(*) from post_holding h where h.person_id = p.id
                         and (h.valid_until is null or h.valid_until > $3))
         from person p where p.id = $1 and p.community_id = $2",
        person.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?
    .ok_or(Error::NotFound)?;
    require_at_home(&mut read, ctx, Permission::AdmitResidents, person).await?;
    let given = in_force(&mut read, person).await?;
    Ok(Standing {
        name,
        has_post: posts > 0,
        given,
    })
}

/// Notes for a resident that they gave or withdrew a consent: with a helper beside them, or on paper
/// (rule P15). The resident reads it in their own record. One's own is given by oneself.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn note(
    ctx: &Context,
    person: PersonId,
    purpose: Purpose,
    channel: Option<Channel>,
) -> Result<(), Error> {
    let helper = ctx.require(Permission::AdmitResidents)?.person;
    if helper == person {
        return Err(Error::Denied);
    }
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        optional as (i64,),
        "select id from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    require_at_home(&mut tx, ctx, Permission::AdmitResidents, person).await?;
    if write(&mut tx, ctx, person, purpose, channel).await? {
        let deed = if channel.is_some() {
            Deed::ConsentGiven
        } else {
            Deed::ConsentWithdrawn
        };
        let entry = Entry::new(deed, format!("person/{person}"))
            .whose(person)
            .became(json!({
                "purpose": purpose.as_str(),
                "channel": channel.map(Channel::as_str),
            }));
        audit::record(&mut tx, ctx, entry).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whether anything changed.
async fn write(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    purpose: Purpose,
    channel: Option<Channel>,
) -> Result<bool, Error> {
    let changed = match channel {
        Some(channel) => sql!(
            tx,
            execute,
            "insert into consent (community_id, person_id, purpose, text_version, text_hash,
                                  channel, given_at)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict do nothing",
            ctx.community.id.get(),
            person.get(),
            purpose.as_str(),
            text_version(purpose),
            digest(text_of(Lang::Zh, purpose)),
            channel.as_str(),
            ctx.now.millis(),
        )?,
        None => sql!(
            tx,
            execute,
            "update consent set withdrawn_at = $3
             where person_id = $1 and purpose = $2 and withdrawn_at is null",
            person.get(),
            purpose.as_str(),
            ctx.now.millis(),
        )?,
    };
    if changed > 0 && purpose.is_public() {
        community::public_changed(tx, ctx).await?;
    }
    Ok(changed > 0)
}

/// A number that its owner lets everybody read (rule P19). Only [`public_number`] makes one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublicNumber(String);

impl std::fmt::Display for PublicNumber {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str(&self.0)
    }
}

/// The number of a captain or deputy that everybody may read: with a post in force and the consent
/// for exactly this. Asked at every look, so that a withdrawal hides it on the next one, on every
/// server.
///
/// # Errors
/// When the store fails.
pub async fn public_number(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Option<PublicNumber>, Error> {
    let found = sql!(
        db,
        optional as (Option<String>,),
        "select coalesce(h.telephone, p.telephone)
         from post_holding h
         join person p on p.id = h.person_id
         join consent c on c.person_id = p.id and c.purpose = 'captain_telephone'
              and c.withdrawn_at is null
         where p.id = $1 and p.community_id = $2 and h.post in ('captain', 'deputy')
           and h.valid_from <= $3 and (h.valid_until is null or h.valid_until > $3)
         order by case when h.telephone is null then 1 else 0 end, h.id limit 1",
        person.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    Ok(found.and_then(|(number,)| number).map(PublicNumber))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn p20_a_text_that_changes_gets_a_new_version() {
        for (purpose, version, hash) in [
            (Purpose::CaptainTelephone, 1, "9f8f22aa9f01"),
            (Purpose::NameOnPlan, 1, "10b7941eb245"),
            (Purpose::ActivityPhotos, 1, "da82d83652d1"),
            (Purpose::Messages, 1, "31a223ebdb95"),
        ] {
            let now = digest(text_of(Lang::Zh, purpose));
            assert_eq!(
                (text_version(purpose), &now[..12]),
                (version, hash),
                "{purpose:?}: raise its version and write down the new hash"
            );
        }
    }
}
