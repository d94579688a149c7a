//! The leader's day, by forms alone: how many presses it takes to close a shift (rules V12, V13).

use axum::http::StatusCode;
use backend::patrol::sign_up::{Guest, Wish, enter, sign_up};
use backend::patrol::{attendance, kind, shift};
use backend::sql;
use domain::id::{AccountId, PatrolShiftId};
use domain::patrol::shift::{BodyDraft, Draft};
use domain::permission::Post;

use crate::browser::{Page, Pages};
use crate::known::pairs;
use crate::story::{self, World, local};

/// A shift of twelve: the leader, eight with accounts, three whom the leader wrote down.
async fn of_twelve(world: &World) -> (PatrolShiftId, AccountId) {
    let min = world.account("min", Post::Staff).await;
    let staff = world.ctx(Some(min)).await;
    let mut read = world.stores.db.read().await.unwrap();
    let kinds = kind::all(&mut read, &staff).await.unwrap();
    drop(read);
    let draft = Draft {
        request_key: "shift-of-twelve".to_owned(),
        body: BodyDraft {
            kind: kinds[0].id.to_string(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: "11".to_owned(),
            reserved: "3".to_owned(),
            ..BodyDraft::default()
        },
        day: "2026-03-12".to_owned(),
        publish: true,
    };
    let id = shift::write(&staff, draft).await.unwrap();
    let leader = world.resident("lao").await;
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into patrol_skill (person_id, community_id, skill, given_at)
         select person_id, $2, 'leader', 0 from account where id = $1",
        leader.get(),
        world.here.id.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
    for number in 0..9 {
        let who = if number == 0 {
            leader
        } else {
            world.resident(&format!("member-{number}")).await
        };
        let wish = Wish {
            request_key: format!("sign-up-{number}"),
            role: if number == 0 { "leader" } else { "member" }.to_owned(),
            ..Wish::default()
        };
        sign_up(&world.ctx(Some(who)).await, id, wish)
            .await
            .unwrap();
    }
    let ctx = world.ctx(Some(leader)).await;
    for number in 0..3 {
        let guest = Guest {
            request_key: format!("guest-number-{number}"),
            name: format!("阿姨{number}"),
            ..Guest::default()
        };
        enter(&ctx, id, guest).await.unwrap();
    }
    (id, leader)
}

/// The closing form as the page proposes it.
fn closing(page: &Page) -> Vec<(&'static str, String)> {
    let form = page.between("id=\"close\"", "</section>").swap_remove(0);
    let value = |name: &str| {
        let start = format!("name=\"{name}\" value=\"");
        let at = form.find(&start).expect("the field is there") + start.len();
        form[at..].split('"').next().unwrap_or_default().to_owned()
    };
    vec![
        ("act", "close".to_owned()),
        ("request_key", value("request_key")),
        ("version", value("version")),
    ]
}

#[tokio::test]
async fn v13_the_leader_closes_a_shift_of_twelve_in_two_presses_without_any_script() {
    story::both(|world| async move {
        let (id, leader) = of_twelve(&world).await;
        world.at(local("2026-03-12T20:00"));
        let pages = Pages::open(&world);
        let mut phone = pages.signed_in(&world.here, "lao").await;
        let path = format!("/patrols/{id}/day");
        let opened = phone.get(&path).await;
        assert_eq!(opened.status, StatusCode::OK);
        assert!(opened.text().contains("都来了"));

        let first = phone.post(&path, &[("act", "all")]).await;
        assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
        let ticked = phone.get(first.location()).await;
        let second = phone.post(&path, &pairs(&closing(&ticked))).await;
        assert_eq!(second.status, StatusCode::SEE_OTHER, "{}", second.text());

        let ctx = world.ctx(Some(leader)).await;
        let list = attendance::list(&ctx, id).await.unwrap();
        assert!(list.shift.closed_at.is_some());
        assert_eq!(list.people.iter().filter(|one| one.came()).count(), 12);
        let mut tx = world.write().await;
        let (entries, minutes) = sql!(
            &mut tx,
            one as (i64, i64),
            "select count(*), cast(sum(minutes) as bigint) from hours_entry",
        )
        .unwrap();
        drop(tx);
        assert_eq!((entries, minutes), (12, 12 * 120));
        let record = phone.get(&format!("/patrols/{id}/record")).await;
        assert_eq!(record.status, StatusCode::OK);
        assert!(record.text().contains("阿姨2") && record.text().contains("来了 12 人"));
    })
    .await;
}

#[tokio::test]
async fn v14_who_did_not_come_is_seen_by_the_leader_and_nobody_else_of_the_shift() {
    story::both(|world| async move {
        let (id, _) = of_twelve(&world).await;
        world.at(local("2026-03-12T20:00"));
        let pages = Pages::open(&world);
        let mut phone = pages.signed_in(&world.here, "lao").await;
        let path = format!("/patrols/{id}/day");
        let page = phone.get(&path).await;
        let mut form = closing(&page);
        let listed = page.between("name=\"listed\" value=\"", "\"");
        assert_eq!(listed.len(), 11, "whoever writes it up was there");
        form.extend(listed.iter().map(|id| ("listed", id.clone())));
        form.extend(listed.iter().map(|id| ("absent", id.clone())));
        let closed = phone.post(&path, &pairs(&form)).await;
        assert_eq!(closed.status, StatusCode::SEE_OTHER, "{}", closed.text());
        assert!(phone.get(&path).await.text().contains("未到"));
        let record = phone.get(&format!("/patrols/{id}/record")).await;
        assert!(
            !record.text().contains("member-2"),
            "nobody is named for not coming"
        );

        let mut member = pages.signed_in(&world.here, "member-1").await;
        for page in ["", "/day", "/sheet", "/grid", "/record"] {
            let page = member.get(&format!("/patrols/{id}{page}")).await;
            assert!(!page.text().contains("member-2"), "{}", page.text());
            assert!(!page.text().contains("阿姨1"));
        }
    })
    .await;
}

#[tokio::test]
async fn x10_what_was_typed_into_the_grid_comes_back_with_the_rows_at_fault() {
    story::both(|world| async move {
        let (id, _) = of_twelve(&world).await;
        world.at(local("2026-03-12T21:00"));
        let pages = Pages::open(&world);
        let mut phone = pages.signed_in(&world.here, "lao").await;
        let path = format!("/patrols/{id}/grid");
        let page = phone.get(&path).await;
        let rows = page.between("name=\"sign_up\" value=\"", "\"");
        assert_eq!(rows.len(), 12);
        let came = format!("came-{}", rows[1]);
        let form = [
            ("request_key", page.hidden("request_key")),
            ("sign_up", rows[0].clone()),
            ("sign_up", rows[1].clone()),
            (came.as_str(), "早上".to_owned()),
            ("name-0", "<b>孙大爷".to_owned()),
        ];
        let again = phone.post(&path, &pairs(&form)).await;
        assert_eq!(again.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = again.text();
        assert!(text.contains("早上") && text.contains("href=\"#row-1\""));
        assert!(text.contains("&lt;b&gt;孙大爷") && !text.contains("<b>孙大爷"));
    })
    .await;
}
