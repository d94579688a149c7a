//! `/admin/estate/import`: a spreadsheet, what it would change, how far it is, what it did (rules P4,
//! X11).

use axum::extract::{Path, Query};
use axum::http::{HeaderValue, StatusCode, header};
use backend::Error;
use backend::estate::import::{self, Changes, Draft, Import, State};
use backend::org;
use domain::estate::table::Fault;
use domain::id::ImportId;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, estate as words};

use super::new::grid_field;
use super::{joined, number};
use crate::form::{Form, Upload};
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, described, fault, field_class, textarea};
use crate::web::{Answer, Fault as WebFault, Web};

/// Faults a page.
const PAGE: usize = 50;
/// How often the page looks again, in seconds.
const AGAIN: &str = "2";

/// `GET /admin/estate/import`
pub async fn show(web: Web) -> Answer {
    web.require(Permission::ManageEstate)?;
    let draft = Draft {
        request_key: web.new_key(),
        ..Draft::default()
    };
    form_page(&web, StatusCode::OK, draft, &Problems::new()).await
}

/// `POST /admin/estate/import`
pub async fn upload(web: Web, form: Form) -> Answer {
    web.require(Permission::ManageEstate)?;
    let file = form.files("file").next();
    let draft = Draft {
        request_key: form.text("request_key"),
        file: match file {
            Some(Upload::Whole(bytes)) => Some(bytes.clone()),
            Some(Upload::TooLarge) | None => None,
        },
        pasted: form.text("pasted"),
        grid: form.text("grid"),
    };
    let sent = if matches!(file, Some(Upload::TooLarge)) {
        Err(Error::at("file", Problem::FileTooLarge))
    } else {
        let draft = draft.clone();
        web.write(move |ctx| {
            let draft = draft.clone();
            async move { import::upload(&ctx, draft).await }
        })
        .await
    };
    match sent {
        Ok(id) => web.see_other(&format!("/admin/estate/import/{id}")),
        Err(Error::Invalid(problems)) => {
            form_page(&web, StatusCode::UNPROCESSABLE_ENTITY, draft, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn form_page(web: &Web, status: StatusCode, draft: Draft, problems: &Problems) -> Answer {
    let grids = {
        let mut read = web.ctx.db().read().await.map_err(Error::from)?;
        org::grids(&mut read, &web.ctx).await?
    };
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(web.page_with(status, words::import_title(lang), Kind::Staff, || {
        let rows = Area {
            name: "pasted",
            id: None,
            label: words::import_pasted(lang).to_owned(),
            hint: Some(words::import_pasted_hint(lang).to_owned()),
            value: draft.pasted.clone(),
            optional: true,
            rows: "4",
        };
        view! {
            {parts::back("/admin/estate".to_owned(), words::title(lang))}
            <h1>{words::import_title(lang)}</h1>
            <p class="lead">{words::import_lead(lang)}</p>
            <p><a class="button quiet" href="/admin/estate/template.xlsx" download="">{icon(Icon::Copy)} {words::import_template(lang)}</a></p>
            <form class="form" method="post" action="/admin/estate/import" enctype="multipart/form-data">
                {parts::summary(lang, problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=draft.request_key.clone()/>
                <div class=field_class(problems, "file")>
                    <label for="file">{words::import_file(lang)}</label>
                    {fault(lang, problems, "file")}
                    <input
                        type="file"
                        id="file"
                        name="file"
                        accept=".xlsx,.xls,.csv,.txt,text/csv"
                        aria-invalid=problems.of("file").map(|_| "true")
                        aria-describedby=described(problems, "file", Some("file"))
                    />
                    <p class="hint" id="file-hint">{words::import_file_hint(lang)}</p>
                </div>
                {textarea(lang, problems, rows)}
                {grid_field(lang, problems, &grids, &draft.grid)}
                <p class="note">{words::import_promise(lang)}</p>
                <div class="submit still">
                    <button class="button big">{icon(Icon::Eye)} {words::import_look(lang)}</button>
                </div>
            </form>
        }
    }))
}

/// Where the list of faults begins.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct From {
    from: String,
}

fn id(text: &str) -> Result<ImportId, WebFault> {
    text.parse().map_err(|_| WebFault::from(Error::NotFound))
}

/// `GET /admin/estate/import/{id}`
pub async fn preview(web: Web, Path(asked): Path<String>, Query(from): Query<From>) -> Answer {
    let import = import::find(&web.ctx, id(&asked)?).await?;
    let from = from.from.parse().unwrap_or(0);
    Ok(page(&web, StatusCode::OK, &import, from))
}

/// `POST /admin/estate/import/{id}`: says yes.
pub async fn start(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    // Only its own button says yes.
    let key = if form.find("act") == Some("import") {
        form.text("request_key")
    } else {
        String::new()
    };
    let started = web
        .write(move |ctx| {
            let key = key.clone();
            async move { import::start(&ctx, id, &key).await }
        })
        .await;
    match started {
        Ok(true) => {
            // It goes on whatever becomes of this request; the page tells how far it is.
            let ctx = web.ctx.clone();
            tokio::spawn(async move {
                let run = move |ctx| async move { import::run(&ctx, id).await };
                if let Err(error) = backend::task::run(ctx, run).await {
                    tracing::error!(%error, "an import failed");
                }
            });
        }
        Ok(false) => {}
        // A form without its key; the page has a new one.
        Err(Error::Invalid(_)) => {
            let import = import::find(&web.ctx, id).await?;
            return Ok(page(&web, StatusCode::UNPROCESSABLE_ENTITY, &import, 0));
        }
        Err(error) => return Err(error.into()),
    }
    web.see_other(&format!("/admin/estate/import/{id}"))
}

fn page(web: &Web, status: StatusCode, import: &Import, from: usize) -> axum::response::Response {
    let lang = web.lang();
    let is_running = import.state == State::Running;
    let title = match import.state {
        State::Ready | State::Failed => words::import_preview(lang),
        State::Running => words::import_running(lang),
        State::Done => words::import_done(lang),
    };
    let mut response = web.page_with(status, title, Kind::Staff, || {
        let body = match import.state {
            State::Running => running(lang, import).into_any(),
            State::Done => done(lang, import).into_any(),
            State::Ready | State::Failed => ready(web, import, from).into_any(),
        };
        view! {
            {parts::back("/admin/estate".to_owned(), words::title(lang))}
            <h1>{title}</h1>
            {body}
        }
    });
    if is_running {
        // Works without script, and in the head of the answer because the body's frame is shared.
        response
            .headers_mut()
            .insert(header::REFRESH, HeaderValue::from_static(AGAIN));
    }
    response
}

fn running(lang: Lang, import: &Import) -> impl IntoView + use<> {
    let progress = import.progress.map(|(done, total)| {
        view! {
            <progress value=done.to_string() max=total.to_string() aria-label=words::import_running(lang)></progress>
            <p>{words::import_progress(lang, done, total)}</p>
        }
    });
    view! {
        <section class="card" role="status">
            <p class="lead">{words::import_running_lead(lang)}</p>
            {progress}
        </section>
    }
}

fn done(lang: Lang, import: &Import) -> impl IntoView + use<> {
    let changes = import.report.changes;
    view! {
        <p class="lead">
            {if changes.is_nothing() { words::import_nothing(lang) } else { words::import_done_lead(lang) }}
        </p>
        {numbers(lang, changes)}
        <div class="buttons">
            <a class="button" href="/admin/estate">{icon(Icon::Building)} {words::title(lang)}</a>
            <a class="button quiet" href="/admin/estate/import">{words::import_again(lang)}</a>
        </div>
    }
}

fn numbers(lang: Lang, changes: Changes) -> impl IntoView + use<> {
    let lines = [
        (words::import_new_buildings(lang), changes.buildings),
        (words::import_new_units(lang), changes.units),
        (words::import_new_households(lang), changes.households),
        (words::import_known(lang), changes.known),
        (words::import_new_persons(lang), changes.persons),
        (words::import_changed(lang), changes.changed),
        (words::import_unchanged(lang), changes.unchanged),
    ];
    let lines: Vec<_> = lines
        .into_iter()
        .map(|(name, count)| {
            let count = text::format::whole(lang, number(count));
            view! { <div><dt>{name}</dt><dd>{count}</dd></div> }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{words::import_changes(lang)}</h2>
            <dl class="facts">{lines}</dl>
        </section>
    }
}

fn ready(web: &Web, import: &Import, from: usize) -> impl IntoView + use<> {
    let lang = web.lang();
    let report = &import.report;
    let dropped = joined(lang, report.dropped.iter().cloned());
    let is_failed = import.state == State::Failed;
    let action = format!("/admin/estate/import/{}", import.id);
    let yes = (!report.is_stopped).then(|| {
        let word = if is_failed {
            words::import_try_again(lang)
        } else {
            words::import_yes(lang)
        };
        view! {
            <form method="post" action=action.clone()>
                {frame::token(&web.chrome)}
                <input type="hidden" name="request_key" value=web.new_key()/>
                <button class="button big" name="act" value="import">{icon(Icon::Check)} {word}</button>
            </form>
        }
    });
    view! {
        {is_failed.then(|| view! { <div class="summary" role="alert"><p>{words::import_failed(lang)}</p></div> })}
        {report.is_stopped.then(|| view! {
            <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::import_stopped(lang)}</p></div>
        })}
        <p class="lead">{words::import_rows(lang, report.rows, report.skipped)}</p>
        {(!report.sheet.is_empty()).then(|| view! { <p class="meta">{words::import_sheet(lang, &report.sheet)}</p> })}
        {report.changes.is_nothing().then(|| view! { <p class="note">{words::import_nothing(lang)}</p> })}
        {numbers(lang, report.changes)}
        {(!dropped.is_empty()).then(|| view! { <p class="note">{words::import_dropped(lang, dropped)}</p> })}
        {faults(lang, import, &action, from)}
        <div class="buttons">
            {yes}
            <a class="button quiet" href="/admin/estate/import">{words::import_again(lang)}</a>
        </div>
    }
}

/// The faults by row, a page at a time (rule X13).
fn faults(lang: Lang, import: &Import, action: &str, from: usize) -> Option<impl IntoView + use<>> {
    let report = &import.report;
    let total = report.faults().count();
    if total == 0 {
        return None;
    }
    let rows: Vec<_> = report
        .faults()
        .skip(from)
        .take(PAGE)
        .map(|(row, fault)| {
            let class = if fault.stops() {
                "chip attention"
            } else {
                "chip aside"
            };
            view! {
                <li class="row">
                    <span class=class>{words::import_row(lang, row)}</span>
                    <span>{sentence(lang, fault)}</span>
                </li>
            }
        })
        .collect();
    let earlier = (from > 0).then(|| format!("{action}?from={}", from.saturating_sub(PAGE)));
    let later =
        (from.saturating_add(PAGE) < total).then(|| format!("{action}?from={}", from + PAGE));
    let more = report.more_faults;
    Some(view! {
        <section class="stack">
            <h2>{words::import_faults(lang, total + more)}</h2>
            {(!report.is_stopped).then(|| view! { <p class="hint">{words::import_left_empty(lang)}</p> })}
            <ul class="rows">{rows}</ul>
            <nav class="pager" aria-label=words::import_faults(lang, total + more)>
                {earlier.map(|path| view! { <a class="button quiet" rel="prev" href=path>{icon(Icon::ArrowLeft)} {common::page_previous(lang)}</a> })}
                {later.map(|path| view! { <a class="button quiet" rel="next" href=path>{common::page_next(lang)} {icon(Icon::ArrowRight)}</a> })}
            </nav>
            {(more > 0).then(|| view! { <p class="hint">{words::import_more(lang, more)}</p> })}
        </section>
    })
}

fn sentence(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::NoBuilding => words::fault_no_building(lang),
        Fault::NoDoor => words::fault_no_door(lang),
        Fault::DateForDoor => words::fault_date_for_door(lang),
        Fault::BadDoor => words::fault_bad_door(lang),
        Fault::TooLong => words::fault_too_long(lang),
        Fault::BadTelephone => words::fault_bad_telephone(lang),
        Fault::TelephoneWithoutName => words::fault_telephone_without_name(lang),
        Fault::BadName => words::fault_bad_name(lang),
    }
}
