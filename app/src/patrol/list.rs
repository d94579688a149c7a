//! `/patrols`: what is open near me.

use crate::routes::Route;

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
