//! 便民卡 (rule P7).

use backend::household;
use backend::join::card::{self, Order, Printed};
use backend::{Context, Error, sql};
use domain::id::{HouseholdId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use crate::household::{at, door, lives, member, staff};
use crate::story::{self, World};

async fn printed(ctx: &Context, home: HouseholdId, person: PersonId, key: &str) -> Printed {
    let order = Order {
        request_key: format!("cards-{key}"),
        people: vec![person.to_string()],
    };
    card::print(ctx, home, order).await.unwrap().remove(0)
}

async fn sessions(world: &World) -> i64 {
    let mut tx = world.write().await;
    sql!(&mut tx, one as (i64,), "select count(*) from session")
        .unwrap()
        .0
}

#[tokio::test]
async fn p07_a_card_and_the_door_sign_a_resident_in() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let wang = member(&world, home, "王秀英").await;
        let card = printed(&ctx, home, wang, "one").await;
        assert_eq!((card.name.as_str(), card.token.len()), ("王秀英", 32));
        assert_eq!(format!("{card:?}"), "Printed(…)");
        let again = printed(&ctx, home, wang, "one").await;
        assert_eq!(again.token, card.token, "the same form gives the same card");

        let public = world.ctx(None).await;
        let person = card::sign_in(&public, &card.token, "３０２").await.unwrap();
        assert_eq!(
            (person.person, person.display_name.as_str()),
            (wang, "王秀英")
        );
        assert!(!person.is_staff());

        // A new card ends the old one.
        let new = printed(&ctx, home, wang, "two").await;
        let old = card::sign_in(&public, &card.token, "302").await;
        assert!(matches!(old, Err(Error::NotFound)));
        assert!(card::sign_in(&public, &new.token, "302").await.is_ok());
        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            card::look(&there, &new.token).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn p07_wrong_doors_wait_for_that_card_only() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let wang = member(&world, home, "王秀英").await;
        let li = member(&world, home, "李").await;
        let (lost, own) = (
            printed(&ctx, home, wang, "lost").await,
            printed(&ctx, home, li, "own").await,
        );
        let public = world.ctx(None).await;
        let mut waited = false;
        for number in 0..7 {
            match card::sign_in(&public, &lost.token, &format!("10{number}")).await {
                Err(Error::Invalid(problems)) => {
                    assert_eq!(problems.of("door"), Some(Problem::DoesNotFit));
                }
                Err(Error::Wait(_)) => waited = true,
                answer => panic!("{answer:?}"),
            }
        }
        assert!(waited);
        let right = card::sign_in(&public, &lost.token, "302").await;
        assert!(
            matches!(right, Err(Error::Wait(_))),
            "the right door waits too"
        );
        assert!(card::sign_in(&public, &own.token, "302").await.is_ok());
        world.at(world.now().plus(std::time::Duration::from_secs(900)));
        let later = world.ctx(None).await;
        assert!(
            card::sign_in(&later, &lost.token, "302").await.is_ok(),
            "nobody is locked out"
        );
    })
    .await;
}

#[tokio::test]
async fn p07_a_blocked_card_ends_at_once_with_its_sign_ins() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let wang = member(&world, home, "王秀英").await;
        let card = printed(&ctx, home, wang, "one").await;
        let public = world.ctx(None).await;
        let person = card::sign_in(&public, &card.token, "302").await.unwrap();
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into session (id_hash, account_id, record, created_at, touched_at, expires_at)
             values ('a session', $1, '{}', 0, 0, 9999999999999)",
            person.account.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let cards = household::whole(&ctx, home).await.unwrap().cards;
        assert_eq!(cards.len(), 1);
        let other = door(&world, &world.here, 1, "302").await;
        let wrong = card::block(&ctx, other, cards[0].id).await;
        assert!(matches!(wrong, Err(Error::NotFound)), "of that household");
        for _ in 0..2 {
            card::block(&ctx, home, cards[0].id).await.unwrap();
        }
        assert_eq!(sessions(&world).await, 0);
        let blocked = card::sign_in(&public, &card.token, "302").await;
        assert!(matches!(blocked, Err(Error::NotFound)));
        assert!(household::whole(&ctx, home).await.unwrap().cards.is_empty());

        let next = printed(&ctx, home, wang, "next").await;
        household::move_out(&ctx, home, wang, "2026-03-10")
            .await
            .unwrap();
        let moved = card::sign_in(&public, &next.token, "302").await;
        assert!(matches!(moved, Err(Error::NotFound)), "moving out ends it");
    })
    .await;
}

#[tokio::test]
async fn p07_no_card_for_staff_children_and_strangers() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let me = ctx.signed_in().unwrap().person;
        lives(&world, home, me).await;
        let captain = world.account("captain", Post::Captain).await;
        let captain = world.ctx(Some(captain)).await.signed_in().unwrap().person;
        lives(&world, home, captain).await;
        let elsewhere = door(&world, &world.here, 1, "302").await;
        let other = member(&world, elsewhere, "李").await;
        for person in [me, other] {
            let order = Order {
                request_key: format!("cards-for-{person}"),
                people: vec![person.to_string()],
            };
            let refused = card::print(&ctx, home, order).await;
            assert_eq!(at(refused.unwrap_err(), "people"), Some(Problem::NotAChoice));
        }
        let own = printed(&ctx, home, captain, "captain").await;
        assert!(card::sign_in(&world.ctx(None).await, &own.token, "302").await.is_ok());
        // A staff post given later makes the card worth nothing.
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into post_holding (person_id, post, node_id, valid_from) values ($1, 'staff', $2, 0)",
            captain.get(),
            world.here.node.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let staff = card::sign_in(&world.ctx(None).await, &own.token, "302").await;
        assert!(matches!(staff, Err(Error::NotFound)));
    })
    .await;
}
