//! Restoring a backup: all of it or nothing.

use std::collections::BTreeSet;
use std::fs::File;
use std::io::{BufRead as _, BufReader, Read};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use domain::instant::Instant;
use flate2::read::GzDecoder;
use serde_json::Value;
use sha2::{Digest, Sha256};
use sqlx::AssertSqlSafe;

use super::snapshot::{count, run, steps, tables};
use super::{Described, Error, FORMAT, MANIFEST, Manifest, PHOTOS, TABLES, is_name};
use crate::community;
use crate::context::{Actor, Context, Stores};
use crate::db::{Conn, Connection, Db, Tx};
use crate::photo::store::PhotoStore;
use crate::privacy::tombstone;
use crate::random::hex;

/// Rows written with one statement.
const BATCH: usize = 500;
/// Tables in which a server that was only started leaves something; it goes.
const LEFT_BY_A_START: [&str; 4] = ["setup_link", "session", "login_attempt", "job_claim"];

/// What was restored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Restored {
    /// Rows of all tables.
    pub rows: u64,
    /// Files of pictures.
    pub photos: u64,
    /// Persons who had deleted their data since, removed again (rule P23).
    pub erased: usize,
    /// When the backup was made.
    pub made_at: Instant,
}

fn open(path: &Path) -> Result<tar::Archive<GzDecoder<BufReader<File>>>, Error> {
    let file = BufReader::new(File::open(path)?);
    Ok(tar::Archive::new(GzDecoder::new(file)))
}

fn name_of<R: Read>(entry: &tar::Entry<'_, R>) -> Result<String, Error> {
    let path = entry.path().map_err(|_| Error::NotABackup)?;
    Ok(path.to_string_lossy().into_owned())
}

/// Reads the whole file once and compares everything with its manifest, before anything is changed.
fn verified(path: &Path) -> Result<Manifest, Error> {
    let broken = |_| Error::Damaged("it cannot be read to its end".to_owned());
    let mut archive = open(path)?;
    let mut found = Vec::new();
    let mut manifest = None;
    for (nth, entry) in archive
        .entries()
        .map_err(|_| Error::NotABackup)?
        .enumerate()
    {
        let unreadable = |error| {
            if nth == 0 {
                Error::NotABackup
            } else {
                broken(error)
            }
        };
        let mut entry = entry.map_err(unreadable)?;
        let name = name_of(&entry)?;
        if name == MANIFEST {
            let mut text = String::new();
            entry.read_to_string(&mut text).map_err(broken)?;
            let read: Manifest = serde_json::from_str(&text).map_err(|_| Error::NotABackup)?;
            manifest = Some(read);
            continue;
        }
        let mut digest = Sha256::new();
        let (mut bytes, mut rows) = (0, 0);
        let mut buffer = vec![0; 64 * 1024];
        loop {
            let read = entry.read(&mut buffer).map_err(broken)?;
            if read == 0 {
                break;
            }
            let piece = &buffer[..read];
            digest.update(piece);
            bytes += read as u64;
            if name.starts_with(TABLES) {
                rows += piece.split(|byte| *byte == b'\n').count() as u64 - 1;
            }
        }
        found.push(Described {
            name,
            bytes,
            sha256: hex(&digest.finalize()),
            rows,
        });
    }
    let manifest = manifest.ok_or_else(|| Error::Damaged("its end is missing".to_owned()))?;
    if manifest.format > FORMAT {
        return Err(Error::Newer(manifest.program));
    }
    if found != manifest.entries {
        let wrong = manifest
            .entries
            .iter()
            .find(|entry| !found.contains(entry))
            .or_else(|| found.iter().find(|entry| !manifest.entries.contains(entry)));
        let name = wrong.map_or_else(String::new, |entry| entry.name.clone());
        return Err(Error::Damaged(format!("{name} is not what was written")));
    }
    Ok(manifest)
}

/// Brings back everything into an empty database, of either engine. The whole file is read and
/// compared with its checksums first. When it fails, no table holds anything of it, and no picture
/// stays. Whoever deleted their data since the backup was made is removed again (rule P23).
///
/// # Errors
/// When it is no whole backup or the database is not empty; nothing was changed then. When something
/// cannot be read or written.
pub async fn restore(
    stores: &Stores,
    now: Instant,
    path: &Path,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Restored, Error> {
    let manifest = verified(path)?;
    prepare(&stores.db, &manifest).await?;
    let mut kept = Vec::new();
    let loaded = load(stores, path, &manifest, &mut kept, progress).await;
    let (rows, photos) = match loaded {
        Ok(loaded) => loaded,
        Err(error) => {
            for key in kept {
                stores.photos.delete(&key).await?;
            }
            return Err(error);
        }
    };
    // A backup of an earlier version takes the steps that came since.
    stores.db.migrate().await?;
    let erased = again_erased(stores, now).await.map_err(Error::Tombstones)?;
    Ok(Restored {
        rows,
        photos,
        erased,
        made_at: Instant::from_millis(manifest.made_at),
    })
}

/// Makes the tables of the backup's time where there are none, and sees that nothing is in them.
async fn prepare(db: &Db, manifest: &Manifest) -> Result<(), Error> {
    let known = db.known_steps();
    if manifest.steps.iter().any(|step| !known.contains(step)) {
        return Err(Error::Newer(manifest.program.clone()));
    }
    let mut read = db.read().await?;
    let taken = steps(&mut read).await?;
    let present = tables(&mut read).await?;
    for table in &present {
        let left = LEFT_BY_A_START.contains(&table.as_str());
        if !left && count(&mut read, table).await? > 0 {
            return Err(Error::NotEmpty(table.clone()));
        }
    }
    drop(read);
    if taken.is_empty() && present.is_empty() {
        db.migrate_to(&manifest.steps).await?;
    } else if taken != manifest.steps {
        return Err(Error::OtherSteps);
    }
    Ok(())
}

/// Pictures first, then all rows in one transaction.
async fn load(
    stores: &Stores,
    path: &Path,
    manifest: &Manifest,
    kept: &mut Vec<String>,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<(u64, u64), Error> {
    let all: u64 = manifest
        .entries
        .iter()
        .map(|entry| {
            if entry.name.starts_with(TABLES) {
                entry.rows
            } else {
                1
            }
        })
        .sum();
    let photos = keep_photos(&stores.photos, path, kept, &mut |done| progress(done, all)).await?;
    let mut tx = stores.db.write().await?;
    let references = loosen(&mut tx).await?;
    let names: BTreeSet<_> = tables(&mut tx).await?.into_iter().collect();
    for table in LEFT_BY_A_START {
        if names.contains(table) {
            run(&mut tx, &format!("delete from {table}")).await?;
        }
    }
    let mut rows = 0;
    let mut archive = open(path)?;
    for entry in archive.entries()? {
        let entry = entry?;
        let name = name_of(&entry)?;
        let Some(table) = name
            .strip_prefix(TABLES)
            .and_then(|name| name.strip_suffix(".ndjson"))
        else {
            continue;
        };
        if !names.contains(table) {
            return Err(Error::Damaged(format!("there is no table {table}")));
        }
        let mut batch = Vec::with_capacity(BATCH);
        let mut lines = BufReader::new(entry).lines();
        loop {
            let line = lines.next().transpose()?;
            let is_end = line.is_none();
            if let Some(line) = line {
                let row = serde_json::from_str::<Value>(&line)
                    .map_err(|_| Error::Damaged(format!("a row of {table} is no row")))?;
                batch.push(row);
            }
            if batch.len() == BATCH || (is_end && !batch.is_empty()) {
                insert(&mut tx, table, &batch).await?;
                rows += batch.len() as u64;
                batch.clear();
                progress(photos + rows, all);
            }
            if is_end {
                break;
            }
        }
        go_on_counting(&mut tx, table).await?;
    }
    fasten(&mut tx, &references).await?;
    tx.commit().await?;
    Ok((rows, photos))
}

async fn keep_photos(
    store: &PhotoStore,
    path: &Path,
    kept: &mut Vec<String>,
    progress: &mut (dyn FnMut(u64) + Send),
) -> Result<u64, Error> {
    let mut photos = 0;
    let mut archive = open(path)?;
    for entry in archive.entries()? {
        let mut entry = entry?;
        let name = name_of(&entry)?;
        let Some(key) = name.strip_prefix(PHOTOS) else {
            continue;
        };
        let mut bytes = Vec::new();
        entry.read_to_end(&mut bytes)?;
        // One that was there before stays when this fails.
        if store.get(key).await?.is_none() {
            kept.push(key.to_owned());
        }
        store.put(key, Bytes::from(bytes)).await?;
        photos += 1;
        progress(photos);
    }
    Ok(photos)
}

/// Lets rows come in any order until [`fasten`].
async fn loosen(tx: &mut Tx) -> Result<Vec<(String, String, String)>, Error> {
    if matches!(tx, Tx::Sqlite(_)) {
        run(tx, "pragma defer_foreign_keys = on").await?;
        return Ok(Vec::new());
    }
    let links = crate::sql!(
        tx,
        all as (String, String, String),
        "select cast(r.relname as text), cast(k.conname as text), pg_get_constraintdef(k.oid)
         from pg_constraint k join pg_class r on r.oid = k.conrelid
         join pg_namespace n on n.oid = r.relnamespace
         where k.contype = 'f' and n.nspname = current_schema()",
    )?;
    for (table, link, _) in &links {
        run(
            tx,
            &format!("alter table \"{table}\" drop constraint \"{link}\""),
        )
        .await?;
    }
    Ok(links)
}

/// Puts the references back; each is checked.
async fn fasten(tx: &mut Tx, links: &[(String, String, String)]) -> Result<(), Error> {
    for (table, link, definition) in links {
        let text = format!("alter table \"{table}\" add constraint \"{link}\" {definition}");
        run(tx, &text).await?;
    }
    Ok(())
}

/// Writes rows as they were, ids included.
async fn insert(tx: &mut Tx, table: &str, rows: &[Value]) -> Result<(), Error> {
    let damaged = || Error::Damaged(format!("a row of {table} is no row"));
    let columns: Vec<&String> = rows
        .first()
        .and_then(Value::as_object)
        .ok_or_else(damaged)?
        .keys()
        .collect();
    if columns.iter().any(|column| !is_name(column)) {
        return Err(damaged());
    }
    let quoted: Vec<_> = columns
        .iter()
        .map(|column| format!("\"{column}\""))
        .collect();
    let quoted = quoted.join(", ");
    let content = serde_json::to_string(rows).map_err(|_| damaged())?;
    match tx.conn() {
        Conn::Sqlite(connection) => {
            let read: Vec<_> = columns
                .iter()
                .map(|column| format!("value ->> '$.{column}'"))
                .collect();
            let text = format!(
                "insert into \"{table}\" ({quoted}) select {} from json_each($1)",
                read.join(", ")
            );
            sqlx::query::<sqlx::Sqlite>(AssertSqlSafe(text))
                .bind(content)
                .execute(connection)
                .await?;
        }
        Conn::Postgres(connection) => {
            let text = format!(
                "insert into \"{table}\" ({quoted}) select {quoted}
                 from json_populate_recordset(null::\"{table}\", cast($1 as json))"
            );
            sqlx::query::<sqlx::Postgres>(AssertSqlSafe(text))
                .bind(content)
                .execute(connection)
                .await?;
        }
    }
    Ok(())
}

/// New rows get ids behind the restored ones.
async fn go_on_counting(tx: &mut Tx, table: &str) -> Result<(), Error> {
    if matches!(tx, Tx::Sqlite(_)) {
        return Ok(());
    }
    let counted = crate::sql!(
        tx,
        all as (String,),
        { sqlite: "select name from pragma_table_info($1) where 1 = 0",
          postgres: "select cast(column_name as text) from information_schema.columns
                     where table_schema = current_schema() and table_name = $1
                       and is_identity = 'YES'" },
        table,
    )?;
    for (column,) in counted {
        run(
            tx,
            &format!(
                "select setval(pg_get_serial_sequence('{table}', '{column}'),
                               (select coalesce(max(\"{column}\"), 0) + 1 from \"{table}\"), false)"
            ),
        )
        .await?;
    }
    Ok(())
}

/// Removes those who had deleted their data since the backup was made.
async fn again_erased(stores: &Stores, now: Instant) -> Result<usize, crate::Error> {
    let mut erased = 0;
    for community in community::all(&stores.db).await? {
        let ctx = Context {
            stores: stores.clone(),
            community: Arc::new(community),
            actor: Actor::Clock,
            now,
        };
        erased += tombstone::reconcile(&ctx).await?;
    }
    Ok(erased)
}
