//! Texts that may still name somebody who was removed, for staff to look through (rule P23).

use std::collections::BTreeSet;

use domain::audit::Deed;
use domain::instant::Instant;
use domain::permission::Permission;
pub use domain::privacy::Part;

use crate::audit::{self, Entry};
use crate::context::Context;
use crate::db::Tx;
use crate::error::Error;
use crate::sql;

/// One text to look through.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Review {
    /// Its id.
    pub id: i64,
    /// Where it stands: `report/2026-000001`, `notice/3`.
    pub subject: String,
    /// Which part of it.
    pub part: Part,
    /// Since when.
    pub since: Instant,
}

/// Names of one character would be found everywhere.
const SHORTEST_NAME: usize = 2;

/// Lists every text of this community in which one of the names stands. What is listed does not
/// itself say whom it is about.
pub(super) async fn list_naming(tx: &mut Tx, ctx: &Context, names: &[String]) -> Result<(), Error> {
    let community = ctx.community.id.get();
    let names: BTreeSet<_> = names
        .iter()
        .filter(|name| name.chars().count() >= SHORTEST_NAME)
        .collect();
    let mut found: BTreeSet<(String, Part)> = BTreeSet::new();
    for name in names {
        let plain = name
            .replace('\\', "\\\\")
            .replace('%', "\\%")
            .replace('_', "\\_");
        let like = format!("%{plain}%");
        for (part, year, seq) in sql!(
            tx,
            all as (String, i64, i64),
            "select 'words', year, seq from report
             where community_id = $1 and words like $2 escape '\\'
             union all select 'place', year, seq from report
             where community_id = $1 and place_words like $2 escape '\\'
             union all select 'summary', year, seq from report
             where community_id = $1
               and (public_summary like $2 escape '\\' or public_place like $2 escape '\\')
             union all select 'history', r.year, r.seq
             from report_history h join report r on r.id = h.report_id
             where r.community_id = $1 and h.words like $2 escape '\\'",
            community,
            &like,
        )? {
            if let Some(part) = Part::parse(&part) {
                found.insert((format!("report/{year}-{seq:06}"), part));
            }
        }
        for (id,) in sql!(
            tx,
            all as (i64,),
            "select id from notice
             where community_id = $1 and (title like $2 escape '\\' or body like $2 escape '\\')",
            community,
            &like,
        )? {
            found.insert((format!("notice/{id}"), Part::Notice));
        }
    }
    for (subject, part) in found {
        sql!(
            tx,
            execute,
            "insert into review (community_id, subject, part, listed_at) values ($1, $2, $3, $4)",
            community,
            subject,
            part.as_str(),
            ctx.now.millis(),
        )?;
    }
    Ok(())
}

/// What is still to be looked through, oldest first.
///
/// # Errors
/// `SignIn`, `Denied`, or when the store fails.
pub async fn open_reviews(ctx: &Context) -> Result<Vec<Review>, Error> {
    ctx.require(Permission::SeePeople)?;
    ctx.require_at(Permission::SeePeople, &ctx.community.path)?;
    let mut read = ctx.db().read().await?;
    Ok(sql!(
        &mut read,
        all as (i64, String, String, i64),
        "select id, subject, part, listed_at from review
         where community_id = $1 and settled_at is null order by id limit 200",
        ctx.community.id.get(),
    )?
    .into_iter()
    .filter_map(|(id, subject, part, since)| {
        Some(Review {
            id,
            subject,
            part: Part::parse(&part)?,
            since: Instant::from_millis(since),
        })
    })
    .collect())
}

/// It was looked through, and changed where it had to be. Pressed twice, it is done once.
///
/// # Errors
/// `SignIn`, `Denied`, `NotFound`, or when the store fails.
pub async fn settle(ctx: &Context, id: i64) -> Result<(), Error> {
    let me = ctx.require(Permission::SeePeople)?.person;
    ctx.require_at(Permission::SeePeople, &ctx.community.path)?;
    let mut tx = ctx.db().write().await?;
    let (subject,) = sql!(
        &mut tx,
        optional as (String,),
        "select subject from review where id = $1 and community_id = $2",
        id,
        ctx.community.id.get(),
    )?
    .ok_or(Error::NotFound)?;
    let settled = sql!(
        &mut tx,
        execute,
        "update review set settled_at = $3, settled_by = $4
         where id = $1 and community_id = $2 and settled_at is null",
        id,
        ctx.community.id.get(),
        ctx.now.millis(),
        me.get(),
    )?;
    if settled == 1 {
        audit::record(&mut tx, ctx, Entry::new(Deed::ReviewSettled, subject)).await?;
    }
    tx.commit().await?;
    Ok(())
}
