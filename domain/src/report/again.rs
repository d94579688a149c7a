//! How often and how long a reporter may come back to a report.

use std::time::Duration;

use super::state::Role;
use crate::instant::Instant;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// How long a report waits for an answer before the clock closes it.
pub const ANSWER_WITHIN: Duration = DAY.saturating_mul(14);

/// How long after closing the reporter may reopen (R12).
pub const REOPEN_WITHIN: Duration = DAY.saturating_mul(14);

/// How often a rejection may be appealed.
pub const MAX_APPEALS: usize = 1;

/// How often a report may be reopened; after that only a new, linked report (R12).
pub const MAX_REOPENINGS: usize = 2;

/// Whether a rejection may be appealed, after so many earlier appeals of this report.
pub const fn may_appeal(earlier: usize) -> bool {
    earlier < MAX_APPEALS
}

/// Whether a closed report may be reopened, after so many earlier reopenings: the reporter once
/// and within 14 days, staff once more (R12).
pub fn may_reopen(role: Role, closed: Instant, now: Instant, earlier: usize) -> bool {
    match role {
        Role::Reporter => earlier == 0 && now <= closed.plus(REOPEN_WITHIN),
        Role::Staff => earlier < MAX_REOPENINGS,
        Role::Checker | Role::Organisation | Role::Clock => false,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r12_the_reporter_reopens_once_within_14_days() {
        let closed = Instant::from_millis(1_700_000_000_000);
        let last = closed.plus(REOPEN_WITHIN);
        let late = last.plus(Duration::from_millis(1));
        assert!(may_reopen(Role::Reporter, closed, closed, 0));
        assert!(may_reopen(Role::Reporter, closed, last, 0));
        assert!(!may_reopen(Role::Reporter, closed, late, 0));
        assert!(!may_reopen(Role::Reporter, closed, closed, 1));
    }

    #[test]
    fn r12_the_second_time_staff_decide_and_then_nobody() {
        let closed = Instant::from_millis(0);
        let late = closed.plus(REOPEN_WITHIN * 10);
        assert!(may_reopen(Role::Staff, closed, late, 0));
        assert!(may_reopen(Role::Staff, closed, late, 1));
        assert!(!may_reopen(Role::Staff, closed, closed, 2));
        for role in [Role::Checker, Role::Organisation, Role::Clock] {
            assert!(!may_reopen(role, closed, closed, 0));
        }
    }

    #[test]
    fn r01_a_rejection_is_appealed_once() {
        assert!(may_appeal(0));
        assert!(!may_appeal(1));
    }
}
