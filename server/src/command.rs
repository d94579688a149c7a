//! The command line: which command, with which options, and what is said when it fails.

use std::ffi::OsString;
use std::io::Write as _;
use std::path::PathBuf;
use std::process::ExitCode;
use std::time::Duration;

use anyhow::Context as _;
use lexopt::prelude::{Long, Short, Value, ValueExt as _};

use crate::config::{self, Config};
use crate::{admin, audit, backup, demo, retention, serve, stores, telemetry};

const USAGE: &str = "\
Usage: linli COMMAND

  serve                         serve until told to stop; brings the tables up to date first
  migrate                       only bring the tables up to date
  demo [--reports N] [--volunteers N] [--shifts N] [--if-empty]
                                fill an empty database with the demo community;
                                --reports: with as many made-up reports on top;
                                --if-empty: do nothing when there is a community
  admin create [--community ID | --new-at ORIGIN]
                                print a link that makes an administrator, once; of the only
                                community, or the one named; --new-at begins a further one
  backup FILE                   write the database and the photos into a new file
  restore FILE                  bring them back into an empty database, all or nothing; either
                                engine reads what the other wrote
  retention [--dry-run]         remove what was kept long enough; --dry-run: only say what
  audit verify                  compare the audit trail with its seals; fails when a row was
                                changed or removed
  config                        show the settings in force, secrets hidden
  config --table                the table of all settings, in Markdown

Settings are environment variables, such as LINLI_ADDR and LINLI_DATA_DIR.
";

/// How long threads may take to end after the command did.
const LINGER: Duration = Duration::from_millis(500);

#[derive(Debug, Clone, PartialEq, Eq)]
enum Command {
    Serve,
    Migrate,
    Demo(demo::Options),
    AdminCreate(admin::Options),
    AuditVerify,
    Retention { dry: bool },
    Backup(PathBuf),
    Restore(PathBuf),
    Config { table: bool },
    Help,
    Version,
}

/// Does what the command line says. The first word is the program's name.
pub fn run(words: impl IntoIterator<Item = OsString>) -> ExitCode {
    let command = match parse(words) {
        Ok(command) => command,
        Err(fault) => {
            say(&format!("linli: {fault}\n\n{USAGE}"));
            return ExitCode::from(2);
        }
    };
    match perform(command) {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            say(&format!("linli: {}\n", one_line(&error)));
            ExitCode::FAILURE
        }
    }
}

/// An error and its causes without line breaks; a cause that the one before it already tells is left
/// out.
fn one_line(error: &anyhow::Error) -> String {
    let mut line = String::new();
    for cause in error.chain() {
        let cause = cause
            .to_string()
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ");
        if line.is_empty() {
            line = cause;
        } else if !line.contains(&cause) {
            line.push_str(": ");
            line.push_str(&cause);
        }
    }
    line
}

/// On standard error; there is nobody left to tell when that is closed.
fn say(text: &str) {
    let _ = std::io::stderr().write_all(text.as_bytes());
}

fn parse(words: impl IntoIterator<Item = OsString>) -> Result<Command, lexopt::Error> {
    let mut words = lexopt::Parser::from_iter(words);
    let mut command = match words.next()? {
        None => return Err("a command is missing".into()),
        Some(Long("help") | Short('h')) => return Ok(Command::Help),
        Some(Long("version") | Short('V')) => return Ok(Command::Version),
        Some(Value(name)) => match name.to_str() {
            Some("serve") => Command::Serve,
            Some("migrate") => Command::Migrate,
            Some("demo") => Command::Demo(demo::Options::default()),
            Some("admin") => match words.next()? {
                Some(Value(what)) if what == "create" => {
                    Command::AdminCreate(admin::Options::default())
                }
                _ => return Err("admin knows one thing: create".into()),
            },
            Some("retention") => Command::Retention { dry: false },
            Some("backup") => Command::Backup(file(&mut words)?),
            Some("restore") => Command::Restore(file(&mut words)?),
            Some("audit") => match words.next()? {
                Some(Value(what)) if what == "verify" => Command::AuditVerify,
                Some(Long("help") | Short('h')) => return Ok(Command::Help),
                _ => return Err("audit needs a word behind it: verify".into()),
            },
            Some("config") => Command::Config { table: false },
            Some("help") => return Ok(Command::Help),
            _ => return Err(format!("there is no command {}", name.display()).into()),
        },
        Some(option) => return Err(option.unexpected()),
    };
    while let Some(option) = words.next()? {
        match (&mut command, option) {
            (_, Long("help") | Short('h')) => return Ok(Command::Help),
            (Command::Demo(options), Long("reports")) => {
                options.reports = words.value()?.parse()?;
            }
            (Command::Demo(options), Long("volunteers")) => {
                options.volunteers = words.value()?.parse()?;
            }
            (Command::Demo(options), Long("shifts")) => {
                options.shifts = words.value()?.parse()?;
            }
            (Command::Demo(options), Long("if-empty")) => options.if_empty = true,
            (Command::AdminCreate(options), Long("community")) => {
                options.community = Some(words.value()?.parse()?);
            }
            (Command::AdminCreate(options), Long("new-at")) => {
                options.new_at = Some(words.value()?.parse()?);
            }
            (Command::Retention { dry }, Long("dry-run")) => *dry = true,
            (Command::Config { table }, Long("table")) => *table = true,
            (_, option) => return Err(option.unexpected()),
        }
    }
    Ok(command)
}

/// The file behind a command.
fn file(words: &mut lexopt::Parser) -> Result<PathBuf, lexopt::Error> {
    match words.next()? {
        Some(Value(file)) if !file.is_empty() => Ok(file.into()),
        Some(option @ (Long(_) | Short(_))) => Err(option.unexpected()),
        _ => Err("a file is missing".into()),
    }
}

fn perform(command: Command) -> anyhow::Result<()> {
    let mut out = std::io::stdout();
    match command {
        Command::Help => Ok(out.write_all(USAGE.as_bytes())?),
        Command::Version => Ok(writeln!(out, "linli {}", env!("CARGO_PKG_VERSION"))?),
        Command::Config { table: true } => Ok(out.write_all(config::table().as_bytes())?),
        Command::Config { table: false } => Ok(out.write_all(settings()?.shown().as_bytes())?),
        Command::Serve
        | Command::Migrate
        | Command::Demo(_)
        | Command::AdminCreate(_)
        | Command::AuditVerify
        | Command::Retention { .. }
        | Command::Backup(_)
        | Command::Restore(_) => {
            let config = settings()?;
            telemetry::start(telemetry::filter(&config.log).map_err(anyhow::Error::msg)?);
            let runtime = tokio::runtime::Builder::new_multi_thread()
                .enable_all()
                .build()
                .context("cannot start threads")?;
            let done = runtime.block_on(async {
                match command {
                    Command::Migrate => migrate(&config).await,
                    Command::Demo(options) => demo::run(&config, options).await,
                    Command::AdminCreate(options) => admin::create(&config, options).await,
                    Command::AuditVerify => audit::verify(&config).await,
                    Command::Retention { dry } => retention::run(&config, dry).await,
                    Command::Backup(file) => backup::write(&config, &file).await,
                    Command::Restore(file) => backup::restore(&config, &file).await,
                    _ => serve::run(&config).await,
                }
            });
            // A picture half decoded must not hold up the end.
            runtime.shutdown_timeout(LINGER);
            done
        }
    }
}

fn settings() -> anyhow::Result<Config> {
    config::environment()
        .and_then(|environment| Config::read(&environment))
        .map_err(anyhow::Error::msg)
}

async fn migrate(config: &Config) -> anyhow::Result<()> {
    let db = stores::database(config).await?;
    db.close().await;
    writeln!(std::io::stdout(), "the tables are up to date")?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn parsed(words: &[&str]) -> Result<Command, String> {
        let words = std::iter::once("linli")
            .chain(words.iter().copied())
            .map(OsString::from);
        parse(words).map_err(|error| error.to_string())
    }

    #[test]
    fn commands_and_their_options_are_understood() {
        assert_eq!(parsed(&["serve"]), Ok(Command::Serve));
        assert_eq!(
            parsed(&["config", "--table"]),
            Ok(Command::Config { table: true })
        );
        assert_eq!(parsed(&["serve", "--help"]), Ok(Command::Help));
        assert_eq!(parsed(&["audit", "verify"]), Ok(Command::AuditVerify));
        assert_eq!(
            parsed(&["backup", "a.linli"]),
            Ok(Command::Backup("a.linli".into()))
        );
        assert_eq!(
            parsed(&["restore", "a.linli"]),
            Ok(Command::Restore("a.linli".into()))
        );
        let options = demo::Options {
            reports: 5,
            if_empty: true,
            ..demo::Options::default()
        };
        assert_eq!(
            parsed(&["demo", "--reports=5", "--if-empty"]),
            Ok(Command::Demo(options))
        );
        assert_eq!(
            parsed(&["demo", "--if-empty", "--reports", "5"]),
            Ok(Command::Demo(options))
        );
    }

    #[test]
    fn p11_an_administrator_is_made_from_the_shell() {
        let made = |community, new_at: Option<&str>| {
            Ok(Command::AdminCreate(admin::Options {
                community,
                new_at: new_at.map(ToOwned::to_owned),
            }))
        };
        assert_eq!(parsed(&["admin", "create"]), made(None, None));
        assert_eq!(
            parsed(&["admin", "create", "--community", "3"]),
            made(Some(3), None)
        );
        assert_eq!(
            parsed(&["admin", "create", "--new-at=https://a.example"]),
            made(None, Some("https://a.example"))
        );
        assert!(parsed(&["admin"]).is_err());
        assert!(parsed(&["admin", "remove"]).is_err());
    }

    #[test]
    fn a_failure_is_one_line_and_says_nothing_twice() {
        let error = anyhow::anyhow!("the disk\nis full")
            .context("cannot write: the disk is full")
            .context("cannot begin");
        assert_eq!(
            one_line(&error),
            "cannot begin: cannot write: the disk is full"
        );
    }

    #[test]
    fn what_is_not_understood_is_refused() {
        for words in [
            &[][..],
            &["serv"],
            &["serve", "now"],
            &["serve", "--table"],
            &["audit"],
            &["backup"],
            &["restore", ""],
            &["restore", "--now"],
            &["backup", "one", "two"],
            &["audit", "seal"],
            &["audit", "verify", "--table"],
            &["demo", "--reports"],
            &["demo", "--reports", "many"],
            &["demo", "--reports", "-1"],
            &["--if-empty"],
        ] {
            assert!(parsed(words).is_err(), "{words:?}");
        }
    }
}
