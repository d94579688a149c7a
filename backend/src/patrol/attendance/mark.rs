//! What the leader notes beside a name, and when somebody came and went (rules V13, V14).

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::patrol::Rule;
use domain::patrol::attendance::{Mark, Times, has_opened, read_times};
use domain::patrol::eligible::Why;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State};
use domain::permission::Permission;
use domain::problem::Problems;
use serde_json::json;

use super::super::sign_up::{self, Answer, Guest, led};
use super::super::{Shift, SignUp, facts, find, manages, queue, rows};
use super::{owner, settle};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::sql;

/// What came of a mark.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Marked {
    /// It is noted.
    Done,
    /// The person had no place, and none is free.
    NoPlace,
    /// The person had no place, and this keeps them from one.
    Refused(Why),
}

/// Notes beside one name that the person came, did not come – only after the end (rule V14) –, or
/// had a reason; or takes that back. Whoever waited gets a free place by coming. On a shift that is
/// written up the hours follow at once (rule V13).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` when it is too early for it or somebody else noted
/// something else meanwhile, or when the store fails.
pub async fn mark(
    ctx: &Context,
    id: PatrolSignUpId,
    version: i64,
    mark: Mark,
) -> Result<Marked, Error> {
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = led(&mut tx, ctx, id).await?;
    if stands(mark, sign_up.state) {
        return Ok(Marked::Done);
    }
    let too_early = match mark {
        Mark::Came => !has_opened(shift.span, ctx.now),
        Mark::Missed => ctx.now < shift.span.ends,
        Mark::Excused | Mark::TakenBack => false,
    };
    if sign_up.version != version || too_early || shift.kept != Kept::Open {
        return Err(Error::Changed);
    }
    // A leader who is not there leads nobody: that somebody else has to say.
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let is_absent = matches!(mark, Mark::Missed | Mark::Excused);
    if is_absent && sign_up.person == me && !manages(ctx, &shift) {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    let approved = approved(&mut tx, id).await?;
    let marked = match mark {
        Mark::Came => came(&mut tx, ctx, &shift, &sign_up, approved).await?,
        Mark::Missed => missed(&mut tx, ctx, &shift, &sign_up).await?,
        Mark::Excused => excused(&mut tx, ctx, &shift, &sign_up).await?,
        Mark::TakenBack => taken_back(&mut tx, ctx, &shift, &sign_up).await?,
    };
    if marked != Marked::Done {
        return Ok(marked);
    }
    let deed = if mark == Mark::Excused {
        Deed::PatrolExcused
    } else {
        Deed::PatrolAttended
    };
    let entry = Entry::new(deed, shift.subject()).whose(sign_up.person);
    let entry = entry.became(json!({ "mark": mark.as_str() }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(marked)
}

/// Whether a sign-up is as the mark says already.
pub(in crate::patrol) const fn stands(mark: Mark, state: State) -> bool {
    match mark {
        Mark::Came => matches!(state, State::CheckedIn | State::Completed),
        Mark::Missed => matches!(state, State::NoShow),
        Mark::Excused => matches!(state, State::Excused),
        Mark::TakenBack => matches!(state, State::Confirmed | State::Seeking),
    }
}

/// The steps that lead to a confirmed place, from each state that may get there.
const fn to_confirmed(state: State) -> Option<Action> {
    match state {
        State::Pending => Some(Action::Approve),
        State::Waitlisted => Some(Action::Promote),
        State::Offered => Some(Action::Accept),
        State::NoShow | State::Excused | State::Completed => Some(Action::Reopen),
        State::CheckedIn => Some(Action::UndoCheckIn),
        State::Confirmed | State::Seeking | State::Cancelled => None,
    }
}

/// The sign-up with a place and nothing noted, or why it gets none. The shift is locked.
async fn confirmed(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Result<SignUp, Marked>, Error> {
    let Some(action) = to_confirmed(sign_up.state) else {
        return Ok(Ok(sign_up.clone()));
    };
    if !sign_up.state.holds() {
        tx.lock(Lock::Person(sign_up.person)).await?;
        // Whoever stands at the door may come, whatever the clock and the record say.
        let open = Shift {
            closed_at: None,
            ..shift.clone()
        };
        let who = (sign_up.person, sign_up.role);
        let refused = facts::keeps_from(tx, ctx, &open, who, None, &[Rule::Begun]);
        if let Some(why) = refused.await? {
            return Ok(Err(Marked::Refused(why)));
        }
    }
    match rows::act(tx, ctx, sign_up, action).await {
        Err(Error::Changed) if !sign_up.state.holds() => Ok(Err(Marked::NoPlace)),
        done => done.map(Ok),
    }
}

/// Somebody is here, or was.
pub(in crate::patrol) async fn came(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    approved: bool,
) -> Result<Marked, Error> {
    if matches!(sign_up.state, State::CheckedIn | State::Completed) {
        return Ok(Marked::Done);
    }
    let placed = match confirmed(tx, ctx, shift, sign_up).await? {
        Ok(placed) => placed,
        Err(why) => return Ok(why),
    };
    let here = rows::act(tx, ctx, &placed, Action::CheckIn).await?;
    if shift.closed_at.is_some() {
        let done = rows::act(tx, ctx, &here, Action::Complete).await?;
        settle(tx, ctx, shift, &done, approved).await?;
    }
    Ok(Marked::Done)
}

async fn missed(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Marked, Error> {
    let placed = match sign_up.state {
        State::Excused => match confirmed(tx, ctx, shift, sign_up).await? {
            Ok(placed) => placed,
            Err(why) => return Ok(why),
        },
        _ => sign_up.clone(),
    };
    let after = rows::act(tx, ctx, &placed, Action::Miss).await?;
    without_times(tx, ctx, shift, &after).await
}

/// Somebody had a reason. Leaving is not excusing oneself: before the start one's own place goes
/// the way of rule V6.
pub(in crate::patrol) async fn excused(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Marked, Error> {
    let is_own = ctx
        .signed_in()
        .is_some_and(|me| me.person == sign_up.person);
    if is_own && ctx.now < shift.span.starts {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    let after = rows::act(tx, ctx, sign_up, Action::Excuse).await?;
    queue::fill(tx, ctx, shift).await?;
    without_times(tx, ctx, shift, &after).await
}

pub(in crate::patrol) async fn taken_back(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Marked, Error> {
    if sign_up.waits_or_is_gone() {
        return Err(Error::Changed);
    }
    match confirmed(tx, ctx, shift, sign_up).await? {
        Ok(after) => without_times(tx, ctx, shift, &after).await,
        Err(why) => Ok(why),
    }
}

impl SignUp {
    const fn waits_or_is_gone(&self) -> bool {
        matches!(
            self.state,
            State::Pending | State::Waitlisted | State::Offered | State::Cancelled
        )
    }
}

/// Forgets when somebody came and went who did not, and takes back what was credited.
async fn without_times(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Marked, Error> {
    let after = write_times(tx, sign_up, Times::default()).await?;
    if shift.closed_at.is_some() {
        settle(tx, ctx, shift, &after, false).await?;
    }
    Ok(Marked::Done)
}

async fn approved(db: &mut impl Connection, id: PatrolSignUpId) -> Result<bool, Error> {
    let (approved,) = sql!(
        db,
        one as (i64,),
        "select times_approved from patrol_sign_up where id = $1",
        id.get(),
    )?;
    Ok(approved == 1)
}

async fn write_times(tx: &mut Tx, sign_up: &SignUp, times: Times) -> Result<SignUp, Error> {
    let changed = sql!(
        tx,
        execute,
        "update patrol_sign_up set came_at = $3, went_at = $4, times_approved = $5,
                version = version + 1
         where id = $1 and version = $2",
        sign_up.id.get(),
        sign_up.version,
        times.came.map(domain::instant::Instant::millis),
        times.went.map(domain::instant::Instant::millis),
        i64::from(times.approved),
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    Ok(SignUp {
        came_at: times.came,
        went_at: times.went,
        version: sign_up.version + 1,
        ..sign_up.clone()
    })
}

/// Writes down when somebody came and went, by the community's clocks; blank is as planned. Whoever
/// has a time came. Time beyond what was planned counts only with `approved`, which is staff's to
/// say, and nobody's about themselves (rule V13).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` at `came` and `went`, `Changed`, or when the store fails.
pub async fn set_times(
    ctx: &Context,
    id: PatrolSignUpId,
    version: i64,
    (came_typed, went_typed): (&str, &str),
    approves: bool,
) -> Result<Marked, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = led(&mut tx, ctx, id).await?;
    let (came_at, went_at) = read_times(&ctx.community.zone, shift.span, came_typed, went_typed)
        .map_err(|(at_came, at_went)| {
            let mut problems = Problems::new();
            let mut add = |field, problem: Option<_>| {
                if let Some(problem) = problem {
                    problems.add(field, problem);
                }
            };
            add("came", at_came);
            add("went", at_went);
            Error::Invalid(problems)
        })?;
    let stood = Times {
        came: sign_up.came_at,
        went: sign_up.went_at,
        approved: approved(&mut tx, id).await?,
    };
    // What staff agreed to stays as long as the times are the same, whoever saves them again.
    let stays = stood.approved && (stood.came, stood.went) == (came_at, went_at);
    let wanted = Times {
        came: came_at,
        went: went_at,
        approved: approves || stays,
    };
    let is_own = owner(&sign_up) == me || sign_up.person == me;
    if wanted.approved && !stays && (is_own || !manages(ctx, &shift)) {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    if stood == wanted && stands(Mark::Came, sign_up.state) {
        return Ok(Marked::Done);
    }
    if sign_up.version != version || shift.kept != Kept::Open || !has_opened(shift.span, ctx.now) {
        return Err(Error::Changed);
    }
    let marked = came_at_times(&mut tx, ctx, &shift, &sign_up, wanted).await?;
    if marked != Marked::Done {
        return Ok(marked);
    }
    let entry = Entry::new(Deed::PatrolAttended, shift.subject()).whose(sign_up.person);
    let entry =
        entry.became(json!({ "came": came_at, "went": went_at, "approved": wanted.approved }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(marked)
}

/// Somebody was there at these times.
pub(in crate::patrol) async fn came_at_times(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    times: Times,
) -> Result<Marked, Error> {
    let there = write_times(tx, sign_up, times).await?;
    if stands(Mark::Came, there.state) {
        if shift.closed_at.is_some() {
            settle(tx, ctx, shift, &there, times.approved).await?;
        }
        return Ok(Marked::Done);
    }
    came(tx, ctx, shift, &there, times.approved).await
}

/// Enters somebody who stands at the door and ticks them, where people are ticked already. The same
/// form sent twice enters one (rule R3).
///
/// # Errors
/// Those of [`sign_up::enter`] and [`mark`].
pub async fn bring(ctx: &Context, id: PatrolShiftId, guest: Guest) -> Result<Answer, Error> {
    let answer = sign_up::enter(ctx, id, guest).await?;
    let Answer::SignedUp(made) = answer else {
        return Ok(answer);
    };
    let shift = find(ctx, id).await?;
    let is_new = matches!(made.state, State::Confirmed | State::Waitlisted);
    if !is_new || !has_opened(shift.span, ctx.now) {
        return Ok(Answer::SignedUp(made));
    }
    mark(ctx, made.id, made.version, Mark::Came).await?;
    let mut read = ctx.db().read().await?;
    let now = rows::sign_up(&mut read, ctx, made.id).await?;
    Ok(Answer::SignedUp(now.unwrap_or(made)))
}
