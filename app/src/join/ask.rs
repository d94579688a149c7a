//! `/join/ask` and the receipt of a request (rule P6).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::join::ask::{self, State};
use domain::join::{Ask, Newcomer};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, join as words};

use super::{account_form, newcomer, welcome};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{
    self, Area, Input, Names, described, fault, field_class, input, summary, textarea,
};
use crate::web::{Answer, Web};

/// `GET /join/ask`
pub async fn show(web: Web) -> Answer {
    let ask = Ask {
        request_key: web.new_key(),
        ..Ask::default()
    };
    page(&web, StatusCode::OK, &ask, &Problems::new()).await
}

/// `POST /join/ask`
pub async fn submit(web: Web, form: Form) -> Answer {
    let asked = Ask {
        request_key: form.text("request_key"),
        name: form.text("name"),
        unit: form.text("unit"),
        door: form.text("door"),
        telephone: form.text("telephone"),
        words: form.text("words"),
    };
    let kept = web
        .write_with(asked.clone(), move |ctx, asked| async move {
            ask::ask(&ctx, asked).await
        })
        .await;
    match kept {
        Ok(secret) => web.see_other(&format!("/join/asked/{secret}")),
        Err(backend::Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &asked, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, asked: &Ask, problems: &Problems) -> Answer {
    let names = names(web).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(
        web.page_with(status, words::ask_title(lang), Kind::Narrow, || {
            view! {
                {parts::back("/join".to_owned(), words::title(lang))}
                <h1>{words::ask_title(lang)}</h1>
                <p class="lead">{words::ask_lead(lang)}</p>
                <form class="form" method="post" action="/join/ask">
                    {summary(lang, problems)}
                    {frame::token(&chrome)}
                    <input type="hidden" name="request_key" value=asked.request_key.clone()/>
                    {input(lang, problems, Input {
                        name: "name",
                        label: words::ask_name(lang).to_owned(),
                        value: asked.name.clone(),
                        autocomplete: Some("name"),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    {units(lang, &names, &asked.unit, problems, words::ask_unit(lang))}
                    {input(lang, problems, Input {
                        name: "door",
                        label: words::ask_door(lang).to_owned(),
                        hint: Some(words::card_door_hint(lang).to_owned()),
                        value: asked.door.clone(),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "telephone",
                        label: words::ask_telephone(lang).to_owned(),
                        value: asked.telephone.clone(),
                        kind: "tel",
                        autocomplete: Some("tel"),
                        inputmode: Some("tel"),
                        max: Some("30"),
                        ..Input::default()
                    })}
                    {textarea(lang, problems, Area {
                        name: "words",
                        label: words::ask_words(lang).to_owned(),
                        value: asked.words.clone(),
                        optional: true,
                        rows: "2",
                        ..Area::default()
                    })}
                    <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::ask_send(lang)}</button></div>
                </form>
            }
        }),
    )
}

/// Every unit, under its building.
pub fn units(
    lang: Lang,
    names: &Names,
    chosen: &str,
    problems: &Problems,
    label: &'static str,
) -> impl IntoView + use<> {
    let groups: Vec<_> = names
        .estate
        .buildings
        .iter()
        .map(|building| {
            let options: Vec<_> = building
                .units
                .iter()
                .map(|(id, name)| {
                    let value = id.to_string();
                    let is_on = value == chosen;
                    let label = format!("{} {name}", building.name);
                    view! { <option value=value selected=is_on>{label}</option> }
                })
                .collect();
            view! { <optgroup label=building.name.clone()>{options}</optgroup> }
        })
        .collect();
    view! {
        <div class=field_class(problems, "unit")>
            <label for="unit">{label}</label>
            {fault(lang, problems, "unit")}
            <select id="unit" name="unit" aria-describedby=described(problems, "unit", None)>
                <option value="">{words::ask_unit_choose(lang)}</option>
                {groups}
            </select>
        </div>
    }
}

/// `GET /join/asked/{secret}`: how the request stands.
pub async fn asked(web: Web, Path(secret): Path<String>) -> Answer {
    let form = Newcomer {
        request_key: web.new_key(),
        ..Newcomer::default()
    };
    receipt(&web, StatusCode::OK, &secret, &form, &Problems::new()).await
}

/// `POST /join/asked/{secret}`: whoever was approved chooses name and password.
pub async fn finish(web: Web, Path(secret): Path<String>, form: Form) -> Answer {
    let newcomer = newcomer(&form);
    let joined = web
        .write_with(
            (secret.clone(), newcomer.clone()),
            move |ctx, (secret, newcomer)| async move { ask::finish(&ctx, &secret, newcomer).await },
        )
        .await;
    match joined {
        Ok(joined) => welcome(&web, joined, &newcomer).await,
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            receipt(&web, status, &secret, &newcomer, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn receipt(
    web: &Web,
    status: StatusCode,
    secret: &str,
    newcomer: &Newcomer,
    problems: &Problems,
) -> Answer {
    let request = ask::asked(&web.ctx, secret).await?;
    let members = ask::members(&web.ctx, &request).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let until = web.ctx.community.zone.date_of(request.expires_at).civil();
    let until = text::format::date_with_year(lang, until);
    Ok(
        web.page_with(status, words::asked_title(lang), Kind::Narrow, || {
            let says = match request.state {
                State::Waiting => view! {
                    <p class="lead">{icon(Icon::Clock)} " " {words::asked_waiting(lang)}</p>
                    <p>{words::asked_keep(lang)}</p>
                }
                .into_any(),
                State::Approved => {
                    let action = format!("/join/asked/{secret}");
                    view! {
                        <p class="lead">{icon(Icon::Check)} " " {words::asked_approved(lang)}</p>
                        {account_form(&chrome, action, newcomer, &members, "", problems)}
                    }
                    .into_any()
                }
                State::Declined => view! {
                    <p class="lead">{words::asked_declined(lang, request.reason.clone())}</p>
                    <p><a class="button quiet" href="/phone">{icon(Icon::Phone)} {text::problem::call_us(lang)}</a></p>
                }
                .into_any(),
                State::Finished => view! {
                    <p class="lead">{words::asked_finished(lang)}</p>
                    <p><a class="button" href="/login">{words::sign_in(lang)}</a></p>
                }
                .into_any(),
            };
            view! {
                <h1>{words::asked_title(lang)}</h1>
                <p>{words::asked_for(lang, request.name.clone(), request.place())}</p>
                {says}
                <p class="meta">{words::asked_until(lang, until)}</p>
            }
        }),
    )
}
