//! `/admin/patrols/templates/{id}/end`: no more shifts from a day on; what becomes of those with
//! people is asked (rules V8, X8).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::template::change::{self, End};
use backend::patrol::template::{self, Template};
use domain::instant::LocalDate;
use domain::problem::Problems;
use leptos::prelude::*;
use text::patrol_template as words;

use super::{id, path_of, said};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Web};

/// `GET /admin/patrols/templates/{id}/end`
pub(in super::super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let template = template::find(&web.ctx, id(&asked)?).await?;
    let wish = End {
        from: web.ctx.community.zone.date_of(web.ctx.now).to_string(),
        ..End::default()
    };
    page(&web, StatusCode::OK, template, &wish, &Problems::new()).await
}

/// `POST /admin/patrols/templates/{id}/end`
pub(in super::super) async fn end(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let version = form.text("version").parse().unwrap_or(0);
    let wish = End {
        from: form.text("from"),
        calls_off: form.text("people") == "call_off",
        reason: form.text("reason"),
    };
    let ended = web
        .write_with(wish.clone(), move |ctx, wish| async move {
            change::end(&ctx, id, version, &wish).await
        })
        .await;
    match ended {
        Ok(_) => {
            web.see_other_saying(super::PATH, words::ended(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            let template = template::find(&web.ctx, id).await?;
            let template = Template {
                version,
                ..template
            };
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, status, template, &wish, &problems).await
        }
        Err(Error::Changed) => {
            let template = template::find(&web.ctx, id).await?;
            let status = StatusCode::CONFLICT;
            page(&web, status, template, &wish, &Problems::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    template: Template,
    wish: &End,
    problems: &Problems,
) -> Answer {
    let zone = &web.ctx.community.zone;
    let today = zone.date_of(web.ctx.now);
    let from = LocalDate::parse(&wish.from).unwrap_or(today).max(today);
    let people = change::with_people(&web.ctx, template.id, from).await?;
    let lang = web.lang();
    let path = path_of(template.id);
    Ok(web.page_with(status, words::end_title(lang), Kind::Staff, || {
        let lines: Vec<_> = people
            .iter()
            .map(|shift| view! { <li>{said::shift(lang, zone, shift)}</li> })
            .collect();
        let choice = |value: &'static str, is_chosen: bool, label: &'static str| {
            view! {
                <label class="choice">
                    <input type="radio" name="people" value=value checked=is_chosen/>
                    <span class="face"><b>{label}</b></span>
                </label>
            }
        };
        let reason = Input {
            name: "reason",
            label: words::reason(lang).to_owned(),
            hint: Some(words::reason_hint(lang).to_owned()),
            value: wish.reason.clone(),
            optional: true,
            autocomplete: Some("off"),
            max: Some("200"),
            ..Input::default()
        };
        let asked = if lines.is_empty() {
            view! { <p>{words::end_people_none(lang)}</p> }.into_any()
        } else {
            view! {
                <fieldset class="field">
                    <legend>{words::end_people(lang)}</legend>
                    <ul>{lines}</ul>
                    <div class="choices">
                        {choice("keep", !wish.calls_off, words::end_keep(lang))}
                        {choice("call_off", wish.calls_off, words::end_call_off(lang))}
                    </div>
                </fieldset>
                {input(lang, problems, reason)}
            }
            .into_any()
        };
        let from = Input {
            name: "from",
            label: words::end_from(lang).to_owned(),
            hint: Some(words::end_from_hint(lang).to_owned()),
            value: wish.from.clone(),
            kind: "date",
            ..Input::default()
        };
        let name = template.name(lang);
        view! {
            {parts::back(path.clone(), words::changed_title(lang))}
            <h1>{words::end_title(lang)}</h1>
            <p class="lead">{words::end_lead(lang, name)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="note urgent" role="alert">{icon(Icon::Warning)}<p>{words::changed(lang)}</p></div>
            })}
            <form class="form" method="post" action=format!("{path}/end")>
                {summary(lang, problems)}
                {frame::token(&web.chrome)}
                <input type="hidden" name="version" value=template.version.to_string()/>
                {input(lang, problems, from)}
                {asked}
                <div class="submit"><button class="button urgent">{icon(Icon::Cross)} {words::end_do(lang)}</button></div>
            </form>
        }
    }))
}
