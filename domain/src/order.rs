//! The order that staff give short lists: one step up or down at a time, which needs neither a mouse
//! nor a script (X6).

/// One step in a list.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Step {
    /// Before the one above.
    Up,
    /// Behind the one below.
    Down,
}

impl Step {
    /// `up` or `down`, as the buttons send it.
    #[must_use]
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "up" => Some(Self::Up),
            "down" => Some(Self::Down),
            _ => None,
        }
    }
}

/// The list with one of it a step further. Whoever stands at the end already, or is not in it, leaves
/// it as it was.
#[must_use]
pub fn stepped<T: Copy + PartialEq>(list: &[T], which: T, step: Step) -> Vec<T> {
    let mut list = list.to_vec();
    let Some(at) = list.iter().position(|one| *one == which) else {
        return list;
    };
    let other = match step {
        Step::Up => at.checked_sub(1),
        Step::Down => Some(at + 1).filter(|next| *next < list.len()),
    };
    if let Some(other) = other {
        list.swap(at, other);
    }
    list
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn x06_a_step_changes_places_with_the_neighbour_and_stops_at_the_ends() {
        let list = [1, 2, 3];
        assert_eq!(stepped(&list, 2, Step::Up), [2, 1, 3]);
        assert_eq!(stepped(&list, 2, Step::Down), [1, 3, 2]);
        assert_eq!(stepped(&list, 1, Step::Up), list);
        assert_eq!(stepped(&list, 3, Step::Down), list);
        assert_eq!(stepped(&list, 9, Step::Down), list);
        assert_eq!(Step::parse("down"), Some(Step::Down));
        assert_eq!(Step::parse("sideways"), None);
    }
}
