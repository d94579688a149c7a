//! `/admin/patrols/routes`: ways to go, with what to look at (rule V16).

use axum::http::StatusCode;
use backend::Error;
use backend::patrol::route::{self, Route};
use domain::id::PatrolRouteId;
use domain::patrol::route::Draft;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{common, patrol_template as words};

use crate::arrange::{self, One};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{Area, Input, input, summary, textarea};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/patrols/routes";

/// What was typed, and about which route of which version.
#[derive(Debug, Clone, Default)]
struct Typed {
    known: Option<(PatrolRouteId, i64)>,
    draft: Draft,
}

/// `GET /admin/patrols/routes`
pub(super) async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Typed::default(), &Problems::new()).await
}

/// `POST /admin/patrols/routes`: one of the small forms, told by `act`.
pub(super) async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManagePatrols)?;
    let id: Option<PatrolRouteId> = form.text("id").parse().ok();
    let known = id.map(|id| (id, form.text("version").parse().unwrap_or(0)));
    let lang = web.lang();
    let retired = match form.text("act").as_str() {
        "save" => return save(web, known, &form).await,
        "retire" => true,
        "offer" => false,
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let known = known.ok_or(Error::NotFound)?;
    web.write(move |ctx| async move { route::set_retired(&ctx, known, retired).await })
        .await?;
    let said = if retired {
        words::way_retired(lang)
    } else {
        words::way_offered(lang)
    };
    web.see_other_saying(PATH, said).await
}

async fn save(web: Web, known: Option<(PatrolRouteId, i64)>, form: &Form) -> Answer {
    let draft = Draft {
        request_key: form.text("request_key"),
        name: form.text("name"),
        stops: form.text("stops"),
    };
    let saved = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            route::save(&ctx, known, &draft).await
        })
        .await;
    let typed = Typed { known, draft };
    match saved {
        Ok(()) => {
            web.see_other_saying(PATH, words::way_saved(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &typed, &problems).await
        }
        Err(Error::Changed) => page(&web, StatusCode::CONFLICT, &typed, &Problems::new()).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, typed: &Typed, problems: &Problems) -> Answer {
    let all = route::list(&web.ctx).await?;
    let lang = web.lang();
    Ok(web.page_with(status, words::ways_title(lang), Kind::Staff, || {
        let (away, shown): (Vec<_>, Vec<_>) = all.into_iter().partition(|route| route.is_retired);
        let rows: Vec<_> = shown.iter().map(|route| row(web, route, typed, problems)).collect();
        let away = away
            .iter()
            .map(|route| {
                let back = arrange::press(web, &one(route), "offer", Icon::Undo, words::way_offer(lang));
                let name = route.name.clone();
                view! { <li><span>{name}</span> {back}</li> }.into_any()
            })
            .collect();
        let is_empty = rows.is_empty();
        let is_new = status != StatusCode::OK && typed.known.is_none();
        let form = if is_new {
            fields(web, None, &typed.draft, problems).into_any()
        } else {
            let new = Draft { request_key: web.new_key(), ..Draft::default() };
            fields(web, None, &new, &Problems::new()).into_any()
        };
        view! {
            {super::back(lang)}
            <h1>{words::ways_title(lang)}</h1>
            <p class="lead">{words::ways_lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::way_changed(lang)}</p></div>
            })}
            {summary(lang, problems)}
            {(!is_empty).then(|| view! { <ol class="arrange">{rows}</ol> })}
            <details class="card" open=is_new || is_empty>
                <summary>{words::ways_add(lang)}</summary>
                {form}
            </details>
            {arrange::away(words::ways_away(lang), away)}
        }
    }))
}

fn one(route: &Route) -> One<'_> {
    One {
        path: PATH,
        id: route.id.to_string(),
        version: route.version,
        name: &route.name,
    }
}

fn row(web: &Web, route: &Route, typed: &Typed, problems: &Problems) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_typed = typed.known.is_some_and(|(id, _)| id == route.id);
    let form = if is_typed {
        // A message at a field: the version that was typed on. Somebody was faster: theirs.
        let version = typed.known.filter(|_| !problems.is_empty());
        let version = version.map_or(route.version, |(_, version)| version);
        fields(web, Some((route.id, version)), &typed.draft, problems).into_any()
    } else {
        let kept = Draft {
            request_key: web.new_key(),
            name: route.name.clone(),
            stops: route.stops.join("\n"),
        };
        fields(
            web,
            Some((route.id, route.version)),
            &kept,
            &Problems::new(),
        )
        .into_any()
    };
    let retire = arrange::press(
        web,
        &one(route),
        "retire",
        Icon::Pause,
        words::way_retire(lang),
    );
    let stops = i64::try_from(route.stops.len()).unwrap_or(i64::MAX);
    let name = route.name.clone();
    arrange::row(
        web,
        view! { <b>{name}</b> <small>{words::way_count(lang, stops)}</small> }.into_any(),
        ().into_any(),
        is_typed,
        view! { {form} {retire} }.into_any(),
    )
}

fn fields(
    web: &Web,
    known: Option<(PatrolRouteId, i64)>,
    draft: &Draft,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let of = known.map_or_else(|| "new".to_owned(), |(id, _)| id.to_string());
    let id = |name: &str| problems.is_empty().then(|| format!("{name}-{of}"));
    let name = Input {
        name: "name",
        id: id("name"),
        label: words::way_name(lang).to_owned(),
        value: draft.name.clone(),
        autocomplete: Some("off"),
        max: Some("40"),
        ..Input::default()
    };
    let stops = Area {
        name: "stops",
        id: id("stops"),
        label: words::way_stops(lang).to_owned(),
        hint: Some(words::way_stops_hint(lang).to_owned()),
        value: draft.stops.clone(),
        rows: "6",
        ..Area::default()
    };
    view! {
        <form class="form" method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="save"/>
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {known.map(|(id, version)| view! {
                <input type="hidden" name="id" value=id.to_string()/>
                <input type="hidden" name="version" value=version.to_string()/>
            })}
            {input(lang, problems, name)}
            {textarea(lang, problems, stops)}
            <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
        </form>
    }
}
