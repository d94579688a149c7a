//! `/admin/services`: who serves the estate, by sort (rule P1).

use axum::http::StatusCode;
use backend::Error;
use backend::service::{self, Service};
use domain::id::ServiceOrgId;
use domain::order::Step;
use domain::permission::Permission;
use domain::problem::Problems;
use domain::service::{Draft, Kind};
use leptos::prelude::*;
use text::{Lang, common, service as words};

use crate::arrange::{self, One};
use crate::form::Form;
use crate::frame;
use crate::icon::{Icon, icon};
use crate::parts::{Choice, Input, input, select_of_many, summary};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/services";

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ManageEstate);
    vec![
        Route::get("/admin/services", access, show),
        Route::post("/admin/services", access, change),
    ]
}

/// What was typed, and of which organisation.
#[derive(Debug, Clone, Default)]
struct Typed {
    id: Option<ServiceOrgId>,
    draft: Draft,
    key: String,
    /// The day of its closing, where that was typed.
    closed_from: Option<String>,
}

/// `GET /admin/services`
async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Typed::default(), &Problems::new()).await
}

/// `POST /admin/services`: one of the small forms, told by `act`.
async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManageEstate)?;
    let id: Option<ServiceOrgId> = form.text("id").parse().ok();
    let known = id.map(|id| (id, form.text("version").parse().unwrap_or(0)));
    let draft = Draft {
        kind: form.text("kind"),
        name: form.text("name"),
        phone: form.text("phone"),
    };
    let act = form.text("act");
    let mut typed = Typed {
        id,
        draft,
        key: form.text("request_key"),
        closed_from: None,
    };
    let lang = web.lang();
    let step = Step::parse(&act);
    let said = match (step, act.as_str()) {
        (Some(_), _) => words::moved(lang),
        (None, "save") => words::saved(lang),
        (None, "close") => {
            typed.closed_from = Some(form.text("closed_from"));
            words::closed(lang)
        }
        (None, "reopen") => words::reopened(lang),
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    let is_save = act == "save";
    if !is_save && known.is_none() {
        return Err(Error::NotFound.into());
    }
    let done = web
        .write_with(typed.clone(), move |ctx, typed| async move {
            match (known, step) {
                (Some((id, _)), Some(step)) => service::step(&ctx, id, step, &typed.key).await,
                (Some(known), None) if !is_save => {
                    service::close(&ctx, known, typed.closed_from.as_deref()).await
                }
                _ => service::save(&ctx, known, &typed.draft, &typed.key).await,
            }
        })
        .await;
    match done {
        Ok(()) => web.see_other_saying(PATH, said).await,
        Err(Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &typed, &problems).await
        }
        Err(Error::Changed) if is_save => {
            page(&web, StatusCode::CONFLICT, &typed, &Problems::new()).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, typed: &Typed, problems: &Problems) -> Answer {
    let all = service::all(&web.ctx).await?;
    let lang = web.lang();
    let was_typed = status != StatusCode::OK;
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    Ok(web.page_with(status, words::title(lang), frame::Kind::Staff, || {
        let (open, closed): (Vec<_>, Vec<_>) = all.into_iter().partition(|one| one.serves(today));
        let sorts: Vec<_> = Kind::ALL
            .into_iter()
            .map(|kind| {
                let alike: Vec<_> = open.iter().filter(|one| one.said.kind == kind).collect();
                let rows: Vec<_> = alike
                    .iter()
                    .enumerate()
                    .map(|(at, one)| row(web, one, (at, alike.len()), typed, problems))
                    .collect();
                let is_empty = rows.is_empty();
                view! {
                    <section class="stack">
                        <h2>{kind_word(lang, kind)}</h2>
                        {if is_empty {
                            view! { <p class="hint">{words::none_of_kind(lang)}</p> }.into_any()
                        } else {
                            view! { <ol class="arrange">{rows}</ol> }.into_any()
                        }}
                    </section>
                }
            })
            .collect();
        let away = closed
            .iter()
            .map(|one| {
                let back = arrange::press(web, &named(one), "reopen", Icon::Undo, words::reopen(lang));
                let name = one.said.name.clone();
                view! { <li><span>{name} " " <small>{closing(lang, one)}</small></span> {back}</li> }.into_any()
            })
            .collect();
        let is_new = typed.id.is_none() && was_typed;
        let (new, key) = if is_new {
            (typed.draft.clone(), typed.key.clone())
        } else {
            let kind = Kind::Crew.as_str().to_owned();
            (Draft { kind, ..Draft::default() }, web.new_key())
        };
        let none = Problems::new();
        view! {
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::changed(lang)}</p></div>
            })}
            {summary(lang, problems)}
            {sorts}
            <details class="card" open=is_new>
                <summary>{words::add(lang)}</summary>
                {form(web, None, &new, &key, if is_new { problems } else { &none })}
            </details>
            {arrange::away(words::closed_title(lang), away)}
        }
    }))
}

fn named(one: &Service) -> One<'_> {
    One {
        path: PATH,
        id: one.id.to_string(),
        version: one.version,
        name: &one.said.name,
    }
}

fn closing(lang: Lang, one: &Service) -> Option<String> {
    let day = one.closed_on?;
    let day = text::format::date_with_year(lang, day.civil());
    Some(words::closed_from(lang, day))
}

fn row(
    web: &Web,
    one: &Service,
    (at, of): (usize, usize),
    typed: &Typed,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let is_typed = typed.id == Some(one.id);
    let is_closing = is_typed && typed.closed_from.is_some();
    let kept = Draft {
        kind: one.said.kind.as_str().to_owned(),
        name: one.said.name.clone(),
        phone: one.said.phone.clone(),
    };
    let none = Problems::new();
    let inside = if is_typed && !is_closing {
        form(web, Some(one), &typed.draft, &typed.key, problems).into_any()
    } else {
        form(web, Some(one), &kept, &web.new_key(), &none).into_any()
    };
    let (name, phone) = (one.said.name.clone(), one.said.phone.clone());
    let people = one.people.iter().cloned();
    let people = people.reduce(|before, next| words::and(lang, before, next));
    let said = view! {
        <b>{name}</b>
        <small>{phone}</small>
        {people.map(|names| view! { <small>{words::people(lang, names)}</small> })}
        {closing(lang, one).map(|day| view! { <small>{day}</small> })}
    };
    let close = if one.closed_on.is_some() {
        arrange::press(web, &named(one), "reopen", Icon::Undo, words::reopen(lang)).into_any()
    } else {
        close_form(web, one, typed, if is_closing { problems } else { &none }).into_any()
    };
    arrange::row(
        web,
        said.into_any(),
        arrange::steps(web, &named(one), at, of).into_any(),
        is_typed,
        view! { {inside} {close} }.into_any(),
    )
}

/// 停用, from a day.
fn close_form(
    web: &Web,
    one: &Service,
    typed: &Typed,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let today = web.ctx.community.zone.date_of(web.ctx.now).to_string();
    let day = Input {
        name: "closed_from",
        id: problems
            .is_empty()
            .then(|| format!("closed_from-{}", one.id)),
        label: words::close_from(lang).to_owned(),
        hint: Some(words::close_hint(lang).to_owned()),
        value: typed.closed_from.clone().unwrap_or(today),
        kind: "date",
        ..Input::default()
    };
    view! {
        <form class="form" method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="request_key" value=web.new_key()/>
            <input type="hidden" name="id" value=one.id.to_string()/>
            <input type="hidden" name="version" value=one.version.to_string()/>
            {input(lang, problems, day)}
            <div class="submit still">
                <button class="button quiet" name="act" value="close">{icon(Icon::Cross)} {words::close(lang)}</button>
            </div>
        </form>
    }
}

/// One organisation's form. The ids of its fields are its own, because the page has many of them; the
/// form that came back with faults keeps the plain names, because the summary links there.
fn form(
    web: &Web,
    known: Option<&Service>,
    draft: &Draft,
    key: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = known.map_or_else(|| "new".to_owned(), |one| one.id.to_string());
    let named = |name: &'static str| {
        if problems.is_empty() {
            format!("{name}-{id}")
        } else {
            name.to_owned()
        }
    };
    let field = |name: &'static str, label: &str, value: &str| Input {
        name,
        id: Some(named(name)),
        label: label.to_owned(),
        value: value.to_owned(),
        autocomplete: Some("off"),
        max: Some("30"),
        ..Input::default()
    };
    let kinds = Kind::ALL
        .map(|kind| Choice::new(kind.as_str(), kind_word(lang, kind)))
        .to_vec();
    view! {
        <form class="form" method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="save"/>
            <input type="hidden" name="request_key" value=key.to_owned()/>
            {known.map(|one| view! {
                <input type="hidden" name="id" value=one.id.to_string()/>
                <input type="hidden" name="version" value=one.version.to_string()/>
            })}
            <div class="pairing">
                {input(lang, problems, field("name", words::name(lang), &draft.name))}
                {select_of_many(lang, problems, ("kind", named("kind")), words::kind(lang).to_owned(), kinds, &draft.kind)}
            </div>
            {input(lang, problems, Input {
                kind: "tel",
                optional: true,
                hint: Some(words::phone_hint(lang).to_owned()),
                ..field("phone", words::phone(lang), &draft.phone)
            })}
            <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
        </form>
    }
}

/// What a sort is called.
fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Property => words::kind_property(lang),
        Kind::Committee => words::kind_committee(lang),
        Kind::Crew => words::kind_crew(lang),
        Kind::Partner => words::kind_partner(lang),
    }
}
