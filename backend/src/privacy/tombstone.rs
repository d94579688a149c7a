//! Who was removed, so that restoring an older backup removes them again (rule P23).
//!
//! A tombstone is a keyed hash; it says nothing about anybody. It is a row, and a small file beside
//! the photos, which restoring the database does not touch. Each round of the jobs brings both
//! together, so that it does not matter how an older state came back.

use std::collections::BTreeSet;

use bytes::Bytes;
use domain::id::{AccountId, CommunityId, PersonId};

use super::erase::{ERASED, erase};
use crate::context::{Context, Stores};
use crate::db::{Lock, Tx};
use crate::error::Error;
use crate::secret::Purpose;
use crate::sql;

/// The folder of the files, in the photo store.
pub const FOLDER: &str = "tombstones";

/// The mark of a person: only this installation's key makes it.
pub(super) fn mark(stores: &Stores, community: CommunityId, person: i64, since: i64) -> String {
    let text = format!("{community}:{person}:{since}");
    stores.secret.keyed(Purpose::Tombstone, &text)
}

/// Writes the row, in the transaction that removes somebody.
pub(super) async fn set(tx: &mut Tx, ctx: &Context, mark: &str) -> Result<(), Error> {
    sql!(
        tx,
        execute,
        "insert into tombstone (mark, community_id, at) values ($1, $2, $3) on conflict do nothing",
        mark,
        ctx.community.id.get(),
        ctx.now.millis(),
    )?;
    Ok(())
}

/// Writes the file. When this does not come to its end, the next round of the jobs does it.
pub(super) async fn keep(ctx: &Context, mark: &str) -> Result<(), Error> {
    let content = Bytes::from(format!("{}\n", ctx.community.id));
    ctx.stores
        .photos
        .put(&format!("{FOLDER}/{mark}"), content)
        .await?;
    Ok(())
}

/// Brings rows and files together: writes the files that are missing, and removes again whoever a
/// restored database brought back. Returns how many that were.
///
/// # Errors
/// When a store fails.
pub async fn reconcile(ctx: &Context) -> Result<usize, Error> {
    let mut read = ctx.db().read().await?;
    let rows: BTreeSet<String> = sql!(
        &mut read,
        all as (String,),
        "select mark from tombstone where community_id = $1",
        ctx.community.id.get(),
    )?
    .into_iter()
    .map(|(mark,)| mark)
    .collect();
    drop(read);
    let files: BTreeSet<String> = ctx
        .stores
        .photos
        .keys(FOLDER)
        .await?
        .into_iter()
        .filter_map(|key| key.rsplit('/').next().map(ToOwned::to_owned))
        .collect();
    for mark in rows.difference(&files) {
        keep(ctx, mark).await?;
    }
    let mut unknown = BTreeSet::new();
    for mark in files.difference(&rows) {
        let content = ctx
            .stores
            .photos
            .get(&format!("{FOLDER}/{mark}"))
            .await?
            .unwrap_or_default();
        let whose = std::str::from_utf8(&content).unwrap_or_default().trim();
        if whose == ctx.community.id.to_string() {
            unknown.insert(mark.clone());
        }
    }
    apply(ctx, &unknown).await
}

/// Removes everybody of this community whom one of the marks means, and keeps the marks as rows.
///
/// # Errors
/// When a store fails.
pub async fn apply(ctx: &Context, marks: &BTreeSet<String>) -> Result<usize, Error> {
    if marks.is_empty() {
        return Ok(0);
    }
    let mut read = ctx.db().read().await?;
    let people = sql!(
        &mut read,
        all as (i64, i64, Option<i64>),
        "select p.id, p.created_at, a.id from person p left join account a on a.person_id = p.id
         where p.community_id = $1 and p.name <> $2",
        ctx.community.id.get(),
        ERASED,
    )?;
    drop(read);
    let mut removed = 0;
    for (person, since, account) in people {
        let mark = mark(&ctx.stores, ctx.community.id, person, since);
        if !marks.contains(&mark) {
            continue;
        }
        let mut tx = ctx.db().write().await?;
        let account = account.map(AccountId::new);
        if let Some(account) = account {
            tx.lock(Lock::Account(account)).await?;
        }
        erase(&mut tx, ctx, PersonId::new(person), account).await?;
        tx.commit().await?;
        removed += 1;
    }
    let mut tx = ctx.db().write().await?;
    for mark in marks {
        set(&mut tx, ctx, mark).await?;
    }
    tx.commit().await?;
    Ok(removed)
}
