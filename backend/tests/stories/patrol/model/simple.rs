//! The whole of what the rules say about places, without a database.

use domain::patrol::attendance::Mark;
use domain::patrol::sign_up::State;

use super::HOUR;

/// A sign-up, as the model sees it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Up {
    pub(super) who: usize,
    pub(super) state: State,
    pub(super) seq: i64,
    pub(super) until: Option<i64>,
}

/// A shift, as the model sees it: two hours long.
#[derive(Debug, Clone)]
pub(super) struct Shift {
    pub(super) starts: i64,
    pub(super) deadline: i64,
    pub(super) many: i64,
    pub(super) last: i64,
    /// In the order of their turn; whoever is gone is gone.
    pub(super) ups: Vec<Up>,
}

impl Shift {
    pub(super) fn held(&self) -> i64 {
        i64::try_from(self.ups.iter().filter(|up| up.state.holds()).count()).unwrap()
    }

    pub(super) fn up(&mut self, who: usize) -> Option<&mut Up> {
        self.ups.iter_mut().find(|up| up.who == who)
    }

    pub(super) fn state(&self, who: usize) -> Option<State> {
        self.ups.iter().find(|up| up.who == who).map(|up| up.state)
    }

    pub(super) fn remove(&mut self, who: usize) {
        self.ups.retain(|up| up.who != who);
    }
}

/// The whole of what the rules say, without a database.
#[derive(Debug, Clone)]
pub(super) struct Model {
    pub(super) now: i64,
    pub(super) shifts: Vec<Shift>,
}

impl Model {
    pub(super) fn is_busy(&self, who: usize, on: usize) -> bool {
        let starts = self.shifts[on].starts;
        self.shifts.iter().enumerate().any(|(other, shift)| {
            other != on
                && shift.state(who).is_some_and(State::holds)
                && (shift.starts - starts).abs() < 2 * HOUR
        })
    }

    pub(super) fn has_begun(&self, on: usize) -> bool {
        self.shifts[on].starts <= self.now
    }

    pub(super) fn has_opened(&self, on: usize) -> bool {
        self.shifts[on].starts - HOUR / 2 <= self.now
    }

    pub(super) fn is_over(&self, on: usize) -> bool {
        self.shifts[on].starts + 2 * HOUR <= self.now
    }

    /// What a mark beside a name does, or nothing where it is refused.
    pub(super) fn marked(&self, who: usize, on: usize, mark: Mark) -> Option<State> {
        use State::{CheckedIn, Confirmed, Excused, NoShow, Offered, Seeking, Waitlisted};
        let shift = &self.shifts[on];
        let was = shift.state(who)?;
        // Whoever has no place needs a free one, and nothing else at that time.
        let may_have_one = was.holds() || (shift.held() < shift.many && !self.is_busy(who, on));
        match (mark, was) {
            (Mark::Came, CheckedIn)
            | (Mark::Missed, NoShow)
            | (Mark::Excused, Excused)
            | (Mark::TakenBack, Confirmed | Seeking) => Some(was),
            (Mark::Came, _) => (self.has_opened(on) && may_have_one).then_some(CheckedIn),
            (Mark::Missed, Confirmed | Seeking | CheckedIn | Excused) => {
                (self.is_over(on) && may_have_one).then_some(NoShow)
            }
            (Mark::Excused, Offered | Confirmed | Seeking | CheckedIn | NoShow) => Some(Excused),
            (Mark::TakenBack, CheckedIn | NoShow | Excused) => may_have_one.then_some(Confirmed),
            (_, Waitlisted | Offered) => None,
            (mark, was) => panic!("{mark:?} of {was:?}"),
        }
    }

    pub(super) fn fill(&mut self, on: usize) {
        if self.has_begun(on) {
            return;
        }
        for at in 0..self.shifts[on].ups.len() {
            let shift = &self.shifts[on];
            let up = &shift.ups[at];
            let is_full = shift.held() >= shift.many;
            if up.state != State::Waitlisted || is_full || self.is_busy(up.who, on) {
                continue;
            }
            let (now, starts, deadline) = (self.now, shift.starts, shift.deadline);
            let up = &mut self.shifts[on].ups[at];
            if now <= deadline {
                up.state = State::Confirmed;
            } else {
                up.state = State::Offered;
                up.until = Some((now + 12 * HOUR).min(starts));
            }
        }
    }

    pub(super) fn join(&mut self, who: usize, on: usize, state: State) {
        let shift = &mut self.shifts[on];
        shift.last += 1;
        let seq = shift.last;
        shift.ups.push(Up {
            who,
            state,
            seq,
            until: None,
        });
    }

    pub(super) fn settle(&mut self) {
        for on in 0..self.shifts.len() {
            if self.has_begun(on) {
                continue;
            }
            let now = self.now;
            let over = |up: &Up| up.state == State::Offered && up.until.is_some_and(|at| at <= now);
            self.shifts[on].ups.retain(|up| !over(up));
            self.fill(on);
        }
    }
}
