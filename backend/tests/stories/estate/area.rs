//! Stories of the areas outside the buildings (rules P1, P3, X8).

use backend::context::Context;
use backend::estate::Area;
use backend::estate::area::{self, Draft};
use backend::{Error, estate};
use domain::order::Step;
use domain::permission::Post;
use domain::problem::Problem;

use super::staff;
use crate::story;

fn draft(name: &str) -> Draft {
    Draft {
        name_zh: name.to_owned(),
        ..Draft::default()
    }
}

async fn chosen_from(ctx: &Context) -> Vec<String> {
    let mut read = ctx.db().read().await.unwrap();
    let estate = estate::load(&mut read, ctx).await.unwrap();
    let choices = estate.choices(Vec::new());
    let names = choices
        .areas
        .into_iter()
        .map(|id| estate.area(id).unwrap().name_zh.clone());
    names.collect()
}

async fn find(ctx: &Context, name: &str) -> Area {
    let all = area::all(ctx).await.unwrap();
    all.into_iter().find(|area| area.name_zh == name).unwrap()
}

#[tokio::test]
async fn p01_an_area_is_added_renamed_ordered_closed_and_opened() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for _ in 0..2 {
            area::save(&ctx, None, &draft("东门"), "area-gate")
                .await
                .unwrap();
        }
        assert_eq!(chosen_from(&ctx).await, ["中心花园", "东门"]);
        let gate = find(&ctx, "东门").await;
        for _ in 0..2 {
            area::step(&ctx, gate.id, Step::Up, "area-gate-up")
                .await
                .unwrap();
        }
        assert_eq!(chosen_from(&ctx).await, ["东门", "中心花园"]);

        let known = (gate.id, gate.version);
        area::save(&ctx, Some(known), &draft("大门"), "area-rename")
            .await
            .unwrap();
        let late = area::save(&ctx, Some(known), &draft("小门"), "area-late").await;
        assert!(matches!(late, Err(Error::Changed)));
        let late = area::set_closed(&ctx, known, true).await;
        assert!(matches!(late, Err(Error::Changed)));

        let gate = find(&ctx, "大门").await;
        for _ in 0..2 {
            area::set_closed(&ctx, (gate.id, gate.version), true)
                .await
                .unwrap();
        }
        assert_eq!(chosen_from(&ctx).await, ["中心花园"]);
        let gone = find(&ctx, "大门").await;
        assert!(gone.is_closed, "it is kept for what was reported there");
        area::set_closed(&ctx, (gone.id, gone.version), false)
            .await
            .unwrap();
        assert_eq!(chosen_from(&ctx).await, ["大门", "中心花园"]);
    })
    .await;
}

#[tokio::test]
async fn p13_only_staff_keep_the_areas_and_only_of_their_own_community() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for (name, wrong) in [(" ", Problem::Missing), ("中心花园", Problem::Taken)] {
            let refused = area::save(&ctx, None, &draft(name), "area-bad").await;
            let Err(Error::Invalid(problems)) = refused else {
                panic!("saved {name:?}")
            };
            assert_eq!(problems.of("name_zh"), Some(wrong));
        }
        let captain = world.account("zhang", Post::Captain).await;
        let captain = world.ctx(Some(captain)).await;
        let refused = area::save(&captain, None, &draft("东门"), "area-sly").await;
        assert!(matches!(refused, Err(Error::Denied)));

        let ours = (world.here.area, 1);
        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        for refused in [
            area::save(&there, Some(ours), &draft("我们的"), "area-far").await,
            area::step(&there, ours.0, Step::Down, "area-far-down").await,
            area::set_closed(&there, ours, true).await,
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "p03: {refused:?}");
        }
        assert_eq!(chosen_from(&ctx).await, ["中心花园"]);
    })
    .await;
}
