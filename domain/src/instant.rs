//! Time: instants in UTC, civil dates, and the zone of a community that joins them (X15).
//!
//! No clock: what time it is now is passed in.

use std::fmt;
use std::str::FromStr;
use std::time::Duration;

use jiff::Timestamp;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};

use crate::problem::Problem;

/// A point in time: milliseconds since 1970-01-01T00:00:00Z.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Instant(i64);

impl Instant {
    /// The instant that many milliseconds after the epoch, or before it when negative.
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the epoch.
    pub const fn millis(self) -> i64 {
        self.0
    }

    /// Later by a duration; stops at the end of time.
    #[must_use]
    pub fn plus(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(millis_of(duration)))
    }

    /// Earlier by a duration; stops at the beginning of time.
    #[must_use]
    pub fn minus(self, duration: Duration) -> Self {
        Self(self.0.saturating_sub(millis_of(duration)))
    }

    /// As the time library knows it; years that it does not reach become its first or last.
    fn timestamp(self) -> Timestamp {
        Timestamp::from_millisecond(self.0).unwrap_or(if self.0 < 0 {
            Timestamp::MIN
        } else {
            Timestamp::MAX
        })
    }
}

fn millis_of(duration: Duration) -> i64 {
    i64::try_from(duration.as_millis()).unwrap_or(i64::MAX)
}

impl From<Timestamp> for Instant {
    fn from(timestamp: Timestamp) -> Self {
        Self(timestamp.as_millisecond())
    }
}

/// A day of the calendar, without a zone.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct LocalDate(Date);

impl LocalDate {
    /// Reads `YYYY-MM-DD`, the form of the database and of date fields.
    ///
    /// # Errors
    /// `Missing` when blank, otherwise `NotADate`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        iso(text).map(Self).ok_or(Problem::NotADate)
    }

    /// Like `parse`, but blank is nothing.
    ///
    /// # Errors
    /// `NotADate`.
    pub fn optional(text: &str) -> Result<Option<Self>, Problem> {
        match Self::parse(text) {
            Err(Problem::Missing) => Ok(None),
            other => other.map(Some),
        }
    }

    /// The date as the time library knows it.
    pub const fn civil(self) -> Date {
        self.0
    }

    /// When the day begins in the zone. Where clocks jump over midnight, when they have
    /// jumped.
    pub fn first_instant(self, zone: &Zone) -> Instant {
        match self.0.to_zoned(zone.0.clone()) {
            Ok(first) => first.timestamp().into(),
            Err(_) if self.0.year() < 0 => Timestamp::MIN.into(),
            Err(_) => Timestamp::MAX.into(),
        }
    }

    /// When the day has ended in the zone, which is when the next begins: the day is half open.
    pub fn end_instant(self, zone: &Zone) -> Instant {
        match self.0.tomorrow() {
            Ok(tomorrow) => Self(tomorrow).first_instant(zone),
            Err(_) => Timestamp::MAX.into(),
        }
    }
}

/// A time on the clocks of a community, to the minute.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct LocalTime(Time);

impl LocalTime {
    /// Reads `HH:MM`, the form of the database and of time fields; `H:MM` and seconds that some
    /// browsers add are understood.
    ///
    /// # Errors
    /// `Missing` when blank, otherwise `NotUnderstood`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        if text.is_empty() {
            return Err(Problem::Missing);
        }
        clock(text).map(Self).ok_or(Problem::NotUnderstood)
    }

    /// The time as the time library knows it.
    pub const fn civil(self) -> Time {
        self.0
    }
}

fn clock(text: &str) -> Option<Time> {
    let mut parts = text.split(':');
    let mut number = || {
        let part = parts.next()?;
        let plain = matches!(part.len(), 1..=2) && part.bytes().all(|byte| byte.is_ascii_digit());
        plain.then(|| part.parse::<i8>().ok()).flatten()
    };
    let (hour, minute) = (number()?, number()?);
    let seconds = parts.next();
    if seconds.is_some_and(|seconds| seconds != "00") || parts.next().is_some() {
        return None;
    }
    Time::new(hour, minute, 0, 0).ok()
}

impl fmt::Display for LocalTime {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}", self.0.hour(), self.0.minute())
    }
}

/// Four, two and two plain digits; the time library alone would read more forms than we write.
fn iso(text: &str) -> Option<Date> {
    let shape = text.bytes().enumerate().all(|(at, byte)| match at {
        4 | 7 => byte == b'-',
        _ => byte.is_ascii_digit(),
    });
    if text.len() != 10 || !shape {
        return None;
    }
    let year = text[..4].parse().ok()?;
    let month = text[5..7].parse().ok()?;
    let day = text[8..].parse().ok()?;
    Date::new(year, month, day).ok()
}

impl fmt::Display for LocalDate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = (self.0.year(), self.0.month(), self.0.day());
        write!(f, "{year:04}-{month:02}-{day:02}")
    }
}

impl From<Date> for LocalDate {
    fn from(date: Date) -> Self {
        Self(date)
    }
}

/// The text is not a date `YYYY-MM-DD`.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct NotADate;

impl fmt::Display for NotADate {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("not a date of the form YYYY-MM-DD")
    }
}

impl std::error::Error for NotADate {}

impl FromStr for LocalDate {
    type Err = NotADate;

    fn from_str(text: &str) -> Result<Self, NotADate> {
        iso(text).map(Self).ok_or(NotADate)
    }
}

impl TryFrom<String> for LocalDate {
    type Error = NotADate;

    fn try_from(text: String) -> Result<Self, NotADate> {
        text.parse()
    }
}

impl From<LocalDate> for String {
    fn from(date: LocalDate) -> Self {
        date.to_string()
    }
}

/// The time zone of a community. Zone data is the server's: in the browser no name is known.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Zone {
    /// The zone of an IANA name such as `Asia/Shanghai`.
    ///
    /// # Errors
    /// When no such zone is known.
    pub fn named(name: &str) -> Result<Self, UnknownZone> {
        TimeZone::get(name)
            .map(Self)
            .map_err(|_| UnknownZone(name.to_owned()))
    }

    /// Its IANA name; `named` reads it back.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The day it is in the zone at that instant.
    pub fn date_of(&self, instant: Instant) -> LocalDate {
        LocalDate(self.civil(instant).date())
    }

    /// Day and time on the zone's clocks at that instant.
    pub fn civil(&self, instant: Instant) -> DateTime {
        self.0.to_datetime(instant.timestamp())
    }

    /// The instant at which the zone's clocks show a day and time; of two the first, and where the
    /// clocks skip it, the instant as far behind the gap.
    pub fn instant_of(&self, local: DateTime) -> Instant {
        self.0
            .to_ambiguous_timestamp(local)
            .compatible()
            .unwrap_or(Timestamp::MAX)
            .into()
    }

    /// The year it is in the zone at that instant.
    pub fn year_of(&self, instant: Instant) -> i16 {
        self.civil(instant).year()
    }
}

/// No time zone has this name.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct UnknownZone(pub String);

impl fmt::Display for UnknownZone {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "unknown time zone {:?}", self.0)
    }
}

impl std::error::Error for UnknownZone {}

#[cfg(test)]
mod tests;
