//! `/card/{secret}`: signing in with a printed card and the door's number (rule P7).

use std::sync::Arc;

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use backend::context::Actor;
use backend::join::card;
use domain::problem::Problems;
use leptos::prelude::*;
use text::join as words;

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Web};

/// `GET /card/{secret}`
pub async fn show(web: Web, Path(secret): Path<String>) -> Answer {
    card::look(&web.ctx, &secret).await?;
    Ok(page(&web, StatusCode::OK, &secret, "", &Problems::new()))
}

/// `POST /card/{secret}`
pub async fn enter(web: Web, Path(secret): Path<String>, form: Form) -> Answer {
    let door = form.text("door");
    let person = web
        .write_with(
            (secret.clone(), door.clone()),
            move |ctx, (secret, door)| async move { card::sign_in(&ctx, &secret, &door).await },
        )
        .await;
    match person {
        Ok(person) => {
            crate::account::begin(&web, &person).await?;
            let message = words::card_signed_in(web.lang(), person.display_name.clone());
            let mut web = web;
            web.ctx.actor = Actor::Person(Arc::new(person));
            web.see_other_saying("/", &message).await
        }
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &secret, &door, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(web: &Web, status: StatusCode, secret: &str, door: &str, problems: &Problems) -> Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    web.page_with(status, words::card_title(lang), Kind::Narrow, || {
            view! {
                <h1>{words::card_title(lang)}</h1>
                <p class="lead">{words::card_lead(lang)}</p>
                <form class="form" method="post" action=format!("/card/{secret}")>
                    {summary(lang, problems)}
                    {frame::token(&chrome)}
                    {input(lang, problems, Input {
                        name: "door",
                        label: words::card_door(lang).to_owned(),
                        hint: Some(words::card_door_hint(lang).to_owned()),
                        value: door.to_owned(),
                        autocomplete: Some("off"),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button big">{icon(Icon::Person)} {words::card_enter(lang)}</button></div>
                </form>
            }
        })
}
