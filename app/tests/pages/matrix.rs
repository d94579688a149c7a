//! Role × use case (rule P13): who may what is written out once more here, beside the program's own
//! bundles; every route takes part by the permission that it names, and every pair that is not listed
//! is refused, changes nothing and is logged. Whoever's right is one building gets nowhere with
//! another's rows (rule P12).

use std::io::Write;
use std::sync::{Arc, Mutex};

use app::Access;
use axum::http::{Method, StatusCode};
use backend::sql;
use domain::permission::{Permission, Post};

use crate::browser::{Browser, Pages};
use crate::known::{Known, kept};
use crate::story::{self, World};
use crate::stranger::{both_forms, everybody, is_refusal};

/// Which posts may do what the routes of a permission do. Whoever is not listed is refused.
const TABLE: [(Permission, &[Post]); 21] = {
    use Permission as P;
    use Post::{Admin, Captain, Centre, Checker, Deputy, GridWorker, Property, Staff, Subdistrict};
    [
        (P::SeeWork, &[Staff, Admin, Property, GridWorker, Checker]),
        (P::AcceptReport, &[Staff, Admin]),
        (P::DispatchReport, &[Staff, Admin]),
        (P::HandleReport, &[Property]),
        (P::RecordHandling, &[Staff, Admin, GridWorker]),
        (P::CheckReport, &[Staff, Admin, Checker]),
        (P::EnterReport, &[Staff, Admin, GridWorker]),
        (P::SeeContact, &[Staff, Admin]),
        (P::EditCategories, &[Staff, Admin]),
        (P::WriteNotice, &[Staff, Admin, Centre]),
        (P::SeeFigures, &[Staff, Admin, Subdistrict]),
        (P::ManageEstate, &[Staff, Admin]),
        (P::AdmitResidents, &[Staff, Admin]),
        (P::SeePeople, &[Staff, Admin]),
        (P::SeeTelephone, &[Staff, Admin]),
        (P::ActFor, &[Staff, Admin, GridWorker, Captain, Deputy]),
        (P::GivePosts, &[Staff, Admin]),
        (P::CallResidents, &[Staff, Admin]),
        (P::ManagePatrols, &[Staff, Admin]),
        (P::SeeAudit, &[Admin]),
        (P::ManagePeople, &[Admin]),
    ]
};

fn listed(post: Post, permission: Permission) -> bool {
    let row = TABLE.iter().find(|(known, _)| *known == permission);
    let (_, posts) = row.unwrap_or_else(|| panic!("{permission:?} is not in the table"));
    posts.contains(&post)
}

#[tokio::test]
async fn p13_every_post_opens_what_it_allows_and_nothing_else() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let everybody = everybody(&world, &pages).await;
        let before = kept(&world).await;
        for (post, mut browser) in everybody {
            for route in app::table() {
                let Access::Needs(permission) = route.access else {
                    continue;
                };
                let may = post.is_some_and(|post| listed(post, permission));
                let case = format!("{post:?} {} {}", route.method, route.path);
                if route.method == Method::GET {
                    let page = browser.get(&known.fill(route.path)).await;
                    let fits = if may {
                        page.status == StatusCode::OK
                    } else {
                        is_refusal(&page)
                    };
                    assert!(fits, "{case}: {}", page.status);
                } else if may {
                    let page = browser.post(&known.fill(route.path), &[]).await;
                    let refused = matches!(page.status.as_u16(), 400 | 409 | 422);
                    assert!(
                        refused,
                        "{case}: an empty form is at fault: {}",
                        page.status
                    );
                } else {
                    let key = post.map_or("none", Post::as_str);
                    for page in both_forms(&world, &known, &mut browser, route.path, key).await {
                        assert!(is_refusal(&page), "{case}: {}", page.status);
                    }
                }
            }
        }
        assert_eq!(
            kept(&world).await,
            before,
            "what was refused changed nothing"
        );
    })
    .await;
}

/// Whoever works in the second building only.
const NEAR: [Post; 5] = [
    Post::Staff,
    Post::GridWorker,
    Post::Checker,
    Post::Captain,
    Post::Deputy,
];

async fn of_the_second_building(world: &World, pages: &Pages, post: Post) -> Browser {
    let name = format!("second-{}", post.as_str());
    let account = world.resident(&name).await;
    let node = world.here.buildings[1].node;
    world.hold(account, post, node, None).await;
    pages.signed_in(&world.here, &name).await
}

/// The known person moves into the first building.
async fn moves_in(world: &World, known: &Known) {
    let building = &world.here.buildings[0];
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into household (community_id, building_id, unit_id, door, sort)
         values ($1, $2, $3, '909', 9)",
        world.here.id.get(),
        building.id.get(),
        building.units[0].get(),
    )
    .unwrap();
    sql!(
        &mut tx,
        execute,
        "insert into household_member (household_id, person_id, since)
         select id, $1, '2020-01-01' from household where door = '909'",
        known.person.parse::<i64>().unwrap(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn p12_whose_right_is_one_building_gets_nowhere_with_anothers_rows() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        moves_in(&world, &known).await;
        let mut browsers = Vec::new();
        for post in NEAR {
            browsers.push((post, of_the_second_building(&world, &pages, post).await));
        }
        let before = kept(&world).await;
        let mut walked = 0;
        for (post, mut browser) in browsers {
            for route in app::table() {
                let names_a_row = route.path.contains('{');
                if !matches!(route.access, Access::Needs(_)) || !names_a_row {
                    continue;
                }
                // What a notice says may be read by everybody.
                let is_read = route.method == Method::GET;
                if is_read && route.path.contains("/notices/") {
                    continue;
                }
                walked += 1;
                let case = format!("{post:?} {} {}", route.method, route.path);
                if is_read {
                    let page = browser.get(&known.fill(route.path)).await;
                    assert!(is_refusal(&page), "{case}: {}", page.status);
                } else {
                    let key = post.as_str();
                    let [_, good] = both_forms(&world, &known, &mut browser, route.path, key).await;
                    assert!(is_refusal(&good), "{case}: {}", good.status);
                }
            }
        }
        assert!(walked > 30, "{walked} only");
        assert_eq!(kept(&world).await, before, "nothing was changed");
    })
    .await;
}

/// What is logged, to be read afterwards.
#[derive(Clone, Default)]
struct Log(Arc<Mutex<Vec<u8>>>);

impl Write for Log {
    fn write(&mut self, bytes: &[u8]) -> std::io::Result<usize> {
        self.0.lock().unwrap().extend_from_slice(bytes);
        Ok(bytes.len())
    }

    fn flush(&mut self) -> std::io::Result<()> {
        Ok(())
    }
}

#[tokio::test]
async fn p13_a_refusal_is_logged_without_names() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let account = world.account("chenbo", Post::Captain).await;
        let mut browser = pages.signed_in(&world.here, "chenbo").await;
        let log = Log::default();
        let writer = log.clone();
        let subscriber = tracing_subscriber::fmt()
            .with_ansi(false)
            .with_writer(move || writer.clone())
            .finish();
        let listening = tracing::subscriber::set_default(subscriber);
        let page = browser.get("/admin/people").await;
        drop(listening);
        assert_eq!(page.status, StatusCode::FORBIDDEN);
        let log = String::from_utf8(log.0.lock().unwrap().clone()).unwrap();
        let line = log
            .lines()
            .find(|line| line.contains("permission="))
            .unwrap_or_else(|| panic!("nothing is logged: {log}"));
        for part in [
            "refused",
            "SeePeople",
            "/admin/people",
            &format!("account={account}"),
        ] {
            assert!(line.contains(part), "{part} in {line}");
        }
        assert!(!log.contains("chenbo"), "{log}");
    })
    .await;
}
