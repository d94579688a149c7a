//! `/admin/posts`: who may do what here, in plain words, and until when (rule P12).

use axum::extract::Query as Asked;
use axum::http::StatusCode;
use backend::post::{self as posts, Holding, Query, Roll};
use domain::id::HoldingId;
use domain::permission::{Permission, Post};
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, person as persons, post as words};

use super::{name, sentences, term};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, select};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/admin/posts";

/// What the address asks for; what it does not understand is as nothing.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filters {
    post: String,
    building: String,
    ending: String,
}

/// `GET /admin/posts`
pub(super) async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    web.require(Permission::GivePosts)?;
    let names = names(&web).await?;
    let building = filters.building.parse().ok();
    let query = Query {
        post: Post::parse(&filters.post),
        building,
        ending: filters.ending == "soon",
    };
    let roll = posts::roll(&web.ctx, &query).await?;
    let lang = web.lang();
    let total = text::format::count(lang, roll.total);
    web.page(words::roll_title(lang), Kind::Staff, || {
        let rows: Vec<_> = roll
            .holdings
            .iter()
            .map(|holding| row(&web, holding))
            .collect();
        view! {
            <h1>{words::roll_title(lang)}</h1>
            <p class="lead">{words::roll_lead(lang)}</p>
            {bar(lang, &filters, &names.estate.buildings)}
            <p class="count">{words::roll_count(lang, total)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::People, words::roll_empty(lang), words::roll_empty_next(lang)).into_any()
            } else {
                sheet(lang, rows).into_any()
            }}
            <section class="stack">
                <h2>{words::meaning(lang)}</h2>
                {meanings(lang)}
            </section>
        }
    })
}

/// `POST /admin/posts`: a year more, at one tap.
pub(super) async fn extend(web: Web, form: Form) -> Answer {
    web.require(Permission::GivePosts)?;
    let Ok(holding) = form.text("holding").parse::<HoldingId>() else {
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    };
    let version = form.text("version").parse().unwrap_or(0);
    let until = web
        .write(move |ctx| async move { posts::extend(&ctx, holding, version).await })
        .await?;
    let lang = web.lang();
    let day = text::format::date_with_year(lang, until.civil());
    web.see_other_saying(PATH, &words::extended(lang, day))
        .await
}

fn bar(
    lang: Lang,
    filters: &Filters,
    buildings: &[backend::estate::Building],
) -> impl IntoView + use<> {
    let none = Problems::new();
    let mut held = vec![Choice::new("", words::all_posts(lang))];
    held.extend(Post::ALL.map(|post| Choice::new(post.as_str(), name(lang, post))));
    let mut places = vec![Choice::new("", persons::building_all(lang))];
    places.extend(
        buildings
            .iter()
            .map(|building| Choice::new(building.id.to_string(), &building.name)),
    );
    let endings = vec![
        Choice::new("", words::ending_all(lang)),
        Choice::new("soon", words::ending_soon(lang)),
    ];
    view! {
        <form class="filters" method="get" action=PATH>
            {select(lang, &none, "post", words::post(lang).to_owned(), held, &filters.post)}
            {select(lang, &none, "building", persons::building(lang).to_owned(), places, &filters.building)}
            {select(lang, &none, "ending", words::ending(lang).to_owned(), endings, &filters.ending)}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
        </form>
    }
}

fn sheet(lang: Lang, rows: Vec<impl IntoView + 'static>) -> impl IntoView {
    listing::sheet(
        words::roll_title(lang),
        [
            Column::Words(persons::name(lang)),
            Column::Words(words::post(lang)),
            Column::Words(words::place(lang)),
            Column::Words(words::term(lang)),
            Column::Words(words::telephone(lang)),
            Column::Words(words::extend(lang)),
        ],
        rows,
    )
}

fn row(web: &Web, holding: &Holding) -> impl IntoView + use<> {
    let lang = web.lang();
    let soon = Roll::ends_soon(&web.ctx, holding);
    let may = holding.until.is_some() && posts::may_change(&web.ctx, holding);
    let whose = holding.name.clone();
    let number = holding.telephone.as_ref().map(|number| {
        let address = format!("tel:{}", number.dial());
        view! { <a class="number" href=address>{number.dial().to_owned()}</a> }
    });
    let post = match &holding.org {
        Some((_, org)) => format!("{} · {org}", name(lang, holding.post)),
        None => name(lang, holding.post).to_owned(),
    };
    let longer = may.then(|| {
        let label = words::extend_whose(lang, &whose);
        view! {
            <form method="post" action=PATH>
                {frame::token(&web.chrome)}
                <input type="hidden" name="holding" value=holding.id.to_string()/>
                <input type="hidden" name="version" value=holding.version.to_string()/>
                <button class="button quiet">{words::extend(lang)} <span class="unseen">{label}</span></button>
            </form>
        }
    });
    view! {
        <tr>
            <th scope="row" data-label=persons::name(lang)>
                <a class="title" href=format!("/admin/people/{}/posts", holding.person)>{whose}</a>
            </th>
            <td data-label=words::post(lang)>{post}</td>
            <td data-label=words::place(lang)>{holding.place.clone()}</td>
            <td data-label=words::term(lang)>
                {term(lang, &web.ctx, holding.from, holding.until)} " "
                {soon.then(|| view! { <span class="chip waiting">{icon(Icon::Clock)} {words::soon(lang)}</span> })}
            </td>
            <td data-label=words::telephone(lang)>{number}</td>
            <td data-label=words::extend(lang)>{longer}</td>
        </tr>
    }
}

/// What each post allows, a sentence for each permission.
fn meanings(lang: Lang) -> Vec<impl IntoView + use<>> {
    Post::ALL
        .into_iter()
        .map(|post| {
            view! {
                <details class="card">
                    <summary>{name(lang, post)}</summary>
                    {sentences(lang, post)}
                </details>
            }
        })
        .collect()
}
