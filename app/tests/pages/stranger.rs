//! The stranger walk: every route of the table, by everybody who has no business there (rules P3,
//! P13). New routes take part by themselves.

use app::Access;
use axum::http::{Method, StatusCode};
use domain::permission::{Permission, Post};

use crate::browser::{Browser, Page, Pages};
use crate::known::{Known, SUMMARY, TITLE, WORDS, is_look, kept, pairs, routes};
use crate::story::{self, World};

/// Everybody who can be signed in here: one of each post, and somebody without any.
pub async fn everybody(world: &World, pages: &Pages) -> Vec<(Option<Post>, Browser)> {
    world.resident("resident").await;
    let mut all = vec![(None, pages.signed_in(&world.here, "resident").await)];
    for post in Post::ALL {
        world.account(post.as_str(), post).await;
        all.push((
            Some(post),
            pages.signed_in(&world.here, post.as_str()).await,
        ));
    }
    all
}

/// A page that says no, or that there is nothing.
pub fn is_refusal(page: &Page) -> bool {
    matches!(page.status, StatusCode::FORBIDDEN | StatusCode::NOT_FOUND)
}

/// Sends a route's form, empty and with a good value in every field.
pub async fn both_forms(
    world: &World,
    known: &Known,
    browser: &mut Browser,
    path: &str,
    key: &str,
) -> [Page; 2] {
    let address = known.fill(path);
    let good = known.good_form(world, path, key).await;
    [
        browser.post(&address, &[]).await,
        browser.post(&address, &pairs(&good)).await,
    ]
}

#[tokio::test]
async fn p13_who_is_not_signed_in_is_sent_to_sign_in_and_back() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let before = kept(&world).await;
        let mut nobody = pages.browser(&world.here);
        let mut walked = 0;
        for route in app::table() {
            if !matches!(route.access, Access::SignedIn | Access::Needs(_)) {
                continue;
            }
            walked += 1;
            let path = known.fill(route.path);
            if route.method == Method::GET {
                let page = nobody.get(&path).await;
                let back: String = form_urlencoded::byte_serialize(path.as_bytes()).collect();
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{path}");
                assert_eq!(page.location(), format!("/login?back={back}"));
            } else {
                for page in both_forms(&world, &known, &mut nobody, route.path, "nobody").await {
                    assert!(page.asks_to_sign_in(), "{path}: {}", page.status);
                }
            }
        }
        assert!(walked > 10, "the table has such routes");
        assert_eq!(kept(&world).await, before);
        assert!(
            nobody.session().is_none(),
            "nobody gets a session for asking"
        );
    })
    .await;
}

#[tokio::test]
async fn p13_the_form_that_strangers_send_is_one_that_staff_could() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let staff = pages.signed_in(&world.here, "min").await;
        let admin = pages.signed_in(&world.here, "lin").await;
        for route in routes(&Method::POST) {
            let Access::Needs(permission) = route.access else {
                continue;
            };
            let by_staff = Post::Staff.allows(permission);
            let mut staff = if by_staff { &staff } else { &admin }.clone();
            let before = kept(&world).await;
            let form = known.good_form(&world, route.path, "staff").await;
            let page = staff.post(&known.fill(route.path), &pairs(&form)).await;
            let wanted = if is_look(route.path) {
                StatusCode::OK
            } else {
                StatusCode::SEE_OTHER
            };
            assert_eq!(
                page.status, wanted,
                "{}: give `Known::good_form` what it needs",
                route.path
            );
            assert_ne!(kept(&world).await, before, "{}", route.path);
        }
    })
    .await;
}

#[tokio::test]
async fn p13_whoever_is_signed_in_opens_what_is_for_them() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        for (post, mut browser) in everybody(&world, &pages).await {
            for route in routes(&Method::GET) {
                if route.access != Access::SignedIn {
                    continue;
                }
                let page = browser.get(&known.fill(route.path)).await;
                // The staff's first page is for whoever works here.
                let works = post.is_some_and(Post::has_desk);
                let wanted = if route.path == "/admin" && !works {
                    StatusCode::FORBIDDEN
                } else if route.path == "/me/hours/certificates/{id}" {
                    // A paper is its owner's and the staff's.
                    let may = post.is_some_and(|post| post.allows(Permission::ManagePatrols));
                    if may {
                        StatusCode::OK
                    } else {
                        StatusCode::NOT_FOUND
                    }
                } else {
                    StatusCode::OK
                };
                assert_eq!(page.status, wanted, "{post:?} {}", route.path);
            }
        }
    })
    .await;
}

#[tokio::test]
async fn p03_staff_of_another_community_find_and_change_nothing_here() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        for post in [Post::Staff, Post::Admin, Post::Property] {
            world.stranger(post.as_str(), post).await;
        }
        let before = kept(&world).await;
        for post in [Post::Staff, Post::Admin, Post::Property] {
            let there = pages.signed_in(&world.elsewhere, post.as_str()).await;
            walk_at_home(&world, &known, there.clone(), post).await;
            // The same session at our host is nobody's.
            let mut here = there;
            here.origin.clone_from(&world.here.origin);
            for route in app::table() {
                if !matches!(route.access, Access::SignedIn | Access::Needs(_)) {
                    continue;
                }
                let pages = if route.method == Method::GET {
                    vec![here.get(&known.fill(route.path)).await]
                } else {
                    both_forms(&world, &known, &mut here, route.path, "carried")
                        .await
                        .into()
                };
                for page in pages {
                    assert!(
                        page.asks_to_sign_in(),
                        "{} {}: {}",
                        route.method,
                        route.path,
                        page.status
                    );
                }
            }
        }
        assert_eq!(
            kept(&world).await,
            before,
            "nothing was changed, here or there"
        );
    })
    .await;
}

/// Forms that name nothing of any community: sent at the own host they change the own community or
/// the own account, as they should. Signing out would end the walk.
const NAMES_NOTHING: [&str; 8] = [
    "/logout",
    "/admin/setup/numbers",
    "/admin/setup/staff",
    "/admin/people/new",
    "/admin/patrols/kinds",
    "/admin/patrols/routes",
    "/admin/patrols/settings",
    "/admin/calendar",
];

/// Asks the own host, where rights are held, for our rows.
async fn walk_at_home(world: &World, known: &Known, mut there: Browser, post: Post) {
    for route in app::table() {
        if route.method == Method::POST && NAMES_NOTHING.contains(&route.path) {
            continue;
        }
        let path = known.fill(route.path);
        let case = format!("{post:?} {} {}", route.method, route.path);
        let answers = if route.method == Method::GET {
            vec![there.get(&path).await]
        } else {
            both_forms(world, known, &mut there, route.path, post.as_str())
                .await
                .into()
        };
        for page in answers {
            if path == route.path {
                assert!(!page.status.is_server_error(), "{case}: {}", page.status);
            } else {
                assert!(is_refusal(&page), "{case}: {}", page.status);
            }
            let ours = [SUMMARY, TITLE, WORDS, world.here.origin.as_str()];
            if route.method == Method::GET && page.header("content-type").starts_with("text/") {
                for text in ours {
                    assert!(!page.text().contains(text), "{case} shows {text}");
                }
            }
        }
    }
}

#[tokio::test]
async fn p03_a_secret_opens_its_own_report_only() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut resident = pages.browser(&world.here);
        let other = crate::known::form(&world, "other-one", "路灯不亮");
        let other = crate::known::filed(&mut resident, &other).await;
        let before = kept(&world).await;

        let wrong_secrets = [
            "0".repeat(24),
            "x".repeat(24),
            "1".to_owned(),
            known.secret[1..].to_owned(),
        ];
        for route in app::table() {
            if route.access != Access::Secret {
                continue;
            }
            let mut wrong: Vec<_> = wrong_secrets
                .iter()
                .map(|secret| {
                    let path = route.path.replace("{secret}", secret);
                    known.fill(&path.replace("{token}", secret))
                })
                .filter(|path| *path != known.fill(route.path))
                .collect();
            if route.path.contains("{name}") {
                // A picture of another report, of no report, and one that does not exist.
                let other = route.path.replace("{secret}", &other);
                wrong.extend(route.path.contains("{secret}").then(|| known.fill(&other)));
                for name in [
                    &known.photo,
                    &known.draft,
                    &"0".repeat(32),
                    &"..".to_owned(),
                ] {
                    let path = known.fill(&route.path.replace("{name}", name));
                    wrong.extend((path != known.fill(route.path)).then_some(path));
                }
            }
            assert!(wrong.len() > 2, "{}", route.path);
            for path in wrong {
                if route.method == Method::GET {
                    let page = resident.get(&path).await;
                    assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
                } else {
                    let form = known.good_form(&world, route.path, "guess").await;
                    for form in [pairs(&form), vec![]] {
                        let page = resident.post(&path, &form).await;
                        assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
                    }
                }
            }
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn what_is_for_everybody_opens_for_everybody() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut chinese = pages.browser(&world.here);
        let mut english = pages.browser(&world.here);
        english
            .post("/settings", &[("language", "en"), ("elder", "26")])
            .await;
        for route in routes(&Method::GET) {
            if !matches!(route.access, Access::Public | Access::Secret) {
                continue;
            }
            let path = known.fill(route.path);
            for (browser, tag) in [(&mut chinese, "zh-CN"), (&mut english, "en")] {
                let page = browser.get(&path).await;
                assert_eq!(page.status, StatusCode::OK, "{path}");
                if page.header("content-type").starts_with("text/html") {
                    assert!(
                        page.text().contains(&format!("<html lang=\"{tag}\"")),
                        "{path}"
                    );
                }
            }
        }
    })
    .await;
}
