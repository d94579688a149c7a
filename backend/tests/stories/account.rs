//! Stories of signing in and what belongs to it (rules P5, P8, P9, P10).

use std::time::Duration;

use backend::account::access::{self, Block, Blocked};
use backend::account::password::{self, Change};
use backend::account::second_factor::{self, Half, Step};
use backend::account::slip::{self, Draft, Shown, Slip};
use backend::account::{self, Try, look, totp};
use backend::{Context, Error, jobs, sql};
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, PASSWORD, World};

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

/// Sets a second factor up; its letters and the list.
async fn with_factor(world: &World, account: AccountId) -> (String, Vec<String>) {
    let ctx = world.ctx(Some(account)).await;
    let letters = second_factor::new_secret(&ctx);
    let (_, codes) = second_factor::set_up(&ctx, None, &letters, &code_now(world, &letters))
        .await
        .unwrap();
    (letters, codes)
}

fn code_now(world: &World, letters: &str) -> String {
    let secret = totp::read_letters(letters).unwrap();
    totp::code(&secret, totp::step_of(world.now().millis()))
}

async fn half(world: &World, name: &str) -> Half {
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

async fn step(world: &World, name: &str, trust: Option<&str>) -> Step {
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
async fn p09_a_blocked_account_is_out_at_once_and_in_again_when_it_ends() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let ctx = world.ctx(Some(admin)).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        session(&world, account, "open").await;
        let typed = |until: &str| Block {
            reason: "冒用邻居的名字".to_owned(),
            until: until.to_owned(),
        };
        let error = access::block(&ctx, owner, Block::default())
            .await
            .unwrap_err();
        assert_eq!(problem(&error, "reason"), Some(Problem::Missing));
        assert_eq!(problem(&error, "until"), Some(Problem::NotAChoice));
        access::block(&ctx, owner, typed("1")).await.unwrap();
        assert!(sessions(&world).await.is_empty());
        assert!(!signs_in(&world, "wangayi", PASSWORD).await);
        let found = access::of(&ctx, owner).await.unwrap();
        assert!(matches!(found.blocked, Some(Blocked::Until(_))) && found.may_change);
        world.at(world.now().plus(Duration::from_secs(24 * 60 * 60)));
        assert!(signs_in(&world, "wangayi", PASSWORD).await);

        access::block(&ctx, owner, typed("lifted")).await.unwrap();
        assert!(!signs_in(&world, "wangayi", PASSWORD).await);
        let found = access::of(&ctx, owner).await.unwrap();
        assert_eq!(found.blocked, Some(Blocked::Lifted));
        access::lift(&ctx, owner).await.unwrap();
        assert!(signs_in(&world, "wangayi", PASSWORD).await);
        let deeds = deeds(&world).await;
        assert_eq!(
            deeds,
            ["account.blocked", "account.blocked", "account.unblocked"]
        );
        let mut tx = world.write().await;
        let open = sql!(
            &mut tx,
            all as (String, String, Option<String>),
            "select was, became, personal from audit where deed = 'account.blocked'"
        )
        .unwrap();
        for (was, became, personal) in open {
            assert!(!was.contains("冒用") && !became.contains("冒用"));
            assert!(personal.is_some_and(|personal| personal.contains("冒用")));
        }
    })
    .await;
}

#[tokio::test]
async fn p13_only_those_who_manage_people_change_others_sign_in_and_nobody_their_own() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        let block = || Block {
            reason: "试试".to_owned(),
            until: "1".to_owned(),
        };
        let staff = staff(&world).await;
        let seen = access::of(&staff, owner).await.unwrap();
        assert!(!seen.may_change);
        for refused in [
            access::block(&staff, owner, block()).await,
            access::lift(&staff, owner).await,
            access::lift_wait(&staff, owner).await,
            access::take_second_factor(&staff, owner).await,
        ] {
            assert!(matches!(refused, Err(Error::Denied)));
        }
        let ctx = world.ctx(Some(admin)).await;
        let own = person(&world, admin).await;
        assert!(matches!(
            access::block(&ctx, own, block()).await,
            Err(Error::Denied)
        ));
        let stranger = world.stranger("stranger", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            access::block(&there, owner, block()).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            access::of(&there, owner).await,
            Err(Error::NotFound)
        ));
        let captain = world.account("chen", Post::Captain).await;
        let captain = world.ctx(Some(captain)).await;
        assert!(matches!(
            access::of(&captain, owner).await,
            Err(Error::Denied)
        ));
        assert!(signs_in(&world, "wangayi", PASSWORD).await);
    })
    .await;
}

#[tokio::test]
async fn p08_staff_see_a_wait_and_administrators_lift_it() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let account = world.resident("wangayi").await;
        let owner = person(&world, account).await;
        for _ in 0..6 {
            let tried = account::sign_in(&world.ctx(None).await, of("wangayi", "wrong")).await;
            assert!(tried.is_err());
        }
        let ctx = world.ctx(Some(admin)).await;
        assert_eq!(access::of(&ctx, owner).await.unwrap().waits, 2);
        access::lift_wait(&ctx, owner).await.unwrap();
        assert_eq!(access::of(&ctx, owner).await.unwrap().waits, 0);
        assert!(signs_in(&world, "wangayi", PASSWORD).await);
        // Nothing to lift is nothing done.
        access::lift_wait(&ctx, owner).await.unwrap();
        assert_eq!(deeds(&world).await, ["account.wait_lifted"]);
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
