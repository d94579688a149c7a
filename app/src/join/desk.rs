//! `/admin/join`: who asks to come in (rule P6).

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use backend::join::ask::{self, Decision, Request, State};
use domain::id::JoinRequestId;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, join as words};

use super::ask::units;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Choice, Input, day, input, summary};
use crate::web::{Answer, Fault, Web};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Filters {
    state: String,
    after: String,
}

const fn state_word(lang: Lang, state: State) -> &'static str {
    match state {
        State::Waiting => words::desk_waiting(lang),
        State::Approved => words::desk_approved(lang),
        State::Declined => words::desk_declined(lang),
        State::Finished => words::desk_finished(lang),
    }
}

/// `GET /admin/join`
pub async fn list(web: Web, Query(filters): Query<Filters>) -> Answer {
    let state = State::parse(&filters.state).unwrap_or(State::Waiting);
    let page = ask::page(&web.ctx, state, filters.after.parse().ok()).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    web.page(words::desk_title(lang), Kind::Staff, || {
        let none = Problems::new();
        let choices = [State::Waiting, State::Approved, State::Declined, State::Finished]
            .map(|state| Choice::new(state.as_str(), state_word(lang, state)))
            .to_vec();
        let rows: Vec<_> = page
            .requests
            .iter()
            .map(|request| {
                let asked = words::desk_when(lang, day(lang, &zone, request.asked_at, now));
                view! {
                    <li><a class="row" href=format!("/admin/join/{}", request.id)>
                        {icon(Icon::Person)}
                        <span>
                            <b>{request.name.clone()} " · " {request.place()}</b>
                            <span class="meta"><span>{asked}</span></span>
                        </span>
                        {icon(Icon::ArrowRight)}
                    </a></li>
                }
            })
            .collect();
        let total = text::format::count(lang, u64::try_from(page.total).unwrap_or(0));
        let later = page
            .later
            .map(|id| format!("/admin/join?state={}&after={id}", state.as_str()));
        view! {
            <h1>{words::desk_title(lang)}</h1>
            <p class="lead">{words::desk_lead(lang)}</p>
            <form class="filters" method="get" action="/admin/join">
                {parts::select(lang, &none, "state", words::desk_state(lang).to_owned(), choices, state.as_str())}
                <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            </form>
            <p class="count">{words::desk_count(lang, total)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::People, words::desk_empty_title(lang), words::desk_empty_next(lang)).into_any()
            } else {
                view! { <ul class="rows">{rows}</ul> }.into_any()
            }}
            {listing::pager(lang, None, later)}
        }
    })
}

fn id(asked: &str) -> Result<JoinRequestId, Fault> {
    asked.parse().map_err(|_| backend::Error::NotFound.into())
}

/// `GET /admin/join/{id}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let request = ask::find(&web.ctx, id(&asked)?).await?;
    let decision = Decision {
        version: request.version,
        unit: request.unit.to_string(),
        door: request.door.clone(),
        ..Decision::default()
    };
    page(&web, StatusCode::OK, &request, &decision, &Problems::new()).await
}

/// `POST /admin/join/{id}`
pub async fn decide(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let decision = Decision {
        version: form.text("version").parse().unwrap_or(0),
        act: form.text("act"),
        unit: form.text("unit"),
        door: form.text("door"),
        reason: form.text("reason"),
    };
    let decided = web
        .write_with(decision.clone(), move |ctx, decision| async move {
            ask::decide(&ctx, id, decision).await
        })
        .await;
    let lang = web.lang();
    match decided {
        Ok(()) => {
            let said = if decision.act == "approve" {
                words::desk_done_approved(lang)
            } else {
                words::desk_done_declined(lang)
            };
            web.see_other_saying(&format!("/admin/join/{id}"), said)
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            let request = ask::find(&web.ctx, id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, status, &request, &decision, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    request: &Request,
    decision: &Decision,
    problems: &Problems,
) -> Answer {
    let names = names(web).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let path = format!("/admin/join/{}", request.id);
    let name = request.name.clone();
    Ok(web.page_with(status, &name, Kind::Staff, || {
        let asked = words::desk_when(lang, day(lang, &zone, request.asked_at, now));
        // The number was given to be called back about this: whoever decides dials it, to ask or to
        // tell the answer, since an asker has no inbox yet (rules P18, X19).
        let call = request
            .telephone
            .as_ref()
            .filter(|_| request.state != State::Finished)
            .map(|telephone| {
                let address = format!("tel:{}", telephone.dial());
                view! { <a class="button quiet" href=address>{icon(Icon::Phone)} {words::desk_call(lang)} " " {telephone.to_string()}</a> }
            });
        let hidden = || {
            view! {
                {frame::token(&chrome)}
                <input type="hidden" name="version" value=decision.version.to_string()/>
            }
        };
        let forms = (request.state == State::Waiting).then(|| view! {
            <section class="card">
                <form class="form" method="post" action=path.clone()>
                    {hidden()}
                    <input type="hidden" name="act" value="approve"/>
                    {units(lang, &names, &decision.unit, problems, words::desk_unit(lang))}
                    {input(lang, problems, Input {
                        name: "door",
                        label: words::desk_door(lang).to_owned(),
                        hint: Some(words::desk_door_hint(lang).to_owned()),
                        value: decision.door.clone(),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button">{icon(Icon::Check)} {words::desk_approve(lang)}</button></div>
                </form>
            </section>
            <section class="card">
                <form class="form" method="post" action=path.clone()>
                    {hidden()}
                    <input type="hidden" name="act" value="decline"/>
                    {input(lang, problems, Input {
                        name: "reason",
                        label: words::desk_reason(lang).to_owned(),
                        hint: Some(words::desk_reason_hint(lang).to_owned()),
                        value: decision.reason.clone(),
                        max: Some("100"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button quiet">{icon(Icon::Cross)} {words::desk_decline(lang)}</button></div>
                </form>
            </section>
        });
        view! {
            {parts::back("/admin/join".to_owned(), words::desk_title(lang))}
            <h1>{request.name.clone()}</h1>
            <p class="lead">{request.place()}</p>
            {summary(lang, problems)}
            <p class="meta"><span>{state_word(lang, request.state)}</span> <span>{asked}</span></p>
            {(!request.words.is_empty()).then(|| parts::prose(&request.words))}
            {(!request.reason.is_empty()).then(|| parts::prose(&request.reason))}
            {call}
            {forms}
        }
    }))
}

/// The line of today's work, when somebody waits.
///
/// # Errors
/// When the store fails.
pub async fn task(web: &Web) -> Result<Option<impl IntoView + use<>>, backend::Error> {
    if !web.ctx.may(Permission::AdmitResidents) {
        return Ok(None);
    }
    let waiting = ask::waiting(&web.ctx).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    Ok(waiting.map(|(count, since)| {
        let since = day(lang, &zone, since, now);
        let count = text::format::count(lang, u64::try_from(count).unwrap_or(0));
        view! {
            <li class="task waiting">
                {icon(Icon::People)}
                <div>
                    <b><a href="/admin/join">{words::task(lang)}</a></b>
                    <p class="meta">{text::admin::since(lang, since)}</p>
                </div>
                <a class="tally" href="/admin/join">{count}<span class="unseen">{words::task(lang)}</span></a>
                <a class="button" href="/admin/join">{words::task_go(lang)}</a>
            </li>
        }
    }))
}
