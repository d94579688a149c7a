//! `/admin/estate`: every building with what it holds.

use backend::estate::{self, Overview};
use leptos::prelude::*;
use text::{Lang, estate as words};

use super::{count, number};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts;
use crate::plan::{self, Said};
use crate::web::{Answer, Web};

/// `GET /admin/estate`
pub async fn show(web: Web) -> Answer {
    let all = estate::overview(&web.ctx).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    web.page(words::title(lang), Kind::Staff, || {
        let households: i64 = all.iter().map(|one| one.households).sum();
        let rows: Vec<_> = all.iter().map(|one| row(lang, one)).collect();
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                <a class="button" href="/admin/estate/new">{icon(Icon::Plus)} {words::add_buildings(lang)}</a>
                <a class="button quiet" href="/admin/estate/plan">{icon(Icon::Edit)} {words::plan_title(lang)}</a>
                <a class="button quiet" href="/admin/estate/import">{icon(Icon::ArrowRight)} {words::import(lang)}</a>
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::Building, words::empty_title(lang), words::empty_next(lang)).into_any()
            } else {
                let households = count(lang, households);
                view! {
                    <p class="count">{words::count(lang, number(rows.len()), households)}</p>
                    {plan::plan(
                        lang,
                        words::plan_title(lang),
                        &names.estate,
                        |id| Said { address: format!("/admin/estate/{id}"), ..Said::default() },
                        |_| None,
                    )}
                    {sheet(lang, rows)}
                    <div class="buttons">
                        <a class="button quiet" href="/admin/estate/export.xlsx" download="">{words::export_xlsx(lang)}</a>
                        <a class="button quiet" href="/admin/estate/export.csv" download="">{words::export_csv(lang)}</a>
                    </div>
                    <p class="hint">{words::export_hint(lang)}</p>
                }
                .into_any()
            }}
        }
    })
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::title(lang),
        [
            Column::Words(words::column_building(lang)),
            Column::Words(words::column_under(lang)),
            Column::Words(words::column_floors(lang)),
            Column::Numbers(words::column_units(lang)),
            Column::Numbers(words::column_households(lang)),
        ],
        rows,
    )
}

fn row(lang: Lang, one: &Overview) -> impl IntoView + use<> {
    let building = &one.building;
    // From the top down.
    let floors = match (building.floors.last(), building.floors.first()) {
        (Some((_, lowest)), Some((_, highest))) => words::floor_range(lang, highest, lowest),
        _ => String::new(),
    };
    view! {
        <tr>
            <th scope="row" data-label=words::column_building(lang)>
                <a class="title" href=format!("/admin/estate/{}", building.id)>{building.name.clone()}</a>
            </th>
            <td data-label=words::column_under(lang)>{one.under.clone()}</td>
            <td data-label=words::column_floors(lang)>{floors}</td>
            <td class="num" data-label=words::column_units(lang)>{building.units.len()}</td>
            <td class="num" data-label=words::column_households(lang)>
                {count(lang, one.households)}
            </td>
        </tr>
    }
}
