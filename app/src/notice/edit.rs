//! The staff's form: a new notice, or one that is there already, with its group text, its poster
//! and the way to take it down and put it back (rules X8, X19).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::notice::{self, Notice, Standing};
use domain::notice::Draft;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, notice as words};

use super::{chip, group_text, id};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, Area, Input, Names, described, fault, field_class, input, textarea};
use crate::web::{Answer, Web};

/// `GET /admin/notices/new`
pub async fn new(web: Web) -> Answer {
    web.require(Permission::WriteNotice)?;
    let draft = Draft {
        request_key: web.new_key(),
        ..Draft::default()
    };
    new_page(&web, StatusCode::OK, draft, Problems::new()).await
}

/// `POST /admin/notices/new`
pub async fn publish(web: Web, form: Form) -> Answer {
    let draft = draft_of(&form);
    let published = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            notice::publish(&ctx, draft).await
        })
        .await;
    match published {
        Ok(id) => {
            let path = format!("/admin/notices/{id}");
            web.see_other_saying(&path, words::published(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            new_page(&web, StatusCode::UNPROCESSABLE_ENTITY, draft, problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn new_page(web: &Web, status: StatusCode, draft: Draft, problems: Problems) -> Answer {
    let names = names(web).await?;
    let lang = web.lang();
    let sheet = Sheet::new(web, draft, problems, None);
    Ok(
        web.page_with(status, words::new_title(lang), Kind::Staff, || {
            view! {
                {parts::back("/admin/notices".to_owned(), words::desk_title(lang))}
                <h1>{words::new_title(lang)}</h1>
                {fields(&sheet, &names)}
            }
        }),
    )
}

/// `GET /admin/notices/{id}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let notice = notice::for_edit(&web.ctx, id(&asked)?).await?;
    let draft = draft_from(&notice, web.new_key());
    edit_page(&web, StatusCode::OK, &notice, draft, Problems::new()).await
}

/// `POST /admin/notices/{id}`: changes the text, or takes the notice down, or puts it back.
pub async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let lang = web.lang();
    // A version that is none is nobody's present one.
    let version = form.text("version").parse().unwrap_or(0);
    let draft = draft_of(&form);
    let (done, message) = match form.find("act") {
        Some("withdraw") => (
            web.write(move |ctx| async move { notice::withdraw(&ctx, id, version).await })
                .await,
            words::withdrawn(lang),
        ),
        Some("restore") => (
            web.write(move |ctx| async move { notice::restore(&ctx, id, version).await })
                .await,
            words::restored(lang),
        ),
        Some(_) => return Err(crate::web::Fault::status(StatusCode::BAD_REQUEST)),
        None => {
            let draft = draft.clone();
            let edited = web.write(move |ctx| {
                let draft = draft.clone();
                async move { notice::edit(&ctx, id, version, draft).await }
            });
            (edited.await, words::saved(lang))
        }
    };
    let typed = form.find("act").is_none();
    match done {
        Ok(()) => {
            web.see_other_saying(&format!("/admin/notices/{id}"), message)
                .await
        }
        Err(Error::Invalid(problems)) => {
            let notice = notice::for_edit(&web.ctx, id).await?;
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            // The version that was typed on, or what somebody else wrote would be lost unseen.
            edit_page(&web, status, &Notice { version, ..notice }, draft, problems).await
        }
        Err(Error::Changed) if typed => {
            let notice = notice::for_edit(&web.ctx, id).await?;
            edit_page(&web, StatusCode::CONFLICT, &notice, draft, Problems::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn edit_page(
    web: &Web,
    status: StatusCode,
    notice: &Notice,
    draft: Draft,
    problems: Problems,
) -> Answer {
    let names = names(web).await?;
    let lang = web.lang();
    let standing = notice.standing(web.ctx.now);
    let sheet = Sheet::new(web, draft, problems, Some(notice));
    let group = group_text(&web.chrome, notice, &names);
    let path = format!("/notices/{}", notice.id);
    let present = format!("/admin{path}");
    let is_up = standing != Standing::Withdrawn;
    let changed = status == StatusCode::CONFLICT;
    Ok(web.page_with(status, words::edit_title(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/notices".to_owned(), words::desk_title(lang))}
            <h1>{words::edit_title(lang)}</h1>
            <p class="line">{chip(lang, standing)}</p>
            {changed.then(|| view! {
                <div class="note urgent" role="alert">
                    {icon(Icon::Warning)}
                    <p>{words::changed(lang)} " " <a href=present target="_blank">{words::see_present(lang)}</a></p>
                </div>
            })}
            {(!is_up).then(|| view! {
                <div class="note waiting">{icon(Icon::Info)}<p>{words::withdrawn_note(lang)}</p></div>
            })}
            <div class="split">
                {fields(&sheet, &names)}
                <aside class="stack">
                    {is_up.then(|| share(lang, &path, &group))}
                    {standing_form(&sheet, is_up)}
                </aside>
            </div>
        }
    }))
}

/// Everything the form is made from.
struct Sheet {
    chrome: Chrome,
    /// What was typed.
    draft: Draft,
    problems: Problems,
    /// The page's own path.
    path: String,
    /// The version that the form was made from; nothing for a new notice.
    version: Option<String>,
}

impl Sheet {
    fn new(web: &Web, mut draft: Draft, problems: Problems, notice: Option<&Notice>) -> Self {
        if problems.of("request_key").is_some() {
            draft.request_key = web.new_key();
        }
        Self {
            chrome: web.chrome.clone(),
            draft,
            problems,
            path: notice.map_or_else(
                || "/admin/notices/new".to_owned(),
                |notice| format!("/admin/notices/{}", notice.id),
            ),
            version: notice.map(|notice| notice.version.to_string()),
        }
    }
}

fn draft_of(form: &Form) -> Draft {
    Draft {
        request_key: form.text("request_key"),
        title: form.text("title"),
        body: form.text("body"),
        audience: form.all("audience").map(ToOwned::to_owned).collect(),
        until: form.text("until"),
        urgent: form.ticked("urgent"),
    }
}

fn draft_from(notice: &Notice, request_key: String) -> Draft {
    Draft {
        request_key,
        title: notice.title.clone(),
        body: notice.body.clone(),
        audience: notice.audience.iter().map(ToString::to_string).collect(),
        until: notice.until.map_or_else(String::new, |day| day.to_string()),
        urgent: notice.is_urgent,
    }
}

fn fields(sheet: &Sheet, names: &Names) -> impl IntoView + use<> {
    let Sheet {
        chrome,
        draft,
        problems,
        path,
        version,
    } = sheet;
    let lang = chrome.lang;
    let is_new = version.is_none();
    let send = if is_new {
        words::publish(lang)
    } else {
        common::save(lang)
    };
    let title = Input {
        name: "title",
        label: words::headline(lang).to_owned(),
        hint: Some(words::headline_hint(lang).to_owned()),
        value: draft.title.clone(),
        ..Input::default()
    };
    let body = Area {
        name: "body",
        id: None,
        label: words::body(lang).to_owned(),
        hint: Some(words::body_hint(lang).to_owned()),
        value: draft.body.clone(),
        optional: false,
        rows: "10",
    };
    let until = Input {
        name: "until",
        label: words::last_day(lang).to_owned(),
        hint: Some(words::last_day_hint(lang).to_owned()),
        value: draft.until.clone(),
        optional: true,
        kind: "date",
        ..Input::default()
    };
    view! {
        <form class="form" method="post" action=path.clone()>
            {parts::summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {version.clone().map(|version| view! { <input type="hidden" name="version" value=version/> })}
            {input(lang, problems, title)}
            {textarea(lang, problems, body)}
            {buildings(lang, draft, problems, names)}
            {input(lang, problems, until)}
            <label class="check">
                <input type="checkbox" name="urgent" value="1" checked=draft.urgent/>
                <span>{words::is_urgent(lang)}</span>
            </label>
            <div class="submit"><button class="button big">{icon(Icon::Check)} {send}</button></div>
        </form>
    }
}

fn buildings(
    lang: Lang,
    draft: &Draft,
    problems: &Problems,
    names: &Names,
) -> impl IntoView + use<> {
    let boxes: Vec<_> = names
        .estate
        .buildings
        .iter()
        .map(|building| {
            let value = building.id.to_string();
            let is_ticked = draft.audience.contains(&value);
            view! {
                <label class="check">
                    <input type="checkbox" name="audience" value=value checked=is_ticked/>
                    <span>{building.name.clone()}</span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset
            class=field_class(problems, "audience")
            id="audience"
            tabindex="-1"
            aria-describedby=described(problems, "audience", Some("audience"))
        >
            <legend>{words::audience(lang)} {parts::optional_mark(lang)}</legend>
            {fault(lang, problems, "audience")}
            <div class="tiles">{boxes}</div>
            <p class="hint" id="audience-hint">{words::audience_hint(lang)}</p>
        </fieldset>
    }
}

/// The group text and the ways to the poster and the public page.
fn share(lang: Lang, path: &str, group: &str) -> impl IntoView + use<> {
    view! {
        <section class="card share">
            <h2>{words::group(lang)}</h2>
            {parts::group_text(lang, words::group_label(lang), words::group_hint(lang), group)}
        </section>
        <div class="buttons">
            <a class="button quiet" href=format!("{path}/poster")>
                {icon(Icon::Print)} {words::print_for_door(lang)}
            </a>
            <a class="button quiet" href=path.to_owned()>{icon(Icon::Eye)} {words::see_public(lang)}</a>
        </div>
    }
}

/// Takes the notice down or puts it back, at one press: each undoes the other (rule X8).
fn standing_form(sheet: &Sheet, is_up: bool) -> impl IntoView + use<> {
    let lang = sheet.chrome.lang;
    let button = if is_up {
        view! {
            <button class="button urgent" name="act" value="withdraw">
                {icon(Icon::Cross)} {words::withdraw(lang)}
            </button>
            <p class="hint">{words::withdraw_hint(lang)}</p>
        }
        .into_any()
    } else {
        view! {
            <button class="button" name="act" value="restore">{icon(Icon::Undo)} {words::restore(lang)}</button>
        }
        .into_any()
    };
    view! {
        <form class="card" method="post" action=sheet.path.clone()>
            {frame::token(&sheet.chrome)}
            <input type="hidden" name="version" value=sheet.version.clone()/>
            {button}
        </form>
    }
}
