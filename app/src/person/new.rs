//! `/admin/people/new`: a person without an account (rule P5).

use axum::http::StatusCode;
use axum::response::Response;
use backend::{Error, person as persons};
use domain::permission::Permission;
use domain::person::Draft;
use domain::problem::Problems;
use leptos::prelude::*;
use text::person as words;

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input};
use crate::web::{Answer, Web};

/// `GET /admin/people/new`
pub(super) async fn show(web: Web) -> Answer {
    web.require(Permission::AdmitResidents)?;
    let draft = Draft {
        request_key: web.new_key(),
        ..Draft::default()
    };
    Ok(page(&web, StatusCode::OK, draft, &Problems::new()))
}

/// `POST /admin/people/new`
pub(super) async fn submit(web: Web, form: Form) -> Answer {
    let draft = Draft {
        request_key: form.text("request_key"),
        name: form.text("name"),
        telephone: form.text("telephone"),
    };
    let added = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            persons::add(&ctx, draft).await
        })
        .await;
    match added {
        Ok(id) => {
            let path = format!("/admin/people/{id}");
            web.see_other_saying(&path, words::added(web.lang())).await
        }
        Err(Error::Invalid(problems)) => Ok(page(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            draft,
            &problems,
        )),
        Err(error) => Err(error.into()),
    }
}

fn page(web: &Web, status: StatusCode, mut draft: Draft, problems: &Problems) -> Response {
    if problems.of("request_key").is_some() {
        draft.request_key = web.new_key();
    }
    let chrome = web.chrome.clone();
    let lang = web.lang();
    web.page_with(status, words::add(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/people".to_owned(), words::title(lang))}
            <h1>{words::add(lang)}</h1>
            <p class="lead">{words::add_lead(lang)}</p>
            <form class="form" method="post" action="/admin/people/new">
                {parts::summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=draft.request_key.clone()/>
                {input(lang, problems, Input {
                    name: "name",
                    label: words::name(lang).to_owned(),
                    value: draft.name.clone(),
                    autocomplete: Some("off"),
                    max: Some("30"),
                    ..Input::default()
                })}
                {input(lang, problems, Input {
                    name: "telephone",
                    label: words::telephone(lang).to_owned(),
                    hint: Some(words::telephone_hint(lang).to_owned()),
                    value: draft.telephone.clone(),
                    optional: true,
                    kind: "tel",
                    inputmode: Some("tel"),
                    autocomplete: Some("off"),
                    max: Some("30"),
                    ..Input::default()
                })}
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::add(lang)}</button></div>
            </form>
        }
    })
}
