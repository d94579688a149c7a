//! The day of a shift, for its leader on a telephone: who came, the checklist, findings, writing it
//! up (rules V12–V14, V16). Every press is a form of its own, and two are enough to close a shift on
//! which everybody came.

mod act;
mod code;
mod finding;
mod grid;
mod list;
mod look;
mod page;
mod picture;
mod record;
mod sheet;

use backend::patrol::Shift;
use domain::id::PatrolShiftId;
use domain::instant::{Instant, Zone};
use domain::permission::Permission;
use text::{Lang, patrol_day as words};

use crate::routes::{Access, Route};
use crate::web::Fault;

/// These pages' routes. Whoever leads the shift opens them without the permission, and whoever is on
/// it some of them: `backend` decides.
pub(super) fn routes() -> Vec<Route> {
    let lead = Access::Needs(Permission::ManagePatrols);
    vec![
        Route::get("/patrols/{id}/day", lead, act::show),
        Route::post("/patrols/{id}/day", lead, act::act),
        Route::get("/patrols/{id}/finding", lead, finding::show),
        Route::post("/patrols/{id}/finding", lead, finding::file),
        Route::get("/patrols/{id}/sheet", lead, sheet::show),
        Route::get("/patrols/{id}/grid", lead, grid::show),
        Route::post("/patrols/{id}/grid", lead, grid::enter),
        Route::get("/patrols/{id}/code", lead, code::show),
        Route::get("/patrols/{id}/check-in", Access::SignedIn, code::form),
        Route::post("/patrols/{id}/check-in", Access::SignedIn, code::check_in),
        Route::get("/patrols/{id}/record", lead, record::show),
        Route::get("/patrols/{id}/photos/{name}", lead, picture::full),
        Route::get("/patrols/{id}/photos/{name}/small", lead, picture::small),
    ]
}

/// An id from an address.
fn id(text: &str) -> Result<PatrolShiftId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// The address of the leader's page.
fn path(id: PatrolShiftId) -> String {
    format!("/patrols/{id}/day")
}

/// A time on the community's clocks.
fn clock(zone: &Zone, at: Instant) -> String {
    text::format::time(zone.civil(at).time())
}

/// Day and times of a shift: `3月12日 周四 18:00–20:00`, of a night `22:00–次日06:00`.
fn when(lang: Lang, zone: &Zone, shift: &Shift) -> String {
    let day = text::format::date_with_year(lang, shift.first_day.civil());
    let until = clock(zone, shift.span.ends);
    let until = if zone.date_of(shift.span.ends) == zone.date_of(shift.span.starts) {
        until
    } else {
        words::until_next_day(lang, until)
    };
    format!("{day} {}–{until}", clock(zone, shift.span.starts))
}
