//! `/admin/patrols/templates`: shifts that come again; kinds, routes, rules, holidays.

mod calendar;
mod end;
mod form;
mod kinds;
mod rules;
mod said;
mod ways;

use backend::patrol::template::{self, Listed};
use backend::patrol::{kind, route, setting};
use domain::id::PatrolTemplateId;
use domain::instant::LocalDate;
use domain::permission::Permission;
use leptos::prelude::*;
use text::{Lang, patrol_template as words};

use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::listing::{Column, sheet};
use crate::parts;
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/patrols/templates";

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ManagePatrols);
    vec![
        Route::get("/admin/patrols/templates", access, show),
        Route::get("/admin/patrols/templates/new", access, form::new),
        Route::post("/admin/patrols/templates/new", access, form::write),
        Route::get("/admin/patrols/templates/{id}", access, form::show),
        Route::post("/admin/patrols/templates/{id}", access, form::change),
        Route::get("/admin/patrols/templates/{id}/end", access, end::show),
        Route::post("/admin/patrols/templates/{id}/end", access, end::end),
        Route::get("/admin/patrols/kinds", access, kinds::show),
        Route::post("/admin/patrols/kinds", access, kinds::save),
        Route::get("/admin/patrols/routes", access, ways::show),
        Route::post("/admin/patrols/routes", access, ways::change),
        Route::get("/admin/patrols/settings", access, rules::show),
        Route::post("/admin/patrols/settings", access, rules::save),
        Route::get("/admin/calendar", access, calendar::show),
        Route::post("/admin/calendar", access, calendar::change),
    ]
}

/// An id from an address.
///
/// # Errors
/// 404 when it is none.
fn id(text: &str) -> Result<PatrolTemplateId, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

fn path_of(id: PatrolTemplateId) -> String {
    format!("{PATH}/{id}")
}

/// The way back above the heading of each page around the list.
fn back(lang: Lang) -> impl IntoView + use<> {
    parts::back(PATH.to_owned(), words::title(lang))
}

/// `GET /admin/patrols/templates`
async fn show(web: Web) -> Answer {
    let all = template::list(&web.ctx).await?;
    let setting = setting::in_force(&web.ctx).await?;
    let lang = web.lang();
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    let (over, current): (Vec<_>, Vec<_>) = all
        .into_iter()
        .partition(|listed| listed.template.is_over(today));
    web.page(words::title(lang), Kind::Staff, || {
        let rows: Vec<_> = current.iter().map(|listed| row(lang, today, listed)).collect();
        let columns = [
            Column::Words(words::column_what(lang)),
            Column::Words(words::column_when(lang)),
            Column::Words(words::column_time(lang)),
            Column::Words(words::column_people(lang)),
        ];
        let is_empty = rows.is_empty();
        let list = if is_empty {
            parts::empty(Icon::Calendar, words::none_title(lang), words::none_next(lang)).into_any()
        } else {
            view! {
                {sheet(words::title(lang), columns, rows)}
                <p class="hint">{words::weeks_ahead(lang, setting.weeks_ahead)}</p>
            }
            .into_any()
        };
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                <a class="button" href="/admin/patrols/templates/new">{icon(Icon::Plus)} {words::new(lang)}</a>
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {list}
            {lists(lang)}
            {past(lang, today, &over)}
        }
    })
}

/// The ways to the small lists around templates.
fn lists(lang: Lang) -> impl IntoView + use<> {
    let link = |path: &'static str, which: Icon, name: &'static str| {
        view! { <a class="button quiet" href=path>{icon(which)} {name}</a> }
    };
    view! {
        <div class="buttons">
            {link("/admin/patrols/kinds", Icon::Edit, words::kinds(lang))}
            {link("/admin/patrols/routes", Icon::Pin, words::ways(lang))}
            {link("/admin/patrols/settings", Icon::Settings, words::rules(lang))}
            {link("/admin/calendar", Icon::Calendar, words::calendar(lang))}
        </div>
    }
}

fn row(lang: Lang, today: LocalDate, listed: &Listed) -> impl IntoView + use<> {
    let template = &listed.template;
    let name = template.name(lang).to_owned();
    let place = template.body.place.as_ref().map(ToString::to_string);
    let last = template.recurrence.last_on;
    let last = last.map(|last| said::day(lang, today, last));
    view! {
        <tr>
            <td data-label=words::column_what(lang)>
                <a href=path_of(template.id)><b>{name}</b></a>
                {place.map(|place| view! { <br/> <small>{place}</small> })}
            </td>
            <td data-label=words::column_when(lang)>
                {said::recurrence(lang, &template.recurrence)} <br/>
                <small>{said::next(lang, today, &listed.next)}</small>
                {last.map(|last| view! { <br/> <small>{words::last_day(lang, last)}</small> })}
            </td>
            <td data-label=words::column_time(lang)>{said::hours(&template.body)}</td>
            <td data-label=words::column_people(lang)>{said::people(lang, &template.body)}</td>
        </tr>
    }
}

/// Templates whose last day is over, folded away.
fn past(lang: Lang, today: LocalDate, over: &[Listed]) -> impl IntoView + use<> {
    let lines: Vec<_> = over
        .iter()
        .map(|listed| {
            let template = &listed.template;
            let last = template.recurrence.last_on.unwrap_or(today);
            let line = format!(
                "{} {} {}",
                template.name(lang),
                said::recurrence(lang, &template.recurrence),
                said::hours(&template.body)
            );
            view! {
                <li><span>{line} " " <small>{words::ended_on(lang, said::day(lang, today, last))}</small></span></li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <details class="card"><summary>{words::over(lang)}</summary><ul class="away">{lines}</ul></details>
        }
    })
}

/// Everything that can be chosen on a form, with its names.
struct Lists {
    kinds: Vec<kind::Kind>,
    routes: Vec<route::Route>,
    names: parts::Names,
}

async fn lists_of(web: &Web) -> Result<Lists, backend::Error> {
    Ok(Lists {
        kinds: kind::list(&web.ctx).await?,
        routes: route::list(&web.ctx).await?,
        names: crate::home::names(web).await?,
    })
}
