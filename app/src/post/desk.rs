//! `/admin/people/{id}/posts`: what a person holds, and giving, extending, ending (rules P12, P14).

use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use backend::Error;
use backend::post::{self as posts, Desk, Holding};
use domain::id::HoldingId;
use domain::permission::{Permission, Post};
use domain::post::{ChangeDraft, Draft, proposed_end};
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, person as persons, post as words};

use super::{duty_number, last_day, name, term};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, fault, field_class, input, select};
use crate::person::asked;
use crate::web::{Answer, Fault, Web};

/// The posts that most people need; the finer ones are folded away.
const FIRST: [Post; 4] = [
    Post::Staff,
    Post::Property,
    Post::Captain,
    Post::Subdistrict,
];

/// What was typed, and what is wrong with it.
#[derive(Default)]
struct Typed {
    give: Draft,
    change: Option<(HoldingId, ChangeDraft)>,
    problems: Problems,
}

/// `GET /admin/people/{id}/posts`
pub(super) async fn show(web: Web, Path(id): Path<String>) -> Answer {
    web.require(Permission::GivePosts)?;
    let desk = posts::desk(&web.ctx, asked(&id)?).await?;
    let typed = Typed {
        give: first(&web),
        ..Typed::default()
    };
    Ok(page(&web, StatusCode::OK, &desk, &typed))
}

/// A form that nobody has touched: from today, for a year.
fn first(web: &Web) -> Draft {
    let today = web.ctx.community.zone.date_of(web.ctx.now);
    Draft {
        request_key: web.new_key(),
        from: today.to_string(),
        until: proposed_end(today).map_or_else(String::new, |end| end.to_string()),
        ..Draft::default()
    }
}

/// `POST /admin/people/{id}/posts`
pub(super) async fn submit(web: Web, Path(id): Path<String>, form: Form) -> Answer {
    web.require(Permission::GivePosts)?;
    let person = asked(&id)?;
    let lang = web.lang();
    let give = Draft {
        request_key: form.text("request_key"),
        post: form.text("post"),
        node: form.text("node"),
        org: form.text("org"),
        from: form.text("from"),
        until: form.text("until"),
        telephone: form.text("telephone"),
        reason: form.text("reason"),
    };
    let change = ChangeDraft {
        until: form.text("until"),
        reason: form.text("reason"),
    };
    let version = form.text("version").parse().unwrap_or(0);
    let holding = form.text("holding").parse::<HoldingId>().ok();
    let (done, message, changing) = match (form.find("act"), holding) {
        (None, _) => {
            let done = web.write_with(give.clone(), move |ctx, give| async move {
                posts::give(&ctx, person, give).await
            });
            (done.await, words::given(lang), None)
        }
        (Some("change"), Some(holding)) => {
            let done = web.write_with(change.clone(), move |ctx, change| async move {
                posts::change(&ctx, holding, version, change).await
            });
            (done.await, words::changed(lang), Some(holding))
        }
        (Some("end"), Some(holding)) => {
            let done = web.write_with(change.clone(), move |ctx, change| async move {
                posts::end(&ctx, holding, version, change).await
            });
            (done.await, words::ended(lang), Some(holding))
        }
        _ => return Err(Fault::status(StatusCode::BAD_REQUEST)),
    };
    match done {
        Ok(()) => {
            let path = format!("/admin/people/{person}/posts");
            web.see_other_saying(&path, message).await
        }
        Err(Error::Invalid(problems)) => {
            let desk = posts::desk(&web.ctx, person).await?;
            let mut typed = match changing {
                Some(holding) => Typed {
                    give: first(&web),
                    change: Some((holding, change)),
                    problems,
                },
                None => Typed {
                    give,
                    change: None,
                    problems,
                },
            };
            if typed.problems.of("request_key").is_some() {
                typed.give.request_key = web.new_key();
            }
            Ok(page(&web, StatusCode::UNPROCESSABLE_ENTITY, &desk, &typed))
        }
        Err(error) => Err(error.into()),
    }
}

fn page(web: &Web, status: StatusCode, desk: &Desk, typed: &Typed) -> Response {
    let lang = web.lang();
    let person = &desk.person;
    let path = format!("/admin/people/{}/posts", person.id);
    web.page_with(status, words::title(lang), Kind::Staff, || {
        let (over, held): (Vec<_>, Vec<_>) = desk
            .holdings
            .iter()
            .partition(|holding| holding.is_over(web.ctx.now));
        let held: Vec<_> = held
            .into_iter()
            .map(|holding| card(web, holding, typed, &path))
            .collect();
        let over: Vec<_> = over
            .into_iter()
            .map(|holding| past(web, holding))
            .collect();
        let has_none = held.is_empty();
        view! {
            <a class="back" href=format!("/admin/people/{}", person.id)>{icon(Icon::ArrowLeft)} {person.name.clone()}</a>
            <h1>{words::title_of(lang, &person.name)}</h1>
            {has_none.then(|| view! { <p class="lead">{persons::posts_none(lang)}</p> })}
            {held}
            {if desk.is_own {
                view! { <div class="note">{icon(Icon::Info)}<p>{words::not_oneself(lang)}</p></div> }.into_any()
            } else {
                give_form(&web.chrome, desk, typed, &path).into_any()
            }}
            {(!over.is_empty()).then(|| view! {
                <details class="card">
                    <summary>{words::past(lang)}</summary>
                    <ul class="notes">{over}</ul>
                </details>
            })}
        }
    })
}

fn heading(lang: Lang, holding: &Holding) -> String {
    let title = persons::post_at(lang, &holding.place, name(lang, holding.post));
    match &holding.org {
        Some((_, org)) => format!("{title} · {org}"),
        None => title,
    }
}

fn past(web: &Web, holding: &Holding) -> impl IntoView + use<> {
    let lang = web.lang();
    view! {
        <li>
            <b>{heading(lang, holding)}</b>
            <p class="meta">{term(lang, &web.ctx, holding.from, holding.until)}</p>
        </li>
    }
}

/// A post in force or to come, with the form for another end where who looks may change it.
fn card(web: &Web, holding: &Holding, typed: &Typed, path: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    let to_come = !holding.is_in_force(web.ctx.now);
    let form = posts::may_change(&web.ctx, holding).then(|| change_form(web, holding, typed, path));
    let reason = holding.reason.clone();
    view! {
        <section class="card">
            <h2>{heading(lang, holding)}</h2>
            <p class="meta">
                <span>{term(lang, &web.ctx, holding.from, holding.until)}</span>
                {to_come.then(|| view! { <span>{persons::to_come(lang)}</span> })}
            </p>
            {(!reason.is_empty()).then(|| view! { <p>{reason}</p> })}
            {duty_number(lang, holding)}
            {form}
        </section>
    }
}

fn change_form(web: &Web, holding: &Holding, typed: &Typed, path: &str) -> impl IntoView + use<> {
    let lang = web.lang();
    let none = Problems::new();
    let mine = typed
        .change
        .as_ref()
        .filter(|(changed, _)| *changed == holding.id);
    let problems = if mine.is_some() {
        &typed.problems
    } else {
        &none
    };
    let until = holding
        .until
        .map_or_else(String::new, |until| last_day(&web.ctx, until).to_string());
    let draft = mine.map_or_else(
        || ChangeDraft {
            until,
            ..ChangeDraft::default()
        },
        |(_, draft)| draft.clone(),
    );
    // The form that came back with faults keeps the plain names, because its summary links there.
    let id = |field: &str| {
        problems
            .is_empty()
            .then(|| format!("{field}-{}", holding.id))
    };
    view! {
        <details open=mine.is_some()>
            <summary>{words::change(lang)}</summary>
            <form class="form" method="post" action=path.to_owned()>
                {parts::summary(lang, problems)}
                {frame::token(&web.chrome)}
                <input type="hidden" name="holding" value=holding.id.to_string()/>
                <input type="hidden" name="version" value=holding.version.to_string()/>
                {input(lang, problems, Input {
                    name: "until",
                    id: id("until"),
                    label: words::until(lang).to_owned(),
                    hint: Some(words::until_hint(lang).to_owned()),
                    value: draft.until,
                    optional: true,
                    kind: "date",
                    ..Input::default()
                })}
                {input(lang, problems, Input {
                    name: "reason",
                    id: id("reason"),
                    label: words::reason(lang).to_owned(),
                    value: draft.reason,
                    max: Some("100"),
                    ..Input::default()
                })}
                <div class="buttons">
                    <button class="button" name="act" value="change">{common::save(lang)}</button>
                    <button class="button urgent" name="act" value="end">{icon(Icon::Cross)} {words::end_now(lang)}</button>
                </div>
            </form>
        </details>
    }
}

fn give_form(chrome: &Chrome, desk: &Desk, typed: &Typed, path: &str) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let none = Problems::new();
    let is_back = typed.change.is_none();
    let problems = if is_back { &typed.problems } else { &none };
    let draft = &typed.give;
    let mut places = vec![Choice::new("", words::choose(lang))];
    places.extend(
        desk.places
            .iter()
            .map(|place| Choice::new(place.id.to_string(), place.name.clone())),
    );
    let mut orgs = vec![Choice::new("", words::choose(lang))];
    orgs.extend(
        desk.orgs
            .iter()
            .map(|org| Choice::new(org.id.to_string(), org.name.clone())),
    );
    // A form of another post above has fields of these names, too.
    let id = |field: &str| (!is_back).then(|| format!("{field}-new"));
    view! {
        <form class="form card" method="post" action=path.to_owned()>
            <h2>{words::give(lang)}</h2>
            {parts::summary(lang, problems)}
            {frame::token(chrome)}
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {which(lang, desk, draft, problems)}
            {select(lang, problems, "node", words::place(lang).to_owned(), places, &draft.node)}
            {input(lang, problems, Input {
                name: "until",
                id: id("until"),
                label: words::until(lang).to_owned(),
                hint: Some(words::until_hint(lang).to_owned()),
                value: draft.until.clone(),
                optional: true,
                kind: "date",
                ..Input::default()
            })}
            <details open=!problems.is_empty()>
                <summary>{words::more(lang)}</summary>
                <div class="stack">
                    {select(lang, problems, "org", words::org(lang).to_owned(), orgs, &draft.org)}
                    {input(lang, problems, Input {
                        name: "from",
                        label: words::from(lang).to_owned(),
                        value: draft.from.clone(),
                        optional: true,
                        kind: "date",
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "telephone",
                        label: words::telephone(lang).to_owned(),
                        hint: Some(words::telephone_hint(lang).to_owned()),
                        value: draft.telephone.clone(),
                        optional: true,
                        kind: "tel",
                        inputmode: Some("tel"),
                        autocomplete: Some("off"),
                        max: Some("30"),
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "reason",
                        id: id("reason"),
                        label: words::reason(lang).to_owned(),
                        value: draft.reason.clone(),
                        optional: true,
                        max: Some("100"),
                        ..Input::default()
                    })}
                </div>
            </details>
            <div class="submit still"><button class="button big">{icon(Icon::Check)} {words::give(lang)}</button></div>
        </form>
    }
}

/// Which post: the first four, the finer ones folded away.
fn which(lang: Lang, desk: &Desk, draft: &Draft, problems: &Problems) -> impl IntoView + use<> {
    let offered = |post: Post| desk.places.iter().any(|place| place.posts.contains(&post));
    let choice = |post: Post| {
        view! {
            <label class="choice">
                <input type="radio" name="post" value=post.as_str() checked=draft.post == post.as_str()/>
                <span class="face"><b>{name(lang, post)}</b></span>
            </label>
        }
    };
    let first: Vec<_> = FIRST
        .into_iter()
        .filter(|post| offered(*post))
        .map(choice)
        .collect();
    let finer: Vec<_> = Post::ALL
        .into_iter()
        .filter(|post| !FIRST.contains(post) && offered(*post))
        .collect();
    let is_finer = finer.iter().any(|post| post.as_str() == draft.post);
    let finer: Vec<_> = finer.into_iter().map(choice).collect();
    view! {
        <fieldset class=field_class(problems, "post") id="post" tabindex="-1">
            <legend>{words::post(lang)}</legend>
            {fault(lang, problems, "post")}
            <div class="tiles">{first}</div>
            {(!finer.is_empty()).then(|| view! {
                <details open=is_finer>
                    <summary>{words::finer(lang)}</summary>
                    <div class="tiles">{finer}</div>
                </details>
            })}
        </fieldset>
    }
}
