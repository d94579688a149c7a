//! `/patrols/{id}/finding`: what was found, on one short form (rule V16).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::patrol::Shift;
use backend::patrol::finding::{self, part};
use backend::photo::Photo;
use domain::id::{AreaId, BuildingId, PatrolShiftId};
use domain::problem::Problems;
use domain::report::Draft;
use leptos::prelude::*;
use text::patrol_day as words;

use super::{id, path};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{
    self, Area, Choice, Input, Names, category_name, fault, field_class, input, select, summary,
    textarea,
};
use crate::report::photos;
use crate::web::{Answer, Web};

/// `GET /patrols/{id}/finding`
pub(super) async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    part(&web.ctx, id).await?;
    let shift = backend::patrol::find(&web.ctx, id).await?;
    // Most of what is found is where the shift goes.
    let draft = Draft {
        request_key: web.new_key(),
        building: shift.building.map_or_else(String::new, |id| id.to_string()),
        ..Draft::default()
    };
    page(
        &web,
        StatusCode::OK,
        &shift,
        &draft,
        (&[], None),
        &Problems::new(),
    )
    .await
}

/// `POST /patrols/{id}/finding`
pub(super) async fn file(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    part(&web.ctx, id).await?;
    let received = photos::receive(&web, &form).await?;
    let draft = draft(&form);
    if received.only_dropped || !received.problems.is_empty() {
        let status = if received.problems.is_empty() {
            StatusCode::OK
        } else {
            StatusCode::UNPROCESSABLE_ENTITY
        };
        return again(
            &web,
            id,
            status,
            &draft,
            &received.drafts,
            received.problems,
        )
        .await;
    }
    let filed = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            finding::file(&ctx, id, draft).await
        })
        .await;
    match filed {
        Ok(number) => {
            let said = words::finding_done(web.lang(), number);
            web.see_other_saying(&path(id), &said).await
        }
        Err(Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            again(&web, id, status, &draft, &received.drafts, problems).await
        }
        Err(Error::Changed) => {
            // What was typed can still be copied into a plain report.
            let shift = backend::patrol::find(&web.ctx, id).await?;
            let over = Some(words::finding_over(web.lang()));
            let none = Problems::new();
            page(
                &web,
                StatusCode::CONFLICT,
                &shift,
                &draft,
                (&received.drafts, over),
                &none,
            )
            .await
        }
        Err(error) => Err(error.into()),
    }
}

/// The place is one choice, `b12` or `a3`, as long as the form is short.
fn draft(form: &Form) -> Draft {
    let place = form.text("place");
    let part = |letter: char| place.strip_prefix(letter).unwrap_or_default().to_owned();
    Draft {
        request_key: form.text("request_key"),
        category: form.text("category"),
        building: part('b'),
        area: part('a'),
        place_words: form.text("place_words"),
        words: form.text("words"),
        ..Draft::default()
    }
}

async fn again(
    web: &Web,
    id: PatrolShiftId,
    status: StatusCode,
    draft: &Draft,
    drafts: &[Photo],
    problems: Problems,
) -> Answer {
    let shift = backend::patrol::find(&web.ctx, id).await?;
    page(web, status, &shift, draft, (drafts, None), &problems).await
}

async fn page(
    web: &Web,
    status: StatusCode,
    shift: &Shift,
    draft: &Draft,
    (drafts, over): (&[Photo], Option<&'static str>),
    problems: &Problems,
) -> Answer {
    let names = names(web).await?;
    let lang = web.lang();
    let title = words::finding_title(lang);
    Ok(web.page_with(status, title, Kind::Narrow, || {
        view! {
            {parts::back(path(shift.id), words::title(lang))}
            <h1>{title}</h1>
            <form class="form" method="post" action=format!("/patrols/{}/finding", shift.id) enctype="multipart/form-data">
                {over.map(|over| view! {
                    <div class="summary" role="alert"><p>{icon(Icon::Warning)} {over}</p></div>
                })}
                {summary(lang, problems)}
                {frame::token(&web.chrome)}
                <input type="hidden" name="request_key" value=draft.request_key.clone()/>
                {categories(web, &names, draft, problems)}
                {select(lang, problems, "place", words::finding_where(lang).to_owned(), places(web, &names), &chosen(draft))}
                {input(lang, problems, Input {
                    name: "place_words",
                    label: words::finding_where_words(lang).to_owned(),
                    value: draft.place_words.clone(),
                    optional: true,
                    max: Some("60"),
                    ..Input::default()
                })}
                {textarea(lang, problems, Area {
                    name: "words",
                    label: words::finding_words(lang).to_owned(),
                    value: draft.words.clone(),
                    rows: "3",
                    ..Area::default()
                })}
                {photos::picker(lang, problems, drafts, words::finding_photos(lang), words::finding_photos_hint(lang))}
                <div class="submit"><button class="button big">{icon(Icon::Check)} {words::finding_send(lang)}</button></div>
            </form>
        }
    }))
}

/// The categories as tiles, of which one is chosen.
fn categories(
    web: &Web,
    names: &Names,
    draft: &Draft,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let tiles: Vec<_> = names
        .categories
        .iter()
        .filter(|category| !category.is_retired)
        .map(|category| {
            let id = category.id.to_string();
            let is_chosen = id == draft.category;
            let name = category_name(lang, category).to_owned();
            view! {
                <label class="tile">
                    <input type="radio" name="category" value=id checked=is_chosen/>
                    <span class="face">{icon(Icon::category(&category.picture))}<span>{name}</span></span>
                </label>
            }
        })
        .collect();
    view! {
        <fieldset class=field_class(problems, "category") id="category" tabindex="-1">
            <legend>{words::finding_what(lang)}</legend>
            {fault(lang, problems, "category")}
            <div class="tiles">{tiles}</div>
        </fieldset>
    }
}

fn places(web: &Web, names: &Names) -> Vec<Choice> {
    let mut places = vec![Choice::new("", text::common::unknown(web.lang()))];
    places.extend(
        names
            .estate
            .buildings
            .iter()
            .map(|building| Choice::new(format!("b{}", building.id), building.name.clone())),
    );
    places.extend(
        names
            .estate
            .open_areas()
            .map(|area| Choice::new(format!("a{}", area.id), names.area(area.id))),
    );
    places
}

fn chosen(draft: &Draft) -> String {
    let building = draft.building.parse::<BuildingId>();
    let area = draft.area.parse::<AreaId>();
    match (building, area) {
        (Ok(building), _) => format!("b{building}"),
        (_, Ok(area)) => format!("a{area}"),
        _ => String::new(),
    }
}
