//! A database that nobody used before, and its end.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};

use backend::db::Location;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Tells this program's stories apart; its process id tells programs apart.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// Where one story's data lives.
pub struct Fresh {
    pub location: Location,
    folder: Folder,
    /// The cluster's administrator URL and the database's name.
    made: Option<(String, String)>,
}

/// A folder that goes when the story ends, however it ends.
struct Folder(PathBuf);

impl Folder {
    fn make() -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("linli-story-{}-{number}", std::process::id());
        let path = std::env::temp_dir().join(name);
        std::fs::create_dir_all(&path).expect("the story's folder can be made");
        Self(path)
    }

    fn path(&self) -> &Path {
        &self.0
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        // A folder that stays behind is in the way of nothing.
        std::fs::remove_dir_all(&self.0).ok();
    }
}

impl Fresh {
    /// An embedded database in a folder of its own.
    pub fn sqlite() -> Self {
        let folder = Folder::make();
        let location = Location::Sqlite(folder.path().join("linli.db"));
        Self {
            location,
            folder,
            made: None,
        }
    }

    /// A database of its own in a cluster; `cluster` is the administrator's URL.
    pub async fn postgres(cluster: &str) -> Self {
        let folder = Folder::make();
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("linli_story_{}_{number}", std::process::id());
        command(cluster, format!("create database {name}")).await;
        let url = beside(cluster, &name);
        Self {
            location: Location::Postgres(url),
            folder,
            made: Some((cluster.to_owned(), name)),
        }
    }

    /// For the message of a story that fails.
    pub fn engine(&self) -> &'static str {
        if self.made.is_some() {
            "PostgreSQL"
        } else {
            "SQLite"
        }
    }

    /// Where the pictures go.
    pub fn photos(&self) -> PathBuf {
        self.folder.path().join("photos")
    }

    /// Drops the database; its connections are closed already, or cut off.
    pub async fn remove(self) {
        if let Some((cluster, name)) = &self.made {
            command(cluster, format!("drop database {name} with (force)")).await;
        }
    }
}

/// The same server's URL of another database.
fn beside(url: &str, database: &str) -> String {
    let (address, options) = match url.split_once('?') {
        Some((address, options)) => (address, format!("?{options}")),
        None => (url, String::new()),
    };
    let server = address
        .rsplit_once('/')
        .map_or(address, |(server, _)| server);
    format!("{server}/{database}{options}")
}

async fn command(cluster: &str, text: String) {
    let mut connection = PgConnection::connect(cluster)
        .await
        .expect("the cluster answers");
    sqlx::query(AssertSqlSafe(text))
        .execute(&mut connection)
        .await
        .expect("the cluster obeys");
    connection.close().await.expect("the connection closes");
}
