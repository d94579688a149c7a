//! The one macro through which all SQL runs.

/// Runs one SQL text on either engine.
///
/// `sql!(tx, execute, "update …", a, b)` gives the number of rows changed;
/// `sql!(db, one as Row, …)`, `sql!(db, optional as Row, …)` and `sql!(db, all as Row, …)` read
/// rows into a `FromRow` type or a tuple. Binds are `$1`, `$2` … in order. Where the engines differ,
/// both variants stand side by side: `sql!(tx, execute, { sqlite: "…", postgres: "…" }, a)`.
#[macro_export]
macro_rules! sql {
    ($db:expr, $how:ident $(as $row:ty)?, { sqlite: $sqlite:literal, postgres: $postgres:literal } $(, $bind:expr)* $(,)?) => {{
        const _: () = assert!($crate::db::binds_fit($sqlite, 0usize $(+ { stringify!($bind); 1usize })*), "binds do not fit the SQLite text");
        const _: () = assert!($crate::db::binds_fit($postgres, 0usize $(+ { stringify!($bind); 1usize })*), "binds do not fit the PostgreSQL text");
        match $crate::db::Connection::conn($db) {
            $crate::db::Conn::Sqlite(connection) => {
                $crate::sql!(@run sqlx::Sqlite, connection, $how $(as $row)?, $sqlite $(, $bind)*)
            }
            $crate::db::Conn::Postgres(connection) => {
                $crate::sql!(@run sqlx::Postgres, connection, $how $(as $row)?, $postgres $(, $bind)*)
            }
        }
    }};
    (@run $engine:ty, $connection:ident, execute, $text:expr $(, $bind:expr)*) => {
        sqlx::query::<$engine>($text)$(.bind($bind))*
            .execute($connection).await.map(|done| done.rows_affected())
    };
    (@run $engine:ty, $connection:ident, one as $row:ty, $text:expr $(, $bind:expr)*) => {
        sqlx::query_as::<$engine, $row>($text)$(.bind($bind))*.fetch_one($connection).await
    };
    (@run $engine:ty, $connection:ident, optional as $row:ty, $text:expr $(, $bind:expr)*) => {
        sqlx::query_as::<$engine, $row>($text)$(.bind($bind))*.fetch_optional($connection).await
    };
    (@run $engine:ty, $connection:ident, all as $row:ty, $text:expr $(, $bind:expr)*) => {
        sqlx::query_as::<$engine, $row>($text)$(.bind($bind))*.fetch_all($connection).await
    };
    ($db:expr, $how:ident $(as $row:ty)?, $text:literal $(, $bind:expr)* $(,)?) => {
        $crate::sql!($db, $how $(as $row)?, { sqlite: $text, postgres: $text } $(, $bind)*)
    };
}

/// The highest `$n` in an SQL text; 0 when there is none.
#[doc(hidden)]
pub const fn highest_bind(text: &str) -> usize {
    let bytes = text.as_bytes();
    let mut highest = 0;
    let mut at = 0;
    while at < bytes.len() {
        if bytes[at] == b'$' {
            let mut number = 0;
            at += 1;
            while at < bytes.len() && bytes[at].is_ascii_digit() {
                number = number * 10 + (bytes[at] - b'0') as usize;
                at += 1;
            }
            if number > highest {
                highest = number;
            }
        } else {
            at += 1;
        }
    }
    highest
}

/// Whether a text takes exactly `count` binds.
#[doc(hidden)]
pub const fn binds_fit(text: &str, count: usize) -> bool {
    highest_bind(text) == count
}

#[cfg(test)]
mod tests {
    use super::{binds_fit, highest_bind};

    #[test]
    fn the_highest_bind_counts_whatever_the_order() {
        assert_eq!(highest_bind("select 1"), 0);
        assert_eq!(highest_bind("select $2, $1, $12"), 12);
        assert!(binds_fit("where a = $1 and b = $1", 1));
        assert!(!binds_fit("where a = $1 and b = $2", 1));
    }
}
