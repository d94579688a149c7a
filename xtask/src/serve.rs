//! `cargo xtask serve`: from a clean clone to a community in the browser.

use std::os::unix::process::CommandExt;

use anyhow::{Context, Result};

use crate::project::Project;
use crate::shell::{run, step};
use crate::site;

const ACCOUNTS: [&str; 8] = [
    "resident",
    "volunteer",
    "captain",
    "dispatcher",
    "property",
    "centre",
    "admin",
    "subdistrict",
];

/// Sets up, builds, migrates, fills an empty database, and becomes the server.
pub fn run_server(project: &mut Project) -> Result<()> {
    site::build(project, false)?;
    let linli = |words: &[&str]| {
        let mut command = project.command(project.binary(false));
        command.args(words);
        if std::env::var_os("LINLI_SITE_DIR").is_none() {
            command.env("LINLI_SITE_DIR", project.site());
        }
        command
    };
    step("migrate", || run(&mut linli(&["migrate"])))?;
    step("demo community", || {
        run(&mut linli(&["demo", "--if-empty"]))
    })?;

    let address = std::env::var("LINLI_ADDR").unwrap_or_else(|_| "127.0.0.1:3000".to_owned());
    println!("\n  http://{address}\n");
    println!("  Demo accounts: {}", ACCOUNTS.join(", "));
    println!("  Password of each: linli-demo\n");
    // The server takes our place, so that a signal reaches it and nothing stands between.
    Err(linli(&["serve"]).exec()).context("cannot start the server")
}
