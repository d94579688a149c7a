//! What has to be known of a shift and a person before a place is given; read under the locks of
//! both.

use std::time::Duration;

use domain::id::PersonId;
use domain::instant::Instant;
use domain::patrol::eligible::{Child, PersonFacts, ShiftFacts, Span, Why, refusal};
use domain::patrol::shift::{Kept, is_night};
use domain::patrol::{Role, Rule};

use super::{Shift, SignUp};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::sql;

/// What a shift looks like to somebody who wants a role.
pub(super) fn of_shift(ctx: &Context, shift: &Shift, role: Role) -> ShiftFacts {
    ShiftFacts {
        span: shift.span,
        is_open: shift.kept == Kept::Open,
        is_cancelled: shift.kept == Kept::Cancelled,
        is_closed: shift.closed_at.is_some(),
        is_night: is_night(&ctx.community.zone, shift.span),
        leaders: shift.places_of(Role::Leader).capacity,
        capacity: shift.places_of(role).capacity,
    }
}

/// What a guardian said about a child.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Said {
    /// Whether the guardian agrees that it takes part.
    pub agrees: bool,
    /// Whether it is ten or older.
    pub is_ten: bool,
}

/// A person's other places around a shift, training, and whether there was a patrol before.
pub(super) async fn of_person(
    db: &mut impl Connection,
    person: PersonId,
    shift: &Shift,
    rest: Duration,
    said: Option<Said>,
) -> Result<PersonFacts, Error> {
    let busy = sql!(
        db,
        all as (i64, i64),
        "select s.starts_at, s.ends_at from patrol_sign_up u
         join patrol_shift s on s.id = u.shift_id
         where u.person_id = $1 and u.holds = 1 and u.is_active = 1 and u.shift_id <> $2
           and s.state <> 'cancelled' and s.ends_at > $3 and s.starts_at < $4",
        person.get(),
        shift.id.get(),
        shift.span.starts.minus(rest).millis(),
        shift.span.ends.plus(rest).millis(),
    )?;
    let (trained, patrolled, guardian) = sql!(
        db,
        one as (i64, i64, Option<i64>),
        "select (select count(*) from patrol_skill k where k.person_id = $1 and k.skill = 'leader'),
                (select count(*) from patrol_sign_up u
                 where u.person_id = $1 and u.state = 'completed'),
                (select c.guardian_id from child c where c.person_id = $1)",
        person.get(),
    )?;
    let child = match guardian {
        None => None,
        Some(guardian) => {
            let (beside,) = sql!(
                db,
                one as (i64,),
                "select count(*) from patrol_sign_up
                 where shift_id = $1 and person_id = $2 and holds = 1",
                shift.id.get(),
                guardian,
            )?;
            // Nothing is asked again of one that was let in.
            let said = said.unwrap_or(Said {
                agrees: true,
                is_ten: true,
            });
            Some(Child {
                has_consent: said.agrees,
                is_ten: said.is_ten,
                is_accompanied: beside > 0,
            })
        }
    };
    Ok(PersonFacts {
        busy: busy
            .into_iter()
            .map(|(starts, ends)| Span {
                starts: Instant::from_millis(starts),
                ends: Instant::from_millis(ends),
            })
            .collect(),
        is_trained: trained > 0,
        has_patrolled: patrolled > 0,
        child,
    })
}

/// What keeps a person from a role on a shift, if anything does (rule V5).
pub(super) async fn keeps_from(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
    (person, role): (PersonId, Role),
    said: Option<Said>,
    waived: &[Rule],
) -> Result<Option<Why>, Error> {
    let rest = super::setting::load(db, ctx).await?.rest;
    let facts = of_person(db, person, shift, rest, said).await?;
    let of_shift = of_shift(ctx, shift, role);
    Ok(refusal(&of_shift, &facts, role, rest, ctx.now, waived))
}

/// What keeps somebody who waits, or whose shift moved, from their place.
pub(super) async fn keeps(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
    sign_up: &SignUp,
) -> Result<Option<Why>, Error> {
    let who = (sign_up.person, sign_up.role);
    // The guardian of a child said so when it was signed up.
    let said = Said {
        agrees: true,
        is_ten: !sign_up.with_guardian,
    };
    keeps_from(db, ctx, shift, who, Some(said), &[]).await
}
