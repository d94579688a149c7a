//! Taking a place, waiting for one, leaving, standing in (rules V1–V7, V9, V11).

mod led;

use std::time::Duration;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::message::Kind;
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State};
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;

use super::queue::tell;
use super::{Shift, SignUp, facts, of_shift, queue, rows};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::{assist, message, request_key, sql};

pub use super::facts::Said;
pub(super) use led::{Entered, Wanted, entered, led};
pub use led::{Guest, decide, enter, excuse, release};

/// The use cases' names among the request keys.
const SIGN_UP: &str = "patrol_sign_up";
const STAND_IN: &str = "patrol_stand_in";
/// How far away in time another shift is still worth naming.
const REACH: Duration = Duration::from_secs(14 * 24 * 60 * 60);

/// What came of asking for a place. A refusal is an answer, not an error (rule V5).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Answer {
    /// As the sign-up stands now: with a place, on the waiting list, or waiting for a yes.
    SignedUp(SignUp),
    /// Why not, and the nearest shift that would work.
    Refused {
        /// The one sentence.
        why: Why,
        /// Another shift, if there is one within two weeks.
        nearest: Option<PatrolShiftId>,
    },
}

/// Who wants to come, and as what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Wish {
    /// The form's hidden key (rule R3).
    pub request_key: String,
    /// `leader`, `member` or `trainee`; blank is a member.
    pub role: String,
    /// Somebody else: a child, or a resident whom one acts for (rules P15, P21).
    pub person: Option<PersonId>,
    /// What a guardian says about a child.
    pub said: Said,
}

/// Signs somebody up, oneself without more. With no place left the person waits, in the order in
/// which the database took them (rule V1). Sent again, the first sign-up is the answer (rule V2).
///
/// # Errors
/// `SignIn`, `Denied` when one may not act for that person, `Invalid` for an unknown role,
/// `NotFound`, or when the store fails.
pub async fn sign_up(ctx: &Context, id: PatrolShiftId, wish: Wish) -> Result<Answer, Error> {
    let helper = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let key = key(&wish.request_key)?;
    let role = role(&wish.role)?;
    let person = match wish.person {
        Some(person) if person != helper => assist::owner(ctx, person).await?.person,
        _ => helper,
    };

    let mut tx = ctx.db().write().await?;
    if let Some(first) = request_key::answered(&mut tx, ctx, SIGN_UP, &key).await? {
        return before(&mut tx, ctx, &first).await;
    }
    let shift = lock(&mut tx, ctx, id).await?;
    tx.lock(Lock::Person(person)).await?;
    if let Some(first) = rows::active(&mut tx, id, person).await? {
        return Ok(Answer::SignedUp(first));
    }
    let guardian = guardian(&mut tx, person).await?;
    // Nobody but the guardian can agree to a child's taking part (rule V15).
    let said = if guardian == Some(helper) {
        wish.said
    } else {
        Said::default()
    };
    let refused = facts::keeps_from(&mut tx, ctx, &shift, (person, role), Some(said), &[]);
    if let Some(why) = refused.await? {
        drop(tx);
        let nearest = nearest(ctx, &shift, (person, role), Some(said), why).await?;
        return Ok(Answer::Refused { why, nearest });
    }
    let state = place(&mut tx, ctx, &shift, role, Permitted::AsAnybody).await?;
    let new = rows::New {
        person,
        role,
        state,
        guardian,
        with_guardian: guardian.is_some() && !said.is_ten,
        entered_by: (person != helper).then_some(helper),
        override_reason: String::new(),
    };
    let made = rows::insert(&mut tx, ctx, id, &new).await?;
    if person != helper {
        record_help(&mut tx, ctx, &shift, &made).await?;
    }
    request_key::answer(&mut tx, ctx, SIGN_UP, &key, &made.id.to_string()).await?;
    tx.commit().await?;
    Ok(Answer::SignedUp(made))
}

/// The sign-up that the same form made before, as it stands now.
async fn before(tx: &mut Tx, ctx: &Context, answer: &str) -> Result<Answer, Error> {
    let id = answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no sign-up"))?;
    let first = rows::sign_up(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    Ok(Answer::SignedUp(first))
}

fn key(typed: &str) -> Result<RequestKey, Error> {
    RequestKey::parse(typed).map_err(|problem| Error::at("request_key", problem))
}

fn role(typed: &str) -> Result<Role, Error> {
    match typed {
        "" => Ok(Role::Member),
        typed => Role::parse(typed).ok_or_else(|| Error::at("role", Problem::NotAChoice)),
    }
}

/// Locks a published shift and reads it.
async fn lock(tx: &mut Tx, ctx: &Context, id: PatrolShiftId) -> Result<Shift, Error> {
    tx.lock(Lock::Shift(id)).await?;
    of_shift(tx, ctx, id)
        .await?
        .filter(|shift| shift.is_published)
        .ok_or(Error::NotFound)
}

async fn guardian(db: &mut impl Connection, person: PersonId) -> Result<Option<PersonId>, Error> {
    let found = sql!(
        db,
        optional as (i64,),
        "select guardian_id from child where person_id = $1",
        person.get(),
    )?;
    Ok(found.map(|(id,)| PersonId::new(id)))
}

/// Whose yes a new sign-up has.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Permitted {
    AsAnybody,
    ByTheLeader,
}

/// Takes a place for somebody new, if there is one; whoever waits already comes first (rule V7).
async fn place(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    role: Role,
    permitted: Permitted,
) -> Result<State, Error> {
    let by_leader = permitted == Permitted::ByTheLeader;
    if shift.needs_approval && !by_leader {
        return Ok(State::Pending);
    }
    if by_leader && rows::take_reserved(tx, shift.id, role).await? {
        return Ok(State::Confirmed);
    }
    if shift.waiting > 0 {
        queue::fill(tx, ctx, shift).await?;
    }
    Ok(if rows::take_place(tx, shift.id, role).await? {
        State::Confirmed
    } else {
        State::Waitlisted
    })
}

/// The person, or a child's guardian, reads that somebody acted for them, and who (rule P15).
async fn record_help(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<(), Error> {
    let is_guardian = sign_up.guardian == ctx.signed_in().map(|me| me.person);
    let owner = match sign_up.guardian {
        Some(guardian) if !is_guardian => guardian,
        _ => sign_up.person,
    };
    let entry = Entry::new(Deed::AssistPatrolled, shift.subject())
        .whose(owner)
        .became(json!({ "state": sign_up.state.as_str() }));
    audit::record(tx, ctx, entry).await?;
    if is_guardian {
        return Ok(());
    }
    let args = serde_json::Value::Null;
    message::tell(tx, ctx, owner, Kind::ActedFor, &shift.subject(), args).await
}

/// The nearest shift in time, within two weeks either way, that has a place of the role and that
/// nothing keeps the person from (rule V5).
async fn nearest(
    ctx: &Context,
    shift: &Shift,
    (person, role): (PersonId, Role),
    said: Option<Said>,
    why: Why,
) -> Result<Option<PatrolShiftId>, Error> {
    // Untrained, one is a member everywhere; a child without consent gets nowhere.
    let role = if why == Why::NeedsTraining {
        Role::Member
    } else {
        role
    };
    if why == Why::NeedsGuardian {
        return Ok(None);
    }
    let mut read = ctx.db().read().await?;
    let mut list = Statement::new(super::COLUMNS);
    list.number("where s.community_id = ?", ctx.community.id.get())
        .push("and s.state = 'open' and s.closed_at is null")
        .number("and s.id <> ?", shift.id.get())
        .number(
            "and s.starts_at > ?",
            ctx.now.max(shift.span.starts.minus(REACH)).millis(),
        )
        .number(
            "and s.starts_at < ?",
            shift.span.starts.max(ctx.now).plus(REACH).millis(),
        )
        .text(
            "and exists (select 1 from patrol_place p where p.shift_id = s.id and p.role = ?",
            role.as_str(),
        )
        .push("and p.taken + p.reserved < p.capacity)")
        .number(
            "order by abs(s.starts_at - ?), s.id limit 20",
            shift.span.starts.millis(),
        );
    for other in super::shifts(&mut read, list).await? {
        let kept = facts::keeps_from(&mut read, ctx, &other, (person, role), said, &[]);
        if kept.await?.is_none() && rows::active(&mut read, other.id, person).await?.is_none() {
            return Ok(Some(other.id));
        }
    }
    Ok(None)
}

/// Whether who asks speaks for a sign-up as a helper: not as its person or a child's guardian, but as
/// somebody who acts for them. Asked before anything is held, so that nobody holds one connection
/// while waiting for another.
async fn helps(ctx: &Context, id: PatrolSignUpId) -> Result<bool, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    let found = rows::sign_up(&mut read, ctx, id).await?;
    drop(read);
    let found = found.ok_or(Error::NotFound)?;
    if found.person == me || found.guardian == Some(me) {
        return Ok(false);
    }
    match assist::owner(ctx, found.person).await {
        Ok(_) => Ok(true),
        // Whose it is is nobody's business.
        Err(Error::Denied) => Err(Error::NotFound),
        Err(error) => Err(error),
    }
}

/// Reads a sign-up under the lock of its shift, for whoever may speak for it.
async fn own(tx: &mut Tx, ctx: &Context, id: PatrolSignUpId) -> Result<(Shift, SignUp), Error> {
    let found = rows::sign_up(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    let shift = lock(tx, ctx, found.shift).await?;
    let now = rows::sign_up(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    Ok((shift, now))
}

/// What came of leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The place is free, and went to whoever waits.
    Freed,
    /// The person stays responsible until a stand-in accepts (rule V6).
    Seeking,
}

/// Leaves a shift. Until the deadline, the instant itself included, the place is free at once and
/// goes to the first who waits; after it a stand-in is looked for. Whoever waits may leave until the
/// start (rule V6). Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `NotFound`, `Changed` once the shift has begun, or when the store fails.
pub async fn leave(ctx: &Context, id: PatrolSignUpId) -> Result<Left, Error> {
    let helped = helps(ctx, id).await?;
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = own(&mut tx, ctx, id).await?;
    match sign_up.state {
        State::Cancelled => return Ok(Left::Freed),
        State::Seeking => return Ok(Left::Seeking),
        _ => {}
    }
    if shift.span.starts <= ctx.now || shift.kept == Kept::Cancelled {
        return Err(Error::Changed);
    }
    let is_late = ctx.now > shift.deadline && sign_up.state == State::Confirmed;
    let (left, after) = if is_late {
        let seeking = rows::act(&mut tx, ctx, &sign_up, Action::Seek).await?;
        ask_who_waits(&mut tx, ctx, &shift, sign_up.role).await?;
        (Left::Seeking, seeking)
    } else {
        let gone = rows::act(&mut tx, ctx, &sign_up, Action::Release).await?;
        queue::fill(&mut tx, ctx, &shift).await?;
        (Left::Freed, gone)
    };
    if helped {
        record_help(&mut tx, ctx, &shift, &after).await?;
    }
    tx.commit().await?;
    Ok(left)
}

/// Whoever waits for such a place hears that somebody looks for a stand-in.
async fn ask_who_waits(tx: &mut Tx, ctx: &Context, shift: &Shift, role: Role) -> Result<(), Error> {
    for waiting in rows::all_active(tx, shift.id).await? {
        if waiting.state == State::Waitlisted && waiting.role == role {
            tell(tx, ctx, shift, &waiting, Kind::PatrolStandInWanted).await?;
        }
    }
    Ok(())
}

/// Comes after all: takes back that a stand-in is looked for (rule X8).
///
/// # Errors
/// `SignIn`, `NotFound`, `Changed` when somebody accepted meanwhile, or when the store fails.
pub async fn stay(ctx: &Context, id: PatrolSignUpId) -> Result<(), Error> {
    helps(ctx, id).await?;
    let mut tx = ctx.db().write().await?;
    let (_, sign_up) = own(&mut tx, ctx, id).await?;
    if sign_up.state == State::Confirmed {
        return Ok(());
    }
    rows::act(&mut tx, ctx, &sign_up, Action::Stay).await?;
    tx.commit().await?;
    Ok(())
}

/// Says yes or no to an offered place; a no passes it on (rule V7). Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `NotFound`, `Changed` when the offer is over, or when the store fails.
pub async fn answer_offer(ctx: &Context, id: PatrolSignUpId, yes: bool) -> Result<(), Error> {
    helps(ctx, id).await?;
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = own(&mut tx, ctx, id).await?;
    let wanted = if yes {
        State::Confirmed
    } else {
        State::Cancelled
    };
    if sign_up.state == wanted {
        return Ok(());
    }
    let is_over = sign_up.offered_until.is_some_and(|until| until <= ctx.now);
    if sign_up.state != State::Offered || (yes && is_over) {
        return Err(Error::Changed);
    }
    if yes {
        rows::act(&mut tx, ctx, &sign_up, Action::Accept).await?;
    } else {
        rows::act(&mut tx, ctx, &sign_up, Action::Release).await?;
        queue::fill(&mut tx, ctx, &shift).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Stands in for somebody who looks for it: the place goes over, the other is free. Of two who
/// accept at once one wins (rule V6).
///
/// # Errors
/// `SignIn`, `NotFound`, `Changed` when somebody was faster, or when the store fails.
pub async fn stand_in(
    ctx: &Context,
    id: PatrolSignUpId,
    request_key: &str,
) -> Result<Answer, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let key = key(request_key)?;
    let mut tx = ctx.db().write().await?;
    if let Some(first) = request_key::answered(&mut tx, ctx, STAND_IN, &key).await? {
        return before(&mut tx, ctx, &first).await;
    }
    let found = rows::sign_up(&mut tx, ctx, id)
        .await?
        .ok_or(Error::NotFound)?;
    let shift = lock(&mut tx, ctx, found.shift).await?;
    tx.lock(Lock::Person(me)).await?;
    let mine = rows::active(&mut tx, shift.id, me).await?;
    let seeker = rows::sign_up(&mut tx, ctx, id)
        .await?
        .ok_or(Error::NotFound)?;
    if seeker.state != State::Seeking || mine.as_ref().is_some_and(|mine| mine.state.holds()) {
        return Err(Error::Changed);
    }
    let role = seeker.role;
    let keeps = facts::keeps_from(&mut tx, ctx, &shift, (me, role), None, &[]).await?;
    // Whoever waits there was said yes to before.
    let waits = |mine: &SignUp| mine.state == State::Waitlisted;
    let asks_first = shift.needs_approval && !mine.as_ref().is_some_and(waits);
    if let Some(why) = keeps.or(asks_first.then_some(Why::AsksFirst)) {
        drop(tx);
        let nearest = nearest(ctx, &shift, (me, role), None, why).await?;
        return Ok(Answer::Refused { why, nearest });
    }
    // The place stays taken: it goes from one to the other.
    rows::act(&mut tx, ctx, &seeker, Action::Replace).await?;
    let made = if let Some(mine) = mine {
        let mine = SignUp { role, ..mine };
        rows::set_state(&mut tx, ctx, &mine, State::Confirmed, None).await?
    } else {
        let new = rows::New {
            person: me,
            role,
            state: State::Confirmed,
            guardian: None,
            with_guardian: false,
            entered_by: None,
            override_reason: String::new(),
        };
        rows::insert(&mut tx, ctx, shift.id, &new).await?
    };
    // A child who came only along with the other gives its place to whoever waits.
    queue::fill(&mut tx, ctx, &shift).await?;
    tell(&mut tx, ctx, &shift, &seeker, Kind::PatrolStandInFound).await?;
    request_key::answer(&mut tx, ctx, STAND_IN, &key, &made.id.to_string()).await?;
    tx.commit().await?;
    Ok(Answer::SignedUp(made))
}

/// One's own sign-up on a shift, if there is one that is not cancelled.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn mine(ctx: &Context, shift: PatrolShiftId) -> Result<Option<SignUp>, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut read = ctx.db().read().await?;
    rows::active(&mut read, shift, me).await
}
