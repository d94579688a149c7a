//! `/me/name`: what neighbours read (rule P5).

use axum::http::StatusCode;
use backend::account::look;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{account as words, common};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Web};

/// `GET /me/name`
pub async fn show(web: Web) -> Answer {
    let Some(person) = web.ctx.signed_in() else {
        return Err(backend::Error::SignIn.into());
    };
    let name = person.display_name.clone();
    Ok(page(&web, StatusCode::OK, &name, &Problems::new()))
}

/// `POST /me/name`
pub async fn submit(web: Web, form: Form) -> Answer {
    let name = form.text("name");
    let changed = web
        .write_with(name.clone(), move |ctx, name| async move {
            look::rename(&ctx, &name).await
        })
        .await;
    match changed {
        Ok(()) => {
            web.see_other_saying("/me", words::name_changed(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => Ok(page(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            &name,
            &problems,
        )),
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    name: &str,
    problems: &Problems,
) -> axum::response::Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    web.page_with(status, words::name_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), words::me(lang))}
            <h1>{words::name_title(lang)}</h1>
            <form class="form" method="post" action="/me/name">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, Input {
                    name: "name",
                    label: words::name_label(lang).to_owned(),
                    hint: Some(words::name_hint(lang).to_owned()),
                    value: name.to_owned(),
                    autocomplete: Some("nickname"),
                    max: Some("20"),
                    ..Input::default()
                })}
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {common::save(lang)}</button></div>
            </form>
        }
    })
}
