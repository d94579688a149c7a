//! `/admin/audit`: who did what, and what it was before (rule P25).

pub mod words;

use axum::extract::{Path, Query as Asked};
use axum::http::StatusCode;
use backend::audit::{self, Line, Page, Personal, Query};
use domain::audit::Deed;
use domain::id::PersonId;
use domain::instant::{Instant, LocalDate, Zone};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use serde_json::Value;
use text::{Lang, audit as said, common};

use crate::account::post_word;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::listing::{self, Column};
use crate::parts::{self, Choice, Input, input, moment};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

pub use words::deed as deed_word;

const PATH: &str = "/admin/audit";

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let readers = Access::Needs(Permission::SeeAudit);
    vec![
        Route::get("/admin/audit", readers, show),
        Route::get("/admin/audit/{id}", readers, one),
        Route::post("/admin/audit/{id}", readers, show_personal),
    ]
}

/// What the address asks for; empty and unknown values are as none.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
struct Filters {
    person: String,
    deed: String,
    day: String,
    subject: String,
    after: String,
    before: String,
}

impl Filters {
    fn query(&self) -> Query {
        Query {
            person: self.person.parse().ok(),
            deed: Deed::parse(&self.deed),
            day: LocalDate::parse(&self.day).ok(),
            subject: self.subject.chars().take(100).collect(),
            after: self.after.parse().ok(),
            before: self.before.parse().ok(),
        }
    }

    /// The address of the list with one thing asked otherwise, from its first page.
    fn with(&self, name: &str, value: &str) -> String {
        let kept = [
            ("person", self.person.as_str()),
            ("deed", &self.deed),
            ("day", &self.day),
            ("subject", &self.subject),
        ];
        let kept = kept.into_iter().filter(|(known, _)| *known != name);
        listing::address(PATH, kept.chain([(name, value)]))
    }
}

/// `GET /admin/audit`
async fn show(web: Web, Asked(filters): Asked<Filters>) -> Answer {
    let page = audit::list(&web.ctx, &filters.query()).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    web.page(said::title(lang), Kind::Staff, || {
        let rows: Vec<_> = page
            .lines
            .iter()
            .map(|line| row(lang, &zone, now, line, &filters))
            .collect();
        view! {
            <h1>{said::title(lang)}</h1>
            <p class="lead">{said::lead(lang)}</p>
            {bar(lang, &filters)}
            {if rows.is_empty() {
                parts::empty(Icon::Search, said::empty(lang), said::empty_next(lang)).into_any()
            } else {
                listing::sheet(said::title(lang), [Column::Words(said::when(lang)), Column::Words(said::who(lang)), Column::Words(said::what(lang)), Column::Words(said::subject(lang)), Column::Words(said::change(lang))], rows).into_any()
            }}
            {pager(lang, &filters, &page)}
        }
    })
}

fn bar(lang: Lang, filters: &Filters) -> impl IntoView + use<> {
    let none = Problems::new();
    let mut deeds = vec![Choice::new("", said::all_deeds(lang))];
    deeds.extend(
        Deed::ALL
            .into_iter()
            .map(|deed| Choice::new(deed.as_str(), words::deed(lang, deed))),
    );
    let (person, subject) = (filters.person.clone(), filters.subject.clone());
    view! {
        <form class="filters" method="get" action=PATH>
            {(!person.is_empty()).then(|| view! { <input type="hidden" name="person" value=person.clone()/> })}
            {(!subject.is_empty()).then(|| view! { <input type="hidden" name="subject" value=subject.clone()/> })}
            {parts::select(lang, &none, "deed", said::deed(lang).to_owned(), deeds, &filters.deed)}
            {input(lang, &none, Input {
                name: "day",
                label: said::day(lang).to_owned(),
                value: filters.day.clone(),
                kind: "date",
                ..Input::default()
            })}
            <button class="button quiet">{icon(Icon::Filter)} {common::filter(lang)}</button>
            <a class="button plain" href=PATH>{common::filter_clear(lang)}</a>
        </form>
        {(!person.is_empty() || !subject.is_empty()).then(|| view! {
            <p class="meta">
                {(!person.is_empty()).then(|| view! { <span>{said::narrowed_person(lang)}</span> })}
                {(!subject.is_empty()).then(|| view! { <span>{said::narrowed_subject(lang, &subject)}</span> })}
            </p>
        })}
    }
}

fn pager(lang: Lang, filters: &Filters, page: &Page) -> impl IntoView + use<> {
    let address = |name, id: i64| filters.with(name, &id.to_string());
    let earlier = page.earlier.map(|id| address("before", id));
    let later = page.later.map(|id| address("after", id));
    listing::pager(lang, earlier, later)
}

fn sentence(lang: Lang, line: &Line) -> &'static str {
    line.deed
        .map_or(said::deed_unknown(lang), |deed| words::deed(lang, deed))
}

fn posts(lang: Lang, line: &Line) -> String {
    let posts: Vec<_> = line
        .posts
        .iter()
        .map(|post| post_word(lang, *post))
        .collect();
    posts.join(" · ")
}

/// A person's name, which leads to what they did and what concerns them.
fn person(
    lang: Lang,
    person: Option<&(PersonId, String)>,
    filters: &Filters,
) -> impl IntoView + use<> {
    match person {
        Some((id, name)) => {
            let address = filters.with("person", &id.to_string());
            let title = said::only_person(lang, name);
            view! { <a href=address title=title>{name.clone()}</a> }.into_any()
        }
        None => said::system(lang).into_any(),
    }
}

fn row(
    lang: Lang,
    zone: &Zone,
    now: Instant,
    line: &Line,
    filters: &Filters,
) -> impl IntoView + use<> {
    let subject = line.subject.clone();
    view! {
        <tr>
            <th scope="row" data-label=said::when(lang)>
                <a class="number" href=format!("{PATH}/{}", line.id)>{moment(lang, zone, line.at, now)}</a>
            </th>
            <td data-label=said::who(lang)>
                {person(lang, line.actor.as_ref(), filters)}
                " " <small>{posts(lang, line)}</small>
            </td>
            <td data-label=said::what(lang)>
                {sentence(lang, line)}
                {(line.personal == Personal::Kept).then(|| view! { " " {icon(Icon::Lock)} <span class="unseen">{said::personal(lang)}</span> })}
            </td>
            <td data-label=said::subject(lang)>
                <a class="number" href=filters.with("subject", &subject) title=said::only_subject(lang, &subject)>{subject.clone()}</a>
            </td>
            <td class="wide" data-label=said::change(lang)>{changes(lang, line)}</td>
        </tr>
    }
}

fn changes(lang: Lang, line: &Line) -> impl IntoView + use<> {
    let lines: Vec<_> = words::changes(lang, &line.was, &line.became)
        .into_iter()
        .map(|change| view! { <li>{change}</li> })
        .collect();
    (!lines.is_empty()).then(|| view! { <ul>{lines}</ul> })
}

/// `GET /admin/audit/{id}`
async fn one(web: Web, Path(asked): Path<String>) -> Answer {
    page(&web, &asked, StatusCode::OK, None).await
}

/// `POST /admin/audit/{id}`: what is personal in it, in this one answer; the look is recorded.
async fn show_personal(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let (id, wanted) = (id(&asked)?, form.find("show") == Some("1"));
    let shown = web
        .write(move |ctx| async move { audit::show_personal(&ctx, id, wanted).await })
        .await;
    match shown {
        Ok(personal) => page(&web, &asked, StatusCode::OK, Some(personal)).await,
        Err(backend::Error::Invalid(_)) => {
            page(&web, &asked, StatusCode::UNPROCESSABLE_ENTITY, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Plain digits only: a row has one address.
fn id(text: &str) -> Result<i64, Fault> {
    text.parse::<PersonId>()
        .map(PersonId::get)
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

async fn page(web: &Web, asked: &str, status: StatusCode, shown: Option<Value>) -> Answer {
    let line = audit::one(&web.ctx, id(asked)?).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    let title = said::one_title(lang);
    Ok(web.page_with(status, title, Kind::Staff, || {
        let none = Filters::default();
        let subject = line.subject.clone();
        let inside = match (shown, line.personal) {
            (Some(personal), _) => {
                let told: Vec<_> = words::changes(lang, &Value::Null, &personal)
                    .into_iter()
                    .map(|told| view! { <li>{told}</li> })
                    .collect();
                view! {
                    <p class="note" role="status">{said::personal_shown(lang)}</p>
                    <ul class="notes">{told}</ul>
                }
                .into_any()
            }
            (None, Personal::None) => {
                view! { <p>{said::personal_none(lang)}</p> }.into_any()
            }
            (None, Personal::Erased) => {
                view! { <p>{said::personal_erased(lang)}</p> }.into_any()
            }
            (None, Personal::Kept) => view! {
                <form class="form" method="post" action=format!("{PATH}/{}", line.id)>
                    {frame::token(&chrome)}
                    <input type="hidden" name="show" value="1"/>
                    <p class="hint">{said::personal_hint(lang)}</p>
                    <div class="submit still"><button class="button quiet">{icon(Icon::Eye)} {said::personal_show(lang)}</button></div>
                </form>
            }
            .into_any(),
        };
        view! {
            {parts::back(PATH.to_owned(), said::title(lang))}
            <h1>{sentence(lang, &line)}</h1>
            <section class="card">
                <dl class="facts">
                    <div><dt>{said::when(lang)}</dt><dd>{moment(lang, &zone, line.at, now)}</dd></div>
                    <div>
                        <dt>{said::who(lang)}</dt>
                        <dd>{person(lang, line.actor.as_ref(), &none)} " " <small>{posts(lang, &line)}</small></dd>
                    </div>
                    <div>
                        <dt>{said::subject(lang)}</dt>
                        <dd><a href=none.with("subject", &subject)>{subject.clone()}</a></dd>
                    </div>
                    {line.whose.is_some().then(|| view! {
                        <div><dt>{said::whose(lang)}</dt><dd>{person(lang, line.whose.as_ref(), &none)}</dd></div>
                    })}
                    <div><dt>{said::change(lang)}</dt><dd>{changes(lang, &line)}</dd></div>
                </dl>
            </section>
            <section class="card">
                <h2>{said::personal(lang)}</h2>
                {inside}
            </section>
        }
    }))
}
