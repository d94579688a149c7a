//! Stories of reminders.

use backend::message::gateway::Gateway;
use backend::message::{Outlets, choice, deliver_due};
use backend::patrol::shift as shifts;
use backend::patrol::sign_up::{self, Answer, Guest, Left};
use backend::secret::Secret;
use backend::{jobs, sql};
use domain::message::Kind;

use super::{draft, person, resident, shift, shift_at, signs_up, staff, told};
use crate::message::{KEY, gateway};
use crate::story::{self, World, local};

/// The jobs run at an instant; how many reminders they sent.
async fn round(world: &World, at: &str) -> u64 {
    world.at(local(at));
    let done = jobs::run_due(&world.stores, world.now()).await.unwrap();
    assert!(done.failed.is_empty(), "{:?}", done.failed);
    done.reminders
}

#[tokio::test]
async fn v17_a_day_and_two_hours_before_each_once_and_none_to_who_left() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "near", "2026-03-14", 3).await;
        let off = shift_at(&staff, "off", ("2026-03-14", "20:00", "21:00"), 3).await;
        let (_, comes) = resident(&world, "来").await;
        let (_, left) = resident(&world, "走").await;
        signs_up(&comes, id).await;
        signs_up(&comes, off).await;
        let gone = signs_up(&left, id).await;
        sign_up::leave(&left, gone.id).await.unwrap();
        shifts::cancel(&staff, off, "下雨").await.unwrap();
        let before = told(&world).await.len();

        assert_eq!(round(&world, "2026-03-13T17:59:59").await, 0);
        assert_eq!(round(&world, "2026-03-13T18:00").await, 1);
        assert_eq!(round(&world, "2026-03-13T18:01").await, 0);
        assert_eq!(round(&world, "2026-03-14T15:59:59").await, 0);
        assert_eq!(round(&world, "2026-03-14T16:00").await, 1);
        assert_eq!(round(&world, "2026-03-14T18:00").await, 0);
        let told = told(&world).await;
        assert_eq!(told[before..], ["来 patrol_reminder", "来 patrol_reminder"]);
    })
    .await;
}

#[tokio::test]
async fn v17_two_servers_at_once_or_a_day_without_any_send_one_reminder() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "late", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "来").await;
        signs_up(&ctx, id).await;
        world.at(local("2026-03-14T16:30"));
        let (one, other) = tokio::join!(
            jobs::run_due(&world.stores, world.now()),
            jobs::run_due(&world.stores, world.now()),
        );
        assert_eq!(one.unwrap().reminders + other.unwrap().reminders, 1);
        assert_eq!(told(&world).await, ["来 patrol_reminder"]);
    })
    .await;
}

#[tokio::test]
async fn v17_who_signed_up_just_now_needs_none_and_nobody_is_woken() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let early = shift_at(&staff, "early", ("2026-03-14", "08:00", "09:00"), 3).await;
        let (account, ctx) = resident(&world, "来").await;
        signs_up(&ctx, early).await;
        assert_eq!(round(&world, "2026-03-13T08:00").await, 1);
        assert_eq!(
            round(&world, "2026-03-14T06:00").await,
            0,
            "it would wake, or come too late"
        );
        let today = shift(&world.ctx(staff.account()).await, "today", "2026-03-14", 3).await;
        world.at(local("2026-03-14T16:30"));
        signs_up(&world.ctx(Some(account)).await, today).await;
        assert_eq!(round(&world, "2026-03-14T16:31").await, 0);
    })
    .await;
}

#[tokio::test]
async fn v17_a_shift_that_moved_is_reminded_of_again() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "moves", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "来").await;
        signs_up(&ctx, id).await;
        let guest = Guest {
            request_key: "guest-moved".to_owned(),
            name: "李奶奶".to_owned(),
            ..Guest::default()
        };
        sign_up::enter(&staff, id, guest).await.unwrap();
        assert_eq!(round(&world, "2026-03-13T18:00").await, 2);
        let now = world.ctx(staff.account()).await;
        let later = draft(&now, "to-the-16th", "2026-03-16", 3).await;
        shifts::edit(&now, id, 1, later, &[]).await.unwrap();
        let calls = backend::message::call::list(&now).await.unwrap();
        let kinds: Vec<_> = calls.iter().map(|call| call.kind).collect();
        assert_eq!(kinds, [Kind::PatrolMoved], "nobody says the old time");
        assert_eq!(round(&world, "2026-03-14T16:00").await, 0);
        assert_eq!(round(&world, "2026-03-15T18:00").await, 2);
        assert_eq!(round(&world, "2026-03-16T16:00").await, 2);
    })
    .await;
}

#[tokio::test]
async fn v17_what_waited_for_the_morning_does_not_reach_who_left_at_night() {
    story::both(|world| async move {
        let (listener, answers) = gateway();
        let address = format!("http://{listener}/sms");
        let outlets = Outlets {
            sms: Some(Gateway::open(&address, Secret::new(KEY).unwrap()).unwrap()),
            ..Outlets::default()
        };
        let staff = staff(&world).await;
        let night = ("2026-03-14", "22:30", "23:30");
        let id = shift_at(&staff, "night", night, 3).await;
        let mut sign_ups = Vec::new();
        for (name, number) in [("来", "13800001234"), ("走", "13900001234")] {
            let (_, ctx) = resident(&world, name).await;
            let mut tx = world.write().await;
            sql!(
                &mut tx,
                execute,
                "update person set telephone = $2 where id = $1",
                person(&ctx).get(),
                number,
            )
            .unwrap();
            tx.commit().await.unwrap();
            choice::set_ways(&ctx, false, true).await.unwrap();
            sign_ups.push((signs_up(&ctx, id).await, ctx));
        }
        assert_eq!(round(&world, "2026-03-13T22:30").await, 2);
        let (left, ctx) = sign_ups.pop().unwrap();
        let now = world.ctx(ctx.account()).await;
        assert_eq!(sign_up::leave(&now, left.id).await.unwrap(), Left::Freed);
        // The first answer of the gateway is 500.
        for at in ["2026-03-14T08:00", "2026-03-14T08:02"] {
            deliver_due(&world.stores, &outlets, local(at))
                .await
                .unwrap();
        }
        let sent: Vec<_> = answers.try_iter().map(|(_, body)| body).collect();
        let reaches = |number: &str| sent.iter().any(|body| body.contains(number));
        assert!(reaches("13800001234"), "{sent:?}");
        assert!(!reaches("13900001234"), "{sent:?}");
    })
    .await;
}

#[tokio::test]
async fn v17_x19_whom_nothing_reaches_is_called() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "called", "2026-03-14", 3).await;
        let guest = Guest {
            request_key: "guest-called".to_owned(),
            name: "李奶奶".to_owned(),
            ..Guest::default()
        };
        let entered = sign_up::enter(&staff, id, guest).await.unwrap();
        round(&world, "2026-03-13T18:00").await;
        let later = world.ctx(staff.account()).await;
        let calls = backend::message::call::list(&later).await.unwrap();
        let names: Vec<_> = calls.iter().map(|call| call.name.as_str()).collect();
        assert_eq!(names, ["李奶奶"]);
        let count = backend::message::call::waiting(&later).await.unwrap();
        assert_eq!(count, 1);
        let mut read = world.stores.db.read().await.unwrap();
        let (rows,) = sql!(
            &mut read,
            one as (i64,),
            "select count(*) from patrol_reminder"
        )
        .unwrap();
        assert_eq!(rows, 1);

        // Who phoned meanwhile to leave is not called about coming.
        let Answer::SignedUp(hers) = entered else {
            panic!("{entered:?}")
        };
        sign_up::release(&later, hers.id, "").await.unwrap();
        let calls = backend::message::call::list(&later).await.unwrap();
        let kinds: Vec<_> = calls.iter().map(|call| call.kind).collect();
        assert_eq!(kinds, [Kind::PatrolReleased]);
        let count = backend::message::call::waiting(&later).await.unwrap();
        assert_eq!(count, 1);
    })
    .await;
}
