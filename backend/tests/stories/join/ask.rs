//! Asking without a code (rule P6).

use backend::join::Joined;
use backend::join::ask::{self, Decision, State};
use backend::{Error, household, jobs};
use domain::join::Ask;
use domain::permission::Post;
use domain::problem::Problem;

use super::newcomer;
use crate::household::{at, door, staff};
use crate::story::{self, World, local};

fn form(world: &World, key: &str) -> Ask {
    Ask {
        request_key: format!("asking-{key}"),
        name: "孙大爷".to_owned(),
        unit: world.here.buildings[0].units[0].to_string(),
        door: "302室".to_owned(),
        telephone: "139 0000 3333".to_owned(),
        words: "纸条丢了".to_owned(),
    }
}

fn yes(version: i64, door: &str) -> Decision {
    Decision {
        version,
        act: "approve".to_owned(),
        door: door.to_owned(),
        ..Decision::default()
    }
}

#[tokio::test]
async fn p06_who_asks_is_approved_and_finishes_with_the_receipt() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let public = world.ctx(None).await;
        let bad = ask::ask(&public, Ask::default()).await.unwrap_err();
        let Error::Invalid(problems) = bad else {
            panic!()
        };
        for field in ["name", "unit", "door", "telephone"] {
            assert_eq!(problems.of(field), Some(Problem::Missing), "{field}");
        }
        let secret = ask::ask(&public, form(&world, "one")).await.unwrap();
        assert_eq!(
            ask::ask(&public, form(&world, "one")).await.unwrap(),
            secret
        );
        let asked = ask::asked(&public, &secret).await.unwrap();
        assert_eq!(
            (asked.state, asked.place().as_str()),
            (State::Waiting, "1号楼 1单元 302室")
        );
        let early = ask::finish(&public, &secret, newcomer("early", "early")).await;
        assert!(matches!(early, Err(Error::Changed)));

        assert_eq!(ask::waiting(&ctx).await.unwrap().unwrap().0, 1);
        let page = ask::page(&ctx, State::Waiting, None).await.unwrap();
        assert_eq!((page.total, page.requests.len()), (1, 1));
        let id = page.requests[0].id;
        let wrong = ask::decide(&ctx, id, yes(1, "909")).await;
        assert_eq!(at(wrong.unwrap_err(), "door"), Some(Problem::DoesNotFit));
        ask::decide(&ctx, id, yes(1, "302")).await.unwrap();
        let late = ask::decide(&ctx, id, yes(1, "302")).await;
        assert!(matches!(late, Err(Error::Changed)));
        assert!(ask::waiting(&ctx).await.unwrap().is_none());

        let joined = ask::finish(&public, &secret, newcomer("fin", "sun"))
            .await
            .unwrap();
        assert!(matches!(joined, Joined::Now(_)));
        let again = ask::finish(&public, &secret, newcomer("fin", "sun")).await;
        assert_eq!(again.unwrap(), Joined::Before);
        let other = ask::finish(&public, &secret, newcomer("other", "other")).await;
        assert!(matches!(other, Err(Error::Changed)), "used once");
        assert_eq!(household::whole(&ctx, home).await.unwrap().members.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn p06_who_is_declined_reads_why_and_a_month_ends_it() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let public = world.ctx(None).await;
        let secret = ask::ask(&public, form(&world, "one")).await.unwrap();
        let id = ask::page(&ctx, State::Waiting, None)
            .await
            .unwrap()
            .requests[0]
            .id;
        let no = Decision {
            version: 1,
            act: "decline".to_owned(),
            ..Decision::default()
        };
        let without = ask::decide(&ctx, id, no.clone()).await;
        assert_eq!(
            at(without.unwrap_err(), "reason"),
            Some(Problem::NeedsReason)
        );
        let no = Decision {
            reason: "这户没有这个人".to_owned(),
            ..no
        };
        ask::decide(&ctx, id, no).await.unwrap();
        let asked = ask::asked(&public, &secret).await.unwrap();
        assert_eq!(
            (asked.state, asked.reason.as_str()),
            (State::Declined, "这户没有这个人")
        );
        let finish = ask::finish(&public, &secret, newcomer("fin", "sun")).await;
        assert!(matches!(finish, Err(Error::Changed)));

        world.at(local("2026-04-09T09:00"));
        let late = world.ctx(None).await;
        assert!(matches!(
            ask::asked(&late, &secret).await,
            Err(Error::NotFound)
        ));
        let done = jobs::run_due(&world.stores, world.now()).await.unwrap();
        assert!(done.failed.is_empty());
        let mut tx = world.write().await;
        let (left,) =
            backend::sql!(&mut tx, one as (i64,), "select count(*) from join_request").unwrap();
        assert_eq!(left, 0);
    })
    .await;
}

#[tokio::test]
async fn p03_another_communitys_request_is_not_found() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let public = world.ctx(None).await;
        let secret = ask::ask(&public, form(&world, "one")).await.unwrap();
        let id = ask::page(&ctx, State::Waiting, None)
            .await
            .unwrap()
            .requests[0]
            .id;
        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(ask::find(&there, id).await, Err(Error::NotFound)));
        assert!(matches!(
            ask::asked(&there, &secret).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            ask::decide(&there, id, yes(1, "302")).await,
            Err(Error::NotFound)
        ));
        // A unit of another community cannot be asked for.
        let mut foreign = form(&world, "two");
        foreign.unit = world.elsewhere.buildings[0].units[0].to_string();
        assert_eq!(
            at(ask::ask(&public, foreign).await.unwrap_err(), "unit"),
            Some(Problem::NotAChoice)
        );
        // Nor can a door there be approved.
        door(&world, &world.elsewhere, 0, "302").await;
        let decision = Decision {
            unit: world.elsewhere.buildings[0].units[0].to_string(),
            ..yes(1, "302")
        };
        assert!(at(ask::decide(&ctx, id, decision).await.unwrap_err(), "door").is_some());
    })
    .await;
}
