//! `/me/password`: a new password, and the field for one that other pages use (rules P5, P9).

use axum::http::StatusCode;
use backend::account::password::{self, Change};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, account as words};

use super::wait_page;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, described, fault, field_class, input, summary};
use crate::web::{Answer, Fault, Web};

/// `GET /me/password`
pub async fn show(web: Web) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    Ok(page(&web, StatusCode::OK, &Problems::new()))
}

/// `POST /me/password`
pub async fn submit(web: Web, form: Form) -> Answer {
    let own = web.own_session();
    let typed = Change {
        old: form.text("old"),
        new: form.text("password"),
    };
    let changed = web
        .write(move |ctx| {
            let (own, typed) = (own.clone(), typed.clone());
            async move { password::change(&ctx, &own, typed).await }
        })
        .await;
    match changed {
        Ok(()) => {
            web.session.cycle_id().await.map_err(Fault::session)?;
            web.see_other_saying("/me", words::password_changed(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            Ok(page(&web, StatusCode::UNPROCESSABLE_ENTITY, &problems))
        }
        Err(backend::Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(error) => Err(error.into()),
    }
}

fn page(web: &Web, status: StatusCode, problems: &Problems) -> axum::response::Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    web.page_with(status, words::password_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), words::me(lang))}
            <h1>{words::password_title(lang)}</h1>
            <p class="lead">{words::password_lead(lang)}</p>
            <form class="form" method="post" action="/me/password">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, Input {
                    name: "old",
                    label: words::password_old(lang).to_owned(),
                    kind: "password",
                    autocomplete: Some("current-password"),
                    max: Some("200"),
                    ..Input::default()
                })}
                {new_password(lang, problems)}
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::password_save(lang)}</button></div>
            </form>
            <p class="hint"><a href="/reset">{words::reset_have_slip(lang)}</a></p>
        }
    })
}

/// The field for a new password, named `password`: typed once, covered, with a box that shows it.
/// The box needs no script: it changes how the text is drawn.
pub fn new_password(lang: Lang, problems: &Problems) -> impl IntoView + use<> {
    view! {
        <div class=field_class(problems, "password")>
            <label for="password">{words::password_new(lang)}</label>
            {fault(lang, problems, "password")}
            <input
                type="text"
                class="covered"
                id="password"
                name="password"
                autocomplete="new-password"
                autocapitalize="none"
                spellcheck="false"
                maxlength="200"
                aria-invalid=problems.of("password").map(|_| "true")
                aria-describedby=described(problems, "password", Some("password"))
            />
            <p class="hint" id="password-hint">{words::password_hint(lang)}</p>
            <label class="check uncover">
                <input type="checkbox"/>
                <span>{words::password_show(lang)}</span>
            </label>
        </div>
    }
}
