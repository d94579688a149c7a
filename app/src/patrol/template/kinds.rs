//! `/admin/patrols/kinds`: what volunteers do.

use axum::http::StatusCode;
use backend::Error;
use backend::patrol::kind::{self, Draft, Kind as PatrolKind};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, patrol_template as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/patrols/kinds";

/// `GET /admin/patrols/kinds`
pub(super) async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Draft::default(), &Problems::new()).await
}

/// `POST /admin/patrols/kinds`
pub(super) async fn save(web: Web, form: Form) -> Answer {
    let draft = Draft {
        request_key: form.text("request_key"),
        id: form.text("id").parse().ok(),
        name_zh: form.text("name_zh"),
        name_en: form.text("name_en"),
        offered: form.ticked("offered"),
    };
    let saved = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            kind::save(&ctx, &draft).await
        })
        .await;
    match saved {
        Ok(()) => {
            web.see_other_saying(PATH, words::kind_saved(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &draft, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, typed: &Draft, problems: &Problems) -> Answer {
    let all = kind::list(&web.ctx).await?;
    let lang = web.lang();
    let is_new = status != StatusCode::OK && typed.id.is_none();
    Ok(
        web.page_with(status, words::kinds_title(lang), Kind::Staff, || {
            let forms: Vec<_> = all
                .iter()
                .map(|kind| known(web, kind, typed, problems))
                .collect();
            let (new, wrong) = if is_new {
                (typed.clone(), problems.clone())
            } else {
                (
                    Draft {
                        request_key: web.new_key(),
                        ..Draft::default()
                    },
                    Problems::new(),
                )
            };
            view! {
                {super::back(lang)}
                <h1>{words::kinds_title(lang)}</h1>
                <p class="lead">{words::kinds_lead(lang)}</p>
                {forms}
                <section class="card">
                    <h2>{words::kinds_add(lang)}</h2>
                    {fields(web, &new, &wrong)}
                </section>
            }
        }),
    )
}

fn known(
    web: &Web,
    kind: &PatrolKind,
    typed: &Draft,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_typed = typed.id == Some(kind.id);
    let form = if is_typed {
        fields(web, typed, problems).into_any()
    } else {
        let english = if kind.name_en == kind.name_zh {
            ""
        } else {
            kind.name_en.as_str()
        };
        let kept = Draft {
            request_key: web.new_key(),
            id: Some(kind.id),
            name_zh: kind.name_zh.clone(),
            name_en: english.to_owned(),
            offered: !kind.is_retired,
        };
        fields(web, &kept, &Problems::new()).into_any()
    };
    let name = kind.name(lang).to_owned();
    let retired = kind.is_retired;
    view! {
        <details class="card" open=is_typed>
            <summary>{name} {retired.then(|| view! { " " <small>{words::retired(lang)}</small> })}</summary>
            {form}
        </details>
    }
}

/// One kind's form. The ids of its fields are its own, because the page has many of them; the form
/// that came back with faults keeps the plain names, because its summary links there.
fn fields(web: &Web, draft: &Draft, problems: &Problems) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = draft.id.map(|id| id.to_string());
    let field = |name: &'static str, label: &str, value: &str, max| {
        let known = id.as_deref().unwrap_or("new");
        Input {
            name,
            id: problems.is_empty().then(|| format!("{name}-{known}")),
            label: label.to_owned(),
            value: value.to_owned(),
            autocomplete: Some("off"),
            max: Some(max),
            ..Input::default()
        }
    };
    let zh = field("name_zh", words::name_zh(lang), &draft.name_zh, "20");
    let en = Input {
        optional: true,
        ..field("name_en", words::name_en(lang), &draft.name_en, "40")
    };
    let offered = draft.offered;
    view! {
        <form class="form" method="post" action=PATH>
            {summary(lang, problems)}
            {frame::token(&web.chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {id.clone().map(|id| view! { <input type="hidden" name="id" value=id/> })}
            <div class="pairing">{input(lang, problems, zh)} {input(lang, problems, en)}</div>
            {id.is_some().then(|| view! {
                <label class="check">
                    <input type="checkbox" name="offered" value="1" checked=offered/>
                    <span>{words::offered(lang)}</span>
                </label>
            })}
            <div class="submit still"><button class="button quiet">{common::save(lang)}</button></div>
        </form>
    }
}
