//! Signing in and out, and the page about oneself.

mod access;
mod devices;
mod enter;
mod forgotten;
mod name;
mod password;
mod reset;
mod second_factor;
mod second_step;
mod slip;
mod sms;

pub use backend::words::post as post_word;
pub use slip::sheets as slip_sheets;

use axum::extract::Query;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use backend::account::{self, Try};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{account as words, common};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web, safe_path, see_other, session_cookie};

pub use enter::{begin, enter, renew};
pub use password::new_password;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let own = Access::SignedIn;
    let admit = Access::Needs(Permission::AdmitResidents);
    let see = Access::Needs(Permission::SeePeople);
    let manage = Access::Needs(Permission::ManagePeople);
    vec![
        Route::get("/login", Access::Public, show),
        Route::post("/login", Access::Public, sign_in),
        Route::get("/login/code", Access::Public, second_step::show_code),
        Route::post("/login/code", Access::Public, second_step::submit_code),
        Route::get("/login/set-up", Access::Public, second_step::show_set_up),
        Route::post("/login/set-up", Access::Public, second_step::submit_set_up),
        Route::get("/login/forgotten", Access::Public, forgotten::show),
        Route::post("/login/forgotten", Access::Public, forgotten::submit),
        Route::get("/login/sms", Access::Public, sms::show),
        Route::post("/login/sms", Access::Public, sms::submit),
        Route::get("/login/sms/{secret}", Access::Public, sms::show_code),
        Route::post("/login/sms/{secret}", Access::Public, sms::submit_code),
        Route::post("/logout", Access::Public, sign_out),
        Route::get("/reset", Access::Public, reset::typed),
        Route::post("/reset", Access::Public, reset::typed_submit),
        Route::get("/reset/{secret}", Access::Secret, reset::scanned),
        Route::post("/reset/{secret}", Access::Secret, reset::scanned_submit),
        Route::get("/me", own, me),
        Route::get("/me/name", own, name::show),
        Route::post("/me/name", own, name::submit),
        Route::get("/me/password", own, password::show),
        Route::post("/me/password", own, password::submit),
        Route::get("/me/devices", own, devices::show),
        Route::post("/me/devices", own, devices::submit),
        Route::get("/me/sms", own, sms::show_own),
        Route::post("/me/sms", own, sms::submit_own),
        Route::get("/me/second-factor", own, second_factor::show),
        Route::post("/me/second-factor", own, second_factor::submit),
        Route::get("/admin/people/{id}/slip", admit, slip::show),
        Route::post("/admin/people/{id}/slip", admit, slip::submit),
        Route::get("/admin/people/{id}/access", see, access::show),
        Route::post("/admin/people/{id}/access", manage, access::submit),
    ]
}

/// Where to go afterwards.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Back {
    back: String,
}

/// `GET /login`
async fn show(web: Web, Query(Back { back }): Query<Back>) -> Answer {
    if web.ctx.account().is_some() {
        return web.see_other(&safe_path(&back));
    }
    if let Some(next) = enter::next_of(&web, &back).await? {
        return web.see_other(&next);
    }
    Ok(sign_in_page(&web, StatusCode::OK, "", &back, None))
}

/// `POST /login`: the same words whether the account exists or not (rule P8).
async fn sign_in(web: Web, form: Form) -> Answer {
    let tried = Try {
        name: form.text("name"),
        password: form.text("password"),
    };
    let found = web
        .write_with(tried.clone(), move |ctx, tried| async move {
            account::sign_in(&ctx, tried).await
        })
        .await;
    let back = form.text("back");
    let (status, message) = match found {
        Ok(person) => return enter::enter(&web, &person, &back).await,
        Err(backend::Error::Denied) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            words::does_not_fit(web.lang()).to_owned(),
        ),
        Err(backend::Error::Wait(seconds)) => (
            StatusCode::TOO_MANY_REQUESTS,
            words::wait(web.lang(), seconds),
        ),
        Err(error) => return Err(error.into()),
    };
    Ok(sign_in_page(
        &web,
        status,
        &tried.name,
        &back,
        Some(message),
    ))
}

/// The sign-in with what was typed.
fn sign_in_page(
    web: &Web,
    status: StatusCode,
    name: &str,
    back: &str,
    message: Option<String>,
) -> Response {
    let chrome = web.chrome.clone();
    let texts = web.state.options.texts;
    web.page_with(status, words::sign_in(web.lang()), Kind::Narrow, || {
        page(&chrome, texts, name, back, message)
    })
}

/// Too many tries: what to do, with the seconds to wait (rule P8).
fn wait_page(web: &Web, seconds: i64) -> Response {
    wait_saying(web, seconds, words::wait(web.lang(), seconds))
}

/// The same in other words; whoever has to wait for hours is told to come back tomorrow.
fn wait_saying(web: &Web, seconds: i64, lead: String) -> Response {
    let lang = web.lang();
    let lead = if seconds > 60 * 60 {
        words::ask_tomorrow(lang).to_owned()
    } else {
        lead
    };
    let address = web.chrome.address.clone();
    let mut response = web.page_with(
        StatusCode::TOO_MANY_REQUESTS,
        text::problem::wait_title(lang),
        Kind::Narrow,
        || {
            view! {
                <h1>{text::problem::wait_title(lang)}</h1>
                <p class="lead">{lead}</p>
                <div class="buttons"><a class="button" href=address>{text::problem::try_again(lang)}</a></div>
            }
        },
    );
    let headers = response.headers_mut();
    headers.insert(header::RETRY_AFTER, HeaderValue::from(seconds));
    response
}

fn page(
    chrome: &Chrome,
    texts: bool,
    name: &str,
    back: &str,
    message: Option<String>,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let none = Problems::new();
    view! {
        <h1>{words::sign_in(lang)}</h1>
        <p class="lead">{words::not_needed(lang)}</p>
        <form class="form" method="post" action="/login">
            {message.map(|message| view! {
                <div class="summary" id="problems" role="alert" tabindex="-1">
                    <h2>{icon(Icon::Warning)} {message}</h2>
                </div>
            })}
            <input type="hidden" name="back" value=back.to_owned()/>
            {input(lang, &none, Input {
                name: "name",
                label: words::name(lang).to_owned(),
                value: name.to_owned(),
                autocomplete: Some("username"),
                max: Some("100"),
                ..Input::default()
            })}
            {input(lang, &none, Input {
                name: "password",
                label: words::password(lang).to_owned(),
                kind: "password",
                autocomplete: Some("current-password"),
                max: Some("200"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button big">{icon(Icon::Person)} {words::sign_in(lang)}</button></div>
        </form>
        <div class="buttons">
            {texts.then(|| view! {
                <a class="button quiet" href=enter::with_back("/login/sms", back)>{icon(Icon::Phone)} {words::sms_title(lang)}</a>
            })}
            <a class="button quiet" href="/login/forgotten">{icon(Icon::Lock)} {words::forgotten(lang)}</a>
            <a class="button quiet" href="/join">{icon(Icon::Home)} {text::join::no_account(lang)}</a>
        </div>
    }
}

/// `POST /logout`
async fn sign_out(web: Web, _: Form) -> Answer {
    web.session.flush().await.map_err(Fault::session)?;
    let mut response = see_other("/");
    forget(&web, &mut response);
    Ok(response)
}

/// Tells the browser that its sign-in is over.
pub(crate) fn forget(web: &Web, response: &mut Response) {
    let headers = response.headers_mut();
    // Browsers ignore the removal of a `__Host-` cookie that is not itself `Secure`.
    let secure = if web.state.options.https {
        "; Secure"
    } else {
        ""
    };
    let removal = format!(
        "{}=; Path=/; Max-Age=0; HttpOnly; SameSite=Lax{secure}",
        session_cookie(&web.state.options)
    );
    if let Ok(removal) = HeaderValue::from_str(&removal) {
        headers.append(header::SET_COOKIE, removal);
    }
    headers.insert(
        HeaderName::from_static("clear-site-data"),
        HeaderValue::from_static("\"cache\", \"storage\""),
    );
}

/// `GET /me`
async fn me(web: Web) -> Answer {
    let Some(person) = web.ctx.signed_in() else {
        return Err(backend::Error::SignIn.into());
    };
    let lang = web.lang();
    let name = person.display_name.clone();
    let posts: Vec<_> = person
        .rights
        .iter()
        .map(|right| post_word(lang, right.post))
        .collect();
    let held = backend::post::own(&web.ctx).await?;
    let unread = backend::message::unread(&web.ctx).await?;
    let texts = web.state.options.texts;
    let offers_factor = !person.rights.is_empty() || person.has_second_factor;
    let chrome = web.chrome.clone();
    let row = |path, which, title| {
        view! { <li><a class="row" href=path>{icon(which)}<span><b>{title}</b></span>{icon(Icon::ArrowRight)}</a></li> }
    };
    web.page(words::me(lang), Kind::Narrow, || {
        view! {
            <h1>{name}</h1>
            {(!posts.is_empty()).then(|| view! { <p class="lead">{posts.join(" · ")}</p> })}
            <ul class="rows">
                {chrome.works().then(|| row("/admin", Icon::Wrench, text::frame::desk(lang)))}
                <li><a class="row" href="/me/inbox">
                    {icon(Icon::Notice)}
                    <span>
                        <b>
                            {text::message::title(lang)}
                            {(unread > 0).then(|| view! { " " <span class="mark">{text::message::unread(lang, unread)}</span> })}
                        </b>
                    </span>
                    {icon(Icon::ArrowRight)}
                </a></li>
                {row("/reports/mine", Icon::Progress, text::report::mine_title(lang))}
                {row("/me/patrols", Icon::People, text::patrol_list::own_title(lang))}
                {row("/me/hours", Icon::Clock, text::hours::title(lang))}
            </ul>
            <h2>{words::me_home(lang)}</h2>
            <ul class="rows">
                {row("/me/household", Icon::Home, text::join::own_title(lang))}
                {row("/me/family", Icon::People, text::join::family_title(lang))}
                {row("/assist", Icon::People, text::assist::title(lang))}
                {row("/me/acts", Icon::Eye, text::assist::acts_title(lang))}
            </ul>
            <h2>{words::me_account(lang)}</h2>
            <ul class="rows">
                {row("/me/privacy", Icon::Lock, text::privacy::title(lang))}
                {row("/settings", Icon::Elder, text::settings::title(lang))}
                {row("/me/name", Icon::Edit, words::name_title(lang))}
                {row("/me/password", Icon::Lock, words::password_title(lang))}
                {row("/me/devices", Icon::Phone, words::devices_title(lang))}
                {texts.then(|| row("/me/sms", Icon::Phone, words::sms_own_title(lang)))}
                {offers_factor.then(|| row("/me/second-factor", Icon::Solved, words::second_factor_title(lang)))}
            </ul>
            {crate::post::mine(&web, &held)}
            <form method="post" action="/logout">
                {frame::token(&chrome)}
                <button class="button quiet">{common::sign_out(lang)}</button>
            </form>
        }
    })
}
