//! `/patrols/{id}/grid`: the paper sheet, entered at once (rule V12).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::attendance::{
    self, Attendee, Entered, Fault, List, Sheet, SheetGuest, SheetLine,
};
use backend::photo::Photo;
use backend::words::why_of_another;
use domain::id::PatrolShiftId;
use domain::patrol::attendance::{OPENS_BEFORE, has_opened};
use domain::problem::Problems;
use leptos::prelude::*;
use text::patrol_day as words;

use super::{clock, id, path, when};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts;
use crate::problem::sentence;
use crate::report::photos;
use crate::web::{Answer, Web};

/// Rows for names that were written in by hand.
const EMPTY: usize = 6;

/// `GET /patrols/{id}/grid`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let list = attendance::list(&web.ctx, id(&asked)?).await?;
    let sheet = Sheet {
        request_key: web.new_key(),
        lines: list.on_it().map(|one| line(&web, one)).collect(),
        guests: vec![SheetGuest::default(); EMPTY],
    };
    let page = Grid {
        list,
        sheet,
        drafts: Vec::new(),
        faults: Vec::new(),
        problems: Problems::new(),
        said: None,
    };
    Ok(page.show(&web, StatusCode::OK))
}

/// A row as it stands already.
fn line(web: &Web, one: &Attendee) -> SheetLine {
    let at = |at: Option<_>| at.map_or_else(String::new, |at| clock(&web.ctx.community.zone, at));
    SheetLine {
        sign_up: one.sign_up.id,
        version: one.sign_up.version,
        here: one.came(),
        came: at(one.sign_up.came_at),
        went: at(one.sign_up.went_at),
    }
}

/// `POST /patrols/{id}/grid`
pub(super) async fn enter(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let list = attendance::list(&web.ctx, id).await?;
    let received = photos::receive(&web, &form).await?;
    let sheet = typed(&form);
    let mut grid = Grid {
        list,
        sheet: sheet.clone(),
        drafts: received.drafts,
        faults: Vec::new(),
        problems: received.problems,
        said: None,
    };
    if received.only_dropped {
        return Ok(grid.show(&web, StatusCode::OK));
    }
    if !grid.problems.is_empty() {
        return Ok(grid.show(&web, StatusCode::UNPROCESSABLE_ENTITY));
    }
    let entered = web
        .write_with(sheet, move |ctx, sheet| async move {
            attendance::enter_sheet(&ctx, id, sheet).await
        })
        .await;
    match entered {
        Ok(Entered::Done(without)) => done(&web, id, without.len()).await,
        Ok(Entered::Faults(faults)) => {
            grid.faults = faults;
            Ok(grid.show(&web, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Error::Invalid(problems)) => {
            grid.problems = problems;
            Ok(grid.show(&web, StatusCode::UNPROCESSABLE_ENTITY))
        }
        Err(Error::Changed) => {
            grid.said = Some(words::changed(web.lang()).to_owned());
            Ok(grid.show(&web, StatusCode::CONFLICT))
        }
        Err(error) => Err(error.into()),
    }
}

async fn done(web: &Web, id: PatrolShiftId, without: usize) -> Answer {
    let lang = web.lang();
    let said = if without == 0 {
        words::grid_saved(lang).to_owned()
    } else {
        words::grid_saved_without(lang, without)
    };
    web.see_other_saying(&path(id), &said).await
}

fn typed(form: &Form) -> Sheet {
    let lines = form.all("sign_up").filter_map(|id| {
        let sign_up = id.parse().ok()?;
        let here = form.find(&format!("here-{sign_up}")).is_some();
        Some(SheetLine {
            sign_up,
            version: form
                .text(&format!("version-{sign_up}"))
                .parse()
                .unwrap_or(-1),
            here,
            came: form.text(&format!("came-{sign_up}")),
            went: form.text(&format!("went-{sign_up}")),
        })
    });
    let guests = (0..EMPTY).map(|at| SheetGuest {
        name: form.text(&format!("name-{at}")),
        came: form.text(&format!("came-new-{at}")),
        went: form.text(&format!("went-new-{at}")),
    });
    Sheet {
        request_key: form.text("request_key"),
        lines: lines.collect(),
        guests: guests.collect(),
    }
}

/// What the page shows.
struct Grid {
    list: List,
    sheet: Sheet,
    drafts: Vec<Photo>,
    faults: Vec<Fault>,
    problems: Problems,
    said: Option<String>,
}

impl Grid {
    fn show(&self, web: &Web, status: StatusCode) -> axum::response::Response {
        let title = words::grid_title(web.lang());
        web.page_with(status, title, Kind::Narrow, || self.page(web))
    }

    fn page(&self, web: &Web) -> impl IntoView + use<> {
        let lang = web.lang();
        let shift = &self.list.shift;
        let zone = &web.ctx.community.zone;
        let is_open = has_opened(shift.span, web.ctx.now);
        let from = clock(zone, shift.span.starts.minus(OPENS_BEFORE));
        view! {
            {parts::back(path(shift.id), words::title(lang))}
            <h1>{words::grid_title(lang)}</h1>
            <p class="meta"><span>{shift.name(lang).to_owned()}</span> <span>{when(lang, zone, shift)}</span></p>
            {if is_open {
                self.form(web).into_any()
            } else {
                view! { <p class="lead">{words::grid_early(lang, from)}</p> }.into_any()
            }}
        }
    }

    fn form(&self, web: &Web) -> impl IntoView + use<> {
        let lang = web.lang();
        let shift = &self.list.shift;
        let said = self.said.clone().map(|said| {
            view! { <div class="summary" role="alert"><p>{icon(Icon::Warning)} {said}</p></div> }
        });
        let printed: Vec<_> = self
            .sheet
            .lines
            .iter()
            .enumerate()
            .filter_map(|(row, line)| self.printed(web, row, line))
            .collect();
        let count = self.sheet.lines.len();
        let is_closed = shift.closed_at.is_some();
        let by_hand: Vec<_> = self
            .sheet
            .guests
            .iter()
            .enumerate()
            .filter(|_| !is_closed)
            .map(|(at, guest)| self.by_hand(web, count + at, at, guest))
            .collect();
        view! {
            <p class="lead">{words::grid_lead(lang)}</p>
            <form class="form" method="post" action=format!("/patrols/{}/grid", shift.id) enctype="multipart/form-data">
                {said}
                {parts::summary(lang, &self.problems)}
                {self.summary(web)}
                {frame::token(&web.chrome)}
                <input type="hidden" name="request_key" value=self.sheet.request_key.clone()/>
                <ol class="grid-rows">{printed}</ol>
                {(!by_hand.is_empty()).then(|| view! {
                    <h2>{words::grid_new(lang)}</h2>
                    <ol class="grid-rows">{by_hand}</ol>
                })}
                {photos::picker(lang, &self.problems, &self.drafts, words::grid_photos(lang), words::grid_photos_hint(lang))}
                <div class="submit"><button class="button big">{icon(Icon::Check)} {words::grid_save(lang)}</button></div>
            </form>
        }
    }

    /// Which rows are wrong, each with the way there.
    fn summary(&self, web: &Web) -> impl IntoView + use<> {
        let lang = web.lang();
        let lines: Vec<_> = self
            .faults
            .iter()
            .map(|fault| {
                let row = fault.row;
                view! { <li><a href=format!("#row-{row}")>{words::grid_row(lang, row + 1)}</a></li> }
            })
            .collect();
        let count = lines.len();
        (count > 0).then(|| {
            view! {
                <div class="summary" id="problems" role="alert" tabindex="-1">
                    <h2>{icon(Icon::Warning)} {words::grid_faults(lang, count)}</h2>
                    <ul>{lines}</ul>
                </div>
            }
        })
    }

    fn fault(&self, web: &Web, row: usize) -> impl IntoView + use<> {
        let lang = web.lang();
        let found = self.faults.iter().find(|fault| fault.row == row);
        found.map(|fault| {
            let said = [
                ("name", fault.name),
                ("came", fault.came),
                ("went", fault.went),
            ]
            .into_iter()
            .find_map(|(field, problem)| Some(sentence(lang, field, problem?)))
            .or_else(|| {
                fault
                    .refused
                    .map(|reason| why_of_another(lang, reason).to_owned())
            });
            view! { <p class="error">{icon(Icon::Warning)} {said}</p> }
        })
    }

    fn printed(&self, web: &Web, row: usize, line: &SheetLine) -> Option<AnyView> {
        let lang = web.lang();
        let id = line.sign_up;
        let mut people = self.list.people.iter();
        let one = people.find(|one| one.sign_up.id == id)?;
        let name = one.name.clone();
        let times = times(web, &id.to_string(), &one.name, &line.came, &line.went);
        Some(
            view! {
                <li class="grid-row" id=format!("row-{row}") tabindex="-1">
                    {self.fault(web, row)}
                    <input type="hidden" name="sign_up" value=id.to_string()/>
                    <input type="hidden" name=format!("version-{id}") value=line.version.to_string()/>
                    <label class="check">
                        <input type="checkbox" name=format!("here-{id}") value="1" checked=line.here/>
                        <span><b>{name}</b> " " <small>{words::grid_here(lang)}</small></span>
                    </label>
                    {times}
                </li>
            }
            .into_any(),
        )
    }

    fn by_hand(
        &self,
        web: &Web,
        row: usize,
        at: usize,
        guest: &SheetGuest,
    ) -> impl IntoView + use<> {
        let lang = web.lang();
        let id = format!("name-{at}");
        let label = words::grid_row(lang, row + 1);
        let times = times(web, &format!("new-{at}"), &label, &guest.came, &guest.went);
        view! {
            <li class="grid-row" id=format!("row-{row}") tabindex="-1">
                {self.fault(web, row)}
                <label class="unseen" for=id.clone()>{words::sheet_name(lang)} " " {label}</label>
                <input type="text" id=id.clone() name=id maxlength="30" autocomplete="off"
                    placeholder=words::sheet_name(lang) value=guest.name.clone()/>
                {times}
            </li>
        }
    }
}

/// 到 and 离 of one row.
fn times(web: &Web, which: &str, name: &str, came: &str, went: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    let field = |kind: &'static str, label: &'static str, value: &str| {
        let id = format!("{kind}-{which}");
        let name = name.to_owned();
        view! {
            <span>
                <label for=id.clone()>{label} <span class="unseen">{name}</span></label>
                <input type="text" inputmode="numeric" id=id.clone() name=id maxlength="8"
                    autocomplete="off" value=value.to_owned()/>
            </span>
        }
    };
    view! {
        <span class="grid-times">
            {field("came", words::sheet_came(lang), came)}
            {field("went", words::sheet_went(lang), went)}
        </span>
    }
}
