//! The work list: filters in the address, a table that becomes cards on a phone.

use std::collections::BTreeMap;

use axum::extract::Query as Asked;
use backend::estate::{self, ServiceOrg};
use backend::report::figures;
use backend::report::list::{self as lists, Line};
use domain::id::BuildingId;
use domain::instant::{Instant, Zone};
use domain::permission::Permission;
use domain::problem::Problems;
use domain::report::{State, Tone};
use leptos::prelude::*;
use text::{Lang, common, report as words};

use super::super::list::{Filters, building_choices, category_choices, count, pager};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Input, Names, chip, day_time, input};
use crate::plan::{self, Said};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/reports";

/// `GET /admin/reports`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let page = lists::work(&web.ctx, &filters.query()).await?;
    let names = names(&web).await?;
    let orgs = {
        let mut read = web.ctx.db().read().await.map_err(backend::Error::from)?;
        estate::service_orgs(&mut read, &web.ctx).await?
    };
    let open = figures::open_at_buildings(&web.ctx).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let is_staff = web.ctx.may(Permission::AcceptReport);
    let may_enter = web.chrome.may(Permission::EnterReport);
    web.page(words::work_title(lang), Kind::Staff, || {
        let rows: Vec<_> =
            page.lines.iter().map(|line| row(lang, &zone, now, line, &names, &orgs)).collect();
        let is_empty = rows.is_empty();
        view! {
            <div class="head">
                <h1>{words::work_title(lang)}</h1>
                {may_enter.then(|| view! {
                    <a class="button" href="/admin/reports/new">{icon(Icon::Plus)} {text::frame::enter(lang)}</a>
                })}
            </div>
            {on_plan(lang, &filters, &names, &open)}
            {bar(lang, &filters, &names, is_staff.then_some(&orgs[..]))}
            {count(lang, &page)}
            {if is_empty {
                parts::empty(Icon::Check, words::work_empty(lang), words::work_empty_next(lang)).into_any()
            } else {
                listing::sheet(words::work_title(lang), [Column::Words(words::number(lang)), Column::Words(words::state(lang)), Column::Words(words::category(lang)), Column::Words(words::place(lang)), Column::Words(words::words_short(lang)), Column::Words(words::lead_org(lang)), Column::Words(words::reported(lang))], rows).into_any()
            }}
            {pager(lang, PATH, &filters, &page)}
        }
    })
}

/// The estate with what is open at each building; a block narrows the list to it.
fn on_plan(
    lang: Lang,
    filters: &Filters,
    names: &Names,
    open: &BTreeMap<BuildingId, i64>,
) -> impl IntoView + use<> {
    let drawn = plan::plan(
        lang,
        words::open_on_plan(lang),
        &names.estate,
        |id| {
            let tally = open.get(&id).copied();
            let name = names.building(id);
            Said {
                address: format!("{PATH}?state=open&building={id}"),
                label: Some(match tally {
                    Some(n) => words::open_at(lang, name, n),
                    None => words::none_open_at(lang, name),
                }),
                tally,
                tone: tally.map(|_| Tone::Waiting),
                is_here: filters.building == id.to_string(),
            }
        },
        |_| None,
    );
    drawn.map(|drawn| {
        view! {
            <details class="card" open=!filters.building.is_empty()>
                <summary>{words::open_on_plan(lang)}</summary>
                {drawn}
            </details>
        }
    })
}

fn row(
    lang: Lang,
    zone: &Zone,
    now: Instant,
    line: &Line,
    names: &Names,
    orgs: &[ServiceOrg],
) -> impl IntoView + use<> {
    let place = names.place(
        line.building,
        line.area,
        line.unit.as_deref(),
        line.floor.as_deref(),
        &line.place_words,
    );
    let org = line
        .lead_org
        .and_then(|id| orgs.iter().find(|org| org.id == id))
        .map(|org| org.name.clone());
    let mut said: String = line.words.chars().take(40).collect();
    if line.words.chars().count() > 40 {
        said.push('…');
    }
    view! {
        <tr>
            <th scope="row" data-label=words::number(lang)>
                <a class="number" href=format!("{PATH}/{}", line.number)>{line.number.to_string()}</a>
            </th>
            <td data-label=words::state(lang)>{chip(lang, line.state)}</td>
            <td data-label=words::category(lang)>{names.category(line.category)}</td>
            <td data-label=words::place(lang)>{place}</td>
            <td class="wide" data-label=words::words_short(lang)>{said}</td>
            <td data-label=words::lead_org(lang)>{org.unwrap_or_else(|| "–".to_owned())}</td>
            <td data-label=words::reported(lang)>{day_time(lang, zone, line.reported_at, now)}</td>
        </tr>
    }
}

fn bar(
    lang: Lang,
    filters: &Filters,
    names: &Names,
    orgs: Option<&[ServiceOrg]>,
) -> impl IntoView + use<> {
    let none = Problems::new();
    let mut states = vec![
        Choice::new("", words::all_states(lang)),
        Choice::new("open", words::state_open(lang)),
    ];
    states.extend(
        State::ALL
            .into_iter()
            .filter(|state| *state != State::Duplicate)
            .map(|state| Choice::new(state.as_str(), parts::state_word(lang, state))),
    );
    let owners = orgs.map(|orgs| {
        let mut owners = vec![Choice::new("", words::all_orgs(lang))];
        owners.extend(
            orgs.iter()
                .map(|org| Choice::new(org.id.to_string(), org.name.clone())),
        );
        owners
    });
    let orders = vec![
        Choice::new("", words::newest_first(lang)),
        Choice::new("oldest", words::oldest_first(lang)),
    ];
    view! {
        <form class="filters" method="get" action=PATH>
            {parts::select(lang, &none, "state", words::state(lang).to_owned(), states, &filters.state)}
            {parts::select(lang, &none, "category", words::category(lang).to_owned(), category_choices(lang, names), &filters.category)}
            {parts::select(lang, &none, "building", words::building(lang).to_owned(), building_choices(lang, names), &filters.building)}
            {owners.map(|owners| parts::select(lang, &none, "org", words::lead_org(lang).to_owned(), owners, &filters.org))}
            {parts::select(lang, &none, "order", words::order(lang).to_owned(), orders, &filters.order)}
            {input(lang, &none, Input {
                name: "q",
                label: words::find(lang).to_owned(),
                value: filters.q.clone(),
                kind: "search",
                max: Some("60"),
                ..Input::default()
            })}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
        </form>
    }
}
