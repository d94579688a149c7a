//! Changing one's own password (rules P5, P9).

use domain::audit::Deed;
use domain::id::{AccountId, PersonId};
use domain::message::Kind;
use domain::password::NewPassword;
use domain::problem::{Problem, Problems};
use serde_json::Value;

use super::{device, throttle};
use crate::audit::{self, Entry};
use crate::context::{Context, SignedIn};
use crate::db::{Connection, Lock, Tx};
use crate::error::Error;
use crate::password as hashing;
use crate::{message, sql};

/// What was typed.
#[derive(Clone, Default)]
pub struct Change {
    /// The password until now.
    pub old: String,
    /// The one from now on.
    pub new: String,
}

impl std::fmt::Debug for Change {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Change(…)")
    }
}

/// Changes the own password and ends all other sign-ins; `own` is the hash of the session that asks,
/// which stays and has to get a new id.
///
/// # Errors
/// `SignIn`, `Invalid` with `old` or `password` at fault, `Wait` after too many wrong old ones.
pub async fn change(ctx: &Context, own: &str, typed: Change) -> Result<(), Error> {
    let person = ctx.signed_in().ok_or(Error::SignIn)?;
    let mut problems = Problems::new();
    if typed.old.is_empty() {
        problems.add("old", Problem::Missing);
    }
    let name = sign_in_name(&mut ctx.db().read().await?, person.account).await?;
    let names = [name.as_deref().unwrap_or_default(), &person.display_name];
    let new = problems.take("password", NewPassword::parse(&typed.new, &names));
    let Some(new) = new.filter(|_| problems.is_empty()) else {
        return Err(problems.into());
    };
    prove(ctx, person, typed.old, "old").await?;
    let hash = hashing::hash(
        ctx.stores.password_cost,
        &ctx.stores.random,
        new.into_text(),
    )
    .await?;

    let mut tx = ctx.db().write().await?;
    tx.lock(Lock::Account(person.account)).await?;
    set(&mut tx, person.account, &hash).await?;
    device::end_all(&mut tx, person.account, Some(own)).await?;
    let deed = Entry::new(
        Deed::AccountPasswordChanged,
        format!("account/{}", person.account),
    );
    audit::record(&mut tx, ctx, deed.whose(person.person)).await?;
    tell_owner(&mut tx, ctx, person.account, person.person).await?;
    tx.commit().await?;
    Ok(())
}

/// Tells an account's owner that it has a new password, so that one set by somebody else is noticed.
pub(crate) async fn tell_owner(
    tx: &mut Tx,
    ctx: &Context,
    account: AccountId,
    owner: PersonId,
) -> Result<(), Error> {
    let subject = format!("account/{account}");
    message::tell(tx, ctx, owner, Kind::PasswordChanged, &subject, Value::Null).await
}

/// Asks for the password once more, before something that a borrowed screen must not do.
pub(crate) async fn prove(
    ctx: &Context,
    person: &SignedIn,
    password: String,
    field: &'static str,
) -> Result<(), Error> {
    let counter = throttle::of_password(ctx, person.account);
    throttle::count(ctx, &counter, throttle::SIGN_IN).await?;
    let mut read = ctx.db().read().await?;
    let kept = sql!(
        &mut read,
        optional as (String,),
        "select secret from credential where account_id = $1 and kind = 'password'",
        person.account.get(),
    )?;
    drop(read);
    let kept = kept.map(|(secret,)| secret);
    if !hashing::fits(ctx.stores.password_cost, kept, password).await? {
        return Err(Error::at(field, Problem::WrongPassword));
    }
    let mut tx = ctx.db().write().await?;
    throttle::forget(&mut tx, &counter).await?;
    tx.commit().await?;
    Ok(())
}

/// The name under which an account's password is asked.
pub(super) async fn sign_in_name(
    db: &mut impl Connection,
    account: AccountId,
) -> Result<Option<String>, Error> {
    let found = sql!(
        db,
        optional as (String,),
        "select name from credential where account_id = $1 and kind = 'password'",
        account.get(),
    )?;
    Ok(found.map(|(name,)| name))
}

/// Puts a hash in the place of the one before.
pub(super) async fn set(tx: &mut Tx, account: AccountId, hash: &str) -> Result<(), Error> {
    let changed = sql!(
        tx,
        execute,
        "update credential set secret = $2 where account_id = $1 and kind = 'password'",
        account.get(),
        hash,
    )?;
    // Whoever signs in with a card only has no password to change.
    if changed == 0 {
        return Err(Error::NotFound);
    }
    Ok(())
}
