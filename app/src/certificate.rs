//! Certificates of service, and the page that checks them (rule V15).

use crate::routes::Route;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    Vec::new()
}
