//! Volunteer patrols (巡查): shifts with places, who may take one, and what becomes of a sign-up.

pub mod attendance;
pub mod coverage;
pub mod eligible;
pub mod look;
pub mod roster;
pub mod route;
pub mod shift;
pub mod sign_up;
pub mod template;

use crate::name::stored_names;

/// As what somebody takes part (V1, V11).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Leads the shift (队长): ticks who came, closes it. Trained people only (V11).
    Leader,
    /// Takes part.
    Member,
    /// Comes along to learn.
    Trainee,
}

stored_names!(Role {
    Leader = "leader",
    Member = "member",
    Trainee = "trainee",
});

/// The places of one role on one shift (V1).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Places {
    /// Of which role.
    pub role: Role,
    /// How many there are.
    pub capacity: i64,
    /// Of these, how many are kept for people whom staff or the leader enter.
    pub reserved: i64,
    /// How many are held: confirmed, offered, looking for a stand-in, or come.
    pub taken: i64,
}

impl Places {
    /// How many anybody may still take.
    pub const fn left(&self) -> i64 {
        self.capacity - self.reserved - self.taken
    }
}

/// A rule that staff may let pass with a reason (V9). One sign-up a person (V2) and the capacity
/// (V1) are none of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Rule {
    /// Two shifts at the same time (V3).
    Overlap,
    /// The rest between two shifts (V4).
    Rest,
    /// Leading without training, or a first patrol without a leader (V11).
    Training,
    /// Signing up after the start.
    Begun,
    /// A child without somebody who looks after it (V15).
    Child,
}

stored_names!(Rule {
    Overlap = "overlap",
    Rest = "rest",
    Training = "training",
    Begun = "begun",
    Child = "child",
});
