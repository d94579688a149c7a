//! What becomes of a sign-up: one table of states and actions.

use crate::name::stored_names;

/// Where a sign-up is in its life.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 待审核: waits for the leader's or staff's yes.
    Pending,
    /// 候补: no place is free; it goes up by itself.
    Waitlisted,
    /// 有空位等你确认: a place is held until the person says yes or no.
    Offered,
    /// 已报名
    Confirmed,
    /// 找人替班: still responsible, until somebody else accepts (V6).
    Seeking,
    /// 已签到
    CheckedIn,
    /// 已完成
    Completed,
    /// 未到 (V14)
    NoShow,
    /// 已请假
    Excused,
    /// 已取消
    Cancelled,
}

stored_names!(State {
    Pending = "pending",
    Waitlisted = "waitlisted",
    Offered = "offered",
    Confirmed = "confirmed",
    Seeking = "seeking",
    CheckedIn = "checked_in",
    Completed = "completed",
    NoShow = "no_show",
    Excused = "excused",
    Cancelled = "cancelled",
});

impl State {
    /// Whether it takes one of the places (V1).
    pub const fn holds(self) -> bool {
        matches!(
            self,
            Self::Offered
                | Self::Confirmed
                | Self::Seeking
                | Self::CheckedIn
                | Self::Completed
                | Self::NoShow
        )
    }

    /// Whether the person cannot sign up once more (V2).
    pub const fn is_active(self) -> bool {
        !matches!(self, Self::Cancelled)
    }

    /// Whether the person is counted on to come: a place whose holder looks for a stand-in, or has
    /// not answered, is not covered (V6, V17).
    pub const fn covers(self) -> bool {
        matches!(self, Self::Confirmed | Self::CheckedIn | Self::Completed)
    }
}

/// What is done with a sign-up.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// The leader or staff say yes to one that waits, and a place is free.
    Approve,
    /// The same, and no place is free.
    Queue,
    /// A place became free before the deadline (V7).
    Promote,
    /// A place became free after it: the person is asked (V7).
    Offer,
    /// The person takes an offered place.
    Accept,
    /// The person leaves freely, says no to an offer, lets it lapse, or is refused or released.
    Release,
    /// The person leaves after the deadline: a stand-in is looked for (V6).
    Seek,
    /// The person comes after all.
    Stay,
    /// Somebody else accepted to stand in.
    Replace,
    /// Capacity was lowered: back to the waiting list (V8).
    Bump,
    /// The person is here.
    CheckIn,
    /// The tick was wrong.
    UndoCheckIn,
    /// The person came and did it.
    Complete,
    /// The person did not come; only after the end (V14).
    Miss,
    /// The person asked off, or had a reason.
    Excuse,
    /// What was written down afterwards is taken back.
    Reopen,
}

impl Action {
    /// Every action.
    pub const ALL: [Self; 16] = [
        Self::Approve,
        Self::Queue,
        Self::Promote,
        Self::Offer,
        Self::Accept,
        Self::Release,
        Self::Seek,
        Self::Stay,
        Self::Replace,
        Self::Bump,
        Self::CheckIn,
        Self::UndoCheckIn,
        Self::Complete,
        Self::Miss,
        Self::Excuse,
        Self::Reopen,
    ];
}

/// The state after an action, or nothing where it cannot be done.
pub const fn next(state: State, action: Action) -> Option<State> {
    use Action as A;
    use State as S;
    Some(match (state, action) {
        (S::Pending, A::Approve)
        | (S::Waitlisted, A::Promote)
        | (S::Offered, A::Accept)
        | (S::Seeking, A::Stay)
        | (S::CheckedIn, A::UndoCheckIn)
        | (S::Completed | S::NoShow | S::Excused, A::Reopen) => S::Confirmed,
        (S::Pending, A::Queue) | (S::Confirmed | S::Seeking | S::Offered, A::Bump) => S::Waitlisted,
        (S::Waitlisted, A::Offer) => S::Offered,
        (
            S::Pending | S::Waitlisted | S::Offered | S::Confirmed | S::Seeking | S::Excused,
            A::Release,
        )
        | (S::Seeking, A::Replace) => S::Cancelled,
        (S::Confirmed, A::Seek) => S::Seeking,
        (S::Confirmed | S::Seeking, A::CheckIn) => S::CheckedIn,
        (S::Confirmed | S::Seeking | S::CheckedIn | S::NoShow | S::Excused, A::Complete) => {
            S::Completed
        }
        (S::Confirmed | S::Seeking | S::CheckedIn | S::Completed, A::Miss) => S::NoShow,
        (
            S::Offered | S::Confirmed | S::Seeking | S::CheckedIn | S::Completed | S::NoShow,
            A::Excuse,
        ) => S::Excused,
        _ => return None,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn v06_the_table_of_states_and_actions() {
        use Action as A;
        use State as S;
        let table: [(S, &[(A, S)]); 10] = [
            (
                S::Pending,
                &[
                    (A::Approve, S::Confirmed),
                    (A::Queue, S::Waitlisted),
                    (A::Release, S::Cancelled),
                ],
            ),
            (
                S::Waitlisted,
                &[
                    (A::Promote, S::Confirmed),
                    (A::Offer, S::Offered),
                    (A::Release, S::Cancelled),
                ],
            ),
            (
                S::Offered,
                &[
                    (A::Accept, S::Confirmed),
                    (A::Release, S::Cancelled),
                    (A::Bump, S::Waitlisted),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::Confirmed,
                &[
                    (A::Release, S::Cancelled),
                    (A::Seek, S::Seeking),
                    (A::Bump, S::Waitlisted),
                    (A::CheckIn, S::CheckedIn),
                    (A::Complete, S::Completed),
                    (A::Miss, S::NoShow),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::Seeking,
                &[
                    (A::Stay, S::Confirmed),
                    (A::Replace, S::Cancelled),
                    (A::Release, S::Cancelled),
                    (A::Bump, S::Waitlisted),
                    (A::CheckIn, S::CheckedIn),
                    (A::Complete, S::Completed),
                    (A::Miss, S::NoShow),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::CheckedIn,
                &[
                    (A::UndoCheckIn, S::Confirmed),
                    (A::Complete, S::Completed),
                    (A::Miss, S::NoShow),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::Completed,
                &[
                    (A::Reopen, S::Confirmed),
                    (A::Miss, S::NoShow),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::NoShow,
                &[
                    (A::Reopen, S::Confirmed),
                    (A::Complete, S::Completed),
                    (A::Excuse, S::Excused),
                ],
            ),
            (
                S::Excused,
                &[
                    (A::Reopen, S::Confirmed),
                    (A::Complete, S::Completed),
                    (A::Release, S::Cancelled),
                ],
            ),
            (S::Cancelled, &[]),
        ];
        for (state, row) in table {
            for action in Action::ALL {
                let wanted = row.iter().find(|(known, _)| *known == action);
                assert_eq!(
                    next(state, action),
                    wanted.map(|(_, to)| *to),
                    "{state:?} {action:?}"
                );
            }
        }
    }

    #[test]
    fn v01_whatever_holds_a_place_is_active() {
        for state in State::ALL {
            assert_eq!(State::parse(state.as_str()), Some(state));
            assert!(!state.holds() || state.is_active(), "{state:?}");
            assert!(!state.covers() || state.holds(), "{state:?}");
        }
    }
}
