//! Buildings with units, floors and doors, many rows a statement.

use domain::estate::{BuildingPlan, building_order, door_order};
use domain::id::BuildingId;
use serde::Serialize;

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::org::{self, Node};
use crate::sql;

/// Rows as JSON: one bind for a whole list, on both engines.
pub(super) fn json(rows: &impl Serialize) -> Result<String, Error> {
    serde_json::to_string(rows).map_err(|_| Error::Unexpected("rows of the estate are no list"))
}

#[derive(Serialize)]
pub(super) struct NewUnit<'a> {
    pub name: &'a str,
    pub sort: i64,
}

#[derive(Serialize)]
pub(super) struct NewFloor<'a> {
    pub level: i64,
    pub name: &'a str,
}

#[derive(Serialize)]
pub(super) struct NewDoor<'a> {
    pub unit: &'a str,
    pub level: Option<i64>,
    pub door: &'a str,
    pub sort: i64,
}

/// Writes a whole building with its node (P1, P2).
pub(super) async fn building(
    tx: &mut Tx,
    ctx: &Context,
    under: &Node,
    plan: &BuildingPlan,
) -> Result<BuildingId, Error> {
    let id = bare_building(tx, ctx, under, &plan.name).await?;
    let named: Vec<_> = (1..)
        .zip(&plan.units)
        .map(|(sort, unit)| NewUnit {
            name: &unit.name,
            sort,
        })
        .collect();
    units(tx, id, &named).await?;
    let levels: Vec<_> = plan
        .floors
        .iter()
        .map(|floor| NewFloor {
            level: floor.level,
            name: &floor.name,
        })
        .collect();
    floors(tx, id, &levels).await?;
    let named: Vec<_> = (1..)
        .zip(&plan.units)
        .flat_map(|(unit_sort, unit)| {
            unit.doors.iter().map(move |door| NewDoor {
                unit: &unit.name,
                level: door.level,
                door: &door.name,
                sort: door_order(unit_sort, &door.name),
            })
        })
        .collect();
    doors(tx, ctx, id, &named).await?;
    Ok(id)
}

/// Writes a building without anything in it, with its node.
pub(super) async fn bare_building(
    tx: &mut Tx,
    ctx: &Context,
    under: &Node,
    name: &str,
) -> Result<BuildingId, Error> {
    let sort = building_order(name);
    let node = org::insert(tx, ctx, under, "building", name, sort).await?;
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into building (community_id, node_id, name, sort) values ($1, $2, $3, $4)
         returning id",
        ctx.community.id.get(),
        node.id.get(),
        name,
        sort,
    )?;
    Ok(BuildingId::new(id))
}

/// Adds units that the building does not have yet; how many there were.
pub(super) async fn units(
    tx: &mut Tx,
    building: BuildingId,
    units: &[NewUnit<'_>],
) -> Result<u64, Error> {
    if units.is_empty() {
        return Ok(0);
    }
    Ok(sql!(
        tx, execute,
        { sqlite: "insert into unit (building_id, name, sort)
                   select $1, value ->> 'name', value ->> 'sort' from json_each($2) where true
                   order by key on conflict do nothing",
          postgres: "insert into unit (building_id, name, sort)
                   select $1, name, sort
                   from jsonb_to_recordset(cast($2 as jsonb)) as r (name text, sort bigint)
                   order by sort on conflict do nothing" },
        building.get(),
        json(&units)?,
    )?)
}

/// Adds floors that the building does not have yet; how many there were.
pub(super) async fn floors(
    tx: &mut Tx,
    building: BuildingId,
    floors: &[NewFloor<'_>],
) -> Result<u64, Error> {
    if floors.is_empty() {
        return Ok(0);
    }
    Ok(sql!(
        tx, execute,
        { sqlite: "insert into floor (building_id, level, name)
                   select $1, value ->> 'level', value ->> 'name' from json_each($2) where true
                   order by key on conflict do nothing",
          postgres: "insert into floor (building_id, level, name)
                   select $1, level, name
                   from jsonb_to_recordset(cast($2 as jsonb)) as r (level bigint, name text)
                   order by level on conflict do nothing" },
        building.get(),
        json(&floors)?,
    )?)
}

/// Adds doors that their units do not have yet; how many there were.
pub(super) async fn doors(
    tx: &mut Tx,
    ctx: &Context,
    building: BuildingId,
    doors: &[NewDoor<'_>],
) -> Result<u64, Error> {
    if doors.is_empty() {
        return Ok(0);
    }
    Ok(sql!(
        tx, execute,
        { sqlite: "insert into household (community_id, building_id, unit_id, floor_id, door, sort)
                   select $1, $2, u.id, f.id, j.value ->> 'door', j.value ->> 'sort'
                   from json_each($3) j
                   join unit u on u.building_id = $2 and u.name = j.value ->> 'unit'
                   left join floor f on f.building_id = $2 and f.level = j.value ->> 'level'
                   where true order by j.key on conflict do nothing",
          postgres: "insert into household (community_id, building_id, unit_id, floor_id, door, sort)
                   select $1, $2, u.id, f.id, j.door, j.sort
                   from jsonb_to_recordset(cast($3 as jsonb))
                        as j (unit text, level bigint, door text, sort bigint)
                   join unit u on u.building_id = $2 and u.name = j.unit
                   left join floor f on f.building_id = $2 and f.level = j.level
                   order by j.sort on conflict do nothing" },
        ctx.community.id.get(),
        building.get(),
        json(&doors)?,
    )?)
}
