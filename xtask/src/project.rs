//! Where things are, and which toolchain builds them.

use std::ffi::OsStr;
use std::fs;
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result};

/// The workspace as the commands see it.
pub struct Project {
    root: PathBuf,
    native: Toolchain,
    /// Debian's toolchain, when it took over because ours has no browser side.
    debian: Option<Toolchain>,
}

/// One cargo with the compiler it calls and the folder it fills.
#[derive(Clone, Debug)]
struct Toolchain {
    cargo: PathBuf,
    rustc: PathBuf,
    target: PathBuf,
}

impl Project {
    /// Reads what cargo told us, and whether Debian's toolchain had to take over earlier.
    pub fn find() -> Result<Self> {
        let manifest = std::env::var_os("CARGO_MANIFEST_DIR")
            .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")), PathBuf::from);
        let root = manifest
            .parent()
            .context("xtask does not stand in the workspace")?
            .to_owned();
        let cargo = std::env::var_os("CARGO").map_or_else(|| "cargo".into(), PathBuf::from);
        let beside = cargo.with_file_name("rustc");
        let rustc = match std::env::var_os("RUSTC") {
            Some(rustc) => rustc.into(),
            None if beside.is_file() => beside,
            None => "rustc".into(),
        };
        let target = std::env::var_os("CARGO_TARGET_DIR")
            .map_or_else(|| root.join("target"), |folder| root.join(folder));
        let mut project = Self {
            root,
            native: Toolchain {
                cargo,
                rustc,
                target,
            },
            debian: None,
        };
        if project.debian_stamp().is_file() {
            project.use_debian()?;
        }
        Ok(project)
    }

    /// The workspace's folder.
    pub fn root(&self) -> &Path {
        &self.root
    }

    /// The folder with everything that the server hands out as files.
    pub fn site(&self) -> PathBuf {
        self.root.join("target/site")
    }

    /// Where our own commands remember what they did.
    pub fn notes(&self) -> PathBuf {
        self.root.join("target/xtask")
    }

    /// The folder that the toolchain in force builds into.
    pub fn target(&self) -> &Path {
        &self.toolchain().target
    }

    /// The server's binary.
    pub fn binary(&self, release: bool) -> PathBuf {
        self.target()
            .join(if release { "release" } else { "debug" })
            .join("linli")
    }

    /// The compiler in force.
    pub fn rustc(&self) -> &Path {
        &self.toolchain().rustc
    }

    /// Cargo with the toolchain in force: one toolchain builds both sides, because the names of
    /// islands and server functions must agree.
    pub fn cargo(&self) -> Command {
        self.cargo_of(self.toolchain())
    }

    /// Cargo as it called us, for what Debian's toolchain does not bring: format, clippy, docs.
    pub fn native_cargo(&self) -> Command {
        self.cargo_of(&self.native)
    }

    /// Whether Debian's toolchain builds.
    pub fn is_debian(&self) -> bool {
        self.debian.is_some()
    }

    /// From now on Debian's toolchain builds both sides; later runs remember it.
    pub fn use_debian(&mut self) -> Result<()> {
        let stamp = self.debian_stamp();
        if !stamp.is_file() {
            fs::create_dir_all(self.notes())?;
            fs::write(
                &stamp,
                "Debian's toolchain builds here. Remove this file to try again.\n",
            )
            .with_context(|| format!("cannot write {}", stamp.display()))?;
        }
        // Called by Debian's own cargo there is nothing to keep apart.
        let own = self.native.cargo.parent() == Some(Path::new("/usr/bin"));
        let target = if own {
            self.native.target.clone()
        } else {
            self.native.target.join("debian")
        };
        self.debian = Some(Toolchain {
            cargo: "/usr/bin/cargo".into(),
            rustc: "/usr/bin/rustc".into(),
            target,
        });
        Ok(())
    }

    /// An npm tool from `node_modules`.
    pub fn npm_tool(&self, name: &str) -> Command {
        self.command(self.root.join("node_modules/.bin").join(name))
    }

    /// A command that runs in the workspace's folder.
    pub fn command(&self, program: impl AsRef<OsStr>) -> Command {
        let mut command = Command::new(program);
        command.current_dir(&self.root);
        command
    }

    fn toolchain(&self) -> &Toolchain {
        self.debian.as_ref().unwrap_or(&self.native)
    }

    fn cargo_of(&self, toolchain: &Toolchain) -> Command {
        let mut command = self.command(&toolchain.cargo);
        command
            .env("CARGO", &toolchain.cargo)
            .env("CARGO_TARGET_DIR", &toolchain.target);
        // What cargo told xtask about xtask must not look like a change to the crates built now.
        for (name, _) in std::env::vars_os() {
            let name = name.to_string_lossy();
            if name.starts_with("CARGO_PKG_") || name.starts_with("CARGO_MANIFEST_") {
                command.env_remove(name.as_ref());
            }
        }
        if self.debian.is_some() && toolchain.rustc == Path::new("/usr/bin/rustc") {
            command
                .env("RUSTC", &toolchain.rustc)
                .env("RUSTDOC", "/usr/bin/rustdoc")
                .env_remove("RUSTUP_TOOLCHAIN");
        }
        command
    }

    fn debian_stamp(&self) -> PathBuf {
        self.notes().join("debian-toolchain")
    }
}
