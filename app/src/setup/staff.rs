//! `/admin/setup/staff`: colleagues in one go, and the sheets with which they choose a password.

use axum::http::StatusCode;
use backend::setup::staff::{self, MOST, Newcomer, Newcomers, OFFERED};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::setup as words;

use crate::account::slip_sheets;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, fault, field_class, summary};
use crate::web::{Answer, Web};

/// `GET /admin/setup/staff`
pub async fn show(web: Web) -> Answer {
    web.require(Permission::GivePosts)?;
    let draft = Newcomers {
        request_key: web.new_key(),
        ..Newcomers::default()
    };
    Ok(page(&web, StatusCode::OK, &draft, &Problems::new()))
}

/// `POST /admin/setup/staff`: the sheets, this once.
pub async fn admit(web: Web, form: Form) -> Answer {
    let posts: Vec<_> = form.all("post").collect();
    let draft = Newcomers {
        request_key: form.text("request_key"),
        rows: form
            .all("name")
            .enumerate()
            .map(|(nth, name)| Newcomer {
                name: name.to_owned(),
                post: posts.get(nth).copied().unwrap_or_default().to_owned(),
            })
            .collect(),
    };
    let made = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            staff::admit(&ctx, draft).await
        })
        .await;
    match made {
        Ok(slips) => slip_sheets(&web, "/admin/setup".to_owned(), &slips),
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &draft, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    draft: &Newcomers,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let key = if problems.of("request_key").is_some() {
        web.new_key()
    } else {
        draft.request_key.clone()
    };
    let rows: Vec<_> = (0..MOST)
        .map(|nth| {
            let typed = draft.rows.get(nth).cloned().unwrap_or_default();
            // The summary links to the first row.
            let name_id = if nth == 0 { "name".to_owned() } else { format!("name-{nth}") };
            let post_id = if nth == 0 { "post".to_owned() } else { format!("post-{nth}") };
            let options: Vec<_> = OFFERED
                .into_iter()
                .map(|post| {
                    let is_chosen = typed.post == post.as_str();
                    view! {
                        <option value=post.as_str() selected=is_chosen>{backend::words::post(lang, post)}</option>
                    }
                })
                .collect();
            view! {
                <div class="pairing">
                    <div class="field">
                        <label for=name_id.clone()>{words::staff_name(lang, nth + 1)}</label>
                        <input type="text" id=name_id name="name" value=typed.name maxlength="20" autocomplete="off"/>
                    </div>
                    <div class="field">
                        <label for=post_id.clone()>{words::staff_post(lang)}</label>
                        <select id=post_id name="post">{options}</select>
                    </div>
                </div>
            }
        })
        .collect();
    web.page_with(status, words::staff_title(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/setup".to_owned(), words::steps_title(lang))}
            <h1>{words::staff_title(lang)}</h1>
            <p class="lead">{words::staff_lead(lang)}</p>
            <form class="form" method="post" action="/admin/setup/staff">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=key/>
                <div class=field_class(problems, "name")>{fault(lang, problems, "name")}</div>
                {rows}
                <p class="hint">{words::staff_hint(lang)}</p>
                <div class="submit still"><button class="button big">{icon(Icon::Print)} {words::staff_print(lang)}</button></div>
            </form>
        }
    })
}
