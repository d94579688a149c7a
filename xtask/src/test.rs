//! `cargo xtask test`: every suite, on `SQLite` and on a private `PostgreSQL`.

use std::fs;
use std::process::Command;

use anyhow::{Result, bail};

use crate::postgres::{Cluster, Disk};
use crate::project::Project;
use crate::setup::{self, Need};
use crate::shell::{self, free_port, run_counting, step, without_settings};
use crate::site;
use crate::tally::Tally;

/// What every call of `cargo test` begins with.
const TEST: [&str; 3] = ["test", "--locked", "--no-fail-fast"];

/// A part of the tests.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Suite {
    /// Types, rules, translations, our own commands: no input, no output.
    Unit,
    /// Use cases on both databases.
    Db,
    /// The real router and the real binary.
    Http,
    /// The browser.
    E2e,
}

impl Suite {
    /// Every suite.
    pub const ALL: [Self; 4] = [Self::Unit, Self::Db, Self::Http, Self::E2e];

    /// The suite of this name.
    pub fn parse(name: &str) -> Option<Self> {
        match name {
            "unit" => Some(Self::Unit),
            "db" => Some(Self::Db),
            "http" => Some(Self::Http),
            "e2e" => Some(Self::E2e),
            _ => None,
        }
    }
}

/// Sets up, runs the suites and prints how many tests passed as the last line.
pub fn run(project: &mut Project, suites: &[Suite]) -> Result<()> {
    let mut tally = Tally::default();
    let failures = run_into(project, suites, &mut tally)?;
    println!("\n{tally}");
    if failures.is_empty() {
        return Ok(());
    }
    bail!("failed: {}", failures.join(", "))
}

/// Runs the suites to the end, also past failures, whose names it returns.
pub fn run_into(project: &mut Project, suites: &[Suite], tally: &mut Tally) -> Result<Vec<String>> {
    let has = |suite: Suite| suites.contains(&suite);
    let stored = has(Suite::Db) || has(Suite::Http);
    let mut needs = Vec::new();
    if has(Suite::Http) || has(Suite::E2e) {
        needs.extend(Need::SITE);
    }
    if stored || has(Suite::E2e) {
        needs.push(Need::Postgres);
    }
    if stored {
        needs.push(Need::MailServer);
    }
    if has(Suite::E2e) {
        needs.push(Need::Chromium);
    }
    setup::ensure(project, &needs)?;
    let project = &*project;
    if has(Suite::Http) || has(Suite::E2e) {
        site::assets(project)?;
    }
    let cluster = if stored || has(Suite::E2e) {
        Some(step("PostgreSQL for the tests", || {
            Cluster::start(project, Disk::NotWaited)
        })?)
    } else {
        None
    };
    let url = cluster.as_ref().map(Cluster::url);

    let mut failures = Vec::new();
    let mut note = |name: &str, result: Result<()>| {
        if let Err(error) = result {
            eprintln!("{name}: {error:#}");
            failures.push(name.to_owned());
        }
    };
    // Together, so that no dependency is compiled twice for another set of features, and that the
    // browser tests have the very program that the tests of HTTP started.
    let is_whole = has(Suite::Unit) && has(Suite::Db) && has(Suite::Http);
    if is_whole {
        let compiled = step("tests, compiled", || {
            shell::run(project.cargo().args(TEST).args(["--workspace", "--no-run"]))
        });
        if compiled.is_err() {
            note("tests, compiled", compiled);
            return Ok(failures);
        }
        let result = cargo_test(project, &["--workspace"], url.as_deref(), tally);
        note("unit, db, http", result);
    } else {
        for (suite, name, words) in [
            (
                Suite::Unit,
                "unit",
                ["-pdomain", "-ptext", "-pxtask"].as_slice(),
            ),
            (Suite::Db, "db", &["-pbackend"]),
            (Suite::Http, "http", &["-papp", "-pserver"]),
        ] {
            if has(suite) {
                note(name, cargo_test(project, words, url.as_deref(), tally));
            }
        }
    }
    if has(Suite::E2e) {
        let built = if is_whole {
            Ok(())
        } else {
            site::server(project, false)
        };
        if let Err(error) = built {
            note("server", Err(error));
        } else if let Some(cluster) = &cluster {
            note("e2e on SQLite", browser(project, "sqlite", None, tally));
            let result = cluster
                .database("linli_e2e")
                .and_then(|url| browser(project, "postgres", Some(&url), tally));
            note("e2e on PostgreSQL", result);
        }
    }
    Ok(failures)
}

fn cargo_test(
    project: &Project,
    packages: &[&str],
    postgres: Option<&str>,
    tally: &mut Tally,
) -> Result<()> {
    step(format_args!("cargo test {}", packages.join(" ")), || {
        let mut cargo = project.cargo();
        without_settings(&mut cargo);
        cargo.args(TEST).args(packages);
        cargo.env("LINLI_SITE_DIR", project.site());
        // Days begin where the community is, wherever the machine stands (rule X15).
        cargo.env("TZ", "America/New_York");
        cargo.env("LINLI_TEST_SMTPD", setup::PYTHON);
        if let Some(url) = postgres {
            cargo.env("LINLI_TEST_POSTGRES_URL", url);
        }
        run_counting(&mut cargo, tally)
    })
}

/// The whole journey in the browser, against one database that nobody used before.
fn browser(
    project: &Project,
    engine: &str,
    database: Option<&str>,
    tally: &mut Tally,
) -> Result<()> {
    let data = project.root().join("target/e2e").join(engine);
    fs::remove_dir_all(&data).ok();
    fs::create_dir_all(&data)?;
    step(format_args!("browser tests on {engine}"), || {
        let mut playwright: Command = project.npm_tool("playwright");
        without_settings(&mut playwright);
        playwright
            .args(["test", "--config=end2end/playwright.config.ts"])
            .env("LINLI_BIN", project.binary(false))
            .env("LINLI_SITE_DIR", project.site())
            .env("LINLI_E2E_DATA", &data)
            .env("LINLI_E2E_ENGINE", engine)
            .env("LINLI_E2E_PORT", free_port()?.to_string())
            .env("TZ", "America/New_York");
        if let Some(chromium) = setup::chromium() {
            playwright.env("LINLI_CHROMIUM", chromium);
        }
        if let Some(url) = database {
            playwright.env("LINLI_E2E_DATABASE_URL", url);
        }
        run_counting(&mut playwright, tally)
    })
}
