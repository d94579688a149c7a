//! A person's inbox and how they want to hear, and the calls that staff make (rule X19).

mod calls;
mod channels;

use axum::extract::Query;
use backend::message::{self, Message, Said};
use domain::id::MessageId;
use domain::permission::Permission;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, message as words};

use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::parts::{self, day_time};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

pub use calls::task;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let callers = Access::Needs(Permission::CallResidents);
    vec![
        Route::get("/me/inbox", Access::SignedIn, inbox),
        Route::get("/me/inbox/channels", Access::SignedIn, channels::show),
        Route::post("/me/inbox/channels", Access::SignedIn, channels::change),
        Route::get("/me/mail/{token}", Access::Secret, channels::ask_to_confirm),
        Route::post("/me/mail/{token}", Access::Secret, channels::confirm),
        Route::get("/admin/calls", callers, calls::show),
        Route::post("/admin/calls", callers, calls::tick),
    ]
}

/// Behind which message the list goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

/// `GET /me/inbox`: what is new is marked, and counts as seen from then on.
async fn inbox(web: Web, Query(Asked { after }): Query<Asked>) -> Answer {
    let inbox = message::inbox(&web.ctx, after.parse().ok()).await?;
    if let Some(newest) = inbox.messages.first().filter(|_| after.is_empty()) {
        let newest = newest.id;
        web.write(move |ctx| async move { message::seen(&ctx, newest).await })
            .await?;
    }
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let lines: Vec<_> = inbox
        .messages
        .iter()
        .map(|message| {
            let said = message::say(&web.ctx, lang, message.kind, &message.args);
            line(lang, message, said, day_time(lang, &zone, message.at, now))
        })
        .collect();
    let next: Option<MessageId> = inbox.next;
    web.page(words::title(lang), Kind::Narrow, || {
        let is_empty = lines.is_empty();
        view! {
            {parts::back("/me".to_owned(), text::account::me(lang))}
            <h1>{words::title(lang)}</h1>
            {if is_empty {
                parts::empty(Icon::Notice, words::empty(lang), words::empty_next(lang)).into_any()
            } else {
                view! { <ul class="rows">{lines}</ul> }.into_any()
            }}
            {next.map(|next| view! {
                <p><a class="button quiet" href=format!("/me/inbox?after={next}")>{words::older(lang)}</a></p>
            })}
            <p><a href="/me/inbox/channels">{words::channels(lang)}</a></p>
        }
    })
}

fn line(lang: Lang, message: &Message, said: Said, when: impl IntoView) -> impl IntoView {
    let new = (!message.is_read).then(|| {
        view! { " " <span class="mark">{words::new(lang)}</span> }
    });
    let body = (!said.body.is_empty()).then(|| view! { <span>{said.body}</span> });
    view! {
        <li><a class="row" href=said.path>
            {icon(Icon::Notice)}
            <span><b>{said.title} {new}</b> {body} <small>{when}</small></span>
            {icon(Icon::ArrowRight)}
        </a></li>
    }
}
