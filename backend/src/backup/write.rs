//! Writing a backup.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, Read as _, Seek as _, Write};
use std::path::{Path, PathBuf};

use domain::instant::Instant;
use flate2::Compression;
use flate2::write::GzEncoder;
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::snapshot::Snapshot;
use super::{Described, Error, FORMAT, MANIFEST, Manifest, PHOTOS, TABLES};
use crate::context::Stores;
use crate::photo;
use crate::random::hex;

/// What was written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Written {
    /// Rows of all tables.
    pub rows: u64,
    /// Files of pictures.
    pub photos: u64,
    /// Pictures that rows named and that were not there.
    pub missing: u64,
}

/// A file beside the backup that goes when it is not finished.
struct Draft(PathBuf);

impl Drop for Draft {
    fn drop(&mut self) {
        // One that is finished has another name by now.
        fs::remove_file(&self.0).ok();
    }
}

/// For its owner only: it holds everything.
fn create(path: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options.open(path)
}

fn beside(path: &Path, ending: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    PathBuf::from(name)
}

type Archive = tar::Builder<GzEncoder<BufWriter<File>>>;

/// Writes everything as it is at one instant into a new file, while others go on working. `progress`
/// is told how many rows and pictures are done of how many. What is not finished leaves no file.
///
/// # Errors
/// When there is such a file already, or something cannot be read or written.
pub async fn backup(
    stores: &Stores,
    now: Instant,
    path: &Path,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Written, Error> {
    if path.exists() {
        return Err(Error::Exists);
    }
    let draft = Draft(beside(path, ".part"));
    fs::remove_file(&draft.0).ok();
    let file = BufWriter::new(create(&draft.0)?);
    let mut archive = tar::Builder::new(GzEncoder::new(file, Compression::default()));
    let mut snapshot = Snapshot::begin(&stores.db).await?;
    let written = everything(stores, now, path, &mut snapshot, &mut archive, progress).await;
    snapshot.end().await?;
    let written = written?;
    let file = archive.into_inner()?.finish()?;
    let file = file.into_inner().map_err(io::IntoInnerError::into_error)?;
    file.sync_all()?;
    // Not `rename`: of two that are written at once the second must not replace the first.
    fs::hard_link(&draft.0, path).map_err(|error| match error.kind() {
        io::ErrorKind::AlreadyExists => Error::Exists,
        _ => Error::File(error),
    })?;
    if let Some(folder) = path.parent().filter(|folder| *folder != Path::new("")) {
        File::open(folder)?.sync_all()?;
    }
    Ok(written)
}

async fn everything(
    stores: &Stores,
    now: Instant,
    path: &Path,
    snapshot: &mut Snapshot,
    archive: &mut Archive,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<Written, Error> {
    let tables = snapshot.tables().await?;
    let steps = snapshot.steps().await?;
    let pictures = snapshot.pictures().await?;
    let mut all = 2 * pictures.len() as u64;
    for table in &tables {
        all += snapshot.count(table).await?;
    }
    let mut written = Written {
        rows: 0,
        photos: 0,
        missing: 0,
    };
    let mut entries = Vec::new();
    for table in &tables {
        let draft = Draft(beside(path, ".table"));
        fs::remove_file(&draft.0).ok();
        let mut lines = BufWriter::new(create(&draft.0)?);
        let (mut rows, before) = (0, written.rows);
        snapshot
            .each(table, |row| {
                serde_json::to_writer(&mut lines, &Value::Object(row.0))
                    .map_err(io::Error::from)?;
                lines.write_all(b"\n")?;
                rows += 1;
                if rows % 1000 == 0 {
                    progress(before + rows, all);
                }
                Ok(())
            })
            .await?;
        written.rows += rows;
        let mut lines = lines.into_inner().map_err(io::IntoInnerError::into_error)?;
        let name = format!("{TABLES}{table}.ndjson");
        entries.push(add_file(archive, &name, &mut lines, rows)?);
        progress(written.rows, all);
    }
    for name in &pictures {
        for key in photo::keys(name) {
            match stores.photos.get(&key).await? {
                Some(bytes) => {
                    let name = format!("{PHOTOS}{key}");
                    entries.push(add(archive, &name, &bytes, 0)?);
                    written.photos += 1;
                }
                None => written.missing += 1,
            }
            progress(written.rows + written.photos + written.missing, all);
        }
    }
    let manifest = Manifest {
        format: FORMAT,
        program: env!("CARGO_PKG_VERSION").to_owned(),
        made_at: now.millis(),
        steps,
        entries,
        missing_photos: written.missing,
    };
    let manifest = serde_json::to_vec_pretty(&manifest).map_err(io::Error::from)?;
    add(archive, MANIFEST, &manifest, 0)?;
    Ok(written)
}

fn header(bytes: u64) -> tar::Header {
    let mut header = tar::Header::new_gnu();
    header.set_size(bytes);
    header.set_mode(0o600);
    header.set_mtime(0);
    header
}

fn add(archive: &mut Archive, name: &str, content: &[u8], rows: u64) -> io::Result<Described> {
    archive.append_data(&mut header(content.len() as u64), name, content)?;
    Ok(Described {
        name: name.to_owned(),
        bytes: content.len() as u64,
        sha256: hex(&Sha256::digest(content)),
        rows,
    })
}

fn add_file(
    archive: &mut Archive,
    name: &str,
    file: &mut File,
    rows: u64,
) -> io::Result<Described> {
    file.rewind()?;
    let mut digest = Sha256::new();
    let mut buffer = vec![0; 64 * 1024];
    let mut bytes = 0;
    loop {
        let read = file.read(&mut buffer)?;
        if read == 0 {
            break;
        }
        digest.update(&buffer[..read]);
        bytes += read as u64;
    }
    file.rewind()?;
    archive.append_data(&mut header(bytes), name, file)?;
    Ok(Described {
        name: name.to_owned(),
        bytes,
        sha256: hex(&digest.finalize()),
        rows,
    })
}
