//! All tables as they were at one instant.

use futures::TryStreamExt as _;
use sqlx::AssertSqlSafe;

use super::{Error, is_name};
use crate::db::{Conn, Connection, Db, Loose, Read};

/// A connection in a transaction that sees the database as it was when it began, while others go on
/// writing: WAL on SQLite, REPEATABLE READ on PostgreSQL.
pub(super) struct Snapshot(Read);

impl Snapshot {
    pub(super) async fn begin(db: &Db) -> Result<Self, Error> {
        let mut read = db.read().await?;
        let begin = match &read {
            Read::Sqlite(_) => "begin",
            Read::Postgres(_) => "begin transaction isolation level repeatable read read only",
        };
        run(&mut read, begin).await?;
        Ok(Self(read))
    }

    pub(super) async fn end(mut self) -> Result<(), Error> {
        run(&mut self.0, "rollback").await
    }

    /// The names of all tables that hold what people wrote.
    pub(super) async fn tables(&mut self) -> Result<Vec<String>, Error> {
        tables(&mut self.0).await
    }

    /// The steps that the tables have taken.
    pub(super) async fn steps(&mut self) -> Result<Vec<i64>, Error> {
        steps(&mut self.0).await
    }

    /// How many rows a table has.
    pub(super) async fn count(&mut self, table: &str) -> Result<u64, Error> {
        count(&mut self.0, table).await
    }

    /// Gives every row of a table, one after the other.
    pub(super) async fn each(
        &mut self,
        table: &str,
        mut row: impl FnMut(Loose) -> Result<(), Error>,
    ) -> Result<(), Error> {
        let text = format!("select * from {table}");
        match self.0.conn() {
            Conn::Sqlite(connection) => {
                let mut rows =
                    sqlx::query_as::<sqlx::Sqlite, Loose>(AssertSqlSafe(text)).fetch(connection);
                while let Some(next) = rows.try_next().await? {
                    row(next)?;
                }
            }
            Conn::Postgres(connection) => {
                let mut rows =
                    sqlx::query_as::<sqlx::Postgres, Loose>(AssertSqlSafe(text)).fetch(connection);
                while let Some(next) = rows.try_next().await? {
                    row(next)?;
                }
            }
        }
        Ok(())
    }

    /// The names of all pictures that rows name.
    pub(super) async fn pictures(&mut self) -> Result<Vec<String>, Error> {
        let rows = crate::sql!(
            &mut self.0,
            all as (String,),
            "select id from photo union select public_key from photo where public_key is not null",
        )?;
        Ok(rows.into_iter().map(|(name,)| name).collect())
    }
}

/// Runs a statement of the program's own.
pub(super) async fn run(db: &mut impl Connection, text: &str) -> Result<(), Error> {
    let text = text.to_owned();
    match db.conn() {
        Conn::Sqlite(connection) => {
            sqlx::raw_sql(AssertSqlSafe(text))
                .execute(connection)
                .await?;
        }
        Conn::Postgres(connection) => {
            sqlx::raw_sql(AssertSqlSafe(text))
                .execute(connection)
                .await?;
        }
    }
    Ok(())
}

/// The names of all tables but the one that counts the steps.
pub(super) async fn tables(db: &mut impl Connection) -> Result<Vec<String>, Error> {
    let rows = crate::sql!(
        db,
        all as (String,),
        { sqlite: "select name from sqlite_schema where type = 'table'
                   and name not like 'sqlite\\_%' escape '\\' and name <> '_sqlx_migrations'
                   order by name",
          postgres: "select cast(table_name as text) from information_schema.tables
                     where table_schema = current_schema() and table_type = 'BASE TABLE'
                       and table_name <> '_sqlx_migrations' order by 1" },
    )?;
    let names: Vec<_> = rows.into_iter().map(|(name,)| name).collect();
    match names.iter().find(|name| !is_name(name)) {
        Some(strange) => Err(Error::Damaged(format!("a table is called {strange}"))),
        None => Ok(names),
    }
}

/// The steps that the tables have taken; none where there are no tables yet.
pub(super) async fn steps(db: &mut impl Connection) -> Result<Vec<i64>, Error> {
    let (known,) = crate::sql!(
        db,
        one as (i64,),
        { sqlite: "select count(*) from sqlite_schema where name = '_sqlx_migrations'",
          postgres: "select count(*) from information_schema.tables
                     where table_schema = current_schema() and table_name = '_sqlx_migrations'" },
    )?;
    if known == 0 {
        return Ok(Vec::new());
    }
    let rows = crate::sql!(
        db,
        all as (i64,),
        "select version from _sqlx_migrations order by version"
    )?;
    Ok(rows.into_iter().map(|(version,)| version).collect())
}

/// How many rows a table has.
pub(super) async fn count(db: &mut impl Connection, table: &str) -> Result<u64, Error> {
    let text = format!("select count(*) from {table}");
    let (count,): (i64,) = match db.conn() {
        Conn::Sqlite(connection) => {
            sqlx::query_as(AssertSqlSafe(text))
                .fetch_one(connection)
                .await?
        }
        Conn::Postgres(connection) => {
            sqlx::query_as(AssertSqlSafe(text))
                .fetch_one(connection)
                .await?
        }
    };
    Ok(u64::try_from(count).unwrap_or_default())
}
