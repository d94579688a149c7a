//! `/admin/patrols/{id}/cancel`: what calling a shift off means, and why it is done (rules V8, X8).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::shift::{self, Ended};
use backend::patrol::{Shift, call};
use domain::id::PatrolShiftId;
use domain::patrol::shift::Kept;
use domain::problem::Problems;
use leptos::prelude::*;
use text::patrol_desk as words;

use super::{BOARD, edit::managed, id, line};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input};
use crate::web::{Answer, Web};

/// `GET /admin/patrols/{id}/cancel`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    page(&web, StatusCode::OK, id(&asked)?, "", &Problems::new()).await
}

/// `POST /admin/patrols/{id}/cancel`
pub async fn cancel(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let reason = form.text("reason");
    let done = web
        .write_with(reason.clone(), move |ctx, reason| async move {
            shift::cancel(&ctx, id, &reason).await
        })
        .await;
    match done {
        Ok(ended) => {
            let said = words::cancelled(web.lang());
            let page = match ended {
                Ended::CalledOff => format!("{BOARD}/{id}"),
                Ended::Removed => BOARD.to_owned(),
            };
            web.see_other_saying(&page, said).await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, status, id, &reason, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    id: PatrolShiftId,
    reason: &str,
    problems: &Problems,
) -> Answer {
    let shift: Shift = managed(web, id).await?;
    let people = call::people(&web.ctx, id).await?;
    let phoned = people
        .lines
        .iter()
        .filter(|line| line.reach == call::Reach::Phone);
    let phoned = i64::try_from(phoned.count()).unwrap_or(i64::MAX);
    let told = i64::try_from(people.lines.len()).unwrap_or(i64::MAX);
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let back = format!("{BOARD}/{id}");
    let can = shift.kept != Kept::Cancelled && shift.closed_at.is_none();
    Ok(web.page_with(status, words::cancel(lang), Kind::Staff, || {
        let field = Input {
            name: "reason",
            label: words::cancel_reason(lang).to_owned(),
            hint: Some(words::cancel_reason_hint(lang).to_owned()),
            value: reason.to_owned(),
            max: Some("200"),
            ..Input::default()
        };
        view! {
            {parts::back(back.clone(), words::edit_title(lang))}
            <h1>{words::cancel_title(lang)}</h1>
            <p class="lead">{line(lang, &web.ctx, &shift)}</p>
            <p>{words::cancel_tells(lang, told)} " " {(phoned > 0).then(|| words::cancel_phones(lang, phoned))}</p>
            {if can {
                view! {
                    <form class="form" method="post" action=format!("{back}/cancel")>
                        {parts::summary(lang, problems)}
                        {frame::token(&chrome)}
                        {input(lang, problems, field)}
                        <div class="submit still">
                            <button class="button big urgent">{icon(Icon::Cross)} {words::cancel(lang)}</button>
                            <a class="button quiet" href=back.clone()>{words::cancel_not(lang)}</a>
                        </div>
                    </form>
                }.into_any()
            } else {
                view! { <p>{words::cannot_change(lang)}</p> }.into_any()
            }}
        }
    }))
}
