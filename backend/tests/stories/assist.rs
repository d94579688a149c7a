//! Stories of 代办: acting for a resident, who stays the owner and reads it (rule P15).

use backend::message::call;
use backend::person::{self, Query};
use backend::report::{self, list};
use backend::{Context, Error, assist, sql};
use domain::id::{AccountId, PersonId};
use domain::permission::Post;
use domain::person::Sought;
use domain::report::Draft;

use crate::household::moves_in;
use crate::message::told;
use crate::story::{self, World, local};

fn draft(world: &World, key: &str) -> Draft {
    Draft {
        request_key: format!("assist-{key}"),
        category: world.here.categories[0].to_string(),
        building: world.here.buildings[0].id.to_string(),
        words: "楼道灯不亮".to_owned(),
        ..Draft::default()
    }
}

/// Somebody without an account behind a door of a building.
async fn neighbour(world: &World, staff: &Context, building: usize, name: &str) -> PersonId {
    let draft = domain::person::Draft {
        request_key: format!("person-{building}-{}", name.len()),
        name: name.to_owned(),
        telephone: "13900001111".to_owned(),
    };
    let person = person::add(staff, draft).await.unwrap();
    moves_in(world, (building, 0), &format!("30{person}"), person).await;
    person
}

/// A captain of the first building only.
async fn captain(world: &World) -> Context {
    let account = world.resident("chen").await;
    let node = world.here.buildings[0].node;
    world.hold(account, Post::Captain, node, None).await;
    world.ctx(Some(account)).await
}

async fn owner_of(world: &World, number: &str) -> (Option<i64>, Option<i64>, Option<i64>) {
    let (_, seq) = number.split_once('-').unwrap();
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        one as (Option<i64>, Option<i64>, Option<i64>),
        "select reporter_person_id, reporter_id, entered_by from report
         where community_id = $1 and seq = $2",
        world.here.id.get(),
        seq.parse::<i64>().unwrap(),
    )
    .unwrap()
}

#[tokio::test]
async fn p15_a_captain_acts_for_whoever_lives_in_the_own_building() {
    story::both(|world| async move {
        let min = world.account("min", Post::Staff).await;
        let staff = world.ctx(Some(min)).await;
        let wang = neighbour(&world, &staff, 0, "王秀英").await;
        let li = neighbour(&world, &staff, 1, "李四").await;
        let chen = captain(&world).await;

        let page = assist::residents(&chen, &Query::default()).await.unwrap();
        let names: Vec<_> = page.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["王秀英"]);
        assert!(page.lines[0].telephone.is_none(), "no number");
        let tail = Query {
            sought: Sought::read("1111"),
            ..Query::default()
        };
        let page = assist::residents(&chen, &tail).await.unwrap();
        assert_eq!(page.total, 0, "not even by its end");

        let receipt = report::submit_for(&chen, wang, draft(&world, "wang"))
            .await
            .unwrap();
        let again = report::submit_for(&chen, wang, draft(&world, "wang")).await;
        assert_eq!(again.unwrap().number, receipt.number, "r03");
        let (owner, account, helper) = owner_of(&world, &receipt.number.to_string()).await;
        assert_eq!(owner, Some(wang.get()), "who has no account owns it too");
        assert_eq!(
            (account, helper),
            (None, chen.account().map(AccountId::get))
        );

        for other in [li, PersonId::new(999_999)] {
            let refused = report::submit_for(&chen, other, draft(&world, "li")).await;
            assert!(matches!(refused, Err(Error::Denied | Error::NotFound)));
        }
        let own = chen.signed_in().unwrap().person;
        let oneself = report::submit_for(&chen, own, draft(&world, "self")).await;
        assert!(matches!(oneself, Err(Error::Denied)));
        assert_eq!(list::own(&chen).await.unwrap().len(), 0, "not the helper's");
    })
    .await;
}

#[tokio::test]
async fn p15_the_resident_owns_it_and_reads_who_did_it() {
    story::both(|world| async move {
        let wang = world.resident("wang").await;
        let own = world.ctx(Some(wang)).await;
        let person = own.signed_in().unwrap().person;
        moves_in(&world, (0, 0), "302", person).await;
        let chen = captain(&world).await;
        let receipt = report::submit_for(&chen, person, draft(&world, "one"))
            .await
            .unwrap();
        let (owner, account, _) = owner_of(&world, &receipt.number.to_string()).await;
        assert_eq!((owner, account), (Some(person.get()), Some(wang.get())));
        let lines = list::own(&own).await.unwrap();
        assert_eq!(lines.len(), 1);
        assert_eq!(lines[0].0, receipt.secret);

        let acts = assist::acts(&own).await.unwrap();
        assert_eq!(acts.len(), 1);
        assert_eq!(acts[0].helper, "chen");
        assert_eq!(acts[0].posts, [Post::Captain]);
        assert_eq!(acts[0].subject, format!("report/{}", receipt.number));
        assert_eq!(told(&world, person).await, ["acted_for"]);
        assert!(assist::acts(&chen).await.unwrap().is_empty());
        // What the resident files alone is nobody's help.
        report::submit(&own, draft(&world, "alone")).await.unwrap();
        assert_eq!(assist::acts(&own).await.unwrap().len(), 1);
        assert_eq!(list::own(&own).await.unwrap().len(), 2);
    })
    .await;
}

#[tokio::test]
async fn p15_family_acts_by_invitation_from_anywhere_until_it_ends() {
    story::both(|world| async move {
        let mother = world.resident("mother").await;
        let mother = world.ctx(Some(mother)).await.signed_in().unwrap().person;
        let daughter = world.resident("daughter").await;
        let daughter = world.ctx(Some(daughter)).await;
        let early = report::submit_for(&daughter, mother, draft(&world, "early")).await;
        assert!(matches!(early, Err(Error::Denied)));

        let helper = daughter.signed_in().unwrap().person;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into family_helper (community_id, helper_id, owner_id, since)
             values ($1, $2, $3, $4)",
            world.here.id.get(),
            helper.get(),
            mother.get(),
            daughter.now.millis(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let family = assist::family(&daughter).await.unwrap();
        assert_eq!(family, [(mother, "mother".to_owned())]);
        report::submit_for(&daughter, mother, draft(&world, "one"))
            .await
            .unwrap();

        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update family_helper set ended_at = $1",
            daughter.now.millis()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let late = report::submit_for(&daughter, mother, draft(&world, "late")).await;
        assert!(matches!(late, Err(Error::Denied)));
    })
    .await;
}

#[tokio::test]
async fn p15_a_post_that_ended_helps_no_more_and_p03_no_stranger_does() {
    story::both(|world| async move {
        let min = world.account("min", Post::Staff).await;
        let staff = world.ctx(Some(min)).await;
        let wang = neighbour(&world, &staff, 0, "王秀英").await;
        let chen = captain(&world).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $1 where post = 'captain'",
            local("2026-03-11T00:00").millis(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert!(assist::owner(&chen, wang).await.is_ok());
        world.at(local("2026-03-11T00:00"));
        let later = world.ctx(chen.account()).await;
        let refused = report::submit_for(&later, wang, draft(&world, "later")).await;
        assert!(matches!(refused, Err(Error::Denied)));

        for post in Post::ALL {
            let far = world
                .stranger(&format!("far-{}", post.as_str()), post)
                .await;
            let there = world.ctx_in(&world.elsewhere, Some(far)).await;
            let refused = assist::owner(&there, wang).await;
            assert!(matches!(refused, Err(Error::NotFound)), "{post:?}");
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(
            assist::owner(&nobody, wang).await,
            Err(Error::SignIn)
        ));
    })
    .await;
}

#[tokio::test]
async fn x19_whose_report_it_is_is_told_without_an_account_too() {
    story::both(|world| async move {
        let min = world.account("min", Post::Staff).await;
        let staff = world.ctx(Some(min)).await;
        let wang = neighbour(&world, &staff, 0, "王秀英").await;
        let receipt = report::submit_for(&staff, wang, draft(&world, "one")).await;
        let number = receipt.unwrap().number;
        let accepted = report::act::ActDraft {
            request_key: "assist-accept".to_owned(),
            version: "1".to_owned(),
            action: "accept".to_owned(),
            ..report::act::ActDraft::default()
        };
        report::act::act(&staff, number, accepted).await.unwrap();
        let calls = call::list(&staff).await.unwrap();
        assert_eq!(calls.len(), 1);
        assert_eq!((calls[0].person, &*calls[0].name), (wang, "王秀英"));
    })
    .await;
}
