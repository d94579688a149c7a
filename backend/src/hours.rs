//! The ledger of service hours (rule V13): rows are added and never changed. A correction is a
//! reversal and a new entry, and the balance is the sum.

pub mod claim;
mod correct;
pub mod desk;
pub mod export;
mod ledger;
mod rows;

use std::collections::BTreeMap;

use domain::hours::Source;
use domain::id::{PatrolShiftId, PatrolSignUpId, PersonId};
use domain::instant::LocalDate;
use domain::patrol::eligible::Span;

use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::sql;

use rows::New;

pub use correct::{Correctable, correct, correctable};
pub use domain::hours::Totals;
pub use ledger::{Ledger, Line, Part, has_any, of, own};

/// What a sign-up is to be credited with.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Credit {
    /// Under whose record; of a child the guardian's.
    pub person: PersonId,
    /// The child that came.
    pub child: Option<PersonId>,
    /// On which shift.
    pub shift: PatrolShiftId,
    /// For which sign-up.
    pub sign_up: PatrolSignUpId,
    /// The community's day on which the shift begins (rule V19).
    pub day: LocalDate,
    /// From when to when, as planned or as written down.
    pub span: Span,
    /// Whole minutes; 0 takes back what was credited.
    pub minutes: i64,
}

/// Brings the ledger to exactly that credit for that sign-up: nothing is written where it stands so
/// already, otherwise a reversal of what stands and, when there are minutes, a new entry. What staff
/// corrected by hand stays as they left it, whatever is ticked afterwards (rule V13). Whoever
/// credits several people of a shift does so in ascending order of `person`, under the shift's lock.
///
/// # Errors
/// When the store fails.
pub async fn credit(tx: &mut Tx, ctx: &Context, credit: &Credit) -> Result<(), Error> {
    tx.lock(Lock::Person(credit.person)).await?;
    if rows::is_corrected(tx, credit.sign_up).await? {
        return Ok(());
    }
    let wanted = (credit.minutes > 0).then(|| New {
        person: credit.person,
        child: credit.child,
        source: Source::Automatic,
        shift: Some(credit.shift),
        sign_up: Some(credit.sign_up),
        claim: None,
        day: credit.day,
        span: Some(credit.span),
        minutes: credit.minutes,
        words: String::new(),
        approved_by: None,
    });
    let mut stands = false;
    for (id, kept) in rows::standing_of(tx, ctx, credit.sign_up).await? {
        if !stands && wanted.as_ref() == Some(&kept) {
            stands = true;
        } else {
            rows::reverse(tx, ctx, id, &kept, "").await?;
        }
    }
    if let Some(new) = wanted.filter(|_| !stands) {
        rows::insert(tx, ctx, &new).await?;
    }
    Ok(())
}

/// What stands in the ledger for each sign-up of a shift, in minutes.
///
/// # Errors
/// When the store fails.
pub(crate) async fn of_shift(
    db: &mut impl Connection,
    shift: PatrolShiftId,
) -> Result<BTreeMap<PatrolSignUpId, i64>, Error> {
    let rows = sql!(
        db,
        all as (i64, i64),
        "select sign_up_id, cast(sum(minutes) as bigint) from hours_entry
         where shift_id = $1 and sign_up_id is not null group by sign_up_id",
        shift.get(),
    )?;
    let kept = |(sign_up, minutes)| (PatrolSignUpId::new(sign_up), minutes);
    Ok(rows.into_iter().map(kept).collect())
}
