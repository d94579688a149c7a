//! The program in a folder of its own, started, asked and stopped.

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::PathBuf;
use std::process::{Child, Command, Output, Stdio};
use std::sync::mpsc;
use std::time::{Duration, Instant};

/// Longer than any step here takes on a busy machine.
pub const PATIENCE: Duration = Duration::from_secs(30);

/// A folder that goes when the test ends, however it ends.
pub struct Folder(PathBuf);

impl Folder {
    pub fn make(name: &str) -> Self {
        let folder =
            std::env::temp_dir().join(format!("linli-binary-{}-{name}", std::process::id()));
        std::fs::create_dir_all(folder.join("site")).unwrap();
        std::fs::write(folder.join("site/manifest.json"), "{}").unwrap();
        Self(folder)
    }

    pub fn data(&self) -> PathBuf {
        self.0.join("data")
    }
}

impl Drop for Folder {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

/// The program with none of this machine's settings.
pub fn linli(folder: &Folder, words: &[&str]) -> Command {
    let mut command = Command::new(env!("CARGO_BIN_EXE_linli"));
    for (name, _) in std::env::vars_os() {
        if name.to_string_lossy().starts_with("LINLI_") {
            command.env_remove(name);
        }
    }
    command
        .args(words)
        .current_dir(&folder.0)
        .env("LINLI_ADDR", "127.0.0.1:0")
        .env("LINLI_DATA_DIR", folder.data())
        .env("LINLI_SITE_DIR", folder.0.join("site"));
    command
}

pub fn run(command: &mut Command) -> Output {
    command.stdin(Stdio::null()).output().unwrap()
}

pub fn text(bytes: &[u8]) -> String {
    String::from_utf8(bytes.to_vec()).unwrap()
}

/// A server that is killed when the test ends without stopping it.
pub struct Server {
    pub child: Child,
    pub address: String,
}

impl Server {
    pub fn start(command: &mut Command) -> Self {
        let mut child = command
            .stdout(Stdio::piped())
            .stderr(Stdio::piped())
            .spawn()
            .unwrap();
        let out = BufReader::new(child.stdout.take().unwrap());
        let (send, receive) = mpsc::channel();
        std::thread::spawn(move || {
            for line in out.lines().map_while(Result::ok) {
                send.send(line).ok();
            }
        });
        let Ok(line) = receive.recv_timeout(PATIENCE) else {
            child.kill().ok();
            let mut log = String::new();
            child.stderr.take().unwrap().read_to_string(&mut log).ok();
            panic!("the server does not start: {log}");
        };
        let address = line
            .strip_prefix("listening on http://")
            .unwrap()
            .to_owned();
        Self { child, address }
    }

    pub fn connect(&self) -> TcpStream {
        let stream = TcpStream::connect(&self.address).unwrap();
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        stream
    }

    /// The whole answer, with its head.
    pub fn ask(&self, method: &str, path: &str, headers: &str) -> String {
        let mut stream = self.connect();
        let host = &self.address;
        write!(
            stream,
            "{method} {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n{headers}\r\n"
        )
        .unwrap();
        let mut answer = String::new();
        stream.read_to_string(&mut answer).unwrap();
        answer
    }

    pub fn signal(&self, name: &str) {
        let done = Command::new("kill")
            .args([name, &self.child.id().to_string()])
            .status();
        assert!(done.unwrap().success());
    }

    /// Waits for the end; the status and how long it took.
    pub fn end(mut self) -> (Option<i32>, Duration) {
        let begun = Instant::now();
        loop {
            if let Some(status) = self.child.try_wait().unwrap() {
                return (status.code(), begun.elapsed());
            }
            assert!(begun.elapsed() < PATIENCE, "the server does not end");
            std::thread::sleep(Duration::from_millis(10));
        }
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.child.kill().ok();
        self.child.wait().ok();
    }
}
