//! The generator: many buildings alike in one go (P4).

use std::collections::BTreeMap;

use domain::audit::Deed;
use domain::estate::{BuildingPlan, Counts, Draft, NewBuildings, Plan, building_key};
use domain::id::OrgNodeId;
use domain::permission::Permission;
use serde::{Deserialize, Serialize};
use serde_json::json;

use super::write;
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::{community, org, request_key, sql};

/// The use case's name among the request keys.
const ADD: &str = "estate";

/// What a go has made.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Made {
    /// How much is new.
    pub counts: Counts,
    /// Buildings that were there already, by their own names; they were left as they are.
    pub existing: Vec<String>,
}

/// What a go would make.
#[derive(Debug, Clone)]
pub struct Preview {
    /// How much would be new.
    pub counts: Counts,
    /// The buildings that would be made.
    pub buildings: Vec<BuildingPlan>,
    /// Buildings that are there already.
    pub existing: Vec<String>,
}

/// What a form would make; nothing is changed.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` with the fields at fault, or when the store fails.
pub async fn preview(ctx: &Context, draft: &Draft) -> Result<Preview, Error> {
    let plan = checked(ctx, draft).await?.plan;
    let mut read = ctx.db().read().await?;
    let known = known(&mut read, ctx).await?;
    let mut preview = Preview {
        counts: Counts::default(),
        buildings: Vec::new(),
        existing: Vec::new(),
    };
    for building in plan.buildings {
        if let Some(name) = known.get(&building_key(&building.name)) {
            preview.existing.push(name.clone());
        } else {
            preview.counts.add(&building);
            preview.buildings.push(building);
        }
    }
    Ok(preview)
}

/// Makes the buildings of a form, all or nothing. Buildings that exist are left alone, so that the
/// same form again changes nothing; sent twice, it answers what it answered first.
///
/// # Errors
/// `SignIn`, `Denied` when the rights do not reach the place, `Invalid`, or when the store fails.
pub async fn add(ctx: &Context, draft: Draft) -> Result<Made, Error> {
    ctx.require(Permission::ManageEstate)?;
    if let Some(made) = request_key::answered_before(ctx, ADD, &draft.request_key).await? {
        return before(&made);
    }
    let new = checked(ctx, &draft).await?;

    let mut tx = ctx.db().write().await?;
    if let Some(made) = request_key::answered(&mut tx, ctx, ADD, &new.request_key).await? {
        return before(&made);
    }
    let made = generate(&mut tx, ctx, &new.plan).await?;
    let answer = serde_json::to_string(&made)
        .map_err(|_| Error::Unexpected("what was made cannot be written down"))?;
    request_key::answer(&mut tx, ctx, ADD, &new.request_key, &answer).await?;
    tx.commit().await?;
    Ok(made)
}

fn before(answer: &str) -> Result<Made, Error> {
    serde_json::from_str(answer).map_err(|_| Error::Unexpected("a kept answer made no buildings"))
}

/// The form without faults, by somebody whose right reaches where the buildings go.
async fn checked(ctx: &Context, draft: &Draft) -> Result<NewBuildings, Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut read = ctx.db().read().await?;
    let grids = org::grids(&mut read, ctx).await?;
    let ids: Vec<OrgNodeId> = grids.iter().map(|grid| grid.id).collect();
    let new = draft.check(&ids)?;
    let path = match new.plan.under {
        Some(id) => grids
            .iter()
            .find(|grid| grid.id == id)
            .map(|grid| &grid.path),
        None => Some(&ctx.community.path),
    };
    ctx.require_at(Permission::ManageEstate, path.ok_or(Error::NotFound)?)?;
    Ok(new)
}

/// The buildings of the community: key and name.
pub(super) async fn known(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<BTreeMap<String, String>, Error> {
    Ok(sql!(
        db,
        all as (String,),
        "select name from building where community_id = $1",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|(name,)| (building_key(&name), name))
    .collect())
}

/// Writes a plan's buildings with their nodes, units, floors and doors, in the caller's transaction,
/// with one audit row. Asks for no permission: that is the caller's, who commits.
///
/// # Errors
/// `NotFound` when the node to hang them under is not open here, or when the store fails.
pub async fn generate(tx: &mut Tx, ctx: &Context, plan: &Plan) -> Result<Made, Error> {
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let under = org::under(tx, ctx, plan.under).await?;
    let known = known(tx, ctx).await?;
    let mut made = Made::default();
    let mut names = Vec::new();
    for building in &plan.buildings {
        if let Some(name) = known.get(&building_key(&building.name)) {
            made.existing.push(name.clone());
            continue;
        }
        write::building(tx, ctx, &under, building).await?;
        made.counts.add(building);
        names.push(building.name.as_str());
    }
    if !names.is_empty() {
        let entry = Entry::new(
            Deed::EstateGenerated,
            format!("estate/{}", ctx.community.id),
        )
        .became(json!({ "under": under.id, "buildings": names, "counts": made.counts }));
        audit::record(tx, ctx, entry).await?;
        community::public_changed(tx, ctx).await?;
    }
    Ok(made)
}
