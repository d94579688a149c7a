use super::*;
use proptest::prelude::*;

/// The rules' table once more, by state: every pair of role and action that changes something,
/// and where to. `back` leads to what the report remembers.
const TABLE: &str = "
reported: reporter withdraw withdrawn, staff accept accepted, staff reject rejected,
    staff ask_info needs_info, staff close_on_spot closed, staff merge duplicate
accepted: reporter withdraw withdrawn, staff reject rejected, staff ask_info needs_info,
    staff close_on_spot closed, staff dispatch dispatched, staff merge duplicate
dispatched: staff reassign dispatched, organisation start in_progress, staff start in_progress,
    organisation finish pending_check, staff finish pending_check,
    organisation send_back accepted, staff send_back accepted,
    organisation hold on_hold, staff hold on_hold, staff merge duplicate
in_progress: staff reassign dispatched,
    organisation finish pending_check, staff finish pending_check,
    organisation send_back accepted, staff send_back accepted,
    organisation hold on_hold, staff hold on_hold, staff merge duplicate
pending_check: checker confirm closed, checker fail in_progress, reporter solved closed,
    staff merge duplicate
closed: staff reopen dispatched, reporter reopen dispatched
needs_info: reporter withdraw withdrawn, reporter answer reported, staff answer reported,
    clock expire closed, staff merge duplicate
on_hold: staff reassign dispatched, organisation resume back, staff resume back,
    staff merge duplicate
rejected: reporter appeal reported
duplicate: staff unmerge back
withdrawn:
";

fn listed(state: State, role: Role, action: Action) -> Option<&'static str> {
    let start = TABLE.find(&format!("\n{}:", state.as_str())).unwrap();
    let rows = TABLE[start..].split_once(':').unwrap().1;
    let rows = rows.split_once(':').map_or(rows, |(rows, _)| rows);
    rows.split(',').find_map(|row| {
        let mut words = row.split_whitespace();
        let matches = words.next() == Some(role.as_str()) && words.next() == Some(action.as_str());
        matches.then(|| words.next().unwrap())
    })
}

/// Every place a report can be in, written down by hand.
fn places() -> Vec<Current> {
    let plain = [
        State::Reported,
        State::Accepted,
        State::Dispatched,
        State::InProgress,
        State::PendingCheck,
        State::NeedsInfo,
    ];
    let held = [State::Dispatched, State::InProgress].map(|held_from| Current {
        state: State::OnHold,
        aside_from: AsideFrom {
            held_from: Some(held_from),
            merged_from: None,
        },
    });
    let open: Vec<_> = plain.into_iter().map(Current::at).chain(held).collect();
    let merged = open.iter().map(|before| Current {
        state: State::Duplicate,
        aside_from: AsideFrom {
            merged_from: Some(before.state),
            ..before.aside_from
        },
    });
    let over = [State::Closed, State::Rejected, State::Withdrawn].map(Current::at);
    open.iter().copied().chain(merged).chain(over).collect()
}

#[test]
fn r01_full_matrix() {
    let mut changes = 0;
    for current in places() {
        for role in Role::ALL {
            for action in Action::ALL {
                let Current { state, aside_from } = current;
                let answer = transition(current, role, action);
                let context = format!("{role:?} {action:?} {current:?}");
                let Some(to) = listed(state, role, action) else {
                    let refused = Refused {
                        state,
                        role,
                        action,
                    };
                    assert_eq!(answer, Err(refused), "{context}");
                    continue;
                };
                changes += 1;
                let next = answer.unwrap_or_else(|refused| panic!("{refused}: {context}"));
                let expected = match (to, state) {
                    ("back", State::OnHold) => aside_from.held_from,
                    ("back", _) => aside_from.merged_from,
                    (name, _) => State::parse(name),
                };
                assert_eq!(Some(next.state), expected, "{context}");
            }
        }
    }
    // Six, six, ten, eight, four, two, five, twice four, eight merged ones, one rejected.
    assert_eq!(changes, 6 + 6 + 10 + 8 + 4 + 2 + 5 + 2 * 4 + 8 + 1);
}

#[test]
fn r01_every_state_role_and_action_is_in_the_matrix() {
    for state in State::ALL {
        assert!(
            places().iter().any(|place| place.state == state),
            "{state:?}"
        );
        assert_eq!(State::parse(state.as_str()), Some(state));
    }
    for role in Role::ALL {
        assert_eq!(Role::parse(role.as_str()), Some(role));
    }
    for action in Action::ALL {
        assert_eq!(Action::parse(action.as_str()), Some(action));
        let listed = |state| {
            Role::ALL
                .into_iter()
                .any(|role| listed(state, role, action).is_some())
        };
        assert!(State::ALL.into_iter().any(listed), "{action:?}");
    }
    assert_eq!(
        (State::ALL.len(), Role::ALL.len(), Action::ALL.len()),
        (11, 5, 21)
    );
}

#[test]
fn r01_who_has_several_roles_may_do_what_any_of_them_may() {
    let pending = Current::at(State::PendingCheck);
    assert_eq!(allowed(pending, &[Role::Staff]), [Action::Merge]);
    assert_eq!(
        allowed(pending, &[Role::Staff, Role::Checker]),
        [Action::Confirm, Action::Fail, Action::Merge]
    );
    assert_eq!(allowed(pending, &[Role::Reporter]), [Action::Solved]);
    assert_eq!(allowed(pending, &[]), []);
}

#[test]
fn r01_without_a_memory_there_is_no_way_back() {
    let resume = transition(Current::at(State::OnHold), Role::Staff, Action::Resume);
    assert!(resume.is_err());
    let unmerge = transition(Current::at(State::Duplicate), Role::Staff, Action::Unmerge);
    assert!(unmerge.is_err());
}

#[test]
fn r02_replaying_the_history_gives_the_present_state() {
    use Action as A;
    use Role::{Checker, Organisation, Reporter, Staff};
    let story = [
        (Staff, A::AskInfo, "needs_info"),
        (Reporter, A::Answer, "reported"),
        (Staff, A::Reject, "rejected"),
        (Reporter, A::Appeal, "reported"),
        (Staff, A::Accept, "accepted"),
        (Staff, A::Dispatch, "dispatched"),
        (Organisation, A::Start, "in_progress"),
        (Organisation, A::Hold, "on_hold"),
        (Staff, A::Merge, "duplicate"),
        (Staff, A::Unmerge, "on_hold"),
        (Organisation, A::Resume, "in_progress"),
        (Organisation, A::Finish, "pending_check"),
        (Checker, A::Fail, "in_progress"),
        (Organisation, A::Finish, "pending_check"),
        (Reporter, A::Solved, "closed"),
        (Reporter, A::Reopen, "dispatched"),
    ];
    assert_eq!(replay([].into_iter()), Ok(Current::START));
    for end in 1..=story.len() {
        let steps = story[..end]
            .iter()
            .map(|(role, action, _)| (*role, *action));
        assert_eq!(replay(steps).unwrap().state.as_str(), story[end - 1].2);
    }
}

#[test]
fn r02_a_history_with_a_step_that_is_not_in_the_table_is_refused() {
    let steps = [(Role::Staff, Action::Accept), (Role::Staff, Action::Accept)];
    let refused = replay(steps.into_iter()).unwrap_err();
    assert_eq!(
        refused.to_string(),
        "staff may not accept a report that is accepted"
    );
}

#[test]
fn states_in_which_somebody_owes_a_step_are_open() {
    for state in State::ALL {
        let over = ["closed", "rejected", "duplicate", "withdrawn"].contains(&state.as_str());
        assert_eq!(state.is_open(), !over, "{state:?}");
        assert_eq!(
            matches!(state.tone(), Tone::Done | Tone::Aside),
            over,
            "{state:?}"
        );
    }
}

fn attempts() -> impl Strategy<Value = Vec<(Role, Action)>> {
    let attempt = (
        prop::sample::select(&Role::ALL[..]),
        prop::sample::select(&Action::ALL[..]),
    );
    prop::collection::vec(attempt, 0..400)
}

proptest! {
    #[test]
    fn r02_whatever_people_try_the_history_replays(attempts in attempts()) {
        let known = places();
        let mut current = Current::START;
        let mut history = Vec::new();
        for (role, action) in attempts {
            if let Ok(next) = transition(current, role, action) {
                current = next;
                history.push((role, action));
            }
            prop_assert!(known.contains(&current), "{:?}", current);
        }
        prop_assert_eq!(replay(history.into_iter()), Ok(current));
    }

    #[test]
    fn r07_unmerging_restores_exactly(attempts in attempts()) {
        let mut current = Current::START;
        for (role, action) in attempts {
            current = transition(current, role, action).unwrap_or(current);
            if current.state.is_open() {
                let merged = transition(current, Role::Staff, Action::Merge).unwrap();
                let restored = transition(merged, Role::Staff, Action::Unmerge);
                prop_assert_eq!(restored, Ok(current));
            }
        }
    }
}
