//! `/reset`: a new password with a slip, scanned or typed (rule P9).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::account::slip::{self, Shown};
use domain::problem::Problems;
use leptos::prelude::*;
use text::account as words;

use super::enter::enter;
use super::password::new_password;
use super::wait_page;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Web};

/// `GET /reset`: the digits typed by hand.
pub async fn typed(web: Web) -> Answer {
    Ok(page(&web, StatusCode::OK, None, "", &Problems::new()))
}

/// `POST /reset`
pub async fn typed_submit(web: Web, form: Form) -> Answer {
    let digits = form.text("code");
    redeem(web, Shown::Digits(digits), form).await
}

/// `GET /reset/{secret}`: the link scanned.
pub async fn scanned(web: Web, Path(token): Path<String>) -> Answer {
    slip::open(&web.ctx, &token).await?;
    Ok(page(
        &web,
        StatusCode::OK,
        Some(&token),
        "",
        &Problems::new(),
    ))
}

/// `POST /reset/{secret}`
pub async fn scanned_submit(web: Web, Path(token): Path<String>, form: Form) -> Answer {
    redeem(web, Shown::Token(token), form).await
}

async fn redeem(web: Web, shown: Shown, form: Form) -> Answer {
    let new = form.text("password");
    let redeemed = web
        .write_with((shown.clone(), new), |ctx, (shown, new)| async move {
            slip::redeem(&ctx, shown, new).await
        })
        .await;
    let (token, code) = match shown {
        Shown::Token(token) => (Some(token), String::new()),
        Shown::Digits(code) => (None, code),
    };
    match redeemed {
        Ok(person) => enter(&web, &person, "").await,
        Err(backend::Error::Invalid(problems)) => Ok(page(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            token.as_deref(),
            &code,
            &problems,
        )),
        Err(backend::Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    token: Option<&str>,
    code: &str,
    problems: &Problems,
) -> axum::response::Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let action = token.map_or("/reset".to_owned(), |token| format!("/reset/{token}"));
    let is_typed = token.is_none();
    web.page_with(status, words::reset_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::reset_title(lang)}</h1>
            {is_typed.then(|| view! { <p class="lead">{words::reset_lead(lang)}</p> })}
            <form class="form" method="post" action=action>
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {is_typed.then(|| input(lang, problems, Input {
                    name: "code",
                    label: words::reset_code(lang).to_owned(),
                    hint: Some(words::reset_code_hint(lang).to_owned()),
                    value: code.to_owned(),
                    autocomplete: Some("one-time-code"),
                    inputmode: Some("numeric"),
                    max: Some("30"),
                    ..Input::default()
                }))}
                {new_password(lang, problems)}
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::reset_save(lang)}</button></div>
            </form>
            <p class="hint">{words::reset_ends(lang)}</p>
        }
    })
}
