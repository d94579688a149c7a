//! `/admin/org`: the organisation as a tree with its public posts, and `/admin/org/{id}`: what is done
//! with one node of it (rule P1).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::Error;
use backend::org::tree::{self, Branch, Draft, Holder};
use domain::id::OrgNodeId;
use domain::instant::Zone;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, org as words};

use crate::account::post_word;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, input};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let keepers = Access::Needs(Permission::ManageEstate);
    vec![
        Route::get("/admin/org", keepers, show),
        Route::post("/admin/org", keepers, add),
        Route::get("/admin/org/{id}", keepers, node),
        Route::post("/admin/org/{id}", keepers, change),
    ]
}

fn draft_of(form: &Form) -> Draft {
    Draft {
        request_key: form.text("request_key"),
        // A version that is none is nobody's present one.
        version: form.text("version").parse().unwrap_or(0),
        act: form.text("act"),
        name: form.text("name"),
        grid: form.text("grid"),
        closed_from: form.text("closed_from"),
    }
}

/// `GET /admin/org`
async fn show(web: Web) -> Answer {
    let draft = Draft {
        request_key: web.new_key(),
        ..Draft::default()
    };
    list(&web, StatusCode::OK, &draft, &Problems::new()).await
}

/// `POST /admin/org`: adds a grid.
async fn add(web: Web, form: Form) -> Answer {
    let draft = draft_of(&form);
    let added = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            tree::add_grid(&ctx, draft).await
        })
        .await;
    match added {
        Ok(_) => {
            web.see_other_saying("/admin/org", words::added(web.lang()))
                .await
        }
        Err(Error::Invalid(problems)) => {
            list(&web, StatusCode::UNPROCESSABLE_ENTITY, &draft, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn list(web: &Web, status: StatusCode, draft: &Draft, problems: &Problems) -> Answer {
    let branches = tree::tree(&web.ctx).await?;
    let lang = web.lang();
    let zone = web.ctx.community.zone.clone();
    let chrome = web.chrome.clone();
    Ok(web.page_with(status, words::title(lang), Kind::Staff, || {
        let rows: Vec<_> = branches.iter().map(|branch| row(lang, &zone, branch)).collect();
        let is_open = !problems.is_empty();
        let name = Input {
            name: "name",
            label: words::grid_name(lang).to_owned(),
            hint: Some(words::grid_name_hint(lang).to_owned()),
            value: draft.name.clone(),
            max: Some("20"),
            ..Input::default()
        };
        view! {
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            <ul class="rows tree">{rows}</ul>
            <details class="card" open=is_open>
                <summary>{icon(Icon::Plus)} {words::add_grid(lang)}</summary>
                <form class="form" method="post" action="/admin/org">
                    {parts::summary(lang, problems)}
                    {frame::token(&chrome)}
                    <input type="hidden" name="request_key" value=draft.request_key.clone()/>
                    {input(lang, problems, name)}
                    {grids(lang, problems, &branches, &draft.grid, words::grid_above(lang))}
                    <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
                </form>
            </details>
        }
    }))
}

/// The open grids to choose from, and the community.
fn grids(
    lang: Lang,
    problems: &Problems,
    branches: &[Branch],
    chosen: &str,
    label: &'static str,
) -> impl IntoView + use<> {
    let mut choices = vec![Choice::new("", words::in_community(lang))];
    let open = branches
        .iter()
        .filter(|branch| branch.kind == "grid" && branch.closed_on.is_none());
    choices.extend(open.map(|branch| Choice::new(branch.id.to_string(), branch.name.clone())));
    parts::select(lang, problems, "grid", label.to_owned(), choices, chosen)
}

fn kind_word(lang: Lang, kind: &str) -> &'static str {
    match kind {
        "subdistrict" => words::kind_subdistrict(lang),
        "community" => words::kind_community(lang),
        "grid" => words::kind_grid(lang),
        "building" => words::kind_building(lang),
        "unit" => words::kind_unit(lang),
        _ => words::kind_household(lang),
    }
}

fn holder(lang: Lang, zone: &Zone, holder: &Holder) -> String {
    let post = post_word(lang, holder.post);
    match holder.until {
        Some(until) => {
            let day = text::format::date_with_year(lang, zone.date_of(until).civil());
            words::holder_until(lang, day, &holder.name, post)
        }
        None => words::holder(lang, &holder.name, post),
    }
}

fn closed(lang: Lang, branch: &Branch) -> Option<impl IntoView + use<>> {
    let day = text::format::date_with_year(lang, branch.closed_on?.civil());
    Some(
        view! { <span class="chip aside">{icon(Icon::Pause)} {words::closed_from(lang, day)}</span> },
    )
}

/// One node as a row; how deep it stands is said by its kind, and shown by its indent.
fn row(lang: Lang, zone: &Zone, branch: &Branch) -> impl IntoView + use<> {
    let holders: Vec<_> = branch
        .holders
        .iter()
        .map(|held| view! { <small>{icon(Icon::Person)} " " {holder(lang, zone, held)}</small> })
        .collect();
    let inside = view! {
        <span>
            <b>{branch.name.clone()}</b>
            <small>{kind_word(lang, &branch.kind)}</small>
            {holders}
            {closed(lang, branch)}
        </span>
    };
    let class = format!("row depth-{}", branch.depth.min(5));
    // The subdistrict belongs to no community, and is nobody's to change here.
    if branch.kind == "subdistrict" {
        view! { <li><div class=class>{inside}</div></li> }.into_any()
    } else {
        view! { <li><a class=class href=format!("/admin/org/{}", branch.id)>{inside} {icon(Icon::ArrowRight)}</a></li> }.into_any()
    }
}

fn id(text: &str) -> Result<OrgNodeId, Fault> {
    text.parse().map_err(|_| Fault::from(Error::NotFound))
}

/// `GET /admin/org/{id}`
async fn node(web: Web, Path(asked): Path<String>) -> Answer {
    let id = id(&asked)?;
    page(&web, StatusCode::OK, id, None, &Problems::new()).await
}

/// `POST /admin/org/{id}`
async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let id = id(&asked)?;
    let draft = draft_of(&form);
    let changed = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            tree::change(&ctx, id, draft).await
        })
        .await;
    let (status, problems) = match changed {
        Ok(()) => {
            let path = format!("/admin/org/{id}");
            return web.see_other_saying(&path, words::saved(web.lang())).await;
        }
        Err(Error::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(Error::Changed) => (StatusCode::CONFLICT, Problems::new()),
        Err(error) => return Err(error.into()),
    };
    page(&web, status, id, Some(draft), &problems).await
}

async fn page(
    web: &Web,
    status: StatusCode,
    id: OrgNodeId,
    typed: Option<Draft>,
    problems: &Problems,
) -> Answer {
    tree::reach(&web.ctx, id).await?;
    let branches = tree::tree(&web.ctx).await?;
    let branch = branches
        .iter()
        .find(|branch| branch.id == id && branch.kind != "subdistrict")
        .ok_or(Error::NotFound)?;
    let (lang, zone) = (web.lang(), web.ctx.community.zone.clone());
    let today = web.ctx.community.zone.date_of(web.ctx.now).to_string();
    let draft = typed.unwrap_or_else(|| Draft {
        version: branch.version,
        name: branch.name.clone(),
        grid: branch
            .parent
            .map_or_else(String::new, |parent| parent.to_string()),
        closed_from: today,
        ..Draft::default()
    });
    Ok(web.page_with(status, &branch.name, Kind::Staff, || {
        let holders: Vec<_> = branch
            .holders
            .iter()
            .map(|held| view! { <li class="row"><span>{holder(lang, &zone, held)}</span></li> })
            .collect();
        let is_empty = holders.is_empty();
        view! {
            {parts::back("/admin/org".to_owned(), words::title(lang))}
            <h1>{branch.name.clone()}</h1>
            <p class="meta">{kind_word(lang, &branch.kind)} {closed(lang, branch)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::changed(lang)}</p></div>
            })}
            {parts::summary(lang, problems)}
            {if is_empty {
                view! { <p class="hint">{words::nobody(lang)}</p> }.into_any()
            } else {
                view! { <ul class="rows">{holders}</ul> }.into_any()
            }}
            {acts(web, &branches, branch, &draft, problems)}
        }
    }))
}

/// What can be done with a node of this kind.
fn acts(
    web: &Web,
    branches: &[Branch],
    branch: &Branch,
    draft: &Draft,
    problems: &Problems,
) -> AnyView {
    let lang = web.lang();
    let form = |act: &'static str, title: &'static str, fields: AnyView| {
        let key = if draft.act == act {
            draft.request_key.clone()
        } else {
            web.new_key()
        };
        view! {
            <section class="card">
                <h2>{title}</h2>
                <form class="form" method="post" action=format!("/admin/org/{}", branch.id)>
                    {frame::token(&web.chrome)}
                    <input type="hidden" name="request_key" value=key/>
                    <input type="hidden" name="version" value=draft.version.to_string()/>
                    <input type="hidden" name="act" value=act/>
                    {fields}
                    <div class="submit still"><button class="button">{icon(Icon::Check)} {title}</button></div>
                </form>
            </section>
        }
        .into_any()
    };
    let name = || {
        input(
            lang,
            problems,
            Input {
                name: "name",
                label: words::grid_name(lang).to_owned(),
                value: draft.name.clone(),
                max: Some("20"),
                ..Input::default()
            },
        )
        .into_any()
    };
    let standing = || {
        if branch.closed_on.is_some() {
            return form("reopen", words::reopen(lang), ().into_any());
        }
        let from = input(
            lang,
            problems,
            Input {
                name: "closed_from",
                label: words::close_from(lang).to_owned(),
                hint: Some(words::close_hint(lang).to_owned()),
                value: draft.closed_from.clone(),
                kind: "date",
                ..Input::default()
            },
        );
        form("close", words::close(lang), from.into_any())
    };
    match branch.kind.as_str() {
        "grid" => view! { {form("rename", words::rename(lang), name())} {standing()} }.into_any(),
        "household" => standing(),
        "building" => {
            let to = grids(lang, problems, branches, &draft.grid, words::move_to(lang));
            let fields = view! { {to} <p class="hint">{words::move_hint(lang)}</p> }.into_any();
            view! {
                {form("move", words::move_it(lang), fields)}
                <p><a class="button quiet" href="/admin/estate">{icon(Icon::Building)} {words::doors(lang)}</a></p>
            }
            .into_any()
        }
        _ => view! { <p class="hint">{words::nothing_here(lang)}</p> }.into_any(),
    }
}
