//! Signing in and out, and the page about oneself.

use axum::extract::Query;
use axum::http::{HeaderName, HeaderValue, StatusCode, header};
use axum::response::Response;
use backend::SignedIn;
use backend::account::{self, Try};
use backend::session::{ACCOUNT, ENDS, LASTS};
use domain::permission::Post;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, account as words, common};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web, safe_path, see_other, session_cookie};

/// A resident's sign-in lasts a year of use, staff's twelve hours (rule P7).
const YEAR_MILLIS: i64 = 365 * 24 * 60 * 60 * 1000;
const TWELVE_HOURS_MILLIS: i64 = 12 * 60 * 60 * 1000;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/login", Access::Public, show),
        Route::post("/login", Access::Public, sign_in),
        Route::post("/logout", Access::Public, sign_out),
        Route::get("/me", Access::SignedIn, me),
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
    let chrome = web.chrome.clone();
    web.page(words::sign_in(web.lang()), Kind::Narrow, || {
        page(&chrome, "", &back, None)
    })
}

/// `POST /login`: the same words whether the account exists or not (rule P8).
async fn sign_in(web: Web, form: Form) -> Answer {
    let tried = Try {
        name: form.text("name"),
        password: form.text("password"),
    };
    let found = web
        .write({
            let tried = tried.clone();
            move |ctx| {
                let tried = tried.clone();
                async move { account::sign_in(&ctx, tried).await }
            }
        })
        .await;
    let back = form.text("back");
    let (status, message) = match found {
        Ok(person) => {
            begin(&web, &person).await?;
            let has_desk = person.rights.iter().any(|right| right.post.has_desk());
            let first = if has_desk { "/admin" } else { "/" };
            return web.see_other(&if back.is_empty() {
                first.to_owned()
            } else {
                safe_path(&back)
            });
        }
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
    let chrome = web.chrome.clone();
    let title = words::sign_in(web.lang());
    Ok(web.page_with(status, title, Kind::Narrow, || {
        page(&chrome, &tried.name, &back, Some(message))
    }))
}

/// Starts the sign-in of a person who has shown who they are: a new session id, so that one planted
/// before is worth nothing (rule P9); a year of use for residents, twelve hours for staff (rule P7).
///
/// # Errors
/// When the session cannot be kept.
pub async fn begin(web: &Web, person: &SignedIn) -> Result<(), Fault> {
    let session = &web.session;
    session.cycle_id().await.map_err(Fault::session)?;
    let account = person.account.get();
    session
        .insert(ACCOUNT, account)
        .await
        .map_err(Fault::session)?;
    let lasting = if person.is_staff() {
        session.insert(ENDS, web.ctx.now.millis() + TWELVE_HOURS_MILLIS)
    } else {
        session.insert(LASTS, YEAR_MILLIS)
    };
    lasting.await.map_err(Fault::session)
}

fn page(chrome: &Chrome, name: &str, back: &str, message: Option<String>) -> impl IntoView + use<> {
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
        <p class="hint">{words::forgotten(lang)}</p>
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

/// What a post is called.
pub fn post_word(lang: Lang, post: Post) -> &'static str {
    match post {
        Post::Staff => words::post_staff(lang),
        Post::Property => words::post_property(lang),
        Post::Captain => words::post_captain(lang),
        Post::Volunteer => words::post_volunteer(lang),
        Post::Subdistrict => words::post_subdistrict(lang),
        Post::Centre => words::post_centre(lang),
        Post::Admin => words::post_admin(lang),
        Post::GridWorker => words::post_grid_worker(lang),
        Post::Checker => words::post_checker(lang),
        Post::Deputy => words::post_deputy(lang),
    }
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
                {row("/reports/mine", Icon::Progress, text::report::mine_title(lang))}
                {row("/me/privacy", Icon::Lock, text::privacy::title(lang))}
                {row("/settings", Icon::Elder, text::settings::title(lang))}
            </ul>
            {crate::post::mine(&web, &held)}
            <form method="post" action="/logout">
                {frame::token(&chrome)}
                <button class="button quiet">{common::sign_out(lang)}</button>
            </form>
        }
    })
}
