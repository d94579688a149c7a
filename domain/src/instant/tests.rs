use super::*;
use proptest::prelude::*;

fn zone(name: &str) -> Zone {
    Zone::named(name).unwrap()
}

fn date(text: &str) -> LocalDate {
    LocalDate::parse(text).unwrap()
}

#[test]
fn x15_a_day_begins_and_ends_at_the_zones_midnight() {
    let shanghai = zone("Asia/Shanghai");
    let day = date("2026-01-01");
    // 2025-12-31T16:00:00Z
    assert_eq!(day.first_instant(&shanghai).millis(), 1_767_196_800_000);
    assert_eq!(
        day.end_instant(&shanghai),
        date("2026-01-02").first_instant(&shanghai)
    );
    let before = day.first_instant(&shanghai).minus(Duration::from_millis(1));
    assert_eq!(shanghai.date_of(before), date("2025-12-31"));
    assert_eq!(shanghai.year_of(before), 2025);
    assert_eq!(shanghai.year_of(day.first_instant(&shanghai)), 2026);
    assert_eq!(
        shanghai.civil(before).to_string(),
        "2025-12-31T23:59:59.999"
    );
}

#[test]
fn x15_days_of_clock_changes_are_shorter_or_longer() {
    let new_york = zone("America/New_York");
    let hours = |day: &str, zone: &Zone| {
        let day = date(day);
        (day.end_instant(zone).millis() - day.first_instant(zone).millis()) / 3_600_000
    };
    assert_eq!(hours("2026-03-08", &new_york), 23);
    assert_eq!(hours("2026-11-01", &new_york), 25);
    assert_eq!(hours("2026-07-01", &new_york), 24);
    // Clocks here jump over midnight, and once over a whole day.
    let beirut = zone("Asia/Beirut");
    let day = date("2022-03-27");
    assert_eq!(hours("2022-03-27", &beirut), 23);
    assert_eq!(
        beirut.civil(day.first_instant(&beirut)).to_string(),
        "2022-03-27T01:00:00"
    );
    assert_eq!(hours("2011-12-30", &zone("Pacific/Apia")), 0);
}

#[test]
fn a_date_is_four_two_and_two_digits() {
    assert_eq!(date(" 2024-02-29 ").to_string(), "2024-02-29");
    for text in [
        "2026-02-29",
        "2026-13-01",
        "2026-1-1",
        "20260101",
        "2026/01/01",
        "+026-01-01",
        "2026-01-01T00:00",
        "２０２６-01-01",
        "明天",
    ] {
        assert_eq!(LocalDate::parse(text), Err(Problem::NotADate), "{text:?}");
        assert_eq!(text.parse::<LocalDate>(), Err(NotADate), "{text:?}");
    }
    assert_eq!(LocalDate::parse(" "), Err(Problem::Missing));
    assert_eq!(LocalDate::optional(""), Ok(None));
    assert_eq!(LocalDate::optional("2026"), Err(Problem::NotADate));
}

#[test]
fn an_unknown_zone_is_named() {
    let unknown = Zone::named("Asia/Nowhere").unwrap_err();
    assert_eq!(unknown.to_string(), "unknown time zone \"Asia/Nowhere\"");
}

#[test]
fn time_stops_at_its_ends() {
    let end = Instant::from_millis(i64::MAX);
    assert_eq!(end.plus(Duration::MAX), end);
    assert_eq!(
        Instant::from_millis(i64::MIN).minus(Duration::MAX).millis(),
        i64::MIN
    );
    let shanghai = zone("Asia/Shanghai");
    assert_eq!(shanghai.year_of(end), 9999);
    assert!(shanghai.year_of(Instant::from_millis(i64::MIN)) < 0);
    for day in [
        date("0000-01-01"),
        date("9999-12-31"),
        Date::MIN.into(),
        Date::MAX.into(),
    ] {
        assert!(
            day.first_instant(&shanghai) <= day.end_instant(&shanghai),
            "{day}"
        );
    }
}

prop_compose! {
    fn dates()(days in 0..=60_000_i64) -> LocalDate {
        let first = Date::constant(1950, 1, 1);
        first.checked_add(jiff::Span::new().days(days)).unwrap().into()
    }
}

fn zones() -> impl Strategy<Value = Zone> {
    prop::sample::select(vec![
        "Asia/Shanghai",
        "America/New_York",
        "Europe/Berlin",
        "Asia/Kathmandu",
        "Asia/Beirut",
        "Pacific/Apia",
        "UTC",
    ])
    .prop_map(zone)
}

proptest! {
    #[test]
    fn x15_an_instant_lies_in_the_day_it_has(zone in zones(), millis in -600_000_000_000..=4_000_000_000_000_i64) {
        let instant = Instant::from_millis(millis);
        let day = zone.date_of(instant);
        prop_assert!(day.first_instant(&zone) <= instant);
        prop_assert!(instant < day.end_instant(&zone));
    }

    #[test]
    fn x15_days_follow_without_gap(zone in zones(), day in dates()) {
        let next = LocalDate::from(day.civil().tomorrow().unwrap());
        prop_assert_eq!(day.end_instant(&zone), next.first_instant(&zone));
        prop_assert!(day.first_instant(&zone) <= day.end_instant(&zone));
    }

    #[test]
    fn a_date_reads_back_what_it_shows(day in dates()) {
        prop_assert_eq!(day.to_string().parse(), Ok(day));
    }

    #[test]
    fn x16_any_text_is_answered(text in any::<String>(), digits in "[0-9-]{10}") {
        let _ = (LocalDate::parse(&text), LocalDate::parse(&digits), Zone::named(&text));
    }

    #[test]
    fn x16_any_instant_has_a_day(millis in any::<i64>(), zone in zones()) {
        let day = zone.date_of(Instant::from_millis(millis));
        prop_assert!(day.first_instant(&zone) <= day.end_instant(&zone));
    }
}
