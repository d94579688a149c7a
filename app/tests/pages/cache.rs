//! Public pages that are kept ready, and never too long (rule R15).

use axum::http::{Method, StatusCode};
use backend::sql;
use domain::permission::Post;

use crate::browser::{Browser, Pages};
use crate::known::{Known, SUMMARY, accept, filed, form, last_number, routes};
use crate::story::{self, World};

/// Hides a report from everybody.
pub async fn hide(staff: &mut Browser, number: &str) {
    let version = staff
        .get(&format!("/admin/reports/{number}"))
        .await
        .hidden("version");
    let form = [
        ("version", version.as_str()),
        ("visibility", "hidden"),
        ("summary", SUMMARY),
    ];
    let answer = staff
        .post(&format!("/admin/reports/{number}/public"), &form)
        .await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER, "{}", answer.text());
}

/// Changes what the public reads behind the application's back.
async fn rewrite(world: &World, summary: &str) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update report set public_summary = $1 where is_public = 1",
        summary
    )
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn a_kept_page_is_sent_again_with_a_nonce_of_its_own() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let kept_ready: Vec<_> = routes(&Method::GET)
            .into_iter()
            .filter(|route| route.same_for_all)
            .collect();
        assert!(kept_ready.len() > 1);
        for route in kept_ready {
            let path = known.fill(route.path);
            let first = pages.browser(&world.here).get(&path).await;
            // Who has a cookie of another kind gets the kept page, too.
            let mut second = pages.browser(&world.here);
            second
                .cookies
                .insert("linli-receipts".to_owned(), known.secret.clone());
            let second = second.get(&path).await;
            let (before, after) = (first.nonce().unwrap(), second.nonce().unwrap());
            assert_ne!(before, after, "{path}");
            assert_eq!(first.text().replace(before, after), second.text(), "{path}");
            assert!(!second.text().contains(&known.secret), "{path}");
        }
        let path = format!("/reports/{}", known.number);
        rewrite(&world, "另一句话").await;
        let page = pages.browser(&world.here).get(&path).await;
        assert!(
            page.text().contains(SUMMARY),
            "the page was kept, not made anew"
        );
        let page = pages.signed_in(&world.here, "min").await.get(&path).await;
        assert!(
            page.text().contains("另一句话"),
            "who is signed in gets a page of their own"
        );
        // Another address of the same page is another page.
        let page = pages
            .browser(&world.here)
            .get(&format!("{path}?again"))
            .await;
        assert!(page.text().contains("另一句话"));
    })
    .await;
}

#[tokio::test]
async fn r15_what_is_accepted_or_hidden_shows_at_the_next_look() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("min", Post::Staff).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut reader = pages.browser(&world.here);
        // Two servers on one database: what one changes, the other must not show any more.
        let mut elsewhere = Pages::open(&world).browser(&world.here);
        let secret = filed(
            &mut pages.browser(&world.here),
            &form(&world, "shown-later", "旧沙发"),
        )
        .await;
        let number = last_number(&world).await;
        let own = format!("/reports/{number}");
        for round in 0..2 {
            for browser in [&mut reader, &mut elsewhere] {
                for path in ["/reports", "/"] {
                    let list = browser.get(path).await;
                    assert!(
                        !list.text().contains(&own),
                        "{path}, look {round}, before acceptance"
                    );
                    assert!(!list.text().contains("旧沙发"));
                }
                assert_eq!(browser.get(&own).await.status, StatusCode::NOT_FOUND);
            }
        }
        accept(&world, &mut staff, &number).await;
        for browser in [&mut reader, &mut elsewhere] {
            assert!(
                browser.get("/reports").await.text().contains(&own),
                "at the next look"
            );
            let page = browser.get(&own).await;
            assert!(page.text().contains(SUMMARY) && !page.text().contains("旧沙发"));
            let filtered = browser.get("/reports?state=open").await;
            assert!(filtered.text().contains(&own));
        }
        hide(&mut staff, &number).await;
        for browser in [&mut reader, &mut elsewhere] {
            for path in ["/reports", "/reports?state=open", "/"] {
                assert!(
                    !browser.get(path).await.text().contains(&own),
                    "{path} after hiding"
                );
            }
            assert_eq!(browser.get(&own).await.status, StatusCode::NOT_FOUND);
        }
        let receipt = reader.get(&format!("/r/{secret}")).await;
        assert_ne!(receipt.status, StatusCode::INTERNAL_SERVER_ERROR);
    })
    .await;
}

#[tokio::test]
async fn nobody_gets_a_page_that_was_made_for_somebody() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        world.resident("蓝衣邻居").await;
        for route in routes(&Method::GET) {
            if !route.same_for_all {
                continue;
            }
            let path = known.fill(route.path);
            let mut neighbour = pages.signed_in(&world.here, "蓝衣邻居").await;
            let mut nobody = pages.browser(&world.here);
            // Whoever comes first.
            let theirs = neighbour.get(&path).await;
            let plain = nobody.get(&path).await;
            let again = neighbour.get(&path).await;
            for page in [&theirs, &again] {
                assert!(
                    page.text().contains("蓝衣邻居") && page.text().contains("form_token"),
                    "{path}"
                );
            }
            assert!(
                !plain.text().contains("蓝衣邻居") && !plain.text().contains("form_token"),
                "{path}"
            );

            let mut english = pages.browser(&world.here);
            english
                .post(
                    "/settings",
                    &[("language", "en"), ("elder", "30"), ("contrast", "high")],
                )
                .await;
            let english = english.get(&path).await;
            assert!(
                english
                    .text()
                    .contains("<html lang=\"en\" data-elder=\"30\" data-contrast=\"high\""),
                "{path}"
            );
            let plain = nobody.get(&path).await;
            assert!(
                plain.text().contains("<html lang=\"zh-CN\"")
                    && !plain.text().contains("data-elder"),
                "{path}"
            );

            let there = pages.browser(&world.elsewhere).get(&path).await;
            assert!(
                !there.text().contains("翠园"),
                "{path}: another community's page"
            );
        }
    })
    .await;
}
