//! `linli backup` and `linli restore`: the database and the photos in one file, which either engine
//! reads, whichever wrote it.
//!
//! The file is a compressed tar: `tables/NAME.ndjson`, a line of JSON a row; `photos/KEY`; and at
//! last `manifest.json` with the length and SHA-256 of everything before it, so that a file that was
//! cut off or changed is found out before anything is restored.

mod restore;
mod snapshot;
mod write;

use std::io;

use serde::{Deserialize, Serialize};

pub use restore::{Restored, restore};
pub use write::{Written, backup};

/// Raised when the file's form changes.
const FORMAT: u32 = 1;
const MANIFEST: &str = "manifest.json";
const TABLES: &str = "tables/";
const PHOTOS: &str = "photos/";

/// Why there is no backup, or nothing was restored.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// A file could not be read or written.
    #[error("{0}")]
    File(#[from] io::Error),
    /// There is a file of that name already.
    #[error("there is a file of that name already")]
    Exists,
    /// It is no backup of Linli.
    #[error("this is no backup of Linli")]
    NotABackup,
    /// Something in it is not what was written.
    #[error("the backup is damaged: {0}")]
    Damaged(String),
    /// A newer program wrote it.
    #[error("a newer version of Linli made this backup: {0}")]
    Newer(String),
    /// There is something in the database.
    #[error("the database is not empty: there is something in {0}; nothing was changed")]
    NotEmpty(String),
    /// The tables are of another step than the backup's.
    #[error("the tables are not those of the backup; give it a database without tables")]
    OtherSteps,
    /// The database failed.
    #[error("the database failed: {0}")]
    Store(#[from] sqlx::Error),
    /// The tables could not be made.
    #[error("the tables cannot be made: {0}")]
    Migrate(#[from] sqlx::migrate::MigrateError),
    /// The photo store failed.
    #[error("the photos failed: {0}")]
    Photos(#[from] crate::photo::store::Error),
    /// Whoever was removed could not be removed again.
    #[error("restored, but those who had deleted their data could not be removed again: {0}")]
    Tombstones(crate::Error),
}

/// What the file holds, as its last entry says.
#[derive(Debug, Clone, Serialize, Deserialize)]
struct Manifest {
    format: u32,
    program: String,
    made_at: i64,
    /// The numbers of the table steps it was made with.
    steps: Vec<i64>,
    entries: Vec<Described>,
    /// Photos that rows named and that were not there.
    missing_photos: u64,
}

/// One entry of the file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
struct Described {
    name: String,
    bytes: u64,
    sha256: String,
    /// Of a table.
    rows: u64,
}

/// The name of a table or column, as this program writes them; nothing else goes into a statement.
fn is_name(text: &str) -> bool {
    !text.is_empty()
        && text
            .bytes()
            .all(|byte| matches!(byte, b'a'..=b'z' | b'0'..=b'9' | b'_'))
}
