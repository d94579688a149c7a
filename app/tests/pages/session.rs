//! Signing in and out, and how long it lasts (rules P7, P8, P9).

use std::time::Duration;

use axum::http::StatusCode;
use backend::password::{self, Cost};
use backend::sql;
use domain::permission::Post;
use text::Lang;

use crate::browser::{Browser, Page, Pages};
use crate::story::{self, PASSWORD, World, local};

async fn tries(browser: &mut Browser, name: &str, password: &str) -> Page {
    browser
        .post("/login", &[("name", name), ("password", password)])
        .await
}

#[tokio::test]
async fn p08_an_account_that_exists_is_answered_as_one_that_does_not() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("known-one", Post::Staff).await;
        world.stranger("elsewhere", Post::Staff).await;
        let mut browser = pages.browser(&world.here);
        let names = ["known-one", "not-there", "elsewhere"];
        for _ in 0..5 {
            let mut pages = Vec::new();
            for name in names {
                let page = tries(&mut browser, name, "wrong").await;
                assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{name}");
                assert!(page.text().contains(text::account::does_not_fit(Lang::Zh)));
                assert!(
                    !page.text().contains("wrong"),
                    "a password is not sent back"
                );
                pages.push(page.text().replace(name, "…"));
            }
            assert_eq!(
                (&pages[1], &pages[2]),
                (&pages[0], &pages[0]),
                "word for word"
            );
        }
        let mut pages = Vec::new();
        for name in names {
            // Even the right password has to wait now.
            let page = tries(&mut browser, name, PASSWORD).await;
            assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS, "{name}");
            assert!(
                page.text().contains(&text::account::wait(Lang::Zh, 2)),
                "{}",
                page.text()
            );
            pages.push(page.text().replace(name, "…"));
        }
        assert_eq!(
            (&pages[1], &pages[2]),
            (&pages[0], &pages[0]),
            "word for word"
        );
        assert!(browser.session().is_none());

        world.at(world.now().plus(Duration::from_secs(2)));
        let page = tries(&mut browser, "known-one", PASSWORD).await;
        assert_eq!(
            (page.status, page.location()),
            (StatusCode::SEE_OTHER, "/admin")
        );
    })
    .await;
}

#[tokio::test]
async fn p08_waits_grow_end_and_are_nobody_elses() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("slow-one").await;
        world.resident("neighbour").await;
        let mut browser = pages.browser(&world.here);
        for _ in 0..5 {
            tries(&mut browser, "slow-one", "wrong").await;
        }
        for wait in [2, 4, 8] {
            // Spelt otherwise, it is the same name.
            let page = tries(&mut browser, " Slow-One ", "wrong").await;
            assert_eq!(page.status, StatusCode::TOO_MANY_REQUESTS);
            world.at(world.now().plus(Duration::from_secs(wait)));
            let page = tries(&mut browser, "slow-one", "wrong").await;
            assert_eq!(
                page.status,
                StatusCode::UNPROCESSABLE_ENTITY,
                "after {wait} s"
            );
        }
        let page = tries(&mut browser, "neighbour", PASSWORD).await;
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "neighbours share an address, not a count"
        );
        world.at(world.now().plus(Duration::from_secs(15 * 60)));
        let page = tries(&mut browser, "slow-one", PASSWORD).await;
        assert_eq!(
            page.status,
            StatusCode::SEE_OTHER,
            "nobody is locked out for good"
        );
    })
    .await;
}

#[tokio::test]
async fn p08_parallel_tries_are_counted_one_by_one() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("guessed-at").await;
        let sent = (0..12).map(|number| {
            let mut browser = pages.browser(&world.here);
            async move {
                tries(&mut browser, "guessed-at", &format!("guess-{number}"))
                    .await
                    .status
            }
        });
        let answers = futures::future::join_all(sent).await;
        let checked = answers
            .iter()
            .filter(|status| **status == StatusCode::UNPROCESSABLE_ENTITY)
            .count();
        assert_eq!(checked, 5, "{answers:?}");
    })
    .await;
}

#[tokio::test]
async fn p09_signing_in_changes_the_session() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("resident").await;
        let mut browser = pages.browser(&world.here);
        // One that somebody else has planted is worth nothing afterwards.
        let planted = "AAAAAAAAAAAAAAAAAAAAAA";
        browser
            .cookies
            .insert("__Host-linli".to_owned(), planted.to_owned());
        browser.sign_in("resident").await;
        let first = browser.session().expect("a session");
        assert_ne!(first, planted);
        browser.sign_in("resident").await;
        let second = browser.session().expect("a session");
        assert_ne!(first, second);
        assert_eq!(browser.get("/me").await.status, StatusCode::OK);
        for old in [planted, first.as_str()] {
            let mut thief = pages.browser(&world.here);
            thief
                .cookies
                .insert("__Host-linli".to_owned(), old.to_owned());
            assert!(thief.get("/me").await.asks_to_sign_in(), "{old}");
        }
    })
    .await;
}

#[tokio::test]
async fn sessions_are_kept_hashed_and_their_cookie_is_for_this_host_only() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("resident").await;
        let mut browser = pages.browser(&world.here);
        let page = tries(&mut browser, "resident", PASSWORD).await;
        let cookie = page.header("set-cookie");
        assert!(cookie.starts_with("__Host-linli="), "{cookie}");
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Path=/"] {
            assert!(cookie.contains(part), "{part} is not in {cookie}");
        }
        assert!(!cookie.contains("Domain"), "{cookie}");
        let id = browser.session().expect("a session");
        let mut tx = world.write().await;
        let kept = sql!(
            &mut tx,
            all as (String, String),
            "select id_hash, record from session"
        )
        .unwrap();
        assert_eq!(kept.len(), 1);
        for (hash, record) in kept {
            assert_eq!(hash.len(), 64, "a digest");
            assert!(!hash.contains(&id) && !record.contains(&id), "{record}");
        }
    })
    .await;
}

#[tokio::test]
async fn signing_out_ends_the_session_and_removes_its_cookie() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("min", Post::Staff).await;
        let mut browser = pages.signed_in(&world.here, "min").await;
        let session = browser.session().expect("a session");
        let page = browser.post("/logout", &[]).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
        // Browsers ignore the removal of a `__Host-` cookie without all of these.
        let removed = page.headers.get_all("set-cookie").iter().any(|cookie| {
            let cookie = cookie.to_str().unwrap();
            ["__Host-linli=;", "Max-Age=0", "Secure", "Path=/"]
                .iter()
                .all(|part| cookie.contains(part))
        });
        assert!(removed && browser.session().is_none());
        let ours = page.header("clear-site-data");
        assert!(
            ours.contains("cache") && !ours.contains("cookies"),
            "{ours}: receipts stay"
        );
        browser.cookies.insert("__Host-linli".to_owned(), session);
        assert!(
            browser.get("/admin").await.asks_to_sign_in(),
            "the session is over, not only forgotten"
        );
    })
    .await;
}

#[tokio::test]
async fn p07_staff_stay_signed_in_for_twelve_hours() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("min", Post::Staff).await;
        let mut browser = pages.signed_in(&world.here, "min").await;
        for (time, stays) in [
            ("12:00", true),
            ("18:30", true),
            ("20:59", true),
            ("21:00", false),
        ] {
            world.at(local(&format!("2026-03-10T{time}")));
            let page = browser.get("/admin").await;
            assert_eq!(
                page.status == StatusCode::OK,
                stays,
                "at {time}: {}",
                page.status
            );
            assert_eq!(page.asks_to_sign_in(), !stays, "at {time}");
        }
        let page = browser.get("/reports").await;
        assert!(!page.text().contains("form_token"), "signed out everywhere");
    })
    .await;
}

#[tokio::test]
async fn p07_residents_stay_signed_in_for_a_year_of_use() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("resident").await;
        let mut browser = pages.signed_in(&world.here, "resident").await;
        for (day, stays) in [
            ("2026-12-10", true),
            ("2027-11-30", true),
            ("2028-11-28", true),
            ("2029-11-28", false),
        ] {
            world.at(local(&format!("{day}T09:00")));
            let page = browser.get("/me").await;
            assert_eq!(
                page.status == StatusCode::OK,
                stays,
                "on {day}: {}",
                page.status
            );
        }
    })
    .await;
}

#[tokio::test]
async fn p12_a_right_that_ends_is_gone_at_the_next_request() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let account = world.account("min", Post::Staff).await;
        let mut browser = pages.signed_in(&world.here, "min").await;
        assert_eq!(browser.get("/admin/reports").await.status, StatusCode::OK);
        let ends = world.now().plus(Duration::from_secs(60));
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $2
             where person_id = (select person_id from account where id = $1)",
            account.get(),
            ends.millis(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(browser.get("/admin/reports").await.status, StatusCode::OK);
        world.at(ends);
        assert_eq!(
            browser.get("/admin/reports").await.status,
            StatusCode::FORBIDDEN
        );
    })
    .await;
}

#[tokio::test]
async fn after_signing_in_one_is_where_one_wanted_to_go_and_nowhere_else() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("min", Post::Staff).await;
        for (back, goes) in [
            ("/admin/reports?state=closed", "/admin/reports?state=closed"),
            ("https://evil.example/", "/"),
            ("//evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/a\r\nset-cookie: x=1", "/"),
        ] {
            let mut browser = pages.browser(&world.here);
            let form = [("name", "min"), ("password", PASSWORD), ("back", back)];
            let page = browser.post("/login", &form).await;
            assert_eq!(
                (page.status, page.location()),
                (StatusCode::SEE_OTHER, goes),
                "{back}"
            );
        }
    })
    .await;
}

/// Gives an account the password that everybody knows.
async fn with_demo_password(world: &World) {
    let hash = password::hash(Cost::Least, &world.stores.random, "linli-demo".to_owned())
        .await
        .unwrap();
    let mut tx = world.write().await;
    sql!(&mut tx, execute, "update credential set secret = $1", hash).unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn the_demo_password_opens_nothing_outside_the_demo_community() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("admin", Post::Admin).await;
        with_demo_password(&world).await;
        let mut browser = pages.browser(&world.here);
        let page = tries(&mut browser, "admin", "linli-demo").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(browser.session().is_none());

        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update community set is_demo = 1 where id = $1",
            world.here.id.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let page = tries(&mut browser, "admin", "linli-demo").await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    })
    .await;
}
