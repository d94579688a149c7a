//! `/admin/setup`: what is left to do until the community lives, each step with a page of its own
//! that keeps what was typed.

use axum::http::StatusCode;
use backend::setup::{self, Numbers, Progress};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, setup as words};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, input, summary};
use crate::web::{Answer, Web};

/// `GET /admin/setup`
pub async fn show(web: Web) -> Answer {
    let progress = setup::progress(&web.ctx).await?;
    let lang = web.lang();
    web.page(words::steps_title(lang), Kind::Staff, || {
        view! {
            <h1>{words::steps_title(lang)}</h1>
            <p class="lead">{words::steps_lead(lang)}</p>
            {list(lang, progress)}
        }
    })
}

fn list(lang: Lang, progress: Progress) -> impl IntoView + use<> {
    let row = |done: bool, path: &'static str, which: Icon, name: &'static str, say: String| {
        let mark = done.then(|| {
            view! { <b class="chip done">{icon(Icon::Check)} {words::done(lang)}</b> }
        });
        view! {
            <li><a class="row" href=path>
                {icon(which)}
                <span><b>{name}</b> {mark} <br/> <small>{say}</small></span>
                {icon(Icon::ArrowRight)}
            </a></li>
        }
    };
    let buildings = if progress.buildings > 0 {
        words::step_buildings_done(lang, progress.buildings, progress.households)
    } else {
        words::step_buildings_why(lang).to_owned()
    };
    // One holds a post already: whoever is setting up.
    let has_colleagues = progress.staff > 1;
    let staff = if has_colleagues {
        words::step_staff_done(lang, progress.staff)
    } else {
        words::step_staff_why(lang).to_owned()
    };
    view! {
        <ol class="rows">
            {row(progress.has_numbers, "/admin/setup/numbers", Icon::Phone, words::step_numbers(lang), words::step_numbers_why(lang).to_owned())}
            {row(progress.buildings > 0, "/admin/estate/new", Icon::Building, words::step_buildings(lang), buildings)}
            {row(has_colleagues, "/admin/setup/staff", Icon::People, words::step_staff(lang), staff)}
            {row(false, "/admin/setup/tell", Icon::Notice, words::step_tell(lang), words::step_tell_why(lang).to_owned())}
        </ol>
        <div class="buttons"><a class="button quiet" href="/admin">{words::finish(lang)}</a></div>
    }
}

/// `GET /admin/setup/numbers`
pub async fn numbers(web: Web) -> Answer {
    let kept = setup::numbers(&web.ctx).await?;
    Ok(numbers_page(&web, StatusCode::OK, &kept, &Problems::new()))
}

/// `POST /admin/setup/numbers`
pub async fn set_numbers(web: Web, form: Form) -> Answer {
    let typed = Numbers {
        office: form.text("office"),
        hours: form.text("hours"),
        property_name: form.text("property_name"),
        property: form.text("property"),
    };
    let draft = typed.clone();
    let kept = web
        .write(move |ctx| {
            let draft = draft.clone();
            async move { setup::set_numbers(&ctx, draft).await }
        })
        .await;
    match kept {
        Ok(()) => {
            web.see_other_saying("/admin/setup", words::numbers_saved(web.lang()))
                .await
        }
        Err(backend::Error::Invalid(problems)) => Ok(numbers_page(
            &web,
            StatusCode::UNPROCESSABLE_ENTITY,
            &typed,
            &problems,
        )),
        Err(error) => Err(error.into()),
    }
}

fn numbers_page(
    web: &Web,
    status: StatusCode,
    typed: &Numbers,
    problems: &Problems,
) -> axum::response::Response {
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let phone = |name, label: &str, value: &str, optional| Input {
        name,
        label: label.to_owned(),
        value: value.to_owned(),
        optional,
        kind: "tel",
        autocomplete: Some("off"),
        max: Some("30"),
        ..Input::default()
    };
    let words_field = |name, label: &str, hint: Option<&str>, value: &str| Input {
        name,
        label: label.to_owned(),
        hint: hint.map(ToOwned::to_owned),
        value: value.to_owned(),
        optional: true,
        max: Some("40"),
        ..Input::default()
    };
    web.page_with(status, words::step_numbers(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/setup".to_owned(), words::steps_title(lang))}
            <h1>{words::step_numbers(lang)}</h1>
            <form class="form" method="post" action="/admin/setup/numbers">
                {summary(lang, problems)}
                {frame::token(&chrome)}
                {input(lang, problems, phone("office", words::office(lang), &typed.office, false))}
                {input(lang, problems, words_field("hours", words::hours(lang), Some(words::hours_hint(lang)), &typed.hours))}
                {input(lang, problems, words_field("property_name", words::property_name(lang), None, &typed.property_name))}
                {input(lang, problems, phone("property", words::property(lang), &typed.property, true))}
                <div class="submit still"><button class="button big">{common::save(lang)}</button></div>
            </form>
        }
    })
}

/// `GET /admin/setup/tell`: what to print, and the words for the group (rule X19).
pub async fn tell(web: Web) -> Answer {
    web.require(Permission::ManageEstate)?;
    let chrome = web.chrome.clone();
    let lang = web.lang();
    let told = group_text(&chrome);
    web.page(words::group_title(lang), Kind::Staff, || {
        view! {
            {parts::back("/admin/setup".to_owned(), words::steps_title(lang))}
            <h1>{words::group_title(lang)}</h1>
            <section class="card">
                {parts::group_text(lang, words::group_label(lang), words::group_hint(lang), &told)}
            </section>
            <ul class="rows">
                {link("/admin/households/slips", Icon::Print, words::print_slips(lang), words::print_slips_why(lang))}
                {link("/admin/stickers", Icon::Qr, words::print_stickers(lang), "")}
            </ul>
            <div class="buttons"><a class="button" href="/admin">{words::finish(lang)}</a></div>
        }
    })
}

fn link(
    path: &'static str,
    which: Icon,
    name: &'static str,
    why: &'static str,
) -> impl IntoView + use<> {
    view! {
        <li><a class="row" href=path>
            {icon(which)}
            <span><b>{name}</b> <br/> <small>{why}</small></span>
            {icon(Icon::ArrowRight)}
        </a></li>
    }
}

fn group_text(chrome: &Chrome) -> String {
    words::group_text(chrome.lang, &chrome.origin, &chrome.community)
}

/// The line on 今天要办 until everything is there that nobody can do without.
///
/// # Errors
/// When the store fails.
pub async fn task(web: &Web) -> Result<Option<impl IntoView + use<>>, backend::Error> {
    let path = &web.ctx.community.path;
    if !web.ctx.may_at(Permission::ManageEstate, path) {
        return Ok(None);
    }
    let progress = setup::progress(&web.ctx).await?;
    let lang = web.lang();
    Ok((!progress.is_done()).then(|| {
        view! {
            <li class="task waiting">
                {icon(Icon::Building)}
                <div><b><a href="/admin/setup">{words::steps_title(lang)}</a></b></div>
                <a class="button" href="/admin/setup">{words::steps_go(lang)}</a>
            </li>
        }
    }))
}
