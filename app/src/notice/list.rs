//! `/notices` for everybody and `/admin/notices` for those who write them; page and filter live in
//! the address (rule X13).

use axum::extract::Query as Asked;
use backend::notice::{self, Cursor, Notice, Page, Query, Standing};
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, notice as words};

use super::{audience, chip, last_day, line, standing_word, urgent};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Names, moment};
use crate::web::{Answer, Web};

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    standing: String,
    after: String,
    before: String,
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            standing: Standing::parse(&self.standing),
            after: self.after.parse().ok(),
            before: self.before.parse().ok(),
        }
    }
}

/// `GET /notices`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let page = notice::current(&web.ctx, &filters.query()).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    web.page(words::title(lang), Kind::Narrow, || {
        let lines: Vec<_> =
            page.notices.iter().map(|notice| line(lang, &zone, now, notice, &names)).collect();
        view! {
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {if lines.is_empty() {
                parts::empty(Icon::Notice, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                view! { {count(lang, &page)} <ul class="notices">{lines}</ul> }.into_any()
            }}
            {pager(lang, "/notices", None, &page)}
        }
    })
}

/// `GET /admin/notices`
pub async fn desk(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let query = filters.query();
    let page = notice::all(&web.ctx, &query).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let rows: Vec<_> = page
        .notices
        .iter()
        .map(|notice| row(&web, notice, &names))
        .collect();
    web.page(words::desk_title(lang), Kind::Staff, || {
        view! {
            <div class="head">
                <h1>{words::desk_title(lang)}</h1>
                <a class="button" href="/admin/notices/new">{icon(Icon::Plus)} {words::write(lang)}</a>
            </div>
            {bar(lang, query.standing)}
            {count(lang, &page)}
            {if rows.is_empty() {
                parts::empty(Icon::Notice, words::desk_empty_title(lang), words::desk_empty_next(lang)).into_any()
            } else {
                sheet(lang, rows).into_any()
            }}
            {pager(lang, "/admin/notices", query.standing, &page)}
        }
    })
}

/// How many the list holds.
fn count(lang: Lang, page: &Page) -> impl IntoView + use<> {
    let total = text::format::count(lang, page.total);
    view! { <p class="count">{words::count(lang, total)}</p> }
}

/// The way to the pages before and after.
fn pager(lang: Lang, path: &str, standing: Option<Standing>, page: &Page) -> impl IntoView + use<> {
    let standing = standing.map_or("", Standing::as_str);
    let address = |key: &str, cursor: Cursor| {
        listing::address(path, [("standing", standing), (key, &cursor.to_string())])
    };
    let earlier = page.earlier.map(|cursor| address("before", cursor));
    let later = page.later.map(|cursor| address("after", cursor));
    listing::pager(lang, earlier, later)
}

fn bar(lang: Lang, chosen: Option<Standing>) -> impl IntoView + use<> {
    let none = domain::problem::Problems::new();
    let mut choices = vec![Choice::new("", words::standing_all(lang))];
    choices.extend(
        Standing::ALL.map(|standing| Choice::new(standing.as_str(), standing_word(lang, standing))),
    );
    let chosen = chosen.map_or("", Standing::as_str);
    view! {
        <form class="filters" method="get" action="/admin/notices">
            {parts::select(lang, &none, "standing", words::standing(lang).to_owned(), choices, chosen)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
        </form>
    }
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::desk_title(lang),
        [
            Column::Words(words::column_title(lang)),
            Column::Words(words::standing(lang)),
            Column::Words(words::column_audience(lang)),
            Column::Words(words::column_until(lang)),
            Column::Words(words::column_published(lang)),
            Column::Words(words::print_for_door(lang)),
        ],
        rows,
    )
}

fn row(web: &Web, notice: &Notice, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    let standing = notice.standing(now);
    let until = notice.until.map_or_else(
        || words::no_end(lang).to_owned(),
        |day| last_day(lang, zone, now, day),
    );
    // A withdrawn notice has no address that a poster could lead to.
    let poster = (standing != Standing::Withdrawn).then(|| {
        view! { <a href=format!("/notices/{}/poster", notice.id)>{icon(Icon::Print)} {words::poster_print(lang)}</a> }
    });
    view! {
        <tr>
            <th scope="row" data-label=words::column_title(lang)>
                {urgent(lang, notice)} " "
                <a href=format!("/admin/notices/{}", notice.id)>{notice.title.clone()}</a>
            </th>
            <td data-label=words::standing(lang)>{chip(lang, standing)}</td>
            <td data-label=words::column_audience(lang)>{audience(lang, notice, names)}</td>
            <td data-label=words::column_until(lang)>{until}</td>
            <td data-label=words::column_published(lang)>{moment(lang, zone, notice.published_at, now)}</td>
            <td data-label=words::print_for_door(lang)>{poster}</td>
        </tr>
    }
}
