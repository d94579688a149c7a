//! What a template says, in words.

use backend::patrol::Shift;
use domain::instant::{LocalDate, Zone};
use domain::patrol::Role;
use domain::patrol::shift::Body;
use domain::patrol::template::{DayRule, On, Recurrence, Weekdays};
use text::{Lang, patrol_template as words};

/// A day of the week by its number, Monday is 1.
pub fn weekday(lang: Lang, number: i8) -> &'static str {
    match number {
        1 => words::monday(lang),
        2 => words::tuesday(lang),
        3 => words::wednesday(lang),
        4 => words::thursday(lang),
        5 => words::friday(lang),
        6 => words::saturday(lang),
        _ => words::sunday(lang),
    }
}

/// The first to fourth, or the last.
pub fn nth(lang: Lang, nth: i8) -> &'static str {
    match nth {
        1 => words::nth_first(lang),
        2 => words::nth_second(lang),
        3 => words::nth_third(lang),
        4 => words::nth_fourth(lang),
        _ => words::nth_last(lang),
    }
}

/// What holidays do to it.
pub fn day_rule(lang: Lang, rule: DayRule) -> (&'static str, &'static str) {
    match rule {
        DayRule::All => (words::days_all(lang), words::days_all_hint(lang)),
        DayRule::SkipHolidays => (
            words::days_skip_holidays(lang),
            words::days_skip_holidays_hint(lang),
        ),
        DayRule::AsWorkdays => (
            words::days_as_workdays(lang),
            words::days_as_workdays_hint(lang),
        ),
    }
}

/// On which days it comes again, as 每周二、周六.
pub fn recurrence(lang: Lang, recurrence: &Recurrence) -> String {
    let step = recurrence.step;
    match recurrence.on {
        On::Week(weekdays) if step == 1 && weekdays.numbers().count() == 7 => {
            words::each_day(lang).to_owned()
        }
        On::Week(Weekdays::WORKDAYS) if step == 1 => words::each_workday(lang).to_owned(),
        On::Week(weekdays) => {
            let days = joined(
                lang,
                weekdays.numbers().map(|day| weekday(lang, day).to_owned()),
            );
            if step == 1 {
                words::each_week(lang, days)
            } else {
                words::each_weeks(lang, days, step)
            }
        }
        On::MonthDay(day) if step == 1 => words::each_month_day(lang, day),
        On::MonthDay(day) => words::each_months_day(lang, day, step),
        On::MonthWeekday { nth, weekday } => {
            let (nth, day) = (
                self::nth(lang, nth),
                self::weekday(lang, weekday.to_monday_one_offset()),
            );
            if step == 1 {
                words::each_month_nth(lang, nth, day)
            } else {
                words::each_months_nth(lang, nth, step, day)
            }
        }
    }
}

fn joined(lang: Lang, names: impl Iterator<Item = String>) -> String {
    names
        .reduce(|before, next| words::also(lang, before, next))
        .unwrap_or_default()
}

/// From when to when, as 18:00–20:00.
pub fn hours(body: &Body) -> String {
    format!("{}–{}", body.starts, body.ends)
}

/// How many people.
pub fn people(lang: Lang, body: &Body) -> String {
    let of = |role| body.places_of(role).capacity;
    words::people(lang, of(Role::Leader), of(Role::Member))
}

/// A day, with its year where that is not this one.
pub fn day(lang: Lang, today: LocalDate, day: LocalDate) -> String {
    let civil = day.civil();
    if civil.year() == today.civil().year() {
        text::format::date(lang, civil)
    } else {
        text::format::date_with_year(lang, civil)
    }
}

/// The days that come next, in one line.
pub fn next(lang: Lang, today: LocalDate, days: &[LocalDate]) -> String {
    if days.is_empty() {
        return words::next_none(lang).to_owned();
    }
    let days = days.iter().take(2).map(|day| self::day(lang, today, *day));
    words::next(lang, joined(lang, days))
}

/// Names, one after the other.
pub fn names(lang: Lang, names: impl Iterator<Item = String>) -> String {
    joined(lang, names)
}

/// A shift in one line: day, time and name.
pub fn shift(lang: Lang, zone: &Zone, shift: &Shift) -> String {
    let clock = |at| text::format::time(zone.civil(at).time());
    text::patrol::shift_line(
        lang,
        text::format::date(lang, shift.first_day.civil()),
        clock(shift.span.starts),
        shift.name(lang),
        clock(shift.span.ends),
    )
}
