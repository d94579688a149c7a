//! `/admin/people/{id}/consents`: what somebody agreed to on paper or by word of mouth, and took back
//! (rules P15, P20).

use axum::extract::Path;
use axum::http::StatusCode;
use backend::consent::{self, Given};
use domain::privacy::{Channel, Purpose};
use leptos::prelude::*;
use text::{Lang, common, privacy as words};

use super::own::purpose_word;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::parts::{self, day};
use crate::person::asked;
use crate::web::{Answer, Fault, Web};

/// `GET /admin/people/{id}/consents`
pub async fn show(web: Web, Path(id): Path<String>) -> Answer {
    let person = asked(&id)?;
    let standing = consent::standing(&web.ctx, person).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let here = format!("/admin/people/{person}/consents");
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let of = |purpose| standing.given.iter().find(|given| given.purpose == purpose);
    let forms: Vec<_> = Purpose::ALL
        .into_iter()
        .filter(|purpose| !purpose.is_for_posts() || standing.has_post || of(*purpose).is_some())
        .map(|purpose| {
            let name = purpose_word(lang, purpose);
            let given = of(purpose);
            let state = given.map_or_else(
                || words::consent_open(lang).to_owned(),
                |given| {
                    let day = day(lang, &zone, given.at, now);
                    words::consent_given_by(lang, channel_word(lang, given), day)
                },
            );
            let press = |act: &'static str, label: &'static str| {
                view! {
                    <button class="button quiet" name="decision" value=act>
                        {label} <span class="unseen">{name}</span>
                    </button>
                }
            };
            let presses = if given.is_some() {
                vec![press("withdraw", words::note_withdrawn(lang))]
            } else {
                vec![
                    press("paper", words::note_paper(lang)),
                    press("assisted", words::note_word(lang)),
                ]
            };
            view! {
                <li>
                    <form class="stack" method="post" action=here.clone()>
                        {frame::token(&chrome)}
                        <input type="hidden" name="purpose" value=purpose.as_str()/>
                        <h2>{name}</h2>
                        <p>{consent::text_of(lang, purpose)}</p>
                        <p class="meta">{state}</p>
                        <div class="buttons">{presses}</div>
                    </form>
                </li>
            }
        })
        .collect();
    web.page(words::note_title(lang), Kind::Staff, || {
        view! {
            {parts::back(format!("/admin/people/{person}"), common::back(lang))}
            <h1>{words::note_for(lang, &standing.name)}</h1>
            <p class="lead">{words::note_lead(lang)}</p>
            <section class="card"><ul class="notes">{forms}</ul></section>
        }
    })
}

fn channel_word(lang: Lang, given: &Given) -> &'static str {
    match given.channel {
        Channel::Online => words::channel_online(lang),
        Channel::Assisted => words::channel_assisted(lang),
        Channel::Paper => words::channel_paper(lang),
    }
}

/// `POST /admin/people/{id}/consents`: one press, either way.
pub async fn note(web: Web, Path(id): Path<String>, form: Form) -> Answer {
    let person = asked(&id)?;
    let decided = Purpose::parse(&form.text("purpose")).zip(match form.find("decision") {
        Some("paper") => Some(Some(Channel::Paper)),
        Some("assisted") => Some(Some(Channel::Assisted)),
        Some("withdraw") => Some(None),
        _ => None,
    });
    let Some((purpose, channel)) = decided else {
        // Whose it is comes before what is wrong with the form.
        consent::standing(&web.ctx, person).await?;
        return Err(Fault::status(StatusCode::BAD_REQUEST));
    };
    web.write(move |ctx| async move { consent::note(&ctx, person, purpose, channel).await })
        .await?;
    let noted = words::noted(web.lang());
    web.see_other_saying(&format!("/admin/people/{person}/consents"), noted)
        .await
}
