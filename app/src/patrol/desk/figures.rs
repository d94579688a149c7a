//! `/admin/patrols/figures`: a year by months and buildings, without a name (rules V14, V19).

use axum::extract::Query as Asked;
use backend::patrol::figures::{self, Figures, Month, Year};
use backend::words as names_of;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, patrol_desk as words};

use super::{CSV, XLSX, file};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Names};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/patrols/figures";

/// Which year.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    year: String,
}

impl Filters {
    fn year(&self) -> Option<i16> {
        let year = self.year.parse().ok();
        year.filter(|year| (2000..2200).contains(year))
    }
}

/// `GET /admin/patrols/figures`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let year = figures::year(&web.ctx, filters.year()).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    web.page(words::figures_title(lang), Kind::Staff, || {
        let address = |path: &str, year: i16| {
            listing::address(path, [("year", year.to_string().as_str())])
        };
        view! {
            <h1>{words::figures_of(lang, year.year)}</h1>
            <p class="lead">{words::figures_lead(lang)}</p>
            {if year.months.is_empty() {
                parts::empty(Icon::Chart, words::figures_empty(lang), words::figures_empty_next(lang)).into_any()
            } else {
                view! { {chart(lang, &year)} {sheet(lang, &year, &names)} }.into_any()
            }}
            <p class="hint">{words::figures_few(lang)}</p>
            <div class="buttons">
                <a class="button quiet" href=address("/admin/patrols/figures.xlsx", year.year) download="">{icon(Icon::Copy)} {words::as_xlsx(lang)}</a>
                <a class="button quiet" href=address("/admin/patrols/figures.csv", year.year) download="">{icon(Icon::Copy)} {words::as_csv(lang)}</a>
            </div>
            <nav class="pager" aria-label=common::pages(lang)>
                <a class="button quiet" rel="prev" href=address(PATH, year.year.saturating_sub(1))>{icon(Icon::ArrowLeft)} {words::year_before(lang)}</a>
                <a class="button quiet" rel="next" href=address(PATH, year.year.saturating_add(1))>{words::year_after(lang)} {icon(Icon::ArrowRight)}</a>
            </nav>
        }
    })
}

/// Grid of the drawing: twelve months side by side.
const STEP: i64 = 50;
const HIGH: i64 = 140;

/// How often somebody came, a bar a month; the table below says the same.
fn chart(lang: Lang, year: &Year) -> impl IntoView + use<> {
    let came = |month: &Month| month.whole.done.map_or(0, |done| done.came);
    let most = year.months.iter().map(came).max().unwrap_or(0).max(1);
    let bars: Vec<_> = year
        .months
        .iter()
        .filter_map(|month| {
            let number: i64 = month.month.get(5..)?.parse().ok()?;
            let high = came(month) * HIGH / most;
            let left = (number - 1) * STEP;
            let said = month.whole.done.map_or_else(
                || "–".to_owned(),
                |done| text::format::whole(lang, done.came),
            );
            Some(view! {
                <rect x=left + 8 y=HIGH - high + 24 width=STEP - 16 height=high></rect>
                <text x=left + STEP / 2 y=HIGH - high + 18>{said}</text>
            })
        })
        .collect();
    let months: Vec<_> = (0..12_i64)
        .map(|at| view! { <text x=at * STEP + STEP / 2 y=HIGH + 44>{at + 1}</text> })
        .collect();
    view! {
        <figure class="bars">
            <figcaption>{words::chart(lang)}</figcaption>
            <svg viewBox=format!("0 0 {} {}", 12 * STEP, HIGH + 52) role="img" aria-label=words::chart_label(lang)>
                {bars}
                <path d=format!("M0 {}h{}", HIGH + 24, 12 * STEP)></path>
                {months}
            </svg>
        </figure>
    }
}

fn sheet(lang: Lang, year: &Year, names: &Names) -> impl IntoView + use<> {
    let mut rows = Vec::new();
    for month in &year.months {
        for group in &month.groups {
            let name = group.building.map_or_else(
                || words::whole_community(lang).to_owned(),
                |id| names.building(id),
            );
            rows.push(row(lang, &month.month, name, &group.figures, false));
        }
        // Of a single part the sum says nothing new.
        if month.groups.len() > 1 {
            let sum = words::sum(lang).to_owned();
            rows.push(row(lang, &month.month, sum, &month.whole, true));
        }
    }
    let sum = words::sum(lang).to_owned();
    rows.push(row(lang, &year.year.to_string(), sum, &year.whole, true));
    listing::sheet(
        words::figures_title(lang),
        [
            Column::Words(words::column_month(lang)),
            Column::Words(words::column_building(lang)),
            Column::Numbers(words::column_held(lang)),
            Column::Numbers(words::column_cancelled(lang)),
            Column::Numbers(words::column_places(lang)),
            Column::Numbers(words::column_came(lang)),
            Column::Numbers(words::column_missed(lang)),
            Column::Numbers(words::column_hours(lang)),
            Column::Numbers(words::column_handbooks(lang)),
            Column::Numbers(words::column_findings(lang)),
        ],
        rows,
    )
}

fn row(lang: Lang, month: &str, name: String, figures: &Figures, is_sum: bool) -> AnyView {
    let whole = |number: i64| text::format::whole(lang, number);
    let few = || words::too_few(lang).to_owned();
    let done = figures.done;
    let came = done.map_or_else(few, |done| whole(done.came));
    let missed = done.map_or_else(few, |done| whole(done.missed));
    let hours = done.map_or_else(few, |done| names_of::hours(lang, done.minutes));
    view! {
        <tr class=is_sum.then_some("sum")>
            <th scope="row" data-label=words::column_month(lang)>{month.to_owned()}</th>
            <td data-label=words::column_building(lang)>{name}</td>
            <td class="num" data-label=words::column_held(lang)>{whole(figures.held)}</td>
            <td class="num" data-label=words::column_cancelled(lang)>{whole(figures.cancelled)}</td>
            <td class="num" data-label=words::column_places(lang)>{whole(figures.places)}</td>
            <td class="num" data-label=words::column_came(lang)>{came}</td>
            <td class="num" data-label=words::column_missed(lang)>{missed}</td>
            <td class="num" data-label=words::column_hours(lang)>{hours}</td>
            <td class="num" data-label=words::column_handbooks(lang)>{whole(figures.handbooks)}</td>
            <td class="num" data-label=words::column_findings(lang)>{whole(figures.findings)}</td>
        </tr>
    }
    .into_any()
}

/// `GET /admin/patrols/figures.xlsx`
pub async fn xlsx(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let (year, lang) = (filters.year(), web.lang());
    let bytes = web
        .write(move |ctx| async move { figures::xlsx(&ctx, year, lang).await })
        .await?;
    Ok(file(XLSX, "linli-patrols.xlsx", bytes))
}

/// `GET /admin/patrols/figures.csv`
pub async fn csv(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let (year, lang) = (filters.year(), web.lang());
    let bytes = web
        .write(move |ctx| async move { figures::csv(&ctx, year, lang).await })
        .await?;
    Ok(file(CSV, "linli-patrols.csv", bytes))
}
