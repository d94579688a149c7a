//! Many residents press the same button at the same instant, through the whole application.

use axum::http::StatusCode;
use backend::session::hash_of;
use backend::{patrol, sql};
use domain::id::PatrolShiftId;
use domain::patrol::shift::{BodyDraft, Draft};
use domain::permission::Post;
use futures::future::join_all;
use tower_sessions::session::Id;

use crate::browser::{Browser, Pages};
use crate::story::{self, World};

const MANY: i64 = 200;
const ROUNDS: i64 = 5;

/// So many residents, signed in.
async fn crowd(world: &World, pages: &Pages) -> Vec<Browser> {
    let mut tx = world.write().await;
    let mut browsers = Vec::new();
    for nth in 0..MANY {
        let (person,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, '邻居', 0) returning id",
            world.here.id.get(),
        )
        .unwrap();
        let (account,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into account (person_id, display_name, created_at) values ($1, '邻居', 0)
             returning id",
            person,
        )
        .unwrap();
        let id = Id(i128::from(nth) + 1);
        sql!(
            &mut tx,
            execute,
            "insert into session (id_hash, account_id, record, created_at, touched_at, lasts,
                                  expires_at, device, began_at)
             values ($1, $2, $3, $4, $4, 31536000000, 9000000000000, '', $4)",
            hash_of(&id),
            account,
            format!("{{\"account\":{account},\"lasts\":31536000000}}"),
            world.now().millis(),
        )
        .unwrap();
        let mut browser = pages.browser(&world.here);
        let cookie = ("__Host-linli".to_owned(), id.to_string());
        browser.cookies.extend([cookie]);
        browsers.push(browser);
    }
    tx.commit().await.unwrap();
    browsers
}

async fn last_place(world: &World, round: i64) -> PatrolShiftId {
    let staff = world.account(&format!("staff-{round}"), Post::Staff).await;
    let ctx = world.ctx(Some(staff)).await;
    let mut read = world.stores.db.read().await.unwrap();
    let kinds = patrol::kind::all(&mut read, &ctx).await.unwrap();
    drop(read);
    let draft = Draft {
        request_key: format!("race-shift-{round}"),
        day: format!("2026-03-{:02}", 15 + round),
        publish: true,
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: "1".to_owned(),
            ..BodyDraft::default()
        },
    };
    patrol::shift::write(&ctx, draft).await.unwrap()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn v01_two_hundred_browsers_at_once_for_the_last_place() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let browsers = crowd(&world, &pages).await;
        for round in 0..ROUNDS {
            let id = last_place(&world, round).await;
            let asked = browsers
                .iter()
                .enumerate()
                .map(|(nth, browser)| async move {
                    let mut browser = browser.clone();
                    let key = format!("race-{round}-{nth:04}");
                    let form = [("act", "sign_up"), ("request_key", key.as_str())];
                    browser.post(&format!("/patrols/{id}"), &form).await.status
                });
            for status in join_all(asked).await {
                assert_eq!(
                    status,
                    StatusCode::SEE_OTHER,
                    "round {round}: nobody gets an error"
                );
            }
            let mut read = world.stores.db.read().await.unwrap();
            let rows = sql!(
                &mut read,
                all as (i64, String),
                "select seq, state from patrol_sign_up where shift_id = $1 order by seq",
                id.get(),
            )
            .unwrap();
            drop(read);
            let seqs: Vec<_> = rows.iter().map(|(seq, _)| *seq).collect();
            assert_eq!(seqs, (1..=MANY).collect::<Vec<_>>());
            assert_eq!(rows[0].1, "confirmed");
            assert!(rows[1..].iter().all(|(_, state)| state == "waitlisted"));
        }
    })
    .await;
}
