//! The estate: buildings with units and floors, and the places between them.

pub mod area;
pub mod building;
pub mod drawing;
pub mod export;
mod generate;
pub mod import;
mod write;

use std::collections::BTreeMap;

use domain::drawing::Block;
use domain::id::{AreaId, BuildingId, FloorId, ServiceOrgId, UnitId};
use domain::permission::Permission;
use domain::report::{BuildingChoice, Choices};

use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::sql;

pub use generate::{Made, Preview, add, generate, preview};

/// A building (楼栋).
#[derive(Debug, Clone)]
pub struct Building {
    /// Its id.
    pub id: BuildingId,
    /// `3号楼`.
    pub name: String,
    /// Raised by every change of its name or its place on the plan.
    pub version: i64,
    /// Its place in the organisation tree.
    pub path: String,
    /// Its place on the plan, once somebody has drawn it.
    pub plan: Option<Block>,
    /// In order.
    pub units: Vec<(UnitId, String)>,
    /// From the top floor to the ground, the way a captain walks.
    pub floors: Vec<(FloorId, String)>,
}

/// A place outside the buildings.
#[derive(Debug, Clone)]
pub struct Area {
    /// Its id.
    pub id: AreaId,
    /// Chinese name.
    pub name_zh: String,
    /// English name.
    pub name_en: String,
    /// Raised by every change of its name or its place on the plan.
    pub version: i64,
    /// Not chosen any more; what was reported there keeps it.
    pub is_closed: bool,
    /// Its place on the plan, once somebody has drawn it.
    pub plan: Option<Block>,
}

/// Everything a place can be chosen from.
#[derive(Debug, Clone, Default)]
pub struct Estate {
    /// In order.
    pub buildings: Vec<Building>,
    /// In order.
    pub areas: Vec<Area>,
}

#[derive(sqlx::FromRow)]
struct BuildingRow {
    id: i64,
    name: String,
    version: i64,
    path: String,
    plan_x: Option<i64>,
    plan_y: Option<i64>,
    plan_width: Option<i64>,
    plan_height: Option<i64>,
}

#[derive(sqlx::FromRow)]
struct AreaRow {
    id: i64,
    name_zh: String,
    name_en: String,
    version: i64,
    is_closed: i64,
    plan_x: Option<i64>,
    plan_y: Option<i64>,
    plan_width: Option<i64>,
    plan_height: Option<i64>,
}

fn on_plan(
    x: Option<i64>,
    y: Option<i64>,
    width: Option<i64>,
    height: Option<i64>,
) -> Option<Block> {
    Some(Block {
        x: x?,
        y: y?,
        width: width?,
        height: height?,
    })
}

/// The community's estate, in four queries whatever its size.
///
/// # Errors
/// When the store fails.
pub async fn load(db: &mut impl Connection, ctx: &Context) -> Result<Estate, Error> {
    let community = ctx.community.id.get();
    let buildings = sql!(
        db,
        all as BuildingRow,
        "select b.id, b.name, b.version, n.path, b.plan_x, b.plan_y, b.plan_width, b.plan_height
         from building b join org_node n on n.id = b.node_id
         where b.community_id = $1 order by b.sort, b.id",
        community,
    )?;
    let mut units: BTreeMap<i64, Vec<(UnitId, String)>> = BTreeMap::new();
    for (building, id, name) in sql!(
        db,
        all as (i64, i64, String),
        "select u.building_id, u.id, u.name from unit u join building b on b.id = u.building_id
         where b.community_id = $1 order by u.sort, u.id",
        community,
    )? {
        units
            .entry(building)
            .or_default()
            .push((UnitId::new(id), name));
    }
    let mut floors: BTreeMap<i64, Vec<(FloorId, String)>> = BTreeMap::new();
    for (building, id, name) in sql!(
        db,
        all as (i64, i64, String),
        "select f.building_id, f.id, f.name from floor f join building b on b.id = f.building_id
         where b.community_id = $1 order by f.level desc",
        community,
    )? {
        floors
            .entry(building)
            .or_default()
            .push((FloorId::new(id), name));
    }
    let areas = sql!(
        db,
        all as AreaRow,
        "select id, name_zh, name_en, version,
                cast(case when closed_on is null then 0 else 1 end as bigint) as is_closed,
                plan_x, plan_y, plan_width, plan_height
         from area where community_id = $1 order by sort, id",
        community,
    )?;
    Ok(Estate {
        buildings: buildings
            .into_iter()
            .map(|row| Building {
                id: BuildingId::new(row.id),
                name: row.name,
                version: row.version,
                path: row.path,
                plan: on_plan(row.plan_x, row.plan_y, row.plan_width, row.plan_height),
                units: units.remove(&row.id).unwrap_or_default(),
                floors: floors.remove(&row.id).unwrap_or_default(),
            })
            .collect(),
        areas: areas
            .into_iter()
            .map(|row| Area {
                id: AreaId::new(row.id),
                name_zh: row.name_zh,
                name_en: row.name_en,
                version: row.version,
                is_closed: row.is_closed == 1,
                plan: on_plan(row.plan_x, row.plan_y, row.plan_width, row.plan_height),
            })
            .collect(),
    })
}

impl Estate {
    /// What a form may choose from.
    #[must_use]
    pub fn choices(&self, categories: Vec<domain::id::CategoryId>) -> Choices {
        Choices {
            categories,
            buildings: self
                .buildings
                .iter()
                .map(|building| BuildingChoice {
                    id: building.id,
                    units: building.units.iter().map(|(id, _)| *id).collect(),
                    floors: building.floors.iter().map(|(id, _)| *id).collect(),
                })
                .collect(),
            areas: self.open_areas().map(|area| area.id).collect(),
        }
    }

    /// The areas that can be chosen, in order.
    pub fn open_areas(&self) -> impl Iterator<Item = &Area> {
        self.areas.iter().filter(|area| !area.is_closed)
    }

    /// The building with an id.
    #[must_use]
    pub fn building(&self, id: BuildingId) -> Option<&Building> {
        self.buildings.iter().find(|building| building.id == id)
    }

    /// The area with an id.
    #[must_use]
    pub fn area(&self, id: AreaId) -> Option<&Area> {
        self.areas.iter().find(|area| area.id == id)
    }
}

/// An organisation that serves the community (物业, 居委会, a crew).
#[derive(Debug, Clone)]
pub struct ServiceOrg {
    /// Its id.
    pub id: ServiceOrgId,
    /// Its name.
    pub name: String,
}

/// Who can be given work, the property company first.
///
/// # Errors
/// When the store fails.
pub async fn service_orgs(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<Vec<ServiceOrg>, Error> {
    Ok(sql!(
        db,
        all as (i64, String),
        "select id, name from service_org
         where community_id = $1 and (closed_on is null or closed_on > $2)
         order by case kind when 'property' then 0 else 1 end, sort, id",
        ctx.community.id.get(),
        ctx.community.zone.date_of(ctx.now).to_string(),
    )?
    .into_iter()
    .map(|(id, name)| ServiceOrg {
        id: ServiceOrgId::new(id),
        name,
    })
    .collect())
}

/// A building in the staff's list.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The building with its units and floors.
    pub building: Building,
    /// Doors that are not closed.
    pub households: i64,
    /// What it hangs under: a grid, or the community.
    pub under: String,
}

/// Every building with what it holds, for those who keep the estate.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn overview(ctx: &Context) -> Result<Vec<Overview>, Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut read = ctx.db().read().await?;
    let estate = load(&mut read, ctx).await?;
    let counts: BTreeMap<i64, (i64, String)> = sql!(
        &mut read,
        all as (i64, i64, String),
        "select b.id, count(h.id), p.name from building b
         join org_node n on n.id = b.node_id
         join org_node p on p.id = n.parent_id
         left join household h on h.building_id = b.id and h.closed_on is null
         where b.community_id = $1 group by b.id, p.name",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|(id, households, under)| (id, (households, under)))
    .collect();
    Ok(estate
        .buildings
        .into_iter()
        .map(|building| {
            let (households, under) = counts.get(&building.id.get()).cloned().unwrap_or_default();
            Overview {
                building,
                households,
                under,
            }
        })
        .collect())
}
