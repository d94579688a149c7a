//! The one place where SQL is put together at run time: lists with filters.
//!
//! Every piece of text is a literal of this program; what people typed travels as a bind.

use sqlx::AssertSqlSafe;
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;

use crate::db::{Conn, Connection};

enum Bind {
    Number(i64),
    Text(String),
}

/// A statement that grows piece by piece; `?` in a piece is the next bind.
pub struct Statement {
    text: String,
    binds: Vec<Bind>,
}

impl Statement {
    /// Begins with a literal that has no binds.
    #[must_use]
    pub fn new(text: &'static str) -> Self {
        Self {
            text: text.to_owned(),
            binds: Vec::new(),
        }
    }

    /// Adds a literal that has no binds.
    pub fn push(&mut self, piece: &'static str) -> &mut Self {
        self.text.push(' ');
        self.text.push_str(piece);
        self
    }

    /// Adds a literal whose single `?` stands for a number.
    pub fn number(&mut self, piece: &'static str, value: i64) -> &mut Self {
        self.bind(piece, Bind::Number(value))
    }

    /// Adds a literal whose single `?` stands for a text.
    pub fn text(&mut self, piece: &'static str, value: impl Into<String>) -> &mut Self {
        self.bind(piece, Bind::Text(value.into()))
    }

    fn bind(&mut self, piece: &'static str, value: Bind) -> &mut Self {
        debug_assert_eq!(piece.matches('?').count(), 1, "one ? a piece");
        self.binds.push(value);
        let numbered = piece.replacen('?', &format!("${}", self.binds.len()), 1);
        self.text.push(' ');
        self.text.push_str(&numbered);
        self
    }

    /// Runs it and reads every row.
    ///
    /// # Errors
    /// When the engine fails.
    pub async fn all<Row>(self, db: &mut impl Connection) -> Result<Vec<Row>, sqlx::Error>
    where
        Row: for<'r> sqlx::FromRow<'r, SqliteRow> + for<'r> sqlx::FromRow<'r, PgRow> + Send + Unpin,
    {
        match db.conn() {
            Conn::Sqlite(connection) => {
                let mut query = sqlx::query_as::<sqlx::Sqlite, Row>(AssertSqlSafe(self.text));
                for bind in self.binds {
                    query = match bind {
                        Bind::Number(number) => query.bind(number),
                        Bind::Text(text) => query.bind(text),
                    };
                }
                query.fetch_all(connection).await
            }
            Conn::Postgres(connection) => {
                let mut query = sqlx::query_as::<sqlx::Postgres, Row>(AssertSqlSafe(self.text));
                for bind in self.binds {
                    query = match bind {
                        Bind::Number(number) => query.bind(number),
                        Bind::Text(text) => query.bind(text),
                    };
                }
                query.fetch_all(connection).await
            }
        }
    }
}
