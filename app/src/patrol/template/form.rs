//! The form of a template: a new one, or one from a day on (rule V10), with a look ahead and the
//! question about whom it costs something (rule V8).

mod fields;

use std::str::FromStr;

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::template::change::{self, Agreed, Asks, Edited};
use backend::patrol::template::{self, Template};
use domain::id::PatrolTemplateId;
use domain::instant::LocalDate;
use domain::patrol::Role;
use domain::patrol::shift::BodyDraft;
use domain::patrol::template::{DayRule, Draft, Every, On};
use domain::problem::Problems;
use leptos::prelude::*;
use text::patrol_template as words;

use super::{Lists, id, lists_of, path_of};
use crate::form::Form;
use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::web::{Answer, Fault, Web};

/// Everything the form is made from.
#[derive(Default)]
struct Sheet {
    /// What was typed.
    draft: Draft,
    problems: Problems,
    /// The template that is changed, with the version that the form was made from.
    known: Option<(PatrolTemplateId, i64)>,
    /// The next days, where a look ahead was asked for.
    preview: Option<Vec<LocalDate>>,
    /// What has to be agreed to.
    asks: Option<Asks>,
    agreed: Agreed,
}

impl Sheet {
    fn path(&self) -> String {
        self.known
            .map_or_else(|| format!("{}/new", super::PATH), |(id, _)| path_of(id))
    }
}

/// `GET /admin/patrols/templates/new`
pub(in super::super) async fn new(web: Web) -> Answer {
    let sheet = Sheet {
        draft: Draft {
            request_key: web.new_key(),
            every: Every::Week.as_str().to_owned(),
            step: "1".to_owned(),
            first_on: web.ctx.community.zone.date_of(web.ctx.now).to_string(),
            days: DayRule::All.as_str().to_owned(),
            publish: true,
            body: BodyDraft {
                leaders: "1".to_owned(),
                ..BodyDraft::default()
            },
            ..Draft::default()
        },
        ..Sheet::default()
    };
    page(&web, StatusCode::OK, sheet).await
}

/// `POST /admin/patrols/templates/new`: looks ahead, or writes it down.
pub(in super::super) async fn write(web: Web, form: Form) -> Answer {
    let mut sheet = Sheet {
        draft: draft_of(&form),
        ..Sheet::default()
    };
    match form.find("act") {
        Some("preview") => return preview(&web, sheet).await,
        Some(_) => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        None => {}
    }
    let written = web
        .write_with(sheet.draft.clone(), |ctx, draft| async move {
            template::write(&ctx, &draft).await
        })
        .await;
    match written {
        Ok(_) => {
            web.see_other_saying(super::PATH, words::saved(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            sheet.problems = problems;
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, sheet).await
        }
        Err(error) => Err(error.into()),
    }
}

/// The same form with the days that come of it; what is wrong with them is said too.
async fn preview(web: &Web, mut sheet: Sheet) -> Answer {
    let known = sheet.known.map(|(id, _)| id);
    match template::preview(&web.ctx, known, &sheet.draft).await {
        Ok(days) => {
            sheet.preview = Some(days);
            page(web, StatusCode::OK, sheet).await
        }
        Err(Error::Invalid(problems)) => {
            sheet.problems = problems;
            page(web, StatusCode::UNPROCESSABLE_ENTITY, sheet).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /admin/patrols/templates/{id}`
pub(in super::super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let template = template::find(&web.ctx, id(&asked)?).await?;
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    let mut sheet = Sheet {
        draft: draft_from(&template, today, web.new_key()),
        known: Some((template.id, template.version)),
        ..Sheet::default()
    };
    let days = template::preview(&web.ctx, Some(template.id), &sheet.draft).await;
    sheet.preview = days.ok();
    page(&web, StatusCode::OK, sheet).await
}

/// `POST /admin/patrols/templates/{id}`: looks ahead, or changes it from a day on; what it costs
/// people has to be agreed to.
pub(in super::super) async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let version = form.text("version").parse().unwrap_or(0);
    let mut sheet = Sheet {
        draft: draft_of(&form),
        known: Some((id, version)),
        ..Sheet::default()
    };
    match form.find("act") {
        Some("preview") => return preview(&web, sheet).await,
        Some("agree") => {
            sheet.agreed = Agreed {
                sign_ups: ids(&form.text("agreed")),
                shifts: ids(&form.text("gone")),
                reason: form.text("reason"),
            };
        }
        Some(_) => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        None => {}
    }
    let given = (sheet.draft.clone(), sheet.agreed.clone());
    let changed = web
        .write_with(given, move |ctx, (draft, agreed)| async move {
            change::edit(&ctx, id, version, &draft, &agreed).await
        })
        .await;
    match changed {
        Ok(Edited::Done(_)) => {
            web.see_other_saying(super::PATH, words::saved(web.lang()))
                .await
        }
        Ok(Edited::Asks(asks)) => {
            sheet.asks = Some(asks);
            page(&web, StatusCode::OK, sheet).await
        }
        Err(Error::Invalid(problems)) => {
            sheet.problems = problems;
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, sheet).await
        }
        Err(Error::Changed) => {
            let present = template::find(&web.ctx, id).await?;
            sheet.known = Some((id, present.version));
            page(&web, StatusCode::CONFLICT, sheet).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Ids behind each other, as the form keeps those that were agreed to; what is none is left out.
fn ids<T: FromStr>(text: &str) -> Vec<T> {
    text.split(',').filter_map(|id| id.parse().ok()).collect()
}

fn draft_of(form: &Form) -> Draft {
    let text = |name| form.text(name);
    Draft {
        request_key: text("request_key"),
        body: BodyDraft {
            kind: text("kind"),
            title: text("title"),
            place: text("place"),
            building: text("building"),
            route: text("route"),
            words: text("words"),
            starts: text("starts"),
            ends: text("ends"),
            leaders: text("leaders"),
            members: text("members"),
            trainees: text("trainees"),
            reserved: text("reserved"),
            needs_approval: form.ticked("needs_approval"),
            uses_code: form.ticked("uses_code"),
        },
        every: text("every"),
        step: text("step"),
        weekdays: form.all("weekdays").map(ToOwned::to_owned).collect(),
        month_day: text("month_day"),
        nth: text("nth"),
        weekday: text("weekday"),
        first_on: text("first_on"),
        last_on: text("last_on"),
        days: text("days"),
        publish: form.ticked("publish"),
    }
}

/// The form of a template that is there: it is changed from today on, or from its first day.
fn draft_from(template: &Template, today: LocalDate, request_key: String) -> Draft {
    let body = &template.body;
    let recurrence = &template.recurrence;
    let places = |role| match body.places_of(role).capacity {
        0 => String::new(),
        capacity => capacity.to_string(),
    };
    let reserved = match body.places_of(Role::Member).reserved {
        0 => String::new(),
        reserved => reserved.to_string(),
    };
    let perhaps = |text: Option<String>| text.unwrap_or_default();
    let mut draft = Draft {
        request_key,
        body: BodyDraft {
            kind: body.kind.to_string(),
            title: perhaps(body.title.as_ref().map(ToString::to_string)),
            place: perhaps(body.place.as_ref().map(ToString::to_string)),
            building: perhaps(body.building.map(|id| id.to_string())),
            route: perhaps(body.route.map(|id| id.to_string())),
            words: perhaps(body.words.as_ref().map(ToString::to_string)),
            starts: body.starts.to_string(),
            ends: body.ends.to_string(),
            leaders: places(Role::Leader),
            members: places(Role::Member),
            trainees: places(Role::Trainee),
            reserved,
            needs_approval: body.needs_approval,
            uses_code: body.uses_code,
        },
        every: recurrence.on.every().as_str().to_owned(),
        step: recurrence.step.to_string(),
        first_on: recurrence.first_on.max(today).to_string(),
        last_on: perhaps(recurrence.last_on.map(|day| day.to_string())),
        days: recurrence.days.as_str().to_owned(),
        publish: template.publishes,
        ..Draft::default()
    };
    match recurrence.on {
        On::Week(weekdays) => {
            draft.weekdays = weekdays.numbers().map(|day| day.to_string()).collect();
        }
        On::MonthDay(day) => draft.month_day = day.to_string(),
        On::MonthWeekday { nth, weekday } => {
            draft.nth = nth.to_string();
            draft.weekday = weekday.to_monday_one_offset().to_string();
        }
    }
    draft
}

async fn page(web: &Web, status: StatusCode, mut sheet: Sheet) -> Answer {
    let lists: Lists = lists_of(web).await?;
    let lang = web.lang();
    if sheet.problems.of("request_key").is_some() {
        sheet.draft.request_key = web.new_key();
    }
    let title = match sheet.known {
        Some(_) => words::changed_title(lang),
        None => words::new_title(lang),
    };
    let is_ended = match sheet.known {
        Some((id, _)) => template::find(&web.ctx, id).await?.is_ended,
        None => false,
    };
    let end = sheet.known.map(|(id, _)| format!("{}/end", path_of(id)));
    Ok(web.page_with(status, title, Kind::Staff, || {
        let inside = if is_ended {
            let note = words::is_ended(lang);
            view! { <div class="note waiting">{icon(Icon::Info)}<p>{note}</p></div> }.into_any()
        } else {
            view! {
                {fields::form(web, &sheet, &lists)}
                {end.map(|path| view! {
                    <p><a class="button quiet" href=path>{icon(Icon::Cross)} {words::end_link(lang)}</a></p>
                })}
            }
            .into_any()
        };
        view! {
            {super::back(lang)}
            <h1>{title}</h1>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="note urgent" role="alert">{icon(Icon::Warning)}<p>{words::changed(lang)}</p></div>
            })}
            {inside}
        }
    }))
}
