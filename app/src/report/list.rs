//! `/reports`: what everybody may read, with filters that live in the address (rule X13).

use axum::extract::{Query as Asked, State};
use backend::report::list::{self as lists, Line, Page, Query};
use domain::instant::{Instant, Zone};
use domain::report::State as Stand;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, report as words};

use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Choice, Names, category_name, chip, day_time};
use crate::web::{Answer, AppState, Web};

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    /// A state's name, `open` or `ended`.
    pub state: String,
    /// A category's id.
    pub category: String,
    /// A building's id.
    pub building: String,
    /// An organisation's id.
    pub org: String,
    /// Words to find.
    pub q: String,
    /// `oldest` for oldest first.
    pub order: String,
    /// The page after this id.
    pub after: String,
    /// The page before this id.
    pub before: String,
}

impl Filters {
    /// As the use case takes it.
    #[must_use]
    pub fn query(&self) -> Query {
        Query {
            state: Stand::parse(&self.state),
            open: match self.state.as_str() {
                "open" => Some(true),
                "ended" => Some(false),
                _ => None,
            },
            category: self.category.parse().ok(),
            building: self.building.parse().ok(),
            org: self.org.parse().ok(),
            text: self.q.chars().take(60).collect(),
            oldest_first: self.order == "oldest",
            after: self.after.parse().ok(),
            before: self.before.parse().ok(),
        }
    }

    /// The address of another page of the same list.
    #[must_use]
    pub fn address(&self, path: &str, key: &str, id: &str) -> String {
        let filters = [
            ("state", self.state.as_str()),
            ("category", &self.category),
            ("building", &self.building),
            ("org", &self.org),
            ("q", &self.q),
            ("order", &self.order),
            (key, id),
        ];
        listing::address(path, filters)
    }
}

/// `GET /reports`
pub(crate) async fn show(
    State(_): State<AppState>,
    web: Web,
    Asked(filters): Asked<Filters>,
) -> Answer {
    let page = lists::public(&web.ctx, &filters.query()).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    web.page(words::title(lang), Kind::Public, || {
        let lines: Vec<_> =
            page
            .lines
            .iter()
            .map(|row| line(lang, &zone, now, row, &names, format!("/reports/{}", row.number)))
            .collect();
        view! {
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {bar(lang, &filters, &names)}
            {count(lang, &page)}
            {if lines.is_empty() {
                parts::empty(Icon::Report, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                view! { <ul class="reports">{lines}</ul> }.into_any()
            }}
            {pager(lang, "/reports", &filters, &page)}
        }
    })
}

/// How many the list holds.
pub fn count(lang: Lang, page: &Page) -> impl IntoView + use<> {
    let total = text::format::count(lang, page.total);
    view! {
        <p class="count">
            {if page.at_least { words::count_at_least(lang, total) } else { words::count(lang, total) }}
        </p>
    }
}

/// The way to the pages before and after.
pub fn pager(lang: Lang, path: &str, filters: &Filters, page: &Page) -> impl IntoView + use<> {
    let earlier = page
        .earlier
        .map(|id| filters.address(path, "before", &id.to_string()));
    let later = page
        .later
        .map(|id| filters.address(path, "after", &id.to_string()));
    listing::pager(lang, earlier, later)
}

/// The choices of the category filter.
#[must_use]
pub fn category_choices(lang: Lang, names: &Names) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", words::all_categories(lang))];
    choices.extend(
        names
            .categories
            .iter()
            .map(|category| Choice::new(category.id.to_string(), category_name(lang, category))),
    );
    choices
}

/// The choices of the building filter.
#[must_use]
pub fn building_choices(lang: Lang, names: &Names) -> Vec<Choice> {
    let mut choices = vec![Choice::new("", words::all_buildings(lang))];
    choices.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), building.name.clone())),
    );
    choices
}

fn bar(lang: Lang, filters: &Filters, names: &Names) -> impl IntoView + use<> {
    let none = domain::problem::Problems::new();
    let states = vec![
        Choice::new("", words::all_states(lang)),
        Choice::new("open", words::state_open(lang)),
        Choice::new("closed", parts::state_word(lang, Stand::Closed)),
    ];
    view! {
        <form class="filters" method="get" action="/reports">
            {parts::select(lang, &none, "state", words::state(lang).to_owned(), states, &filters.state)}
            {parts::select(lang, &none, "category", words::category(lang).to_owned(), category_choices(lang, names), &filters.category)}
            {parts::select(lang, &none, "building", words::building(lang).to_owned(), building_choices(lang, names), &filters.building)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            <a class="button plain" href="/reports">{common::filter_clear(lang)}</a>
        </form>
    }
}

/// One line with its picture.
pub fn line(
    lang: Lang,
    zone: &Zone,
    now: Instant,
    row: &Line,
    names: &Names,
    address: String,
) -> impl IntoView + use<> {
    let place = names.place(
        row.building,
        row.area,
        row.unit.as_deref(),
        row.floor.as_deref(),
        &row.place_words,
    );
    let thumb = match &row.cover {
        Some(id) => view! {
            <img class="thumb" src=format!("/photos/{id}/small") alt="" width="96" height="96" loading="lazy"/>
        }
        .into_any(),
        None => view! { <span class="thumb none">{icon(names.picture(row.category))}</span> }.into_any(),
    };
    view! {
        <li>
            <a class="report" href=address>
                {thumb}
                <span class="body">
                    <b class="title">{names.category(row.category)}</b>
                    {(!row.words.is_empty()).then(|| view! { <span class="text">{row.words.clone()}</span> })}
                    <span class="meta">
                        {chip(lang, row.state)}
                        <span>{place}</span>
                        {day_time(lang, zone, row.reported_at, now)}
                    </span>
                </span>
            </a>
        </li>
    }
}
