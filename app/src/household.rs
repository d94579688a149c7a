//! `/admin/households`: doors, who lives behind them, codes and cards (rules P2, P6, P7).

mod cards;
mod list;
mod show;
mod slips;

use backend::community;
use domain::id::HouseholdId;
use domain::permission::Permission;

use crate::routes::{Access, Route};
use crate::web::{Fault, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let admit = Access::Needs(Permission::AdmitResidents);
    vec![
        Route::get("/admin/households", admit, list::show),
        Route::get("/admin/households/slips", admit, slips::show),
        Route::post("/admin/households/slips", admit, slips::print),
        Route::get("/admin/households/{id}", admit, show::show),
        Route::post("/admin/households/{id}", admit, show::change),
        Route::get("/admin/households/{id}/cards", admit, cards::show),
        Route::post("/admin/households/{id}/cards", admit, cards::print),
    ]
}

/// The household of an address.
fn id(asked: &str) -> Result<HouseholdId, Fault> {
    asked.parse().map_err(|_| backend::Error::NotFound.into())
}

/// The office's number, for whatever is printed.
async fn office(web: &Web) -> Result<Option<String>, backend::Error> {
    let contacts = community::contacts(&web.ctx).await?;
    Ok(contacts
        .into_iter()
        .find(|contact| contact.kind == "community")
        .map(|contact| contact.phone))
}
