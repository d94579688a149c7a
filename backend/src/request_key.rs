//! The same form sent twice gives the same answer (rules R3, V2, B18).

use domain::request_key::RequestKey;

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// How long an answer is kept: longer than any phone keeps a form open.
pub const KEPT_MILLIS: i64 = 7 * 24 * 60 * 60 * 1000;

/// What was answered to this key before, if it was.
///
/// On PostgreSQL a second transaction with the same key waits here until the first has ended, so
/// that two taps at the same instant cannot both pass.
///
/// # Errors
/// When the store fails.
pub async fn answered(
    tx: &mut Tx,
    ctx: &Context,
    use_case: &str,
    key: &RequestKey,
) -> Result<Option<String>, Error> {
    let community = ctx.community.id.get();
    let taken = sql!(
        tx,
        execute,
        "insert into request_key (community_id, use_case, key, answer, at)
         values ($1, $2, $3, '', $4) on conflict do nothing",
        community,
        use_case,
        key.as_str(),
        ctx.now.millis(),
    )?;
    if taken == 1 {
        return Ok(None);
    }
    let (answer,) = sql!(
        tx,
        one as (String,),
        "select answer from request_key where community_id = $1 and use_case = $2 and key = $3",
        community,
        use_case,
        key.as_str(),
    )?;
    Ok(Some(answer))
}

/// What was answered to this key before, looked up ahead of any check: photos that the first sending
/// took are no longer drafts, so that checking the second one would find fault where there is none.
///
/// # Errors
/// When the store fails.
pub async fn answered_before(
    ctx: &Context,
    use_case: &str,
    key: &str,
) -> Result<Option<String>, Error> {
    // What is no key was never answered, and PostgreSQL cannot even be asked for some of it.
    let Ok(key) = RequestKey::parse(key) else {
        return Ok(None);
    };
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        optional as (String,),
        "select answer from request_key where community_id = $1 and use_case = $2 and key = $3",
        ctx.community.id.get(),
        use_case,
        key.as_str(),
    )?
    .map(|(answer,)| answer))
}

/// What was answered to a form while it was being checked, else the fault found. Of two equal forms
/// sent at once the first takes the photos, and the second must not be told that there are none.
///
/// # Errors
/// The fault, or when the store fails.
pub async fn answered_meanwhile(
    ctx: &Context,
    use_case: &str,
    key: &str,
    fault: Error,
) -> Result<String, Error> {
    match fault {
        Error::Invalid(_) => answered_before(ctx, use_case, key).await?.ok_or(fault),
        fault => Err(fault),
    }
}

/// Keeps the answer to a key that [`answered`] took in the same transaction.
///
/// # Errors
/// When the store fails.
pub async fn answer(
    tx: &mut Tx,
    ctx: &Context,
    use_case: &str,
    key: &RequestKey,
    answer: &str,
) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "update request_key set answer = $4 where community_id = $1 and use_case = $2 and key = $3",
        ctx.community.id.get(),
        use_case,
        key.as_str(),
        answer,
    )?;
    Ok(())
}
