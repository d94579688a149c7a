//! Opens what the program works on.

use std::fs::DirBuilder;
use std::os::unix::fs::DirBuilderExt as _;

use anyhow::Context as _;
use backend::context::Stores;
use backend::db::{Db, Location};
use backend::password::Cost;
use backend::photo::store::PhotoStore;

use crate::config::{Config, without_password};
use crate::{clock, secret};

/// The database with the newest tables.
///
/// # Errors
/// When it cannot be opened, or is newer than this program.
pub async fn database(config: &Config) -> anyhow::Result<Db> {
    let db = opened(config).await?;
    db.migrate().await.with_context(|| {
        let name = name(config);
        format!("cannot bring the tables of {name} to the newest step")
    })?;
    Ok(db)
}

fn name(config: &Config) -> String {
    match &config.database {
        Location::Sqlite(path) => path.display().to_string(),
        Location::Postgres(url) => without_password(url),
    }
}

async fn opened(config: &Config) -> anyhow::Result<Db> {
    make_data_dir(config)?;
    Db::open(&config.database)
        .await
        .with_context(|| format!("cannot open the database {}", name(config)))
}

/// Database, photos and secret.
///
/// # Errors
/// When one of them cannot be opened or made.
pub async fn open(config: &Config) -> anyhow::Result<Stores> {
    around(config, database(config).await?)
}

/// The same with the tables as they are.
///
/// # Errors
/// When one of them cannot be opened or made.
pub async fn open_as_it_is(config: &Config) -> anyhow::Result<Stores> {
    around(config, opened(config).await?)
}

fn around(config: &Config, db: Db) -> anyhow::Result<Stores> {
    let random = clock::random()?;
    let secret = match &config.secret {
        Some(secret) => secret.clone(),
        None => secret::kept_in(&config.data_dir, &random)?,
    };
    let photos = PhotoStore::open_local(&config.photos)
        .with_context(|| format!("cannot open the photos in {}", config.photos.display()))?;
    Ok(Stores {
        db,
        photos,
        secret,
        random,
        password_cost: Cost::Owasp,
    })
}

/// What is in it is nobody else's to read.
fn make_data_dir(config: &Config) -> anyhow::Result<()> {
    DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(&config.data_dir)
        .with_context(|| format!("cannot make the folder {}", config.data_dir.display()))
}
