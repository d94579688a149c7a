//! `linli admin create`, and the same link in the log of a first start (rule P11).

use std::io::Write as _;

use anyhow::Context as _;
use backend::Error;
use backend::context::Stores;
use backend::setup::{self, Purpose};
use domain::id::CommunityId;

use crate::config::Config;
use crate::{clock, stores};

/// What the command line says about the administrator to be.
#[derive(Debug, Default, Clone, PartialEq, Eq)]
pub struct Options {
    /// Whose administrator; the only community when there is one.
    pub community: Option<i64>,
    /// Where a further community is to answer: begins one of its own.
    pub new_at: Option<String>,
}

/// Prints a link that works once, within seven days.
///
/// # Errors
/// When it cannot be told which community is meant, or the store fails.
pub async fn create(config: &Config, options: Options) -> anyhow::Result<()> {
    let stores = stores::open(config).await?;
    let made = make(&stores, options).await;
    stores.db.close().await;
    let (token, origin) = made?;
    let origin = origin.unwrap_or_else(|| own_origin(config, config.addr));
    writeln!(std::io::stdout(), "{origin}/setup/{token}")?;
    Ok(())
}

/// The link's token, and the origin where alone it opens, if there is one.
async fn make(stores: &Stores, options: Options) -> anyhow::Result<(String, Option<String>)> {
    let known = backend::community::all(&stores.db)
        .await
        .context("cannot read the database")?;
    let purpose = match (options.new_at, options.community) {
        (Some(_), Some(_)) => {
            anyhow::bail!(
                "--new-at begins a community, --community names one that exists: only one of them"
            )
        }
        (Some(host), None) => Purpose::NewCommunity {
            host: Some(origin(&host)?),
        },
        (None, Some(id)) => Purpose::Administrator(CommunityId::new(id)),
        (None, None) => match known.as_slice() {
            [] => Purpose::NewCommunity { host: None },
            [only] => Purpose::Administrator(only.id),
            several => {
                let ids: Vec<_> = several
                    .iter()
                    .map(|community| format!("{} {}", community.id, community.name))
                    .collect();
                anyhow::bail!(
                    "there are several communities; say --community with one of: {}",
                    ids.join(", ")
                )
            }
        },
    };
    let origin = match &purpose {
        Purpose::NewCommunity { host } => host.clone(),
        Purpose::Administrator(id) => known
            .iter()
            .find(|community| community.id == *id)
            .and_then(|community| community.host.clone()),
    };
    match setup::link(stores, clock::now(), &purpose).await {
        Err(Error::NotFound) => anyhow::bail!("there is no such community"),
        link => Ok((link.context("the link could not be kept")?, origin)),
    }
}

/// A public origin as `community.host` keeps it.
fn origin(text: &str) -> anyhow::Result<String> {
    let origin = text.trim_end_matches('/');
    let rest = origin
        .strip_prefix("https://")
        .or_else(|| origin.strip_prefix("http://"));
    match rest {
        Some(host) if !host.is_empty() && !host.contains(['/', ' ', '?', '#']) => {
            Ok(origin.to_owned())
        }
        _ => anyhow::bail!("--new-at wants an origin such as https://linli.example.org"),
    }
}

/// On a first start nobody can sign in: the log says how to begin. Failing to tell is no reason not
/// to serve.
pub async fn announce_first_start(
    config: &Config,
    stores: &Stores,
    listening: std::net::SocketAddr,
) {
    let now = clock::now();
    let link = match setup::needed(&stores.db, now).await {
        Ok(None) => return,
        Ok(Some(purpose)) => setup::link(stores, now, &purpose).await,
        Err(error) => Err(error),
    };
    match link {
        Ok(token) => tracing::warn!(
            link = format!("{}/setup/{token}", own_origin(config, listening)),
            "nobody administers this installation yet: open this link, it works once"
        ),
        Err(error) => tracing::error!(%error, "the set-up link could not be made"),
    }
}

fn own_origin(config: &Config, listening: std::net::SocketAddr) -> String {
    config
        .public_url
        .clone()
        .unwrap_or_else(|| format!("http://{listening}"))
}

#[cfg(test)]
mod tests {
    use super::origin;

    #[test]
    fn p11_a_further_community_answers_at_an_origin() {
        assert_eq!(
            origin("https://linli.example.org/").ok().as_deref(),
            Some("https://linli.example.org")
        );
        for bad in ["linli.example.org", "https://", "https://a/b", "ftp://a"] {
            assert!(origin(bad).is_err(), "{bad}");
        }
    }
}
