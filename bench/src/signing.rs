//! Sign-ups of volunteers that are on the disk when they are answered, on both engines, against what
//! the disk can do: ten thousand volunteers, five hundred shifts.

use std::fmt::Write as _;
use std::path::Path;
use std::sync::Arc;
use std::time::Duration;

use anyhow::{Context, Result, bail, ensure};
use bytes::Bytes;
use sha2::{Digest, Sha256};
use sqlx::postgres::PgPoolOptions;
use sqlx::sqlite::{SqliteConnectOptions, SqlitePoolOptions};
use sqlx::{PgPool, SqlitePool};
use tower_sessions_core::session::Id;

use crate::load::{self, Outcome, Plan, Target};
use crate::process::{Server, linli};
use crate::{Options, writing};

const VOLUNTEERS: u32 = 10_000;
const SHIFTS: u32 = 500;
/// Has no divisor in common with the number of shifts, so that each round brings every volunteer to
/// another shift.
const STRIDE: u32 = 37;
const CONNECTIONS: [usize; 2] = [1, 8];

/// The database beside the server, to sign volunteers in and to count.
enum Beside {
    Sqlite(SqlitePool),
    Postgres(PgPool),
}

impl Beside {
    async fn open(data: &Path, postgres: Option<&str>) -> Result<Self> {
        Ok(if let Some(url) = postgres {
            Self::Postgres(PgPoolOptions::new().max_connections(1).connect(url).await?)
        } else {
            let options = SqliteConnectOptions::new()
                .filename(data.join("linli.db"))
                .busy_timeout(Duration::from_secs(10));
            Self::Sqlite(
                SqlitePoolOptions::new()
                    .max_connections(1)
                    .connect_with(options)
                    .await?,
            )
        })
    }

    async fn numbers(&self, query: &'static str) -> Result<Vec<i64>> {
        let rows: Vec<(i64,)> = match self {
            Self::Sqlite(pool) => sqlx::query_as(query).fetch_all(pool).await?,
            Self::Postgres(pool) => sqlx::query_as(query).fetch_all(pool).await?,
        };
        Ok(rows.into_iter().map(|(number,)| number).collect())
    }

    async fn count(&self) -> Result<i64> {
        let rows = self.numbers("select count(*) from patrol_sign_up").await?;
        rows.first().copied().context("nothing was counted")
    }

    /// Signs every account in: the session's cookie of each is its number.
    async fn sign_in(&self, accounts: &[i64]) -> Result<()> {
        const SESSION: &str = "insert into session (id_hash, account_id, record, created_at,
                touched_at, lasts, expires_at, device, began_at)
             values ($1, $2, $3, 0, 9000000000000, 31536000000, 9000000000000, '', 0)";
        let record = |account: &i64| format!("{{\"account\":{account},\"lasts\":31536000000}}");
        match self {
            Self::Sqlite(pool) => {
                let mut tx = pool.begin().await?;
                for account in accounts {
                    let query = sqlx::query(SESSION).bind(hash(*account)).bind(account);
                    query.bind(record(account)).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
            Self::Postgres(pool) => {
                let mut tx = pool.begin().await?;
                for account in accounts {
                    let query = sqlx::query(SESSION).bind(hash(*account)).bind(account);
                    query.bind(record(account)).execute(&mut *tx).await?;
                }
                tx.commit().await?;
            }
        }
        Ok(())
    }
}

fn cookie(account: i64) -> String {
    Id(i128::from(account)).to_string()
}

/// As the server keeps a session's id.
fn hash(account: i64) -> String {
    Sha256::digest(cookie(account))
        .iter()
        .fold(String::with_capacity(64), |mut text, byte| {
            // Writing to a String cannot fail.
            let _ = write!(text, "{byte:02x}");
            text
        })
}

/// Prints sign-ups a second on each engine, and the disk's own figure.
pub async fn measure(options: &Options, folder: &Path, seconds: Duration) -> Result<()> {
    println!("\nSign-ups for shifts, each on the disk when it is answered");
    println!("  {VOLUNTEERS} volunteers, {SHIFTS} shifts");
    println!(
        "  {:<34} {:>10} {:>8} {:>9} {:>9}",
        "", "a second", "ratio", "p50 ms", "p99 ms"
    );
    engine(options, &folder.join("sign-ups"), None, seconds).await?;
    match &options.postgres {
        Some(url) => engine(options, &folder.join("sign-ups-pg"), Some(url), seconds).await?,
        None => println!("  PostgreSQL: not measured, no --postgres"),
    }
    Ok(())
}

async fn engine(
    options: &Options,
    data: &Path,
    postgres: Option<&str>,
    seconds: Duration,
) -> Result<()> {
    let command = |words: &[&str]| -> Result<tokio::process::Command> {
        let mut command = linli(&options.binary, &options.site, data, words)?;
        if let Some(url) = postgres {
            command.env("LINLI_DATABASE_URL", url);
        }
        Ok(command)
    };
    let (volunteers, shifts) = (VOLUNTEERS.to_string(), SHIFTS.to_string());
    let words = ["demo", "--volunteers", &volunteers, "--shifts", &shifts];
    let made = command(&words)?
        .stdout(std::process::Stdio::null())
        .status()
        .await?;
    if !made.success() {
        let log = std::fs::read_to_string(data.join("log.txt")).unwrap_or_default();
        bail!("the demo community was not made ({made}): {log}");
    }
    let beside = Beside::open(data, postgres).await?;
    let accounts = beside
        .numbers("select id from account where display_name like '志愿者0%' or display_name like '志愿者1%' order by id")
        .await?;
    let shifts = beside
        .numbers(
            "select id from patrol_shift where ends_at - starts_at = 3600000 and state = 'open'
             order by id",
        )
        .await?;
    ensure!(
        accounts.len() == 10_000 && shifts.len() == 500,
        "the crowd is not there"
    );
    beside.sign_in(&accounts).await?;
    let ours = Server::start(&mut command(&["serve"])?).await?;
    ours.settle().await?;

    let name = if postgres.is_some() {
        "PostgreSQL"
    } else {
        "SQLite"
    };
    let (accounts, shifts) = (Arc::new(accounts), Arc::new(shifts));
    let mut first = 0;
    for connections in CONNECTIONS {
        let (disk, _) = writing::disk(data, seconds).await?;
        let before = beside.count().await?;
        let target = target(&ours, (&accounts, &shifts), first, connections);
        let plan = Plan {
            connections,
            warm_up: Duration::from_secs(1),
            measured: seconds,
        };
        let outcome = load::round(&target, plan).await?;
        let kept = beside.count().await? - before;
        ensure!(
            kept == i64::from(outcome.all_answers),
            "{} sign-ups were answered, {kept} are there",
            outcome.all_answers
        );
        first += 200_000;
        line(
            &format!("{name}, {connections} connections"),
            &outcome,
            disk,
        );
    }
    ours.end().await
}

fn line(name: &str, outcome: &Outcome, disk: f64) {
    println!(
        "  {name:<34} {:>10.0} {:>8.2} {:>9.2} {:>9.2}   (disk: {disk:.0} appended syncs a second)",
        outcome.rate(),
        outcome.rate() / disk,
        outcome.within(50),
        outcome.within(99),
    );
}

/// One sign-up after the other, each of another volunteer or for another shift.
fn target(
    ours: &Server,
    (accounts, shifts): (&Arc<Vec<i64>>, &Arc<Vec<i64>>),
    first: u32,
    connections: usize,
) -> Target {
    let address = ours.address;
    let (accounts, shifts) = (Arc::clone(accounts), Arc::clone(shifts));
    let many = u32::try_from(connections).unwrap_or(1);
    Target {
        address,
        process: ours.process,
        request: Arc::new(move |connection, number| {
            let nth = first + number * many + u32::try_from(connection).unwrap_or(0);
            let (who, round) = (nth % VOLUNTEERS, nth / VOLUNTEERS);
            let shift = (who + round * STRIDE) % SHIFTS;
            let of = |list: &[i64], at: u32| list[usize::try_from(at).unwrap_or(0)];
            let (account, shift) = (of(&accounts, who), of(&shifts, shift));
            let form = format!("act=sign_up&request_key=bench-sign-up-{nth}");
            Bytes::from(format!(
                "POST /patrols/{shift} HTTP/1.1\r\nHost: {address}\r\nOrigin: http://{address}\r\n\
                 Cookie: linli={}\r\nContent-Type: application/x-www-form-urlencoded\r\n\
                 Content-Length: {}\r\n\r\n{form}",
                cookie(account),
                form.len()
            ))
        }),
        status: 303,
    }
}
