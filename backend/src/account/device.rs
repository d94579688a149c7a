//! Where somebody is signed in, and ending it (rule P9).

use domain::account::Device;
use domain::id::{AccountId, PersonId};
use domain::instant::Instant;

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// How much of a row's hash names it in a form; it is of no use as a session.
const HANDLE: usize = 16;

/// One sign-in.
#[derive(Debug, Clone)]
pub struct SignIn {
    /// Names it in the form that ends it.
    pub handle: String,
    /// Machine and browser.
    pub device: Device,
    /// When the person signed in there.
    pub began_at: Instant,
    /// When it was used last, to five minutes.
    pub used_at: Instant,
    /// Whether it is the one that asks.
    pub is_this: bool,
}

/// The own sign-ins, the one that asks first, then those used last.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn list(ctx: &Context, own: &str) -> Result<Vec<SignIn>, Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    let mut read = ctx.db().read().await?;
    let rows = sql!(
        &mut read,
        all as (String, String, i64, i64),
        "select id_hash, device, began_at, touched_at from session
         where account_id = $1 and expires_at > $2
         order by touched_at desc, id_hash",
        account.get(),
        ctx.now.millis(),
    )?;
    let mut all: Vec<_> = rows
        .into_iter()
        .map(|(hash, device, began_at, used_at)| SignIn {
            is_this: hash == own,
            handle: hash.chars().take(HANDLE).collect(),
            device: Device::parse(&device),
            began_at: Instant::from_millis(began_at),
            used_at: Instant::from_millis(used_at),
        })
        .collect();
    all.sort_by_key(|one| !one.is_this);
    Ok(all)
}

/// Ends one of the own sign-ins, but not the one that asks, which signs out instead. One that has
/// ended already is a wish fulfilled.
///
/// # Errors
/// `SignIn`, `NotFound` for what names none, or when the store fails.
pub async fn end(ctx: &Context, own: &str, handle: &str) -> Result<(), Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    let is_handle = handle.len() == HANDLE && handle.bytes().all(|byte| byte.is_ascii_hexdigit());
    if !is_handle || own.starts_with(handle) {
        return Err(Error::NotFound);
    }
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "delete from session
         where account_id = $1 and id_hash <> $2 and substr(id_hash, 1, 16) = $3",
        account.get(),
        own,
        handle,
    )?;
    tx.commit().await?;
    Ok(())
}

/// Ends all own sign-ins but the one that asks, and asks for the second factor everywhere again.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn end_others(ctx: &Context, own: &str) -> Result<(), Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    let mut tx = ctx.db().write().await?;
    end_all(&mut tx, account, Some(own)).await?;
    tx.commit().await?;
    Ok(())
}

/// Ends every sign-in of an account but one, half ones too, and every device's trust.
///
/// # Errors
/// When the store fails.
pub async fn end_all(tx: &mut Tx, account: AccountId, but: Option<&str>) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "delete from session where account_id = $1 and id_hash <> $2",
        account.get(),
        but.unwrap_or_default(),
    )?;
    sql!(
        tx,
        execute,
        "delete from device_trust where account_id = $1",
        account.get()
    )?;
    sql!(
        tx,
        execute,
        "update account set sign_in_version = sign_in_version + 1 where id = $1",
        account.get(),
    )?;
    Ok(())
}

/// To be called in the transaction of every change of a person's rights: the next request of each
/// of their sign-ins gets a new session id, lasting as the new rights say (rules P7, P9). A person
/// without an account has none.
///
/// # Errors
/// When the store fails.
pub async fn rights_changed(tx: &mut Tx, person: PersonId) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update session set cycle = 1
         where account_id in (select id from account where person_id = $1)",
        person.get(),
    )?;
    Ok(())
}
