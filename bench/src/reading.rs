//! The report list: ours, signed in and not, against the one written by hand.

use std::fmt::Write as _;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;

use crate::http::{Client, encoded, get, post};
use crate::load::{self, Outcome, Plan, Target};
use crate::process::{Server, machine_load};

/// Readers at the same time.
const CONNECTIONS: usize = 8;
/// Every page gets its turn this often, so that what else the machine does hits all of them.
const ROUNDS: usize = 2;
/// Reports on a list.
const ROWS: usize = 50;

/// Prints how many pages a second there are.
pub async fn measure(
    ours: &Server,
    reference: &Server,
    reports: u32,
    seconds: Duration,
) -> Result<()> {
    let cookie = sign_in(ours, "dispatcher").await?;
    let address = ours.address;
    let list = get(address, "/reports", &cookie);
    let anonymous = get(address, "/reports", "");
    let work = get(address, "/admin/reports", &cookie);
    let hand = get(reference.address, "/reports", "");
    let hello = get(reference.address, "/hello", "");
    let page = |server: &Server, name: &'static str, request: &Bytes| {
        (
            name,
            Target::page(server.address, server.process, request.clone()),
        )
    };
    let targets = [
        page(ours, "ours, signed in", &list),
        page(reference, "written by hand", &hand),
        page(ours, "ours, anonymous (kept)", &anonymous),
        page(ours, "ours, work list of staff", &work),
        page(reference, "hello", &hello),
    ];
    let mut bytes = Vec::new();
    for (name, target) in &targets {
        bytes.push(check(name, target).await?);
    }

    let plan = Plan {
        connections: CONNECTIONS,
        warm_up: Duration::from_secs(1),
        measured: seconds,
    };
    let mut outcomes = [const { None::<Outcome> }; 5];
    let mut rates = [const { String::new() }; 5];
    let before = machine_load();
    for _ in 0..ROUNDS {
        for ((_, target), (outcome, rates)) in
            targets.iter().zip(outcomes.iter_mut().zip(&mut rates))
        {
            let round = load::round(target, plan).await?;
            write!(rates, " {:.0}", round.rate())?;
            outcome.get_or_insert_default().add(round);
        }
    }
    println!(
        "\nReport list, {ROWS} rows of {reports}, {CONNECTIONS} connections, {ROUNDS} rounds of \
         {:.0} s each in turn (load average {before} before, {} after)",
        seconds.as_secs_f64(),
        machine_load()
    );
    println!(
        "  {:<26} {:>10} {:>8} {:>9} {:>9} {:>12} {:>8}   each round",
        "", "requests/s", "ratio", "p50 ms", "p99 ms", "CPU µs/page", "bytes"
    );
    let outcomes: Vec<Outcome> = outcomes.into_iter().flatten().collect();
    let by_hand = outcomes.get(1).context("no reference")?.clone();
    for (((name, _), outcome), (bytes, rates)) in
        targets.iter().zip(&outcomes).zip(bytes.iter().zip(&rates))
    {
        println!(
            "  {name:<26} {:>10.0} {:>8.2} {:>9.2} {:>9.2} {:>12.0} {bytes:>8}  {rates}",
            outcome.rate(),
            outcome.rate() / by_hand.rate(),
            outcome.within(50),
            outcome.within(99),
            outcome.cost(),
        );
    }
    if let Some(signed_in) = outcomes.first() {
        println!(
            "  processor time of a page by hand against ours signed in: {:.2}",
            by_hand.cost() / signed_in.cost()
        );
    }
    Ok(())
}

/// Signs a demo account in. Gives the header line with its cookie.
pub async fn sign_in(ours: &Server, name: &str) -> Result<String> {
    let form = format!("name={}&password=linli-demo", encoded(name));
    let mut client = Client::connect(ours.address).await?;
    let answer = client.send(&post(ours.address, "/login", &form)).await?;
    if answer.status != 303 {
        bail!("{name} cannot sign in: status {}", answer.status);
    }
    let cookie = answer
        .cookie("linli")
        .context("signing in gives no cookie")?;
    Ok(format!("Cookie: linli={cookie}\r\n"))
}

/// Whether a page is what it should be, before it is measured. Gives its length.
async fn check(name: &str, target: &Target) -> Result<usize> {
    let mut client = Client::connect(target.address).await?;
    let answer = client.send(&(target.request)(0, 0)).await?;
    ensure!(answer.status == 200, "{name}: status {}", answer.status);
    let text = answer.text()?;
    let rows = text.matches("class=\"report\"").count();
    let is_list = name != "hello" && !name.contains("work list");
    ensure!(
        !is_list || rows == ROWS,
        "{name}: {rows} rows instead of {ROWS}"
    );
    let is_signed_in = text.contains("href=\"/me\"");
    ensure!(
        !name.contains("signed in") || is_signed_in,
        "{name}: nobody is signed in"
    );
    Ok(text.len())
}
