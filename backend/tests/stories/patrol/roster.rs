//! Stories of rosters from a file.

use backend::Error;
use backend::context::Context;
use backend::patrol::roster::{self, Changes, Draft};
use backend::patrol::sign_up::release;
use backend::patrol::{call, coverage, shift as shifts};
use backend::sql;
use domain::patrol::Role;
use domain::patrol::roster::Fault;
use domain::patrol::shift::Kept;
use domain::permission::Post;
use domain::problem::Problem;

use super::{
    draft, find, person, resident, shift, signs_up, staff, told, v01_v02_v03_hold_everywhere,
};
use crate::story::{self, World};

const FILE: &str = "日期,开始,结束,类型,地点,姓名,电话,角色,身份证号\n\
    2026-03-14,18:00,20:00,巡查,3号楼门口,王秀英,13900001111,队长,不留\n\
    2026-03-14,18:00,20:00,巡查,,李建国,,队员,\n\
    2026-03-15,22:00,06:00,巡查,东门,李建国,,队长,\n\
    2026-03-01,18:00,20:00,巡查,,过去的人,,,\n";

fn file(key: &str, text: &str) -> Draft {
    Draft {
        request_key: format!("roster-{key}"),
        pasted: text.to_owned(),
        ..Draft::default()
    }
}

/// As the page does it: looks, then says yes to what was looked at.
async fn imports(ctx: &Context, key: &str, text: &str) -> Changes {
    let looked = roster::preview(ctx, file(key, text)).await.unwrap();
    assert_eq!(looked.faults, []);
    let done = roster::import(ctx, file(key, &looked.content))
        .await
        .unwrap();
    assert_eq!(done, looked.changes, "what was said is what is done");
    done
}

async fn count(world: &World, table: &str) -> i64 {
    let mut read = world.stores.db.read().await.unwrap();
    let counts = sql!(
        &mut read,
        all as (String, i64),
        "select 'shift', count(*) from patrol_shift
         union all select 'sign_up', count(*) from patrol_sign_up
         union all select 'person', count(*) from person
         union all select 'import', count(*) from audit where deed = 'patrol.imported'",
    )
    .unwrap();
    counts
        .into_iter()
        .find(|(name, _)| name == table)
        .unwrap()
        .1
}

#[tokio::test]
async fn v10_the_same_roster_again_changes_nothing() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let looked = roster::preview(&staff, file("look", FILE)).await.unwrap();
        assert_eq!(looked.dropped, ["身份证号"], "p16");
        assert_eq!(looked.skipped, 1, "what is over");
        assert!(!looked.content.contains("不留"));
        assert_eq!(count(&world, "shift").await, 0, "a look changes nothing");

        let wanted = Changes {
            shifts: 2,
            persons: 2,
            sign_ups: 3,
            known: 0,
        };
        assert_eq!(imports(&staff, "first", FILE).await, wanted);
        let again = roster::import(&staff, file("first", FILE)).await.unwrap();
        assert_eq!(again, wanted, "r03: the same form has the same answer");
        let nothing = Changes {
            known: 3,
            ..Changes::default()
        };
        assert_eq!(imports(&staff, "second", FILE).await, nothing);
        assert_eq!(count(&world, "shift").await, 2);
        assert_eq!(count(&world, "sign_up").await, 3);
        assert_eq!(count(&world, "import").await, 1, "p25");

        let query = coverage::Query::default();
        let board = coverage::board(&staff, &query).await.unwrap();
        let (day, evening) = &board.days[0];
        assert_eq!(
            (day.to_string().as_str(), evening[0].place.as_str()),
            ("2026-03-14", "3号楼门口")
        );
        assert_eq!(evening[0].covered, 2);
        let night = &board.days[1].1[0];
        assert_eq!((night.span.minutes(), night.leading), (480, 1));
        let people = call::people(&staff, evening[0].id).await.unwrap();
        let roles: Vec<_> = people
            .lines
            .iter()
            .map(|line| (line.name.as_str(), line.role))
            .collect();
        assert_eq!(roles, [("王秀英", Role::Leader), ("李建国", Role::Member)]);
        assert_eq!(told(&world).await, [""; 0], "they have the roster");
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v06_whoever_left_is_not_put_back_by_the_file() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        imports(&staff, "before", FILE).await;
        let board = coverage::board(&staff, &coverage::Query::default()).await;
        let id = board.unwrap().days[0].1[0].id;
        let people = call::people(&staff, id).await.unwrap();
        let [_, li] = &people.lines[..] else {
            panic!("{people:?}")
        };
        release(&staff, li.sign_up, "").await.unwrap();
        let more = format!("{FILE}2026-03-14,18:00,20:00,巡查,,钱红,,队员,\n");
        let looked = roster::preview(&staff, file("look", &more)).await.unwrap();
        let left: Vec<_> = looked.lines.iter().map(|line| line.has_left).collect();
        assert_eq!(left, [false, true, false, false]);
        assert_eq!(imports(&staff, "after", &more).await.sign_ups, 1);
        let people = call::people(&staff, id).await.unwrap();
        let names: Vec<_> = people.lines.iter().map(|line| line.name.as_str()).collect();
        assert_eq!(names, ["王秀英", "钱红"]);
    })
    .await;
}

#[tokio::test]
async fn v10_a_draft_with_names_on_it_is_published() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut ids = Vec::new();
        for (key, day) in [("named", "2026-03-14"), ("empty", "2026-03-15")] {
            let mut form = draft(&staff, key, day, 2).await;
            form.publish = false;
            ids.push(shifts::write(&staff, form).await.unwrap());
        }
        let grid = "日期,18:00-20:00\n2026-03-14,赵敏\n2026-03-15,\n";
        assert_eq!(imports(&staff, "draft", grid).await.shifts, 0);
        assert_eq!(find(&staff, ids[0]).await.kept, Kept::Open);
        assert_eq!(find(&staff, ids[1]).await.kept, Kept::Draft);
    })
    .await;
}

#[tokio::test]
async fn v10_a_roster_with_one_wrong_row_changes_nothing_and_every_fault_is_named() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let busy = shift(&staff, "busy", "2026-03-14", 3).await;
        let (_, li) = resident(&world, "李建国").await;
        signs_up(&li, busy).await;
        for number in ["13900001111", "13900002222"] {
            let mut tx = world.write().await;
            sql!(
                &mut tx,
                execute,
                "insert into person (community_id, name, telephone, created_at)
                 values ($1, '王秀英', $2, 0)",
                world.here.id.get(),
                number,
            )
            .unwrap();
            tx.commit().await.unwrap();
        }
        let off = shift(&staff, "off", "2026-03-18", 3).await;
        shifts::cancel(&staff, off, "下雨").await.unwrap();
        let text = "日期,时间,类型,姓名\n\
            2026-03-14,19:00-21:00,打扫,李建国\n\
            2026-03-16,9:00-10:00,跳舞,张三\n\
            2026-03-16,9:00-10:00,打扫,王秀英\n\
            后天,9:00-10:00,打扫,张三\n\
            2026-03-17,9:00-10:00,打扫,赵敏\n\
            2026-03-17,9:30-10:30,巡查,赵敏\n\
            2026-03-18,18:00-20:00,巡查,张三\n";
        let looked = roster::preview(&staff, file("look", text)).await.unwrap();
        let wanted = [
            (2, Fault::Overlap),
            (3, Fault::UnknownKind),
            (4, Fault::Ambiguous),
            (5, Fault::BadDay),
            (7, Fault::Overlap),
            (8, Fault::Cancelled),
        ];
        assert_eq!(looked.faults, wanted);
        let before = (count(&world, "shift").await, count(&world, "person").await);
        let refused = roster::import(&staff, file("bad", text)).await;
        let Err(Error::Invalid(problems)) = refused else {
            panic!("rows with faults are not imported")
        };
        assert_eq!(problems.of("file"), Some(Problem::NotUnderstood));
        let after = (count(&world, "shift").await, count(&world, "person").await);
        assert_eq!(after, before);

        let denied = roster::preview(&li, file("denied", FILE)).await;
        assert!(matches!(denied, Err(Error::Denied)), "p13");
    })
    .await;
}

#[tokio::test]
async fn v01_a_roster_finds_the_shift_that_is_there_and_makes_room_on_it() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "there", "2026-03-14", 1).await;
        let (_, li) = resident(&world, "李建国").await;
        signs_up(&li, id).await;
        let grid = "日期,18:00-20:00\n2026-03-14,李建国 赵敏 钱红\n";
        let done = imports(&staff, "grid", grid).await;
        assert_eq!(
            done,
            Changes {
                shifts: 0,
                persons: 2,
                sign_ups: 2,
                known: 1
            }
        );
        let kept = find(&staff, id).await;
        let places = kept.places_of(Role::Member);
        assert_eq!((places.capacity, places.taken, kept.covered), (3, 3, 3));
        v01_v02_v03_hold_everywhere(&world).await;
        assert_eq!(person(&li), {
            let people = call::people(&staff, id).await.unwrap();
            people.lines[0].person
        });

        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        let theirs = roster::preview(&there, file("theirs", grid)).await.unwrap();
        assert_eq!(
            theirs.changes.known, 0,
            "p03: people and shifts here are not theirs"
        );
    })
    .await;
}
