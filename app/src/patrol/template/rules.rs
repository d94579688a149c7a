//! `/admin/patrols/settings`: rest, deadline, weeks ahead (rules V4, V6, V10).

use axum::http::StatusCode;
use backend::Error;
use backend::patrol::setting::{self, Draft};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, patrol_template as words};

use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Input, input, summary};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/patrols/settings";

/// `GET /admin/patrols/settings`
pub(super) async fn show(web: Web) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let draft = present(&web).await?;
    Ok(page(&web, StatusCode::OK, &draft, &Problems::new()))
}

/// `POST /admin/patrols/settings`
pub(super) async fn save(web: Web, form: Form) -> Answer {
    let draft = Draft {
        rest: form.text("rest"),
        leave: form.text("leave"),
        weeks: form.text("weeks"),
        version: form.text("version").parse().unwrap_or(-1),
    };
    let saved = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            setting::save(&ctx, draft).await
        })
        .await;
    match saved {
        Ok(()) => {
            web.see_other_saying(super::PATH, words::rules_saved(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            Ok(page(&web, status, &draft, &problems))
        }
        Err(Error::Changed) => {
            let version = present(&web).await?.version;
            let draft = Draft { version, ..draft };
            Ok(page(&web, StatusCode::CONFLICT, &draft, &Problems::new()))
        }
        Err(error) => Err(error.into()),
    }
}

/// The rules in force, as the form has them.
async fn present(web: &Web) -> Result<Draft, Error> {
    let setting = setting::in_force(&web.ctx).await?;
    let hours = |time: std::time::Duration| (time.as_secs() / 3600).to_string();
    Ok(Draft {
        rest: hours(setting.rest),
        leave: hours(setting.leave),
        weeks: setting.weeks_ahead.to_string(),
        version: setting.version,
    })
}

fn page(
    web: &Web,
    status: StatusCode,
    draft: &Draft,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let number = |name: &'static str, label: &str, hint: &str, value: &str| Input {
        name,
        label: label.to_owned(),
        hint: Some(hint.to_owned()),
        value: value.to_owned(),
        autocomplete: Some("off"),
        inputmode: Some("numeric"),
        max: Some("4"),
        ..Input::default()
    };
    let weeks = number(
        "weeks",
        words::weeks(lang),
        words::weeks_hint(lang),
        &draft.weeks,
    );
    let leave = number(
        "leave",
        words::leave(lang),
        words::leave_hint(lang),
        &draft.leave,
    );
    let rest = number(
        "rest",
        words::rest(lang),
        words::rest_hint(lang),
        &draft.rest,
    );
    web.page_with(status, words::rules_title(lang), Kind::Staff, || {
        view! {
            {super::back(lang)}
            <h1>{words::rules_title(lang)}</h1>
            <p class="lead">{words::rules_lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::rules_changed(lang)}</p></div>
            })}
            <form class="form" method="post" action=PATH>
                {summary(lang, problems)}
                {frame::token(&web.chrome)}
                <input type="hidden" name="version" value=draft.version.to_string()/>
                {input(lang, problems, weeks)}
                {input(lang, problems, leave)}
                {input(lang, problems, rest)}
                <div class="submit"><button class="button big">{icon(Icon::Check)} {common::save(lang)}</button></div>
            </form>
        }
    })
}
