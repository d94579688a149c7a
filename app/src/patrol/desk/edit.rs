//! `/admin/patrols/new` and `/admin/patrols/{id}`: a shift's form, with what there is to do with it.

use axum::extract::{Path, Query as Asked};
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::shift::{self, Edited, Effects};
use backend::patrol::{self, Shift, call, offered};
use backend::words as names_of;
use domain::id::PatrolShiftId;
use domain::patrol::shift::{BodyDraft, Draft, Kept, Standing};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, patrol_desk as words};

use super::fields::{self, Sheet, draft_from, draft_of};
use super::{BOARD, chip, group_text, id, line, marks};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts;
use crate::web::{Answer, Fault, Web};

/// The day that a link from the board fills in.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Day {
    day: String,
}

/// `GET /admin/patrols/new`
pub async fn new(web: Web, Asked(asked): Asked<Day>) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let draft = Draft {
        request_key: web.new_key(),
        day: asked.day,
        body: BodyDraft {
            leaders: "1".to_owned(),
            members: "4".to_owned(),
            trainees: "0".to_owned(),
            reserved: "0".to_owned(),
            ..BodyDraft::default()
        },
        ..Draft::default()
    };
    new_page(&web, StatusCode::OK, draft, Problems::new()).await
}

/// `POST /admin/patrols/new`
pub async fn write(web: Web, form: Form) -> Answer {
    let draft = draft_of(&form);
    let is_published = draft.publish;
    let written = web
        .write_with(draft.clone(), |ctx, draft| async move {
            shift::write(&ctx, draft).await
        })
        .await;
    let lang = web.lang();
    match written {
        Ok(id) => {
            let said = if is_published {
                words::published(lang)
            } else {
                words::kept_as_draft(lang)
            };
            web.see_other_saying(&format!("{BOARD}/{id}"), said).await
        }
        Err(Error::Invalid(problems)) => {
            new_page(&web, StatusCode::UNPROCESSABLE_ENTITY, draft, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn new_page(web: &Web, status: StatusCode, draft: Draft, problems: Problems) -> Answer {
    let sheet = sheet(web, None, draft, problems, None).await?;
    let lang = web.lang();
    Ok(
        web.page_with(status, words::new_title(lang), Kind::Staff, || {
            view! {
                {parts::back(BOARD.to_owned(), words::title(lang))}
                <h1>{words::new_title(lang)}</h1>
                <p class="lead">{words::new_lead(lang)}</p>
                {fields::form(&sheet)}
            }
        }),
    )
}

async fn sheet(
    web: &Web,
    shift: Option<&Shift>,
    mut draft: Draft,
    problems: Problems,
    asks: Option<Effects>,
) -> Result<Sheet, Fault> {
    if problems.of("request_key").is_some() {
        draft.request_key = web.new_key();
    }
    let asks = match asks {
        Some(effects) => Some(told(web, effects).await?),
        None => None,
    };
    Ok(Sheet {
        chrome: web.chrome.clone(),
        draft,
        problems,
        path: shift.map_or_else(
            || format!("{BOARD}/new"),
            |shift| format!("{BOARD}/{}", shift.id),
        ),
        version: shift.map(|shift| shift.version),
        is_draft: shift.is_none_or(|shift| shift.kept == Kept::Draft),
        asks,
        offered: offered::load(&web.ctx, shift).await?,
        names: names(web).await?,
    })
}

/// Whom a change would cost a place, by name, and why.
async fn told(web: &Web, effects: Effects) -> Result<(Effects, Vec<(String, String)>), Fault> {
    let lang = web.lang();
    let mut told = Vec::new();
    // A handful at most, and only when somebody asks for it.
    for (sign_up, why) in &effects.clashing {
        let name = call::name(&web.ctx, sign_up.person).await?;
        told.push((name, names_of::why_of_another(lang, *why).to_owned()));
    }
    for sign_up in &effects.bumped {
        let name = call::name(&web.ctx, sign_up.person).await?;
        told.push((name, words::asks_bumped(lang).to_owned()));
    }
    Ok((effects, told))
}

/// `GET /admin/patrols/{id}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    let shift = managed(&web, id).await?;
    let draft = draft_from(&web, &shift);
    edit_page(&web, StatusCode::OK, &shift, draft, Problems::new(), None).await
}

/// A shift of any state, for who looks after patrols.
pub(super) async fn managed(web: &Web, id: PatrolShiftId) -> Result<Shift, Fault> {
    let path = &web.ctx.community.path;
    web.ctx.require_at(Permission::ManagePatrols, path)?;
    Ok(patrol::find(&web.ctx, id).await?)
}

/// `POST /admin/patrols/{id}`: changes the shift, or publishes it.
pub async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let lang = web.lang();
    let here = format!("{BOARD}/{id}");
    match form.find("act") {
        Some("publish") => {
            web.write(move |ctx| async move { shift::publish(&ctx, id).await })
                .await?;
            return web.see_other_saying(&here, words::published(lang)).await;
        }
        Some(_) => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        None => {}
    }
    // A version that is none is nobody's present one.
    let version = form.text("version").parse().unwrap_or(0);
    let agreed: Vec<_> = form
        .all("agreed")
        .filter_map(|id| id.parse().ok())
        .collect();
    let draft = draft_of(&form);
    let edited = web
        .write_with(
            (draft.clone(), agreed),
            move |ctx, (draft, agreed)| async move {
                shift::edit(&ctx, id, version, draft, &agreed).await
            },
        )
        .await;
    let (status, problems, asks) = match edited {
        Ok(Edited::Done) => return web.see_other_saying(&here, words::saved(lang)).await,
        Ok(Edited::Asks(effects)) => (
            StatusCode::UNPROCESSABLE_ENTITY,
            Problems::new(),
            Some(effects),
        ),
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems, None),
        Err(Error::Changed) => (StatusCode::CONFLICT, Problems::new(), None),
        Err(error) => return Err(error.into()),
    };
    let mut shift = managed(&web, id).await?;
    if status == StatusCode::UNPROCESSABLE_ENTITY {
        // The version that was typed on, or what somebody else wrote would be lost unseen.
        shift.version = version;
    }
    edit_page(&web, status, &shift, draft, problems, asks).await
}

async fn edit_page(
    web: &Web,
    status: StatusCode,
    shift: &Shift,
    draft: Draft,
    problems: Problems,
    asks: Option<Effects>,
) -> Answer {
    let sheet = sheet(web, Some(shift), draft, problems, asks).await?;
    let lang = web.lang();
    let standing = shift.standing(web.ctx.now);
    let is_changed = status == StatusCode::CONFLICT;
    let group = group_text(lang, &web.ctx, &web.chrome, shift);
    let can_change = shift.kept != Kept::Cancelled && shift.closed_at.is_none();
    let cover = (shift.kept == Kept::Open).then(|| shift.cover(&web.ctx));
    let present = format!("{BOARD}/{}", shift.id);
    Ok(web.page_with(status, words::edit_title(lang), Kind::Staff, || {
        view! {
            {parts::back(BOARD.to_owned(), words::title(lang))}
            <h1>{line(lang, &web.ctx, shift)}</h1>
            <p class="line">
                {chip(lang, standing)} " "
                {cover.map(|cover| view! {
                    <span>{words::covered(lang, cover.covered, cover.needed)}</span> " "
                    {shift.is_gap(&web.ctx).then(|| marks(lang, cover))}
                })}
            </p>
            {is_changed.then(|| view! {
                <div class="note urgent" role="alert">
                    {icon(Icon::Warning)}
                    <p>{words::changed(lang)} " " <a href=present target="_blank">{words::see_present(lang)}</a></p>
                </div>
            })}
            {(shift.kept == Kept::Cancelled).then(|| view! {
                <div class="note urgent">{icon(Icon::Info)}<p>{words::cancelled_note(lang, &shift.cancel_reason)}</p></div>
            })}
            <div class="split">
                {if can_change {
                    fields::form(&sheet).into_any()
                } else {
                    view! { <p>{words::cannot_change(lang)}</p> }.into_any()
                }}
                <aside class="stack">
                    {ways(lang, shift, standing)}
                    {group.map(|group| view! {
                        <section class="card share">
                            <h2>{words::group(lang)}</h2>
                            {parts::group_text(lang, words::group(lang), words::group_hint(lang), &group)}
                        </section>
                    })}
                    {(shift.kept == Kept::Draft).then(|| publish_form(&sheet))}
                </aside>
            </div>
        }
    }))
}

/// The other pages of this shift.
fn ways(lang: Lang, shift: &Shift, standing: Standing) -> impl IntoView + use<> {
    let path = format!("{BOARD}/{}", shift.id);
    let is_ahead = matches!(standing, Standing::Open | Standing::Full);
    let can_cancel = shift.kept != Kept::Cancelled && shift.closed_at.is_none();
    let is_public = shift.kept != Kept::Draft;
    let has_begun = matches!(standing, Standing::Running | Standing::Ended);
    view! {
        <div class="buttons">
            <a class="button" href=format!("{path}/people")>{icon(Icon::People)} {words::people(lang)}</a>
            {is_ahead.then(|| view! {
                <a class="button quiet" href=format!("{path}/ask")>{icon(Icon::Phone)} {words::ask(lang)}</a>
            })}
            {has_begun.then(|| view! {
                <a class="button quiet" href=format!("/patrols/{}/day", shift.id)>{icon(Icon::Progress)} {words::day_page(lang)}</a>
            })}
            {is_public.then(|| view! {
                <a class="button quiet" href=format!("/patrols/{}", shift.id)>{icon(Icon::Eye)} {words::see_public(lang)}</a>
            })}
            {can_cancel.then(|| view! {
                <a class="button urgent" href=format!("{path}/cancel")>{icon(Icon::Cross)} {words::cancel(lang)}</a>
            })}
        </div>
    }
}

fn publish_form(sheet: &Sheet) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    view! {
        <form class="card" method="post" action=sheet.path.clone()>
            {frame::token(&sheet.chrome)}
            <button class="button" name="act" value="publish">{icon(Icon::Check)} {words::publish_as_is(lang)}</button>
            <p class="hint">{words::publish_hint(lang)}</p>
        </form>
    }
}
