//! Report submissions that are on the disk when they are answered, against what the disk can do.

use std::fs::File;
use std::io::{Seek as _, SeekFrom, Write as _};
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, ensure};

use crate::http::{encoded, post};
use crate::load::{self, Outcome, Plan, Target};
use crate::process::Server;
use crate::reference;

/// What the disk is asked to make lasting at a time.
const BLOCK: [u8; 4096] = [7; 4096];
const WORDS: &str = "楼道灯不亮，晚上看不清楼梯。";

/// Prints submissions a second, and the disk's own figure before and after.
pub async fn measure(ours: &Server, data: &Path, seconds: Duration) -> Result<()> {
    let before = disk(data, seconds).await?;
    let one = submissions(ours, data, 1, seconds).await?;
    let between = disk(data, seconds).await?;
    let eight = submissions(ours, data, 8, seconds).await?;
    let after = disk(data, seconds).await?;
    // The middle one of three: what else writes at the moment slows the others down.
    let appending = middle([before.0, between.0, after.0]);
    let in_place = middle([before.1, between.1, after.1]);

    println!("\nReports filed without an account, each on the disk when it is answered");
    println!(
        "  {:<26} {:>10} {:>8} {:>9} {:>9} {:>14}",
        "", "a second", "ratio", "p50 ms", "p99 ms", "CPU µs/report"
    );
    println!(
        "  {:<26} {appending:>10.0} {:>8.2}   ({:.0} {:.0} {:.0})",
        "disk: append 4 KB, sync", 1.0, before.0, between.0, after.0
    );
    println!(
        "  {:<26} {in_place:>10.0} {:>8.2}   ({:.0} {:.0} {:.0})",
        "disk: overwrite 4 KB, sync",
        in_place / appending,
        before.1,
        between.1,
        after.1
    );
    for (name, outcome) in [("ours, 1 connection", one), ("ours, 8 connections", eight)] {
        println!(
            "  {name:<26} {:>10.0} {:>8.2} {:>9.2} {:>9.2} {:>14.0}",
            outcome.rate(),
            outcome.rate() / appending,
            outcome.within(50),
            outcome.within(99),
            outcome.cost(),
        );
    }
    Ok(())
}

/// Files reports, and checks that every one that was answered is in the database.
async fn submissions(
    ours: &Server,
    data: &Path,
    connections: usize,
    seconds: Duration,
) -> Result<Outcome> {
    let pool = reference::open(&data.join("linli.db"), 1).await?;
    let count = "select count(*) from report";
    let (before,): (i64,) = sqlx::query_as(count).fetch_one(&pool).await?;
    let (category, building): (i64, i64) = sqlx::query_as(
        "select (select id from category where retired_at is null order by sort limit 1),
                (select id from building order by sort limit 1)",
    )
    .fetch_one(&pool)
    .await?;
    let (address, words) = (ours.address, encoded(WORDS));
    let target = Target {
        address,
        process: ours.process,
        request: Arc::new(move |connection, number| {
            let form = format!(
                "request_key=bench-{connections}-{connection}-{number}&category={category}\
                 &building={building}&words={words}"
            );
            post(address, "/reports/new", &form)
        }),
        status: 303,
    };
    let plan = Plan {
        connections,
        warm_up: Duration::from_secs(1),
        measured: seconds,
    };
    let outcome = load::round(&target, plan).await?;
    let (after,): (i64,) = sqlx::query_as(count).fetch_one(&pool).await?;
    pool.close().await;
    let kept = after - before;
    ensure!(
        kept == i64::from(outcome.all_answers),
        "{} submissions were answered, {kept} are there",
        outcome.all_answers
    );
    Ok(outcome)
}

/// How often a second the disk under the data makes 4 KB lasting: at the end of a growing file, and
/// in a file that does not grow.
pub async fn disk(data: &Path, seconds: Duration) -> Result<(f64, f64)> {
    let file = data.join("disk-test");
    let work = move || {
        let mut open = File::create(&file).context("cannot write beside the data")?;
        let half = seconds.div_f64(2.0);
        let appending = syncs(half, || {
            open.write_all(&BLOCK)?;
            open.sync_data()
        })?;
        let in_place = syncs(half, || {
            open.seek(SeekFrom::Start(0))?;
            open.write_all(&BLOCK)?;
            open.sync_data()
        })?;
        std::fs::remove_file(&file)?;
        Ok((appending, in_place))
    };
    tokio::task::spawn_blocking(work).await?
}

fn middle(mut three: [f64; 3]) -> f64 {
    three.sort_unstable_by(f64::total_cmp);
    three[1]
}

fn syncs(seconds: Duration, mut one: impl FnMut() -> std::io::Result<()>) -> Result<f64> {
    let start = Instant::now();
    let mut done = 0_u32;
    while start.elapsed() < seconds {
        one()?;
        done += 1;
    }
    Ok(f64::from(done) / start.elapsed().as_secs_f64())
}
