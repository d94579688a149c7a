//! `/login/sms`: signing in with a code sent by text message (rules P5, P8), and `/me/sms`, where one
//! turns it on or off. There are no such pages where the operator set no gateway.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::Response;
use backend::Error;
use backend::account::sms::{self, Passed, State};
use domain::id::AccountId;
use domain::problem::Problems;
use leptos::prelude::*;
use text::account as words;

use super::enter::{enter, with_back};
use super::{Back, wait_page, wait_saying};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Fault, Web};

const HERE: &str = "/login/sms";

fn there_is_one(web: &Web) -> Result<(), Fault> {
    if web.state.options.texts {
        Ok(())
    } else {
        Err(Fault::status(StatusCode::NOT_FOUND))
    }
}

/// `GET /login/sms`
pub async fn show(web: Web, Query(Back { back }): Query<Back>) -> Answer {
    there_is_one(&web)?;
    Ok(number_page(
        &web,
        StatusCode::OK,
        "",
        &back,
        &Problems::new(),
    ))
}

/// `POST /login/sms`: leads on to the page for the code, whether anybody is known by the number or
/// not (rule P8).
pub async fn submit(web: Web, form: Form) -> Answer {
    there_is_one(&web)?;
    let (telephone, back) = (form.text("telephone"), form.text("back"));
    let asked = web
        .write_with(telephone.clone(), move |ctx, telephone| async move {
            sms::ask(&ctx, &telephone).await
        })
        .await;
    match asked {
        Ok(handle) => web.see_other(&with_back(&format!("{HERE}/{handle}"), &back)),
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(number_page(&web, status, &telephone, &back, &problems))
        }
        Err(Error::Wait(seconds)) => {
            let lead = words::sms_wait(web.lang(), seconds);
            Ok(wait_saying(&web, seconds, lead))
        }
        Err(error) => Err(error.into()),
    }
}

fn number_page(
    web: &Web,
    status: StatusCode,
    telephone: &str,
    back: &str,
    problems: &Problems,
) -> Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    web.page_with(status, words::sms_title(lang), Kind::Narrow, || {
        view! {
            {parts::back(with_back("/login", back), words::sign_in(lang))}
            <h1>{words::sms_title(lang)}</h1>
            <p class="lead">{words::sms_lead(lang)}</p>
            <form class="form" method="post" action=HERE>
                {summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="back" value=back.to_owned()/>
                {input(lang, problems, Input {
                    name: "telephone",
                    label: words::sms_telephone(lang).to_owned(),
                    value: telephone.to_owned(),
                    kind: "tel",
                    autocomplete: Some("tel-national"),
                    inputmode: Some("tel"),
                    max: Some("30"),
                    ..Input::default()
                })}
                <div class="submit still"><button class="button big">{icon(Icon::Phone)} {words::sms_send(lang)}</button></div>
            </form>
        }
    })
}

/// `GET /login/sms/{secret}`: the page for the code.
pub async fn show_code(
    web: Web,
    Path(handle): Path<String>,
    Query(Back { back }): Query<Back>,
) -> Answer {
    there_is_one(&web)?;
    code_page(&web, StatusCode::OK, &handle, &back, &Problems::new()).await
}

/// `POST /login/sms/{secret}`
pub async fn submit_code(web: Web, Path(handle): Path<String>, form: Form) -> Answer {
    there_is_one(&web)?;
    let (code, back) = (form.text("code"), form.text("back"));
    let chosen: Option<AccountId> = form.find("account").and_then(|id| id.parse().ok());
    let passed = web
        .write_with(
            (handle.clone(), code.clone()),
            move |ctx, (handle, code)| async move { sms::pass(&ctx, &handle, &code, chosen).await },
        )
        .await;
    match passed {
        Ok(Passed::In(person)) => enter(&web, &person, &back).await,
        Ok(Passed::Choose(people)) => Ok(who_page(&web, &handle, &code, &back, &people)),
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            code_page(&web, status, &handle, &back, &problems).await
        }
        Err(Error::NotFound) => Ok(gone_page(&web, &back)),
        Err(Error::Wait(seconds)) => Ok(wait_page(&web, seconds)),
        Err(error) => Err(error.into()),
    }
}

async fn code_page(
    web: &Web,
    status: StatusCode,
    handle: &str,
    back: &str,
    problems: &Problems,
) -> Answer {
    let number = match sms::number(&web.ctx, handle).await {
        Ok(number) => number.to_string(),
        Err(Error::NotFound) => return Ok(gone_page(web, back)),
        Err(error) => return Err(error.into()),
    };
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let action = format!("{HERE}/{handle}");
    Ok(
        web.page_with(status, words::sms_code_title(lang), Kind::Narrow, || {
            view! {
                <h1>{words::sms_code_title(lang)}</h1>
                <p class="lead">{words::sms_code_lead(lang)} " " <span class="number">{number}</span></p>
                <form class="form" method="post" action=action>
                    {summary(lang, problems)}
                    {frame::token(&chrome)}
                    <input type="hidden" name="back" value=back.to_owned()/>
                    {input(lang, problems, Input {
                        name: "code",
                        label: words::sms_code_label(lang).to_owned(),
                        hint: Some(words::sms_code_hint(lang).to_owned()),
                        autocomplete: Some("one-time-code"),
                        inputmode: Some("numeric"),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::sign_in(lang)}</button></div>
                </form>
                <p class="hint">{words::sms_code_none(lang)}</p>
                {ways_on(web, back)}
            }
        }),
    )
}

/// What else there is: another code, the password, a call.
fn ways_on(web: &Web, back: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    view! {
        <div class="buttons">
            <a class="button quiet" href=with_back(HERE, back)>{words::sms_code_again(lang)}</a>
            <a class="button quiet" href=with_back("/login", back)>{words::sms_code_password(lang)}</a>
            <a class="button quiet" href="/phone">{icon(Icon::Phone)} {text::problem::call_us(lang)}</a>
        </div>
    }
}

/// Too old, mistyped too often, or used.
fn gone_page(web: &Web, back: &str) -> Response {
    let lang = web.lang();
    let status = StatusCode::NOT_FOUND;
    web.page_with(status, words::sms_gone_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::sms_gone_title(lang)}</h1>
            <p class="lead">{words::sms_gone(lang)}</p>
            {ways_on(web, back)}
        }
    })
}

/// Who of those behind the number it is; the code goes along and is checked once more.
fn who_page(
    web: &Web,
    handle: &str,
    code: &str,
    back: &str,
    people: &[(AccountId, String)],
) -> Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let action = format!("{HERE}/{handle}");
    let people: Vec<_> = people
        .iter()
        .map(|(account, name)| {
            view! {
                <li><button class="row" name="account" value=account.to_string()>
                    {icon(Icon::Person)}<span><b>{name.clone()}</b></span>{icon(Icon::ArrowRight)}
                </button></li>
            }
        })
        .collect();
    let status = StatusCode::OK;
    web.page_with(status, words::sms_who_title(lang), Kind::Narrow, || {
        view! {
            <h1>{words::sms_who_title(lang)}</h1>
            <p class="lead">{words::sms_who_lead(lang)}</p>
            <form method="post" action=action>
                {frame::token(&chrome)}
                <input type="hidden" name="back" value=back.to_owned()/>
                <input type="hidden" name="code" value=code.to_owned()/>
                <ul class="rows">{people}</ul>
            </form>
        }
    })
}

/// `GET /me/sms`
pub async fn show_own(web: Web) -> Answer {
    there_is_one(&web)?;
    let state = sms::own(&web.ctx).await?;
    let lang = web.lang();
    let body = standing(&web, "/me/sms", &state, words::sms_own_no_number(lang));
    web.page(words::sms_own_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), words::me(lang))}
            <h1>{words::sms_own_title(lang)}</h1>
            <p class="lead">{words::sms_own_lead(lang)}</p>
            {body}
            <p class="hint">{words::sms_shared(lang)}</p>
        }
    })
}

/// `POST /me/sms`
pub async fn submit_own(web: Web, form: Form) -> Answer {
    there_is_one(&web)?;
    let on = match form.find("act") {
        Some("sms_on") => true,
        Some("sms_off") => false,
        _ if web.ctx.account().is_none() => return Err(Error::SignIn.into()),
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let set = web
        .write(move |ctx| async move { sms::set_own(&ctx, on).await })
        .await;
    match set {
        Ok(()) => web.see_other_saying("/me/sms", turned(&web, on)).await,
        // The page says what to do about it.
        Err(Error::Invalid(_)) => web.see_other("/me/sms"),
        Err(error) => Err(error.into()),
    }
}

/// What was done, for the next page.
pub(super) fn turned(web: &Web, on: bool) -> &'static str {
    if on {
        words::sms_turned_on(web.lang())
    } else {
        words::sms_turned_off(web.lang())
    }
}

/// How it stands, and one press that changes it.
pub(super) fn standing(
    web: &Web,
    action: &str,
    state: &State,
    no_number: &'static str,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let Some(number) = state.number.as_ref().map(ToString::to_string) else {
        return view! { <p class="note">{icon(Icon::Info)} <span>{no_number}</span></p> }
            .into_any();
    };
    let (word, act, press) = if state.is_on {
        (words::sms_is_on(lang), "sms_off", words::sms_off(lang))
    } else {
        (words::sms_is_off(lang), "sms_on", words::sms_on(lang))
    };
    let class = if state.is_on {
        "button quiet"
    } else {
        "button"
    };
    view! {
        <section class="card">
            <dl class="facts">
                <div><dt>{words::sms_own_number(lang)}</dt><dd class="number">{number}</dd></div>
                <div><dt>{words::sms_own_title(lang)}</dt><dd>{word}</dd></div>
            </dl>
            <form method="post" action=action.to_owned()>
                {frame::token(&chrome)}
                <button class=class name="act" value=act>{press}</button>
            </form>
        </section>
    }
    .into_any()
}
