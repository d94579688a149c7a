//! How residents come in (rules P5, P6, P7, P15, P21): with a household code, by asking, by a card,
//! by an invitation of their family.

pub mod ask;
pub mod attempt;
pub mod card;
pub mod code;
pub mod family;
pub mod newcomer;
pub mod own;

pub use family::{acts_for, may_act_for};
pub use newcomer::Joined;
