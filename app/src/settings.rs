//! How pages look: language, elder mode, contrast. No account is needed (rules X2, X5).

use axum::http::{HeaderValue, header};
use backend::account;
use leptos::prelude::*;
use text::{Lang, common, settings as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::routes::{Access, Route};
use crate::web::{Answer, Look, Web, look_cookie, safe_path, see_other};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/settings", Access::Public, show),
        Route::post("/settings", Access::Public, change),
    ]
}

/// `GET /settings`
async fn show(web: Web) -> Answer {
    let lang = web.lang();
    let look = web.chrome.look;
    let chrome = web.chrome.clone();
    web.page(words::title(lang), Kind::Narrow, || {
        let size = |value: &'static str, label: &'static str, is_on: bool| {
            view! {
                <label class="check">
                    <input type="radio" name="elder" value=value checked=is_on/>
                    <span>{label}</span>
                </label>
            }
        };
        let is = |px| look.elder == Some(px);
        view! {
            <h1>{words::title(lang)}</h1>
            <form class="form" method="post" action="/settings">
                {frame::token(&chrome)}
                <input type="hidden" name="back" value="/settings"/>
                <fieldset class="field">
                    <legend>{words::size(lang)}</legend>
                    {size("off", words::size_normal(lang), look.elder.is_none())}
                    {size("22", words::size_large(lang), is(22))}
                    {size("26", words::size_larger(lang), is(26))}
                    {size("30", words::size_largest(lang), is(30))}
                </fieldset>
                <fieldset class="field">
                    <legend>{words::contrast(lang)}</legend>
                    <label class="check">
                        <input type="radio" name="contrast" value="normal" checked=!look.contrast/>
                        <span>{words::contrast_normal(lang)}</span>
                    </label>
                    <label class="check">
                        <input type="radio" name="contrast" value="high" checked=look.contrast/>
                        <span>{words::contrast_high(lang)}</span>
                    </label>
                </fieldset>
                <fieldset class="field">
                    <legend>{common::language(lang)}</legend>
                    <label class="check">
                        <input type="radio" name="language" value="zh-CN" checked=lang == Lang::Zh/>
                        <span lang="zh-CN">{common::language_chinese(Lang::Zh)}</span>
                    </label>
                    <label class="check">
                        <input type="radio" name="language" value="en" checked=lang == Lang::En/>
                        <span lang="en">{common::language_english(Lang::En)}</span>
                    </label>
                </fieldset>
                <div class="submit still"><button class="button big">{icon(Icon::Check)} {common::save(lang)}</button></div>
            </form>
        }
    })
}

/// `POST /settings`: changes what the form names and goes back to where it came from.
async fn change(web: Web, form: Form) -> Answer {
    let mut look: Look = web.chrome.look;
    match form.find("elder") {
        Some("22" | "26" | "30") => look.elder = form.text("elder").parse().ok(),
        Some(_) => look.elder = None,
        None => {}
    }
    if let Some(contrast) = form.find("contrast") {
        look.contrast = contrast == "high";
    }
    if let Some(lang) = form.find("language").and_then(Lang::parse) {
        look.lang = lang;
    }
    if web.ctx.account().is_some() {
        // Kept for signing in on another device.
        web.write(move |ctx| async move {
            account::look::keep(&ctx, &look.written(), look.lang.tag()).await
        })
        .await?;
    }
    let mut response = see_other(&safe_path(&form.text("back")));
    if let Ok(cookie) = HeaderValue::from_str(&look_cookie(look, web.state.options.https)) {
        response.headers_mut().append(header::SET_COOKIE, cookie);
    }
    Ok(response)
}
