//! A row of any shape: for what is written out as it stands, such as a person's own data.

use serde_json::{Map, Value};
use sqlx::postgres::PgRow;
use sqlx::sqlite::SqliteRow;
use sqlx::{Column, Row};

/// Column names with numbers, texts and nulls; the tables hold nothing else.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Loose(pub Map<String, Value>);

impl Loose {
    /// A text of the row; empty when it has none of that name.
    #[must_use]
    pub fn text(&self, name: &str) -> &str {
        self.0.get(name).and_then(Value::as_str).unwrap_or_default()
    }

    /// A number of the row.
    #[must_use]
    pub fn number(&self, name: &str) -> Option<i64> {
        self.0.get(name).and_then(Value::as_i64)
    }
}

macro_rules! loose {
    ($row:ty) => {
        impl<'r> sqlx::FromRow<'r, $row> for Loose {
            fn from_row(row: &'r $row) -> Result<Self, sqlx::Error> {
                let mut read = Map::new();
                for (at, column) in row.columns().iter().enumerate() {
                    let value = match row.try_get::<Option<i64>, _>(at) {
                        Ok(number) => number.map_or(Value::Null, Value::from),
                        Err(_) => row
                            .try_get::<Option<String>, _>(at)?
                            .map_or(Value::Null, Value::from),
                    };
                    read.insert(column.name().to_owned(), value);
                }
                Ok(Self(read))
            }
        }
    };
}

loose!(SqliteRow);
loose!(PgRow);
