//! How a person wants to hear beyond the inbox. A mail address counts once its owner has followed
//! the link that was sent there.

use domain::id::PersonId;
use domain::mail::MailAddress;
use domain::message::Kind;
use domain::problem::Problem;
use serde_json::Value;

use super::tell;
use crate::context::Context;
use crate::error::Error;
use crate::secret::{Purpose, digest};
use crate::sql;

/// How long a link in a mail is good.
const LINK_MILLIS: i64 = 3 * 24 * 60 * 60 * 1000;
/// A mail to confirm is sent at most this often, so that nobody's box is flooded through us.
const ASK_EVERY_MILLIS: i64 = 2 * 60 * 1000;

/// What a person chose.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is one thing that the person knows or chose"
)]
pub struct Choices {
    /// The own mail address.
    pub mail: Option<String>,
    /// Whether its owner has shown to read there.
    pub is_confirmed: bool,
    /// Whether messages go there.
    pub wants_mail: bool,
    /// Whether a number is known that text messages can go to.
    pub has_number: bool,
    /// Whether messages go there.
    pub wants_sms: bool,
}

/// The own choices.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn own(ctx: &Context) -> Result<Choices, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let (mail, confirmed, wants_mail, number, wants_sms) = sql!(
        &mut read,
        one as (
            Option<String>,
            Option<i64>,
            Option<i64>,
            Option<String>,
            Option<i64>
        ),
        "select c.mail_address, c.mail_confirmed_at, c.wants_mail, p.telephone, c.wants_sms
         from person p left join message_choice c on c.person_id = p.id
         where p.id = $1",
        person.get(),
    )?;
    Ok(Choices {
        is_confirmed: mail.is_some() && confirmed.is_some(),
        mail,
        wants_mail: wants_mail == Some(1),
        has_number: number.is_some(),
        wants_sms: wants_sms == Some(1),
    })
}

/// Sets the own mail address, or takes it away when empty. A new address gets a link; until it is
/// followed nothing else goes there.
///
/// # Errors
/// `SignIn`, `Invalid` at `mail`, `Wait` when a link was sent a moment ago, or when the store fails.
pub async fn set_mail(ctx: &Context, typed: &str) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let address = match MailAddress::parse(typed) {
        Ok(address) => Some(address),
        Err(Problem::Missing) => None,
        Err(problem) => return Err(Error::at("mail", problem)),
    };
    let mut tx = ctx.db().write().await?;
    let Some(address) = address else {
        sql!(
            &mut tx,
            execute,
            "update message_choice set mail_address = null, mail_token_hash = null,
                    mail_asked_at = null, mail_confirmed_at = null, wants_mail = 0
             where person_id = $1",
            person.get(),
        )?;
        tx.commit().await?;
        return Ok(());
    };
    sql!(
        &mut tx,
        execute,
        "insert into message_choice (person_id, community_id) values ($1, $2) on conflict do nothing",
        person.get(),
        ctx.community.id.get(),
    )?;
    let changed = sql!(
        &mut tx,
        execute,
        "update message_choice
         set mail_address = $2, mail_token_hash = $3, mail_asked_at = $4, mail_confirmed_at = null,
             wants_mail = 1
         where person_id = $1 and (mail_asked_at is null or mail_asked_at <= $5)",
        person.get(),
        address.as_str(),
        digest(token(ctx, person, address.as_str())),
        ctx.now.millis(),
        ctx.now.millis() - ASK_EVERY_MILLIS,
    )?;
    if changed == 0 {
        return Err(Error::Wait(ASK_EVERY_MILLIS / 1000));
    }
    tell(
        &mut tx,
        ctx,
        person,
        Kind::MailToConfirm,
        "mail",
        Value::Null,
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

/// The secret part of the link that confirms an address: worked out, so that nothing that opens
/// anything is kept in the clear.
#[must_use]
pub fn token(ctx: &Context, person: PersonId, address: &str) -> String {
    let text = format!("{}:{person}:{address}", ctx.community.id);
    let mut token = ctx.stores.secret.keyed(Purpose::MailAddress, &text);
    token.truncate(32);
    token
}

/// Whether a link in a mail can still be followed here.
///
/// # Errors
/// `NotFound` for a link that is none, or too old, or when the store fails.
pub async fn asked(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut read = ctx.db().read().await?;
    sql!(
        &mut read,
        optional as (i64,),
        "select person_id from message_choice
         where mail_token_hash = $1 and community_id = $2 and mail_asked_at > $3",
        digest(token),
        ctx.community.id.get(),
        ctx.now.millis() - LINK_MILLIS,
    )?
    .map(|_| ())
    .ok_or(Error::NotFound)
}

/// Confirms the address that a link was sent to; nobody needs to be signed in, since the mail may be
/// read on another device. A second time it says the same.
///
/// # Errors
/// `NotFound` for a link that is none, or too old, or when the store fails.
pub async fn confirm(ctx: &Context, token: &str) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let confirmed = sql!(
        &mut tx,
        execute,
        "update message_choice set mail_confirmed_at = coalesce(mail_confirmed_at, $3)
         where mail_token_hash = $1 and community_id = $2 and mail_asked_at > $4",
        digest(token),
        ctx.community.id.get(),
        ctx.now.millis(),
        ctx.now.millis() - LINK_MILLIS,
    )?;
    tx.commit().await?;
    if confirmed == 1 {
        Ok(())
    } else {
        Err(Error::NotFound)
    }
}

/// Sets which ways messages go.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn set_ways(ctx: &Context, mail: bool, sms: bool) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "insert into message_choice (person_id, community_id, wants_mail, wants_sms)
         values ($1, $2, $3, $4)
         on conflict (person_id) do update
         set wants_mail = excluded.wants_mail, wants_sms = excluded.wants_sms",
        person.get(),
        ctx.community.id.get(),
        i64::from(mail),
        i64::from(sms),
    )?;
    tx.commit().await?;
    Ok(())
}
