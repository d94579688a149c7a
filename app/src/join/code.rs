//! `/join` and `/join/{code}`: coming in with a household code (rule P6).

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use backend::join::code::{self, Entry, Open};
use domain::household::HouseholdCode;
use domain::join::Newcomer;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::join as words;

use super::{account_form, door_field, newcomer, welcome};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Fault, Web};

/// What the address says beside the code.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Beside {
    door: String,
}

/// `GET /join`
pub async fn show(web: Web) -> Answer {
    Ok(asking(
        &web,
        StatusCode::OK,
        &Entry::default(),
        &Problems::new(),
    ))
}

/// `POST /join`: a code that fits leads on.
pub async fn typed(web: Web, form: Form) -> Answer {
    let entry = Entry {
        code: form.text("code"),
        door: form.text("door"),
    };
    match code::open(&web.ctx, &entry).await {
        Ok(_) => {
            let digits = HouseholdCode::parse(&entry.code)
                .map(|code| code.digits().to_owned())
                .unwrap_or_default();
            if entry.door.is_empty() {
                return web.see_other(&format!("/join/{digits}"));
            }
            let door: String = form_urlencoded::byte_serialize(entry.door.as_bytes()).collect();
            web.see_other(&format!("/join/{digits}?door={door}"))
        }
        Err(backend::Error::Invalid(problems)) => Ok(asking(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            &entry,
            &problems,
        )),
        Err(error) => Err(error.into()),
    }
}

/// `GET /join/{code}`: what the slip's QR opens.
pub async fn open(web: Web, Path(code): Path<String>, Query(beside): Query<Beside>) -> Answer {
    let entry = Entry {
        code,
        door: beside.door,
    };
    let form = Newcomer {
        request_key: web.new_key(),
        ..Newcomer::default()
    };
    match code::open(&web.ctx, &entry).await {
        Ok(open) => Ok(page(
            &web,
            StatusCode::OK,
            &open,
            &entry,
            &form,
            &Problems::new(),
        )),
        Err(backend::Error::Invalid(problems)) => {
            Ok(asking(&web, StatusCode::NOT_FOUND, &entry, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /join/{code}`: makes the account, or the membership of whoever is signed in.
pub async fn join(web: Web, Path(code): Path<String>, form: Form) -> Answer {
    let entry = Entry {
        code,
        door: form.text("door"),
    };
    let newcomer = newcomer(&form);
    if web.ctx.account().is_some() {
        if form.find("act") != Some("join") {
            // A code that fits nothing is said first, whatever else was sent.
            return match code::open(&web.ctx, &entry).await {
                Err(backend::Error::Invalid(problems)) => {
                    Ok(asking(&web, StatusCode::NOT_FOUND, &entry, &problems))
                }
                Err(error) => Err(error.into()),
                Ok(_) => Err(Fault::status(StatusCode::BAD_REQUEST)),
            };
        }
        let joined = web
            .write_with(entry.clone(), move |ctx, entry| async move {
                code::join_signed_in(&ctx, &entry).await
            })
            .await;
        return match joined {
            Ok(()) => {
                web.see_other_saying("/me/household", words::joined(web.lang()))
                    .await
            }
            Err(backend::Error::Invalid(problems)) => {
                Ok(asking(&web, StatusCode::NOT_FOUND, &entry, &problems))
            }
            Err(error) => Err(error.into()),
        };
    }
    let joined = web
        .write_with(
            (entry.clone(), newcomer.clone()),
            move |ctx, (entry, newcomer)| async move { code::join(&ctx, &entry, newcomer).await },
        )
        .await;
    match joined {
        Ok(joined) => welcome(&web, joined, &newcomer).await,
        Err(backend::Error::Invalid(problems)) => {
            if problems.of("code").is_some() || problems.of("door").is_some() {
                return Ok(asking(&web, StatusCode::NOT_FOUND, &entry, &problems));
            }
            let open = code::open(&web.ctx, &entry).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &open, &entry, &newcomer, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// The field for the code, and what to do without one.
fn asking(web: &Web, status: StatusCode, entry: &Entry, problems: &Problems) -> Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let is_crowded = !entry.door.is_empty() || problems.of("door").is_some();
    let is_in = web.ctx.account().is_some();
    let wrong = status == StatusCode::NOT_FOUND;
    let title = if wrong {
        words::wrong_title(lang)
    } else {
        words::title(lang)
    };
    web.page_with(status, title, Kind::Narrow, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{if wrong { words::wrong_lead(lang) } else { words::lead(lang) }}</p>
            <form class="form" method="post" action="/join">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, Input {
                    name: "code",
                    label: words::code(lang).to_owned(),
                    hint: Some(words::code_hint(lang).to_owned()),
                    value: entry.code.chars().take(40).collect(),
                    inputmode: Some("numeric"),
                    autocomplete: Some("off"),
                    max: Some("40"),
                    ..Input::default()
                })}
                {is_crowded.then(|| door_field(&chrome, &entry.door, problems))}
                <div class="submit still"><button class="button big">{words::next(lang)} {icon(Icon::ArrowRight)}</button></div>
            </form>
            <h2>{words::no_code(lang)}</h2>
            <p><a class="button quiet" href="/join/ask">{words::no_code_ask(lang)}</a></p>
            {(!is_in).then(|| view! {
                <p>{words::have_account(lang)} " " <a href="/login">{words::sign_in(lang)}</a></p>
            })}
        }
    })
}

fn page(
    web: &Web,
    status: StatusCode,
    open: &Open,
    entry: &Entry,
    newcomer: &Newcomer,
    problems: &Problems,
) -> Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let action = format!("/join/{}", entry.code);
    web.page_with(status, words::title(lang), Kind::Narrow, || {
            let form = match chrome.person.clone() {
                Some(name) => view! {
                    <p>{words::as_me(lang, name)}</p>
                    <form class="form" method="post" action=action>
                        {frame::token(&chrome)}
                        <input type="hidden" name="act" value="join"/>
                        <input type="hidden" name="door" value=entry.door.clone()/>
                        <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::as_me_join(lang)}</button></div>
                    </form>
                }
                .into_any(),
                None => account_form(&chrome, action, newcomer, &open.members, &entry.door, problems)
                    .into_any(),
            };
            view! {
                <h1>{words::welcome(lang)}</h1>
                <p class="lead">{words::home_is(lang, open.place.clone())}</p>
                {form}
            }
        })
}
