//! My household, my children (rules P2, P21).

use backend::join::{self, own};
use backend::{Context, Error, sql};
use domain::household::AgeBand;
use domain::join::Child;
use domain::problem::Problem;

use crate::household::{at, door, lives, member};
use crate::story::{self, World};

async fn resident(world: &World, name: &str) -> Context {
    let account = world.resident(name).await;
    world.ctx(Some(account)).await
}

fn child(key: &str) -> Child {
    Child {
        request_key: format!("child-{key}"),
        name: "小明".to_owned(),
        band: "3-6".to_owned(),
    }
}

#[tokio::test]
async fn p21_a_child_is_a_band_and_a_guardian_without_an_account() {
    story::both(|world| async move {
        let mother = resident(&world, "mother").await;
        let home = door(&world, &world.here, 0, "302").await;
        let nowhere = own::add_child(&mother, home, child("one")).await;
        assert!(
            matches!(nowhere, Err(Error::NotFound)),
            "only where one lives"
        );
        let me = mother.signed_in().unwrap().person;
        lives(&world, home, me).await;
        member(&world, home, "王秀英").await;
        let bad = own::add_child(&mother, home, Child::default()).await;
        assert_eq!(at(bad.unwrap_err(), "band"), Some(Problem::Missing));
        for _ in 0..2 {
            own::add_child(&mother, home, child("one")).await.unwrap();
        }
        let homes = own::homes(&mother).await.unwrap();
        assert_eq!(homes.len(), 1);
        let names: Vec<_> = homes[0]
            .members
            .iter()
            .map(|mate| mate.name.as_str())
            .collect();
        assert_eq!(names, ["mother", "王**", "小明"]);
        let small = &homes[0].members[2];
        assert_eq!((small.band, small.is_mine), (Some(AgeBand::Small), true));
        let mut read = mother.db().read().await.unwrap();
        assert!(
            join::may_act_for(&mut read, &mother, me, small.person)
                .await
                .unwrap()
        );
        assert_eq!(
            join::acts_for(&mut read, &mother, me).await.unwrap(),
            [(small.person, "小明".to_owned())]
        );
        let accounts = sql!(
            &mut read,
            all as (i64,),
            "select id from account where person_id = $1",
            small.person.get()
        )
        .unwrap();
        assert!(accounts.is_empty());
        drop(read);

        let other = resident(&world, "other").await;
        assert!(matches!(
            own::remove_child(&other, small.person).await,
            Err(Error::NotFound)
        ));
        own::remove_child(&mother, small.person).await.unwrap();
        assert_eq!(own::homes(&mother).await.unwrap()[0].members.len(), 2);
        let mut read = mother.db().read().await.unwrap();
        assert!(
            !join::may_act_for(&mut read, &mother, me, small.person)
                .await
                .unwrap()
        );
    })
    .await;
}

#[tokio::test]
async fn p02_who_leaves_takes_their_children_along() {
    story::both(|world| async move {
        let mother = resident(&world, "mother").await;
        let home = door(&world, &world.here, 0, "302").await;
        lives(&world, home, mother.signed_in().unwrap().person).await;
        let father = resident(&world, "father").await;
        lives(&world, home, father.signed_in().unwrap().person).await;
        own::add_child(&mother, home, child("one")).await.unwrap();
        own::leave(&mother, home).await.unwrap();
        assert!(matches!(
            own::leave(&mother, home).await,
            Err(Error::NotFound)
        ));
        assert!(own::homes(&mother).await.unwrap().is_empty());
        assert_eq!(own::homes(&father).await.unwrap()[0].members.len(), 1);
        assert!(matches!(
            own::homes(&world.ctx(None).await).await,
            Err(Error::SignIn)
        ));
    })
    .await;
}
