//! Stories of notices.

use backend::notice::{self, Query, Standing};
use backend::{Context, Error, task};
use domain::id::NoticeId;
use domain::notice::Draft;
use domain::permission::Post;
use domain::problem::Problem;

use crate::story::{self, World, local};

fn draft(key: &str) -> Draft {
    Draft {
        request_key: format!("notice-{key}"),
        title: "明天停水".to_owned(),
        body: "明天上午九点到十二点停水。\n请提前储水。".to_owned(),
        ..Draft::default()
    }
}

async fn staff(world: &World) -> Context {
    let account = world.account("min", Post::Staff).await;
    world.ctx(Some(account)).await
}

async fn version(ctx: &Context, id: NoticeId) -> i64 {
    notice::for_edit(ctx, id).await.unwrap().version
}

/// The ids that everybody reads, in order.
async fn shown(ctx: &Context) -> Vec<NoticeId> {
    let page = notice::current(ctx, &Query::default()).await.unwrap();
    assert_eq!(
        page.total,
        u64::try_from(page.notices.len()).unwrap(),
        "one page holds them all"
    );
    page.notices.iter().map(|notice| notice.id).collect()
}

#[tokio::test]
async fn what_staff_publish_everybody_reads() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = ctx.community.public_version;
        let buildings = &world.here.buildings;
        let told = Draft {
            audience: vec![buildings[1].id.to_string(), buildings[0].id.to_string()],
            until: "2026-03-12".to_owned(),
            urgent: true,
            ..draft("told")
        };
        let id = notice::publish(&ctx, told).await.unwrap();

        let public = world.ctx(None).await;
        let notice = notice::find(&public, id).await.unwrap();
        assert_eq!(notice.title, "明天停水");
        assert_eq!(notice.body, "明天上午九点到十二点停水。\n请提前储水。");
        assert_eq!(notice.audience, [buildings[0].id, buildings[1].id]);
        assert_eq!(notice.until.unwrap().to_string(), "2026-03-12");
        assert_eq!((notice.is_urgent, notice.version), (true, 1));
        assert_eq!(
            (notice.published_at, notice.updated_at),
            (world.now(), world.now())
        );
        assert_eq!(shown(&public).await, [id]);
        assert!(
            public.community.public_version > before,
            "kept pages are stale"
        );
    })
    .await;
}

#[tokio::test]
async fn urgent_notices_come_first_then_the_newest_on_every_page() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut ids = Vec::new();
        for number in 0..45 {
            let urgent = number == 3 || number == 30;
            let new = Draft {
                urgent,
                ..draft(&format!("page-{number}"))
            };
            ids.push(notice::publish(&ctx, new).await.unwrap());
        }
        let mut order: Vec<_> = ids.iter().copied().rev().collect();
        order.retain(|id| *id != ids[3] && *id != ids[30]);
        order.splice(0..0, [ids[30], ids[3]]);

        let public = world.ctx(None).await;
        let mut read = Vec::new();
        let mut pages = vec![notice::current(&public, &Query::default()).await.unwrap()];
        loop {
            let page = pages.last().unwrap();
            assert_eq!(page.total, 45);
            read.extend(page.notices.iter().map(|notice| notice.id));
            let Some(after) = page.later else { break };
            // As it travels in the address.
            let after = Some(after.to_string().parse().unwrap());
            let query = Query {
                after,
                ..Query::default()
            };
            pages.push(notice::current(&public, &query).await.unwrap());
        }
        assert_eq!(read, order);
        assert_eq!(pages.len(), 3);
        assert!(pages[0].earlier.is_none());

        let back = Query {
            before: pages[1].earlier,
            ..Query::default()
        };
        let back = notice::current(&public, &back).await.unwrap();
        assert_eq!(back.notices, pages[0].notices);
        assert!(back.earlier.is_none());

        let latest = notice::latest(&public, 4).await.unwrap();
        assert_eq!(latest, pages[0].notices[..4]);
        let newest = notice::newest(&public, 2).await.unwrap();
        assert_eq!(
            newest.iter().map(|notice| notice.id).collect::<Vec<_>>(),
            [ids[44], ids[43]]
        );
    })
    .await;
}

#[tokio::test]
async fn p03_a_stranger_finds_no_notice_of_this_community() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = notice::publish(&ctx, draft("ours")).await.unwrap();

        let stranger = world.stranger("fremd", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            notice::find(&there, id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            notice::for_edit(&there, id).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            notice::edit(&there, id, 1, draft("theirs")).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            notice::withdraw(&there, id, 1).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            notice::restore(&there, id, 1).await,
            Err(Error::NotFound)
        ));
        assert!(shown(&there).await.is_empty());
        assert_eq!(
            notice::all(&there, &Query::default()).await.unwrap().total,
            0
        );

        let ours = Draft {
            audience: vec![world.here.buildings[0].id.to_string()],
            ..draft("their-own")
        };
        match notice::publish(&there, ours).await {
            Err(Error::Invalid(problems)) => {
                assert_eq!(problems.of("audience"), Some(Problem::NotAChoice));
            }
            other => panic!("a building of another community was taken: {other:?}"),
        }
        assert_eq!(version(&ctx, id).await, 1);
    })
    .await;
}

#[tokio::test]
async fn r03_a_form_sent_twice_makes_one_notice() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let first = notice::publish(&ctx, draft("twice")).await.unwrap();
        // Even when the form could not be sent any more for the first time.
        let again = Draft {
            until: "2026-03-01".to_owned(),
            ..draft("twice")
        };
        assert_eq!(notice::publish(&ctx, again).await.unwrap(), first);
        assert_eq!(shown(&ctx).await, [first]);

        let change = Draft {
            title: "明天不停水".to_owned(),
            ..draft("change")
        };
        notice::edit(&ctx, first, 1, change.clone()).await.unwrap();
        notice::edit(&ctx, first, 1, change).await.unwrap();
        assert_eq!(version(&ctx, first).await, 2);

        // The other community's forms have keys of their own.
        let stranger = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert_ne!(
            notice::publish(&there, draft("twice")).await.unwrap(),
            first
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r03_ten_equal_forms_at_once_make_one_notice() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let sent = (0..10).map(|_| {
            task::run(ctx.clone(), |ctx| async move {
                notice::publish(&ctx, draft("tenfold")).await
            })
        });
        let answers = futures::future::join_all(sent).await;
        let ids: Vec<_> = answers.into_iter().map(Result::unwrap).collect();
        assert_eq!(ids, [ids[0]; 10]);
        assert_eq!(shown(&ctx).await, [ids[0]]);
    })
    .await;
}

#[tokio::test]
async fn x08_a_withdrawn_notice_is_gone_until_it_is_put_back() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = notice::publish(&ctx, draft("undo")).await.unwrap();
        let before = world.ctx(None).await.community.public_version;
        notice::withdraw(&ctx, id, 1).await.unwrap();
        // The same press again changes nothing.
        notice::withdraw(&ctx, id, 1).await.unwrap();

        let public = world.ctx(None).await;
        assert!(
            public.community.public_version > before,
            "kept pages are stale"
        );
        assert!(matches!(
            notice::find(&public, id).await,
            Err(Error::NotFound)
        ));
        assert!(shown(&public).await.is_empty());
        assert!(notice::newest(&public, 9).await.unwrap().is_empty());
        let kept = notice::for_edit(&ctx, id).await.unwrap();
        assert_eq!(
            (kept.standing(ctx.now), kept.version),
            (Standing::Withdrawn, 2)
        );
        let only = |standing| Query {
            standing: Some(standing),
            ..Query::default()
        };
        assert_eq!(
            notice::all(&ctx, &only(Standing::Withdrawn))
                .await
                .unwrap()
                .notices,
            [kept]
        );
        assert_eq!(
            notice::all(&ctx, &only(Standing::Current))
                .await
                .unwrap()
                .total,
            0
        );

        notice::restore(&ctx, id, 2).await.unwrap();
        assert_eq!(shown(&public).await, [id]);
        let back = notice::find(&public, id).await.unwrap();
        assert_eq!(
            back.updated_at, back.published_at,
            "its text was not changed"
        );
    })
    .await;
}

#[tokio::test]
async fn x15_a_notice_ends_when_its_last_day_ends_where_it_is_read() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let today = Draft {
            until: "2026-03-10".to_owned(),
            ..draft("today")
        };
        let id = notice::publish(&ctx, today.clone()).await.unwrap();
        let writer = world.stranger("fremd", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(writer)).await;
        let west = notice::publish(&there, today).await.unwrap();

        let midnight = local("2026-03-11T00:00");
        world.at(midnight.minus(std::time::Duration::from_millis(1)));
        assert_eq!(shown(&world.ctx(None).await).await, [id]);
        world.at(midnight);
        let public = world.ctx(None).await;
        assert!(shown(&public).await.is_empty());
        assert!(notice::latest(&public, 4).await.unwrap().is_empty());
        // It can still be read, and says that it is over.
        let ended = notice::find(&public, id).await.unwrap();
        assert_eq!(ended.standing(public.now), Standing::Ended);

        // Two hours further west the day is not over yet.
        assert_eq!(
            shown(&world.ctx_in(&world.elsewhere, None).await).await,
            [west]
        );
        world.at(local("2026-03-11T02:00"));
        assert!(
            shown(&world.ctx_in(&world.elsewhere, None).await)
                .await
                .is_empty()
        );
    })
    .await;
}

#[tokio::test]
async fn a_word_can_be_corrected_after_the_last_day() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let short = Draft {
            until: "2026-03-10".to_owned(),
            ..draft("short")
        };
        let id = notice::publish(&ctx, short).await.unwrap();

        world.at(local("2026-03-15T09:00"));
        let ctx = world.ctx(ctx.account()).await;
        let change = |until: &str| Draft {
            until: until.to_owned(),
            ..draft("corrected")
        };
        for past in ["2026-03-09", "2026-03-11"] {
            match notice::edit(&ctx, id, 1, change(past)).await {
                Err(Error::Invalid(problems)) => {
                    assert_eq!(problems.of("until"), Some(Problem::InThePast));
                }
                other => panic!("{past} was taken: {other:?}"),
            }
        }
        notice::edit(&ctx, id, 1, change("2026-03-10"))
            .await
            .unwrap();
        assert_eq!(
            notice::find(&ctx, id).await.unwrap().standing(ctx.now),
            Standing::Ended
        );
    })
    .await;
}

#[tokio::test]
async fn two_who_write_at_once_do_not_overwrite_each_other() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = notice::publish(&ctx, draft("both")).await.unwrap();
        let first = Draft {
            title: "后天停水".to_owned(),
            ..draft("first")
        };
        notice::edit(&ctx, id, 1, first).await.unwrap();

        let second = Draft {
            title: "停电".to_owned(),
            ..draft("second")
        };
        assert!(matches!(
            notice::edit(&ctx, id, 1, second.clone()).await,
            Err(Error::Changed)
        ));
        assert!(matches!(
            notice::withdraw(&ctx, id, 1).await,
            Err(Error::Changed)
        ));
        assert_eq!(notice::find(&ctx, id).await.unwrap().title, "后天停水");

        // A refused form is not used up: with the present version it goes through.
        notice::edit(&ctx, id, 2, second).await.unwrap();
        let kept = notice::find(&ctx, id).await.unwrap();
        assert_eq!((kept.title.as_str(), kept.version), ("停电", 3));
    })
    .await;
}

#[tokio::test]
async fn p13_who_may_not_write_notices_changes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = notice::publish(&ctx, draft("kept")).await.unwrap();
        let nobody = world.ctx(None).await;
        assert!(matches!(
            notice::publish(&nobody, draft("nobody")).await,
            Err(Error::SignIn)
        ));
        assert!(matches!(
            notice::edit(&nobody, id, 1, draft("nobody")).await,
            Err(Error::SignIn)
        ));
        assert!(matches!(
            notice::withdraw(&nobody, id, 1).await,
            Err(Error::SignIn)
        ));
        assert!(matches!(
            notice::all(&nobody, &Query::default()).await,
            Err(Error::SignIn)
        ));

        for post in Post::ALL {
            let account = world.account(post.as_str(), post).await;
            let theirs = world.ctx(Some(account)).await;
            let answer = notice::publish(&theirs, draft(post.as_str())).await;
            let may = matches!(post, Post::Staff | Post::Admin | Post::Centre);
            if may {
                answer.unwrap();
                continue;
            }
            assert!(matches!(answer, Err(Error::Denied)), "{post:?}");
            let edited = notice::edit(&theirs, id, 1, draft("edited")).await;
            assert!(matches!(edited, Err(Error::Denied)), "{post:?}");
            assert!(
                matches!(notice::withdraw(&theirs, id, 1).await, Err(Error::Denied)),
                "{post:?}"
            );
            assert!(
                matches!(notice::restore(&theirs, id, 1).await, Err(Error::Denied)),
                "{post:?}"
            );
            assert!(
                matches!(notice::for_edit(&theirs, id).await, Err(Error::Denied)),
                "{post:?}"
            );
        }
        assert_eq!(version(&ctx, id).await, 1);
        assert_eq!(shown(&nobody).await.len(), 4);
    })
    .await;
}

#[tokio::test]
async fn p12_a_right_on_one_building_reaches_that_building_only() {
    story::both(|world| async move {
        let [own, other] = &world.here.buildings[..] else {
            panic!("two buildings")
        };
        let grid = world.resident("grid").await;
        world.hold(grid, Post::Centre, own.node, None).await;
        let theirs = world.ctx(Some(grid)).await;
        let to = |key: &str, audience: &[String]| Draft {
            audience: audience.to_vec(),
            ..draft(key)
        };
        let (here, there) = (own.id.to_string(), other.id.to_string());

        let id = notice::publish(&theirs, to("own-one", std::slice::from_ref(&here)))
            .await
            .unwrap();
        for audience in [
            vec![],
            vec![there.clone()],
            vec![here.clone(), there.clone()],
        ] {
            let answer = notice::publish(&theirs, to("too-far", &audience)).await;
            assert!(matches!(answer, Err(Error::Denied)), "{audience:?}");
            let answer = notice::edit(&theirs, id, 1, to("too-far", &audience)).await;
            assert!(matches!(answer, Err(Error::Denied)), "{audience:?}");
        }
        notice::edit(
            &theirs,
            id,
            1,
            to("edited-one", std::slice::from_ref(&here)),
        )
        .await
        .unwrap();

        let ctx = staff(&world).await;
        let everybody = notice::publish(&ctx, draft("everybody")).await.unwrap();
        assert!(matches!(
            notice::withdraw(&theirs, everybody, 1).await,
            Err(Error::Denied)
        ));
        let taken = notice::edit(&theirs, everybody, 1, to("taken-over", &[here])).await;
        assert!(matches!(taken, Err(Error::Denied)));
    })
    .await;
}

#[tokio::test]
async fn p12_a_right_that_has_ended_writes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut tx = world.write().await;
        let ended = world.now().millis();
        backend::sql!(
            &mut tx,
            execute,
            "update post_holding set valid_until = $1",
            ended
        )
        .unwrap();
        tx.commit().await.unwrap();
        let later = world.ctx(ctx.account()).await;
        assert!(matches!(
            notice::publish(&later, draft("late")).await,
            Err(Error::Denied)
        ));
    })
    .await;
}

#[tokio::test]
async fn x16_what_a_form_should_not_hold_is_answered_at_its_field() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let bad = Draft {
            request_key: "short".to_owned(),
            title: " ".to_owned(),
            body: "a\0b".to_owned(),
            audience: vec!["x".to_owned()],
            until: "2026-02-30".to_owned(),
            urgent: false,
        };
        let Err(Error::Invalid(problems)) = notice::publish(&ctx, bad).await else {
            panic!("a bad form was taken")
        };
        let fields: Vec<_> = problems.iter().map(|(field, _)| field).collect();
        assert_eq!(
            fields,
            ["request_key", "title", "body", "audience", "until"]
        );
        assert!(shown(&ctx).await.is_empty());
    })
    .await;
}
