//! Dates, times and numbers as each language writes them (rule X2).
//!
//! Everything here is civil: the caller has already turned an instant into the community's zone
//! (rule X15). The words are in `calendar.ftl`.

use jiff::civil::{Date, DateTime, Time, Weekday};

use crate::{Lang, calendar};

/// A day of this year or near it.
///
/// ```
/// use jiff::civil::date;
/// use text::{Lang, format};
///
/// assert_eq!(format::date(Lang::Zh, date(2026, 11, 23)), "11月23日 周一");
/// assert_eq!(format::date(Lang::En, date(2026, 11, 23)), "Mon 23 Nov");
/// ```
pub fn date(lang: Lang, date: Date) -> String {
    calendar::date(lang, date.day(), month(lang, date), weekday(lang, date))
}

/// A day with its year; so far away nobody asks for the weekday.
///
/// ```
/// use jiff::civil::date;
/// use text::{Lang, format};
///
/// assert_eq!(format::date_with_year(Lang::Zh, date(2026, 11, 23)), "2026年11月23日");
/// assert_eq!(format::date_with_year(Lang::En, date(2026, 11, 23)), "23 Nov 2026");
/// ```
pub fn date_with_year(lang: Lang, date: Date) -> String {
    calendar::date_with_year(lang, date.day(), month(lang, date), date.year())
}

/// A minute of a day of this year or near it.
///
/// ```
/// use jiff::civil::date;
/// use text::{Lang, format};
///
/// let then = date(2026, 11, 23).at(15, 4, 59, 0);
/// assert_eq!(format::date_time(Lang::Zh, then), "11月23日 15:04");
/// assert_eq!(format::date_time(Lang::En, then), "23 Nov, 15:04");
/// ```
pub fn date_time(lang: Lang, then: DateTime) -> String {
    calendar::date_time(
        lang,
        then.day(),
        month(lang, then.date()),
        time(then.time()),
    )
}

/// A minute of a day with its year.
///
/// ```
/// use jiff::civil::date;
/// use text::{Lang, format};
///
/// let then = date(2026, 1, 3).at(9, 4, 0, 0);
/// assert_eq!(format::date_time_with_year(Lang::Zh, then), "2026年1月3日 09:04");
/// assert_eq!(format::date_time_with_year(Lang::En, then), "3 Jan 2026, 09:04");
/// ```
pub fn date_time_with_year(lang: Lang, then: DateTime) -> String {
    let month = month(lang, then.date());
    calendar::date_time_with_year(lang, then.day(), month, time(then.time()), then.year())
}

/// Hours and minutes on a clock of 24 hours, alike in both languages.
pub fn time(time: Time) -> String {
    format!("{:02}:{:02}", time.hour(), time.minute())
}

/// A day as seen from another: a word where there is one, else the date, with its year when that
/// is not the other day's.
///
/// ```
/// use jiff::civil::date;
/// use text::{Lang, format};
///
/// let today = date(2026, 11, 23);
/// assert_eq!(format::relative_day(Lang::Zh, today, today), "今天");
/// assert_eq!(format::relative_day(Lang::Zh, date(2026, 11, 21), today), "前天");
/// assert_eq!(format::relative_day(Lang::En, date(2026, 11, 22), today), "Yesterday");
/// assert_eq!(format::relative_day(Lang::En, date(2025, 11, 23), today), "23 Nov 2025");
/// ```
pub fn relative_day(lang: Lang, day: Date, today: Date) -> String {
    let word = match today.duration_until(day).as_hours() / 24 {
        -2 => calendar::two_days_ago(lang),
        -1 => calendar::yesterday(lang),
        0 => calendar::today(lang),
        1 => calendar::tomorrow(lang),
        2 => calendar::in_two_days(lang),
        _ if day.year() == today.year() => return date(lang, day),
        _ => return date_with_year(lang, day),
    };
    word.to_owned()
}

/// How many there are, with a comma at each thousand.
///
/// ```
/// use text::{Lang, format};
///
/// assert_eq!(format::count(Lang::Zh, 1_234), "1,234");
/// assert_eq!(format::count(Lang::En, 7), "7");
/// ```
pub fn count(lang: Lang, count: u64) -> String {
    // Both languages group by thousands; one that does not gets its arm here.
    match lang {
        Lang::Zh | Lang::En => grouped(&count.to_string()),
    }
}

/// A whole number that may be below zero, written like [`count`]. Sentences that choose a form by
/// a number show it this way.
///
/// ```
/// use text::{Lang, format};
///
/// assert_eq!(format::whole(Lang::Zh, -12_345), "-12,345");
/// ```
pub fn whole(lang: Lang, number: i64) -> String {
    let sign = if number < 0 { "-" } else { "" };
    format!("{sign}{}", count(lang, number.unsigned_abs()))
}

fn grouped(digits: &str) -> String {
    let mut grouped = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.chars().enumerate() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            grouped.push(',');
        }
        grouped.push(digit);
    }
    grouped
}

fn month(lang: Lang, date: Date) -> String {
    calendar::month(lang, date.month().into())
}

fn weekday(lang: Lang, date: Date) -> &'static str {
    match date.weekday() {
        Weekday::Monday => calendar::monday(lang),
        Weekday::Tuesday => calendar::tuesday(lang),
        Weekday::Wednesday => calendar::wednesday(lang),
        Weekday::Thursday => calendar::thursday(lang),
        Weekday::Friday => calendar::friday(lang),
        Weekday::Saturday => calendar::saturday(lang),
        Weekday::Sunday => calendar::sunday(lang),
    }
}

#[cfg(test)]
mod tests {
    use jiff::civil::date as day;

    use super::*;

    #[test]
    fn x02_every_month_and_weekday_has_its_name() {
        let zh: Vec<_> = (1..=12).map(|m| month(Lang::Zh, day(2026, m, 1))).collect();
        let en: Vec<_> = (1..=12).map(|m| month(Lang::En, day(2026, m, 1))).collect();
        assert_eq!(
            zh.join(" "),
            "1月 2月 3月 4月 5月 6月 7月 8月 9月 10月 11月 12月"
        );
        assert_eq!(
            en.join(" "),
            "Jan Feb Mar Apr May Jun Jul Aug Sep Oct Nov Dec"
        );

        let week = |lang| {
            (23..30)
                .map(|d| weekday(lang, day(2026, 11, d)))
                .collect::<Vec<_>>()
        };
        assert_eq!(
            week(Lang::Zh).join(" "),
            "周一 周二 周三 周四 周五 周六 周日"
        );
        assert_eq!(week(Lang::En).join(" "), "Mon Tue Wed Thu Fri Sat Sun");
    }

    #[test]
    fn x02_near_days_have_words_and_far_ones_dates() {
        let today = day(2027, 1, 1);
        let seen = |lang, then| relative_day(lang, then, today);
        assert_eq!(seen(Lang::Zh, day(2026, 12, 31)), "昨天");
        assert_eq!(seen(Lang::Zh, day(2027, 1, 2)), "明天");
        assert_eq!(seen(Lang::Zh, day(2027, 1, 3)), "后天");
        assert_eq!(seen(Lang::Zh, day(2027, 1, 4)), "1月4日 周一");
        assert_eq!(seen(Lang::Zh, day(2026, 12, 29)), "2026年12月29日");
        assert_eq!(seen(Lang::En, day(2027, 1, 1)), "Today");
        assert_eq!(seen(Lang::En, day(2027, 1, 2)), "Tomorrow");
        assert_eq!(seen(Lang::En, day(2026, 12, 30)), "Two days ago");
    }

    #[test]
    fn x02_thousands_are_grouped() {
        let shown = [0, 999, 1_000, 12_345, 1_234_567].map(|n| count(Lang::Zh, n));
        assert_eq!(shown, ["0", "999", "1,000", "12,345", "1,234,567"]);
        assert_eq!(count(Lang::En, u64::MAX), "18,446,744,073,709,551,615");
        assert_eq!(whole(Lang::En, i64::MIN), "-9,223,372,036,854,775,808");
        assert_eq!(whole(Lang::En, -999), "-999");
    }
}
