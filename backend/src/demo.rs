//! The invented community that shows what the program does. No clock and no chance of its own:
//! the present instant and the randomness are passed in.

mod bulk;
mod generated;
mod homes;
mod notices;
mod patrols;
mod people;
mod picture;
mod place;
mod records;
mod story;
mod tale;
mod written;

#[cfg(test)]
mod tests;

use std::sync::Arc;

use domain::instant::{Instant, Zone};

use crate::community::Community;
use crate::context::{Actor, Context, Stores};
use crate::error::Error;
use crate::sql;

/// The invented community's name.
const NAME: &str = "翠园社区";
/// Where its days begin.
const ZONE: &str = "Asia/Shanghai";
/// Days that the hand-written reports reach back; generated ones are all older.
const STORY_DAYS: i64 = 40;
const DAY_MILLIS: i64 = 24 * 60 * 60 * 1000;

/// How large the demo community becomes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Size {
    /// Generated reports beside the hand-written ones.
    pub reports: u64,
    /// Volunteers beside the written ones, who sign in with nothing.
    pub volunteers: u64,
    /// Shifts beside the written ones.
    pub shifts: u64,
}

/// Fills an empty database with the demo community: estate, people, notices, reports with
/// pictures. Without generated reports everything is one transaction; with them, a thousand at a
/// time, after each of which `progress` is told how many are done of how many.
///
/// # Errors
/// `Unexpected` when there is a community already, or when a store fails.
pub async fn fill(
    stores: &Stores,
    now: Instant,
    size: Size,
    progress: &mut (dyn FnMut(u64, u64) + Send),
) -> Result<(), Error> {
    if crate::community::exists(&stores.db).await? {
        return Err(Error::Unexpected("the database is not empty"));
    }
    // Slow work first: the embedded engine has one writer.
    let passwords = people::hash_passwords(stores).await?;
    let pictures = picture::keep_all(stores).await?;
    let zone = Zone::named(ZONE).map_err(|_| Error::Unexpected("the demo zone is unknown"))?;

    let mut tx = stores.db.write().await?;
    let before = sql!(
        &mut tx,
        optional as (i64,),
        "select id from community limit 1"
    )?;
    if before.is_some() {
        return Err(Error::Unexpected("the database is not empty"));
    }
    let estate = place::build(&mut tx, now, &zone).await?;
    let people = people::settle(&mut tx, &estate, passwords, &zone, now).await?;
    let ctx = Context {
        stores: stores.clone(),
        community: Arc::new(Community {
            id: estate.community,
            name: NAME.to_owned(),
            host: None,
            zone,
            path: estate.community_path.clone(),
            public_version: 1,
            is_demo: true,
        }),
        actor: Actor::Clock,
        now,
    };
    let mut numbers = written::Numbers::new();
    let town = generated::Town {
        estate: &estate,
        people: &people,
    };
    let mut done = 0;
    while done < size.reports {
        let until = size.reports.min(done + bulk::BATCH);
        let reports: Vec<_> = (done..until)
            .map(|nth| town.report(&ctx, nth, size.reports, &mut numbers))
            .collect();
        bulk::insert(&mut tx, &ctx, &reports).await?;
        numbers.keep(&mut tx, &ctx).await?;
        tx.commit().await?;
        done = until;
        progress(done, size.reports);
        tx = stores.db.write().await?;
    }
    let told = tale::tell(&ctx, &estate, &people, pictures, &mut numbers)?;
    bulk::insert(&mut tx, &ctx, &told).await?;
    numbers.keep(&mut tx, &ctx).await?;
    notices::post(&mut tx, &ctx, &estate, &people).await?;
    homes::settle(&mut tx, &ctx, &estate).await?;
    records::keep(&mut tx, &ctx, &people).await?;
    patrols::arrange(&mut tx, &ctx, &estate).await?;
    patrols::crowd(&mut tx, &ctx, size.volunteers, size.shifts).await?;
    tx.commit().await?;
    Ok(())
}
