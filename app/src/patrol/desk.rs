//! Patrols for staff: coverage, shifts, whom to ask, rosters, figures.

use crate::routes::Route;

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
