//! 家人代办 (rule P15).

use backend::join::{self, Joined, family};
use backend::{Context, Error};
use domain::id::PersonId;
use domain::join::Newcomer;
use domain::permission::Post;

use crate::story::{self, World, local};

async fn signed_in(world: &World, name: &str) -> Context {
    let account = world.resident(name).await;
    world.ctx(Some(account)).await
}

fn person(ctx: &Context) -> PersonId {
    ctx.signed_in().unwrap().person
}

async fn may(ctx: &Context, helper: &Context, owner: &Context) -> bool {
    let mut read = ctx.db().read().await.unwrap();
    join::may_act_for(&mut read, ctx, person(helper), person(owner))
        .await
        .unwrap()
}

#[tokio::test]
async fn p15_an_invited_daughter_may_act_until_either_ends_it() {
    story::both(|world| async move {
        let mother = signed_in(&world, "mother").await;
        let daughter = signed_in(&world, "daughter").await;
        assert!(!may(&mother, &daughter, &mother).await);

        let invited = family::invite(&mother).await.unwrap();
        let invitation = family::open(&world.ctx(None).await, &invited.link)
            .await
            .unwrap();
        assert_eq!(invitation.owner_name, "mother");
        assert!(matches!(
            family::accept(&mother, &invited.link).await,
            Err(Error::Changed)
        ));
        family::accept(&daughter, &invited.link).await.unwrap();
        assert!(may(&mother, &daughter, &mother).await);
        assert!(!may(&mother, &mother, &daughter).await, "not the other way");
        let mut read = mother.db().read().await.unwrap();
        assert_eq!(
            join::acts_for(&mut read, &daughter, person(&daughter))
                .await
                .unwrap(),
            [(person(&mother), "mother".to_owned())]
        );
        drop(read);

        // Single use.
        let other = signed_in(&world, "other").await;
        assert!(matches!(
            family::accept(&other, &invited.link).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            family::accept_code(&other, &invited.code).await,
            Err(Error::Invalid(_))
        ));

        let helpers = family::helpers(&mother).await.unwrap();
        assert_eq!(helpers.len(), 1);
        assert_eq!(family::helped(&daughter).await.unwrap().len(), 1);
        assert!(matches!(
            family::end(&other, helpers[0].id).await,
            Err(Error::NotFound)
        ));
        family::end(&daughter, helpers[0].id).await.unwrap();
        family::end(&mother, helpers[0].id).await.unwrap();
        assert!(!may(&mother, &daughter, &mother).await);
        assert!(family::helpers(&mother).await.unwrap().is_empty());
    })
    .await;
}

#[tokio::test]
async fn p15_an_invitation_ends_after_seven_days_and_by_the_next_one() {
    story::both(|world| async move {
        let mother = signed_in(&world, "mother").await;
        let first = family::invite(&mother).await.unwrap();
        let second = family::invite(&mother).await.unwrap();
        let daughter = signed_in(&world, "daughter").await;
        assert!(matches!(
            family::accept(&daughter, &first.link).await,
            Err(Error::NotFound)
        ));
        world.at(local("2026-03-17T08:59"));
        assert!(
            family::open(&world.ctx(None).await, &second.link)
                .await
                .is_ok()
        );
        world.at(local("2026-03-17T09:00"));
        let late = world.ctx(None).await;
        assert!(matches!(
            family::open(&late, &second.link).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}

#[tokio::test]
async fn p15_eight_digits_are_typed_by_whoever_has_an_account() {
    story::both(|world| async move {
        let mother = signed_in(&world, "mother").await;
        let daughter = signed_in(&world, "daughter").await;
        let invited = family::invite(&mother).await.unwrap();
        assert!(matches!(
            family::accept_code(&world.ctx(None).await, &invited.code).await,
            Err(Error::SignIn)
        ));
        let typed = format!("{} {}", &invited.code[..4], &invited.code[4..]);
        family::accept_code(&daughter, &typed).await.unwrap();
        assert!(may(&mother, &daughter, &mother).await);

        // Whoever guesses has to wait, whatever digits they try next; others do not.
        let guesser = signed_in(&world, "guesser").await;
        let mut waited = false;
        for number in 0..8 {
            match family::accept_code(&guesser, &format!("9999999{number}")).await {
                Err(Error::Invalid(_)) => {}
                Err(Error::Wait(_)) => waited = true,
                answer => panic!("{answer:?}"),
            }
        }
        assert!(waited);
        let again = family::invite(&mother).await.unwrap();
        let neighbour = signed_in(&world, "neighbour").await;
        family::accept_code(&neighbour, &again.code).await.unwrap();
    })
    .await;
}

#[tokio::test]
async fn p15_a_son_elsewhere_joins_by_the_link_without_a_household() {
    story::both(|world| async move {
        let mother = signed_in(&world, "mother").await;
        let invited = family::invite(&mother).await.unwrap();
        let public = world.ctx(None).await;
        let newcomer = |key: &str, name: &str| Newcomer {
            request_key: format!("family-{key}"),
            name: "小儿子".to_owned(),
            sign_in_name: name.to_owned(),
            password: "河边的柳树长得高".to_owned(),
            person: String::new(),
        };
        // A name that is taken is said at the field, and the invitation stays.
        let taken = family::join(&public, &invited.link, newcomer("one", "Mother")).await;
        let Err(Error::Invalid(problems)) = taken else {
            panic!("{taken:?}");
        };
        assert!(problems.of("sign_in_name").is_some());
        let joined = family::join(&public, &invited.link, newcomer("one", "son"))
            .await
            .unwrap();
        let Joined::Now(account) = joined else {
            panic!("{joined:?}");
        };
        let son = world.ctx(Some(account)).await;
        assert!(may(&mother, &son, &mother).await);
        let again = family::join(&public, &invited.link, newcomer("one", "son")).await;
        assert_eq!(again.unwrap(), Joined::Before);
        let other = family::join(&public, &invited.link, newcomer("two", "another")).await;
        assert!(matches!(other, Err(Error::NotFound)));
    })
    .await;
}

#[tokio::test]
async fn p03_an_invitation_of_another_community_fits_nowhere_else() {
    story::both(|world| async move {
        let mother = signed_in(&world, "mother").await;
        let invited = family::invite(&mother).await.unwrap();
        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            family::accept(&there, &invited.link).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            family::accept_code(&there, &invited.code).await,
            Err(Error::Invalid(_))
        ));
    })
    .await;
}
