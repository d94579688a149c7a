//! `/admin/households`: doors in the order building, unit, door, filtered and paged by address
//! (rule X13).

use std::fmt;
use std::str::FromStr;

use domain::id::{BuildingId, HouseholdId, UnitId};
use domain::permission::Permission;

use crate::context::Context;
use crate::error::Error;
use crate::filter::Statement;
use crate::join::newcomer::today;

/// How many a page holds.
const PAGE: usize = 50;

/// What a page of the list is asked for.
#[derive(Debug, Clone, Default)]
pub struct Query {
    /// Only this building.
    pub building: Option<BuildingId>,
    /// Only this unit.
    pub unit: Option<UnitId>,
    /// Only doors that begin so.
    pub door: String,
    /// Only those with a code in force, or without.
    pub with_code: Option<bool>,
    /// Only those where somebody lives, or nobody.
    pub with_members: Option<bool>,
    /// The page after this place.
    pub after: Option<Cursor>,
}

/// The door after which a page begins: its order, then its id.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cursor([i64; 4]);

impl fmt::Display for Cursor {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let [building, unit, door, id] = self.0;
        write!(f, "{building}.{unit}.{door}.{id}")
    }
}

impl FromStr for Cursor {
    type Err = domain::id::NotAnId;

    fn from_str(text: &str) -> Result<Self, Self::Err> {
        let mut parts = [0; 4];
        let mut given = text.split('.');
        for part in &mut parts {
            let text = given.next().ok_or(domain::id::NotAnId)?;
            *part = text.parse().map_err(|_| domain::id::NotAnId)?;
        }
        match given.next() {
            None => Ok(Self(parts)),
            Some(_) => Err(domain::id::NotAnId),
        }
    }
}

/// One door of the list.
#[derive(Debug, Clone)]
pub struct Line {
    /// Its id.
    pub id: HouseholdId,
    /// `3号楼`.
    pub building: String,
    /// `1单元`.
    pub unit: String,
    /// What stands on the door.
    pub door: String,
    /// How many live there.
    pub members: i64,
    /// Whether it has a code in force.
    pub has_code: bool,
}

/// One page.
#[derive(Debug, Clone)]
pub struct Page {
    /// In order.
    pub lines: Vec<Line>,
    /// How many the whole list holds.
    pub total: u64,
    /// There is more after this page.
    pub later: Option<Cursor>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    building: String,
    unit: String,
    door: String,
    members: i64,
    codes: i64,
    building_sort: i64,
    unit_sort: i64,
    door_sort: i64,
}

const FROM: &str = "from household h join building b on b.id = h.building_id
    join unit u on u.id = h.unit_id join org_node n on n.id = b.node_id where";

fn live_code(statement: &mut Statement, ctx: &Context, exists: &'static str) {
    statement.push(exists).number(
        "(select 1 from household_code k where k.household_id = h.id and k.ended_at is null
              and k.uses < k.most_uses and k.expires_at > ?)",
        ctx.now.millis(),
    );
}

fn members(statement: &mut Statement, ctx: &Context, exists: &'static str) {
    statement.push(exists).text(
        "(select 1 from household_member m where m.household_id = h.id
          and (m.until is null or m.until > ?))",
        today(ctx),
    );
}

/// Only what is asked for, and only where the person may admit residents.
pub(super) fn narrow(statement: &mut Statement, ctx: &Context, query: &Query) {
    statement.number("h.community_id = ?", ctx.community.id.get());
    statement.text("and (h.closed_on is null or h.closed_on > ?)", today(ctx));
    reach(statement, ctx);
    if let Some(building) = query.building {
        statement.number("and h.building_id = ?", building.get());
    }
    if let Some(unit) = query.unit {
        statement.number("and h.unit_id = ?", unit.get());
    }
    let door = query.door.trim();
    if !door.is_empty() && !door.contains('\0') {
        let length = i64::try_from(door.chars().count()).unwrap_or(i64::from(i32::MAX));
        statement
            .number("and substr(h.door, 1, cast(? as integer))", length.min(100))
            .text("= ?", door);
    }
    match query.with_code {
        Some(true) => live_code(statement, ctx, "and exists"),
        Some(false) => live_code(statement, ctx, "and not exists"),
        None => {}
    }
    match query.with_members {
        Some(true) => members(statement, ctx, "and exists"),
        Some(false) => members(statement, ctx, "and not exists"),
        None => {}
    }
}

/// The subtrees in which the person admits residents.
fn reach(statement: &mut Statement, ctx: &Context) {
    let paths: Vec<_> = ctx
        .rights_with(Permission::AdmitResidents)
        .map(|right| right.path.clone())
        .collect();
    if paths
        .iter()
        .any(|path| ctx.community.path.starts_with(path))
    {
        return;
    }
    statement.push("and (1 = 0");
    for path in paths {
        let length = i64::try_from(path.len()).unwrap_or(0);
        statement
            .number("or substr(n.path, 1, cast(? as integer))", length)
            .text("= ?", path);
    }
    statement.push(")");
}

/// A page of the doors where the person admits residents.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn page(ctx: &Context, query: &Query) -> Result<Page, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let mut count = Statement::new("select count(*) as n");
    count.push(FROM);
    narrow(&mut count, ctx, query);
    let counted: Vec<(i64,)> = count.all(&mut read).await?;

    let mut statement = Statement::new("select h.id, b.name as building, u.name as unit, h.door,");
    statement
        .text(
            "(select count(distinct m.person_id) from household_member m
              where m.household_id = h.id and (m.until is null or m.until > ?)) as members,",
            today(ctx),
        )
        .number(
            "(select count(*) from household_code k where k.household_id = h.id
              and k.ended_at is null and k.uses < k.most_uses and k.expires_at > ?) as codes,",
            ctx.now.millis(),
        )
        .push("b.sort as building_sort, u.sort as unit_sort, h.sort as door_sort")
        .push(FROM);
    narrow(&mut statement, ctx, query);
    if let Some(Cursor([building, unit, door, id])) = query.after {
        statement
            .number("and (b.sort, u.sort, h.sort, h.id) > (?,", building)
            .number("?,", unit)
            .number("?,", door)
            .number("?)", id);
    }
    statement
        .push("order by b.sort, u.sort, h.sort, h.id")
        .number("limit ?", i64::try_from(PAGE + 1).unwrap_or(i64::MAX));
    let mut rows: Vec<Row> = statement.all(&mut read).await?;
    let more = rows.len() > PAGE;
    rows.truncate(PAGE);
    let later = rows
        .last()
        .filter(|_| more)
        .map(|row| Cursor([row.building_sort, row.unit_sort, row.door_sort, row.id]));
    Ok(Page {
        lines: rows
            .into_iter()
            .map(|row| Line {
                id: HouseholdId::new(row.id),
                building: row.building,
                unit: row.unit,
                door: row.door,
                members: row.members,
                has_code: row.codes > 0,
            })
            .collect(),
        total: u64::try_from(counted.first().map_or(0, |(n,)| *n)).unwrap_or(0),
        later,
    })
}
