//! Corrections by staff: a reversal, and a new entry where minutes are left (rule V13).

use domain::audit::Deed;
use domain::hours::{CorrectionDraft, may_judge};
use domain::id::{HoursEntryId, PersonId};
use domain::instant::LocalDate;
use domain::permission::Permission;
use serde_json::json;

use super::rows::{self, New};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Lock;
use crate::error::Error;
use crate::{request_key, sql};

/// The use case's name among the request keys.
const CORRECT: &str = "hours.correct";

/// What the form shows of an entry.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Correctable {
    /// The entry.
    pub id: HoursEntryId,
    /// Under whose record.
    pub person: PersonId,
    /// What that person is called.
    pub name: String,
    /// On which day.
    pub day: LocalDate,
    /// What stands now.
    pub minutes: i64,
}

/// An entry that staff may correct.
///
/// # Errors
/// `SignIn`, `Denied` also for one's own, `NotFound`, `Changed` for one that does not count any more,
/// or when the store fails.
pub async fn correctable(ctx: &Context, id: HoursEntryId) -> Result<Correctable, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    let person = rows::person_of(&mut read, ctx, id).await?;
    require_of_another(ctx, person)?;
    let kept = rows::standing(&mut read, ctx, id).await?;
    let kept = kept.ok_or(Error::Changed)?;
    Ok(Correctable {
        id,
        person,
        name: rows::name_of(&mut read, ctx, person).await?,
        day: kept.day,
        minutes: kept.minutes,
    })
}

/// Takes an entry back and, where minutes are left, writes another in its place, both with the
/// reason. Returns under whose record. The same form sent again changes nothing.
///
/// # Errors
/// Those of [`correctable`], and `Invalid`.
pub async fn correct(
    ctx: &Context,
    id: HoursEntryId,
    draft: CorrectionDraft,
) -> Result<PersonId, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let person = rows::person_of(&mut tx, ctx, id).await?;
    require_of_another(ctx, person)?;
    let right = draft.check()?;
    if request_key::answered(&mut tx, ctx, CORRECT, &right.request_key)
        .await?
        .is_some()
    {
        return Ok(person);
    }
    tx.lock(Lock::Person(person)).await?;
    let kept = rows::standing(&mut tx, ctx, id).await?;
    let kept = kept.ok_or(Error::Changed)?;
    if let Some(claim) = kept.claim {
        let (entered_by,) = sql!(
            &mut tx,
            one as (Option<i64>,),
            "select entered_by from hours_claim where id = $1",
            claim.get(),
        )?;
        let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
        if !may_judge(me, person, entered_by.map(PersonId::new)) {
            return Err(ctx.refused(Permission::ManagePatrols));
        }
    }
    let reason = right.reason.as_str();
    rows::reverse(&mut tx, ctx, id, &kept, reason).await?;
    let was = kept.minutes;
    if right.minutes > 0 {
        let new = New {
            minutes: right.minutes,
            words: reason.to_owned(),
            approved_by: ctx.signed_in().map(|me| me.person),
            // From when to when it was is not known any more.
            span: kept.span.filter(|span| span.minutes() == right.minutes),
            ..kept
        };
        rows::insert(&mut tx, ctx, &new).await?;
    }
    let entry = Entry::new(Deed::HoursCorrected, format!("hours/{id}"))
        .whose(person)
        .was(json!({ "minutes": was }))
        .became(json!({ "minutes": right.minutes }))
        .personal(json!({ "words": reason }));
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(person)
}

/// Nobody corrects their own hours, or those of a child of theirs (rule P14).
fn require_of_another(ctx: &Context, person: PersonId) -> Result<(), Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    if may_judge(me, person, None) {
        Ok(())
    } else {
        Err(ctx.refused(Permission::ManagePatrols))
    }
}
