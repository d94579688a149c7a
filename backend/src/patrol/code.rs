//! The changing code by which people tick themselves off (rule V12): six digits that follow from the
//! shift and the clock. Nobody is asked where they are.

use std::time::Duration;

use domain::id::PatrolShiftId;
use domain::instant::Instant;
use domain::patrol::attendance::takes_codes;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State};
use domain::problem::Problem;

use super::{Shift, require_lead, rows};
use crate::account::throttle;
use crate::context::Context;
use crate::db::Lock;
use crate::error::Error;
use crate::secret::Purpose;

/// So long a code is shown; it counts until the next one is over too.
const WINDOW: Duration = Duration::from_secs(5 * 60);
/// How many codes there are.
const CODES: u64 = 1_000_000;

/// What the leader's telephone shows.
#[derive(Clone, PartialEq, Eq)]
pub struct Code {
    /// The shift.
    pub shift: Shift,
    /// Six digits; nothing outside the time in which they count.
    pub digits: Option<String>,
    /// In how many seconds the next one comes.
    pub renews_in: i64,
}

/// Shows no digits.
impl std::fmt::Debug for Code {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Code")
            .field("shift", &self.shift.id)
            .finish_non_exhaustive()
    }
}

fn window(at: Instant) -> i64 {
    at.millis().div_euclid(millis())
}

fn millis() -> i64 {
    i64::try_from(WINDOW.as_millis()).unwrap_or(i64::MAX)
}

/// The digits of a shift in one window.
fn digits(ctx: &Context, shift: PatrolShiftId, window: i64) -> String {
    let what = format!("{}/{shift}/{window}", ctx.community.id);
    let keyed = ctx.stores.secret.keyed(Purpose::PatrolCode, &what);
    let number = u64::from_str_radix(&keyed[..15], 16).unwrap_or(0);
    format!("{:06}", number % CODES)
}

/// The code to show, for the shift's leader and staff.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for a shift without codes, or when the store fails.
pub async fn show(ctx: &Context, id: PatrolShiftId) -> Result<Code, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    require_lead(&mut read, ctx, &shift).await?;
    if !shift.uses_code || shift.kept != Kept::Open {
        return Err(Error::NotFound);
    }
    let counts = takes_codes(shift.span, ctx.now);
    let left = millis() - ctx.now.millis().rem_euclid(millis());
    Ok(Code {
        digits: counts.then(|| digits(ctx, id, window(ctx.now))),
        renews_in: (left + 999) / 1000,
        shift,
    })
}

/// What came of a code.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CheckedIn {
    /// The person is ticked, now or before.
    Done,
    /// Who asks has no place on this shift.
    NotOnIt,
}

/// Ticks the person who asks, with the code that the leader shows now or showed just before. Done
/// twice, it is done once; tries are counted like other codes'.
///
/// # Errors
/// `SignIn`, `NotFound` also for a shift without codes, `Invalid` at `code`, `Wait`, or when the store
/// fails.
pub async fn check_in(ctx: &Context, id: PatrolShiftId, typed: &str) -> Result<CheckedIn, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let shift = super::find(ctx, id).await?;
    if !shift.uses_code || shift.kept != Kept::Open {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    let mine = rows::active(&mut read, id, me).await?;
    drop(read);
    match mine.as_ref().map(|mine| mine.state) {
        Some(State::CheckedIn | State::Completed) => return Ok(CheckedIn::Done),
        Some(State::Confirmed | State::Seeking | State::Offered) => {}
        _ => return Ok(CheckedIn::NotOnIt),
    }
    if !takes_codes(shift.span, ctx.now) || shift.closed_at.is_some() {
        return Err(Error::at("code", Problem::Expired));
    }
    let counter = throttle::of_patrol(ctx, id, me);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;
    let typed = plain(typed);
    let now = window(ctx.now);
    if ![now, now - 1]
        .iter()
        .any(|at| digits(ctx, id, *at) == typed)
    {
        return Err(Error::at("code", Problem::WrongCode));
    }

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Shift(id)).await?;
    throttle::forget(&mut tx, &counter).await?;
    let mine = rows::active(&mut tx, id, me).await?;
    let checked = match mine {
        Some(mine) if matches!(mine.state, State::CheckedIn | State::Completed) => CheckedIn::Done,
        Some(mine) if mine.state.holds() && mine.state != State::NoShow => {
            let mine = if mine.state == State::Offered {
                rows::act(&mut tx, ctx, &mine, Action::Accept).await?
            } else {
                mine
            };
            rows::act(&mut tx, ctx, &mine, Action::CheckIn).await?;
            CheckedIn::Done
        }
        _ => CheckedIn::NotOnIt,
    };
    tx.commit().await?;
    Ok(checked)
}

/// The digits of what was typed, in whatever form a keyboard gave them.
fn plain(typed: &str) -> String {
    typed
        .chars()
        .filter(|character| !character.is_whitespace() && *character != '-')
        .map(|character| match character {
            '０'..='９' => char::from_u32(u32::from(character) - 0xFEE0).unwrap_or(character),
            other => other,
        })
        .collect()
}
