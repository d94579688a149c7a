//! What staff and the leader do with other people's sign-ups: entering, deciding, taking off,
//! excusing (rules V9, V11, V14).

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::message::Kind;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::{Action, State};
use domain::patrol::{Role, Rule};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::telephone::Telephone;
use domain::words::Line;
use serde_json::json;

use super::{Answer, Permitted, before, guardian, key, lock, nearest, place, role};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::patrol::{Shift, SignUp, attendance, facts, manages, queue, require_lead, rows};
use crate::{request_key, sql};

/// The use case's name among the request keys.
const ENTER: &str = "patrol_enter";

/// Whom staff or the leader enter: somebody who is written down, or a name and perhaps a number.
#[derive(Clone, Default, PartialEq, Eq)]
pub struct Guest {
    /// The form's hidden key (rule R3).
    pub request_key: String,
    /// A person who is known, which is for staff to say; else `name` is written down.
    pub person: Option<PersonId>,
    /// What somebody without an account is called.
    pub name: String,
    /// Their number, given for this duty; may be blank.
    pub telephone: String,
    /// `leader`, `member` or `trainee`; blank is a member.
    pub role: String,
    /// Rules that staff let pass (rule V9).
    pub waived: Vec<String>,
    /// Why; needed where a rule is let pass.
    pub reason: String,
}

/// Shows nothing that was typed.
impl std::fmt::Debug for Guest {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.debug_struct("Guest").finish_non_exhaustive()
    }
}

/// Enters somebody, on a kept place where there is one; they count like anybody (rule V11). Staff
/// may let named rules pass with a reason, never the one place a person (rules V2, V9). The shift
/// may have begun: people come along.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid`, `NotFound`, or when the store fails.
pub async fn enter(ctx: &Context, id: PatrolShiftId, guest: Guest) -> Result<Answer, Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let key = key(&guest.request_key)?;
    let wanted = Wanted::read(&guest)?;

    let mut tx = ctx.db().write().await?;
    let first = request_key::answered(&mut tx, ctx, ENTER, &key).await?;
    let shift = lock(&mut tx, ctx, id).await?;
    require_lead(&mut tx, ctx, &shift).await?;
    if let Some(first) = first {
        return before(&mut tx, ctx, &first).await;
    }
    let made = match entered(&mut tx, ctx, &shift, &wanted).await? {
        Entered::Made(made) => made,
        Entered::Stands(first) => return Ok(Answer::SignedUp(first)),
        Entered::Refused { person, why } => {
            drop(tx);
            let nearest = nearest(ctx, &shift, (person, wanted.role), None, why).await?;
            return Ok(Answer::Refused { why, nearest });
        }
    };
    request_key::answer(&mut tx, ctx, ENTER, &key, &made.id.to_string()).await?;
    tx.commit().await?;
    Ok(Answer::SignedUp(made))
}

/// A [`Guest`] as it was read.
pub(in crate::patrol) struct Wanted {
    who: Who,
    role: Role,
    waived: Vec<Rule>,
    reason: Option<Line<200>>,
}

enum Who {
    Known(PersonId),
    Named(Line<30>, Option<Telephone>),
}

impl Wanted {
    /// # Errors
    ///
    /// `Invalid` with the first field at fault.
    pub(in crate::patrol) fn read(guest: &Guest) -> Result<Self, Error> {
        let role = role(&guest.role)?;
        let who = match guest.person {
            Some(person) => Who::Known(person),
            None => Who::Named(
                Line::parse(&guest.name).map_err(|problem| Error::at("name", problem))?,
                Telephone::optional(&guest.telephone)
                    .map_err(|problem| Error::at("telephone", problem))?,
            ),
        };
        let reason =
            Line::optional(&guest.reason).map_err(|problem| Error::at("reason", problem))?;
        let mut waived = Vec::new();
        for rule in &guest.waived {
            let named = Rule::parse(rule);
            waived.push(named.ok_or_else(|| Error::at("waived", Problem::NotAChoice))?);
        }
        Ok(Self {
            who,
            role,
            waived,
            reason,
        })
    }
}

/// What came of entering somebody.
pub(in crate::patrol) enum Entered {
    /// The person is on the shift now.
    Made(SignUp),
    /// The person was on it before (rule V2).
    Stands(SignUp),
    /// Something keeps the person from it.
    Refused { person: PersonId, why: Why },
}

/// Enters somebody on a shift that is locked and that whoever asks leads; nothing is kept unless the
/// transaction is.
pub(in crate::patrol) async fn entered(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    wanted: &Wanted,
) -> Result<Entered, Error> {
    let helper = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let Wanted {
        role,
        waived,
        reason,
        ..
    } = wanted;
    let manages = manages(ctx, shift);
    if !waived.is_empty() && !manages {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    if !waived.is_empty() && reason.is_none() {
        return Err(Error::at("reason", Problem::NeedsReason));
    }
    let person = match &wanted.who {
        Who::Known(_) if !manages => return Err(ctx.refused(Permission::ManagePatrols)),
        Who::Known(person) => known(tx, ctx, *person).await?,
        Who::Named(name, number) => written_down(tx, ctx, name.as_str(), number.as_ref()).await?,
    };
    tx.lock(Lock::Person(person)).await?;
    if let Some(first) = rows::active(tx, shift.id, person).await? {
        return Ok(Entered::Stands(first));
    }
    // Whoever stands at the door is entered, whatever the clock says; only staff's reasons count.
    let passes = [waived.as_slice(), &[Rule::Begun]].concat();
    // Nobody said anything about a child yet: staff's reason has to speak for it (rule V15).
    let said = Some(facts::Said::default());
    let refused = facts::keeps_from(tx, ctx, shift, (person, *role), said, &passes);
    if let Some(why) = refused.await? {
        return Ok(Entered::Refused { person, why });
    }
    let guardian = guardian(tx, person).await?;
    // Whoever comes too late to sign up is entered by somebody else (rule P14).
    if shift.span.starts <= ctx.now && (person == helper || guardian == Some(helper)) {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    let state = place(tx, ctx, shift, *role, Permitted::ByTheLeader).await?;
    let new = rows::New {
        person,
        role: *role,
        state,
        guardian,
        with_guardian: false,
        entered_by: Some(helper),
        override_reason: reason
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
    };
    let made = rows::insert(tx, ctx, shift.id, &new).await?;
    let entry = Entry::new(Deed::PatrolEntered, shift.subject())
        .whose(person)
        .became(json!({
            "role": role.as_str(),
            "state": state.as_str(),
            "waived": waived.iter().map(|rule| rule.as_str()).collect::<Vec<_>>(),
        }));
    let entry = match reason {
        Some(reason) => entry.personal(json!({ "reason": reason.as_str() })),
        None => entry,
    };
    audit::record(tx, ctx, entry).await?;
    Ok(Entered::Made(made))
}

/// A person of this community.
async fn known(tx: &mut Tx, ctx: &Context, person: PersonId) -> Result<PersonId, Error> {
    let found = sql!(
        tx,
        optional as (i64,),
        "select id from person where id = $1 and community_id = $2",
        person.get(),
        ctx.community.id.get(),
    )?;
    found.map(|_| person).ok_or(Error::NotFound)
}

/// The person of that name and number, where there is one; else somebody new.
async fn written_down(
    tx: &mut Tx,
    ctx: &Context,
    name: &str,
    telephone: Option<&Telephone>,
) -> Result<PersonId, Error> {
    let number = telephone.map(Telephone::dial);
    let known = sql!(
        tx,
        optional as (i64,),
        "select id from person
         where community_id = $1 and name = $2 and telephone = $3 order by id limit 1",
        ctx.community.id.get(),
        name,
        number,
    )?;
    if let Some((id,)) = known {
        return Ok(PersonId::new(id));
    }
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into person (community_id, name, telephone, created_at)
         values ($1, $2, $3, $4) returning id",
        ctx.community.id.get(),
        name,
        number,
        ctx.now.millis(),
    )?;
    Ok(PersonId::new(id))
}

/// Says yes or no to a sign-up that waits for it; with no place free a yes means the waiting list,
/// at the turn that the sign-up has. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed`, or when the store fails.
pub async fn decide(
    ctx: &Context,
    id: PatrolSignUpId,
    yes: bool,
    reason: &str,
) -> Result<(), Error> {
    let reason = Line::<200>::optional(reason).map_err(|problem| Error::at("reason", problem))?;
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = led(&mut tx, ctx, id).await?;
    if sign_up.state != State::Pending {
        let done = if yes {
            matches!(sign_up.state, State::Confirmed | State::Waitlisted)
        } else {
            sign_up.state == State::Cancelled
        };
        return if done { Ok(()) } else { Err(Error::Changed) };
    }
    let entry = Entry::new(Deed::PatrolDecided, shift.subject())
        .whose(sign_up.person)
        .became(json!({ "accepted": yes }));
    audit::record(&mut tx, ctx, entry).await?;
    if yes {
        tx.lock(Lock::Person(sign_up.person)).await?;
        let queued = rows::act(&mut tx, ctx, &sign_up, Action::Queue).await?;
        queue::fill_after_a_yes(&mut tx, ctx, &shift, queued.id).await?;
    } else {
        rows::act(&mut tx, ctx, &sign_up, Action::Release).await?;
        let why = reason.as_ref().map_or("", |reason| reason.as_str());
        let more = [("reason", why)];
        queue::tell_with(&mut tx, ctx, &shift, &sign_up, Kind::PatrolDeclined, &more).await?;
    }
    tx.commit().await?;
    Ok(())
}

/// Takes somebody off a shift that has not begun, as staff or its leader; the person is told, and
/// the place goes to whoever waits.
///
/// # Errors
/// `SignIn`, `Denied` also for a leader's own, `NotFound`, `Changed`, or when the store fails.
pub async fn release(ctx: &Context, id: PatrolSignUpId, reason: &str) -> Result<(), Error> {
    let reason = Line::<200>::optional(reason).map_err(|problem| Error::at("reason", problem))?;
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = led(&mut tx, ctx, id).await?;
    if sign_up.state == State::Cancelled {
        return Ok(());
    }
    if shift.span.starts <= ctx.now {
        return Err(Error::Changed);
    }
    // A leader's own place goes the way of rule V6.
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    if (sign_up.person == me || sign_up.guardian == Some(me)) && !manages(ctx, &shift) {
        return Err(ctx.refused(Permission::ManagePatrols));
    }
    rows::act(&mut tx, ctx, &sign_up, Action::Release).await?;
    let why = reason.as_ref().map_or("", |reason| reason.as_str());
    let more = [("reason", why)];
    queue::tell_with(&mut tx, ctx, &shift, &sign_up, Kind::PatrolReleased, &more).await?;
    let entry = Entry::new(Deed::PatrolReleased, shift.subject()).whose(sign_up.person);
    audit::record(&mut tx, ctx, entry).await?;
    queue::fill(&mut tx, ctx, &shift).await?;
    tx.commit().await?;
    Ok(())
}

/// Notes that somebody asked off: before the shift the place goes to whoever waits; on one that is
/// written up what was credited is taken back, and nothing else follows from it (rules V13, V14).
///
/// # Errors
/// `SignIn`, `Denied` also for oneself before the start, `NotFound`, `Changed`, or when the store
/// fails.
pub async fn excuse(ctx: &Context, id: PatrolSignUpId) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let (shift, sign_up) = led(&mut tx, ctx, id).await?;
    if sign_up.state == State::Excused {
        return Ok(());
    }
    if shift.kept != Kept::Open {
        return Err(Error::Changed);
    }
    attendance::excused(&mut tx, ctx, &shift, &sign_up).await?;
    let entry = Entry::new(Deed::PatrolExcused, shift.subject()).whose(sign_up.person);
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Reads a sign-up under the lock of its shift, for whoever leads or manages it.
pub(in crate::patrol) async fn led(
    tx: &mut Tx,
    ctx: &Context,
    id: PatrolSignUpId,
) -> Result<(Shift, SignUp), Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let found = rows::sign_up(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    let shift = lock(tx, ctx, found.shift).await?;
    require_lead(tx, ctx, &shift).await?;
    let now = rows::sign_up(tx, ctx, id).await?.ok_or(Error::NotFound)?;
    Ok((shift, now))
}
