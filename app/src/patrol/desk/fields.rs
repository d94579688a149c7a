//! The form of a shift: short, with everything that is seldom needed folded away.

use backend::patrol::Shift;
use backend::patrol::offered::Offered;
use backend::patrol::shift::Effects;
use domain::patrol::shift::{BodyDraft, Draft};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, patrol_desk as words};

use crate::form::Form;
use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Choice, Input, Names, input, select, textarea};
use crate::web::Web;

/// Everything the form is made from.
pub struct Sheet {
    pub chrome: Chrome,
    /// What was typed.
    pub draft: Draft,
    pub problems: Problems,
    /// The page's own path.
    pub path: String,
    /// The version that the form was made from; nothing for a new shift.
    pub version: Option<i64>,
    /// Whether it can still be published by the form.
    pub is_draft: bool,
    /// Whom the change would cost a place, with their names, and why.
    pub asks: Option<(Effects, Vec<(String, String)>)>,
    pub offered: Offered,
    pub names: Names,
}

/// What a form holds.
pub fn draft_of(form: &Form) -> Draft {
    Draft {
        request_key: form.text("request_key"),
        body: BodyDraft {
            kind: form.text("kind"),
            title: form.text("title"),
            place: form.text("place"),
            building: form.text("building"),
            route: form.text("route"),
            words: form.text("words"),
            starts: form.text("starts"),
            ends: form.text("ends"),
            leaders: form.text("leaders"),
            members: form.text("members"),
            trainees: form.text("trainees"),
            reserved: form.text("reserved"),
            needs_approval: form.ticked("needs_approval"),
            uses_code: form.ticked("uses_code"),
        },
        day: form.text("day"),
        publish: form.ticked("publish"),
    }
}

/// A shift as its form shows it.
pub fn draft_from(web: &Web, shift: &Shift) -> Draft {
    let zone = &web.ctx.community.zone;
    let clock = |at| text::format::time(zone.civil(at).time());
    let [leader, member, trainee] = shift.places;
    Draft {
        request_key: web.new_key(),
        body: BodyDraft {
            kind: shift.kind.to_string(),
            title: shift.title.clone(),
            place: shift.place.clone(),
            building: shift.building.map_or_else(String::new, |id| id.to_string()),
            route: shift.route.map_or_else(String::new, |id| id.to_string()),
            words: shift.words.clone(),
            starts: clock(shift.span.starts),
            ends: clock(shift.span.ends),
            leaders: leader.capacity.to_string(),
            members: member.capacity.to_string(),
            trainees: trainee.capacity.to_string(),
            reserved: member.reserved.to_string(),
            needs_approval: shift.needs_approval,
            uses_code: shift.uses_code,
        },
        day: shift.first_day.to_string(),
        publish: false,
    }
}

/// The whole form.
pub fn form(sheet: &Sheet) -> impl IntoView + use<> {
    let Sheet {
        chrome,
        draft,
        problems,
        path,
        version,
        ..
    } = sheet;
    let lang = chrome.lang;
    let body = &draft.body;
    let line = |name, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        ..Input::default()
    };
    let number = |name, label: &str, value: &str| Input {
        inputmode: Some("numeric"),
        max: Some("3"),
        ..line(name, label, value)
    };
    let kinds = sheet
        .offered
        .kinds
        .iter()
        .map(|kind| Choice::new(kind.id.to_string(), kind.name(lang)))
        .collect();
    view! {
        <form class="form shift" method="post" action=path.clone()>
            {parts::summary(lang, problems)}
            {asks(sheet)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {version.map(|version| view! { <input type="hidden" name="version" value=version.to_string()/> })}
            <div class="pairing">
                {select(lang, problems, "kind", words::kind(lang).to_owned(), kinds, &body.kind)}
                {input(lang, problems, Input { kind: "date", ..line("day", words::day(lang), &draft.day) })}
                {input(lang, problems, Input { kind: "time", ..line("starts", words::starts(lang), &body.starts) })}
                {input(lang, problems, Input { kind: "time", ..line("ends", words::ends(lang), &body.ends) })}
            </div>
            <p class="hint">{words::ends_hint(lang)}</p>
            {input(lang, problems, Input {
                optional: true,
                hint: Some(words::place_hint(lang).to_owned()),
                max: Some("60"),
                ..line("place", words::place(lang), &body.place)
            })}
            <div class="pairing">
                {input(lang, problems, number("leaders", words::leaders(lang), &body.leaders))}
                {input(lang, problems, number("members", words::members(lang), &body.members))}
                {input(lang, problems, number("trainees", words::trainees(lang), &body.trainees))}
                {input(lang, problems, number("reserved", words::reserved(lang), &body.reserved))}
            </div>
            <p class="hint">{words::reserved_hint(lang)}</p>
            {more(sheet)}
            {send(sheet)}
        </form>
    }
}

/// What is seldom needed; open where something in it is at fault.
fn more(sheet: &Sheet) -> impl IntoView + use<> {
    let (lang, problems) = (sheet.chrome.lang, &sheet.problems);
    let body = &sheet.draft.body;
    let is_open = ["title", "building", "route", "words"]
        .iter()
        .any(|field| problems.of(field).is_some());
    let mut buildings = vec![Choice::new("", words::whole_community(lang))];
    buildings.extend(
        sheet
            .names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), &building.name)),
    );
    let mut routes = vec![Choice::new("", words::no_route(lang))];
    routes.extend(
        sheet
            .offered
            .routes
            .iter()
            .map(|(id, name)| Choice::new(id.to_string(), name)),
    );
    let title = Input {
        name: "title",
        label: words::own_title(lang).to_owned(),
        hint: Some(words::own_title_hint(lang).to_owned()),
        value: body.title.clone(),
        optional: true,
        max: Some("40"),
        ..Input::default()
    };
    let told = Area {
        name: "words",
        label: words::told(lang).to_owned(),
        hint: Some(words::told_hint(lang).to_owned()),
        value: body.words.clone(),
        optional: true,
        rows: "4",
        ..Area::default()
    };
    view! {
        <details class="card" open=is_open>
            <summary>{words::more(lang)}</summary>
            <div class="form">
                {input(lang, problems, title)}
                {select(lang, problems, "building", words::building(lang).to_owned(), buildings, &body.building)}
                {select(lang, problems, "route", words::route(lang).to_owned(), routes, &body.route)}
                {textarea(lang, problems, told)}
                <label class="check">
                    <input type="checkbox" name="needs_approval" value="1" checked=body.needs_approval/>
                    <span>{words::needs_approval(lang)}</span>
                </label>
                <label class="check">
                    <input type="checkbox" name="uses_code" value="1" checked=body.uses_code/>
                    <span>{words::uses_code(lang)}</span>
                </label>
            </div>
        </details>
    }
}

/// Whom the change would cost a place: one press agrees (rule V8).
fn asks(sheet: &Sheet) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    sheet.asks.as_ref().map(|(effects, told)| {
        let agreed: Vec<_> = effects
            .who()
            .map(|id| view! { <input type="hidden" name="agreed" value=id.to_string()/> })
            .collect();
        let lines: Vec<_> = told
            .iter()
            .map(|(name, why)| view! { <li><b>{name.clone()}</b> " " {why.clone()}</li> })
            .collect();
        view! {
            <div class="summary" id="asks" role="alert" tabindex="-1">
                <h2>{icon(Icon::Warning)} {words::asks(lang)}</h2>
                <ul>{lines}</ul>
                <p>{words::asks_told(lang)}</p>
                {agreed}
            </div>
        }
    })
}

fn send(sheet: &Sheet) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let publish = sheet.draft.publish;
    match (sheet.asks.is_some(), sheet.version.is_some(), sheet.is_draft) {
        (true, ..) => view! {
            <div class="submit still">
                {publish.then(|| view! { <input type="hidden" name="publish" value="1"/> })}
                <button class="button big urgent">{icon(Icon::Check)} {words::agree(lang)}</button>
                <a class="button quiet" href=sheet.path.clone()>{common::cancel(lang)}</a>
            </div>
        }
        .into_any(),
        (_, true, false) => view! {
            <div class="submit"><button class="button big">{icon(Icon::Check)} {common::save(lang)}</button></div>
        }
        .into_any(),
        _ => view! {
            <div class="submit">
                <button class="button big" name="publish" value="1">{icon(Icon::Check)} {words::publish(lang)}</button>
                <button class="button quiet">{words::keep_draft(lang)}</button>
            </div>
        }
        .into_any(),
    }
}
