//! `linli demo`: fills an empty database with the demo community.

use std::io::{IsTerminal as _, Write as _};

use anyhow::Context as _;
use backend::{community, demo};

use crate::config::Config;
use crate::{clock, stores};

/// What the command line says about the demo community.
#[derive(Debug, Default, Clone, Copy, PartialEq, Eq)]
pub struct Options {
    /// How many reports are made up beside those that are written by hand.
    pub reports: u64,
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

/// A bar in a terminal; nothing where nobody watches.
struct Bar {
    watched: bool,
    shown: Option<u64>,
}

impl Bar {
    /// As many signs as a full bar has.
    const WIDTH: u64 = 40;

    fn new(watched: bool) -> Self {
        Self {
            watched,
            shown: None,
        }
    }

    fn show(&mut self, done: u64, all: u64) {
        let percent = done
            .saturating_mul(100)
            .checked_div(all)
            .unwrap_or(100)
            .min(100);
        if !self.watched || self.shown == Some(percent) {
            return;
        }
        self.shown = Some(percent);
        let mut out = std::io::stderr();
        // A terminal that is gone needs no bar.
        let _ = write!(out, "\r{} {done} / {all}", Self::drawn(percent)).and_then(|()| out.flush());
    }

    fn drawn(percent: u64) -> String {
        let full = usize::try_from(percent * Self::WIDTH / 100).unwrap_or_default();
        let width = usize::try_from(Self::WIDTH).unwrap_or_default();
        format!("[{:<width$}] {percent:>3}%", "#".repeat(full))
    }

    fn end(&self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bar;

    #[test]
    fn x11_the_bar_grows_to_its_end() {
        assert_eq!(Bar::drawn(0), format!("[{}]   0%", " ".repeat(40)));
        assert_eq!(
            Bar::drawn(50),
            format!("[{}{}]  50%", "#".repeat(20), " ".repeat(20))
        );
        assert_eq!(Bar::drawn(100), format!("[{}] 100%", "#".repeat(40)));
    }
}
