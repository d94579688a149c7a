//! `/me/privacy`: what is kept about me, who looked, and what I agree to.

use axum::http::{HeaderValue, header};
use axum::response::IntoResponse as _;
use backend::consent::{self, Given};
use backend::privacy::{self, Look, Own, Way};
use domain::instant::{Instant, Zone};
use domain::privacy::{Channel, Purpose, Reason};
use leptos::prelude::*;
use text::{Lang, privacy as words};

use crate::account::post_word;
use crate::audit::deed_word;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, chip, day, moment};
use crate::web::{Answer, Web};

/// `GET /me/privacy`
pub async fn show(web: Web) -> Answer {
    let own = privacy::own(&web.ctx).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    web.page(words::title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), text::account::me(lang))}
            <h1>{words::title(lang)}</h1>
            <p class="lead">{words::lead(lang)}</p>
            {looks(lang, &zone, now, &own.looks)}
            {consents(&chrome, &zone, now, &own)}
            {facts(lang, &zone, now, &own)}
            {reports(lang, &zone, now, &own)}
            <section class="card">
                <h2>{words::sign_ins(lang)}</h2>
                {list(own.sign_ins.iter().map(|one| {
                    words::sign_in_line(lang, moment(lang, &zone, one.since, now), moment(lang, &zone, one.used, now))
                }).collect(), words::none_kept(lang))}
            </section>
            <div>
                <a class="button quiet" href="/me/privacy/data.json" download="linli.json">{icon(Icon::Copy)} {words::file(lang)}</a>
                <p class="hint">{words::file_hint(lang)}</p>
            </div>
            <p><a class="button plain" href="/me/privacy/delete">{words::delete_link(lang)}</a></p>
        }
    })
}

/// Lines, or a word where there are none.
fn list(lines: Vec<String>, none: &'static str) -> impl IntoView + use<> {
    if lines.is_empty() {
        return view! { <p class="meta">{none}</p> }.into_any();
    }
    let lines: Vec<_> = lines
        .into_iter()
        .map(|line| view! { <li>{line}</li> })
        .collect();
    view! { <ul class="notes">{lines}</ul> }.into_any()
}

fn looks(lang: Lang, zone: &Zone, now: Instant, looks: &[Look]) -> impl IntoView + use<> {
    let lines: Vec<_> = looks
        .iter()
        .map(|look| {
            let mut who: Vec<_> = look
                .posts
                .iter()
                .map(|post| post_word(lang, *post).to_owned())
                .collect();
            who.extend(look.who.clone());
            if who.is_empty() {
                who.push(text::audit::system(lang).to_owned());
            }
            let what = look.deed.map_or(text::audit::deed_unknown(lang), |deed| {
                deed_word(lang, deed)
            });
            let why: Vec<_> = look
                .reason
                .map(|reason| reason_word(lang, reason).to_owned())
                .into_iter()
                .chain((!look.words.is_empty()).then(|| look.words.clone()))
                .collect();
            view! {
                <li>
                    <p>{words::looks_line(lang, what, who.join(" "))}</p>
                    <p class="meta">
                        <time>{moment(lang, zone, look.at, now)}</time>
                        {(!why.is_empty()).then(|| view! { <span>{words::looks_why(lang, why.join(" · "))}</span> })}
                    </p>
                </li>
            }
        })
        .collect();
    let is_empty = lines.is_empty();
    view! {
        <section class="card">
            <h2>{icon(Icon::Eye)} {words::looks(lang)}</h2>
            {if is_empty {
                view! { <p class="meta">{words::looks_none(lang)}</p> }.into_any()
            } else {
                view! { <ul class="notes">{lines}</ul> }.into_any()
            }}
        </section>
    }
}

/// Why somebody looked, in words.
pub fn reason_word(lang: Lang, reason: Reason) -> &'static str {
    match reason {
        Reason::Report => words::reason_report(lang),
        Reason::Activity => words::reason_activity(lang),
        Reason::Emergency => words::reason_emergency(lang),
        Reason::Other => words::reason_other(lang),
    }
}

/// What a consent is for.
pub(super) fn purpose_word(lang: Lang, purpose: Purpose) -> &'static str {
    match purpose {
        Purpose::CaptainTelephone => words::purpose_captain_telephone(lang),
        Purpose::NameOnPlan => words::purpose_name_on_plan(lang),
        Purpose::ActivityPhotos => words::purpose_activity_photos(lang),
        Purpose::Messages => words::purpose_messages(lang),
    }
}

/// Each purpose with one press to agree and one to withdraw (rule P20).
fn consents(chrome: &Chrome, zone: &Zone, now: Instant, own: &Own) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let of = |purpose| own.consents.iter().find(|given| given.purpose == purpose);
    let forms: Vec<_> = Purpose::ALL
        .into_iter()
        .filter(|purpose| {
            !purpose.is_for_posts() || !own.posts.is_empty() || of(*purpose).is_some()
        })
        .map(|purpose| {
            let given = of(purpose);
            let (decision, label, class) = if given.is_some() {
                ("withdraw", words::withdraw(lang), "button quiet")
            } else {
                ("agree", words::agree(lang), "button")
            };
            let name = purpose_word(lang, purpose);
            view! {
                <li>
                    <form class="stack" method="post" action="/me/privacy">
                        {frame::token(chrome)}
                        <input type="hidden" name="purpose" value=purpose.as_str()/>
                        <h3>{name}</h3>
                        <p>{consent::text_of(lang, purpose)}</p>
                        <p class="meta">{state(lang, zone, now, given)}</p>
                        <button class=class name="decision" value=decision>
                            {label} <span class="unseen">{name}</span>
                        </button>
                    </form>
                </li>
            }
        })
        .collect();
    view! {
        <section class="card">
            <h2>{words::consents(lang)}</h2>
            <p class="hint">{words::consents_lead(lang)}</p>
            <ul class="notes">{forms}</ul>
        </section>
    }
}

fn state(lang: Lang, zone: &Zone, now: Instant, given: Option<&Given>) -> String {
    given.map_or_else(
        || words::consent_open(lang).to_owned(),
        |given| {
            let day = day(lang, zone, given.at, now);
            match given.channel {
                Channel::Online => words::consent_given(lang, day),
                Channel::Assisted => {
                    words::consent_given_by(lang, words::channel_assisted(lang), day)
                }
                Channel::Paper => words::consent_given_by(lang, words::channel_paper(lang), day),
            }
        },
    )
}

fn facts(lang: Lang, zone: &Zone, now: Instant, own: &Own) -> impl IntoView + use<> {
    let way = |way: &Way| match way.kind.as_str() {
        "password" => words::way_password(lang, &way.name),
        "card" => words::way_card(lang).to_owned(),
        "sms" => words::way_sms(lang).to_owned(),
        _ => words::way_other(lang).to_owned(),
    };
    let posts = own
        .posts
        .iter()
        .map(|held| {
            let post = held.post.map_or("", |post| post_word(lang, post));
            if held.until.is_some_and(|until| until <= now) {
                words::post_over(lang, &held.place, post)
            } else {
                words::post_line(lang, &held.place, post)
            }
        })
        .collect();
    let none = words::none_kept(lang);
    // One's own number is one's own to read.
    let number = own
        .telephone
        .as_ref()
        .map_or_else(|| none.to_owned(), |number| number.dial().to_owned());
    view! {
        <section class="card">
            <h2>{words::mine(lang)}</h2>
            <dl class="facts">
                <div><dt>{words::name(lang)}</dt><dd>{own.name.clone()}</dd></div>
                <div><dt>{words::display_name(lang)}</dt><dd>{own.display_name.clone()}</dd></div>
                <div><dt>{words::telephone(lang)}</dt><dd>{number}</dd></div>
                <div><dt>{words::home(lang)}</dt><dd>{list(own.homes.clone(), none)}</dd></div>
                <div><dt>{words::account_since(lang)}</dt><dd>{words::since(lang, day(lang, zone, own.since, now))}</dd></div>
                <div><dt>{words::ways(lang)}</dt><dd>{list(own.ways.iter().map(way).collect(), none)}</dd></div>
                <div><dt>{words::posts(lang)}</dt><dd>{list(posts, none)}</dd></div>
            </dl>
        </section>
    }
}

fn reports(lang: Lang, zone: &Zone, now: Instant, own: &Own) -> impl IntoView + use<> {
    let lines: Vec<_> = own
        .reports
        .iter()
        .map(|(number, state, at)| {
            view! {
                <li class="line">
                    <span class="number">{number.to_string()}</span>
                    {chip(lang, *state)}
                    <time class="meta">{day(lang, zone, *at, now)}</time>
                </li>
            }
        })
        .collect();
    (!lines.is_empty()).then(|| {
        view! {
            <section class="card">
                <h2>{words::reports(lang)}</h2>
                <ul class="notes">{lines}</ul>
            </section>
        }
    })
}

/// `POST /me/privacy`: one press.
pub async fn decide(web: Web, form: Form) -> Answer {
    let lang = web.lang();
    let purpose = form.text("purpose");
    let agree = match form.find("decision") {
        Some("withdraw") => false,
        Some("agree") => true,
        // Nothing is agreed to by mistake.
        _ if web.ctx.account().is_none() => return Err(backend::Error::SignIn.into()),
        _ => {
            let problem = domain::problem::Problem::NotAChoice;
            return Err(backend::Error::at("decision", problem).into());
        }
    };
    web.write(move |ctx| {
        let purpose = purpose.clone();
        async move { consent::decide(&ctx, &purpose, agree).await }
    })
    .await?;
    let said = if agree {
        words::agreed(lang)
    } else {
        words::withdrawn(lang)
    };
    web.see_other_saying("/me/privacy", said).await
}

/// `GET /me/privacy/data.json`
pub async fn file(web: Web) -> Answer {
    let written = privacy::written(&web.ctx).await?;
    let mut response = written.into_response();
    let headers = response.headers_mut();
    for (name, value) in [
        (header::CONTENT_TYPE, "application/json; charset=utf-8"),
        (
            header::CONTENT_DISPOSITION,
            "attachment; filename=\"linli.json\"",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ] {
        headers.insert(name, HeaderValue::from_static(value));
    }
    Ok(response)
}
