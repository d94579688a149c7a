//! `/certificates`: whoever holds a paper checks it, by number and code or by its QR. Nothing stands
//! here that is not on the paper (rule V15).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::certificate::{self, Certificate};
use backend::words::hours;
use domain::certificate::Standing;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, certificate as words, common};

use super::{name, period};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Web};

/// What was typed.
#[derive(Debug, Clone, Default)]
struct Typed {
    number: String,
    code: String,
}

/// `GET /certificates`
pub(super) async fn show(web: Web) -> Answer {
    Ok(asking(
        &web,
        StatusCode::OK,
        &Typed::default(),
        &Problems::new(),
    ))
}

/// `POST /certificates`: a number and a code that belong together lead on.
pub(super) async fn typed(web: Web, form: Form) -> Answer {
    let typed = Typed {
        number: form.text("number"),
        code: form.text("code"),
    };
    match certificate::typed(&web.ctx, &typed.number, &typed.code).await {
        Ok(code) => web.see_other(&format!("/certificates/{}", code.as_str())),
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(asking(&web, status, &typed, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn asking(
    web: &Web,
    status: StatusCode,
    typed: &Typed,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    web.page_with(status, words::check_title(lang), Kind::Narrow, || {
        let field = |name, label: &str, hint: &str, value: &str| Input {
            name,
            label: label.to_owned(),
            hint: Some(hint.to_owned()),
            value: value.to_owned(),
            autocomplete: Some("off"),
            max: Some("40"),
            ..Input::default()
        };
        let number = field(
            "number",
            words::number(lang),
            words::number_hint(lang),
            &typed.number,
        );
        let code = field(
            "code",
            words::code(lang),
            words::code_hint(lang),
            &typed.code,
        );
        view! {
            <h1>{words::check_title(lang)}</h1>
            <p class="lead">{words::check_lead(lang)}</p>
            <form class="form" method="post" action="/certificates">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, number)}
                {input(lang, problems, code)}
                <div class="submit">
                    <button class="button big">{icon(Icon::Search)} {words::check(lang)}</button>
                </div>
            </form>
        }
    })
}

/// `GET /certificates/{secret}`: what the QR opens.
pub(super) async fn by_code(web: Web, Path(code): Path<String>) -> Answer {
    match certificate::by_code(&web.ctx, &code).await {
        Ok(found) => Ok(found_page(&web, &found)),
        Err(backend::Error::NotFound) => Ok(unknown(&web)),
        Err(error) => Err(error.into()),
    }
}

fn unknown(web: &Web) -> axum::response::Response {
    let lang = web.lang();
    let status = StatusCode::NOT_FOUND;
    web.page_with(status, words::unknown_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::unknown_title(lang)}</h1>
            <p class="lead">{words::unknown(lang)}</p>
            <div class="buttons">
                <a class="button" href="/certificates">{icon(Icon::Search)} {words::check_another(lang)}</a>
                <a class="button quiet" href="/">{icon(Icon::Home)} {common::home(lang)}</a>
            </div>
        }
    })
}

fn found_page(web: &Web, found: &Certificate) -> axum::response::Response {
    let lang = web.lang();
    let issued = web.ctx.community.zone.date_of(found.issued_at);
    let title = verdict(lang, found.standing);
    web.page_with(StatusCode::OK, title, Kind::Narrow, || {
        let (class, which) = match found.standing {
            Standing::Valid => ("note done", Icon::Solved),
            Standing::Superseded => ("note waiting", Icon::Merge),
            Standing::Revoked => ("note urgent", Icon::Cross),
        };
        let explained = match found.standing {
            Standing::Valid => words::valid(lang),
            Standing::Superseded => words::superseded(lang),
            Standing::Revoked => words::revoked(lang),
        };
        let fact = |term: &'static str, said: String| {
            view! { <div><dt>{term}</dt><dd>{said}</dd></div> }
        };
        view! {
            <h1>{title}</h1>
            <div class=class>{icon(which)}<p>{explained}</p></div>
            <section class="card">
                <dl class="facts">
                    {fact(words::number(lang), found.number.to_string())}
                    {fact(words::name(lang), name(lang, found))}
                    {fact(words::covers(lang), period(lang, found))}
                    {fact(words::total(lang), hours(lang, found.total))}
                    {fact(words::issued(lang), text::format::date_with_year(lang, issued.civil()))}
                    {fact(words::issuer(lang), web.chrome.community.clone())}
                </dl>
            </section>
            <div class="buttons">
                <a class="button quiet" href="/certificates">{icon(Icon::Search)} {words::check_another(lang)}</a>
            </div>
        }
    })
}

fn verdict(lang: Lang, standing: Standing) -> &'static str {
    match standing {
        Standing::Valid => words::verdict_valid(lang),
        Standing::Superseded => words::verdict_superseded(lang),
        Standing::Revoked => words::verdict_revoked(lang),
    }
}
