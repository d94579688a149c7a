//! The browser side from Debian's own packages, for machines that reach no Rust server.
//!
//! Debian ships a compiler that can target the browser and the sources of its standard library,
//! but not the library itself: it is built here, once, and put where that compiler looks.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use super::install as packages;
use crate::project::Project;
use crate::shell::{is_root, output, run, say, step};

const LIBRARIES: &str = "/usr/lib/rustlib/wasm32-unknown-unknown/lib";

/// Installs Debian's toolchain, builds the standard library for the browser, puts it in place.
pub fn install(project: &Project) -> Result<()> {
    let sources = sources();
    if sources.is_none() || !Path::new("/usr/bin/cargo").is_file() {
        packages(
            "Debian's Rust",
            &["rustc-web", "cargo-web", "rust-web-src", "rust-web-llvm"],
        )?;
    }
    linker()?;
    if super::has_wasm(Path::new("/usr/bin/rustc")) {
        return Ok(());
    }
    let sources = self::sources().context("rust-web-src brought no /usr/src/rustc-*/library")?;
    let work = project.notes().join("browser-std");
    let built = step("standard library for the browser", || {
        build(&sources, &work)
    })?;
    place(&built)?;
    fs::remove_dir_all(&work).ok();
    Ok(())
}

/// The sources of the version that `/usr/bin/rustc` is.
fn sources() -> Option<PathBuf> {
    let version = output(Command::new("/usr/bin/rustc").arg("--version")).ok()?;
    let version = version.split_whitespace().nth(1)?;
    let folder = PathBuf::from(format!("/usr/src/rustc-{version}/library"));
    folder.is_dir().then_some(folder)
}

/// `rust-lld` must resolve, and be of the LLVM that the compiler uses.
fn linker() -> Result<()> {
    let link = Path::new("/usr/bin/rust-lld");
    if link.exists() {
        return Ok(());
    }
    let about = output(Command::new("/usr/bin/rustc").arg("-vV"))?;
    let major = llvm_major(&about).context("rustc does not name its LLVM")?;
    let lld = format!("lld-{major}");
    if !Path::new("/usr/bin").join(&lld).exists() {
        packages("the linker", &[&lld])?;
    }
    if link.exists() {
        return Ok(());
    }
    if !is_root() {
        bail!(
            "the linker has no name. Run:\n  sudo ln -sf {lld} {}",
            link.display()
        );
    }
    fs::remove_file(link).ok();
    std::os::unix::fs::symlink(&lld, link).context("cannot name the linker")
}

fn llvm_major(about: &str) -> Option<&str> {
    let version = about
        .lines()
        .find_map(|line| line.strip_prefix("LLVM version: "))?;
    version.split('.').next()
}

/// Builds in a copy, because the sources belong to the system. Returns the folder of libraries.
fn build(sources: &Path, work: &Path) -> Result<PathBuf> {
    fs::remove_dir_all(work).ok();
    fs::create_dir_all(work)?;
    run(Command::new("cp").arg("-r").arg(sources).arg(work))?;
    run(Command::new("/usr/bin/cargo")
        .current_dir(work.join("library"))
        .args(["build", "--release", "--target", "wasm32-unknown-unknown"])
        .args(["-p", "sysroot", "--no-default-features"])
        .args(["--features", "panic-unwind,compiler-builtins-mem"])
        .env("RUSTC", "/usr/bin/rustc")
        .env("RUSTC_BOOTSTRAP", "1")
        .env(
            "RUSTFLAGS",
            "-Zforce-unstable-if-unmarked -Cembed-bitcode=yes",
        )
        .env("__CARGO_DEFAULT_LIB_METADATA", "stablestd")
        .env("CARGO_TARGET_DIR", work.join("target"))
        .env_remove("RUSTUP_TOOLCHAIN"))?;
    Ok(work.join("target/wasm32-unknown-unknown/release/deps"))
}

/// Puts the libraries where the compiler looks.
fn place(built: &Path) -> Result<()> {
    if !is_root() {
        bail!(
            "the browser's standard library is built, but only root may put it in place. Run:\n  \
             sudo install -D -m 644 -t {LIBRARIES} {}/*.rlib",
            built.display()
        );
    }
    fs::create_dir_all(LIBRARIES)?;
    let mut count = 0;
    for entry in fs::read_dir(built)? {
        let file = entry?.path();
        if file
            .extension()
            .is_some_and(|extension| extension == "rlib")
            && let Some(name) = file.file_name()
        {
            fs::copy(&file, Path::new(LIBRARIES).join(name))?;
            count += 1;
        }
    }
    say(format_args!("{count} libraries in {LIBRARIES}"));
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::llvm_major;

    #[test]
    fn the_linker_is_of_the_compilers_llvm() {
        assert_eq!(
            llvm_major("rustc 1.96.0\nrelease: 1.96.0\nLLVM version: 22.1.8\n"),
            Some("22")
        );
        assert_eq!(llvm_major("rustc 1.96.0\n"), None);
    }
}
