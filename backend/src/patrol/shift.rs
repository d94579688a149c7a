//! Writing and publishing one shift (rules V10, V11).

mod cancel;
mod edit;

use std::time::Duration;

use domain::audit::Deed;
use domain::id::{PatrolShiftId, PatrolTemplateId};
use domain::instant::{Instant, LocalDate};
use domain::patrol::eligible::Span;
use domain::patrol::shift::{Body, Choices, Draft, Kept, NewShift};
use domain::permission::Permission;
use serde_json::json;

pub use self::cancel::{Ended, cancel};
pub use self::edit::{Edited, Effects, edit};
pub(crate) use self::{cancel::call_off, edit::change};
use super::{Shift, kind, of_shift, setting};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{estate, request_key, sql};

/// The use case's name among the request keys.
const WRITE: &str = "patrol_shift";

/// What can be chosen on the form of a shift or template; a retired kind only where it is chosen
/// already.
///
/// # Errors
/// When the store fails.
pub async fn choices(
    db: &mut impl Connection,
    ctx: &Context,
    kept: Option<&Shift>,
) -> Result<Choices, Error> {
    let kinds = kind::all(db, ctx).await?;
    let kept_kind = kept.map(|shift| shift.kind);
    let estate = estate::load(db, ctx).await?;
    let routes = sql!(
        db,
        all as (i64, Option<i64>),
        "select id, retired_at from patrol_route where community_id = $1 order by id",
        ctx.community.id.get(),
    )?;
    let kept_route = kept.and_then(|shift| shift.route);
    Ok(Choices {
        kinds: kinds
            .into_iter()
            .filter(|kind| !kind.is_retired || Some(kind.id) == kept_kind)
            .map(|kind| kind.id)
            .collect(),
        buildings: estate
            .buildings
            .iter()
            .map(|building| building.id)
            .collect(),
        routes: routes
            .into_iter()
            .map(|(id, retired)| (domain::id::PatrolRouteId::new(id), retired))
            .filter(|(id, retired)| retired.is_none() || Some(*id) == kept_route)
            .map(|(id, _)| id)
            .collect(),
    })
}

/// Writes a shift down, published or as a draft. The same form sent again gives the same shift
/// (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn write(ctx: &Context, draft: Draft) -> Result<PatrolShiftId, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    if let Some(id) = request_key::answered_before(ctx, WRITE, &draft.request_key).await? {
        return before(&id);
    }
    let mut read = ctx.db().read().await?;
    let choices = choices(&mut read, ctx, None).await?;
    drop(read);
    let new = draft.check(&ctx.community.zone, ctx.now, &choices, None)?;

    let mut tx = ctx.db().write().await?;
    if let Some(id) = request_key::answered(&mut tx, ctx, WRITE, &new.request_key).await? {
        return before(&id);
    }
    let leave = setting::load(&mut tx, ctx).await?.leave;
    let made = Made {
        body: &new.body,
        day: new.day,
        span: new.span,
        leave,
        publish: new.publish,
        origin: None,
    };
    let id = insert(&mut tx, ctx, &made)
        .await?
        .ok_or(Error::Unexpected("a shift of its own is always written"))?;
    let entry = Entry::new(Deed::PatrolWritten, format!("patrol/{id}"));
    audit::record(&mut tx, ctx, entry.became(told(&new))).await?;
    request_key::answer(&mut tx, ctx, WRITE, &new.request_key, &id.to_string()).await?;
    tx.commit().await?;
    Ok(id)
}

fn before(answer: &str) -> Result<PatrolShiftId, Error> {
    answer
        .parse()
        .map_err(|_| Error::Unexpected("a kept answer is no shift"))
}

fn told(new: &NewShift) -> serde_json::Value {
    json!({
        "from": new.day,
        "starts": new.body.starts.to_string(),
        "ends": new.body.ends.to_string(),
        "places": new.body.places.map(|places| places.capacity),
    })
}

/// One shift to be, by hand or from a template.
pub(crate) struct Made<'a> {
    /// What it is.
    pub body: &'a Body,
    /// The community's day on which it begins.
    pub day: LocalDate,
    /// When it is.
    pub span: Span,
    /// Leaving is free until so long before the start.
    pub leave: Duration,
    /// Whether it is published at once.
    pub publish: bool,
    /// Its template; `day` is then the occurrence.
    pub origin: Option<PatrolTemplateId>,
}

/// Writes the rows of a shift; nothing when its template made that day before (rule V10).
pub(crate) async fn insert(
    tx: &mut Tx,
    ctx: &Context,
    made: &Made<'_>,
) -> Result<Option<PatrolShiftId>, Error> {
    let body = made.body;
    let text = |line: Option<&str>| line.unwrap_or_default().to_owned();
    let kept = if made.publish {
        Kept::Open
    } else {
        Kept::Draft
    };
    let row = sql!(
        tx,
        optional as (i64,),
        "insert into patrol_shift (community_id, template_id, occurrence_on, kind_id, title, place,
                                   building_id, route_id, words, starts_at, ends_at, first_day,
                                   deadline_at, state, needs_approval, uses_code, published_at,
                                   created_at, updated_at)
         values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12, $13, $14, $15, $16, $17, $18, $18)
         on conflict do nothing returning id",
        ctx.community.id.get(),
        made.origin.map(PatrolTemplateId::get),
        made.origin.map(|_| made.day.to_string()),
        body.kind.get(),
        text(body.title.as_ref().map(domain::words::Line::as_str)),
        text(body.place.as_ref().map(domain::words::Line::as_str)),
        body.building.map(domain::id::BuildingId::get),
        body.route.map(domain::id::PatrolRouteId::get),
        text(body.words.as_ref().map(domain::words::Words::as_str)),
        made.span.starts.millis(),
        made.span.ends.millis(),
        made.day.to_string(),
        made.span.starts.minus(made.leave).millis(),
        kept.as_str(),
        i64::from(body.needs_approval),
        i64::from(body.uses_code),
        made.publish.then_some(ctx.now.millis()),
        ctx.now.millis(),
    )?;
    let Some((id,)) = row else {
        return Ok(None);
    };
    for places in body.places {
        sql!(
            tx,
            execute,
            "insert into patrol_place (shift_id, role, capacity, reserved) values ($1, $2, $3, $4)",
            id,
            places.role.as_str(),
            places.capacity,
            places.reserved,
        )?;
    }
    Ok(Some(PatrolShiftId::new(id)))
}

/// Reads a shift of this community under its lock, for who looks after patrols.
pub(crate) async fn managed(tx: &mut Tx, ctx: &Context, id: PatrolShiftId) -> Result<Shift, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    tx.lock(Lock::Shift(id)).await?;
    of_shift(tx, ctx, id).await?.ok_or(Error::NotFound)
}

/// Publishes a draft; whoever likes may sign up from now on. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` for one that was called off, or when the store fails.
pub async fn publish(ctx: &Context, id: PatrolShiftId) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let shift = managed(&mut tx, ctx, id).await?;
    match shift.kept {
        Kept::Open => return Ok(()),
        Kept::Cancelled => return Err(Error::Changed),
        Kept::Draft => {}
    }
    open(&mut tx, ctx, id).await?;
    let entry = Entry::new(Deed::PatrolPublished, shift.subject());
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Lets everybody see a draft that is locked.
pub(super) async fn open(tx: &mut Tx, ctx: &Context, id: PatrolShiftId) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update patrol_shift set state = 'open', published_at = $2, updated_at = $2,
                version = version + 1
         where id = $1",
        id.get(),
        ctx.now.millis(),
    )?;
    Ok(())
}

/// The deadline of leaving that a shift at these instants would have.
#[must_use]
pub fn deadline(span: Span, leave: Duration) -> Instant {
    span.starts.minus(leave)
}
