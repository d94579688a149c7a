//! One building: its name, what is added to it, doors that are closed and never removed, and hub
//! households (P1, P2).

use domain::audit::Deed;
use domain::estate::{
    building_key, building_order, door_key, door_name, door_order, floor_name, level_of_door,
    level_of_floor, unit_key, unit_name,
};
use domain::id::{BuildingId, HouseholdId, OrgNodeId, UnitId};
use domain::instant::LocalDate;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use domain::words::Line;
use serde_json::json;

use super::{Building, generate, load, write};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::org::Node;
use crate::{community, org, request_key, sql};

/// The use case's name among the request keys.
const CHANGE: &str = "estate_building";
/// More doors than one goes through a form at once.
const MAX_DOORS: usize = 100;

/// A building as staff edit it.
#[derive(Debug, Clone)]
pub struct Sheet {
    /// With its units and floors.
    pub building: Building,
    /// Raised by every change of its name.
    pub version: i64,
    /// Every door, closed ones too, in order.
    pub households: Vec<Household>,
}

/// A door (户).
#[derive(Debug, Clone)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// Its unit.
    pub unit: UnitId,
    /// `302`.
    pub door: String,
    /// `3层`, where it is known.
    pub floor: Option<String>,
    /// From which day it is closed.
    pub closed_on: Option<LocalDate>,
    /// Whether it is a hub household (中心户).
    pub is_hub: bool,
}

/// What a form about one building holds.
#[derive(Debug, Clone, Default)]
pub struct Draft {
    /// The form's key.
    pub request_key: String,
    /// Of the building, when its name is changed.
    pub version: i64,
    /// `rename`, `unit`, `floor`, `doors`, `close`, `reopen`, `hub`, `no_hub`.
    pub act: String,
    /// The building's name.
    pub name: String,
    /// A new unit's name.
    pub unit_name: String,
    /// A new floor.
    pub floor: String,
    /// The unit that gets doors.
    pub unit: String,
    /// New doors.
    pub doors: String,
    /// The door that is changed.
    pub household: String,
    /// From which day it is closed.
    pub closed_from: String,
}

/// What is to be done.
enum Change {
    Rename(String),
    Unit(String),
    Floor(i64),
    Doors(UnitId, Vec<String>),
    Close(HouseholdId, LocalDate),
    Reopen(HouseholdId),
    Hub(HouseholdId, bool),
}

/// A building for those who keep the estate.
///
/// # Errors
/// `SignIn`, `Denied` when the rights do not reach it, `NotFound`, or when the store fails.
pub async fn for_edit(ctx: &Context, id: BuildingId) -> Result<Sheet, Error> {
    ctx.require(Permission::ManageEstate)?;
    let mut read = ctx.db().read().await?;
    let sheet = find(&mut read, ctx, id).await?;
    ctx.require_at(Permission::ManageEstate, &sheet.building.path)?;
    Ok(sheet)
}

async fn find(db: &mut impl Connection, ctx: &Context, id: BuildingId) -> Result<Sheet, Error> {
    let building = load(db, ctx)
        .await?
        .building(id)
        .cloned()
        .ok_or(Error::NotFound)?;
    let (version,) = sql!(
        db,
        one as (i64,),
        "select version from building where id = $1 and community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?;
    let rows = sql!(
        db,
        all as (i64, i64, String, Option<String>, Option<String>, i64),
        "select h.id, h.unit_id, h.door, f.name, h.closed_on,
                cast(case when n.id is not null and n.closed_on is null then 1 else 0 end as bigint)
         from household h
         left join floor f on f.id = h.floor_id
         left join org_node n on n.id = h.node_id
         where h.building_id = $1 and h.community_id = $2 order by h.sort, h.id",
        id.get(),
        ctx.community.id.get(),
    )?;
    let households = rows
        .into_iter()
        .map(|(id, unit, door, floor, closed_on, hub)| Household {
            id: HouseholdId::new(id),
            unit: UnitId::new(unit),
            door,
            floor,
            closed_on: closed_on.and_then(|day| day.parse().ok()),
            is_hub: hub == 1,
        })
        .collect();
    Ok(Sheet {
        building,
        version,
        households,
    })
}

/// Changes one thing about a building. The same form sent again changes nothing.
///
/// # Errors
/// Those of [`for_edit`], `Invalid` with the field at fault, `Changed` when somebody else gave it
/// another name meanwhile.
pub async fn change(ctx: &Context, id: BuildingId, draft: Draft) -> Result<(), Error> {
    for_edit(ctx, id).await?;
    let key = RequestKey::parse(&draft.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;

    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, CHANGE, &key)
        .await?
        .is_some()
    {
        return Ok(());
    }
    tx.lock(Lock::Estate(ctx.community.id)).await?;
    let sheet = find(&mut tx, ctx, id).await?;
    let known = generate::known(&mut tx, ctx).await?;
    let change = checked(&draft, &sheet, &known)?;
    if matches!(change, Change::Rename(_)) && sheet.version != draft.version {
        return Err(Error::Changed);
    }
    let entry = match change {
        Change::Rename(name) => rename(&mut tx, ctx, &sheet, &name).await?,
        Change::Unit(name) => {
            let sort = i64::try_from(sheet.building.units.len()).unwrap_or_default() + 1;
            let unit = write::NewUnit { name: &name, sort };
            write::units(&mut tx, id, &[unit]).await?;
            entry(id).became(json!({ "unit": name }))
        }
        Change::Floor(level) => {
            let name = floor_name(level);
            let floor = write::NewFloor { level, name: &name };
            write::floors(&mut tx, id, &[floor]).await?;
            entry(id).became(json!({ "floor": name }))
        }
        Change::Doors(unit, doors) => add_doors(&mut tx, ctx, &sheet, unit, &doors).await?,
        Change::Close(household, from) => close(&mut tx, ctx, household, Some(from)).await?,
        Change::Reopen(household) => close(&mut tx, ctx, household, None).await?,
        Change::Hub(household, is_hub) => hub(&mut tx, ctx, &sheet, household, is_hub).await?,
    };
    audit::record(&mut tx, ctx, entry).await?;
    community::public_changed(&mut tx, ctx).await?;
    tx.commit().await?;
    Ok(())
}

fn entry(id: BuildingId) -> Entry {
    Entry::new(Deed::BuildingChanged, format!("building/{id}"))
}

type Known = std::collections::BTreeMap<String, String>;

fn checked(draft: &Draft, sheet: &Sheet, known: &Known) -> Result<Change, Problems> {
    let building = &sheet.building;
    let household = || {
        let id = draft.household.parse().map_err(|_| Problem::NotAChoice)?;
        let is_here = sheet.households.iter().any(|door| door.id == id);
        if is_here {
            Ok(id)
        } else {
            Err(Problem::NotAChoice)
        }
    };
    let at = |field| move |problem| Problems::from((field, problem));
    match draft.act.as_str() {
        "rename" => {
            let name = Line::<20>::parse(&draft.name).map_err(at("name"))?;
            let key = building_key(name.as_str());
            if key != building_key(&building.name) && known.contains_key(&key) {
                return Err(("name", Problem::Taken).into());
            }
            Ok(Change::Rename(name.as_str().to_owned()))
        }
        "unit" => {
            let name = Line::<20>::parse(&unit_name(&draft.unit_name)).map_err(at("unit_name"))?;
            let key = unit_key(name.as_str());
            if building.units.iter().any(|(_, name)| unit_key(name) == key) {
                return Err(("unit_name", Problem::Taken).into());
            }
            Ok(Change::Unit(name.as_str().to_owned()))
        }
        "floor" => {
            if draft.floor.trim().is_empty() {
                return Err(("floor", Problem::Missing).into());
            }
            let level = level_of_floor(&draft.floor).ok_or(("floor", Problem::NotUnderstood))?;
            let name = floor_name(level);
            if building.floors.iter().any(|(_, known)| *known == name) {
                return Err(("floor", Problem::Taken).into());
            }
            Ok(Change::Floor(level))
        }
        "doors" => {
            let mut problems = Problems::new();
            let unit = problems.take("unit", unit(draft, building));
            let doors = problems.take("doors", new_doors(draft, sheet, unit.as_ref()));
            match (unit, doors) {
                (Some((unit, _)), Some(doors)) => Ok(Change::Doors(unit, doors)),
                _ => Err(problems),
            }
        }
        "close" => {
            let mut problems = Problems::new();
            let household = problems.take("household", household());
            let from = problems.take("closed_from", LocalDate::parse(&draft.closed_from));
            match (household, from) {
                (Some(household), Some(from)) => Ok(Change::Close(household, from)),
                _ => Err(problems),
            }
        }
        "reopen" => Ok(Change::Reopen(household().map_err(at("household"))?)),
        "hub" => Ok(Change::Hub(household().map_err(at("household"))?, true)),
        "no_hub" => Ok(Change::Hub(household().map_err(at("household"))?, false)),
        _ => Err(("act", Problem::NotAChoice).into()),
    }
}

fn unit(draft: &Draft, building: &Building) -> Result<(UnitId, String), Problem> {
    let found = building
        .units
        .iter()
        .find(|(id, _)| id.to_string() == draft.unit);
    found.cloned().ok_or(Problem::NotAChoice)
}

/// The doors typed, each as it is stored; none may be there already.
fn new_doors(
    draft: &Draft,
    sheet: &Sheet,
    unit: Option<&(UnitId, String)>,
) -> Result<Vec<String>, Problem> {
    let mut doors: Vec<String> = Vec::new();
    let typed = draft.doors.split([
        ',', '，', '、', ';', '；', ' ', '\u{3000}', '\n', '\t', '\r',
    ]);
    for door in typed.filter(|door| !door.trim().is_empty()) {
        let door = Line::<12>::parse(&door_name(door))?.as_str().to_owned();
        let Some((unit, name)) = unit else {
            continue;
        };
        let key = door_key(name, &door);
        let mut there = sheet.households.iter().filter(|known| known.unit == *unit);
        if there.any(|known| door_key(name, &known.door) == key) {
            return Err(Problem::Taken);
        }
        if doors.iter().all(|known| door_key(name, known) != key) {
            doors.push(door);
        }
        if doors.len() > MAX_DOORS {
            return Err(Problem::TooMany { max: MAX_DOORS });
        }
    }
    if doors.is_empty() && unit.is_some() {
        return Err(Problem::Missing);
    }
    Ok(doors)
}

/// The building and its node have one name.
async fn rename(tx: &mut Tx, ctx: &Context, sheet: &Sheet, name: &str) -> Result<Entry, Error> {
    let (building, community) = (sheet.building.id, ctx.community.id.get());
    sql!(
        tx,
        execute,
        "update org_node set name = $3, sort = $4, version = version + 1
         where id = (select node_id from building where id = $1 and community_id = $2)",
        building.get(),
        community,
        name,
        building_order(name),
    )?;
    sql!(
        tx,
        execute,
        "update building set name = $3, sort = $4, version = version + 1
         where id = $1 and community_id = $2",
        building.get(),
        community,
        name,
        building_order(name),
    )?;
    Ok(entry(building)
        .was(json!({ "name": sheet.building.name }))
        .became(json!({ "name": name })))
}

async fn add_doors(
    tx: &mut Tx,
    ctx: &Context,
    sheet: &Sheet,
    unit: UnitId,
    doors: &[String],
) -> Result<Entry, Error> {
    let building = &sheet.building;
    let at = building.units.iter().position(|(id, _)| *id == unit);
    let at = at.ok_or(Error::NotFound)?;
    let name = &building.units[at].1;
    let sort = i64::try_from(at + 1).unwrap_or(i64::MAX);
    let new: Vec<_> = doors
        .iter()
        .map(|door| write::NewDoor {
            unit: name,
            level: level_of_door(door),
            door,
            sort: door_order(sort, door),
        })
        .collect();
    write::doors(tx, ctx, building.id, &new).await?;
    Ok(
        Entry::new(Deed::HouseholdAdded, format!("building/{}", building.id))
            .became(json!({ "unit": name, "doors": doors })),
    )
}

/// Closes a door from a day, or opens it again; it is never removed.
async fn close(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    from: Option<LocalDate>,
) -> Result<Entry, Error> {
    let (was,) = sql!(
        tx,
        one as (Option<String>,),
        "select closed_on from household where id = $1 and community_id = $2",
        household.get(),
        ctx.community.id.get(),
    )?;
    let from = from.map(|day| day.to_string());
    sql!(
        tx,
        execute,
        "update household set closed_on = $3 where id = $1 and community_id = $2",
        household.get(),
        ctx.community.id.get(),
        &from,
    )?;
    Ok(
        Entry::new(Deed::HouseholdClosed, format!("household/{household}"))
            .was(json!({ "closed_on": was }))
            .became(json!({ "closed_on": from })),
    )
}

/// Gives a household its node below the building, or closes the node from today (P1). A node that
/// was closed is opened again instead of making another.
async fn hub(
    tx: &mut Tx,
    ctx: &Context,
    sheet: &Sheet,
    household: HouseholdId,
    is_hub: bool,
) -> Result<Entry, Error> {
    let door = sheet.households.iter().find(|door| door.id == household);
    let door = door.ok_or(Error::NotFound)?;
    let units = &sheet.building.units;
    let unit = units.iter().find(|(id, _)| *id == door.unit);
    let name = format!(
        "{} {}",
        unit.map_or("", |(_, name)| name.as_str()),
        door.door
    );
    let (node,) = sql!(
        tx,
        one as (Option<i64>,),
        "select node_id from household where id = $1 and community_id = $2",
        household.get(),
        ctx.community.id.get(),
    )?;
    match (node, is_hub) {
        (Some(node), _) => {
            let closed_on = (!is_hub).then(|| org::today(ctx));
            sql!(
                tx,
                execute,
                "update org_node set closed_on = $3, version = version + 1
                 where id = $1 and community_id = $2",
                node,
                ctx.community.id.get(),
                closed_on,
            )?;
        }
        (None, true) => {
            let under = parent(tx, ctx, sheet.building.id).await?;
            let node = org::insert(tx, ctx, &under, "household", &name, 0).await?;
            sql!(
                tx,
                execute,
                "update household set node_id = $3 where id = $1 and community_id = $2",
                household.get(),
                ctx.community.id.get(),
                node.id.get(),
            )?;
        }
        (None, false) => {}
    }
    Ok(
        Entry::new(Deed::HouseholdHub, format!("household/{household}"))
            .was(json!({ "hub": door.is_hub }))
            .became(json!({ "hub": is_hub })),
    )
}

async fn parent(tx: &mut Tx, ctx: &Context, building: BuildingId) -> Result<Node, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "select node_id from building where id = $1 and community_id = $2",
        building.get(),
        ctx.community.id.get(),
    )?;
    org::find(tx, ctx, OrgNodeId::new(id)).await
}
