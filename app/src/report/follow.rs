//! `/r/{secret}`: the receipt, and everything a reporter does afterwards without an account.

use axum::extract::Path;
use backend::photo::Photo;
use backend::report::follow::{self, FollowDraft};
use backend::report::show::{self as shows, Followed};
use domain::problem::Problems;
use domain::report::{Action, State};
use leptos::prelude::*;
use text::{Lang, common, report as words};

use super::history::history;
use super::photos;
use super::receipts::is_secret;
use super::show::{heading, pair};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{Area, chip, prose, summary, textarea};
use crate::qr::qr;
use crate::web::{Answer, Fault, Web};

/// `GET /r/{secret}`
pub(crate) async fn show(web: Web, Path(secret): Path<String>) -> Answer {
    page(
        &web,
        &secret,
        &FollowDraft::default(),
        &[],
        &Problems::new(),
    )
    .await
}

/// `POST /r/{secret}`
pub(crate) async fn act(web: Web, Path(secret): Path<String>, form: Form) -> Answer {
    let received = photos::receive(&web, &form).await?;
    let draft = FollowDraft {
        request_key: form.text("request_key"),
        action: form.text("action"),
        words: form.text("words"),
    };
    if received.only_dropped || !received.problems.is_empty() {
        return page(&web, &secret, &draft, &received.drafts, &received.problems).await;
    }
    let done = web
        .write_with(
            (secret.clone(), draft.clone()),
            move |ctx, (secret, draft)| async move { follow::act(&ctx, &secret, draft).await },
        )
        .await;
    match done {
        Ok(()) => web.see_other(&format!("/r/{secret}")),
        Err(backend::Error::Invalid(problems)) => {
            page(&web, &secret, &draft, &received.drafts, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    secret: &str,
    draft: &FollowDraft,
    drafts: &[Photo],
    problems: &Problems,
) -> Answer {
    if !is_secret(secret) {
        return Err(Fault::from(backend::Error::NotFound));
    }
    let report = shows::followed(&web.ctx, secret).await?;
    let names = names(web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let title = words::receipt_title(lang, report.facts.number);
    let address = format!("{}/r/{secret}", web.chrome.origin);
    let draft = FollowDraft {
        request_key: if draft.request_key.is_empty() {
            web.new_key()
        } else {
            draft.request_key.clone()
        },
        ..draft.clone()
    };
    let chrome = web.chrome.clone();
    let body = || {
        view! {
            {receipt(lang, &report, &address)}
            <section class="card">
                <h2>{heading(&report.facts, &names)}</h2>
                <p class="line">{chip(lang, report.facts.state)}</p>
                <p>{what_now(lang, &report)}</p>
                {offers(&chrome, &report, &draft, drafts, problems, secret)}
            </section>
            <section>
                <h2>{words::history(lang)}</h2>
                {history(lang, &zone, now, &report.steps)}
            </section>
            <section>
                <h2>{words::what_you_sent(lang)}</h2>
                {(!report.words.is_empty()).then(|| prose(&report.words))}
                {pair(lang, &format!("/r/{secret}/photos"), &report.before, &report.after)}
                {report.callback.clone().map(|number| view! {
                    <p class="meta">{words::callback_kept(lang, number)}</p>
                })}
                {report.is_public.then(|| view! {
                    <p><a href=format!("/reports/{}", report.facts.number)>{words::public_page(lang)}</a></p>
                })}
            </section>
        }
    };
    if problems.is_empty() {
        web.page(&title, Kind::Narrow, body)
    } else {
        web.again(&title, Kind::Narrow, body)
    }
}

/// Number, link and QR, to keep.
fn receipt(lang: Lang, report: &Followed, address: &str) -> impl IntoView + use<> {
    let just_filed = report.facts.state == State::Reported && report.steps.len() == 1;
    let address = address.to_owned();
    view! {
        {just_filed.then(|| view! { <h1 class="line">{icon(Icon::Check)} {words::received(lang)}</h1> })}
        {(!just_filed).then(|| view! { <h1>{words::receipt_title(lang, report.facts.number)}</h1> })}
        <section class="card receipt">
            <p class="meta">{words::number(lang)}</p>
            <p class="number big">{report.facts.number.to_string()}</p>
            {qr(&address)}
            <p class="hint">{words::receipt_hint(lang)}</p>
            <p class="address"><a id="receipt-link" href=address.clone()>{address.clone()}</a></p>
            <div class="buttons">
                <button class="button quiet" type="button" data-copy="receipt-link" data-copied=common::copied(lang)>
                    {icon(Icon::Copy)} {common::copy(lang)}
                </button>
            </div>
        </section>
    }
}

/// What happens next, in one sentence.
fn what_now(lang: Lang, report: &Followed) -> String {
    let org = report.facts.lead_org.clone().unwrap_or_default();
    match report.facts.state {
        State::Reported => words::now_reported(lang).to_owned(),
        State::Accepted => words::now_accepted(lang).to_owned(),
        State::Dispatched => words::now_dispatched(lang, org),
        State::InProgress => words::now_in_progress(lang, org),
        State::PendingCheck => words::now_pending_check(lang).to_owned(),
        State::Closed => words::now_closed(lang).to_owned(),
        State::NeedsInfo => words::now_needs_info(lang).to_owned(),
        State::OnHold => words::now_on_hold(lang).to_owned(),
        State::Rejected => words::now_rejected(lang).to_owned(),
        State::Duplicate => words::now_duplicate(lang).to_owned(),
        State::Withdrawn => words::now_withdrawn(lang).to_owned(),
    }
}

/// One small form for each thing the reporter can do now.
fn offers(
    chrome: &Chrome,
    report: &Followed,
    draft: &FollowDraft,
    drafts: &[Photo],
    problems: &Problems,
    secret: &str,
) -> impl IntoView + use<> {
    let forms: Vec<_> = report
        .offered
        .iter()
        .map(|action| offer(chrome, *action, draft, drafts, problems, secret))
        .collect();
    view! { {forms} }
}

fn offer(
    chrome: &Chrome,
    action: Action,
    draft: &FollowDraft,
    drafts: &[Photo],
    problems: &Problems,
    secret: &str,
) -> AnyView {
    let lang = chrome.lang;
    // What was typed belongs to the form it was typed into.
    let mine = draft.action == action.as_str();
    let none = Problems::new();
    let problems = if mine { problems } else { &none };
    let value = if mine {
        draft.words.clone()
    } else {
        String::new()
    };
    let start = view! {
        {frame::token(chrome)}
        <input type="hidden" name="request_key" value=draft.request_key.clone()/>
        <input type="hidden" name="action" value=action.as_str()/>
    };
    let path = format!("/r/{secret}");
    match action {
        Action::Answer => view! {
            <form class="form" method="post" action=path enctype="multipart/form-data">
                {summary(lang, problems)} {start}
                {textarea(lang, problems, Area {
                    name: "words", id: None, label: words::answer(lang).to_owned(), hint: None, value, optional: false, rows: "4",
                })}
                {photos::picker(lang, problems, drafts, words::photos(lang), words::photos_hint(lang))}
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::answer_send(lang)}</button></div>
            </form>
        }
        .into_any(),
        Action::Appeal => view! {
            <details open=mine>
                <summary>{words::appeal(lang)}</summary>
                <form class="form" method="post" action=path>
                    {summary(lang, problems)} {start}
                    {textarea(lang, problems, Area {
                        name: "words", id: None, label: words::appeal_why(lang).to_owned(), hint: None, value, optional: false, rows: "3",
                    })}
                    <div class="submit still"><button class="button">{words::appeal_send(lang)}</button></div>
                </form>
            </details>
        }
        .into_any(),
        Action::Solved => view! {
            <form method="post" action=path>
                {start}
                <div class="buttons"><button class="button big">{icon(Icon::Solved)} {words::solved(lang)}</button></div>
                <p class="hint">{words::solved_hint(lang)}</p>
            </form>
        }
        .into_any(),
        _ => view! {
            <form method="post" action=path>
                {start}
                <button class="button plain">{words::withdraw(lang)}</button>
            </form>
        }
        .into_any(),
    }
}
