//! `/admin/calls`: whom the system cannot reach, with a tick for each.

use axum::http::StatusCode;
use backend::message::{self, call, call::Call};
use domain::id::DeliveryId;
use domain::permission::Permission;
use leptos::prelude::*;
use text::message as words;

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, day};
use crate::web::{Answer, Fault, Web};

/// `GET /admin/calls`
pub async fn show(web: Web) -> Answer {
    let calls = call::list(&web.ctx).await?;
    let ticked = call::ticked_today(&web.ctx).await?;
    let lang = web.lang();
    web.page(words::calls(lang), Kind::Staff, || {
        let waiting: Vec<_> = calls.iter().map(|call| line(&web, call, true)).collect();
        let ticked: Vec<_> = ticked.iter().map(|call| line(&web, call, false)).collect();
        let is_empty = waiting.is_empty();
        view! {
            <h1>{words::calls(lang)}</h1>
            {if is_empty {
                parts::empty(Icon::Phone, words::calls_empty(lang), words::calls_empty_next(lang)).into_any()
            } else {
                view! { <p class="lead">{words::calls_lead(lang)}</p> <ol class="tasks">{waiting}</ol> }.into_any()
            }}
            {(!ticked.is_empty()).then(|| view! {
                <details class="card">
                    <summary>{words::calls_ticked(lang)}</summary>
                    <ol class="tasks">{ticked}</ol>
                </details>
            })}
        }
    })
}

/// One call with its tick, or the way back.
fn line(web: &Web, call: &Call, waits: bool) -> impl IntoView + use<> {
    let lang = web.lang();
    let said = message::say(&web.ctx, lang, call.kind, &call.args).title;
    let since = day(lang, &web.ctx.community.zone, call.since, web.ctx.now);
    let number = waits.then(|| {
        if call.has_number {
            let path = format!("/admin/people/{}/telephone", call.person);
            view! { <a class="button quiet" href=path>{icon(Icon::Phone)} {words::call_number(lang)}</a> }
                .into_any()
        } else {
            view! { <span class="hint">{words::call_no_number(lang)}</span> }.into_any()
        }
    });
    let button = if waits {
        view! { <button class="button" name="act" value="done">{icon(Icon::Check)} {words::call_done(lang)}</button> }
            .into_any()
    } else {
        view! { <button class="button quiet" name="act" value="undone">{words::call_undone(lang)}</button> }
            .into_any()
    };
    view! {
        <li class=if waits { "task waiting" } else { "task" }>
            {icon(if waits { Icon::Phone } else { Icon::Check })}
            <div>
                <b>{call.name.clone()}</b>
                <p class="meta"><span>{said}</span> <span>{words::call_since(lang, since)}</span></p>
            </div>
            {number}
            <form method="post" action="/admin/calls">
                {frame::token(&web.chrome)}
                <input type="hidden" name="delivery" value=call.id.to_string()/>
                {button}
            </form>
        </li>
    }
}

/// `POST /admin/calls`: ticks one off, or takes the tick back.
pub async fn tick(web: Web, form: Form) -> Answer {
    web.require(Permission::CallResidents)?;
    let done = match form.find("act") {
        Some("done") => true,
        Some("undone") => false,
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let id: DeliveryId = form
        .text("delivery")
        .parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))?;
    web.write(move |ctx| async move { call::tick(&ctx, id, done).await })
        .await?;
    let lang = web.lang();
    let said = if done {
        words::call_ticked(lang)
    } else {
        words::call_unticked(lang)
    };
    web.see_other_saying("/admin/calls", said).await
}

/// The line on 今天要办 when somebody waits for a call.
///
/// # Errors
/// When the store fails.
pub async fn task(web: &Web) -> Result<Option<impl IntoView + use<>>, backend::Error> {
    let path = &web.ctx.community.path;
    if !web.ctx.may_at(Permission::CallResidents, path) {
        return Ok(None);
    }
    let waiting = call::waiting(&web.ctx).await?;
    let lang = web.lang();
    Ok((waiting > 0).then(|| {
        view! {
            <li class="task waiting">
                {icon(Icon::Phone)}
                <div><b><a href="/admin/calls">{words::calls_todo(lang, waiting)}</a></b></div>
                <a class="button" href="/admin/calls">{words::calls_go(lang)}</a>
            </li>
        }
    }))
}
