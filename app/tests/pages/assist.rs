//! Acting for a resident, as a browser sees it (rule P15): the bar, its end, and what the next act
//! then answers.

use axum::http::StatusCode;
use domain::permission::Post;

use crate::browser::{Browser, Pages};
use crate::known::{form, kept, pairs, written_down};
use crate::story::{self, World, local};

const BAR: &str = "class=\"acting\"";

/// Staff who act for somebody that they wrote down, and that person's id.
async fn begun(world: &World, pages: &Pages) -> (Browser, String) {
    world.account("min", Post::Staff).await;
    let mut staff = pages.signed_in(&world.here, "min").await;
    let person = written_down(&mut staff, "wang", "王秀英").await;
    let answer = staff.post("/assist", &[("person", &person)]).await;
    assert_eq!(answer.status, StatusCode::SEE_OTHER);
    (staff, person)
}

async fn has_bar(browser: &mut Browser) -> bool {
    let page = browser.get("/me").await;
    assert_eq!(page.status, StatusCode::OK);
    page.text().contains(BAR)
}

#[tokio::test]
async fn p15_a_bar_says_for_whom_until_one_press_ends_it() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let (mut staff, person) = begun(&world, &pages).await;
        for path in ["/", "/me", "/reports", "/admin", "/assist"] {
            let page = staff.get(path).await;
            assert!(
                page.text().contains(BAR) && page.text().contains("王秀英"),
                "{path}"
            );
        }
        let building = world.here.buildings[0].id;
        let category = world.here.categories[0];
        let path = format!("/reports/new?category={category}&building={building}");
        let page = staff.get(&path).await;
        assert_eq!(page.hidden("for_whom"), person);
        let mut report = form(&world, "for-wang", "楼道灯不亮");
        report.push(("for_whom", person));
        let filed = staff.post("/reports/new", &pairs(&report)).await;
        assert_eq!(filed.status, StatusCode::SEE_OTHER);
        let keeps = staff.cookies.contains_key("linli-receipts");
        assert!(!keeps, "not on the helper's telephone");

        staff.post("/assist", &[("act", "end")]).await;
        assert!(!has_bar(&mut staff).await);
    })
    .await;
}

#[tokio::test]
async fn p15_after_half_an_hour_unused_the_next_act_is_refused() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.at(local("2026-03-10T09:00"));
        let (mut staff, person) = begun(&world, &pages).await;
        // Used, it goes on.
        for when in ["2026-03-10T09:29", "2026-03-10T09:58"] {
            world.at(local(when));
            assert!(has_bar(&mut staff).await, "{when}");
        }
        world.at(local("2026-03-10T10:28"));
        let before = kept(&world).await;
        let mut report = form(&world, "too-late", "楼道灯不亮");
        report.push(("for_whom", person));
        let page = staff.post("/reports/new", &pairs(&report)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert_eq!(kept(&world).await, before, "filed for nobody");
        assert!(!has_bar(&mut staff).await);
    })
    .await;
}

#[tokio::test]
async fn p15_a_post_that_ends_midway_takes_the_bar_along() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let (mut staff, person) = begun(&world, &pages).await;
        let mut tx = world.write().await;
        backend::sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $1",
            world.now().millis()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let before = kept(&world).await;
        let mut report = form(&world, "ended", "楼道灯不亮");
        report.push(("for_whom", person.clone()));
        let page = staff.post("/reports/new", &pairs(&report)).await;
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        assert!(!has_bar(&mut staff).await);
        let again = staff.post("/assist", &[("person", &person)]).await;
        assert_eq!(again.status, StatusCode::FORBIDDEN);
        assert_eq!(kept(&world).await, before);
    })
    .await;
}
