//! Doing what a plan says, in the transaction of the import.

use std::collections::BTreeSet;

use domain::id::{PatrolShiftId, PersonId};
use domain::patrol::Role;
use domain::patrol::sign_up::State;
use domain::telephone::Telephone;
use text::Lang;

use super::plan::{Plan, Who, of};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::patrol::{rows, setting, shift};
use crate::sql;

/// What a plan touches.
#[derive(PartialEq, Eq)]
pub(super) struct Locked {
    shifts: BTreeSet<PatrolShiftId>,
    persons: BTreeSet<PersonId>,
}

impl Locked {
    fn of(plan: &Plan) -> Self {
        let adds = plan.shifts.iter().flat_map(|shift| &shift.adds);
        Self {
            shifts: plan.shifts.iter().filter_map(|shift| shift.id).collect(),
            persons: adds.filter_map(|(who, _)| of(*who)).collect(),
        }
    }

    /// Whether everything that a plan touches is held.
    pub(super) fn covers(&self, plan: &Plan) -> bool {
        let other = Self::of(plan);
        other.shifts.is_subset(&self.shifts) && other.persons.is_subset(&self.persons)
    }
}

/// Locks what a plan touches: shifts that are there before persons, each in the order of their ids.
pub(super) async fn lock(tx: &mut Tx, plan: &Plan) -> Result<Locked, Error> {
    let locked = Locked::of(plan);
    for id in &locked.shifts {
        tx.lock(Lock::Shift(*id)).await?;
    }
    for person in &locked.persons {
        tx.lock(Lock::Person(*person)).await?;
    }
    Ok(locked)
}

/// Writes a plan that was made under its locks.
pub(super) async fn perform(tx: &mut Tx, ctx: &Context, plan: &Plan) -> Result<(), Error> {
    let helper = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let mut new = Vec::new();
    for (name, telephone) in &plan.new {
        let (id,) = sql!(
            tx,
            one as (i64,),
            "insert into person (community_id, name, telephone, created_at)
             values ($1, $2, $3, $4) returning id",
            ctx.community.id.get(),
            name.as_str(),
            telephone.as_ref().map(Telephone::dial),
            ctx.now.millis(),
        )?;
        new.push(PersonId::new(id));
    }
    let leave = setting::load(tx, ctx).await?.leave;
    for planned in &plan.shifts {
        let id = if let Some(id) = planned.id {
            if planned.is_draft && !planned.adds.is_empty() {
                shift::open(tx, ctx, id).await?;
            }
            id
        } else {
            let made = shift::Made {
                body: &planned.body,
                day: planned.day,
                span: planned.span,
                leave,
                publish: true,
                origin: None,
            };
            let id = shift::insert(tx, ctx, &made).await?;
            id.ok_or(Error::Unexpected("a shift of its own is always written"))?
        };
        for (who, role) in &planned.adds {
            let person = match who {
                Who::Known(person) => *person,
                Who::New(at) => new[*at],
            };
            let is_placed = rows::take_reserved(tx, id, *role).await?
                || rows::take_place(tx, id, *role).await?;
            if !is_placed {
                add_place(tx, id, *role).await?;
            }
            let row = rows::New {
                person,
                role: *role,
                state: State::Confirmed,
                guardian: None,
                with_guardian: false,
                entered_by: Some(helper),
                // Whoever leads by the office's own roster is let pass (rule V9).
                override_reason: if *role == Role::Leader {
                    text::patrol_desk::roster_reason(Lang::Zh).to_owned()
                } else {
                    String::new()
                },
            };
            rows::insert(tx, ctx, id, &row).await?;
        }
    }
    Ok(())
}

/// One place more, taken at once.
async fn add_place(tx: &mut Tx, id: PatrolShiftId, role: Role) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into patrol_place (shift_id, role, capacity, taken) values ($1, $2, 1, 1)
         on conflict (shift_id, role) do update
         set capacity = patrol_place.capacity + 1, taken = patrol_place.taken + 1",
        id.get(),
        role.as_str(),
    )?;
    sql!(
        tx,
        execute,
        "update patrol_shift set version = version + 1, is_edited = 1 where id = $1",
        id.get(),
    )?;
    Ok(())
}
