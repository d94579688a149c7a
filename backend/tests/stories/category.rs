//! Stories of the categories that staff edit (rule R4).

use backend::category::{self, Category, Draft};
use backend::{Context, Error};
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, World};

fn draft(key: &str, name: &str) -> Draft {
    Draft {
        request_key: format!("category-{key}"),
        name_zh: name.to_owned(),
        offered: true,
        ..Draft::default()
    }
}

async fn all(ctx: &Context) -> Vec<Category> {
    let mut read = ctx.db().read().await.unwrap();
    category::all(&mut read, ctx).await.unwrap()
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

#[tokio::test]
async fn r04_staff_add_rename_and_retire_a_category() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = all(&ctx).await.len();
        category::save(&ctx, draft("bins", "垃圾桶坏了"))
            .await
            .unwrap();
        // The same form again adds nothing (rule R3).
        category::save(&ctx, draft("bins", "垃圾桶坏了"))
            .await
            .unwrap();
        let known = all(&ctx).await;
        assert_eq!(known.len(), before + 1);
        let new = known
            .iter()
            .find(|category| category.name_zh == "垃圾桶坏了")
            .unwrap();
        assert_eq!(
            (new.name_en.as_str(), new.is_retired),
            ("垃圾桶坏了", false)
        );

        let retired = Draft {
            id: Some(new.id),
            name_en: "Broken bins".to_owned(),
            offered: false,
            ..draft("retired", "垃圾桶")
        };
        category::save(&ctx, retired).await.unwrap();
        let known = all(&ctx).await;
        let changed = known.iter().find(|category| category.id == new.id).unwrap();
        assert_eq!(
            (changed.name_zh.as_str(), changed.is_retired),
            ("垃圾桶", true)
        );
    })
    .await;
}

#[tokio::test]
async fn r04_nobody_else_edits_them_and_a_name_is_needed() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let Err(Error::Invalid(problems)) = category::save(&ctx, draft("no-name", " ")).await
        else {
            panic!("saved without a name")
        };
        assert_eq!(problems.of("name_zh"), Some(Problem::Missing));

        let worker = world.account("gong", Post::Property).await;
        let worker = world.ctx(Some(worker)).await;
        let refused = category::save(&worker, draft("sly", "别的")).await;
        assert!(matches!(refused, Err(Error::Denied)));

        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let ours = Draft {
            id: Some(world.here.categories[0]),
            ..draft("far", "改了")
        };
        assert!(
            matches!(category::save(&there, ours).await, Err(Error::NotFound)),
            "p03"
        );
    })
    .await;
}
