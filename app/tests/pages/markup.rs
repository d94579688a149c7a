//! What people type is text wherever it appears, never markup (rule X18).

use axum::http::{Method, StatusCode};
use domain::permission::Post;

use crate::browser::{Browser, Page, Pages};
use crate::known::{Known, accept, filed, form, last_number, pairs, routes, written_down};
use crate::story::{self, World};

/// Ends whatever it stands in, and would be an element of its own.
const HURT: &str = "'\"></textarea></title><i id=hurt>";
/// The same for fields of few characters.
const SHORT: &str = "'\"><i id=hurt>";

fn is_text(page: &Page, case: &str) {
    // A file of data is no page, and browsers are told not to take it for one (rule X17).
    if page.header("content-type").starts_with("application/json") {
        assert_eq!(page.header("x-content-type-options"), "nosniff", "{case}");
        return;
    }
    let is_binary = ["image/", "application/vnd"]
        .iter()
        .any(|kind| page.header("content-type").starts_with(kind));
    if !is_binary {
        assert!(
            !page.text().contains("<i id=hurt>"),
            "{case}: {}",
            page.text()
        );
    }
}

/// A number to call, a crew and a place outdoors with markup for names.
async fn kept_about_the_place(staff: &mut Browser) {
    let number = [
        ("act", "save"),
        ("request_key", "markup-contact"),
        ("kind", "other"),
        ("name_zh", SHORT),
        ("phone", "12345"),
        ("hours_zh", SHORT),
    ];
    let page = staff.post("/admin/contacts", &number).await;
    assert_eq!(page.status, StatusCode::SEE_OTHER);

    let more = [
        ("act", "save"),
        ("request_key", "markup-place"),
        ("kind", "crew"),
        ("name", SHORT),
        ("name_zh", SHORT),
        ("phone", "12346"),
    ];
    for path in ["/admin/services", "/admin/estate/areas"] {
        let page = staff.post(path, &more).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
    }
}

/// A kind of patrol, a route, a holiday and a recurring shift with markup for names; the shift's
/// template is known from then on.
async fn kept_about_patrols(world: &World, known: &mut Known, staff: &mut Browser) {
    let key = "markup";
    for path in [
        "/admin/patrols/kinds",
        "/admin/patrols/routes",
        "/admin/calendar",
        "/admin/patrols/templates/new",
    ] {
        let mut form = known.good_form(world, path, key).await;
        let words = ["name_zh", "name", "stops", "title", "place", "words"];
        form.retain(|(name, _)| !words.contains(name));
        form.extend(words.map(|name| (name, SHORT.to_owned())));
        let page = staff.post(path, &pairs(&form)).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
    }
    let list = staff.get("/admin/patrols/templates").await;
    let ids = list.between("href=\"/admin/patrols/templates/", "\"");
    known.template = ids.into_iter().next_back().expect("the way to the last");
}

#[tokio::test]
async fn x18_what_people_type_is_text_on_every_page() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut known = Box::pin(Known::make(&world, &pages)).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut resident = pages.browser(&world.here);
        world.account("gong", Post::Property).await;
        let company = pages.signed_in(&world.here, "gong").await;

        // Its own fault shows everything again.
        let mut report = form(&world, "with-markup", HURT);
        report.retain(|(name, _)| !matches!(*name, "building" | "unit" | "floor"));
        report.push(("place_words", SHORT.to_owned()));
        report.push(("name", SHORT.to_owned()));
        report.push(("show_name", "1".to_owned()));
        let mut wrong = report.clone();
        wrong.push(("callback", SHORT.to_owned()));
        for path in ["/reports/new", "/admin/reports/new"] {
            let page = staff.post(path, &pairs(&wrong)).await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
            assert!(page.text().contains("hurt"), "{path} shows what was typed");
            is_text(&page, path);
        }
        let page = resident
            .post("/login", &[("name", HURT), ("back", HURT)])
            .await;
        is_text(&page, "the sign-in");
        is_text(
            &resident
                .get("/reports/new?category=1&place_words=%3Ci+id%3Dhurt%3E")
                .await,
            "a sticker",
        );
        is_text(
            &resident
                .get("/no-such/%3Ci%20id=hurt%3E?%3Ci+id%3Dhurt%3E")
                .await,
            "a fault",
        );

        known.secret = filed(&mut resident, &report).await;
        known.number = last_number(&world).await;
        let work = staff.get(&known.fill("/admin/reports/{number}")).await;
        assert!(
            work.text().contains("hurt"),
            "the form proposes the resident's words"
        );
        is_text(&work, "the work page before acceptance");
        accept(&world, &mut staff, &known.number).await;
        let version = staff
            .get(&known.fill("/admin/reports/{number}"))
            .await
            .hidden("version");
        let shown = [
            ("version", version.as_str()),
            ("visibility", "public"),
            ("summary", HURT),
            ("place", SHORT),
        ];
        let page = staff
            .post(&known.fill("/admin/reports/{number}/public"), &shown)
            .await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);

        let notice = [
            ("request_key", "markup-notice"),
            ("title", HURT),
            ("body", HURT),
        ];
        let page = staff.post("/admin/notices/new", &notice).await;
        known.notice = page
            .location()
            .rsplit('/')
            .next()
            .unwrap_or_default()
            .to_owned();
        let category = [
            ("request_key", "markup-category"),
            ("name_zh", SHORT),
            ("name_en", SHORT),
        ];
        let page = staff.post("/admin/categories", &category).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);

        kept_about_the_place(&mut staff).await;
        kept_about_patrols(&world, &mut known, &mut staff).await;
        known.person = written_down(&mut staff, "markup", SHORT).await;

        known.certified_with_markup(&mut staff, HURT, SHORT).await;

        let mut shown = 0;
        for browser in [staff, resident, company] {
            for look in [None, Some("en")] {
                let mut browser = browser.clone();
                if let Some(tag) = look {
                    browser.post("/settings", &[("language", tag)]).await;
                }
                for route in routes(&Method::GET) {
                    let page = browser.get(&known.fill(route.path)).await;
                    is_text(&page, route.path);
                    let is_page = page.header("content-type").starts_with("text/html");
                    shown += usize::from(is_page && page.text().contains("hurt"));
                }
            }
        }
        assert!(shown > 30, "on {shown} pages only");
    })
    .await;
}
