//! Somebody without a code asks to come in, and staff say yes or no (rule P6).

use domain::audit::Deed;
use domain::id::{HouseholdId, JoinRequestId, PersonId, UnitId};
use domain::instant::Instant;
use domain::join::{Ask, Newcomer};
use domain::permission::Permission;
use domain::problem::Problem;
use domain::request_key::RequestKey;
use domain::telephone::Telephone;
use domain::words::Line;
use serde_json::json;

use super::newcomer::{self, Joined};
use super::{attempt, code};
use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::{Connection, Lock};
use crate::error::Error;
use crate::household;
use crate::secret::Purpose;
use crate::{request_key, sql};

/// A request is answered, and its link used, within a month.
const LASTS_MILLIS: i64 = 30 * 24 * 60 * 60 * 1000;
const ASK: &str = "join.ask";
const FINISH: &str = "join.finish";
/// How many a page of the desk holds.
const PAGE: i64 = 30;

/// How a request stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nobody has looked at it yet.
    Waiting,
    /// Staff said yes; name and password are still to be chosen.
    Approved,
    /// Staff said no.
    Declined,
    /// There is an account.
    Finished,
}

impl State {
    /// The state of that name.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "waiting" => Some(Self::Waiting),
            "approved" => Some(Self::Approved),
            "declined" => Some(Self::Declined),
            "finished" => Some(Self::Finished),
            _ => None,
        }
    }

    /// Its name in the database and in addresses.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Waiting => "waiting",
            Self::Approved => "approved",
            Self::Declined => "declined",
            Self::Finished => "finished",
        }
    }
}

/// A request.
#[derive(Debug, Clone)]
pub struct Request {
    /// Its id.
    pub id: JoinRequestId,
    /// Who asks.
    pub name: String,
    /// Their number, which prints itself masked. Whoever decides may dial it: it was given for this.
    pub telephone: Option<Telephone>,
    /// The building.
    pub building: String,
    /// The unit.
    pub unit: UnitId,
    /// Its name.
    pub unit_name: String,
    /// The door as it was typed.
    pub door: String,
    /// A line more.
    pub words: String,
    /// How it stands.
    pub state: State,
    /// Why it was declined.
    pub reason: String,
    /// When it was asked.
    pub asked_at: Instant,
    /// When it goes.
    pub expires_at: Instant,
    /// For whoever decides.
    pub version: i64,
    household: Option<i64>,
    path: String,
}

impl Request {
    /// `3号楼 1单元 302`.
    #[must_use]
    pub fn place(&self) -> String {
        format!("{} {} {}", self.building, self.unit_name, self.door)
    }
}

/// What staff decide.
#[derive(Debug, Clone, Default)]
pub struct Decision {
    /// The version that was looked at.
    pub version: i64,
    /// `approve` or `decline`.
    pub act: String,
    /// The unit, as staff know it.
    pub unit: String,
    /// The door, as staff know it.
    pub door: String,
    /// Why not; the asker reads it.
    pub reason: String,
}

#[derive(sqlx::FromRow)]
struct Row {
    id: i64,
    name: String,
    telephone: String,
    building: String,
    unit_id: i64,
    unit: String,
    door: String,
    words: String,
    state: String,
    reason: String,
    asked_at: i64,
    expires_at: i64,
    version: i64,
    household_id: Option<i64>,
    path: String,
}

impl From<Row> for Request {
    fn from(row: Row) -> Self {
        Self {
            id: JoinRequestId::new(row.id),
            name: row.name,
            telephone: Telephone::parse(&row.telephone).ok(),
            building: row.building,
            unit: UnitId::new(row.unit_id),
            unit_name: row.unit,
            door: row.door,
            words: row.words,
            state: State::parse(&row.state).unwrap_or(State::Declined),
            reason: row.reason,
            asked_at: Instant::from_millis(row.asked_at),
            expires_at: Instant::from_millis(row.expires_at),
            version: row.version,
            household: row.household_id,
            path: row.path,
        }
    }
}

fn hash(ctx: &Context, secret: &str) -> String {
    let text = format!("{}/{secret}", ctx.community.id);
    ctx.stores.secret.keyed(Purpose::JoinRequest, &text)
}

/// The secret of a form's receipt: nobody can work it out without the installation's key.
fn secret(ctx: &Context, key: &RequestKey) -> String {
    let text = format!("{}/{}", ctx.community.id, key.as_str());
    let mut keyed = ctx.stores.secret.keyed(Purpose::JoinRequestSeed, &text);
    keyed.truncate(32);
    keyed
}

async fn units(db: &mut impl Connection, ctx: &Context) -> Result<Vec<UnitId>, Error> {
    let rows = sql!(
        db,
        all as (i64,),
        "select u.id from unit u join building b on b.id = u.building_id where b.community_id = $1",
        ctx.community.id.get(),
    )?;
    Ok(rows.into_iter().map(|(id,)| UnitId::new(id)).collect())
}

/// Keeps a request. Answers with the secret part of its receipt; the same form sent twice makes one.
///
/// # Errors
/// `Invalid` with the fields at fault; `Wait` when too many were asked; or when the store fails.
pub async fn ask(ctx: &Context, ask: Ask) -> Result<String, Error> {
    let units = {
        let mut read = ctx.db().read().await?;
        units(&mut read, ctx).await?
    };
    let new = ask.check(&units)?;
    let key =
        RequestKey::parse(&ask.request_key).map_err(|problem| Error::at("request_key", problem))?;
    let secret = secret(ctx, &key);
    if request_key::answered_before(ctx, ASK, key.as_str())
        .await?
        .is_some()
    {
        return Ok(secret);
    }
    // Somebody who fills the desk with requests for one number has to wait between them.
    attempt::count(ctx, "ask", new.telephone.dial()).await?;
    let now = ctx.now.millis();
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, ASK, &key)
        .await?
        .is_some()
    {
        return Ok(secret);
    }
    sql!(
        &mut tx,
        execute,
        "insert into join_request (community_id, secret_hash, name, telephone, unit_id, door, words,
                                   state, asked_at, expires_at)
         values ($1, $2, $3, $4, $5, $6, $7, 'waiting', $8, $9)",
        ctx.community.id.get(),
        hash(ctx, &secret),
        new.name.as_str(),
        new.telephone.dial(),
        new.unit.get(),
        new.door.as_str(),
        new.words.as_ref().map_or("", |words| words.as_str()),
        now,
        now + LASTS_MILLIS,
    )?;
    tx.commit().await?;
    Ok(secret)
}

/// The request of a receipt.
///
/// # Errors
/// `NotFound`, also for one that is too old, or when the store fails.
pub async fn asked(ctx: &Context, secret: &str) -> Result<Request, Error> {
    if secret.len() != 32 {
        return Err(Error::NotFound);
    }
    let mut read = ctx.db().read().await?;
    let row = sql!(
        &mut read,
        optional as Row,
        "select r.id, r.name, r.telephone, b.name as building, r.unit_id, u.name as unit, r.door,
                r.words, r.state, r.reason, r.asked_at, r.expires_at, r.version, r.household_id,
                n.path
         from join_request r join unit u on u.id = r.unit_id
         join building b on b.id = u.building_id join org_node n on n.id = b.node_id
         where r.secret_hash = $1 and r.community_id = $2 and r.expires_at > $3",
        hash(ctx, secret),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    row.map(Request::from).ok_or(Error::NotFound)
}

/// The members of an approved request's household who have no account, masked.
///
/// # Errors
/// When the store fails.
pub async fn members(ctx: &Context, request: &Request) -> Result<Vec<(PersonId, String)>, Error> {
    let Some(household) = request
        .household
        .filter(|_| request.state == State::Approved)
    else {
        return Ok(Vec::new());
    };
    let mut read = ctx.db().read().await?;
    newcomer::without_account(&mut read, ctx, HouseholdId::new(household)).await
}

/// Whoever was approved chooses name and password.
///
/// # Errors
/// `NotFound`; `Changed` for a request that is not approved; `Invalid` with the fields at fault.
pub async fn finish(ctx: &Context, secret: &str, newcomer: Newcomer) -> Result<Joined, Error> {
    let request = asked(ctx, secret).await?;
    if request_key::answered_before(ctx, FINISH, &newcomer.request_key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    let household = match (request.state, request.household) {
        (State::Approved, Some(household)) => HouseholdId::new(household),
        _ => return Err(Error::Changed),
    };
    let new = newcomer.check()?;
    let key = RequestKey::parse(&newcomer.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let hash = newcomer::hash(ctx, &new.password).await?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, FINISH, &key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    tx.lock(Lock::Household(household)).await?;
    let finished = sql!(
        &mut tx,
        execute,
        "update join_request set state = 'finished', version = version + 1
         where id = $1 and state = 'approved'",
        request.id.get(),
    )?;
    if finished == 0 {
        return Err(Error::Changed);
    }
    let joined = code::settle(&mut tx, ctx, household, &newcomer, &new, &hash).await?;
    tx.commit().await?;
    Ok(joined)
}

/// One page of requests.
#[derive(Debug, Clone)]
pub struct Page {
    /// Oldest first.
    pub requests: Vec<Request>,
    /// How many stand so.
    pub total: i64,
    /// There is more after this page.
    pub later: Option<JoinRequestId>,
}

/// Requests that stand so, oldest first, after one of them.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn page(
    ctx: &Context,
    state: State,
    after: Option<JoinRequestId>,
) -> Result<Page, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as Row,
        "select r.id, r.name, r.telephone, b.name as building, r.unit_id, u.name as unit, r.door,
                r.words, r.state, r.reason, r.asked_at, r.expires_at, r.version, r.household_id,
                n.path
         from join_request r join unit u on u.id = r.unit_id
         join building b on b.id = u.building_id join org_node n on n.id = b.node_id
         where r.community_id = $1 and r.state = $2 and r.id > $3 and r.expires_at > $4
         order by r.id limit $5",
        ctx.community.id.get(),
        state.as_str(),
        after.map_or(0, JoinRequestId::get),
        ctx.now.millis(),
        PAGE + 1,
    )?;
    let (total,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from join_request
         where community_id = $1 and state = $2 and expires_at > $3",
        ctx.community.id.get(),
        state.as_str(),
        ctx.now.millis(),
    )?;
    let more = i64::try_from(rows.len()).is_ok_and(|length| length > PAGE);
    let most = usize::try_from(PAGE).unwrap_or(usize::MAX);
    let requests: Vec<_> = rows.into_iter().take(most).map(Request::from).collect();
    let later = requests.last().filter(|_| more).map(|last| last.id);
    let requests = requests
        .into_iter()
        .filter(|request| ctx.may_at(Permission::AdmitResidents, &request.path))
        .collect();
    Ok(Page {
        requests,
        total,
        later,
    })
}

/// How many wait, and since when the first: a line of today's work.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn waiting(ctx: &Context) -> Result<Option<(i64, Instant)>, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let (count, first) = sql!(
        &mut read,
        one as (i64, Option<i64>),
        "select count(*), min(asked_at) from join_request
         where community_id = $1 and state = 'waiting' and expires_at > $2",
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    Ok(first.map(|first| (count, Instant::from_millis(first))))
}

/// A request for whoever decides.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn find(ctx: &Context, id: JoinRequestId) -> Result<Request, Error> {
    ctx.require(Permission::AdmitResidents)?;
    let mut read = ctx.db().read().await?;
    let row = sql!(
        &mut read,
        optional as Row,
        "select r.id, r.name, r.telephone, b.name as building, r.unit_id, u.name as unit, r.door,
                r.words, r.state, r.reason, r.asked_at, r.expires_at, r.version, r.household_id,
                n.path
         from join_request r join unit u on u.id = r.unit_id
         join building b on b.id = u.building_id join org_node n on n.id = b.node_id
         where r.id = $1 and r.community_id = $2 and r.expires_at > $3",
        id.get(),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    let request = row.map(Request::from).ok_or(Error::NotFound)?;
    ctx.require_at(Permission::AdmitResidents, &request.path)?;
    Ok(request)
}

/// Staff say yes, with the door as they know it, or no, with a reason that the asker reads.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`; `Invalid` with the fields at fault; `Changed` when somebody else
/// was faster.
pub async fn decide(ctx: &Context, id: JoinRequestId, decision: Decision) -> Result<(), Error> {
    let request = find(ctx, id).await?;
    if request.state != State::Waiting || request.version != decision.version {
        return Err(Error::Changed);
    }
    let approve = match decision.act.as_str() {
        "approve" => true,
        "decline" => false,
        "" => return Err(Error::at("act", Problem::Missing)),
        _ => return Err(Error::at("act", Problem::NotAChoice)),
    };
    let mut tx = ctx.db().write().await?;
    let (state, household, reason) = if approve {
        let unit = match decision.unit.parse() {
            Ok(unit) => unit,
            Err(_) if decision.unit.is_empty() => request.unit,
            Err(_) => return Err(Error::at("unit", Problem::NotAChoice)),
        };
        let household = household::door_of(&mut tx, ctx, unit, &decision.door)
            .await?
            .ok_or(Error::at("door", Problem::DoesNotFit))?;
        household::find(&mut tx, ctx, household).await?;
        (State::Approved, Some(household), String::new())
    } else {
        let reason = Line::<100>::parse(&decision.reason).map_err(|problem| match problem {
            Problem::Missing => Error::at("reason", Problem::NeedsReason),
            problem => Error::at("reason", problem),
        })?;
        (State::Declined, None, reason.as_str().to_owned())
    };
    let decided = sql!(
        &mut tx,
        execute,
        "update join_request set state = $3, household_id = $4, reason = $5, decided_at = $6,
                decided_by = $7, version = version + 1
         where id = $1 and community_id = $2 and version = $8 and state = 'waiting'",
        id.get(),
        ctx.community.id.get(),
        state.as_str(),
        household.map(HouseholdId::get),
        &reason,
        ctx.now.millis(),
        ctx.signed_in().map(|person| person.person.get()),
        decision.version,
    )?;
    if decided == 0 {
        return Err(Error::Changed);
    }
    let subject = format!("join/{id}");
    let entry = if approve {
        Entry::new(Deed::JoinApproved, subject).became(json!({ "household": household }))
    } else {
        Entry::new(Deed::JoinDeclined, subject).personal(json!({ "reason": reason }))
    };
    audit::record(&mut tx, ctx, entry).await?;
    tx.commit().await?;
    Ok(())
}

/// Removes requests and invitations that are over. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_ended(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let now = ctx.now.millis();
    let requests = sql!(
        &mut tx,
        execute,
        "delete from join_request where expires_at <= $1",
        now
    )?;
    let invitations = sql!(
        &mut tx,
        execute,
        "delete from family_invitation where expires_at <= $1",
        now
    )?;
    tx.commit().await?;
    Ok(requests + invitations + attempt::remove_forgotten(ctx).await?)
}
