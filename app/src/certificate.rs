//! Certificates of service, and the page that checks them (rule V15).

mod check;
mod desk;
mod new;
mod paper;

use backend::certificate::Certificate;
use backend::words::hours;
use domain::certificate::{Code, Standing};
use domain::id::CertificateId;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, certificate as words};

use crate::icon::{Icon, icon};
use crate::routes::{Access, Route};
use crate::web::Fault;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let own = Access::SignedIn;
    let staff = Access::Needs(Permission::ManagePatrols);
    vec![
        Route::get("/me/hours/certificate", own, new::own),
        Route::post("/me/hours/certificate", own, new::issue_own),
        Route::get("/me/hours/certificates/{id}", own, paper::show),
        Route::get("/admin/hours/{id}/certificate", staff, new::of_person),
        Route::post("/admin/hours/{id}/certificate", staff, new::issue_of_person),
        Route::get("/admin/certificates", staff, desk::show),
        Route::get("/admin/certificates/{id}", staff, desk::one),
        Route::post("/admin/certificates/{id}", staff, desk::revoke),
        Route::get("/certificates", Access::Public, check::show),
        Route::post("/certificates", Access::Public, check::typed),
        Route::get("/certificates/{secret}", Access::Secret, check::by_code),
    ]
}

/// An id from an address.
///
/// # Errors
/// 404 when it is none.
fn id(text: &str) -> Result<CertificateId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// Where everybody checks a certificate, with the community's origin.
fn address(origin: &str, code: &Code) -> String {
    format!("{origin}/certificates/{}", code.as_str())
}

/// From the first to the last day.
fn period(lang: Lang, certificate: &Certificate) -> String {
    let day = |day: domain::instant::LocalDate| text::format::date_with_year(lang, day.civil());
    words::period(lang, day(certificate.from), day(certificate.until))
}

/// Whose it is: the real name on the paper, or that it is gone.
fn name(lang: Lang, certificate: &Certificate) -> String {
    if certificate.real_name.is_empty() {
        words::name_gone(lang).to_owned()
    } else {
        certificate.real_name.clone()
    }
}

/// How one stands, as word, icon and colour.
fn chip(lang: Lang, standing: Standing) -> impl IntoView + use<> {
    let (class, which, word) = match standing {
        Standing::Valid => ("chip done", Icon::Solved, words::standing_valid(lang)),
        Standing::Superseded => ("chip aside", Icon::Merge, words::standing_superseded(lang)),
        Standing::Revoked => ("chip attention", Icon::Cross, words::standing_revoked(lang)),
    };
    view! { <span class=class>{icon(which)} {word}</span> }
}

/// One line among somebody's own.
pub fn row(lang: Lang, certificate: &Certificate) -> impl IntoView + use<> {
    let link = format!("/me/hours/certificates/{}", certificate.id);
    let total = hours(lang, certificate.total);
    let reason = (!certificate.reason.is_empty()).then(|| certificate.reason.clone());
    view! {
        <li>
            <a class="row" href=link>
                {icon(Icon::Print)}
                <span>
                    <b>{certificate.number.to_string()} " · " {name(lang, certificate)}</b>
                    <small>{period(lang, certificate)} " · " {total}</small>
                    {reason.map(|reason| view! { <small>{reason}</small> })}
                </span>
                {chip(lang, certificate.standing)}
            </a>
        </li>
    }
}
