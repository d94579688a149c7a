//! `/me/second-factor`: setting it up, the printed list, taking it away (rule P10).

use axum::http::StatusCode;
use axum::response::Response;
use backend::account::second_factor::{self, State};
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use text::{account as words, common};

use super::second_step::fresh_if_old;
use super::wait_page;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::qr::qr;
use crate::web::{Answer, Fault, Web};

/// `GET /me/second-factor`
pub async fn show(web: Web) -> Answer {
    let letters = second_factor::new_secret(&web.ctx);
    page(&web, StatusCode::OK, &letters, "", &Problems::new()).await
}

/// `POST /me/second-factor`
pub async fn submit(web: Web, form: Form) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    let (letters, code) = (form.text("letters"), form.text("code"));
    let (act, password) = (form.text("act"), form.text("password"));
    let done = match act.as_str() {
        "set" => {
            let letters = letters.clone();
            let set = web.write(move |ctx| {
                let (letters, code) = (letters.clone(), code.clone());
                async move { second_factor::set_up(&ctx, None, &letters, &code).await }
            });
            set.await.map(|(_, codes)| Some(codes))
        }
        "list" => {
            let set = web.write(|ctx| async move { second_factor::set_up_list(&ctx, None).await });
            set.await.map(|(_, codes)| Some(codes))
        }
        "renew" => {
            let renewed = web.write(move |ctx| {
                let password = password.clone();
                async move { second_factor::renew_list(&ctx, password).await }
            });
            renewed.await.map(Some)
        }
        "take" => {
            let taken = web.write(move |ctx| {
                let password = password.clone();
                async move { second_factor::take_own_away(&ctx, password).await }
            });
            taken.await.map(|()| None)
        }
        _ => Err(backend::Error::at("code", Problem::NotAChoice)),
    };
    match done {
        Ok(Some(codes)) => list_sheet(&web, &codes, "/me/second-factor"),
        Ok(None) => {
            web.see_other_saying("/me", words::second_factor_taken(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            let letters = fresh_if_old(&web, letters, &problems);
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, status, &letters, &act, &problems).await
        }
        Err(backend::Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    letters: &str,
    act: &str,
    problems: &Problems,
) -> Result<Response, Fault> {
    let state = second_factor::own(&web.ctx).await?;
    let person = web.ctx.signed_in().ok_or(backend::Error::SignIn)?;
    let letters = if letters.is_empty() {
        second_factor::new_secret(&web.ctx)
    } else {
        letters.to_owned()
    };
    let address = second_factor::address(&web.ctx, person, &letters);
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let since = state.map(|state| {
        let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
        words::second_factor_since(lang, parts::day(lang, zone, state.since, now))
    });
    Ok(web.page_with(
        status,
        words::second_factor_title(lang),
        Kind::Narrow,
        || {
            let body = match state {
                Some(state) => there(&chrome, state, since, act, problems).into_any(),
                None => view! {
                    <p class="lead">{words::second_factor_lead(lang)}</p>
                    {set_up_form(&chrome, "/me/second-factor", &letters, &address, "", problems)}
                }
                .into_any(),
            };
            view! {
                {parts::back("/me".to_owned(), words::me(lang))}
                <h1>{words::second_factor_title(lang)}</h1>
                {body}
            }
        },
    ))
}

/// What one does with a second factor that is set up.
fn there(
    chrome: &Chrome,
    state: State,
    since: Option<String>,
    act: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let none = Problems::new();
    let form = |which: &'static str, button: &'static str, hint: &'static str| {
        let mine = act == which;
        let problems = if mine { problems } else { &none };
        // The form that came back with faults keeps the plain name, because its summary links there.
        let id = (!mine).then(|| format!("password-{which}"));
        view! {
            <details class="card" open=mine>
                <summary>{button}</summary>
                <form class="form" method="post" action="/me/second-factor">
                    {summary(lang, problems)}
                    {frame::token(chrome)}
                    <input type="hidden" name="act" value=which/>
                    <p>{hint}</p>
                    {input(lang, problems, Input {
                        name: "password",
                        id,
                        label: words::password_confirm(lang).to_owned(),
                        kind: "password",
                        autocomplete: Some("current-password"),
                        max: Some("200"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button quiet">{button}</button></div>
                </form>
            </details>
        }
    };
    view! {
        <p class="lead">{icon(Icon::Solved)} {since}</p>
        <p>{words::second_factor_left(lang, state.codes_left)}</p>
        {form("renew", words::second_factor_renew(lang), words::second_factor_renew_hint(lang))}
        {form("take", words::second_factor_take(lang), words::second_factor_take_hint(lang))}
    }
}

/// The QR code, the letters, and the code that shows that it works.
pub fn set_up_form(
    chrome: &Chrome,
    action: &'static str,
    letters: &str,
    address: &str,
    back: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let groups: Vec<_> = letters
        .as_bytes()
        .chunks(4)
        .map(|four| String::from_utf8_lossy(four).into_owned())
        .collect();
    view! {
        <form class="form" method="post" action=action>
            {summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="act" value="set"/>
            <input type="hidden" name="back" value=back.to_owned()/>
            <input type="hidden" name="letters" value=letters.to_owned()/>
            <ol class="set-up">
                <li>{words::set_up_app(lang)}</li>
                <li>{words::set_up_scan(lang)}</li>
                <li>{words::set_up_type(lang)}</li>
            </ol>
            {qr(address)}
            <p class="hint">{words::set_up_letters(lang)} " " <strong class="letters">{groups.join(" ")}</strong></p>
            {input(lang, problems, Input {
                name: "code",
                label: words::set_up_code(lang).to_owned(),
                autocomplete: Some("one-time-code"),
                inputmode: Some("numeric"),
                max: Some("20"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::set_up_save(lang)}</button></div>
        </form>
        <details class="card">
            <summary>{words::set_up_no_phone(lang)}</summary>
            <form class="form" method="post" action=action>
                {frame::token(chrome)}
                <input type="hidden" name="act" value="list"/>
                <input type="hidden" name="back" value=back.to_owned()/>
                <p>{words::set_up_list_hint(lang)}</p>
                <div class="submit still"><button class="button quiet">{icon(Icon::Print)} {words::set_up_list(lang)}</button></div>
            </form>
        </details>
    }
}

/// The printed list (密码单), shown this once.
pub fn list_sheet(web: &Web, codes: &[String], on: &str) -> Answer {
    let lang = web.lang();
    let community = web.chrome.community.clone();
    let on = on.to_owned();
    let codes: Vec<_> = codes
        .iter()
        .map(|code| {
            let (first, last) = code.split_at(code.len() / 2);
            view! { <li class="number">{format!("{first} {last}")}</li> }
        })
        .collect();
    web.page(words::list_title(lang), Kind::Paper, || {
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button" href=on>{words::list_on(lang)} {icon(Icon::ArrowRight)}</a>
                <span>{words::list_how(lang)}</span>
            </nav>
            <main id="main" class="poster codes" tabindex="-1">
                <p class="from">{community}</p>
                <h1>{words::list_title(lang)}</h1>
                <div class="prose">
                    <p>{words::list_lead(lang)}</p>
                    <ol class="codes">{codes}</ol>
                    <p>{words::list_keep(lang)}</p>
                </div>
            </main>
        }
    })
}
