//! `/reports/{number}`: what everybody may read about one report (rules R11, R15).

use axum::extract::Path;
use backend::photo::Photo;
use backend::report::show::{self as shows, Facts};
use domain::report::Number;
use leptos::prelude::*;
use text::{Lang, home, report as words};

use super::history::history;
use crate::frame::Kind;
use crate::home::names;
use crate::parts::{self, Names, chip, moment, prose};
use crate::web::{Answer, Fault, Web};

/// A number from an address.
///
/// # Errors
/// 404 when it is none.
pub fn number(text: &str) -> Result<Number, Fault> {
    text.parse()
        .map_err(|_| Fault::from(backend::Error::NotFound))
}

/// `GET /reports/{number}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let report = shows::public(&web.ctx, number(&asked)?).await?;
    let names = names(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let title = heading(&report.facts, &names);
    web.page(&title.clone(), Kind::Public, || {
        let facts = report.facts.clone();
        view! {
            {parts::back("/reports".to_owned(), words::title(lang))}
            <article class="case">
                <header>
                    <p class="meta">
                        <span class="number">{facts.number.to_string()}</span>
                        <time>{moment(lang, &zone, facts.reported_at, now)}</time>
                        {report.name.clone().map(|name| view! { <span>{words::by(lang, name)}</span> })}
                    </p>
                    <h1>{title}</h1>
                    <p class="line">{chip(lang, facts.state)}</p>
                </header>
                {pair(lang, "/photos", &report.before, &report.after)}
                {(!report.summary.is_empty()).then(|| prose(&report.summary))}
                {facts.lead_org.clone().map(|org| view! {
                    <dl class="facts"><div><dt>{words::lead_org(lang)}</dt><dd>{org}</dd></div></dl>
                })}
                {(report.after.is_empty() && !facts.no_photo_reason.is_empty()).then(|| view! {
                    <p class="meta">{words::no_after_photo(lang)}</p>
                })}
                <section>
                    <h2>{words::history(lang)}</h2>
                    {history(lang, &zone, now, &report.steps)}
                </section>
            </article>
        }
    })
}

/// `3号楼 · 垃圾死角`.
#[must_use]
pub fn heading(facts: &Facts, names: &Names) -> String {
    let place = names.place(
        facts.building,
        facts.area,
        facts.unit.as_deref(),
        facts.floor.as_deref(),
        &facts.place_words,
    );
    let category = names.category(facts.category);
    if place.is_empty() {
        category
    } else {
        format!("{place} · {category}")
    }
}

/// Before and after, side by side (rule R11); what there is more of stands below.
pub fn pair(lang: Lang, base: &str, before: &[Photo], after: &[Photo]) -> impl IntoView + use<> {
    let figure = |photo: &Photo, label: &'static str| {
        view! {
            <figure>
                <a href=format!("{base}/{}", photo.id)>
                    <img
                        src=format!("{base}/{}", photo.id)
                        alt=label
                        width=photo.width.to_string()
                        height=photo.height.to_string()
                    />
                </a>
                <figcaption>{label}</figcaption>
            </figure>
        }
    };
    let more = |photo: &Photo, label: &'static str| {
        view! {
            <li>
                <a href=format!("{base}/{}", photo.id)>
                    <img
                        src=format!("{base}/{}/small", photo.id)
                        alt=label
                        width=photo.width.to_string()
                        height=photo.height.to_string()
                        loading="lazy"
                    />
                </a>
            </li>
        }
    };
    let (was, is) = (home::before(lang), home::after(lang));
    let first: Vec<_> = before
        .first()
        .map(|photo| figure(photo, was))
        .into_iter()
        .chain(after.first().map(|photo| figure(photo, is)))
        .collect();
    let rest: Vec<_> = before
        .iter()
        .skip(1)
        .map(|photo| more(photo, was))
        .chain(after.iter().skip(1).map(|photo| more(photo, is)))
        .collect();
    view! {
        {(!first.is_empty()).then(|| view! { <div class="pair">{first}</div> })}
        {(!rest.is_empty()).then(|| view! { <ul class="gallery">{rest}</ul> })}
    }
}
