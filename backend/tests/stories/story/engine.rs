//! A database that nobody used before, and its end.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Mutex, PoisonError};

use backend::db::Location;
use sqlx::{AssertSqlSafe, Connection, PgConnection};

/// Tells this program's stories apart; its process id tells programs apart.
static NEXT: AtomicU32 = AtomicU32::new(1);

/// What the databases of a program that are emptied and told in again are called, before its process
/// id and their number.
const EMPTIED: &str = "linli_emptied_";

/// This program's databases that hold no row and that nobody tells a story in.
static EMPTY: Mutex<Vec<String>> = Mutex::new(Vec::new());

/// Takes every row away, also those that nobody may ever delete, and counts from one again.
const TO_EMPTY: &str = "do $$
declare
    one record;
begin
    set local session_replication_role = replica;
    for one in
        select oid::regclass as name, relkind from pg_class
        where relnamespace = 'public'::regnamespace and relkind in ('r', 'S')
          and relname <> '_sqlx_migrations'
    loop
        if one.relkind = 'r' then
            execute format('delete from %s', one.name);
        else
            perform setval(one.name, 1, false);
        end if;
    end loop;
end $$";

/// Where one story's data lives.
pub struct Fresh {
    pub location: Location,
    folder: Folder,
    made: Option<Made>,
}

/// A database in a cluster.
struct Made {
    /// The administrator's URL.
    cluster: String,
    name: String,
    /// Whether another story may have it, emptied.
    is_lent: bool,
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

    /// A database in a cluster; `cluster` is the administrator's URL. One that `is_lent` has every
    /// table and no row, and another story of this program may have had it: making the tables takes
    /// several times as long as telling a story.
    pub async fn postgres(cluster: &str, is_lent: bool) -> Self {
        if !is_lent {
            return Self::made(cluster, "linli_story_", false).await;
        }
        let empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner).pop();
        if let Some(name) = empty {
            return Self::in_cluster(cluster, name, true);
        }
        drop_what_others_left(cluster).await;
        Self::made(cluster, EMPTIED, true).await
    }

    async fn made(cluster: &str, prefix: &str, is_lent: bool) -> Self {
        let number = NEXT.fetch_add(1, Ordering::Relaxed);
        let name = format!("{prefix}{}_{number}", std::process::id());
        command(cluster, format!("create database {name}")).await;
        Self::in_cluster(cluster, name, is_lent)
    }

    fn in_cluster(cluster: &str, name: String, is_lent: bool) -> Self {
        Self {
            location: Location::Postgres(beside(cluster, &name)),
            folder: Folder::make(),
            made: Some(Made {
                cluster: cluster.to_owned(),
                name,
                is_lent,
            }),
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
        if let Some(Made { cluster, name, .. }) = &self.made {
            drop_database(cluster, name).await;
        }
    }

    /// Leaves a lent database to another story; any other goes.
    pub async fn give_back(self) {
        match &self.made {
            Some(made) if made.is_lent => {
                command(&beside(&made.cluster, &made.name), TO_EMPTY.to_owned()).await;
                let mut empty = EMPTY.lock().unwrap_or_else(PoisonError::into_inner);
                empty.push(made.name.clone());
            }
            _ => self.remove().await,
        }
    }
}

async fn drop_database(cluster: &str, name: &str) {
    command(
        cluster,
        format!("drop database if exists {name} with (force)"),
    )
    .await;
}

/// Nobody lends on what a program that has ended left in a cluster that stays.
async fn drop_what_others_left(cluster: &str) {
    let mut connection = connect(cluster).await;
    let names: Vec<(String,)> =
        sqlx::query_as("select datname from pg_database where datname like $1 || '%'")
            .bind(EMPTIED)
            .fetch_all(&mut connection)
            .await
            .expect("the cluster names its databases");
    connection.close().await.expect("the connection closes");
    for (name,) in names {
        let process = name.trim_start_matches(EMPTIED).split('_').next();
        let runs = process.is_none_or(|id| Path::new("/proc").join(id).exists());
        if !runs {
            drop_database(cluster, &name).await;
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

async fn connect(url: &str) -> PgConnection {
    PgConnection::connect(url)
        .await
        .expect("the cluster answers")
}

async fn command(url: &str, text: String) {
    let mut connection = connect(url).await;
    sqlx::query(AssertSqlSafe(text))
        .execute(&mut connection)
        .await
        .expect("the cluster obeys");
    connection.close().await.expect("the connection closes");
}
