//! `cargo xtask`: the commands that set up, build, serve, test and measure Linli.

mod bench;
mod ci;
mod licences;
mod postgres;
mod project;
mod serve;
mod setup;
mod shell;
mod site;
mod structure;
mod tally;
mod test;
mod wasm;

use std::process::ExitCode;

use anyhow::{Result, bail};

use crate::project::Project;
use crate::setup::Need;
use crate::test::Suite;

const USAGE: &str = "\
cargo xtask COMMAND

  setup              install what is missing for every command below
  build [--release]  the server and the site's files
  build --site       the site's files alone, for work on style and scripts
  serve              set up, build, fill the demo community, serve on 127.0.0.1:3000
  test [SUITE]       unit, db, http or e2e; without a suite: all of them
  e2e                the same as `test e2e`
  bench [--million]  measure, and print the figures; with a million reports too
  check              formatting, lints, licences, documentation, types: all of `ci` but the tests
  ci                 everything that must pass before a change lands";

fn main() -> ExitCode {
    match run(&std::env::args().skip(1).collect::<Vec<_>>()) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("\nxtask: {error:#}");
            ExitCode::FAILURE
        }
    }
}

fn run(arguments: &[String]) -> Result<()> {
    let words: Vec<&str> = arguments.iter().map(String::as_str).collect();
    let mut project = Project::find()?;
    match words.as_slice() {
        ["setup"] => setup::ensure(&mut project, &Need::ALL),
        ["build", "--site"] => {
            setup::ensure(&mut project, &Need::SITE)?;
            site::assets(&project)
        }
        ["build"] => site::build(&mut project, false),
        ["build", "--release"] => site::build(&mut project, true),
        ["serve"] => serve::run_server(&mut project),
        ["test"] => test::run(&mut project, &Suite::ALL),
        ["test", name] => match Suite::parse(name) {
            Some(suite) => test::run(&mut project, &[suite]),
            None => bail!("there is no suite `{name}`\n\n{USAGE}"),
        },
        ["e2e"] => test::run(&mut project, &[Suite::E2e]),
        ["bench", flags @ ..] => bench::run_bench(&mut project, flags),
        ["check"] => ci::run_checks(&mut project),
        ["ci"] => ci::run_all(&mut project),
        [] | ["help" | "--help" | "-h"] => {
            println!("{USAGE}");
            Ok(())
        }
        _ => bail!("`{}` is not a command\n\n{USAGE}", words.join(" ")),
    }
}
