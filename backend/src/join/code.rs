//! Coming in with a household code (rule P6).

use domain::household::{HouseholdCode, is_door};
use domain::id::{HouseholdId, PersonId};
use domain::join::{NewAccount, Newcomer};
use domain::problem::Problem;
use domain::request_key::RequestKey;

use super::attempt;
use super::newcomer::{self, Joined};
use crate::context::Context;
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::household::{self, code::hash};
use crate::{request_key, sql};

const USE_CASE: &str = "join";

/// What was typed or scanned.
#[derive(Clone, Default)]
pub struct Entry {
    /// The ten digits.
    pub code: String,
    /// The door, where so many codes did not fit lately that it is asked for.
    pub door: String,
}

impl std::fmt::Debug for Entry {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("Entry(…)")
    }
}

/// What a code opens.
#[derive(Debug, Clone)]
pub struct Open {
    id: i64,
    /// The household.
    pub household: HouseholdId,
    /// `3号楼 1单元 302`.
    pub place: String,
    /// Members without an account who may say that it is they, masked.
    pub members: Vec<(PersonId, String)>,
}

/// The household that a code opens. Nothing tells a code that never was from one that has ended.
///
/// # Errors
/// `Invalid` at `code` or `door`; `Wait` when it is too early, or when the store fails.
pub async fn open(ctx: &Context, entry: &Entry) -> Result<Open, Error> {
    let code = HouseholdCode::parse(&entry.code).map_err(|problem| Error::at("code", problem))?;
    let tried = attempt::count(ctx, attempt::CODE, code.digits()).await?;
    if tried.is_crowded && entry.door.trim().is_empty() {
        tried.was_no_guess(ctx).await?;
        return Err(Error::at("door", Problem::Missing));
    }
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (i64, i64, i64),
        "select id, household_id,
                cast(case when ended_at is null and uses < most_uses and expires_at > $3
                          then 1 else 0 end as bigint)
         from household_code where code_hash = $1 and community_id = $2",
        hash(ctx, &code),
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    let Some((id, household, is_live)) = found else {
        return Err(Error::at("code", Problem::DoesNotFit));
    };
    let household = household::load(&mut read, ctx, HouseholdId::new(household)).await?;
    if tried.is_crowded && !is_door(&household.door, &entry.door) {
        return Err(Error::at("code", Problem::DoesNotFit));
    }
    if is_live == 0 {
        // An old slip is no guess: it makes no neighbour wait.
        drop(read);
        tried.was_no_guess(ctx).await?;
        return Err(Error::at("code", Problem::DoesNotFit));
    }
    let members = newcomer::without_account(&mut read, ctx, household.id).await?;
    drop(read);
    tried.fitted(ctx).await?;
    Ok(Open {
        id,
        household: household.id,
        place: household.place(),
        members,
    })
}

/// Makes a newcomer's account and membership, or the account of a member who had none. The same form
/// sent twice makes one; a code's last use goes to one.
///
/// # Errors
/// Those of [`open`], and `Invalid` with the newcomer's fields at fault.
pub async fn join(ctx: &Context, entry: &Entry, newcomer: Newcomer) -> Result<Joined, Error> {
    if request_key::answered_before(ctx, USE_CASE, &newcomer.request_key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    let open = open(ctx, entry).await?;
    let new = newcomer.check()?;
    let key = RequestKey::parse(&newcomer.request_key)
        .map_err(|problem| Error::at("request_key", problem))?;
    let hash = newcomer::hash(ctx, &new.password).await?;
    let mut tx = ctx.db().write().await?;
    if request_key::answered(&mut tx, ctx, USE_CASE, &key)
        .await?
        .is_some()
    {
        return Ok(Joined::Before);
    }
    tx.lock(Lock::Household(open.household)).await?;
    use_up(&mut tx, ctx, &open).await?;
    let joined = settle(&mut tx, ctx, open.household, &newcomer, &new, &hash).await?;
    tx.commit().await?;
    Ok(joined)
}

/// Whoever is signed in already becomes a member by the code.
///
/// # Errors
/// `SignIn`, and those of [`open`].
pub async fn join_signed_in(ctx: &Context, entry: &Entry) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?.person;
    let open = open(ctx, entry).await?;
    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Household(open.household)).await?;
    if newcomer::move_in(&mut tx, ctx, open.household, person).await? {
        use_up(&mut tx, ctx, &open).await?;
        tx.commit().await?;
    }
    Ok(())
}

async fn use_up(tx: &mut Tx, ctx: &Context, open: &Open) -> Result<(), Error> {
    let used = sql!(
        tx,
        execute,
        "update household_code set uses = uses + 1
         where id = $1 and uses < most_uses and ended_at is null and expires_at > $2",
        open.id,
        ctx.now.millis(),
    )?;
    if used == 0 {
        return Err(Error::at("code", Problem::DoesNotFit));
    }
    Ok(())
}

/// Account and membership, in the transaction of whatever lets them in.
pub(super) async fn settle(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    newcomer: &Newcomer,
    new: &NewAccount,
    hash: &str,
) -> Result<Joined, Error> {
    let person = if newcomer.person.is_empty() {
        None
    } else {
        let person = newcomer.person.parse().ok();
        let offered = newcomer::without_account(tx, ctx, household).await?;
        let known = person.filter(|person| offered.iter().any(|(id, _)| id == person));
        Some(known.ok_or(Error::at("person", Problem::NotAChoice))?)
    };
    let (person, account) = newcomer::make(tx, ctx, person, new, hash).await?;
    newcomer::move_in(tx, ctx, household, person).await?;
    Ok(Joined::Now(account))
}
