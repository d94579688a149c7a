use super::*;

const WHOSE: [Whose; 2] = [Whose::Mine, Whose::Child(PersonId::new(8))];
const KINDS: [PatrolKindId; 1] = [PatrolKindId::new(1)];

fn against(zone: &Zone) -> Against<'_> {
    Against {
        now: zone.instant_of("2026-03-10T09:00".parse().unwrap()),
        zone,
        whose: &WHOSE,
        kinds: &KINDS,
    }
}

fn draft() -> Draft {
    Draft {
        request_key: "claim-one".to_owned(),
        kind: "1".to_owned(),
        day: "2026-03-09".to_owned(),
        words: "清理楼道".to_owned(),
        ..Draft::default()
    }
}

fn checked(zone: &str, change: impl FnOnce(&mut Draft)) -> Result<NewClaim, Problems> {
    let zone = Zone::named(zone).unwrap();
    let mut draft = draft();
    change(&mut draft);
    draft.check(against(&zone))
}

fn minutes(hours: &str, minutes: &str, from: &str, until: &str) -> Result<i64, String> {
    checked("Asia/Shanghai", |draft| {
        hours.clone_into(&mut draft.hours);
        minutes.clone_into(&mut draft.minutes);
        from.clone_into(&mut draft.from);
        until.clone_into(&mut draft.until);
    })
    .map(|new| new.minutes)
    .map_err(|problems| problems.to_string())
}

#[test]
fn v13_a_length_is_typed_or_lies_between_two_times() {
    assert_eq!(minutes("1", "30", "", ""), Ok(90));
    assert_eq!(minutes("２", "", "", ""), Ok(120));
    assert_eq!(minutes("", "1", "", ""), Ok(1));
    assert_eq!(minutes("24", "0", "", ""), Ok(DAY));
    assert_eq!(minutes("", "", "18:00", "20:15"), Ok(135));
    assert_eq!(minutes("", "", "22:00", "6:00"), Ok(480), "over midnight");
    assert_eq!(minutes("2", "15", "18:00", "20:15"), Ok(135));
    for (h, m, from, until, fault) in [
        ("", "", "", "", "hours: NoLength"),
        ("0", "0", "", "", "hours: NoLength"),
        ("24", "1", "", "", "hours: NoLength"),
        ("25", "", "", "", "hours: NotANumber { min: 0, max: 24 }"),
        ("-1", "", "", "", "hours: NotANumber { min: 0, max: 24 }"),
        ("1", "60", "", "", "minutes: NotANumber { min: 0, max: 59 }"),
        ("", "", "18:00", "", "until: Missing"),
        ("", "", "18:00", "18:00", "until: NoLength"),
        ("1", "", "18:00", "20:00", "until: NoLength"),
    ] {
        assert_eq!(
            minutes(h, m, from, until),
            Err(fault.to_owned()),
            "{h} {m} {from} {until}"
        );
    }
}

#[test]
fn v13_nothing_is_entered_before_it_was_done() {
    let on = |day: &str, from: &str, until: &str| {
        checked("Asia/Shanghai", |draft| {
            day.clone_into(&mut draft.day);
            from.clone_into(&mut draft.from);
            until.clone_into(&mut draft.until);
        })
        .map(|new| new.minutes)
        .map_err(|problems| problems.to_string())
    };
    assert_eq!(
        on("2026-03-10", "8:00", "9:00"),
        Ok(60),
        "until this instant"
    );
    for (day, from, until, fault) in [
        ("2026-03-10", "8:00", "9:01", "until: InTheFuture"),
        ("2026-03-09", "22:00", "10:00", "until: InTheFuture"),
        ("2026-03-11", "8:00", "9:00", "day: InTheFuture"),
    ] {
        assert_eq!(on(day, from, until), Err(fault.to_owned()));
    }
}

#[test]
fn v20_a_night_in_which_the_clocks_go_back_is_an_hour_longer() {
    let new = checked("Europe/Paris", |draft| {
        "2025-10-25".clone_into(&mut draft.day);
        "22:00".clone_into(&mut draft.from);
        "06:00".clone_into(&mut draft.until);
    });
    assert_eq!(new.unwrap().minutes, 9 * 60);
}

#[test]
fn x16_every_field_at_fault_is_named() {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let bad = Draft {
        whose: "of-7".to_owned(),
        kind: "2".to_owned(),
        ..Draft::default()
    };
    let problems = bad.check(against(&zone)).unwrap_err();
    assert_eq!(
        problems.to_string(),
        "request_key: Missing, whose: NotAChoice, kind: NotAChoice, day: Missing, \
         hours: NoLength, words: Missing"
    );
}

#[test]
fn p21_whose_hours_they_are_reads_back() {
    for whose in [
        Whose::Mine,
        Whose::Child(PersonId::new(8)),
        Whose::Of(PersonId::new(9)),
    ] {
        assert_eq!(Whose::parse(&whose.to_string()), Ok(whose));
    }
    assert_eq!(Whose::parse(""), Ok(Whose::Mine));
    for text in ["you", "child-", "of-+7", "child-x"] {
        assert_eq!(Whose::parse(text), Err(Problem::NotAChoice), "{text}");
    }
}

#[test]
fn p14_nobody_judges_their_own() {
    let [a, b, c] = [1, 2, 3].map(PersonId::new);
    assert!(may_judge(a, b, Some(c)));
    assert!(may_judge(a, b, None));
    assert!(!may_judge(b, b, Some(c)));
    assert!(!may_judge(c, b, Some(c)));
}

#[test]
fn v13_the_balance_is_the_sum() {
    let mut totals = Totals::default();
    for (source, minutes) in [
        (Source::Automatic, 120),
        (Source::BackEntered, 30),
        (Source::Automatic, -120),
        (Source::Automatic, 90),
    ] {
        totals.add(source, minutes);
    }
    assert_eq!((totals.automatic, totals.back_entered), (90, 30));
    assert_eq!(totals.sum(), 120);
}

#[test]
fn v13_a_correction_needs_a_reason_and_may_leave_nothing() {
    let draft = |hours: &str, reason: &str| CorrectionDraft {
        request_key: "correct-one".to_owned(),
        hours: hours.to_owned(),
        minutes: String::new(),
        reason: reason.to_owned(),
    };
    assert_eq!(draft("0", "记错人").check().unwrap().minutes, 0);
    assert_eq!(draft("24", "记错人").check().unwrap().minutes, DAY);
    assert!(draft("1", "").check().is_err());
    assert!(draft("x", "记错人").check().is_err());
}
