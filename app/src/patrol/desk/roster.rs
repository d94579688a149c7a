//! `/admin/patrols/roster`: an office's own roster, looked at row by row, then imported as a whole
//! (rules X11, V10).

use axum::http::StatusCode;
use backend::Error;
use backend::patrol::offered;
use backend::patrol::roster::{self, Draft, Line, Preview};
use backend::words as names_of;
use domain::patrol::roster::Fault;
use domain::permission::Permission;
use domain::problem::{Problem, Problems};
use leptos::prelude::*;
use text::{Lang, patrol_desk as words};

use super::{BOARD, XLSX, file};
use crate::form::{Form, Upload};
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Choice, described, fault, field_class, select, textarea};
use crate::web::{Answer, Web};

const PATH: &str = "/admin/patrols/roster";
/// How many characters one hidden field carries; a form's field may not be longer than 64 KiB.
const CARRIED: usize = 10_000;

/// `GET /admin/patrols/roster`
pub async fn show(web: Web) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let draft = Draft::default();
    form_page(&web, StatusCode::OK, &draft, &Problems::new()).await
}

/// `GET /admin/patrols/roster.xlsx`
pub async fn template(web: Web) -> Answer {
    Ok(file(XLSX, "linli-roster.xlsx", roster::template(&web.ctx)?))
}

/// `POST /admin/patrols/roster`: looks at a file, or imports the one that was looked at.
pub async fn send(web: Web, form: Form) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let sent = form.files("file").next();
    let draft = Draft {
        request_key: form.text("request_key"),
        file: match sent {
            Some(Upload::Whole(bytes)) => Some(bytes.clone()),
            Some(Upload::TooLarge) | None => None,
        },
        pasted: form.all("pasted").collect(),
        kind: form.text("kind"),
    };
    let done = if matches!(sent, Some(Upload::TooLarge)) {
        Err(Error::at("file", Problem::FileTooLarge))
    } else if form.find("act") == Some("import") {
        let imported = web
            .write_with(draft.clone(), |ctx, draft| async move {
                roster::import(&ctx, draft).await
            })
            .await;
        match imported {
            Ok(changes) => {
                let lang = web.lang();
                let said = if changes.is_nothing() {
                    words::roster_nothing(lang).to_owned()
                } else {
                    words::roster_done(lang, changes.shifts, changes.sign_ups)
                };
                return web.see_other_saying(BOARD, &said).await;
            }
            Err(error) => Err(error),
        }
    } else {
        roster::preview(&web.ctx, draft.clone()).await
    };
    match done {
        Ok(preview) => Ok(preview_page(&web, &preview, &draft.kind)),
        Err(Error::Invalid(problems)) => {
            form_page(&web, StatusCode::UNPROCESSABLE_ENTITY, &draft, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn form_page(web: &Web, status: StatusCode, draft: &Draft, problems: &Problems) -> Answer {
    let kinds = offered::load(&web.ctx, None).await?.kinds;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(web.page_with(status, words::roster_title(lang), Kind::Staff, || {
        let kinds: Vec<_> = kinds
            .iter()
            .map(|kind| Choice::new(kind.id.to_string(), kind.name(lang)))
            .collect();
        let rows = Area {
            name: "pasted",
            label: words::roster_pasted(lang).to_owned(),
            value: draft.pasted.clone(),
            optional: true,
            rows: "4",
            ..Area::default()
        };
        view! {
            {parts::back(BOARD.to_owned(), words::title(lang))}
            <h1>{words::roster_title(lang)}</h1>
            <p class="lead">{words::roster_lead(lang)}</p>
            <p><a class="button quiet" href="/admin/patrols/roster.xlsx" download="">{icon(Icon::Copy)} {words::roster_template(lang)}</a></p>
            <form class="form" method="post" action=PATH enctype="multipart/form-data">
                {parts::summary(lang, problems)}
                {frame::token(&chrome)}
                <div class=field_class(problems, "file")>
                    <label for="file">{words::roster_file(lang)}</label>
                    {fault(lang, problems, "file")}
                    <input
                        type="file"
                        id="file"
                        name="file"
                        accept=".xlsx,.xls,.csv,.txt,text/csv"
                        aria-invalid=problems.of("file").map(|_| "true")
                        aria-describedby=described(problems, "file", Some("file"))
                    />
                    <p class="hint" id="file-hint">{words::roster_hint(lang)}</p>
                </div>
                {textarea(lang, problems, rows)}
                {select(lang, problems, "kind", words::roster_kind(lang).to_owned(), kinds, &draft.kind)}
                <p class="note">{words::roster_promise(lang)}</p>
                <div class="submit still">
                    <button class="button big">{icon(Icon::Eye)} {words::roster_look(lang)}</button>
                </div>
            </form>
        }
    }))
}

fn preview_page(web: &Web, preview: &Preview, kind: &str) -> axum::response::Response {
    let lang = web.lang();
    let is_stopped = !preview.faults.is_empty();
    let changes = preview.changes;
    web.page_with(StatusCode::OK, words::roster_preview(lang), Kind::Staff, || {
        let faults: Vec<_> = preview
            .faults
            .iter()
            .map(|(row, fault)| view! {
                <li class="row">
                    <span class="chip attention">{words::roster_row(lang, *row)}</span>
                    <span>{sentence(lang, *fault)}</span>
                </li>
            })
            .collect();
        let lines: Vec<_> = preview.lines.iter().map(|line| row(lang, line)).collect();
        let dropped = preview.dropped.join(words::roster_comma(lang));
        let yes = (!is_stopped && !changes.is_nothing()).then(|| yes(web, preview, kind));
        view! {
            {parts::back(PATH.to_owned(), words::roster_title(lang))}
            <h1>{words::roster_preview(lang)}</h1>
            <p class="lead">
                {if changes.is_nothing() && !is_stopped {
                    words::roster_nothing(lang).to_owned()
                } else {
                    words::roster_changes(lang, changes.known, changes.persons, changes.shifts, changes.sign_ups)
                }}
            </p>
            {(preview.skipped > 0).then(|| view! { <p class="meta">{words::roster_skipped(lang, preview.skipped)}</p> })}
            {(!dropped.is_empty()).then(|| view! { <p class="note">{words::roster_dropped(lang, dropped)}</p> })}
            {is_stopped.then(|| view! {
                <section class="stack">
                    <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::roster_stopped(lang)}</p></div>
                    <ul class="rows">{faults}</ul>
                </section>
            })}
            <div class="buttons">
                {yes}
                <a class="button quiet" href=PATH>{words::roster_again(lang)}</a>
            </div>
            {(!lines.is_empty()).then(|| view! { <section class="stack"><h2>{words::roster_rows(lang)}</h2><ul class="rows">{lines}</ul></section> })}
        }
    })
}

/// The yes, which carries the rows: nothing of a file is kept before it is given.
fn yes(web: &Web, preview: &Preview, kind: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    let characters: Vec<char> = preview.content.chars().collect();
    let parts: Vec<_> = characters
        .chunks(CARRIED)
        .map(|part| {
            let part: String = part.iter().collect();
            view! { <input type="hidden" name="pasted" value=part/> }
        })
        .collect();
    view! {
        <form method="post" action=PATH enctype="multipart/form-data">
            {frame::token(&web.chrome)}
            <input type="hidden" name="request_key" value=web.new_key()/>
            <input type="hidden" name="kind" value=kind.to_owned()/>
            {parts}
            <button class="button big" name="act" value="import">{icon(Icon::Check)} {words::roster_yes(lang)}</button>
        </form>
    }
}

fn row(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let row = &line.row;
    let day = text::format::date(lang, row.day.civil());
    let kind = line
        .kind
        .as_ref()
        .map_or(row.kind.as_str(), |kind| kind.name(lang));
    let hours = words::from_until(lang, row.starts, row.ends);
    let when = words::shift_line(lang, day, hours, kind);
    let (class, word) = if line.has_left {
        ("chip", words::roster_left(lang))
    } else if line.is_known {
        ("chip aside", words::roster_known(lang))
    } else if line.is_new_person {
        ("chip waiting", words::roster_new_person(lang))
    } else {
        ("chip done", words::roster_added(lang))
    };
    // Masked: whoever looks over a shoulder needs no number.
    let number = row.telephone.as_ref().map(ToString::to_string);
    view! {
        <li class="row">
            <span>
                <b>{row.name.to_string()}</b>
                <small>{when} " " {names_of::role(lang, row.role)} " " {number}</small>
            </span>
            <span class=class>{word}</span>
        </li>
    }
}

fn sentence(lang: Lang, fault: Fault) -> &'static str {
    match fault {
        Fault::BadDay => words::fault_bad_day(lang),
        Fault::BadTime => words::fault_bad_time(lang),
        Fault::BadName => words::fault_bad_name(lang),
        Fault::BadTelephone => words::fault_bad_telephone(lang),
        Fault::BadRole => words::fault_bad_role(lang),
        Fault::BadPlace => words::fault_bad_place(lang),
        Fault::UnknownKind => words::fault_unknown_kind(lang),
        Fault::Ambiguous => words::fault_ambiguous(lang),
        Fault::Overlap => words::fault_overlap(lang),
        Fault::TooLittleRest => words::fault_too_little_rest(lang),
        Fault::Child => words::fault_child(lang),
        Fault::Cancelled => words::fault_cancelled(lang),
        Fault::Closed => words::fault_closed(lang),
    }
}
