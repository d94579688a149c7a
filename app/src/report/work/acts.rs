//! The forms of a report's page: the next step open, everything else folded away.

use backend::photo::{Photo, WorkPhoto};
use backend::report::act::ActDraft;
use backend::report::show::Work;
use domain::problem::Problems;
use domain::report::{Action, State, Visibility};
use leptos::prelude::*;
use text::{Lang, report as words};

use super::super::photos;
use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::parts::{Area, Input, fault, field_class, input, summary, textarea};

/// Everything the forms are made from.
pub struct Sheet {
    /// The frame.
    pub chrome: Chrome,
    /// The report.
    pub report: Work,
    /// What was typed, when the form comes back.
    pub draft: ActDraft,
    /// Photos that were kept already.
    pub drafts: Vec<Photo>,
    /// What is wrong.
    pub problems: Problems,
    /// The forms' request key; each action adds its name, so that two forms of one page differ.
    pub key: String,
}

/// The forms of what the person can do now.
pub fn forms(sheet: &Sheet) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let offered = &sheet.report.offered;
    let main: Vec<_> = [
        Action::Accept,
        Action::Answer,
        Action::Dispatch,
        Action::Start,
        Action::Finish,
        Action::Resume,
        Action::Confirm,
    ]
    .into_iter()
    .filter(|action| offered.contains(action))
    .map(|action| view! { <section class="card">{form(sheet, action)}</section> })
    .collect();
    let folded: Vec<_> = [
        Action::CloseOnSpot,
        Action::Fail,
        Action::AskInfo,
        Action::Reject,
        Action::Hold,
        Action::SendBack,
        Action::Reassign,
    ]
    .into_iter()
    .filter(|action| offered.contains(action))
    .map(|action| {
        let is_open = sheet.draft.action == action.as_str();
        view! {
            <details class="card" open=is_open>
                <summary>{title(lang, action)}</summary>
                {form(sheet, action)}
            </details>
        }
    })
    .collect();
    let nothing = main.is_empty() && folded.is_empty();
    let accepted = !offered.contains(&Action::Accept) && sheet.report.may_publish;
    view! {
        {nothing.then(|| view! { <p class="meta">{words::nothing_to_do(lang)}</p> })}
        {main}
        {folded}
        {accepted.then(|| publication(sheet))}
    }
}

fn title(lang: Lang, action: Action) -> &'static str {
    match action {
        Action::Accept => words::do_accept(lang),
        Action::Answer => words::do_answer(lang),
        Action::Dispatch => words::do_dispatch(lang),
        Action::Start => words::do_start(lang),
        Action::Finish => words::do_finish(lang),
        Action::Resume => words::do_resume(lang),
        Action::Confirm => words::do_confirm(lang),
        Action::CloseOnSpot => words::do_close_on_spot(lang),
        Action::Fail => words::do_fail(lang),
        Action::AskInfo => words::do_ask(lang),
        Action::Reject => words::do_reject(lang),
        Action::Hold => words::do_hold(lang),
        Action::SendBack => words::do_send_back(lang),
        Action::Reassign => words::do_reassign(lang),
        _ => "",
    }
}

/// The label of the field for words, and whether it may be left empty.
fn words_of(lang: Lang, action: Action) -> Option<(&'static str, bool)> {
    Some(match action {
        Action::Answer => (words::say_answer(lang), false),
        Action::Finish => (words::say_done(lang), true),
        Action::Confirm | Action::CloseOnSpot => (words::say_result(lang), true),
        Action::Fail => (words::say_missing(lang), false),
        Action::AskInfo => (words::say_question(lang), false),
        Action::Reject => (words::say_who_instead(lang), false),
        Action::Hold | Action::SendBack => (words::say_why(lang), false),
        Action::Dispatch | Action::Reassign => (words::say_to_them(lang), true),
        _ => return None,
    })
}

/// A field's id in one of the page's forms. The form that came back with faults keeps the plain
/// name, because its summary links there.
fn field_id(sheet: &Sheet, form: &str, name: &str) -> String {
    if sheet.draft.action == form {
        name.to_owned()
    } else {
        format!("{form}-{name}")
    }
}

/// One action's form.
fn form(sheet: &Sheet, action: Action) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    // What was typed, and what is wrong with it, belongs to the form that was sent.
    let mine = sheet.draft.action == action.as_str();
    let empty = Problems::new();
    let problems = if mine { &sheet.problems } else { &empty };
    let drafts: &[Photo] = if mine { &sheet.drafts } else { &[] };
    let typed = if mine {
        sheet.draft.clone()
    } else {
        ActDraft::default()
    };
    let key = if mine {
        sheet.key.clone()
    } else {
        format!("{}-{}", sheet.key, action.as_str())
    };
    let said = words_of(lang, action).map(|(label, optional)| {
        textarea(
            lang,
            problems,
            Area {
                name: "words",
                id: Some(field_id(sheet, action.as_str(), "words")),
                label: label.to_owned(),
                hint: None,
                value: typed.words.clone(),
                optional,
                rows: "2",
            },
        )
    });
    let takes_photos = matches!(action, Action::Finish | Action::CloseOnSpot);
    let publishes = matches!(action, Action::Accept | Action::CloseOnSpot);
    let shows_after = action == Action::Confirm;
    let chooses = matches!(action, Action::Accept | Action::Dispatch | Action::Reassign);
    let is_folded = !matches!(
        action,
        Action::Accept
            | Action::Answer
            | Action::Dispatch
            | Action::Start
            | Action::Finish
            | Action::Resume
            | Action::Confirm
    );
    view! {
        <form
            class="form"
            method="post"
            action=format!("/admin/reports/{}", sheet.report.facts.number)
            enctype=takes_photos.then_some("multipart/form-data")
        >
            {(!is_folded).then(|| view! { <h2>{title(lang, action)}</h2> })}
            {summary(lang, problems)}
            {frame::token(&sheet.chrome)}
            <input type="hidden" name="request_key" value=key/>
            <input type="hidden" name="version" value=sheet.report.version.to_string()/>
            <input type="hidden" name="action" value=action.as_str()/>
            {publishes.then(|| public_words(sheet, problems, &typed, action.as_str()))}
            {publishes.then(|| covers(lang, &sheet.report.before, true))}
            {publishes.then(|| view! {
                <label class="check">
                    <input type="checkbox" name="private" value="1" checked=typed.private/>
                    <span>{words::keep_private(lang)}</span>
                </label>
            })}
            {takes_photos.then(|| photos::picker(lang, problems, drafts, words::after_photos(lang), words::after_photos_hint(lang)))}
            {shows_after.then(|| covers(lang, &sheet.report.after, false))}
            {chooses.then(|| organisations(sheet, problems, &typed, action))}
            {said}
            <div class="submit still"><button class="button">{icon(Icon::Check)} {title(lang, action)}</button></div>
        </form>
    }
}

/// What the public reads, prefilled: one press when nothing needs changing (rule R15).
fn public_words(
    sheet: &Sheet,
    problems: &Problems,
    typed: &ActDraft,
    form: &str,
) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let mine = sheet.draft.action == form;
    let report = &sheet.report;
    let words_only = report.facts.building.is_none() && report.facts.area.is_none();
    let said = if report.summary.is_empty() {
        &report.words
    } else {
        &report.summary
    };
    let place = if report.public_place.is_empty() {
        &report.facts.place_words
    } else {
        &report.public_place
    };
    view! {
        {textarea(lang, problems, Area {
            name: "summary",
            id: Some(field_id(sheet, form, "summary")),
            label: words::public_summary(lang).to_owned(),
            hint: Some(words::public_summary_hint(lang).to_owned()),
            value: if mine { typed.summary.clone() } else { said.clone() },
            optional: true,
            rows: "3",
        })}
        {words_only.then(|| input(lang, problems, Input {
            name: "place",
            id: Some(field_id(sheet, form, "place")),
            label: words::public_place(lang).to_owned(),
            value: if mine { typed.place.clone() } else { place.clone() },
            optional: true,
            max: Some("60"),
            ..Input::default()
        }))}
    }
}

/// Each picture with the box that shows it to all and the cells that cover faces and plates.
fn covers(lang: Lang, photos: &[WorkPhoto], publish_new: bool) -> impl IntoView + use<> {
    let pictures: Vec<_> = photos
        .iter()
        .map(|photo| cover(lang, photo, publish_new))
        .collect();
    view! { {pictures} }
}

fn cover(lang: Lang, photo: &WorkPhoto, publish_new: bool) -> impl IntoView + use<> {
    let id = photo.photo.id.clone();
    let cells: Vec<_> = (0..48_u8)
        .map(|cell| {
            view! {
                <input
                    type="checkbox"
                    name=format!("cover_{id}")
                    value=cell.to_string()
                    checked=photo.covered.contains(&cell)
                    aria-label=words::cell(lang, cell % 8 + 1, cell / 8 + 1)
                />
            }
        })
        .collect();
    view! {
        <fieldset class="blur">
            <legend>{words::cover(lang)}</legend>
            <input type="hidden" name="photo" value=id.clone()/>
            <label class="check">
                <input type="checkbox" name=format!("publish_{id}") value="1" checked=publish_new || photo.is_published/>
                <span>{words::publish_photo(lang)}</span>
            </label>
            <div class="canvas">
                <img
                    src=format!("/admin/photos/{id}/small")
                    alt=words::photo(lang)
                    width=photo.photo.width.to_string()
                    height=photo.photo.height.to_string()
                />
                <div class="cells">{cells}</div>
            </div>
        </fieldset>
    }
}

/// Who is to do it. With an acceptance the property company is chosen already, and "not yet" can be.
fn organisations(
    sheet: &Sheet,
    problems: &Problems,
    typed: &ActDraft,
    action: Action,
) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let with_acceptance = action == Action::Accept;
    let mine = sheet.draft.action == action.as_str();
    let first = sheet
        .report
        .orgs
        .iter()
        .find(|org| Some(org.id) != sheet.report.lead_org)
        .map(|org| org.id.to_string())
        .unwrap_or_default();
    let chosen = if mine { typed.org.clone() } else { first };
    let choice = |value: String, label: String| {
        let checked = value == chosen;
        view! {
            <label class="choice">
                <input type="radio" name="org" value=value checked=checked/>
                <span class="face"><b>{label}</b></span>
            </label>
        }
    };
    let choices: Vec<_> = sheet
        .report
        .orgs
        .iter()
        .map(|org| choice(org.id.to_string(), org.name.clone()))
        .collect();
    view! {
        <fieldset class=field_class(problems, "org") id=field_id(sheet, action.as_str(), "org")>
            <legend>{words::give_to(lang)}</legend>
            {fault(lang, problems, "org")}
            <div class="choices">
                {choices}
                {with_acceptance.then(|| choice(String::new(), words::give_to_nobody(lang).to_owned()))}
            </div>
        </fieldset>
    }
}

/// What the public sees, to change or hide at any time after acceptance.
fn publication(sheet: &Sheet) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let report = &sheet.report;
    let mine = sheet.draft.action == "public";
    let empty = Problems::new();
    let problems = if mine { &sheet.problems } else { &empty };
    let choice = |visibility: Visibility, label: &'static str| {
        view! {
            <label class="check">
                <input type="radio" name="visibility" value=visibility.as_str() checked=report.visibility == visibility/>
                <span>{label}</span>
            </label>
        }
    };
    let is_never_shown = report.facts.state == State::Rejected && !report.is_public;
    (!is_never_shown).then(|| {
        view! {
            <details class="card" open=mine>
                <summary>{words::public_title(lang)}</summary>
                <form class="form" method="post" action=format!("/admin/reports/{}/public", report.facts.number)>
                    {summary(lang, problems)}
                    {frame::token(&sheet.chrome)}
                    <input type="hidden" name="version" value=report.version.to_string()/>
                    {public_words(sheet, problems, &sheet.draft, "public")}
                    {covers(lang, &report.before, false)}
                    {covers(lang, &report.after, false)}
                    <fieldset class="field">
                        <legend>{words::seen_by(lang)}</legend>
                        {choice(Visibility::Public, words::seen_by_all(lang))}
                        {choice(Visibility::Private, words::seen_by_reporter(lang))}
                        {choice(Visibility::Hidden, words::seen_by_staff(lang))}
                    </fieldset>
                    <div class="submit still"><button class="button">{words::public_save(lang)}</button></div>
                </form>
            </details>
        }
    })
}
