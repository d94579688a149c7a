//! The binary as operators and scripts meet it.
#![expect(
    clippy::unwrap_used,
    reason = "a failure anywhere in here is the test's failure"
)]

#[path = "shared/program.rs"]
mod program;

use std::io::{Read as _, Write as _};
use std::path::Path;
use std::time::Duration;

use program::{Folder, Server, linli, run, text};

/// The answer to a plain form.
fn send(server: &Server, path: &str, form: &str) -> String {
    let mut stream = server.connect();
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {}\r\n\r\n{form}",
        server.address,
        form.len()
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// Kills it; what it wrote into its log.
fn log_of(mut server: Server) -> String {
    server.child.kill().ok();
    let mut log = String::new();
    let mut stderr = server.child.stderr.take().unwrap();
    stderr.read_to_string(&mut log).unwrap();
    log
}

fn mode(path: &Path) -> u32 {
    use std::os::unix::fs::PermissionsExt as _;
    std::fs::metadata(path).unwrap().permissions().mode() & 0o777
}

#[test]
fn it_starts_from_nothing_says_that_it_is_ready_and_ends_when_told() {
    let folder = Folder::make("starts");
    let server = Server::start(&mut linli(&folder, &["serve"]));
    assert!(
        server
            .ask("GET", "/health/live", "")
            .starts_with("HTTP/1.1 200")
    );
    let ready = server.ask("GET", "/health/ready", "");
    assert!(
        ready.starts_with("HTTP/1.1 200") && ready.ends_with("ok\n"),
        "{ready}"
    );
    assert!(
        server
            .ask("POST", "/health/ready", "")
            .starts_with("HTTP/1.1 405")
    );
    assert_eq!(mode(&folder.data()), 0o700);
    assert_eq!(mode(&folder.data().join("secret")), 0o600);
    let secret = std::fs::read_to_string(folder.data().join("secret")).unwrap();

    server.signal("-TERM");
    let (status, took) = server.end();
    assert_eq!(status, Some(0));
    assert!(took < Duration::from_secs(5), "{took:?}");

    let server = Server::start(&mut linli(&folder, &["serve"]));
    server.signal("-INT");
    assert_eq!(server.end().0, Some(0));
    assert_eq!(
        std::fs::read_to_string(folder.data().join("secret")).unwrap(),
        secret
    );
}

#[test]
fn p11_a_first_start_says_how_to_begin_and_so_does_the_shell() {
    let folder = Folder::make("begins");
    let from_shell = run(&mut linli(&folder, &["admin", "create"]));
    assert!(from_shell.status.success());
    let link = text(&from_shell.stdout);
    let token = link.trim().rsplit('/').next().unwrap();

    let server = Server::start(&mut linli(&folder, &["serve"]));
    let path = format!("/setup/{token}");
    let page = server.ask("GET", &path, "");
    assert!(page.starts_with("HTTP/1.1 200"), "{page}");
    assert!(
        server
            .ask("GET", "/setup/other", "")
            .starts_with("HTTP/1.1 404")
    );
    let form =
        "community=Guihua&zone=Asia%2FShanghai&name=Qian&sign_in=qian&password=osmanthus-bench";
    let begun = send(&server, &path, form);
    assert!(begun.starts_with("HTTP/1.1 303"), "{begun}");
    assert!(begun.contains("location: /admin/setup"), "{begun}");
    assert!(begun.contains("set-cookie: linli="), "{begun}");
    let home = server.ask("GET", "/", "");
    assert!(home.contains("Guihua"), "{home}");
    let again = send(&server, &path, form);
    assert!(again.starts_with("HTTP/1.1 404"), "{again}");

    // The first start told a link of its own; the next one tells none.
    let log = log_of(server);
    assert!(log.contains("/setup/"), "{log}");
    let log = log_of(Server::start(&mut linli(&folder, &["serve"])));
    assert!(!log.contains("/setup/"), "{log}");
    // Whoever has the shell may make another administrator at any time.
    let further = run(&mut linli(
        &folder,
        &["admin", "create", "--community", "2"],
    ));
    assert!(!further.status.success());
    assert!(text(&further.stderr).contains("no such community"));
    assert!(
        run(&mut linli(&folder, &["admin", "create"]))
            .status
            .success()
    );
}

#[test]
fn connections_that_never_end_do_not_keep_it_from_ending() {
    let folder = Folder::make("drains");
    let server = Server::start(&mut linli(&folder, &["serve"]));
    // One that waits for its next request, and one in the middle of its first.
    let mut waiting = server.connect();
    write!(
        waiting,
        "GET /health/live HTTP/1.1\r\nhost: {}\r\n\r\n",
        server.address
    )
    .unwrap();
    let mut byte = [0];
    waiting.read_exact(&mut byte).unwrap();
    let mut halfway = server.connect();
    write!(
        halfway,
        "POST /login HTTP/1.1\r\nhost: {}\r\ncontent-len",
        server.address
    )
    .unwrap();

    server.signal("-TERM");
    let (status, took) = server.end();
    assert_eq!(status, Some(0));
    assert!(took < Duration::from_secs(15), "{took:?}");
}

#[test]
fn told_twice_it_ends_at_once() {
    let folder = Folder::make("twice");
    let server = Server::start(&mut linli(&folder, &["serve"]));
    let mut halfway = server.connect();
    write!(halfway, "GET / HTTP/1.1\r\nhost: {}\r\n", server.address).unwrap();
    server.signal("-TERM");
    std::thread::sleep(Duration::from_millis(300));
    server.signal("-TERM");
    assert!(server.end().1 < Duration::from_secs(5));
}

#[test]
fn metrics_are_for_this_machine_unless_said_otherwise() {
    let folder = Folder::make("metrics");
    let server = Server::start(&mut linli(&folder, &["serve"]));
    server.ask("GET", "/no-such-page", "");
    let metrics = server.ask("GET", "/metrics", "");
    assert!(metrics.starts_with("HTTP/1.1 200"), "{metrics}");
    for part in [
        "linli_requests_total{",
        "linli_database_connections{",
        "process_start_time_seconds ",
    ] {
        assert!(metrics.contains(part), "{part} is not in {metrics}");
    }
    let passed_on = server.ask("GET", "/metrics", "x-forwarded-for: 192.0.2.7\r\n");
    assert!(!passed_on.contains("linli_requests_total"), "{passed_on}");
    drop(server);

    let server = Server::start(linli(&folder, &["serve"]).env("LINLI_METRICS_PUBLIC", "true"));
    let passed_on = server.ask("GET", "/metrics", "x-forwarded-for: 192.0.2.7\r\n");
    assert!(
        passed_on.contains("process_start_time_seconds "),
        "{passed_on}"
    );
}

#[test]
fn what_is_wrong_is_said_in_one_line() {
    let folder = Folder::make("wrong");
    let other = std::net::TcpListener::bind("127.0.0.1:0").unwrap();
    let taken = other.local_addr().unwrap().to_string();
    for (name, value, says) in [
        ("LINLI_ADDR", "here", "LINLI_ADDR"),
        ("LINLI_ADDR", taken.as_str(), "cannot listen on"),
        ("LINLI_STORAGE_URL", "s3://photos", "LINLI_STORAGE_URL"),
        ("LINLI_SITE_DIR", "/nowhere", "/nowhere"),
        (
            "LINLI_DATABASE_URL",
            "sqlite:/nowhere/at/all.db",
            "/nowhere/at/all.db",
        ),
        (
            "LINLI_DATABASE_URL",
            "postgres://me:hush-hush@127.0.0.1:1/none",
            "127.0.0.1:1/none",
        ),
        ("LINLI_SECRET", "hush-hush", "LINLI_SECRET"),
    ] {
        let output = run(linli(&folder, &["serve"])
            .env(name, value)
            .env("LINLI_LOG", "off"));
        assert_eq!(output.status.code(), Some(1), "{name}={value}");
        let said = text(&output.stderr);
        assert!(said.starts_with("linli: ") && said.contains(says), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        assert!(!said.contains("hush-hush"), "{said}");
        assert!(output.stdout.is_empty());
    }
}

#[test]
fn a_command_that_does_not_exist_gets_the_usage() {
    let folder = Folder::make("usage");
    for words in [&[][..], &["sreve"], &["serve", "--fast"]] {
        let output = run(&mut linli(&folder, words));
        assert_eq!(output.status.code(), Some(2));
        assert!(text(&output.stderr).contains("Usage: linli COMMAND"));
    }
    let output = run(&mut linli(&folder, &["--help"]));
    assert_eq!(output.status.code(), Some(0));
    assert!(text(&output.stdout).starts_with("Usage: linli COMMAND"));
    assert!(
        !folder.data().exists(),
        "looking at the usage makes nothing"
    );
}

#[test]
fn the_settings_in_force_are_shown_without_secrets() {
    let folder = Folder::make("config");
    let output = run(linli(&folder, &["config"])
        .env("LINLI_SECRET", "hush-hush-hush-hush")
        .env("LINLI_DATABASE_URL", "postgres://me:hush@db.example/linli"));
    assert_eq!(output.status.code(), Some(0));
    let shown = text(&output.stdout);
    assert!(
        shown.contains("LINLI_ADDR=127.0.0.1:0  # environment\n"),
        "{shown}"
    );
    assert!(shown.contains("LINLI_LOG=info  # default\n"), "{shown}");
    assert!(
        shown.contains("LINLI_SECRET=(hidden)  # environment\n"),
        "{shown}"
    );
    assert!(!shown.contains("hush"), "{shown}");
    assert!(
        !folder.data().exists(),
        "looking at the settings makes nothing"
    );

    let table = run(&mut linli(&folder, &["config", "--table"]));
    assert!(text(&table.stdout).starts_with("| Variable | Default | Meaning |\n|---|---|---|\n"));
}

#[test]
fn migrating_twice_and_looking_for_emptiness_change_nothing() {
    let folder = Folder::make("migrate");
    for _ in 0..2 {
        let output = run(&mut linli(&folder, &["migrate"]));
        assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
        assert_eq!(text(&output.stdout), "the tables are up to date\n");
    }
    assert!(folder.data().join("linli.db").is_file());
}

#[test]
fn the_demo_community_is_made_once() {
    let folder = Folder::make("demo");
    let output = run(&mut linli(&folder, &["demo", "--if-empty"]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert_eq!(text(&output.stdout), "the demo community is ready\n");

    let output = run(&mut linli(&folder, &["demo", "--if-empty"]));
    assert_eq!(output.status.code(), Some(0), "{}", text(&output.stderr));
    assert!(text(&output.stdout).contains("nothing was changed"));

    let output = run(linli(&folder, &["demo"]).env("LINLI_LOG", "off"));
    assert_eq!(output.status.code(), Some(1));
    let said = text(&output.stderr);
    assert!(
        said.contains("empty database") && said.lines().count() == 1,
        "{said}"
    );
}
