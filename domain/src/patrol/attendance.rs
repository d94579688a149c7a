//! Who came, from when to when, and how much of it is credited (V12, V13).

use std::time::Duration;

use super::eligible::Span;
use crate::instant::{Instant, LocalDate, LocalTime, Zone};
use crate::name::stored_names;
use crate::problem::Problem;
use crate::width::narrow;

/// People are ticked off from so long before the start, and the changing code counts from then.
pub const OPENS_BEFORE: Duration = Duration::from_secs(30 * 60);

/// So long before the end a shift may be written up when nobody is missing.
pub const CLOSES_BEFORE: Duration = Duration::from_secs(15 * 60);

/// What the leader notes beside a name.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// 来了
    Came,
    /// 未到: only after the end (V14).
    Missed,
    /// 请假: had a reason.
    Excused,
    /// What was noted is taken back (X8).
    TakenBack,
}

stored_names!(Mark {
    Came = "came",
    Missed = "missed",
    Excused = "excused",
    TakenBack = "taken_back",
});

/// When somebody was there, as far as it was written down.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Times {
    /// When the person came; nothing means the planned start.
    pub came: Option<Instant>,
    /// When the person went; nothing means the planned end.
    pub went: Option<Instant>,
    /// Whether staff agreed that it counts beyond what was planned.
    pub approved: bool,
}

/// Whether people may be ticked off at an instant: from half an hour before the start on.
pub fn has_opened(planned: Span, now: Instant) -> bool {
    now >= planned.starts.minus(OPENS_BEFORE)
}

/// Whether the changing code counts at an instant: until the end, which does not belong to it.
pub fn takes_codes(planned: Span, now: Instant) -> bool {
    has_opened(planned, now) && now < planned.ends
}

/// Whether a shift may be written up: after its end, or a little before it when everybody is there.
pub fn may_close(planned: Span, nobody_is_missing: bool, now: Instant) -> bool {
    now >= planned.ends || (nobody_is_missing && now >= planned.ends.minus(CLOSES_BEFORE))
}

/// What is credited to somebody who came: the planned time, the real times where they were written
/// down, and never more than was planned unless staff agreed to it (V13). Its
/// [`minutes`](Span::minutes) are whole and rounded down; nothing is left of times that lie outside.
pub fn credited(planned: Span, times: Times) -> Span {
    let came = times.came.unwrap_or(planned.starts);
    let went = times.went.unwrap_or(planned.ends);
    let (starts, ends) = if times.approved {
        (came, went)
    } else {
        let within = |at: Instant| at.clamp(planned.starts, planned.ends);
        (within(came), within(went))
    };
    Span {
        starts,
        ends: ends.max(starts),
    }
}

/// What stands in 到 and in 离, where there is something.
pub type Both<T> = (Option<T>, Option<T>);

/// The two times of a person on the paper sheet, on the community's clocks.
///
/// A blank one is nothing. A time means the day on which it is nearest to the shift, so that half
/// past midnight belongs to the next day on a night patrol; nobody goes before coming.
///
/// # Errors
/// The problem of each of the two.
pub fn read_times(
    zone: &Zone,
    planned: Span,
    came: &str,
    went: &str,
) -> Result<Both<Instant>, Both<Problem>> {
    let came = read_clock(came).map(|time| time.map(|time| nearest(zone, planned, time)));
    let went = read_clock(went).map(|time| time.map(|time| nearest(zone, planned, time)));
    match (came, went) {
        (Ok(came), Ok(went)) => {
            let from = came.unwrap_or(planned.starts);
            match went {
                Some(went) if went <= from => Err((None, Some(Problem::EndsBeforeItBegins))),
                _ => Ok((came, went)),
            }
        }
        (came, went) => Err((came.err(), went.err())),
    }
}

/// `8:05`, `08:05`, `0805`, also in wide characters; blank is nothing.
fn read_clock(text: &str) -> Result<Option<LocalTime>, Problem> {
    let mut text: String = text.trim().chars().map(narrow).collect();
    if text.is_empty() {
        return Ok(None);
    }
    if matches!(text.len(), 3..=4) && text.bytes().all(|byte| byte.is_ascii_digit()) {
        text.insert(text.len() - 2, ':');
    }
    LocalTime::parse(&text).map(Some)
}

/// The instant at which the clocks show a time, on the day on which it is nearest to the shift.
fn nearest(zone: &Zone, planned: Span, time: LocalTime) -> Instant {
    let away = |at: Instant| {
        let before = planned.starts.millis() - at.millis();
        let after = at.millis() - planned.ends.millis();
        before.max(after).max(0)
    };
    let on = |day: LocalDate| zone.instant_of(day.civil().to_datetime(time.civil()));
    let first = zone.date_of(planned.starts).civil();
    let mut day = first.yesterday().unwrap_or(first);
    let mut best = on(day.into());
    let last = zone.date_of(planned.ends).civil();
    while day <= last {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        let at = on(day.into());
        if away(at) < away(best) {
            best = at;
        }
    }
    best
}

#[cfg(test)]
mod tests;
