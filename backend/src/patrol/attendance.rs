//! Who came: the leader's list (rules V12–V14). A tick is a state that can be set again; whoever
//! presses twice has pressed once.

mod mark;
mod sheet;

use std::collections::HashSet;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::patrol::Role;
use domain::patrol::attendance::{Times, credited, has_opened};
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use domain::telephone::Telephone;
use serde_json::json;

use super::rows::SignUpRow;
use super::{Shift, SignUp, of_shift, require_lead};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::hours::{self, Credit};
use crate::sql;

pub(super) use mark::excused;
pub use mark::{Marked, bring, mark, set_times};
pub use sheet::{Entered, Fault, Sheet, SheetGuest, SheetLine, enter_sheet};

/// Somebody on the leader's list.
#[derive(Clone, PartialEq, Eq)]
pub struct Attendee {
    /// The sign-up as it stands.
    pub sign_up: SignUp,
    /// What the person is called.
    pub name: String,
    /// Whom to phone: the person's number, of a child the guardian's (rule P18).
    pub telephone: Option<Telephone>,
    /// The guardian of a child.
    pub guardian: Option<String>,
    /// Whether staff agreed that the times count beyond the planned ones.
    pub approved: bool,
}

/// Shows no name and no number.
impl std::fmt::Debug for Attendee {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter
            .debug_struct("Attendee")
            .field("sign_up", &self.sign_up)
            .finish_non_exhaustive()
    }
}

impl Attendee {
    /// Whether the person is, or was, there.
    #[must_use]
    pub const fn came(&self) -> bool {
        matches!(self.sign_up.state, State::CheckedIn | State::Completed)
    }

    /// Whether the person is counted on and nothing is noted yet.
    #[must_use]
    pub const fn is_missing(&self) -> bool {
        matches!(self.sign_up.state, State::Confirmed | State::Seeking)
    }

    /// Whether the person only waits: for a place, an answer or a yes.
    #[must_use]
    pub const fn waits(&self) -> bool {
        matches!(
            self.sign_up.state,
            State::Waitlisted | State::Offered | State::Pending
        )
    }
}

/// The leader's list of a shift.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct List {
    /// The shift.
    pub shift: Shift,
    /// Everybody whose sign-up is not cancelled: leaders first, then in the order of signing up.
    pub people: Vec<Attendee>,
    /// The leader's own sign-up, when it is the leader who asks: whoever writes a shift up was there.
    pub own: Option<PatrolSignUpId>,
}

impl List {
    /// Those who belong to the shift, whatever came of it.
    pub fn on_it(&self) -> impl Iterator<Item = &Attendee> {
        self.people.iter().filter(|attendee| !attendee.waits())
    }

    /// Those who wait, first come first.
    pub fn waiting(&self) -> impl Iterator<Item = &Attendee> {
        self.people.iter().filter(|attendee| attendee.waits())
    }

    /// Those who are counted on and not ticked, without the leader who asks.
    pub fn missing(&self) -> impl Iterator<Item = &Attendee> {
        self.people
            .iter()
            .filter(|attendee| attendee.is_missing() && Some(attendee.sign_up.id) != self.own)
    }
}

#[derive(sqlx::FromRow)]
struct Row {
    #[sqlx(flatten)]
    sign_up: SignUpRow,
    name: String,
    telephone: Option<String>,
    guardian: Option<String>,
    guardian_telephone: Option<String>,
    times_approved: i64,
}

impl Row {
    fn attendee(self) -> Result<Attendee, Error> {
        let telephone = if self.guardian.is_some() {
            self.guardian_telephone
        } else {
            self.telephone
        };
        Ok(Attendee {
            sign_up: self.sign_up.sign_up()?,
            name: self.name,
            telephone: telephone.and_then(|kept| Telephone::parse(&kept).ok()),
            guardian: self.guardian,
            approved: self.times_approved == 1,
        })
    }
}

/// The list of a shift with names and numbers, for its leader and staff (rule P18).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound` also for a draft and another community's, or when the store fails.
pub async fn list(ctx: &Context, id: PatrolShiftId) -> Result<List, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    require_lead(&mut read, ctx, &shift).await?;
    let people = people(&mut read, id).await?;
    Ok(List {
        own: own(ctx, &people),
        shift,
        people,
    })
}

/// The leader's place of whoever asks.
pub(super) fn own(ctx: &Context, people: &[Attendee]) -> Option<PatrolSignUpId> {
    let me = ctx.signed_in()?.person;
    let mut signed_up = people.iter().map(|attendee| &attendee.sign_up);
    let own = signed_up.find(|own| own.person == me && own.role == Role::Leader);
    own.map(|own| own.id)
}

/// Everybody on a shift, for whoever was found to lead it.
pub(super) async fn people(
    db: &mut impl Connection,
    shift: PatrolShiftId,
) -> Result<Vec<Attendee>, Error> {
    let rows = sql!(
        db,
        all as Row,
        "select u.id, u.shift_id, u.person_id, u.role, u.state, u.seq, u.guardian_id,
                u.offered_until, u.came_at, u.went_at, u.signed_at, u.with_guardian, u.version, u.times_approved,
                coalesce(a.display_name, p.name) as name, p.telephone,
                coalesce(b.display_name, g.name) as guardian, g.telephone as guardian_telephone
         from patrol_sign_up u
         join person p on p.id = u.person_id
         left join account a on a.person_id = p.id
         left join person g on g.id = u.guardian_id
         left join account b on b.person_id = g.id
         where u.shift_id = $1 and u.is_active = 1
         order by u.seq",
        shift.get(),
    )?;
    let mut people = rows
        .into_iter()
        .map(Row::attendee)
        .collect::<Result<Vec<_>, _>>()?;
    people.sort_by_key(|attendee| attendee.sign_up.role != Role::Leader);
    Ok(people)
}

/// Locks a published shift that was not called off, for whoever leads or manages it.
pub(super) async fn lead(tx: &mut Tx, ctx: &Context, id: PatrolShiftId) -> Result<Shift, Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    tx.lock(Lock::Shift(id)).await?;
    let shift = of_shift(tx, ctx, id)
        .await?
        .filter(|shift| shift.kept != Kept::Draft)
        .ok_or(Error::NotFound)?;
    require_lead(tx, ctx, &shift).await?;
    if shift.kept == Kept::Cancelled {
        return Err(Error::Changed);
    }
    Ok(shift)
}

/// 都来了: everybody who is counted on is here. Returns how many were not ticked before; pressed
/// twice, the second finds nobody.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` before people are ticked off at all, or when the store
/// fails.
pub async fn all_came(ctx: &Context, id: PatrolShiftId) -> Result<usize, Error> {
    let mut tx = ctx.db().write().await?;
    let shift = lead(&mut tx, ctx, id).await?;
    if !has_opened(shift.span, ctx.now) {
        return Err(Error::Changed);
    }
    let mut ticked = 0;
    for attendee in by_person(people(&mut tx, id).await?) {
        if attendee.is_missing() {
            mark::came(&mut tx, ctx, &shift, &attendee.sign_up, attendee.approved).await?;
            ticked += 1;
        }
    }
    if ticked > 0 {
        let entry = Entry::new(Deed::PatrolAttended, shift.subject());
        audit::record(&mut tx, ctx, entry.became(json!({ "all_came": ticked }))).await?;
    }
    tx.commit().await?;
    Ok(ticked)
}

/// In the order in which their hours are locked: by whose record it is.
pub(super) fn by_person(mut people: Vec<Attendee>) -> Vec<Attendee> {
    people.sort_by_key(|attendee| owner(&attendee.sign_up));
    people
}

/// Under whose record the hours of a sign-up are kept (rule P21).
fn owner(sign_up: &SignUp) -> PersonId {
    sign_up.guardian.unwrap_or(sign_up.person)
}

/// Brings the ledger to what a sign-up of a closed shift is worth (rule V13). The shift is locked.
pub(super) async fn settle(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
    approved: bool,
) -> Result<(), Error> {
    let span = credited(
        shift.span,
        Times {
            came: sign_up.came_at,
            went: sign_up.went_at,
            approved,
        },
    );
    let minutes = if sign_up.state == State::Completed {
        span.minutes()
    } else {
        0
    };
    let credit = Credit {
        person: owner(sign_up),
        child: sign_up.guardian.map(|_| sign_up.person),
        shift: shift.id,
        sign_up: sign_up.id,
        day: shift.first_day,
        span,
        minutes,
    };
    hours::credit(tx, ctx, &credit).await
}

/// The sign-ups that a form named, as a set.
pub(super) fn ids(named: &[PatrolSignUpId]) -> HashSet<PatrolSignUpId> {
    named.iter().copied().collect()
}
