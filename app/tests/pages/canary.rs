//! A number and a name that must not be seen, looked for in everything that is sent (rule P17).

use app::Access;
use axum::http::{Method, StatusCode};
use domain::permission::Post;

use crate::browser::{Page, Pages};
use crate::known::{CANARY, DUTY, Known, NAME, WORDS, routes};
use crate::story;

/// Everything that an answer says, headers too.
fn said(page: &Page) -> String {
    let body = String::from_utf8_lossy(&page.body);
    let digits: String = body
        .chars()
        .filter(|character| !matches!(character, ' ' | '-'))
        .collect();
    format!("{:?}\n{body}\n{digits}", page.headers)
}

fn shows_nobody(page: &Page, case: &str) {
    let said = said(page);
    for secret in [CANARY, DUTY, NAME] {
        assert!(!said.contains(secret), "{case} shows {secret}");
    }
}

#[tokio::test]
async fn p17_no_public_page_shows_a_residents_number_or_name() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        world.resident("neighbour").await;
        world.account("captain", Post::Captain).await;
        let mut browsers = vec![pages.browser(&world.here), pages.browser(&world.here)];
        browsers[1].post("/settings", &[("language", "en")]).await;
        for name in ["neighbour", "captain"] {
            browsers.push(pages.signed_in(&world.here, name).await);
        }
        for browser in &mut browsers {
            for route in routes(&Method::GET) {
                let page = browser.get(&known.fill(route.path)).await;
                shows_nobody(&page, route.path);
                if route.access == Access::Public {
                    // What the resident wrote is not what staff published (R15).
                    assert!(!said(&page).contains(WORDS), "{}", route.path);
                }
            }
            for path in [
                "/reports?state=open".to_owned(),
                format!("/reports?q={CANARY}"),
                format!("/reports?building={}", world.here.buildings[0].id),
                format!("/reports/{}?x=1", known.number),
                "/no-such-page".to_owned(),
            ] {
                let page = browser.get(&path).await;
                // What is asked for stands in the links that lead back to it.
                if !path.contains(CANARY) {
                    shows_nobody(&page, &path);
                }
                assert!(!page.text().contains(NAME), "{path}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn p17_the_receipt_masks_staff_see_and_the_company_does_not() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let receipt = pages
            .browser(&world.here)
            .get(&format!("/r/{}", known.secret))
            .await;
        assert!(receipt.text().contains("139****1111"));
        shows_nobody(&receipt, "the receipt");

        let work = format!("/admin/reports/{}", known.number);
        let mut staff = pages.signed_in(&world.here, "min").await;
        let page = staff.get(&work).await;
        assert!(page.text().contains("139****1111") && page.text().contains(NAME));
        assert!(
            !said(&page).contains(CANARY),
            "nobody has said why yet (P18)"
        );
        let person = format!("/admin/people/{}/telephone", known.person);
        let looks = [
            (format!("{work}/callback"), "callback"),
            (person.clone(), "emergency"),
        ];
        for (path, reason) in &looks {
            let page = staff.post(path, &[]).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{path}");
            assert!(!said(&page).contains(CANARY), "{path} without a reason");
            let page = staff.post(path, &[("reason", reason)]).await;
            assert_eq!(page.status, StatusCode::OK, "{path}");
            assert!(page.text().contains(&format!("tel:{CANARY}")), "{path}");
            assert_eq!(page.header("cache-control"), "no-store", "{path}");
        }
        // Opened once, it is masked again everywhere.
        for route in routes(&Method::GET) {
            let page = staff.get(&known.fill(route.path)).await;
            assert!(!said(&page).contains(CANARY), "{}", route.path);
        }

        world.account("gong", Post::Property).await;
        let mut company = pages.signed_in(&world.here, "gong").await;
        let page = company.get(&work).await;
        assert_eq!(page.status, StatusCode::OK, "it is theirs to repair");
        assert!(page.text().contains(WORDS));
        for path in [work.as_str(), "/admin/reports", "/admin"] {
            shows_nobody(&company.get(path).await, path);
        }
    })
    .await;
}

#[tokio::test]
async fn p17_a_form_that_comes_back_shows_the_number_to_its_own_browser_only() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut browser = pages.browser(&world.here);
        let form = [
            ("request_key", "report-typed"),
            ("callback", CANARY),
            ("words", "杂物"),
        ];
        let page = browser.post("/reports/new", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text().contains(CANARY),
            "everything typed is still there (X10)"
        );
        assert_eq!(page.header("cache-control"), "no-store");
        for path in ["/reports/new", "/reports/mine", "/"] {
            shows_nobody(&browser.get(path).await, path);
            shows_nobody(&pages.browser(&world.here).get(path).await, path);
        }
    })
    .await;
}
