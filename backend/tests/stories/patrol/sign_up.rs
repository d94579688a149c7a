//! Stories of places: taking, waiting, leaving, standing in.

mod led;

use backend::patrol::sign_up::{self, Answer, Guest, Left, Said, Wish};
use backend::patrol::{setting, shift as shifts};
use backend::{Error, sql};
use domain::patrol::Role;
use domain::patrol::eligible::Why;
use domain::patrol::sign_up::State;
use domain::permission::Post;
use domain::problem::Problem;

use super::{
    ask, draft, find, person, resident, shift, shift_at, signs_up, staff, state, taken, told,
    train, v01_v02_v03_hold_everywhere, wish,
};
use crate::story::{self, local};

#[tokio::test]
async fn v01_the_last_place_is_given_once_and_the_next_wait_in_order() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "one", "2026-03-14", 2).await;
        let mut states = Vec::new();
        for name in ["一", "二", "三", "四"] {
            let (_, ctx) = resident(&world, name).await;
            let made = signs_up(&ctx, id).await;
            states.push((made.state, made.seq));
        }
        assert_eq!(
            states,
            [
                (State::Confirmed, 1),
                (State::Confirmed, 2),
                (State::Waitlisted, 3),
                (State::Waitlisted, 4),
            ]
        );
        let stands = find(&staff, id).await;
        assert_eq!(
            (stands.waiting, stands.covered, taken(&staff, id).await),
            (2, 2, 2)
        );
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v01_kept_places_are_for_those_whom_staff_enter() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "kept", "2026-03-14", 2).await;
        form.body.reserved = "1".to_owned();
        let id = shifts::write(&staff, form).await.unwrap();
        let (_, first) = resident(&world, "一").await;
        let (_, second) = resident(&world, "二").await;
        assert_eq!(signs_up(&first, id).await.state, State::Confirmed);
        assert_eq!(signs_up(&second, id).await.state, State::Waitlisted);
        let guest = Guest {
            request_key: "guest-one".to_owned(),
            name: "李奶奶".to_owned(),
            telephone: "139 0000 1111".to_owned(),
            ..Guest::default()
        };
        let Answer::SignedUp(entered) = sign_up::enter(&staff, id, guest.clone()).await.unwrap()
        else {
            panic!("refused")
        };
        assert_eq!(entered.state, State::Confirmed, "v11: on the kept place");
        let again = sign_up::enter(&staff, id, guest).await.unwrap();
        assert_eq!(again, Answer::SignedUp(entered), "r03: one person");
        let places = find(&staff, id).await.places_of(Role::Member);
        assert_eq!((places.reserved, places.taken), (0, 2));
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v02_a_person_is_on_a_shift_once_and_the_first_answer_stays() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "once", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        let first = signs_up(&ctx, id).await;
        let same_form = sign_up::sign_up(&ctx, id, wish(&ctx, id)).await.unwrap();
        let other_form = Wish {
            request_key: "another-form".to_owned(),
            ..Wish::default()
        };
        let other_form = sign_up::sign_up(&ctx, id, other_form).await.unwrap();
        assert_eq!(same_form, Answer::SignedUp(first.clone()));
        assert_eq!(other_form, Answer::SignedUp(first.clone()));
        sign_up::leave(&ctx, first.id).await.unwrap();
        let Answer::SignedUp(late) = sign_up::sign_up(&ctx, id, wish(&ctx, id)).await.unwrap()
        else {
            panic!("refused")
        };
        assert_eq!(
            (late.id, late.state),
            (first.id, State::Cancelled),
            "a form that comes late does not undo the leaving"
        );
        assert_eq!(taken(&staff, id).await, 0);
    })
    .await;
}

#[tokio::test]
async fn v03_v05_an_overlap_is_refused_in_one_sentence_with_the_nearest_that_works() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let evening = ("2026-03-14", "10:00", "14:00");
        let held = shift_at(&staff, "held", evening, 3).await;
        let inside = shift_at(&staff, "inside", ("2026-03-14", "11:00", "13:00"), 3).await;
        let after = shift_at(&staff, "after", ("2026-03-14", "14:00", "16:00"), 3).await;
        let later = shift_at(&staff, "later", ("2026-03-15", "11:00", "13:00"), 3).await;
        let (_, ctx) = resident(&world, "一").await;
        signs_up(&ctx, held).await;
        let refused = Answer::Refused {
            why: Why::Overlaps,
            nearest: Some(after),
        };
        assert_eq!(ask(&ctx, inside).await, refused);
        assert_eq!(
            signs_up(&ctx, after).await.state,
            State::Confirmed,
            "half open"
        );
        let refused = Answer::Refused {
            why: Why::Overlaps,
            nearest: Some(later),
        };
        assert_eq!(ask(&ctx, inside).await, refused);
        assert_eq!(state(&ctx, inside).await, None, "and nothing was kept");
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v04_the_rest_that_a_community_sets_is_kept() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let rules = setting::Draft {
            rest: "8".to_owned(),
            leave: "24".to_owned(),
            weeks: "4".to_owned(),
            ..setting::Draft::default()
        };
        setting::save(&staff, rules).await.unwrap();
        let evening = shift_at(&staff, "evening", ("2026-03-14", "20:00", "22:00"), 3).await;
        let too_early = shift_at(&staff, "early", ("2026-03-15", "05:59", "07:00"), 3).await;
        let rested = shift_at(&staff, "rested", ("2026-03-15", "06:00", "07:00"), 3).await;
        let (_, ctx) = resident(&world, "一").await;
        signs_up(&ctx, evening).await;
        let refused = Answer::Refused {
            why: Why::TooLittleRest,
            nearest: Some(rested),
        };
        assert_eq!(ask(&ctx, too_early).await, refused);
        assert_eq!(signs_up(&ctx, rested).await.state, State::Confirmed);
    })
    .await;
}

#[tokio::test]
async fn v06_leaving_is_free_up_to_the_instant_of_the_deadline() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "free", "2026-03-14", 1).await;
        let (account, ctx) = resident(&world, "一").await;
        let first = signs_up(&ctx, id).await;
        world.at(local("2026-03-13T18:00"));
        let at_it = world.ctx(Some(account)).await;
        assert_eq!(sign_up::leave(&at_it, first.id).await.unwrap(), Left::Freed);
        let again = signs_up(&at_it, id).await;
        world.at(local("2026-03-13T18:00:00.001"));
        let behind = world.ctx(Some(account)).await;
        let left = sign_up::leave(&behind, again.id).await.unwrap();
        assert_eq!(
            left,
            Left::Seeking,
            "a millisecond later a stand-in is looked for"
        );
        let stands = find(&behind, id).await;
        assert_eq!(
            (stands.covered, stands.seeking, taken(&behind, id).await),
            (0, 1, 1)
        );
        sign_up::stay(&behind, again.id).await.unwrap();
        assert_eq!(state(&behind, id).await, Some(State::Confirmed), "x08");
        world.at(local("2026-03-14T18:00"));
        let begun = world.ctx(Some(account)).await;
        let late = sign_up::leave(&begun, again.id).await;
        assert!(matches!(late, Err(Error::Changed)), "it has begun");
    })
    .await;
}

#[tokio::test]
async fn v06_a_stand_in_takes_the_place_over_and_of_two_one_wins() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "stand-in", "2026-03-14", 1).await;
        let (account, ctx) = resident(&world, "一").await;
        let (waits, waiting) = resident(&world, "二").await;
        let (other, _) = resident(&world, "三").await;
        let sought = signs_up(&ctx, id).await;
        assert_eq!(signs_up(&waiting, id).await.state, State::Waitlisted);
        world.at(local("2026-03-14T09:00"));
        let ctx = world.ctx(Some(account)).await;
        sign_up::leave(&ctx, sought.id).await.unwrap();
        assert_eq!(
            state(&ctx, id).await,
            Some(State::Seeking),
            "still responsible"
        );
        assert_eq!(told(&world).await, ["二 patrol_stand_in_wanted"]);

        let (waiting, other) = (world.ctx(Some(waits)).await, world.ctx(Some(other)).await);
        let (one, two) = tokio::join!(
            sign_up::stand_in(&waiting, sought.id, "stand-in-two"),
            sign_up::stand_in(&other, sought.id, "stand-in-three"),
        );
        let won = |answer: &Result<Answer, Error>| matches!(answer, Ok(Answer::SignedUp(_)));
        assert!(won(&one) != won(&two), "{one:?} {two:?}");
        let lost = if won(&one) { two } else { one };
        assert!(matches!(lost, Err(Error::Changed)), "{lost:?}");
        assert_eq!(state(&ctx, id).await, None, "and the first is free");
        assert_eq!(taken(&ctx, id).await, 1);
        let told = told(&world).await;
        assert_eq!(told.last().unwrap(), "一 patrol_stand_in_found");
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v07_a_freed_place_goes_to_the_first_who_may_still_take_it() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "queue", "2026-03-14", 1).await;
        let same_time = shift(&staff, "other", "2026-03-14", 3).await;
        let (_, holder) = resident(&world, "一").await;
        let (_, busy) = resident(&world, "二").await;
        let (_, next) = resident(&world, "三").await;
        let held = signs_up(&holder, id).await;
        for waiting in [&busy, &next] {
            assert_eq!(signs_up(waiting, id).await.state, State::Waitlisted);
        }
        assert_eq!(signs_up(&busy, same_time).await.state, State::Confirmed);
        sign_up::leave(&holder, held.id).await.unwrap();
        assert_eq!(
            state(&busy, id).await,
            Some(State::Waitlisted),
            "no longer free"
        );
        assert_eq!(state(&next, id).await, Some(State::Confirmed));
        assert_eq!(told(&world).await, ["三 patrol_place"]);
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v07_after_the_deadline_a_place_is_offered_and_passed_on() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "offer", "2026-03-14", 1).await;
        let mut accounts = Vec::new();
        for name in ["一", "二", "三", "四"] {
            let (account, ctx) = resident(&world, name).await;
            signs_up(&ctx, id).await;
            accounts.push(account);
        }
        world.at(local("2026-03-13T20:00"));
        let mut people = Vec::new();
        for account in accounts {
            people.push(world.ctx(Some(account)).await);
        }
        let account = world.account("ling", Post::Staff).await;
        let late = world.ctx(Some(account)).await;
        let held = sign_up::mine(&people[0], id).await.unwrap().unwrap();
        sign_up::release(&late, held.id, "").await.unwrap();
        let offered = sign_up::mine(&people[1], id).await.unwrap().unwrap();
        assert_eq!(offered.state, State::Offered);
        assert_eq!(offered.offered_until, Some(local("2026-03-14T08:00")));
        assert_eq!(find(&late, id).await.covered, 0, "nobody said yes yet");

        sign_up::answer_offer(&people[1], offered.id, false)
            .await
            .unwrap();
        let offered = sign_up::mine(&people[2], id).await.unwrap().unwrap();
        assert_eq!(offered.state, State::Offered, "passed on");
        // Nobody answers until the offer is over: the job passes it on, once.
        world.at(local("2026-03-14T08:00"));
        let summary = backend::jobs::run_due(&world.stores, world.now())
            .await
            .unwrap();
        assert!(summary.failed.is_empty(), "{:?}", summary.failed);
        let again = backend::jobs::run_due(&world.stores, world.now())
            .await
            .unwrap();
        assert_eq!((summary.places, again.places), (1, 0));
        assert_eq!(state(&people[2], id).await, None);
        let fourth = world.ctx(people[3].account()).await;
        let offered = sign_up::mine(&fourth, id).await.unwrap().unwrap();
        sign_up::answer_offer(&fourth, offered.id, true)
            .await
            .unwrap();
        sign_up::answer_offer(&fourth, offered.id, true)
            .await
            .unwrap();
        assert_eq!(state(&fourth, id).await, Some(State::Confirmed));
        assert_eq!(
            told(&world).await,
            [
                "一 patrol_released",
                "二 patrol_offered",
                "三 patrol_offered",
                "三 patrol_offer_lapsed",
                "四 patrol_offered",
            ]
        );
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v15_p21_a_guardian_signs_a_child_up_and_a_young_one_comes_along() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "child", "2026-03-14", 4).await;
        shift(&staff, "child-elsewhere", "2026-03-15", 4).await;
        let (_, ctx) = resident(&world, "妈妈").await;
        let child = crate::patrol::child(&world, person(&ctx), "小豆").await;
        let wish = |key: &str, agrees, is_ten| Wish {
            request_key: format!("child-{key}"),
            person: Some(child),
            said: Said { agrees, is_ten },
            ..Wish::default()
        };
        let no = sign_up::sign_up(&ctx, id, wish("no", false, true))
            .await
            .unwrap();
        assert!(matches!(
            no,
            Answer::Refused {
                why: Why::NeedsGuardian,
                nearest: None
            }
        ));
        let alone = sign_up::sign_up(&ctx, id, wish("alone", true, false))
            .await
            .unwrap();
        assert!(matches!(
            alone,
            Answer::Refused {
                why: Why::NeedsCompany,
                nearest: None
            }
        ));
        let by_staff = sign_up::sign_up(&staff, id, wish("by-staff", true, true))
            .await
            .unwrap();
        assert!(
            matches!(
                by_staff,
                Answer::Refused {
                    why: Why::NeedsGuardian,
                    ..
                }
            ),
            "p21: nobody agrees in the guardian's place: {by_staff:?}"
        );
        signs_up(&ctx, id).await;
        let together = sign_up::sign_up(&ctx, id, wish("along", true, false))
            .await
            .unwrap();
        let Answer::SignedUp(child_too) = together else {
            panic!("{together:?}")
        };
        assert_eq!(
            (child_too.person, child_too.guardian),
            (child, Some(person(&ctx)))
        );
        let (_, other) = resident(&world, "邻居").await;
        let theirs = sign_up::sign_up(&other, id, wish("theirs", true, true)).await;
        assert!(
            matches!(theirs, Err(Error::Denied)),
            "somebody else's child"
        );
        let left = sign_up::leave(&other, child_too.id).await;
        assert!(
            matches!(left, Err(Error::NotFound)),
            "p03: and none of their business"
        );
        sign_up::leave(&staff, child_too.id).await.unwrap();
        assert_eq!(taken(&ctx, id).await, 1);
        assert_eq!(told(&world).await, ["妈妈 acted_for"], "p15");
    })
    .await;
}

#[tokio::test]
async fn v15_a_young_child_does_not_stay_without_its_guardian() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "left-alone", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "妈妈").await;
        let mothers = signs_up(&ctx, id).await;
        let mut children = Vec::new();
        for (name, is_ten) in [("小豆", false), ("大壮", true)] {
            let wish = Wish {
                request_key: format!("child-{is_ten}"),
                person: Some(crate::patrol::child(&world, person(&ctx), name).await),
                said: Said {
                    agrees: true,
                    is_ten,
                },
                ..Wish::default()
            };
            let answer = sign_up::sign_up(&ctx, id, wish).await.unwrap();
            assert!(matches!(answer, Answer::SignedUp(_)), "{answer:?}");
            children.push(name);
        }
        let (_, waits) = resident(&world, "候补").await;
        assert_eq!(signs_up(&waits, id).await.state, State::Waitlisted);
        let (_, too) = resident(&world, "也候补").await;
        assert_eq!(signs_up(&too, id).await.state, State::Waitlisted);

        let on = backend::patrol::call::people(&staff, id).await.unwrap();
        assert_eq!(on.lines.len(), 5, "nobody goes as long as the mother comes");
        assert_eq!(told(&world).await, [""; 0]);

        sign_up::leave(&ctx, mothers.id).await.unwrap();
        let people = backend::patrol::call::people(&staff, id).await.unwrap();
        let names: Vec<_> = people.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["大壮", "候补", "也候补"]);
        assert!(
            people
                .lines
                .iter()
                .all(|line| line.state == State::Confirmed)
        );
        let told = told(&world).await;
        assert!(
            told.contains(&"妈妈 patrol_released".to_owned()),
            "{told:?}"
        );
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn p03_another_community_finds_no_shift_and_no_sign_up() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "here", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        let made = signs_up(&ctx, id).await;
        let stranger = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let key = |key: &str| Wish {
            request_key: format!("stranger-{key}"),
            ..Wish::default()
        };
        let asked = sign_up::sign_up(&there, id, key("asks")).await;
        assert!(matches!(asked, Err(Error::NotFound)));
        let guest = Guest {
            request_key: "stranger-guest".to_owned(),
            name: "外人".to_owned(),
            ..Guest::default()
        };
        assert!(matches!(
            sign_up::enter(&there, id, guest).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            sign_up::leave(&there, made.id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            sign_up::excuse(&there, made.id).await,
            Err(Error::NotFound)
        ));
        let decided = sign_up::decide(&there, made.id, true, "").await;
        assert!(matches!(decided, Err(Error::NotFound)));
        let taken_over = sign_up::stand_in(&there, made.id, "stranger-stands").await;
        assert!(matches!(taken_over, Err(Error::NotFound)));
        assert_eq!(state(&ctx, id).await, Some(State::Confirmed));
        let nobody = world.ctx(None).await;
        let unnamed = sign_up::sign_up(&nobody, id, key("nobody")).await;
        assert!(matches!(unnamed, Err(Error::SignIn)));
    })
    .await;
}
