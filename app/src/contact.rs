//! `/admin/contacts`: the numbers of 打电话, in the order in which everybody sees them (rules X5, P17).

use axum::http::StatusCode;
use backend::Error;
use backend::contact::{self, Contact};
use domain::contact::{Draft, Kind};
use domain::id::ContactId;
use domain::order::Step;
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, contact as words};

use crate::arrange::{self, One};
use crate::form::Form;
use crate::frame;
use crate::icon::{Icon, icon};
use crate::parts::{Choice, Input, input, select_of_many, summary};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/contacts";

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let access = Access::Needs(Permission::ManageEstate);
    vec![
        Route::get("/admin/contacts", access, show),
        Route::post("/admin/contacts", access, change),
    ]
}

/// What was typed, and of which number.
#[derive(Debug, Clone, Default)]
struct Typed {
    id: Option<ContactId>,
    draft: Draft,
    key: String,
}

/// `GET /admin/contacts`
async fn show(web: Web) -> Answer {
    page(&web, StatusCode::OK, &Typed::default(), &Problems::new()).await
}

/// `POST /admin/contacts`: one of the small forms, told by `act`.
async fn change(web: Web, form: Form) -> Answer {
    web.require(Permission::ManageEstate)?;
    let id: Option<ContactId> = form.text("id").parse().ok();
    let known = id.map(|id| (id, form.text("version").parse().unwrap_or(0)));
    let key = form.text("request_key");
    let act = form.text("act");
    let lang = web.lang();
    if act != "save" {
        let step = Step::parse(&act);
        let is_removed = match (step, act.as_str()) {
            (Some(_), _) | (None, "restore") => false,
            (None, "remove") => true,
            _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
        };
        let known = known.ok_or(Error::NotFound)?;
        web.write_with(key, move |ctx, key| async move {
            match step {
                Some(step) => contact::step(&ctx, known.0, step, &key).await,
                None => contact::set_removed(&ctx, known, is_removed).await,
            }
        })
        .await?;
        let said = match act.as_str() {
            "remove" => words::removed(lang),
            "restore" => words::restored(lang),
            _ => words::moved(lang),
        };
        return web.see_other_saying(PATH, said).await;
    }
    let draft = Draft {
        kind: form.text("kind"),
        name_zh: form.text("name_zh"),
        name_en: form.text("name_en"),
        phone: form.text("phone"),
        hours_zh: form.text("hours_zh"),
        hours_en: form.text("hours_en"),
    };
    let saved = web
        .write_with(
            (draft.clone(), key.clone()),
            move |ctx, (draft, key)| async move { contact::save(&ctx, known, &draft, &key).await },
        )
        .await;
    let typed = Typed { id, draft, key };
    match saved {
        Ok(()) => web.see_other_saying(PATH, words::saved(lang)).await,
        Err(Error::Invalid(problems)) => {
            page(&web, StatusCode::UNPROCESSABLE_ENTITY, &typed, &problems).await
        }
        Err(Error::Changed) => page(&web, StatusCode::CONFLICT, &typed, &Problems::new()).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, status: StatusCode, typed: &Typed, problems: &Problems) -> Answer {
    let all = contact::all(&web.ctx).await?;
    let lang = web.lang();
    let was_typed = status != StatusCode::OK;
    Ok(web.page_with(status, words::title(lang), frame::Kind::Staff, || {
        let (removed, shown): (Vec<_>, Vec<_>) =
            all.into_iter().partition(|contact| contact.is_removed);
        let (urgent, others): (Vec<_>, Vec<_>) =
            shown.into_iter().partition(|contact| contact.said.kind == Kind::Emergency);
        let rows = |list: &[Contact]| -> Vec<_> {
            list.iter()
                .enumerate()
                .map(|(at, contact)| row(web, contact, (at, list.len()), typed, problems))
                .collect()
        };
        let away = removed
            .iter()
            .map(|contact| {
                let back = arrange::press(web, &one(contact), "restore", Icon::Undo, common::put_back(lang));
                let name = contact.said.name_zh.clone();
                let phone = contact.said.phone.clone();
                view! { <li><span>{name} " " <small>{phone}</small></span> {back}</li> }.into_any()
            })
            .collect();
        let is_new = typed.id.is_none() && was_typed;
        let new = if is_new { typed.draft.clone() } else {
            Draft { kind: Kind::Other.as_str().to_owned(), ..Draft::default() }
        };
        let none = Problems::new();
        let key = if is_new { typed.key.clone() } else { web.new_key() };
        view! {
            <div class="head">
                <h1>{words::title(lang)}</h1>
                <a class="button quiet" href="/phone">{icon(Icon::Eye)} {words::see_page(lang)}</a>
            </div>
            <p class="lead">{words::lead(lang)}</p>
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="summary" role="alert"><p>{icon(Icon::Warning)} {words::changed(lang)}</p></div>
            })}
            {summary(lang, problems)}
            <section class="stack">
                <h2>{text::phone::emergency(lang)}</h2>
                <ol class="arrange">{rows(&urgent)}</ol>
            </section>
            <section class="stack">
                <h2>{text::phone::community(lang)}</h2>
                <ol class="arrange">{rows(&others)}</ol>
            </section>
            <details class="card" open=is_new>
                <summary>{words::add(lang)}</summary>
                {form(web, None, &new, &key, if is_new { problems } else { &none })}
            </details>
            {arrange::away(words::removed_title(lang), away)}
        }
    }))
}

fn one(contact: &Contact) -> One<'_> {
    One {
        path: PATH,
        id: contact.id.to_string(),
        version: contact.version,
        name: &contact.said.name_zh,
    }
}

fn row(
    web: &Web,
    contact: &Contact,
    (at, of): (usize, usize),
    typed: &Typed,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let said = &contact.said;
    let is_typed = typed.id == Some(contact.id);
    let stands_in = |english: &str, chinese: &str| {
        if english == chinese {
            String::new()
        } else {
            english.to_owned()
        }
    };
    let kept = Draft {
        kind: said.kind.as_str().to_owned(),
        name_zh: said.name_zh.clone(),
        name_en: stands_in(&said.name_en, &said.name_zh),
        phone: said.phone.clone(),
        hours_zh: said.hours_zh.clone(),
        hours_en: stands_in(&said.hours_en, &said.hours_zh),
    };
    let none = Problems::new();
    let inside = if is_typed {
        form(web, Some(contact), &typed.draft, &typed.key, problems).into_any()
    } else {
        form(web, Some(contact), &kept, &web.new_key(), &none).into_any()
    };
    let remove = arrange::press(
        web,
        &one(contact),
        "remove",
        Icon::Cross,
        common::remove(lang),
    );
    let name = if lang == Lang::Zh {
        &said.name_zh
    } else {
        &said.name_en
    };
    let hours = if lang == Lang::Zh {
        &said.hours_zh
    } else {
        &said.hours_en
    };
    let below = if hours.is_empty() {
        said.phone.clone()
    } else {
        format!("{} · {hours}", said.phone)
    };
    let name = name.clone();
    arrange::row(
        web,
        view! { <b>{name}</b> <small>{below}</small> }.into_any(),
        arrange::steps(web, &one(contact), at, of).into_any(),
        is_typed,
        view! { {inside} {remove} }.into_any(),
    )
}

/// One number's form. The ids of its fields are its own, because the page has many of them; the form
/// that came back with faults keeps the plain names, because the summary links there.
fn form(
    web: &Web,
    known: Option<&Contact>,
    draft: &Draft,
    key: &str,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = web.lang();
    let id = known.map_or_else(|| "new".to_owned(), |contact| contact.id.to_string());
    let field = |name: &'static str, label: &str, value: &str, max| Input {
        name,
        id: problems.is_empty().then(|| format!("{name}-{id}")),
        label: label.to_owned(),
        value: value.to_owned(),
        autocomplete: Some("off"),
        max: Some(max),
        ..Input::default()
    };
    let kinds = Kind::ALL
        .map(|kind| Choice::new(kind.as_str(), kind_word(lang, kind)))
        .to_vec();
    let kind_id = if problems.is_empty() {
        format!("kind-{id}")
    } else {
        "kind".to_owned()
    };
    view! {
        <form class="form" method="post" action=PATH>
            {frame::token(&web.chrome)}
            <input type="hidden" name="act" value="save"/>
            <input type="hidden" name="request_key" value=key.to_owned()/>
            {known.map(|contact| view! {
                <input type="hidden" name="id" value=contact.id.to_string()/>
                <input type="hidden" name="version" value=contact.version.to_string()/>
            })}
            <div class="pairing">
                {input(lang, problems, field("name_zh", words::name_zh(lang), &draft.name_zh, "30"))}
                {input(lang, problems, Input {
                    kind: "tel",
                    hint: Some(words::phone_hint(lang).to_owned()),
                    ..field("phone", words::phone(lang), &draft.phone, "30")
                })}
            </div>
            <div class="pairing">
                {input(lang, problems, Input {
                    optional: true,
                    hint: Some(words::hours_hint(lang).to_owned()),
                    ..field("hours_zh", words::hours(lang), &draft.hours_zh, "40")
                })}
                {select_of_many(lang, problems, ("kind", kind_id), words::kind(lang).to_owned(), kinds, &draft.kind)}
            </div>
            <div class="pairing">
                {input(lang, problems, Input {
                    optional: true,
                    ..field("name_en", words::name_en(lang), &draft.name_en, "60")
                })}
                {input(lang, problems, Input {
                    optional: true,
                    ..field("hours_en", words::hours_en(lang), &draft.hours_en, "60")
                })}
            </div>
            <div class="submit still"><button class="button">{icon(Icon::Check)} {common::save(lang)}</button></div>
        </form>
    }
}

/// What a kind is called.
fn kind_word(lang: Lang, kind: Kind) -> &'static str {
    match kind {
        Kind::Emergency => words::kind_emergency(lang),
        Kind::Community => words::kind_community(lang),
        Kind::Property => words::kind_property(lang),
        Kind::Other => words::kind_other(lang),
    }
}
