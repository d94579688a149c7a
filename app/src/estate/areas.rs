//! `/admin/estate/areas`: places outside the buildings, in the order in which residents choose them.

use axum::http::StatusCode;
use backend::Error;
use backend::estate::Area;
use backend::estate::area::{self, Draft};
use domain::id::AreaId;
use domain::order::Step;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, estate as words};

use crate::arrange::{self, One};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/estate/areas";

/// What was typed, and of which area.
#[derive(Debug, Clone, Default)]
struct Typed {
    id: Option<AreaId>,
    draft: Draft,
    key: String,
}

/// `GET /admin/estate/areas`
pub async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Typed::default(), &Problems::new()).await
}

/// `POST /admin/estate/areas`: one of the small forms, told by `act`.
pub async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManageEstate)?;
    let id: Option<AreaId> = form.text("id").parse().ok();
    let known = id.map(|id| (id, form.text("version").parse().unwrap_or(0)));
    let key = form.text("request_key");
    let act = form.text("act");
    let lang = web.lang();
    if act != "save" {
        let step = Step::parse(&act);
        let said = match (step, act.as_str()) {
            (Some(_), _) => words::area_moved(lang),
            (None, "close") => words::area_closed(lang),
            (None, "open") => words::area_opened(lang),
            _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        };
        let known = known.ok_or(Error::NotFound)?;
        let is_closed = act == "close";
        web.write_with(key, move |ctx, key| async move {
            match step {
                Some(step) => area::step(&ctx, known.0, step, &key).await,
                None => area::set_closed(&ctx, known, is_closed).await,
            }
        })
        .await?;
        return web.see_other_saying(PATH, said).await;
    }
    let draft = Draft {
        name_zh: form.text("name_zh"),
        name_en: form.text("name_en"),
    };
    let saved = web
        .write_with(
            (draft.clone(), key.clone()),
            move |ctx, (draft, key)| async move { area::save(&ctx, known, &draft, &key).await },
        )
        .await;
    let typed = Typed { id, draft, key };
    match saved {
        Ok(()) => web.see_other_saying(PATH, words::area_saved(lang)).await,
        Err(Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &typed, &problems).await
        }
        Err(Error::Changed) => page(&web, StatusCode::CONFLICT, &typed, &Problems::new()).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, typed: &Typed, problems: &Problems) -> Answer {
    let all = area::all(&web.ctx).await?;
    let lang = web.lang();
    let was_typed = status != StatusCode::OK;
    Ok(web.page_with(status, words::areas_title(lang), Kind::Staff, || {
        let (closed, open): (Vec<_>, Vec<_>) = all.into_iter().partition(|area| area.is_closed);
        let rows: Vec<_> = open
            .iter()
            .enumerate()
            .map(|(at, area)| row(web, area, (at, open.len()), typed, problems))
            .collect();
        let is_empty = rows.is_empty();
        let away = closed
            .iter()
            .map(|area| {
                let back = arrange::press(web, &one(area), "open", Icon::Undo, words::area_open(lang));
                let name = name(lang, area).to_owned();
                view! { <li><span>{name}</span> {back}</li> }.into_any()
            })
            .collect();
        let is_new = typed.id.is_none() && was_typed;
        let (new, key) = if is_new {
            (typed.draft.clone(), typed.key.clone())
        } else {
            (Draft::default(), web.new_key())
        };
        let none = Problems::new();
        view! {
            {parts::back("/admin/estate/plan".to_owned(), words::plan_title(lang))}
            <h1>{words::areas_title(lang)}</h1>
            <p class="lead">{words::areas_lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::area_changed(lang)}</p></div>
            })}
            {summary(lang, problems)}
            {if is_empty {
                parts::empty(Icon::Home, words::areas_none(lang), words::areas_none_next(lang)).into_any()
            } else {
                view! { <ol class="arrange">{rows}</ol> }.into_any()
            }}
            <details class="card" open=is_new || is_empty>
                <summary>{words::areas_add(lang)}</summary>
                {form(web, None, &new, &key, if is_new { problems } else { &none })}
            </details>
            {arrange::away(words::areas_closed(lang), away)}
        }
    }))
}

fn name(lang: Lang, area: &Area) -> &str {
    if lang == Lang::Zh {
        &area.name_zh
    } else {
        &area.name_en
    }
}

fn one(area: &Area) -> One<'_> {
    One {
        path: PATH,
        id: area.id.to_string(),
        version: area.version,
        name: &area.name_zh,
    }
}

fn row(
    web: &Web,
    area: &Area,
    (at, of): (usize, usize),
    typed: &Typed,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_typed = typed.id == Some(area.id);
    let kept = Draft {
        name_zh: area.name_zh.clone(),
        name_en: if area.name_en == area.name_zh {
            String::new()
        } else {
            area.name_en.clone()
        },
    };
    let none = Problems::new();
    let inside = if is_typed {
        form(web, Some(area), &typed.draft, &typed.key, problems).into_any()
    } else {
        form(web, Some(area), &kept, &web.new_key(), &none).into_any()
    };
    let close = arrange::press(
        web,
        &one(area),
        "close",
        Icon::Cross,
        words::area_close(lang),
    );
    let name = name(lang, area).to_owned();
    arrange::row(
        web,
        view! { <b>{name}</b> }.into_any(),
        arrange::steps(web, &one(area), at, of).into_any(),
        is_typed,
        view! { {inside} {close} }.into_any(),
    )
}

/// One area's form. The ids of its fields are its own, because the page has many of them; the form
/// that came back with faults keeps the plain names, because the summary links there.
fn form(
    web: &Web,
    known: Option<&Area>,
    draft: &Draft,
    key: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = known.map_or_else(|| "new".to_owned(), |area| area.id.to_string());
    let field = |name: &'static str, label: &str, value: &str, max| Input {
        name,
        id: problems.is_empty().then(|| format!("{name}-{id}")),
        label: label.to_owned(),
        value: value.to_owned(),
        autocomplete: Some("off"),
        max: Some(max),
        ..Input::default()
    };
    view! {
        <form class="form" method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="save"/>
            <input type="hidden" name="request_key" value=key.to_owned()/>
            {known.map(|area| view! {
                <input type="hidden" name="id" value=area.id.to_string()/>
                <input type="hidden" name="version" value=area.version.to_string()/>
            })}
            <div class="pairing">
                {input(lang, problems, field("name_zh", words::area_name_zh(lang), &draft.name_zh, "20"))}
                {input(lang, problems, Input {
                    optional: true,
                    ..field("name_en", words::area_name_en(lang), &draft.name_en, "40")
                })}
            </div>
            <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
        </form>
    }
}
