//! Stories of lists, the own plan and the calendar address.

use backend::patrol::list::{self, Query};
use backend::patrol::sign_up::{self, Answer, Guest, Said, Wish, sign_up};
use backend::patrol::{Shift, own};
use backend::{Error, patrol, sql};
use domain::instant::LocalDate;
use domain::patrol::shift::{BodyDraft, Draft, Standing};
use domain::patrol::sign_up::State;
use domain::permission::Post;

use super::{draft, person, resident, shift, shift_at, signs_up, staff};
use crate::story::{self, local};

mod feed;

fn days(shifts: &[Shift]) -> Vec<String> {
    let days = shifts.iter().map(|shift| shift.first_day.to_string());
    days.collect()
}

#[tokio::test]
async fn x13_a_week_shows_what_is_published_open_ones_first() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let full = shift(&staff, "full", "2026-03-11", 1).await;
        let near = Draft {
            body: BodyDraft {
                building: world.here.buildings[0].id.to_string(),
                ..draft(&staff, "near", "2026-03-12", 1).await.body
            },
            ..draft(&staff, "near", "2026-03-12", 1).await
        };
        patrol::shift::write(&staff, near).await.unwrap();
        shift_at(&staff, "night", ("2026-03-16", "22:00", "06:00"), 1).await;
        shift(&staff, "later", "2026-03-17", 1).await;
        let hidden = Draft {
            publish: false,
            ..draft(&staff, "hidden", "2026-03-12", 1).await
        };
        let hidden = patrol::shift::write(&staff, hidden).await.unwrap();
        for name in ["one", "two"] {
            signs_up(&resident(&world, name).await.1, full).await;
        }
        // The leader's place of the full one goes to somebody whom staff enter.
        let leader = Guest {
            request_key: "leader-of-full".to_owned(),
            name: "方未具名".to_owned(),
            role: "leader".to_owned(),
            waived: vec!["training".to_owned()],
            reason: "带了多年".to_owned(),
            ..Guest::default()
        };
        sign_up::enter(&staff, full, leader).await.unwrap();

        let nobody = world.ctx(None).await;
        let week = list::week(&nobody, &Query::default(), None).await.unwrap();
        assert_eq!(
            days(&week.shifts),
            ["2026-03-12", "2026-03-16", "2026-03-11"]
        );
        assert_eq!((week.open(nobody.now), week.own.len()), (2, 0));
        assert_eq!(week.shifts[2].standing(nobody.now), Standing::Full);
        assert_eq!(week.shifts[2].waiting, 1);
        assert!(matches!(
            patrol::find(&nobody, hidden).await,
            Err(Error::NotFound)
        ));

        // The night shift shows in the next week too, because it ends there (rule V10).
        let after = Query {
            from: Some(LocalDate::parse("2026-03-17").unwrap()),
            ..Query::default()
        };
        let next = list::week(&nobody, &after, None).await.unwrap();
        assert_eq!(days(&next.shifts), ["2026-03-16", "2026-03-17"]);
        assert_eq!(
            next.before.map(|day| day.to_string()).as_deref(),
            Some("2026-03-10")
        );

        // Near the other building only what is for everybody.
        let far = Query {
            building: Some(world.here.buildings[1].id),
            ..Query::default()
        };
        let far = list::week(&nobody, &far, None).await.unwrap();
        assert_eq!(days(&far.shifts), ["2026-03-16", "2026-03-11"]);

        // The first page names those with places only.
        let teaser = list::next(&nobody, 3).await.unwrap();
        assert_eq!(days(&teaser), ["2026-03-12", "2026-03-16", "2026-03-17"]);
    })
    .await;
}

#[tokio::test]
async fn v08_what_was_called_off_is_seen_until_its_day_is_over() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "off", "2026-03-11", 1).await;
        patrol::shift::cancel(&staff, id, "下大雨").await.unwrap();
        for (at, seen) in [
            ("2026-03-11T17:00", 1),
            ("2026-03-11T23:59", 1),
            ("2026-03-12T00:00", 0),
        ] {
            world.at(local(at));
            let nobody = world.ctx(None).await;
            let week = list::week(&nobody, &Query::default(), None).await.unwrap();
            assert_eq!(week.shifts.len(), seen, "{at}");
            assert_eq!(
                patrol::find(&nobody, id).await.unwrap().cancel_reason,
                "下大雨"
            );
        }
    })
    .await;
}

#[tokio::test]
async fn p03_another_communitys_shifts_are_nowhere() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "ours", "2026-03-11", 1).await;
        let stranger = world.stranger("chen", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let week = list::week(&there, &Query::default(), None).await.unwrap();
        assert!(week.shifts.is_empty() && list::next(&there, 3).await.unwrap().is_empty());
        assert!(matches!(
            patrol::find(&there, id).await,
            Err(Error::NotFound)
        ));
        let on = own::on(&there, id, None).await.unwrap().unwrap();
        assert!(on.own.is_empty() && on.leaders.is_empty() && on.seekers.is_empty());
    })
    .await;
}

#[tokio::test]
async fn p18_who_leads_is_named_to_those_who_come_and_nobody_else_to_anybody() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "led", "2026-03-12", 1).await;
        let leader = Guest {
            request_key: "leader-of-led".to_owned(),
            name: "方队长".to_owned(),
            telephone: "13900007777".to_owned(),
            role: "leader".to_owned(),
            waived: vec!["training".to_owned()],
            reason: "带了多年".to_owned(),
            ..Guest::default()
        };
        sign_up::enter(&staff, id, leader).await.unwrap();
        let comes = resident(&world, "comes").await.1;
        let waits = resident(&world, "waits").await.1;
        signs_up(&comes, id).await;
        signs_up(&waits, id).await;

        let seen = own::on(&comes, id, None).await.unwrap().unwrap();
        assert_eq!(seen.leaders, ["方队长"]);
        assert_eq!(seen.own.len(), 1, "one's own sign-up and nobody else's");
        let seen = own::on(&waits, id, None).await.unwrap().unwrap();
        assert!(seen.leaders.is_empty(), "who waits does not come yet");
        assert_eq!(seen.mine().unwrap().turn, Some(1));
        let outside = resident(&world, "outside").await.1;
        let seen = own::on(&outside, id, None).await.unwrap().unwrap();
        assert!(seen.leaders.is_empty() && seen.own.is_empty());
        assert!(
            own::on(&world.ctx(None).await, id, None)
                .await
                .unwrap()
                .is_none()
        );

        // The last one is not asked for: what is shown of a seeker is an id, not a name.
        let me = seen.person;
        assert!(!format!("{seen:?}").contains("方队长"), "{me}");
    })
    .await;
}

#[tokio::test]
async fn v06_the_plan_tells_what_is_ahead_waited_for_and_over() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut ids = Vec::new();
        for (key, day) in [
            ("a", "2026-03-11"),
            ("b", "2026-03-12"),
            ("c", "2026-03-13"),
        ] {
            ids.push(shift(&staff, key, day, 1).await);
        }
        let first = resident(&world, "first").await.1;
        signs_up(&first, ids[1]).await;
        let (account, li) = resident(&world, "li").await;
        let mut made = Vec::new();
        for id in &ids {
            made.push(signs_up(&li, *id).await);
        }
        sign_up::leave(&li, made[2].id).await.unwrap();

        let plan = own::plan(&li, None).await.unwrap();
        let said: Vec<_> = plan
            .coming
            .iter()
            .map(|planned| (planned.own.sign_up.state, planned.own.turn))
            .collect();
        assert_eq!(
            said,
            [(State::Confirmed, None), (State::Waitlisted, Some(1))]
        );
        assert!(plan.past.is_empty());

        // Not coming is in the plan of nobody else (rule V14).
        world.at(local("2026-03-11T20:00"));
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update patrol_sign_up set state = 'no_show' where id = $1",
            made[0].id.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let plan = own::plan(&world.ctx(Some(account)).await, None)
            .await
            .unwrap();
        assert_eq!(plan.coming.len(), 1);
        assert_eq!(plan.past.len(), 1);
        assert_eq!(plan.past[0].own.sign_up.state, State::NoShow);
        let others = own::plan(&first, None).await.unwrap();
        assert!(others.past.is_empty() && others.coming.len() == 1);
        assert!(matches!(
            own::plan(&world.ctx(None).await, None).await,
            Err(Error::SignIn)
        ));
    })
    .await;
}

#[tokio::test]
async fn x13_the_past_is_paged_by_key() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let (account, li) = resident(&world, "li").await;
        for day in 11..=31 {
            let key = format!("past-{day}");
            let id = shift(&staff, &key, &format!("2026-03-{day}"), 1).await;
            signs_up(&li, id).await;
        }
        world.at(local("2026-04-02T09:00"));
        let li = world.ctx(Some(account)).await;
        let first = own::plan(&li, None).await.unwrap();
        assert_eq!(first.past.len(), 20);
        let cursor = first.next.unwrap().to_string().parse().unwrap();
        let second = own::plan(&li, Some(cursor)).await.unwrap();
        assert_eq!(second.past.len(), 1);
        assert_eq!(second.past[0].shift.first_day.to_string(), "2026-03-11");
        assert!(second.next.is_none());
    })
    .await;
}

#[tokio::test]
async fn p21_a_child_stands_in_its_guardians_plan_only() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift_at(&staff, "kids", ("2026-03-12", "16:00", "17:00"), 1).await;
        let (_, ctx) = resident(&world, "mother").await;
        let child = crate::patrol::child(&world, person(&ctx), "小明").await;
        let on = own::on(&ctx, id, None).await.unwrap().unwrap();
        assert_eq!(on.children, [(child, "小明".to_owned())]);

        let wish = |said| Wish {
            request_key: format!("child-{said:?}").replace([' ', '{', '}', ':', ','], ""),
            person: Some(child),
            said,
            ..Wish::default()
        };
        let silent = sign_up(&ctx, id, wish(Said::default())).await.unwrap();
        assert!(
            matches!(silent, Answer::Refused { .. }),
            "no consent, no place (rule V15)"
        );
        let said = Said {
            agrees: true,
            is_ten: true,
        };
        sign_up(&ctx, id, wish(said)).await.unwrap();
        let on = own::on(&ctx, id, None).await.unwrap().unwrap();
        assert!(on.children.is_empty() && on.mine().is_none());
        assert_eq!(on.own[0].sign_up.person, child);
        let plan = own::plan(&ctx, None).await.unwrap();
        assert_eq!(plan.coming[0].own.name, "小明");
        let other = resident(&world, "other").await.1;
        assert!(own::plan(&other, None).await.unwrap().coming.is_empty());
    })
    .await;
}
