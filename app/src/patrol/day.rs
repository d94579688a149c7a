//! The day of a shift, for its leader: who came, the checklist, findings, writing it up.

use crate::routes::Route;

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
