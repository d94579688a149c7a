//! What a patrol found becomes a report, located and linked (rule V16).

use std::time::Duration;

use domain::id::{AreaId, BuildingId, CategoryId, PatrolShiftId};
use domain::patrol::attendance::has_opened;
use domain::patrol::shift::Kept;
use domain::permission::Permission;
use domain::report::{Draft, Number, State};

use super::{Shift, leads, manages};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::{report, sql};

/// A report that a patrol made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    /// Its public number.
    pub number: Number,
    /// What it is about.
    pub category: CategoryId,
    /// Where, when it is at a building.
    pub building: Option<BuildingId>,
    /// Where, when it is outside.
    pub area: Option<AreaId>,
    /// The place in words, or a note beside it.
    pub place_words: String,
    /// What was written.
    pub words: String,
    /// How it stands.
    pub state: State,
}

#[derive(sqlx::FromRow)]
struct Row {
    year: i64,
    seq: i64,
    category_id: i64,
    building_id: Option<i64>,
    area_id: Option<i64>,
    place_words: String,
    words: String,
    state: String,
}

/// Whoever is on a shift may still say so long after its end what was found on it: what was typed on
/// the stairs is sent at home.
const AFTERWARDS: Duration = Duration::from_secs(60 * 60);

/// Reads a published shift that goes on, for whoever leads it, manages it or is on it. Its leader
/// and staff have until it is written up, everybody else until an hour after its end.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` outside that time, or when the store fails.
pub(super) async fn going_on(ctx: &Context, id: PatrolShiftId) -> Result<Shift, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    let is_led = takes_part(&mut read, ctx, &shift).await?;
    let over =
        shift.closed_at.is_some() || (!is_led && ctx.now >= shift.span.ends.plus(AFTERWARDS));
    if shift.kept != Kept::Open || !has_opened(shift.span, ctx.now) || over {
        return Err(Error::Changed);
    }
    Ok(shift)
}

/// Refuses whoever is not on the shift; whether who asks leads or manages it.
pub(super) async fn takes_part(
    db: &mut impl Connection,
    ctx: &Context,
    shift: &Shift,
) -> Result<bool, Error> {
    let me = ctx.signed_in().ok_or(Error::SignIn)?.person;
    if manages(ctx, shift) || leads(db, ctx, shift.id).await? {
        return Ok(true);
    }
    sql!(
        db,
        optional as (i64,),
        "select id from patrol_sign_up
         where shift_id = $1 and person_id = $2
           and state in ('confirmed', 'seeking', 'checked_in', 'completed')",
        shift.id.get(),
        me.get(),
    )?
    .map(|_| false)
    .ok_or_else(|| ctx.refused(Permission::ManagePatrols))
}

/// Makes a report of what was found, without any other right than being on the shift while it goes
/// on. The same form sent twice makes one (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Invalid` with the fields at fault, `Changed` outside the time of
/// the shift, or when the store fails.
pub async fn file(ctx: &Context, id: PatrolShiftId, draft: Draft) -> Result<Number, Error> {
    let shift = going_on(ctx, id).await?;
    report::found(ctx, draft, shift.id).await
}

/// What was found on a shift, in that order.
pub(super) async fn of_shift(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolShiftId,
) -> Result<Vec<Finding>, Error> {
    let rows = sql!(
        db,
        all as Row,
        "select r.year, r.seq, r.category_id, r.building_id, r.area_id, r.place_words, r.words,
                r.state
         from patrol_finding f join report r on r.id = f.report_id
         where f.shift_id = $1 and r.community_id = $2
         order by r.id limit 200",
        id.get(),
        ctx.community.id.get(),
    )?;
    rows.into_iter()
        .map(|row| {
            Ok(Finding {
                number: Number {
                    year: i16::try_from(row.year)
                        .map_err(|_| Error::Unexpected("a report's year is none"))?,
                    seq: row.seq,
                },
                category: CategoryId::new(row.category_id),
                building: row.building_id.map(BuildingId::new),
                area: row.area_id.map(AreaId::new),
                place_words: row.place_words,
                words: row.words,
                state: State::parse(&row.state)
                    .ok_or(Error::Unexpected("a report's state is unknown"))?,
            })
        })
        .collect()
}

/// What was found on a shift, for whoever is on it.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn list(ctx: &Context, id: PatrolShiftId) -> Result<Vec<Finding>, Error> {
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    takes_part(&mut read, ctx, &shift).await?;
    of_shift(&mut read, ctx, id).await
}

/// As what somebody has to do with a shift that goes on.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Leads it, or looks after the community's patrols.
    Leads,
    /// Is on it.
    IsOnIt,
}

/// As what who asks takes part in a shift.
///
/// # Errors
/// `SignIn`, `Denied` for everybody else, `NotFound`, or when the store fails.
pub async fn part(ctx: &Context, id: PatrolShiftId) -> Result<Part, Error> {
    ctx.signed_in().ok_or(Error::SignIn)?;
    let shift = super::find(ctx, id).await?;
    let mut read = ctx.db().read().await?;
    Ok(if takes_part(&mut read, ctx, &shift).await? {
        Part::Leads
    } else {
        Part::IsOnIt
    })
}
