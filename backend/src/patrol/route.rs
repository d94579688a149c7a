//! Ways to go, with what to look at: one stop a line (rule V16).

use domain::audit::Deed;
use domain::id::PatrolRouteId;
use domain::patrol::route::{Draft, NewRoute};
use domain::permission::Permission;
use domain::words::Line;
use serde_json::json;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::{request_key, sql};

/// The use case's name among the request keys.
const SAVE: &str = "patrol_route";

/// One route.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Route {
    /// Its id.
    pub id: PatrolRouteId,
    /// What it is called.
    pub name: String,
    /// What to look at, in order.
    pub stops: Vec<String>,
    /// No longer offered; old shifts keep it.
    pub is_retired: bool,
    /// Raised by every change.
    pub version: i64,
}

type Row = (i64, String, String, Option<i64>, i64);

fn of_row((id, name, stops, retired_at, version): Row) -> Route {
    Route {
        id: PatrolRouteId::new(id),
        name,
        stops: stops.lines().map(ToOwned::to_owned).collect(),
        is_retired: retired_at.is_some(),
        version,
    }
}

/// All routes, retired ones last.
///
/// # Errors
/// When the store fails.
pub async fn all(db: &mut impl Connection, ctx: &Context) -> Result<Vec<Route>, Error> {
    let rows = sql!(
        db,
        all as Row,
        "select id, name, stops, retired_at, version from patrol_route
         where community_id = $1
         order by case when retired_at is null then 0 else 1 end, id",
        ctx.community.id.get(),
    )?;
    Ok(rows.into_iter().map(of_row).collect())
}

/// One route of this community, retired or not.
///
/// # Errors
/// `NotFound` also for another community's (rule P3), or when the store fails.
pub async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: PatrolRouteId,
) -> Result<Route, Error> {
    sql!(
        db,
        optional as Row,
        "select id, name, stops, retired_at, version from patrol_route
         where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?
    .map(of_row)
    .ok_or(Error::NotFound)
}

/// All routes, for who looks after patrols.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn list(ctx: &Context) -> Result<Vec<Route>, Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    all(&mut ctx.db().read().await?, ctx).await
}

/// Writes a route down, or changes the one with this id and version. What was ticked on earlier
/// shifts keeps the words it had. The same form sent again changes nothing (rule R3).
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid`, `NotFound`, `Changed`, or when the store fails.
pub async fn save(
    ctx: &Context,
    known: Option<(PatrolRouteId, i64)>,
    draft: &Draft,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let new = draft.check()?;
    let stops: Vec<_> = new.stops.iter().map(Line::as_str).collect();
    let stops = stops.join("\n");

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SAVE, &new.request_key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    let id = if let Some((id, version)) = known {
        find(&mut tx, ctx, id).await?;
        let changed = sql!(
            &mut tx,
            execute,
            "update patrol_route set name = $3, stops = $4, version = version + 1
             where id = $1 and version = $2",
            id.get(),
            version,
            new.name.as_str(),
            stops,
        )?;
        if changed == 0 {
            return Err(Error::Changed);
        }
        id
    } else {
        let (id,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into patrol_route (community_id, name, stops) values ($1, $2, $3)
             returning id",
            ctx.community.id.get(),
            new.name.as_str(),
            stops,
        )?;
        PatrolRouteId::new(id)
    };
    audit::record(&mut tx, ctx, entry(id).became(told(&new))).await?;
    tx.commit().await?;
    Ok(())
}

/// Offers a route no longer, or again (rule X8). Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed`, or when the store fails.
pub async fn set_retired(
    ctx: &Context,
    (id, version): (PatrolRouteId, i64),
    retired: bool,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManagePatrols, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    if find(&mut tx, ctx, id).await?.is_retired == retired {
        return Ok(());
    }
    let changed = sql!(
        &mut tx,
        execute,
        "update patrol_route set retired_at = $3, version = version + 1
         where id = $1 and version = $2",
        id.get(),
        version,
        retired.then(|| ctx.now.millis()),
    )?;
    if changed == 0 {
        return Err(Error::Changed);
    }
    audit::record(
        &mut tx,
        ctx,
        entry(id).became(json!({ "offered": !retired })),
    )
    .await?;
    tx.commit().await?;
    Ok(())
}

fn entry(id: PatrolRouteId) -> Entry {
    Entry::new(Deed::PatrolRouteSaved, format!("patrol_route/{id}"))
}

fn told(new: &NewRoute) -> serde_json::Value {
    json!({ "name": new.name.as_str(), "stops": new.stops.len() })
}
