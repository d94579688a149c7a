//! Stories of the organisation (P1).

use backend::context::Context;
use backend::org::tree::{self, Branch, Draft};
use backend::{Error, sql};
use domain::permission::{Permission, Post};
use domain::problem::Problem;

use crate::story::{self, World};

async fn staff(world: &World) -> Context {
    let staff = world.account("min", Post::Staff).await;
    world.ctx(Some(staff)).await
}

fn grid(key: &str, name: &str) -> Draft {
    Draft {
        request_key: format!("grid-{key}"),
        name: name.to_owned(),
        ..Draft::default()
    }
}

fn act(key: &str, act: &str, version: i64) -> Draft {
    Draft {
        request_key: format!("org-node-{key}"),
        act: act.to_owned(),
        version,
        ..Draft::default()
    }
}

async fn branch(ctx: &Context, name: &str) -> Branch {
    let tree = tree::tree(ctx).await.unwrap();
    tree.into_iter().find(|branch| branch.name == name).unwrap()
}

#[tokio::test]
async fn p01_the_tree_is_read_from_the_subdistrict_down() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let first = tree::add_grid(&ctx, grid("one", "第一网格")).await.unwrap();
        assert_eq!(
            tree::add_grid(&ctx, grid("one", "第一网格")).await.unwrap(),
            first,
            "r03"
        );
        let tree = tree::tree(&ctx).await.unwrap();
        let shown: Vec<_> = tree
            .iter()
            .map(|one| (one.depth, one.name.as_str()))
            .collect();
        assert_eq!(shown[..2], [(0, "青云街道"), (1, "翠园社区")]);
        assert!(shown.contains(&(2, "第一网格")) && shown.contains(&(2, "1号楼")));
        assert!(!shown.iter().any(|(_, name)| *name == "雪松社区"), "p03");
        let holders = &tree[1].holders;
        assert_eq!(
            (holders[0].name.as_str(), holders[0].post),
            ("min", Post::Staff)
        );
        let Err(Error::Invalid(problems)) = tree::add_grid(&ctx, grid("two", "第一网格")).await
        else {
            panic!("the name is taken");
        };
        assert_eq!(problems.of("name"), Some(Problem::Taken));
    })
    .await;
}

#[tokio::test]
async fn p01_a_building_moves_with_everything_beneath_it_and_rights_follow() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = tree::add_grid(&ctx, grid("one", "第一网格")).await.unwrap();
        // Somebody keeps the grid, and nothing else.
        let keeper = world.resident("keeper").await;
        world.hold(keeper, Post::Staff, id, None).await;
        let building = &world.here.buildings[0];
        let path = async |ctx: &Context| {
            let mut read = ctx.db().read().await.unwrap();
            let estate = backend::estate::load(&mut read, ctx).await.unwrap();
            estate.building(building.id).unwrap().path.clone()
        };
        let before = world.ctx(Some(keeper)).await;
        assert!(!before.may_at(Permission::ManageEstate, &path(&ctx).await));
        let beneath = {
            let mut tx = world.write().await;
            let (child,) = sql!(
                &mut tx,
                one as (i64,),
                "insert into org_node (community_id, parent_id, kind, name, opened_on, path)
                 select community_id, id, 'household', '101', opened_on, path || '777/'
                 from org_node where id = $1 returning id",
                building.node.get(),
            )
            .unwrap();
            tx.commit().await.unwrap();
            child
        };
        let here = Draft {
            grid: id.to_string(),
            ..act("move", "move", 1)
        };
        assert!(
            matches!(
                tree::change(&before, building.node, here.clone()).await,
                Err(Error::Denied)
            ),
            "p12"
        );
        tree::change(&ctx, building.node, here.clone())
            .await
            .unwrap();
        tree::change(&ctx, building.node, here).await.unwrap();
        let after = world.ctx(Some(keeper)).await;
        assert!(
            after.may_at(Permission::ManageEstate, &path(&ctx).await),
            "rights follow"
        );
        let mut tx = world.write().await;
        let (below,) = sql!(
            &mut tx,
            one as (String,),
            "select path from org_node where id = $1",
            beneath
        )
        .unwrap();
        drop(tx);
        assert_eq!(below, format!("{}777/", path(&ctx).await));
        assert_eq!(branch(&ctx, "1号楼").await.parent, Some(id));
        let late = tree::change(&ctx, building.node, act("late", "move", 1)).await;
        assert!(matches!(late, Err(Error::Changed)));
        let far = Draft {
            grid: world.elsewhere.node.to_string(),
            ..act("far", "move", 2)
        };
        assert!(
            matches!(
                tree::change(&ctx, building.node, far).await,
                Err(Error::Invalid(_))
            ),
            "p03"
        );
    })
    .await;
}

#[tokio::test]
async fn p01_a_node_is_closed_from_a_day_and_never_with_something_open_beneath() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = tree::add_grid(&ctx, grid("one", "第一网格")).await.unwrap();
        let node = world.here.buildings[0].node;
        tree::change(
            &ctx,
            node,
            Draft {
                grid: id.to_string(),
                ..act("in", "move", 1)
            },
        )
        .await
        .unwrap();
        let close = |key: &str, version| Draft {
            closed_from: "2026-03-10".to_owned(),
            ..act(key, "close", version)
        };
        let Err(Error::Invalid(problems)) = tree::change(&ctx, id, close("no", 1)).await else {
            panic!("a building is open beneath");
        };
        assert_eq!(problems.of("closed_from"), Some(Problem::InUse));
        tree::change(&ctx, node, act("out", "move", 2))
            .await
            .unwrap();
        tree::change(&ctx, id, close("yes", 1)).await.unwrap();
        assert!(
            branch(&ctx, "第一网格").await.closed_on.is_some(),
            "closed, and still there"
        );
        let mut read = ctx.db().read().await.unwrap();
        assert_eq!(backend::org::grids(&mut read, &ctx).await.unwrap(), []);
        drop(read);
        tree::change(&ctx, id, act("again", "reopen", 2))
            .await
            .unwrap();
        assert_eq!(branch(&ctx, "第一网格").await.closed_on, None, "x08");
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        let refused = tree::change(&there, id, act("far", "reopen", 3)).await;
        assert!(matches!(refused, Err(Error::NotFound)), "p03");
    })
    .await;
}
