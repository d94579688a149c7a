use proptest::prelude::*;

use super::*;
use crate::patrol::shift::span;

const MINUTE: i64 = 60_000;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn planned(zone: &Zone, day: &str, from: &str, until: &str) -> Span {
    span(
        zone,
        LocalDate::parse(day).unwrap(),
        LocalTime::parse(from).unwrap(),
        LocalTime::parse(until).unwrap(),
    )
}

fn minutes(planned: Span, came: &str, went: &str, zone: &Zone, approved: bool) -> i64 {
    let (came, went) = read_times(zone, planned, came, went).unwrap();
    let times = Times {
        came,
        went,
        approved,
    };
    credited(planned, times).minutes()
}

#[test]
fn v13_ticked_is_the_planned_time_and_real_times_are_clipped_to_it() {
    let here = zone("Asia/Shanghai");
    let evening = planned(&here, "2026-03-12", "18:00", "20:00");
    for (came, went, wanted) in [
        ("", "", 120),
        ("18:10", "", 110),
        ("", "19:30", 90),
        ("18:10", "19:30", 80),
        ("17:30", "20:45", 120),
        ("17:00", "17:50", 0),
    ] {
        assert_eq!(
            minutes(evening, came, went, &here, false),
            wanted,
            "{came} {went}"
        );
    }
    assert_eq!(minutes(evening, "17:30", "20:45", &here, true), 195);
    assert_eq!(minutes(evening, "", "20:45", &here, true), 165);
}

#[test]
fn v13_minutes_are_whole_and_rounded_down() {
    let at = Instant::from_millis;
    let two = Span {
        starts: at(0),
        ends: at(120 * MINUTE),
    };
    let times = Times {
        came: Some(at(1)),
        ..Times::default()
    };
    assert_eq!(credited(two, times).minutes(), 119);
}

#[test]
fn v13_times_of_a_night_belong_to_the_day_that_is_nearest() {
    let here = zone("Asia/Shanghai");
    let night = planned(&here, "2026-03-12", "22:00", "06:00");
    assert_eq!(night.minutes(), 480);
    assert_eq!(minutes(night, "22:30", "5:30", &here, false), 420);
    assert_eq!(minutes(night, "0:30", "", &here, false), 330);
    assert_eq!(minutes(night, "", "2330", &here, false), 90);
    assert_eq!(minutes(night, "21:50", "06:10", &here, false), 480);
    assert_eq!(minutes(night, "21:50", "06:10", &here, true), 500);
}

#[test]
fn v13_a_night_with_a_clock_change_is_as_long_as_its_instants() {
    // Clocks in Auckland go back at 3:00 on 5 April 2026, and forward at 2:00 on 27 September.
    let there = zone("Pacific/Auckland");
    let longer = planned(&there, "2026-04-04", "22:00", "06:00");
    assert_eq!(minutes(longer, "", "", &there, false), 540);
    assert_eq!(minutes(longer, "23:00", "6:00", &there, false), 480);
    let shorter = planned(&there, "2026-09-26", "22:00", "06:00");
    assert_eq!(minutes(shorter, "", "", &there, false), 420);
    assert_eq!(minutes(shorter, "1:00", "4:00", &there, false), 120);
}

#[test]
fn v13_what_is_no_time_is_said_at_its_own_place() {
    let here = zone("Asia/Shanghai");
    let evening = planned(&here, "2026-03-12", "18:00", "20:00");
    let read = |came, went| read_times(&here, evening, came, went);
    assert_eq!(read(" ", ""), Ok((None, None)));
    assert_eq!(read("１８：０５", ""), read("18:05", ""));
    assert_eq!(read("805", ""), read("08:05", ""));
    assert_eq!(read("早", ""), Err((Some(Problem::NotUnderstood), None)));
    assert_eq!(
        read("25:00", "1"),
        Err((Some(Problem::NotUnderstood), Some(Problem::NotUnderstood)))
    );
    let turned = Err((None, Some(Problem::EndsBeforeItBegins)));
    assert_eq!(read("19:00", "18:30"), turned);
    assert_eq!(read("19:00", "19:00"), turned);
}

#[test]
fn v12_ticks_and_codes_begin_half_an_hour_before_and_codes_end_with_the_shift() {
    let at = |minute| Instant::from_millis(minute * MINUTE);
    let shift = Span {
        starts: at(60),
        ends: at(180),
    };
    let just_before = |at: Instant| Instant::from_millis(at.millis() - 1);
    assert!(!has_opened(shift, just_before(at(30))));
    assert!(has_opened(shift, at(30)) && takes_codes(shift, at(30)));
    assert!(takes_codes(shift, just_before(at(180))));
    assert!(!takes_codes(shift, at(180)) && has_opened(shift, at(180)));
}

#[test]
fn v13_a_shift_is_written_up_after_its_end_or_just_before_it_when_all_are_there() {
    let at = |minute| Instant::from_millis(minute * MINUTE);
    let shift = Span {
        starts: at(0),
        ends: at(120),
    };
    for (minute, all_there, missing) in [
        (104, false, false),
        (105, true, false),
        (119, true, false),
        (120, true, true),
    ] {
        assert_eq!(may_close(shift, true, at(minute)), all_there, "{minute}");
        assert_eq!(may_close(shift, false, at(minute)), missing, "{minute}");
    }
}

fn instants() -> impl Strategy<Value = Option<Instant>> {
    prop::option::of((-3_000_000..30_000_000_i64).prop_map(Instant::from_millis))
}

proptest! {
    #[test]
    fn v13_never_more_than_planned_unless_approved(
        length in 1..20_000_000_i64, came in instants(), went in instants(), approved: bool,
    ) {
        let plan = Span { starts: Instant::from_millis(0), ends: Instant::from_millis(length) };
        let span = credited(plan, Times { came, went, approved });
        prop_assert!(span.minutes() >= 0);
        if approved {
            let from = came.unwrap_or(plan.starts);
            prop_assert_eq!(span.starts, from);
            prop_assert_eq!(span.ends, went.unwrap_or(plan.ends).max(from));
        } else {
            prop_assert!(span.minutes() <= plan.minutes());
            prop_assert!(span.starts >= plan.starts && span.ends <= plan.ends);
        }
        if came.is_none() && went.is_none() {
            prop_assert_eq!(span, plan);
        }
    }

    #[test]
    fn v13_a_time_within_the_shift_is_found_again(
        start in 0..1440_i64, length in 15..1380_i64, at in 0.0..1.0_f64,
    ) {
        let here = zone("Asia/Shanghai");
        let midnight = LocalDate::parse("2026-03-12").unwrap().first_instant(&here).millis();
        let starts = Instant::from_millis(midnight + start * MINUTE);
        let plan = Span { starts, ends: Instant::from_millis(starts.millis() + length * MINUTE) };
        #[expect(clippy::cast_possible_truncation, clippy::cast_precision_loss)]
        let minute = (length as f64 * at) as i64;
        let came = Instant::from_millis(starts.millis() + minute * MINUTE);
        let clock = here.civil(came).time();
        let typed = format!("{:02}:{:02}", clock.hour(), clock.minute());
        prop_assert_eq!(read_times(&here, plan, &typed, ""), Ok((Some(came), None)));
    }
}
