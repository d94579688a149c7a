//! Codes and doors that did not fit, counted under a keyed hash (rules P6, P8). What was typed is
//! counted by itself, and makes only the next try of the same wait; all that did not fit in an hour
//! is counted for the community, so that nobody guesses their way across the whole space of codes.
//! No address is counted: neighbours behind one do not block each other.

use crate::context::Context;
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

/// Failures that cost nothing but the try.
const FREE_TRIES: i64 = 5;
/// A family may hold one slip in several hands at once, and who guesses tries each code only once.
const FREE_TRIES_OF_A_CODE: i64 = 20;
/// No wait for the same words is longer than this.
const LONGEST_WAIT_SECONDS: i64 = 15 * 60;
/// After so many failures of an hour a code alone is not enough.
const CROWDED_AFTER: i64 = 60;
/// After so many failures of an hour nobody gets in by typing until it is over.
const MOST_AN_HOUR: i64 = 600;
const HOUR_MILLIS: i64 = 60 * 60 * 1000;
/// A day without a failure forgets the count.
const FORGOTTEN_AFTER_MILLIS: i64 = 24 * HOUR_MILLIS;

/// Tries of household codes.
pub const CODE: &str = "code";

/// A try that has been counted, and is taken back when it fits.
#[derive(Debug)]
pub struct Try {
    own: String,
    all: String,
    /// Whether so many did not fit lately that more must be known than a code.
    pub is_crowded: bool,
}

/// Counts a try before it is checked, so that parallel tries do not pass together.
///
/// # Errors
/// `Wait` when it is too early, or when the store fails.
pub async fn count(ctx: &Context, kind: &str, typed: &str) -> Result<Try, Error> {
    let now = ctx.now.millis();
    let free = if kind == CODE {
        FREE_TRIES_OF_A_CODE
    } else {
        FREE_TRIES
    };
    let hour = now / HOUR_MILLIS;
    let keyed = |what: String| ctx.stores.secret.keyed(Purpose::JoinAttempt, &what);
    let community = ctx.community.id;
    let own = keyed(format!("{kind}/{community}/{typed}"));
    let all = keyed(format!("{kind}/{community}//{hour}"));
    let mut tx = ctx.db().write().await?;
    let after = add(&mut tx, &own, now).await?;
    if let Some((failures, last_at)) = after.before {
        let wait = last_at + wait_seconds(failures, free) * 1000 - now;
        if wait > 0 {
            return Err(Error::Wait((wait + 999) / 1000));
        }
    }
    let total = add(&mut tx, &all, now).await?.before.map_or(0, |(n, _)| n);
    if total >= MOST_AN_HOUR {
        return Err(Error::Wait(((hour + 1) * HOUR_MILLIS - now + 999) / 1000));
    }
    tx.commit().await?;
    Ok(Try {
        own,
        all,
        is_crowded: total >= CROWDED_AFTER,
    })
}

struct Added {
    before: Option<(i64, i64)>,
}

async fn add(tx: &mut crate::db::Tx, counter: &str, now: i64) -> Result<Added, Error> {
    sql!(
        tx,
        execute,
        "delete from join_attempt where counter = $1 and last_at < $2",
        counter,
        now - FORGOTTEN_AFTER_MILLIS,
    )?;
    let before = sql!(
        tx, optional as (i64, i64),
        { sqlite: "select failures, last_at from join_attempt where counter = $1",
          postgres: "select failures, last_at from join_attempt where counter = $1 for update" },
        counter,
    )?;
    sql!(
        tx,
        execute,
        "insert into join_attempt (counter, failures, last_at) values ($1, 1, $2)
         on conflict (counter) do update
         set failures = join_attempt.failures + 1, last_at = excluded.last_at",
        counter,
        now,
    )?;
    Ok(Added { before })
}

impl Try {
    /// It fitted: as if it had never been counted.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn fitted(&self, ctx: &Context) -> Result<(), Error> {
        let mut tx = ctx.db().write().await?;
        sql!(
            &mut tx,
            execute,
            "delete from join_attempt where counter = $1",
            &self.own
        )?;
        self.uncount(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// It did not fit, but was no guess: it counts for these words only.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn was_no_guess(&self, ctx: &Context) -> Result<(), Error> {
        let mut tx = ctx.db().write().await?;
        self.uncount(&mut tx).await?;
        tx.commit().await?;
        Ok(())
    }

    /// It fitted, and was no guess before: the count of these words begins anew.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn forgive(&self, ctx: &Context) -> Result<(), Error> {
        let mut tx = ctx.db().write().await?;
        sql!(
            &mut tx,
            execute,
            "delete from join_attempt where counter = $1",
            &self.own
        )?;
        tx.commit().await?;
        Ok(())
    }

    async fn uncount(&self, tx: &mut crate::db::Tx) -> Result<(), Error> {
        sql!(
            tx,
            execute,
            "update join_attempt set failures = failures - 1 where counter = $1 and failures > 0",
            &self.all
        )?;
        Ok(())
    }
}

/// How long to wait after a number of failures: nothing, then 2, 4, 8 … seconds.
fn wait_seconds(failures: i64, free: i64) -> i64 {
    let over = failures.saturating_sub(free);
    if over < 0 {
        return 0;
    }
    let doublings = u32::try_from(over.saturating_add(1)).unwrap_or(u32::MAX);
    2_i64.saturating_pow(doublings).min(LONGEST_WAIT_SECONDS)
}

/// Removes what is old enough to be forgotten. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_forgotten(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from join_attempt where last_at < $1",
        ctx.now.millis() - FORGOTTEN_AFTER_MILLIS,
    )?;
    tx.commit().await?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::wait_seconds;

    #[test]
    fn p06_waits_grow_and_end() {
        let wait = |failures| wait_seconds(failures, 5);
        assert_eq!((0..5).map(wait).max(), Some(0));
        assert_eq!((wait(5), wait(6)), (2, 4));
        assert_eq!(wait(i64::MAX), 900);
    }
}
