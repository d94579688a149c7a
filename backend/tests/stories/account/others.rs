//! Blocking, waits, and who may touch another person's sign-in (rules P8, P9, P13).

use super::{deeds, of, person, problem, session, sessions, signs_in, staff};
use std::time::Duration;

use backend::account::access::{self, Block, Blocked};
use backend::account::{self};
use backend::{Error, sql};
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, PASSWORD};

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
