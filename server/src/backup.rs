//! `linli backup FILE` and `linli restore FILE`: everything into one file, and back.

use std::io::{IsTerminal as _, Write as _};
use std::path::Path;

use anyhow::Context as _;
use backend::backup;

use crate::bar::Bar;
use crate::config::Config;
use crate::{clock, stores};

/// Writes the database and the photos into a new file, while a server may go on working.
///
/// # Errors
/// When there is such a file already, or something cannot be read or written; there is no file then.
pub async fn write(config: &Config, file: &Path) -> anyhow::Result<()> {
    let stores = stores::open(config).await?;
    let mut bar = Bar::new(std::io::stderr().is_terminal());
    let mut progress = |done, all| bar.show(done, all);
    let written = backup::backup(&stores, clock::now(), file, &mut progress).await;
    bar.end();
    stores.db.close().await;
    let written = written.with_context(|| format!("cannot write {}", file.display()))?;
    let mut out = std::io::stdout();
    if written.missing > 0 {
        let missing = written.missing;
        writeln!(
            out,
            "{missing} photos that are named in the database were not there"
        )?;
    }
    writeln!(
        out,
        "{}: {} rows and {} photo files",
        file.display(),
        written.rows,
        written.photos
    )?;
    Ok(())
}

/// Brings everything back from a file into an empty database, all or nothing.
///
/// # Errors
/// When the file is no whole backup, the database is not empty, or something cannot be written.
pub async fn restore(config: &Config, file: &Path) -> anyhow::Result<()> {
    let stores = stores::open_as_it_is(config).await?;
    let mut bar = Bar::new(std::io::stderr().is_terminal());
    let mut progress = |done, all| bar.show(done, all);
    let restored = backup::restore(&stores, clock::now(), file, &mut progress).await;
    bar.end();
    stores.db.close().await;
    let restored = restored.with_context(|| format!("cannot restore {}", file.display()))?;
    let mut out = std::io::stdout();
    writeln!(
        out,
        "restored {} rows and {} photo files",
        restored.rows, restored.photos
    )?;
    if restored.erased > 0 {
        let erased = restored.erased;
        let who = if erased == 1 {
            "person had deleted their data since and was"
        } else {
            "persons had deleted their data since and were"
        };
        writeln!(out, "{erased} {who} removed again")?;
    }
    Ok(())
}
