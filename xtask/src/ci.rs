//! `cargo xtask ci`: everything that must pass before a change lands.

use std::fs;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::setup::{self, Need};
use crate::shell::{run, step};
use crate::tally::Tally;
use crate::test::{self, Suite};
use crate::{licences, structure};

/// Runs every check, also past failures, and then every test. The last line counts the tests.
pub fn run_all(project: &mut Project) -> Result<()> {
    step("setup", || setup::ensure(project, &Need::ALL))?;
    let mut failures = checked(project);
    let mut tally = Tally::default();
    failures.extend(test::run_into(project, &Suite::ALL, &mut tally)?);
    let result = none_of(&failures);
    println!("\n{tally}");
    result
}

/// Runs every check, also past failures, and no test.
pub fn run_checks(project: &mut Project) -> Result<()> {
    step("setup", || setup::ensure(project, &Need::ALL))?;
    none_of(&checked(project))
}

/// The names of the checks that fail.
fn checked(project: &Project) -> Vec<String> {
    let mut failures = Vec::new();
    for (name, check) in CHECKS {
        if let Err(error) = step(name, || check(project)) {
            eprintln!("{name}: {error:#}");
            failures.push((*name).to_owned());
        }
    }
    failures
}

fn none_of(failures: &[String]) -> Result<()> {
    if failures.is_empty() {
        return Ok(());
    }
    eprintln!("\nfailed: {}", failures.join(", "));
    bail!("{} steps failed", failures.len())
}

type Check = fn(&Project) -> Result<()>;

/// Cheap checks first: who waits wants to know soon.
const CHECKS: &[(&str, Check)] = &[
    ("structure", |project| structure::check(project.root())),
    ("format", |project| {
        run(project
            .native_cargo()
            .args(["fmt", "--all", "--", "--check"]))
    }),
    ("licences and sources", licences::check),
    ("clippy", |project| {
        run(project.native_cargo().args([
            "clippy",
            "--locked",
            "--workspace",
            "--all-targets",
            "--",
            "-Dwarnings",
        ]))
    }),
    ("clippy, browser side", browser_side),
    ("documentation", |project| {
        run(project
            .native_cargo()
            .args(["doc", "--locked", "--workspace", "--no-deps"])
            // The flags of `.cargo/config.toml` are for rustc alone; rustdoc reads the same code.
            .env("RUSTDOCFLAGS", "--cfg erase_components -Dwarnings"))
    }),
    ("types of the browser tests", browser_tests),
];

fn browser_side(project: &Project) -> Result<()> {
    let words = [
        "--locked",
        "--package=frontend",
        "--package=islands",
        "--target=wasm32-unknown-unknown",
        "--features=islands/hydrate",
        // As it is built afterwards, so that its macros are compiled once.
        "--profile=wasm-release",
    ];
    if project.is_debian() {
        // Clippy reads only what its own compiler built, and that one has no browser side here.
        return run(project.cargo().arg("check").args(words));
    }
    run(project
        .cargo()
        .arg("clippy")
        .args(words)
        .args(["--", "-Dwarnings"]))
}

fn browser_tests(project: &Project) -> Result<()> {
    let mut files = vec!["end2end/playwright.config.ts".to_owned()];
    for entry in fs::read_dir(project.root().join("end2end/tests"))
        .into_iter()
        .flatten()
    {
        let name = entry?.file_name().to_string_lossy().into_owned();
        if name.rsplit_once('.').is_some_and(|(_, end)| end == "ts") {
            files.push(format!("end2end/tests/{name}"));
        }
    }
    run(project
        .npm_tool("tsc")
        .args([
            "--noEmit",
            "--strict",
            "--skipLibCheck",
            "--target",
            "es2022",
        ])
        .args([
            "--module",
            "esnext",
            "--moduleResolution",
            "bundler",
            "--types",
            "node",
        ])
        .args(files))
}
