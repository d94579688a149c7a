//! `linli audit verify`: the audit trail against its seals (rule P25).

use std::io::Write as _;
use std::sync::Arc;

use anyhow::Context as _;
use backend::context::{Actor, Context};
use backend::{audit, community};

use crate::config::Config;
use crate::{clock, stores};

/// Says for each community what is wrong with its trail, and how much of it there is.
///
/// # Errors
/// When something is wrong, or cannot be read.
pub async fn verify(config: &Config) -> anyhow::Result<()> {
    let stores = stores::open(config).await?;
    let mut out = std::io::stdout();
    let mut wrong = 0;
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
        let verified = audit::verify(&ctx)
            .await
            .with_context(|| format!("cannot read the audit trail of {name}"))?;
        for finding in &verified.findings {
            let row = finding
                .row
                .map_or_else(|| "unknown".to_owned(), |row| row.to_string());
            let (seq, what) = (finding.seq, finding.what.as_str());
            writeln!(out, "{name}: row {row} (seal {seq}): {what}")?;
        }
        wrong += verified.findings.len();
        let head: String = verified.head.chars().take(16).collect();
        writeln!(
            out,
            "{name}: {} rows sealed, {} not sealed yet, newest seal {}",
            verified.sealed,
            verified.unsealed,
            if head.is_empty() { "none" } else { &head },
        )?;
    }
    stores.db.close().await;
    if wrong == 0 {
        writeln!(out, "the audit trail is as it was written")?;
        return Ok(());
    }
    anyhow::bail!(
        "the audit trail is not as it was written: {wrong} finding{}",
        if wrong == 1 { "" } else { "s" }
    )
}
