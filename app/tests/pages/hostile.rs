//! Any bytes at every form and every address: an answer in words, nothing kept (rule X16).

use axum::http::{Method, StatusCode};
use backend::sql;

use crate::browser::{BOUNDARY, Browser, PLAIN, Pages, multipart, multipart_type};
use crate::known::{Known, kept, picture, routes};
use crate::story::{self, World};

/// Every field of every form.
const FIELDS: [&str; 146] = [
    "starts",
    "ends",
    "leaders",
    "members",
    "trainees",
    "reserved",
    "route",
    "day",
    "needs_approval",
    "uses_code",
    "publish",
    "agreed",
    "sign_up",
    "waived",
    "role",
    "child",
    "agrees",
    "is_ten",
    "for_whom",
    "which",
    "places",
    "x",
    "y",
    "width",
    "height",
    "phone",
    "kind",
    "name_en",
    "hours_zh",
    "hours_en",
    "post",
    "node",
    "from",
    "holding",
    "reason",
    "request_key",
    "version",
    "action",
    "act",
    "category",
    "id",
    "building",
    "unit",
    "floor",
    "area",
    "place",
    "place_words",
    "words",
    "callback",
    "name",
    "telephone",
    "password",
    "back",
    "source",
    "org",
    "summary",
    "visibility",
    "photo",
    "title",
    "body",
    "audience",
    "until",
    "name_zh",
    "buildings",
    "units",
    "top",
    "basements",
    "roof",
    "doors",
    "skipped",
    "missing",
    "naming",
    "grid",
    "community",
    "zone",
    "sign_in",
    "office",
    "hours",
    "property",
    "show",
    "unit_name",
    "household",
    "closed_from",
    "review",
    "purpose",
    "decision",
    "word",
    "old",
    "code",
    "letters",
    "end",
    "trust",
    "handing",
    "person",
    "sign_in_name",
    "door",
    "card",
    "relation",
    "band",
    "people",
    "only_without",
    "pasted",
    "account",
    "whose",
    "minutes",
    "real_name",
    "volunteer_number",
    "age",
    "guardian_name",
    "number",
    "claim",
    "month",
    "year",
    "state",
    "after",
    "came",
    "went",
    "approve",
    "handbooks",
    "listed",
    "absent",
    "line",
    "seen",
    "report",
    "name-0",
    "here-1",
    "came-1",
    "went-1",
    "came-new-0",
    "went-new-0",
    "every",
    "step",
    "weekdays",
    "weekday",
    "month_day",
    "nth",
    "first_on",
    "last_on",
    "days",
    "gone",
    "stops",
    "offered",
    "weeks",
    "leave",
    "rest",
    "date",
];

/// What no keyboard types, as it travels in a form.
const VALUES: [&str; 8] = [
    "%00",
    "a%00b",
    "%ED%A0%80",
    "%FF%FE",
    "%C0%80",
    "%F0%9F",
    "%E2%80%AE",
    "%EF%BF%BF",
];

/// Forms that cannot be read at all, by what is wrong with them.
fn unreadable() -> Vec<(&'static str, String, Vec<u8>)> {
    let kind = multipart_type();
    let whole = multipart(&[("words", "一句话")], &[picture(10)]);
    let photo_at = whole
        .windows(4)
        .position(|four| four == [0xff, 0xd8, 0xff, 0xe0])
        .unwrap();
    let many: Vec<_> = (0..1000).map(|number| format!("field{number}=1")).collect();
    let thousand: Vec<(&str, &str)> = (0..1000).map(|_| ("words", "1")).collect();
    let large = "大".repeat(3_500_000);
    let unnamed =
        format!("--{BOUNDARY}\r\ncontent-disposition: form-data; na\r\n\r\n\r\n--{BOUNDARY}");
    vec![
        (
            "a field of 10 MB",
            PLAIN.to_owned(),
            format!("words={large}").into_bytes(),
        ),
        (
            "a part of 10 MB",
            kind.clone(),
            multipart(&[("words", &large)], &[]),
        ),
        (
            "1,000 fields",
            PLAIN.to_owned(),
            many.join("&").into_bytes(),
        ),
        ("1,000 parts", kind.clone(), multipart(&thousand, &[])),
        (
            "another boundary",
            "multipart/form-data; boundary=another".to_owned(),
            whole.clone(),
        ),
        (
            "no boundary",
            "multipart/form-data".to_owned(),
            whole.clone(),
        ),
        (
            "an endless boundary",
            format!("multipart/form-data; boundary={}", "b".repeat(5000)),
            whole.clone(),
        ),
        (
            "cut off in the middle of a photo",
            kind.clone(),
            whole[..photo_at + 100].to_vec(),
        ),
        (
            "cut off in the middle of a head",
            kind.clone(),
            whole[..photo_at - 20].to_vec(),
        ),
        (
            "cut off before its end",
            kind.clone(),
            whole[..whole.len() - 6].to_vec(),
        ),
        ("a head that is none", kind.clone(), unnamed.into_bytes()),
        ("nothing in parts", kind, Vec::new()),
    ]
}

/// Forms that can be read and make no sense.
fn senseless() -> Vec<(String, Vec<u8>)> {
    let mut forms = vec![
        ("random bytes".to_owned(), random(4096)),
        ("only signs".to_owned(), b"&&==%&%=%%=&;".to_vec()),
        (
            "deep names".to_owned(),
            format!("words{}=1", "[a]".repeat(20_000)).into_bytes(),
        ),
        (
            "deep json".to_owned(),
            format!("words={}", "[".repeat(50_000)).into_bytes(),
        ),
        (
            "every field twice".to_owned(),
            FIELDS
                .map(|name| format!("{name}=&{name}=x"))
                .join("&")
                .into_bytes(),
        ),
    ];
    for value in VALUES {
        for key in [value, "hostile-key"] {
            let fields = FIELDS.map(|name| match name {
                "request_key" => format!("{name}={key}"),
                // Its own value would be refused before anything else is read.
                "act" => "x=1".to_owned(),
                _ => format!("{name}={value}"),
            });
            forms.push((
                format!("{value} with key {key}"),
                fields.join("&").into_bytes(),
            ));
        }
    }
    forms
}

/// Bytes that look like noise and are the same in every run.
fn random(count: usize) -> Vec<u8> {
    let mut state = 20_260_310_u64;
    let byte = move || {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 56) as u8
    };
    std::iter::repeat_with(byte).take(count).collect()
}

/// Somebody new for every form: signing out is one of them.
async fn asker(pages: &Pages, world: &World, path: &str, staff: &Browser) -> Browser {
    if path == "/logout" {
        pages.signed_in(&world.here, "min").await
    } else {
        staff.clone()
    }
}

/// Forms that any bytes are good enough for: they set or forget what only this browser keeps.
fn takes_anything(path: &str) -> bool {
    matches!(
        path,
        "/settings" | "/logout" | "/reports/mine" | "/login/forgotten"
    )
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn x16_a_form_of_another_kind_is_refused() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let staff = pages.signed_in(&world.here, "min").await;
        let before = kept(&world).await;
        for route in routes(&Method::POST) {
            for kind in [
                Some("application/json"),
                Some("text/plain"),
                Some("x"),
                Some(""),
                None,
            ] {
                let mut browser = staff.clone();
                let page = browser
                    .post_bytes(&known.fill(route.path), kind, "{\"words\":\"1\"}")
                    .await;
                assert_eq!(
                    page.status,
                    StatusCode::UNSUPPORTED_MEDIA_TYPE,
                    "{} {kind:?}",
                    route.path
                );
                assert!(
                    page.text()
                        .contains(text::problem::bad_title(text::Lang::Zh))
                );
            }
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn x16_what_cannot_be_read_is_said_so_and_nothing_is_kept() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let staff = pages.signed_in(&world.here, "min").await;
        let before = kept(&world).await;
        for route in routes(&Method::POST) {
            for (what, kind, body) in unreadable() {
                let mut browser = staff.clone();
                let page = browser
                    .post_bytes(&known.fill(route.path), Some(&kind), body)
                    .await;
                let case = format!("{what} at {}: {}", route.path, page.status);
                assert!(matches!(page.status.as_u16(), 400 | 413), "{case}");
                assert!(
                    page.text().contains(page.header("x-request-id")),
                    "{case}: no reference"
                );
            }
        }
        assert_eq!(kept(&world).await, before);
        assert_eq!(
            drafts_of_others(&world).await,
            1,
            "not even drafts are kept"
        );
    })
    .await;
}

/// Photos that no report has.
async fn drafts_of_others(world: &World) -> i64 {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        one as (i64,),
        "select count(*) from photo where report_id is null and shift_id is null"
    )
    .unwrap()
    .0
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn x16_what_makes_no_sense_is_said_so_and_nothing_is_kept() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let staff = pages.signed_in(&world.here, "min").await;
        let before = kept(&world).await;
        for route in routes(&Method::POST) {
            let path = known.fill(route.path);
            for (what, body) in senseless() {
                let mut browser = asker(&pages, &world, &path, &staff).await;
                let page = browser.post_bytes(&path, Some(PLAIN), body).await;
                let harmless = takes_anything(&path) && page.status == StatusCode::SEE_OTHER;
                assert!(
                    page.status.is_client_error() || harmless,
                    "{what} at {}: {}",
                    route.path,
                    page.status
                );
            }
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn x16_any_address_gets_an_answer() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let long = "9".repeat(1500);
        let parts = [
            "%00",
            "%FF",
            "%ED%A0%80",
            "%zz",
            "..%2f..%2fsecret",
            "-1",
            "0",
            "2026-0",
            "2026--1",
            "2026-99999999999999999999",
            "9223372036854775808",
            "%E2%80%AE",
            long.as_str(),
        ];
        let query: Vec<_> = [
            "state", "org", "q", "order", "after", "before", "standing", "size", "person", "deed",
            "subject", "gaps",
        ]
        .into_iter()
        .chain(FIELDS)
        .collect();
        let before = kept(&world).await;
        for route in routes(&Method::GET) {
            for part in parts {
                let filled: Vec<_> = route
                    .path
                    .split('/')
                    .map(|known| if known.starts_with('{') { part } else { known })
                    .collect();
                let path = filled.join("/");
                let asked: Vec<_> = query.iter().map(|name| format!("{name}={part}")).collect();
                // No address is longer than 64 KiB.
                let at_once = if part.len() > 100 { 20 } else { 100 };
                let asked = asked.chunks(at_once).map(|few| few.join("&"));
                let asked = asked.map(|few| format!("{}?{few}", known.fill(route.path)));
                for path in std::iter::once(path).chain(asked) {
                    let page = staff.get(&path).await;
                    let short: String = path.chars().take(100).collect();
                    assert!(!page.status.is_server_error(), "{short}: {}", page.status);
                }
            }
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn x16_cookies_and_hosts_of_any_kind_get_an_answer() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut nobody = pages.browser(&world.here);
        for cookie in [
            "__Host-linli=",
            "__Host-linli=x",
            "__Host-linli=AAAAAAAAAAAAAAAAAAAAAA",
            "=;=;;",
            "linli-look=....",
            "linli-receipts=..0.x",
            "a",
        ] {
            let request = nobody
                .request(Method::GET, "/reports/mine")
                .header("cookie", cookie);
            let page = nobody
                .send(request.body(axum::body::Body::empty()).unwrap())
                .await;
            assert_eq!(page.status, StatusCode::OK, "{cookie}");
        }
        for host in [
            "",
            "unknown.test",
            "xn--",
            "[::1]:80",
            "cuiyuan.test.",
            "\u{e4}",
        ] {
            let request = axum::http::Request::get("/").header("host", host.as_bytes());
            let page = nobody
                .send(request.body(axum::body::Body::empty()).unwrap())
                .await;
            assert_eq!(page.status, StatusCode::MISDIRECTED_REQUEST, "{host}");
        }
        let tried = [("name", "a\0b"), ("password", "\0")];
        let page = nobody.post("/login", &tried).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    })
    .await;
}
