//! `/admin/patrols/skills`: who is trained to lead (rule V11).

use axum::extract::Query as Asked;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::{call, skill};
use domain::id::PersonId;
use domain::permission::Permission;
use domain::person::Sought;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{common, patrol_desk as words};

use super::BOARD;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, day, input};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/patrols/skills";

/// Whom the search looks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    q: String,
}

/// `GET /admin/patrols/skills`
pub async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let trained = skill::all(&web.ctx).await?;
    let found = match Sought::read(&filters.q) {
        Some(sought) => Some(call::find(&web.ctx, sought).await?),
        None => None,
    };
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    web.page(words::skills_title(lang), Kind::Staff, || {
        let lines: Vec<_> = trained
            .iter()
            .map(|one| {
                let since = day(lang, &zone, one.since, now);
                let about = words::trained_since(lang, one.led, since);
                person(&chrome, one.person, one.name.clone(), about, false)
            })
            .collect();
        let found = found.map(|page| {
            let lines: Vec<_> = page
                .lines
                .iter()
                .filter(|line| trained.iter().all(|one| one.person != line.id))
                .map(|line| person(&chrome, line.id, line.name.clone(), line.doors.join(" · "), true))
                .collect();
            if lines.is_empty() {
                view! { <p>{words::not_found(lang)}</p> }.into_any()
            } else {
                view! { <ul class="rows">{lines}</ul> }.into_any()
            }
        });
        view! {
            {parts::back(BOARD.to_owned(), words::title(lang))}
            <h1>{words::skills_title(lang)}</h1>
            <p class="lead">{words::skills_lead(lang)}</p>
            {if lines.is_empty() {
                parts::empty(Icon::People, words::skills_empty(lang), words::skills_empty_next(lang)).into_any()
            } else {
                view! { <ul class="rows">{lines}</ul> }.into_any()
            }}
            <section class="card" id="add">
                <h2>{words::skills_add(lang)}</h2>
                <form class="filters" method="get" action=format!("{PATH}#add")>
                    {input(lang, &Problems::new(), Input {
                        name: "q",
                        label: text::person::find(lang).to_owned(),
                        hint: Some(text::person::find_hint(lang).to_owned()),
                        value: filters.q.clone(),
                        kind: "search",
                        max: Some("40"),
                        ..Input::default()
                    })}
                    <button class="button quiet">{icon(Icon::Search)} {common::search(lang)}</button>
                </form>
                {found}
            </section>
        }
    })
}

fn person(
    chrome: &Chrome,
    id: PersonId,
    name: String,
    about: String,
    gives: bool,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let (act, word) = if gives {
        ("give", words::skill_give(lang))
    } else {
        ("take", words::skill_take(lang))
    };
    view! {
        <li class="row">
            <span><b>{name}</b><small>{about}</small></span>
            <form method="post" action=PATH>
                {frame::token(chrome)}
                <input type="hidden" name="person" value=id.to_string()/>
                <button class="button quiet" name="act" value=act>{word}</button>
            </form>
        </li>
    }
}

/// `POST /admin/patrols/skills`
pub async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let gives = match form.find("act") {
        Some("give") => true,
        Some("take") => false,
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let person: PersonId = form
        .text("person")
        .parse()
        .map_err(|_| Fault::from(Error::NotFound))?;
    web.write(move |ctx| async move {
        if gives {
            skill::give(&ctx, person).await
        } else {
            skill::take(&ctx, person).await
        }
    })
    .await?;
    let lang = web.lang();
    let said = if gives {
        words::skill_given(lang)
    } else {
        words::skill_taken(lang)
    };
    web.see_other_saying(PATH, said).await
}
