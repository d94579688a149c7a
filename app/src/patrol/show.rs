//! `/patrols/{id}`: one shift, and taking a place.

use crate::routes::Route;

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
