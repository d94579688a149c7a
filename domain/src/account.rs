//! What belongs to an account: its name and where it is signed in (P5, P9).

mod device;

pub use device::{Browser, Device, Machine};

use crate::words::Line;

/// What neighbours read (P5).
pub type DisplayName = Line<20>;
