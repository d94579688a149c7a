//! Reminders a day and two hours before, to those who are counted on to come (rule V17). Whom no
//! channel reaches is called by staff; whoever left, or whose shift was called off, hears nothing.

use std::time::Duration;

use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::message::{Kind, awake};

use super::{queue, rows};
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::filter::Statement;
use crate::sql;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);
const HOURS: Duration = Duration::from_secs(2 * 60 * 60);
/// So many at a time: one transaction each, so that a cut-off round has done part of it.
const AT_ONCE: i64 = 500;

/// One of the two.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Which {
    Day,
    Hours,
}

impl Which {
    const fn as_str(self) -> &'static str {
        match self {
            Self::Day => "day",
            Self::Hours => "hours",
        }
    }

    const fn before(self) -> Duration {
        match self {
            Self::Day => DAY,
            Self::Hours => HOURS,
        }
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    starts_at: i64,
}

/// Sends what is due, once each, also when two servers do it at once or none did for a day: then
/// only the nearer one is sent. Whoever signed up later than a reminder would have come needs none.
/// Returns how many were sent.
///
/// # Errors
/// When the store fails.
pub async fn send_due(ctx: &Context) -> Result<u64, Error> {
    let mut sent = 0;
    for which in [Which::Hours, Which::Day] {
        for row in due(ctx, which).await? {
            sent += u64::from(send(ctx, which, &row).await?);
        }
    }
    Ok(sent)
}

async fn due(ctx: &Context, which: Which) -> Result<Vec<Row>, Error> {
    let from = match which {
        Which::Day => ctx.now.plus(HOURS),
        Which::Hours => ctx.now,
    };
    let mut list = Statement::new(
        "select u.id, s.starts_at from patrol_shift s join patrol_sign_up u on u.shift_id = s.id",
    );
    list.number("where s.community_id = ?", ctx.community.id.get())
        .push("and s.state = 'open' and s.closed_at is null")
        .number("and s.starts_at > ?", from.millis())
        .number(
            "and s.starts_at <= ?",
            ctx.now.plus(which.before()).millis(),
        )
        .push("and u.state in ('confirmed', 'seeking')")
        .number(
            "and u.signed_at <= s.starts_at - ?",
            i64::try_from(which.before().as_millis()).unwrap_or(i64::MAX),
        )
        .text(
            "and not exists (select 1 from patrol_reminder r
                             where r.sign_up_id = u.id and r.which = ?)",
            which.as_str(),
        )
        .number("order by s.starts_at, u.id limit ?", AT_ONCE);
    let mut read = ctx.db().read().await?;
    Ok(list.all(&mut read).await?)
}

async fn send(ctx: &Context, which: Which, row: &Row) -> Result<bool, Error> {
    let mut tx = ctx.db().write().await?;
    let first = sql!(
        &mut tx,
        execute,
        "insert into patrol_reminder (sign_up_id, which, at)
         select u.id, $2, $3 from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         where u.id = $1 and u.state in ('confirmed', 'seeking')
           and s.state = 'open' and s.closed_at is null and s.starts_at > $3
         on conflict do nothing",
        row.id,
        which.as_str(),
        ctx.now.millis(),
    )?;
    if first == 0 {
        return Ok(false);
    }
    // In the quiet hours nothing is sent; what would come only once the shift has begun is dropped.
    let starts = Instant::from_millis(row.starts_at);
    let is_of_use = awake(&ctx.community.zone, ctx.now) < starts;
    if is_of_use {
        let id = PatrolSignUpId::new(row.id);
        let sign_up = rows::sign_up(&mut tx, ctx, id)
            .await?
            .ok_or(Error::NotFound)?;
        let shift = super::of_shift(&mut tx, ctx, sign_up.shift)
            .await?
            .ok_or(Error::NotFound)?;
        queue::tell(&mut tx, ctx, &shift, &sign_up, Kind::PatrolReminder).await?;
    }
    tx.commit().await?;
    Ok(is_of_use)
}

/// Forgets the reminders of a shift that moved to where they would come again, and those that still
/// wait to be sent or phoned: they say the old time.
///
/// # Errors
/// When the store fails.
pub(super) async fn forget(
    tx: &mut Tx,
    ctx: &Context,
    shift: PatrolShiftId,
    starts: Instant,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update delivery set state = 'sent', settled_at = $3, claimed_until = null
         where state = 'waiting' and message_id in (
             select id from message
             where community_id = $1 and kind = 'patrol_reminder' and subject = $2)",
        ctx.community.id.get(),
        format!("patrol/{shift}"),
        ctx.now.millis(),
    )?;
    for which in [Which::Day, Which::Hours] {
        if ctx.now < starts.minus(which.before()) {
            sql!(
                tx,
                execute,
                "delete from patrol_reminder
                 where which = $2
                   and sign_up_id in (select id from patrol_sign_up where shift_id = $1)",
                shift.get(),
                which.as_str(),
            )?;
        }
    }
    Ok(())
}

/// Whether a message `m` still makes sense to whoever was to get it, at an instant: a reminder does
/// while the shift is ahead and the person, or a child of theirs, has a place. What waited for the
/// morning, or for somebody to phone, may not any more. Everything else stays true.
pub(crate) const STILL_OF_USE: &str = "(m.kind <> 'patrol_reminder' or exists (
    select 1 from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
    where (u.person_id = m.person_id or u.guardian_id = m.person_id)
      and 'patrol/' || u.shift_id = m.subject and u.state in ('confirmed', 'seeking')
      and s.state = 'open' and s.closed_at is null and s.starts_at > ?))";
