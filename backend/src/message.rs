//! Messages to residents: an inbox for everybody, and beyond it what each person chose – mail, text
//! message – or a call by staff for those whom the system does not reach (rule X19).
//!
//! A use case calls [`tell`] in its own transaction; a worker carries out what is due.

pub mod call;
pub mod choice;
pub mod gateway;
pub mod mail;
mod outbox;
mod words;

use domain::id::{MessageId, PersonId};
use domain::instant::Instant;
use domain::message::{Channel, Kind, awake};
use serde_json::Value;

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

pub use outbox::{Outlets, Round, deliver_due};
pub use words::{Said, say};

/// A message in somebody's inbox.
#[derive(Debug, Clone)]
pub struct Message {
    /// Its id.
    pub id: MessageId,
    /// What it is about.
    pub kind: Kind,
    /// What it is about, such as `report/2026-000001`.
    pub subject: String,
    /// What its sentence needs.
    pub args: Value,
    /// When it was written.
    pub at: Instant,
    /// Whether it was seen before.
    pub is_read: bool,
}

/// Tells a person something, in the transaction of what happened: in the inbox, by the channels they
/// chose, and through staff where none reaches them. Nothing is sent in the quiet hours of the
/// community's zone.
///
/// # Errors
/// When the store fails.
pub async fn tell(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    kind: Kind,
    subject: &str,
    args: Value,
) -> Result<(), Error> {
    let community = ctx.community.id.get();
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into message (community_id, person_id, kind, subject, args, at)
         values ($1, $2, $3, $4, $5, $6) returning id",
        community,
        person.get(),
        kind.as_str(),
        subject,
        args.to_string(),
        ctx.now.millis(),
    )?;
    let (has_account, mail, sms) = sql!(
        tx,
        one as (i64, i64, i64),
        "select cast(case when a.id is null then 0 else 1 end as bigint),
                cast(case when c.wants_mail = 1 and c.mail_confirmed_at is not null
                          then 1 else 0 end as bigint),
                cast(case when c.wants_sms = 1 and p.telephone is not null
                          then 1 else 0 end as bigint)
         from person p
         left join account a on a.person_id = p.id
         left join message_choice c on c.person_id = p.id
         where p.id = $1",
        person.get(),
    )?;
    let mut channels = Vec::new();
    channels.extend((mail == 1 || kind == Kind::MailToConfirm).then_some(Channel::Mail));
    channels.extend((sms == 1 && kind != Kind::MailToConfirm).then_some(Channel::Sms));
    if channels.is_empty() && has_account == 0 && kind.calls() {
        channels.push(Channel::Call);
    }
    let when = match kind {
        // Somebody waits for it right now.
        Kind::MailToConfirm => ctx.now,
        _ => awake(&ctx.community.zone, ctx.now),
    };
    for channel in channels {
        outbox::put(tx, ctx, id, channel, when).await?;
    }
    Ok(())
}

/// Part of an inbox, the newest first.
#[derive(Debug, Clone)]
pub struct Inbox {
    /// Fifty at most.
    pub messages: Vec<Message>,
    /// The last one's id, when there are older ones.
    pub next: Option<MessageId>,
}

const AT_ONCE: usize = 50;

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    kind: String,
    subject: String,
    args: String,
    at: i64,
    is_read: i64,
}

/// The own inbox, beginning behind a message.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn inbox(ctx: &Context, behind: Option<MessageId>) -> Result<Inbox, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut list = Statement::new(
        "select id, kind, subject, args, at,
                cast(case when read_at is null then 0 else 1 end as bigint) as is_read
         from message",
    );
    list.number("where person_id = ?", person.get())
        .number("and community_id = ?", ctx.community.id.get());
    if let Some(behind) = behind {
        list.number("and id < ?", behind.get());
    }
    list.push("order by id desc limit 51");
    let mut read = ctx.db().read().await?;
    let rows: Vec<Row> = list.all(&mut read).await?;
    let more = rows.len() > AT_ONCE;
    let messages: Vec<_> = rows
        .into_iter()
        .take(AT_ONCE)
        .filter_map(|row| {
            Some(Message {
                id: MessageId::new(row.id),
                kind: Kind::parse(&row.kind)?,
                subject: row.subject,
                args: serde_json::from_str(&row.args).unwrap_or(Value::Null),
                at: Instant::from_millis(row.at),
                is_read: row.is_read == 1,
            })
        })
        .collect();
    let next = messages.last().filter(|_| more).map(|last| last.id);
    Ok(Inbox { messages, next })
}

/// How many messages the person has not seen yet.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn unread(ctx: &Context) -> Result<i64, Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let (count,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from message where person_id = $1 and read_at is null",
        person.get(),
    )?;
    Ok(count)
}

/// Notes that the inbox was seen up to a message; later ones stay new.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn seen(ctx: &Context, newest: MessageId) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "update message set read_at = $3 where person_id = $1 and id <= $2 and read_at is null",
        person.get(),
        newest.get(),
        ctx.now.millis(),
    )?;
    tx.commit().await?;
    Ok(())
}
