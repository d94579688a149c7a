//! Stories of the estate: the generator, one building, files (P2, P4).

mod area;
mod drawing;
mod import;

use backend::context::Context;
use backend::estate::building::{self, Draft as Change};
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

/// A form about one building.
fn about(key: &str, act: &str) -> Change {
    Change {
        request_key: format!("building-{key}"),
        version: 1,
        act: act.to_owned(),
        ..Change::default()
    }
}

#[tokio::test]
async fn p02_a_building_gets_a_unit_a_floor_and_doors_and_closes_one() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = world.here.buildings[0].id;
        let unit = world.here.buildings[0].units[1].to_string();
        let changes = [
            Change {
                unit_name: "3".to_owned(),
                ..about("unit", "unit")
            },
            Change {
                floor: "地下二层".to_owned(),
                ..about("floor", "floor")
            },
            Change {
                unit,
                doors: "301、302室，２-303".to_owned(),
                ..about("doors", "doors")
            },
        ];
        for draft in changes {
            building::change(&ctx, id, draft.clone()).await.unwrap();
            building::change(&ctx, id, draft).await.unwrap();
        }
        let sheet = building::for_edit(&ctx, id).await.unwrap();
        let units: Vec<_> = sheet
            .building
            .units
            .iter()
            .map(|(_, name)| name.as_str())
            .collect();
        assert_eq!(units, ["1单元", "2单元", "3单元"]);
        assert_eq!(sheet.building.floors.last().unwrap().1, "B2");
        let doors: Vec<_> = sheet
            .households
            .iter()
            .map(|door| door.door.as_str())
            .collect();
        assert_eq!(
            doors,
            ["301", "302", "2-303"],
            "the same form twice adds them once"
        );
        assert_eq!(sheet.households[1].floor.as_deref(), Some("3层"));

        let household = sheet.households[0].id.to_string();
        let close = Change {
            household: household.clone(),
            closed_from: "2026-03-01".to_owned(),
            ..about("close", "close")
        };
        building::change(&ctx, id, close).await.unwrap();
        let sheet = building::for_edit(&ctx, id).await.unwrap();
        assert_eq!(sheet.households.len(), 3, "p01: closed, never removed");
        assert_eq!(
            sheet.households[0].closed_on.unwrap().to_string(),
            "2026-03-01"
        );
        building::change(
            &ctx,
            id,
            Change {
                household,
                ..about("reopen", "reopen")
            },
        )
        .await
        .unwrap();
        let sheet = building::for_edit(&ctx, id).await.unwrap();
        assert_eq!(sheet.households[0].closed_on, None, "x08");
    })
    .await;
}

#[tokio::test]
async fn x10_what_a_building_has_already_is_said_at_the_field() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = world.here.buildings[0].id;
        let unit = world.here.buildings[0].units[1].to_string();
        let there = Change {
            unit: unit.clone(),
            doors: "302".to_owned(),
            ..about("there", "doors")
        };
        building::change(&ctx, id, there).await.unwrap();
        for (field, draft) in [
            (
                "unit_name",
                Change {
                    unit_name: "二单元".to_owned(),
                    ..about("w1", "unit")
                },
            ),
            (
                "floor",
                Change {
                    floor: "3楼".to_owned(),
                    ..about("w2", "floor")
                },
            ),
            (
                "doors",
                Change {
                    unit,
                    doors: "0302".to_owned(),
                    ..about("w3", "doors")
                },
            ),
            (
                "name",
                Change {
                    name: "2栋".to_owned(),
                    ..about("w4", "rename")
                },
            ),
        ] {
            let Err(Error::Invalid(problems)) = building::change(&ctx, id, draft).await else {
                panic!("{field} is taken");
            };
            assert_eq!(problems.of(field), Some(Problem::Taken), "{field}");
        }
    })
    .await;
}

#[tokio::test]
async fn p01_a_hub_household_has_a_node_that_is_closed_and_opened() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = world.here.buildings[0].id;
        let unit = world.here.buildings[0].units[0].to_string();
        let doors = Change {
            unit,
            doors: "101".to_owned(),
            ..about("d", "doors")
        };
        building::change(&ctx, id, doors).await.unwrap();
        let sheet = building::for_edit(&ctx, id).await.unwrap();
        let household = sheet.households[0].id.to_string();
        let mark = |key: &str, act: &str| Change {
            household: household.clone(),
            ..about(key, act)
        };
        let before = counts(&world).await[0];
        for (key, act, is_hub) in [
            ("h1", "hub", true),
            ("h2", "no_hub", false),
            ("h3", "hub", true),
        ] {
            building::change(&ctx, id, mark(key, act)).await.unwrap();
            let sheet = building::for_edit(&ctx, id).await.unwrap();
            assert_eq!(sheet.households[0].is_hub, is_hub, "{key}");
        }
        assert_eq!(
            counts(&world).await[0],
            before + 1,
            "one node, opened again"
        );
        let mut tx = world.write().await;
        let (path, name) = sql!(
            &mut tx,
            one as (String, String),
            "select n.path, n.name from household h join org_node n on n.id = h.node_id"
        )
        .unwrap();
        assert!(path.starts_with(&sheet.building.path));
        assert_eq!(name, "1单元 101");
    })
    .await;
}

#[tokio::test]
async fn p12_a_building_is_changed_by_those_whose_right_reaches_it() {
    story::both(|world| async move {
        let [ours, other] = [
            world.here.buildings[0].clone(),
            world.here.buildings[1].clone(),
        ];
        let account = world.resident("one-building").await;
        world.hold(account, Post::Staff, ours.node, None).await;
        let ctx = world.ctx(Some(account)).await;
        let rename = |key: &str, version| Change {
            name: "甲楼".to_owned(),
            version,
            ..about(key, "rename")
        };
        assert!(matches!(
            building::change(&ctx, other.id, rename("other", 1)).await,
            Err(Error::Denied)
        ));
        let far = world.elsewhere.buildings[0].id;
        assert!(
            matches!(building::for_edit(&ctx, far).await, Err(Error::NotFound)),
            "p03"
        );
        building::change(&ctx, ours.id, rename("ours", 1))
            .await
            .unwrap();
        let late = building::change(&ctx, ours.id, rename("late", 1)).await;
        assert!(matches!(late, Err(Error::Changed)));
        let sheet = building::for_edit(&ctx, ours.id).await.unwrap();
        assert_eq!((sheet.building.name.as_str(), sheet.version), ("甲楼", 2));
        // A household of another building is no choice.
        let unit = other.units[0].to_string();
        let foreign = Change {
            unit,
            doors: "101".to_owned(),
            ..about("foreign", "doors")
        };
        let Err(Error::Invalid(problems)) = building::change(&ctx, ours.id, foreign).await else {
            panic!("the unit is of another building");
        };
        assert_eq!(problems.of("unit"), Some(Problem::NotAChoice));
    })
    .await;
}
