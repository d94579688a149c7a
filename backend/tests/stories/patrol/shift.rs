//! Stories of shifts: writing, changing, calling off.

use backend::Error;
use backend::patrol::attendance;
use backend::patrol::shift::{self as shifts, Edited};
use backend::patrol::sign_up::{self, Said, Wish};
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::shift::{Kept, Standing};
use domain::patrol::sign_up::State;
use domain::permission::Post;
use domain::problem::Problem;

use super::{
    ask, draft, find, person, resident, shift, shift_at, signs_up, staff, state, taken, told,
    v01_v02_v03_hold_everywhere,
};
use crate::story::{self, local};

#[tokio::test]
async fn v10_a_form_sent_twice_makes_one_shift_and_a_draft_is_nobodys_business() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "draft", "2026-03-14", 3).await;
        form.publish = false;
        form.body.starts = "22:00".to_owned();
        form.body.ends = "06:00".to_owned();
        let id = shifts::write(&staff, form.clone()).await.unwrap();
        assert_eq!(shifts::write(&staff, form).await.unwrap(), id, "r03");
        let kept = find(&staff, id).await;
        assert_eq!(kept.span.minutes(), 8 * 60);
        assert_eq!(kept.first_day.to_string(), "2026-03-14");
        assert_eq!(kept.deadline, local("2026-03-13T22:00"));
        assert_eq!(kept.standing(world.now()), Standing::Draft);
        let (_, ctx) = resident(&world, "一").await;
        let hidden = backend::patrol::find(&ctx, id).await;
        assert!(matches!(hidden, Err(Error::NotFound)));
        let early = sign_up::sign_up(&ctx, id, super::wish(&ctx, id)).await;
        assert!(matches!(early, Err(Error::NotFound)));
        shifts::publish(&staff, id).await.unwrap();
        shifts::publish(&staff, id).await.unwrap();
        assert_eq!(find(&ctx, id).await.standing(world.now()), Standing::Open);
        assert_eq!(signs_up(&ctx, id).await.state, State::Confirmed);
    })
    .await;
}

#[tokio::test]
async fn v08_fewer_places_are_asked_about_and_the_last_come_wait_first_in_line() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "fewer", "2026-03-14", 3).await;
        let mut people = Vec::new();
        for name in ["一", "二", "三", "四"] {
            let (_, ctx) = resident(&world, name).await;
            signs_up(&ctx, id).await;
            people.push(ctx);
        }
        let form = draft(&staff, "smaller", "2026-03-14", 1).await;
        let asked = shifts::edit(&staff, id, 1, form.clone(), &[])
            .await
            .unwrap();
        let Edited::Asks(effects) = asked else {
            panic!("two people would lose their place")
        };
        let seqs: Vec<_> = effects.bumped.iter().map(|sign_up| sign_up.seq).collect();
        assert_eq!(seqs, [3, 2], "the last ones");
        assert_eq!(taken(&staff, id).await, 3, "nothing was changed yet");
        let agreed: Vec<_> = effects.who().collect();
        let half = shifts::edit(&staff, id, 1, form.clone(), &agreed[..1])
            .await
            .unwrap();
        assert!(
            matches!(half, Edited::Asks(_)),
            "each of them has to be agreed to"
        );
        let done = shifts::edit(&staff, id, 1, form, &agreed).await.unwrap();
        assert_eq!(done, Edited::Done);
        let mut states = Vec::new();
        for ctx in &people {
            states.push(state(ctx, id).await.unwrap());
        }
        let waits = State::Waitlisted;
        assert_eq!(states, [State::Confirmed, waits, waits, waits]);
        let told = told(&world).await;
        assert_eq!(told, ["二 patrol_bumped", "三 patrol_bumped"], "each once");
        v01_v02_v03_hold_everywhere(&world).await;

        let form = draft(&staff, "larger", "2026-03-14", 2).await;
        shifts::edit(&staff, id, 2, form, &[]).await.unwrap();
        assert_eq!(
            state(&people[1], id).await,
            Some(State::Confirmed),
            "before the fourth"
        );
        assert_eq!(state(&people[3], id).await, Some(waits));
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v08_moving_a_shift_looks_for_overlaps_again_and_tells_everybody_once() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "moved", "2026-03-14", 3).await;
        let noon = shift_at(&staff, "noon", ("2026-03-15", "12:00", "14:00"), 3).await;
        let (_, free) = resident(&world, "一").await;
        let (_, busy) = resident(&world, "二").await;
        for ctx in [&free, &busy] {
            signs_up(ctx, id).await;
        }
        signs_up(&busy, noon).await;
        let mut form = draft(&staff, "to-noon", "2026-03-15", 3).await;
        form.body.starts = "13:00".to_owned();
        form.body.ends = "15:00".to_owned();
        let asked = shifts::edit(&staff, id, 1, form.clone(), &[])
            .await
            .unwrap();
        let Edited::Asks(effects) = asked else {
            panic!("one cannot come then")
        };
        assert_eq!(effects.clashing.len(), 1);
        assert_eq!(effects.clashing[0].1, Why::Overlaps);
        let agreed: Vec<_> = effects.who().collect();
        shifts::edit(&staff, id, 1, form.clone(), &agreed)
            .await
            .unwrap();
        shifts::edit(&staff, id, 1, form, &agreed).await.unwrap();
        assert_eq!(state(&free, id).await, Some(State::Confirmed));
        assert_eq!(state(&busy, id).await, None);
        assert_eq!(
            told(&world).await,
            ["一 patrol_moved", "二 patrol_released"]
        );
        let now = find(&staff, id).await;
        assert_eq!(
            (now.is_edited, now.sequence, now.version),
            (true, 1, 2),
            "v18: it rises"
        );
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v03_v08_a_shift_that_is_moved_into_the_past_hour_looks_for_overlaps_too() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let moved = shift_at(&staff, "moved", ("2026-03-11", "15:00", "17:00"), 3).await;
        let other = shift_at(&staff, "other", ("2026-03-11", "13:00", "15:00"), 3).await;
        let (_, ctx) = resident(&world, "一").await;
        signs_up(&ctx, moved).await;
        signs_up(&ctx, other).await;
        world.at(local("2026-03-11T12:30"));
        let account = world.account("ling", Post::Staff).await;
        let today = world.ctx(Some(account)).await;
        let mut form = draft(&today, "earlier", "2026-03-11", 3).await;
        form.body.starts = "12:00".to_owned();
        form.body.ends = "14:00".to_owned();
        let asked = shifts::edit(&today, moved, 1, form, &[]).await.unwrap();
        let Edited::Asks(effects) = asked else {
            panic!("nobody is in two places")
        };
        assert_eq!(effects.clashing[0].1, Why::Overlaps);
    })
    .await;
}

#[tokio::test]
async fn v08_v12_whoever_was_ticked_off_is_not_moved_any_more() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift_at(&staff, "ticked", ("2026-03-11", "18:00", "20:00"), 3).await;
        let late = shift_at(&staff, "late", ("2026-03-11", "20:00", "22:00"), 3).await;
        for name in ["一", "二"] {
            let (_, ctx) = resident(&world, name).await;
            signs_up(&ctx, id).await;
            signs_up(&ctx, late).await;
        }
        world.at(local("2026-03-11T18:05"));
        let account = world.account("ling", Post::Staff).await;
        let now = world.ctx(Some(account)).await;
        assert_eq!(attendance::all_came(&now, id).await.unwrap(), 2);
        let edit = async |key: &str, until: &str, many| {
            let mut form = draft(&now, key, "2026-03-11", many).await;
            form.body.starts = "18:00".to_owned();
            form.body.ends = until.to_owned();
            shifts::edit(&now, id, 1, form, &[]).await
        };
        for (edited, field) in [
            (edit("one-place", "20:00", 1).await, "members"),
            (edit("longer", "21:00", 3).await, "starts"),
        ] {
            let Err(Error::Invalid(problems)) = edited else {
                panic!("{field}: {edited:?}")
            };
            assert_eq!(problems.of(field), Some(Problem::TickedAlready));
        }
        assert_eq!(edit("two", "20:00", 2).await.unwrap(), Edited::Done);
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v10_a_draft_that_is_called_off_is_gone_and_was_never_public() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "draft", "2026-03-14", 3).await;
        form.publish = false;
        let id = shifts::write(&staff, form).await.unwrap();
        let ended = shifts::cancel(&staff, id, "写错了").await.unwrap();
        assert_eq!(ended, shifts::Ended::Removed);
        let (_, ctx) = resident(&world, "一").await;
        let found = backend::patrol::find(&ctx, id).await;
        assert!(matches!(found, Err(Error::NotFound)), "{found:?}");
        let open = shift(&staff, "open", "2026-03-14", 3).await;
        let ended = shifts::cancel(&staff, open, "下雨").await.unwrap();
        assert_eq!(ended, shifts::Ended::CalledOff);
    })
    .await;
}

#[tokio::test]
async fn v08_a_young_child_whose_guardian_loses_the_place_is_listed_with_it() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "together", "2026-03-14", 4).await;
        let other = shift_at(&staff, "clash", ("2026-03-15", "18:00", "20:00"), 3).await;
        let (_, ctx) = resident(&world, "妈妈").await;
        signs_up(&ctx, id).await;
        signs_up(&ctx, other).await;
        let wish = Wish {
            request_key: "child-together".to_owned(),
            person: Some(crate::patrol::child(&world, person(&ctx), "小豆").await),
            said: Said {
                agrees: true,
                is_ten: false,
            },
            ..Wish::default()
        };
        sign_up::sign_up(&ctx, id, wish).await.unwrap();
        let moved = |key: &'static str| draft(&staff, key, "2026-03-15", 4);
        let asked = shifts::edit(&staff, id, 1, moved("moved-asks").await, &[]).await;
        let Ok(shifts::Edited::Asks(effects)) = asked else {
            panic!("{asked:?}")
        };
        let why: Vec<_> = effects.clashing.iter().map(|(_, why)| *why).collect();
        assert_eq!(why, [Why::Overlaps, Why::NeedsCompany]);
        let agreed: Vec<_> = effects.who().collect();
        let done = shifts::edit(&staff, id, 1, moved("moved-done").await, &agreed).await;
        assert_eq!(done.unwrap(), shifts::Edited::Done);
        let told = told(&world).await;
        assert_eq!(told, ["妈妈 patrol_released", "妈妈 patrol_released"]);
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v08_after_a_late_move_everybody_may_leave_freely_for_a_day() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "late", "2026-03-11", 3).await;
        world.at(local("2026-03-11T09:00"));
        let account = world.account("ling", Post::Staff).await;
        let today = world.ctx(Some(account)).await;
        let mut form = draft(&today, "later", "2026-03-11", 3).await;
        form.body.starts = "19:00".to_owned();
        form.body.ends = "21:00".to_owned();
        shifts::edit(&today, id, 1, form, &[]).await.unwrap();
        let moved = find(&today, id).await;
        assert_eq!(
            moved.deadline, moved.span.starts,
            "it begins before a day is over"
        );
    })
    .await;
}

#[tokio::test]
async fn v08_calling_off_tells_every_active_person_once_and_nobody_who_left() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "off", "2026-03-14", 1).await;
        let (_, comes) = resident(&world, "一").await;
        let (_, waits) = resident(&world, "二").await;
        let (_, left) = resident(&world, "三").await;
        for ctx in [&comes, &waits, &left] {
            signs_up(ctx, id).await;
        }
        let gone = sign_up::mine(&left, id).await.unwrap().unwrap();
        sign_up::leave(&left, gone.id).await.unwrap();
        let wordless = shifts::cancel(&staff, id, " ").await;
        let Err(Error::Invalid(problems)) = wordless else {
            panic!("without a reason")
        };
        assert_eq!(problems.of("reason"), Some(Problem::Missing));
        shifts::cancel(&staff, id, "台风").await.unwrap();
        shifts::cancel(&staff, id, "台风").await.unwrap();
        let told = told(&world).await;
        assert_eq!(told, ["一 patrol_cancelled", "二 patrol_cancelled"]);
        let off = find(&comes, id).await;
        assert_eq!(
            (off.kept, off.cancel_reason.as_str()),
            (Kept::Cancelled, "台风")
        );
        let (_, fourth) = resident(&world, "四").await;
        let late = ask(&fourth, id).await;
        assert!(matches!(
            late,
            backend::patrol::sign_up::Answer::Refused {
                why: Why::Cancelled,
                ..
            }
        ));
        let same_time = shift(&staff, "instead", "2026-03-14", 3).await;
        assert_eq!(
            signs_up(&comes, same_time).await.state,
            State::Confirmed,
            "v03: what was called off keeps nobody busy"
        );
        let edited = shifts::edit(
            &staff,
            id,
            2,
            draft(&staff, "x", "2026-03-14", 3).await,
            &[],
        );
        assert!(matches!(edited.await, Err(Error::Changed)));
    })
    .await;
}

#[tokio::test]
async fn v11_a_first_patrol_needs_a_shift_with_a_leader() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "alone", "2026-03-14", 3).await;
        form.body.leaders = String::new();
        let id = shifts::write(&staff, form).await.unwrap();
        let led = shift(&staff, "led", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        let refused = backend::patrol::sign_up::Answer::Refused {
            why: Why::NeedsLeader,
            nearest: Some(led),
        };
        assert_eq!(ask(&ctx, id).await, refused);
        let mut night = draft(&staff, "night", "2026-03-14", 3).await;
        night.body.leaders = "0".to_owned();
        night.body.ends = "22:30".to_owned();
        let Err(Error::Invalid(problems)) = shifts::write(&staff, night).await else {
            panic!("a night without a leader")
        };
        assert_eq!(problems.of("leaders"), Some(Problem::NightNeedsLeader));
        assert_eq!(find(&staff, id).await.places_of(Role::Leader).capacity, 0);
    })
    .await;
}

#[tokio::test]
async fn r03_two_who_change_one_shift_are_told() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "both", "2026-03-14", 3).await;
        let first = draft(&staff, "first", "2026-03-14", 4).await;
        shifts::edit(&staff, id, 1, first, &[]).await.unwrap();
        let second = draft(&staff, "second", "2026-03-14", 5).await;
        let late = shifts::edit(&staff, id, 1, second, &[]).await;
        assert!(matches!(late, Err(Error::Changed)));
    })
    .await;
}

#[tokio::test]
async fn p13_only_staff_make_change_and_call_off_shifts() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "guarded", "2026-03-14", 3).await;
        for post in [Post::Volunteer, Post::Captain, Post::Property, Post::Centre] {
            let account = world.account(post.as_str(), post).await;
            let ctx = world.ctx(Some(account)).await;
            let written = shifts::write(&ctx, draft(&ctx, "theirs", "2026-03-14", 3).await).await;
            assert!(matches!(written, Err(Error::Denied)), "{post:?}");
            let edited = shifts::edit(&ctx, id, 1, draft(&ctx, "e", "2026-03-14", 3).await, &[]);
            assert!(matches!(edited.await, Err(Error::Denied)), "{post:?}");
            assert!(matches!(
                shifts::cancel(&ctx, id, "x").await,
                Err(Error::Denied)
            ));
            assert!(matches!(
                shifts::publish(&ctx, id).await,
                Err(Error::Denied)
            ));
        }
        let stranger = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(
            matches!(shifts::cancel(&there, id, "x").await, Err(Error::NotFound)),
            "p03"
        );
        let edited = shifts::edit(
            &there,
            id,
            1,
            draft(&there, "e", "2026-03-14", 3).await,
            &[],
        );
        assert!(matches!(edited.await, Err(Error::NotFound)), "p03");
        assert_eq!(find(&staff, id).await.version, 1);
    })
    .await;
}
