//! Stories of the staff's desk: the board, whom to ask, whom to phone, who can lead.

use backend::context::Context;
use backend::patrol::call::{self, Reach};
use backend::patrol::coverage::{self, Query};
use backend::patrol::sign_up::{self, Answer, Guest, Left};
use backend::patrol::{setting, shift as shifts, skill};
use backend::{Error, sql};
use domain::id::{PatrolShiftId, PersonId};
use domain::patrol::Role;
use domain::patrol::coverage::Mark;
use domain::permission::Post;

use super::{draft, find, person, resident, shift, shift_at, signs_up, staff, told, train};
use crate::story::{self, World, local};

/// Whoever holds a place on a shift came.
async fn all_came(world: &World, id: PatrolShiftId) {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        execute,
        "update patrol_sign_up set state = 'completed', version = version + 1
         where shift_id = $1 and state = 'confirmed'",
        id.get(),
    )
    .unwrap();
    tx.commit().await.unwrap();
}

async fn deeds(world: &World, deed: &str) -> i64 {
    let mut read = world.stores.db.read().await.unwrap();
    let (count,) = sql!(
        &mut read,
        one as (i64,),
        "select count(*) from audit where deed = $1",
        deed,
    )
    .unwrap();
    count
}

async fn mark(ctx: &Context, id: PatrolShiftId) -> Option<Mark> {
    find(ctx, id).await.cover(ctx).mark()
}

/// The board's shifts, in order.
async fn shown(ctx: &Context, query: Query) -> Vec<PatrolShiftId> {
    let board = coverage::board(ctx, &query).await.unwrap();
    let days = board.days.iter().flat_map(|(_, shifts)| shifts);
    days.map(|shift| shift.id).collect()
}

#[tokio::test]
async fn v17_a_shift_under_half_is_urgent_under_three_quarters_short_and_seekers_do_not_count() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "covered", "2026-03-14", 3).await;
        let mut people = Vec::new();
        let mut marks = vec![mark(&staff, id).await];
        for name in ["一", "二", "三"] {
            let (account, ctx) = resident(&world, name).await;
            signs_up(&ctx, id).await;
            people.push(account);
            marks.push(mark(&staff, id).await);
        }
        assert_eq!(
            marks,
            [
                Some(Mark::Urgent),
                Some(Mark::Urgent),
                Some(Mark::Short),
                None
            ]
        );

        world.at(local("2026-03-13T18:00").plus(std::time::Duration::from_millis(1)));
        let late = world.ctx(Some(people[0])).await;
        let mine = sign_up::mine(&late, id).await.unwrap().unwrap();
        let left = sign_up::leave(&late, mine.id).await.unwrap();
        assert_eq!(left, Left::Seeking);
        assert_eq!(
            mark(&late, id).await,
            Some(Mark::Short),
            "who looks for a stand-in does not count"
        );
    })
    .await;
}

#[tokio::test]
async fn v17_the_board_shows_two_weeks_and_only_what_is_asked_for() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let covered = shift(&staff, "covered", "2026-03-12", 1).await;
        for name in ["一", "二"] {
            let (_, ctx) = resident(&world, name).await;
            let role = if name == "一" { "leader" } else { "member" };
            train(&world, person(&ctx)).await;
            let wish = sign_up::Wish {
                role: role.to_owned(),
                ..super::wish(&ctx, covered)
            };
            sign_up::sign_up(&ctx, covered, wish).await.unwrap();
        }
        let mut cleaning = draft(&staff, "cleaning", "2026-03-23", 2).await;
        let kinds = backend::patrol::offered::load(&staff, None)
            .await
            .unwrap()
            .kinds;
        cleaning.body.kind = kinds[1].id.to_string();
        cleaning.body.building = world.here.buildings[1].id.to_string();
        let cleaning = shifts::write(&staff, cleaning).await.unwrap();
        let beyond = shift(&staff, "beyond", "2026-03-24", 2).await;
        let mut open = draft(&staff, "draft", "2026-03-13", 2).await;
        open.publish = false;
        let open = shifts::write(&staff, open).await.unwrap();

        assert_eq!(
            shown(&staff, Query::default()).await,
            [covered, open, cleaning]
        );
        let kind = Query {
            kind: Some(kinds[1].id),
            ..Query::default()
        };
        assert_eq!(shown(&staff, kind).await, [cleaning]);
        let building = Query {
            building: Some(world.here.buildings[1].id),
            ..Query::default()
        };
        assert_eq!(shown(&staff, building).await, [cleaning]);
        let gaps = Query {
            gaps: true,
            ..Query::default()
        };
        assert_eq!(shown(&staff, gaps).await, [cleaning], "a draft is no gap");
        let later = Query {
            from: Some("2026-03-24".parse().unwrap()),
            ..Query::default()
        };
        assert_eq!(shown(&staff, later).await, [beyond]);

        let (_, neighbour) = resident(&world, "三").await;
        let refused = coverage::board(&neighbour, &Query::default()).await;
        assert!(matches!(refused, Err(Error::Denied)), "p13");
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        assert_eq!(shown(&there, Query::default()).await, [], "p03");
        assert!(
            matches!(coverage::ask(&there, covered).await, Err(Error::NotFound)),
            "p03"
        );
    })
    .await;
}

#[tokio::test]
async fn v11_v17_a_night_without_a_leader_is_a_gap_however_many_come() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let night = shift_at(&staff, "night", ("2026-03-11", "22:00", "06:00"), 3).await;
        for name in ["一", "二", "三"] {
            let (_, ctx) = resident(&world, name).await;
            signs_up(&ctx, night).await;
        }
        let cover = find(&staff, night).await.cover(&staff);
        assert_eq!(
            (cover.covered, cover.mark(), cover.lacks_leader),
            (3, None, true)
        );
        let gaps = Query {
            gaps: true,
            ..Query::default()
        };
        assert_eq!(shown(&staff, gaps.clone()).await, [night]);
        let today = coverage::today(&staff).await.unwrap();
        assert_eq!(today.gaps.len(), 1, "within two days");

        let (_, leader) = resident(&world, "队长").await;
        skill::give(&staff, person(&leader)).await.unwrap();
        let wish = sign_up::Wish {
            role: "leader".to_owned(),
            ..super::wish(&leader, night)
        };
        sign_up::sign_up(&leader, night, wish).await.unwrap();
        assert_eq!(shown(&staff, gaps).await, []);
        assert!(coverage::today(&staff).await.unwrap().gaps.is_empty());
    })
    .await;
}

#[tokio::test]
async fn v17_who_did_it_and_is_free_is_asked_and_who_came_least_lately_first() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let one = shift_at(&staff, "one", ("2026-03-11", "09:00", "10:00"), 9).await;
        let two = shift_at(&staff, "two", ("2026-03-12", "09:00", "10:00"), 9).await;
        let mut people = Vec::new();
        for name in ["often", "once", "busy", "left", "on it", "tired"] {
            let (_, ctx) = resident(&world, name).await;
            signs_up(&ctx, one).await;
            if name == "often" {
                signs_up(&ctx, two).await;
            }
            people.push(ctx);
        }
        let (_, never) = resident(&world, "never").await;
        world.at(local("2026-03-13T09:00"));
        for id in [one, two] {
            all_came(&world, id).await;
        }
        let staff = world.ctx(staff.account()).await;
        let wanted = shift(&staff, "wanted", "2026-03-20", 9).await;
        let same_hour = shift_at(&staff, "same", ("2026-03-20", "19:00", "21:00"), 9).await;
        let just_before = shift_at(&staff, "before", ("2026-03-20", "16:30", "17:30"), 9).await;
        let later = |ctx: &Context| Context {
            now: world.now(),
            ..ctx.clone()
        };
        signs_up(&later(&people[2]), same_hour).await;
        let left = signs_up(&later(&people[3]), wanted).await;
        sign_up::leave(&later(&people[3]), left.id).await.unwrap();
        signs_up(&later(&people[4]), wanted).await;
        signs_up(&later(&people[5]), just_before).await;
        let _ = never;

        let names = |ask: &coverage::Ask| -> Vec<String> {
            ask.candidates.iter().map(|one| one.name.clone()).collect()
        };
        let ask = coverage::ask(&staff, wanted).await.unwrap();
        assert_eq!(
            names(&ask),
            ["once", "tired", "often"],
            "{:?}",
            ask.candidates
        );
        let often = &ask.candidates[2];
        assert_eq!(
            (often.times, often.lately, often.role),
            (2, 2, Role::Member)
        );
        assert_eq!(often.last, Some(local("2026-03-12T09:00")));
        assert_eq!(ask.candidates[1].next, Some(local("2026-03-20T16:30")));

        let rest = setting::Draft {
            rest: "1".to_owned(),
            leave: "24".to_owned(),
            weeks: "4".to_owned(),
            ..setting::Draft::default()
        };
        setting::save(&staff, rest).await.unwrap();
        let ask = coverage::ask(&staff, wanted).await.unwrap();
        assert_eq!(
            names(&ask),
            ["once", "often"],
            "v04: half an hour is no rest"
        );
        let asked = &ask.candidates[0];
        let guest = Guest {
            request_key: "enter-once".to_owned(),
            person: Some(asked.person),
            role: asked.role.as_str().to_owned(),
            ..Guest::default()
        };
        let entered = sign_up::enter(&staff, wanted, guest).await.unwrap();
        assert!(
            matches!(entered, Answer::SignedUp(_)),
            "one tap enters them"
        );
        assert_eq!(
            told(&world).await,
            [""; 0],
            "nobody is told who was on the list"
        );
        let ask = coverage::ask(&staff, wanted).await.unwrap();
        assert_eq!(names(&ask), ["often"]);
    })
    .await;
}

/// Somebody without an account, entered by staff with a number.
async fn guest(ctx: &Context, id: PatrolShiftId, name: &str) -> PersonId {
    let guest = Guest {
        request_key: format!("guest-{}-{id}", name.len()),
        name: name.to_owned(),
        telephone: "13900004444".to_owned(),
        ..Guest::default()
    };
    match sign_up::enter(ctx, id, guest).await.unwrap() {
        Answer::SignedUp(sign_up) => sign_up.person,
        Answer::Refused { why, .. } => panic!("{why:?}"),
    }
}

#[tokio::test]
async fn v17_x19_whom_the_system_does_not_reach_is_phoned_and_the_tick_can_be_taken_back() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "phoned", "2026-03-14", 3).await;
        let (_, neighbour) = resident(&world, "邻居").await;
        signs_up(&neighbour, id).await;
        let auntie = guest(&staff, id, "王阿姨").await;

        let people = call::people(&staff, id).await.unwrap();
        let reach: Vec<_> = people.lines.iter().map(|line| line.reach).collect();
        assert_eq!(reach, [Reach::Inbox, Reach::Phone]);
        let number = people.lines[1].telephone.as_ref().unwrap();
        assert_eq!(number.dial(), "13900004444", "p18: staff dial it");
        assert!(people.lines[1].waits_for_call());

        for _ in 0..2 {
            call::tick(&staff, id, auntie, true).await.unwrap();
        }
        let people = call::people(&staff, id).await.unwrap();
        assert_eq!(people.lines[1].called_at, Some(world.now()));
        assert!(!people.lines[1].waits_for_call());
        for _ in 0..2 {
            call::tick(&staff, id, auntie, false).await.unwrap();
        }
        let people = call::people(&staff, id).await.unwrap();
        assert!(people.lines[1].waits_for_call(), "x08");
        assert_eq!(deeds(&world, "patrol.called").await, 2, "each once");

        // The shift's leader sees the numbers, no other neighbour does.
        let (_, leader) = resident(&world, "队长").await;
        skill::give(&staff, person(&leader)).await.unwrap();
        let before = call::people(&leader, id).await;
        assert!(matches!(before, Err(Error::Denied)), "p18");
        let wish = sign_up::Wish {
            role: "leader".to_owned(),
            ..super::wish(&leader, id)
        };
        sign_up::sign_up(&leader, id, wish).await.unwrap();
        assert_eq!(call::people(&leader, id).await.unwrap().lines.len(), 3);
        assert!(matches!(
            call::people(&neighbour, id).await,
            Err(Error::Denied)
        ));
        let nobody = call::tick(&staff, id, person(&staff), true).await;
        assert!(
            matches!(nobody, Err(Error::NotFound)),
            "who is not on it is not phoned"
        );
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        assert!(
            matches!(call::people(&there, id).await, Err(Error::NotFound)),
            "p03"
        );

        let csv = call::csv(&staff, id, text::Lang::Zh).await.unwrap();
        let csv = String::from_utf8(csv).unwrap();
        assert!(
            csv.contains("王阿姨,13900004444,队员,已报名,要打电话,"),
            "{csv}"
        );
        call::xlsx(&staff, id, text::Lang::Zh).await.unwrap();
        assert_eq!(deeds(&world, "patrol.exported").await, 2, "p25");
        let denied = call::csv(&leader, id, text::Lang::Zh).await;
        assert!(
            matches!(denied, Err(Error::Denied)),
            "only staff take lists away"
        );
    })
    .await;
}

#[tokio::test]
async fn v11_who_was_trained_may_lead_until_it_is_taken_back() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "led", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        let leads = |key: &str| sign_up::Wish {
            request_key: key.to_owned(),
            role: "leader".to_owned(),
            ..sign_up::Wish::default()
        };
        let before = sign_up::sign_up(&ctx, id, leads("leads-one"))
            .await
            .unwrap();
        assert!(matches!(before, Answer::Refused { .. }));
        for _ in 0..2 {
            skill::give(&staff, person(&ctx)).await.unwrap();
        }
        let all = skill::all(&staff).await.unwrap();
        assert_eq!((all.len(), all[0].person, all[0].led), (1, person(&ctx), 0));
        let with = sign_up::sign_up(&ctx, id, leads("leads-two"))
            .await
            .unwrap();
        assert!(matches!(with, Answer::SignedUp(_)));
        for _ in 0..2 {
            skill::take(&staff, person(&ctx)).await.unwrap();
        }
        assert_eq!(skill::all(&staff).await.unwrap(), []);
        let next = shift(&staff, "next", "2026-03-15", 3).await;
        let after = sign_up::sign_up(&ctx, next, leads("leads-three"))
            .await
            .unwrap();
        assert!(matches!(after, Answer::Refused { .. }));
        let counted = [
            deeds(&world, "patrol_skill.given").await,
            deeds(&world, "patrol_skill.taken").await,
        ];
        assert_eq!(counted, [1, 1]);

        assert!(
            matches!(skill::give(&ctx, person(&ctx)).await, Err(Error::Denied)),
            "p13"
        );
        let there = world.stranger("far", Post::Staff).await;
        let there = world.ctx_in(&world.elsewhere, Some(there)).await;
        let stranger = skill::give(&there, person(&ctx)).await;
        assert!(matches!(stranger, Err(Error::NotFound)), "p03");
    })
    .await;
}

#[tokio::test]
async fn v17_what_waits_today_is_named_once_each() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut asked = draft(&staff, "asked", "2026-03-20", 3).await;
        asked.body.needs_approval = true;
        let asked = shifts::write(&staff, asked).await.unwrap();
        let over = shift_at(&staff, "over", ("2026-03-10", "10:00", "11:00"), 3).await;
        let today = coverage::today(&staff).await.unwrap();
        assert_eq!(
            today.gaps.iter().map(|shift| shift.id).collect::<Vec<_>>(),
            [over]
        );
        assert_eq!((today.pending, today.unwritten), (None, None));
        for name in ["一", "二"] {
            let (_, ctx) = resident(&world, name).await;
            signs_up(&ctx, asked).await;
        }
        world.at(local("2026-03-10T11:00"));
        let staff = world.ctx(staff.account()).await;
        let today = coverage::today(&staff).await.unwrap();
        assert!(today.gaps.is_empty(), "what has begun is no gap any more");
        assert_eq!(today.pending, Some((2, asked)));
        assert_eq!(today.unwritten, Some((1, over)));
    })
    .await;
}
