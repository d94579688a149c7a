//! Entering somebody on a shift: who is known, a new name, and the way past a rule (rules V9, V11).

use backend::patrol::sign_up::Guest;
use backend::person;
use backend::words as names;
use domain::patrol::{Role, Rule};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, patrol_desk as words};

use super::Entering;
use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, input, select_of_many};
use crate::patrol::desk::BOARD;

fn roles(lang: Lang) -> Vec<Choice> {
    [Role::Member, Role::Leader, Role::Trainee]
        .map(|role| Choice::new(role.as_str(), names::role(lang, role)))
        .into()
}

/// The rule that stands in the way, and the way past it (rule V9).
pub(super) fn refusal(chrome: &Chrome, path: &str, entering: &Entering) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let guest = &entering.guest;
    let waits = entering.refused.is_some() || !guest.waived.is_empty();
    waits.then(|| {
        let who = entering.known.clone().unwrap_or_else(|| guest.name.clone());
        let rule = entering.refused.and_then(|(why, _)| why.rule());
        let mut rules: Vec<_> = Rule::ALL
            .into_iter()
            .filter(|one| guest.waived.iter().any(|name| name == one.as_str()))
            .map(|one| (one, true))
            .collect();
        rules.extend(rule.map(|rule| (rule, false)));
        let boxes: Vec<_> = rules
            .iter()
            .map(|(rule, is_on)| view! {
                <label class="check">
                    <input type="checkbox" name="waived" value=rule.as_str() checked=*is_on/>
                    <span>{rule_word(lang, *rule)}</span>
                </label>
            })
            .collect();
        let nearest = entering.refused.and_then(|(_, nearest)| nearest);
        let sentence = entering.refused.map(|(why, _)| names::why_of_another(lang, why));
        let form = (!boxes.is_empty()).then(|| view! {
            <form class="form" method="post" action=path.to_owned()>
                {frame::token(chrome)}
                {carried(guest)}
                <fieldset class="field" id="waived" tabindex="-1">
                    <legend>{words::waive(lang)}</legend>
                    {boxes}
                </fieldset>
                {input(lang, &entering.problems, Input {
                    name: "reason",
                    label: words::waive_reason(lang).to_owned(),
                    hint: Some(words::waive_reason_hint(lang).to_owned()),
                    value: guest.reason.clone(),
                    max: Some("200"),
                    ..Input::default()
                })}
                <div class="submit still">
                    <button class="button" name="act" value="enter">{words::enter_anyway(lang)}</button>
                    <a class="button quiet" href=path.to_owned()>{common::cancel(lang)}</a>
                </div>
            </form>
        });
        view! {
            <section class="card" id="refused" tabindex="-1">
                {parts::summary(lang, &entering.problems)}
                <h2>{icon(Icon::Warning)} {words::refused(lang, who)}</h2>
                {sentence.map(|sentence| view! { <p role="alert">{sentence}</p> })}
                {nearest.map(|id| view! {
                    <p><a class="button quiet" href=format!("{BOARD}/{id}/people")>{icon(Icon::Calendar)} {words::nearest(lang)}</a></p>
                })}
                {form}
            </section>
        }
    })
}

/// Who was to be entered, carried on.
fn carried(guest: &Guest) -> impl IntoView + use<> {
    let person = guest.person.map(|id| {
        view! { <input type="hidden" name="person" value=id.to_string()/> }
    });
    view! {
        <input type="hidden" name="request_key" value=guest.request_key.clone()/>
        {person}
        <input type="hidden" name="name" value=guest.name.clone()/>
        <input type="hidden" name="telephone" value=guest.telephone.clone()/>
        <input type="hidden" name="role" value=guest.role.clone()/>
    }
}

fn rule_word(lang: Lang, rule: Rule) -> &'static str {
    match rule {
        Rule::Overlap => words::rule_overlap(lang),
        Rule::Rest => words::rule_rest(lang),
        Rule::Training => words::rule_training(lang),
        Rule::Begun => words::rule_begun(lang),
        Rule::Child => words::rule_child(lang),
    }
}

/// Enters somebody who is known, or a new name (rule V11).
pub(super) fn adding(
    chrome: &Chrome,
    path: &str,
    asked: &str,
    found: Option<&person::Page>,
    entering: &Entering,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let guest = &entering.guest;
    let is_new = guest.person.is_none() && entering.refused.is_none() && guest.waived.is_empty();
    let none = Problems::new();
    let problems = if is_new { &entering.problems } else { &none };
    let typed = if is_new {
        guest.clone()
    } else {
        Guest {
            request_key: guest.request_key.clone(),
            ..Guest::default()
        }
    };
    let found = found.map(|page| {
        let lines: Vec<_> = page
            .lines
            .iter()
            .map(|line| known(chrome, path, &guest.request_key, line))
            .collect();
        if lines.is_empty() {
            view! { <p>{words::not_found(lang)}</p> }.into_any()
        } else {
            view! { <ul class="rows">{lines}</ul> }.into_any()
        }
    });
    view! {
        <section class="card" id="add">
            <h2>{words::add(lang)}</h2>
            <form class="filters" method="get" action=format!("{path}#add")>
                {input(lang, &none, Input {
                    name: "q",
                    label: text::person::find(lang).to_owned(),
                    hint: Some(text::person::find_hint(lang).to_owned()),
                    value: asked.to_owned(),
                    kind: "search",
                    max: Some("40"),
                    ..Input::default()
                })}
                <button class="button quiet">{icon(Icon::Search)} {common::search(lang)}</button>
            </form>
            {found}
            <details open=!problems.is_empty()>
                <summary>{words::add_new(lang)}</summary>
                <form class="form" method="post" action=path.to_owned()>
                    {parts::summary(lang, problems)}
                    {frame::token(chrome)}
                    <input type="hidden" name="request_key" value=typed.request_key.clone()/>
                    <div class="pairing">
                        {input(lang, problems, Input {
                            name: "name",
                            label: text::person::name(lang).to_owned(),
                            value: typed.name.clone(),
                            max: Some("30"),
                            ..Input::default()
                        })}
                        {input(lang, problems, Input {
                            name: "telephone",
                            label: text::person::telephone(lang).to_owned(),
                            value: typed.telephone.clone(),
                            optional: true,
                            kind: "tel",
                            inputmode: Some("tel"),
                            ..Input::default()
                        })}
                        {select_of_many(lang, problems, ("role", "role".to_owned()), words::as_what(lang).to_owned(), roles(lang), &typed.role)}
                    </div>
                    <p class="hint">{words::add_hint(lang)}</p>
                    <div class="submit still">
                        <button class="button" name="act" value="enter">{icon(Icon::Plus)} {words::enter(lang)}</button>
                    </div>
                </form>
            </details>
        </section>
    }
}

/// Somebody who is known: one press enters them.
fn known(chrome: &Chrome, path: &str, key: &str, line: &person::Line) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let home = line.doors.join(" · ");
    let number = line.telephone.as_ref().map(ToString::to_string);
    let none = Problems::new();
    let id = format!("role-{}", line.id);
    view! {
        <li class="row">
            <span><b>{line.name.clone()}</b><small>{home} " " {number}</small></span>
            <form class="buttons" method="post" action=path.to_owned()>
                {frame::token(chrome)}
                // Each person has a key of their own, so that two of them are two entries.
                <input type="hidden" name="request_key" value=format!("{key}-{}", line.id)/>
                <input type="hidden" name="person" value=line.id.to_string()/>
                {select_of_many(lang, &none, ("role", id), words::as_what(lang).to_owned(), roles(lang), "")}
                <button class="button quiet" name="act" value="enter">{icon(Icon::Plus)} {words::enter(lang)}</button>
            </form>
        </li>
    }
}
