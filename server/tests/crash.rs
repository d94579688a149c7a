//! The server is killed while reports with photos come in: whatever was acknowledged is there
//! afterwards, and nothing is there by half.
#![expect(
    clippy::unwrap_used,
    reason = "a failure anywhere in here is the test's failure"
)]

#[expect(dead_code, reason = "databases are lent among stories alone")]
#[path = "../../backend/tests/stories/story/engine.rs"]
mod engine;
#[path = "shared/program.rs"]
mod program;

use std::collections::BTreeMap;
use std::hash::{BuildHasher as _, RandomState};
use std::io::{Cursor, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::sync::mpsc;
use std::time::Duration;

use backend::db::{Db, Location};
use backend::sql;
use engine::Fresh;
use program::{Folder, PATIENCE, Server, linli, run, text};

/// How often the server is killed.
const ROUNDS: usize = 5;
/// How many file reports at once.
const TASKS: usize = 4;
/// The longest that a round goes on after its first acknowledged report, in milliseconds.
const LONGEST_ROUND: u64 = 900;

#[tokio::test]
async fn what_was_acknowledged_survives_sigkill_on_sqlite() {
    survives(Fresh::sqlite()).await;
}

#[tokio::test]
async fn what_was_acknowledged_survives_sigkill_on_postgres() {
    if let Ok(cluster) = std::env::var("LINLI_TEST_POSTGRES_URL") {
        survives(Fresh::postgres(&cluster, false).await).await;
    }
}

async fn survives(fresh: Fresh) {
    let (location, photos) = (fresh.location.clone(), fresh.photos());
    let told = (location.clone(), photos.clone(), fresh.engine());
    let story = tokio::task::spawn_blocking(move || rounds(&told.0, &told.1, told.2));
    let acknowledged = story.await.unwrap();
    nothing_is_there_by_half(&location, &photos, &acknowledged).await;
    fresh.remove().await;
}

/// Files reports and kills the server, again and again. Gives the receipts by the reports' own
/// counters.
fn rounds(location: &Location, photos: &Path, engine: &str) -> BTreeMap<usize, String> {
    let folder = Folder::make(&format!("crash-{engine}"));
    let database = match location {
        Location::Sqlite(path) => format!("sqlite:{}", path.display()),
        Location::Postgres(url) => url.clone(),
    };
    let command = |words: &[&str]| {
        let mut command = linli(&folder, words);
        command
            .env("LINLI_DATABASE_URL", &database)
            .env("LINLI_STORAGE_URL", format!("file:{}", photos.display()))
            .env("LINLI_LOG", "error");
        command
    };
    let made = run(&mut command(&["demo"]));
    assert!(made.status.success(), "{}", text(&made.stderr));

    let counter = AtomicUsize::new(0);
    let mut acknowledged = BTreeMap::new();
    for round in 0..ROUNDS {
        let server = Server::start(&mut command(&["serve"]));
        let wait = RandomState::new().hash_one(round) % LONGEST_ROUND;
        let unanswered = one_round(server, &counter, &mut acknowledged, wait);

        let server = Server::start(&mut command(&["serve"]));
        let case = format!("{engine}, round {round}, killed {wait} ms after the first receipt");
        for (&number, secret) in &acknowledged {
            receipt_opens(&server, number, secret, &case);
        }
        // Whoever got no answer sends the same form again: one report, whatever had happened.
        for number in unanswered {
            let secret = file(&server.address, number).expect("the server answers");
            receipt_opens(&server, number, &secret, &case);
            acknowledged.insert(number, secret);
        }
        server.signal("-TERM");
        assert_eq!(server.end().0, Some(0), "{case}");
    }
    let answered = acknowledged.len() - ROUNDS * TASKS;
    assert!(answered >= ROUNDS, "only {answered} receipts before a kill");
    acknowledged
}

/// Files reports from several tasks until the server is killed; gives those without an answer.
fn one_round(
    server: Server,
    counter: &AtomicUsize,
    acknowledged: &mut BTreeMap<usize, String>,
    wait: u64,
) -> Vec<usize> {
    let (send, receive) = mpsc::channel();
    std::thread::scope(|scope| {
        let tasks: Vec<_> = (0..TASKS)
            .map(|_| {
                let (send, address) = (send.clone(), server.address.clone());
                scope.spawn(move || {
                    loop {
                        let number = counter.fetch_add(1, Ordering::Relaxed);
                        match file(&address, number) {
                            Some(secret) => send.send((number, secret)).unwrap(),
                            None => return number,
                        }
                    }
                })
            })
            .collect();
        let (number, secret) = receive.recv_timeout(PATIENCE).expect("a first receipt");
        acknowledged.insert(number, secret);
        std::thread::sleep(Duration::from_millis(wait));
        server.signal("-KILL");
        assert_eq!(server.end().0, None, "ended by the signal");
        let unanswered = tasks.into_iter().map(|task| task.join().unwrap()).collect();
        acknowledged.extend(receive.try_iter());
        unanswered
    })
}

/// Every report's own colour, far enough from the next one for JPEG.
fn colour(number: usize) -> [u8; 3] {
    [1, 8, 64].map(|part| u8::try_from(number / part % 8 * 32 + 16).unwrap())
}

fn photo(number: usize) -> Vec<u8> {
    let image = image::RgbImage::from_pixel(96, 64, image::Rgb(colour(number)));
    let mut bytes = Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner()
}

fn is_photo_of(number: usize, jpeg: &[u8]) -> bool {
    image::load_from_memory(jpeg).is_ok_and(|image| {
        let seen = image.to_rgb8().get_pixel(40, 30).0;
        seen.iter()
            .zip(colour(number))
            .all(|(seen, sent)| seen.abs_diff(sent) < 12)
    })
}

fn words(number: usize) -> String {
    format!("停电也不能丢的第 {number} 件")
}

/// Files a report with a photo; the receipt's secret, when the whole head of the answer came.
fn file(address: &str, number: usize) -> Option<String> {
    let mut body = Vec::new();
    for (name, value) in [
        ("request_key", format!("crash-{number:08}")),
        ("category", "1".to_owned()),
        ("place_words", "配电房门口".to_owned()),
        ("words", words(number)),
    ] {
        let part =
            format!("--leaf\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n{value}\r\n");
        body.extend_from_slice(part.as_bytes());
    }
    body.extend_from_slice(
        b"--leaf\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"1.jpg\"\r\n\r\n",
    );
    body.extend(photo(number));
    body.extend_from_slice(b"\r\n--leaf--\r\n");
    let head = format!(
        "POST /reports/new HTTP/1.1\r\nhost: {address}\r\nconnection: close\r\n\
         content-type: multipart/form-data; boundary=leaf\r\ncontent-length: {}\r\n\r\n",
        body.len()
    );
    let answer = talk(address, &[head.as_bytes(), &body].concat());
    let head = String::from_utf8_lossy(&answer);
    let (head, _) = head.split_once("\r\n\r\n")?;
    assert!(head.starts_with("HTTP/1.1 303"), "{head}");
    let (_, rest) = head.split_once("location: /r/")?;
    Some(rest.lines().next()?.to_owned())
}

/// What came back before the connection ended, however it ended.
fn talk(address: &str, request: &[u8]) -> Vec<u8> {
    let mut answer = Vec::new();
    if let Ok(mut stream) = TcpStream::connect(address) {
        stream.set_read_timeout(Some(PATIENCE)).unwrap();
        if stream.write_all(request).is_ok() {
            stream.read_to_end(&mut answer).ok();
        }
    }
    answer
}

/// The receipt opens, says what was written and shows its photo.
fn receipt_opens(server: &Server, number: usize, secret: &str, case: &str) {
    let page = server.ask("GET", &format!("/r/{secret}"), "");
    let case = format!("report {number} of {case}");
    assert!(page.starts_with("HTTP/1.1 200"), "{case}: {page}");
    assert!(page.contains(&words(number)), "{case}: {page}");
    let start = format!("/r/{secret}/photos/");
    let (_, rest) = page
        .split_once(&start)
        .unwrap_or_else(|| panic!("{case}: no photo"));
    let path = format!("{start}{}", &rest[..32]);
    let host = &server.address;
    let request = format!("GET {path} HTTP/1.1\r\nhost: {host}\r\nconnection: close\r\n\r\n");
    let answer = talk(host, request.as_bytes());
    assert!(answer.starts_with(b"HTTP/1.1 200"), "{case}: {path}");
    let body = answer
        .windows(4)
        .position(|four| four == b"\r\n\r\n")
        .unwrap()
        + 4;
    assert!(
        is_photo_of(number, &answer[body..]),
        "{case}: {path} is another photo"
    );
}

/// Every report has its one photo and its first history row, and is there once.
async fn nothing_is_there_by_half(
    location: &Location,
    photos: &Path,
    acknowledged: &BTreeMap<usize, String>,
) {
    let db = Db::open(location).await.unwrap();
    let mut read = db.read().await.unwrap();
    let kept = sql!(
        &mut read,
        all as (String, i64, i64, String),
        "select r.words,
                (select count(*) from photo p where p.report_id = r.id),
                (select count(*) from report_history h where h.report_id = r.id),
                coalesce((select max(p.id) from photo p where p.report_id = r.id), '')
         from report r where r.words like $1 order by r.id",
        words(0).replace('0', "%"),
    )
    .unwrap();
    drop(read);
    db.close().await;
    assert_eq!(kept.len(), acknowledged.len(), "each once");
    for number in acknowledged.keys() {
        let words = words(*number);
        let (_, pictures, steps, name) = kept.iter().find(|row| row.0 == words).unwrap();
        assert_eq!((*pictures, *steps), (1, 1), "{words}");
        for size in ["full", "small"] {
            let file = photos.join(&name[..2]).join(format!("{name}-{size}.jpg"));
            assert!(
                is_photo_of(*number, &std::fs::read(file).unwrap()),
                "{words}: {size}"
            );
        }
    }
}
