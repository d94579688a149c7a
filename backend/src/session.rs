//! Sessions in the database: the id is kept hashed, and a used one is touched at most every five
//! minutes.

use std::collections::HashMap;
use std::sync::Arc;

use async_trait::async_trait;
use domain::instant::Instant;
use tower_sessions::cookie::time::OffsetDateTime;
use tower_sessions::session::{Id, Record};
use tower_sessions::session_store::{Error, Result};
use tower_sessions::{SessionStore, session_store};

use crate::context::Context;
use crate::db::Db;
use crate::secret::digest;
use crate::sql;

/// Under which key a session keeps its account's id.
pub const ACCOUNT: &str = "account";
/// Under which key a session keeps the milliseconds that it lasts unused.
pub const LASTS: &str = "lasts";
/// Under which key a session keeps its fixed end, in epoch milliseconds.
pub const ENDS: &str = "ends";

const TOUCH_MILLIS: i64 = 5 * 60 * 1000;
const CREATE_TRIES: usize = 4;

/// Tells the present instant; fixed in tests.
pub type Clock = Arc<dyn Fn() -> Instant + Send + Sync>;

/// The store behind the session layer.
#[derive(Clone)]
pub struct Sessions {
    db: Db,
    clock: Clock,
}

impl std::fmt::Debug for Sessions {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        formatter.write_str("Sessions")
    }
}

#[expect(clippy::needless_pass_by_value, reason = "used in map_err")]
fn failed(error: sqlx::Error) -> Error {
    Error::Backend(error.to_string())
}

impl Sessions {
    /// Sessions kept in `db`.
    #[must_use]
    pub fn new(db: Db, clock: Clock) -> Self {
        Self { db, clock }
    }

    async fn put(&self, record: &Record, id_hash: &str, replace: bool) -> Result<bool> {
        let account = record.data.get(ACCOUNT).and_then(serde_json::Value::as_i64);
        let lasts = record.data.get(LASTS).and_then(serde_json::Value::as_i64);
        let data = serde_json::to_string(&record.data)
            .map_err(|error| Error::Encode(error.to_string()))?;
        let now = (self.clock)().millis();
        let ends = record.data.get(ENDS).and_then(serde_json::Value::as_i64);
        let expires_at = ends
            .or_else(|| lasts.map(|lasts| now + lasts))
            .unwrap_or(record.expiry_date.unix_timestamp() * 1000);
        let mut tx = self.db.write().await.map_err(failed)?;
        let changed = if replace {
            sql!(
                &mut tx, execute,
                "insert into session (id_hash, account_id, record, created_at, touched_at, lasts, expires_at)
                 values ($1, $2, $3, $4, $4, $5, $6)
                 on conflict (id_hash) do update
                 set account_id = excluded.account_id, record = excluded.record,
                     touched_at = excluded.touched_at, lasts = excluded.lasts,
                     expires_at = excluded.expires_at",
                id_hash, account, &data, now, lasts, expires_at,
            )
        } else {
            sql!(
                &mut tx, execute,
                "insert into session (id_hash, account_id, record, created_at, touched_at, lasts, expires_at)
                 values ($1, $2, $3, $4, $4, $5, $6) on conflict do nothing",
                id_hash, account, &data, now, lasts, expires_at,
            )
        }
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(changed == 1)
    }
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        for _ in 0..CREATE_TRIES {
            if self
                .put(record, &digest(record.id.to_string()), false)
                .await?
            {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(session_store::Error::Backend(
            "no free session id".to_owned(),
        ))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(record, &digest(record.id.to_string()), true)
            .await
            .map(|_| ())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let id_hash = digest(id.to_string());
        let now = (self.clock)().millis();
        let mut read = self.db.read().await.map_err(failed)?;
        let found = sql!(
            &mut read,
            optional as (String, i64, Option<i64>, i64),
            "select record, touched_at, lasts, expires_at from session
             where id_hash = $1 and expires_at > $2",
            &id_hash,
            now,
        )
        .map_err(failed)?;
        drop(read);
        let Some((record, touched_at, lasts, mut expires_at)) = found else {
            return Ok(None);
        };
        if let Some(lasts) = lasts.filter(|_| now - touched_at >= TOUCH_MILLIS) {
            expires_at = now + lasts;
            let mut tx = self.db.write().await.map_err(failed)?;
            sql!(
                &mut tx,
                execute,
                "update session set touched_at = $2, expires_at = $3 where id_hash = $1",
                &id_hash,
                now,
                expires_at,
            )
            .map_err(failed)?;
            tx.commit().await.map_err(failed)?;
        }
        let data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&record).map_err(|error| Error::Decode(error.to_string()))?;
        let expiry_date = OffsetDateTime::from_unix_timestamp(expires_at / 1000)
            .map_err(|error| Error::Decode(error.to_string()))?;
        Ok(Some(Record {
            id: *id,
            data,
            expiry_date,
        }))
    }

    async fn delete(&self, id: &Id) -> Result<()> {
        let mut tx = self.db.write().await.map_err(failed)?;
        sql!(
            &mut tx,
            execute,
            "delete from session where id_hash = $1",
            digest(id.to_string())
        )
        .map_err(failed)?;
        tx.commit().await.map_err(failed)
    }
}

/// Removes sessions that have ended. Returns how many.
///
/// # Errors
/// When the store fails.
pub async fn remove_ended(ctx: &Context) -> std::result::Result<u64, crate::Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from session where expires_at <= $1",
        ctx.now.millis()
    )?;
    tx.commit().await?;
    Ok(removed)
}
