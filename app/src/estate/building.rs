//! `/admin/estate/{id}`: one building, its doors, and what is added to it (rules P1, P2).

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use backend::Error;
use backend::estate::building::{self, Draft, Household, Sheet};
use domain::id::{BuildingId, HouseholdId};
use domain::instant::LocalDate;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, estate as words};

use super::count;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, input};
use crate::web::{Answer, Fault, Web};

/// Which door is looked at.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Chosen {
    door: String,
}

fn id(text: &str) -> Result<BuildingId, Fault> {
    text.parse().map_err(|_| Fault::from(Error::NotFound))
}

/// `GET /admin/estate/{id}`
pub async fn show(web: Web, Path(asked): Path<String>, Query(chosen): Query<Chosen>) -> Answer {
    let sheet = building::for_edit(&web.ctx, id(&asked)?).await?;
    let draft = Draft {
        request_key: web.new_key(),
        version: sheet.version,
        name: sheet.building.name.clone(),
        household: chosen.door,
        closed_from: web.ctx.community.zone.date_of(web.ctx.now).to_string(),
        ..Draft::default()
    };
    Ok(page(&web, StatusCode::OK, &sheet, &draft, &Problems::new()))
}

/// `POST /admin/estate/{id}`: one of several small forms, told by `act`.
pub async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let draft = Draft {
        request_key: form.text("request_key"),
        // A version that is none is nobody's present one.
        version: form.text("version").parse().unwrap_or(0),
        act: form.text("act"),
        name: form.text("name"),
        unit_name: form.text("unit_name"),
        floor: form.text("floor"),
        unit: form.text("unit"),
        doors: form.text("doors"),
        household: form.text("household"),
        closed_from: form.text("closed_from"),
    };
    let changed = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            building::change(&ctx, id, draft).await
        })
        .await;
    let lang = web.lang();
    let (status, problems) = match changed {
        Ok(()) => {
            let door: Option<HouseholdId> = draft.household.parse().ok();
            let door = door.map_or_else(String::new, |door| format!("?door={door}"));
            let path = format!("/admin/estate/{id}{door}");
            return web.see_other_saying(&path, words::saved(lang)).await;
        }
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(Error::Changed) => (StatusCode::CONFLICT, Problems::new()),
        Err(error) => return Err(error.into()),
    };
    let sheet = building::for_edit(&web.ctx, id).await?;
    Ok(page(&web, status, &sheet, &draft, &problems))
}

/// What the small forms of the page share.
struct Desk<'a> {
    web: &'a Web,
    chrome: &'a Chrome,
    sheet: &'a Sheet,
    draft: &'a Draft,
    problems: &'a Problems,
    today: LocalDate,
}

fn page(
    web: &Web,
    status: StatusCode,
    sheet: &Sheet,
    draft: &Draft,
    problems: &Problems,
) -> Response {
    let lang = web.lang();
    let desk = Desk {
        web,
        chrome: &web.chrome,
        sheet,
        draft,
        problems,
        today: web.ctx.community.zone.date_of(web.ctx.now),
    };
    let name = sheet.building.name.clone();
    web.page_with(status, &name, Kind::Staff, || {
        let open = sheet.households.iter().filter(|door| door.closed_on.is_none()).count();
        let open = i64::try_from(open).unwrap_or(i64::MAX);
        let units: Vec<_> = sheet.building.units.iter().map(|(unit, name)| {
            let doors: Vec<_> = sheet
                .households
                .iter()
                .filter(|door| door.unit == *unit)
                .map(|door| link(lang, sheet, door, draft))
                .collect();
            let is_empty = doors.is_empty();
            view! {
                <section class="stack">
                    <h3>{name.clone()}</h3>
                    {if is_empty {
                        view! { <p class="hint">{words::no_doors(lang)}</p> }.into_any()
                    } else {
                        view! { <ul class="blocks">{doors}</ul> }.into_any()
                    }}
                </section>
            }
        }).collect();
        view! {
            {parts::back("/admin/estate".to_owned(), words::title(lang))}
            <h1>{sheet.building.name.clone()}</h1>
            <p class="count">{words::count(lang, 1, count(lang, open))}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::changed(lang)}</p></div>
            })}
            {parts::summary(lang, problems)}
            {door_card(&desk)}
            <section class="card">
                <h2>{words::doors_title(lang)}</h2>
                <p class="hint">{words::door_hint(lang)}</p>
                {units}
            </section>
            {additions(&desk)}
        }
    })
}

/// A door in the list.
fn link(lang: Lang, sheet: &Sheet, door: &Household, draft: &Draft) -> impl IntoView + use<> {
    let is_here = door.id.to_string() == draft.household;
    let note = if door.closed_on.is_some() {
        Some(words::closed_mark(lang))
    } else {
        door.is_hub.then(|| words::hub(lang))
    };
    view! {
        <li>
            <a
                class="block-link"
                href=format!("/admin/estate/{}?door={}", sheet.building.id, door.id)
                aria-current=is_here.then_some("true")
            >
                {door.door.clone()} {note.map(|note| view! { <small>{note}</small> })}
            </a>
        </li>
    }
}

/// What is done with the door that was chosen.
fn door_card(desk: &Desk<'_>) -> Option<impl IntoView + use<>> {
    let lang = desk.chrome.lang;
    let sheet = desk.sheet;
    let door = sheet
        .households
        .iter()
        .find(|door| door.id.to_string() == desk.draft.household)?;
    let unit = sheet.building.units.iter().find(|(id, _)| *id == door.unit);
    let title = words::door_of(lang, &door.door, unit.map_or("", |(_, name)| name));
    let closed = door.closed_on.map(|day| {
        let day = text::format::date_with_year(lang, day.civil());
        view! { <span class="chip aside">{icon(Icon::Pause)} {words::closed_from_day(lang, day)}</span> }
    });
    let hub = door.is_hub.then(|| {
        view! { <span class="chip done">{icon(Icon::Home)} {words::hub(lang)}</span> }
    });
    let (hub_act, hub_word) = if door.is_hub {
        ("no_hub", words::hub_unmark(lang))
    } else {
        ("hub", words::hub_mark(lang))
    };
    let standing = if door.closed_on.is_some() {
        view! {
            <form method="post" action=action(desk)>
                {hidden(desk, Some("reopen"), Some(door.id))}
                <button class="button">{icon(Icon::Undo)} {words::reopen_door(lang)}</button>
            </form>
        }
        .into_any()
    } else {
        let from = Input {
            name: "closed_from",
            label: words::closed_from(lang).to_owned(),
            hint: Some(words::close_hint(lang).to_owned()),
            value: if desk.draft.act == "close" {
                desk.draft.closed_from.clone()
            } else {
                desk.today.to_string()
            },
            kind: "date",
            ..Input::default()
        };
        view! {
            <form class="form" method="post" action=action(desk)>
                {hidden(desk, Some("close"), Some(door.id))}
                {input(lang, desk.problems, from)}
                <div class="submit still"><button class="button urgent">{icon(Icon::Cross)} {words::close_door(lang)}</button></div>
            </form>
        }
        .into_any()
    };
    Some(view! {
        <section class="card" id="household" tabindex="-1">
            <h2>{title}</h2>
            <p class="meta">{door.floor.clone()} {hub} {closed}</p>
            <form method="post" action=action(desk)>
                {hidden(desk, None, Some(door.id))}
                <button class="button quiet" name="act" value=hub_act>{icon(Icon::Home)} {hub_word}</button>
                <p class="hint">{words::hub_hint(lang)}</p>
            </form>
            {standing}
        </section>
    })
}

fn action(desk: &Desk<'_>) -> String {
    format!("/admin/estate/{}", desk.sheet.building.id)
}

fn hidden(
    desk: &Desk<'_>,
    act: Option<&'static str>,
    household: Option<HouseholdId>,
) -> impl IntoView + use<> {
    // Each form has a key of its own, so that going back and sending another is not the same twice.
    let is_typed = act.is_some_and(|act| desk.draft.act == act);
    let key = if is_typed {
        desk.draft.request_key.clone()
    } else {
        desk.web.new_key()
    };
    view! {
        {frame::token(desk.chrome)}
        <input type="hidden" name="request_key" value=key/>
        <input type="hidden" name="version" value=desk.draft.version.to_string()/>
        {act.map(|act| view! { <input type="hidden" name="act" value=act/> })}
        {household.map(|id| view! { <input type="hidden" name="household" value=id.to_string()/> })}
    }
}

/// The forms that add something, and the one that renames, each closed until it is wanted.
fn additions(desk: &Desk<'_>) -> impl IntoView + use<> {
    let (lang, draft) = (desk.chrome.lang, desk.draft);
    let field = |name, label: &'static str, hint: &'static str, value: &str| {
        let field = Input {
            name,
            label: label.to_owned(),
            hint: (!hint.is_empty()).then(|| hint.to_owned()),
            value: value.to_owned(),
            autocomplete: Some("off"),
            max: Some("400"),
            ..Input::default()
        };
        input(lang, desk.problems, field).into_any()
    };
    let units = desk
        .sheet
        .building
        .units
        .iter()
        .map(|(id, name)| Choice::new(id.to_string(), name.clone()))
        .collect();
    let which = parts::select(
        lang,
        desk.problems,
        "unit",
        words::which_unit(lang).to_owned(),
        units,
        &draft.unit,
    );
    let doors = field(
        "doors",
        words::new_doors(lang),
        words::new_doors_hint(lang),
        &draft.doors,
    );
    view! {
        <div class="acts stack">
            {one(desk, "doors", words::add_doors(lang), view! { {which} {doors} }.into_any())}
            {one(desk, "unit", words::add_unit(lang), field("unit_name", words::unit_name(lang), words::unit_name_hint(lang), &draft.unit_name))}
            {one(desk, "floor", words::add_floor(lang), field("floor", words::floor(lang), words::floor_hint(lang), &draft.floor))}
            {one(desk, "rename", words::rename(lang), field("name", words::building_name(lang), "", &draft.name))}
        </div>
    }
}

fn one(
    desk: &Desk<'_>,
    act: &'static str,
    title: &'static str,
    fields: AnyView,
) -> impl IntoView + use<> {
    let lang = desk.chrome.lang;
    view! {
        <details class="card" open=desk.draft.act == act>
            <summary>{title}</summary>
            <form class="form" method="post" action=action(desk)>
                {hidden(desk, Some(act), None)}
                {fields}
                <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
            </form>
        </details>
    }
}
