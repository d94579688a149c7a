//! Service hours: a ledger that is only added to (V13).

use crate::name::stored_names;

/// Where the minutes of an entry come from. What was counted by itself and what was entered
/// afterwards are shown apart (V13).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Source {
    /// Credited when a shift was written up.
    Automatic,
    /// Entered afterwards (补录) and approved by somebody else.
    BackEntered,
    /// A captain's walk, where the community says that those count.
    Walk,
}

stored_names!(Source {
    Automatic = "automatic",
    BackEntered = "back_entered",
    Walk = "walk",
});
