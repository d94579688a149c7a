//! The beginning: the form behind the one-time link, and the steps after it (rule P11).

mod begin;
mod staff;
mod steps;

use domain::permission::Permission;

use crate::routes::{Access, Route};

pub use steps::task;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let steps = Access::Needs(Permission::ManageEstate);
    let giving = Access::Needs(Permission::GivePosts);
    vec![
        Route::get("/setup/{token}", Access::Secret, begin::show),
        Route::post("/setup/{token}", Access::Secret, begin::begin),
        Route::get("/admin/setup", steps, steps::show),
        Route::get("/admin/setup/numbers", steps, steps::numbers),
        Route::post("/admin/setup/numbers", steps, steps::set_numbers),
        Route::get("/admin/setup/staff", giving, staff::show),
        Route::post("/admin/setup/staff", giving, staff::admit),
        Route::get("/admin/setup/tell", steps, steps::tell),
    ]
}
