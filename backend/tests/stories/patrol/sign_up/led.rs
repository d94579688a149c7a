//! Stories of people whom others enter, and on whom others decide.

use super::*;

#[tokio::test]
async fn v09_staff_let_a_named_rule_pass_with_a_reason_but_never_one_place_a_person() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "one", "2026-03-14", 3).await;
        let other = shift(&staff, "two", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        signs_up(&ctx, id).await;
        let guest = |key: &str, waived: &[&str], reason: &str| Guest {
            request_key: format!("guest-{key}"),
            person: Some(person(&ctx)),
            waived: waived.iter().map(|rule| (*rule).to_owned()).collect(),
            reason: reason.to_owned(),
            ..Guest::default()
        };
        let plain = sign_up::enter(&staff, other, guest("plain", &[], ""))
            .await
            .unwrap();
        assert!(
            matches!(
                plain,
                Answer::Refused {
                    why: Why::Overlaps,
                    ..
                }
            ),
            "{plain:?}"
        );
        let wordless =
            sign_up::enter(&staff, other, guest("wordless", &["overlap", "rest"], "")).await;
        let Err(Error::Invalid(problems)) = wordless else {
            panic!("without a reason: {wordless:?}")
        };
        assert_eq!(problems.of("reason"), Some(Problem::NeedsReason));
        let with = guest("with", &["overlap", "rest"], "两个班挨着，只走两栋楼");
        let let_pass = sign_up::enter(&staff, other, with).await.unwrap();
        assert!(matches!(let_pass, Answer::SignedUp(_)), "{let_pass:?}");
        let with = guest("again", &["overlap", "rest"], "再来一次");
        let again = sign_up::enter(&staff, other, with).await.unwrap();
        assert_eq!(again, let_pass, "v02: the same sign-up, not a second one");
        assert_eq!(taken(&staff, other).await, 1);
        let mut read = world.stores.db.read().await.unwrap();
        let (rows,) = sql!(
            &mut read,
            one as (i64,),
            "select count(*) from audit where deed = 'patrol.entered' and became like '%overlap%'",
        )
        .unwrap();
        assert_eq!(rows, 1, "p25");
    })
    .await;
}

#[tokio::test]
async fn v11_leading_is_for_the_trained_and_a_leader_enters_people_on_the_own_shift_only() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "led", "2026-03-14", 3).await;
        let other = shift(&staff, "not-led", "2026-03-15", 3).await;
        let (_, ctx) = resident(&world, "队长").await;
        let lead = |key: &str| Wish {
            request_key: format!("lead-{key}"),
            role: "leader".to_owned(),
            ..Wish::default()
        };
        let untrained = sign_up::sign_up(&ctx, id, lead("one")).await.unwrap();
        assert!(matches!(
            untrained,
            Answer::Refused {
                why: Why::NeedsTraining,
                ..
            }
        ));
        train(&world, person(&ctx)).await;
        let trained = sign_up::sign_up(&ctx, id, lead("two")).await.unwrap();
        let Answer::SignedUp(leader) = trained else {
            panic!("{trained:?}")
        };
        assert_eq!(
            (leader.role, leader.state),
            (Role::Leader, State::Confirmed)
        );
        let own = sign_up::release(&ctx, leader.id, "").await;
        assert!(matches!(own, Err(Error::Denied)), "v06: {own:?}");
        let guest = |key: &str| Guest {
            request_key: format!("guest-{key}"),
            name: "王大爷".to_owned(),
            ..Guest::default()
        };
        let entered = sign_up::enter(&ctx, id, guest("here")).await.unwrap();
        assert!(matches!(entered, Answer::SignedUp(_)));
        let elsewhere = sign_up::enter(&ctx, other, guest("there")).await;
        assert!(
            matches!(elsewhere, Err(Error::Denied)),
            "p13: {elsewhere:?}"
        );
        let waiving = Guest {
            waived: vec!["overlap".to_owned()],
            reason: "想这样".to_owned(),
            ..guest("waiving")
        };
        let waived = sign_up::enter(&ctx, id, waiving).await;
        assert!(matches!(waived, Err(Error::Denied)), "v09: staff only");
    })
    .await;
}

#[tokio::test]
async fn v15_a_child_that_others_enter_needs_staffs_reason() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let id = shift(&staff, "child", "2026-03-14", 3).await;
        let (_, ctx) = resident(&world, "一").await;
        let small = crate::patrol::child(&world, person(&ctx), "小豆").await;
        let guest = |key: &str, waived: &[&str]| Guest {
            request_key: format!("small-{key}"),
            person: Some(small),
            waived: waived.iter().map(|rule| (*rule).to_owned()).collect(),
            reason: "妈妈打电话说好了，一起来".to_owned(),
            ..Guest::default()
        };
        let plain = sign_up::enter(&staff, id, guest("plain", &[]))
            .await
            .unwrap();
        let why = Why::NeedsGuardian;
        assert!(
            matches!(plain, Answer::Refused { why: said, .. } if said == why),
            "{plain:?}"
        );
        let agreed = guest("agreed", &["child"]);
        let entered = sign_up::enter(&staff, id, agreed).await.unwrap();
        let Answer::SignedUp(entered) = entered else {
            panic!("{entered:?}")
        };
        assert_eq!(entered.guardian, Some(person(&ctx)));
    })
    .await;
}

#[tokio::test]
async fn v07_a_late_yes_gives_the_place_and_asks_nobody_again() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "late-yes", "2026-03-14", 1).await;
        form.body.needs_approval = true;
        let id = shifts::write(&staff, form).await.unwrap();
        let (_, ctx) = resident(&world, "一").await;
        let wish = signs_up(&ctx, id).await;
        world.at(local("2026-03-14T12:00"));
        let late = world.ctx(staff.account()).await;
        sign_up::decide(&late, wish.id, true, "").await.unwrap();
        assert_eq!(state(&ctx, id).await, Some(State::Confirmed));
        assert_eq!(told(&world).await, ["一 patrol_place"]);
    })
    .await;
}

#[tokio::test]
async fn v06_on_a_shift_that_asks_first_only_who_was_said_yes_to_stands_in() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "asks-stand-in", "2026-03-14", 1).await;
        form.body.needs_approval = true;
        let id = shifts::write(&staff, form).await.unwrap();
        let (leaves, first) = resident(&world, "一").await;
        let (stands, second) = resident(&world, "二").await;
        let sought = signs_up(&first, id).await;
        sign_up::decide(&staff, sought.id, true, "").await.unwrap();
        let wish = signs_up(&second, id).await;
        world.at(local("2026-03-14T12:00"));
        let late = world.ctx(Some(leaves)).await;
        sign_up::leave(&late, sought.id).await.unwrap();

        let ctx = world.ctx(Some(stands)).await;
        let refused = sign_up::stand_in(&ctx, sought.id, "stands-in-unasked").await;
        let why = Why::AsksFirst;
        assert!(
            matches!(refused, Ok(Answer::Refused { why: said, .. }) if said == why),
            "{refused:?}"
        );
        let staff = world.ctx(staff.account()).await;
        sign_up::decide(&staff, wish.id, true, "").await.unwrap();
        assert_eq!(state(&ctx, id).await, Some(State::Waitlisted));
        let done = sign_up::stand_in(&ctx, sought.id, "stands-in-asked").await;
        assert!(matches!(done, Ok(Answer::SignedUp(_))), "{done:?}");
        assert_eq!(state(&ctx, id).await, Some(State::Confirmed));
        v01_v02_v03_hold_everywhere(&world).await;
    })
    .await;
}

#[tokio::test]
async fn v01_a_shift_that_asks_first_gives_a_place_with_the_yes() {
    story::both(|world| async move {
        let staff = staff(&world).await;
        let mut form = draft(&staff, "asks", "2026-03-14", 1).await;
        form.body.needs_approval = true;
        let id = shifts::write(&staff, form).await.unwrap();
        let (_, first) = resident(&world, "一").await;
        let (_, second) = resident(&world, "二").await;
        let (_, third) = resident(&world, "三").await;
        let mut waiting = Vec::new();
        for ctx in [&first, &second, &third] {
            waiting.push(signs_up(ctx, id).await);
        }
        assert!(
            waiting
                .iter()
                .all(|sign_up| sign_up.state == State::Pending)
        );
        assert_eq!(taken(&staff, id).await, 0, "a wish holds no place");
        let by_self = sign_up::decide(&first, waiting[0].id, true, "").await;
        assert!(matches!(by_self, Err(Error::Denied)), "p13");
        sign_up::decide(&staff, waiting[1].id, true, "")
            .await
            .unwrap();
        sign_up::decide(&staff, waiting[0].id, true, "")
            .await
            .unwrap();
        sign_up::decide(&staff, waiting[2].id, false, "这次人够了")
            .await
            .unwrap();
        assert_eq!(state(&second, id).await, Some(State::Confirmed));
        assert_eq!(state(&first, id).await, Some(State::Waitlisted));
        assert_eq!(state(&third, id).await, None);
        assert_eq!(
            told(&world).await,
            ["二 patrol_place", "三 patrol_declined"]
        );
    })
    .await;
}
