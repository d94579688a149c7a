//! How a person wants to hear beyond the inbox: mail to a confirmed address, text messages.

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use backend::Error;
use backend::message::choice::{self, Choices};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, message as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Fault, Web};

const HERE: &str = "/me/inbox/channels";

/// `GET /me/inbox/channels`
pub async fn show(web: Web) -> Answer {
    let choices = choice::own(&web.ctx).await?;
    Ok(page(&web, StatusCode::OK, &choices, &Problems::new()))
}

/// `POST /me/inbox/channels`: the address, or the ways.
pub async fn change(web: Web, form: Form) -> Answer {
    let lang = web.lang();
    match form.find("act") {
        Some("mail") => {
            let mail = form.text("mail");
            let typed = mail.clone();
            let set = web
                .write(move |ctx| {
                    let mail = mail.clone();
                    async move { choice::set_mail(&ctx, &mail).await }
                })
                .await;
            match set {
                Ok(()) if typed.trim().is_empty() => {
                    web.see_other_saying(HERE, words::mail_removed(lang)).await
                }
                Ok(()) => web.see_other_saying(HERE, words::mail_asked(lang)).await,
                Err(Error::Invalid(problems)) => {
                    let kept = choice::own(&web.ctx).await?;
                    let shown = Choices {
                        mail: Some(typed),
                        is_confirmed: false,
                        ..kept
                    };
                    let status = StatusCode::UNPROCESSABLE_ENTITY;
                    Ok(page(&web, status, &shown, &problems))
                }
                Err(Error::Wait(_)) => web.see_other_saying(HERE, words::mail_wait(lang)).await,
                Err(error) => Err(error.into()),
            }
        }
        Some("ways") => {
            let (mail, sms) = (form.ticked("wants_mail"), form.ticked("wants_sms"));
            web.write(move |ctx| async move { choice::set_ways(&ctx, mail, sms).await })
                .await?;
            web.see_other_saying(HERE, words::saved(lang)).await
        }
        _ if web.ctx.account().is_none() => Err(Error::SignIn.into()),
        _ => Err(Fault::status(StatusCode::BAD_REQUEST)),
    }
}

fn page(web: &Web, status: StatusCode, choices: &Choices, problems: &Problems) -> Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let stands = choices.mail.is_some() && problems.is_empty();
    let standing = stands.then(|| {
        if choices.is_confirmed {
            view! { <p class="chip done">{icon(Icon::Check)} {words::mail_confirmed(lang)}</p> }
                .into_any()
        } else {
            view! { <p class="chip waiting">{icon(Icon::Clock)} {words::mail_waiting(lang)}</p> }
                .into_any()
        }
    });
    let offers_ways = choices.is_confirmed || choices.has_number;
    web.page_with(status, words::channels(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me/inbox".to_owned(), words::title(lang))}
            <h1>{words::channels(lang)}</h1>
            <p class="lead">{words::channels_lead(lang)}</p>
            <form class="form" method="post" action=HERE>
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, Input {
                    name: "mail",
                    label: words::mail(lang).to_owned(),
                    hint: Some(words::mail_hint(lang).to_owned()),
                    value: choices.mail.clone().unwrap_or_default(),
                    optional: true,
                    kind: "email",
                    autocomplete: Some("email"),
                    inputmode: Some("email"),
                    max: Some("254"),
                    ..Input::default()
                })}
                {standing}
                <div class="submit still"><button class="button quiet" name="act" value="mail">{words::mail_save(lang)}</button></div>
            </form>
            {offers_ways.then(|| view! {
                <form class="form" method="post" action=HERE>
                    {frame::token(&chrome)}
                    {choices.is_confirmed.then(|| view! {
                        <label class="check">
                            <input type="checkbox" name="wants_mail" value="1" checked=choices.wants_mail/>
                            <span>{words::wants_mail(lang)}</span>
                        </label>
                    })}
                    {choices.has_number.then(|| view! {
                        <label class="check">
                            <input type="checkbox" name="wants_sms" value="1" checked=choices.wants_sms/>
                            <span>{words::wants_sms(lang)}</span>
                        </label>
                    })}
                    <p class="hint">{words::sms_hint(lang)}</p>
                    <div class="submit still"><button class="button quiet" name="act" value="ways">{common::save(lang)}</button></div>
                </form>
            })}
        }
    })
}

/// `GET /me/mail/{token}`: one press, so that a program that looks into mails confirms nothing.
pub async fn ask_to_confirm(web: Web, Path(token): Path<String>) -> Answer {
    match choice::asked(&web.ctx, &token).await {
        Ok(()) => {}
        Err(Error::NotFound) => return Ok(gone(&web)),
        Err(error) => return Err(error.into()),
    }
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let path = chrome.address.clone();
    web.page(words::mail_to_confirm(lang), Kind::Narrow, || {
        view! {
            <h1>{words::mail_to_confirm(lang)}</h1>
            <form class="form" method="post" action=path>
                {frame::token(&chrome)}
                <div class="submit still"><button class="button big" name="act" value="confirm">{icon(Icon::Check)} {words::mail_confirm(lang)}</button></div>
            </form>
        }
    })
}

/// `POST /me/mail/{token}`
pub async fn confirm(web: Web, Path(token): Path<String>, form: Form) -> Answer {
    match choice::asked(&web.ctx, &token).await {
        Ok(()) if form.find("act") == Some("confirm") => {}
        Ok(()) => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        Err(Error::NotFound) => return Ok(gone(&web)),
        Err(error) => return Err(error.into()),
    }
    let confirmed = web
        .write(move |ctx| {
            let token = token.clone();
            async move { choice::confirm(&ctx, &token).await }
        })
        .await;
    match confirmed {
        Ok(()) => {
            let lang = web.lang();
            let (title, what) = (words::confirmed_title(lang), words::confirmed(lang));
            Ok(said(&web, StatusCode::OK, title, what))
        }
        Err(Error::NotFound) => Ok(gone(&web)),
        Err(error) => Err(error.into()),
    }
}

fn gone(web: &Web) -> Response {
    let lang = web.lang();
    let (title, what) = (words::gone_title(lang), words::gone(lang));
    said(web, StatusCode::NOT_FOUND, title, what)
}

fn said(web: &Web, status: StatusCode, title: &'static str, what: &'static str) -> Response {
    let lang = web.lang();
    web.page_with(status, title, Kind::Narrow, || {
        view! {
            <h1>{title}</h1>
            <p class="lead">{what}</p>
            <p><a class="button" href="/me/inbox">{words::title(lang)}</a></p>
        }
    })
}
