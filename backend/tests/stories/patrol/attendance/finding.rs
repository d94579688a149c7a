//! The checklist, places to look at again, and what is found.

use backend::Error;
use backend::patrol::finding;
use backend::patrol::look;
use backend::patrol::record;
use backend::sql;
use domain::id::ReportId;
use domain::patrol::look::Seen;
use domain::patrol::shift::BodyDraft;
use domain::permission::Post;
use domain::report::Draft;

use super::{DURING, Evening, body, evening, evening_of, form, kind};
use crate::story::{self, World, local};

fn finding(world: &World, key: &str) -> Draft {
    Draft {
        request_key: format!("finding-{key}"),
        category: world.here.categories[1].to_string(),
        building: world.here.buildings[0].id.to_string(),
        words: "二楼的灯不亮".to_owned(),
        ..Draft::default()
    }
}

/// A rubbish corner at a building that was dealt with so many days before the evening.
async fn dealt_with(world: &World, building: usize, days_before: i64) -> ReportId {
    let ctx = world.ctx(None).await;
    let draft = Draft {
        request_key: format!("rubbish-{building}-{days_before}"),
        category: world.here.categories[0].to_string(),
        building: world.here.buildings[building].id.to_string(),
        place_words: "后门，302 王家门口".to_owned(),
        words: "又堆了".to_owned(),
        ..Draft::default()
    };
    let number = backend::report::submit(&ctx, draft).await.unwrap().number;
    let closed = local(DURING).millis() - days_before * 24 * 60 * 60 * 1000;
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update category set comes_back = 1 where id = $1",
        world.here.categories[0].get(),
    )
    .unwrap();
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "update report set state = 'closed', is_open = 0, closed_at = $3, is_public = 1,
                public_place = '后门'
         where community_id = $1 and seq = $2 returning id",
        world.here.id.get(),
        number.seq,
        closed,
    )
    .unwrap();
    tx.commit().await.unwrap();
    ReportId::new(id)
}

async fn with_route(world: &World) -> Evening {
    let mut tx = world.write().await;
    let (route,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into patrol_route (community_id, name, stops) values ($1, '一圈', $2) returning id",
        world.here.id.get(),
        "东门\n\n车棚\n垃圾房",
    )
    .unwrap();
    tx.commit().await.unwrap();
    let kind = kind(world).await;
    let along = BodyDraft {
        route: i64::to_string(&route),
        building: world.here.buildings[0].id.to_string(),
        ..body(kind)
    };
    evening_of(world, along).await
}

#[tokio::test]
async fn v16_a_finding_is_a_located_and_linked_report_and_twice_is_once() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(DURING));
        let member = world.ctx(Some(evening.members[0])).await;
        let first = finding::file(&member, evening.id, finding(&world, "lamp"))
            .await
            .unwrap();
        let again = finding::file(&member, evening.id, finding(&world, "lamp"))
            .await
            .unwrap();
        assert_eq!(first, again);
        let leader = world.ctx(Some(evening.leader)).await;
        let found = finding::list(&leader, evening.id).await.unwrap();
        let [found] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(found.number, first);
        assert_eq!(found.building, Some(world.here.buildings[0].id));
        let mut tx = world.write().await;
        let (source, account) = sql!(
            &mut tx,
            one as (String, Option<i64>),
            "select source, entered_by from report where community_id = $1",
            world.here.id.get(),
        )
        .unwrap();
        assert_eq!(source, "patrol");
        assert_eq!(account, Some(evening.members[0].get()));
    })
    .await;
}

#[tokio::test]
async fn v16_only_who_is_on_the_shift_files_findings_and_only_while_it_goes_on() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        let other = world.account("wu", Post::Volunteer).await;
        world.at(local("2026-03-12T17:00"));
        let leader = world.ctx(Some(evening.leader)).await;
        let early = finding::file(&leader, evening.id, finding(&world, "early")).await;
        assert!(matches!(early, Err(Error::Changed)), "{early:?}");
        world.at(local(DURING));
        let other = world.ctx(Some(other)).await;
        let denied = finding::file(&other, evening.id, finding(&world, "other")).await;
        assert!(matches!(denied, Err(Error::Denied)), "{denied:?}");
        let denied = look::list(&other, evening.id).await;
        assert!(matches!(denied, Err(Error::Denied)), "{denied:?}");
        world.at(local("2026-03-12T20:59"));
        let member = world.ctx(Some(evening.members[0])).await;
        let from_home = finding::file(&member, evening.id, finding(&world, "home")).await;
        assert!(from_home.is_ok(), "{from_home:?}");
        world.at(local("2026-03-12T21:00"));
        let member = world.ctx(Some(evening.members[0])).await;
        let late = finding::file(&member, evening.id, finding(&world, "late")).await;
        assert!(matches!(late, Err(Error::Changed)), "{late:?}");
        let leader = world.ctx(Some(evening.leader)).await;
        finding::file(&leader, evening.id, finding(&world, "leader"))
            .await
            .unwrap();
        let closing = form(&leader, evening.id, "first").await;
        record::close(&leader, evening.id, closing).await.unwrap();
        let closed = finding::file(&leader, evening.id, finding(&world, "closed")).await;
        assert!(matches!(closed, Err(Error::Changed)), "{closed:?}");
    })
    .await;
}

#[tokio::test]
async fn v16_the_stops_of_the_route_are_ticked_and_unticked() {
    story::both(|world| async move {
        let evening = with_route(&world).await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.members[0])).await;
        let list = look::list(&ctx, evening.id).await.unwrap();
        let words: Vec<_> = list.stops.iter().map(|stop| stop.words.as_str()).collect();
        assert_eq!(words, ["东门", "车棚", "垃圾房"]);
        for seen in [Seen::Fine, Seen::Fine, Seen::Wrong] {
            look::tick_stop(&ctx, evening.id, 2, Some(seen))
                .await
                .unwrap();
        }
        look::tick_stop(&ctx, evening.id, 1, Some(Seen::Fine))
            .await
            .unwrap();
        look::tick_stop(&ctx, evening.id, 1, None).await.unwrap();
        let none = look::tick_stop(&ctx, evening.id, 4, Some(Seen::Fine)).await;
        assert!(matches!(none, Err(Error::NotFound)), "{none:?}");
        let list = look::list(&ctx, evening.id).await.unwrap();
        let seen: Vec<_> = list.stops.iter().map(|stop| stop.seen).collect();
        assert_eq!(seen, [None, Some(Seen::Wrong), None]);
    })
    .await;
}

#[tokio::test]
async fn r13_places_are_looked_at_again_after_7_30_and_90_days() {
    story::both(|world| async move {
        let week = dealt_with(&world, 0, 7).await;
        dealt_with(&world, 0, 6).await;
        let month = dealt_with(&world, 0, 31).await;
        dealt_with(&world, 1, 8).await;
        let evening = with_route(&world).await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.members[0])).await;
        let due = |list: &look::Checklist| -> Vec<_> {
            let places = list.places.iter();
            places
                .map(|place| (place.report, place.after_days, place.seen))
                .collect()
        };
        let list = look::list(&ctx, evening.id).await.unwrap();
        assert_eq!(due(&list), [(month, 30, None), (week, 7, None)]);

        look::tick_place(&ctx, evening.id, week, Some(Seen::Fine))
            .await
            .unwrap();
        look::tick_place(&ctx, evening.id, week, Some(Seen::Fine))
            .await
            .unwrap();
        look::tick_place(&ctx, evening.id, month, Some(Seen::Fine))
            .await
            .unwrap();
        look::tick_place(&ctx, evening.id, month, None)
            .await
            .unwrap();
        let list = look::list(&ctx, evening.id).await.unwrap();
        assert_eq!(due(&list), [(month, 30, None), (week, 7, Some(Seen::Fine))]);

        // It is there again: one report at the same place, linked, however often one presses.
        let first = look::came_back(&ctx, evening.id, month).await.unwrap();
        let again = look::came_back(&ctx, evening.id, month).await.unwrap();
        assert_eq!(first, again);
        let found = finding::list(&ctx, evening.id).await.unwrap();
        let [found] = &found[..] else {
            panic!("{found:?}");
        };
        assert_eq!(found.building, Some(world.here.buildings[0].id));
        assert_eq!(found.category, world.here.categories[0]);
        assert_eq!(found.place_words, "后门");
        let list = look::list(&ctx, evening.id).await.unwrap();
        assert_eq!(due(&list)[0], (month, 30, Some(Seen::Wrong)));
    })
    .await;
}

#[tokio::test]
async fn r13_what_one_shift_looked_at_the_next_does_not_and_the_whole_community_is_walked() {
    story::both(|world| async move {
        let here = dealt_with(&world, 0, 10).await;
        let there = dealt_with(&world, 1, 40).await;
        let evening = evening(&world).await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.members[0])).await;
        let list = look::list(&ctx, evening.id).await.unwrap();
        assert_eq!(list.places.len(), 2);
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into patrol_look (report_id, after_days, result, at) values ($1, 30, 'fine', 0)",
            there.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let list = look::list(&ctx, evening.id).await.unwrap();
        let left: Vec<_> = list.places.iter().map(|place| place.report).collect();
        assert_eq!(left, [here]);
        let done = look::tick_place(&ctx, evening.id, there, Some(Seen::Fine)).await;
        assert!(matches!(done, Err(Error::NotFound)), "{done:?}");
    })
    .await;
}

#[tokio::test]
async fn r15_p17_volunteers_look_where_the_public_words_say_and_staff_everywhere() {
    story::both(|world| async move {
        let public = dealt_with(&world, 0, 10).await;
        let kept = dealt_with(&world, 0, 9).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update report set visibility = 'private', is_public = 0 where id = $1",
            kept.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let evening = evening(&world).await;
        world.at(local(DURING));
        for account in [evening.leader, evening.members[0]] {
            let ctx = world.ctx(Some(account)).await;
            let list = look::list(&ctx, evening.id).await.unwrap();
            let seen: Vec<_> = list.places.iter().map(|place| place.report).collect();
            assert_eq!(seen, [public]);
            assert_eq!(list.places[0].place_words, "后门");
            let back = look::came_back(&ctx, evening.id, kept).await;
            assert!(matches!(back, Err(Error::NotFound)), "{back:?}");
        }
        let staff = world.ctx(Some(evening.staff)).await;
        let list = look::list(&staff, evening.id).await.unwrap();
        assert_eq!(list.places.len(), 2);
        assert_eq!(list.places[0].place_words, "后门，302 王家门口");
    })
    .await;
}
