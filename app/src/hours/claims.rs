//! `/admin/hours/claims`: hours entered afterwards, to say yes or no to (rules V13, P14).

use axum::extract::Query;
use axum::http::StatusCode;
use backend::hours::claim::{self, Claim, Page, State};
use backend::words as said;
use domain::id::HoursClaimId;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, hours as words};

use super::chip;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Choice, Input, input, select};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/hours/claims";

/// What the address asks for; what it does not understand is as nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    state: String,
    after: String,
}

/// What was typed for a no, and what is wrong with it.
#[derive(Default)]
struct Typed {
    claim: Option<HoursClaimId>,
    reason: String,
    problems: Problems,
}

/// `GET /admin/hours/claims`
pub(super) async fn show(web: Web, Query(asked): Query<Asked>) -> Answer {
    let state = State::parse(&asked.state).unwrap_or(State::Waiting);
    let after = asked.after.parse().ok();
    let page = claim::page(&web.ctx, state, after).await?;
    Ok(listed(
        &web,
        StatusCode::OK,
        state,
        &page,
        &Typed::default(),
    ))
}

/// `POST /admin/hours/claims`: yes or no.
pub(super) async fn decide(web: Web, form: Form) -> Answer {
    web.require(domain::permission::Permission::ManagePatrols)?;
    let lang = web.lang();
    let Ok(claim) = form.text("claim").parse::<HoursClaimId>() else {
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    };
    let reason = form.text("reason");
    let (done, message) = match form.find("act") {
        Some("approve") => (
            web.write(move |ctx| async move { claim::approve(&ctx, claim).await })
                .await,
            words::approved(lang),
        ),
        Some("decline") => (
            web.write_with(reason.clone(), move |ctx, reason| async move {
                claim::decline(&ctx, claim, &reason).await
            })
            .await,
            words::declined(lang),
        ),
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    match done {
        Ok(()) => web.see_other_saying(PATH, message).await,
        Err(backend::Error::Invalid(problems)) => {
            let behind = HoursClaimId::new(claim.get() - 1);
            let page = claim::page(&web.ctx, State::Waiting, Some(behind)).await?;
            let typed = Typed {
                claim: Some(claim),
                reason,
                problems,
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(listed(&web, status, State::Waiting, &page, &typed))
        }
        Err(error) => Err(error.into()),
    }
}

fn listed(
    web: &Web,
    status: StatusCode,
    state: State,
    page: &Page,
    typed: &Typed,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    web.page_with(status, words::claims_title(lang), Kind::Staff, || {
        let none = Problems::new();
        let choices = State::ALL.map(|one| Choice::new(one.as_str(), state_word(lang, one)));
        let later = page.next.map(|next| {
            let next = next.to_string();
            listing::address(PATH, [("state", state.as_str()), ("after", &next)])
        });
        let cards: Vec<_> = page
            .claims
            .iter()
            .map(|claim| card(lang, &chrome, claim, typed))
            .collect();
        view! {
            {parts::back("/admin/hours".to_owned(), words::desk_title(lang))}
            <h1>{words::claims_title(lang)}</h1>
            <p class="lead">{words::claims_lead(lang)}</p>
            {parts::summary(lang, &typed.problems)}
            <form class="filters" method="get" action=PATH>
                {select(lang, &none, "state", words::show(lang).to_owned(), choices.to_vec(), state.as_str())}
                <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            </form>
            <p class="count">{words::claims_count(lang, text::format::whole(lang, page.total))}</p>
            {if cards.is_empty() {
                parts::empty(Icon::Check, words::claims_none(lang), words::claims_none_next(lang)).into_any()
            } else {
                view! { <ul class="stack claims">{cards}</ul> }.into_any()
            }}
            {listing::pager(lang, None, later)}
        }
    })
}

fn state_word(lang: Lang, state: State) -> &'static str {
    match state {
        State::Waiting => words::state_waiting(lang),
        State::Approved => words::state_approved(lang),
        State::Declined => words::state_declined(lang),
        State::Withdrawn => words::state_withdrawn(lang),
    }
}

fn card(lang: Lang, chrome: &Chrome, claim: &Claim, typed: &Typed) -> impl IntoView + use<> {
    let name = match &claim.child {
        Some(child) => words::child_of(lang, child, &claim.name),
        None => claim.name.clone(),
    };
    let day = text::format::date_with_year(lang, claim.day.civil());
    let length = said::hours(lang, claim.minutes);
    let stands = (claim.same_day != 0 && claim.state == State::Waiting)
        .then(|| words::same_day(lang, said::hours(lang, claim.same_day)));
    let soon = (claim.is_unwritten && claim.state == State::Waiting)
        .then(|| words::same_day_unwritten(lang));
    let entered = claim
        .entered_by
        .as_ref()
        .map(|name| words::entered_by(lang, name));
    let reason = (!claim.reason.is_empty()).then(|| claim.reason.clone());
    let below = match claim.state {
        State::Waiting if claim.may_judge => decision(lang, chrome, claim, typed).into_any(),
        State::Waiting => {
            view! { <p class="note">{icon(Icon::Info)} {words::claims_own(lang)}</p> }.into_any()
        }
        _ => view! { <p class="line">{chip(lang, claim.state)} {reason}</p> }.into_any(),
    };
    view! {
        <li class="card">
            <h2>
                <a href=format!("/admin/hours/{}", claim.person)>{name}</a>
                " · " {length}
            </h2>
            <p class="meta">
                <span>{day}</span>
                <span>{claim.kind(lang).to_owned()}</span>
                {entered.map(|entered| view! { <span>{entered}</span> })}
            </p>
            <p>{claim.words.clone()}</p>
            {stands.map(|stands| view! { <p class="note">{icon(Icon::Warning)} {stands}</p> })}
            {soon.map(|soon| view! { <p class="note">{icon(Icon::Warning)} {soon}</p> })}
            {below}
        </li>
    }
}

/// Yes at one tap; no at one more, because it needs a reason.
fn decision(lang: Lang, chrome: &Chrome, claim: &Claim, typed: &Typed) -> impl IntoView + use<> {
    let is_typed = typed.claim == Some(claim.id);
    let none = Problems::new();
    let problems = if is_typed { &typed.problems } else { &none };
    let reason = Input {
        name: "reason",
        id: (!is_typed).then(|| format!("reason-{}", claim.id)),
        label: words::decline_reason(lang).to_owned(),
        hint: Some(words::reason_hint(lang).to_owned()),
        value: if is_typed {
            typed.reason.clone()
        } else {
            String::new()
        },
        ..Input::default()
    };
    let whose = claim.name.clone();
    view! {
        <form method="post" action=PATH>
            {frame::token(chrome)}
            <input type="hidden" name="claim" value=claim.id.to_string()/>
            <button class="button" name="act" value="approve">
                {icon(Icon::Check)} {words::approve(lang)} <span class="unseen">{whose.clone()}</span>
            </button>
        </form>
        <details open=is_typed>
            <summary>{words::decline(lang)} <span class="unseen">{whose}</span></summary>
            <form class="stack" method="post" action=PATH>
                {frame::token(chrome)}
                <input type="hidden" name="claim" value=claim.id.to_string()/>
                {input(lang, problems, reason)}
                <div class="buttons">
                    <button class="button urgent" name="act" value="decline">
                        {icon(Icon::Cross)} {words::decline(lang)}
                    </button>
                </div>
            </form>
        </details>
    }
}
