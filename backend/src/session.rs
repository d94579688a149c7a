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
/// Under which key a session keeps the kind of device, as `Device::stored` writes it.
pub const DEVICE: &str = "device";
/// Under which key a session keeps when the person signed in, in epoch milliseconds.
pub const BEGAN: &str = "began";
/// Set in a session that was read when a change of rights asks for a new id (rule P9); never kept.
pub const CYCLE: &str = "cycle";

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

    /// Writes a record: a new row, or the one there is. A row that somebody has ended meanwhile
    /// does not come back.
    async fn put(&self, record: &Record, id_hash: &str, is_new: bool) -> Result<bool> {
        let number = |key: &str| record.data.get(key).and_then(serde_json::Value::as_i64);
        let mut kept = record.data.clone();
        kept.remove(CYCLE);
        let data =
            serde_json::to_string(&kept).map_err(|error| Error::Encode(error.to_string()))?;
        let now = (self.clock)().millis();
        let (account, lasts) = (number(ACCOUNT), number(LASTS));
        let expires_at = number(ENDS)
            .or_else(|| lasts.map(|lasts| now + lasts))
            .unwrap_or(record.expiry_date.unix_timestamp() * 1000);
        let device = kept.get(DEVICE).and_then(serde_json::Value::as_str);
        let device = device.unwrap_or_default();
        let began_at = number(BEGAN).unwrap_or(now);
        let mut tx = self.db.write().await.map_err(failed)?;
        let changed = if is_new {
            sql!(
                &mut tx,
                execute,
                "insert into session (id_hash, account_id, record, created_at, touched_at, lasts,
                                      expires_at, device, began_at)
                 values ($1, $2, $3, $4, $4, $5, $6, $7, $8) on conflict do nothing",
                id_hash,
                account,
                &data,
                now,
                lasts,
                expires_at,
                device,
                began_at,
            )
        } else {
            sql!(
                &mut tx,
                execute,
                "update session set account_id = $2, record = $3, touched_at = $4, lasts = $5,
                                    expires_at = $6, device = $7, began_at = $8
                 where id_hash = $1",
                id_hash,
                account,
                &data,
                now,
                lasts,
                expires_at,
                device,
                began_at,
            )
        }
        .map_err(failed)?;
        tx.commit().await.map_err(failed)?;
        Ok(changed == 1)
    }
}

/// The hash under which the row of a session id is kept.
#[must_use]
pub fn hash_of(id: &Id) -> String {
    digest(id.to_string())
}

#[async_trait]
impl SessionStore for Sessions {
    async fn create(&self, record: &mut Record) -> Result<()> {
        for _ in 0..CREATE_TRIES {
            if self.put(record, &hash_of(&record.id), true).await? {
                return Ok(());
            }
            record.id = Id::default();
        }
        Err(session_store::Error::Backend(
            "no free session id".to_owned(),
        ))
    }

    async fn save(&self, record: &Record) -> Result<()> {
        self.put(record, &hash_of(&record.id), false)
            .await
            .map(|_| ())
    }

    async fn load(&self, id: &Id) -> Result<Option<Record>> {
        let id_hash = hash_of(id);
        let now = (self.clock)().millis();
        let mut read = self.db.read().await.map_err(failed)?;
        let found = sql!(
            &mut read,
            optional as (String, i64, Option<i64>, i64, i64),
            "select record, touched_at, lasts, expires_at, cycle from session
             where id_hash = $1 and expires_at > $2",
            &id_hash,
            now,
        )
        .map_err(failed)?;
        drop(read);
        let Some((record, touched_at, lasts, mut expires_at, cycle)) = found else {
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
        let mut data: HashMap<String, serde_json::Value> =
            serde_json::from_str(&record).map_err(|error| Error::Decode(error.to_string()))?;
        if cycle != 0 {
            data.insert(CYCLE.to_owned(), true.into());
        }
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
            hash_of(id)
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
