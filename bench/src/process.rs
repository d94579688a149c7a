//! Servers that are measured: started, asked about by `/proc`, and ended with us.

use std::fs;
use std::net::SocketAddr;
use std::path::Path;
use std::process::Stdio;
use std::time::Duration;

use anyhow::{Context, Result, bail};
use tokio::io::{AsyncBufReadExt, BufReader};
use tokio::process::{Child, ChildStdout, Command};

/// A server in a process of its own. Dropping it ends the process.
pub struct Server {
    /// Where it listens.
    pub address: SocketAddr,
    /// Its number among the processes.
    pub process: u32,
    child: Child,
    /// Kept open, so that the server may still write to it.
    _output: BufReader<ChildStdout>,
}

impl Server {
    /// Starts a server and waits for its line `listening on http://ADDRESS`.
    pub async fn start(command: &mut Command) -> Result<Self> {
        let mut child = command
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .kill_on_drop(true)
            .spawn()
            .context("cannot start a server")?;
        let output = child.stdout.take().context("a server without output")?;
        let mut output = BufReader::new(output);
        let mut line = String::new();
        output.read_line(&mut line).await?;
        let Some(address) = line.trim().strip_prefix("listening on http://") else {
            bail!("the server does not listen; its log is beside its data");
        };
        Ok(Self {
            address: address.parse()?,
            process: child.id().context("the server has ended")?,
            child,
            _output: output,
        })
    }

    /// Waits until the server has done what it does after its start.
    pub async fn settle(&self) -> Result<()> {
        let mut before = processor(self.process)?;
        for _ in 0..60 {
            tokio::time::sleep(Duration::from_secs(1)).await;
            let now = processor(self.process)?;
            if now.saturating_sub(before) < Duration::from_millis(50) {
                return Ok(());
            }
            before = now;
        }
        bail!("the server does not come to rest")
    }

    /// The most memory it ever had and what it has now, in MB of 1,000,000 bytes.
    pub fn memory(&self) -> Result<(f64, f64)> {
        let status = fs::read_to_string(format!("/proc/{}/status", self.process))?;
        let field = |name: &str| -> Result<f64> {
            let line = status.lines().find_map(|line| line.strip_prefix(name));
            let kib = line.and_then(|line| line.split_whitespace().nth(1)?.parse::<u32>().ok());
            let kib = kib.with_context(|| format!("no {name} in the status of the process"))?;
            Ok(f64::from(kib) * 1024.0 / 1e6)
        };
        Ok((field("VmHWM")?, field("VmRSS")?))
    }

    /// Ends it.
    pub async fn end(mut self) -> Result<()> {
        Ok(self.child.kill().await?)
    }
}

/// A command of the server's binary on a folder of its own, whatever our own settings are.
pub fn linli(binary: &Path, site: &Path, folder: &Path, words: &[&str]) -> Result<Command> {
    let mut command = Command::new(binary);
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LINLI_") {
            command.env_remove(name);
        }
    }
    fs::create_dir_all(folder)?;
    let log = fs::File::options()
        .create(true)
        .append(true)
        .open(folder.join("log.txt"))?;
    command
        .args(words)
        .env("LINLI_DATA_DIR", folder)
        .env("LINLI_SITE_DIR", site)
        .env("LINLI_ADDR", "127.0.0.1:0")
        .stderr(log);
    Ok(command)
}

/// What a process has used of the processor so far.
pub fn processor(process: u32) -> Result<Duration> {
    // Linux counts these in hundredths of a second on every machine that matters.
    const TICK_MILLIS: u64 = 10;
    let stat = fs::read_to_string(format!("/proc/{process}/stat"))?;
    // The name in brackets may hold anything; the fields begin behind it.
    let (_, fields) = stat
        .rsplit_once(") ")
        .context("an unknown form of /proc/…/stat")?;
    let fields: Vec<&str> = fields.split(' ').collect();
    let [user, system] =
        [11, 12].map(|at| fields.get(at).and_then(|ticks| ticks.parse::<u64>().ok()));
    let ticks = user
        .zip(system)
        .context("an unknown form of /proc/…/stat")?;
    Ok(Duration::from_millis((ticks.0 + ticks.1) * TICK_MILLIS))
}

/// How busy the machine is: the load averages of one and five minutes.
pub fn machine_load() -> String {
    let text = fs::read_to_string("/proc/loadavg").unwrap_or_default();
    text.split(' ').take(2).collect::<Vec<_>>().join(" ")
}
