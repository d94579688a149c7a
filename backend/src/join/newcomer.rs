//! A person, an account, a way to sign in: made in the transaction of whatever lets them in.

use domain::household::masked_name;
use domain::id::{AccountId, HouseholdId, PersonId};
use domain::join::NewAccount;
use domain::problem::Problem;

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::sql;

/// What became of a joining form.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Joined {
    /// The account is new.
    Now(AccountId),
    /// The same form came before: whoever sent it signs in with what they chose.
    Before,
}

/// Today, on the community's calendar.
#[must_use]
pub fn today(ctx: &Context) -> String {
    ctx.community.zone.date_of(ctx.now).to_string()
}

/// Hashes a password, outside of any transaction.
///
/// # Errors
/// When the store fails.
pub async fn hash(ctx: &Context, password: &str) -> Result<String, Error> {
    let stores = &ctx.stores;
    crate::password::hash(stores.password_cost, &stores.random, password.to_owned()).await
}

/// Makes the account of a person, or of a new one, with its password. A name that somebody uses is
/// said at its field.
///
/// # Errors
/// `Invalid` at `sign_in_name` or `person`, or when the store fails.
pub async fn make(
    tx: &mut Tx,
    ctx: &Context,
    person: Option<PersonId>,
    new: &NewAccount,
    hash: &str,
) -> Result<(PersonId, AccountId), Error> {
    let now = ctx.now.millis();
    let person = match person {
        Some(person) => person,
        None => new_person(tx, ctx, new.name.as_str(), None).await?,
    };
    let account = account(tx, ctx, person, new.name.as_str())
        .await?
        .ok_or(Error::at("person", Problem::NotAChoice))?;
    let kept = sql!(
        tx,
        execute,
        "insert into credential (account_id, kind, name, secret, created_at)
         values ($1, 'password', $2, $3, $4) on conflict (kind, name) do nothing",
        account.get(),
        &new.sign_in_name,
        hash,
        now,
    )?;
    if kept == 0 {
        return Err(Error::at("sign_in_name", Problem::Taken));
    }
    Ok((person, account))
}

/// A new person of this community.
///
/// # Errors
/// When the store fails.
pub async fn new_person(
    tx: &mut Tx,
    ctx: &Context,
    name: &str,
    telephone: Option<&str>,
) -> Result<PersonId, Error> {
    let (id,) = sql!(
        tx,
        one as (i64,),
        "insert into person (community_id, name, telephone, created_at) values ($1, $2, $3, $4)
         returning id",
        ctx.community.id.get(),
        name,
        telephone,
        ctx.now.millis(),
    )?;
    Ok(PersonId::new(id))
}

/// The new account of a person; nothing when they have one already.
///
/// # Errors
/// When the store fails.
pub async fn account(
    tx: &mut Tx,
    ctx: &Context,
    person: PersonId,
    display_name: &str,
) -> Result<Option<AccountId>, Error> {
    let made = sql!(
        tx,
        optional as (i64,),
        "insert into account (person_id, display_name, created_at) values ($1, $2, $3)
         on conflict (person_id) do nothing returning id",
        person.get(),
        display_name,
        ctx.now.millis(),
    )?;
    Ok(made.map(|(id,)| AccountId::new(id)))
}

/// Makes a person a member of a household from today, unless they are one.
///
/// # Errors
/// When the store fails.
pub async fn move_in(
    tx: &mut Tx,
    ctx: &Context,
    household: HouseholdId,
    person: PersonId,
) -> Result<bool, Error> {
    let today = today(ctx);
    let is_member = sql!(
        tx,
        optional as (i64,),
        "select id from household_member
         where household_id = $1 and person_id = $2 and (until is null or until > $3)",
        household.get(),
        person.get(),
        &today,
    )?
    .is_some();
    if !is_member {
        sql!(
            tx,
            execute,
            "insert into household_member (household_id, person_id, since) values ($1, $2, $3)",
            household.get(),
            person.get(),
            &today,
        )?;
    }
    Ok(!is_member)
}

/// Members of a household who have no account and could say that it is they: grown up, without a
/// post, since a code must give nobody a post's rights. Names are masked.
///
/// # Errors
/// When the store fails.
pub async fn without_account(
    db: &mut impl Connection,
    ctx: &Context,
    household: HouseholdId,
) -> Result<Vec<(PersonId, String)>, Error> {
    let rows = sql!(
        db,
        all as (i64, String),
        "select distinct p.id, p.name from household_member m
         join person p on p.id = m.person_id
         where m.household_id = $1 and p.community_id = $2 and (m.until is null or m.until > $3)
           and not exists (select 1 from account a where a.person_id = p.id)
           and not exists (select 1 from child c where c.person_id = p.id)
           and not exists (select 1 from post_holding h where h.person_id = p.id
                and (h.valid_until is null or h.valid_until > $4))
         order by p.id",
        household.get(),
        ctx.community.id.get(),
        today(ctx),
        ctx.now.millis(),
    )?;
    Ok(rows
        .into_iter()
        .map(|(id, name)| (PersonId::new(id), masked_name(&name)))
        .collect())
}
