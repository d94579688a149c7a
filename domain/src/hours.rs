//! Service hours: a ledger that is only added to (V13).

use std::fmt;

use crate::id::{PatrolKindId, PersonId};
use crate::instant::{Instant, LocalDate, LocalTime, Zone};
use crate::name::stored_names;
use crate::patrol::shift;
use crate::problem::{Problem, Problems};
use crate::request_key::RequestKey;
use crate::width::narrow;
use crate::words::Words;

/// Where the minutes of an entry come from. What was counted by itself and what was entered
/// afterwards are shown apart (V13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Credited when a shift was written up.
    Automatic,
    /// Entered afterwards (补录) and approved by somebody else.
    BackEntered,
}

stored_names!(Source {
    Automatic = "automatic",
    BackEntered = "back_entered",
});

/// Minutes of service, apart by where they come from (V13). The balance is their sum.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Totals {
    /// Counted by itself when a shift was written up.
    pub automatic: i64,
    /// Entered afterwards (补录) and approved.
    pub back_entered: i64,
}

impl Totals {
    /// Adds what one or several entries say; a reversal says less than nothing.
    pub const fn add(&mut self, source: Source, minutes: i64) {
        match source {
            Source::Automatic => self.automatic += minutes,
            Source::BackEntered => self.back_entered += minutes,
        }
    }

    /// The balance.
    pub const fn sum(self) -> i64 {
        self.automatic + self.back_entered
    }
}

/// Whether somebody may say yes or no to hours, or correct them: never whoever served, the guardian
/// of the child that did, or who entered them (V13, P14).
pub fn may_judge(who: PersonId, served: PersonId, entered_by: Option<PersonId>) -> bool {
    who != served && entered_by != Some(who)
}

/// Whose hours a form is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Whose {
    /// Those of whoever fills in the form.
    Mine,
    /// Those of a child of theirs, kept under their record (P21).
    Child(PersonId),
    /// Those of somebody for whom they enter them.
    Of(PersonId),
}

impl fmt::Display for Whose {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Mine => f.write_str("me"),
            Self::Child(child) => write!(f, "child-{child}"),
            Self::Of(person) => write!(f, "of-{person}"),
        }
    }
}

impl Whose {
    /// Reads what `Display` writes; nothing typed means oneself.
    ///
    /// # Errors
    /// `NotAChoice`.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let id = |text: &str| text.parse().map_err(|_| Problem::NotAChoice);
        match text.trim().split_once('-') {
            None if matches!(text.trim(), "" | "me") => Ok(Self::Mine),
            Some(("child", child)) => id(child).map(Self::Child),
            Some(("of", person)) => id(person).map(Self::Of),
            _ => Err(Problem::NotAChoice),
        }
    }
}

/// The form of hours that are entered afterwards (补录), as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Draft {
    /// The form's key (R3).
    pub request_key: String,
    /// Whose they are, as [`Whose`] writes it.
    pub whose: String,
    /// What was done: the id of a kind.
    pub kind: String,
    /// On which day.
    pub day: String,
    /// Whole hours.
    pub hours: String,
    /// And minutes.
    pub minutes: String,
    /// Or: from this time …
    pub from: String,
    /// … until that; when it is not later, on the next day.
    pub until: String,
    /// What was done, in words.
    pub words: String,
}

/// Hours entered afterwards, without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewClaim {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// Whose they are.
    pub whose: Whose,
    /// What was done.
    pub kind: PatrolKindId,
    /// On which day it began (V19).
    pub day: LocalDate,
    /// How long, at least 1 and at most [`DAY`].
    pub minutes: i64,
    /// What was done, in words.
    pub words: Words<200>,
}

/// What a draft is compared with.
#[derive(Clone, Copy, Debug)]
pub struct Against<'a> {
    /// The present instant: nothing is entered before it was done.
    pub now: Instant,
    /// The community's zone.
    pub zone: &'a Zone,
    /// Whose hours may be entered.
    pub whose: &'a [Whose],
    /// What there is to do.
    pub kinds: &'a [PatrolKindId],
}

impl Draft {
    /// The form without faults.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self, against: Against<'_>) -> Result<NewClaim, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let whose = Whose::parse(&self.whose).and_then(|whose| {
            let is_offered = against.whose.contains(&whose);
            is_offered.then_some(whose).ok_or(Problem::NotAChoice)
        });
        let whose = problems.take("whose", whose);
        let kind = problems.take("kind", self.kind_among(against.kinds));
        let day = LocalDate::parse(&self.day).and_then(|day| {
            let is_over = day <= against.zone.date_of(against.now);
            is_over.then_some(day).ok_or(Problem::InTheFuture)
        });
        let day = problems.take("day", day);
        let minutes = self.length(against, day, &mut problems);
        let words = problems.take("words", Words::parse(&self.words));
        let (Some(request_key), Some(whose), Some(kind), Some(day), Some(minutes), Some(words)) =
            (request_key, whose, kind, day, minutes, words)
        else {
            return Err(problems);
        };
        problems.into_result(NewClaim {
            request_key,
            whose,
            kind,
            day,
            minutes,
            words,
        })
    }

    fn kind_among(&self, kinds: &[PatrolKindId]) -> Result<PatrolKindId, Problem> {
        if self.kind.trim().is_empty() {
            return Err(Problem::Missing);
        }
        let chosen = self.kind.trim().parse().ok();
        chosen
            .filter(|kind| kinds.contains(kind))
            .ok_or(Problem::NotAChoice)
    }

    /// How long it took: as typed, or between two times; both at once have to agree.
    fn length(
        &self,
        against: Against<'_>,
        day: Option<LocalDate>,
        problems: &mut Problems,
    ) -> Option<i64> {
        let typed = match length(&self.hours, &self.minutes) {
            Ok(typed) => typed,
            Err((field, problem)) => {
                problems.add(field, problem);
                return None;
            }
        };
        let times = [&self.from, &self.until].map(|text| !text.trim().is_empty());
        if times == [false, false] {
            if typed.is_none() {
                problems.add("hours", Problem::NoLength);
            }
            return typed;
        }
        let from = problems.take("from", LocalTime::parse(&self.from));
        let until = problems.take("until", LocalTime::parse(&self.until));
        let (day, from, until) = (day?, from?, until?);
        let span = shift::span(against.zone, day, from, until);
        let between = span.minutes();
        let fault = if from == until || typed.is_some_and(|typed| typed != between) {
            Problem::NoLength
        } else if span.ends > against.now {
            Problem::InTheFuture
        } else {
            return Some(between);
        };
        problems.add("until", fault);
        None
    }
}

/// Minutes of a day: more than that is one entry for each day.
pub const DAY: i64 = 24 * 60;

/// Reads a length typed as hours and minutes; nothing typed is nothing.
///
/// # Errors
/// The field at fault: `hours` up to 24, `minutes` up to 59, `NoLength` when both together are not
/// at least a minute and at most a day.
pub fn length(hours: &str, minutes: &str) -> Result<Option<i64>, (&'static str, Problem)> {
    if hours.trim().is_empty() && minutes.trim().is_empty() {
        return Ok(None);
    }
    let hours = whole(hours, 24).map_err(|problem| ("hours", problem))?;
    let minutes = whole(minutes, 59).map_err(|problem| ("minutes", problem))?;
    let length = hours * 60 + minutes;
    if (1..=DAY).contains(&length) {
        Ok(Some(length))
    } else {
        Err(("hours", Problem::NoLength))
    }
}

fn whole(text: &str, max: i64) -> Result<i64, Problem> {
    let digits: String = text.trim().chars().map(narrow).collect();
    if digits.is_empty() {
        return Ok(0);
    }
    let is_plain = digits.bytes().all(|byte| byte.is_ascii_digit());
    let number = is_plain.then(|| digits.parse().ok()).flatten();
    number
        .filter(|number| *number <= max)
        .ok_or(Problem::NotANumber { min: 0, max })
}

/// The form that corrects an entry, as typed.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct CorrectionDraft {
    /// The form's key (R3).
    pub request_key: String,
    /// Whole hours that are right; blank or 0 with no minutes takes the entry back.
    pub hours: String,
    /// And minutes.
    pub minutes: String,
    /// Why.
    pub reason: String,
}

/// A correction without faults.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Correction {
    /// The form's key (R3).
    pub request_key: RequestKey,
    /// How many minutes are right, from 0 to [`DAY`].
    pub minutes: i64,
    /// Why.
    pub reason: Words<200>,
}

impl CorrectionDraft {
    /// The form without faults.
    ///
    /// # Errors
    /// Every field at fault.
    pub fn check(&self) -> Result<Correction, Problems> {
        let mut problems = Problems::new();
        let request_key = problems.take("request_key", RequestKey::parse(&self.request_key));
        let hours = problems.take("hours", whole(&self.hours, 24));
        let minutes = problems.take("minutes", whole(&self.minutes, 59));
        let length = hours.zip(minutes).map(|(h, m)| h * 60 + m);
        if length.is_some_and(|length| length > DAY) {
            problems.add("hours", Problem::NoLength);
        }
        let reason = problems.take("reason", Words::parse(&self.reason));
        let (Some(request_key), Some(minutes), Some(reason)) = (request_key, length, reason) else {
            return Err(problems);
        };
        problems.into_result(Correction {
            request_key,
            minutes,
            reason,
        })
    }
}

#[cfg(test)]
mod tests;
