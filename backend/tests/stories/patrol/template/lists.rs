//! Stories of the lists that templates and shifts choose from.

use super::*;

fn way(key: &str) -> RouteDraft {
    RouteDraft {
        request_key: format!("route-{key}"),
        name: "东边一圈".to_owned(),
        stops: "东门\n\n3号楼后面\n充电棚".to_owned(),
    }
}

#[tokio::test]
async fn v16_a_route_keeps_its_stops_in_order_and_can_be_retired() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        route::save(&ctx, None, &way("one")).await.unwrap();
        route::save(&ctx, None, &way("one")).await.unwrap();
        let all = route::list(&ctx).await.unwrap();
        assert_eq!(all.len(), 1, "r03");
        assert_eq!(all[0].stops, ["东门", "3号楼后面", "充电棚"]);
        let id = all[0].id;
        let mut renamed = way("two");
        renamed.name = "西边一圈".to_owned();
        route::save(&ctx, Some((id, 1)), &renamed).await.unwrap();
        let stale = route::save(&ctx, Some((id, 1)), &way("three")).await;
        assert!(matches!(stale, Err(Error::Changed)));
        route::set_retired(&ctx, (id, 2), true).await.unwrap();
        route::set_retired(&ctx, (id, 2), true).await.unwrap();
        let kept = &route::list(&ctx).await.unwrap()[0];
        assert_eq!((kept.name.as_str(), kept.is_retired), ("西边一圈", true));
        let mut form = weekly(&ctx, "retired").await;
        form.body.route = id.to_string();
        let refused = template::write(&ctx, &form).await;
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems.of("route").is_some()));
        route::set_retired(&ctx, (id, 3), false).await.unwrap();
        template::write(&ctx, &form).await.unwrap();

        let account = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(account)).await;
        let foreign = route::save(&there, Some((id, 4)), &way("four")).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let foreign = route::set_retired(&there, (id, 4), true).await;
        assert!(matches!(foreign, Err(Error::NotFound)));
        let (_, one) = resident(&world, "一").await;
        let refused = route::save(&one, None, &way("five")).await;
        assert!(matches!(refused, Err(Error::Denied)));
    })
    .await;
}

#[tokio::test]
async fn v10_a_kind_that_is_no_longer_offered_stays_where_it_is() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let new = kind::Draft {
            request_key: "kind-one".to_owned(),
            name_zh: "护学".to_owned(),
            ..kind::Draft::default()
        };
        kind::save(&ctx, &new).await.unwrap();
        kind::save(&ctx, &new).await.unwrap();
        let all = kind::list(&ctx).await.unwrap();
        let added = all.last().unwrap();
        assert_eq!(all.len(), kind::SHIPPED.len() + 1, "r03");
        assert_eq!(
            (added.name_zh.as_str(), added.name_en.as_str()),
            ("护学", "护学")
        );
        let mut form = weekly(&ctx, "kind").await;
        form.body.kind = added.id.to_string();
        let id = template::write(&ctx, &form).await.unwrap();
        let retired = kind::Draft {
            request_key: "kind-two".to_owned(),
            id: Some(added.id),
            offered: false,
            ..new
        };
        kind::save(&ctx, &retired).await.unwrap();
        form.request_key = "template-again".to_owned();
        let refused = template::write(&ctx, &form).await;
        assert!(matches!(refused, Err(Error::Invalid(problems)) if problems.of("kind").is_some()));
        form.body.place = "东门".to_owned();
        edited(&ctx, id, &form).await;

        let account = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(account)).await;
        let mut foreign = retired.clone();
        foreign.request_key = "kind-three".to_owned();
        assert!(matches!(
            kind::save(&there, &foreign).await,
            Err(Error::NotFound)
        ));
        let (_, one) = resident(&world, "一").await;
        assert!(matches!(
            kind::save(&one, &foreign).await,
            Err(Error::Denied)
        ));
    })
    .await;
}
