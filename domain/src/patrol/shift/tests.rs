use super::*;

const ZONES: [&str; 2] = ["Asia/Shanghai", "Pacific/Auckland"];

fn day(text: &str) -> LocalDate {
    text.parse().unwrap()
}

fn time(text: &str) -> LocalTime {
    LocalTime::parse(text).unwrap()
}

fn at(zone: &Zone, text: &str) -> Instant {
    zone.instant_of(text.parse().unwrap())
}

fn made(zone: &Zone, on: &str, starts: &str, ends: &str) -> Span {
    span(zone, day(on), time(starts), time(ends))
}

#[test]
fn v10_an_end_before_the_start_is_the_next_day() {
    for name in ZONES {
        let zone = Zone::named(name).unwrap();
        let night = made(&zone, "2026-03-31", "22:00", "06:00");
        assert_eq!(night.minutes(), 8 * 60, "{name}");
        assert_eq!(night.ends, at(&zone, "2026-04-01T06:00"));
        let shown = days(&zone, night);
        assert_eq!(shown, [day("2026-03-31"), day("2026-04-01")], "{name}");
        let until_midnight = made(&zone, "2026-12-31", "20:00", "00:00");
        assert_eq!(until_midnight.minutes(), 4 * 60);
        assert_eq!(days(&zone, until_midnight), [day("2026-12-31")], "{name}");
    }
}

#[test]
fn v20_a_missing_hour_moves_forward_and_a_repeated_one_is_the_first() {
    let zone = Zone::named("Pacific/Auckland").unwrap();
    // On 27 September 2026 the clocks go from 2:00 to 3:00, on 5 April from 3:00 back to 2:00.
    let skipped = made(&zone, "2026-09-27", "02:30", "04:00");
    assert_eq!(
        zone.civil(skipped.starts).to_string(),
        "2026-09-27T03:30:00"
    );
    assert_eq!(skipped.minutes(), 30);
    let short = made(&zone, "2026-09-26", "22:00", "06:00");
    assert_eq!(
        short.minutes(),
        7 * 60,
        "an hour is missing from that night"
    );
    let long = made(&zone, "2026-04-04", "22:00", "06:00");
    assert_eq!(long.minutes(), 9 * 60, "and that one has an hour more");
    let twice = made(&zone, "2026-04-05", "02:30", "03:30");
    assert_eq!(twice.minutes(), 120, "from the first 2:30");
    let inside = made(&zone, "2026-09-27", "02:30", "03:15");
    assert_eq!(
        inside.minutes(),
        45,
        "a start that moved past its end keeps the length"
    );
}

#[test]
fn v11_night_is_what_touches_ten_to_six() {
    for name in ZONES {
        let zone = Zone::named(name).unwrap();
        for (starts, ends, night) in [
            ("20:00", "22:00", false),
            ("20:00", "22:01", true),
            ("06:00", "08:00", false),
            ("05:59", "08:00", true),
            ("00:30", "01:00", true),
            ("12:00", "11:00", true),
        ] {
            let span = made(&zone, "2026-05-10", starts, ends);
            assert_eq!(is_night(&zone, span), night, "{name} {starts} {ends}");
        }
    }
}

#[test]
fn v01_a_shift_stands_as_its_places_and_the_clock_say() {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let span = made(&zone, "2026-05-10", "18:00", "20:00");
    let places = |taken| {
        [Places {
            role: Role::Member,
            capacity: 3,
            reserved: 1,
            taken,
        }]
    };
    let seen = |kept, taken, now: &str| standing(kept, span, &places(taken), at(&zone, now));
    assert_eq!(seen(Kept::Open, 1, "2026-05-10T17:59"), Standing::Open);
    assert_eq!(seen(Kept::Open, 2, "2026-05-10T17:59"), Standing::Full);
    assert_eq!(seen(Kept::Open, 2, "2026-05-10T18:00"), Standing::Running);
    assert_eq!(seen(Kept::Open, 0, "2026-05-10T20:00"), Standing::Ended);
    assert_eq!(
        seen(Kept::Cancelled, 0, "2026-05-10T20:00"),
        Standing::Cancelled
    );
    assert_eq!(seen(Kept::Draft, 0, "2026-05-10T18:00"), Standing::Draft);
}

fn draft() -> Draft {
    Draft {
        request_key: "shift-form".to_owned(),
        day: "2026-05-10".to_owned(),
        publish: true,
        body: BodyDraft {
            kind: "1".to_owned(),
            starts: "18:00".to_owned(),
            ends: "20:00".to_owned(),
            leaders: "1".to_owned(),
            members: "６".to_owned(),
            reserved: "2".to_owned(),
            ..BodyDraft::default()
        },
    }
}

fn checked(draft: &Draft) -> Result<NewShift, Problems> {
    let zone = Zone::named("Asia/Shanghai").unwrap();
    let choices = Choices {
        kinds: vec![PatrolKindId::new(1)],
        ..Choices::default()
    };
    draft.check(&zone, at(&zone, "2026-05-10T21:00"), &choices, None)
}

#[test]
fn v10_a_plain_form_makes_a_shift() {
    let new = checked(&draft()).unwrap();
    assert_eq!(new.span.minutes(), 120);
    assert_eq!(new.body.places_of(Role::Member).left(), 4);
    assert_eq!(new.body.places_of(Role::Trainee).capacity, 0);
}

#[test]
fn v11_a_night_patrol_has_a_leader() {
    let mut night = draft();
    night.body.starts = "22:00".to_owned();
    night.body.ends = "02:00".to_owned();
    night.body.leaders = String::new();
    let problems = checked(&night).unwrap_err();
    assert_eq!(problems.of("leaders"), Some(Problem::NightNeedsLeader));
    night.body.leaders = "1".to_owned();
    assert!(checked(&night).is_ok());
}

#[test]
fn x10_every_field_says_what_is_wrong_with_it() {
    let wrong = Draft {
        request_key: String::new(),
        day: "2026-05-09".to_owned(),
        publish: false,
        body: BodyDraft {
            kind: "7".to_owned(),
            title: "很".repeat(41),
            building: "1".to_owned(),
            starts: "25:00".to_owned(),
            leaders: "-1".to_owned(),
            members: "2".to_owned(),
            reserved: "3".to_owned(),
            ..BodyDraft::default()
        },
    };
    let problems = checked(&wrong).unwrap_err();
    for (field, problem) in [
        ("request_key", Problem::Missing),
        ("day", Problem::InThePast),
        ("kind", Problem::NotAChoice),
        ("title", Problem::TooLong { max: 40 }),
        ("building", Problem::NotAChoice),
        ("starts", Problem::NotUnderstood),
        ("ends", Problem::Missing),
        (
            "leaders",
            Problem::NotANumber {
                min: 0,
                max: MOST_PLACES,
            },
        ),
        ("reserved", Problem::NotANumber { min: 0, max: 2 }),
    ] {
        assert_eq!(problems.of(field), Some(problem), "{field}");
    }
    let mut empty = draft();
    empty.body.ends = "18:00".to_owned();
    empty.body.leaders = String::new();
    empty.body.members = String::new();
    empty.body.reserved = String::new();
    let problems = checked(&empty).unwrap_err();
    assert_eq!(problems.of("ends"), Some(Problem::EndsBeforeItBegins));
    let none = Problem::NotANumber {
        min: 1,
        max: MOST_PLACES,
    };
    assert_eq!(problems.of("members"), Some(none));
}
