//! `/admin/patrols/templates`: shifts that come again; kinds, routes, rules, holidays.

use crate::routes::Route;

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    Vec::new()
}
