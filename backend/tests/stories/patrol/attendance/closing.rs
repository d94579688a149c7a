//! Stories of closing a shift and of what is credited for it.

use super::*;

#[tokio::test]
async fn v13_closing_credits_planned_time_or_real_time_and_never_more() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(DURING));
        let ctx = world.ctx(Some(evening.leader)).await;
        attendance::all_came(&ctx, evening.id).await.unwrap();
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let wang = of(&list, "wang").sign_up.clone();
        let wrong = attendance::set_times(&ctx, wang.id, wang.version, ("19:00", "18:30"), false);
        let Err(Error::Invalid(problems)) = wrong.await else {
            panic!("nobody goes before coming");
        };
        assert_eq!(problems.of("went"), Some(Problem::EndsBeforeItBegins));
        let times = ("18:20", "21:00");
        for _ in 0..2 {
            let set = attendance::set_times(&ctx, wang.id, wang.version, times, false).await;
            assert_eq!(set.unwrap(), Marked::Done);
        }
        let more = attendance::set_times(&ctx, wang.id, wang.version + 1, times, true).await;
        assert!(matches!(more, Err(Error::Denied)), "{more:?}");
        assert_eq!(ledger(&world, evening.leader).await, Vec::<i64>::new());

        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        let closing = form(&ctx, evening.id, "first").await;
        for _ in 0..2 {
            let closed = record::close(&ctx, evening.id, closing.clone())
                .await
                .unwrap();
            assert_eq!(closed, Closed::Done);
        }
        assert_eq!(ledger(&world, evening.leader).await, [120]);
        assert_eq!(ledger(&world, evening.members[0]).await, [100]);
        assert_eq!(ledger(&world, evening.members[1]).await, [120]);

        // Staff agree to what goes beyond the plan; nobody does for themselves.
        let staff = world.ctx(Some(evening.staff)).await;
        let list = attendance::list(&staff, evening.id).await.unwrap();
        let wang = of(&list, "wang").sign_up.clone();
        let more = attendance::set_times(&staff, wang.id, wang.version, times, true).await;
        assert_eq!(more.unwrap(), Marked::Done);
        assert_eq!(ledger(&world, evening.members[0]).await, [100, -100, 160]);

        // The leader saves the same times once more: what staff agreed to stays.
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let wang = of(&list, "wang").sign_up.clone();
        let same = attendance::set_times(&ctx, wang.id, wang.version, times, false).await;
        assert_eq!(same.unwrap(), Marked::Done);
        assert_eq!(ledger(&world, evening.members[0]).await, [100, -100, 160]);
        let kept = record::show(&ctx, evening.id).await.unwrap();
        assert_eq!(
            kept.minutes(of(&kept.list, "wang")),
            160,
            "the paper says what the ledger says"
        );
    })
    .await;
}

#[tokio::test]
async fn v13_staff_on_the_shift_do_not_approve_their_own_time() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        let own = signs_up(&world, evening.staff, evening.id, "").await;
        world.at(local(AFTER));
        let staff = world.ctx(Some(evening.staff)).await;
        let list = attendance::list(&staff, evening.id).await.unwrap();
        let version = of(&list, "min").sign_up.version;
        let mine = attendance::set_times(&staff, own, version, ("", "21:00"), true).await;
        assert!(matches!(mine, Err(Error::Denied)), "{mine:?}");
    })
    .await;
}

#[tokio::test]
async fn v13_a_correction_is_a_reversal_and_a_new_entry() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        attendance::all_came(&ctx, evening.id).await.unwrap();
        let closing = form(&ctx, evening.id, "first").await;
        record::close(&ctx, evening.id, closing).await.unwrap();
        marks(&ctx, evening.id, "wang", Mark::Missed).await.unwrap();
        assert_eq!(ledger(&world, evening.members[0]).await, [120, -120]);
        assert_eq!(state(&ctx, evening.id, "wang").await, State::NoShow);
        marks(&ctx, evening.id, "wang", Mark::Came).await.unwrap();
        marks(&ctx, evening.id, "wang", Mark::Came).await.unwrap();
        assert_eq!(ledger(&world, evening.members[0]).await, [120, -120, 120]);

        // Writing it up again changes words and number, and nobody's hours.
        let again = Closing {
            words: "一切都好".to_owned(),
            handbooks: "30".to_owned(),
            ..form(&ctx, evening.id, "again").await
        };
        record::close(&ctx, evening.id, again).await.unwrap();
        let kept = record::show(&ctx, evening.id).await.unwrap();
        assert_eq!(
            (
                kept.list.shift.handbooks,
                kept.list.shift.record_words.as_str()
            ),
            (30, "一切都好")
        );
        assert_eq!(kept.closed_by.as_deref(), Some("lao"));
        assert_eq!(ledger(&world, evening.leader).await, [120]);

        // Only staff open it once more, and nothing is credited until it is written up again.
        let denied = record::reopen(&ctx, evening.id).await;
        assert!(matches!(denied, Err(Error::Denied)), "{denied:?}");
        let staff = world.ctx(Some(evening.staff)).await;
        for _ in 0..2 {
            record::reopen(&staff, evening.id).await.unwrap();
        }
        assert_eq!(ledger(&world, evening.leader).await, [120, -120]);
        assert_eq!(state(&ctx, evening.id, "lao").await, State::CheckedIn);
        let third = form(&ctx, evening.id, "third").await;
        record::close(&ctx, evening.id, third).await.unwrap();
        assert_eq!(ledger(&world, evening.leader).await, [120, -120, 120]);
    })
    .await;
}

#[tokio::test]
async fn v13_v14_excusing_afterwards_takes_the_hours_back_and_nobody_excuses_themselves_early() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(BEFORE));
        let ctx = world.ctx(Some(evening.leader)).await;
        let own = marks(&ctx, evening.id, "lao", Mark::Excused).await;
        assert!(matches!(own, Err(Error::Denied)), "v06: {own:?}");
        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        attendance::all_came(&ctx, evening.id).await.unwrap();
        let closing = form(&ctx, evening.id, "excusing").await;
        record::close(&ctx, evening.id, closing).await.unwrap();
        assert_eq!(ledger(&world, evening.members[0]).await, [120]);
        let staff = world.ctx(Some(evening.staff)).await;
        let list = attendance::list(&staff, evening.id).await.unwrap();
        let wang = of(&list, "wang").sign_up.id;
        for _ in 0..2 {
            sign_up::excuse(&staff, wang).await.unwrap();
        }
        assert_eq!(state(&staff, evening.id, "wang").await, State::Excused);
        assert_eq!(ledger(&world, evening.members[0]).await, [120, -120]);
    })
    .await;
}

#[tokio::test]
async fn v13_a_shift_is_closed_after_its_end_or_just_before_it_when_all_are_there() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local("2026-03-12T19:50"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let missing = form(&ctx, evening.id, "missing").await;
        let early = record::close(&ctx, evening.id, missing).await.unwrap();
        assert_eq!(early, Closed::TooEarly);
        attendance::all_came(&ctx, evening.id).await.unwrap();
        world.at(local("2026-03-12T19:44"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let form = form(&ctx, evening.id, "all-there").await;
        let early = record::close(&ctx, evening.id, form.clone()).await.unwrap();
        assert_eq!(early, Closed::TooEarly);
        world.at(local("2026-03-12T19:45"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let closed = record::close(&ctx, evening.id, form).await.unwrap();
        assert_eq!(closed, Closed::Done);
        assert_eq!(ledger(&world, evening.leader).await, [120]);
    })
    .await;
}

#[tokio::test]
async fn v13_of_a_child_the_hours_are_under_the_guardian_with_the_child_beside() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        let guardian = person_of(&world, evening.members[0]).await;
        let mut tx = world.write().await;
        let (child,) = sql!(
            &mut tx,
            one as (i64,),
            "insert into person (community_id, name, created_at) values ($1, '小宝', 0) returning id",
            world.here.id.get(),
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "insert into patrol_sign_up (community_id, shift_id, person_id, role, state, seq, holds,
                                         guardian_id, signed_at, changed_at)
             values ($1, $2, $3, 'member', 'confirmed', 90, 1, $4, 0, 0)",
            world.here.id.get(),
            evening.id.get(),
            child,
            guardian,
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "update patrol_place set taken = taken + 1 where shift_id = $1 and role = 'member'",
            evening.id.get(),
        )
        .unwrap();
        tx.commit().await.unwrap();
        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        attendance::all_came(&ctx, evening.id).await.unwrap();
        let closing = form(&ctx, evening.id, "first").await;
        record::close(&ctx, evening.id, closing).await.unwrap();
        let mut tx = world.write().await;
        let rows = sql!(
            &mut tx,
            all as (Option<i64>, i64),
            "select child_id, minutes from hours_entry where person_id = $1 order by minutes, id",
            guardian,
        )
        .unwrap();
        assert_eq!(rows.len(), 2);
        assert!(rows.contains(&(Some(child), 120)) && rows.contains(&(None, 120)), "{rows:?}");
    })
    .await;
}

#[tokio::test]
async fn v13_a_night_across_midnight_is_credited_by_instants() {
    story::both(|world| async move {
        let kind = kind(&world).await;
        let night = BodyDraft {
            starts: "22:00".to_owned(),
            ends: "06:00".to_owned(),
            ..body(kind)
        };
        let evening = evening_of(&world, night).await;
        world.at(local("2026-03-13T06:00"));
        let ctx = world.ctx(Some(evening.leader)).await;
        let list = attendance::list(&ctx, evening.id).await.unwrap();
        let wang = of(&list, "wang").sign_up.clone();
        attendance::set_times(&ctx, wang.id, wang.version, ("22:30", "0:30"), false)
            .await
            .unwrap();
        attendance::all_came(&ctx, evening.id).await.unwrap();
        let closing = form(&ctx, evening.id, "first").await;
        record::close(&ctx, evening.id, closing).await.unwrap();
        assert_eq!(ledger(&world, evening.members[0]).await, [120]);
        assert_eq!(ledger(&world, evening.leader).await, [480]);
        let mut tx = world.write().await;
        let days = sql!(
            &mut tx,
            all as (String,),
            "select distinct on_day from hours_entry",
        )
        .unwrap();
        assert_eq!(days, [("2026-03-12".to_owned(),)]);
    })
    .await;
}

#[tokio::test]
async fn v13_whoever_writes_the_shift_up_was_there() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        world.at(local(AFTER));
        let ctx = world.ctx(Some(evening.leader)).await;
        let closing = form(&ctx, evening.id, "first").await;
        assert_eq!(closing.listed.len(), 2);
        record::close(&ctx, evening.id, closing).await.unwrap();
        assert_eq!(state(&ctx, evening.id, "lao").await, State::Completed);
        assert_eq!(ledger(&world, evening.leader).await, [120]);
    })
    .await;
}

#[tokio::test]
async fn p14_nobody_makes_their_own_time_longer_or_enters_themselves_afterwards() {
    story::both(|world| async move {
        let evening = evening(&world).await;
        let own = signs_up(&world, evening.staff, evening.id, "").await;
        world.at(local(AFTER));
        let staff = world.ctx(Some(evening.staff)).await;
        let was = backend::patrol::find(&staff, evening.id).await.unwrap();
        let longer = |key: &str| Draft {
            request_key: format!("longer-{key}"),
            day: "2026-03-12".to_owned(),
            publish: true,
            body: BodyDraft {
                ends: "23:00".to_owned(),
                ..body(was.kind.get())
            },
        };
        let mine = shift::edit(&staff, evening.id, was.version, longer("mine"), &[]).await;
        assert!(matches!(mine, Err(Error::Denied)), "{mine:?}");
        let other = world.account("lan", Post::Staff).await;
        let other = world.ctx(Some(other)).await;
        let theirs = shift::edit(&other, evening.id, was.version, longer("theirs"), &[]).await;
        assert!(theirs.is_ok(), "{theirs:?}");
        let me = Guest {
            request_key: "me-afterwards".to_owned(),
            person: other.signed_in().map(|me| me.person),
            ..Guest::default()
        };
        let entered = sign_up::enter(&other, evening.id, me).await;
        assert!(matches!(entered, Err(Error::Denied)), "{entered:?}");

        // A leader says of somebody else, not of themselves, that they were away.
        let leader = world.ctx(Some(evening.leader)).await;
        let list = attendance::list(&leader, evening.id).await.unwrap();
        let lao = of(&list, "lao").sign_up.clone();
        let away = attendance::mark(&leader, lao.id, lao.version, Mark::Excused).await;
        assert!(matches!(away, Err(Error::Denied)), "{away:?}");
        let min = attendance::mark(
            &leader,
            own,
            of(&list, "min").sign_up.version,
            Mark::Excused,
        );
        assert_eq!(min.await.unwrap(), Marked::Done);
    })
    .await;
}
