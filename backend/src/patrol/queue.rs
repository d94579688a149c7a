//! The waiting list: a place that becomes free goes by itself, in order, to the first person who may
//! still take it; after the deadline that person is asked (rule V7). In the transaction that freed
//! it, under the shift's lock.

use std::time::Duration;

use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::instant::Instant;
use domain::message::Kind;
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State, next};

use super::{Shift, SignUp, facts, of_shift, rows};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::{message, sql};

/// How long somebody who is asked after the deadline may think, if the shift does not begin before.
const OFFER_LASTS: Duration = Duration::from_secs(12 * 60 * 60);

/// Gives every free place of every role to those who wait, also those of children whose guardian
/// does not come any more (rule V15). `shift` was read under its lock, and may be older than the
/// places that were just freed.
///
/// # Errors
/// When the store fails.
pub(crate) async fn fill(tx: &mut Tx, ctx: &Context, shift: &Shift) -> Result<(), Error> {
    fill_asking(tx, ctx, shift, None).await
}

/// [`fill`], where somebody who waits was just told yes: signing up asked for it, and nobody is asked
/// twice, also after the deadline.
///
/// # Errors
/// When the store fails.
pub(super) async fn fill_after_a_yes(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    whom: PatrolSignUpId,
) -> Result<(), Error> {
    fill_asking(tx, ctx, shift, Some(whom)).await
}

async fn fill_asking(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    said_yes: Option<PatrolSignUpId>,
) -> Result<(), Error> {
    if shift.kept != Kept::Open || shift.closed_at.is_some() || shift.span.starts <= ctx.now {
        return Ok(());
    }
    release_left_alone(tx, ctx, shift).await?;
    let waiting: Vec<_> = rows::all_active(tx, shift.id)
        .await?
        .into_iter()
        .filter(|sign_up| sign_up.state == State::Waitlisted)
        .collect();
    for role in Role::ALL {
        for sign_up in waiting.iter().filter(|sign_up| sign_up.role == role) {
            if !has_free(tx, shift.id, role).await? {
                break;
            }
            give(tx, ctx, shift, sign_up, said_yes == Some(sign_up.id)).await?;
        }
    }
    Ok(())
}

/// Takes off every child that came only along with its guardian, where that one has no place any
/// more.
async fn release_left_alone(tx: &mut Tx, ctx: &Context, shift: &Shift) -> Result<(), Error> {
    let everybody = rows::all_active(tx, shift.id).await?;
    let comes = |guardian| {
        let mut holding = everybody.iter().filter(|sign_up| sign_up.state.holds());
        holding.any(|sign_up| Some(sign_up.person) == guardian)
    };
    for child in everybody.iter().filter(|sign_up| sign_up.with_guardian) {
        let stays = comes(child.guardian) || child.state == State::Excused;
        if !stays && next(child.state, Action::Release).is_some() {
            rows::act(tx, ctx, child, Action::Release).await?;
            let more = [("why", Why::NeedsCompany.as_str())];
            tell_with(tx, ctx, shift, child, Kind::PatrolReleased, &more).await?;
        }
    }
    Ok(())
}

async fn has_free(tx: &mut Tx, shift: PatrolShiftId, role: Role) -> Result<bool, Error> {
    let found = sql!(
        tx,
        optional as (i64,),
        "select taken from patrol_place
         where shift_id = $1 and role = $2 and taken + reserved < capacity",
        shift.get(),
        role.as_str(),
    )?;
    Ok(found.is_some())
}

/// Gives or offers the place, unless something keeps the person from it now.
async fn give(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    said_yes: bool,
) -> Result<(), Error> {
    tx.lock(Lock::Person(sign_up.person)).await?;
    if facts::keeps(tx, ctx, shift, sign_up).await?.is_some() {
        return Ok(());
    }
    let kind = if said_yes || ctx.now <= shift.deadline {
        rows::act(tx, ctx, sign_up, Action::Promote).await?;
        Kind::PatrolPlace
    } else {
        let offered = rows::act(tx, ctx, sign_up, Action::Offer).await?;
        let until = ctx.now.plus(OFFER_LASTS).min(shift.span.starts);
        rows::set_state(tx, ctx, &offered, State::Offered, Some(until)).await?;
        Kind::PatrolOffered
    };
    tell(tx, ctx, shift, sign_up, kind).await
}

/// Tells whoever answers for a sign-up: the guardian of a child, else the person.
///
/// # Errors
/// When the store fails.
pub(super) async fn tell(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    kind: Kind,
) -> Result<(), Error> {
    tell_with(tx, ctx, shift, sign_up, kind, &[]).await
}

/// [`tell`], with more than the shift to say.
pub(super) async fn tell_with(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    kind: Kind,
    more: &[(&str, &str)],
) -> Result<(), Error> {
    let mut args = shift.args(ctx);
    if let Some(args) = args.as_object_mut() {
        for (name, value) in more {
            args.insert((*name).to_owned(), (*value).into());
        }
    }
    let whom = sign_up.guardian.unwrap_or(sign_up.person);
    message::tell(tx, ctx, whom, kind, &shift.subject(), args).await
}

/// Lets offers lapse that nobody answered, and gives places that became free without anybody on the
/// page, as when somebody's account was deleted. Returns how many shifts had something to do. Run
/// twice, the second finds nothing.
///
/// # Errors
/// When the store fails.
pub async fn settle_due(ctx: &Context) -> Result<u64, Error> {
    let mut list = Statement::new("select s.id from patrol_shift s");
    list.number("where s.community_id = ?", ctx.community.id.get())
        .number("and s.state = 'open' and s.closed_at is null and s.starts_at > ?", ctx.now.millis())
        .push("and (exists (select 1 from patrol_sign_up u where u.shift_id = s.id and u.state = 'offered'")
        .number("and u.offered_until <= ?)", ctx.now.millis())
        .push(
            "or exists (select 1 from patrol_sign_up u
                 join patrol_place p on p.shift_id = u.shift_id and p.role = u.role
                 where u.shift_id = s.id and u.state = 'waitlisted'
                   and p.taken + p.reserved < p.capacity))
             order by s.id limit 500",
        );
    let mut read = ctx.db().read().await?;
    let due: Vec<(i64,)> = list.all(&mut read).await?;
    drop(read);
    let mut settled = 0;
    for (id,) in due {
        settled += u64::from(settle(ctx, PatrolShiftId::new(id)).await?);
    }
    Ok(settled)
}

async fn settle(ctx: &Context, id: PatrolShiftId) -> Result<bool, Error> {
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Shift(id)).await?;
    let Some(shift) = of_shift(&mut tx, ctx, id).await? else {
        return Ok(false);
    };
    let before = rows::all_active(&mut tx, id).await?;
    let lapsed = |sign_up: &&SignUp| {
        let over = |until: Instant| until <= ctx.now;
        sign_up.state == State::Offered && sign_up.offered_until.is_some_and(over)
    };
    for sign_up in before.iter().filter(lapsed) {
        rows::act(&mut tx, ctx, sign_up, Action::Release).await?;
        tell(&mut tx, ctx, &shift, sign_up, Kind::PatrolOfferLapsed).await?;
    }
    fill(&mut tx, ctx, &shift).await?;
    let after = rows::all_active(&mut tx, id).await?;
    let changed = before != after;
    tx.commit().await?;
    Ok(changed)
}
