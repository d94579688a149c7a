//! Coming in (rules P5, P6, P7, P15, P21): `/join` with a code, by asking, by an invitation, by a
//! card; and the pages about one's own household.

mod ask;
mod card;
mod code;
mod desk;
mod family;
mod own;

use std::sync::Arc;

use backend::account::{self, Try};
use backend::context::Actor;
use backend::join::Joined;
use domain::id::PersonId;
use domain::join::Newcomer;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::join as words;

use crate::form::Form;
use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::parts::{Input, fault, field_class, input, summary};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

pub use desk::task;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let admit = Access::Needs(Permission::AdmitResidents);
    vec![
        Route::get("/join", Access::Public, code::show),
        Route::post("/join", Access::Public, code::typed),
        Route::get("/join/{code}", Access::Public, code::open),
        Route::post("/join/{code}", Access::Public, code::join),
        Route::get("/join/ask", Access::Public, ask::show),
        Route::post("/join/ask", Access::Public, ask::submit),
        Route::get("/join/asked/{secret}", Access::Secret, ask::asked),
        Route::post("/join/asked/{secret}", Access::Secret, ask::finish),
        Route::get("/card/{secret}", Access::Secret, card::show),
        Route::post("/card/{secret}", Access::Secret, card::enter),
        Route::get("/family/{secret}", Access::Secret, family::invitation),
        Route::post("/family/{secret}", Access::Secret, family::accept),
        Route::get("/me/family", Access::SignedIn, family::show),
        Route::post("/me/family", Access::SignedIn, family::change),
        Route::get("/me/household", Access::SignedIn, own::show),
        Route::post("/me/household", Access::SignedIn, own::change),
        Route::get("/admin/join", admit, desk::list),
        Route::get("/admin/join/{id}", admit, desk::show),
        Route::post("/admin/join/{id}", admit, desk::decide),
    ]
}

/// What a joining form sent.
fn newcomer(form: &Form) -> Newcomer {
    Newcomer {
        request_key: form.text("request_key"),
        name: form.text("name"),
        sign_in_name: form.text("sign_in_name"),
        password: form.text("password"),
        person: form.text("person"),
    }
}

/// Signs in whoever has just joined. A form that came before signs in with what it chose.
async fn welcome(web: &Web, joined: Joined, newcomer: &Newcomer) -> Answer {
    let person = match joined {
        Joined::Now(account) => account::signed_in(&web.ctx, account).await?,
        Joined::Before => {
            let Ok(new) = newcomer.check() else {
                return web.see_other("/login");
            };
            let tried = Try {
                name: new.sign_in_name,
                password: new.password,
            };
            account::sign_in(&web.ctx, tried).await.ok()
        }
    };
    let Some(person) = person else {
        return web.see_other("/login");
    };
    crate::account::begin(web, &person).await?;
    let mut web = web.clone();
    web.ctx.actor = Actor::Person(Arc::new(person));
    web.see_other_saying("/me/household", words::joined(web.lang()))
        .await
}

/// The form that makes an account: a name, a name to sign in with, a password, nothing else.
fn account_form(
    chrome: &Chrome,
    action: String,
    newcomer: &Newcomer,
    members: &[(PersonId, String)],
    door: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let boxes: Vec<_> = members
        .iter()
        .map(|(id, name)| {
            let value = id.to_string();
            let is_on = newcomer.person == value;
            view! {
                <label class="check">
                    <input type="radio" name="person" value=value checked=is_on/>
                    <span>{name.clone()}</span>
                </label>
            }
        })
        .collect();
    let who = (!boxes.is_empty()).then(|| {
        view! {
            <fieldset class=field_class(problems, "person") id="person" tabindex="-1">
                <legend>{words::who(lang)}</legend>
                {fault(lang, problems, "person")}
                {boxes}
                <label class="check">
                    <input type="radio" name="person" value="" checked=newcomer.person.is_empty()/>
                    <span>{words::who_new(lang)}</span>
                </label>
            </fieldset>
        }
    });
    let door = (!door.is_empty() || problems.of("door").is_some())
        .then(|| door_field(chrome, door, problems));
    view! {
        <form class="form" method="post" action=action>
            {summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=newcomer.request_key.clone()/>
            {door}
            {who}
            {input(lang, problems, Input {
                name: "name",
                label: words::name(lang).to_owned(),
                hint: Some(words::name_hint(lang).to_owned()),
                value: newcomer.name.clone(),
                autocomplete: Some("nickname"),
                max: Some("20"),
                ..Input::default()
            })}
            {input(lang, problems, Input {
                name: "sign_in_name",
                label: words::sign_in_name(lang).to_owned(),
                hint: Some(words::sign_in_name_hint(lang).to_owned()),
                value: newcomer.sign_in_name.clone(),
                autocomplete: Some("username"),
                max: Some("30"),
                ..Input::default()
            })}
            {input(lang, problems, Input {
                name: "password",
                label: words::password(lang).to_owned(),
                hint: Some(words::password_hint(lang).to_owned()),
                value: newcomer.password.clone(),
                kind: "password",
                autocomplete: Some("new-password"),
                max: Some("128"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::finish(lang)}</button></div>
        </form>
        <p class="hint">{words::children(lang)}</p>
    }
}

fn door_field(chrome: &Chrome, door: &str, problems: &Problems) -> impl IntoView + use<> {
    let lang = chrome.lang;
    input(
        lang,
        problems,
        Input {
            name: "door",
            label: words::door_too(lang).to_owned(),
            hint: Some(words::door_too_hint(lang).to_owned()),
            value: door.to_owned(),
            max: Some("20"),
            ..Input::default()
        },
    )
}
