use super::*;

fn day(text: &str) -> LocalDate {
    text.parse().unwrap()
}

#[test]
fn v10_the_holidays_of_2026_are_the_announced_ones() {
    let calendar = Calendar::shipped();
    let off = calendar
        .of_year(2026)
        .filter(|marked| marked.kind == DayKind::Holiday);
    assert_eq!(off.count(), 3 + 9 + 3 + 5 + 3 + 3 + 7);
    for (first, last) in [
        ("2026-01-01", "2026-01-03"),
        ("2026-02-15", "2026-02-23"),
        ("2026-04-04", "2026-04-06"),
        ("2026-05-01", "2026-05-05"),
        ("2026-06-19", "2026-06-21"),
        ("2026-09-25", "2026-09-27"),
        ("2026-10-01", "2026-10-07"),
    ] {
        let (first, last) = (day(first), day(last));
        for edge in [first, last] {
            assert!(calendar.is_holiday(edge), "{edge}");
            assert!(!calendar.is_workday(edge), "{edge}");
        }
        let before = LocalDate::from(first.civil().yesterday().unwrap());
        let after = LocalDate::from(last.civil().tomorrow().unwrap());
        assert!(!calendar.is_holiday(before), "{before}");
        assert!(!calendar.is_holiday(after), "{after}");
    }
}

#[test]
fn v10_the_workdays_of_2026_are_weekend_days() {
    let calendar = Calendar::shipped();
    let worked: Vec<_> = calendar
        .of_year(2026)
        .filter(|marked| marked.kind == DayKind::Workday)
        .map(|marked| marked.date.to_string())
        .collect();
    assert_eq!(
        worked,
        [
            "2026-01-04",
            "2026-02-14",
            "2026-02-28",
            "2026-05-09",
            "2026-09-20",
            "2026-10-10"
        ]
    );
    for date in worked {
        assert!(is_weekend(day(&date)), "{date}");
        assert!(calendar.is_made_up(day(&date)), "{date}");
    }
}

#[test]
fn v10_a_year_that_is_not_shipped_has_weekdays_and_weekends() {
    let calendar = Calendar::shipped();
    assert!(!SHIPPED_YEARS.contains(&2027));
    assert_eq!(calendar.of_year(2027).count(), 0);
    assert!(calendar.is_workday(day("2027-01-01")), "a Friday");
    assert!(!calendar.is_workday(day("2027-01-02")));
    assert!(!calendar.is_holiday(day("2027-01-02")), "a plain Saturday");
}

#[test]
fn v10_what_a_community_says_goes_before_what_was_shipped() {
    let own = |date: &str, kind| Calendar::shipped().with_own(day(date), kind, "本社区".to_owned());
    let ordinary = own("2026-05-01", DayKind::Ordinary);
    assert!(!ordinary.is_holiday(day("2026-05-01")));
    assert!(ordinary.is_workday(day("2026-05-01")), "a Friday");
    assert!(ordinary.is_holiday(day("2026-05-02")));
    let saturday = own("2026-05-09", DayKind::Ordinary);
    assert!(!saturday.is_workday(day("2026-05-09")));
    let off = own("2027-01-01", DayKind::Holiday);
    assert!(off.is_holiday(day("2027-01-01")));
    assert_eq!(off.of_year(2027).count(), 1);
    assert!(
        off.of(day("2027-01-01"))
            .is_some_and(|marked| marked.is_own)
    );
    let worked = own("2027-01-02", DayKind::Workday);
    assert!(worked.is_made_up(day("2027-01-02")));
}

#[test]
fn v10_the_form_names_days_in_a_row() {
    let draft = Draft {
        from: "2027-02-05".to_owned(),
        until: "2027-02-07".to_owned(),
        kind: "holiday".to_owned(),
        name: " 春节 ".to_owned(),
    };
    let new = draft.check().unwrap();
    let dates: Vec<_> = new.dates.iter().map(ToString::to_string).collect();
    assert_eq!(dates, ["2027-02-05", "2027-02-06", "2027-02-07"]);
    let one = Draft {
        until: String::new(),
        ..draft.clone()
    };
    assert_eq!(one.check().unwrap().dates.len(), 1);
    let backwards = Draft {
        until: "2027-02-04".to_owned(),
        ..draft.clone()
    };
    let problems = backwards.check().unwrap_err();
    assert_eq!(problems.of("until"), Some(Problem::EndsBeforeItBegins));
    let long = Draft {
        until: "2099-12-31".to_owned(),
        ..draft
    };
    let problems = long.check().unwrap_err();
    assert_eq!(problems.of("until"), Some(Problem::TooMany { max: 31 }));
    let problems = Draft::default().check().unwrap_err();
    assert_eq!(problems.of("from"), Some(Problem::Missing));
    assert_eq!(problems.of("kind"), Some(Problem::Missing));
}
