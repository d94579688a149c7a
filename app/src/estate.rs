//! The estate as staff keep it: the list of buildings, the generator, one building, files, the plan
//! (rules P2, P4).

mod areas;
mod building;
mod export;
mod import;
mod list;
mod new;
mod plan;

use domain::permission::Permission;
use text::{Lang, estate as words};

use crate::routes::{Access, Route};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let keepers = Access::Needs(Permission::ManageEstate);
    vec![
        Route::get("/admin/estate", keepers, list::show),
        Route::get("/admin/estate/plan", keepers, plan::show),
        Route::post("/admin/estate/plan", keepers, plan::change),
        Route::get("/admin/estate/areas", keepers, areas::show),
        Route::post("/admin/estate/areas", keepers, areas::change),
        Route::get("/admin/estate/new", keepers, new::show),
        Route::post("/admin/estate/new", keepers, new::submit),
        Route::get("/admin/estate/import", keepers, import::show),
        Route::post("/admin/estate/import", keepers, import::upload),
        Route::get("/admin/estate/import/{id}", keepers, import::preview),
        Route::post("/admin/estate/import/{id}", keepers, import::start),
        Route::get("/admin/estate/template.xlsx", keepers, export::template),
        Route::get("/admin/estate/export.xlsx", keepers, export::xlsx),
        Route::get("/admin/estate/export.csv", keepers, export::csv),
        Route::get("/admin/estate/{id}", keepers, building::show),
        Route::post("/admin/estate/{id}", keepers, building::change),
    ]
}

/// A count as it is shown.
fn number(count: usize) -> i64 {
    i64::try_from(count).unwrap_or(i64::MAX)
}

/// A count of the database as it is read.
fn count(lang: Lang, count: i64) -> String {
    text::format::count(lang, count.unsigned_abs())
}

/// Names in a row, as the language joins them.
fn joined(lang: Lang, names: impl IntoIterator<Item = String>) -> String {
    names
        .into_iter()
        .reduce(|before, next| words::and(lang, before, next))
        .unwrap_or_default()
}
