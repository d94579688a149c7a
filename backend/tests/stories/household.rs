//! Stories of households: members, codes, lists (rules P2, P6).

use backend::household::code::{self, Order, Slip};
use backend::household::list::{self, Query};
use backend::household::{self, Moved};
use backend::{Context, Error, sql};
use domain::household::MoveIn;
use domain::id::{AccountId, HouseholdId, PersonId};
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, Estate, World};

/// A door of a building's first unit.
pub async fn door(world: &World, estate: &Estate, building: usize, door: &str) -> HouseholdId {
    door_of(world, estate, (building, 0), door).await
}

/// A door of a building's unit, both counted from 0.
pub async fn door_of(
    world: &World,
    estate: &Estate,
    (building, unit): (usize, usize),
    door: &str,
) -> HouseholdId {
    let building = &estate.buildings[building];
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into household (community_id, building_id, unit_id, door, sort)
         values ($1, $2, $3, $4, $5) returning id",
        estate.id.get(),
        building.id.get(),
        building.units[unit].get(),
        door,
        door.parse::<i64>().unwrap_or(0),
    )
    .unwrap();
    tx.commit().await.unwrap();
    HouseholdId::new(id)
}

/// A member of a household without an account.
pub async fn member(world: &World, household: HouseholdId, name: &str) -> PersonId {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into person (community_id, name, created_at) values ($1, $2, 0) returning id",
        world.here.id.get(),
        name,
    )
    .unwrap();
    tx.commit().await.unwrap();
    lives(world, household, PersonId::new(id)).await;
    PersonId::new(id)
}

/// Lets somebody live behind a door that nobody had before.
pub async fn moves_in(world: &World, unit: (usize, usize), door: &str, person: PersonId) {
    let household = door_of(world, &world.here, unit, door).await;
    lives(world, household, person).await;
}

/// Makes somebody a member since long ago.
pub async fn lives(world: &World, household: HouseholdId, person: PersonId) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "insert into household_member (household_id, person_id, since) values ($1, $2, '2020-01-01')",
        household.get(),
        person.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

pub async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

/// The digits of one household's new code.
pub async fn code_of(ctx: &Context, household: HouseholdId, key: &str) -> String {
    let order = Order {
        request_key: format!("slips-{key}"),
        households: vec![household.to_string()],
        ..Order::default()
    };
    let slips = code::print(ctx, order).await.unwrap();
    assert_eq!(slips.len(), 1);
    slips[0].code.digits().to_owned()
}

pub fn at(error: Error, field: &str) -> Option<Problem> {
    match error {
        Error::Invalid(problems) => problems.of(field),
        error => panic!("{error:?}"),
    }
}

async fn audit_rows(world: &World, deed: &str) -> Vec<(String, String, Option<i64>)> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String, String, Option<i64>),
        "select subject, became, person_id from audit where deed = $1 order by id",
        deed
    )
    .unwrap()
}

#[tokio::test]
async fn p02_members_move_in_and_out_by_dates() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let home = door(&world, &world.here, 0, "302").await;
        let form = MoveIn {
            request_key: "move-in-1".to_owned(),
            name: "王秀英".to_owned(),
            telephone: "139 0000 2222".to_owned(),
            ..MoveIn::default()
        };
        for _ in 0..2 {
            let moved = household::move_in(&ctx, home, form.clone()).await.unwrap();
            assert_eq!(moved, Moved::In, "the same form twice");
        }
        let whole = household::whole(&ctx, home).await.unwrap();
        assert_eq!(whole.members.len(), 1);
        let member = &whole.members[0];
        assert_eq!(
            (member.name.as_str(), member.since.as_str()),
            ("王秀英", "2026-03-10")
        );
        assert_eq!(
            member.telephone.as_ref().unwrap().to_string(),
            "139****2222"
        );
        assert_eq!(whole.household.place(), "1号楼 1单元 302");

        let found = household::people(&ctx, "13900002222").await.unwrap();
        assert_eq!(found.len(), 1);
        assert_eq!(
            household::people(&ctx, "王").await.unwrap()[0].person,
            member.person
        );
        let again = MoveIn {
            request_key: "move-in-2".to_owned(),
            person: member.person.to_string(),
            ..MoveIn::default()
        };
        let moved = household::move_in(&ctx, home, again).await.unwrap();
        assert_eq!(moved, Moved::LivedThere);

        let bad = household::move_out(&ctx, home, member.person, "soon").await;
        assert_eq!(at(bad.unwrap_err(), "until"), Some(Problem::NotADate));
        household::move_out(&ctx, home, member.person, "2026-03-10")
            .await
            .unwrap();
        assert!(
            household::whole(&ctx, home)
                .await
                .unwrap()
                .members
                .is_empty()
        );
        let rows = audit_rows(&world, "household.moved_in").await;
        assert_eq!(rows.len(), 1);
        assert_eq!(rows[0].2, Some(member.person.get()));
        assert!(!rows[0].1.contains('王'), "nothing personal");
        assert_eq!(audit_rows(&world, "household.moved_out").await.len(), 1);
    })
    .await;
}

#[tokio::test]
async fn p03_another_communitys_household_is_not_found() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let theirs = door(&world, &world.elsewhere, 0, "101").await;
        let home = door(&world, &world.here, 0, "302").await;
        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        for (ctx, id) in [(&ctx, theirs), (&there, home)] {
            assert!(matches!(
                household::whole(ctx, id).await,
                Err(Error::NotFound)
            ));
            assert!(matches!(code::revoke(ctx, id).await, Err(Error::NotFound)));
            let form = MoveIn {
                request_key: "move-in-1".to_owned(),
                name: "王".to_owned(),
                ..MoveIn::default()
            };
            let moved = household::move_in(ctx, id, form).await;
            assert!(matches!(moved, Err(Error::NotFound)));
            let order = Order {
                request_key: "slips-theirs".to_owned(),
                households: vec![id.to_string()],
                ..Order::default()
            };
            assert!(at(code::print(ctx, order).await.unwrap_err(), "building").is_some());
        }
        // Somebody of another community cannot be moved in here.
        let person = there.signed_in().unwrap().person;
        let form = MoveIn {
            request_key: "move-in-3".to_owned(),
            person: person.to_string(),
            ..MoveIn::default()
        };
        let moved = household::move_in(&ctx, home, form).await;
        assert_eq!(at(moved.unwrap_err(), "person"), Some(Problem::NotAChoice));
    })
    .await;
}

#[tokio::test]
async fn p13_only_who_admits_residents_and_only_in_their_building() {
    story::both(|world| async move {
        let first = door(&world, &world.here, 0, "302").await;
        let second = door(&world, &world.here, 1, "302").await;
        for post in Post::ALL {
            let account: AccountId = world.account(post.as_str(), post).await;
            let ctx = world.ctx(Some(account)).await;
            let may = matches!(post, Post::Staff | Post::Admin);
            assert_eq!(household::whole(&ctx, first).await.is_ok(), may, "{post:?}");
            assert_eq!(
                list::page(&ctx, &Query::default()).await.is_ok(),
                may,
                "{post:?}"
            );
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(
            household::whole(&nobody, first).await,
            Err(Error::SignIn)
        ));

        let here = world.resident("one building").await;
        world
            .hold(here, Post::Staff, world.here.buildings[0].node, None)
            .await;
        let ctx = world.ctx(Some(here)).await;
        assert!(household::whole(&ctx, first).await.is_ok());
        assert!(matches!(
            household::whole(&ctx, second).await,
            Err(Error::Denied)
        ));
        let page = list::page(&ctx, &Query::default()).await.unwrap();
        assert_eq!((page.total, page.lines[0].id), (1, first));
        let order = Order {
            request_key: "slips-both".to_owned(),
            households: vec![first.to_string(), second.to_string()],
            ..Order::default()
        };
        let slips = code::print(&ctx, order).await.unwrap();
        assert_eq!(slips.len(), 1, "only where the right reaches");
    })
    .await;
}

#[tokio::test]
async fn p06_slips_come_in_the_order_of_the_doors_and_each_ends_the_one_before() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for (building, name) in [(1, "101"), (0, "302"), (0, "102"), (0, "201")] {
            door(&world, &world.here, building, name).await;
        }
        let order = Order {
            request_key: "slips-all".to_owned(),
            buildings: world
                .here
                .buildings
                .iter()
                .map(|b| b.id.to_string())
                .collect(),
            ..Order::default()
        };
        let slips = code::print(&ctx, order.clone()).await.unwrap();
        let doors: Vec<_> = slips
            .iter()
            .map(|slip| format!("{} {}", slip.building, slip.door))
            .collect();
        assert_eq!(doors, ["1号楼 102", "1号楼 201", "1号楼 302", "2号楼 101"]);
        let codes = |slips: &[Slip]| -> Vec<String> {
            slips
                .iter()
                .map(|slip| slip.code.digits().to_owned())
                .collect()
        };
        let mut distinct = codes(&slips);
        distinct.sort();
        distinct.dedup();
        assert_eq!(distinct.len(), 4);

        let again = code::print(&ctx, order.clone()).await.unwrap();
        assert_eq!(
            codes(&again),
            codes(&slips),
            "the same form gives the same slips"
        );
        let rows = audit_rows(&world, "household.codes_printed").await;
        assert_eq!(rows.len(), 2, "one a building");
        for code in codes(&slips) {
            assert!(rows.iter().all(|(_, became, _)| !became.contains(&code)));
        }
        // Nothing of them is kept but the hash.
        let mut tx = world.write().await;
        let kept = sql!(
            &mut tx,
            all as (String,),
            "select code_hash from household_code"
        )
        .unwrap();
        drop(tx);
        assert!(kept.iter().all(|(hash,)| hash.len() == 64));

        let anew = Order {
            request_key: "slips-anew".to_owned(),
            ..order.clone()
        };
        let new = code::print(&ctx, anew).await.unwrap();
        assert!(codes(&new).iter().all(|code| !codes(&slips).contains(code)));
        let old = code::print(&ctx, order).await;
        assert!(matches!(old, Err(Error::Changed)), "they were made anew");
        let rest = Order {
            request_key: "slips-rest".to_owned(),
            buildings: vec![world.here.buildings[0].id.to_string()],
            only_without: true,
            ..Order::default()
        };
        assert!(at(code::print(&ctx, rest).await.unwrap_err(), "building").is_some());
    })
    .await;
}

#[tokio::test]
async fn p06_the_list_filters_and_pages_by_key() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for number in 0..60 {
            door(
                &world,
                &world.here,
                usize::from(number >= 55),
                &format!("{}", 100 + number),
            )
            .await;
        }
        let home = door(&world, &world.here, 1, "999").await;
        member(&world, home, "王秀英").await;
        code_of(&ctx, home, "one").await;
        let first = list::page(&ctx, &Query::default()).await.unwrap();
        assert_eq!((first.total, first.lines.len()), (61, 50));
        // As it travels in the address.
        let after = first.later.unwrap().to_string().parse().unwrap();
        let query = Query {
            after: Some(after),
            ..Query::default()
        };
        let second = list::page(&ctx, &query).await.unwrap();
        assert_eq!((second.lines.len(), second.later), (11, None));
        assert_eq!(second.lines.last().unwrap().id, home);
        assert!(second.lines.last().unwrap().has_code);
        for (query, total) in [
            (
                Query {
                    building: Some(world.here.buildings[1].id),
                    ..Query::default()
                },
                6,
            ),
            (
                Query {
                    door: "99".to_owned(),
                    ..Query::default()
                },
                1,
            ),
            (
                Query {
                    door: "a\0".to_owned(),
                    ..Query::default()
                },
                61,
            ),
            (
                Query {
                    with_code: Some(true),
                    ..Query::default()
                },
                1,
            ),
            (
                Query {
                    with_code: Some(false),
                    ..Query::default()
                },
                60,
            ),
            (
                Query {
                    with_members: Some(true),
                    ..Query::default()
                },
                1,
            ),
            (
                Query {
                    unit: Some(world.here.buildings[0].units[1]),
                    ..Query::default()
                },
                0,
            ),
        ] {
            assert_eq!(
                list::page(&ctx, &query).await.unwrap().total,
                total,
                "{query:?}"
            );
        }
    })
    .await;
}
