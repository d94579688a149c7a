//! `/admin/patrols`: two weeks of shifts by day, and where people are missing (rules V17, X13).

use axum::extract::Query as Asked;
use backend::patrol::coverage::{self, Board, DAYS, Query};
use backend::patrol::offered;
use backend::patrol::{Shift, kind};
use domain::instant::LocalDate;
use domain::patrol::shift::Standing;
use domain::problem::Problems;
use jiff::ToSpan;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, patrol_desk as words};

use super::{BOARD, address, chip, hours, line, marks};
use crate::frame::Kind;
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Choice, Names, select};
use crate::web::{Answer, Web};

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    from: String,
    kind: String,
    building: String,
    gaps: String,
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            from: self.from.parse().ok(),
            kind: self.kind.parse().ok(),
            building: self.building.parse().ok(),
            gaps: self.gaps == "1",
        }
    }

    /// The same board from another day.
    fn from(&self, day: LocalDate) -> String {
        let day = day.to_string();
        listing::address(
            BOARD,
            [
                ("from", day.as_str()),
                ("kind", &self.kind),
                ("building", &self.building),
                ("gaps", &self.gaps),
            ],
        )
    }
}

/// `GET /admin/patrols`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let board = coverage::board(&web.ctx, &filters.query()).await?;
    let kinds = offered::load(&web.ctx, None).await?.kinds;
    let names = names(&web).await?;
    let lang = web.lang();
    let week = week_text(&web, &board);
    let shown = i64::try_from(board.shifts).unwrap_or(i64::MAX);
    let gaps = i64::try_from(board.gaps).unwrap_or(i64::MAX);
    web.page(words::title(lang), Kind::Staff, || {
        let days: Vec<_> = board
            .days
            .iter()
            .map(|(day, shifts)| day_of(&web, *day, shifts, &names))
            .collect();
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                <a class="button" href="/admin/patrols/new">{icon(Icon::Plus)} {words::new_title(lang)}</a>
            </div>
            {others(lang)}
            {bar(lang, &filters, &kinds, &names)}
            <p class="count">{words::count(lang, gaps, shown)}</p>
            {if days.is_empty() {
                parts::empty(Icon::Calendar, words::empty(lang), words::empty_next(lang)).into_any()
            } else {
                days.into_any()
            }}
            {turn(lang, &filters, &board)}
            {week.map(|week| view! {
                <section class="card share">
                    <h2>{words::week_group(lang)}</h2>
                    {parts::group_text(lang, words::week_group(lang), words::group_hint(lang), &week)}
                </section>
            })}
        }
    })
}

/// The desk's other pages on patrols.
fn others(lang: Lang) -> impl IntoView + use<> {
    let pages = [
        ("/admin/patrols/templates", words::to_templates(lang)),
        ("/admin/patrols/roster", words::to_roster(lang)),
        ("/admin/patrols/skills", words::to_skills(lang)),
        ("/admin/patrols/figures", words::to_figures(lang)),
        ("/admin/patrols/settings", words::to_settings(lang)),
    ];
    let links: Vec<_> = pages
        .into_iter()
        .map(|(path, name)| view! { <a class="button plain" href=path>{name}</a> })
        .collect();
    view! { <nav class="buttons" aria-label=words::others(lang)>{links}</nav> }
}

fn bar(
    lang: Lang,
    filters: &Filters,
    kinds: &[kind::Kind],
    names: &Names,
) -> impl IntoView + use<> {
    let none = Problems::new();
    let mut choices = vec![Choice::new("", words::all_kinds(lang))];
    choices.extend(
        kinds
            .iter()
            .map(|kind| Choice::new(kind.id.to_string(), kind.name(lang))),
    );
    let mut buildings = vec![Choice::new("", words::all_buildings(lang))];
    buildings.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), &building.name)),
    );
    let gaps = vec![
        Choice::new("", words::all_shifts(lang)),
        Choice::new("1", words::only_gaps(lang)),
    ];
    view! {
        <form class="filters" method="get" action=BOARD>
            {(!filters.from.is_empty()).then(|| view! { <input type="hidden" name="from" value=filters.from.clone()/> })}
            {select(lang, &none, "kind", words::kind(lang).to_owned(), choices, &filters.kind)}
            {select(lang, &none, "building", words::building(lang).to_owned(), buildings, &filters.building)}
            {select(lang, &none, "gaps", words::which(lang).to_owned(), gaps, &filters.gaps)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
        </form>
    }
}

fn day_of(web: &Web, day: LocalDate, shifts: &[Shift], names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    let relative = text::format::relative_day(lang, day.civil(), today.civil());
    let date = text::format::date(lang, day.civil());
    let relative = (relative != date).then_some(relative);
    let rows: Vec<_> = shifts.iter().map(|shift| row(web, shift, names)).collect();
    view! {
        <section class="stack board-day">
            <h2><time datetime=day.to_string()>{date}</time> {relative.map(|word| view! { " " <small>{word}</small> })}</h2>
            <ul class="rows">{rows}</ul>
        </section>
    }
}

fn row(web: &Web, shift: &Shift, names: &Names) -> impl IntoView + use<> {
    let lang = web.lang();
    let standing = shift.standing(web.ctx.now);
    let path = format!("{BOARD}/{}", shift.id);
    let cover = shift.cover(&web.ctx);
    let is_ahead = matches!(standing, Standing::Open | Standing::Full);
    let is_gap = shift.is_gap(&web.ctx);
    let building = shift.building.map(|id| names.building(id));
    let place = [
        building,
        (!shift.place.is_empty()).then(|| shift.place.clone()),
    ];
    let place = place.into_iter().flatten().collect::<Vec<_>>().join(" ");
    let counted = !matches!(standing, Standing::Draft | Standing::Cancelled);
    let unwritten = standing == Standing::Ended && shift.closed_at.is_none();
    view! {
        <li class="row">
            <span>
                <b class="number">{hours(lang, &web.ctx, shift)}</b>
                <a href=path.clone()>{shift.name(lang).to_owned()}</a>
                <small>{place}</small>
            </span>
            {counted.then(|| view! {
                <span class="cover">
                    {words::covered(lang, cover.covered, cover.needed)}
                    <small>{words::percent(lang, cover.percent())}</small>
                </span>
            })}
            {is_gap.then(|| marks(lang, cover))}
            {(!is_gap).then(|| chip(lang, standing))}
            {(is_ahead && cover.missing() > 0 || is_gap).then(|| view! {
                <a class="button quiet" href=format!("{path}/ask")>{icon(Icon::Phone)} {words::ask(lang)}</a>
            })}
            {unwritten.then(|| view! {
                <a class="button quiet" href=format!("/patrols/{}/day", shift.id)>{icon(Icon::Edit)} {words::write_up(lang)}</a>
            })}
            <a class="button quiet" href=format!("{path}/people")>{icon(Icon::People)} {words::people(lang)}</a>
        </li>
    }
}

/// Two weeks back and two weeks on.
fn turn(lang: Lang, filters: &Filters, board: &Board) -> impl IntoView + use<> {
    let day = |days: i64| LocalDate::from(board.from.civil().saturating_add(days.days()));
    view! {
        <nav class="pager" aria-label=common::pages(lang)>
            <a class="button quiet" rel="prev" href=filters.from(day(-DAYS))>{icon(Icon::ArrowLeft)} {words::earlier(lang)}</a>
            <a class="button quiet" rel="next" href=filters.from(day(DAYS))>{words::later(lang)} {icon(Icon::ArrowRight)}</a>
        </nav>
    }
}

/// The words for the group on every gap of the next seven days; nothing when there is none.
fn week_text(web: &Web, board: &Board) -> Option<String> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let last = zone.date_of(web.ctx.now).civil().saturating_add(7.days());
    let lines: Vec<_> = board
        .days
        .iter()
        .filter(|(day, _)| day.civil() < last)
        .flat_map(|(_, shifts)| shifts)
        .filter(|shift| shift.is_gap(&web.ctx))
        .map(|shift| {
            let missing = shift.cover(&web.ctx).missing().max(1);
            let said = line(lang, &web.ctx, shift);
            let link = address(&web.chrome, shift.id);
            words::week_line(lang, link, missing, said)
        })
        .collect();
    (!lines.is_empty()).then(|| format!("{}\n{}", words::week_head(lang), lines.join("\n")))
}
