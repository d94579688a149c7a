//! Who reads what, and how lists find it.

use backend::report::figures;
use backend::report::list::{self, Query};

use super::*;

#[tokio::test]
async fn r15_nothing_is_public_before_staff_accept_it_and_then_only_what_they_accepted() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let public = world.ctx(None).await;
        let receipt = filed(&world, "reviewed").await;
        assert!(matches!(
            show::public(&public, receipt.number).await,
            Err(Error::NotFound)
        ));
        assert_eq!(
            list::public(&public, &Query::default())
                .await
                .unwrap()
                .total,
            0
        );

        handed_over(&world, &ctx, &receipt).await;
        let page = show::public(&public, receipt.number).await.unwrap();
        assert_eq!(page.summary, "楼道杂物");
        assert_eq!(
            (&page.facts.unit, &page.facts.floor),
            (&None, &None),
            "indoors: the building and no more"
        );
        assert_eq!(page.name, None);
        assert!(
            page.steps
                .iter()
                .all(|step| step.words.is_empty() && step.by.is_none())
        );
        let listed = list::public(&public, &Query::default()).await.unwrap();
        assert_eq!(
            (listed.total, listed.lines[0].words.as_str()),
            (1, "楼道杂物")
        );
        assert_eq!(
            (&listed.lines[0].unit, &listed.lines[0].floor),
            (&None, &None)
        );
        let text = format!("{page:?} {listed:?}");
        assert!(
            !text.contains("139") && !text.contains("走不过去"),
            "p17 and r15: {text}"
        );
    })
    .await;
}

#[tokio::test]
async fn r15_what_is_kept_private_never_becomes_public() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let receipt = filed(&world, "kept-private").await;
        let draft = ActDraft {
            private: true,
            ..sheet(&ctx, &receipt, Action::Accept).await
        };
        act::act(&ctx, receipt.number, draft).await.unwrap();
        let public = world.ctx(None).await;
        assert!(matches!(
            show::public(&public, receipt.number).await,
            Err(Error::NotFound)
        ));
        assert!(
            show::followed(&public, &receipt.secret).await.is_ok(),
            "its reporter reads it"
        );
    })
    .await;
}

#[tokio::test]
async fn r15_a_property_worker_reads_only_what_is_the_company_s() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let worker = property(&world, "gong").await;
        let theirs = filed(&world, "theirs").await;
        let others = filed(&world, "others").await;
        handed_over(&world, &ctx, &theirs).await;
        let listed = list::work(&worker, &Query::default()).await.unwrap();
        assert_eq!(
            listed
                .lines
                .iter()
                .map(|line| line.number)
                .collect::<Vec<_>>(),
            [theirs.number]
        );
        assert_eq!(listed.total, 1);
        assert!(matches!(
            show::work(&worker, others.number).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            does(&worker, &others, Action::Start).await,
            Err(Error::NotFound)
        ));
        assert_eq!(
            work(&worker, &theirs).await.callback,
            None,
            "the number stays with the office"
        );
        let waiting = figures::waiting(&worker).await.unwrap();
        assert_eq!(
            waiting
                .iter()
                .map(|task| (task.state, task.count))
                .collect::<Vec<_>>(),
            [(State::Dispatched, 1)]
        );
    })
    .await;
}

#[tokio::test]
async fn p03_staff_of_another_community_find_nothing_here() {
    story::both(|world| async move {
        let receipt = filed(&world, "not-yours").await;
        let account = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(account)).await;
        assert!(matches!(
            show::work(&there, receipt.number).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            show::followed(&there, &receipt.secret).await,
            Err(Error::NotFound)
        ));
        assert!(matches!(
            does(&there, &receipt, Action::Accept).await,
            Err(Error::NotFound)
        ));
        assert_eq!(
            list::work(&there, &Query::default()).await.unwrap().total,
            0
        );
        let account = world.resident("plain").await;
        let resident = world.ctx(Some(account)).await;
        assert!(matches!(
            show::work(&resident, receipt.number).await,
            Err(Error::Denied)
        ));
        assert!(matches!(
            list::work(&resident, &Query::default()).await,
            Err(Error::Denied)
        ));
    })
    .await;
}

#[tokio::test]
async fn x13_a_list_is_paged_both_ways_and_says_how_many() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let mut numbers = Vec::new();
        for number in 0..120 {
            numbers.push(filed(&world, &format!("listed-{number}")).await.number);
        }
        for oldest_first in [false, true] {
            let mut expected = numbers.clone();
            if !oldest_first {
                expected.reverse();
            }
            let first = Query {
                oldest_first,
                ..Query::default()
            };
            let mut query = first.clone();
            let mut pages = Vec::new();
            loop {
                let page = list::work(&ctx, &query).await.unwrap();
                assert_eq!((page.total, page.at_least), (120, false));
                let later = page.later;
                pages.push(page);
                let Some(later) = later else { break };
                query = Query {
                    after: Some(later),
                    ..first.clone()
                };
            }
            let read: Vec<_> = pages
                .iter()
                .flat_map(|page| &page.lines)
                .map(|line| line.number)
                .collect();
            assert_eq!(read, expected);
            assert_eq!(pages.len(), 3);
            assert!(pages[0].earlier.is_none());
            // The way back shows the same pages.
            let back = Query {
                before: pages[2].earlier,
                ..first.clone()
            };
            let middle = list::work(&ctx, &back).await.unwrap();
            let numbers_of = |page: &list::Page| {
                page.lines
                    .iter()
                    .map(|line| line.number)
                    .collect::<Vec<_>>()
            };
            assert_eq!(numbers_of(&middle), numbers_of(&pages[1]));
        }
    })
    .await;
}

#[tokio::test]
async fn r17_the_work_list_finds_by_words_and_narrows_by_every_filter() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let rubbish = Draft {
            words: "垃圾堆在门口".to_owned(),
            category: world.here.categories[1].to_string(),
            building: String::new(),
            unit: String::new(),
            floor: String::new(),
            area: world.here.area.to_string(),
            ..form(&world, "with-words")
        };
        let public = world.ctx(None).await;
        let rubbish = reports::submit(&public, rubbish).await.unwrap();
        let clutter = filed(&world, "clutter").await;
        handed_over(&world, &ctx, &clutter).await;

        let found = async |query: Query| {
            let page = list::work(&ctx, &query).await.unwrap();
            let numbers: Vec<_> = page.lines.iter().map(|line| line.number).collect();
            assert_eq!(page.total, u64::try_from(numbers.len()).unwrap());
            numbers
        };
        let text = |text: &str| Query {
            text: text.to_owned(),
            ..Query::default()
        };
        assert_eq!(found(text("垃圾")).await, [rubbish.number]);
        assert_eq!(found(text("杂物")).await, [clutter.number]);
        assert!(found(text("没有的词")).await.is_empty());
        assert_eq!(
            found(text("2026-000002")).await,
            [clutter.number],
            "by number too"
        );
        assert_eq!(
            found(Query {
                state: Some(State::Dispatched),
                ..Query::default()
            })
            .await,
            [clutter.number]
        );
        assert_eq!(
            found(Query {
                open: Some(true),
                ..Query::default()
            })
            .await
            .len(),
            2
        );
        assert!(
            found(Query {
                open: Some(false),
                ..Query::default()
            })
            .await
            .is_empty()
        );
        let category = Some(world.here.categories[1]);
        assert_eq!(
            found(Query {
                category,
                ..Query::default()
            })
            .await,
            [rubbish.number]
        );
        let building = Some(world.here.buildings[0].id);
        assert_eq!(
            found(Query {
                building,
                ..Query::default()
            })
            .await,
            [clutter.number]
        );
        let org = Some(world.here.property);
        assert_eq!(
            found(Query {
                org,
                ..Query::default()
            })
            .await,
            [clutter.number]
        );
    })
    .await;
}

#[tokio::test]
async fn what_waits_today_is_counted_and_dated() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        assert!(figures::waiting(&ctx).await.unwrap().is_empty());
        let first = filed(&world, "waits-first").await;
        world.at(local("2026-03-11T10:00"));
        filed(&world, "waits-second").await;
        let waiting = figures::waiting(&ctx).await.unwrap();
        assert_eq!(waiting.len(), 1);
        assert_eq!((waiting[0].state, waiting[0].count), (State::Reported, 2));
        assert_eq!(waiting[0].since, local(story::BEGINNING));
        does(&ctx, &first, Action::Accept).await.unwrap();
        let states: Vec<_> = figures::waiting(&ctx)
            .await
            .unwrap()
            .iter()
            .map(|task| task.state)
            .collect();
        assert_eq!(states, [State::Reported, State::Accepted]);
    })
    .await;
}
