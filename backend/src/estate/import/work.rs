//! What a list changes, worked out against what is stored, and then done, many rows a statement.

use std::collections::{BTreeMap, BTreeSet};

use domain::estate::table::{Phone, Row};
use domain::estate::{building_key, door_key, door_order, floor_name, unit_key};
use domain::id::{BuildingId, OrgNodeId};
use serde::{Deserialize, Serialize};

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::estate::write::{self, NewDoor, NewFloor, NewUnit, json};
use crate::{org, sql};

/// How many persons a statement.
const BATCH: usize = 1000;

/// How much a list changes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Changes {
    /// New buildings.
    pub buildings: usize,
    /// New units.
    pub units: usize,
    /// New doors.
    pub households: usize,
    /// Doors of the list that are there already.
    pub known: usize,
    /// New persons.
    pub persons: usize,
    /// Persons whose number changes.
    pub changed: usize,
    /// Persons of the list with whom nothing changes.
    pub unchanged: usize,
}

impl Changes {
    /// Whether the list changes nothing.
    #[must_use]
    pub fn is_nothing(&self) -> bool {
        let Self {
            buildings,
            units,
            households,
            persons,
            changed,
            ..
        } = self;
        buildings + units + households + persons + changed == 0
    }
}

/// Key of a door: building, unit, door.
type Door = (String, String, String);

struct Member {
    /// `None` when the list brings the person.
    id: Option<i64>,
    name: String,
    telephone: Option<String>,
    is_touched: bool,
}

struct Household {
    is_new: bool,
    is_listed: bool,
    members: Vec<Member>,
}

struct NewHome {
    unit: String,
    level: Option<i64>,
    door: String,
    sort: i64,
}

#[derive(Default)]
struct Building {
    id: Option<BuildingId>,
    name: String,
    /// Key to name and place.
    units: BTreeMap<String, (String, i64)>,
    new_units: Vec<(String, i64)>,
    levels: BTreeSet<i64>,
    new_levels: BTreeSet<i64>,
    homes: Vec<NewHome>,
}

/// What is to be done.
pub(super) struct Work {
    buildings: BTreeMap<String, Building>,
    households: BTreeMap<Door, Household>,
    /// How much it is.
    pub changes: Changes,
}

fn door_of(building: &str, unit: &str, door: &str) -> Door {
    (building_key(building), unit_key(unit), door_key(unit, door))
}

/// Compares a list with what is stored.
pub(super) async fn plan(
    db: &mut impl Connection,
    ctx: &Context,
    rows: &[Row],
) -> Result<Work, Error> {
    let mut work = stored(db, ctx).await?;
    for row in rows {
        work.take(row);
    }
    work.count();
    Ok(work)
}

async fn stored(db: &mut impl Connection, ctx: &Context) -> Result<Work, Error> {
    let community = ctx.community.id.get();
    let mut buildings: BTreeMap<String, Building> = BTreeMap::new();
    let mut keys: BTreeMap<i64, String> = BTreeMap::new();
    for (id, name) in sql!(
        db,
        all as (i64, String),
        "select id, name from building where community_id = $1 order by id desc",
        community,
    )? {
        let key = building_key(&name);
        keys.insert(id, key.clone());
        let building = Building {
            id: Some(BuildingId::new(id)),
            name,
            ..Building::default()
        };
        buildings.insert(key, building);
    }
    for (id, name, sort) in sql!(
        db,
        all as (i64, String, i64),
        "select u.building_id, u.name, u.sort from unit u
         join building b on b.id = u.building_id where b.community_id = $1",
        community,
    )? {
        let building = keys.get(&id).and_then(|key| buildings.get_mut(key));
        if let Some(building) = building {
            building.units.insert(unit_key(&name), (name, sort));
        }
    }
    for (id, level) in sql!(
        db,
        all as (i64, i64),
        "select f.building_id, f.level from floor f
         join building b on b.id = f.building_id where b.community_id = $1",
        community,
    )? {
        let building = keys.get(&id).and_then(|key| buildings.get_mut(key));
        if let Some(building) = building {
            building.levels.insert(level);
        }
    }
    let mut doors: BTreeMap<i64, Door> = BTreeMap::new();
    let mut households: BTreeMap<Door, Household> = BTreeMap::new();
    for (id, building, unit, door) in homes(db, ctx).await? {
        let key = door_of(&building, &unit, &door);
        doors.insert(id, key.clone());
        let household = Household {
            is_new: false,
            is_listed: false,
            members: Vec::new(),
        };
        households.insert(key, household);
    }
    for (household, id, name, telephone) in sql!(
        db,
        all as (i64, i64, String, Option<String>),
        "select m.household_id, p.id, p.name, p.telephone
         from household_member m
         join household h on h.id = m.household_id
         join person p on p.id = m.person_id
         where h.community_id = $1 and (m.until is null or m.until > $2) order by m.id",
        community,
        org::today(ctx),
    )? {
        let home = doors
            .get(&household)
            .and_then(|door| households.get_mut(door));
        if let Some(home) = home {
            home.members.push(Member {
                id: Some(id),
                name,
                telephone,
                is_touched: false,
            });
        }
    }
    Ok(Work {
        buildings,
        households,
        changes: Changes::default(),
    })
}

/// Every door: id, building, unit, door.
async fn homes(
    db: &mut impl Connection,
    ctx: &Context,
) -> Result<Vec<(i64, String, String, String)>, Error> {
    Ok(sql!(
        db,
        all as (i64, String, String, String),
        "select h.id, b.name, u.name, h.door from household h
         join building b on b.id = h.building_id join unit u on u.id = h.unit_id
         where h.community_id = $1",
        ctx.community.id.get(),
    )?)
}

impl Work {
    fn take(&mut self, row: &Row) {
        let building = self
            .buildings
            .entry(building_key(&row.building))
            .or_insert_with(|| Building {
                name: row.building.clone(),
                ..Building::default()
            });
        let unit_number = unit_key(&row.unit);
        if !building.units.contains_key(&unit_number) {
            let last = building
                .units
                .values()
                .map(|(_, sort)| *sort)
                .max()
                .unwrap_or_default();
            let sort = unit_number.parse().unwrap_or(last + 1);
            building
                .units
                .insert(unit_number.clone(), (row.unit.clone(), sort));
            building.new_units.push((row.unit.clone(), sort));
        }
        let (unit, sort) = building.units[&unit_number].clone();
        let key = door_of(&row.building, &row.unit, &row.door);
        let household = self.households.entry(key).or_insert_with(|| {
            building.homes.push(NewHome {
                sort: door_order(sort, &row.door),
                unit,
                level: row.level,
                door: row.door.clone(),
            });
            if let Some(level) = row.level
                && building.levels.insert(level)
            {
                building.new_levels.insert(level);
            }
            Household {
                is_new: true,
                is_listed: true,
                members: Vec::new(),
            }
        });
        household.is_listed = true;
        if let Some(name) = &row.name {
            household.live_in(name, &row.phone, &mut self.changes);
        }
    }

    fn count(&mut self) {
        let changes = &mut self.changes;
        for building in self.buildings.values() {
            changes.buildings += usize::from(building.id.is_none());
            changes.units += building.new_units.len();
        }
        for household in self
            .households
            .values()
            .filter(|household| household.is_listed)
        {
            if household.is_new {
                changes.households += 1;
            } else {
                changes.known += 1;
            }
            let new = household
                .members
                .iter()
                .filter(|member| member.id.is_none());
            changes.persons += new.count();
            let kept = household
                .members
                .iter()
                .filter(|member| member.id.is_some());
            changes.changed += kept.filter(|member| member.is_touched).count();
        }
    }
}

impl Household {
    /// A masked name is somebody who is known, or nobody; a masked number leaves what is stored.
    fn live_in(&mut self, name: &str, phone: &Phone, changes: &mut Changes) {
        let is_masked = name.contains(['*', '＊']);
        let found = self.members.iter_mut().find(|member| {
            if is_masked {
                member.name.chars().next() == name.chars().next()
            } else {
                member.name == name
            }
        });
        match (found, phone) {
            (Some(member), Phone::Number(number)) if member.telephone.as_ref() != Some(number) => {
                member.telephone = Some(number.clone());
                member.is_touched = true;
            }
            (Some(member), _) => changes.unchanged += usize::from(member.id.is_some()),
            (None, _) if is_masked => {}
            (None, phone) => self.members.push(Member {
                id: None,
                name: name.to_owned(),
                telephone: match phone {
                    Phone::Number(number) => Some(number.clone()),
                    Phone::None | Phone::Masked => None,
                },
                is_touched: false,
            }),
        }
    }
}

#[derive(Serialize)]
struct NewPerson<'a> {
    id: i64,
    household: i64,
    name: &'a str,
    telephone: Option<&'a str>,
}

#[derive(Serialize)]
struct NewNumber<'a> {
    id: i64,
    telephone: Option<&'a str>,
}

/// Does the work; `progress` is told how many persons are written of how many.
pub(super) async fn perform(
    tx: &mut Tx,
    ctx: &Context,
    work: &Work,
    under: Option<OrgNodeId>,
    progress: &(dyn Fn(usize, usize) + Send + Sync),
) -> Result<(), Error> {
    estate(tx, ctx, work, under).await?;
    let homes: BTreeMap<Door, i64> = homes(tx, ctx)
        .await?
        .into_iter()
        .map(|(id, building, unit, door)| (door_of(&building, &unit, &door), id))
        .collect();
    let mut new = Vec::new();
    let mut numbers = Vec::new();
    for (door, household) in &work.households {
        for member in &household.members {
            let telephone = member.telephone.as_deref();
            match member.id {
                None => new.push(NewPerson {
                    id: 0,
                    household: *homes
                        .get(door)
                        .ok_or(Error::Unexpected("a door is missing"))?,
                    name: &member.name,
                    telephone,
                }),
                Some(id) if member.is_touched => numbers.push(NewNumber { id, telephone }),
                Some(_) => {}
            }
        }
    }
    let total = new.len() + numbers.len();
    let mut done = 0;
    for batch in new.chunks_mut(BATCH) {
        done += batch.len();
        persons(tx, ctx, batch).await?;
        progress(done, total);
    }
    for batch in numbers.chunks(BATCH) {
        done += batch.len();
        telephones(tx, ctx, batch).await?;
        progress(done, total);
    }
    Ok(())
}

async fn estate(
    tx: &mut Tx,
    ctx: &Context,
    work: &Work,
    under: Option<OrgNodeId>,
) -> Result<(), Error> {
    let under = org::under(tx, ctx, under).await?;
    for building in work.buildings.values() {
        let id = match building.id {
            Some(id) => id,
            None => write::bare_building(tx, ctx, &under, &building.name).await?,
        };
        let units: Vec<_> = building
            .new_units
            .iter()
            .map(|(name, sort)| NewUnit { name, sort: *sort })
            .collect();
        write::units(tx, id, &units).await?;
        let named: Vec<_> = building
            .new_levels
            .iter()
            .map(|level| (*level, floor_name(*level)))
            .collect();
        let floors: Vec<_> = named
            .iter()
            .map(|(level, name)| NewFloor {
                level: *level,
                name,
            })
            .collect();
        write::floors(tx, id, &floors).await?;
        let doors: Vec<_> = building
            .homes
            .iter()
            .map(|home| NewDoor {
                unit: &home.unit,
                level: home.level,
                door: &home.door,
                sort: home.sort,
            })
            .collect();
        write::doors(tx, ctx, id, &doors).await?;
    }
    Ok(())
}

/// Ids first, so that persons and their homes are two statements whatever their number.
async fn persons(tx: &mut Tx, ctx: &Context, batch: &mut [NewPerson<'_>]) -> Result<(), Error> {
    let count = i64::try_from(batch.len()).unwrap_or(i64::MAX);
    let ids = sql!(
        tx, all as (i64,),
        { sqlite: "with recursive n (i) as (select 1 union all select i + 1 from n where i < $1)
                   select (select coalesce(max(id), 0) from person) + i from n",
          postgres: "select nextval(pg_get_serial_sequence('person', 'id'))
                   from generate_series(1, $1)" },
        count,
    )?;
    for (person, (id,)) in batch.iter_mut().zip(ids) {
        person.id = id;
    }
    let rows = json(&batch)?;
    sql!(
        tx, execute,
        { sqlite: "insert into person (id, community_id, name, telephone, created_at)
                   select value ->> 'id', $1, value ->> 'name', value ->> 'telephone', $2
                   from json_each($3)",
          postgres: "insert into person (id, community_id, name, telephone, created_at)
                   select id, $1, name, telephone, $2
                   from jsonb_to_recordset(cast($3 as jsonb))
                        as r (id bigint, name text, telephone text)" },
        ctx.community.id.get(),
        ctx.now.millis(),
        &rows,
    )?;
    sql!(
        tx, execute,
        { sqlite: "insert into household_member (household_id, person_id, since)
                   select value ->> 'household', value ->> 'id', $1 from json_each($2)",
          postgres: "insert into household_member (household_id, person_id, since)
                   select household, id, $1 from jsonb_to_recordset(cast($2 as jsonb))
                        as r (id bigint, household bigint)" },
        org::today(ctx),
        &rows,
    )?;
    Ok(())
}

async fn telephones(tx: &mut Tx, ctx: &Context, batch: &[NewNumber<'_>]) -> Result<(), Error> {
    sql!(
        tx, execute,
        { sqlite: "update person set telephone = r.telephone
                   from (select value ->> 'id' as id, value ->> 'telephone' as telephone
                         from json_each($2)) as r
                   where person.id = r.id and person.community_id = $1",
          postgres: "update person set telephone = r.telephone
                   from jsonb_to_recordset(cast($2 as jsonb)) as r (id bigint, telephone text)
                   where person.id = r.id and person.community_id = $1" },
        ctx.community.id.get(),
        json(&batch)?,
    )?;
    Ok(())
}
