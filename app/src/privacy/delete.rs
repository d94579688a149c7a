//! `/me/privacy/delete`: what goes, what stays, and the press that does it (rule P23).

use axum::http::StatusCode;
use backend::privacy::{self, Confirmed, Means};
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use text::{certificate, common, privacy as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Fault, Web};

/// `GET /me/privacy/delete`
pub async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Problems::new()).await
}

/// `POST /me/privacy/delete`
pub async fn delete(web: Web, form: Form) -> Answer {
    let confirmed = Confirmed {
        password: form.text("password"),
        word: form.text("word"),
    };
    let done = web
        .write(move |ctx| {
            let confirmed = confirmed.clone();
            async move { privacy::erase_self(&ctx, &confirmed).await }
        })
        .await;
    match done {
        Ok(()) => gone(web).await,
        Err(backend::Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, problems: &Problems) -> Answer {
    let (means, is_last) = privacy::means(&web.ctx).await?;
    let has_hours = backend::hours::has_any(&web.ctx).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let is_last = is_last || problems.of("confirm") == Some(Problem::LastAdmin);
    let form = || {
        let field = match means {
            Means::Password => input(
                lang,
                problems,
                Input {
                    name: "password",
                    label: words::delete_password(lang).to_owned(),
                    kind: "password",
                    autocomplete: Some("current-password"),
                    max: Some("200"),
                    ..Input::default()
                },
            )
            .into_any(),
            Means::Word => input(
                lang,
                problems,
                Input {
                    name: "word",
                    label: words::delete_word(lang).to_owned(),
                    autocomplete: Some("off"),
                    max: Some("10"),
                    ..Input::default()
                },
            )
            .into_any(),
        };
        view! {
            <form class="form" method="post" action="/me/privacy/delete">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {field}
                <div class="submit still">
                    <button class="button urgent">{icon(Icon::Cross)} {words::delete_button(lang)}</button>
                    <a class="button quiet" href="/me/privacy">{words::delete_keep(lang)}</a>
                </div>
            </form>
        }
    };
    Ok(web.page_with(status, words::delete_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me/privacy".to_owned(), words::title(lang))}
            <h1>{words::delete_title(lang)}</h1>
            <p class="lead">{words::delete_lead(lang)}</p>
            <section class="card">
                <h2>{words::delete_goes(lang)}</h2>
                <p>{words::delete_goes_what(lang)}</p>
                <h2>{words::delete_stays(lang)}</h2>
                <p>{words::delete_stays_what(lang)}</p>
            </section>
            {has_hours.then(|| view! {
                <section class="card">
                    <p>{certificate::offer(lang)}</p>
                    <div class="buttons">
                        <a class="button quiet" href="/me/hours/certificate">
                            {icon(Icon::Print)} {text::hours::make_certificate(lang)}
                        </a>
                    </div>
                </section>
            })}
            {if is_last {
                view! { <p class="note">{icon(Icon::Warning)} {words::last_admin(lang)}</p> }.into_any()
            } else {
                form().into_any()
            }}
        }
    }))
}

/// The last page: nobody is signed in any more.
async fn gone(mut web: Web) -> Answer {
    web.session.flush().await.map_err(Fault::session)?;
    let lang = web.lang();
    web.chrome.person = None;
    web.chrome.permissions = Vec::new();
    web.chrome.token = None;
    web.chrome.flash = None;
    let mut response = web.page_with(StatusCode::OK, words::deleted_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::deleted_title(lang)}</h1>
            <p class="lead">{words::deleted(lang)}</p>
            <div class="buttons"><a class="button" href="/">{icon(Icon::Home)} {common::home(lang)}</a></div>
        }
    });
    crate::account::forget(&web, &mut response);
    Ok(response)
}
