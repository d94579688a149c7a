//! `/admin/people`: everybody here, found by name, door or the end of a number (rule X13).

use axum::extract::Query as Asked;
use backend::person::{self as persons, Line, Page, Query, With};
use domain::permission::Permission;
use domain::person::Sought;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, person as words};

use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Input, Names, input};
use crate::post;
use crate::web::{Answer, Web};

const PATH: &str = "/admin/people";

/// What the address asks for; what it does not understand is as nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filters {
    q: String,
    with: String,
    building: String,
    after: String,
    before: String,
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            sought: Sought::read(&self.q),
            with: With::parse(&self.with),
            building: self.building.parse().ok(),
            after: self.after.parse().ok(),
            before: self.before.parse().ok(),
        }
    }

    fn address(&self, key: &str, id: &str) -> String {
        let filters = [
            ("q", self.q.as_str()),
            ("with", &self.with),
            ("building", &self.building),
            (key, id),
        ];
        listing::address(PATH, filters)
    }
}

/// `GET /admin/people`
pub(super) async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let page = persons::list(&web.ctx, &filters.query()).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let may_add = web.chrome.may(Permission::AdmitResidents);
    let total = text::format::count(lang, page.total);
    web.page(words::title(lang), Kind::Staff, || {
        let rows: Vec<_> = page.lines.iter().map(|line| row(lang, line)).collect();
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                {may_add.then(|| view! {
                    <a class="button" href="/admin/people/new">{icon(Icon::Plus)} {words::add(lang)}</a>
                })}
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {bar(lang, &filters, &names)}
            <p class="count">{words::count(lang, total)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::People, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                sheet(lang, rows).into_any()
            }}
            {pager(lang, &filters, &page)}
        }
    })
}

fn bar(lang: Lang, filters: &Filters, names: &Names) -> impl IntoView + use<> {
    let none = Problems::new();
    let which = vec![
        Choice::new("", words::which_all(lang)),
        Choice::new(With::Post.as_str(), words::which_post(lang)),
        Choice::new(With::NoAccount.as_str(), words::which_no_account(lang)),
    ];
    let mut buildings = vec![Choice::new("", words::building_all(lang))];
    buildings.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), &building.name)),
    );
    view! {
        <form class="filters" method="get" action=PATH>
            {input(lang, &none, Input {
                name: "q",
                label: words::find(lang).to_owned(),
                hint: Some(words::find_hint(lang).to_owned()),
                value: filters.q.clone(),
                kind: "search",
                max: Some("40"),
                ..Input::default()
            })}
            {parts::select(lang, &none, "with", words::which(lang).to_owned(), which, &filters.with)}
            {parts::select(lang, &none, "building", words::building(lang).to_owned(), buildings, &filters.building)}
            <button class="button quiet">{icon(Icon::Search)} {common::search(lang)}</button>
            <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
        </form>
    }
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::title(lang),
        [
            Column::Words(words::column_name(lang)),
            Column::Words(words::column_door(lang)),
            Column::Words(words::column_telephone(lang)),
            Column::Words(words::column_posts(lang)),
        ],
        rows,
    )
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let dash = || "–".to_owned();
    let doors = if line.doors.is_empty() {
        dash()
    } else {
        line.doors.join(" · ")
    };
    let posts: Vec<_> = line
        .posts
        .iter()
        .map(|(held, place)| words::post_at(lang, place, post::name(lang, *held)))
        .collect();
    let posts = if posts.is_empty() {
        dash()
    } else {
        posts.join(" · ")
    };
    let number = line
        .telephone
        .as_ref()
        .map_or_else(dash, ToString::to_string);
    view! {
        <tr>
            <th scope="row" data-label=words::column_name(lang)>
                <a class="title" href=format!("{PATH}/{}", line.id)>{line.name.clone()}</a>
            </th>
            <td data-label=words::column_door(lang)>{doors}</td>
            <td class="number" data-label=words::column_telephone(lang)>{number}</td>
            <td data-label=words::column_posts(lang)>{posts}</td>
        </tr>
    }
}

fn pager(lang: Lang, filters: &Filters, page: &Page) -> impl IntoView + use<> {
    let earlier = page
        .earlier
        .map(|id| filters.address("before", &id.to_string()));
    let later = page
        .later
        .map(|id| filters.address("after", &id.to_string()));
    listing::pager(lang, earlier, later)
}
