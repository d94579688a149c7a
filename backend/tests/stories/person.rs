//! Stories of finding persons and writing them down (rules P3, P5, P12, P17).

use backend::person::{self, Query, With};
use backend::{Context, Error, sql};
use domain::permission::Post;
use domain::person::{Draft, Sought};
use domain::problem::Problem;

use crate::household::moves_in;
use crate::story::{self, World};

fn draft(key: &str, name: &str, telephone: &str) -> Draft {
    Draft {
        request_key: format!("person-{key}"),
        name: name.to_owned(),
        telephone: telephone.to_owned(),
    }
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

async fn found(ctx: &Context, text: &str) -> Vec<String> {
    let query = Query {
        sought: Sought::read(text),
        ..Query::default()
    };
    let page = person::list(ctx, &query).await.unwrap();
    assert_eq!(page.total, page.lines.len() as u64);
    page.lines.into_iter().map(|line| line.name).collect()
}

#[tokio::test]
async fn p05_a_person_without_an_account_is_written_down_once() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = person::add(&ctx, draft("one", "王秀英", "139 0000 1111"))
            .await
            .unwrap();
        let again = person::add(&ctx, draft("one", "王秀英", "139 0000 1111")).await;
        assert_eq!(again.unwrap(), id, "r03");
        let shown = person::find(&ctx, id).await.unwrap();
        assert_eq!(shown.name, "王秀英");
        assert!(shown.account.is_none() && shown.posts.is_empty() && shown.doors.is_empty());
        let number = shown.telephone.unwrap();
        assert_eq!(
            format!("{number} {number:?}"),
            "139****1111 139****1111",
            "p17"
        );

        let Err(Error::Invalid(problems)) = person::add(&ctx, draft("two", " ", "12")).await else {
            panic!("a person without a name")
        };
        assert_eq!(problems.of("name"), Some(Problem::Missing));
        assert_eq!(problems.of("telephone"), Some(Problem::NotAMobile));
    })
    .await;
}

#[tokio::test]
async fn p25_writing_somebody_down_is_recorded_without_the_name() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = person::add(&ctx, draft("one", "王秀英", "13900001111"))
            .await
            .unwrap();
        let mut tx = world.write().await;
        let (deed, whose, became, personal) = sql!(
            &mut tx,
            one as (String, i64, String, String),
            "select deed, person_id, became, personal from audit order by id desc limit 1",
        )
        .unwrap();
        assert_eq!((deed.as_str(), whose), ("person.added", id.get()));
        assert!(!became.contains('王') && !became.contains("1111"));
        assert!(personal.contains("王秀英") && !personal.contains("1111"));
    })
    .await;
}

#[tokio::test]
async fn x13_people_are_found_by_name_door_and_the_end_of_a_number() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let wang = person::add(&ctx, draft("wang", "王秀英", "13900001111"))
            .await
            .unwrap();
        let ouyang = person::add(&ctx, draft("ouyang", "欧阳秀英", "13700002222"))
            .await
            .unwrap();
        person::add(&ctx, draft("li", "李四", "")).await.unwrap();
        moves_in(&world, (0, 1), "302", wang).await;
        moves_in(&world, (1, 0), "302", ouyang).await;

        assert_eq!(found(&ctx, "王").await, ["王秀英"]);
        assert_eq!(found(&ctx, "秀英").await, ["欧阳秀英", "王秀英"]);
        assert_eq!(found(&ctx, "英").await, ["欧阳秀英", "王秀英"]);
        assert_eq!(found(&ctx, "王秀兰").await, [""; 0]);
        assert_eq!(found(&ctx, "1111").await, ["王秀英"]);
        assert_eq!(found(&ctx, "１３７００００２２２２").await, ["欧阳秀英"]);
        assert_eq!(found(&ctx, "302").await, ["欧阳秀英", "王秀英"]);
        assert_eq!(found(&ctx, "1-302").await, ["王秀英"]);
        assert_eq!(found(&ctx, "1号楼2单元302").await, ["王秀英"]);
        assert_eq!(found(&ctx, "1-1-302").await, [""; 0]);
        assert_eq!(found(&ctx, "%").await, [""; 0]);
        assert_eq!(found(&ctx, "' or 1=1 --").await, [""; 0]);

        let building = Query {
            building: Some(world.here.buildings[1].id),
            ..Query::default()
        };
        let page = person::list(&ctx, &building).await.unwrap();
        assert_eq!((page.lines[0].name.as_str(), page.total), ("欧阳秀英", 1));
        assert_eq!(page.lines[0].doors, ["2号楼 1单元 302"]);
        let with = |with| Query {
            with: Some(with),
            ..Query::default()
        };
        let page = person::list(&ctx, &with(With::Post)).await.unwrap();
        assert_eq!((page.lines[0].name.as_str(), page.total), ("min", 1));
        assert_eq!(page.lines[0].posts[0].0, Post::Staff);
        let page = person::list(&ctx, &with(With::NoAccount)).await.unwrap();
        assert_eq!(page.total, 3);
    })
    .await;
}

#[tokio::test]
async fn x13_the_list_is_paged_by_key_there_and_back() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        for number in 0..64 {
            let key = format!("many-{number}");
            person::add(&ctx, draft(&key, &format!("张{number}"), ""))
                .await
                .unwrap();
        }
        let first = person::list(&ctx, &Query::default()).await.unwrap();
        assert_eq!((first.lines.len(), first.total), (30, 65));
        assert_eq!(first.earlier, None);
        let after = |later| Query {
            after: later,
            ..Query::default()
        };
        let second = person::list(&ctx, &after(first.later)).await.unwrap();
        let third = person::list(&ctx, &after(second.later)).await.unwrap();
        assert_eq!((third.lines.len(), third.later), (5, None));
        let back = Query {
            before: second.earlier,
            ..Query::default()
        };
        let back = person::list(&ctx, &back).await.unwrap();
        assert_eq!(back.lines, first.lines);
        assert_eq!(back.earlier, None);
    })
    .await;
}

#[tokio::test]
async fn p12_a_right_on_one_building_reaches_whoever_lives_there() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let near = person::add(&ctx, draft("near", "王秀英", ""))
            .await
            .unwrap();
        let far = person::add(&ctx, draft("far", "李四", "")).await.unwrap();
        let nowhere = person::add(&ctx, draft("no", "赵六", "")).await.unwrap();
        moves_in(&world, (0, 0), "101", near).await;
        moves_in(&world, (1, 0), "101", far).await;

        let account = world.resident("bao").await;
        let building = world.here.buildings[0].node;
        world.hold(account, Post::Staff, building, None).await;
        let bao = world.ctx(Some(account)).await;
        let page = person::list(&bao, &Query::default()).await.unwrap();
        let names: Vec<_> = page.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!((names, page.total), (vec!["王秀英"], 1));
        assert!(person::find(&bao, near).await.is_ok());
        for other in [far, nowhere] {
            let refused = person::find(&bao, other).await;
            assert!(matches!(refused, Err(Error::Denied)));
        }
        let refused = person::add(&bao, draft("sly", "别人", "")).await;
        assert!(matches!(refused, Err(Error::Denied)));
    })
    .await;
}

#[tokio::test]
async fn p13_nobody_else_sees_people_and_p03_no_stranger_does() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = person::add(&ctx, draft("one", "王秀英", "")).await.unwrap();
        for post in Post::ALL {
            if matches!(post, Post::Staff | Post::Admin) {
                continue;
            }
            let account = world.account(post.as_str(), post).await;
            let other = world.ctx(Some(account)).await;
            let list = person::list(&other, &Query::default()).await;
            assert!(matches!(list, Err(Error::Denied)), "{post:?}");
            assert!(matches!(person::find(&other, id).await, Err(Error::Denied)));
            let added = person::add(&other, draft("sly", "别人", "")).await;
            assert!(matches!(added, Err(Error::Denied)));
        }
        let nobody = world.ctx(None).await;
        assert!(matches!(
            person::find(&nobody, id).await,
            Err(Error::SignIn)
        ));

        let stranger = world.stranger("far", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            person::find(&there, id).await,
            Err(Error::NotFound)
        ));
        assert_eq!(found(&there, "王秀英").await, [""; 0]);
    })
    .await;
}
