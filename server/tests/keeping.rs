//! What operators do with an installation's data from the shell: backups and bringing them back, the
//! audit trail against its seals, and what is kept for how long (rules P23, P24, P25).
#![expect(
    clippy::unwrap_used,
    reason = "a failure anywhere in here is the test's failure"
)]

#[expect(dead_code, reason = "databases are lent among stories alone")]
#[path = "../../backend/tests/stories/story/engine.rs"]
mod engine;
#[path = "shared/program.rs"]
mod program;

use std::io::{Read as _, Write as _};
use std::process::{Command, Output};
use std::time::Instant;

use backend::db::{Db, Location};
use backend::sql;
use engine::Fresh;
use program::{Folder, PATIENCE, Server, linli, run, text};

/// An installation with the demo community, and a second database to restore into.
struct House {
    folder: Folder,
    live: Fresh,
    empty: Fresh,
}

/// One on each engine there is.
async fn houses(name: &str) -> Vec<House> {
    let mut pairs = vec![(Fresh::sqlite(), Fresh::sqlite())];
    if let Ok(cluster) = std::env::var("LINLI_TEST_POSTGRES_URL") {
        let live = Fresh::postgres(&cluster, false).await;
        pairs.push((live, Fresh::postgres(&cluster, false).await));
    }
    let mut houses = Vec::new();
    for (live, empty) in pairs {
        let folder = Folder::make(&format!("{name}-{}", live.engine()));
        let house = House {
            folder,
            live,
            empty,
        };
        house.done(&house.live, &["demo"]);
        houses.push(house);
    }
    houses
}

impl House {
    /// The program on one of the two databases; pictures and secret are the same.
    fn on(&self, database: &Fresh, words: &[&str]) -> Command {
        let url = match &database.location {
            Location::Sqlite(path) => format!("sqlite:{}", path.display()),
            Location::Postgres(url) => url.clone(),
        };
        let mut command = linli(&self.folder, words);
        command
            .env("LINLI_DATABASE_URL", url)
            .env(
                "LINLI_STORAGE_URL",
                format!("file:{}", self.live.photos().display()),
            )
            .env("LINLI_LOG", "off");
        command
    }

    fn run(&self, database: &Fresh, words: &[&str]) -> Output {
        run(&mut self.on(database, words))
    }

    /// What a command that succeeds says.
    fn done(&self, database: &Fresh, words: &[&str]) -> String {
        let output = self.run(database, words);
        let (engine, said) = (database.engine(), text(&output.stderr));
        assert!(output.status.success(), "{words:?} on {engine}: {said}");
        text(&output.stdout)
    }

    /// The one line of a command that fails.
    fn refused(&self, database: &Fresh, words: &[&str]) -> String {
        let output = self.run(database, words);
        let said = text(&output.stderr);
        assert_eq!(output.status.code(), Some(1), "{words:?}: {said}");
        assert!(said.starts_with("linli: "), "{said}");
        assert_eq!(said.lines().count(), 1, "{said}");
        said
    }

    fn serve(&self, database: &Fresh) -> Server {
        Server::start(&mut self.on(database, &["serve"]))
    }

    async fn remove(self) {
        self.live.remove().await;
        self.empty.remove().await;
    }
}

/// The answer to a form that the server's own page sends.
fn send(server: &Server, path: &str, headers: &str, form: &str) -> String {
    let mut stream = server.connect();
    let (host, length) = (&server.address, form.len());
    write!(
        stream,
        "POST {path} HTTP/1.1\r\nhost: {host}\r\norigin: http://{host}\r\nconnection: close\r\n\
         content-type: application/x-www-form-urlencoded\r\ncontent-length: {length}\r\n\
         {headers}\r\n{form}"
    )
    .unwrap();
    let mut answer = String::new();
    stream.read_to_string(&mut answer).unwrap();
    answer
}

/// The header of a session, where the demo's password signs in.
fn signed_in(server: &Server, name: &str) -> Option<String> {
    let answer = send(
        server,
        "/login",
        "",
        &format!("name={name}&password=linli-demo"),
    );
    let (_, rest) = answer.split_once("set-cookie: linli=")?;
    let (cookie, _) = rest.split_once(';')?;
    Some(format!("cookie: linli={cookie}\r\n"))
}

fn stop(server: Server) {
    server.signal("-TERM");
    assert_eq!(server.end().0, Some(0));
}

/// How many there are of what must stay and of what must go.
async fn counted(database: &Fresh) -> (i64, i64, i64) {
    let db = Db::open(&database.location).await.unwrap();
    let mut read = db.read().await.unwrap();
    let counted = sql!(
        &mut read,
        one as (i64, i64, i64),
        "select (select count(*) from report), (select count(*) from photo),
                (select count(*) from person p left join account a on a.person_id = p.id
                 where p.name = '王阿姨' or a.display_name = '王阿姨')"
    )
    .unwrap();
    drop(read);
    db.close().await;
    counted
}

#[tokio::test]
async fn p23_who_deleted_the_account_is_not_back_with_an_older_backup() {
    for house in houses("leaves").await {
        let engine = house.live.engine();
        let file = house.folder.data().join("sunday.linli");
        let file = file.to_str().unwrap();

        // The backup is made while the server works; a second one does not write over it.
        let server = house.serve(&house.live);
        let cookie = signed_in(&server, "resident").unwrap();
        assert!(server.ask("GET", "/me", &cookie).contains("王阿姨"));
        let said = house.done(&house.live, &["backup", file]);
        assert!(
            said.starts_with(file) && said.contains(" photo files"),
            "{said}"
        );
        let whole = std::fs::read(file).unwrap();
        assert!(house.refused(&house.live, &["backup", file]).contains(file));
        assert_eq!(std::fs::read(file).unwrap(), whole);

        let before = counted(&house.live).await;
        let gone = send(
            &server,
            "/me/privacy/delete",
            &cookie,
            "password=linli-demo",
        );
        assert!(
            gone.starts_with("HTTP/1.1 200") && gone.contains("已注销"),
            "{gone}"
        );
        assert!(signed_in(&server, "resident").is_none());
        stop(server);

        // Neither over what is there, nor half of it.
        house.refused(&house.live, &["restore", file]);
        let half = house.folder.data().join("half.linli");
        std::fs::write(&half, &whole[..whole.len() / 2]).unwrap();
        house.refused(&house.empty, &["restore", half.to_str().unwrap()]);

        let said = house.done(&house.empty, &["restore", file]);
        assert!(said.contains("1 person had deleted"), "{engine}: {said}");
        let server = house.serve(&house.empty);
        assert!(signed_in(&server, "resident").is_none(), "{engine}");
        assert!(signed_in(&server, "volunteer").is_some(), "{engine}");
        stop(server);
        assert_eq!(
            counted(&house.empty).await,
            (before.0, before.1, 0),
            "{engine}"
        );
        assert_eq!(before.2, 1, "{engine}");
        house.remove().await;
    }
}

#[tokio::test]
async fn p25_a_row_that_was_changed_by_hand_is_named() {
    for house in houses("verify").await {
        let engine = house.live.engine();
        let server = house.serve(&house.live);
        let begun = Instant::now();
        let verify = || house.done(&house.live, &["audit", "verify"]);
        while !verify().contains(" 0 not sealed yet") {
            assert!(
                begun.elapsed() < PATIENCE,
                "{engine}: the trail is not sealed"
            );
        }
        stop(server);
        assert!(verify().ends_with("the audit trail is as it was written\n"));

        let db = Db::open(&house.live.location).await.unwrap();
        let mut tx = db.write().await.unwrap();
        let (row,) = sql!(
            &mut tx,
            one as (i64,),
            "select id from audit where deed = 'person.telephone_shown'"
        )
        .unwrap();
        sql!(
            &mut tx, execute,
            { sqlite: "drop trigger audit_is_append_only",
              postgres: "drop trigger audit_is_append_only on audit" },
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "update audit set subject = 'person/4' where id = $1",
            row
        )
        .unwrap();
        tx.commit().await.unwrap();
        db.close().await;

        let output = house.run(&house.live, &["audit", "verify"]);
        assert_eq!(output.status.code(), Some(1), "{engine}");
        let said = text(&output.stdout);
        let named: Vec<_> = said
            .lines()
            .filter(|line| line.contains(": row "))
            .collect();
        assert_eq!(named.len(), 1, "{engine}: {said}");
        assert!(
            named[0].starts_with(&format!("翠园社区: row {row} (seal ")),
            "{said}"
        );
        assert!(named[0].ends_with("): changed"), "{said}");
        let said = text(&output.stderr);
        assert!(
            said.contains("is not as it was written: 1 finding\n"),
            "{said}"
        );
        house.remove().await;
    }
}

#[tokio::test]
async fn p24_a_dry_run_says_what_would_go_and_leaves_it() {
    for house in houses("retention").await {
        let engine = house.live.engine();
        let db = Db::open(&house.live.location).await.unwrap();
        let mut tx = db.write().await.unwrap();
        sql!(
            &mut tx,
            execute,
            "update report set closed_at = 0 where is_open = 0"
        )
        .unwrap();
        let old = sql!(
            &mut tx,
            all as (String,),
            "select p.id from photo p join report r on r.id = p.report_id where r.is_open = 0"
        )
        .unwrap();
        tx.commit().await.unwrap();
        db.close().await;
        let (reports, photos, _) = counted(&house.live).await;
        let goes = i64::try_from(old.len()).unwrap();
        assert!(goes > 0 && photos > goes, "some are of open reports");

        let said = house.done(&house.live, &["retention", "--dry-run"]);
        for (id,) in &old {
            assert_eq!(said.matches(id.as_str()).count(), 1, "{engine}: {said}");
        }
        let listed = said.lines().filter(|line| line.starts_with("  ")).count();
        assert_eq!(listed, old.len(), "{engine}: {said}");
        assert_eq!(house.done(&house.live, &["retention", "--dry-run"]), said);
        assert_eq!(counted(&house.live).await.1, photos, "{engine}");

        let said = house.done(&house.live, &["retention"]);
        assert!(
            said.contains(&format!("翠园社区: {goes} removed")),
            "{engine}: {said}"
        );
        let (kept, left, _) = counted(&house.live).await;
        assert_eq!((kept, left), (reports, photos - goes), "{engine}");
        let said = house.done(&house.live, &["retention", "--dry-run"]);
        assert!(!said.contains("\n  "), "{engine}: {said}");
        house.remove().await;
    }
}
