//! The second factor: an app, a printed list, devices that are not asked again (rule P10).

use super::{NEW, of, person, problem, session, sessions};
use std::time::Duration;

use backend::account::password::{self, Change};
use backend::account::second_factor::{self, Half, Step};
use backend::account::{self, access, totp};
use backend::{Error, sql};
use domain::id::AccountId;
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, PASSWORD, World};

/// Sets a second factor up; its letters and the list.
pub(super) async fn with_factor(world: &World, account: AccountId) -> (String, Vec<String>) {
    let ctx = world.ctx(Some(account)).await;
    let letters = second_factor::new_secret(&ctx);
    let (_, codes) = second_factor::set_up(&ctx, None, &letters, &code_now(world, &letters))
        .await
        .unwrap();
    (letters, codes)
}

pub(super) fn code_now(world: &World, letters: &str) -> String {
    let secret = totp::read_letters(letters).unwrap();
    totp::code(&secret, totp::step_of(world.now().millis()))
}

pub(super) async fn half(world: &World, name: &str) -> Half {
    let ctx = world.ctx(None).await;
    let person = account::sign_in(&ctx, of(name, PASSWORD)).await.unwrap();
    Half::of(&ctx, &person)
}

#[tokio::test]
async fn p10_a_second_factor_counts_once_a_code_was_typed_and_no_code_counts_twice() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(account)).await;
        let letters = second_factor::new_secret(&ctx);
        let wrong = second_factor::set_up(&ctx, None, &letters, "000000")
            .await
            .unwrap_err();
        assert_eq!(problem(&wrong, "code"), Some(Problem::WrongCode));
        assert_eq!(second_factor::own(&ctx).await.unwrap(), None);
        assert_eq!(step(&world, "min", None).await, Step::Whole);

        let typed = code_now(&world, &letters);
        let (_, codes) = second_factor::set_up(&ctx, None, &letters, &typed)
            .await
            .unwrap();
        assert_eq!(codes.len(), 10);
        assert_eq!(step(&world, "min", None).await, Step::Code);
        let mut tx = world.write().await;
        let (kept,) = sql!(
            &mut tx,
            one as (String,),
            "select secret from second_factor"
        )
        .unwrap();
        drop(tx);
        assert!(!kept.contains(&letters));
        assert!(matches!(
            second_factor::set_up(&ctx, None, &letters, &typed).await,
            Err(Error::Changed | Error::Invalid(_))
        ));

        // The code that set it up is used; the next step's is not.
        let nobody = world.ctx(None).await;
        let first = half(&world, "min").await;
        let used = second_factor::pass(&nobody, first, &typed, false)
            .await
            .unwrap_err();
        assert_eq!(problem(&used, "code"), Some(Problem::WrongCode));
        world.at(world.now().plus(Duration::from_secs(30)));
        let nobody = world.ctx(None).await;
        let typed = code_now(&world, &letters);
        let passed = second_factor::pass(&nobody, first, &typed, false)
            .await
            .unwrap();
        assert_eq!(passed.person.account, account);
        let again = half(&world, "min").await;
        let used = second_factor::pass(&nobody, again, &typed, false)
            .await
            .unwrap_err();
        assert_eq!(problem(&used, "code"), Some(Problem::WrongCode));

        // Each code of the list works once; spaces do not matter.
        let typed = format!("{} {}", &codes[3][..4], &codes[3][4..]);
        second_factor::pass(&nobody, again, &typed, false)
            .await
            .unwrap();
        let used = second_factor::pass(&nobody, again, &codes[3], false)
            .await
            .unwrap_err();
        assert_eq!(problem(&used, "code"), Some(Problem::WrongCode));
        let state = second_factor::own(&world.ctx(Some(account)).await)
            .await
            .unwrap()
            .unwrap();
        assert_eq!(state.codes_left, 9);
    })
    .await;
}

pub(super) async fn step(world: &World, name: &str, trust: Option<&str>) -> Step {
    let ctx = world.ctx(None).await;
    let person = account::sign_in(&ctx, of(name, PASSWORD)).await.unwrap();
    second_factor::step(&ctx, &person, trust).await.unwrap()
}

#[tokio::test]
async fn p10_one_code_sent_ten_times_at_once_is_taken_once() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let (letters, codes) = with_factor(&world, account).await;
        world.at(world.now().plus(Duration::from_secs(60)));
        let first = half(&world, "min").await;
        for code in [code_now(&world, &letters), codes[0].clone()] {
            let nobody = world.ctx(None).await;
            let sent = (0..4).map(|_| {
                let (ctx, code) = (nobody.clone(), code.clone());
                async move { second_factor::pass(&ctx, first, &code, false).await.is_ok() }
            });
            let won = futures::future::join_all(sent).await;
            assert_eq!(won.iter().filter(|won| **won).count(), 1, "{won:?}");
            // Whoever came second failed; that has to be waited for, but not too long.
            world.at(world.now().plus(Duration::from_secs(60)));
        }
    })
    .await;
}

#[tokio::test]
async fn p10_a_half_sign_in_ends_and_dies_with_a_new_password() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let (_, codes) = with_factor(&world, account).await;
        let first = half(&world, "min").await;
        assert!(first.whose(&world.ctx(None).await).await.unwrap().is_some());
        world.at(world.now().plus(Duration::from_secs(10 * 60)));
        let nobody = world.ctx(None).await;
        assert!(first.whose(&nobody).await.unwrap().is_none());
        let late = second_factor::pass(&nobody, first, &codes[0], false).await;
        assert!(matches!(late, Err(Error::SignIn)));

        let second = half(&world, "min").await;
        let change = Change {
            old: PASSWORD.to_owned(),
            new: NEW.to_owned(),
        };
        let ctx = world.ctx(Some(account)).await;
        password::change(&ctx, "", change).await.unwrap();
        let dead = second_factor::pass(&nobody, second, &codes[0], false).await;
        assert!(matches!(dead, Err(Error::SignIn)));
    })
    .await;
}

#[tokio::test]
async fn p10_a_device_is_not_asked_again_for_ninety_days() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let (_, codes) = with_factor(&world, account).await;
        let half = half(&world, "min").await;
        let nobody = world.ctx(None).await;
        let passed = second_factor::pass(&nobody, half, &codes[0], true)
            .await
            .unwrap();
        let trust = passed.trust.unwrap();
        assert_eq!(step(&world, "min", Some(&trust)).await, Step::Whole);
        assert_eq!(step(&world, "min", Some("another")).await, Step::Code);
        let ends = world.now().plus(Duration::from_secs(90 * 24 * 60 * 60));
        world.at(ends.minus(Duration::from_secs(1)));
        assert_eq!(step(&world, "min", Some(&trust)).await, Step::Whole);
        world.at(ends);
        assert_eq!(step(&world, "min", Some(&trust)).await, Step::Code);
    })
    .await;
}

#[tokio::test]
async fn p10_administrators_must_and_others_may() {
    story::both(|world| async move {
        let admin = world.resident("lin").await;
        world.hold(admin, Post::Admin, world.here.node, None).await;
        assert_eq!(step(&world, "lin", None).await, Step::SetUp);
        for post in [Post::Staff, Post::Property, Post::Captain] {
            world.account(post.as_str(), post).await;
            assert_eq!(
                step(&world, post.as_str(), None).await,
                Step::Whole,
                "{post:?}"
            );
        }
        // In the invented community everybody knows the passwords.
        let mut tx = world.write().await;
        sql!(&mut tx, execute, "update community set is_demo = 1").unwrap();
        tx.commit().await.unwrap();
        assert_eq!(step(&world, "lin", None).await, Step::Whole);
    })
    .await;
}

#[tokio::test]
async fn p10_list_and_factor_are_renewed_and_taken_with_the_password() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let (_, old) = with_factor(&world, account).await;
        let ctx = world.ctx(Some(account)).await;
        let wrong = second_factor::renew_list(&ctx, "not it".to_owned())
            .await
            .unwrap_err();
        assert_eq!(problem(&wrong, "password"), Some(Problem::WrongPassword));
        let new = second_factor::renew_list(&ctx, PASSWORD.to_owned())
            .await
            .unwrap();
        let half = half(&world, "min").await;
        let nobody = world.ctx(None).await;
        assert!(
            second_factor::pass(&nobody, half, &old[0], false)
                .await
                .is_err()
        );
        second_factor::pass(&nobody, half, &new[0], false)
            .await
            .unwrap();
        let wrong = second_factor::take_own_away(&ctx, "not it".to_owned()).await;
        assert!(wrong.is_err());
        second_factor::take_own_away(&ctx, PASSWORD.to_owned())
            .await
            .unwrap();
        assert_eq!(step(&world, "min", None).await, Step::Whole);
        let gone = second_factor::pass(&nobody, half, &new[1], false).await;
        assert!(gone.is_err());
    })
    .await;
}

#[tokio::test]
async fn p10_a_lost_second_factor_is_taken_away_by_an_administrator() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let account = world.account("min", Post::Staff).await;
        with_factor(&world, account).await;
        let owner = person(&world, account).await;
        session(&world, account, "open").await;
        let ctx = world.ctx(Some(admin)).await;
        access::take_second_factor(&ctx, owner).await.unwrap();
        assert!(sessions(&world).await.is_empty());
        assert_eq!(step(&world, "min", None).await, Step::Whole);
    })
    .await;
}

#[tokio::test]
async fn p10_the_stories_go_past_a_second_factor_by_a_trusted_device() {
    story::both(|world| async move {
        world.account("lin", Post::Admin).await;
        world.resident("wangayi").await;
        let trust = world.trusted("lin").await.unwrap();
        assert_eq!(step(&world, "lin", Some(&trust)).await, Step::Whole);
        assert_eq!(step(&world, "lin", None).await, Step::Code);
        assert_eq!(world.trusted("wangayi").await, None);
    })
    .await;
}

#[tokio::test]
async fn p10_a_printed_list_alone_is_a_second_factor() {
    story::both(|world| async move {
        let account = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(account)).await;
        let (_, codes) = second_factor::set_up_list(&ctx, None).await.unwrap();
        assert_eq!(step(&world, "min", None).await, Step::Code);
        let half = half(&world, "min").await;
        let nobody = world.ctx(None).await;
        // Nothing is the code of a secret that is none.
        for wrong in ["000000", "00000000", ""] {
            assert!(
                second_factor::pass(&nobody, half, wrong, false)
                    .await
                    .is_err()
            );
        }
        second_factor::pass(&nobody, half, &codes[9], false)
            .await
            .unwrap();
        let again = second_factor::pass(&nobody, half, &codes[9], false).await;
        assert!(again.is_err());
        let twice = second_factor::set_up_list(&ctx, None).await;
        assert!(matches!(twice, Err(Error::Changed)));
        let nobody = second_factor::set_up_list(&nobody, None).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    })
    .await;
}
