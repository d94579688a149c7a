//! Files as people really make them (P4), each through the whole way: bytes, preview, import.

mod files;

use std::fmt::Write as _;

use backend::context::Context;
use backend::estate::export;
use backend::estate::import::{self, Changes, Draft, State};
use backend::{Error, sql};
use domain::estate::table::Fault;
use domain::id::ImportId;
use domain::permission::Post;
use domain::problem::Problem;

use self::files::{HEADS, ID_NUMBER, as_people_make_them, csv, plain, xlsx, zipped};
use super::{counts, staff};
use crate::story::{self, World};

const TWO_HOMES: Changes = Changes {
    buildings: 1,
    units: 1,
    households: 2,
    known: 0,
    persons: 2,
    changed: 0,
    unchanged: 0,
};

fn draft(key: &str, bytes: Vec<u8>) -> Draft {
    Draft {
        request_key: format!("import-{key}"),
        file: Some(bytes.into()),
        pasted: String::new(),
        grid: String::new(),
    }
}

async fn uploaded(ctx: &Context, key: &str, bytes: Vec<u8>) -> ImportId {
    match import::upload(ctx, draft(key, bytes)).await {
        Ok(id) => id,
        Err(error) => panic!("{key}: {error:?}"),
    }
}

/// Uploads, looks, says yes, writes.
async fn imported(ctx: &Context, key: &str, bytes: Vec<u8>) -> Changes {
    let id = uploaded(ctx, key, bytes).await;
    let preview = import::find(ctx, id).await.unwrap();
    assert_eq!(preview.state, State::Ready, "{key}");
    assert!(
        import::start(ctx, id, &format!("start-{key}"))
            .await
            .unwrap(),
        "{key}"
    );
    import::run(ctx, id).await.unwrap();
    let done = import::find(ctx, id).await.unwrap();
    assert_eq!(done.state, State::Done, "{key}");
    assert_eq!(
        done.report.changes, preview.report.changes,
        "{key}: the preview said so"
    );
    done.report.changes
}

/// Every person with a home: building, unit, door, name, number.
async fn neighbours(world: &World) -> Vec<String> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (String, String, String, String, Option<String>),
        "select b.name, u.name, h.door, p.name, p.telephone from household_member m
         join household h on h.id = m.household_id join building b on b.id = h.building_id
         join unit u on u.id = h.unit_id join person p on p.id = m.person_id
         order by b.sort, b.id, h.sort, m.id",
    )
    .unwrap()
    .into_iter()
    .map(|(b, u, d, name, phone)| format!("{b} {u} {d} {name} {}", phone.unwrap_or_default()))
    .collect()
}

#[tokio::test]
async fn p04_files_as_people_make_them_are_the_same_two_homes() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let files = as_people_make_them();
        assert!(files.len() >= 20, "{}", files.len());
        // The first is imported; all others then say that there is nothing to do.
        let mut is_first = true;
        for (at, (name, bytes)) in files.into_iter().enumerate() {
            let id = uploaded(&ctx, &format!("people-{at}"), bytes.clone()).await;
            let report = import::find(&ctx, id).await.unwrap().report;
            assert_eq!(report.faults().count(), 0, "{name}: {report:?}");
            if is_first {
                assert_eq!(report.changes, TWO_HOMES, "{name}");
                imported(&ctx, "people-first", bytes).await;
                is_first = false;
            } else {
                assert!(report.changes.is_nothing(), "{name}: {:?}", report.changes);
                let known = (report.changes.known, report.changes.unchanged);
                assert!(matches!(known, (2, 2 | 3)), "{name}: {known:?}");
            }
        }
        assert_eq!(
            neighbours(&world).await,
            [
                "7号楼 1单元 101 王小明 13900001111",
                "7号楼 1单元 102 李大 "
            ]
        );
    })
    .await;
}

#[tokio::test]
async fn p04_the_same_file_twice_changes_nothing() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        assert_eq!(imported(&ctx, "first", xlsx(&plain())).await, TWO_HOMES);
        let before = counts(&world).await;
        let again = imported(&ctx, "again", xlsx(&plain())).await;
        assert!(again.is_nothing(), "{again:?}");
        assert_eq!((again.known, again.unchanged), (2, 2));
        assert_eq!(counts(&world).await, before, "not even the public version");
        // The same form and the same yes twice.
        let id = uploaded(&ctx, "first", xlsx(&plain())).await;
        assert!(
            !import::start(&ctx, id, "start-first").await.unwrap(),
            "r03"
        );
        import::run(&ctx, id).await.unwrap();
        assert_eq!(counts(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn p04_masked_cells_leave_what_is_stored() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        imported(&ctx, "first", xlsx(&plain())).await;
        let masked = xlsx(&[
            &HEADS,
            &["7", "1", "101", "王*明", "139****1111"],
            &["7", "1", "102", "李大", "138****2222"],
            &["7", "1", "103", "赵六", "138****3333"],
            &["7", "1", "104", "钱**", "138****4444"],
        ]);
        let changes = imported(&ctx, "masked", masked).await;
        assert_eq!(
            (changes.households, changes.persons, changes.changed),
            (2, 1, 0)
        );
        let other = xlsx(&[&HEADS, &["7", "1", "102", "李大", "13900002222"]]);
        assert_eq!(imported(&ctx, "other", other).await.changed, 1);
        assert_eq!(
            neighbours(&world).await,
            [
                "7号楼 1单元 101 王小明 13900001111",
                "7号楼 1单元 102 李大 13900002222",
                "7号楼 1单元 103 赵六 ",
            ],
            "what is masked and unknown is left empty"
        );
    })
    .await;
}

#[tokio::test]
async fn p16_what_is_not_kept_reaches_no_table() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let file = xlsx(&[
            &["楼栋", "单元", "房号", "姓名", "证件", "生日", "电话"],
            &[
                "7",
                "1",
                "101",
                "王小明",
                ID_NUMBER,
                "1949-12-31",
                "13900001111",
            ],
            &[
                "7",
                "1",
                "102",
                ID_NUMBER,
                ID_NUMBER,
                "1949-12-31",
                ID_NUMBER,
            ],
        ]);
        let id = uploaded(&ctx, "never", file).await;
        let report = import::find(&ctx, id).await.unwrap().report;
        assert_eq!(report.dropped[..2], ["证件", "生日"]);
        assert!(report.faults().all(|(row, _)| row == 3));
        let mut tx = world.write().await;
        let (content, kept) = sql!(
            &mut tx,
            one as (String, String),
            "select content, report from estate_import"
        )
        .unwrap();
        drop(tx);
        for never in [ID_NUMBER, "1949-12-31"] {
            assert!(!content.contains(never) && !kept.contains(never), "{never}");
        }
        assert!(
            !kept.contains("王小明") && !kept.contains("13900001111"),
            "p17"
        );
        import::start(&ctx, id, "start-never").await.unwrap();
        import::run(&ctx, id).await.unwrap();
        let mut tx = world.write().await;
        let (content,) = sql!(
            &mut tx,
            one as (String,),
            "select content from estate_import"
        )
        .unwrap();
        assert_eq!(content, "", "names do not stay behind");
    })
    .await;
}

#[tokio::test]
async fn p04_rows_that_cannot_be_placed_stop_the_whole_file() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let before = counts(&world).await;
        let file = xlsx(&[
            &["住户表"],
            &[],
            &HEADS,
            &["7", "1", "101", "王小明", "13900001111"],
            &["7", "1", "", "李大", ""],
            &["7", "1", "103", "赵六", "12"],
        ]);
        let id = uploaded(&ctx, "stop", file).await;
        let report = import::find(&ctx, id).await.unwrap().report;
        let faults: Vec<_> = report.faults().collect();
        assert_eq!(faults, [(5, Fault::NoDoor), (6, Fault::BadTelephone)]);
        assert!(report.is_stopped);
        let refused = import::start(&ctx, id, "start-stop").await;
        assert!(matches!(refused, Err(Error::Changed)));
        import::run(&ctx, id).await.unwrap();
        assert_eq!(counts(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn p04_what_is_no_list_is_said_in_words() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let many: Vec<String> = (0..60_000).map(|at| format!("7,1,{at}")).collect();
        let encrypted: Vec<u8> = [0xD0, 0xCF, 0x11, 0xE0, 0xA1, 0xB1, 0x1A, 0xE1]
            .into_iter()
            .chain([0; 600])
            .chain("EncryptedPackage".encode_utf16().flat_map(u16::to_le_bytes))
            .collect();
        let mut broken = xlsx(&plain());
        broken.truncate(broken.len() / 2);
        let cases: Vec<(&str, Vec<u8>, Problem)> = vec![
            ("empty", vec![], Problem::NothingInIt),
            ("an empty workbook", xlsx(&[]), Problem::NothingInIt),
            ("only headings", xlsx(&[&HEADS]), Problem::NothingInIt),
            (
                "a picture",
                b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR".to_vec(),
                Problem::NotASpreadsheet,
            ),
            (
                "a zip of something",
                zipped("a.txt", 10),
                Problem::NotASpreadsheet,
            ),
            ("cut in half", broken, Problem::NotASpreadsheet),
            (
                "half of an xls",
                b"\xD0\xCF\x11\xE0 and no more".to_vec(),
                Problem::NotASpreadsheet,
            ),
            ("with a password", encrypted, Problem::SpreadsheetLocked),
            (
                "a letter",
                "各位邻居：明天停水。".as_bytes().to_vec(),
                Problem::NoHeadings,
            ),
            (
                "60,000 rows",
                format!("楼栋,单元,房号\n{}", many.join("\n")).into_bytes(),
                Problem::TooMany { max: 50_000 },
            ),
            ("21 MB", vec![b' '; 21 * 1024 * 1024], Problem::FileTooLarge),
            (
                "a zip bomb",
                zipped("xl/workbook.xml", 260 * 1024 * 1024),
                Problem::FileTooLarge,
            ),
        ];
        for (at, (name, bytes, problem)) in cases.into_iter().enumerate() {
            match import::upload(&ctx, draft(&format!("bad-{at}"), bytes)).await {
                Err(Error::Invalid(problems)) => {
                    assert_eq!(problems.of("file"), Some(problem), "{name}");
                }
                other => panic!("{name}: {other:?}"),
            }
        }
        let nothing = Draft {
            file: None,
            ..draft("nothing", vec![])
        };
        assert!(matches!(
            import::upload(&ctx, nothing).await,
            Err(Error::Invalid(_))
        ));
        let pasted = Draft {
            file: None,
            pasted: csv(&plain(), "\t"),
            ..draft("pasted", vec![])
        };
        let id = import::upload(&ctx, pasted).await.unwrap();
        assert_eq!(
            import::find(&ctx, id).await.unwrap().report.changes,
            TWO_HOMES
        );
    })
    .await;
}

#[tokio::test]
async fn p03_a_file_is_its_owners_for_an_hour() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let id = uploaded(&ctx, "mine", xlsx(&plain())).await;
        let other = world.account("other", Post::Staff).await;
        let other = world.ctx(Some(other)).await;
        assert!(
            import::find(&other, id).await.is_ok(),
            "nothing personal is to be seen"
        );
        assert!(matches!(
            import::start(&other, id, "start-other").await,
            Err(Error::Denied)
        ));
        assert_eq!(import::find(&ctx, id).await.unwrap().state, State::Ready);
        let far = Draft {
            grid: world.elsewhere.node.to_string(),
            ..draft("far", xlsx(&plain()))
        };
        let Err(Error::Invalid(problems)) = import::upload(&ctx, far).await else {
            panic!("the grid is of another community");
        };
        assert_eq!(problems.of("grid"), Some(Problem::NotAChoice));
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        assert!(
            matches!(import::find(&there, id).await, Err(Error::NotFound)),
            "p03"
        );
        let one = world.resident("one-building").await;
        world
            .hold(one, Post::Staff, world.here.buildings[0].node, None)
            .await;
        let one = world.ctx(Some(one)).await;
        let refused = import::upload(&one, draft("one", xlsx(&plain()))).await;
        assert!(
            matches!(refused, Err(Error::Denied)),
            "p12: a file may name any building"
        );

        world.at(story::local("2026-03-10T10:00"));
        let later = Context {
            now: world.now(),
            ..ctx.clone()
        };
        assert!(
            matches!(import::find(&later, id).await, Err(Error::NotFound)),
            "x15"
        );
        assert_eq!(import::remove_expired(&ctx).await.unwrap(), 0);
        assert_eq!(import::remove_expired(&later).await.unwrap(), 1);
    })
    .await;
}

#[tokio::test]
async fn x11_ten_thousand_homes_are_one_file() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        let mut text = HEADS.join(",");
        for at in 0..10_000 {
            let (building, unit, floor, door) =
                (at / 500 + 1, at / 100 % 5 + 1, at / 4 % 25 + 1, at % 4 + 1);
            write!(
                text,
                "\n{building},{unit},{floor}{door:02},住户{at},139{at:08}"
            )
            .unwrap();
        }
        let changes = imported(&ctx, "large", text.into_bytes()).await;
        assert_eq!((changes.households, changes.persons), (10_000, 10_000));
        let mut tx = world.write().await;
        let (homes, floors) = sql!(
            &mut tx,
            one as (i64, i64),
            "select count(*), count(floor_id) from household"
        )
        .unwrap();
        assert_eq!((homes, floors), (10_000, 10_000));
    })
    .await;
}

#[tokio::test]
async fn p17_what_is_exported_is_masked_and_comes_back_unchanged() {
    story::both(|world| async move {
        let ctx = staff(&world).await;
        imported(&ctx, "first", xlsx(&plain())).await;
        let files = [
            export::xlsx(&ctx).await.unwrap(),
            export::csv(&ctx).await.unwrap(),
        ];
        let text = String::from_utf8(files[1].clone()).unwrap();
        assert!(text.contains("王小明,139****1111"), "{text}");
        assert!(!text.contains("13900001111"));
        for (at, bytes) in files.into_iter().enumerate() {
            let changes = imported(&ctx, &format!("back-{at}"), bytes).await;
            assert!(changes.is_nothing(), "{changes:?}");
            assert_eq!((changes.known, changes.unchanged), (2, 2));
        }
        assert!(neighbours(&world).await[0].ends_with("13900001111"));
        let mut tx = world.write().await;
        let (logged,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from audit where deed = 'estate.exported'"
        )
        .unwrap();
        assert_eq!(logged, 2, "p18");
        drop(tx);
        let template = export::template(&ctx).unwrap();
        match import::upload(&ctx, draft("template", template)).await {
            Err(Error::Invalid(problems)) => {
                let problem = problems.of("file");
                assert_eq!(
                    problem,
                    Some(Problem::NothingInIt),
                    "the example is no home"
                );
            }
            other => panic!("{other:?}"),
        }
    })
    .await;
}
