//! Shifts that come again (V10, V20): on which days, whether holidays and 调休 are followed, and the
//! form.

use jiff::civil::{Date, Weekday};

use super::Role;
use super::shift::{Body, BodyDraft, Choices, is_night, span};
use crate::calendar::Calendar;
use crate::instant::{Instant, LocalDate, Zone};
use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;

/// Nothing comes again more seldom: every twelfth week or month.
pub const MOST_STEP: i64 = 12;

/// How a template comes again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Every {
    /// On weekdays.
    Week,
    /// On a day of the month.
    MonthDay,
    /// On the first to fourth or the last of a weekday in the month.
    MonthWeekday,
}

stored_names!(Every {
    Week = "week",
    MonthDay = "month_day",
    MonthWeekday = "month_weekday",
});

/// What a template does about holidays and 调休.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayRule {
    /// Nothing: they are days like any other.
    #[default]
    All,
    /// Nobody goes on a holiday.
    SkipHolidays,
    /// Nobody goes on a holiday, and a weekend's day that is worked counts like Monday to Friday.
    AsWorkdays,
}

stored_names!(DayRule {
    All = "all",
    SkipHolidays = "skip_holidays",
    AsWorkdays = "as_workdays",
});

/// Some days of the week.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Weekdays(u8);

impl Weekdays {
    /// Monday to Friday.
    pub const WORKDAYS: Self = Self(0b001_1111);

    /// Monday is 1, Tuesday 2, Wednesday 4 …; nothing for no day at all, or for one too many.
    pub fn from_bits(bits: i64) -> Option<Self> {
        let bits = u8::try_from(bits).ok()?;
        (1..=0b111_1111).contains(&bits).then_some(Self(bits))
    }

    /// Monday is 1, Tuesday 2, Wednesday 4 …
    pub const fn bits(self) -> i64 {
        self.0 as i64
    }

    /// One day: Monday is 1, Sunday 7.
    pub fn one(number: i8) -> Option<Self> {
        let number = u32::try_from(number).ok()?;
        (1..=7).contains(&number).then(|| Self(1 << (number - 1)))
    }

    /// Whether a day of the week is among them.
    pub const fn has(self, weekday: Weekday) -> bool {
        self.0 & (1 << weekday.to_monday_zero_offset()) != 0
    }

    /// Whether all of Monday to Friday are.
    pub const fn has_all_workdays(self) -> bool {
        self.0 & Self::WORKDAYS.0 == Self::WORKDAYS.0
    }

    /// Their numbers, Monday is 1, in order.
    pub fn numbers(self) -> impl Iterator<Item = i8> {
        (1..=7_i8).filter(move |number| Self::one(*number).is_some_and(|one| one.0 & self.0 != 0))
    }
}

/// On which days of the week or month.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum On {
    /// On these days of the week.
    Week(Weekdays),
    /// On this day of the month, 1 to 31; a shorter month takes its last.
    MonthDay(i8),
    /// On the first to fourth (1 to 4) or the last (-1) such day of the week in the month.
    MonthWeekday {
        /// Which one.
        nth: i8,
        /// Of which day of the week.
        weekday: Weekday,
    },
}

impl On {
    /// How it is kept.
    pub const fn every(self) -> Every {
        match self {
            Self::Week(_) => Every::Week,
            Self::MonthDay(_) => Every::MonthDay,
            Self::MonthWeekday { .. } => Every::MonthWeekday,
        }
    }

    /// What a table keeps: the days of the week, the day of the month, which one; 0 where it has none.
    pub fn numbers(self) -> (i64, i64, i64) {
        match self {
            Self::Week(weekdays) => (weekdays.bits(), 0, 0),
            Self::MonthDay(day) => (0, day.into(), 0),
            Self::MonthWeekday { nth, weekday } => {
                (1 << weekday.to_monday_zero_offset(), 0, nth.into())
            }
        }
    }

    /// Reads what a table keeps; nothing where the numbers make no sense.
    pub fn from_numbers(every: Every, (weekdays, day, nth): (i64, i64, i64)) -> Option<Self> {
        match every {
            Every::Week => Weekdays::from_bits(weekdays).map(Self::Week),
            Every::MonthDay => i8::try_from(day)
                .ok()
                .filter(|day| (1..=31).contains(day))
                .map(Self::MonthDay),
            Every::MonthWeekday => {
                let number = Weekdays::from_bits(weekdays)?.numbers().next()?;
                let weekday = Weekday::from_monday_one_offset(number).ok()?;
                let nth = i8::try_from(nth).ok().filter(|nth| is_nth(*nth))?;
                Some(Self::MonthWeekday { nth, weekday })
            }
        }
    }
}

const fn is_nth(nth: i8) -> bool {
    matches!(nth, -1 | 1..=4)
}

/// When a template comes again: every so many weeks or months, counted from the week or month of its
/// first day.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Recurrence {
    /// On which days.
    pub on: On,
    /// Every so many weeks or months, at least 1.
    pub step: i64,
    /// The first day that counts.
    pub first_on: LocalDate,
    /// The last day that counts.
    pub last_on: Option<LocalDate>,
    /// What holidays and 调休 do to it.
    pub days: DayRule,
}

impl Recurrence {
    /// Whether there is a shift on a day.
    pub fn is_on(&self, calendar: &Calendar, day: LocalDate) -> bool {
        let counts = self.first_on <= day && self.last_on.is_none_or(|last| day <= last);
        counts && self.is_turn(day) && self.fits(calendar, day)
    }

    /// Whether a day lies in a week or month that counts.
    fn is_turn(&self, day: LocalDate) -> bool {
        let (first, day) = (self.first_on.civil(), day.civil());
        let passed = match self.on {
            On::Week(_) => weeks(day) - weeks(first),
            On::MonthDay(_) | On::MonthWeekday { .. } => months(day) - months(first),
        };
        passed.rem_euclid(self.step.max(1)) == 0
    }

    fn fits(&self, calendar: &Calendar, day: LocalDate) -> bool {
        let civil = day.civil();
        let is_off = calendar.is_holiday(day);
        let is_made_up = calendar.is_made_up(day);
        match (self.days, self.on) {
            (DayRule::SkipHolidays | DayRule::AsWorkdays, _) if is_off => false,
            // A weekend's day that is worked is no weekend: it belongs to whoever goes every workday.
            (DayRule::AsWorkdays, On::Week(weekdays)) if is_made_up => weekdays.has_all_workdays(),
            (DayRule::AsWorkdays, On::MonthWeekday { .. }) if is_made_up => false,
            (_, On::Week(weekdays)) => weekdays.has(civil.weekday()),
            (_, On::MonthDay(number)) => civil.day() == number.min(civil.days_in_month()),
            (_, On::MonthWeekday { nth, weekday }) => civil
                .nth_weekday_of_month(nth, weekday)
                .is_ok_and(|found| found == civil),
        }
    }

    /// What follows another from its own first day on. Where both fall on the same days, the turns stay
    /// as they were: every second week is the same second week.
    #[must_use]
    pub fn following(self, other: &Self) -> Self {
        if (self.on, self.step) != (other.on, other.step) {
            return self;
        }
        Self {
            first_on: other.from_day(self.first_on).first_on,
            ..self
        }
    }

    /// The same days, told from a later day on: it begins there, or with the next week or month that
    /// counts, so that every second week stays the same second week.
    #[must_use]
    pub fn from_day(self, day: LocalDate) -> Self {
        let mut first = day;
        while !self.is_turn(first) {
            let civil = first.civil();
            let next = match self.on {
                On::Week(_) => monday(civil)
                    .and_then(|monday| monday.checked_add(jiff::Span::new().weeks(1)).ok()),
                On::MonthDay(_) | On::MonthWeekday { .. } => civil.last_of_month().tomorrow().ok(),
            };
            let Some(next) = next else { break };
            first = next.into();
        }
        Self {
            first_on: first,
            ..self
        }
    }
}

/// How many weeks, from Monday on, a day lies behind some Monday long ago.
fn weeks(day: Date) -> i64 {
    // A Monday.
    let origin = Date::constant(1900, 1, 1);
    let days = day.duration_since(origin).as_hours() / 24;
    days.div_euclid(7)
}

fn months(day: Date) -> i64 {
    i64::from(day.year()) * 12 + i64::from(day.month())
}

fn monday(day: Date) -> Option<Date> {
    let behind = day.weekday().to_monday_zero_offset();
    day.checked_sub(jiff::Span::new().days(behind)).ok()
}

/// The days on which a template has shifts, in order: `from` is the first that may be among them,
/// `until` the first that may not.
pub fn occurrences(
    recurrence: &Recurrence,
    calendar: &Calendar,
    from: LocalDate,
    until: LocalDate,
) -> Vec<LocalDate> {
    days_from(from.max(recurrence.first_on))
        .take_while(|day| *day < until)
        .filter(|day| recurrence.is_on(calendar, *day))
        .collect()
}

/// The next days on which a template has shifts, at most `most`; it is not looked further than a few
/// turns ahead.
pub fn next_days(
    recurrence: &Recurrence,
    calendar: &Calendar,
    from: LocalDate,
    most: usize,
) -> Vec<LocalDate> {
    // The longest step, once more for each day wanted and for each turn that a holiday takes away.
    const FAR: usize = 12 * 31 * 12;
    days_from(from.max(recurrence.first_on))
        .take(FAR)
        .take_while(|day| recurrence.last_on.is_none_or(|last| *day <= last))
        .filter(|day| recurrence.is_on(calendar, *day))
        .take(most)
        .collect()
}

fn days_from(first: LocalDate) -> impl Iterator<Item = LocalDate> {
    first
        .civil()
        .series(jiff::Span::new().days(1))
        .map(LocalDate::from)
}

/// What the form of a template holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// What each shift is.
    pub body: BodyDraft,
    /// `week`, `month_day` or `month_weekday`.
    pub every: String,
    /// Every so many weeks or months; blank is each.
    pub step: String,
    /// Days of the week, Monday is `1`; where it is weekly.
    pub weekdays: Vec<String>,
    /// The day of the month, `1` to `31`; where it is by that.
    pub month_day: String,
    /// `1` to `4`, or `-1` for the last; where it is by weekday of the month.
    pub nth: String,
    /// The day of the week, Monday is `1`; where it is by weekday of the month.
    pub weekday: String,
    /// The first day that counts, `YYYY-MM-DD`.
    pub first_on: String,
    /// The last day that counts; blank has no end.
    pub last_on: String,
    /// `all`, `skip_holidays` or `as_workdays`.
    pub days: String,
    /// Whether its shifts are published as they are made.
    pub publish: bool,
}

/// A template that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewTemplate {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// What each shift is.
    pub body: Body,
    /// On which days.
    pub recurrence: Recurrence,
    /// Whether its shifts are published as they are made.
    pub publish: bool,
}

impl Draft {
    /// Checks the whole form. Shifts at night need a place for a leader (V11); the first day is not
    /// over.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(
        &self,
        zone: &Zone,
        now: Instant,
        choices: &Choices,
    ) -> Result<NewTemplate, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let body = self.body.check(choices, &mut problems);
        let recurrence = self.check_days(zone, now, &mut problems);
        let whole = (|| {
            let (body, recurrence) = (body?, recurrence?);
            let first = span(zone, recurrence.first_on, body.starts, body.ends);
            if is_night(zone, first) && body.places_of(Role::Leader).capacity == 0 {
                problems.add("leaders", Problem::NightNeedsLeader);
            }
            Some(NewTemplate {
                request_key: request_key?,
                body,
                recurrence,
                publish: self.publish,
            })
        })();
        match whole {
            Some(whole) => problems.into_result(whole),
            None => Err(problems),
        }
    }

    /// Checks only what says on which days, for a look ahead.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn recurrence(&self, zone: &Zone, now: Instant) -> Result<Recurrence, Problems> {
        let mut problems = Problems::new();
        match self.check_days(zone, now, &mut problems) {
            Some(recurrence) => problems.into_result(recurrence),
            None => Err(problems),
        }
    }

    fn check_days(&self, zone: &Zone, now: Instant, problems: &mut Problems) -> Option<Recurrence> {
        let every = chosen(&self.every, Every::parse);
        let every = problems.take("every", every);
        let step = if self.step.trim().is_empty() {
            Some(1)
        } else {
            problems.take("step", number(&self.step, 1, MOST_STEP))
        };
        let on = every.and_then(|every| self.on(every, problems));
        let today = zone.date_of(now);
        let first_on = LocalDate::parse(&self.first_on).and_then(|day| {
            if day < today {
                Err(Problem::InThePast)
            } else {
                Ok(day)
            }
        });
        let first_on = problems.take("first_on", first_on);
        let last_on = LocalDate::optional(&self.last_on).and_then(|last| {
            let ends_before = last.zip(first_on).is_some_and(|(last, first)| last < first);
            if ends_before {
                Err(Problem::EndsBeforeItBegins)
            } else {
                Ok(last)
            }
        });
        let last_on = problems.take("last_on", last_on);
        let days = problems.take("days", chosen(&self.days, DayRule::parse));
        Some(Recurrence {
            on: on?,
            step: step?,
            first_on: first_on?,
            last_on: last_on?,
            days: days?,
        })
    }

    fn on(&self, every: Every, problems: &mut Problems) -> Option<On> {
        match every {
            Every::Week => problems
                .take("weekdays", weekdays(&self.weekdays))
                .map(On::Week),
            Every::MonthDay => {
                let day = problems.take("month_day", number(&self.month_day, 1, 31))?;
                i8::try_from(day).ok().map(On::MonthDay)
            }
            Every::MonthWeekday => {
                let nth = self.nth.trim().parse().ok().filter(|nth| is_nth(*nth));
                let nth = problems.take("nth", nth.ok_or(Problem::NotAChoice));
                let weekday = self.weekday.trim().parse().ok();
                let weekday =
                    weekday.and_then(|number| Weekday::from_monday_one_offset(number).ok());
                let weekday = problems.take("weekday", weekday.ok_or(Problem::NotAChoice));
                Some(On::MonthWeekday {
                    nth: nth?,
                    weekday: weekday?,
                })
            }
        }
    }
}

fn chosen<T>(text: &str, parse: impl Fn(&str) -> Option<T>) -> Result<T, Problem> {
    match text {
        "" => Err(Problem::Missing),
        text => parse(text).ok_or(Problem::NotAChoice),
    }
}

fn weekdays(typed: &[String]) -> Result<Weekdays, Problem> {
    let mut bits = 0;
    for number in typed {
        let one = number.parse().ok().and_then(Weekdays::one);
        bits |= one.ok_or(Problem::NotAChoice)?.bits();
    }
    Weekdays::from_bits(bits).ok_or(Problem::Missing)
}

fn number(text: &str, min: i64, max: i64) -> Result<i64, Problem> {
    let text: String = text.trim().chars().map(crate::width::narrow).collect();
    if text.is_empty() {
        return Err(Problem::Missing);
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    let number = text
        .parse()
        .ok()
        .filter(|number| (min..=max).contains(number));
    number
        .filter(|_| plain)
        .ok_or(Problem::NotANumber { min, max })
}

#[cfg(test)]
mod tests;
