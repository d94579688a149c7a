//! `/admin/categories`: what residents can choose from (rule R4: staff edit the list).

use backend::category::{self, Draft};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{category as words, common};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::EditCategories);
    vec![
        Route::get("/admin/categories", access, show),
        Route::post("/admin/categories", access, save),
    ]
}

/// `GET /admin/categories`
async fn show(web: Web) -> Answer {
    page(&web, &Draft::default(), &Problems::new()).await
}

/// `POST /admin/categories`
async fn save(web: Web, form: Form) -> Answer {
    let draft = Draft {
        request_key: form.text("request_key"),
        id: form.text("id").parse().ok(),
        name_zh: form.text("name_zh"),
        name_en: form.text("name_en"),
        offered: form.ticked("offered"),
    };
    let saved = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            category::save(&ctx, draft).await
        })
        .await;
    match saved {
        Ok(()) => {
            web.see_other_saying("/admin/categories", words::saved(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => page(&web, &draft, &problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, draft: &Draft, problems: &Problems) -> Answer {
    web.require(Permission::EditCategories)?;
    let names = names(web).await?;
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let body = || {
        let forms: Vec<_> = names
            .categories
            .iter()
            .map(|known| {
                let kept = Draft {
                    request_key: web.new_key(),
                    id: Some(known.id),
                    name_zh: known.name_zh.clone(),
                    name_en: known.name_en.clone(),
                    offered: !known.is_retired,
                };
                let mine = draft.id == Some(known.id);
                let shown = if mine { draft.clone() } else { kept };
                let wrong = if mine { problems.clone() } else { Problems::new() };
                let title = view! { {icon(Icon::category(&known.picture))} " " {known.name_zh.clone()} };
                view! {
                    <details class="card" open=mine>
                        <summary>{title} {known.is_retired.then(|| view! { " " <small>{words::retired(lang)}</small> })}</summary>
                        {form(&chrome, &shown, &wrong)}
                    </details>
                }
            })
            .collect();
        let is_new = draft.id.is_none();
        let (new, wrong) = if is_new {
            (draft.clone(), problems.clone())
        } else {
            (Draft::default(), Problems::new())
        };
        let new = Draft {
            request_key: if new.request_key.is_empty() {
                web.new_key()
            } else {
                new.request_key
            },
            ..new
        };
        view! {
            <h1>{text::frame::categories(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {forms}
            <section class="card">
                <h2>{words::add(lang)}</h2>
                {form(&chrome, &new, &wrong)}
            </section>
        }
    };
    if problems.is_empty() {
        web.page(text::frame::categories(lang), Kind::Staff, body)
    } else {
        web.again(text::frame::categories(lang), Kind::Staff, body)
    }
}

/// One category's form. The ids of its fields are its own, because the page has many of them.
fn form(chrome: &Chrome, draft: &Draft, problems: &Problems) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let id = draft.id.map(|id| id.to_string());
    // The form that came back with faults keeps the plain names, because its summary links there.
    let field = |name: &str| {
        let known = id.as_deref().unwrap_or("new");
        problems.is_empty().then(|| format!("{name}-{known}"))
    };
    view! {
        <form class="form" method="post" action="/admin/categories">
            {summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {id.clone().map(|id| view! { <input type="hidden" name="id" value=id/> })}
            <div class="pairing">
                {input(lang, problems, Input {
                    name: "name_zh",
                    id: field("name_zh"),
                    label: words::name_zh(lang).to_owned(),
                    value: draft.name_zh.clone(),
                    max: Some("20"),
                    ..Input::default()
                })}
                {input(lang, problems, Input {
                    name: "name_en",
                    id: field("name_en"),
                    label: words::name_en(lang).to_owned(),
                    value: draft.name_en.clone(),
                    optional: true,
                    max: Some("40"),
                    ..Input::default()
                })}
            </div>
            {id.is_some().then(|| view! {
                <label class="check">
                    <input type="checkbox" name="offered" value="1" checked=draft.offered/>
                    <span>{words::offered(lang)}</span>
                </label>
            })}
            <div class="submit still"><button class="button quiet">{common::save(lang)}</button></div>
        </form>
    }
}
