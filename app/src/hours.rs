//! `/me/hours` and `/admin/hours`: service hours (rule V13).

use crate::routes::Route;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
