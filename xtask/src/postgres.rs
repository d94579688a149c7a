//! A private `PostgreSQL` for the tests: a fresh cluster on a free port, gone afterwards.

use std::fs::{self, File};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, Stdio};
use std::thread::sleep;
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};

use crate::project::Project;
use crate::setup;
use crate::shell::{free_port, is_root, output, run, say, succeeds, which};

const START: Duration = Duration::from_secs(60);
const STOP: Duration = Duration::from_secs(20);
const PREFIX: &str = "linli-pg-";

/// Whether a commit waits for the disk.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Disk {
    /// For tests: the cluster lives for one run.
    NotWaited,
    /// For measurements: as in earnest.
    Waited,
}

/// A running cluster. It stops, and its files go, when this is dropped.
pub struct Cluster {
    server: Child,
    folder: PathBuf,
    programs: PathBuf,
    port: u16,
}

impl Cluster {
    /// Makes and starts a cluster.
    pub fn start(project: &Project, disk: Disk) -> Result<Self> {
        let programs = setup::postgres_programs().context("PostgreSQL is not installed")?;
        let folder = place(project)?;
        let data = folder.join("data");
        let words = [
            "--auth=trust",
            "--username=linli",
            "--encoding=UTF8",
            "--locale=C.UTF-8",
        ];
        let mut initdb = as_owner(&programs.join("initdb"), &folder, false);
        output(
            initdb
                .arg("--pgdata")
                .arg(&data)
                .args(words)
                .arg("--no-sync"),
        )?;

        // Somebody may take the port between our look and the server's start.
        let mut last = None;
        for _ in 0..3 {
            match Self::try_start(&programs, &folder, &data, disk) {
                Ok(cluster) => return Ok(cluster),
                Err(error) => last = Some(error),
            }
        }
        fs::remove_dir_all(&folder).ok();
        Err(last.context("PostgreSQL does not start")?)
    }

    /// The administrator's URL.
    pub fn url(&self) -> String {
        self.url_of("postgres")
    }

    /// Makes an empty database and returns its URL.
    pub fn database(&self, name: &str) -> Result<String> {
        run(Command::new(self.programs.join("createdb"))
            .args(["--host=127.0.0.1", "--username=linli", "--no-password"])
            .arg(format!("--port={}", self.port))
            .arg(name))?;
        Ok(self.url_of(name))
    }

    fn url_of(&self, database: &str) -> String {
        format!("postgres://linli@127.0.0.1:{}/{database}", self.port)
    }

    fn try_start(programs: &Path, folder: &Path, data: &Path, disk: Disk) -> Result<Self> {
        let port = free_port()?;
        let log = folder.join("log");
        let file = File::create(&log)?;
        let mut command = as_owner(&programs.join("postgres"), folder, true);
        command
            .arg("-D")
            .arg(data)
            .arg("-p")
            .arg(port.to_string())
            .stdin(Stdio::null())
            .stdout(file.try_clone()?)
            .stderr(file);
        for setting in [
            "listen_addresses=127.0.0.1",
            "unix_socket_directories=",
            "max_connections=200",
            "shared_buffers=64MB",
        ] {
            command.args(["-c", setting]);
        }
        if disk == Disk::NotWaited {
            for setting in [
                "fsync=off",
                "synchronous_commit=off",
                "full_page_writes=off",
            ] {
                command.args(["-c", setting]);
            }
        }
        let server = command.spawn().context("cannot start PostgreSQL")?;
        // From here on the guard stops it, whatever happens; the files stay for another try.
        let mut cluster = Self {
            server,
            folder: PathBuf::new(),
            programs: programs.to_owned(),
            port,
        };
        cluster.wait_until_ready().with_context(|| {
            format!(
                "PostgreSQL says: {}",
                fs::read_to_string(&log).unwrap_or_default().trim()
            )
        })?;
        folder.clone_into(&mut cluster.folder);
        say(format_args!("PostgreSQL on port {port}"));
        Ok(cluster)
    }

    fn wait_until_ready(&mut self) -> Result<()> {
        let start = Instant::now();
        while start.elapsed() < START {
            if let Some(status) = self.server.try_wait()? {
                bail!("it ended at once ({status})");
            }
            let mut ready = Command::new(self.programs.join("pg_isready"));
            if succeeds(ready.args(["--host=127.0.0.1", &format!("--port={}", self.port)])) {
                return Ok(());
            }
            sleep(Duration::from_millis(50));
        }
        bail!("it was not ready in {} s", START.as_secs())
    }
}

impl Drop for Cluster {
    fn drop(&mut self) {
        // SIGINT asks for a fast shutdown: sessions end, the memory is given back.
        succeeds(Command::new("kill").args(["-INT", &self.server.id().to_string()]));
        let start = Instant::now();
        while start.elapsed() < STOP && matches!(self.server.try_wait(), Ok(None)) {
            sleep(Duration::from_millis(50));
        }
        self.server.kill().ok();
        self.server.wait().ok();
        if !self.folder.as_os_str().is_empty() {
            fs::remove_dir_all(&self.folder).ok();
        }
    }
}

/// A fresh folder that the cluster's owner can reach: in the target directory, or, where that is
/// closed to him, in the system's folder for temporary files.
fn place(project: &Project) -> Result<PathBuf> {
    for base in [project.root().join("target/pg"), std::env::temp_dir()] {
        fs::create_dir_all(&base)?;
        sweep(&base);
        let folder = base.join(format!("{PREFIX}{}", std::process::id()));
        fs::remove_dir_all(&folder).ok();
        fs::create_dir(&folder)?;
        fs::set_permissions(&folder, fs::Permissions::from_mode(0o700))?;
        if is_root() {
            give_away(&folder)?;
        }
        if succeeds(as_owner(Path::new("/bin/sh"), Path::new("/"), false).args([
            "-c",
            "cd \"$1\" && test -w .",
            "sh",
            &folder.to_string_lossy(),
        ])) {
            return Ok(folder);
        }
        fs::remove_dir_all(&folder)?;
    }
    bail!("PostgreSQL's user can reach neither the target directory nor the temporary one")
}

/// Removes what runs that were killed left behind. Their servers died with them.
fn sweep(base: &Path) {
    for entry in fs::read_dir(base)
        .into_iter()
        .flatten()
        .filter_map(Result::ok)
    {
        let name = entry.file_name();
        let Some(process) = name.to_str().and_then(|name| name.strip_prefix(PREFIX)) else {
            continue;
        };
        if process.parse::<u32>().is_ok() && !Path::new("/proc").join(process).exists() {
            fs::remove_dir_all(entry.path()).ok();
        }
    }
}

/// `PostgreSQL` never runs as root: Debian's own user takes it over.
fn give_away(folder: &Path) -> Result<()> {
    let number = |which: &str| -> Result<u32> {
        let number = output(Command::new("id").args([which, "postgres"]))
            .context("root needs a user `postgres` to start PostgreSQL")?;
        Ok(number.parse()?)
    };
    std::os::unix::fs::chown(folder, Some(number("-u")?), Some(number("-g")?))?;
    Ok(())
}

/// A command as the cluster's owner; with `bound` it ends when we end, however we end.
fn as_owner(program: &Path, folder: &Path, bound: bool) -> Command {
    let mut command = if is_root() {
        let mut command = Command::new("setpriv");
        command.args(["--reuid=postgres", "--regid=postgres", "--clear-groups"]);
        if bound {
            command.arg("--pdeathsig=INT");
        }
        command.arg(program);
        command
    } else if bound && which("setpriv").is_some() {
        let mut command = Command::new("setpriv");
        command.arg("--pdeathsig=INT").arg(program);
        command
    } else {
        Command::new(program)
    };
    command.current_dir(folder).env("LC_ALL", "C.UTF-8");
    command
}

#[cfg(test)]
mod tests {
    use std::net::TcpStream;

    use super::{Cluster, Disk};
    use crate::project::Project;
    use crate::setup::postgres_programs;

    #[test]
    fn a_cluster_answers_and_leaves_nothing_behind() {
        if postgres_programs().is_none() {
            return;
        }
        let cluster = Cluster::start(&Project::find().unwrap(), Disk::NotWaited).unwrap();
        let (port, folder) = (cluster.port, cluster.folder.clone());
        assert!(cluster.database("one").unwrap().ends_with("/one"));
        assert!(folder.join("data").is_dir());
        drop(cluster);
        assert!(TcpStream::connect(("127.0.0.1", port)).is_err());
        assert!(!folder.exists());
    }
}
