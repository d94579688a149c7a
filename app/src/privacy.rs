//! Privacy: one's own data and consents (rules P20, P22), removing oneself (rule P23), looking at a
//! resident's number with a reason (rule P18), consents on paper, texts to look through.

mod delete;
mod look;
mod own;
mod paper;
mod review;

use domain::permission::Permission;

pub use look::dial;
pub use own::reason_word;

use crate::routes::{Access, Route};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let look = Access::Needs(Permission::SeeTelephone);
    let admit = Access::Needs(Permission::AdmitResidents);
    let review = Access::Needs(Permission::SeePeople);
    vec![
        Route::get("/me/privacy", Access::SignedIn, own::show),
        Route::post("/me/privacy", Access::SignedIn, own::decide),
        Route::get("/me/privacy/data.json", Access::SignedIn, own::file),
        Route::get("/me/privacy/delete", Access::SignedIn, delete::show),
        Route::post("/me/privacy/delete", Access::SignedIn, delete::delete),
        Route::get("/admin/people/{id}/telephone", look, look::show),
        Route::post("/admin/people/{id}/telephone", look, look::look),
        Route::get("/admin/people/{id}/consents", admit, paper::show),
        Route::post("/admin/people/{id}/consents", admit, paper::note),
        Route::get("/admin/privacy/review", review, review::show),
        Route::post("/admin/privacy/review", review, review::settle),
    ]
}
