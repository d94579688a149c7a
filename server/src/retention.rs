//! `linli retention`: removes what was kept long enough, or says what would go (rule P24).

use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use backend::context::{Actor, Context};
use backend::{community, retention};

use crate::config::Config;
use crate::{clock, stores};

/// Goes through every community.
///
/// # Errors
/// When something cannot be read or removed.
pub async fn run(config: &Config, dry: bool) -> anyhow::Result<()> {
    let stores = stores::open(config).await?;
    let mut out = std::io::stdout();
    let communities = community::all(&stores.db)
        .await
        .context("cannot read the database")?;
    for community in communities {
        let name = community.name.clone();
        let ctx = Context {
            stores: stores.clone(),
            community: Arc::new(community),
            actor: Actor::Clock,
            now: clock::now(),
        };
        let due = retention::due(&ctx)
            .await
            .with_context(|| format!("cannot read what is due in {name}"))?;
        for due in due {
            let (rule, days, count) = (due.rule.name, due.rule.days, due.ids.len());
            writeln!(out, "{name}: {rule}, after {days} days: {count}")?;
            if dry {
                for id in due.ids {
                    writeln!(out, "  {id}")?;
                }
            }
        }
        if !dry {
            let removed = retention::run(&ctx)
                .await
                .with_context(|| format!("cannot remove what is due in {name}"))?;
            writeln!(out, "{name}: {removed} removed")?;
        }
    }
    stores.db.close().await;
    Ok(())
}
