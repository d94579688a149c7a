//! Places that are looked at again after a report there was closed (R13), and what was seen.

use std::time::Duration;

use crate::instant::Instant;
use crate::name::stored_names;

const DAY: Duration = Duration::from_secs(24 * 60 * 60);

/// After so many days from the closing of a report its place is looked at again (R13).
pub const AFTER_DAYS: [i64; 3] = [7, 30, 90];

/// A place that nobody looked at for so many days from the closing is not asked about any more.
pub const FORGOTTEN_AFTER_DAYS: i64 = 180;

/// What was seen at a stop or a place.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Seen {
    /// 没问题
    Fine,
    /// 有问题; at a place that was dealt with before, 又有了.
    Wrong,
}

stored_names!(Seen {
    Fine = "fine",
    Wrong = "wrong",
});

/// The instant at which a place is due, so many days after the closing.
pub fn due_at(closed: Instant, after_days: i64) -> Instant {
    closed.plus(DAY.saturating_mul(u32::try_from(after_days).unwrap_or(0)))
}

/// Which look a place is due for: the last whose day has come. Earlier ones that nobody took are
/// done with it.
pub fn due(closed: Instant, now: Instant) -> Option<i64> {
    if now >= due_at(closed, FORGOTTEN_AFTER_DAYS) {
        return None;
    }
    AFTER_DAYS
        .into_iter()
        .rfind(|days| now >= due_at(closed, *days))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn r13_a_place_is_due_after_7_30_and_90_days() {
        let closed = Instant::from_millis(1_700_000_000_000);
        let at = |days| due_at(closed, days);
        let before = |days| Instant::from_millis(at(days).millis() - 1);
        for (now, wanted) in [
            (closed, None),
            (before(7), None),
            (at(7), Some(7)),
            (before(30), Some(7)),
            (at(30), Some(30)),
            (before(90), Some(30)),
            (at(90), Some(90)),
            (before(180), Some(90)),
            (at(180), None),
        ] {
            assert_eq!(due(closed, now), wanted, "{now:?}");
        }
    }
}
