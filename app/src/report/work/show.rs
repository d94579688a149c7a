//! `/admin/reports/{number}`: one report with everything that can be done with it.

use axum::extract::Path;
use backend::photo::{Photo, Publication, WorkPhoto};
use backend::report::act::{self as acts, ActDraft, Shown};
use backend::report::show::{self as shows, Work};
use domain::problem::Problems;
use domain::report::Source;
use domain::telephone::Telephone;
use leptos::prelude::*;
use text::{Lang, home, report as words};

use super::super::history::history;
use super::super::photos;
use super::super::show::{heading, number};
use super::acts::{Sheet, forms};
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, chip, moment, prose};
use crate::privacy::dial;
use crate::web::{Answer, Web};

/// `GET /admin/reports/{number}`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    page(
        &web,
        &asked,
        &ActDraft::default(),
        &[],
        &Problems::new(),
        None,
    )
    .await
}

/// `POST /admin/reports/{number}/callback`: the call-back number, in this one answer; the look is
/// recorded (rule P18).
pub async fn callback(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let (number, reason) = (number(&asked)?, form.text("reason"));
    let shown = web
        .write(move |ctx| {
            let reason = reason.clone();
            async move { backend::privacy::callback(&ctx, number, &reason).await }
        })
        .await?;
    page(
        &web,
        &asked,
        &ActDraft::default(),
        &[],
        &Problems::new(),
        Some(&shown),
    )
    .await
}

/// `POST /admin/reports/{number}`: one action.
pub async fn act(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    // Asked before anything is kept: photos of strangers are not even cleaned.
    shows::work(&web.ctx, number(&asked)?).await?;
    let received = photos::receive(&web, &form).await?;
    let draft = ActDraft {
        request_key: form.text("request_key"),
        version: form.text("version"),
        action: form.text("action"),
        words: form.text("words"),
        org: form.text("org"),
        summary: form.text("summary"),
        place: form.text("place"),
        private: form.ticked("private"),
        publications: publications(&form),
    };
    if received.only_dropped || !received.problems.is_empty() {
        return page(
            &web,
            &asked,
            &draft,
            &received.drafts,
            &received.problems,
            None,
        )
        .await;
    }
    let number = number(&asked)?;
    let done = web
        .write_with(draft.clone(), move |ctx, draft| async move {
            acts::act(&ctx, number, draft).await
        })
        .await;
    match done {
        Ok(()) => after(&web, &asked).await,
        Err(backend::Error::Invalid(problems)) => {
            page(&web, &asked, &draft, &received.drafts, &problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /admin/reports/{number}/public`: what the public sees.
pub async fn publish(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let shown = Shown {
        version: form.text("version"),
        summary: form.text("summary"),
        place: form.text("place"),
        visibility: form.text("visibility"),
        publications: publications(&form),
    };
    let number = number(&asked)?;
    let done = web
        .write_with(shown.clone(), move |ctx, shown| async move {
            acts::show(&ctx, number, shown).await
        })
        .await;
    match done {
        Ok(()) => after(&web, &asked).await,
        Err(backend::Error::Invalid(problems)) => {
            let draft = ActDraft {
                action: "public".to_owned(),
                summary: shown.summary,
                place: shown.place,
                ..ActDraft::default()
            };
            page(&web, &asked, &draft, &[], &problems, None).await
        }
        Err(error) => Err(error.into()),
    }
}

/// Back to the report, or to the list when it is no longer the person's to see: an organisation
/// that has sent it back.
async fn after(web: &Web, asked: &str) -> Answer {
    let path = match shows::work(&web.ctx, number(asked)?).await {
        Ok(_) => format!("/admin/reports/{asked}"),
        Err(backend::Error::NotFound) => "/admin/reports".to_owned(),
        Err(error) => return Err(error.into()),
    };
    web.see_other_saying(&path, words::saved(web.lang())).await
}

/// What the form decided about each picture it showed.
fn publications(form: &Form) -> Vec<Publication> {
    form.all("photo")
        .filter(|name| backend::photo::is_name(name))
        .map(|name| Publication {
            id: name.to_owned(),
            publish: form.ticked(&format!("publish_{name}")),
            cells: form
                .all(&format!("cover_{name}"))
                .filter_map(|cell| cell.parse().ok())
                .collect(),
        })
        .collect()
}

async fn page(
    web: &Web,
    asked: &str,
    draft: &ActDraft,
    drafts: &[Photo],
    problems: &Problems,
    opened: Option<&Telephone>,
) -> Answer {
    let report = shows::work(&web.ctx, number(asked)?).await?;
    let names = names(web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let title = heading(&report.facts, &names);
    let sheet = Sheet {
        chrome: web.chrome.clone(),
        report: report.clone(),
        draft: draft.clone(),
        drafts: drafts.to_vec(),
        problems: problems.clone(),
        key: if draft.request_key.is_empty() {
            web.new_key()
        } else {
            draft.request_key.clone()
        },
    };
    let chrome = web.chrome.clone();
    let body = || {
        view! {
            {parts::back("/admin/reports".to_owned(), words::work_title(lang))}
            <header class="stack">
                <p class="meta">
                    <span class="number">{report.facts.number.to_string()}</span>
                    <time>{moment(lang, &zone, report.facts.reported_at, now)}</time>
                    <span>{source_word(lang, report.source)}</span>
                </p>
                <h1>{title.clone()}</h1>
                <p class="line">{chip(lang, report.facts.state)}</p>
            </header>
            <div class="split">
                <div class="stack">
                    {said(lang, &report)}
                    {facts(&chrome, &report, opened)}
                </div>
                <aside class="stack acts" aria-label=words::what_can_be_done(lang)>{forms(&sheet)}</aside>
                <section class="card trail">
                    <h2>{words::history(lang)}</h2>
                    {history(lang, &zone, now, &report.steps)}
                </section>
            </div>
        }
    };
    if problems.is_empty() {
        web.page(&title.clone(), Kind::Staff, body)
    } else {
        web.again(&title.clone(), Kind::Staff, body)
    }
}

/// What came in, and what was done, as pictures and words.
fn said(lang: Lang, report: &Work) -> impl IntoView + use<> {
    let gallery = |photos: &[WorkPhoto], label: &'static str| {
        let pictures: Vec<_> = photos
            .iter()
            .map(|photo| {
                let id = photo.photo.id.clone();
                view! {
                    <li>
                        <a href=format!("/admin/photos/{id}")>
                            <img
                                src=format!("/admin/photos/{id}/small")
                                alt=label
                                width=photo.photo.width.to_string()
                                height=photo.photo.height.to_string()
                                loading="lazy"
                            />
                        </a>
                    </li>
                }
            })
            .collect();
        (!pictures.is_empty())
            .then(|| view! { <h3>{label}</h3><ul class="gallery">{pictures}</ul> })
    };
    view! {
        <section class="card">
            <h2>{words::residents_words(lang)}</h2>
            {if report.words.is_empty() {
                view! { <p class="meta">{words::no_words(lang)}</p> }.into_any()
            } else {
                prose(&report.words).into_any()
            }}
            {gallery(&report.before, home::before(lang))}
            {gallery(&report.after, home::after(lang))}
        </section>
    }
}

fn facts(chrome: &Chrome, report: &Work, opened: Option<&Telephone>) -> impl IntoView + use<> {
    let (lang, origin) = (chrome.lang, &chrome.origin);
    let receipt = report
        .receipt
        .as_ref()
        .map(|secret| format!("{origin}/r/{secret}"));
    view! {
        <section class="card">
            <dl class="facts">
                {report.facts.lead_org.clone().map(|org| view! {
                    <div><dt>{words::lead_org(lang)}</dt><dd>{org}</dd></div>
                })}
                {report.name.clone().map(|name| view! {
                    <div><dt>{words::reporter(lang)}</dt><dd>{name}</dd></div>
                })}
                {report.callback.as_ref().map(|number| view! {
                    <div>
                        <dt>{words::callback(lang)}</dt>
                        <dd>{match opened {
                            Some(number) => dial(number).into_any(),
                            None => open_callback(chrome, report, number).into_any(),
                        }}</dd>
                    </div>
                })}
                {receipt.map(|address| view! {
                    <div>
                        <dt>{words::receipt_link(lang)}</dt>
                        <dd><a href=address.clone()>{address.clone()}</a></dd>
                    </div>
                })}
                {report.is_public.then(|| view! {
                    <div>
                        <dt>{words::seen_by_all(lang)}</dt>
                        <dd><a href=format!("/reports/{}", report.facts.number)>{words::public_page(lang)}</a></dd>
                    </div>
                })}
            </dl>
        </section>
    }
}

/// The masked number, and the one tap that opens it.
fn open_callback(chrome: &Chrome, report: &Work, number: &Telephone) -> impl IntoView + use<> {
    view! {
        <form class="line" method="post" action=format!("/admin/reports/{}/callback", report.facts.number)>
            {frame::token(chrome)}
            <span class="number">{number.to_string()}</span>
            <button class="button quiet" name="reason" value="callback">{icon(Icon::Phone)} {words::callback_open(chrome.lang)}</button>
        </form>
    }
}

/// How a report came, in words.
#[must_use]
pub fn source_word(lang: Lang, source: Source) -> &'static str {
    match source {
        Source::Web => words::source_web(lang),
        Source::Phone => words::source_phone(lang),
        Source::Visit => words::source_visit(lang),
        Source::WeChat => words::source_wechat(lang),
        Source::Patrol => words::source_patrol(lang),
        Source::Hotline12345 => words::source_hotline(lang),
    }
}
