//! `/admin/people/{id}/slip`: the sheet with which a forgotten password is set anew (rule P9).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::account::slip::{self, Draft, Slip, Subject};
use backend::account::sms;
use domain::id::PersonId;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{account as words, common};

use super::sms::{standing, turned};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, fault, field_class, summary};
use crate::person::asked;
use crate::qr::qr;
use crate::web::{Answer, Fault, Web};

/// `GET /admin/people/{id}/slip`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let (subject, may) = slip::subject(&web.ctx, asked(&id)?).await?;
    let sms = sms_of(&web, &subject, may).await?;
    Ok(page(
        &web,
        StatusCode::OK,
        &subject,
        may,
        sms.as_ref(),
        &Draft::default(),
        &Problems::new(),
    ))
}

/// `POST /admin/people/{id}/slip`: the sheet itself, this once; or the way in that needs no password.
pub async fn submit(web: Web, Path(id): Path<String>, form: Form) -> Answer {
    let person = asked(&id)?;
    if let Some(act @ ("sms_on" | "sms_off")) = form.find("act") {
        return set_sms(&web, person, act == "sms_on").await;
    }
    let draft = Draft {
        request_key: form.text("request_key"),
        handing: form.text("handing"),
    };
    let made = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            slip::make(&ctx, person, draft).await
        })
        .await;
    match made {
        Ok(slip) => sheet(&web, &slip),
        Err(backend::Error::Invalid(problems)) => {
            let (subject, may) = slip::subject(&web.ctx, person).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            let sms = sms_of(&web, &subject, may).await?;
            Ok(page(
                &web,
                status,
                &subject,
                may,
                sms.as_ref(),
                &draft,
                &problems,
            ))
        }
        Err(error) => Err(error.into()),
    }
}

/// Signing in by text message, turned on or off for a resident (rule P5).
async fn set_sms(web: &Web, person: PersonId, on: bool) -> Answer {
    let here = format!("/admin/people/{person}/slip");
    let set = web
        .write(move |ctx| async move { sms::set_for(&ctx, person, on).await })
        .await;
    match set {
        Ok(()) => web.see_other_saying(&here, turned(web, on)).await,
        // The page says what is missing.
        Err(backend::Error::Invalid(_)) => web.see_other(&here),
        Err(error) => Err(error.into()),
    }
}

/// How it stands, where a gateway is set and the person has an account below one's own posts.
async fn sms_of(web: &Web, subject: &Subject, may: bool) -> Result<Option<sms::State>, Fault> {
    if !may || subject.account.is_none() || !web.state.options.texts {
        return Ok(None);
    }
    Ok(Some(sms::of(&web.ctx, subject.person).await?))
}

fn page(
    web: &Web,
    status: StatusCode,
    subject: &Subject,
    may: bool,
    sms: Option<&sms::State>,
    draft: &Draft,
    problems: &Problems,
) -> axum::response::Response {
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let person = format!("/admin/people/{}", subject.person);
    let action = format!("{person}/slip");
    let key = if draft.request_key.is_empty() {
        web.new_key()
    } else {
        draft.request_key.clone()
    };
    let name = subject.name.clone();
    let choice = |value: &'static str, label: &'static str| {
        let is_on = draft.handing == value || (draft.handing.is_empty() && value == "handed");
        view! {
            <label class="check">
                <input type="radio" name="handing" value=value checked=is_on/>
                <span>{label}</span>
            </label>
        }
    };
    let body = if subject.account.is_none() {
        view! { <p class="note">{icon(Icon::Info)} <span>{words::slip_no_account(lang)}</span></p> }
            .into_any()
    } else if !may {
        view! { <p class="note">{icon(Icon::Lock)} <span>{words::slip_above(lang)}</span></p> }
            .into_any()
    } else {
        view! {
            <p class="lead">{words::slip_lead(lang)}</p>
            <form class="form" method="post" action=action>
                {summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=key/>
                <fieldset class=field_class(problems, "handing") id="handing" tabindex="-1">
                    <legend>{words::slip_handing(lang)}</legend>
                    {fault(lang, problems, "handing")}
                    {choice("handed", words::slip_handed(lang))}
                    {choice("delivered", words::slip_delivered(lang))}
                </fieldset>
                <div class="submit still"><button class="button big">{icon(Icon::Print)} {words::slip_make(lang)}</button></div>
            </form>
            <p class="hint">{words::slip_once(lang)}</p>
        }.into_any()
    };
    let by_text = sms.map(|state| {
        let here = format!("{person}/slip");
        let standing = standing(web, &here, state, words::sms_for_no_number(lang));
        view! {
            <h2>{words::sms_own_title(lang)}</h2>
            <p class="hint">{words::sms_for_hint(lang)}</p>
            {standing}
        }
    });
    web.page_with(status, words::slip_title(lang), Kind::Staff, || {
        view! {
            {parts::back(person, common::back(lang))}
            <h1>{words::slip_for(lang, &name)}</h1>
            {body}
            {by_text}
        }
    })
}

fn sheet(web: &Web, slip: &Slip) -> Answer {
    let person = format!("/admin/people/{}", slip.subject.person);
    sheets(web, person, std::slice::from_ref(slip))
}

/// The sheets of slips, one a page, with the way back.
///
/// # Errors
/// None; it has the type of a handler's answer.
pub fn sheets(web: &Web, back: String, slips: &[Slip]) -> Answer {
    let lang = web.lang();
    let letters: Vec<_> = slips.iter().map(|slip| letter(web, slip)).collect();
    web.page(words::slip_title(lang), Kind::Paper, || {
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button quiet" href=back>{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::slip_how(lang)}</span>
            </nav>
            <main id="main" tabindex="-1">{letters}</main>
        }
    })
}

fn letter(web: &Web, slip: &Slip) -> impl IntoView + use<> {
    let lang = web.lang();
    let community = web.chrome.community.clone();
    let address = format!("{}/reset/{}", web.chrome.origin, slip.token);
    let short = format!("{}/reset", web.chrome.origin);
    let (first, last) = slip.digits.split_at(slip.digits.len() / 2);
    let digits = format!("{first} {last}");
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    let until = words::slip_until(lang, parts::moment(lang, zone, slip.expires_at, now));
    let name = slip.subject.name.clone();
    let sign_in_name = slip.sign_in_name.clone();
    view! {
        <section class="poster slip">
            <p class="from">{community}</p>
            <h1>{words::reset_title(lang)}</h1>
            <p class="meta"><span>{words::slip_for_whom(lang, &name)}</span> <span>{until}</span></p>
            <div class="prose">
                <ol>
                    <li>{words::slip_step_scan(lang, &short)}</li>
                    <li>{words::slip_step_password(lang)}</li>
                    <li>{words::slip_step_name(lang)} " " <strong class="number">{sign_in_name}</strong></li>
                </ol>
            </div>
            <footer>
                {qr(&address)}
                <div>
                    <p>{words::slip_digits(lang)}</p>
                    <p class="address number">{digits}</p>
                    <p class="address">{short.clone()}</p>
                    <p>{words::slip_keep(lang)}</p>
                </div>
            </footer>
        </section>
    }
}
