//! The chain over the audit rows: each seal is a keyed hash over the seal before and the row, so that
//! no row can be changed, removed or put in between unseen by whoever lacks the key (rule P25).

use serde_json::json;

use crate::claim::Claim;
use crate::context::Context;
use crate::db::{Connection, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

const JOB: &str = "audit_seal";
const LEASE_MILLIS: i64 = 5 * 60 * 1000;
/// Rows sealed in one transaction: the embedded engine has one writer, which others wait for.
const BATCH: i64 = 200;
/// How many ids before the newest sealed row are looked through for rows whose transaction ended
/// later than that of rows with higher ids.
const LOOK_BACK: i64 = 50_000;

/// What a seal is taken over. Not the personal content and its salt, which can be erased, but the
/// digest of both, which stays.
#[derive(Debug, Clone, sqlx::FromRow)]
pub(super) struct Row {
    pub(super) id: i64,
    pub(super) community_id: i64,
    pub(super) at: i64,
    pub(super) actor_id: Option<i64>,
    pub(super) post: String,
    pub(super) deed: String,
    pub(super) subject: String,
    pub(super) person_id: Option<i64>,
    pub(super) was: String,
    pub(super) became: String,
    pub(super) personal_digest: String,
}

/// The seal of a row behind another seal.
pub(super) fn seal_of(ctx: &Context, before: &str, seq: i64, row: &Row) -> String {
    let text = json!([
        before,
        seq,
        row.community_id,
        row.id,
        row.at,
        row.actor_id,
        row.post,
        row.deed,
        row.subject,
        row.person_id,
        row.was,
        row.became,
        row.personal_digest,
    ]);
    let text = text.to_string();
    ctx.stores.secret.keyed(Purpose::AuditSeal, &text)
}

/// Seals every row of this community that is not sealed yet, in the order in which they are met.
/// Returns how many; none when another server is at it.
///
/// # Errors
/// When the store fails.
pub async fn seal(ctx: &Context) -> Result<u64, Error> {
    seal_in(ctx, BATCH).await
}

/// The same with `batch` rows a transaction.
///
/// # Errors
/// When the store fails.
pub async fn seal_in(ctx: &Context, batch: i64) -> Result<u64, Error> {
    let mut read = ctx.db().read().await?;
    let waiting = unsealed(&mut read, ctx, 1).await?;
    drop(read);
    if waiting.is_empty() {
        return Ok(0);
    }
    let Some(claim) = Claim::take(ctx, JOB, LEASE_MILLIS).await? else {
        return Ok(0);
    };
    let mut sealed = 0;
    loop {
        let mut tx = ctx.db().write().await?;
        if !claim.is_held(&mut tx, ctx).await? {
            return Ok(sealed);
        }
        let done = seal_batch(&mut tx, ctx, batch).await?;
        tx.commit().await?;
        sealed += done;
        if done == 0 {
            break;
        }
    }
    claim.done(ctx).await?;
    Ok(sealed)
}

async fn seal_batch(tx: &mut Tx, ctx: &Context, batch: i64) -> Result<u64, Error> {
    let community = ctx.community.id.get();
    let last = sql!(
        tx,
        optional as (i64, String),
        "select seq, seal from audit_seal where community_id = $1 order by seq desc limit 1",
        community,
    )?;
    let (mut seq, mut before) = last.unwrap_or_default();
    let mut done = 0;
    for row in unsealed(tx, ctx, batch).await? {
        seq += 1;
        before = seal_of(ctx, &before, seq, &row);
        sql!(
            tx,
            execute,
            "insert into audit_seal (community_id, seq, audit_id, seal) values ($1, $2, $3, $4)",
            community,
            seq,
            row.id,
            &before,
        )?;
        done += 1;
    }
    Ok(done)
}

async fn unsealed(db: &mut impl Connection, ctx: &Context, most: i64) -> Result<Vec<Row>, Error> {
    Ok(sql!(
        db,
        all as Row,
        "select a.id, a.community_id, a.at, a.actor_id, a.post, a.deed, a.subject, a.person_id,
                a.was, a.became, a.personal_digest
         from audit a
         where a.community_id = $1
           and a.id > coalesce((select s.audit_id from audit_seal s where s.community_id = $1
                                order by s.seq desc limit 1), 0) - $2
           and not exists (select 1 from audit_seal s where s.audit_id = a.id)
         order by a.id limit $3",
        ctx.community.id.get(),
        LOOK_BACK,
        most,
    )?)
}
