//! Household codes (rule P6): made to be printed, shown once, kept as a keyed hash.

use domain::audit::Deed;
use domain::household::{HouseholdCode, MOST_USES};
use domain::id::{BuildingId, HouseholdId};
use domain::instant::Instant;
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use serde_json::json;

use super::list::{self, Query};
use super::{CodeState, find};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::filter::Statement;
use crate::secret::Purpose;
use crate::{request_key, sql};

/// A code can be used for a year.
const LASTS_MILLIS: i64 = 365 * 24 * 60 * 60 * 1000;
/// More slips than this are more than one goes round with.
pub const MOST_SLIPS: usize = 2000;
const PRINT: &str = "household.codes";

/// What is to be printed.
#[derive(Debug, Clone, Default)]
pub struct Order {
    /// Makes one of a form sent twice.
    pub request_key: String,
    /// All doors of these buildings.
    pub buildings: Vec<String>,
    /// These doors.
    pub households: Vec<String>,
    /// Only doors that have no code in force.
    pub only_without: bool,
}

/// One slip.
#[derive(Debug, Clone)]
pub struct Slip {
    /// The door.
    pub household: HouseholdId,
    /// `3号楼`.
    pub building: String,
    /// `1单元`.
    pub unit: String,
    /// What stands on the door.
    pub door: String,
    /// The ten digits.
    pub code: HouseholdCode,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    building_id: i64,
    building: String,
    unit: String,
    door: String,
}

/// The keyed hash under which a code is kept: another community's code fits nothing here.
#[must_use]
pub fn hash(ctx: &Context, code: &HouseholdCode) -> String {
    let text = format!("{}/{}", ctx.community.id, code.digits());
    ctx.stores.secret.keyed(Purpose::HouseholdCode, &text)
}

/// The code in force.
pub(super) async fn state(
    db: &mut impl Connection,
    ctx: &Context,
    id: HouseholdId,
) -> Result<Option<CodeState>, Error> {
    let found = sql!(
        db,
        optional as (i64, i64, i64, i64),
        "select made_at, expires_at, uses, most_uses from household_code
         where household_id = $1 and community_id = $2 and ended_at is null and expires_at > $3
         order by id desc limit 1",
        id.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    Ok(
        found.map(|(made_at, expires_at, uses, most_uses)| CodeState {
            made_at: Instant::from_millis(made_at),
            expires_at: Instant::from_millis(expires_at),
            uses,
            most_uses,
        }),
    )
}

/// Makes a new code for every door that is asked for, in the order building, unit, door; each ends
/// the one before. The same form sent twice gives the same slips.
///
/// # Errors
/// `SignIn`, `Denied`, `Invalid` at `building` when no door is meant or too many are, `Changed` when
/// these slips were made anew meanwhile, or when the store fails.
pub async fn print(ctx: &Context, order: Order) -> Result<Vec<Slip>, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let key = RequestKey::parse(&order.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let mut tx = ctx.db().write().await?;
    let before = request_key::answered(&mut tx, ctx, PRINT, &key).await?;
    if let Some(answer) = before {
        return again(&mut tx, ctx, &key, &answer).await;
    }
    let doors = doors(&mut tx, ctx, &order).await?;
    if doors.is_empty() {
        return Err(Error::at("building", Problem::Missing));
    }
    if doors.len() > MOST_SLIPS {
        return Err(Error::at("building", Problem::TooMany { max: MOST_SLIPS }));
    }
    let ids: Vec<_> = doors.iter().map(|door| door.id.to_string()).collect();
    let mut counts: Vec<(BuildingId, i64)> = Vec::new();
    let mut slips = Vec::with_capacity(doors.len());
    for door in doors {
        let household = HouseholdId::new(door.id);
        let building = BuildingId::new(door.building_id);
        match counts.last_mut() {
            Some((last, count)) if *last == building => *count += 1,
            _ => counts.push((building, 1)),
        }
        tx.lock(Lock::Household(household)).await?;
        end(&mut tx, ctx, household).await?;
        let code = make(&mut tx, ctx, &key, household).await?;
        slips.push(slip(door, code));
    }
    for (building, count) in counts {
        let entry = Entry::new(Deed::HouseholdCodesPrinted, format!("building/{building}"))
            .became(json!({ "codes": count }));
        audit::record(&mut tx, ctx, entry).await?;
    }
    request_key::answer(&mut tx, ctx, PRINT, &key, &ids.join(",")).await?;
    tx.commit().await?;
    Ok(slips)
}

fn slip(door: Row, code: HouseholdCode) -> Slip {
    Slip {
        household: HouseholdId::new(door.id),
        building: door.building,
        unit: door.unit,
        door: door.door,
        code,
    }
}

/// The doors that are asked for, in order.
async fn doors(tx: &mut Tx, ctx: &Context, order: &Order) -> Result<Vec<Row>, Error> {
    let mut statement = begin(ctx, order.only_without);
    statement.push("and (1 = 0");
    for building in order.buildings.iter().filter_map(|id| id.parse().ok()) {
        let building: BuildingId = building;
        statement.number("or h.building_id = ?", building.get());
    }
    for household in order.households.iter().filter_map(|id| id.parse().ok()) {
        let household: HouseholdId = household;
        statement.number("or h.id = ?", household.get());
    }
    statement.push(") order by b.sort, u.sort, h.sort, h.id");
    Ok(statement.all(tx).await?)
}

fn begin(ctx: &Context, only_without: bool) -> Statement {
    let mut statement = Statement::new(
        "select h.id, h.building_id, b.name as building, u.name as unit, h.door
         from household h join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id join org_node n on n.id = b.node_id where",
    );
    let query = Query {
        with_code: only_without.then_some(false),
        ..Query::default()
    };
    list::narrow(&mut statement, ctx, &query);
    statement
}

/// The slips of a form that came before, as long as all their codes are in force.
async fn again(
    tx: &mut Tx,
    ctx: &Context,
    key: &RequestKey,
    answer: &str,
) -> Result<Vec<Slip>, Error> {
    let mut statement = begin(ctx, false);
    statement.push("and (1 = 0");
    for id in answer.split(',').filter_map(|id| id.parse().ok()) {
        statement.number("or h.id = ?", id);
    }
    statement.push(") order by b.sort, u.sort, h.sort, h.id");
    let doors: Vec<Row> = statement.all(tx).await?;
    let mut slips = Vec::new();
    for door in doors {
        let household = HouseholdId::new(door.id);
        let code = made(tx, ctx, key, household).await?.ok_or(Error::Changed)?;
        slips.push(slip(door, code));
    }
    Ok(slips)
}

/// The digits that a form gives a door: nobody can work them out without the installation's key.
fn digits(ctx: &Context, key: &RequestKey, household: HouseholdId, nth: u8) -> HouseholdCode {
    let text = format!("{}/{}/{household}/{nth}", ctx.community.id, key.as_str());
    let keyed = ctx.stores.secret.keyed(Purpose::HouseholdCodeSeed, &text);
    let number = keyed
        .get(..15)
        .and_then(|hex| u64::from_str_radix(hex, 16).ok());
    HouseholdCode::of(number.unwrap_or_default())
}

/// Digits of two doors may meet; then the next ones are taken.
const TRIES: u8 = 6;

async fn make(
    tx: &mut Tx,
    ctx: &Context,
    key: &RequestKey,
    household: HouseholdId,
) -> Result<HouseholdCode, Error> {
    for nth in 0..TRIES {
        let code = digits(ctx, key, household, nth);
        let kept = sql!(
            tx,
            execute,
            "insert into household_code
                 (community_id, household_id, code_hash, made_at, made_by, expires_at, most_uses)
             values ($1, $2, $3, $4, $5, $6, $7) on conflict (code_hash) do nothing",
            ctx.community.id.get(),
            household.get(),
            hash(ctx, &code),
            ctx.now.millis(),
            ctx.signed_in().map(|person| person.person.get()),
            ctx.now.millis() + LASTS_MILLIS,
            MOST_USES,
        )?;
        if kept == 1 {
            return Ok(code);
        }
    }
    Err(Error::Unexpected("no free household code"))
}

async fn made(
    tx: &mut Tx,
    ctx: &Context,
    key: &RequestKey,
    household: HouseholdId,
) -> Result<Option<HouseholdCode>, Error> {
    for nth in 0..TRIES {
        let code = digits(ctx, key, household, nth);
        let found = sql!(
            tx,
            optional as (i64,),
            "select id from household_code
             where household_id = $1 and code_hash = $2 and ended_at is null and expires_at > $3",
            household.get(),
            hash(ctx, &code),
            ctx.now.millis(),
        )?;
        if found.is_some() {
            return Ok(Some(code));
        }
    }
    Ok(None)
}

async fn end(tx: &mut Tx, ctx: &Context, id: HouseholdId) -> Result<u64, Error> {
    Ok(sql!(
        tx,
        execute,
        "update household_code set ended_at = $3
         where household_id = $1 and community_id = $2 and ended_at is null",
        id.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?)
}

/// Ends a household's code at once. Ending what has ended is fulfilled already.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn revoke(ctx: &Context, id: HouseholdId) -> Result<(), Error> {
    {
        let mut read = ctx.db().read().await?;
        find(&mut read, ctx, id).await?;
    }
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Household(id)).await?;
    if end(&mut tx, ctx, id).await? > 0 {
        let entry = Entry::new(Deed::HouseholdCodeEnded, format!("household/{id}"));
        audit::record(&mut tx, ctx, entry).await?;
        tx.commit().await?;
    }
    Ok(())
}
