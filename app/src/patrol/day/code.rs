//! `/patrols/{id}/code` and `/patrols/{id}/check-in`: the changing code (rule V12).

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode};
use backend::Error;
use backend::patrol::code::{self, CheckedIn};
use domain::id::PatrolShiftId;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::patrol_day as words;

use super::{id, path, when};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::qr::qr;
use crate::web::{Answer, Web};

/// `GET /patrols/{id}/code`: renews itself without any script when the next code comes.
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    let shown = code::show(&web.ctx, id).await?;
    let lang = web.lang();
    let zone = web.ctx.community.zone.clone();
    let address = format!("{}/patrols/{id}/check-in", web.chrome.origin);
    let renews = HeaderValue::from_str(&shown.renews_in.to_string());
    let mut response = web.page_with(
        StatusCode::OK,
        words::code_title(lang),
        Kind::Narrow,
        || {
            let inside = match shown.digits.clone() {
                Some(digits) => {
                    let (first, last) = digits.split_at(3);
                    let spoken = format!("{first} {last}");
                    view! {
                        <p class="lead">{words::code_lead(lang)}</p>
                        <div class="code-card">
                            {qr(&format!("{address}?code={digits}"))}
                            <p class="digits">{spoken}</p>
                        </div>
                        <p class="hint">{words::code_changes(lang)}</p>
                        <p class="hint">{words::code_address(lang)} " " <b class="address">{address.clone()}</b></p>
                    }
                    .into_any()
                }
                None => view! { <p class="lead">{words::code_not_now(lang)}</p> }.into_any(),
            };
            view! {
                {parts::back(path(id), words::title(lang))}
                <h1>{words::code_title(lang)}</h1>
                <p class="meta"><span>{shown.shift.name(lang).to_owned()}</span> <span>{when(lang, &zone, &shown.shift)}</span></p>
                {inside}
            }
        },
    );
    if let Ok(renews) = renews {
        response.headers_mut().insert("refresh", renews);
    }
    Ok(response)
}

/// What a scanned code brings along.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(super) struct Scanned {
    code: String,
}

/// `GET /patrols/{id}/check-in`
pub(super) async fn form(
    web: Web,
    Path(asked): Path<String>,
    Query(scanned): Query<Scanned>,
) -> Answer {
    let id = id(&asked)?;
    if web.ctx.signed_in().is_none() {
        return Err(Error::SignIn.into());
    }
    let typed: String = scanned.code.chars().take(12).collect();
    page(&web, id, StatusCode::OK, &typed, &Problems::new(), None).await
}

/// `POST /patrols/{id}/check-in`
pub(super) async fn check_in(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let lang = web.lang();
    let typed = form.text("code");
    let done = web
        .write_with(typed.clone(), move |ctx, typed| async move {
            code::check_in(&ctx, id, &typed).await
        })
        .await;
    match done {
        Ok(CheckedIn::Done) => {
            let to = format!("/patrols/{id}");
            web.see_other_saying(&to, words::checked_in(lang)).await
        }
        Ok(CheckedIn::NotOnIt) => {
            let said = Some(words::check_in_not_on_it(lang));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, id, status, &typed, &Problems::new(), said).await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, id, status, &typed, &problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    id: PatrolShiftId,
    status: StatusCode,
    typed: &str,
    problems: &Problems,
    said: Option<&'static str>,
) -> Answer {
    let shift = backend::patrol::find(&web.ctx, id).await?;
    let lang = web.lang();
    let zone = &web.ctx.community.zone;
    let title = words::check_in_title(lang);
    Ok(web.page_with(status, title, Kind::Narrow, || {
        let form = if shift.uses_code {
            view! {
                <form class="form" method="post" action=format!("/patrols/{id}/check-in")>
                    {summary(lang, problems)}
                    {frame::token(&web.chrome)}
                    {input(lang, problems, Input {
                        name: "code",
                        label: words::check_in_code(lang).to_owned(),
                        value: typed.to_owned(),
                        autocomplete: Some("off"),
                        inputmode: Some("numeric"),
                        max: Some("12"),
                        ..Input::default()
                    })}
                    <div class="submit"><button class="button big">{icon(Icon::Check)} {words::check_in_button(lang)}</button></div>
                </form>
            }
            .into_any()
        } else {
            view! { <p class="lead">{words::check_in_no_code(lang)}</p> }.into_any()
        };
        view! {
            {parts::back(format!("/patrols/{id}"), words::back_to_shift(lang))}
            <h1>{title}</h1>
            <p class="meta"><span>{shift.name(lang).to_owned()}</span> <span>{when(lang, zone, &shift)}</span></p>
            {said.map(|said| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {said}</p></div>
            })}
            {form}
        }
    }))
}
