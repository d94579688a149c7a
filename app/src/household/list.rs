//! The list of doors; filters and page live in the address (rule X13).

use axum::extract::Query as Asked;
use backend::household::list::{self, Line, Query};
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, household as words};

use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Input, Names, input};
use crate::web::{Answer, Web};

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    building: String,
    unit: String,
    door: String,
    code: String,
    members: String,
    after: String,
}

fn yes_or_no(text: &str) -> Option<bool> {
    match text {
        "yes" => Some(true),
        "no" => Some(false),
        _ => None,
    }
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            building: self.building.parse().ok(),
            unit: self.unit.parse().ok(),
            door: self.door.clone(),
            with_code: yes_or_no(&self.code),
            with_members: yes_or_no(&self.members),
            after: self.after.parse().ok(),
        }
    }

    fn address(&self, after: &str) -> String {
        let filters = [
            ("building", self.building.as_str()),
            ("unit", &self.unit),
            ("door", &self.door),
            ("code", &self.code),
            ("members", &self.members),
            ("after", after),
        ];
        listing::address("/admin/households", filters)
    }
}

/// `GET /admin/households`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let page = list::page(&web.ctx, &filters.query()).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    web.page(words::title(lang), Kind::Staff, || {
        let total = text::format::count(lang, page.total);
        let rows: Vec<_> = page.lines.iter().map(|line| row(lang, line)).collect();
        let later = page
            .later
            .map(|cursor| filters.address(&cursor.to_string()));
        let print = listing::address(
            "/admin/households/slips",
            [("building", filters.building.as_str())],
        );
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                <a class="button" href=print>{icon(Icon::Print)} {words::slips_title(lang)}</a>
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {bar(lang, &filters, &names)}
            <p class="count">{words::count(lang, total)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::Home, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                sheet(lang, rows).into_any()
            }}
            {listing::pager(lang, None, later)}
        }
    })
}

fn bar(lang: Lang, filters: &Filters, names: &Names) -> impl IntoView + use<> {
    let none = Problems::new();
    let mut buildings = vec![Choice::new("", words::building_all(lang))];
    buildings.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), &building.name)),
    );
    let chosen = names
        .estate
        .buildings
        .iter()
        .find(|building| building.id.to_string() == filters.building);
    let units = chosen.map(|building| {
        let mut units = vec![Choice::new("", words::unit_all(lang))];
        units.extend(
            building
                .units
                .iter()
                .map(|(id, name)| Choice::new(id.to_string(), name)),
        );
        parts::select(
            lang,
            &none,
            "unit",
            words::unit(lang).to_owned(),
            units,
            &filters.unit,
        )
    });
    let two = |with: &str, without: &str| {
        vec![
            Choice::new("", words::any(lang)),
            Choice::new("yes", with),
            Choice::new("no", without),
        ]
    };
    let codes = two(words::with_code(lang), words::without_code(lang));
    let members = two(words::with_members(lang), words::without_members(lang));
    view! {
        <form class="filters" method="get" action="/admin/households">
            {parts::select(lang, &none, "building", words::building(lang).to_owned(), buildings, &filters.building)}
            {units}
            {input(lang, &none, Input {
                name: "door",
                label: words::door(lang).to_owned(),
                value: filters.door.clone(),
                max: Some("20"),
                ..Input::default()
            })}
            {parts::select(lang, &none, "code", words::code(lang).to_owned(), codes, &filters.code)}
            {parts::select(lang, &none, "members", words::members(lang).to_owned(), members, &filters.members)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
        </form>
    }
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::title(lang),
        [
            Column::Words(words::door(lang)),
            Column::Words(words::members(lang)),
            Column::Words(words::code(lang)),
        ],
        rows,
    )
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let place = format!("{} {} {}", line.building, line.unit, line.door);
    let code = if line.has_code {
        words::has_code(lang)
    } else {
        words::no_code(lang)
    };
    view! {
        <tr>
            <th scope="row" data-label=words::door(lang)>
                <a href=format!("/admin/households/{}", line.id)>{place}</a>
            </th>
            <td data-label=words::members(lang)>{words::people(lang, line.members)}</td>
            <td data-label=words::code(lang)>{code}</td>
        </tr>
    }
}
