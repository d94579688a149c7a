use super::*;
use crate::calendar::DayKind;
use crate::id::PatrolKindId;
use crate::instant::LocalTime;
use proptest::prelude::*;

fn day(text: &str) -> LocalDate {
    text.parse().unwrap()
}

fn every_day() -> Weekdays {
    Weekdays::from_bits(0b111_1111).unwrap()
}

fn weekly(bits: i64, step: i64, first: &str) -> Recurrence {
    Recurrence {
        on: On::Week(Weekdays::from_bits(bits).unwrap()),
        step,
        first_on: day(first),
        last_on: None,
        days: DayRule::All,
    }
}

fn monthly(on: On, step: i64, first: &str) -> Recurrence {
    Recurrence {
        on,
        ..weekly(1, step, first)
    }
}

fn found(recurrence: &Recurrence, from: &str, until: &str) -> Vec<String> {
    found_by(recurrence, &Calendar::shipped(), from, until)
}

fn found_by(r: &Recurrence, calendar: &Calendar, from: &str, until: &str) -> Vec<String> {
    occurrences(r, calendar, day(from), day(until))
        .iter()
        .map(ToString::to_string)
        .collect()
}

#[test]
fn v10_weekly_shifts_fall_on_their_weekdays() {
    // Tuesday and Thursday.
    let template = weekly(0b1010, 1, "2026-03-11");
    let days = found(&template, "2026-03-01", "2026-03-25");
    assert_eq!(
        days,
        ["2026-03-12", "2026-03-17", "2026-03-19", "2026-03-24"]
    );
    let ended = Recurrence {
        last_on: Some(day("2026-03-17")),
        ..template
    };
    let days = found(&ended, "2026-03-01", "2026-03-25");
    assert_eq!(days, ["2026-03-12", "2026-03-17"], "the last day counts");
}

#[test]
fn v10_every_second_week_is_counted_from_the_first_day() {
    // Monday and Sunday of every second week, from a Wednesday on.
    let template = weekly(0b100_0001, 2, "2026-12-23");
    let days = found(&template, "2026-12-01", "2027-02-01");
    assert_eq!(
        days,
        [
            "2026-12-27",
            "2027-01-04",
            "2027-01-10",
            "2027-01-18",
            "2027-01-24"
        ],
        "the week of the first day is the first one, and the year's end changes nothing"
    );
}

#[test]
fn v10_a_shorter_month_takes_its_last_day() {
    let template = monthly(On::MonthDay(31), 1, "2027-11-05");
    let days = found(&template, "2027-11-01", "2028-06-01");
    assert_eq!(
        days,
        [
            "2027-11-30",
            "2027-12-31",
            "2028-01-31",
            "2028-02-29",
            "2028-03-31",
            "2028-04-30",
            "2028-05-31"
        ]
    );
    let thirtieth = monthly(On::MonthDay(30), 1, "2026-01-31");
    let days = found(&thirtieth, "2026-01-01", "2026-04-01");
    assert_eq!(days, ["2026-02-28", "2026-03-30"], "January's was over");
}

#[test]
fn v10_every_third_month_is_counted_from_the_first_day() {
    let template = monthly(On::MonthDay(10), 3, "2026-11-20");
    let days = found(&template, "2026-01-01", "2027-12-31");
    assert_eq!(
        days,
        ["2027-02-10", "2027-05-10", "2027-08-10", "2027-11-10"],
        "November's tenth was over when it began"
    );
}

#[test]
fn v10_the_nth_weekday_of_a_month() {
    let nth = |nth, weekday| monthly(On::MonthWeekday { nth, weekday }, 1, "2026-01-01");
    let first = nth(1, Weekday::Saturday);
    let days = found(&first, "2026-07-01", "2026-10-01");
    assert_eq!(days, ["2026-07-04", "2026-08-01", "2026-09-05"]);
    let last = nth(-1, Weekday::Sunday);
    let days = found(&last, "2028-01-01", "2028-04-01");
    assert_eq!(days, ["2028-01-30", "2028-02-27", "2028-03-26"]);
    let fourth = nth(4, Weekday::Tuesday);
    let days = found(&fourth, "2028-02-01", "2028-03-01");
    assert_eq!(
        days,
        ["2028-02-22"],
        "the last Tuesday is the fifth: 29 February"
    );
}

#[test]
fn v10_holidays_are_left_out_where_the_template_says_so() {
    let all = weekly(every_day().bits(), 1, "2026-01-01");
    let skip = Recurrence {
        days: DayRule::SkipHolidays,
        ..all
    };
    assert_eq!(found(&all, "2026-04-03", "2026-04-08").len(), 5);
    let days = found(&skip, "2026-04-03", "2026-04-08");
    assert_eq!(days, ["2026-04-03", "2026-04-07"]);
    let weekend = Recurrence {
        on: On::Week(Weekdays::from_bits(0b110_0000).unwrap()),
        ..skip
    };
    let days = found(&weekend, "2026-05-01", "2026-05-17");
    assert_eq!(
        days,
        ["2026-05-09", "2026-05-10", "2026-05-16"],
        "Saturday the ninth is worked, which only the other choice follows"
    );
    let tenth = Recurrence {
        days: DayRule::SkipHolidays,
        ..monthly(On::MonthDay(1), 1, "2026-01-01")
    };
    let days = found(&tenth, "2026-04-30", "2026-07-02");
    assert_eq!(
        days,
        ["2026-06-01", "2026-07-01"],
        "1 May is left out, not moved"
    );
}

#[test]
fn v10_a_weekend_day_that_is_worked_counts_like_monday_to_friday() {
    let as_workdays = |bits| Recurrence {
        days: DayRule::AsWorkdays,
        ..weekly(bits, 1, "2026-01-01")
    };
    // 1 to 5 May are off, Saturday the ninth is worked.
    let workdays = as_workdays(Weekdays::WORKDAYS.bits());
    let days = found(&workdays, "2026-04-30", "2026-05-12");
    assert_eq!(
        days,
        [
            "2026-04-30",
            "2026-05-06",
            "2026-05-07",
            "2026-05-08",
            "2026-05-09",
            "2026-05-11"
        ]
    );
    let weekend = as_workdays(0b110_0000);
    let days = found(&weekend, "2026-04-30", "2026-05-12");
    assert_eq!(days, ["2026-05-10"], "nobody has that Saturday off");
    let mondays = as_workdays(0b1);
    let days = found(&mondays, "2026-04-30", "2026-05-12");
    assert_eq!(
        days,
        ["2026-05-11"],
        "a worked Saturday is not another Monday"
    );
    let always = as_workdays(every_day().bits());
    assert!(found(&always, "2026-05-09", "2026-05-10") == ["2026-05-09"]);
    let second_saturday = Recurrence {
        days: DayRule::AsWorkdays,
        ..monthly(
            On::MonthWeekday {
                nth: 2,
                weekday: Weekday::Saturday,
            },
            1,
            "2026-05-01",
        )
    };
    let days = found(&second_saturday, "2026-05-01", "2026-06-30");
    assert_eq!(days, ["2026-06-13"]);
    // Only in the weeks that count: Monday the fourth begins a first week, the eleventh a second.
    let every_second = Recurrence {
        days: DayRule::AsWorkdays,
        ..weekly(Weekdays::WORKDAYS.bits(), 2, "2026-04-27")
    };
    assert!(found(&every_second, "2026-05-04", "2026-05-11").is_empty());
}

#[test]
fn v10_a_community_says_what_its_days_are() {
    let skip = Recurrence {
        days: DayRule::AsWorkdays,
        ..weekly(Weekdays::WORKDAYS.bits(), 1, "2027-01-01")
    };
    let shipped = found(&skip, "2027-01-01", "2027-01-05");
    assert_eq!(shipped, ["2027-01-01", "2027-01-04"], "2027 is not shipped");
    let own = Calendar::shipped()
        .with_own(day("2027-01-01"), DayKind::Holiday, String::new())
        .with_own(day("2027-01-03"), DayKind::Workday, String::new());
    let days = found_by(&skip, &own, "2027-01-01", "2027-01-05");
    assert_eq!(days, ["2027-01-03", "2027-01-04"]);
}

#[test]
fn v10_the_same_days_told_from_a_later_one() {
    let template = weekly(0b10010, 2, "2026-03-10");
    // An odd week's Wednesday: it begins with the next even week.
    let later = template.from_day(day("2026-03-18"));
    assert_eq!(later.first_on, day("2026-03-23"));
    let even = template.from_day(day("2026-03-26"));
    assert_eq!(even.first_on, day("2026-03-26"), "in a week that counts");
    for from in ["2026-03-18", "2026-03-26"] {
        let was = found(&template, from, "2026-06-01");
        assert_eq!(
            found(&template.from_day(day(from)), from, "2026-06-01"),
            was
        );
    }
    let quarterly = monthly(On::MonthDay(31), 3, "2026-01-31");
    let later = quarterly.from_day(day("2026-02-10"));
    assert_eq!(later.first_on, day("2026-04-01"));
}

#[test]
fn v20_the_wall_time_of_a_template_stays() {
    let (from, until) = (LocalTime::parse("19:00"), LocalTime::parse("21:00"));
    let (from, until) = (from.unwrap(), until.unwrap());
    for name in ["Asia/Shanghai", "Pacific/Auckland"] {
        let zone = Zone::named(name).unwrap();
        // Over both clock changes of Auckland, 5 April and 27 September 2026.
        let sundays = weekly(0b100_0000, 1, "2026-03-01");
        let days = occurrences(
            &sundays,
            &Calendar::default(),
            day("2026-03-01"),
            day("2026-11-01"),
        );
        assert_eq!(days.len(), 35);
        for day in days {
            let span = span(&zone, day, from, until);
            let clock = |at| zone.civil(at).time().to_string();
            assert_eq!(clock(span.starts), "19:00:00", "{name} {day}");
            assert_eq!(span.minutes(), 120, "{name} {day}");
            assert_eq!(zone.date_of(span.starts), day, "{name} {day}");
        }
    }
}

#[test]
fn v20_an_overnight_template_belongs_to_its_first_day() {
    let zone = Zone::named("Pacific/Auckland").unwrap();
    let (from, until) = (LocalTime::parse("22:00"), LocalTime::parse("06:00"));
    let (from, until) = (from.unwrap(), until.unwrap());
    let last_day = monthly(On::MonthDay(31), 1, "2026-01-01");
    let lengths: Vec<_> = ["2026-02-28", "2026-03-31", "2026-04-30"]
        .map(|date| {
            assert!(last_day.is_on(&Calendar::default(), day(date)), "{date}");
            span(&zone, day(date), from, until).minutes()
        })
        .to_vec();
    assert_eq!(lengths, [480, 480, 480]);
    let change = span(&zone, day("2026-09-26"), from, until);
    assert_eq!(change.minutes(), 420, "an hour is missing from that night");
    assert_eq!(zone.date_of(change.starts), day("2026-09-26"));
}

fn draft() -> Draft {
    Draft {
        request_key: "template-form".to_owned(),
        body: BodyDraft {
            kind: "1".to_owned(),
            starts: "19:00".to_owned(),
            ends: "21:00".to_owned(),
            leaders: "1".to_owned(),
            members: "4".to_owned(),
            ..BodyDraft::default()
        },
        every: "week".to_owned(),
        weekdays: vec!["2".to_owned(), "4".to_owned()],
        first_on: "2026-05-10".to_owned(),
        days: "skip_holidays".to_owned(),
        publish: true,
        ..Draft::default()
    }
}

fn checked(draft: &Draft) -> Result<NewTemplate, Problems> {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let now = zone.instant_of("2026-05-10T21:00".parse().unwrap());
    let choices = Choices {
        kinds: vec![PatrolKindId::new(1)],
        ..Choices::default()
    };
    draft.check(&zone, now, &choices)
}

#[test]
fn v10_a_plain_form_makes_a_template() {
    let new = checked(&draft()).unwrap();
    assert_eq!(
        new.recurrence.on,
        On::Week(Weekdays::from_bits(0b1010).unwrap())
    );
    assert_eq!(new.recurrence.step, 1, "blank is every week");
    assert_eq!(new.recurrence.days, DayRule::SkipHolidays);
    let last = Draft {
        every: "month_weekday".to_owned(),
        nth: "-1".to_owned(),
        weekday: "6".to_owned(),
        step: "２".to_owned(),
        ..draft()
    };
    let new = checked(&last).unwrap();
    let (nth, weekday) = (-1, Weekday::Saturday);
    assert_eq!(new.recurrence.on, On::MonthWeekday { nth, weekday });
    assert_eq!(new.recurrence.step, 2);
}

#[test]
fn v11_a_template_of_the_night_has_a_leader() {
    let mut night = draft();
    night.body.ends = "23:00".to_owned();
    night.body.leaders = String::new();
    let problems = checked(&night).unwrap_err();
    assert_eq!(problems.of("leaders"), Some(Problem::NightNeedsLeader));
}

#[test]
fn x10_every_field_of_a_template_says_what_is_wrong_with_it() {
    let problems = checked(&Draft::default()).unwrap_err();
    for field in ["request_key", "kind", "every", "first_on", "days"] {
        assert_eq!(problems.of(field), Some(Problem::Missing), "{field}");
    }
    let wrong = Draft {
        step: "13".to_owned(),
        weekdays: Vec::new(),
        first_on: "2026-05-09".to_owned(),
        last_on: "morgen".to_owned(),
        days: "sometimes".to_owned(),
        ..draft()
    };
    let problems = checked(&wrong).unwrap_err();
    let step = Problem::NotANumber { min: 1, max: 12 };
    for (field, problem) in [
        ("step", step),
        ("weekdays", Problem::Missing),
        ("first_on", Problem::InThePast),
        ("last_on", Problem::NotADate),
        ("days", Problem::NotAChoice),
    ] {
        assert_eq!(problems.of(field), Some(problem), "{field}");
    }
    let monthly = Draft {
        every: "month_day".to_owned(),
        month_day: "32".to_owned(),
        last_on: "2026-05-09".to_owned(),
        ..draft()
    };
    let problems = checked(&monthly).unwrap_err();
    let day = Problem::NotANumber { min: 1, max: 31 };
    assert_eq!(problems.of("month_day"), Some(day));
    assert_eq!(problems.of("last_on"), Some(Problem::EndsBeforeItBegins));
    let by_weekday = Draft {
        every: "month_weekday".to_owned(),
        nth: "5".to_owned(),
        weekday: "0".to_owned(),
        ..draft()
    };
    let problems = checked(&by_weekday).unwrap_err();
    assert_eq!(problems.of("nth"), Some(Problem::NotAChoice));
    assert_eq!(problems.of("weekday"), Some(Problem::NotAChoice));
    let no_day = Draft {
        weekdays: vec!["8".to_owned()],
        ..draft()
    };
    let problems = checked(&no_day).unwrap_err();
    assert_eq!(problems.of("weekdays"), Some(Problem::NotAChoice));
}

prop_compose! {
    fn dates()(days in 0..=3_000_i64) -> LocalDate {
        let first = Date::constant(2024, 1, 1);
        first.checked_add(jiff::Span::new().days(days)).unwrap().into()
    }
}

fn ons() -> impl Strategy<Value = On> {
    let nth = prop::sample::select(vec![-1_i8, 1, 2, 3, 4]);
    prop_oneof![
        (1..=127_i64).prop_map(|bits| On::Week(Weekdays::from_bits(bits).unwrap())),
        (1..=31_i8).prop_map(On::MonthDay),
        (nth, 1..=7_i8).prop_map(|(nth, number)| On::MonthWeekday {
            nth,
            weekday: Weekday::from_monday_one_offset(number).unwrap(),
        }),
    ]
}

prop_compose! {
    fn recurrences()(
        on in ons(),
        step in 1..=MOST_STEP,
        first_on in dates(),
        rule in 0..3_usize,
    ) -> Recurrence {
        Recurrence { on, step, first_on, last_on: None, days: DayRule::ALL[rule] }
    }
}

fn later(day: LocalDate, days: i64) -> LocalDate {
    let span = jiff::Span::new().days(days);
    day.civil().checked_add(span).unwrap().into()
}

proptest! {
    #[test]
    fn v10_two_stretches_are_the_whole(r in recurrences(), from in dates(), cut in 0..200_i64, more in 0..200_i64) {
        let calendar = Calendar::shipped();
        let (middle, until) = (later(from, cut), later(from, cut + more));
        let whole = occurrences(&r, &calendar, from, until);
        let parts = [
            occurrences(&r, &calendar, from, middle),
            occurrences(&r, &calendar, middle, until),
        ];
        prop_assert_eq!(parts.concat(), whole);
    }

    #[test]
    fn v10_each_month_that_counts_has_exactly_one(on in ons(), step in 1..=12_i64, first in dates()) {
        if matches!(on, On::Week(_)) {
            return Ok(());
        }
        // From the first of a month on, so that the first month is whole.
        let first_on = LocalDate::from(first.civil().first_of_month());
        let r = Recurrence { on, step, first_on, last_on: None, days: DayRule::All };
        let days = occurrences(&r, &Calendar::shipped(), first_on, later(first_on, 800));
        for (at, pair) in days.windows(2).enumerate() {
            let passed = months(pair[1].civil()) - months(pair[0].civil());
            prop_assert_eq!(passed, step, "{}", at);
        }
        prop_assert_eq!(months(days[0].civil()), months(first_on.civil()));
    }

    #[test]
    fn v10_a_rule_about_days_never_adds_a_weekday(r in recurrences(), from in dates()) {
        let calendar = Calendar::shipped();
        let until = later(from, 120);
        let all = Recurrence { days: DayRule::All, ..r };
        let plain = occurrences(&all, &calendar, from, until);
        for day in occurrences(&r, &calendar, from, until) {
            prop_assert!(plain.contains(&day) || calendar.is_made_up(day), "{}", day);
            prop_assert!(r.days == DayRule::All || !calendar.is_holiday(day), "{}", day);
        }
        if r.days == DayRule::SkipHolidays {
            let kept: Vec<_> = plain.into_iter().filter(|day| !calendar.is_holiday(*day)).collect();
            prop_assert_eq!(occurrences(&r, &calendar, from, until), kept);
        }
    }

    #[test]
    fn v10_told_from_a_later_day_it_has_the_same_days(r in recurrences(), behind in 0..400_i64) {
        let calendar = Calendar::shipped();
        let from = later(r.first_on, behind);
        let until = later(from, 400);
        let told = occurrences(&r.from_day(from), &calendar, from, until);
        prop_assert_eq!(told, occurrences(&r, &calendar, from, until));
    }

    #[test]
    fn v10_what_the_table_keeps_reads_back(on in ons()) {
        prop_assert_eq!(On::from_numbers(on.every(), on.numbers()), Some(on));
    }

    #[test]
    fn v10_the_preview_is_what_will_be_made(r in recurrences(), from in dates()) {
        let calendar = Calendar::shipped();
        let next = next_days(&r, &calendar, from, 5);
        prop_assert_eq!(next.len(), 5);
        let until = later(next[4], 1);
        prop_assert_eq!(occurrences(&r, &calendar, from, until), next);
    }
}
