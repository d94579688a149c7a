//! `cargo xtask setup`: each thing is looked for first and installed only when it is missing.

mod debian;

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};
use sha2::{Digest, Sha256};

use crate::project::Project;
use crate::shell::{is_root, output, run, say, succeeds, which};

/// What a command can need besides cargo.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Need {
    /// rustfmt and clippy.
    Lints,
    /// The standard library of the browser side.
    Wasm,
    /// Node and the npm tools.
    Npm,
    /// A browser and Chinese fonts.
    Chromium,
    /// `PostgreSQL`'s programs.
    Postgres,
    /// A mail server that the tests send to.
    MailServer,
}

impl Need {
    /// Everything.
    pub const ALL: [Self; 6] = [
        Self::Lints,
        Self::Wasm,
        Self::Npm,
        Self::Postgres,
        Self::MailServer,
        // After those that fetch the list of packages, where there is none.
        Self::Chromium,
    ];
    /// What `build` and `serve` need.
    pub const SITE: [Self; 2] = [Self::Wasm, Self::Npm];
}

/// The Python that Debian's packages belong to.
pub const PYTHON: &str = "/usr/bin/python3";

/// Makes sure of every need. Where only root may install, the error holds every command to run.
pub fn ensure(project: &mut Project, needs: &[Need]) -> Result<()> {
    let mut missing = Vec::new();
    for need in needs {
        let result = match need {
            Need::Lints => lints(project),
            Need::Wasm => wasm(project),
            Need::Npm => npm(project),
            Need::Chromium => browser(project),
            Need::Postgres => postgres(),
            Need::MailServer => mail_server(),
        };
        if let Err(error) = result {
            missing.push(format!("{error:#}"));
        }
    }
    if !missing.is_empty() {
        bail!("something is missing\n\n{}", missing.join("\n\n"));
    }
    Ok(())
}

/// Chromium without a window: the same engine, and a fifth quicker on the tests' pages.
const SHELL: &str = "chromium-headless-shell";

/// The browser that the tests drive: `LINLI_CHROMIUM`, or the first known name on the path.
pub fn chromium() -> Option<PathBuf> {
    std::env::var_os("LINLI_CHROMIUM")
        .map(PathBuf::from)
        .or_else(|| {
            [
                SHELL,
                "chromium",
                "chromium-browser",
                "google-chrome-stable",
                "google-chrome",
            ]
            .into_iter()
            .find_map(which)
        })
}

/// The folder with `initdb` and `postgres`, the newest where there are several.
pub fn postgres_programs() -> Option<PathBuf> {
    let mut versions: Vec<(u32, PathBuf)> = fs::read_dir("/usr/lib/postgresql")
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            Some((version, entry.path().join("bin")))
        })
        .filter(|(_, folder)| folder.join("initdb").is_file() && folder.join("postgres").is_file())
        .collect();
    versions.sort();
    versions
        .pop()
        .map(|(_, folder)| folder)
        .or_else(|| which("initdb").and_then(|file| file.parent().map(Path::to_owned)))
}

fn lints(project: &Project) -> Result<()> {
    let present = |tool: &str| succeeds(project.native_cargo().args([tool, "--version"]));
    if present("fmt") && present("clippy") {
        return found("rustfmt, clippy");
    }
    if which("rustup").is_some() {
        installing("rustfmt, clippy");
        return run(project
            .command("rustup")
            .args(["component", "add", "rustfmt", "clippy"]));
    }
    install("rustfmt and clippy", &["rustfmt-web", "rust-web-clippy"])
}

fn wasm(project: &mut Project) -> Result<()> {
    const TARGET: &str = "wasm32-unknown-unknown";
    if has_wasm(project.rustc()) {
        let whose = if project.is_debian() {
            " (Debian's toolchain)"
        } else {
            ""
        };
        return found(&format!("{TARGET}{whose}"));
    }
    if !project.is_debian() && which("rustup").is_some() {
        installing(TARGET);
        // A server that never answers must not hold everything up: there is another way.
        let mut rustup = project.command("timeout");
        rustup.args(["120", "rustup", "target", "add", TARGET]);
        if run(&mut rustup).is_ok() && has_wasm(project.rustc()) {
            return Ok(());
        }
    }
    say("rustup cannot bring the browser side here, so Debian's toolchain builds both sides");
    debian::install(project)?;
    project.use_debian()?;
    if !has_wasm(project.rustc()) {
        bail!("{TARGET} was built, but Debian's rustc does not find it");
    }
    Ok(())
}

/// Whether this compiler has a standard library for the browser.
fn has_wasm(rustc: &Path) -> bool {
    let folder = output(Command::new(rustc).args([
        "--print",
        "target-libdir",
        "--target",
        "wasm32-unknown-unknown",
    ]));
    let Ok(entries) = folder.and_then(|folder| Ok(fs::read_dir(folder)?)) else {
        return false;
    };
    entries.filter_map(Result::ok).any(|entry| {
        let name = entry.file_name();
        let path = Path::new(&name);
        name.to_string_lossy().starts_with("libstd-")
            && path
                .extension()
                .is_some_and(|extension| extension == "rlib")
    })
}

fn npm(project: &Project) -> Result<()> {
    if which("node").is_none() || which("npm").is_none() {
        install("Node", &["nodejs", "npm"])?;
    }
    let lock = fs::read(project.root().join("package-lock.json"))
        .context("cannot read package-lock.json")?;
    let lock = format!("{:x?}", Sha256::digest(&lock));
    // The stamp lies inside, so that it goes away with what it speaks of.
    let stamp = project.root().join("node_modules/.linli-lock");
    if fs::read_to_string(&stamp).is_ok_and(|known| known == lock) {
        return found("npm packages");
    }
    installing("npm packages");
    run(project
        .command("npm")
        .args([
            "ci",
            "--ignore-scripts",
            "--no-audit",
            "--no-fund",
            "--loglevel=error",
        ])
        .env("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1"))?;
    fs::write(stamp, lock)?;
    Ok(())
}

fn browser(project: &Project) -> Result<()> {
    let is_named = std::env::var_os("LINLI_CHROMIUM").is_some();
    if !is_named && which(SHELL).is_none() && is_offered(SHELL) {
        // Without it the tests take longer, and that is all.
        install("a browser without a window", &[SHELL]).ok();
    }
    let mut packages = Vec::new();
    if chromium().is_none() {
        packages.push("chromium");
    }
    if !has_chinese_font(project) {
        packages.push("fonts-noto-cjk");
    }
    if packages.is_empty() {
        return found("Chromium, Chinese fonts");
    }
    install("a browser with Chinese fonts", &packages)
}

fn has_chinese_font(project: &Project) -> bool {
    Path::new("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc").is_file()
        || output(project.command("fc-list").arg(":lang=zh-cn")).is_ok_and(|list| !list.is_empty())
}

fn mail_server() -> Result<()> {
    if succeeds(Command::new(PYTHON).args(["-m", "aiosmtpd", "--version"])) {
        return found("mail server");
    }
    install("a mail server for the tests", &["python3-aiosmtpd"])
}

fn postgres() -> Result<()> {
    if postgres_programs().is_some() {
        return found("PostgreSQL");
    }
    install("PostgreSQL", &["postgresql"])
}

/// Whether the machine knows a package of this name and may install it. No list is fetched for it.
fn is_offered(package: &str) -> bool {
    is_root() && succeeds(Command::new("apt-cache").args(["show", package]))
}

/// Installs Debian packages as root; as anybody else says what to run.
fn install(what: &str, packages: &[&str]) -> Result<()> {
    let words = ["install", "--yes", "--no-install-recommends"];
    if which("apt-get").is_none() {
        bail!("missing: {what}. Debian calls it: {}", packages.join(" "));
    }
    if !is_root() {
        bail!(
            "{what} is missing. Run:\n  sudo apt-get {} {}",
            words.join(" "),
            packages.join(" ")
        );
    }
    installing(what);
    let apt = |words: &[&str]| {
        let mut command = Command::new("apt-get");
        command.args(words).env("DEBIAN_FRONTEND", "noninteractive");
        command
    };
    let all: Vec<&str> = words.iter().chain(packages).copied().collect();
    if run(&mut apt(&all)).is_ok() {
        return Ok(());
    }
    // A fresh machine has no list of packages, an old one an old list.
    run(&mut apt(&["update"]))?;
    run(&mut apt(&all))
}

#[expect(
    clippy::unnecessary_wraps,
    reason = "the happy end of functions that can fail"
)]
fn found(what: &str) -> Result<()> {
    say(format_args!("{what}: there"));
    Ok(())
}

fn installing(what: &str) {
    say(format_args!("{what}: missing, installing"));
}
