//! Changing one shift, and what that does to people (rule V8).

use std::time::Duration;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::message::Kind;
use domain::patrol::eligible::Why;
use domain::patrol::shift::{Draft, Kept, NewShift};
use domain::patrol::sign_up::{Action, State, next};
use domain::patrol::{Places, Role, Rule};
use domain::permission::Permission;
use domain::problem::Problem;

use super::{choices, managed, told};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::patrol::queue::{tell, tell_with};
use crate::patrol::{Shift, SignUp, facts, of_shift, queue, reminder, rows, setting};
use crate::{request_key, sql};

/// The use case's name among the request keys.
const EDIT: &str = "patrol_shift_edit";
/// After a move everybody may leave freely for so long, if the start is not nearer.
const TIME_TO_THINK: Duration = Duration::from_secs(24 * 60 * 60);

/// What a change would do to people who have a place (rule V8).
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Effects {
    /// Whose place goes because there are fewer: the last ones first. They go back to the waiting
    /// list, before everybody else.
    pub bumped: Vec<SignUp>,
    /// Who cannot come at the new time, or comes only along with one who loses a place, and why: they
    /// are taken off and told.
    pub clashing: Vec<(SignUp, Why)>,
}

impl Effects {
    /// Whether nobody loses anything.
    #[must_use]
    pub fn is_none(&self) -> bool {
        self.bumped.is_empty() && self.clashing.is_empty()
    }

    /// The sign-ups that lose their place.
    pub fn people(&self) -> impl Iterator<Item = &SignUp> {
        let clashing = self.clashing.iter().map(|(sign_up, _)| sign_up);
        self.bumped.iter().chain(clashing)
    }

    /// Their ids.
    pub fn who(&self) -> impl Iterator<Item = PatrolSignUpId> {
        self.people().map(|sign_up| sign_up.id)
    }
}

/// What came of changing a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Edited {
    /// It is done, and everybody was told.
    Done,
    /// Nothing was changed: these people would lose their place. Send it again with their sign-ups
    /// as `agreed`.
    Asks(Effects),
}

/// Changes a shift of that version: what, where, when, how many places. Whoever would lose a place
/// is listed first and has to be `agreed` to; everybody active is told once when day, time or place
/// change, and those who wait move up when there are more places (rule V8). A shift of a template is
/// its own from then on (rule V10).
///
/// # Errors
/// `SignIn`, `Denied` also when a shift that has begun becomes longer for whoever changes it,
/// `NotFound`, `Invalid`, `Changed`, or when the store fails.
pub async fn edit(
    ctx: &Context,
    id: PatrolShiftId,
    version: i64,
    draft: Draft,
    agreed: &[PatrolSignUpId],
) -> Result<Edited, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    if request_key::answered_before(ctx, EDIT, &draft.request_key)
        .await?
        .is_some()
    {
        return Ok(Edited::Done);
    }
    let mut read = ctx.db().read().await?;
    let kept = of_shift(&mut read, ctx, id).await?.ok_or(Error::NotFound)?;
    let choices = choices(&mut read, ctx, Some(&kept)).await?;
    drop(read);
    let new = draft.check(&ctx.community.zone, ctx.now, &choices, Some(kept.first_day))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, EDIT, &new.request_key)
        .await?
        .is_some()
    {
        return Ok(Edited::Done);
    }
    let was = managed(&mut tx, ctx, id).await?;
    if was.version != version || was.kept == Kept::Cancelled || was.closed_at.is_some() {
        return Err(Error::Changed);
    }
    // Nobody makes longer what they are credited with (rule P14).
    if was.span.starts <= ctx.now && new.span.minutes() > was.span.minutes() {
        let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
        let is_mine = |one: &SignUp| one.person == me || one.guardian == Some(me);
        if rows::all_active(&mut tx, id).await?.iter().any(is_mine) {
            return Err(ctx.refused(Permission::ManagePatrols));
        }
    }
    let asked = change(&mut tx, ctx, &was, &new, agreed).await?;
    if let Some(effects) = asked {
        return Ok(Edited::Asks(effects));
    }
    let entry = Entry::new(Deed::PatrolChanged, was.subject()).became(told(&new));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(Edited::Done)
}

/// Changes the rows of a locked shift and tells everybody concerned; or changes nothing and answers
/// with whom it would cost a place, beyond those agreed to.
pub(crate) async fn change(
    tx: &mut Tx,
    ctx: &Context,
    was: &Shift,
    new: &NewShift,
    agreed: &[PatrolSignUpId],
) -> Result<Option<Effects>, Error> {
    let moves = was.span != new.span;
    let everybody = rows::all_active(tx, was.id).await?;
    // People one after the other, in the order of their ids, so that two changes never wait for
    // each other.
    if moves {
        let mut people: Vec<_> = everybody.iter().map(|sign_up| sign_up.person).collect();
        people.sort_unstable();
        people.dedup();
        for person in people {
            tx.lock(Lock::Person(person)).await?;
        }
    }
    let after = Shift {
        span: new.span,
        first_day: new.day,
        place: new
            .body
            .place
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        title: new
            .body
            .title
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        places: new.body.places.map(|places| Places {
            taken: was.places_of(places.role).taken,
            ..places
        }),
        ..was.clone()
    };
    let effects = effects(tx, ctx, was, &after, &everybody).await?;
    if effects.who().any(|id| !agreed.contains(&id)) {
        return Ok(Some(effects));
    }
    for sign_up in &effects.bumped {
        rows::act(tx, ctx, sign_up, Action::Bump).await?;
    }
    for (sign_up, _) in &effects.clashing {
        rows::act(tx, ctx, sign_up, Action::Release).await?;
    }
    write_change(tx, ctx, was, new).await?;
    if moves {
        reminder::forget(tx, ctx, was.id, new.span.starts).await?;
    }
    for places in new.body.places {
        set_places(tx, was, places).await?;
    }
    let told = moves || was.place != after.place;
    for sign_up in &everybody {
        let clash = effects
            .clashing
            .iter()
            .find(|(other, _)| other.id == sign_up.id);
        if let Some((_, why)) = clash {
            let more = [("why", why.as_str())];
            tell_with(tx, ctx, &after, sign_up, Kind::PatrolReleased, &more).await?;
        } else if effects.bumped.iter().any(|other| other.id == sign_up.id) {
            tell(tx, ctx, &after, sign_up, Kind::PatrolBumped).await?;
        } else if told && was.kept == Kept::Open {
            tell(tx, ctx, &after, sign_up, Kind::PatrolMoved).await?;
        }
    }
    let now = of_shift(tx, ctx, was.id).await?.ok_or(Error::NotFound)?;
    queue::fill(tx, ctx, &now).await?;
    Ok(None)
}

/// Whom a change costs a place: the last of each role where there are more people than places, and
/// whoever cannot come at the new time. Whoever was ticked off is there, and cannot be moved: a
/// change that would need it is refused.
async fn effects(
    tx: &mut Tx,
    ctx: &Context,
    was: &Shift,
    after: &Shift,
    everybody: &[SignUp],
) -> Result<Effects, Error> {
    let mut effects = Effects::default();
    if was.span != after.span {
        for sign_up in everybody.iter().filter(|sign_up| sign_up.state.holds()) {
            // Only what the new time changes: training and the like were decided before. A time
            // that has begun is one at which nobody is in two places either.
            let who = (sign_up.person, sign_up.role);
            let why = facts::keeps_from(tx, ctx, after, who, None, &[Rule::Begun]).await?;
            if let Some(why @ (Why::Overlaps | Why::TooLittleRest)) = why {
                if next(sign_up.state, Action::Release).is_none() {
                    return Err(Error::at("starts", Problem::TickedAlready));
                }
                effects.clashing.push((sign_up.clone(), why));
            }
        }
    }
    with_children(&mut effects, everybody);
    for role in Role::ALL {
        let gone = |sign_up: &SignUp| {
            effects
                .clashing
                .iter()
                .any(|(other, _)| other.id == sign_up.id)
        };
        let holding: Vec<_> = everybody
            .iter()
            .filter(|sign_up| sign_up.role == role && sign_up.state.holds() && !gone(sign_up))
            .collect();
        let places = after.places_of(role);
        let room = usize::try_from(places.capacity - places.reserved).unwrap_or(0);
        let over = holding.len().saturating_sub(room);
        let movable = |sign_up: &&&SignUp| next(sign_up.state, Action::Bump).is_some();
        let last = holding.iter().rev().filter(movable).take(over);
        let bumped: Vec<_> = last.map(|sign_up| (*sign_up).clone()).collect();
        if bumped.len() < over {
            return Err(Error::at(field_of(role), Problem::TickedAlready));
        }
        effects.bumped.extend(bumped);
    }
    with_children(&mut effects, everybody);
    Ok(effects)
}

/// The young children whose guardians lose their place go along (rule V15).
fn with_children(effects: &mut Effects, everybody: &[SignUp]) {
    let losing: Vec<_> = effects.people().map(|sign_up| sign_up.person).collect();
    let goes = |child: &&SignUp| {
        let guardian = child.guardian.filter(|_| child.with_guardian);
        guardian.is_some_and(|guardian| losing.contains(&guardian))
            && child.state != State::Excused
            && next(child.state, Action::Release).is_some()
    };
    for child in everybody.iter().filter(goes) {
        if !effects
            .clashing
            .iter()
            .any(|(other, _)| other.id == child.id)
        {
            effects.bumped.retain(|other| other.id != child.id);
            effects.clashing.push((child.clone(), Why::NeedsCompany));
        }
    }
}

/// The field of the form in which a role's places are typed.
const fn field_of(role: Role) -> &'static str {
    match role {
        Role::Leader => "leaders",
        Role::Member => "members",
        Role::Trainee => "trainees",
    }
}

async fn write_change(
    tx: &mut Tx,
    ctx: &Context,
    was: &Shift,
    new: &NewShift,
) -> Result<(), Error> {
    let deadline = if was.span == new.span {
        was.deadline
    } else {
        let leave = setting::load(tx, ctx).await?.leave;
        let usual = new.span.starts.minus(leave);
        let kind = ctx.now.plus(TIME_TO_THINK).min(new.span.starts);
        if was.kept == Kept::Open {
            usual.max(kind)
        } else {
            usual
        }
    };
    let body = &new.body;
    let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
    let publishes = was.kept == Kept::Open || new.publish;
    sql!(
        tx,
        execute,
        "update patrol_shift set kind_id = $2, title = $3, place = $4, building_id = $5,
                route_id = $6, words = $7, starts_at = $8, ends_at = $9, first_day = $10,
                deadline_at = $11, needs_approval = $12, uses_code = $13, updated_at = $14,
                is_edited = 1, sequence = sequence + 1, version = version + 1, state = $15,
                published_at = coalesce(published_at, $16)
         where id = $1",
        was.id.get(),
        body.kind.get(),
        text(body.title.as_ref().map(domain::words::Line::as_str)),
        text(body.place.as_ref().map(domain::words::Line::as_str)),
        body.building.map(domain::id::BuildingId::get),
        body.route.map(domain::id::PatrolRouteId::get),
        text(body.words.as_ref().map(domain::words::Words::as_str)),
        new.span.starts.millis(),
        new.span.ends.millis(),
        new.day.to_string(),
        deadline.millis(),
        i64::from(body.needs_approval),
        i64::from(body.uses_code),
        ctx.now.millis(),
        if publishes { Kept::Open } else { Kept::Draft }.as_str(),
        publishes.then_some(ctx.now.millis()),
    )?;
    Ok(())
}

/// Sets capacity and kept places of a role; its people were moved before.
async fn set_places(tx: &mut Tx, was: &Shift, places: Places) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into patrol_place (shift_id, role, capacity, reserved) values ($1, $2, $3, $4)
         on conflict (shift_id, role) do update
         set capacity = excluded.capacity, reserved = excluded.reserved",
        was.id.get(),
        places.role.as_str(),
        places.capacity,
        places.reserved,
    )?;
    Ok(())
}
