//! What short lists share that staff put in order: a step up, a step down, away and back, each a form
//! of its own, so that it needs neither a mouse nor a script (rules X6, X8).

use leptos::prelude::*;
use text::common;

use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::web::Web;

/// One of a list: what its buttons send, and what they are called for whoever hears the page.
#[derive(Debug, Clone)]
pub struct One<'a> {
    /// Where the forms go.
    pub path: &'static str,
    /// Its id.
    pub id: String,
    /// Its version.
    pub version: i64,
    /// Its name.
    pub name: &'a str,
}

fn hidden(chrome: &Chrome, key: String, one: &One<'_>) -> impl IntoView + use<> {
    view! {
        {frame::token(chrome)}
        <input type="hidden" name="request_key" value=key/>
        <input type="hidden" name="id" value=one.id.clone()/>
        <input type="hidden" name="version" value=one.version.to_string()/>
    }
}

/// 上移 and 下移; the first has no way up, the last none down.
pub fn steps(web: &Web, one: &One<'_>, at: usize, of: usize) -> impl IntoView + use<> {
    let lang = web.lang();
    let step = |act: &'static str, which: Icon, word: &'static str| {
        let name = one.name.to_owned();
        view! {
            <button class="button quiet" name="act" value=act>
                {icon(which)} {word} <span class="unseen">{name}</span>
            </button>
        }
    };
    (of > 1).then(|| {
        view! {
            <form class="steps" method="post" action=one.path>
                {hidden(&web.chrome, web.new_key(), one)}
                {(at > 0).then(|| step("up", Icon::ArrowUp, common::up(lang)))}
                {(at + 1 < of).then(|| step("down", Icon::ArrowDown, common::down(lang)))}
            </form>
        }
    })
}

/// One button that does one thing with it.
pub fn press(
    web: &Web,
    one: &One<'_>,
    act: &'static str,
    which: Icon,
    word: &'static str,
) -> impl IntoView + use<> {
    let name = one.name.to_owned();
    view! {
        <form method="post" action=one.path>
            {hidden(&web.chrome, web.new_key(), one)}
            <button class="button quiet" name="act" value=act>
                {icon(which)} {word} <span class="unseen">{name}</span>
            </button>
        </form>
    }
}

/// One of the list with its buttons, and its form behind 修改.
pub fn row(
    web: &Web,
    said: AnyView,
    steps: AnyView,
    is_open: bool,
    inside: AnyView,
) -> impl IntoView + use<> {
    view! {
        <li class="card arranged">
            <div class="arranged-row"><div class="said">{said}</div>{steps}</div>
            <details open=is_open>
                <summary>{common::edit(web.lang())}</summary>
                {inside}
            </details>
        </li>
    }
}

/// What was put away, each with its way back.
pub fn away(title: &'static str, rows: Vec<AnyView>) -> impl IntoView + use<> {
    (!rows.is_empty()).then(|| {
        view! {
            <section class="stack">
                <h2>{title}</h2>
                <ul class="away">{rows}</ul>
            </section>
        }
    })
}
