//! `cargo xtask bench`: one run that measures Linli and what it is compared with, on the same
//! machine, the same rows and the same disk, and prints the figures.

mod growth;
mod http;
mod load;
mod process;
mod reading;
mod reference;
mod signing;
mod sizes;
mod writing;

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use lexopt::ValueExt as _;
use lexopt::prelude::Long;

use crate::process::{Server, linli, machine_load};

/// What the command line asks for.
struct Options {
    /// The server's binary.
    binary: PathBuf,
    /// The built files.
    site: PathBuf,
    /// Where the data of this run lives; removed at its end.
    folder: PathBuf,
    /// How many reports the lists are read from.
    reports: u32,
    /// How long one round measures.
    seconds: f64,
    /// A database of a PostgreSQL that waits for its disk; empty, and spoilt afterwards.
    postgres: Option<String>,
    /// Only the sign-ups for shifts.
    sign_ups: bool,
    /// Whether a million reports are compared with ten thousand.
    million: bool,
}

/// A folder that is removed in the end.
struct Folder(PathBuf);

impl Drop for Folder {
    fn drop(&mut self) {
        // What cannot be removed is only in the way of nobody.
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

#[tokio::main]
async fn main() -> Result<()> {
    let mut words = std::env::args_os().skip(1);
    if words.next().is_some_and(|word| word == "reference") {
        let database = words.next().context("reference DATABASE")?;
        return reference::serve(Path::new(&database)).await;
    }
    let options = options()?;
    let folder = options.folder.join(std::process::id().to_string());
    std::fs::create_dir_all(&folder)
        .with_context(|| format!("cannot make {}", folder.display()))?;
    let folder = Folder(folder);
    tokio::select! {
        measured = measure(&options, &folder.0) => measured,
        _ = tokio::signal::ctrl_c() => bail!("stopped"),
    }
}

fn options() -> Result<Options> {
    let mut parser = lexopt::Parser::from_env();
    let (mut binary, mut site, mut folder) = (None, None, None);
    let (mut reports, mut seconds, mut million) = (100_000, 5.0, false);
    let (mut postgres, mut sign_ups) = (None, false);
    while let Some(word) = parser.next()? {
        match word {
            Long("linli") => binary = Some(PathBuf::from(parser.value()?)),
            Long("site") => site = Some(PathBuf::from(parser.value()?)),
            Long("folder") => folder = Some(PathBuf::from(parser.value()?)),
            Long("reports") => reports = parser.value()?.parse()?,
            Long("seconds") => seconds = parser.value()?.parse()?,
            Long("million") => million = true,
            Long("postgres") => postgres = Some(parser.value()?.parse()?),
            Long("sign-ups") => sign_ups = true,
            _ => return Err(word.unexpected().into()),
        }
    }
    Ok(Options {
        binary: binary.context("--linli BINARY is missing")?,
        site: site.context("--site FOLDER is missing")?,
        folder: folder.context("--folder FOLDER is missing")?,
        reports,
        seconds,
        postgres,
        sign_ups,
        million,
    })
}

async fn measure(options: &Options, folder: &Path) -> Result<()> {
    let cores = std::thread::available_parallelism()?;
    println!("Linli, measured on {cores} cores that also make the load");
    println!("load average at the start: {}", machine_load());
    let seconds = Duration::from_secs_f64(options.seconds);
    if options.sign_ups {
        return signing::measure(options, folder, seconds).await;
    }
    let data = folder.join("list");
    let ours = start(options, &data, options.reports).await?;
    let reference = reference(&data).await?;

    reading::measure(&ours, &reference, options.reports, seconds).await?;
    reference.end().await?;
    writing::measure(&ours, &data, seconds.mul_f64(0.6)).await?;
    sizes::measure(&ours, &data).await?;
    memory(&ours, options.reports)?;
    ours.end().await?;
    signing::measure(options, folder, seconds.mul_f64(0.6)).await?;
    if options.million {
        growth::measure(options, folder, seconds.mul_f64(0.6)).await?;
    }
    println!("\nload average at the end: {}", machine_load());
    Ok(())
}

/// Linli on a demo community of its own with many reports.
async fn start(options: &Options, data: &Path, reports: u32) -> Result<Server> {
    let begin = Instant::now();
    let number = reports.to_string();
    let words = ["demo", "--reports", &number];
    let status = linli(&options.binary, &options.site, data, &words)?
        .stdout(std::process::Stdio::null())
        .status()
        .await
        .context("cannot start the server's binary")?;
    if !status.success() {
        let log = std::fs::read_to_string(data.join("log.txt")).unwrap_or_default();
        bail!("the demo community was not made ({status}): {log}");
    }
    let seconds = begin.elapsed().as_secs_f64();
    let size = std::fs::metadata(data.join("linli.db"))?.len() / 1_000_000;
    println!("demo community with {reports} more reports: {seconds:.1} s, database {size} MB");
    let ours = Server::start(&mut linli(
        &options.binary,
        &options.site,
        data,
        &["serve"],
    )?)
    .await?;
    ours.settle().await?;
    Ok(ours)
}

/// The pages written by hand, in a process of their own like ours.
async fn reference(data: &Path) -> Result<Server> {
    let mut command = tokio::process::Command::new(std::env::current_exe()?);
    Server::start(command.arg("reference").arg(data.join("linli.db"))).await
}

fn memory(ours: &Server, reports: u32) -> Result<()> {
    let (most, now) = ours.memory()?;
    println!("\nMemory of the server after the load, {reports} reports");
    println!("  at most {most:.1} MB, now {now:.1} MB");
    Ok(())
}
