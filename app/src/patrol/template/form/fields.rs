//! The fields: when, what happens on holidays, what and how many, and the rest folded away.

use backend::patrol::template::change::Asks;
use domain::instant::LocalDate;
use domain::patrol::template::{DayRule, Every};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, patrol_template as words};

use super::super::{Lists, said};
use super::Sheet;
use crate::frame;
use crate::icon::{Icon, icon};
use crate::parts::{
    Area, Choice, Input, described, fault, field_class, input, select, summary, textarea,
};
use crate::web::Web;

pub(super) fn form(web: &Web, sheet: &Sheet, lists: &Lists) -> impl IntoView + use<> {
    let lang = web.lang();
    let (draft, problems) = (&sheet.draft, &sheet.problems);
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    let asked = sheet.asks.is_some() || problems.of("reason").is_some();
    view! {
        <form class="form" method="post" action=sheet.path()>
            {summary(lang, problems)}
            {frame::token(&web.chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {sheet.known.map(|(_, version)| view! {
                <input type="hidden" name="version" value=version.to_string()/>
            })}
            {asked.then(|| asks(web, sheet))}
            {when(lang, sheet)}
            {holidays(lang, sheet)}
            {sheet.preview.as_ref().map(|days| preview(lang, today, days))}
            <div class="buttons">
                <button class="button quiet" name="act" value="preview">{icon(Icon::Eye)} {words::look_ahead(lang)}</button>
            </div>
            {what(lang, sheet, lists)}
            {more(lang, sheet, lists)}
            <label class="check">
                <input type="checkbox" name="publish" value="1" checked=draft.publish/>
                <span>{words::publish(lang)} <br/> <small>{words::publish_hint(lang)}</small></span>
            </label>
            <div class="submit">
                <button class="button big">{icon(Icon::Check)} {words::save(lang)}</button>
            </div>
        </form>
    }
}

/// The days that come of it.
fn preview(lang: Lang, today: LocalDate, days: &[LocalDate]) -> impl IntoView + use<> {
    if days.is_empty() {
        let none = words::previewed_none(lang);
        return view! { <div class="note waiting" role="status">{icon(Icon::Info)}<p>{none}</p></div> }
            .into_any();
    }
    let lines: Vec<_> = days
        .iter()
        .map(|day| view! { <li>{said::day(lang, today, *day)}</li> })
        .collect();
    view! {
        <div class="note" role="status">
            {icon(Icon::Calendar)}
            <div><p><b>{words::previewed(lang)}</b></p><ul class="ahead">{lines}</ul></div>
        </div>
    }
    .into_any()
}

/// Whom it costs something; agreeing sends the same form again.
fn asks(web: &Web, sheet: &Sheet) -> impl IntoView + use<> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let nothing = Asks::default();
    let asks = sheet.asks.as_ref().unwrap_or(&nothing);
    let losing = asks.losing.iter().map(|(shift, effects)| {
        let name = |person| asks.names.get(person).cloned().unwrap_or_default();
        let names = effects.people().map(|sign_up| name(&sign_up.person));
        let names = said::names(lang, names);
        words::asks_losing(lang, names, said::shift(lang, zone, shift))
    });
    let gone = asks
        .gone
        .iter()
        .map(|shift| words::asks_gone(lang, said::shift(lang, zone, shift)));
    let lines: Vec<_> = losing
        .chain(gone)
        .map(|line| view! { <li>{line}</li> })
        .collect();
    let new = asks.losing.iter().flat_map(|(_, effects)| effects.who());
    let agreed = together(sheet.agreed.sign_ups.iter().copied().chain(new));
    let new = asks.gone.iter().map(|shift| shift.id);
    let gone = together(sheet.agreed.shifts.iter().copied().chain(new));
    let reason = (!gone.is_empty()).then(|| Input {
        name: "reason",
        label: words::reason(lang).to_owned(),
        hint: Some(words::reason_hint(lang).to_owned()),
        value: sheet.agreed.reason.clone(),
        autocomplete: Some("off"),
        max: Some("200"),
        ..Input::default()
    });
    let reason = reason.map(|field| input(lang, &sheet.problems, field));
    view! {
        <section class="note urgent" role="alert">
            {icon(Icon::Warning)}
            <div class="stack">
                <p><b>{words::asks_title(lang)}</b></p>
                <ul>{lines}</ul>
                <input type="hidden" name="agreed" value=agreed/>
                <input type="hidden" name="gone" value=gone/>
                {reason}
                <button class="button" name="act" value="agree">{icon(Icon::Check)} {words::agree(lang)}</button>
            </div>
        </section>
    }
}

fn together(ids: impl Iterator<Item = impl ToString>) -> String {
    ids.map(|id| id.to_string()).collect::<Vec<_>>().join(",")
}

/// A group of choices as cards, each with a line below.
fn choices(
    lang: Lang,
    problems: &Problems,
    name: &'static str,
    legend: &'static str,
    chosen: &str,
    offered: Vec<(&'static str, (&'static str, &'static str))>,
) -> impl IntoView + use<> {
    let cards: Vec<_> = offered
        .into_iter()
        .map(|(value, (title, hint))| {
            let is_chosen = value == chosen;
            view! {
                <label class="choice">
                    <input type="radio" name=name value=value checked=is_chosen/>
                    <span class="face"><b>{title}</b><small>{hint}</small></span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class=field_class(problems, name) id=name tabindex="-1" aria-describedby=described(problems, name, None)>
            <legend>{legend}</legend>
            {fault(lang, problems, name)}
            <div class="choices">{cards}</div>
        </fieldset>
    }
}

fn when(lang: Lang, sheet: &Sheet) -> impl IntoView + use<> {
    let (draft, problems) = (&sheet.draft, &sheet.problems);
    let every = Every::ALL.map(|every| (every.as_str(), every_words(lang, every)));
    let number = |name: &'static str, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        autocomplete: Some("off"),
        inputmode: Some("numeric"),
        max: Some("2"),
        ..Input::default()
    };
    let month_day = number("month_day", words::month_day(lang), &draft.month_day);
    let step = Input {
        hint: Some(words::step_hint(lang).to_owned()),
        ..number("step", words::step(lang), &draft.step)
    };
    let nths = [1, 2, 3, 4, -1].map(|nth: i8| Choice::new(nth.to_string(), said::nth(lang, nth)));
    let weekdays = (1..=7_i8).map(|day| Choice::new(day.to_string(), said::weekday(lang, day)));
    let time = |name: &'static str, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        kind: "time",
        ..Input::default()
    };
    let starts = time("starts", words::starts(lang), &draft.body.starts);
    let ends = Input {
        hint: Some(words::ends_hint(lang).to_owned()),
        ..time("ends", words::ends(lang), &draft.body.ends)
    };
    let date = |name: &'static str, label: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        kind: "date",
        ..Input::default()
    };
    let first_on = match sheet.known {
        Some(_) => Input {
            hint: Some(words::first_on_change_hint(lang).to_owned()),
            ..date("first_on", words::first_on_change(lang), &draft.first_on)
        },
        None => date("first_on", words::first_on(lang), &draft.first_on),
    };
    let last_on = Input {
        optional: true,
        ..date("last_on", words::last_on(lang), &draft.last_on)
    };
    let (nth, weekday) = (words::nth(lang).to_owned(), words::weekday(lang).to_owned());
    view! {
        <div class="recurs">
            {choices(lang, problems, "every", words::when(lang), &draft.every, every.to_vec())}
            <div class="of week">{days_of_week(lang, sheet)}</div>
            <div class="of month-day">{input(lang, problems, month_day)}</div>
            <div class="of month-weekday pairing">
                {select(lang, problems, "nth", nth, nths.to_vec(), &draft.nth)}
                {select(lang, problems, "weekday", weekday, weekdays.collect(), &draft.weekday)}
            </div>
            <div class="pairing">{input(lang, problems, starts)} {input(lang, problems, ends)}</div>
            <div class="pairing">
                {input(lang, problems, first_on)}
                {input(lang, problems, last_on)}
                {input(lang, problems, step)}
            </div>
        </div>
    }
}

fn every_words(lang: Lang, every: Every) -> (&'static str, &'static str) {
    match every {
        Every::Week => (words::every_week(lang), words::every_week_hint(lang)),
        Every::MonthDay => (
            words::every_month_day(lang),
            words::every_month_day_hint(lang),
        ),
        Every::MonthWeekday => (
            words::every_month_weekday(lang),
            words::every_month_weekday_hint(lang),
        ),
    }
}

fn days_of_week(lang: Lang, sheet: &Sheet) -> impl IntoView + use<> {
    let problems = &sheet.problems;
    let boxes: Vec<_> = (1..=7_i8)
        .map(|day| {
            let value = day.to_string();
            let is_ticked = sheet.draft.weekdays.contains(&value);
            view! {
                <label class="check">
                    <input type="checkbox" name="weekdays" value=value checked=is_ticked/>
                    <span>{said::weekday(lang, day)}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset
            class=field_class(problems, "weekdays")
            id="weekdays"
            tabindex="-1"
            aria-describedby=described(problems, "weekdays", None)
        >
            <legend>{words::weekdays(lang)}</legend>
            {fault(lang, problems, "weekdays")}
            <div class="tiles">{boxes}</div>
        </fieldset>
    }
}

fn holidays(lang: Lang, sheet: &Sheet) -> impl IntoView + use<> {
    let rules = DayRule::ALL.map(|rule| (rule.as_str(), said::day_rule(lang, rule)));
    let (draft, problems) = (&sheet.draft, &sheet.problems);
    choices(
        lang,
        problems,
        "days",
        words::days(lang),
        &draft.days,
        rules.to_vec(),
    )
}

fn count(name: &'static str, label: &'static str, value: &str) -> Input {
    Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        autocomplete: Some("off"),
        inputmode: Some("numeric"),
        max: Some("3"),
        ..Input::default()
    }
}

fn what(lang: Lang, sheet: &Sheet, lists: &Lists) -> impl IntoView + use<> {
    let (body, problems) = (&sheet.draft.body, &sheet.problems);
    let kinds = lists.kinds.iter().filter_map(|kind| {
        let id = kind.id.to_string();
        let is_offered = !kind.is_retired || id == body.kind;
        is_offered.then(|| Choice::new(id, kind.name(lang)))
    });
    let kinds = kinds.collect();
    let routes = lists.routes.iter().filter_map(|route| {
        let id = route.id.to_string();
        let is_offered = !route.is_retired || id == body.route;
        is_offered.then(|| Choice::new(id, &route.name))
    });
    let none = Choice::new("", words::no_route(lang));
    let routes: Vec<_> = std::iter::once(none).chain(routes).collect();
    let place = Input {
        name: "place",
        label: words::place(lang).to_owned(),
        value: body.place.clone(),
        optional: true,
        autocomplete: Some("off"),
        max: Some("60"),
        ..Input::default()
    };
    let leaders = count("leaders", words::leaders(lang), &body.leaders);
    let members = count("members", words::members(lang), &body.members);
    let (kind, route) = (words::kind(lang).to_owned(), words::ways(lang).to_owned());
    let has_routes = routes.len() > 1;
    view! {
        <div class="pairing">
            {select(lang, problems, "kind", kind, kinds, &body.kind)}
            {has_routes.then(|| select(lang, problems, "route", route, routes, &body.route))}
        </div>
        {input(lang, problems, place)}
        <div class="pairing">{input(lang, problems, leaders)} {input(lang, problems, members)}</div>
    }
}

/// What most templates need not say; open where it says something, or something is wrong with it.
fn more(lang: Lang, sheet: &Sheet, lists: &Lists) -> impl IntoView + use<> {
    let (body, problems) = (&sheet.draft.body, &sheet.problems);
    let said = [
        (&body.title, "title"),
        (&body.building, "building"),
        (&body.words, "words"),
        (&body.trainees, "trainees"),
        (&body.reserved, "reserved"),
    ];
    let is_open = body.needs_approval
        || body.uses_code
        || said
            .iter()
            .any(|(text, field)| !text.is_empty() || problems.of(field).is_some());
    let title = Input {
        name: "title",
        label: words::own_title(lang).to_owned(),
        hint: Some(words::own_title_hint(lang).to_owned()),
        value: body.title.clone(),
        optional: true,
        autocomplete: Some("off"),
        max: Some("40"),
        ..Input::default()
    };
    let buildings = lists.names.estate.buildings.iter();
    let buildings = buildings.map(|building| Choice::new(building.id.to_string(), &building.name));
    let whole = Choice::new("", words::whole_community(lang));
    let buildings = std::iter::once(whole).chain(buildings).collect();
    let text = Area {
        name: "words",
        label: words::words(lang).to_owned(),
        value: body.words.clone(),
        optional: true,
        rows: "3",
        ..Area::default()
    };
    let trainees = Input {
        optional: true,
        ..count("trainees", words::trainees(lang), &body.trainees)
    };
    let reserved = Input {
        optional: true,
        hint: Some(words::reserved_hint(lang).to_owned()),
        ..count("reserved", words::reserved(lang), &body.reserved)
    };
    let tick = |name: &'static str, ticked: bool, label: &'static str| {
        view! {
            <label class="check">
                <input type="checkbox" name=name value="1" checked=ticked/>
                <span>{label}</span>
            </label>
        }
    };
    let building = words::building(lang).to_owned();
    view! {
        <details class="card" open=is_open>
            <summary>{words::more(lang)}</summary>
            <div class="form">
                {input(lang, problems, title)}
                {select(lang, problems, "building", building, buildings, &body.building)}
                {textarea(lang, problems, text)}
                <div class="pairing">{input(lang, problems, trainees)} {input(lang, problems, reserved)}</div>
                {tick("needs_approval", body.needs_approval, words::needs_approval(lang))}
                {tick("uses_code", body.uses_code, words::uses_code(lang))}
            </div>
        </details>
    }
}
