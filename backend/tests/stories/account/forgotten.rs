//! A forgotten password, by mail: the same for every name and address, and a link that works once
//! (rules P8, P9).

use std::time::Duration;

use backend::account::forgotten;
use backend::account::slip::{self, Shown};
use backend::message::mail::Mail;
use backend::message::{Outlets, choice, deliver_due};
use backend::{Error, jobs, sql};
use domain::permission::Post;
use domain::problem::Problem;

use super::{NEW, deeds, draft, person, problem, session, sessions, signs_in, staff};
use crate::message::{PostOffice, decoded, told};
use crate::story::{self, PASSWORD, World};

/// A resident who has confirmed an address, and slept over it.
async fn with_mail(world: &World, name: &str, address: &str) {
    let account = world.resident(name).await;
    let ctx = world.ctx(Some(account)).await;
    choice::set_mail(&ctx, address).await.unwrap();
    let token = choice::token(&ctx, ctx.signed_in().unwrap().person, address);
    choice::confirm(&ctx, &token).await.unwrap();
    let mut tx = world.write().await;
    sql!(&mut tx, execute, "delete from delivery").unwrap();
    tx.commit().await.unwrap();
}

async fn slips(world: &World) -> i64 {
    let mut tx = world.write().await;
    let (slips,) = sql!(&mut tx, one as (i64,), "select count(*) from reset_slip").unwrap();
    slips
}

/// A mail server that takes nothing.
fn nobody_there() -> Outlets {
    Outlets {
        mail: Some(Mail::open("smtp://127.0.0.1:9", "linli@example.org").unwrap()),
        ..Outlets::default()
    }
}

#[tokio::test]
async fn p09_a_mailed_link_sets_a_new_password_once_and_ends_all_sign_ins() {
    let Some(office) = PostOffice::open("forgotten") else {
        return;
    };
    let outlets = std::sync::Arc::new(office.outlets());
    let office = std::sync::Arc::new(office);
    story::both(|world| {
        let (outlets, office) = (outlets.clone(), office.clone());
        async move {
            with_mail(&world, "wang", "family@example.org").await;
            with_mail(&world, "li", "Family@example.org").await;
            with_mail(&world, "zhao", "zhao@example.org").await;
            let ctx = world.ctx(None).await;
            // By the address: one mail with both names, in the family.
            forgotten::ask(&ctx, " FAMILY@example.org ").await.unwrap();
            let round = deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            assert_eq!((round.sent, round.again), (1, 0));
            let mail = decoded(&office.taken()[0]);
            assert!(mail.starts_with("family@example.org\n重设密码"), "{mail}");
            let links: Vec<_> = mail
                .lines()
                .filter_map(|line| line.strip_prefix(&format!("{}/reset/", world.here.origin)))
                .collect();
            assert_eq!(links.len(), 2, "{mail}");
            assert!(mail.contains("登录名：wang") && mail.contains("登录名：li"));
            office.empty();
            let mut tx = world.write().await;
            let kept = sql!(
                &mut tx,
                all as (String, Option<String>),
                "select s.token_hash, a.sealed from reset_slip s, sign_in_ask a"
            )
            .unwrap();
            drop(tx);
            assert!(kept.iter().all(|(hash, sealed)| {
                links.iter().all(|link| !hash.contains(link)) && sealed.is_none()
            }));

            // By the name: to the address that the account's owner confirmed.
            forgotten::ask(&ctx, "wang").await.unwrap();
            deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            let other = decoded(&office.taken()[0]);
            office.empty();
            assert!(!other.contains("登录名：li") && other.contains("登录名：wang"));
            let prefix = format!("{}/reset/", world.here.origin);
            let second = other.lines().find_map(|line| line.strip_prefix(&prefix));
            let second = second.unwrap().to_owned();

            let account = super::account::sign_in(&ctx, super::of("wang", PASSWORD)).await;
            let account = account.unwrap().account;
            session(&world, account, "open").await;
            let shown = || Shown::Token(links[0].to_owned());
            let there = world.ctx_in(&world.elsewhere, None).await;
            let refused = slip::redeem(&there, shown(), NEW.to_owned()).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{refused:?}");
            slip::redeem(&ctx, shown(), NEW.to_owned()).await.unwrap();
            assert!(sessions(&world).await.is_empty());
            assert!(signs_in(&world, "wang", NEW).await);
            assert!(
                signs_in(&world, "li", PASSWORD).await,
                "not the other one's"
            );
            let owner = person(&world, account).await;
            let told = told(&world, owner).await;
            assert_eq!(told.last().map(String::as_str), Some("password_changed"));
            assert_eq!(deeds(&world).await, ["account.reset_by_mail"]);
            let again = slip::redeem(&ctx, shown(), NEW.to_owned()).await;
            assert!(matches!(again, Err(Error::NotFound)), "{again:?}");
            let again = slip::redeem(&ctx, Shown::Token(second), NEW.to_owned()).await;
            assert!(
                matches!(again, Err(Error::NotFound)),
                "older ones go with it"
            );

            world.at(ctx.now.plus(Duration::from_secs(30 * 60)));
            let late = slip::open(&world.ctx(None).await, links[1]).await;
            assert!(matches!(late, Err(Error::NotFound)), "after half an hour");
        }
    })
    .await;
}

#[tokio::test]
async fn p08_asking_for_a_link_says_and_does_the_same_for_nobody() {
    story::both(|world| async move {
        with_mail(&world, "wang", "wang@example.org").await;
        world.resident("no-mail").await;
        let unconfirmed = world.resident("unconfirmed").await;
        let ctx = world.ctx(Some(unconfirmed)).await;
        choice::set_mail(&ctx, "unconfirmed@example.org")
            .await
            .unwrap();
        let mut tx = world.write().await;
        sql!(&mut tx, execute, "delete from delivery").unwrap();
        tx.commit().await.unwrap();
        let ctx = world.ctx(None).await;
        let outlets = nobody_there();
        for name in [
            "nobody",
            "nobody@example.org",
            "no-mail",
            "unconfirmed",
            "unconfirmed@example.org",
            "wang",
        ] {
            forgotten::ask(&ctx, name).await.unwrap();
            let soon = forgotten::ask(&ctx, name).await;
            assert!(matches!(soon, Err(Error::Wait(120))), "{name} {soon:?}");
            let round = deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
            let known = name == "wang";
            assert_eq!((round.sent, round.again), (0, usize::from(known)), "{name}");
            assert_eq!(slips(&world).await, i64::from(known), "{name}");
        }
        let there = world.ctx_in(&world.elsewhere, None).await;
        forgotten::ask(&there, "wang").await.unwrap();
        deliver_due(&world.stores, &outlets, ctx.now).await.unwrap();
        assert_eq!(slips(&world).await, 1, "known in the other community only");
        for (bad, wanted) in [
            (" ", Problem::Missing),
            ("a\nb", Problem::NotAllowed),
            (&"a".repeat(255), Problem::TooLong { max: 254 }),
        ] {
            let error = forgotten::ask(&ctx, bad).await.unwrap_err();
            assert_eq!(problem(&error, "name"), Some(wanted));
        }
        for _ in 1..5 {
            world.at(world.now().plus(Duration::from_secs(120)));
            forgotten::ask(&world.ctx(None).await, "nobody")
                .await
                .unwrap();
        }
        world.at(world.now().plus(Duration::from_secs(120)));
        let enough = forgotten::ask(&world.ctx(None).await, "nobody").await;
        assert!(
            matches!(enough, Err(Error::Wait(wait)) if wait > 80_000),
            "{enough:?}"
        );
        jobs::run_due(
            &world.stores,
            world.now().plus(Duration::from_secs(60 * 60)),
        )
        .await
        .unwrap();
        let mut tx = world.write().await;
        let (readable,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from sign_in_ask where sealed is not null"
        )
        .unwrap();
        assert_eq!(readable, 0, "what has ended is not readable any more");
    })
    .await;
}

#[tokio::test]
async fn p09_a_link_is_tried_again_with_the_same_secret_and_leaves_paper_slips_alone() {
    story::both(|world| async move {
        with_mail(&world, "wang", "wang@example.org").await;
        let ctx = world.ctx(None).await;
        let found = super::account::sign_in(&ctx, super::of("wang", PASSWORD)).await;
        let owner = found.unwrap().person;
        let desk = staff(&world).await;
        let paper = slip::make(&desk, owner, draft("paper", "delivered")).await;
        forgotten::ask(&world.ctx(None).await, "wang")
            .await
            .unwrap();
        let outlets = nobody_there();
        for _ in 0..3 {
            let round = deliver_due(&world.stores, &outlets, world.now()).await;
            assert_eq!(round.unwrap().again, 1);
            world.at(world.now().plus(Duration::from_secs(15)));
        }
        assert_eq!(slips(&world).await, 2, "one link, whatever the tries");
        slip::open(&world.ctx(None).await, &paper.unwrap().token)
            .await
            .unwrap();
        // Without an origin that is ours there is nowhere a link could lead.
        let mut tx = world.write().await;
        sql!(&mut tx, execute, "delete from reset_slip").unwrap();
        sql!(
            &mut tx,
            execute,
            "update community set host = null where id = $1",
            world.here.id.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        deliver_due(&world.stores, &outlets, world.now())
            .await
            .unwrap();
        assert_eq!(slips(&world).await, 0);
    })
    .await;
}

#[tokio::test]
async fn p10_a_link_for_somebody_with_a_second_factor_still_asks_for_it() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let ctx = world.ctx(Some(admin)).await;
        choice::set_mail(&ctx, "lin@example.org").await.unwrap();
        let owner = ctx.signed_in().unwrap().person;
        let token = choice::token(&ctx, owner, "lin@example.org");
        choice::confirm(&ctx, &token).await.unwrap();
        forgotten::ask(&ctx, "lin@example.org").await.unwrap();
        deliver_due(&world.stores, &nobody_there(), ctx.now)
            .await
            .unwrap();
        let mut tx = world.write().await;
        let (key,) = sql!(&mut tx, one as (String,), "select key from sign_in_ask").unwrap();
        drop(tx);
        let secret = &world.stores.secret;
        let text = format!("link/mailed/{admin}/{key}");
        let link = secret.keyed(backend::secret::Purpose::SlipMaking, &text);
        let shown = Shown::Token(link.chars().take(32).collect());
        let person = slip::redeem(&ctx, shown, NEW.to_owned()).await.unwrap();
        let step = backend::account::second_factor::step(&ctx, &person, None).await;
        assert!(matches!(
            step.unwrap(),
            backend::account::second_factor::Step::Code
        ));
    })
    .await;
}
