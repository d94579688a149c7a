//! `/admin/reports`: the work list, one report's page with everything that can be done, and the
//! entry screen (rule R17). The property company's people use the same pages and see what is
//! assigned to it.

mod acts;
pub mod enter;
mod list;
mod show;

use domain::permission::Permission;

use crate::routes::{Access, Route};

/// The work's routes.
pub fn routes() -> Vec<Route> {
    let work = Access::Needs(Permission::SeeWork);
    let enter = Access::Needs(Permission::EnterReport);
    vec![
        Route::get("/admin/reports", work, list::show),
        Route::get("/admin/reports/new", enter, enter::show),
        Route::post("/admin/reports/new", enter, enter::submit),
        Route::get("/admin/reports/{number}", work, show::show),
        Route::post("/admin/reports/{number}", work, show::act),
        Route::post(
            "/admin/reports/{number}/callback",
            Access::Needs(Permission::SeeContact),
            show::callback,
        ),
        Route::post(
            "/admin/reports/{number}/public",
            Access::Needs(Permission::AcceptReport),
            show::publish,
        ),
    ]
}
