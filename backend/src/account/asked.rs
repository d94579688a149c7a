//! What somebody who cannot sign in asks to be sent: a code, a link (rules P5, P8, P9).
//!
//! Asking writes a row and looks nobody up, so that its answer and its work are the same whether
//! anybody is known by what was typed or not. Who it is for is found when a worker hands it over.

use domain::id::CommunityId;
use domain::instant::Instant;

use super::{forgotten, sms};
use crate::community;
use crate::context::{Actor, Context, Stores};
use crate::db::Tx;
use crate::error::Error;
use crate::message::{Outlets, Round};
use crate::secret::Purpose;
use crate::sql;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// How long a claim keeps other workers away: longer than a try may take.
const CLAIM_MILLIS: i64 = 60 * 1000;
/// After this long the next try to hand it over: somebody waits for it.
const AGAIN_MILLIS: i64 = 15 * 1000;
/// No round hands over more.
const MOST_A_ROUND: usize = 100;

/// By which way it goes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Channel {
    Mail,
    Sms,
}

/// How often one may ask, so that nobody is flooded through us and texts stay affordable.
struct Measure {
    every_millis: i64,
    a_day: i64,
    lasts_millis: i64,
}

impl Channel {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Mail => "mail",
            Self::Sms => "sms",
        }
    }

    const fn measure(self) -> Measure {
        match self {
            Self::Mail => Measure {
                every_millis: 2 * 60 * 1000,
                a_day: 5,
                lasts_millis: 30 * 60 * 1000,
            },
            Self::Sms => Measure {
                every_millis: 60 * 1000,
                a_day: 10,
                lasts_millis: 5 * 60 * 1000,
            },
        }
    }
}

/// What is to be handed over.
pub(super) struct Asked<'a> {
    pub channel: Channel,
    /// What was typed, in one spelling.
    pub of: &'a str,
    /// Beside it, for a text message.
    pub code: Option<Code<'a>>,
}

/// A code and the page that takes it.
pub(super) struct Code<'a> {
    pub digits: &'a str,
    pub handle: &'a str,
}

/// Under what the askings for one thing typed are counted.
pub(super) fn hash_of(ctx: &Context, of: &str) -> String {
    ctx.stores.secret.keyed(Purpose::AskedOf, of)
}

/// How a code or its page's address is kept.
pub(super) fn kept(ctx: &Context, shown: &str) -> String {
    ctx.stores.secret.keyed(Purpose::SignInCode, shown)
}

/// Writes down that something is to be sent. A new asking takes the place of the one before.
///
/// # Errors
/// `Wait` when the last one was a moment ago or the day's are used up, or when the store fails.
pub(super) async fn ask(ctx: &Context, asked: Asked<'_>) -> Result<(), Error> {
    let (now, measure) = (ctx.now.millis(), asked.channel.measure());
    let key = ctx.stores.random.token();
    let text = match &asked.code {
        Some(code) => format!("{}\n{}", asked.of, code.digits),
        None => asked.of.to_owned(),
    };
    let sealed = seal(&ctx.stores, &key, &text);
    let of = hash_of(ctx, asked.of);
    let mut tx = ctx.db().write().await?;
    let written = sql!(
        &mut tx,
        execute,
        "insert into sign_in_ask (community_id, channel, asked_of, sealed, key, handle_hash,
                                  code_hash, asked_at, expires_at, counted_from, next_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $8, $8)
         on conflict (community_id, channel, asked_of) do update
         set sealed = excluded.sealed, key = excluded.key, handle_hash = excluded.handle_hash,
             code_hash = excluded.code_hash, tries = 0, used_at = null,
             asked_at = excluded.asked_at, expires_at = excluded.expires_at,
             next_at = excluded.next_at, claimed_until = null, sent_at = null,
             asks = case when sign_in_ask.counted_from <= $10 then 1 else sign_in_ask.asks + 1 end,
             counted_from = case when sign_in_ask.counted_from <= $10 then excluded.counted_from
                                 else sign_in_ask.counted_from end
         where sign_in_ask.asked_at <= $11
           and (sign_in_ask.asks < $12 or sign_in_ask.counted_from <= $10)",
        ctx.community.id.get(),
        asked.channel.as_str(),
        &of,
        sealed,
        key,
        asked.code.as_ref().map(|code| kept(ctx, code.handle)),
        asked.code.as_ref().map(|code| kept(ctx, code.digits)),
        now,
        now + measure.lasts_millis,
        now - DAY_MILLIS,
        now - measure.every_millis,
        measure.a_day,
    )?;
    if written == 0 {
        let (asked_at, asks, counted_from) = sql!(
            &mut tx,
            one as (i64, i64, i64),
            "select asked_at, asks, counted_from from sign_in_ask
             where community_id = $1 and channel = $2 and asked_of = $3",
            ctx.community.id.get(),
            asked.channel.as_str(),
            of,
        )?;
        let used_up = asks >= measure.a_day && counted_from > now - DAY_MILLIS;
        let soon = if used_up {
            counted_from + DAY_MILLIS
        } else {
            asked_at + measure.every_millis
        };
        // Nothing was written, but the row is locked: let go of it before the answer, not some time
        // after, or a worker that comes by just then passes over what was asked for before.
        tx.commit().await?;
        return Err(Error::Wait((soon - now + 999) / 1000));
    }
    tx.commit().await?;
    Ok(())
}

fn whose(key: &str) -> String {
    format!("sign-in ask/{key}")
}

fn seal(stores: &Stores, key: &str, text: &str) -> String {
    let random = &stores.random;
    stores.secret.seal(random, &whose(key), text.as_bytes())
}

pub(super) fn unseal(stores: &Stores, key: &str, sealed: &str) -> Option<String> {
    let text = stores.secret.unseal(&whose(key), sealed)?;
    String::from_utf8(text).ok()
}

#[derive(sqlx::FromRow)]
struct Claimed {
    id: i64,
    community_id: i64,
    channel: String,
    key: String,
    sealed: Option<String>,
}

/// Hands over what was asked for, one after the other; several servers may do so at once. At least
/// once: whoever is cut off between handing over and noting it does it again, with the same key.
///
/// # Errors
/// When the store fails; what a mail server or gateway answers is no error but a later try.
pub(crate) async fn hand_over(
    stores: &Stores,
    outlets: &Outlets,
    now: Instant,
    round: &mut Round,
) -> Result<(), Error> {
    for _ in 0..MOST_A_ROUND {
        let Some(claimed) = claim(stores, now).await? else {
            break;
        };
        let done = carry_out(stores, outlets, now, &claimed).await?;
        settle(stores, now, &claimed, done).await?;
        match done {
            Done::Sent => round.sent += 1,
            Done::ForNobody => {}
            Done::NotTaken => round.again += 1,
        }
    }
    Ok(())
}

/// What became of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Done {
    /// Handed over.
    Sent,
    /// Nobody is known by it, and nothing is sent.
    ForNobody,
    /// To be tried again.
    NotTaken,
}

async fn claim(stores: &Stores, now: Instant) -> Result<Option<Claimed>, Error> {
    let mut tx = stores.db.write().await?;
    let claimed = sql!(
        &mut tx, optional as Claimed,
        { sqlite: "update sign_in_ask set claimed_until = $2
                   where id = (select id from sign_in_ask
                               where sent_at is null and next_at <= $1 and expires_at > $1
                                 and coalesce(claimed_until, 0) <= $1
                               order by next_at, id limit 1)
                   returning id, community_id, channel, key, sealed",
          postgres: "update sign_in_ask set claimed_until = $2
                     where id = (select id from sign_in_ask
                                 where sent_at is null and next_at <= $1 and expires_at > $1
                                   and coalesce(claimed_until, 0) <= $1
                                 order by next_at, id limit 1 for update skip locked)
                     returning id, community_id, channel, key, sealed" },
        now.millis(),
        now.millis() + CLAIM_MILLIS,
    )?;
    tx.commit().await?;
    Ok(claimed)
}

async fn carry_out(
    stores: &Stores,
    outlets: &Outlets,
    now: Instant,
    claimed: &Claimed,
) -> Result<Done, Error> {
    let mut read = stores.db.read().await?;
    let community = community::find(&mut read, CommunityId::new(claimed.community_id)).await?;
    drop(read);
    let sealed = claimed.sealed.as_deref();
    let text = sealed.and_then(|sealed| unseal(stores, &claimed.key, sealed));
    // Sealed under another secret: it cannot be read any more, and is asked for anew.
    let (Some(community), Some(text)) = (community, text) else {
        return Ok(Done::ForNobody);
    };
    let ctx = Context {
        stores: stores.clone(),
        community: community.into(),
        actor: Actor::Clock,
        now,
    };
    match text.split_once('\n') {
        Some((number, code)) if claimed.channel == Channel::Sms.as_str() => {
            sms::send(&ctx, outlets, &claimed.key, number, code).await
        }
        _ => forgotten::send(&ctx, outlets, &claimed.key, &text).await,
    }
}

/// Notes what became of it, unless something new was asked for meanwhile. The code is not kept
/// readable once it is handed over, nor is what a link was asked for.
async fn settle(stores: &Stores, now: Instant, claimed: &Claimed, done: Done) -> Result<(), Error> {
    let mut tx = stores.db.write().await?;
    if done == Done::NotTaken {
        sql!(
            &mut tx,
            execute,
            "update sign_in_ask set next_at = $2, claimed_until = null where id = $1 and key = $3",
            claimed.id,
            now.millis() + AGAIN_MILLIS,
            &claimed.key,
        )?;
    } else {
        let left = claimed.sealed.as_deref();
        let left = left.and_then(|sealed| unseal(stores, &claimed.key, sealed));
        let number = left
            .as_deref()
            .and_then(|text| text.split_once('\n'))
            .map(|(number, _)| seal(stores, &claimed.key, number));
        sql!(
            &mut tx,
            execute,
            "update sign_in_ask set sent_at = $2, sealed = $4 where id = $1 and key = $3",
            claimed.id,
            now.millis(),
            &claimed.key,
            number,
        )?;
    }
    tx.commit().await?;
    Ok(())
}

/// Removes what was asked for a day ago, and what is readable of what has ended. Returns how many.
///
/// # Errors
/// When the store fails.
pub(super) async fn remove_ended(ctx: &Context) -> Result<u64, Error> {
    let mut tx: Tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "update sign_in_ask set sealed = null where sealed is not null and expires_at <= $1",
        ctx.now.millis(),
    )?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from sign_in_ask where asked_at <= $1 and counted_from <= $1",
        ctx.now.millis() - DAY_MILLIS,
    )?;
    tx.commit().await?;
    Ok(removed)
}
