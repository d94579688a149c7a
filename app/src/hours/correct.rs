//! `/admin/hours/entries/{id}`: staff put an entry right, with a reason that the person can read.

use axum::extract::Path;
use axum::http::StatusCode;
use backend::hours::{self, Correctable};
use backend::words as said;
use domain::hours::CorrectionDraft;
use domain::id::HoursEntryId;
use domain::problem::Problems;
use leptos::prelude::*;
use text::hours as words;

use super::new::length;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, textarea};
use crate::web::{Answer, Fault, Web};

fn id(text: &str) -> Result<HoursEntryId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// `GET /admin/hours/entries/{id}`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let entry = hours::correctable(&web.ctx, id(&asked)?).await?;
    let draft = CorrectionDraft {
        request_key: web.new_key(),
        hours: (entry.minutes / 60).to_string(),
        minutes: (entry.minutes % 60).to_string(),
        reason: String::new(),
    };
    Ok(page(&web, StatusCode::OK, &entry, &draft, &Problems::new()))
}

/// `POST /admin/hours/entries/{id}`
pub(super) async fn correct(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    if form.find("act") != Some("correct") {
        // Whose it is comes before what is wrong with the form.
        hours::correctable(&web.ctx, id).await?;
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    }
    let draft = CorrectionDraft {
        request_key: form.text("request_key"),
        hours: form.text("hours"),
        minutes: form.text("minutes"),
        reason: form.text("reason"),
    };
    let done = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            hours::correct(&ctx, id, draft).await
        })
        .await;
    match done {
        Ok(person) => {
            let path = format!("/admin/hours/{person}");
            web.see_other_saying(&path, words::corrected(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => {
            let entry = hours::correctable(&web.ctx, id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &entry, &draft, &problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(
    web: &Web,
    status: StatusCode,
    entry: &Correctable,
    draft: &CorrectionDraft,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let key = if problems.of("request_key").is_some() {
        web.new_key()
    } else {
        draft.request_key.clone()
    };
    web.page_with(status, words::correct_title(lang), Kind::Staff, || {
        let day = text::format::date_with_year(lang, entry.day.civil());
        let now = said::hours(lang, entry.minutes);
        let reason = Area {
            name: "reason",
            label: words::reason(lang).to_owned(),
            hint: Some(words::reason_hint(lang).to_owned()),
            value: draft.reason.clone(),
            rows: "2",
            ..Area::default()
        };
        view! {
            {parts::back(format!("/admin/hours/{}", entry.person), words::desk_title(lang))}
            <h1>{words::correct_title(lang)}</h1>
            <p class="lead">{words::correct_lead(lang, day, now, &entry.name)}</p>
            <form class="form" method="post" action=format!("/admin/hours/entries/{}", entry.id)>
                {parts::summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=key/>
                <fieldset class="field" aria-describedby="right-hint">
                    <legend>{words::correct_right(lang)}</legend>
                    {length(lang, problems, &draft.hours, &draft.minutes)}
                    <p class="hint" id="right-hint">{words::correct_hint(lang)}</p>
                </fieldset>
                {textarea(lang, problems, reason)}
                <div class="submit">
                    <button class="button" name="act" value="correct">{icon(Icon::Check)} {words::correct(lang)}</button>
                </div>
            </form>
        }
    })
}
