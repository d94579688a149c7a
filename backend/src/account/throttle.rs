//! Tries that did not fit make the next ones wait, longer and longer; nobody is locked out for good
//! (rule P8). They are counted under a keyed hash of what was tried, known or not.

use domain::id::{AccountId, PatrolShiftId, PersonId};

use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

/// A day without a failure forgets the count.
const FORGOTTEN_AFTER_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// How patient to be.
#[derive(Debug, Clone, Copy)]
pub struct Patience {
    /// Failures that cost nothing but the try.
    free: i64,
    /// No wait is longer than this.
    longest_seconds: i64,
}

/// Passwords and codes of one account.
pub const SIGN_IN: Patience = Patience {
    free: 5,
    longest_seconds: 15 * 60,
};

/// The digits of reset slips and the check codes of certificates, counted for a whole community:
/// whoever types them names no account. The waits are short, since they are everybody's, and long
/// enough that ten digits are not guessed in the days that a slip lives.
pub const SLIPS: Patience = Patience {
    free: 60,
    longest_seconds: 10,
};

/// The counter of a sign-in name.
pub fn of_name(ctx: &Context, name: &str) -> String {
    let name = name.trim().to_lowercase();
    ctx.stores.secret.keyed(Purpose::LoginName, &name)
}

/// The counter of an account's own password, asked again while signed in.
pub fn of_password(ctx: &Context, account: AccountId) -> String {
    let what = format!("password/{account}");
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// The counter of an account's second factor.
pub fn of_codes(ctx: &Context, account: AccountId) -> String {
    let what = format!("codes/{account}");
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// The counter of the reset slips' digits.
pub fn of_slips(ctx: &Context) -> String {
    let what = format!("slips/{}", ctx.community.id);
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// The counter of the check codes of certificates (rule V15).
pub fn of_certificates(ctx: &Context) -> String {
    let what = format!("certificates/{}", ctx.community.id);
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// The counter of the codes sent to one number, known or not; `number` is its keyed hash.
pub fn of_number(ctx: &Context, number: &str) -> String {
    let what = format!("number/{}/{number}", ctx.community.id);
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// The counter of a person's tries at the changing code of a shift (rule V12).
pub fn of_patrol(ctx: &Context, shift: PatrolShiftId, person: PersonId) -> String {
    let what = format!("patrol/{shift}/{person}");
    ctx.stores.secret.keyed(Purpose::Tries, &what)
}

/// Counts a try before it is checked, so that parallel tries do not pass together.
pub async fn count(ctx: &Context, counter: &str, patience: Patience) -> Result<(), Error> {
    let mut tx = ctx.db().write().await?;
    let now = ctx.now.millis();
    sql!(
        &mut tx,
        execute,
        "delete from login_attempt where name_hash = $1 and last_at < $2",
        counter,
        now - FORGOTTEN_AFTER_MILLIS,
    )?;
    // Written and locked in one: a row that is not there cannot be locked, and the first of many
    // tries at once would all find nothing that makes them wait.
    let (failures, last_at) = sql!(
        &mut tx,
        one as (i64, i64),
        "insert into login_attempt (name_hash, failures, last_at) values ($1, 0, $2)
         on conflict (name_hash) do update set failures = login_attempt.failures
         returning failures, last_at",
        counter,
        now,
    )?;
    let wait = last_at + wait_seconds(failures, patience) * 1000 - now;
    if wait > 0 {
        return Err(Error::Wait((wait + 999) / 1000));
    }
    sql!(
        &mut tx,
        execute,
        "update login_attempt set failures = failures + 1, last_at = $2 where name_hash = $1",
        counter,
        now,
    )?;
    tx.commit().await?;
    Ok(())
}

/// Forgets the failures: the right thing was typed, or staff lifted the wait.
pub async fn forget(tx: &mut Tx, counter: &str) -> Result<u64, Error> {
    let removed = sql!(
        tx,
        execute,
        "delete from login_attempt where name_hash = $1",
        counter
    )?;
    Ok(removed)
}

/// How many seconds the next try has to wait now.
pub async fn waits(db: &mut impl Connection, ctx: &Context, counter: &str) -> Result<i64, Error> {
    let found = sql!(
        db,
        optional as (i64, i64),
        "select failures, last_at from login_attempt where name_hash = $1",
        counter,
    )?;
    Ok(found.map_or(0, |(failures, last_at)| {
        let wait = last_at + wait_seconds(failures, SIGN_IN) * 1000 - ctx.now.millis();
        ((wait + 999) / 1000).max(0)
    }))
}

/// Removes counts that mean nothing any more. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_forgotten(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from login_attempt where last_at < $1",
        ctx.now.millis() - FORGOTTEN_AFTER_MILLIS,
    )?;
    tx.commit().await?;
    Ok(removed)
}

/// How long to wait after a number of failures: nothing, then 2, 4, 8 … seconds.
fn wait_seconds(failures: i64, patience: Patience) -> i64 {
    let over = failures.saturating_sub(patience.free);
    if over < 0 {
        return 0;
    }
    let doublings = u32::try_from(over.saturating_add(1)).unwrap_or(u32::MAX);
    2_i64
        .saturating_pow(doublings)
        .min(patience.longest_seconds)
}

#[cfg(test)]
mod tests {
    use super::{SIGN_IN, SLIPS, wait_seconds};

    #[test]
    fn p08_waits_grow_after_five_failures_and_end() {
        let wait = |failures| wait_seconds(failures, SIGN_IN);
        assert_eq!((0..5).map(wait).max(), Some(0));
        assert_eq!(wait(5), 2);
        assert_eq!(wait(6), 4);
        assert_eq!(wait(60), 900);
        assert_eq!(wait(i64::MAX), 900);
        assert_eq!(wait_seconds(i64::MAX, SLIPS), 10);
    }
}
