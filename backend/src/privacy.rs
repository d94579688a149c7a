//! Privacy: looking at a number with a reason (rule P18), everything that is kept about somebody
//! (rule P22), and removing it (rule P23).

mod erase;
mod look;
mod own;
pub mod registry;
mod review;
pub mod tombstone;

pub use erase::{Confirmed, ERASED, Means, erase_self, means};
pub use look::{Masked, callback, masked, telephone};
pub use own::{Held, Look, Own, SignIn, Way, own, written};
pub use review::{Part, Review, open_reviews, settle};
