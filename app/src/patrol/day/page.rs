//! `/patrols/{id}/day`: how it looks.

use backend::patrol::Shift;
use backend::patrol::attendance::List;
use backend::patrol::finding::Finding;
use backend::patrol::look::Checklist;
use domain::patrol::attendance::{has_opened, may_close};
use domain::patrol::shift::Kept;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, patrol_day as words};

use super::act::Typed;
use super::{clock, list, look, path, when};
use crate::frame;
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Input, Names, chip, input, moment, summary, textarea};
use crate::report::photos;
use crate::web::Web;

/// What the page shows.
pub(super) struct Day {
    /// The shift.
    pub shift: Shift,
    /// Its people, for whoever leads it.
    pub list: Option<List>,
    /// What to look at.
    pub checklist: Checklist,
    /// What was found.
    pub findings: Vec<Finding>,
    /// Names of categories and places.
    pub names: Names,
    /// Whether who asks looks after all patrols.
    pub manages: bool,
    /// What was typed.
    pub typed: Typed,
    /// What is wrong with it.
    pub problems: Problems,
    /// What has to be said first.
    pub said: Option<&'static str>,
}

impl Day {
    /// Whether ticks, findings and the checklist are taken now.
    pub fn goes_on(&self, web: &Web) -> bool {
        self.shift.kept == Kept::Open
            && self.shift.closed_at.is_none()
            && has_opened(self.shift.span, web.ctx.now)
    }
}

/// The whole page.
pub(super) fn page(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let shift = &day.shift;
    let zone = &web.ctx.community.zone;
    let place = (!shift.place.is_empty())
        .then(|| view! { <span>{words::place(lang, &shift.place)}</span> });
    let said = day.said.map(|said| {
        view! { <div class="summary" role="alert"><p>{icon(Icon::Warning)} {said}</p></div> }
    });
    view! {
        {parts::back(format!("/patrols/{}", shift.id), words::back_to_shift(lang))}
        <h1>{shift.name(lang).to_owned()}</h1>
        <p class="meta"><span>{when(lang, zone, shift)}</span> {place}</p>
        {said}
        {summary(lang, &day.problems)}
        {closed(web, day)}
        {day.list.as_ref().map(|people| list::section(web, day, people))}
        {look::section(web, day)}
        {findings(web, day)}
        {day.list.as_ref().map(|people| closing(web, day, people))}
        {day.list.is_some().then(|| papers(web, day))}
    }
}

/// That it is written up, and the way to its record.
fn closed(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let id = day.shift.id;
    let reopen = day.manages.then(|| {
        view! {
            <form method="post" action=path(id)>
                {frame::token(&web.chrome)}
                <button class="button quiet" name="act" value="reopen" aria-describedby="reopen-hint">
                    {icon(Icon::Undo)} {words::reopen(lang)}
                </button>
            </form>
            <p class="hint" id="reopen-hint">{words::reopen_hint(lang)}</p>
        }
    });
    day.shift
        .closed_at
        .filter(|_| day.list.is_some())
        .map(|at| {
            let at = moment(lang, zone, at, web.ctx.now);
            view! {
                <section class="card">
                    <p class="line">{icon(Icon::Solved)} {words::closed_on(lang, at)}</p>
                    <a class="button big" href=format!("/patrols/{id}/record")>
                        {icon(Icon::Print)} {words::see_record(lang)}
                    </a>
                    {reopen}
                </section>
            }
        })
}

fn findings(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = day.shift.id;
    let rows: Vec<_> = day
        .findings
        .iter()
        .map(|finding| {
            let place = day.names.place(
                finding.building,
                finding.area,
                None,
                None,
                &finding.place_words,
            );
            view! {
                <li class="row">
                    {icon(day.names.picture(finding.category))}
                    <span>
                        <b>{day.names.category(finding.category)}</b>
                        <small>{place} " · " {finding.number.to_string()}</small>
                    </span>
                    {chip(lang, finding.state)}
                </li>
            }
        })
        .collect();
    let none = rows.is_empty();
    let ask = day.goes_on(web).then(|| {
        view! {
            <a class="button big quiet" href=format!("/patrols/{id}/finding")>
                {icon(Icon::Report)} {words::finding_new(lang)}
            </a>
        }
    });
    view! {
        <section class="stack">
            <h2>{words::findings(lang)}</h2>
            {none.then(|| view! { <p class="count">{words::no_findings(lang)}</p> })}
            {(!none).then(|| view! { <ul class="rows">{rows}</ul> })}
            {ask}
        </section>
    }
}

/// 收尾: the form when it is time for it, else when that will be.
fn closing(web: &Web, day: &Day, people: &List) -> impl IntoView + use<> {
    let lang = web.lang();
    let shift = &day.shift;
    let nobody_is_missing = people.missing().next().is_none();
    let inside = if may_close(shift.span, nobody_is_missing, web.ctx.now) {
        form(web, day, people).into_any()
    } else {
        let until = clock(&web.ctx.community.zone, shift.span.ends);
        view! { <p class="lead">{words::close_later(lang, until)}</p> }.into_any()
    };
    (shift.kept == Kept::Open).then(|| {
        view! { <section class="card" id="close"><h2>{words::close(lang)}</h2> {inside}</section> }
    })
}

fn form(web: &Web, day: &Day, people: &List) -> impl IntoView + use<> {
    let lang = web.lang();
    let shift = &day.shift;
    let is_typed = day.typed.act == "close";
    let none = Problems::new();
    let problems = if is_typed { &day.problems } else { &none };
    let key = if is_typed && !day.typed.request_key.is_empty() {
        day.typed.request_key.clone()
    } else {
        web.new_key()
    };
    let (handbooks, said) = if is_typed {
        (day.typed.handbooks.clone(), day.typed.words.clone())
    } else {
        let handbooks = (shift.handbooks > 0).then(|| shift.handbooks.to_string());
        (handbooks.unwrap_or_default(), shift.record_words.clone())
    };
    let is_again = shift.closed_at.is_some();
    let button = if is_again {
        words::close_again(lang)
    } else {
        words::close_button(lang)
    };
    view! {
        <form class="form" method="post" action=path(shift.id) enctype="multipart/form-data">
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="close"/>
            <input type="hidden" name="request_key" value=key/>
            <input type="hidden" name="version" value=shift.version.to_string()/>
            {missing(web, day, people, is_typed)}
            {input(lang, problems, Input {
                name: "handbooks",
                label: words::close_handbooks(lang).to_owned(),
                value: handbooks,
                optional: true,
                inputmode: Some("numeric"),
                autocomplete: Some("off"),
                max: Some("6"),
                ..Input::default()
            })}
            {textarea(lang, problems, Area {
                name: "words",
                label: words::close_words(lang).to_owned(),
                value: said,
                optional: true,
                rows: "3",
                ..Area::default()
            })}
            {photos::picker(
                lang,
                problems,
                &day.typed.drafts,
                words::close_photos(lang),
                words::close_photos_hint(lang),
            )}
            {(!is_again).then(|| view! { <p class="hint">{words::close_hint(lang)}</p> })}
            <div class="submit still"><button class="button big">{icon(Icon::Check)} {button}</button></div>
        </form>
    }
}

/// Who is not ticked: did not come, unless the tick is taken away (rule V14).
fn missing(web: &Web, day: &Day, people: &List, is_typed: bool) -> impl IntoView + use<> {
    let lang = web.lang();
    let rows: Vec<_> = people
        .missing()
        .map(|attendee| {
            let id = attendee.sign_up.id;
            let is_absent = !is_typed || day.typed.absent.contains(&id);
            view! {
                <li>
                    <input type="hidden" name="listed" value=id.to_string()/>
                    <label class="check">
                        <input type="checkbox" name="absent" value=id.to_string() checked=is_absent/>
                        <span>{attendee.name.clone()} " " <small>{words::missed(lang)}</small></span>
                    </label>
                </li>
            }
        })
        .collect();
    (!rows.is_empty()).then(|| {
        view! {
            <fieldset class="field ticks" aria-describedby="missing-hint">
                <legend>{words::close_missing(lang)}</legend>
                <ul>{rows}</ul>
                <p class="hint" id="missing-hint">{words::close_missing_hint(lang)}</p>
            </fieldset>
        }
    })
}

/// The paper sheet, its grid and the code.
fn papers(web: &Web, day: &Day) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = day.shift.id;
    let code = day.shift.uses_code.then(|| {
        view! {
            <a class="button quiet" href=format!("/patrols/{id}/code")>{icon(Icon::Qr)} {words::code(lang)}</a>
        }
    });
    view! {
        <nav class="buttons" aria-label=common::more(lang)>
            {code}
            <a class="button quiet" href=format!("/patrols/{id}/sheet")>{icon(Icon::Print)} {words::sheet(lang)}</a>
            <a class="button quiet" href=format!("/patrols/{id}/grid")>{icon(Icon::Edit)} {words::grid(lang)}</a>
            <a class="button quiet" href=format!("/patrols/{id}/record")>{icon(Icon::Inbox)} {words::record(lang)}</a>
        </nav>
    }
}
