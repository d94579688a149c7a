//! `/admin/estate/new`: the generator. The form first shows what it would make, then makes it.

use axum::http::StatusCode;
use backend::Error;
use backend::estate::{self, Preview};
use backend::org::{self, Node};
use domain::estate::{BuildingPlan, Draft, Naming, floor_name};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, estate as words};

use super::{joined, number};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, input};
use crate::web::{Answer, Web};

/// As many floors as a sample shows.
const SAMPLE: usize = 40;

/// `GET /admin/estate/new`
pub async fn show(web: Web) -> Answer {
    web.require(Permission::ManageEstate)?;
    let draft = Draft {
        request_key: web.new_key(),
        naming: Naming::Plain.as_str().to_owned(),
        ..Draft::default()
    };
    form_page(&web, StatusCode::OK, &draft, &Problems::new()).await
}

/// `POST /admin/estate/new`: looks first; makes with `act=make`; comes back with `act=change`.
pub async fn submit(web: Web, form: Form) -> Answer {
    web.require(Permission::ManageEstate)?;
    let draft = draft_of(&form);
    let done = match form.find("act") {
        Some("change") => {
            return form_page(&web, StatusCode::OK, &draft, &Problems::new()).await;
        }
        Some("make") => make(&web, &draft).await,
        _ => estate::preview(&web.ctx, &draft)
            .await
            .map(|preview| preview_page(&web, &draft, &preview)),
    };
    match done {
        Ok(answer) => answer,
        Err(Error::Invalid(problems)) => {
            form_page(&web, StatusCode::UNPROCESSABLE_ENTITY, &draft, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn make(web: &Web, draft: &Draft) -> Result<Answer, Error> {
    let draft = draft.clone();
    let made = web
        .write(move |ctx| {
            let draft = draft.clone();
            async move { estate::add(&ctx, draft).await }
        })
        .await?;
    let lang = web.lang();
    let said = if made.counts.buildings == 0 {
        words::made_nothing(lang).to_owned()
    } else {
        words::made(lang, made.counts.buildings, made.counts.households)
    };
    Ok(web.see_other_saying("/admin/estate", &said).await)
}

fn draft_of(form: &Form) -> Draft {
    Draft {
        request_key: form.text("request_key"),
        buildings: form.text("buildings"),
        units: form.text("units"),
        top: form.text("top"),
        basements: form.text("basements"),
        roof: form.ticked("roof"),
        doors: form.text("doors"),
        skipped: form.text("skipped"),
        missing: form.text("missing"),
        naming: form.text("naming"),
        grid: form.text("grid"),
    }
}

async fn form_page(web: &Web, status: StatusCode, draft: &Draft, problems: &Problems) -> Answer {
    let grids = {
        let mut read = web.ctx.db().read().await.map_err(Error::from)?;
        org::grids(&mut read, &web.ctx).await?
    };
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(
        web.page_with(status, words::add_buildings(lang), Kind::Staff, || {
            view! {
                {parts::back("/admin/estate".to_owned(), words::title(lang))}
                <h1>{words::add_buildings(lang)}</h1>
                <p class="lead">{words::new_lead(lang)}</p>
                {fields(&chrome, draft, problems, &grids)}
            }
        }),
    )
}

fn fields(
    chrome: &Chrome,
    draft: &Draft,
    problems: &Problems,
    grids: &[Node],
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let small = |name, label: &'static str, hint: Option<&'static str>, value: &str, optional| {
        input(
            lang,
            problems,
            Input {
                name,
                label: label.to_owned(),
                hint: hint.map(ToOwned::to_owned),
                value: value.to_owned(),
                optional,
                inputmode: matches!(name, "units" | "top" | "basements").then_some("numeric"),
                autocomplete: Some("off"),
                max: Some("400"),
                ..Input::default()
            },
        )
    };
    let namings = Naming::ALL.map(|naming| Choice::new(naming.as_str(), naming_word(lang, naming)));
    let is_special = !draft.skipped.is_empty() || !draft.missing.is_empty();
    view! {
        <form class="form columns" method="post" action="/admin/estate/new">
            {parts::summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {small("buildings", words::buildings(lang), Some(words::buildings_hint(lang)), &draft.buildings, false)}
            {small("units", words::units(lang), None, &draft.units, false)}
            {small("top", words::top(lang), None, &draft.top, false)}
            {small("doors", words::doors(lang), Some(words::doors_hint(lang)), &draft.doors, false)}
            {parts::select(lang, problems, "naming", words::naming(lang).to_owned(), namings.into(), &draft.naming)}
            {small("basements", words::basements(lang), Some(words::basements_hint(lang)), &draft.basements, true)}
            {grid_field(lang, problems, grids, &draft.grid)}
            <label class="check">
                <input type="checkbox" name="roof" value="1" checked=draft.roof/>
                <span>{words::roof(lang)}</span>
            </label>
            <details class="card full" open=is_special>
                <summary>{words::exceptions(lang)} {parts::optional_mark(lang)}</summary>
                <div class="stack">
                    {small("skipped", words::skipped(lang), Some(words::skipped_hint(lang)), &draft.skipped, true)}
                    {small("missing", words::missing(lang), Some(words::missing_hint(lang)), &draft.missing, true)}
                </div>
            </details>
            <div class="submit"><button class="button big">{icon(Icon::Eye)} {words::look_first(lang)}</button></div>
        </form>
    }
}

/// Only where there are grids.
pub(super) fn grid_field(
    lang: Lang,
    problems: &Problems,
    grids: &[Node],
    chosen: &str,
) -> impl IntoView + use<> {
    let mut choices = vec![Choice::new("", words::grid_none(lang))];
    choices.extend(
        grids
            .iter()
            .map(|grid| Choice::new(grid.id.to_string(), grid.name.clone())),
    );
    (!grids.is_empty() || problems.of("grid").is_some()).then(|| {
        parts::select(
            lang,
            problems,
            "grid",
            words::grid(lang).to_owned(),
            choices,
            chosen,
        )
    })
}

fn naming_word(lang: Lang, naming: Naming) -> &'static str {
    match naming {
        Naming::Plain => words::naming_plain(lang),
        Naming::Unit => words::naming_unit(lang),
        Naming::Padded => words::naming_padded(lang),
    }
}

fn preview_page(web: &Web, draft: &Draft, preview: &Preview) -> Answer {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let counts = preview.counts;
    let existing = joined(lang, preview.existing.iter().cloned());
    web.page(words::preview_title(lang), Kind::Staff, || {
        let first = preview.buildings.first().map(|building| sample(lang, building));
        let can_make = first.is_some();
        view! {
            {parts::back("/admin/estate".to_owned(), words::title(lang))}
            <h1>{words::preview_title(lang)}</h1>
            <p class="lead">{words::preview_lead(lang)}</p>
            <section class="card">
                {if can_make {
                    let said = words::would_make(
                        lang, number(counts.buildings), number(counts.floors), number(counts.households), number(counts.units),
                    );
                    view! { <p><b>{said}</b></p> }.into_any()
                } else {
                    view! { <p><b>{words::preview_nothing(lang)}</b></p> }.into_any()
                }}
                {(!existing.is_empty()).then(|| view! { <p>{words::existing(lang, existing)}</p> })}
                <form class="buttons" method="post" action="/admin/estate/new">
                    {frame::token(&chrome)}
                    {hidden(draft)}
                    {can_make.then(|| view! {
                        <button class="button big" name="act" value="make">{icon(Icon::Check)} {words::make(lang)}</button>
                    })}
                    <button class="button quiet" name="act" value="change">{icon(Icon::Edit)} {words::change(lang)}</button>
                </form>
            </section>
            {first}
        }
    })
}

fn hidden(draft: &Draft) -> impl IntoView + use<> {
    [
        ("request_key", &draft.request_key),
        ("buildings", &draft.buildings),
        ("units", &draft.units),
        ("top", &draft.top),
        ("basements", &draft.basements),
        ("doors", &draft.doors),
        ("skipped", &draft.skipped),
        ("missing", &draft.missing),
        ("naming", &draft.naming),
        ("grid", &draft.grid),
    ]
    .into_iter()
    .map(|(name, value)| (name, value.clone()))
    .chain(draft.roof.then(|| ("roof", "1".to_owned())))
    .map(|(name, value)| view! { <input type="hidden" name=name value=value/> })
    .collect::<Vec<_>>()
}

/// The doors of one building, from the top floor down, unit by unit.
fn sample(lang: Lang, building: &BuildingPlan) -> impl IntoView + use<> {
    let rows: Vec<_> = building
        .floors
        .iter()
        .rev()
        .take(SAMPLE)
        .map(|floor| {
            let cells: Vec<_> = building
                .units
                .iter()
                .map(|unit| {
                    let doors = unit
                        .doors
                        .iter()
                        .filter(|door| door.level == Some(floor.level))
                        .map(|door| door.name.clone());
                    let doors: Vec<_> = doors.collect();
                    let doors = if doors.is_empty() { "–".to_owned() } else { doors.join(" ") };
                    view! { <td data-label=unit.name.clone()>{doors}</td> }
                })
                .collect();
            let name = if floor.name.is_empty() { floor_name(floor.level) } else { floor.name.clone() };
            view! { <tr><th scope="row" data-label=words::column_floor(lang)>{name}</th>{cells}</tr> }
        })
        .collect();
    let heads: Vec<_> = building
        .units
        .iter()
        .map(|unit| view! { <th scope="col">{unit.name.clone()}</th> })
        .collect();
    let title = words::sample(lang, &building.name);
    view! {
        <section class="stack">
            <h2>{title.clone()}</h2>
            <div class="work">
                <table class="sheet">
                    <caption class="unseen">{title}</caption>
                    <thead><tr><th scope="col">{words::column_floor(lang)}</th>{heads}</tr></thead>
                    <tbody>{rows}</tbody>
                </table>
            </div>
        </section>
    }
}
