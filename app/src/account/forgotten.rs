//! `/login/forgotten`: what to do about a forgotten password (rule P9).

use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::Response;
use backend::account::forgotten;
use backend::community::{self, Contact};
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::account as words;

use super::wait_saying;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::phone;
use crate::web::{Answer, Fault, Web};

/// Whether the form has just been sent.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    sent: String,
}

/// `GET /login/forgotten`
pub async fn show(web: Web, Query(Asked { sent }): Query<Asked>) -> Answer {
    let contacts = community::contacts(&web.ctx).await?;
    if !sent.is_empty() {
        return said(&web, &contacts);
    }
    let none = Problems::new();
    Ok(page(&web, StatusCode::OK, &contacts, "", &none))
}

/// `POST /login/forgotten`: the same answer whether anybody is known by what was typed (rule P8).
pub async fn submit(web: Web, form: Form) -> Answer {
    if !web.mails_links() {
        return Err(Fault::status(StatusCode::NOT_FOUND));
    }
    let name = form.text("name");
    let asked = web
        .write_with(name.clone(), move |ctx, name| async move {
            forgotten::ask(&ctx, &name).await
        })
        .await;
    match asked {
        Ok(()) => web.see_other("/login/forgotten?sent=1"),
        Err(backend::Error::Invalid(problems)) => {
            let contacts = community::contacts(&web.ctx).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &contacts, &name, &problems))
        }
        Err(backend::Error::Wait(seconds)) => {
            let lead = words::forgotten_wait(web.lang(), seconds);
            Ok(wait_saying(&web, seconds, lead))
        }
        Err(error) => Err(error.into()),
    }
}

/// The community's own numbers, to be dialled.
pub(super) fn calls(web: &Web, contacts: &[Contact]) -> impl IntoView + use<> {
    let lang = web.lang();
    let calls: Vec<_> = contacts
        .iter()
        .filter(|contact| contact.kind == "community")
        .map(|contact| phone::call(lang, contact, false))
        .collect();
    (!calls.is_empty()).then(|| view! { <ul class="calls">{calls}</ul> })
}

fn page(
    web: &Web,
    status: StatusCode,
    contacts: &[Contact],
    name: &str,
    problems: &Problems,
) -> Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let calls = calls(web, contacts);
    let by_mail = web.mails_links().then(|| {
        view! {
            <section>
                <h2>{words::forgotten_mail_title_of_page(lang)}</h2>
                <form class="form" method="post" action="/login/forgotten">
                    {summary(lang, problems)}
                    {frame::token(&chrome)}
                    {input(lang, problems, Input {
                        name: "name",
                        label: words::forgotten_name(lang).to_owned(),
                        hint: Some(words::forgotten_mail_how(lang).to_owned()),
                        value: name.to_owned(),
                        autocomplete: Some("username"),
                        max: Some("254"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button">{words::forgotten_send(lang)}</button></div>
                </form>
            </section>
        }
    });
    let by_text = web.state.options.texts.then(|| {
        view! { <p><a class="button quiet" href="/login/sms">{icon(Icon::Phone)} {words::sms_title(lang)}</a></p> }
    });
    web.page_with(status, words::forgotten_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/login".to_owned(), words::sign_in(lang))}
            <h1>{words::forgotten_title(lang)}</h1>
            <section>
                <h2>{words::forgotten_staff(lang)}</h2>
                <p>{words::forgotten_staff_how(lang)}</p>
                {calls}
                <p><a class="button quiet" href="/reset">{icon(Icon::Qr)} {words::forgotten_slip(lang)}</a></p>
            </section>
            {by_mail}
            {by_text}
        }
    })
}

fn said(web: &Web, contacts: &[Contact]) -> Answer {
    let lang = web.lang();
    let calls = calls(web, contacts);
    web.page(words::forgotten_sent_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/login".to_owned(), words::sign_in(lang))}
            <h1>{words::forgotten_sent_title(lang)}</h1>
            <p class="lead">{words::forgotten_sent(lang)}</p>
            <p>{words::forgotten_sent_not(lang)}</p>
            {calls}
        }
    })
}
