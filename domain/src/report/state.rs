//! The state machine of a report: who may do what when, and where it leads (R1, R2).

use std::fmt;

use crate::name::stored_names;

/// Where a report stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum State {
    /// 已提交
    Reported,
    /// 已受理
    Accepted,
    /// 已派给…
    Dispatched,
    /// 处理中
    InProgress,
    /// 已处理·待确认
    PendingCheck,
    /// 已解决
    Closed,
    /// 请补充
    NeedsInfo,
    /// 暂缓处理
    OnHold,
    /// 不归社区管·请找…
    Rejected,
    /// 已合并
    Duplicate,
    /// 已撤回
    Withdrawn,
}

stored_names!(State {
    Reported = "reported",
    Accepted = "accepted",
    Dispatched = "dispatched",
    InProgress = "in_progress",
    PendingCheck = "pending_check",
    Closed = "closed",
    NeedsInfo = "needs_info",
    OnHold = "on_hold",
    Rejected = "rejected",
    Duplicate = "duplicate",
    Withdrawn = "withdrawn",
});

/// What colour a state has; word and icon say the rest.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Tone {
    /// Somebody will get to it.
    Waiting,
    /// Somebody is at it.
    Moving,
    /// Needs the reader now.
    Attention,
    /// Done.
    Done,
    /// Out of the way.
    Aside,
}

/// States in which somebody still owes the report a step.
const OPEN: &[State] = &[
    State::Reported,
    State::Accepted,
    State::Dispatched,
    State::InProgress,
    State::PendingCheck,
    State::NeedsInfo,
    State::OnHold,
];

impl State {
    /// Whether somebody still owes the report a step.
    pub fn is_open(self) -> bool {
        OPEN.contains(&self)
    }

    /// The colour to show it in.
    pub const fn tone(self) -> Tone {
        match self {
            Self::Reported | Self::PendingCheck | Self::OnHold => Tone::Waiting,
            Self::Accepted | Self::Dispatched | Self::InProgress => Tone::Moving,
            Self::NeedsInfo => Tone::Attention,
            Self::Closed => Tone::Done,
            Self::Rejected | Self::Duplicate | Self::Withdrawn => Tone::Aside,
        }
    }
}

/// As whom somebody acts on a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Who reported it, or a recorded helper.
    Reporter,
    /// Community staff, also when recording on the organisation's behalf.
    Staff,
    /// Staff other than who did the repair (P14).
    Checker,
    /// The assigned organisation.
    Organisation,
    /// Time itself.
    Clock,
}

stored_names!(Role {
    Reporter = "reporter",
    Staff = "staff",
    Checker = "checker",
    Organisation = "organisation",
    Clock = "clock",
});

/// What can be done to a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Action {
    /// 撤回: takes it back before it is dispatched.
    Withdraw,
    /// 受理
    Accept,
    /// 不归社区管
    Reject,
    /// 请补充: asks the reporter.
    AskInfo,
    /// Answers what was asked.
    Answer,
    /// Nobody answered in time.
    Expire,
    /// Asks again after a rejection, once.
    Appeal,
    /// 当场解决
    CloseOnSpot,
    /// 派单
    Dispatch,
    /// 改派: to another organisation.
    Reassign,
    /// Begins the work.
    Start,
    /// The work is done.
    Finish,
    /// 退单: back to the community.
    SendBack,
    /// 暂缓
    Hold,
    /// Goes on after a hold.
    Resume,
    /// The check found it done.
    Confirm,
    /// The check found it not done.
    Fail,
    /// The reporter says it is solved.
    Solved,
    /// 合并: into another report.
    Merge,
    /// Takes a merge back.
    Unmerge,
    /// 重开
    Reopen,
}

stored_names!(Action {
    Withdraw = "withdraw",
    Accept = "accept",
    Reject = "reject",
    AskInfo = "ask_info",
    Answer = "answer",
    Expire = "expire",
    Appeal = "appeal",
    CloseOnSpot = "close_on_spot",
    Dispatch = "dispatch",
    Reassign = "reassign",
    Start = "start",
    Finish = "finish",
    SendBack = "send_back",
    Hold = "hold",
    Resume = "resume",
    Confirm = "confirm",
    Fail = "fail",
    Solved = "solved",
    Merge = "merge",
    Unmerge = "unmerge",
    Reopen = "reopen",
});

/// A report's place in the machine.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Current {
    /// Where it stands.
    pub state: State,
    /// Where it goes back to from where it was put aside.
    pub aside_from: AsideFrom,
}

/// What was left when a report was put aside. Two memories, because a report on hold may be
/// merged, and unmerging restores exactly (R7).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash)]
pub struct AsideFrom {
    /// The state before the hold; kept while the held report is merged.
    pub held_from: Option<State>,
    /// The state before the merge.
    pub merged_from: Option<State>,
}

impl Current {
    /// Where every report begins.
    pub const START: Self = Self::at(State::Reported);

    /// In this state, with nothing to go back to.
    pub const fn at(state: State) -> Self {
        let aside_from = AsideFrom {
            held_from: None,
            merged_from: None,
        };
        Self { state, aside_from }
    }
}

/// The table of transitions has no such row: nothing changes (R1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Refused {
    /// Where the report stands.
    pub state: State,
    /// As whom it was tried.
    pub role: Role,
    /// What was tried.
    pub action: Action,
}

impl fmt::Display for Refused {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (role, action, state) = (
            self.role.as_str(),
            self.action.as_str(),
            self.state.as_str(),
        );
        write!(f, "{role} may not {action} a report that is {state}")
    }
}

impl std::error::Error for Refused {}

/// One row of the table: who may do it, from where, and where it leads.
struct Row {
    who: &'static [Role],
    from: &'static [State],
    to: To,
}

enum To {
    /// To this state; a hold is forgotten.
    State(State),
    /// On hold, remembering from where.
    Hold,
    /// Back to where the hold began.
    BackFromHold,
    /// Merged, remembering from where, a hold included.
    Merge,
    /// Back to where the merge began.
    BackFromMerge,
}

/// The table of the rules (R1). Each action has one row.
const fn row(action: Action) -> Row {
    use Role::{Checker, Clock, Organisation, Reporter, Staff};
    use State as S;

    let (who, from, to): (&[Role], &[State], To) = match action {
        Action::Withdraw => (
            &[Reporter],
            &[S::Reported, S::NeedsInfo, S::Accepted],
            To::State(S::Withdrawn),
        ),
        Action::Accept => (&[Staff], &[S::Reported], To::State(S::Accepted)),
        Action::Reject => (
            &[Staff],
            &[S::Reported, S::Accepted],
            To::State(S::Rejected),
        ),
        Action::AskInfo => (
            &[Staff],
            &[S::Reported, S::Accepted],
            To::State(S::NeedsInfo),
        ),
        Action::Answer => (&[Reporter, Staff], &[S::NeedsInfo], To::State(S::Reported)),
        Action::Expire => (&[Clock], &[S::NeedsInfo], To::State(S::Closed)),
        Action::Appeal => (&[Reporter], &[S::Rejected], To::State(S::Reported)),
        Action::CloseOnSpot => (&[Staff], &[S::Reported, S::Accepted], To::State(S::Closed)),
        Action::Dispatch => (&[Staff], &[S::Accepted], To::State(S::Dispatched)),
        Action::Reassign => (
            &[Staff],
            &[S::Dispatched, S::InProgress, S::OnHold],
            To::State(S::Dispatched),
        ),
        Action::Start => (
            &[Organisation, Staff],
            &[S::Dispatched],
            To::State(S::InProgress),
        ),
        Action::Finish => (
            &[Organisation, Staff],
            &[S::Dispatched, S::InProgress],
            To::State(S::PendingCheck),
        ),
        Action::SendBack => (
            &[Organisation, Staff],
            &[S::Dispatched, S::InProgress],
            To::State(S::Accepted),
        ),
        Action::Hold => (
            &[Organisation, Staff],
            &[S::Dispatched, S::InProgress],
            To::Hold,
        ),
        Action::Resume => (&[Organisation, Staff], &[S::OnHold], To::BackFromHold),
        Action::Confirm => (&[Checker], &[S::PendingCheck], To::State(S::Closed)),
        Action::Fail => (&[Checker], &[S::PendingCheck], To::State(S::InProgress)),
        Action::Solved => (&[Reporter], &[S::PendingCheck], To::State(S::Closed)),
        Action::Merge => (&[Staff], OPEN, To::Merge),
        Action::Unmerge => (&[Staff], &[S::Duplicate], To::BackFromMerge),
        Action::Reopen => (&[Staff, Reporter], &[S::Closed], To::State(S::Dispatched)),
    };
    Row { who, from, to }
}

/// Where an action leads.
///
/// How often a reporter may appeal or reopen is counted by the caller with
/// [`may_appeal`](super::may_appeal) and [`may_reopen`](super::may_reopen); what a step must carry
/// is checked by [`check_evidence`](super::check_evidence) and
/// [`check_reason`](super::check_reason).
///
/// # Errors
/// `Refused` when the table has no such row (R1).
pub fn transition(current: Current, role: Role, action: Action) -> Result<Current, Refused> {
    let Current { state, aside_from } = current;
    let refused = Refused {
        state,
        role,
        action,
    };
    let row = row(action);
    if !row.who.contains(&role) || !row.from.contains(&state) {
        return Err(refused);
    }
    Ok(match row.to {
        To::State(next) => Current::at(next),
        To::Hold => Current {
            state: State::OnHold,
            aside_from: AsideFrom {
                held_from: Some(state),
                merged_from: None,
            },
        },
        To::BackFromHold => Current::at(aside_from.held_from.ok_or(refused)?),
        To::Merge => Current {
            state: State::Duplicate,
            aside_from: AsideFrom {
                merged_from: Some(state),
                ..aside_from
            },
        },
        To::BackFromMerge => Current {
            state: aside_from.merged_from.ok_or(refused)?,
            aside_from: AsideFrom {
                merged_from: None,
                ..aside_from
            },
        },
    })
}

/// What somebody in these roles may do now, in the order of [`Action::ALL`].
pub fn allowed(current: Current, roles: &[Role]) -> Vec<Action> {
    let may = |action: &Action| {
        roles
            .iter()
            .any(|role| transition(current, *role, *action).is_ok())
    };
    Action::ALL.into_iter().filter(may).collect()
}

/// Where a history leads, from the report's first state on (R2).
///
/// # Errors
/// `Refused` at the first step that is not in the table.
pub fn replay(steps: impl Iterator<Item = (Role, Action)>) -> Result<Current, Refused> {
    let mut steps = steps;
    steps.try_fold(Current::START, |current, (role, action)| {
        transition(current, role, action)
    })
}

#[cfg(test)]
mod tests;
