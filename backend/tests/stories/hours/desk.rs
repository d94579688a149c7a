use backend::hours::desk::{self, Query};
use backend::hours::{self, Totals, export};
use backend::{Context, Error, sql};
use domain::hours::CorrectionDraft;
use domain::id::HoursEntryId;
use domain::permission::Post;
use text::Lang;

use super::ledger::{credit, minutes, person, signed_up};
use crate::story::{self, World};

async fn as_post(world: &World, name: &str, post: Post) -> Context {
    let account = world.account(name, post).await;
    world.ctx(Some(account)).await
}

fn right(key: &str, hours: &str) -> CorrectionDraft {
    CorrectionDraft {
        request_key: format!("correct-{key}"),
        hours: hours.to_owned(),
        minutes: String::new(),
        reason: "签到表上写的是一小时".to_owned(),
    }
}

async fn last_entry(world: &World) -> HoursEntryId {
    let mut tx = world.write().await;
    let (id,) = sql!(&mut tx, one as (i64,), "select max(id) from hours_entry").unwrap();
    HoursEntryId::new(id)
}

#[tokio::test]
async fn v13_a_correction_is_a_reversal_and_a_new_entry_and_never_of_ones_own() {
    story::both(|world| async move {
        let min = as_post(&world, "min", Post::Staff).await;
        let chen = as_post(&world, "chen", Post::Volunteer).await;
        let there = signed_up(&world, "2026-03-09", person(&chen)).await;
        credit(&min, "2026-03-09", there, person(&chen), 120).await;
        let id = last_entry(&world).await;
        let no = hours::correct(&chen, id, right("no", "1")).await;
        assert!(matches!(no, Err(Error::Denied)), "p13");

        hours::correct(&min, id, right("one", "1")).await.unwrap();
        hours::correct(&min, id, right("one", "1")).await.unwrap();
        assert_eq!(minutes(&world, person(&chen)).await, [120, -120, 60]);
        let late = hours::correct(&min, id, right("two", "2")).await;
        assert!(
            matches!(late, Err(Error::Changed)),
            "it is taken back already"
        );
        let now = last_entry(&world).await;
        hours::correct(&min, now, right("none", "0")).await.unwrap();
        assert_eq!(minutes(&world, person(&chen)).await, [120, -120, 60, -60]);

        // What staff corrected stays as they left it, whatever is ticked afterwards.
        credit(&min, "2026-03-09", there, person(&chen), 120).await;
        assert_eq!(minutes(&world, person(&chen)).await, [120, -120, 60, -60]);

        let own = signed_up(&world, "2026-03-08", person(&min)).await;
        credit(&chen, "2026-03-08", own, person(&min), 120).await;
        let mine = last_entry(&world).await;
        let refused = hours::correct(&min, mine, right("mine", "8")).await;
        assert!(matches!(refused, Err(Error::Denied)), "p14");
        assert_eq!(minutes(&world, person(&min)).await, [120]);
    })
    .await;
}

#[tokio::test]
async fn v19_months_split_by_the_first_day_and_sum_to_the_whole() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = as_post(&world, "chen", Post::Volunteer).await;
        let who = person(&chen);
        // The night of the 31st belongs to January, whatever the clock said at its end.
        for (day, minutes) in [
            ("2025-12-31", 480),
            ("2026-01-31", 480),
            ("2026-02-01", 60),
            ("2026-02-28", 61),
            ("2026-12-31", 7),
        ] {
            let there = signed_up(&world, day, who).await;
            credit(&staff, day, there, who, minutes).await;
        }
        let page = desk::page(&staff, &Query::default()).await.unwrap();
        let months: Vec<_> = page
            .months
            .iter()
            .map(|(month, totals)| (*month, totals.sum()))
            .collect();
        assert_eq!(months, [(1, 480), (2, 121), (12, 7)]);
        let sum: i64 = months.iter().map(|(_, minutes)| minutes).sum();
        assert_eq!((page.total.sum(), sum), (608, 608));
        assert_eq!((page.people, page.lines.len()), (1, 1));

        let mut by_month = 0;
        for month in 1..=12 {
            let query = Query {
                month: Some(month),
                ..Query::default()
            };
            by_month += desk::page(&staff, &query).await.unwrap().total.sum();
        }
        assert_eq!(by_month, 608);
        let own = hours::own(&chen, None).await.unwrap();
        assert_eq!((own.own.year.sum(), own.own.balance.sum()), (608, 1088));
        let own_months: i64 = own.own.months.iter().map(|(_, t)| t.sum()).sum();
        assert_eq!(own_months, 608);
        assert_eq!(own.years, [2026, 2025]);
        let before = hours::own(&chen, Some(2025)).await.unwrap();
        assert_eq!(before.own.year.sum(), 480);
    })
    .await;
}

#[tokio::test]
async fn x13_balances_are_found_by_name_and_paged_by_key() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        for number in 0..52 {
            let ctx = as_post(&world, &format!("v{number}%_"), Post::Volunteer).await;
            let there = signed_up(&world, "2026-03-09", person(&ctx)).await;
            credit(&staff, "2026-03-09", there, person(&ctx), 60).await;
        }
        let first = desk::page(&staff, &Query::default()).await.unwrap();
        assert_eq!((first.people, first.lines.len()), (52, 50));
        let behind = Query {
            after: first.next,
            ..Query::default()
        };
        let second = desk::page(&staff, &behind).await.unwrap();
        assert_eq!((second.lines.len(), second.next), (2, None));
        for (name, found) in [("v51", 1), ("V1%", 1), ("%", 52), ("王", 0), ("v_", 0)] {
            let query = Query {
                name: name.to_owned(),
                ..Query::default()
            };
            let page = desk::page(&staff, &query).await.unwrap();
            assert_eq!(page.people, found, "{name}");
        }
    })
    .await;
}

#[tokio::test]
async fn x18_no_cell_of_an_export_begins_a_formula_and_p25_it_is_recorded() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let evil = as_post(&world, "=HYPERLINK(\"http://x\")", Post::Volunteer).await;
        let who = person(&evil);
        let there = signed_up(&world, "2026-03-09", who).await;
        credit(&staff, "2026-03-09", there, who, 120).await;
        credit(&staff, "2026-03-09", there, who, 90).await;
        let bytes = export::csv(&staff, Lang::Zh, &Query::default())
            .await
            .unwrap();
        let text = String::from_utf8(bytes).unwrap();
        let lines: Vec<_> = text.lines().collect();
        let name = "\"'=HYPERLINK(\"\"http://x\"\")\"";
        let time = "晚间巡查,2026-03-09 18:00,2026-03-09 20:00";
        assert_eq!(lines[0], "\u{feff}姓名,班次,开始,结束,分钟,来源,日期");
        assert_eq!(lines[1], format!("{name},{time},120,自动记录,2026-03-09"));
        let back = format!("{name},{time},-120,自动记录（更正冲回）,2026-03-09");
        assert_eq!(lines[2], back);
        assert_eq!(lines[3], format!("{name},{time},90,自动记录,2026-03-09"));
        let book = export::xlsx(&staff, Lang::En, &Query::default()).await;
        assert_eq!(&book.unwrap()[..2], b"PK");

        let february = Query {
            month: Some(2),
            ..Query::default()
        };
        let none = export::csv(&staff, Lang::Zh, &february).await.unwrap();
        assert_eq!(String::from_utf8(none).unwrap().lines().count(), 1);
        let mut tx = world.write().await;
        let (recorded,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from audit where deed = 'hours.exported'",
        )
        .unwrap();
        assert_eq!(recorded, 3);
    })
    .await;
}

#[tokio::test]
async fn p13_nobody_else_sees_hours_and_p03_no_stranger_does() {
    story::both(|world| async move {
        let staff = as_post(&world, "min", Post::Staff).await;
        let chen = as_post(&world, "chen", Post::Volunteer).await;
        let there = signed_up(&world, "2026-03-09", person(&chen)).await;
        credit(&staff, "2026-03-09", there, person(&chen), 120).await;
        let entry = last_entry(&world).await;
        for post in [
            Post::Volunteer,
            Post::Captain,
            Post::Property,
            Post::Subdistrict,
        ] {
            let ctx = as_post(&world, post.as_str(), post).await;
            let query = Query::default();
            assert!(matches!(desk::page(&ctx, &query).await, Err(Error::Denied)));
            let file = export::csv(&ctx, Lang::Zh, &query).await;
            assert!(matches!(file, Err(Error::Denied)), "{post:?}");
            let ledger = hours::of(&ctx, person(&chen), None).await;
            assert!(matches!(ledger, Err(Error::Denied)), "{post:?}");
            let own = hours::own(&ctx, None).await.unwrap().own;
            assert_eq!(own.balance, Totals::default());
        }
        let stranger = world.stranger("far", Post::Admin).await;
        let far = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        let ledger = hours::of(&far, person(&chen), None).await;
        assert!(matches!(ledger, Err(Error::NotFound)));
        let right = hours::correct(&far, entry, right("far", "1")).await;
        assert!(matches!(right, Err(Error::NotFound)));
        let page = desk::page(&far, &Query::default()).await.unwrap();
        assert_eq!(page.people, 0);
    })
    .await;
}
