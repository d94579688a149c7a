//! `/patrols/{id}/day`: what its presses do.

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::attendance::{self, Marked};
use backend::patrol::finding::{self, Part, part};
use backend::patrol::look;
use backend::patrol::record::{self, Closed, Closing};
use backend::patrol::sign_up::{Answer as SignedUp, Guest};
use backend::photo::Photo;
use backend::words::why_of_another;
use domain::id::{PatrolShiftId, PatrolSignUpId};
use domain::patrol::attendance::Mark;
use domain::patrol::look::Seen;
use domain::patrol::sign_up::State;
use domain::problem::Problems;
use text::patrol_day as words;

use super::page::{self, Day};
use super::{id, path};
use crate::form::Form;
use crate::home::names;
use crate::report::photos;
use crate::web::{Answer, Fault, Web};

/// What was typed into one of the page's forms.
#[derive(Debug, Clone, Default)]
pub(super) struct Typed {
    /// Which form: `times`, `bring` or `close`; blank is none.
    pub act: String,
    /// Its key.
    pub request_key: String,
    /// Whose times.
    pub sign_up: Option<PatrolSignUpId>,
    /// 到
    pub came: String,
    /// 离
    pub went: String,
    /// Whether it counts beyond what was planned.
    pub approve: bool,
    /// A name.
    pub name: String,
    /// A number.
    pub telephone: String,
    /// Handbooks.
    pub handbooks: String,
    /// What there is to say.
    pub words: String,
    /// Who did not come.
    pub absent: Vec<PatrolSignUpId>,
    /// Photos that came with it.
    pub drafts: Vec<Photo>,
}

/// `GET /patrols/{id}/day`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    again(
        &web,
        id,
        StatusCode::OK,
        Typed::default(),
        Problems::new(),
        None,
    )
    .await
}

/// The page, with what was typed, what is wrong with it, and what has to be said first.
async fn again(
    web: &Web,
    id: PatrolShiftId,
    status: StatusCode,
    typed: Typed,
    problems: Problems,
    said: Option<&'static str>,
) -> Answer {
    let part = part(&web.ctx, id).await?;
    let list = match part {
        Part::Leads => Some(attendance::list(&web.ctx, id).await?),
        Part::IsOnIt => None,
    };
    let shift = match &list {
        Some(list) => list.shift.clone(),
        None => backend::patrol::find(&web.ctx, id).await?,
    };
    let day = Day {
        manages: backend::patrol::manages(&web.ctx, &shift),
        shift,
        list,
        checklist: look::list(&web.ctx, id).await?,
        findings: finding::list(&web.ctx, id).await?,
        names: names(web).await?,
        typed,
        problems,
        said,
    };
    let title = words::title(web.lang());
    let kind = crate::frame::Kind::Narrow;
    Ok(web.page_with(status, title, kind, || page::page(web, &day)))
}

/// `POST /patrols/{id}/day`: one of the small forms, told by `act`.
pub(super) async fn act(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    part(&web.ctx, id).await?;
    let act = form.text("act");
    if let Some(mark) = Mark::parse(&act) {
        return marked(&web, id, &form, mark).await;
    }
    match act.as_str() {
        "all" => all_came(&web, id).await,
        "times" => times(&web, id, &form).await,
        "bring" => bring(&web, id, &form).await,
        "stop" => stop(&web, id, &form).await,
        "place" => place(&web, id, &form).await,
        "again" => came_back(&web, id, &form).await,
        "close" => close(&web, id, &form).await,
        "reopen" => reopen(&web, id).await,
        // A photo was taken back out of the closing form.
        "" if form.find("drop").is_some() => close(&web, id, &form).await,
        _ => Err(Fault::status(StatusCode::BAD_REQUEST)),
    }
}

/// The page as it is now, because somebody was faster.
async fn changed(web: &Web, id: PatrolShiftId, typed: Typed) -> Answer {
    let said = Some(words::changed(web.lang()));
    again(web, id, StatusCode::CONFLICT, typed, Problems::new(), said).await
}

async fn all_came(web: &Web, id: PatrolShiftId) -> Answer {
    let done = web
        .write(move |ctx| async move { attendance::all_came(&ctx, id).await })
        .await;
    match done {
        Ok(_) => {
            let said = words::all_came_done(web.lang());
            web.see_other_saying(&path(id), said).await
        }
        Err(Error::Changed) => changed(web, id, Typed::default()).await,
        Err(error) => Err(error.into()),
    }
}

fn sign_up(form: &Form) -> Result<(PatrolSignUpId, i64), Fault> {
    let id = form.text("sign_up").parse().map_err(|_| Error::NotFound)?;
    Ok((id, form.text("version").parse().unwrap_or(0)))
}

async fn marked(web: &Web, id: PatrolShiftId, form: &Form, mark: Mark) -> Answer {
    let (sign_up, version) = sign_up(form)?;
    let done = web
        .write(move |ctx| async move { attendance::mark(&ctx, sign_up, version, mark).await })
        .await;
    match done {
        Ok(marked) => answer(web, id, sign_up, marked).await,
        Err(Error::Changed) => changed(web, id, Typed::default()).await,
        Err(error) => Err(error.into()),
    }
}

/// Back to the row that was pressed; only what did not work is said.
async fn answer(web: &Web, id: PatrolShiftId, sign_up: PatrolSignUpId, marked: Marked) -> Answer {
    let lang = web.lang();
    let to = format!("{}#p-{sign_up}", path(id));
    match marked {
        Marked::Done => web.see_other(&to),
        Marked::NoPlace => web.see_other_saying(&path(id), words::no_place(lang)).await,
        Marked::Refused(reason) => {
            web.see_other_saying(&path(id), why_of_another(lang, reason))
                .await
        }
    }
}

async fn times(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let (sign_up, version) = sign_up(form)?;
    let approves = form.ticked("approve");
    let typed = Typed {
        act: "times".to_owned(),
        sign_up: Some(sign_up),
        came: form.text("came"),
        went: form.text("went"),
        approve: approves,
        ..Typed::default()
    };
    let done = web
        .write_with(typed.clone(), move |ctx, typed| async move {
            let times = (typed.came.as_str(), typed.went.as_str());
            attendance::set_times(&ctx, sign_up, version, times, approves).await
        })
        .await;
    match done {
        Ok(marked) => answer(web, id, sign_up, marked).await,
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(web, id, status, typed, problems, None).await
        }
        Err(Error::Changed) => changed(web, id, typed).await,
        Err(error) => Err(error.into()),
    }
}

async fn bring(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let lang = web.lang();
    let typed = Typed {
        act: "bring".to_owned(),
        request_key: form.text("request_key"),
        name: form.text("name"),
        telephone: form.text("telephone"),
        ..Typed::default()
    };
    let guest = Guest {
        request_key: typed.request_key.clone(),
        name: typed.name.clone(),
        telephone: typed.telephone.clone(),
        ..Guest::default()
    };
    let done = web
        .write_with(guest, move |ctx, guest| async move {
            attendance::bring(&ctx, id, guest).await
        })
        .await;
    match done {
        Ok(SignedUp::SignedUp(made)) => {
            let said = if made.state == State::Waitlisted {
                words::brought_waits(lang, typed.name.trim())
            } else {
                words::brought(lang, typed.name.trim())
            };
            web.see_other_saying(&path(id), &said).await
        }
        Ok(SignedUp::Refused { why: reason, .. }) => {
            let said = Some(why_of_another(lang, reason));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(web, id, status, typed, Problems::new(), said).await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(web, id, status, typed, problems, None).await
        }
        Err(Error::Changed) => changed(web, id, typed).await,
        Err(error) => Err(error.into()),
    }
}

/// What was seen; nothing takes the tick back.
fn seen(form: &Form) -> Option<Seen> {
    Seen::parse(&form.text("seen"))
}

async fn looked(web: &Web, id: PatrolShiftId, done: Result<(), Error>, at: String) -> Answer {
    match done {
        Ok(()) => web.see_other(&format!("{}#{at}", path(id))),
        Err(Error::Changed) => changed(web, id, Typed::default()).await,
        Err(error) => Err(error.into()),
    }
}

async fn stop(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let line: i64 = form.text("line").parse().map_err(|_| Error::NotFound)?;
    let seen = seen(form);
    let done = web
        .write(move |ctx| async move { look::tick_stop(&ctx, id, line, seen).await })
        .await;
    looked(web, id, done, format!("stop-{line}")).await
}

async fn place(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let report: domain::id::ReportId = form.text("report").parse().map_err(|_| Error::NotFound)?;
    let seen = seen(form);
    let done = web
        .write(move |ctx| async move { look::tick_place(&ctx, id, report, seen).await })
        .await;
    looked(web, id, done, format!("place-{report}")).await
}

async fn came_back(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let report: domain::id::ReportId = form.text("report").parse().map_err(|_| Error::NotFound)?;
    let done = web
        .write(move |ctx| async move { look::came_back(&ctx, id, report).await })
        .await;
    match done {
        Ok(number) => {
            let said = words::reported_again(web.lang(), number);
            web.see_other_saying(&path(id), &said).await
        }
        // Its category or place is not offered any more: the form lets choose another.
        Err(Error::Invalid(_)) => web.see_other(&format!("/patrols/{id}/finding")),
        Err(Error::Changed) => changed(web, id, Typed::default()).await,
        Err(error) => Err(error.into()),
    }
}

async fn close(web: &Web, id: PatrolShiftId, form: &Form) -> Answer {
    let lang = web.lang();
    let received = photos::receive(web, form).await?;
    let ids = |name: &str| -> Vec<PatrolSignUpId> {
        form.all(name).filter_map(|id| id.parse().ok()).collect()
    };
    let typed = Typed {
        act: "close".to_owned(),
        request_key: form.text("request_key"),
        handbooks: form.text("handbooks"),
        words: form.text("words"),
        absent: ids("absent"),
        drafts: received.drafts.clone(),
        ..Typed::default()
    };
    if received.only_dropped || !received.problems.is_empty() {
        let status = if received.problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        return again(web, id, status, typed, received.problems, None).await;
    }
    let closing = Closing {
        request_key: typed.request_key.clone(),
        version: form.text("version").parse().unwrap_or(0),
        handbooks: typed.handbooks.clone(),
        words: typed.words.clone(),
        listed: ids("listed"),
        absent: typed.absent.clone(),
    };
    let done = web
        .write_with(closing, move |ctx, closing| async move {
            record::close(&ctx, id, closing).await
        })
        .await;
    match done {
        Ok(Closed::Done) => {
            let to = format!("/patrols/{id}/day");
            web.see_other_saying(&to, words::closed(lang)).await
        }
        Ok(Closed::TooEarly) => {
            let said = Some(words::close_too_early(lang));
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(web, id, status, typed, Problems::new(), said).await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(web, id, status, typed, problems, None).await
        }
        Err(Error::Changed) => changed(web, id, typed).await,
        Err(error) => Err(error.into()),
    }
}

async fn reopen(web: &Web, id: PatrolShiftId) -> Answer {
    web.write(move |ctx| async move { record::reopen(&ctx, id).await })
        .await?;
    let said = words::reopened(web.lang());
    web.see_other_saying(&path(id), said).await
}
