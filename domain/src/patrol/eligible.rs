//! Who may take a place: one answer for the form, the waiting list and the stand-in (V3, V4, V11).

use std::time::Duration;

use super::{Role, Rule};
use crate::instant::Instant;
use crate::name::stored_names;

/// A stretch of time, half open: its end does not belong to it (V3).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span {
    /// When it begins.
    pub starts: Instant,
    /// When it has ended.
    pub ends: Instant,
}

impl Span {
    /// Whether both have an instant in common: 18–20 and 20–22 have none.
    pub fn overlaps(self, other: Self) -> bool {
        self.starts < other.ends && other.starts < self.ends
    }

    /// Whether there is less than `rest` between them, to the millisecond; whatever overlaps has
    /// none (V4).
    pub fn is_nearer_than(self, other: Self, rest: Duration) -> bool {
        self.overlaps(Self {
            starts: other.starts.minus(rest),
            ends: other.ends.plus(rest),
        })
    }

    /// How many whole minutes long it is, by instants (V13, V20).
    pub const fn minutes(self) -> i64 {
        (self.ends.millis() - self.starts.millis()) / 60_000
    }
}

/// Why a place cannot be taken, one sentence each (V5).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Why {
    /// Nobody can sign up for it yet.
    NotOpen,
    /// It was cancelled.
    Cancelled,
    /// It has begun.
    Begun,
    /// It is written up already.
    Closed,
    /// It has no places of this role.
    NoSuchPlace,
    /// The person has another shift at that time.
    Overlaps,
    /// There is too little rest before or after another shift.
    TooLittleRest,
    /// Leading is for people who were trained.
    NeedsTraining,
    /// A night patrol and everybody's first one need a leader, and this shift has none.
    NeedsLeader,
    /// A child takes part through its guardian, who agrees.
    NeedsGuardian,
    /// A child under ten comes with its guardian, who has no place here.
    NeedsCompany,
    /// Whoever stands in here was said yes to before.
    AsksFirst,
}

stored_names!(Why {
    NotOpen = "not_open",
    Cancelled = "cancelled",
    Begun = "begun",
    Closed = "closed",
    NoSuchPlace = "no_such_place",
    Overlaps = "overlaps",
    TooLittleRest = "too_little_rest",
    NeedsTraining = "needs_training",
    NeedsLeader = "needs_leader",
    NeedsGuardian = "needs_guardian",
    NeedsCompany = "needs_company",
    AsksFirst = "asks_first",
});

impl Why {
    /// The rule that staff may let pass, where it is one (V9).
    pub const fn rule(self) -> Option<Rule> {
        match self {
            Self::Overlaps => Some(Rule::Overlap),
            Self::TooLittleRest => Some(Rule::Rest),
            Self::NeedsTraining | Self::NeedsLeader => Some(Rule::Training),
            Self::Begun => Some(Rule::Begun),
            Self::NeedsGuardian | Self::NeedsCompany => Some(Rule::Child),
            Self::NotOpen
            | Self::Cancelled
            | Self::Closed
            | Self::NoSuchPlace
            | Self::AsksFirst => None,
        }
    }
}

/// What has to be known of a shift.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[expect(clippy::struct_excessive_bools, reason = "each is one fact of a row")]
pub struct ShiftFacts {
    /// When it is.
    pub span: Span,
    /// Whether it was published.
    pub is_open: bool,
    /// Whether it was cancelled.
    pub is_cancelled: bool,
    /// Whether it is written up.
    pub is_closed: bool,
    /// Whether it is at night, by the community's clocks.
    pub is_night: bool,
    /// How many leaders' places it has.
    pub leaders: i64,
    /// How many places of the role that is wanted.
    pub capacity: i64,
}

/// What has to be known of a person.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PersonFacts {
    /// The other shifts on which the person holds a place.
    pub busy: Vec<Span>,
    /// Whether the person was trained to lead.
    pub is_trained: bool,
    /// Whether the person has been on a patrol before.
    pub has_patrolled: bool,
    /// Set for a child under 14: how it takes part.
    pub child: Option<Child>,
}

/// How a child takes part (P21, V15).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Child {
    /// Whether the guardian signed it up and agreed.
    pub has_consent: bool,
    /// Whether the guardian says that it is ten or older.
    pub is_ten: bool,
    /// Whether the guardian has a place on the same shift.
    pub is_accompanied: bool,
}

/// What keeps somebody from a place, if anything does: what concerns the shift before what concerns
/// the person. Rules in `waived` are let pass (V9).
pub fn refusal(
    shift: &ShiftFacts,
    person: &PersonFacts,
    role: Role,
    rest: Duration,
    now: Instant,
    waived: &[Rule],
) -> Option<Why> {
    let passes = |why: &Why| why.rule().is_none_or(|rule| !waived.contains(&rule));
    let crowded = |rest: Duration| {
        let mut busy = person.busy.iter();
        busy.any(|other| shift.span.is_nearer_than(*other, rest))
    };
    let first_or_night = shift.is_night || !person.has_patrolled;
    let checks = [
        (shift.is_cancelled, Why::Cancelled),
        (!shift.is_open && !shift.is_cancelled, Why::NotOpen),
        (shift.is_closed, Why::Closed),
        (shift.span.starts <= now, Why::Begun),
        (shift.capacity <= 0, Why::NoSuchPlace),
        (crowded(Duration::ZERO), Why::Overlaps),
        (crowded(rest), Why::TooLittleRest),
        (
            role == Role::Leader && !person.is_trained,
            Why::NeedsTraining,
        ),
        (first_or_night && shift.leaders <= 0, Why::NeedsLeader),
        (
            person.child.is_some_and(|child| !child.has_consent),
            Why::NeedsGuardian,
        ),
        (
            person
                .child
                .is_some_and(|child| !child.is_ten && !child.is_accompanied),
            Why::NeedsCompany,
        ),
    ];
    checks
        .into_iter()
        .filter_map(|(is_so, why)| is_so.then_some(why))
        .find(passes)
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    const HOUR: i64 = 3_600_000;

    fn span(from: i64, until: i64) -> Span {
        Span {
            starts: Instant::from_millis(from),
            ends: Instant::from_millis(until),
        }
    }

    fn shift(from: i64, until: i64) -> ShiftFacts {
        ShiftFacts {
            span: span(from * HOUR, until * HOUR),
            is_open: true,
            is_cancelled: false,
            is_closed: false,
            is_night: false,
            leaders: 1,
            capacity: 3,
        }
    }

    fn asked(shift: &ShiftFacts, person: &PersonFacts, role: Role, rest: Duration) -> Option<Why> {
        refusal(shift, person, role, rest, Instant::from_millis(0), &[])
    }

    #[test]
    fn v03_overlap_is_half_open() {
        for (mine, other, refused) in [
            ((18, 20), (20, 22), false),
            ((20, 22), (18, 20), false),
            ((11, 13), (10, 14), true),
            ((10, 14), (11, 13), true),
            ((10, 12), (11, 13), true),
            ((10, 12), (10, 12), true),
        ] {
            let person = PersonFacts {
                busy: vec![span(other.0 * HOUR, other.1 * HOUR)],
                ..PersonFacts::default()
            };
            let said = asked(
                &shift(mine.0, mine.1),
                &person,
                Role::Member,
                Duration::ZERO,
            );
            assert_eq!(said == Some(Why::Overlaps), refused, "{mine:?} {other:?}");
        }
    }

    #[test]
    fn v04_rest_is_kept_to_the_second_across_midnight() {
        let evening = span(20 * HOUR, 23 * HOUR + 30 * 60_000);
        let person = PersonFacts {
            busy: vec![evening],
            ..PersonFacts::default()
        };
        let rest = Duration::from_secs(8 * 3600);
        let enough = evening.ends.plus(rest).millis();
        for (starts, refused) in [(enough - 1000, true), (enough - 1, true), (enough, false)] {
            let morning = ShiftFacts {
                span: span(starts, starts + HOUR),
                ..shift(1, 2)
            };
            let said = asked(&morning, &person, Role::Member, rest);
            assert_eq!(said == Some(Why::TooLittleRest), refused, "{starts}");
        }
    }

    #[test]
    fn v05_what_concerns_the_shift_is_said_first() {
        let person = PersonFacts {
            busy: vec![span(0, 10 * HOUR)],
            ..PersonFacts::default()
        };
        let gone = ShiftFacts {
            is_cancelled: true,
            is_open: false,
            ..shift(1, 2)
        };
        let said = asked(&gone, &person, Role::Leader, Duration::ZERO);
        assert_eq!(said, Some(Why::Cancelled));
    }

    #[test]
    fn v09_a_waived_rule_is_let_pass_and_the_next_one_is_not() {
        let person = PersonFacts {
            busy: vec![span(0, 10 * HOUR)],
            has_patrolled: true,
            ..PersonFacts::default()
        };
        let at = |waived: &[Rule]| {
            let now = Instant::from_millis(0);
            refusal(
                &shift(1, 2),
                &person,
                Role::Leader,
                Duration::ZERO,
                now,
                waived,
            )
        };
        assert_eq!(at(&[]), Some(Why::Overlaps));
        assert_eq!(at(&[Rule::Overlap]), Some(Why::TooLittleRest));
        let both = [Rule::Overlap, Rule::Rest];
        assert_eq!(at(&both), Some(Why::NeedsTraining));
        assert_eq!(at(&[Rule::Overlap, Rule::Rest, Rule::Training]), None);
        let closed = ShiftFacts {
            is_closed: true,
            ..shift(1, 2)
        };
        let now = Instant::from_millis(0);
        let person = PersonFacts::default();
        let said = refusal(
            &closed,
            &person,
            Role::Member,
            Duration::ZERO,
            now,
            &Rule::ALL,
        );
        assert_eq!(
            said,
            Some(Why::Closed),
            "no reason opens what is written up"
        );
    }

    #[test]
    fn v11_a_night_or_first_patrol_needs_a_leader() {
        let alone = ShiftFacts {
            leaders: 0,
            ..shift(1, 2)
        };
        let night = ShiftFacts {
            is_night: true,
            ..alone
        };
        let seasoned = PersonFacts {
            has_patrolled: true,
            ..PersonFacts::default()
        };
        let newcomer = PersonFacts::default();
        let said = |shift, person| asked(shift, person, Role::Member, Duration::ZERO);
        assert_eq!(said(&alone, &seasoned), None);
        assert_eq!(said(&alone, &newcomer), Some(Why::NeedsLeader));
        assert_eq!(said(&night, &seasoned), Some(Why::NeedsLeader));
        assert_eq!(said(&shift(1, 2), &newcomer), None);
    }

    #[test]
    fn v15_a_child_under_ten_comes_with_its_guardian() {
        let child = |has_consent, is_ten, is_accompanied| PersonFacts {
            child: Some(Child {
                has_consent,
                is_ten,
                is_accompanied,
            }),
            ..PersonFacts::default()
        };
        let said = |person| asked(&shift(1, 2), &person, Role::Member, Duration::ZERO);
        assert_eq!(said(child(false, true, true)), Some(Why::NeedsGuardian));
        assert_eq!(said(child(true, false, false)), Some(Why::NeedsCompany));
        assert_eq!(said(child(true, true, false)), None);
        assert_eq!(said(child(true, false, true)), None);
    }

    proptest! {
        #[test]
        fn v03_overlap_is_what_an_instant_in_both_means(a in 0_i64..50, b in 1_i64..20, c in 0_i64..50, d in 1_i64..20) {
            let (one, other) = (span(a, a + b), span(c, c + d));
            let shared = (0..80).any(|at| (a..a + b).contains(&at) && (c..c + d).contains(&at));
            prop_assert_eq!(one.overlaps(other), shared);
            prop_assert_eq!(other.overlaps(one), shared);
        }

        #[test]
        fn v04_nearer_than_is_the_gap_between_them(a in 0_i64..50, b in 1_i64..20, c in 0_i64..50, d in 1_i64..20, rest in 0_u64..10) {
            let (one, other) = (span(a, a + b), span(c, c + d));
            let gap = (c - (a + b)).max(a - (c + d));
            let near = one.is_nearer_than(other, Duration::from_millis(rest));
            prop_assert_eq!(near, gap < i64::try_from(rest).unwrap());
        }
    }
}
