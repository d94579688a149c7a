//! Reports: the public list and page, the three steps of reporting, the receipt, the work.

pub mod follow;
mod history;
pub mod list;
pub mod new;
pub mod photos;
pub mod receipts;
mod show;
pub mod work;

use crate::routes::{Access, Route};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/reports", Access::Public, list::show).same_for_all(),
        Route::get("/reports/new", Access::Public, new::show),
        Route::post("/reports/new", Access::Public, new::submit),
        Route::get("/reports/mine", Access::Public, receipts::show),
        Route::post("/reports/mine", Access::Public, receipts::forget),
        Route::get("/reports/{number}", Access::Public, show::show).same_for_all(),
        Route::get("/r/{secret}", Access::Secret, follow::show),
        Route::post("/r/{secret}", Access::Secret, follow::act),
    ];
    routes.extend(work::routes());
    routes
}
