//! `/admin/hours`: balances by month, one person's ledger, and the files.

use axum::extract::{Path, Query as Address};
use backend::hours::desk::{self, Line, Page, Query};
use backend::hours::{self, export};
use backend::words::hours as said;
use domain::id::PersonId;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, hours as words};

use super::own::years;
use super::{balance, year};
use crate::download::{CSV, XLSX, file};
use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Input, input, select};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/hours";

/// What the address asks for; what it does not understand is as nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    year: String,
    month: String,
    name: String,
    person: String,
    after: String,
}

impl Asked {
    fn query(&self) -> Query {
        let behind = self.after.split_once('-').and_then(|(person, child)| {
            let id = |text: &str| text.parse::<PersonId>().ok().map(PersonId::get);
            Some((id(person)?, id(child)?))
        });
        Query {
            year: self.year.parse().ok(),
            month: self.month.parse().ok(),
            name: self.name.chars().take(40).collect(),
            person: self.person.parse().ok(),
            after: behind,
        }
    }

    fn address(&self, path: &str, after: &str) -> String {
        let filters = [
            ("year", self.year.as_str()),
            ("month", &self.month),
            ("name", &self.name),
            ("person", &self.person),
            ("after", after),
        ];
        listing::address(path, filters)
    }
}

/// `GET /admin/hours`
pub(super) async fn show(web: Web, Address(asked): Address<Asked>) -> Answer {
    let query = asked.query();
    let page = desk::page(&web.ctx, &query).await?;
    let lang = web.lang();
    web.page(words::desk_title(lang), Kind::Staff, || {
        let rows: Vec<_> = page.lines.iter().map(|line| row(lang, line)).collect();
        let people = text::format::whole(lang, page.people);
        let count = words::people_count(lang, people, said(lang, page.total.sum()));
        let later = page
            .next
            .map(|(person, child)| asked.address(PATH, &format!("{person}-{child}")));
        let xlsx = asked.address("/admin/hours/export.xlsx", "");
        let csv = asked.address("/admin/hours/export.csv", "");
        view! {
            <h1>{words::desk_title(lang)}</h1>
            <p class="lead">{words::desk_lead(lang)}</p>
            <div class="buttons">
                <a class="button" href="/admin/hours/claims">{icon(Icon::Check)} {words::claims_title(lang)}</a>
                <a class="button quiet" href="/admin/certificates">
                    {icon(Icon::Print)} {text::certificate::desk_title(lang)}
                </a>
            </div>
            {bar(lang, &asked, &page)}
            {months(lang, &page)}
            <p class="count">{count}</p>
            {if rows.is_empty() {
                parts::empty(Icon::Clock, words::desk_none(lang), words::desk_none_next(lang)).into_any()
            } else {
                sheet(lang, rows).into_any()
            }}
            {listing::pager(lang, None, later)}
            <div class="buttons">
                <a class="button quiet" href=xlsx>{icon(Icon::Copy)} {words::export_xlsx(lang)}</a>
                <a class="button quiet" href=csv>{icon(Icon::Copy)} {words::export_csv(lang)}</a>
            </div>
        }
    })
}

fn bar(lang: Lang, asked: &Asked, page: &Page) -> impl IntoView + use<> {
    let none = Problems::new();
    let year = Input {
        name: "year",
        label: words::year(lang).to_owned(),
        value: page.year.to_string(),
        inputmode: Some("numeric"),
        max: Some("4"),
        ..Input::default()
    };
    let mut months = vec![Choice::new("", words::all_months(lang))];
    months.extend((1..=12).map(|month| Choice::new(month.to_string(), words::month(lang, month))));
    let name = Input {
        name: "name",
        label: words::name_filter(lang).to_owned(),
        value: asked.name.clone(),
        ..Input::default()
    };
    view! {
        <form class="filters" method="get" action=PATH>
            {input(lang, &none, year)}
            {select(lang, &none, "month", words::month_filter(lang).to_owned(), months, &asked.month)}
            {input(lang, &none, name)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
        </form>
    }
}

/// The year by month, which sums to the year (rule V19).
fn months(lang: Lang, page: &Page) -> impl IntoView + use<> {
    let mut sum = domain::hours::Totals::default();
    let mut lines: Vec<_> = Vec::new();
    for (month, totals) in &page.months {
        sum.automatic += totals.automatic;
        sum.back_entered += totals.back_entered;
        let link = format!("{PATH}?year={}&month={month}", page.year);
        let head = view! { <a class="title" href=link>{words::month(lang, month)}</a> };
        lines.push(numbers(lang, head.into_any(), *totals).into_any());
    }
    if !lines.is_empty() {
        let head = view! { <b>{words::sum(lang)}</b> };
        lines.push(numbers(lang, head.into_any(), sum).into_any());
    }
    (!lines.is_empty()).then(|| {
        view! {
            <details class="card">
                <summary>{words::of_year(lang, page.year)} " · " {words::months(lang)}</summary>
                {listing::sheet(
                    words::months(lang),
                    [
                        Column::Words(words::month_filter(lang)),
                        Column::Numbers(words::automatic(lang)),
                        Column::Numbers(words::back_entered(lang)),
                        Column::Numbers(words::sum(lang)),
                    ],
                    lines,
                )}
            </details>
        }
    })
}

fn numbers(lang: Lang, head: AnyView, totals: domain::hours::Totals) -> impl IntoView + use<> {
    view! {
        <tr>
            <td class="wide">{head}</td>
            <td class="num" data-label=words::automatic(lang)>{said(lang, totals.automatic)}</td>
            <td class="num" data-label=words::back_entered(lang)>{said(lang, totals.back_entered)}</td>
            <td class="num" data-label=words::sum(lang)>{said(lang, totals.sum())}</td>
        </tr>
    }
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::desk_title(lang),
        [
            Column::Words(words::column_name(lang)),
            Column::Numbers(words::automatic(lang)),
            Column::Numbers(words::back_entered(lang)),
            Column::Numbers(words::sum(lang)),
        ],
        rows,
    )
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let name = match &line.child {
        Some((_, child)) => words::child_of(lang, child, &line.name),
        None => line.name.clone(),
    };
    let address = format!("/admin/hours/{}", line.person);
    let head = view! { <a class="title" href=address>{name}</a> };
    numbers(lang, head.into_any(), line.totals)
}

/// `GET /admin/hours/{id}`: one person's ledger.
pub(super) async fn person(
    web: Web,
    Path(id): Path<String>,
    Address(asked): Address<super::own::Asked>,
) -> Answer {
    let person = id
        .parse::<PersonId>()
        .map_err(|_| Fault::from(backend::Error::NotFound))?;
    let ledger = hours::of(&web.ctx, person, asked.year()).await?;
    let lang = web.lang();
    let zone = web.ctx.community.zone.clone();
    let is_own = web.ctx.signed_in().is_some_and(|me| me.person == person);
    let title = words::person_title(lang, &ledger.own.name);
    let path = format!("/admin/hours/{person}");
    web.page(&title, Kind::Staff, || {
        let children: Vec<_> = ledger
            .children
            .iter()
            .map(|part| {
                view! {
                    <section class="stack">
                        <h2>{words::children(lang, &part.name)}</h2>
                        {balance(lang, part)}
                        {year(lang, &zone, ledger.year, part, !is_own)}
                    </section>
                }
            })
            .collect();
        let file = format!("/admin/hours/export.xlsx?year={}&person={person}", ledger.year);
        view! {
            {parts::back(PATH.to_owned(), words::desk_title(lang))}
            <h1>{title.clone()}</h1>
            {is_own.then(|| view! { <p class="note">{icon(Icon::Info)} {words::own_not(lang)}</p> })}
            {balance(lang, &ledger.own)}
            <div class="buttons">
                {(!is_own).then(|| view! {
                    <a class="button quiet" href=format!("/me/hours/new?person={person}")>
                        {icon(Icon::Plus)} {words::enter_for(lang)}
                    </a>
                })}
                <a class="button quiet" href=format!("{path}/certificate")>
                    {icon(Icon::Print)} {words::certificate_for(lang)}
                </a>
                <a class="button quiet" href=file>{icon(Icon::Copy)} {words::export_xlsx(lang)}</a>
            </div>
            <section class="stack">
                {year(lang, &zone, ledger.year, &ledger.own, !is_own)}
                {years(lang, &path, &ledger)}
            </section>
            {children}
        }
    })
}

/// `GET /admin/hours/export.xlsx`
pub(super) async fn xlsx(web: Web, Address(asked): Address<Asked>) -> Answer {
    let (lang, query) = (web.lang(), asked.query());
    let bytes = web
        .write_with(query, move |ctx, query| async move {
            export::xlsx(&ctx, lang, &query).await
        })
        .await?;
    Ok(file(XLSX, "linli-hours.xlsx", bytes))
}

/// `GET /admin/hours/export.csv`
pub(super) async fn csv(web: Web, Address(asked): Address<Asked>) -> Answer {
    let (lang, query) = (web.lang(), asked.query());
    let bytes = web
        .write_with(query, move |ctx, query| async move {
            export::csv(&ctx, lang, &query).await
        })
        .await?;
    Ok(file(CSV, "linli-hours.csv", bytes))
}
