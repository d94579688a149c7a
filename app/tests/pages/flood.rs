//! Limits against floods, at the figures that hold when nobody sets others (rule P8).

use std::net::SocketAddr;
use std::time::Duration;

use app::web::{Flood, Limits, Proxies};
use axum::body::Body;
use axum::extract::ConnectInfo;
use axum::http::{Method, StatusCode, header};

use crate::browser::{Browser, PLAIN, Page, Pages};
use crate::story::{self, PASSWORD};

/// Those of `server`, which reads them from its settings.
const DEFAULTS: Limits = Limits {
    requests: 12_000,
    posts: 600,
    sign_ins: 300,
};

/// The carrier's address behind which the whole estate is.
const ESTATE: &str = "198.51.100.7";

/// A request that a proxy of this machine passed on for an address.
async fn from(browser: &mut Browser, method: Method, path: &str, client: &str, body: &str) -> Page {
    let proxy: SocketAddr = "127.0.0.1:40000".parse().unwrap();
    let origin = browser.origin.clone();
    let request = browser
        .request(method, path)
        .header(header::ORIGIN, origin)
        .header(header::CONTENT_TYPE, PLAIN)
        .header("x-forwarded-for", client)
        .extension(ConnectInfo(proxy));
    let request = request.body(Body::from(body.to_owned())).unwrap();
    browser.send(request).await
}

fn flood() -> Flood {
    Flood::new(DEFAULTS, Proxies::parse("127.0.0.0/8").unwrap())
}

#[tokio::test]
async fn p08_neighbours_behind_one_address_do_not_block_each_other() {
    story::both(|world| async move {
        let pages = Pages::with_flood(&world, flood());
        // Two hundred households in under seven minutes, each of whom mistypes once.
        for number in 0..200 {
            let name = format!("household-{number}");
            world.resident(&name).await;
            let mut browser = pages.browser(&world.here);
            let page = from(&mut browser, Method::GET, "/login", ESTATE, "").await;
            assert_eq!(page.status, StatusCode::OK, "{name}");
            let wrong = format!("name={name}&password=wrong");
            let page = from(&mut browser, Method::POST, "/login", ESTATE, &wrong).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
            let right = format!("name={name}&password={PASSWORD}");
            let page = from(&mut browser, Method::POST, "/login", ESTATE, &right).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER, "{name}");
            world.at(world.now().plus(Duration::from_secs(2)));
        }
    })
    .await;
}

#[tokio::test]
async fn p08_a_flood_is_answered_429_in_words_and_harms_nobody_else() {
    story::both(|world| async move {
        let pages = Pages::with_flood(&world, flood());
        let mut browser = pages.browser(&world.here);
        let mut answers = Vec::new();
        for number in 0..320 {
            let form = format!("telephone=1{number}");
            let page = from(&mut browser, Method::POST, "/login/sms", ESTATE, &form).await;
            answers.push(page);
        }
        let refused = |page: &&Page| page.status == StatusCode::TOO_MANY_REQUESTS;
        assert_eq!(answers.iter().filter(refused).count(), 20);
        let last = answers.last().unwrap();
        assert_eq!(last.headers[header::RETRY_AFTER], "1");
        assert!(last.text().contains("请稍等一下"), "{}", last.text());
        assert!(last.headers.contains_key("x-request-id"));
        // Reading goes on, other forms too, and a neighbour elsewhere notices nothing.
        let page = from(&mut browser, Method::GET, "/", ESTATE, "").await;
        assert_eq!(page.status, StatusCode::OK);
        let page = from(&mut browser, Method::POST, "/settings", ESTATE, "elder=22").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let page = from(&mut browser, Method::POST, "/join", "203.0.113.9", "code=1").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let page = from(&mut browser, Method::POST, "/join", ESTATE, "code=1").await;
        assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
        world.at(world.now().plus(Duration::from_secs(1)));
        let page = from(&mut browser, Method::POST, "/join", ESTATE, "code=1").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "soon again");
    })
    .await;
}

#[tokio::test]
async fn p08_reading_is_limited_too_and_files_are_not() {
    story::both(|world| async move {
        let limits = Limits {
            requests: 10,
            ..Limits::NONE
        };
        let proxies = Proxies::parse("127.0.0.0/8").unwrap();
        let pages = Pages::with_flood(&world, Flood::new(limits, proxies));
        let mut browser = pages.browser(&world.here);
        for number in 0..12 {
            let page = from(&mut browser, Method::GET, "/phone", ESTATE, "").await;
            let wanted = if number < 10 {
                StatusCode::OK
            } else {
                StatusCode::TOO_MANY_REQUESTS
            };
            assert_eq!(page.status, wanted, "{number}");
            let file = from(&mut browser, Method::GET, "/pkg/none.css", ESTATE, "").await;
            assert_eq!(file.status, StatusCode::NOT_FOUND);
        }
        // What comes from this machine itself is not counted.
        for _ in 0..20 {
            let page = browser.get("/phone").await;
            assert_eq!(page.status, StatusCode::OK);
        }
    })
    .await;
}
