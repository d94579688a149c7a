//! `/assist`: for whom? Family by invitation, neighbours where one's post reaches.

use axum::extract::Query as Asked;
use axum::http::StatusCode;
use backend::assist as assisting;
use backend::person::Query;
use domain::id::PersonId;
use domain::permission::Permission;
use domain::person::Sought;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, assist as words, common, person as persons};

use super::{begin, end};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::listing;
use crate::parts::{self, Input, input};
use crate::web::{Answer, Fault, Web};

const PATH: &str = "/assist";

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub(super) struct Filters {
    q: String,
    after: String,
    before: String,
}

impl Filters {
    fn address(&self, key: &str, id: PersonId) -> String {
        listing::address(PATH, [("q", self.q.as_str()), (key, &id.to_string())])
    }
}

/// `GET /assist`
pub(super) async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let family = assisting::family(&web.ctx).await?;
    let may = web.ctx.may(Permission::ActFor);
    let page = if may {
        let query = Query {
            sought: Sought::read(&filters.q),
            after: filters.after.parse().ok(),
            before: filters.before.parse().ok(),
            ..Query::default()
        };
        Some(assisting::residents(&web.ctx, &query).await?)
    } else {
        None
    };
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let own = web.ctx.signed_in().map(|person| person.person);
    web.page(words::title(lang), Kind::Narrow, || {
        let none = family.is_empty() && page.is_none();
        let family: Vec<_> = family
            .into_iter()
            .map(|(person, name)| choice(&chrome, person, name, &[]))
            .collect();
        let found = page.map(|page| {
            let lines: Vec<_> = page
                .lines
                .iter()
                .filter(|line| Some(line.id) != own)
                .map(|line| choice(&chrome, line.id, line.name.clone(), &line.doors))
                .collect();
            let total = text::format::count(lang, page.total);
            let earlier = page.earlier.map(|id| filters.address("before", id));
            let later = page.later.map(|id| filters.address("after", id));
            view! {
                <section class="stack">
                    <h2>{words::neighbours(lang)}</h2>
                    {search(lang, &filters.q)}
                    <p class="count">{persons::count(lang, total)}</p>
                    <ul class="rows">{lines}</ul>
                    {listing::pager(lang, earlier, later)}
                </section>
            }
        });
        view! {
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {none.then(|| parts::empty(Icon::People, words::nobody(lang), words::nobody_next(lang)))}
            {(!family.is_empty()).then(|| view! {
                <section class="stack">
                    <h2>{words::family(lang)}</h2>
                    <ul class="rows">{family}</ul>
                </section>
            })}
            {found}
        }
    })
}

fn search(lang: Lang, asked: &str) -> impl IntoView + use<> {
    let none = Problems::new();
    view! {
        <form class="filters" method="get" action=PATH>
            {input(lang, &none, Input {
                name: "q",
                label: persons::find(lang).to_owned(),
                hint: Some(words::find_hint(lang).to_owned()),
                value: asked.to_owned(),
                kind: "search",
                max: Some("40"),
                ..Input::default()
            })}
            <button class="button quiet">{icon(Icon::Search)} {common::search(lang)}</button>
        </form>
    }
}

/// One press begins.
fn choice(
    chrome: &Chrome,
    person: PersonId,
    name: String,
    doors: &[String],
) -> impl IntoView + use<> {
    let home = (!doors.is_empty()).then(|| doors.join(" · "));
    view! {
        <li>
            <form method="post" action=PATH>
                {frame::token(chrome)}
                <button class="row" name="person" value=person.to_string()>
                    {icon(Icon::Person)}<span><b>{name}</b> {home.map(|home| view! { <small>{home}</small> })}</span>{icon(Icon::ArrowRight)}
                </button>
            </form>
        </li>
    }
}

/// `POST /assist`: begins for a person, or ends.
pub(super) async fn submit(web: Web, form: Form) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    let lang = web.lang();
    if form.find("act") == Some("end") {
        end(&web.session).await?;
        return web.see_other_saying("/", words::ended(lang)).await;
    }
    let Ok(person) = form.text("person").parse::<PersonId>() else {
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    };
    let owner = assisting::owner(&web.ctx, person).await?;
    begin(&web.session, owner.person, web.ctx.now.millis()).await?;
    web.see_other("/")
}
