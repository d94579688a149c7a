//! `/patrols`: what is open this week, phone first; week, kind and building stand in the address
//! (rule X13).

use axum::Json;
use axum::extract::Query as Asked;
use axum::response::IntoResponse;
use backend::patrol::Shift;
use backend::patrol::kind::Kind as Sort;
use backend::patrol::list::{self, Query, Week};
use domain::id::PersonId;
use domain::instant::LocalDate;
use domain::patrol::shift::Standing;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use serde::{Deserialize, Serialize};
use text::{Lang, common, patrol_list as words};

use super::told;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Choice, Names};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// These pages' routes. None is kept ready for everybody: a shift begins without any change.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/patrols", Access::Public, show),
        Route::get("/patrols/places", Access::Public, places),
    ]
}

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Filters {
    from: String,
    kind: String,
    building: String,
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            from: LocalDate::parse(&self.from).ok(),
            kind: self.kind.parse().ok(),
            building: self.building.parse().ok(),
        }
    }

    fn address(&self, path: &str, from: &str) -> String {
        let filters = [
            ("from", from),
            ("kind", self.kind.as_str()),
            ("building", &self.building),
        ];
        listing::address(path, filters)
    }
}

/// Whom a page is about: the person, or whom the person acts for (rule P15).
pub(super) fn whom(web: &Web) -> Option<PersonId> {
    let acting = web.chrome.acting_for.as_ref();
    acting.map(|(person, _)| *person)
}

/// `GET /patrols`
async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let query = filters.query();
    let week = list::week(&web.ctx, &query, whom(&web)).await?;
    let soonest = if week.shifts.is_empty() {
        list::next(&web.ctx, 1).await?.into_iter().next()
    } else {
        None
    };
    let names = names(&web).await?;
    let lang = web.lang();
    let is_signed_in = web.ctx.signed_in().is_some();
    web.page(words::title(lang), Kind::Public, || {
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                {is_signed_in.then(|| view! {
                    <a class="more" href="/me/patrols">{words::mine_link(lang)}</a>
                })}
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {range(lang, &web, &filters, &week)}
            {bar(lang, &filters, &week.kinds, &names)}
            {count(&web, &week)}
            {if week.shifts.is_empty() {
                nothing(&web, soonest.as_ref(), &names).into_any()
            } else {
                super::places::live(&filters.address("/patrols/places", &filters.from), cards(&web, &week, &names)).into_any()
            }}
        }
    })
}

/// Which days, and the ways to those before and behind.
fn range(lang: Lang, web: &Web, filters: &Filters, week: &Week) -> impl IntoView + use<> {
    let zone = &web.ctx.community.zone;
    let last = week.until.civil().yesterday().unwrap_or(week.until.civil());
    let said = words::range(
        lang,
        text::format::date(lang, week.from.civil()),
        text::format::date(lang, last),
    );
    let today = zone.date_of(web.ctx.now);
    let before = week.before.map(|day| {
        let day = if day == today {
            String::new()
        } else {
            day.to_string()
        };
        filters.address("/patrols", &day)
    });
    let after = filters.address("/patrols", &week.until.to_string());
    view! {
        <nav class="week" aria-label=words::days_title(lang)>
            {before.map(|address| view! {
                <a class="button quiet" rel="prev" href=address>{icon(Icon::ArrowLeft)} {words::week_before(lang)}</a>
            })}
            <b>{said}</b>
            <a class="button quiet" rel="next" href=after>{words::week_after(lang)} {icon(Icon::ArrowRight)}</a>
        </nav>
    }
}

fn bar(lang: Lang, filters: &Filters, kinds: &[Sort], names: &Names) -> impl IntoView + use<> {
    let none = domain::problem::Problems::new();
    let mut sorts = vec![Choice::new("", words::all_kinds(lang))];
    sorts.extend(
        kinds
            .iter()
            .filter(|kind| !kind.is_retired)
            .map(|kind| Choice::new(kind.id.to_string(), kind.name(lang))),
    );
    let mut buildings = vec![Choice::new("", words::all_buildings(lang))];
    buildings.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), building.name.clone())),
    );
    let from = filters.query().from.map(|day| day.to_string());
    let is_open = !filters.kind.is_empty() || !filters.building.is_empty();
    view! {
        <details open=is_open>
        <summary>{icon(Icon::Filter)} {words::narrow(lang)}</summary>
        <form class="filters" method="get" action="/patrols">
            {from.map(|from| view! { <input type="hidden" name="from" value=from/> })}
            {parts::select(lang, &none, "kind", words::kind(lang).to_owned(), sorts, &filters.kind)}
            {parts::select(lang, &none, "building", words::near(lang).to_owned(), buildings, &filters.building)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
        </form>
        </details>
    }
}

/// How many there are.
fn count(web: &Web, week: &Week) -> impl IntoView + use<> {
    let lang = web.lang();
    let total = text::format::count(lang, week.shifts.len() as u64);
    let said = if week.is_cut {
        words::count_cut(lang, total)
    } else {
        let open = text::format::count(lang, week.open(web.ctx.now) as u64);
        words::count(lang, open, total)
    };
    (!week.shifts.is_empty()).then(|| view! { <p class="count">{said}</p> })
}

fn nothing(web: &Web, soonest: Option<&Shift>, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let soonest = soonest.map(|shift| line(web, shift, names));
    view! {
        {parts::empty(Icon::People, words::empty_title(lang), words::empty_next(lang))}
        {soonest.map(|soonest| view! {
            <p>{words::empty_soonest(lang)}</p>
            <ul class="rows">{soonest}</ul>
        })}
    }
}

fn cards(web: &Web, week: &Week, names: &Names) -> impl IntoView + use<> {
    let person = whom(web).or_else(|| web.ctx.signed_in().map(|me| me.person));
    let cards: Vec<_> = week
        .shifts
        .iter()
        .map(|shift| {
            let state = person.and_then(|person| week.state_of(person, shift.id));
            card(web, shift, state, names)
        })
        .collect();
    view! { <ul class="shifts">{cards}</ul> }
}

/// One shift: when, what, where, how many places, and the one tap that takes one.
fn card(web: &Web, shift: &Shift, state: Option<State>, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    let standing = shift.standing(now);
    let address = format!("/patrols/{}", shift.id);
    let place = told::place(shift, names);
    let is_aside = standing == Standing::Cancelled;
    let when = told::when(lang, zone, now, shift.span);
    let name = shift.name(lang).to_owned();
    view! {
        <li class=if is_aside { "shift card off" } else { "shift card" }>
            <a class="about" href=address.clone()>
                <b class="title">{when.clone()}</b>
                <span class="meta"><span>{name}</span> {(!place.is_empty()).then(|| view! { <span>{place}</span> })}</span>
            </a>
            <p class="places" data-places=shift.id.to_string()>{told::places(lang, shift, now)}</p>
            {match state {
                Some(state) => own_chip(lang, state).into_any(),
                None => take(web, shift, standing, address, &when).into_any(),
            }}
        </li>
    }
}

/// The button that takes a place, or the way to sign in and back.
fn take(
    web: &Web,
    shift: &Shift,
    standing: Standing,
    address: String,
    when: &str,
) -> impl IntoView + use<> {
    let lang = web.lang();
    if !matches!(standing, Standing::Open | Standing::Full) {
        return ().into_any();
    }
    let role = told::usual_role(shift);
    let label = if shift.places_of(role).left() > 0 {
        words::come(lang)
    } else {
        words::queue_up(lang)
    };
    let heard = format!("{label} {when}");
    if web.ctx.signed_in().is_none() {
        let way = listing::address("/login", [("back", address.as_str())]);
        return view! { <a class="button" href=way aria-label=heard>{label}</a> }.into_any();
    }
    view! {
        <form method="post" action=address>
            {frame::token(&web.chrome)}
            <input type="hidden" name="request_key" value=web.new_key()/>
            <input type="hidden" name="act" value="sign_up"/>
            {crate::assist::hidden(&web.chrome)}
            <button class="button" name="role" value=role.as_str() aria-label=heard>{label}</button>
        </form>
    }
    .into_any()
}

/// How one stands oneself, as word, icon and colour.
pub(super) fn own_chip(lang: Lang, state: State) -> impl IntoView + use<> {
    let (class, which) = match state {
        State::Confirmed | State::CheckedIn | State::Completed => ("chip done", Icon::Check),
        State::Pending | State::Waitlisted => ("chip waiting", Icon::Clock),
        State::Offered | State::Seeking => ("chip attention", Icon::Question),
        State::NoShow | State::Excused | State::Cancelled => ("chip aside", Icon::Info),
    };
    view! { <span class=class>{icon(which)} {backend::words::sign_up(lang, state)}</span> }
}

/// One line of a short list: when, what, how many places.
fn line(web: &Web, shift: &Shift, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let now = web.ctx.now;
    let place = told::place(shift, names);
    let name = shift.name(lang).to_owned();
    view! {
        <li><a class="row" href=format!("/patrols/{}", shift.id)>
            {icon(Icon::People)}
            <span>
                <b>{told::when(lang, &web.ctx.community.zone, now, shift.span)}</b>
                <span class="meta"><span>{name}</span> {(!place.is_empty()).then(|| view! { <span>{place}</span> })}</span>
                <small>{told::places(lang, shift, now)}</small>
            </span>
            {icon(Icon::ArrowRight)}
        </a></li>
    }
}

/// The next shifts with places, for the first page; nothing where there are none.
pub fn teaser(web: &Web, shifts: &[Shift], names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let lines: Vec<_> = shifts.iter().map(|shift| line(web, shift, names)).collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section>
                <div class="head">
                    <h2>{words::title(lang)}</h2>
                    <a class="more" href="/patrols">{words::all(lang)}</a>
                </div>
                <ul class="rows">{lines}</ul>
            </section>
        }
    })
}

/// What a page that stays open asks for every now and then: numbers and the words for them, no
/// names.
#[derive(Debug, Serialize)]
pub(super) struct Standings {
    id: i64,
    left: i64,
    waiting: i64,
    standing: &'static str,
    words: String,
}

impl Standings {
    /// Of one shift, in the page's language.
    pub(super) fn of(web: &Web, shift: &Shift) -> Self {
        Self {
            id: shift.id.get(),
            left: shift.left(),
            waiting: shift.waiting,
            standing: shift.standing(web.ctx.now).as_str(),
            words: told::places(web.lang(), shift, web.ctx.now),
        }
    }
}

/// `GET /patrols/places`: of the shifts of a week.
async fn places(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let week = list::week(&web.ctx, &filters.query(), None).await?;
    let standings: Vec<_> = week
        .shifts
        .iter()
        .map(|shift| Standings::of(&web, shift))
        .collect();
    Ok(Json(standings).into_response())
}
