//! Households: a door, who lives behind it, its code and its cards (rules P2, P6, P7). The doors
//! themselves are made with the estate.

pub mod code;
pub mod list;
mod members;

use domain::id::{BuildingId, CardId, HouseholdId, PersonId, UnitId};
use domain::instant::Instant;
use domain::permission::Permission;
use domain::telephone::Telephone;

pub use members::{Found, Moved, move_in, move_out, people};

use crate::context::Context;
use crate::db::Connection;
use crate::error::Error;
use crate::join::newcomer::today;
use crate::sql;

/// A door and where it is.
#[derive(Debug, Clone)]
pub struct Household {
    /// Its id.
    pub id: HouseholdId,
    /// The building.
    pub building: BuildingId,
    /// `3号楼`.
    pub building_name: String,
    /// The unit.
    pub unit: UnitId,
    /// `1单元`.
    pub unit_name: String,
    /// What stands on the door.
    pub door: String,
    /// The building's place in the organisation tree: where a right has to reach.
    pub path: String,
}

impl Household {
    /// `3号楼 1单元 302`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{} {} {}", self.building_name, self.unit_name, self.door)
    }
}

/// Somebody who lives there.
#[derive(Debug, Clone)]
pub struct Member {
    /// Who.
    pub person: PersonId,
    /// What they are called.
    pub name: String,
    /// Since which day.
    pub since: String,
    /// Their number, which prints itself masked (rule P17).
    pub telephone: Option<Telephone>,
    /// Whether they can sign in.
    pub has_account: bool,
    /// Whether they are a child (rule P21).
    pub is_child: bool,
    /// The day from which they do not live there any more, when it is known.
    pub until: Option<String>,
}

/// A household's code, as far as it is known: never the digits.
#[derive(Debug, Clone)]
pub struct CodeState {
    /// When it was made.
    pub made_at: Instant,
    /// Until when it can be used.
    pub expires_at: Instant,
    /// How often it was.
    pub uses: i64,
    /// How often it may be.
    pub most_uses: i64,
}

/// A card in force.
#[derive(Debug, Clone)]
pub struct Card {
    /// Its id.
    pub id: CardId,
    /// Whose it is.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// When it was made.
    pub made_at: Instant,
}

/// Everything on a household's page.
#[derive(Debug, Clone)]
pub struct Whole {
    /// The door.
    pub household: Household,
    /// Who lives there, longest first.
    pub members: Vec<Member>,
    /// Its code in force.
    pub code: Option<CodeState>,
    /// Cards in force.
    pub cards: Vec<Card>,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    building_id: i64,
    building: String,
    unit_id: i64,
    unit: String,
    door: String,
    path: String,
}

impl From<Row> for Household {
    fn from(row: Row) -> Self {
        Self {
            id: HouseholdId::new(row.id),
            building: BuildingId::new(row.building_id),
            building_name: row.building,
            unit: UnitId::new(row.unit_id),
            unit_name: row.unit,
            door: row.door,
            path: row.path,
        }
    }
}

/// A household of this community, whoever asks: for use cases that have checked who may.
pub(crate) async fn load(
    db: &mut impl Connection,
    ctx: &Context,
    id: HouseholdId,
) -> Result<Household, Error> {
    let row = sql!(
        db,
        optional as Row,
        "select h.id, h.building_id, b.name as building, h.unit_id, u.name as unit, h.door, n.path
         from household h join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id join org_node n on n.id = b.node_id
         where h.id = $1 and h.community_id = $2",
        id.get(),
        ctx.community.id.get(),
    )?;
    row.map(Household::from).ok_or(Error::NotFound)
}

/// A household whose members, codes and cards the person may change.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn find(
    db: &mut impl Connection,
    ctx: &Context,
    id: HouseholdId,
) -> Result<Household, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let household = load(db, ctx, id).await?;
    ctx.require_at(Permission::AdmitResidents, &household.path)?;
    Ok(household)
}

/// Everything on a household's page.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn whole(ctx: &Context, id: HouseholdId) -> Result<Whole, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let household = find(&mut read, ctx, id).await?;
    let members = members::of(&mut read, ctx, id).await?;
    let code = code::state(&mut read, ctx, id).await?;
    let cards = sql!(
        &mut read,
        all as (i64, i64, String, i64),
        "select c.id, p.id, p.name, c.made_at from card c join person p on p.id = c.person_id
         where c.household_id = $1 and c.community_id = $2 and c.ended_at is null order by c.id",
        id.get(),
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|(id, person, name, made_at)| Card {
        id: CardId::new(id),
        person: PersonId::new(person),
        name,
        made_at: Instant::from_millis(made_at),
    })
    .collect();
    Ok(Whole {
        household,
        members,
        code,
        cards,
    })
}

/// The door of a unit that what was typed names, if there is exactly one.
pub(crate) async fn door_of(
    db: &mut impl Connection,
    ctx: &Context,
    unit: UnitId,
    typed: &str,
) -> Result<Option<HouseholdId>, Error> {
    let doors = sql!(
        db,
        all as (i64, String),
        "select id, door from household
         where unit_id = $1 and community_id = $2 and (closed_on is null or closed_on > $3)
         order by sort, id",
        unit.get(),
        ctx.community.id.get(),
        today(ctx),
    )?;
    let mut fitting = doors
        .into_iter()
        .filter(|(_, door)| domain::household::is_door(door, typed));
    let found = fitting.next();
    Ok(match (found, fitting.next()) {
        (Some((id, _)), None) => Some(HouseholdId::new(id)),
        _ => None,
    })
}
