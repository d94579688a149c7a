//! Stories of the estate: the generator, one building, files (P2, P4).

use backend::context::Context;
use backend::{Error, estate, sql};
use domain::estate::{Counts, Draft};
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, World};

/// 7 to 9, two units of three floors with two doors each.
fn draft(key: &str) -> Draft {
    Draft {
        request_key: format!("estate-{key}"),
        buildings: "7-9".to_owned(),
        units: "2".to_owned(),
        top: "3".to_owned(),
        basements: "1".to_owned(),
        roof: true,
        doors: "2".to_owned(),
        naming: "plain".to_owned(),
        ..Draft::default()
    }
}

async fn staff(world: &World) -> Context {
    let staff = world.account("min", Post::Staff).await;
    world.ctx(Some(staff)).await
}

/// How much of everything there is, and the public version.
async fn counts(world: &World) -> Vec<i64> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (i64,),
        "select n from (
             select 1 as at, count(*) as n from org_node union all
             select 2, count(*) from building union all
             select 3, count(*) from unit union all
             select 4, count(*) from floor union all
             select 5, count(*) from household union all
             select 6, count(*) from audit union all
             select 7, cast(sum(public_version) as bigint) from community) counted order by at",
    )
    .unwrap()
    .into_iter()
    .map(|(count,)| count)
    .collect()
}

#[tokio::test]
async fn p04_three_buildings_in_one_go_with_nodes_floors_and_doors() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = counts(&world).await;
        let preview = estate::preview(&ctx, &draft("first")).await.unwrap();
        assert_eq!(counts(&world).await, before, "a preview changes nothing");
        let made = estate::add(&ctx, draft("first")).await.unwrap();
        assert_eq!(
            made.counts,
            Counts {
                buildings: 3,
                units: 6,
                floors: 15,
                households: 36,
            }
        );
        assert_eq!(preview.counts, made.counts);
        let after = counts(&world).await;
        let grown: Vec<_> = after.iter().zip(&before).map(|(a, b)| a - b).collect();
        assert_eq!(grown, [3, 3, 6, 15, 36, 1, 1]);

        let all = estate::overview(&ctx).await.unwrap();
        let names: Vec<_> = all.iter().map(|one| one.building.name.as_str()).collect();
        assert_eq!(names, ["1号楼", "2号楼", "7号楼", "8号楼", "9号楼"]);
        let seven = &all[2];
        assert_eq!((seven.households, seven.under.as_str()), (12, "翠园社区"));
        assert!(seven.building.path.starts_with(&ctx.community.path));
        let floors: Vec<_> = seven
            .building
            .floors
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        assert_eq!(floors, ["楼顶", "3层", "2层", "1层", "B1"], "p02");
        let mut tx = world.write().await;
        let doors = sql!(
            &mut tx,
            all as (String, String, i64),
            "select u.name, h.door, f.level from household h join unit u on u.id = h.unit_id
             join floor f on f.id = h.floor_id where h.building_id = $1 order by h.sort",
            seven.building.id.get(),
        )
        .unwrap();
        assert_eq!(doors[0], ("1单元".to_owned(), "101".to_owned(), 1));
        assert_eq!(doors[11], ("2单元".to_owned(), "302".to_owned(), 3));
    })
    .await;
}

#[tokio::test]
async fn p04_the_same_again_changes_nothing_and_what_is_there_is_said() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let made = estate::add(&ctx, draft("once")).await.unwrap();
        let before = counts(&world).await;
        assert_eq!(estate::add(&ctx, draft("once")).await.unwrap(), made, "r03");
        let again = estate::add(&ctx, draft("other-key")).await.unwrap();
        assert_eq!(again.counts, Counts::default());
        assert_eq!(again.existing, ["7号楼", "8号楼", "9号楼"]);
        assert_eq!(counts(&world).await, before);

        let other_words = Draft {
            buildings: "1栋、九号楼、10".to_owned(),
            ..draft("more")
        };
        let more = estate::add(&ctx, other_words).await.unwrap();
        assert_eq!(more.existing, ["1号楼", "9号楼"]);
        assert_eq!(more.counts.buildings, 1);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r03_ten_forms_at_once_make_the_buildings_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let all = (0..10).map(|nth| {
            let key = if nth < 5 {
                "same".to_owned()
            } else {
                nth.to_string()
            };
            backend::task::run(ctx.clone(), move |ctx| {
                let draft = draft(&format!("race-{key}"));
                async move { estate::add(&ctx, draft).await }
            })
        });
        for made in futures::future::join_all(all).await {
            made.unwrap();
        }
        assert_eq!(estate::overview(&ctx).await.unwrap().len(), 5);
    })
    .await;
}

#[tokio::test]
async fn p04_a_form_with_faults_makes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = counts(&world).await;
        let wrong = Draft {
            buildings: String::new(),
            grid: world.elsewhere.node.to_string(),
            ..draft("wrong")
        };
        let Err(Error::Invalid(problems)) = estate::add(&ctx, wrong).await else {
            panic!("it has faults");
        };
        assert_eq!(problems.of("buildings"), Some(Problem::Missing));
        assert_eq!(problems.of("grid"), Some(Problem::NotAChoice), "p03");
        assert_eq!(counts(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn p13_who_does_not_keep_the_estate_makes_nothing() {
    story::both(|world| async move {
        let before = counts(&world).await;
        let nobody = world.ctx(None).await;
        assert!(matches!(
            estate::add(&nobody, draft("no")).await,
            Err(Error::SignIn)
        ));
        for post in Post::ALL {
            let account = world.account(post.as_str(), post).await;
            let ctx = world.ctx(Some(account)).await;
            if matches!(post, Post::Staff | Post::Admin) {
                continue;
            }
            let refused = estate::add(&ctx, draft("no")).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
            assert!(
                matches!(estate::overview(&ctx).await, Err(Error::Denied)),
                "{post:?}"
            );
        }
        // P12: staff of one building make no others.
        let account = world.resident("one-building").await;
        world
            .hold(account, Post::Staff, world.here.buildings[0].node, None)
            .await;
        let ctx = world.ctx(Some(account)).await;
        assert!(
            matches!(estate::add(&ctx, draft("no")).await, Err(Error::Denied)),
            "p12"
        );
        assert_eq!(counts(&world).await, before);
    })
    .await;
}
