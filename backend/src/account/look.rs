//! How pages look and what one is called, kept with the account (rules P5, X2, X5).

use domain::account::DisplayName;

use crate::context::Context;
use crate::error::Error;
use crate::sql;

/// Longest text of a look; `zh-CN.22.high` is shorter.
const LONGEST: usize = 40;

/// Keeps how pages look, as the cookie writes it, for signing in on another device.
///
/// # Errors
/// `SignIn`, or when the store fails.
pub async fn keep(ctx: &Context, look: &str, language: &str) -> Result<(), Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    let plain =
        |text: &str| text.len() <= LONGEST && text.bytes().all(|byte| byte.is_ascii_graphic());
    if !plain(look) || !plain(language) {
        return Err(Error::Unexpected("a look that is none"));
    }
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "update account set look = $2, language = $3 where id = $1",
        account.get(),
        look,
        language,
    )?;
    tx.commit().await?;
    Ok(())
}

/// How pages look for an account; nothing when it was never changed while signed in.
///
/// # Errors
/// When the store fails.
pub async fn kept(ctx: &Context, account: domain::id::AccountId) -> Result<Option<String>, Error> {
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (Option<String>,),
        "select look from account where id = $1",
        account.get(),
    )?;
    Ok(found.and_then(|(look,)| look))
}

/// Changes what neighbours read.
///
/// # Errors
/// `SignIn`, or `Invalid` with `name` at fault.
pub async fn rename(ctx: &Context, name: &str) -> Result<(), Error> {
    let account = ctx.account().ok_or(Error::SignIn)?;
    let name = DisplayName::parse(name).map_err(|problem| Error::at("name", problem))?;
    let mut tx = ctx.db().write().await?;
    sql!(
        &mut tx,
        execute,
        "update account set display_name = $2 where id = $1",
        account.get(),
        name.as_str(),
    )?;
    tx.commit().await?;
    Ok(())
}
