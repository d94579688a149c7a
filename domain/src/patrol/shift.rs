//! A shift: what its form holds, when it is by the community's clocks, and how it stands.

use jiff::ToSpan;

use super::eligible::Span;
use super::{Places, Role};
use crate::id::{BuildingId, PatrolKindId, PatrolRouteId};
use crate::instant::{Instant, LocalDate, LocalTime, Zone};
use crate::name::stored_names;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::words::{Line, Words};

/// More places of a role than any shift has.
pub const MOST_PLACES: i64 = 500;

/// What the table keeps of a shift's life; the rest is told by its places and the clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Kept {
    /// Staff are still writing it.
    Draft,
    /// Published.
    Open,
    /// Called off.
    Cancelled,
}

stored_names!(Kept {
    Draft = "draft",
    Open = "open",
    Cancelled = "cancelled",
});

/// How a shift stands, as people see it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Standing {
    /// Staff are still writing it.
    Draft,
    /// 可以报名
    Open,
    /// 已报满
    Full,
    /// 进行中
    Running,
    /// 已结束
    Ended,
    /// 已取消
    Cancelled,
}

stored_names!(Standing {
    Draft = "draft",
    Open = "open",
    Full = "full",
    Running = "running",
    Ended = "ended",
    Cancelled = "cancelled",
});

/// How a shift stands at an instant, with no job running: half open, so that at the very instant of
/// its end it has ended.
pub fn standing(kept: Kept, span: Span, places: &[Places], now: Instant) -> Standing {
    match kept {
        Kept::Draft => Standing::Draft,
        Kept::Cancelled => Standing::Cancelled,
        Kept::Open if now >= span.ends => Standing::Ended,
        Kept::Open if now >= span.starts => Standing::Running,
        Kept::Open if places.iter().all(|places| places.left() <= 0) => Standing::Full,
        Kept::Open => Standing::Open,
    }
}

/// The instants of a shift that the community's clocks show as a day and two times; an end that is
/// not after the start is on the next day (V10). A time that the clocks skip moves forward, of a
/// time that they show twice the first is meant (V20).
pub fn span(zone: &Zone, day: LocalDate, starts: LocalTime, ends: LocalTime) -> Span {
    let last = if ends > starts {
        day.civil()
    } else {
        day.civil().tomorrow().unwrap_or(day.civil())
    };
    let first = zone.instant_of(day.civil().to_datetime(starts.civil()));
    let end = zone.instant_of(last.to_datetime(ends.civil()));
    // Where the start moved behind the end, the shift keeps the length that its clock times have.
    let length = last
        .to_datetime(ends.civil())
        .duration_since(day.civil().to_datetime(starts.civil()));
    let ends = if end > first {
        end
    } else {
        first.plus(length.unsigned_abs())
    };
    Span {
        starts: first,
        ends,
    }
}

/// Whether some of it lies between 22:00 and 6:00 by the community's clocks: a night patrol (V11).
pub fn is_night(zone: &Zone, span: Span) -> bool {
    let (Ok(from), Ok(until)) = (LocalTime::parse("22:00"), LocalTime::parse("06:00")) else {
        return false;
    };
    let last = zone.date_of(span.ends).civil();
    let mut day = zone.date_of(span.starts).civil().saturating_sub(1.day());
    while day <= last {
        if self::span(zone, day.into(), from, until).overlaps(span) {
            return true;
        }
        match day.tomorrow() {
            Ok(next) => day = next,
            Err(_) => return false,
        }
    }
    false
}

/// The days on which a shift shows: its first, and the next when it reaches into it (V10).
pub fn days(zone: &Zone, span: Span) -> Vec<LocalDate> {
    let last = zone
        .date_of(Instant::from_millis(span.ends.millis() - 1))
        .civil();
    let mut day = zone.date_of(span.starts).civil();
    let mut days = vec![LocalDate::from(day)];
    while day < last {
        let Ok(next) = day.tomorrow() else { break };
        day = next;
        days.push(day.into());
    }
    days
}

/// What can be chosen on the form.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// What volunteers do here.
    pub kinds: Vec<PatrolKindId>,
    /// The buildings.
    pub buildings: Vec<BuildingId>,
    /// The routes.
    pub routes: Vec<PatrolRouteId>,
}

/// What a shift and a template have in common, as typed and chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct BodyDraft {
    /// Id of the kind.
    pub kind: String,
    /// A line of its own instead of the kind's name; may be blank.
    pub title: String,
    /// Where people meet, in words; may be blank.
    pub place: String,
    /// Id of the building that it is about; blank for the whole community.
    pub building: String,
    /// Id of the route; may be blank.
    pub route: String,
    /// What to bring and to know; may be blank.
    pub words: String,
    /// `HH:MM`.
    pub starts: String,
    /// `HH:MM`; not after the start means the next day.
    pub ends: String,
    /// How many places for leaders; blank is none.
    pub leaders: String,
    /// How many places for members.
    pub members: String,
    /// How many places for people who learn; blank is none.
    pub trainees: String,
    /// Of the members' places, how many are kept for people without an account; blank is none.
    pub reserved: String,
    /// Whether the leader or staff say yes to each.
    pub needs_approval: bool,
    /// Whether people tick themselves off with a changing code (V12).
    pub uses_code: bool,
}

/// What a shift and a template have in common, without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Body {
    /// The kind.
    pub kind: PatrolKindId,
    /// A line of its own.
    pub title: Option<Line<40>>,
    /// Where people meet.
    pub place: Option<Line<60>>,
    /// The building that it is about.
    pub building: Option<BuildingId>,
    /// The route.
    pub route: Option<PatrolRouteId>,
    /// What to bring and to know.
    pub words: Option<Words<1000>>,
    /// When it begins by the clock.
    pub starts: LocalTime,
    /// When it ends by the clock.
    pub ends: LocalTime,
    /// Capacity and reserved places of each role, none taken.
    pub places: [Places; 3],
    /// Whether the leader or staff say yes to each.
    pub needs_approval: bool,
    /// Whether people tick themselves off with a changing code.
    pub uses_code: bool,
}

impl BodyDraft {
    /// Checks the fields and notes what is wrong with them.
    pub fn check(&self, choices: &Choices, problems: &mut Problems) -> Option<Body> {
        let kind = problems.take("kind", one_of(&self.kind, &choices.kinds));
        let title = problems.take("title", Line::optional(&self.title));
        let place = problems.take("place", Line::optional(&self.place));
        let building = problems.take(
            "building",
            perhaps_one_of(&self.building, &choices.buildings),
        );
        let route = problems.take("route", perhaps_one_of(&self.route, &choices.routes));
        let words = problems.take("words", Words::optional(&self.words));
        let starts = problems.take("starts", LocalTime::parse(&self.starts));
        let ends = LocalTime::parse(&self.ends).and_then(|ends| match starts {
            Some(starts) if starts == ends => Err(Problem::EndsBeforeItBegins),
            _ => Ok(ends),
        });
        let ends = problems.take("ends", ends);
        let mut number = |field, text: &str| problems.take(field, count(text));
        let leaders = number("leaders", &self.leaders);
        let members = number("members", &self.members);
        let trainees = number("trainees", &self.trainees);
        let reserved = number("reserved", &self.reserved);
        if let (Some(members), Some(reserved)) = (members, reserved)
            && reserved > members
        {
            problems.add(
                "reserved",
                Problem::NotANumber {
                    min: 0,
                    max: members,
                },
            );
        }
        if [leaders, members, trainees] == [Some(0), Some(0), Some(0)] {
            problems.add(
                "members",
                Problem::NotANumber {
                    min: 1,
                    max: MOST_PLACES,
                },
            );
        }
        let place_of = |role, capacity, reserved| Places {
            role,
            capacity,
            reserved,
            taken: 0,
        };
        Some(Body {
            kind: kind?,
            title: title?,
            place: place?,
            building: building?,
            route: route?,
            words: words?,
            starts: starts?,
            ends: ends?,
            places: [
                place_of(Role::Leader, leaders?, 0),
                place_of(Role::Member, members?, reserved?),
                place_of(Role::Trainee, trainees?, 0),
            ],
            needs_approval: self.needs_approval,
            uses_code: self.uses_code,
        })
    }
}

impl Body {
    /// The places of a role.
    pub fn places_of(&self, role: Role) -> Places {
        let [leader, member, trainee] = self.places;
        match role {
            Role::Leader => leader,
            Role::Member => member,
            Role::Trainee => trainee,
        }
    }
}

/// What the form of a shift holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's hidden key (R3).
    pub request_key: String,
    /// What it is.
    pub body: BodyDraft,
    /// The first day, `YYYY-MM-DD`.
    pub day: String,
    /// Whether it is published at once.
    pub publish: bool,
}

/// A shift that may be written down.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewShift {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// What it is.
    pub body: Body,
    /// The community's day on which it begins (V19).
    pub day: LocalDate,
    /// When it is.
    pub span: Span,
    /// Whether it is published at once.
    pub publish: bool,
}

impl Draft {
    /// Checks the whole form. A night patrol needs a place for a leader (V11); a shift that is over
    /// cannot be made any more, except that one may keep the day it has.
    ///
    /// # Errors
    /// Every problem, at the fields of the same names.
    pub fn check(
        &self,
        zone: &Zone,
        now: Instant,
        choices: &Choices,
        kept_day: Option<LocalDate>,
    ) -> Result<NewShift, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let today = zone.date_of(now);
        let day = LocalDate::parse(&self.day).and_then(|day| {
            if day < today && Some(day) != kept_day {
                Err(Problem::InThePast)
            } else {
                Ok(day)
            }
        });
        let day = problems.take("day", day);
        let body = self.body.check(choices, &mut problems);
        let whole = (|| {
            let (day, body) = (day?, body?);
            let span = span(zone, day, body.starts, body.ends);
            if is_night(zone, span) && body.places_of(Role::Leader).capacity == 0 {
                problems.add("leaders", Problem::NightNeedsLeader);
            }
            Some(NewShift {
                request_key: request_key?,
                body,
                day,
                span,
                publish: self.publish,
            })
        })();
        match whole {
            Some(whole) => problems.into_result(whole),
            None => Err(problems),
        }
    }
}

fn one_of<T: std::str::FromStr + PartialEq + Copy>(text: &str, known: &[T]) -> Result<T, Problem> {
    match text.trim() {
        "" => Err(Problem::Missing),
        text => text
            .parse()
            .ok()
            .filter(|id| known.contains(id))
            .ok_or(Problem::NotAChoice),
    }
}

fn perhaps_one_of<T: std::str::FromStr + PartialEq + Copy>(
    text: &str,
    known: &[T],
) -> Result<Option<T>, Problem> {
    match one_of(text, known) {
        Err(Problem::Missing) => Ok(None),
        other => other.map(Some),
    }
}

fn count(text: &str) -> Result<i64, Problem> {
    let text: String = text.trim().chars().map(crate::width::narrow).collect();
    let wrong = Problem::NotANumber {
        min: 0,
        max: MOST_PLACES,
    };
    if text.is_empty() {
        return Ok(0);
    }
    let plain = text.bytes().all(|byte| byte.is_ascii_digit());
    match text.parse() {
        Ok(number) if plain && (0..=MOST_PLACES).contains(&number) => Ok(number),
        _ => Err(wrong),
    }
}

#[cfg(test)]
mod tests;
