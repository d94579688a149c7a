//! `/admin/privacy/review`: texts that may still name somebody who was removed (rule P23).

use backend::privacy::{self, Part, Review};
use domain::problem::Problem;
use leptos::prelude::*;
use text::{Lang, privacy as words};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, day};
use crate::web::{Answer, Web};

/// `GET /admin/privacy/review`
pub async fn show(web: Web) -> Answer {
    let reviews = privacy::open_reviews(&web.ctx).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    web.page(words::review_title(lang), Kind::Staff, || {
        let rows: Vec<_> = reviews
            .iter()
            .map(|review| row(&chrome, review, &day(lang, &zone, review.since, now)))
            .collect();
        view! {
            <h1>{words::review_title(lang)}</h1>
            <p class="lead">{words::review_lead(lang)}</p>
            {if rows.is_empty() {
                parts::empty(Icon::Check, words::review_none(lang), words::review_none_next(lang)).into_any()
            } else {
                view! { <ul class="tasks">{rows}</ul> }.into_any()
            }}
        }
    })
}

fn row(chrome: &Chrome, review: &Review, since: &str) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let address = match review.subject.split_once('/') {
        Some(("report", number)) => format!("/admin/reports/{number}"),
        Some(("notice", id)) => format!("/admin/notices/{id}"),
        _ => "/admin".to_owned(),
    };
    let number = review
        .subject
        .split_once('/')
        .map_or("", |(_, number)| number)
        .to_owned();
    view! {
        <li class="task waiting">
            {icon(Icon::Eye)}
            <div>
                <b><a href=address>{part_word(lang, review.part)} " " <span class="number">{number.clone()}</span></a></b>
                <p class="meta">{words::review_since(lang)} " " {since.to_owned()}</p>
            </div>
            <form method="post" action="/admin/privacy/review">
                {frame::token(chrome)}
                <input type="hidden" name="review" value=review.id.to_string()/>
                <button class="button quiet">{icon(Icon::Check)} {words::review_settle(lang)} <span class="unseen">{number}</span></button>
            </form>
        </li>
    }
}

fn part_word(lang: Lang, part: Part) -> &'static str {
    match part {
        Part::Words => words::part_words(lang),
        Part::Place => words::part_place(lang),
        Part::Summary => words::part_summary(lang),
        Part::History => words::part_history(lang),
        Part::Notice => words::part_notice(lang),
    }
}

/// `POST /admin/privacy/review`
pub async fn settle(web: Web, form: Form) -> Answer {
    web.require(domain::permission::Permission::SeePeople)?;
    let lang = web.lang();
    let id: i64 = form
        .text("review")
        .parse()
        .map_err(|_| backend::Error::at("review", Problem::Missing))?;
    web.write(move |ctx| async move { privacy::settle(&ctx, id).await })
        .await?;
    web.see_other_saying("/admin/privacy/review", words::review_settled(lang))
        .await
}
