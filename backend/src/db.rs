//! One database layer over two engines: embedded SQLite and PostgreSQL.
//!
//! The same SQL text runs on both; [`sql!`](crate::sql) dispatches it and checks at compile time
//! that the number of binds equals the highest `$n` (SQLite would turn a missing bind into NULL).
//! Writes go through [`Tx`], reads through [`Read`]; SQL functions that only read take
//! `&mut impl Connection`, so that they serve both.

mod lock;
mod loose;
mod macros;

use std::path::PathBuf;
use std::time::Duration;

use sqlx::pool::PoolConnection;
use sqlx::postgres::{PgConnectOptions, PgConnection, PgPoolOptions};
use sqlx::sqlite::{
    SqliteConnectOptions, SqliteConnection, SqliteJournalMode, SqlitePoolOptions, SqliteSynchronous,
};
use sqlx::{PgPool, Postgres, Sqlite, SqlitePool, Transaction};

pub use lock::Lock;
pub use loose::Loose;
#[doc(hidden)]
pub use macros::{binds_fit, highest_bind};

static SQLITE_STEPS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/sqlite");
static POSTGRES_STEPS: sqlx::migrate::Migrator = sqlx::migrate!("../migrations/postgres");

/// How many readers the embedded engine keeps open beside its one writer.
const SQLITE_READERS: u32 = 4;
const POSTGRES_CONNECTIONS: u32 = 16;
const WAIT_FOR_CONNECTION: Duration = Duration::from_secs(10);

/// Where the data lives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Location {
    /// A file of the embedded engine.
    Sqlite(PathBuf),
    /// A connection URL of a PostgreSQL server.
    Postgres(String),
}

impl Location {
    /// Reads `sqlite:PATH`, `postgres://…` or `postgresql://…`.
    ///
    /// # Errors
    /// A sentence that says what is accepted.
    pub fn parse(url: &str) -> Result<Self, String> {
        if url.starts_with("postgres://") || url.starts_with("postgresql://") {
            return Ok(Self::Postgres(url.to_owned()));
        }
        match url.strip_prefix("sqlite:") {
            Some(path) if !path.is_empty() => {
                Ok(Self::Sqlite(path.strip_prefix("//").unwrap_or(path).into()))
            }
            _ => Err("a database address begins with sqlite: or postgres://".to_owned()),
        }
    }
}

/// An open database. Clones share the pools.
#[derive(Debug, Clone)]
pub enum Db {
    /// One writer, several readers, in WAL mode.
    Sqlite {
        /// Opened read-only.
        read: SqlitePool,
        /// Exactly one connection; its transactions begin IMMEDIATE.
        write: SqlitePool,
    },
    /// One pool at READ COMMITTED.
    Postgres(PgPool),
}

impl Db {
    /// Opens the database, creating an embedded one that does not exist yet.
    ///
    /// # Errors
    /// When the file or the server cannot be opened.
    pub async fn open(location: &Location) -> Result<Self, sqlx::Error> {
        match location {
            Location::Sqlite(path) => {
                let options = SqliteConnectOptions::new()
                    .filename(path)
                    .create_if_missing(true)
                    .journal_mode(SqliteJournalMode::Wal)
                    .synchronous(SqliteSynchronous::Full)
                    .foreign_keys(true)
                    .busy_timeout(Duration::from_secs(10))
                    .pragma("temp_store", "memory")
                    .pragma("cache_size", "-8000")
                    .optimize_on_close(true, None);
                let write = SqlitePoolOptions::new()
                    .max_connections(1)
                    .acquire_timeout(WAIT_FOR_CONNECTION)
                    .test_before_acquire(false)
                    .connect_with(options.clone())
                    .await?;
                let read = SqlitePoolOptions::new()
                    .max_connections(SQLITE_READERS)
                    .acquire_timeout(WAIT_FOR_CONNECTION)
                    .test_before_acquire(false)
                    .connect_with(options.read_only(true).create_if_missing(false))
                    .await?;
                Ok(Self::Sqlite { read, write })
            }
            Location::Postgres(url) => {
                let options: PgConnectOptions = url.parse()?;
                let pool = PgPoolOptions::new()
                    .max_connections(POSTGRES_CONNECTIONS)
                    .acquire_timeout(WAIT_FOR_CONNECTION)
                    .connect_with(options)
                    .await?;
                Ok(Self::Postgres(pool))
            }
        }
    }

    /// Brings the tables to the newest step. Running it again changes nothing.
    ///
    /// # Errors
    /// When a step fails or the database is newer than this program.
    pub async fn migrate(&self) -> Result<(), sqlx::migrate::MigrateError> {
        match self {
            Self::Sqlite { write, .. } => SQLITE_STEPS.run(write).await,
            Self::Postgres(pool) => POSTGRES_STEPS.run(pool).await,
        }
    }

    /// Takes some of the steps only, to receive tables as they were when those were all.
    ///
    /// # Errors
    /// When a step fails.
    pub async fn migrate_to(&self, steps: &[i64]) -> Result<(), sqlx::migrate::MigrateError> {
        let chosen = self
            .steps()
            .iter()
            .filter(|step| steps.contains(&step.version));
        let chosen = sqlx::migrate::Migrator::with_migrations(chosen.cloned().collect());
        match self {
            Self::Sqlite { write, .. } => chosen.run(write).await,
            Self::Postgres(pool) => chosen.run(pool).await,
        }
    }

    /// The numbers of the steps that this program knows.
    #[must_use]
    pub fn known_steps(&self) -> Vec<i64> {
        self.steps().iter().map(|step| step.version).collect()
    }

    fn steps(&self) -> &'static sqlx::migrate::Migrator {
        match self {
            Self::Sqlite { .. } => &SQLITE_STEPS,
            Self::Postgres(_) => &POSTGRES_STEPS,
        }
    }

    /// A connection to read with, outside any transaction.
    ///
    /// # Errors
    /// When no connection becomes free in time.
    pub async fn read(&self) -> Result<Read, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { read, .. } => Read::Sqlite(read.acquire().await?),
            Self::Postgres(pool) => Read::Postgres(pool.acquire().await?),
        })
    }

    /// Begins a transaction that may change things. Dropped without [`Tx::commit`], it is undone.
    ///
    /// # Errors
    /// When no connection becomes free in time.
    pub async fn write(&self) -> Result<Tx, sqlx::Error> {
        Ok(match self {
            Self::Sqlite { write, .. } => Tx::Sqlite(write.begin_with("begin immediate").await?),
            Self::Postgres(pool) => Tx::Postgres(pool.begin().await?),
        })
    }

    /// Closes all connections after those in use are given back.
    pub async fn close(&self) {
        match self {
            Self::Sqlite { read, write } => {
                read.close().await;
                write.close().await;
            }
            Self::Postgres(pool) => pool.close().await,
        }
    }
}

/// One engine's connection, borrowed for one statement.
#[derive(Debug)]
pub enum Conn<'c> {
    /// Embedded.
    Sqlite(&'c mut SqliteConnection),
    /// Server.
    Postgres(&'c mut PgConnection),
}

/// Something statements can run on: a [`Read`] or a [`Tx`].
pub trait Connection: Send {
    /// Borrows the engine's connection.
    fn conn(&mut self) -> Conn<'_>;
}

/// A connection for reading.
#[derive(Debug)]
pub enum Read {
    /// Embedded.
    Sqlite(PoolConnection<Sqlite>),
    /// Server.
    Postgres(PoolConnection<Postgres>),
}

impl Connection for Read {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(connection) => Conn::Sqlite(connection),
            Self::Postgres(connection) => Conn::Postgres(connection),
        }
    }
}

/// A transaction that may change things.
#[derive(Debug)]
pub enum Tx {
    /// Embedded; it holds the only writer.
    Sqlite(Transaction<'static, Sqlite>),
    /// Server.
    Postgres(Transaction<'static, Postgres>),
}

impl Connection for Tx {
    fn conn(&mut self) -> Conn<'_> {
        match self {
            Self::Sqlite(tx) => Conn::Sqlite(tx),
            Self::Postgres(tx) => Conn::Postgres(tx),
        }
    }
}

impl Tx {
    /// Makes everything done in it lasting.
    ///
    /// # Errors
    /// When the engine could not confirm it; the request key then tells what happened.
    pub async fn commit(self) -> Result<(), sqlx::Error> {
        match self {
            Self::Sqlite(tx) => tx.commit().await,
            Self::Postgres(tx) => tx.commit().await,
        }
    }
}

/// Whether trying the whole use case again may succeed: serialisation failure (40001), deadlock
/// (40P01), or an embedded database that stayed busy.
pub fn is_transient(error: &sqlx::Error) -> bool {
    error
        .as_database_error()
        .and_then(sqlx::error::DatabaseError::code)
        .is_some_and(|code| matches!(code.as_ref(), "40001" | "40P01" | "5" | "261" | "517"))
}
