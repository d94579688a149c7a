//! What a hundred times as many reports cost.

use std::path::Path;
use std::time::Duration;

use anyhow::Result;

use crate::http::{encoded, get};
use crate::load::{self, Outcome, Plan, Target};
use crate::process::Server;
use crate::{Options, memory, reading, start};

const FEW: u32 = 10_000;
const MANY: u32 = 1_000_000;
const ROUNDS: usize = 2;

/// Prints the time of each kind of page on a million reports against ten thousand.
pub async fn measure(options: &Options, folder: &Path, seconds: Duration) -> Result<()> {
    println!();
    let few = start(options, &folder.join("few"), FEW).await?;
    let many = start(options, &folder.join("many"), MANY).await?;
    let cookies = [
        reading::sign_in(&few, "dispatcher").await?,
        reading::sign_in(&many, "dispatcher").await?,
    ];
    println!("\nMiddle time of an answer in ms, one connection");
    println!("  {:<40} {:>10} {:>10} {:>8}", "", FEW, MANY, "ratio");
    for path in pages() {
        let one = |server: &Server, cookie: &str| {
            let request = get(server.address, &path, cookie);
            Target::page(server.address, server.process, request)
        };
        let targets = [one(&few, &cookies[0]), one(&many, &cookies[1])];
        let plan = Plan {
            connections: 1,
            warm_up: Duration::from_millis(500),
            measured: seconds,
        };
        let mut outcomes = [Outcome::default(), Outcome::default()];
        for _ in 0..ROUNDS {
            for (target, outcome) in targets.iter().zip(&mut outcomes) {
                outcome.add(load::round(target, plan).await?);
            }
        }
        let [small, large] = outcomes.map(|outcome| outcome.within(50));
        println!(
            "  {path:<40} {small:>10.2} {large:>10.2} {:>8.2}",
            large / small
        );
    }
    few.end().await?;
    memory(&many, MANY)?;
    many.end().await
}

/// Lists, their last pages, searches and the day's figures, for somebody signed in.
fn pages() -> Vec<String> {
    vec![
        "/reports".to_owned(),
        "/reports?order=oldest".to_owned(),
        "/reports?state=closed".to_owned(),
        "/reports?category=5&building=3".to_owned(),
        "/reports?state=open&category=14".to_owned(),
        "/admin/reports".to_owned(),
        "/admin/reports?state=reported".to_owned(),
        "/admin/reports?after=5000".to_owned(),
        format!("/admin/reports?q={}", encoded("楼道灯")),
        format!("/admin/reports?q={}", encoded("狗粪")),
        format!("/admin/reports?q={}", encoded("没有这样的词")),
        "/admin".to_owned(),
        "/".to_owned(),
    ]
}
