//! The second step of signing in: a code, or setting the second factor up first (rule P10). Until it
//! is passed nobody is signed in.

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use backend::account::second_factor::{self, Half};
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use text::account as words;

use super::enter::{arrive, half_of, whole};
use super::second_factor::{list_sheet, set_up_form};
use super::{Back, sign_in_page, wait_page};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Fault, Web, safe_path};

/// The person of a half sign-in that still counts.
async fn half(web: &Web) -> Result<Option<(Half, backend::SignedIn)>, Fault> {
    let Some(half) = half_of(web).await? else {
        return Ok(None);
    };
    Ok(half.whose(&web.ctx).await?.map(|person| (half, person)))
}

/// The sign-in from its beginning, because the first step is too long ago.
fn again(web: &Web, status: StatusCode, back: &str) -> Response {
    let message = (status != StatusCode::OK).then(|| words::half_too_old(web.lang()).to_owned());
    sign_in_page(web, status, "", back, message)
}

/// `GET /login/code`
pub async fn show_code(web: Web, Query(Back { back }): Query<Back>) -> Answer {
    Ok(match half(&web).await? {
        Some(_) => code_page(&web, StatusCode::OK, &back, true, &Problems::new()),
        None => again(&web, StatusCode::OK, &back),
    })
}

/// `POST /login/code`
pub async fn submit_code(web: Web, form: Form) -> Answer {
    let (back, code, trust) = (form.text("back"), form.text("code"), form.ticked("trust"));
    let Some((half, _)) = half(&web).await? else {
        return Ok(again(&web, StatusCode::UNPROCESSABLE_ENTITY, &back));
    };
    let passed = web
        .write(move |ctx| {
            let code = code.clone();
            async move { second_factor::pass(&ctx, half, &code, trust).await }
        })
        .await;
    match passed {
        Ok(passed) => {
            whole(&web, &passed.person).await?;
            arrive(&web, &passed.person, &back, passed.trust.as_deref()).await
        }
        Err(backend::Error::Invalid(problems)) => Ok(code_page(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            &back,
            trust,
            &problems,
        )),
        Err(backend::Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(backend::Error::SignIn) => Ok(again(&web, StatusCode::UNPROCESSABLE_ENTITY, &back)),
        Err(error) => Err(error.into()),
    }
}

fn code_page(
    web: &Web,
    status: StatusCode,
    back: &str,
    trust: bool,
    problems: &Problems,
) -> Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    web.page_with(status, words::code_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::code_title(lang)}</h1>
            <p class="lead">{words::code_lead(lang)}</p>
            <form class="form" method="post" action="/login/code">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="back" value=back.to_owned()/>
                {input(lang, problems, Input {
                    name: "code",
                    label: words::code_label(lang).to_owned(),
                    hint: Some(words::code_hint(lang).to_owned()),
                    autocomplete: Some("one-time-code"),
                    inputmode: Some("numeric"),
                    max: Some("20"),
                    ..Input::default()
                })}
                <label class="check">
                    <input type="checkbox" name="trust" value="1" checked=trust/>
                    <span>{words::code_trust(lang)}</span>
                </label>
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::sign_in(lang)}</button></div>
            </form>
            <p class="hint">{words::code_lost(lang)}</p>
        }
    })
}

/// `GET /login/set-up`
pub async fn show_set_up(web: Web, Query(Back { back }): Query<Back>) -> Answer {
    let found = half(&web).await?;
    let Some((_, person)) = found.filter(|(_, person)| !person.has_second_factor) else {
        return Ok(again(&web, StatusCode::OK, &back));
    };
    let letters = second_factor::new_secret(&web.ctx);
    let none = Problems::new();
    Ok(set_up_page(
        &web,
        StatusCode::OK,
        &person,
        &letters,
        &back,
        &none,
    ))
}

/// `POST /login/set-up`: the list of codes, this once; the sign-in is whole from then on.
pub async fn submit_set_up(web: Web, form: Form) -> Answer {
    let (back, letters, code) = (form.text("back"), form.text("letters"), form.text("code"));
    let only_list = form.text("act") == "list";
    let Some((half, person)) = half(&web).await? else {
        return Ok(again(&web, StatusCode::UNPROCESSABLE_ENTITY, &back));
    };
    let set = web
        .write_with(
            (letters.clone(), code),
            move |ctx, (letters, code)| async move {
                if only_list {
                    second_factor::set_up_list(&ctx, Some(half)).await
                } else {
                    second_factor::set_up(&ctx, Some(half), &letters, &code).await
                }
            },
        )
        .await;
    match set {
        Ok((person, codes)) => {
            whole(&web, &person).await?;
            let to = if back.is_empty() {
                "/admin".to_owned()
            } else {
                safe_path(&back)
            };
            list_sheet(&web, &codes, &to)
        }
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let letters = fresh_if_old(&web, letters, &problems);
            Ok(set_up_page(
                &web, status, &person, &letters, &back, &problems,
            ))
        }
        Err(backend::Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(backend::Error::SignIn) => Ok(again(&web, StatusCode::UNPROCESSABLE_ENTITY, &back)),
        Err(error) => Err(error.into()),
    }
}

/// Letters that are none are replaced by new ones.
pub fn fresh_if_old(web: &Web, letters: String, problems: &Problems) -> String {
    if problems.of("code") == Some(Problem::Expired) {
        second_factor::new_secret(&web.ctx)
    } else {
        letters
    }
}

fn set_up_page(
    web: &Web,
    status: StatusCode,
    person: &backend::SignedIn,
    letters: &str,
    back: &str,
    problems: &Problems,
) -> Response {
    let lang = web.lang();
    let address = second_factor::address(&web.ctx, person, letters);
    let form = set_up_form(
        &web.chrome,
        "/login/set-up",
        letters,
        &address,
        back,
        problems,
    );
    web.page_with(status, words::set_up_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::set_up_title(lang)}</h1>
            <p class="lead">{words::set_up_must(lang)}</p>
            {form}
        }
    })
}
