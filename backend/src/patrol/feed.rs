//! Shifts for calendars (RFC 5545, rule V18): the private address of a person's plan, and one shift
//! for everybody. Times are written in UTC, so that no clock change can move them (rule V20).

mod write;

use std::collections::{BTreeMap, HashMap};

use domain::id::{BuildingId, PatrolShiftId, PersonId};
use domain::instant::Instant;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use text::Lang;

use super::rows::SignUpRow;
use super::{Shift, SignUp, own};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::secret::{Purpose, digest};
use crate::sql;

const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;
/// What was called off stays in the calendar for so long, so that each has read it.
const CANCELLED_STAYS: i64 = 30 * DAY_MILLIS;
/// What is over stays for so long.
const PAST_STAYS: i64 = 90 * DAY_MILLIS;
/// More sign-ups than anybody has in that time.
const MOST: i64 = 2000;
/// Digits of a token: 192 bits.
const DIGITS: usize = 48;

/// A person's private calendar address.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Address {
    /// Its secret part.
    pub token: String,
    /// Raised whenever it is changed or removed.
    pub version: i64,
}

/// Where entries lead back to, and in which language they speak.
#[derive(Debug, Clone, Copy)]
pub struct Voice<'v> {
    /// The language.
    pub lang: Lang,
    /// The community's origin.
    pub origin: &'v str,
}

/// The token of a version; nobody can work it out without the installation's secret.
fn token(ctx: &Context, person: PersonId, version: i64) -> String {
    let text = format!("{}/{person}/{version}", ctx.community.id);
    let mut token = ctx.stores.secret.keyed(Purpose::PatrolFeed, &text);
    token.truncate(DIGITS);
    token
}

/// The hash that stands where an address was removed; no token has it.
fn removed(person: PersonId) -> String {
    format!("removed/{person}")
}

async fn row(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Option<(i64, String)>, Error> {
    Ok(sql!(
        db,
        optional as (i64, String),
        "select version, token_hash from patrol_feed where person_id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?)
}

/// One's own address, if there is one.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn address(ctx: &Context) -> Result<Option<Address>, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let found = row(&mut read, ctx, me).await?;
    let kept = found.filter(|(_, hash)| *hash != removed(me));
    Ok(kept.map(|(version, _)| Address {
        token: token(ctx, me, version),
        version,
    }))
}

/// Makes an address; the one that is there stays.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn make(ctx: &Context) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Person(me)).await?;
    let version = match row(&mut tx, ctx, me).await? {
        Some((_, hash)) if hash != removed(me) => return Ok(()),
        Some((version, _)) => version + 1,
        None => 1,
    };
    let hash = digest(token(ctx, me, version));
    keep(&mut tx, ctx, me, version, &hash).await?;
    tx.commit().await?;
    Ok(())
}

/// Changes the address of that version for another one; the old one opens nothing from then on. A
/// second press finds another version and changes nothing.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn renew(ctx: &Context, version: i64) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    replace(
        ctx,
        version,
        &digest(token(ctx, me, version.saturating_add(1))),
    )
    .await
}

/// Removes the address of that version.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn remove(ctx: &Context, version: i64) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    replace(ctx, version, &removed(me)).await
}

async fn replace(ctx: &Context, version: i64, hash: &str) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Person(me)).await?;
    let found = row(&mut tx, ctx, me).await?;
    if found.is_some_and(|(kept, old)| kept == version && old != removed(me)) {
        keep(&mut tx, ctx, me, version.saturating_add(1), hash).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn keep(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    version: i64,
    hash: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into patrol_feed (person_id, community_id, version, token_hash, made_at)
         values ($1, $2, $3, $4, $5)
         on conflict (person_id) do update
         set version = excluded.version, token_hash = excluded.token_hash,
             made_at = excluded.made_at",
        person.get(),
        ctx.community.id.get(),
        version,
        hash,
        ctx.now.millis(),
    )?;
    Ok(())
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    sign_up: SignUpRow,
    changed_at: i64,
    cancelled_at: Option<i64>,
}

/// One entry of a calendar: a person on a shift, however often they signed up and left.
struct Entry {
    shift: Shift,
    sign_up: SignUp,
    is_child: bool,
    /// Rises with every change of the shift and of the person's sign-ups.
    sequence: i64,
}

impl Entry {
    /// Whether it is in the calendar only to say that it is off.
    fn is_off(&self) -> bool {
        self.shift.kept == Kept::Cancelled
            || matches!(self.sign_up.state, State::Cancelled | State::Excused)
    }
}

/// The plan behind a private address, as a calendar: the person's shifts and those of the children
/// in their care.
///
/// # Errors
/// `NotFound` for an address that was changed or removed, for another community's, and for what
/// never was one; or when the store fails.
pub async fn of_person(ctx: &Context, token: &str, voice: Voice<'_>) -> Result<String, Error> {
    let mut read = ctx.db().read().await?;
    let (person,) = sql!(
        &mut read,
        optional as (i64,),
        "select person_id from patrol_feed where token_hash = $1 and community_id = $2",
        digest(token),
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    let entries = entries(&mut read, ctx, PersonId::new(person)).await?;
    let places = buildings(&mut read, ctx).await?;
    let calendar = write::Calendar {
        ctx,
        voice,
        places: &places,
    };
    Ok(calendar.of(entries.iter().map(|entry| calendar.entry(entry))))
}

async fn entries(
    db: &mut impl Connection,
    ctx: &Context,
    person: PersonId,
) -> Result<Vec<Entry>, Error> {
    let now = ctx.now.millis();
    let mut list = Statement::new(
        "select u.id, u.shift_id, u.person_id, u.role, u.state, u.seq, u.guardian_id,
                u.offered_until, u.came_at, u.went_at, u.signed_at, u.with_guardian, u.version, u.changed_at,
                s.cancelled_at
         from patrol_sign_up u join patrol_shift s on s.id = u.shift_id",
    );
    list.number("where u.community_id = ?", ctx.community.id.get())
        .number(
            "and u.person_id in (select p.id from person p where p.id = ?",
            person.get(),
        )
        .number(
            "union all select c.person_id from child c where c.guardian_id = ?)",
            person.get(),
        )
        .number("and s.ends_at > ?", now - PAST_STAYS)
        .number("order by s.starts_at desc, u.seq desc limit ?", MOST);
    let rows = list.all::<Row>(db).await?;
    // Of several sign-ups of a person on a shift the last one counts; all their changes do.
    let mut kept: BTreeMap<(PatrolShiftId, PersonId), (SignUp, i64, Instant)> = BTreeMap::new();
    let mut called_off = HashMap::new();
    for row in rows {
        let sign_up = row.sign_up.sign_up()?;
        let changed = Instant::from_millis(row.changed_at);
        let at = row.cancelled_at.map(Instant::from_millis);
        called_off.insert(sign_up.shift, at);
        let versions = sign_up.version;
        kept.entry((sign_up.shift, sign_up.person))
            .and_modify(|(_, sum, _)| *sum += versions)
            .or_insert((sign_up, versions, changed));
    }
    let shifts = own::by_id(db, ctx, kept.keys().map(|(shift, _)| *shift)).await?;
    let is_old = |at: Instant| at.millis() <= now - CANCELLED_STAYS;
    let mut entries = Vec::new();
    for ((id, whose), (sign_up, versions, changed)) in kept {
        let Some(shift) = shifts.get(&id).cloned() else {
            continue;
        };
        let entry = Entry {
            sequence: shift.sequence + versions,
            is_child: whose != person,
            shift,
            sign_up,
        };
        let off_since = called_off.get(&id).copied().flatten().unwrap_or(changed);
        if !(entry.is_off() && is_old(off_since)) {
            entries.push(entry);
        }
    }
    entries.sort_by_key(|entry| (entry.shift.span.starts, entry.sign_up.id));
    Ok(entries)
}

async fn buildings(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<HashMap<BuildingId, String>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select id, name from building where community_id = $1",
        ctx.community.id.get(),
    )?;
    let named = rows
        .into_iter()
        .map(|(id, name)| (BuildingId::new(id), name));
    Ok(named.collect())
}

/// One published shift as a calendar with one entry, for whoever saves it.
///
/// # Errors
/// `NotFound` for a draft and for another community's (rule P3), or when the store fails.
pub async fn of_shift(ctx: &Context, id: PatrolShiftId, voice: Voice<'_>) -> Result<String, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    let places = buildings(&mut read, ctx).await?;
    let calendar = write::Calendar {
        ctx,
        voice,
        places: &places,
    };
    Ok(calendar.of(std::iter::once(calendar.shift(&shift))))
}
