//! One server at a time does a job: the claim is a row with a lease. Whoever is killed while holding
//! it is followed by whoever asks after the lease has ended.

use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// A job that this process holds for now.
#[derive(Debug, Clone)]
pub struct Claim {
    job: &'static str,
    holder: String,
    lease: i64,
}

impl Claim {
    /// Takes the job for `lease` milliseconds, or nothing when somebody else holds it.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn take(ctx: &Context, job: &'static str, lease: i64) -> Result<Option<Self>, Error> {
        let holder = ctx.stores.random.token();
        let mut tx = ctx.db().write().await?;
        let taken = sql!(
            &mut tx,
            execute,
            "insert into job_claim (community_id, job, holder, until_at) values ($1, $2, $3, $4)
             on conflict (community_id, job) do update
             set holder = excluded.holder, until_at = excluded.until_at
             where job_claim.until_at <= $5",
            ctx.community.id.get(),
            job,
            &holder,
            ctx.now.millis() + lease,
            ctx.now.millis(),
        )?;
        tx.commit().await?;
        Ok((taken == 1).then_some(Self { job, holder, lease }))
    }

    /// Whether the job is still this process's, in a transaction of the job. The claim's row is held
    /// until the commit, so that nobody else can begin meanwhile.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn is_held(&self, tx: &mut Tx, ctx: &Context) -> Result<bool, Error> {
        let held = sql!(
            tx,
            execute,
            "update job_claim set until_at = $4 where community_id = $1 and job = $2 and holder = $3",
            ctx.community.id.get(),
            self.job,
            &self.holder,
            ctx.now.millis() + self.lease,
        )?;
        Ok(held == 1)
    }

    /// Gives the job back; it was brought to its end.
    ///
    /// # Errors
    /// When the store fails.
    pub async fn done(self, ctx: &Context) -> Result<(), Error> {
        let mut tx = ctx.db().write().await?;
        sql!(
            &mut tx,
            execute,
            "update job_claim set until_at = 0, done_at = $4
             where community_id = $1 and job = $2 and holder = $3",
            ctx.community.id.get(),
            self.job,
            &self.holder,
            ctx.now.millis(),
        )?;
        tx.commit().await?;
        Ok(())
    }
}

/// When a job was last brought to its end here; 0 for never.
///
/// # Errors
/// When the store fails.
pub async fn last_done(ctx: &Context, job: &str) -> Result<i64, Error> {
    let mut read = ctx.db().read().await?;
    let found = sql!(
        &mut read,
        optional as (i64,),
        "select done_at from job_claim where community_id = $1 and job = $2",
        ctx.community.id.get(),
        job,
    )?;
    Ok(found.map_or(0, |(at,)| at))
}
