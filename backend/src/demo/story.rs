//! The hand-written stories: small ads are fought, a rubbish corner becomes a flower corner, a
//! corridor is cleared, a lamp is mended. All invented.

mod closed;
mod open;

use domain::report::Action;

use super::tale::{Story, Told, When};

/// Every story.
pub const STORIES: [&[Story]; 2] = [closed::STORIES, open::STORIES];

/// A step, in one line.
const fn told(when: When, action: Action, words: &'static str) -> Told {
    Told {
        when,
        action,
        words,
    }
}

/// Positions in the list of areas.
const EAST_GATE: usize = 0;
const GARDEN: usize = 1;
const CAR_PARK: usize = 2;
const PLAYGROUND: usize = 3;
const WASTE_ROOM: usize = 4;
