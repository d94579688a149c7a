//! Stories of signing in and what belongs to it (rules P5, P8, P9, P10).

mod factor;
mod forgotten;
mod others;
mod sms;

use std::time::Duration;

use backend::account::password::{self, Change};
use backend::account::slip::{self, Draft, Shown, Slip};
use backend::account::{self, Try, access, look, second_factor};
use backend::{Context, Error, jobs, sql};
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use crate::message::told;
use crate::story::{self, PASSWORD, World};
use factor::{half, with_factor};

const NEW: &str = "桂花树下的自行车";

fn problem(error: &Error, field: &str) -> Option<Problem> {
    match error {
        Error::Invalid(problems) => problems.of(field),
        _ => None,
    }
}

fn of(name: &str, password: &str) -> Try {
    Try {
        name: name.to_owned(),
        password: password.to_owned(),
    }
}

async fn signs_in(world: &World, name: &str, password: &str) -> bool {
    let found = account::sign_in(&world.ctx(None).await, of(name, password)).await;
    match found {
        Ok(_) => true,
        Err(Error::Denied) => false,
        Err(error) => panic!("{error:?}"),
    }
}

async fn person(world: &World, account: AccountId) -> PersonId {
    world.ctx(Some(account)).await.signed_in().unwrap().person
}

/// A session row of an account, as the session layer would have made it.
async fn session(world: &World, account: AccountId, hash: &str) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into session (id_hash, account_id, record, created_at, touched_at, expires_at)
         values ($1, $2, '{}', 0, 0, 9000000000000)",
        hash,
        account.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

async fn sessions(world: &World) -> Vec<(String, i64)> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String, i64),
        "select id_hash, cycle from session order by id_hash"
    )
    .unwrap()
}

async fn deeds(world: &World) -> Vec<String> {
    let mut tx = world.write().await;
    let rows = sql!(
        &mut tx,
        all as (String,),
        "select deed from audit order by id"
    )
    .unwrap();
    rows.into_iter().map(|(deed,)| deed).collect()
}

fn draft(key: &str, handing: &str) -> Draft {
    Draft {
        request_key: format!("slip-{key}"),
        handing: handing.to_owned(),
    }
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

#[tokio::test]
async fn p09_a_new_password_needs_the_old_one_and_ends_other_sign_ins() {
    story::both(|world| async move {
        let account = world.resident("wangayi").await;
        let ctx = world.ctx(Some(account)).await;
        session(&world, account, "own").await;
        session(&world, account, "other").await;
        let typed = |old: &str, new: &str| Change {
            old: old.to_owned(),
            new: new.to_owned(),
        };
        for (old, new, field, wanted) in [
            ("", NEW, "old", Problem::Missing),
            ("not it", NEW, "old", Problem::WrongPassword),
            (PASSWORD, "short", "password", Problem::TooShort { min: 8 }),
            (PASSWORD, "wangayi123", "password", Problem::TooEasy),
            (PASSWORD, "linli-demo", "password", Problem::TooEasy),
        ] {
            let error = password::change(&ctx, "own", typed(old, new))
                .await
                .unwrap_err();
            assert_eq!(problem(&error, field), Some(wanted), "{old} {new}");
        }
        assert_eq!(sessions(&world).await.len(), 2);
        password::change(&ctx, "own", typed(PASSWORD, NEW))
            .await
            .unwrap();
        assert_eq!(sessions(&world).await, [("own".to_owned(), 0)]);
        assert!(!signs_in(&world, "wangayi", PASSWORD).await);
        assert!(signs_in(&world, "wangayi", NEW).await);
        assert_eq!(deeds(&world).await, ["account.password_changed"]);
        let owner = person(&world, account).await;
        assert_eq!(told(&world, owner).await, ["password_changed"]);
        let nobody = password::change(&world.ctx(None).await, "", typed(PASSWORD, NEW)).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    })
    .await;
}

#[tokio::test]
async fn p08_wrong_old_passwords_make_the_next_try_wait() {
    story::both(|world| async move {
        let account = world.resident("wangayi").await;
        let ctx = world.ctx(Some(account)).await;
        let wrong = Change {
            old: "not it".to_owned(),
            new: NEW.to_owned(),
        };
        for _ in 0..5 {
            let error = password::change(&ctx, "", wrong.clone()).await.unwrap_err();
            assert_eq!(problem(&error, "old"), Some(Problem::WrongPassword));
        }
        let error = password::change(&ctx, "", wrong).await.unwrap_err();
        assert!(matches!(error, Error::Wait(2)), "{error:?}");
        // Signing in has a count of its own.
        assert!(signs_in(&world, "wangayi", PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn p09_a_slip_sets_a_password_once_and_ends_every_sign_in() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        session(&world, account, "old").await;
        let first = slip::make(&ctx, owner, draft("first", "handed"))
            .await
            .unwrap();
        let again = slip::make(&ctx, owner, draft("first", "handed"))
            .await
            .unwrap();
        assert_eq!((&first.token, &first.digits), (&again.token, &again.digits));
        assert_eq!(first.sign_in_name, "wangayi");
        assert_eq!(
            first.expires_at.millis() - world.now().millis(),
            30 * 60 * 1000
        );
        assert_eq!((first.token.len(), first.digits.len()), (24, 10));
        assert_eq!(deeds(&world).await, ["account.slip_made"], "one for both");

        // A new one is the end of the old one, and nothing readable is kept.
        let slip = slip::make(&ctx, owner, draft("second", "delivered"))
            .await
            .unwrap();
        assert_eq!(
            slip.expires_at.millis() - world.now().millis(),
            7 * 24 * 60 * 60 * 1000
        );
        let nobody = world.ctx(None).await;
        let by_link = |slip: &Slip| Shown::Token(slip.token.clone());
        let by_hand = |slip: &Slip| Shown::Digits(slip.digits.clone());
        let old = slip::redeem(&nobody, by_link(&first), NEW.to_owned()).await;
        assert!(matches!(old, Err(Error::NotFound)));
        let old = slip::redeem(&nobody, by_hand(&first), NEW.to_owned())
            .await
            .unwrap_err();
        assert_eq!(problem(&old, "code"), Some(Problem::WrongCode));
        let mut tx = world.write().await;
        let kept = sql!(
            &mut tx,
            all as (String, String),
            "select token_hash, digits_hash from reset_slip"
        )
        .unwrap();
        drop(tx);
        assert_eq!(kept.len(), 1);
        assert!(!kept[0].0.contains(&slip.token) && !kept[0].1.contains(&slip.digits));

        // A weak password does not use it up.
        slip::open(&nobody, &slip.token).await.unwrap();
        let weak = slip::redeem(&nobody, by_link(&slip), "12345678".to_owned())
            .await
            .unwrap_err();
        assert_eq!(problem(&weak, "password"), Some(Problem::TooEasy));
        let typed = format!(" {} {} ", &slip.digits[..5], &slip.digits[5..]);
        let in_again = slip::redeem(&nobody, Shown::Digits(typed), NEW.to_owned())
            .await
            .unwrap();
        assert_eq!(in_again.account, account);
        assert!(sessions(&world).await.is_empty());
        assert_eq!(told(&world, owner).await, ["password_changed"]);
        assert!(signs_in(&world, "wangayi", NEW).await);
        assert!(!signs_in(&world, "wangayi", PASSWORD).await);
        let used = slip::redeem(&nobody, by_link(&slip), "另外一个新密码吧".to_owned()).await;
        assert!(matches!(used, Err(Error::NotFound)));
        assert!(matches!(
            slip::open(&nobody, &slip.token).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn p09_one_slip_pressed_ten_times_at_once_works_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        let slip = slip::make(&ctx, owner, draft("parallel", "handed"))
            .await
            .unwrap();
        let nobody = world.ctx(None).await;
        let sent = (0..10).map(|number| {
            let (ctx, token) = (nobody.clone(), slip.token.clone());
            let new = format!("第{number}个人想的新密码");
            async move { slip::redeem(&ctx, Shown::Token(token), new).await.is_ok() }
        });
        let won = futures::future::join_all(sent).await;
        assert_eq!(won.iter().filter(|won| **won).count(), 1);
        let winner = won.iter().position(|won| *won).unwrap();
        assert!(signs_in(&world, "wangayi", &format!("第{winner}个人想的新密码")).await);
    })
    .await;
}

#[tokio::test]
async fn p09_a_slip_ends_by_itself_and_is_not_for_everybody() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        let slip = slip::make(&ctx, owner, draft("ends", "handed"))
            .await
            .unwrap();
        world.at(slip.expires_at.minus(Duration::from_millis(1)));
        slip::open(&world.ctx(None).await, &slip.token)
            .await
            .unwrap();
        world.at(slip.expires_at);
        let late = slip::open(&world.ctx(None).await, &slip.token).await;
        assert!(matches!(late, Err(Error::NotFound)));

        // Nobody climbs by a slip: not to what one's own post may not give, not in another community.
        for post in [Post::Admin, Post::Staff, Post::Subdistrict] {
            let above = world
                .account(&format!("above-{}", post.as_str()), post)
                .await;
            let above = person(&world, above).await;
            let refused = slip::make(&ctx, above, draft("above", "handed")).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
            assert!(!slip::subject(&ctx, above).await.unwrap().1);
        }
        let captain = world.account("chen", Post::Captain).await;
        let captain = person(&world, captain).await;
        slip::make(&ctx, captain, draft("below", "handed"))
            .await
            .unwrap();
        let stranger = world.stranger("stranger", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let refused = slip::make(&there, owner, draft("stranger", "handed")).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        for (name, post) in [
            ("wu", Post::Subdistrict),
            ("gong", Post::Property),
            ("li", Post::Captain),
        ] {
            let account = world.account(name, post).await;
            let ctx = world.ctx(Some(account)).await;
            let refused = slip::make(&ctx, owner, draft("none", "handed")).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
        }
        let nobody = slip::make(&world.ctx(None).await, owner, draft("nobody", "handed")).await;
        assert!(matches!(nobody, Err(Error::SignIn)));
        let error = slip::make(&ctx, owner, draft("x", "by pigeon"))
            .await
            .unwrap_err();
        assert_eq!(problem(&error, "handing"), Some(Problem::NotAChoice));
    })
    .await;
}

#[tokio::test]
async fn p05_a_person_without_an_account_has_no_password_to_reset() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut tx = world.write().await;
        let (id,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, '李大爷', 0) returning id",
            world.here.id.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let (subject, _) = slip::subject(&ctx, PersonId::new(id)).await.unwrap();
        assert!(subject.account.is_none());
        let refused = slip::make(&ctx, PersonId::new(id), draft("none", "handed")).await;
        assert!(matches!(refused, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn p09_a_change_of_rights_asks_each_session_for_a_new_id() {
    story::both(|world| async move {
        let account = world.resident("wangayi").await;
        let neighbour = world.resident("neighbour").await;
        session(&world, account, "a").await;
        session(&world, neighbour, "b").await;
        let owner = person(&world, account).await;
        let mut tx = world.write().await;
        account::rights_changed(&mut tx, owner).await.unwrap();
        tx.commit().await.unwrap();
        assert_eq!(
            sessions(&world).await,
            [("a".to_owned(), 1), ("b".to_owned(), 0)]
        );
    })
    .await;
}

#[tokio::test]
async fn p05_name_and_look_are_kept_with_the_account() {
    story::both(|world| async move {
        let account = world.resident("wangayi").await;
        let ctx = world.ctx(Some(account)).await;
        assert_eq!(look::kept(&ctx, account).await.unwrap(), None);
        look::keep(&ctx, "zh-CN.26.high", "zh-CN").await.unwrap();
        let kept = look::kept(&ctx, account).await.unwrap();
        assert_eq!(kept.as_deref(), Some("zh-CN.26.high"));
        for (name, wanted) in [
            ("", Problem::Missing),
            (
                "一二三四五六七八九十一二三四五六七八九十多",
                Problem::TooLong { max: 20 },
            ),
        ] {
            let error = look::rename(&ctx, name).await.unwrap_err();
            assert_eq!(problem(&error, "name"), Some(wanted));
        }
        look::rename(&ctx, " 王阿姨 ").await.unwrap();
        let ctx = world.ctx(Some(account)).await;
        assert_eq!(ctx.signed_in().unwrap().display_name, "王阿姨");
    })
    .await;
}

#[tokio::test]
async fn p08_what_has_ended_is_removed_by_the_round() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        slip::make(&ctx, owner, draft("old", "handed"))
            .await
            .unwrap();
        let (_, codes) = with_factor(&world, account).await;
        let half = half(&world, "wangayi").await;
        second_factor::pass(&world.ctx(None).await, half, &codes[0], true)
            .await
            .unwrap();
        assert!(!signs_in(&world, "nobody", PASSWORD).await);
        let rows = async || {
            let mut tx = world.write().await;
            sql!(
                &mut tx,
                one as (i64, i64, i64),
                "select (select count(*) from login_attempt), (select count(*) from reset_slip),
                        (select count(*) from device_trust)"
            )
            .unwrap()
        };
        jobs::run_due(&world.stores, world.now()).await.unwrap();
        assert_eq!(rows().await, (1, 1, 1));
        world.at(world.now().plus(Duration::from_secs(91 * 24 * 60 * 60)));
        jobs::run_due(&world.stores, world.now()).await.unwrap();
        assert_eq!(rows().await, (0, 0, 0));
    })
    .await;
}

#[tokio::test]
async fn p23_a_slip_does_not_bring_a_removed_account_back() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update account set blocked_until = 9223372036854775807 where id = $1",
            account.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let refused = slip::make(&ctx, owner, draft("gone", "handed")).await;
        assert!(matches!(refused, Err(Error::NotFound)));
        let seen = access::of(&ctx, owner).await.unwrap();
        assert!(seen.subject.account.is_none());
    })
    .await;
}
