//! What is due beyond the inbox: claimed, carried out, and tried again later when it fails. At least
//! once: whoever is cut off between sending and noting it sends again, with the same key.

use domain::id::{CommunityId, DeliveryId, MessageId, PersonId};
use domain::instant::Instant;
use domain::message::{Channel, Kind, wait_after};
use serde_json::Value;
use text::Lang;

use super::gateway::Gateway;
use super::mail::{Letter, Mail};
use super::{choice, words};
use crate::account::asked;
use crate::community;
use crate::context::{Actor, Context, Stores};
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::patrol::reminder::STILL_OF_USE;
use crate::sql;

/// How long a claim keeps others away: longer than a try may take.
const CLAIM_MILLIS: i64 = 5 * 60 * 1000;
/// No round carries out more, so that stopping the server is not held up.
const MOST_A_ROUND: usize = 200;

/// The ways out that the operator set up.
#[derive(Default)]
pub struct Outlets {
    /// The mail server.
    pub mail: Option<Mail>,
    /// The text-message gateway.
    pub sms: Option<Gateway>,
    /// Where links in messages lead, when the community has no origin of its own.
    pub origin: Option<String>,
}

/// What one round did.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Round {
    /// Carried out.
    pub sent: usize,
    /// Failed, to be tried again.
    pub again: usize,
    /// Given up.
    pub given_up: usize,
}

/// Writes a delivery, in the transaction of the message.
pub(super) async fn put(
    tx: &mut Tx,
    ctx: &Context,
    message: i64,
    channel: Channel,
    when: Instant,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into delivery (community_id, message_id, channel, key, next_at)
         values ($1, $2, $3, $4, $5)",
        ctx.community.id.get(),
        message,
        channel.as_str(),
        ctx.stores.random.token(),
        when.millis(),
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Claimed {
    id: i64,
    community_id: i64,
    message_id: i64,
    channel: String,
    key: String,
    tries: i64,
}

/// Carries out what is due at an instant, one after the other: what somebody waits for who cannot
/// sign in first. Several servers may do so at once:
/// each delivery is claimed first.
///
/// # Errors
/// When the store fails; what a mail server or gateway answers is no error but a later try.
pub async fn deliver_due(stores: &Stores, outlets: &Outlets, now: Instant) -> Result<Round, Error> {
    let mut round = Round::default();
    asked::hand_over(stores, outlets, now, &mut round).await?;
    for _ in 0..MOST_A_ROUND {
        let Some(claimed) = claim(stores, now).await? else {
            break;
        };
        let sent = carry_out(stores, outlets, now, &claimed).await?;
        settle(stores, now, &claimed, sent, &mut round).await?;
    }
    Ok(round)
}

async fn claim(stores: &Stores, now: Instant) -> Result<Option<Claimed>, Error> {
    let mut tx = stores.db.write().await?;
    let claimed = sql!(
        &mut tx, optional as Claimed,
        { sqlite: "update delivery set claimed_until = $2, tries = tries + 1
                   where id = (select id from delivery
                               where state = 'waiting' and channel <> 'call' and next_at <= $1
                                 and coalesce(claimed_until, 0) <= $1
                               order by next_at, id limit 1)
                   returning id, community_id, message_id, channel, key, tries",
          postgres: "update delivery set claimed_until = $2, tries = tries + 1
                     where id = (select id from delivery
                                 where state = 'waiting' and channel <> 'call' and next_at <= $1
                                   and coalesce(claimed_until, 0) <= $1
                                 order by next_at, id limit 1 for update skip locked)
                     returning id, community_id, message_id, channel, key, tries" },
        now.millis(),
        now.millis() + CLAIM_MILLIS,
    )?;
    tx.commit().await?;
    Ok(claimed)
}

#[derive(sqlx::FromRow)]
struct Addressed {
    person_id: i64,
    kind: String,
    args: String,
    language: Option<String>,
    telephone: Option<String>,
    mail_address: Option<String>,
    mail_confirmed_at: Option<i64>,
    wants_mail: Option<i64>,
    wants_sms: Option<i64>,
}

/// Whether what waited to be sent is still true (rule V17).
async fn still_of_use(
    read: &mut impl Connection,
    message: i64,
    now: Instant,
) -> Result<bool, Error> {
    let mut one = Statement::new("select m.id from message m");
    one.number("where m.id = ?", message)
        .push("and")
        .number(STILL_OF_USE, now.millis());
    Ok(!one.all::<(i64,)>(read).await?.is_empty())
}

/// Whether it went out. The address is read now: who changed or withdrew it meanwhile gets nothing
/// at the old one, and that is no failure.
async fn carry_out(
    stores: &Stores,
    outlets: &Outlets,
    now: Instant,
    claimed: &Claimed,
) -> Result<bool, Error> {
    let mut read = stores.db.read().await?;
    let to = sql!(
        &mut read,
        optional as Addressed,
        "select m.person_id, m.kind, m.args, a.language, p.telephone, c.mail_address,
                c.mail_confirmed_at, c.wants_mail, c.wants_sms
         from message m
         join person p on p.id = m.person_id
         left join account a on a.person_id = p.id
         left join message_choice c on c.person_id = p.id
         where m.id = $1 and m.community_id = $2",
        claimed.message_id,
        claimed.community_id,
    )?;
    let community = community::find(&mut read, CommunityId::new(claimed.community_id)).await?;
    if to.is_some() && !still_of_use(&mut read, claimed.message_id, now).await? {
        return Ok(true);
    }
    drop(read);
    let (Some(to), Some(community), Some(channel)) =
        (to, community, Channel::parse(&claimed.channel))
    else {
        return Ok(true);
    };
    let Some(kind) = Kind::parse(&to.kind) else {
        return Ok(true);
    };
    let lang = to
        .language
        .as_deref()
        .and_then(Lang::parse)
        .unwrap_or(Lang::Zh);
    let origin = community
        .host
        .clone()
        .or_else(|| outlets.origin.clone())
        .unwrap_or_default();
    let ctx = Context {
        stores: stores.clone(),
        community: community.into(),
        actor: Actor::Clock,
        now,
    };
    let args: Value = serde_json::from_str(&to.args).unwrap_or(Value::Null);
    let said = words::say(&ctx, lang, kind, &args);
    let confirms = kind == Kind::MailToConfirm;
    Ok(match channel {
        Channel::Mail => {
            let may = confirms || (to.mail_confirmed_at.is_some() && to.wants_mail == Some(1));
            let Some(address) = to.mail_address.filter(|_| may) else {
                return Ok(true);
            };
            let link = if confirms {
                let person = PersonId::new(to.person_id);
                format!("{origin}/me/mail/{}", choice::token(&ctx, person, &address))
            } else {
                format!("{origin}/me/inbox")
            };
            let letter = Letter {
                to: &address,
                subject: &said.title,
                body: &text::message::mail_body(
                    lang,
                    &said.body,
                    &ctx.community.name,
                    link,
                    &said.title,
                ),
                key: &claimed.key,
            };
            match &outlets.mail {
                Some(mail) => mail.send(letter).await,
                None => false,
            }
        }
        Channel::Sms => {
            let Some(number) = to.telephone.filter(|_| to.wants_sms == Some(1)) else {
                return Ok(true);
            };
            let words = text::message::short(lang, &ctx.community.name, &said.title);
            match &outlets.sms {
                Some(gateway) => gateway.send(&claimed.key, &number, &words).await,
                None => false,
            }
        }
        Channel::Call => true,
    })
}

async fn settle(
    stores: &Stores,
    now: Instant,
    claimed: &Claimed,
    sent: bool,
    round: &mut Round,
) -> Result<(), Error> {
    let mut tx = stores.db.write().await?;
    let id = DeliveryId::new(claimed.id).get();
    if sent {
        round.sent += 1;
        sql!(
            &mut tx,
            execute,
            "update delivery set state = 'sent', settled_at = $2, claimed_until = null where id = $1",
            id,
            now.millis(),
        )?;
    } else if let Some(wait) = wait_after(claimed.tries) {
        round.again += 1;
        sql!(
            &mut tx,
            execute,
            "update delivery set next_at = $2, claimed_until = null where id = $1",
            id,
            now.plus(wait).millis(),
        )?;
    } else {
        round.given_up += 1;
        sql!(
            &mut tx,
            execute,
            "update delivery set state = 'failed', settled_at = $2, claimed_until = null where id = $1",
            id,
            now.millis(),
        )?;
        call_instead(&mut tx, stores, now, claimed).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Whom no channel reached is called, once a message.
async fn call_instead(
    tx: &mut Tx,
    stores: &Stores,
    now: Instant,
    claimed: &Claimed,
) -> Result<(), Error> {
    let message = MessageId::new(claimed.message_id).get();
    let (kind,) = sql!(
        tx,
        one as (String,),
        "select kind from message where id = $1",
        message
    )?;
    if Kind::parse(&kind).is_some_and(Kind::calls) {
        sql!(
            tx,
            execute,
            "insert into delivery (community_id, message_id, channel, key, next_at)
             select $1, $2, 'call', $3, $4
             where not exists (select 1 from delivery where message_id = $2 and channel = 'call')",
            claimed.community_id,
            message,
            stores.random.token(),
            now.millis(),
        )?;
    }
    Ok(())
}
