//! `/me/hours`: one's own hours by year, what one entered, and one's certificates.

use axum::extract::Query;
use axum::http::StatusCode;
use backend::hours::claim::{self, Claim, State};
use backend::hours::{self as hours, Ledger};
use backend::{certificate, words as said};
use domain::id::HoursClaimId;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, hours as words};

use super::{balance, chip, year};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts;
use crate::web::{Answer, Fault, Web};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Asked {
    pub(super) year: String,
}

impl Asked {
    /// The year of the address, when it is one.
    pub(super) fn year(&self) -> Option<i64> {
        let year = self.year.parse().ok();
        year.filter(|year| (1900..=9998).contains(year))
    }
}

/// `GET /me/hours`
pub(super) async fn show(web: Web, Query(asked): Query<Asked>) -> Answer {
    let ledger = hours::own(&web.ctx, asked.year()).await?;
    let claims = claim::own(&web.ctx).await?;
    let papers = certificate::own(&web.ctx).await?;
    let lang = web.lang();
    let zone = web.ctx.community.zone.clone();
    let chrome = web.chrome.clone();
    web.page(words::title(lang), Kind::Public, || {
        let children: Vec<_> = ledger
            .children
            .iter()
            .map(|part| {
                view! {
                    <section class="stack">
                        <h2>{words::children(lang, &part.name)}</h2>
                        {balance(lang, part)}
                        {year(lang, &zone, ledger.year, part, false)}
                    </section>
                }
            })
            .collect();
        let entered: Vec<_> = claims
            .iter()
            .map(|claim| line(lang, &chrome, claim))
            .collect();
        let papers: Vec<_> = papers
            .iter()
            .map(|paper| crate::certificate::row(lang, paper))
            .collect();
        view! {
            {parts::back("/me".to_owned(), text::account::me(lang))}
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {balance(lang, &ledger.own)}
            <div class="buttons">
                <a class="button" href="/me/hours/new">{icon(Icon::Plus)} {words::enter(lang)}</a>
                <a class="button quiet" href="/me/hours/certificate">
                    {icon(Icon::Print)} {words::make_certificate(lang)}
                </a>
            </div>
            <section class="stack">
                {year(lang, &zone, ledger.year, &ledger.own, false)}
                {years(lang, "/me/hours", &ledger)}
            </section>
            {children}
            {(!entered.is_empty()).then(|| view! {
                <section class="stack">
                    <h2>{words::waiting(lang)}</h2>
                    <ul class="rows">{entered}</ul>
                </section>
            })}
            {(!papers.is_empty()).then(|| view! {
                <section class="stack">
                    <h2>{words::certificates(lang)}</h2>
                    <ul class="rows">{papers}</ul>
                </section>
            })}
        }
    })
}

/// Links to the other years that have hours.
pub(super) fn years(lang: Lang, path: &str, ledger: &Ledger) -> Option<impl IntoView + use<>> {
    let links: Vec<_> = ledger
        .years
        .iter()
        .filter(|year| **year != ledger.year)
        .map(|year| {
            view! {
                <a class="button quiet" href=format!("{path}?year={year}")>
                    {words::of_year(lang, year)}
                </a>
            }
        })
        .collect();
    (!links.is_empty()).then(|| {
        view! { <nav class="buttons" aria-label=words::years(lang)>{links}</nav> }
    })
}

/// One claim, with the way to take it back while it waits.
fn line(lang: Lang, chrome: &Chrome, claim: &Claim) -> impl IntoView + use<> {
    let length = said::hours(lang, claim.minutes);
    let day = text::format::date_with_year(lang, claim.day.civil());
    let whose = claim.child.clone().or_else(|| claim.called.clone());
    let reason = (claim.state == State::Declined).then(|| claim.reason.clone());
    let back = (claim.state == State::Waiting).then(|| {
        view! {
            <form method="post" action="/me/hours">
                {frame::token(chrome)}
                <input type="hidden" name="claim" value=claim.id.to_string()/>
                <button class="button quiet" name="act" value="withdraw">
                    {icon(Icon::Undo)} {words::withdraw(lang)}
                </button>
            </form>
        }
    });
    view! {
        <li class="row">
            <span>
                <b>{claim.kind(lang).to_owned()} " · " {length}</b>
                <small>
                    {day} {whose.map(|name| view! { " · " {name} })} " · " {claim.words.clone()}
                </small>
                {reason.map(|reason| view! { <small>{reason}</small> })}
            </span>
            {chip(lang, claim.state)}
            {back}
        </li>
    }
}

/// `POST /me/hours`: takes back what one entered.
pub(super) async fn withdraw(web: Web, form: Form) -> Answer {
    if web.ctx.signed_in().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    let claim = form.text("claim").parse::<HoursClaimId>();
    let (Ok(claim), Some("withdraw")) = (claim, form.find("act")) else {
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    };
    web.write(move |ctx| async move { claim::withdraw(&ctx, claim).await })
        .await?;
    web.see_other_saying("/me/hours", words::withdrawn(web.lang()))
        .await
}
