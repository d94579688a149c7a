//! `/reports/mine`: what this telephone reported, and what the signed-in person reported. The
//! receipts' secrets are remembered in a cookie of this browser only, so that nobody has to keep a
//! number or an account to look again.

use backend::report::{follow, list};
use leptos::prelude::*;
use text::report as words;

use super::list::line;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts;
use crate::web::{Answer, Web, see_other};

/// The cookie's name.
const COOKIE: &str = "linli-receipts";
/// Older ones are forgotten.
const MOST: usize = 12;

/// The receipts that the request's browser remembers, newest first.
#[must_use]
pub fn remembered(web: &Web) -> Vec<String> {
    web.chrome
        .receipts
        .split('.')
        .filter(|secret| is_secret(secret))
        .map(ToOwned::to_owned)
        .collect()
}

/// Whether a text has the form of a receipt's secret.
#[must_use]
pub fn is_secret(text: &str) -> bool {
    text.len() == 24 && text.bytes().all(|byte| byte.is_ascii_hexdigit())
}

/// The cookie that remembers one receipt more.
#[must_use]
pub fn remembering(web: &Web, secret: &str) -> String {
    let mut secrets = remembered(web);
    secrets.retain(|known| known != secret);
    secrets.insert(0, secret.to_owned());
    secrets.truncate(MOST);
    cookie(web, &secrets.join("."), 180 * 24 * 60 * 60)
}

fn cookie(web: &Web, value: &str, seconds: u32) -> String {
    let secure = if web.state.options.https {
        "; Secure"
    } else {
        ""
    };
    format!("{COOKIE}={value}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}")
}

/// The cookie's value in a request.
#[must_use]
pub fn read(headers: &axum::http::HeaderMap) -> String {
    crate::web::cookie(headers, COOKIE)
        .unwrap_or_default()
        .to_owned()
}

/// `GET /reports/mine`
pub(crate) async fn show(web: Web) -> Answer {
    let here = follow::known(&web.ctx, &remembered(&web)).await?;
    let own = if web.ctx.account().is_some() {
        list::own(&web.ctx).await?
    } else {
        Vec::new()
    };
    let names = names(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    web.page(words::mine_title(lang), Kind::Narrow, || {
        let elsewhere = own.iter().filter(|(_, row)| here.iter().all(|(_, known)| known.id != row.id));
        let lines: Vec<_> = here
            .iter()
            .chain(elsewhere)
            .map(|(secret, row)| line(lang, &zone, now, row, &names, format!("/r/{secret}")))
            .collect();
        let is_empty = lines.is_empty();
        view! {
            <h1>{words::mine_title(lang)}</h1>
            {if is_empty {
                view! {
                    {parts::empty(Icon::Progress, words::mine_empty(lang), words::mine_empty_next(lang))}
                    <div class="buttons">
                        <a class="button big" href="/reports/new">{icon(Icon::Report)} {words::new_title(lang)}</a>
                    </div>
                }.into_any()
            } else {
                view! { <ul class="reports">{lines}</ul> }.into_any()
            }}
            {(!here.is_empty()).then(|| view! {
                <form method="post" action="/reports/mine">
                    {frame::token(&chrome)}
                    <p class="hint">{words::mine_hint(lang)}</p>
                    <button class="button plain">{words::mine_forget(lang)}</button>
                </form>
            })}
        }
    })
}

/// `POST /reports/mine`: forgets them on this telephone; the reports themselves stay.
pub(crate) async fn forget(web: Web, _: Form) -> Answer {
    let mut response = see_other("/reports/mine");
    if let Ok(cookie) = axum::http::HeaderValue::from_str(&cookie(&web, "", 0)) {
        response
            .headers_mut()
            .append(axum::http::header::SET_COOKIE, cookie);
    }
    Ok(response)
}
