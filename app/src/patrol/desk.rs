//! Patrols for staff: coverage, shifts, whom to ask, rosters, figures.

mod ask;
mod board;
mod cancel;
mod edit;
mod fields;
mod figures;
mod list;
mod people;
mod roster;
mod skills;
mod today;

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};
use backend::context::Context;
use backend::patrol::Shift;
use backend::words as names;
use domain::id::PatrolShiftId;
use domain::patrol::coverage::{Cover, Mark};
use domain::patrol::shift::Standing;
use domain::permission::Permission;
use domain::telephone::Telephone;
use leptos::prelude::*;
use text::{Lang, patrol_desk as words};

pub(crate) use today::tasks;

use crate::frame::Chrome;
use crate::icon::{Icon, icon};
use crate::routes::{Access, Route};
use crate::web::Fault;

/// The board's address.
const BOARD: &str = "/admin/patrols";

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    let staff = Access::Needs(Permission::ManagePatrols);
    let figures = Access::Needs(Permission::SeeFigures);
    vec![
        Route::get("/admin/patrols", staff, board::show),
        Route::get("/admin/patrols/new", staff, edit::new),
        Route::post("/admin/patrols/new", staff, edit::write),
        Route::get("/admin/patrols/skills", staff, skills::show),
        Route::post("/admin/patrols/skills", staff, skills::change),
        Route::get("/admin/patrols/figures", figures, figures::show),
        Route::get("/admin/patrols/figures.xlsx", figures, figures::xlsx),
        Route::get("/admin/patrols/figures.csv", figures, figures::csv),
        Route::get("/admin/patrols/roster", staff, roster::show),
        Route::post("/admin/patrols/roster", staff, roster::send),
        Route::get("/admin/patrols/roster.xlsx", staff, roster::template),
        Route::get("/admin/patrols/{id}", staff, edit::show),
        Route::post("/admin/patrols/{id}", staff, edit::change),
        Route::get("/admin/patrols/{id}/ask", staff, ask::show),
        Route::get("/admin/patrols/{id}/people", staff, people::show),
        Route::post("/admin/patrols/{id}/people", staff, people::act),
        Route::get("/admin/patrols/{id}/phones", staff, list::show),
        Route::get("/admin/patrols/{id}/people.xlsx", staff, list::xlsx),
        Route::get("/admin/patrols/{id}/people.csv", staff, list::csv),
        Route::get("/admin/patrols/{id}/cancel", staff, cancel::show),
        Route::post("/admin/patrols/{id}/cancel", staff, cancel::cancel),
    ]
}

/// An id from an address.
fn id(text: &str) -> Result<PatrolShiftId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// When a shift is by the community's clocks: `18:00–20:00`, or `22:00–次日06:00`.
fn hours(lang: Lang, ctx: &Context, shift: &Shift) -> String {
    let zone = &ctx.community.zone;
    let (starts, ends) = (zone.civil(shift.span.starts), zone.civil(shift.span.ends));
    let until = text::format::time(ends.time());
    let until = if ends.date() == starts.date() {
        until
    } else {
        words::next_day(lang, until)
    };
    words::from_until(lang, text::format::time(starts.time()), until)
}

/// Day, hours and name in one line.
fn line(lang: Lang, ctx: &Context, shift: &Shift) -> String {
    let day = text::format::date(lang, shift.first_day.civil());
    words::shift_line(lang, day, hours(lang, ctx, shift), shift.name(lang))
}

/// Where everybody reads about a shift.
fn address(chrome: &Chrome, id: PatrolShiftId) -> String {
    format!("{}/patrols/{id}", chrome.origin)
}

/// How a shift stands, as word, icon and colour.
fn chip(lang: Lang, standing: Standing) -> impl IntoView + use<> {
    let (class, which) = match standing {
        Standing::Draft => ("chip waiting", Icon::Edit),
        Standing::Open => ("chip done", Icon::Person),
        Standing::Full => ("chip done", Icon::Check),
        Standing::Running => ("chip moving", Icon::Clock),
        Standing::Ended => ("chip aside", Icon::Solved),
        Standing::Cancelled => ("chip attention", Icon::Cross),
    };
    view! { <span class=class>{icon(which)} {names::standing(lang, standing)}</span> }
}

/// What is missing, as word, icon and colour; nothing where nobody has to act.
fn marks(lang: Lang, cover: Cover) -> impl IntoView + use<> {
    let mark = cover.mark().map(|mark| {
        let (class, word) = match mark {
            Mark::Urgent => ("chip attention", words::mark_urgent(lang)),
            Mark::Short => ("chip waiting", words::mark_short(lang)),
        };
        view! { <span class=class>{icon(Icon::Warning)} {word}</span> }
    });
    let leader = cover.lacks_leader.then(|| {
        view! { <span class="chip attention">{icon(Icon::Warning)} {words::lacks_leader(lang)}</span> }
    });
    view! { {mark} " " {leader} }
}

/// A number to dial, for whoever looks after the shift (rule P18).
fn dial(lang: Lang, telephone: Option<&Telephone>) -> impl IntoView + use<> {
    match telephone {
        Some(number) => {
            let dial = number.dial().to_owned();
            view! { <a class="number" href=format!("tel:{dial}")>{icon(Icon::Phone)} {dial.clone()}</a> }
                .into_any()
        }
        None => view! { <span class="hint">{words::no_number(lang)}</span> }.into_any(),
    }
}

/// The ready words for the group, or nothing where nobody needs to know (rule X19): that a shift is
/// called off, or that people are looked for.
fn group_text(lang: Lang, ctx: &Context, chrome: &Chrome, shift: &Shift) -> Option<String> {
    let said = line(lang, ctx, shift);
    let link = address(chrome, shift.id);
    let place = (!shift.place.is_empty()).then(|| words::group_place(lang, &shift.place));
    let parts = match shift.standing(ctx.now) {
        Standing::Cancelled => {
            let why = (!shift.cancel_reason.is_empty())
                .then(|| words::group_why(lang, &shift.cancel_reason));
            [Some(words::group_cancelled(lang, said)), why, None]
        }
        Standing::Open | Standing::Full => {
            let missing = shift.cover(ctx).missing();
            let first = if missing > 0 && shift.covered > 0 {
                words::group_gap(lang, missing, said)
            } else if missing > 0 {
                words::group_new(lang, missing, said)
            } else {
                return None;
            };
            [Some(first), place, Some(words::group_link(lang, link))]
        }
        _ => return None,
    };
    Some(parts.into_iter().flatten().collect::<Vec<_>>().join("\n"))
}

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// A file to keep.
fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let heads: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (heads, bytes).into_response()
}
