//! Stories of who serves the estate (rules P1, P13, P17).

use backend::context::Context;
use backend::service::{self, Service};
use backend::{Error, estate};
use domain::order::Step;
use domain::permission::Post;
use domain::problem::Problem;
use domain::service::Draft;

use crate::story::{self, World, local};

fn draft(kind: &str, name: &str, phone: &str) -> Draft {
    Draft {
        kind: kind.to_owned(),
        name: name.to_owned(),
        phone: phone.to_owned(),
    }
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

async fn find(ctx: &Context, name: &str) -> Service {
    let all = service::all(ctx).await.unwrap();
    all.into_iter().find(|one| one.said.name == name).unwrap()
}

async fn given_work(ctx: &Context) -> Vec<String> {
    let mut read = ctx.db().read().await.unwrap();
    let orgs = estate::service_orgs(&mut read, ctx).await.unwrap();
    orgs.into_iter().map(|org| org.name).collect()
}

async fn read_by_all(world: &World) -> Vec<String> {
    let all = service::public(&world.ctx(None).await).await.unwrap();
    all.into_iter()
        .map(|one| format!("{} {}", one.name, one.phone))
        .collect()
}

#[tokio::test]
async fn p01_a_crew_is_added_changed_and_ordered_among_its_sort() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for _ in 0..2 {
            let crew = draft("crew", "保洁队", "");
            service::save(&ctx, None, &crew, "service-clean")
                .await
                .unwrap();
        }
        let crew = draft("crew", "施工队", "13900005555");
        service::save(&ctx, None, &crew, "service-build")
            .await
            .unwrap();
        assert_eq!(
            given_work(&ctx).await,
            ["翠园物业", "居民委员会", "保洁队", "施工队"]
        );
        // Whoever has no number is no noise on the public page.
        assert_eq!(read_by_all(&world).await, ["施工队 13900005555"], "p17");

        let build = find(&ctx, "施工队").await;
        for _ in 0..2 {
            service::step(&ctx, build.id, Step::Up, "service-up-once")
                .await
                .unwrap();
        }
        assert_eq!(
            given_work(&ctx).await,
            ["翠园物业", "居民委员会", "施工队", "保洁队"]
        );

        let known = (build.id, build.version);
        let renamed = draft("crew", "防水施工队", "13900005555");
        service::save(&ctx, Some(known), &renamed, "service-rename")
            .await
            .unwrap();
        let late = service::save(&ctx, Some(known), &crew, "service-late").await;
        assert!(matches!(late, Err(Error::Changed)));
    })
    .await;
}

#[tokio::test]
async fn p01_an_organisation_serves_until_its_last_day_and_can_come_back() {
    story::both(|world| async move {
        world.at(local("2026-03-09T10:00"));
        let ctx = staff(&world).await;
        let property = find(&ctx, "翠园物业").await;
        let known = (property.id, property.version);
        let Err(Error::Invalid(problems)) = service::close(&ctx, known, Some("tomorrow")).await
        else {
            panic!("closed")
        };
        assert_eq!(problems.of("closed_from"), Some(Problem::NotADate));
        for _ in 0..2 {
            service::close(&ctx, known, Some("2026-03-11"))
                .await
                .unwrap();
        }
        assert_eq!(given_work(&ctx).await, ["翠园物业", "居民委员会"]);
        world.at(local("2026-03-10T23:59"));
        let ctx = staff_again(&world, &ctx).await;
        assert_eq!(given_work(&ctx).await.len(), 2);
        world.at(local("2026-03-11T00:00"));
        let ctx = staff_again(&world, &ctx).await;
        assert_eq!(given_work(&ctx).await, ["居民委员会"]);

        let late = service::close(&ctx, known, None).await;
        assert!(matches!(late, Err(Error::Changed)), "{late:?}");
        let property = find(&ctx, "翠园物业").await;
        service::close(&ctx, (property.id, property.version), None)
            .await
            .unwrap();
        assert_eq!(given_work(&ctx).await.len(), 2);
    })
    .await;
}

/// The same person at another instant.
async fn staff_again(world: &World, ctx: &Context) -> Context {
    world.ctx(ctx.account()).await
}

#[tokio::test]
async fn p13_only_staff_keep_the_map_and_only_of_their_own_community() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let Err(Error::Invalid(problems)) =
            service::save(&ctx, None, &draft("gods", "", "x"), "service-bad").await
        else {
            panic!("saved")
        };
        assert_eq!(problems.of("kind"), Some(Problem::NotAChoice));
        assert_eq!(problems.of("name"), Some(Problem::Missing));
        assert_eq!(problems.of("phone"), Some(Problem::NotANumberToCall));

        let worker = world.account("gong", Post::Property).await;
        assert_eq!(
            find(&ctx, "翠园物业").await.people,
            ["gong"],
            "who works for it"
        );
        let worker = world.ctx(Some(worker)).await;
        let crew = draft("crew", "自己人", "");
        let refused = service::save(&worker, None, &crew, "service-sly").await;
        assert!(matches!(refused, Err(Error::Denied)));

        let ours = (world.here.property, 1);
        let stranger = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        for refused in [
            service::save(&there, Some(ours), &crew, "service-far").await,
            service::step(&there, ours.0, Step::Down, "service-far-down").await,
            service::close(&there, ours, Some("2026-01-01")).await,
        ] {
            assert!(matches!(refused, Err(Error::NotFound)), "p03: {refused:?}");
        }
    })
    .await;
}
