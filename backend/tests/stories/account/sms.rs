//! Codes by text message: the same for every number, few, short-lived, and for whom they are (rules
//! P5, P8).

use std::time::Duration;

use backend::account::sms::{self, Passed};
use backend::message::gateway::Gateway;
use backend::message::{Outlets, Round, deliver_due};
use backend::secret::Secret;
use backend::{Context, Error, jobs, sql};
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use super::{deeds, person, problem, signs_in, staff};
use crate::message::{KEY, gateway, told};
use crate::story::{self, PASSWORD, World, local};

const NUMBER: &str = "13800001234";

async fn gives_number(world: &World, person: PersonId, number: &str) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update person set telephone = $2 where id = $1",
        person.get(),
        number,
    )
    .unwrap();
    tx.commit().await.unwrap();
}

/// A resident with a number who has turned it on.
async fn with_sms(world: &World, name: &str, number: &str) -> AccountId {
    let account = world.resident(name).await;
    gives_number(world, person(world, account).await, number).await;
    let ctx = world.ctx(Some(account)).await;
    sms::set_own(&ctx, true).await.unwrap();
    account
}

/// The code that was asked for last, read with the installation's key.
async fn code(world: &World) -> String {
    let mut tx = world.write().await;
    let (key, sealed) = sql!(
        &mut tx,
        one as (String, String),
        "select key, sealed from sign_in_ask where channel = 'sms' order by asked_at desc limit 1"
    )
    .unwrap();
    let whose = format!("sign-in ask/{key}");
    let text = world.stores.secret.unseal(&whose, &sealed).unwrap();
    let text = String::from_utf8(text).unwrap();
    text.split_once('\n').unwrap().1.to_owned()
}

fn wrong(code: &str) -> String {
    let number: u32 = code.parse().unwrap();
    format!("{:06}", (number + 1) % 1_000_000)
}

async fn passes(ctx: &Context, handle: &str, code: &str) -> Result<Passed, Error> {
    sms::pass(ctx, handle, code, None).await
}

fn is_in(passed: &Passed, account: AccountId) -> bool {
    matches!(passed, Passed::In(person) if person.account == account)
}

#[tokio::test]
async fn p05_a_code_is_sent_at_night_too_and_signs_in_once() {
    story::both(|world| async move {
        let (listener, requests) = gateway();
        let address = format!("http://{listener}/sms");
        let outlets = Outlets {
            sms: Some(Gateway::open(&address, Secret::new(KEY).unwrap()).unwrap()),
            ..Outlets::default()
        };
        let account = with_sms(&world, "wang", NUMBER).await;
        world.at(local("2026-03-10T23:30"));
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, "138 0000 1234").await.unwrap();
        assert_eq!(
            sms::number(&ctx, &handle).await.unwrap().to_string(),
            "138****1234"
        );
        // The first answer of the gateway is 500.
        let round = deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
        assert_eq!((round.sent, round.again), (0, 1));
        world.at(ctx.now.plus(Duration::from_secs(15)));
        let round = deliver_due(&world.stores, &outlets, world.now())
            .await
            .unwrap();
        assert_eq!((round.sent, round.again), (1, 0));
        let first = requests.recv_timeout(Duration::from_secs(10)).unwrap();
        let second = requests.recv_timeout(Duration::from_secs(10)).unwrap();
        assert_eq!(first, second, "a repetition is told by its key");
        let body: serde_json::Value = serde_json::from_str(&second.1).unwrap();
        assert_eq!(body["to"], NUMBER);
        let text = body["text"].as_str().unwrap();
        let code: String = text.chars().filter(char::is_ascii_digit).take(6).collect();
        assert!(text.contains(&format!("登录验证码 {code}")), "{text}");
        let nothing = deliver_due(&world.stores, &outlets, world.now()).await;
        assert_eq!(nothing.unwrap(), Round::default(), "it is sent once");

        let mut tx = world.write().await;
        let (sealed, code_hash) = sql!(
            &mut tx,
            one as (String, String),
            "select sealed, code_hash from sign_in_ask"
        )
        .unwrap();
        drop(tx);
        assert!(!sealed.contains(&code) && !code_hash.contains(&code));
        let ctx = world.ctx(None).await;
        let there = world.ctx_in(&world.elsewhere, None).await;
        let refused = passes(&there, &handle, &code).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let passed = passes(&ctx, &handle, &code).await.unwrap();
        assert!(is_in(&passed, account), "{passed:?}");
        let again = passes(&ctx, &handle, &code).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn p08_an_unknown_number_is_answered_like_a_known_one_and_gets_nothing() {
    story::both(|world| async move {
        let (listener, requests) = gateway();
        let address = format!("http://{listener}/sms");
        let outlets = Outlets {
            sms: Some(Gateway::open(&address, Secret::new(KEY).unwrap()).unwrap()),
            ..Outlets::default()
        };
        with_sms(&world, "wang", NUMBER).await;
        // Has a number and an account, and never turned it on.
        let li = world.resident("li").await;
        gives_number(&world, person(&world, li).await, "13800005678").await;
        // Known in the other community only.
        let far = world.stranger("far", Post::Volunteer).await;
        let there = world.ctx_in(&world.elsewhere, Some(far)).await;
        gives_number(&world, there.signed_in().unwrap().person, "13800009999").await;
        let there = world.ctx_in(&world.elsewhere, Some(far)).await;
        sms::set_own(&there, true).await.unwrap();

        let ctx = world.ctx(None).await;
        for number in [NUMBER, "13900000000", "13800005678", "13800009999"] {
            let handle = sms::ask(&ctx, number).await.unwrap();
            sms::number(&ctx, &handle).await.unwrap();
            let soon = sms::ask(&ctx, number).await;
            assert!(matches!(soon, Err(Error::Wait(60))), "{number} {soon:?}");
            if number != NUMBER {
                // Even the code that nobody was sent opens nothing, and counts as a wrong one.
                let error = passes(&ctx, &handle, &code(&world).await)
                    .await
                    .unwrap_err();
                assert_eq!(problem(&error, "code"), Some(Problem::WrongCode));
            }
            world.at(world.now().plus(Duration::from_secs(1)));
        }
        let mut tx = world.write().await;
        let alike = sql!(
            &mut tx,
            all as (i64, i64, i64),
            "select cast(length(sealed) as bigint), cast(length(asked_of) as bigint),
                    cast(length(code_hash) as bigint)
             from sign_in_ask"
        )
        .unwrap();
        drop(tx);
        assert_eq!(alike, vec![alike[0]; 4]);
        for _ in 0..3 {
            deliver_due(&world.stores, &outlets, world.now())
                .await
                .unwrap();
            world.at(world.now().plus(Duration::from_secs(20)));
        }
        let sent: Vec<_> = requests.try_iter().map(|(_, body)| body).collect();
        assert!(!sent.is_empty());
        assert!(sent.iter().all(|body| body.contains(NUMBER)), "{sent:?}");
        for bad in ["", "12", "021-55500120", "abc"] {
            let error = sms::ask(&ctx, bad).await.unwrap_err();
            assert!(problem(&error, "telephone").is_some(), "{bad}");
        }
    })
    .await;
}

#[tokio::test]
async fn p08_codes_are_few_a_number_and_end_after_five_minutes_or_tries() {
    story::both(|world| async move {
        let account = with_sms(&world, "wang", NUMBER).await;
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, NUMBER).await.unwrap();
        let right = code(&world).await;
        for _ in 0..5 {
            let error = passes(&ctx, &handle, &wrong(&right)).await.unwrap_err();
            assert_eq!(problem(&error, "code"), Some(Problem::WrongCode));
        }
        let over = passes(&ctx, &handle, &right).await;
        assert!(matches!(over, Err(Error::NotFound)), "{over:?}");

        // The next code works, and its tries wait: they are counted for the number.
        world.at(world.now().plus(Duration::from_secs(60)));
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, NUMBER).await.unwrap();
        let right = code(&world).await;
        let error = passes(&ctx, &handle, &wrong(&right)).await.unwrap_err();
        assert_eq!(problem(&error, "code"), Some(Problem::WrongCode));
        let early = passes(&ctx, &handle, &right).await;
        assert!(matches!(early, Err(Error::Wait(4))), "{early:?}");
        world.at(world.now().plus(Duration::from_secs(4)));
        let passed = passes(&world.ctx(None).await, &handle, &right).await;
        assert!(is_in(&passed.unwrap(), account));

        // Five minutes are the end of it.
        world.at(world.now().plus(Duration::from_secs(60)));
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, NUMBER).await.unwrap();
        let right = code(&world).await;
        world.at(ctx.now.plus(Duration::from_secs(5 * 60)));
        let late = passes(&world.ctx(None).await, &handle, &right).await;
        assert!(matches!(late, Err(Error::NotFound)), "{late:?}");

        // Ten a day, and a day later again.
        for _ in 3..10 {
            world.at(world.now().plus(Duration::from_secs(60)));
            sms::ask(&world.ctx(None).await, NUMBER).await.unwrap();
        }
        world.at(world.now().plus(Duration::from_secs(60)));
        let enough = sms::ask(&world.ctx(None).await, NUMBER).await;
        assert!(
            matches!(enough, Err(Error::Wait(wait)) if wait > 80_000),
            "{enough:?}"
        );
        sms::ask(&world.ctx(None).await, "13900000000")
            .await
            .unwrap();
        world.at(world.now().plus(Duration::from_secs(24 * 60 * 60)));
        sms::ask(&world.ctx(None).await, NUMBER).await.unwrap();
        jobs::run_due(&world.stores, world.now()).await.unwrap();
        let mut tx = world.write().await;
        let (kept,) = sql!(&mut tx, one as (i64,), "select count(*) from sign_in_ask").unwrap();
        assert_eq!(kept, 1, "yesterday's is removed");
    })
    .await;
}

#[tokio::test]
async fn p08_of_many_codes_tried_at_once_five_are_looked_at() {
    story::both(|world| async move {
        with_sms(&world, "wang", NUMBER).await;
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, NUMBER).await.unwrap();
        let right = wrong(&code(&world).await);
        let tries = (0..12).map(|_| passes(&ctx, &handle, &right));
        let answers = futures::future::join_all(tries).await;
        let looked_at = answers
            .iter()
            .filter(|answer| matches!(answer, Err(Error::Invalid(_))))
            .count();
        assert_eq!(looked_at, 5, "{answers:?}");
        // And of many who ask at once, one does.
        let asks = (0..8).map(|_| sms::ask(&ctx, "13900000000"));
        let asks = futures::future::join_all(asks).await;
        let asked = asks.iter().filter(|answer| answer.is_ok()).count();
        assert_eq!(asked, 1, "{asks:?}");
    })
    .await;
}

#[tokio::test]
async fn p05_whoever_shares_a_number_chooses_after_the_right_code_only() {
    story::both(|world| async move {
        let wang = with_sms(&world, "wang", NUMBER).await;
        let li = with_sms(&world, "li", NUMBER).await;
        let other = with_sms(&world, "other", "13900000000").await;
        let ctx = world.ctx(None).await;
        let handle = sms::ask(&ctx, NUMBER).await.unwrap();
        let right = code(&world).await;
        let error = sms::pass(&ctx, &handle, &wrong(&right), Some(li)).await;
        assert_eq!(
            problem(&error.unwrap_err(), "code"),
            Some(Problem::WrongCode)
        );
        let Passed::Choose(people) = passes(&ctx, &handle, &right).await.unwrap() else {
            panic!("two share it");
        };
        let names: Vec<_> = people
            .iter()
            .map(|(id, name)| (*id, name.as_str()))
            .collect();
        assert_eq!(names, [(wang, "wang"), (li, "li")]);
        // Somebody whose number it is not is no choice.
        let passed = sms::pass(&ctx, &handle, &right, Some(other)).await.unwrap();
        assert!(matches!(passed, Passed::Choose(_)), "{passed:?}");
        let passed = sms::pass(&ctx, &handle, &right, Some(li)).await.unwrap();
        assert!(is_in(&passed, li), "{passed:?}");
        let again = sms::pass(&ctx, &handle, &right, Some(wang)).await;
        assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
    })
    .await;
}

#[tokio::test]
async fn p05_it_is_turned_on_by_its_owner_or_by_staff_for_them_and_ends_with_the_number() {
    story::both(|world| async move {
        let account = world.resident("wang").await;
        let owner = person(&world, account).await;
        let ctx = world.ctx(Some(account)).await;
        let error = sms::set_own(&ctx, true).await.unwrap_err();
        assert_eq!(problem(&error, "telephone"), Some(Problem::Missing));
        gives_number(&world, owner, "021-55500120").await;
        let error = sms::set_own(&ctx, true).await.unwrap_err();
        assert_eq!(problem(&error, "telephone"), Some(Problem::Missing));
        gives_number(&world, owner, NUMBER).await;
        assert!(!sms::own(&ctx).await.unwrap().is_on, "never by itself");

        let desk = staff(&world).await;
        sms::set_for(&desk, owner, true).await.unwrap();
        sms::set_for(&desk, owner, true).await.unwrap();
        assert!(sms::own(&ctx).await.unwrap().is_on);
        assert_eq!(deeds(&world).await, ["account.sms_on"]);
        assert_eq!(told(&world, owner).await, ["acted_for"]);
        let acts = backend::assist::acts(&ctx).await.unwrap();
        assert_eq!((acts.len(), acts[0].helper.as_str()), (1, "min"));
        gives_number(&world, owner, "13900000000").await;
        assert!(!sms::own(&ctx).await.unwrap().is_on, "another number");
        sms::set_own(&ctx, true).await.unwrap();
        sms::set_own(&ctx, false).await.unwrap();
        assert!(!sms::own(&ctx).await.unwrap().is_on);
        assert_eq!(backend::assist::acts(&ctx).await.unwrap().len(), 1);
        assert!(
            signs_in(&world, "wang", PASSWORD).await,
            "the password stays"
        );

        let admin = world.account("lin", Post::Admin).await;
        let above = person(&world, admin).await;
        gives_number(&world, above, "13900001111").await;
        let refused = sms::set_for(&desk, above, true).await;
        assert!(matches!(refused, Err(Error::Denied)), "{refused:?}");
        let captain = world.account("chen", Post::Captain).await;
        let refused = sms::set_for(&world.ctx(Some(captain)).await, owner, true).await;
        assert!(matches!(refused, Err(Error::Denied)), "{refused:?}");
        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let refused = sms::set_for(&there, owner, true).await;
        assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
        let nobody = sms::set_own(&world.ctx(None).await, true).await;
        assert!(matches!(nobody, Err(Error::SignIn)), "{nobody:?}");
    })
    .await;
}
