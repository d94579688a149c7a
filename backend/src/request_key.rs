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
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        optional as (String,),
        "select answer from request_key where community_id = $1 and use_case = $2 and key = $3",
        ctx.community.id.get(),
        use_case,
        key,
    )?
    .map(|(answer,)| answer))
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
