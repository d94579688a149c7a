//! How well a shift is covered, and which ones staff have to look after (V17).

use crate::name::stored_names;

/// How urgently people are missing.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Mark {
    /// 急: less than half of the places is covered.
    Urgent,
    /// 缺: less than three quarters.
    Short,
}

stored_names!(Mark {
    Urgent = "urgent",
    Short = "short",
});

/// How a shift is covered.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Cover {
    /// How many places there are.
    pub needed: i64,
    /// How many people are counted on; who looks for a stand-in, or has not answered, is not (V6).
    pub covered: i64,
    /// Whether it is at night and nobody leads (V11).
    pub lacks_leader: bool,
}

impl Cover {
    /// The mark of the share: under 50 % urgent, under 75 % short; the bounds themselves are not.
    pub const fn mark(self) -> Option<Mark> {
        if self.covered * 2 < self.needed {
            Some(Mark::Urgent)
        } else if self.covered * 4 < self.needed * 3 {
            Some(Mark::Short)
        } else {
            None
        }
    }

    /// Whether staff have to do something about it.
    pub const fn is_gap(self) -> bool {
        self.lacks_leader || self.mark().is_some()
    }

    /// How many people are missing.
    pub const fn missing(self) -> i64 {
        if self.covered < self.needed {
            self.needed - self.covered
        } else {
            0
        }
    }

    /// The share in whole percent, rounded down; of no places all are covered.
    pub const fn percent(self) -> i64 {
        if self.needed == 0 {
            100
        } else {
            self.covered * 100 / self.needed
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn mark(covered: i64, needed: i64) -> Option<Mark> {
        let cover = Cover {
            needed,
            covered,
            lacks_leader: false,
        };
        cover.mark()
    }

    #[test]
    fn v17_half_and_three_quarters_are_bounds_that_pass() {
        assert_eq!(mark(0, 1), Some(Mark::Urgent));
        assert_eq!(mark(1, 3), Some(Mark::Urgent));
        assert_eq!(mark(49, 100), Some(Mark::Urgent));
        assert_eq!(mark(50, 100), Some(Mark::Short));
        assert_eq!(mark(2, 4), Some(Mark::Short));
        assert_eq!(mark(74, 100), Some(Mark::Short));
        assert_eq!(mark(3, 4), None);
        assert_eq!(mark(75, 100), None);
        assert_eq!(mark(0, 0), None);
    }

    #[test]
    fn v17_a_night_without_a_leader_is_a_gap_whatever_the_share() {
        let cover = Cover {
            needed: 4,
            covered: 4,
            lacks_leader: true,
        };
        assert!(cover.is_gap());
        assert_eq!(
            (cover.mark(), cover.missing(), cover.percent()),
            (None, 0, 100)
        );
    }
}
