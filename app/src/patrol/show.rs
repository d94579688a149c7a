//! `/patrols/{id}`: one shift, how one stands on it oneself, and taking a place. Nobody else's name
//! is on it but the leader's, for those who come.

mod take;

pub(super) use take::{actions, sentence};

use axum::Json;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use backend::community::{self, Contact};
use backend::patrol::own::{self, OnShift, Way};
use backend::patrol::{self, Shift, SignUp};
use domain::patrol::Role;
use domain::patrol::attendance::takes_codes;
use domain::patrol::eligible::Why;
use domain::patrol::shift::Standing;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use text::{Lang, patrol_list as words};

use super::list::{Standings, whom};
use super::told;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Names, prose};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/patrols/{id}", Access::Public, show),
        Route::post("/patrols/{id}", Access::SignedIn, take::submit),
        Route::get("/patrols/{id}/places", Access::Public, places),
        Route::get("/patrols/{id}/card.svg", Access::Public, super::card::show),
    ]
}

/// `GET /patrols/{id}`
async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let shift = patrol::find(&web.ctx, told::id(&asked)?).await?;
    page(&web, &shift, StatusCode::OK, Said::Nothing).await
}

/// `GET /patrols/{id}/places`: a list of one, as the list's own address gives of many.
async fn places(web: Web, Path(asked): Path<String>) -> Answer {
    let shift = patrol::find(&web.ctx, told::id(&asked)?).await?;
    Ok(Json([Standings::of(&web, &shift)]).into_response())
}

/// What the page says of the form that was just sent.
#[derive(Debug, Clone)]
enum Said {
    /// There was none.
    Nothing,
    /// Somebody was faster, or the clock was.
    Changed,
    /// Why not, and what would work (rule V5).
    Refused(Why, Option<Box<Shift>>),
}

/// All that the page shows.
struct Model {
    shift: Shift,
    on: Option<OnShift>,
    way: Option<Way>,
    office: Option<Contact>,
    names: Names,
    said: Said,
}

async fn page(web: &Web, shift: &Shift, status: StatusCode, said: Said) -> Answer {
    let contacts = community::contacts(&web.ctx).await?;
    let model = Model {
        on: own::on(&web.ctx, shift.id, whom(web)).await?,
        way: own::way(&web.ctx, shift).await?,
        office: contacts
            .into_iter()
            .find(|contact| contact.kind == "community"),
        names: names(web).await?,
        shift: shift.clone(),
        said,
    };
    Ok(whole(web, status, &model))
}

fn whole(web: &Web, status: StatusCode, model: &Model) -> Response {
    let lang = web.lang();
    let shift = &model.shift;
    let title = shift.name(lang).to_owned();
    let when = told::when(lang, &web.ctx.community.zone, web.ctx.now, shift.span);
    let live = format!("/patrols/{}/places", shift.id);
    web.page_with(status, &title, Kind::Narrow, || {
        view! {
            {parts::back("/patrols".to_owned(), words::all(lang))}
            {said(web, model)}
            <h1>{when}</h1>
            <p class="lead">{title.clone()}</p>
            {cancelled(lang, shift)}
            {super::places::live(&live, facts(web, model))}
            {leads(web, model).then(|| view! { <p>{to_the_day(lang, shift)}</p> })}
            {checking_in(web, model)}
            {take::block(web, model)}
            {telephone(lang, model)}
            {more(lang, model)}
            {keep(lang, shift)}
            {leading(web, model)}
        }
    })
}

fn said(web: &Web, model: &Model) -> impl IntoView + use<> {
    let lang = web.lang();
    match &model.said {
        Said::Nothing => ().into_any(),
        Said::Changed => view! {
            <div class="note attention" id="problems" role="alert" tabindex="-1">
                {icon(Icon::Warning)}<p>{words::changed(lang)}</p>
            </div>
        }
        .into_any(),
        Said::Refused(why, nearest) => {
            let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
            let nearest = nearest.as_ref().map(|shift| {
                let when = told::when(lang, zone, now, shift.span);
                let said = format!("{when} {}", shift.name(lang));
                view! {
                    <p>{words::nearest(lang)} <a href=format!("/patrols/{}", shift.id)>{said}</a></p>
                }
            });
            view! {
                <div class="summary" id="problems" role="alert" tabindex="-1">
                    <h2>{icon(Icon::Warning)} {words::refused_title(lang)}</h2>
                    <p>{backend::words::why(lang, *why)}</p>
                    {nearest}
                </div>
            }
            .into_any()
        }
    }
}

fn cancelled(lang: Lang, shift: &Shift) -> impl IntoView + use<> {
    let said = match shift.cancel_reason.as_str() {
        "" => words::cancelled_note(lang).to_owned(),
        reason => words::cancelled_because(lang, reason),
    };
    (shift.kept == domain::patrol::shift::Kept::Cancelled).then(|| {
        view! { <div class="note attention">{icon(Icon::Warning)}<p>{said}</p></div> }
    })
}

fn facts(web: &Web, model: &Model) -> impl IntoView + use<> {
    let lang = web.lang();
    let Model { shift, names, .. } = model;
    let near = shift.building.map_or_else(
        || words::whole_community(lang).to_owned(),
        |id| names.building(id),
    );
    let place = shift.place.clone();
    let leaders = model.on.as_ref().map(|on| on.leaders.join("、"));
    let leaders = leaders.filter(|leaders| !leaders.is_empty());
    let fact = |name: &'static str, said: String| {
        view! { <div><dt>{name}</dt><dd>{said}</dd></div> }
    };
    view! {
        <dl class="facts card">
            {fact(words::fact_when(lang), told::when_dated(lang, &web.ctx.community.zone, shift.span))}
            {(!place.is_empty()).then(|| fact(words::fact_where(lang), place))}
            {fact(words::fact_near(lang), near)}
            <div>
                <dt>{words::fact_places(lang)}</dt>
                <dd data-places=shift.id.to_string()>{told::places(lang, shift, web.ctx.now)}</dd>
            </div>
            {leaders.map(|leaders| fact(words::fact_leader(lang), leaders))}
        </dl>
    }
}

/// Whoever does not like forms calls.
fn telephone(lang: Lang, model: &Model) -> impl IntoView + use<> {
    let office = model.office.as_ref().map(|contact| call(lang, contact));
    office.map(|office| {
        view! { <p class="line">{words::by_telephone(lang)} {office}</p> }
    })
}

/// The office's number, to dial.
pub(super) fn call(lang: Lang, contact: &Contact) -> impl IntoView + use<> {
    let name = match lang {
        Lang::Zh => &contact.name_zh,
        Lang::En => &contact.name_en,
    };
    let digits: String = contact.phone.chars().filter(char::is_ascii_digit).collect();
    let said = format!("{name} {}", contact.phone);
    view! { <a class="number" href=format!("tel:{digits}")>{icon(Icon::Phone)} {said}</a> }
}

/// What to know and where it goes.
fn more(lang: Lang, model: &Model) -> impl IntoView + use<> {
    let bring = (!model.shift.words.is_empty()).then(|| prose(&model.shift.words));
    let way = model.way.as_ref().map(|way| {
        let stops: Vec<_> = way
            .stops
            .iter()
            .map(|stop| {
                let stop = stop.clone();
                view! { <li>{stop}</li> }
            })
            .collect();
        view! { <section><h2>{words::way(lang, &way.name)}</h2><ol class="stops">{stops}</ol></section> }
    });
    view! {
        {bring.map(|bring| view! { <section><h2>{words::bring(lang)}</h2>{bring}</section> })}
        {way}
    }
}

/// For the telephone's calendar, and for those that cannot keep one a picture (rule V18).
fn keep(lang: Lang, shift: &Shift) -> impl IntoView + use<> {
    let way = |file: &str| format!("/patrols/{}/{file}", shift.id);
    (shift.kept == domain::patrol::shift::Kept::Open).then(|| {
        view! {
            <section class="keep">
                <h2>{words::keep_title(lang)}</h2>
                <a class="button quiet" href=way("shift.ics")>{icon(Icon::Calendar)} {words::calendar(lang)}</a>
                <details class="card">
                    <summary>{icon(Icon::Camera)} {words::picture(lang)}</summary>
                    <div>
                        <p class="hint">{words::picture_hint(lang)}</p>
                        <img class="keepsake" src=way("card.svg") alt=words::picture(lang) width="820" height="900" loading="lazy"/>
                    </div>
                </details>
            </section>
        }
    })
}

/// The asker's own place on the shift.
fn own_place(model: &Model) -> Option<&SignUp> {
    let own = &model.on.as_ref()?.mine()?.sign_up;
    own.state.holds().then_some(own)
}

/// Whether the asker leads the shift, or looks after all of them.
fn leads(web: &Web, model: &Model) -> bool {
    let leads = |own: &SignUp| {
        let counts = own.state.covers() || own.state == State::Seeking;
        counts && own.role == Role::Leader
    };
    let is_leader = own_place(model).is_some_and(leads);
    is_leader || patrol::manages(&web.ctx, &model.shift)
}

/// The way to the changing code, while it counts (rule V12).
fn checking_in(web: &Web, model: &Model) -> impl IntoView + use<> {
    let shift = &model.shift;
    let counts = shift.uses_code && takes_codes(shift.span, web.ctx.now);
    let waits = own_place(model).is_some_and(|own| own.state != State::CheckedIn);
    (counts && waits).then(|| {
        let page = format!("/patrols/{}/check-in", shift.id);
        let said = text::patrol_day::check_in_title(web.lang());
        view! { <p><a class="button" href=page>{icon(Icon::Qr)} {said}</a></p> }
    })
}

/// The words for the group, for who leads and for staff (rule X19).
fn leading(web: &Web, model: &Model) -> impl IntoView + use<> {
    let lang = web.lang();
    let shift = &model.shift;
    leads(web, model).then(|| {
        view! {
            <section class="card share">
                <h2>{words::group(lang)}</h2>
                {parts::group_text(lang, words::group_label(lang), words::group_hint(lang), &group_text(web, shift, &model.names))}
            </section>
        }
    })
}

/// The way to the page on which the leader ticks, notes and closes.
pub(super) fn to_the_day(lang: Lang, shift: &Shift) -> impl IntoView + use<> {
    let page = format!("/patrols/{}/day", shift.id);
    view! { <a class="button" href=page>{icon(Icon::Progress)} {text::patrol_day::title(lang)}</a> }
}

/// The ready words for the group: what, when, where, how many places, the address.
fn group_text(web: &Web, shift: &Shift, names: &Names) -> String {
    let lang = web.lang();
    let when = told::when_dated(lang, &web.ctx.community.zone, shift.span);
    let place = told::place(shift, names);
    let is_off = shift.standing(web.ctx.now) == Standing::Cancelled;
    let state = if is_off {
        words::group_cancelled(lang).to_owned()
    } else {
        told::places(lang, shift, web.ctx.now)
    };
    let address = told::address(&web.chrome.origin, shift.id);
    let lines = [
        Some(words::group_title(lang, shift.name(lang))),
        Some(words::group_when(lang, when)),
        (!place.is_empty()).then(|| words::group_where(lang, place)),
        Some(state),
        Some(words::group_link(lang, address)),
    ];
    lines.into_iter().flatten().collect::<Vec<_>>().join("\n")
}

/// The way to sign in and back to a shift.
fn sign_in(shift: &Shift) -> String {
    let back = format!("/patrols/{}", shift.id);
    listing::address("/login", [("back", back.as_str())])
}

/// A form of this page with its hidden fields; `inside` are its own fields and buttons.
fn form<V: IntoView + 'static>(web: &Web, shift: &Shift, inside: V) -> impl IntoView + use<V> {
    view! {
        <form class="act" method="post" action=format!("/patrols/{}", shift.id)>
            {frame::token(&web.chrome)}
            {inside}
        </form>
    }
}
