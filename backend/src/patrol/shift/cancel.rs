//! Calling one shift off (rule V8).

use domain::audit::Deed;
use domain::id::PatrolShiftId;
use domain::message::Kind;
use domain::patrol::shift::Kept;
use domain::words::Line;
use serde_json::json;

use super::managed;
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::patrol::queue::tell_with;
use crate::patrol::{Shift, rows};
use crate::sql;

/// What calling off came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Ended {
    /// The shift stays, marked, for everybody who saw it, and for its template.
    CalledOff,
    /// Nobody had seen it: it is gone.
    Removed,
}

/// Calls a shift off and tells every active person once (rule V8). Pressed twice, it is done once. A
/// draft with nobody on it is taken away; of a template's draft staff see that it was called off.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` at `reason`, `Changed` when it is written up already, or
/// when the store fails.
pub async fn cancel(ctx: &Context, id: PatrolShiftId, reason: &str) -> Result<Ended, Error> {
    let reason = Line::<200>::parse(reason).map_err(|problem| Error::at("reason", problem))?;
    let mut tx = ctx.db().write().await?;
    let shift = managed(&mut tx, ctx, id).await?;
    if shift.kept == Kept::Cancelled {
        return Ok(Ended::CalledOff);
    }
    if shift.closed_at.is_some() {
        return Err(Error::Changed);
    }
    // Nobody was told of a draft, and nobody is told of its end: it is taken away. One of a template
    // stays, or the template would make that day anew (rule V10).
    let is_alone = shift.kept == Kept::Draft && shift.template.is_none();
    let ended = if is_alone && rows::remove(&mut tx, id).await? {
        let entry = Entry::new(Deed::PatrolCancelled, shift.subject());
        let entry = entry.personal(json!({ "reason": reason.as_str() }));
        audit::record(&mut tx, ctx, entry).await?;
        Ended::Removed
    } else {
        call_off(&mut tx, ctx, &shift, reason.as_str()).await?;
        Ended::CalledOff
    };
    tx.commit().await?;
    Ok(ended)
}

/// Calls a locked shift off, tells everybody active once and records it.
pub(crate) async fn call_off(
    tx: &mut Tx,
    ctx: &Context,
    shift: &Shift,
    reason: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update patrol_shift set state = 'cancelled', cancelled_at = $2, cancel_reason = $3,
                is_edited = 1, sequence = sequence + 1, updated_at = $2, version = version + 1
         where id = $1",
        shift.id.get(),
        ctx.now.millis(),
        reason,
    )?;
    let more = [("reason", reason)];
    for sign_up in rows::all_active(tx, shift.id).await? {
        tell_with(tx, ctx, shift, &sign_up, Kind::PatrolCancelled, &more).await?;
    }
    let entry = Entry::new(Deed::PatrolCancelled, shift.subject());
    let entry = entry.personal(json!({ "reason": reason }));
    audit::record(tx, ctx, entry).await
}
