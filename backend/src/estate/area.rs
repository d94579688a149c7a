//! Areas outside the buildings (公共区域): added, renamed, put in order, closed and opened again.
//! They are never deleted, because reports name them.

use domain::audit::Deed;
use domain::id::AreaId;
use domain::order::{Step, stepped};
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;

use super::{Area, load};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::{community, request_key, sql};

/// The use cases' names among the request keys.
const SAVE: &str = "area";
const MOVE: &str = "area_move";

/// What staff type about one area.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// Chinese name, as residents read it.
    pub name_zh: String,
    /// English name; the Chinese one stands in for it.
    pub name_en: String,
}

/// Every area in order, closed ones too.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn all(ctx: &Context) -> Result<Vec<Area>, Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    Ok(load(&mut ctx.db().read().await?, ctx).await?.areas)
}

fn checked(
    draft: &Draft,
    known: &[Area],
    own: Option<AreaId>,
) -> Result<(String, String), Problems> {
    let mut problems = Problems::new();
    let name_zh = Line::<20>::parse(&draft.name_zh).and_then(|name| {
        let taken = |area: &Area| area.name_zh == name.as_str() && Some(area.id) != own;
        if known.iter().any(taken) {
            Err(Problem::Taken)
        } else {
            Ok(name.to_string())
        }
    });
    let name_zh = problems.take("name_zh", name_zh);
    let name_en = problems.take("name_en", Line::<40>::optional(&draft.name_en));
    let (Some(name_zh), Some(name_en)) = (name_zh, name_en) else {
        return Err(problems);
    };
    let name_en = name_en.map_or_else(|| name_zh.clone(), |name| name.to_string());
    Ok((name_zh, name_en))
}

/// Adds an area behind all others, or renames the one with this id and version.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, `Changed` when somebody else changed it first, or when
/// the store fails.
pub async fn save(
    ctx: &Context,
    known: Option<(AreaId, i64)>,
    draft: &Draft,
    request_key: &str,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let key =
        RequestKey::parse(request_key).map_err(|problem| Error::at("request_key", problem))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, SAVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let areas = load(&mut tx, ctx).await?.areas;
    let own = known.map(|(id, _)| id);
    let before = own
        .map(|id| {
            areas
                .iter()
                .find(|area| area.id == id)
                .ok_or(Error::NotFound)
        })
        .transpose()?;
    let (name_zh, name_en) = checked(draft, &areas, own)?;
    let entry = if let (Some((id, version)), Some(before)) = (known, before) {
        if before.version != version {
            return Err(Error::Changed);
        }
        sql!(
            &mut tx,
            execute,
            "update area set name_zh = $2, name_en = $3, version = version + 1 where id = $1",
            id.get(),
            &name_zh,
            &name_en,
        )?;
        entry(id).was(json!({ "name": before.name_zh }))
    } else {
        let (id,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into area (community_id, name_zh, name_en, sort)
                 select $1, $2, $3, coalesce(max(sort), 0) + 1 from area where community_id = $1
                 returning id",
            ctx.community.id.get(),
            &name_zh,
            &name_en,
        )?;
        entry(AreaId::new(id))
    };
    finish(tx, ctx, entry.became(json!({ "name": name_zh }))).await
}

fn entry(id: AreaId) -> Entry {
    Entry::new(Deed::AreaSaved, format!("area/{id}"))
}

async fn finish(mut tx: Tx, ctx: &Context, entry: Entry) -> Result<(), Error> {
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

/// Moves an area one place up or down. The key keeps a double tap from moving it twice.
///
/// # Errors
/// `Invalid`, `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn step(ctx: &Context, id: AreaId, step: Step, request_key: &str) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;
    let key =
        RequestKey::parse(request_key).map_err(|problem| Error::at("request_key", problem))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, MOVE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let estate = load(&mut tx, ctx).await?;
    let moved = estate
        .open_areas()
        .find(|area| area.id == id)
        .ok_or(Error::NotFound)?;
    let open: Vec<_> = estate.open_areas().map(|area| area.id).collect();
    for (sort, id) in (1_i64..).zip(stepped(&open, id, step)) {
        sql!(
            &mut tx,
            execute,
            "update area set sort = $2 where id = $1",
            id.get(),
            sort,
        )?;
    }
    let entry = entry(id).became(json!({ "name": moved.name_zh, "action": "order" }));
    finish(tx, ctx, entry).await
}

/// Closes an area, so that nobody can choose it any more, or opens it again. A repeated press changes
/// nothing.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, `Changed` when it was renamed meanwhile, or when the store fails.
pub async fn set_closed(
    ctx: &Context,
    (id, version): (AreaId, i64),
    is_closed: bool,
) -> Result<(), Error> {
    ctx.require_at(Permission::ManageEstate, &ctx.community.path)?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let estate = load(&mut tx, ctx).await?;
    let area = estate.area(id).ok_or(Error::NotFound)?;
    if area.is_closed == is_closed {
        return Ok(());
    }
    if area.version != version {
        return Err(Error::Changed);
    }
    let today = ctx.community.zone.date_of(ctx.now).to_string();
    sql!(
        &mut tx,
        execute,
        "update area set closed_on = $2, version = version + 1 where id = $1",
        id.get(),
        is_closed.then_some(today),
    )?;
    let entry = entry(id)
        .was(json!({ "name": area.name_zh, "closed": !is_closed }))
        .became(json!({ "name": area.name_zh, "closed": is_closed }));
    finish(tx, ctx, entry).await
}
