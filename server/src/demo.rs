//! `linli demo`: fills an empty database with the demo community.

use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use backend::{community, demo};

use crate::bar::Bar;
use crate::config::Config;
use crate::{clock, stores};

/// What the command line says about the demo community.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many reports are made up beside those that are written by hand.
    pub reports: u64,
    /// How many volunteers are made up beside those that are written by hand.
    pub volunteers: u64,
    /// How many shifts are made up beside those that are written by hand.
    pub shifts: u64,
    /// Whether a database that is not empty is left as it is, without complaint.
    pub if_empty: bool,
}

/// Fills the database, and shows how far it is (rule X11).
///
/// # Errors
/// When there is a community already, or something cannot be opened or written.
pub async fn run(config: &Config, options: Options) -> anyhow::Result<()> {
    let stores = stores::open(config).await?;
    if community::exists(&stores.db)
        .await
        .context("cannot read the database")?
    {
        stores.db.close().await;
        if options.if_empty {
            return say("there is a community already; nothing was changed");
        }
        anyhow::bail!("there is a community already; the demo community needs an empty database");
    }
    let mut bar = Bar::new(std::io::stderr().is_terminal());
    let size = demo::Size {
        reports: options.reports,
        volunteers: options.volunteers,
        shifts: options.shifts,
    };
    let mut progress = |done, all| bar.show(done, all);
    let filled = demo::fill(&stores, clock::now(), size, &mut progress).await;
    bar.end();
    stores.db.close().await;
    filled.context("the demo community could not be made")?;
    say("the demo community is ready")
}

fn say(sentence: &str) -> anyhow::Result<()> {
    Ok(writeln!(std::io::stdout(), "{sentence}")?)
}
