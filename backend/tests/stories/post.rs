//! Stories of giving, extending and ending posts (rules P3, P12, P13, P14, P18, P25).

use backend::org::tree;
use backend::person;
use backend::post::{self, Holding, Query};
use backend::{Context, Error, sql};
use domain::id::{AccountId, OrgNodeId, PersonId};
use domain::permission::{Permission, Post};
use domain::post::{ChangeDraft, Draft};
use domain::problem::Problem;

use crate::household::moves_in;
use crate::message::told;
use crate::story::{self, World, local};

fn draft(key: &str, post: Post, node: OrgNodeId) -> Draft {
    Draft {
        request_key: format!("post-{key}"),
        post: post.as_str().to_owned(),
        node: node.to_string(),
        ..Draft::default()
    }
}

fn change(until: &str, reason: &str) -> ChangeDraft {
    ChangeDraft {
        until: until.to_owned(),
        reason: reason.to_owned(),
    }
}

async fn as_post(world: &World, name: &str, post: Post) -> Context {
    let account = world.account(name, post).await;
    world.ctx(Some(account)).await
}

async fn person_of(world: &World, account: AccountId) -> PersonId {
    let ctx = world.ctx(Some(account)).await;
    ctx.signed_in().unwrap().person
}

async fn somebody(ctx: &Context, key: &str) -> PersonId {
    let draft = domain::person::Draft {
        request_key: format!("person-{key}"),
        name: "王秀英".to_owned(),
        telephone: String::new(),
    };
    person::add(ctx, draft).await.unwrap()
}

async fn held(ctx: &Context, person: PersonId) -> Vec<Holding> {
    post::desk(ctx, person).await.unwrap().holdings
}

fn problem(done: Result<(), Error>, field: &str) -> Option<Problem> {
    match done {
        Err(Error::Invalid(problems)) => problems.of(field),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn p12_a_post_reaches_its_subtree_for_its_term_and_ends_by_itself() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = world.resident("chen").await;
        let person = person_of(&world, chen).await;
        let building = &world.here.buildings[0];
        let given = Draft {
            from: "2026-03-12".to_owned(),
            until: "2026-03-20".to_owned(),
            telephone: "139 0000 1111".to_owned(),
            ..draft("captain", Post::Captain, building.node)
        };
        post::give(&staff, person, given.clone()).await.unwrap();
        post::give(&staff, person, given).await.unwrap();
        let holdings = held(&staff, person).await;
        assert_eq!(holdings.len(), 1, "r03");
        let number = holdings[0].telephone.as_ref().unwrap();
        assert_eq!(number.dial(), "13900001111", "p18");
        assert_eq!(number.to_string(), "139****1111", "p17");

        let path = holdings[0].path.clone();
        let mut read = world.stores.db.read().await.unwrap();
        let estate = backend::estate::load(&mut read, &staff).await.unwrap();
        drop(read);
        let other = estate.building(world.here.buildings[1].id).unwrap();
        for (when, holds) in [
            ("2026-03-11T23:59", false),
            ("2026-03-12T00:00", true),
            ("2026-03-20T23:59", true),
            ("2026-03-21T00:00", false),
        ] {
            world.at(local(when));
            let ctx = world.ctx(Some(chen)).await;
            assert_eq!(ctx.may_at(Permission::ActFor, &path), holds, "{when}");
            assert!(!ctx.may_at(Permission::ActFor, &other.path), "{when}");
            assert_eq!(post::own(&ctx).await.unwrap().len(), usize::from(holds));
        }
    })
    .await;
}

#[tokio::test]
async fn p14_nobody_gives_or_changes_ones_own() {
    story::both(|world| async move {
        let admin = as_post(&world, "lin", Post::Admin).await;
        let me = admin.signed_in().unwrap().person;
        let refused = post::give(&admin, me, draft("own", Post::Captain, world.here.node)).await;
        assert!(matches!(refused, Err(Error::Denied)));
        let own = held(&admin, me).await.remove(0);
        let longer = post::change(&admin, own.id, own.version, change("2030-01-01", "x")).await;
        assert!(matches!(longer, Err(Error::Denied)));
        let end = post::end(&admin, own.id, own.version, change("", "x")).await;
        assert!(matches!(end, Err(Error::Denied)));
        assert!(post::desk(&admin, me).await.unwrap().is_own);
    })
    .await;
}

#[tokio::test]
async fn p14_staff_make_no_staff_and_nobody_gives_beyond_the_own_part() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = world.resident("chen").await;
        let person = person_of(&world, chen).await;
        let here = world.here.node;
        for post in [Post::Staff, Post::Admin, Post::Subdistrict] {
            let done = post::give(&staff, person, draft(post.as_str(), post, here)).await;
            assert_eq!(problem(done, "post"), Some(Problem::NotAChoice), "{post:?}");
        }
        let there = world.elsewhere.node;
        let done = post::give(&staff, person, draft("there", Post::Captain, there)).await;
        assert_eq!(problem(done, "node"), Some(Problem::NotAChoice), "p03");

        // Somebody whose own right is one building gives there, to whoever lives there.
        let bao = world.resident("bao").await;
        let (near, far) = (&world.here.buildings[0], &world.here.buildings[1]);
        world.hold(bao, Post::Staff, near.node, None).await;
        moves_in(&world, (0, 0), "302", person).await;
        let bao = world.ctx(Some(bao)).await;
        post::give(&bao, person, draft("near", Post::Captain, near.node))
            .await
            .unwrap();
        for (key, node) in [("far", far.node), ("all", here)] {
            let done = post::give(&bao, person, draft(key, Post::Captain, node)).await;
            assert_eq!(problem(done, "node"), Some(Problem::NotAChoice), "{key}");
        }
        let nowhere = somebody(&staff, "nowhere").await;
        let done = post::give(&bao, nowhere, draft("no", Post::Captain, near.node)).await;
        assert!(matches!(done, Err(Error::Denied)));
        post::give(&staff, person, draft("wide", Post::Captain, far.node))
            .await
            .unwrap();
        let wide = held(&staff, person).await.remove(0);
        let end = post::end(&bao, wide.id, wide.version, change("", "x")).await;
        assert!(matches!(end, Err(Error::Denied)), "not theirs to end");
        let seen = post::roll(&bao, &Query::default()).await.unwrap();
        assert_eq!(
            seen.total, 2,
            "their own and what is held in their building"
        );
    })
    .await;
}

#[tokio::test]
async fn p12_a_captain_needs_no_account_and_staff_do() {
    story::both(|world| async move {
        let admin = as_post(&world, "lin", Post::Admin).await;
        let person = somebody(&admin, "wang").await;
        let here = world.here.node;
        post::give(&admin, person, draft("captain", Post::Captain, here))
            .await
            .unwrap();
        let done = post::give(&admin, person, draft("staff", Post::Staff, here)).await;
        assert_eq!(problem(done, "post"), Some(Problem::NeedsAccount));
        let property = draft("gong", Post::Property, here);
        let chen = world.resident("chen").await;
        let chen = person_of(&world, chen).await;
        let done = post::give(&admin, chen, property.clone()).await;
        assert_eq!(problem(done, "org"), Some(Problem::Missing));
        let with = Draft {
            request_key: "post-gong-2".to_owned(),
            org: world.here.property.to_string(),
            ..property
        };
        post::give(&admin, chen, with).await.unwrap();
        let held = held(&admin, chen).await.remove(0);
        assert_eq!(held.org.unwrap().0, world.here.property);
    })
    .await;
}

#[tokio::test]
async fn p12_the_streets_post_sits_above_and_is_given_by_whose_right_reaches_there() {
    story::both(|world| async move {
        let admin = as_post(&world, "lin", Post::Admin).await;
        let wu = world.resident("wu").await;
        let wu = person_of(&world, wu).await;
        let street = street(&world).await;
        let done = post::give(&admin, wu, draft("low", Post::Subdistrict, street)).await;
        assert_eq!(problem(done, "post"), Some(Problem::NotAChoice));

        let high = world.resident("high").await;
        world.hold(high, Post::Admin, street, None).await;
        let high = world.ctx(Some(high)).await;
        let here = draft("here", Post::Subdistrict, world.here.node);
        let done = post::give(&high, wu, here).await;
        assert_eq!(problem(done, "node"), Some(Problem::NotAChoice));
        post::give(&high, wu, draft("high", Post::Subdistrict, street))
            .await
            .unwrap();
        let held = held(&admin, wu).await.remove(0);
        assert!(!post::may_change(&admin, &held) && post::may_change(&high, &held));
    })
    .await;
}

async fn street(world: &World) -> OrgNodeId {
    let mut tx = world.write().await;
    let (above,) = sql!(
        &mut tx,
        one as (i64,),
        "select parent_id from org_node where id = $1",
        world.here.node.get(),
    )
    .unwrap();
    OrgNodeId::new(above)
}

#[tokio::test]
async fn p12_a_term_is_shortened_extended_and_ended_with_a_reason() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let person = somebody(&staff, "wang").await;
        let given = Draft {
            until: "2026-04-30".to_owned(),
            ..draft("one", Post::Captain, world.here.node)
        };
        post::give(&staff, person, given).await.unwrap();
        let first = held(&staff, person).await.remove(0);
        let last = post::extend(&staff, first.id, first.version).await.unwrap();
        assert_eq!(last.to_string(), "2027-04-30");
        let again = post::extend(&staff, first.id, first.version).await;
        assert!(matches!(again, Err(Error::Changed)), "somebody was faster");

        let kept = held(&staff, person).await.remove(0);
        let done = post::change(&staff, kept.id, kept.version, change("2026-03-31", " ")).await;
        assert_eq!(problem(done, "reason"), Some(Problem::NeedsReason));
        let done = post::change(&staff, kept.id, kept.version, change("2026-03-09", "x")).await;
        assert_eq!(problem(done, "until"), Some(Problem::InThePast));
        post::change(
            &staff,
            kept.id,
            kept.version,
            change("2026-03-31", "搬家了"),
        )
        .await
        .unwrap();
        let kept = held(&staff, person).await.remove(0);
        assert_eq!(kept.until, Some(local("2026-04-01T00:00")));
        let ending = Query {
            ending: true,
            ..Query::default()
        };
        assert_eq!(post::roll(&staff, &ending).await.unwrap().total, 1);

        let done = post::end(&staff, kept.id, kept.version, change("", "")).await;
        assert_eq!(problem(done, "reason"), Some(Problem::NeedsReason));
        post::end(&staff, kept.id, kept.version, change("", "身体不好"))
            .await
            .unwrap();
        let kept = held(&staff, person).await.remove(0);
        assert!(kept.is_over(staff.now));
        assert_eq!(told(&world, person).await, ["post_given", "post_ended"]);
        let late = post::extend(&staff, kept.id, kept.version).await;
        assert!(matches!(late, Err(Error::Changed)));

        let mut tx = world.write().await;
        let rows = sql!(
            &mut tx,
            all as (String, i64, String, String, Option<String>),
            "select deed, person_id, was, became, personal from audit
             where deed like 'post.%' order by id",
        )
        .unwrap();
        let deeds: Vec<_> = rows.iter().map(|row| row.0.as_str()).collect();
        assert_eq!(
            deeds,
            ["post.given", "post.changed", "post.changed", "post.ended"],
            "p25"
        );
        for (_, whose, was, became, _) in &rows {
            assert_eq!(*whose, person.get());
            assert!(!was.contains("搬家") && !became.contains("搬家"));
        }
        assert!(rows[2].4.as_ref().unwrap().contains("搬家了"));
    })
    .await;
}

#[tokio::test]
async fn p14_the_last_administrator_without_an_end_stays() {
    story::both(|world| async move {
        let first = world.account("lin", Post::Admin).await;
        let second = world.account("zhou", Post::Admin).await;
        let (ctx, other) = (world.ctx(Some(first)).await, world.ctx(Some(second)).await);
        let theirs = held(&ctx, person_of(&world, second).await).await.remove(0);
        let mine = held(&other, person_of(&world, first).await).await.remove(0);
        // Both end each other's at the same instant: one of them wins.
        let (one, two) = tokio::join!(
            post::end(&ctx, theirs.id, theirs.version, change("", "x")),
            post::end(&other, mine.id, mine.version, change("", "x")),
        );
        assert!(one.is_ok() != two.is_ok(), "{one:?} {two:?}");
        let (done, kept) = if one.is_ok() {
            (two, mine)
        } else {
            (one, theirs)
        };
        assert_eq!(problem(done, "until"), Some(Problem::LastAdministrator));

        // Neither may the one that is left get an end.
        let third = world.account("wu", Post::Admin).await;
        let ctx = world.ctx(Some(third)).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $2
             where person_id = (select person_id from account where id = $1)",
            third.get(),
            local("2026-12-31T00:00").millis(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        let done = post::change(&ctx, kept.id, kept.version, change("2026-12-31", "x")).await;
        assert_eq!(problem(done, "until"), Some(Problem::LastAdministrator));
    })
    .await;
}

#[tokio::test]
async fn p13_nobody_else_gives_posts_and_p03_no_stranger_does() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let person = somebody(&staff, "wang").await;
        let here = world.here.node;
        post::give(&staff, person, draft("one", Post::Captain, here))
            .await
            .unwrap();
        let kept = held(&staff, person).await.remove(0);
        for post in Post::ALL {
            if matches!(post, Post::Staff | Post::Admin) {
                continue;
            }
            let ctx = as_post(&world, post.as_str(), post).await;
            let given = post::give(&ctx, person, draft("sly", Post::Captain, here)).await;
            assert!(matches!(given, Err(Error::Denied)), "{post:?}");
            let ended = post::end(&ctx, kept.id, kept.version, change("", "x")).await;
            assert!(matches!(ended, Err(Error::Denied)), "{post:?}");
            let roll = post::roll(&ctx, &Query::default()).await;
            assert!(matches!(roll, Err(Error::Denied)), "{post:?}");
        }
        let stranger = world.stranger("far", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let node = world.elsewhere.node;
        let given = post::give(&there, person, draft("far", Post::Captain, node)).await;
        assert!(matches!(given, Err(Error::NotFound)));
        let ended = post::end(&there, kept.id, kept.version, change("", "x")).await;
        assert!(matches!(ended, Err(Error::NotFound)));
        let roll = post::roll(&there, &Query::default()).await.unwrap();
        assert_eq!(roll.total, 1, "their own only");
    })
    .await;
}

#[tokio::test]
async fn p12_a_building_is_named_without_its_grid() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let person = somebody(&staff, "wang").await;
        let grid = tree::Draft {
            request_key: "grid-first".to_owned(),
            name: "第一网格".to_owned(),
            ..tree::Draft::default()
        };
        let grid = tree::add_grid(&staff, grid).await.unwrap();
        let there = tree::Draft {
            request_key: "move-there".to_owned(),
            version: 1,
            act: "move".to_owned(),
            grid: grid.to_string(),
            ..tree::Draft::default()
        };
        let building = &world.here.buildings[0];
        tree::change(&staff, building.node, there).await.unwrap();
        let desk = post::desk(&staff, person).await.unwrap();
        let named = |node| desk.places.iter().find(|place| place.id == node).unwrap();
        assert_eq!(named(building.node).name, "1号楼");
        assert_eq!(named(grid).name, "第一网格");
    })
    .await;
}
