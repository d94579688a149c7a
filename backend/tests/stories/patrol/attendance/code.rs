//! The changing code.

use backend::Error;
use backend::patrol::code::{self, CheckedIn};
use backend::patrol::sign_up;
use domain::patrol::shift::BodyDraft;
use domain::patrol::sign_up::State;
use domain::problem::Problem;

use super::{body, evening, evening_of, kind, state};
use crate::story::{self, local};

#[tokio::test]
async fn v12_the_code_counts_for_its_shift_and_time_only_and_twice_is_once() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T17:29"));
        let leader = world.ctx(Some(evening.leader)).await;
        let early = code::show(&leader, evening.id).await.unwrap();
        assert_eq!(early.digits, None);

        world.at(local("2026-03-12T17:59"));
        let leader = world.ctx(Some(evening.leader)).await;
        let shown = code::show(&leader, evening.id).await.unwrap();
        let digits = shown.digits.unwrap();
        assert_eq!(shown.renews_in, 60);
        assert!(digits.len() == 6 && digits.bytes().all(|byte| byte.is_ascii_digit()));

        let wang = world.ctx(Some(evening.members[0])).await;
        let wrong = if digits == "000000" {
            "000001"
        } else {
            "000000"
        };
        let Err(Error::Invalid(problems)) = code::check_in(&wang, evening.id, wrong).await else {
            panic!("another code is none");
        };
        assert_eq!(problems.of("code"), Some(Problem::WrongCode));
        for typed in [
            format!(" {} {}", &digits[..3], &digits[3..]),
            "nothing".to_owned(),
        ] {
            let done = code::check_in(&wang, evening.id, &typed).await.unwrap();
            assert_eq!(done, CheckedIn::Done);
        }
        assert_eq!(state(&leader, evening.id, "wang").await, State::CheckedIn);

        // The one before still counts, the one before that does not.
        world.at(local("2026-03-12T18:04"));
        let zhao = world.ctx(Some(evening.members[1])).await;
        let good = code::check_in(&zhao, evening.id, &digits).await.unwrap();
        assert_eq!(good, CheckedIn::Done);
        world.at(local("2026-03-12T18:05"));
        let later = world.ctx(Some(evening.leader)).await;
        let old = code::check_in(&later, evening.id, &digits).await;
        assert!(matches!(old, Err(Error::Invalid(_))), "{old:?}");
    })
    .await;
}

#[tokio::test]
async fn v12_the_code_ends_with_the_shift_and_is_only_for_who_is_on_it() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T19:59"));
        let leader = world.ctx(Some(evening.leader)).await;
        let digits = code::show(&leader, evening.id)
            .await
            .unwrap()
            .digits
            .unwrap();
        let other = world.resident("other").await;
        let other = world.ctx(Some(other)).await;
        let not_on_it = code::check_in(&other, evening.id, &digits).await.unwrap();
        assert_eq!(not_on_it, CheckedIn::NotOnIt);
        let shown = code::show(&other, evening.id).await;
        assert!(matches!(shown, Err(Error::Denied)));
        let nobody = world.ctx(None).await;
        let nobody = code::check_in(&nobody, evening.id, &digits).await;
        assert!(matches!(nobody, Err(Error::SignIn)));

        world.at(local("2026-03-12T20:00"));
        let wang = world.ctx(Some(evening.members[0])).await;
        let Err(Error::Invalid(problems)) = code::check_in(&wang, evening.id, &digits).await else {
            panic!("the shift is over");
        };
        assert_eq!(problems.of("code"), Some(Problem::Expired));
        let own = sign_up::mine(&wang, evening.id).await.unwrap().unwrap();
        assert_eq!(own.state, State::Confirmed);
    })
    .await;
}

#[tokio::test]
async fn v12_tries_of_the_code_wait_longer_and_longer() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T18:00"));
        let wang = world.ctx(Some(evening.members[0])).await;
        for _ in 0..5 {
            let wrong = code::check_in(&wang, evening.id, "x").await;
            assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
        }
        let waits = code::check_in(&wang, evening.id, "x").await;
        assert!(matches!(waits, Err(Error::Wait(2))), "{waits:?}");
        // Another person is not kept waiting.
        let zhao = world.ctx(Some(evening.members[1])).await;
        let wrong = code::check_in(&zhao, evening.id, "x").await;
        assert!(matches!(wrong, Err(Error::Invalid(_))), "{wrong:?}");
    })
    .await;
}

#[tokio::test]
async fn v12_a_shift_without_codes_has_none() {
    story::both(|world| async move {
        let kind = kind(&world).await;
        let without = BodyDraft {
            uses_code: false,
            ..body(kind)
        };
        let evening = evening_of(&world, without).await;
        world.at(local("2026-03-12T18:00"));
        let leader = world.ctx(Some(evening.leader)).await;
        assert!(matches!(
            code::show(&leader, evening.id).await,
            Err(Error::NotFound)
        ));
        let typed = code::check_in(&leader, evening.id, "123456").await;
        assert!(matches!(typed, Err(Error::NotFound)));
    })
    .await;
}
