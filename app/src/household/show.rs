//! One household: who lives there, its code, its cards.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use backend::household::{self, Found, Member, Moved, Whole};
use backend::join::card;
use domain::household::MoveIn;
use domain::id::{CardId, PersonId};
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, household as words};

use super::id;
use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Input, civil_day, input, summary};
use crate::web::{Answer, Fault, Web};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Search {
    find: String,
}

/// `GET /admin/households/{id}`
pub async fn show(web: Web, Path(asked): Path<String>, Query(search): Query<Search>) -> Answer {
    let draft = MoveIn {
        request_key: web.new_key(),
        ..MoveIn::default()
    };
    page(&web, &asked, &search.find, draft, Problems::new()).await
}

/// `POST /admin/households/{id}`: somebody moves in or out, the code ends, a card is blocked.
pub async fn change(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let household = id(&asked)?;
    let lang = web.lang();
    let draft = MoveIn {
        request_key: form.text("request_key"),
        person: form.text("person"),
        name: form.text("name"),
        telephone: form.text("telephone"),
    };
    let person: Option<PersonId> = form.text("person").parse().ok();
    let done = match form.find("act") {
        Some("move_in") => {
            let draft = draft.clone();
            let moved = web
                .write(move |ctx| {
                    let draft = draft.clone();
                    async move { household::move_in(&ctx, household, draft).await }
                })
                .await;
            moved.map(|moved| match moved {
                Moved::In => words::moved_in(lang),
                Moved::LivedThere => words::lived_there(lang),
            })
        }
        Some("move_out") => {
            let person = person.ok_or(Fault::status(StatusCode::BAD_REQUEST))?;
            let until = form.text("until");
            web.write(move |ctx| {
                let until = until.clone();
                async move { household::move_out(&ctx, household, person, &until).await }
            })
            .await
            .map(|()| words::moved_out(lang))
        }
        Some("end_code") => web
            .write(move |ctx| async move { household::code::revoke(&ctx, household).await })
            .await
            .map(|()| words::code_ended(lang)),
        Some("block_card") => {
            let card: CardId = form
                .text("card")
                .parse()
                .map_err(|_| Fault::status(StatusCode::BAD_REQUEST))?;
            web.write(move |ctx| async move { card::block(&ctx, household, card).await })
                .await
                .map(|()| words::card_blocked(lang))
        }
        _ => {
            // Who may not look at it learns nothing of its forms.
            household::whole(&web.ctx, household).await?;
            return Err(Fault::status(StatusCode::BAD_REQUEST));
        }
    };
    match done {
        Ok(message) => {
            web.see_other_saying(&format!("/admin/households/{household}"), message)
                .await
        }
        Err(backend::Error::Invalid(problems)) => page(&web, &asked, "", draft, problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, asked: &str, find: &str, draft: MoveIn, problems: Problems) -> Answer {
    let whole = household::whole(&web.ctx, id(asked)?).await?;
    let found = household::people(&web.ctx, find).await?;
    let lang = web.lang();
    let place = whole.household.place();
    let title = place.clone();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let today = web.ctx.community.zone.date_of(web.ctx.now).to_string();
    let chrome = web.chrome.clone();
    let keys: Vec<_> = found.iter().map(|_| web.new_key()).collect();
    Ok(web.page_with(status, &title, Kind::Staff, || {
        let members: Vec<_> = whole
            .members
            .iter()
            .map(|one| member(&chrome, &whole, one, &today))
            .collect();
        let nobody = members.is_empty();
        view! {
            {parts::back("/admin/households".to_owned(), words::title(lang))}
            <h1>{place}</h1>
            {summary(lang, &problems)}
            <section class="stack" aria-labelledby="members-title">
                <h2 id="members-title">{words::members(lang)}</h2>
                {if nobody {
                    view! { <p>{words::nobody(lang)}</p> }.into_any()
                } else {
                    view! { <ul class="rows">{members}</ul> }.into_any()
                }}
                <details class="card" open=!find.is_empty() || !problems.is_empty()>
                    <summary>{icon(Icon::Plus)} {words::move_in(lang)}</summary>
                    {known(&chrome, &whole, find, &found, &keys)}
                    {new(&chrome, &whole, &draft, &problems)}
                </details>
            </section>
            {code(web, &whole)}
            {cards(web, &whole)}
        }
    }))
}

fn path(whole: &Whole) -> String {
    format!("/admin/households/{}", whole.household.id)
}

fn member(chrome: &Chrome, whole: &Whole, one: &Member, today: &str) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let telephone = one.telephone.as_ref().map(ToString::to_string);
    let account = if one.is_child {
        words::child(lang)
    } else if one.has_account {
        words::has_account(lang)
    } else {
        words::no_account(lang)
    };
    let until = format!("until-{}", one.person);
    let leaves = one
        .until
        .clone()
        .map(|day| view! { <span>{words::until(lang, civil_day(lang, &day))}</span> });
    view! {
        <li>
            <div class="row">
                {icon(Icon::Person)}
                <span>
                    <b><a href=format!("/admin/people/{}", one.person)>{one.name.clone()}</a></b>
                    <span class="meta">
                        <span>{words::since(lang, civil_day(lang, &one.since))}</span>
                        {leaves}
                        {telephone.map(|number| view! { <span class="number">{number}</span> })}
                        <span>{account}</span>
                    </span>
                </span>
            </div>
            <details>
                <summary>{words::move_out(lang)}</summary>
                <form class="form" method="post" action=path(whole)>
                    {frame::token(chrome)}
                    <input type="hidden" name="act" value="move_out"/>
                    <input type="hidden" name="person" value=one.person.to_string()/>
                    <div class="field">
                        <label for=until.clone()>{words::move_out_from(lang)}</label>
                        <input type="date" class="short" id=until name="until" value=today.to_owned() required=true/>
                    </div>
                    <div class="submit still"><button class="button quiet">{words::move_out(lang)}</button></div>
                </form>
            </details>
        </li>
    }
}

fn known(
    chrome: &Chrome,
    whole: &Whole,
    find: &str,
    found: &[Found],
    keys: &[String],
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let none = Problems::new();
    let lines: Vec<_> = found
        .iter()
        .zip(keys)
        .map(|(person, key)| {
            let telephone = person.telephone.as_ref().map(ToString::to_string);
            view! {
                <li class="row">
                    {icon(Icon::Person)}
                    <span>
                        <b>{person.name.clone()}</b>
                        <span class="meta">
                            {person.door.clone().map(|door| view! { <span>{door}</span> })}
                            {telephone.map(|number| view! { <span class="number">{number}</span> })}
                        </span>
                    </span>
                    <form method="post" action=path(whole)>
                        {frame::token(chrome)}
                        <input type="hidden" name="act" value="move_in"/>
                        <input type="hidden" name="request_key" value=key.clone()/>
                        <input type="hidden" name="person" value=person.person.to_string()/>
                        <button class="button quiet">{words::choose(lang)}</button>
                    </form>
                </li>
            }
        })
        .collect();
    let nothing = !find.is_empty() && lines.is_empty();
    view! {
        <h3>{words::move_in_known(lang)}</h3>
        <form class="form" method="get" action=path(whole)>
            {input(lang, &none, Input {
                name: "find",
                label: words::find(lang).to_owned(),
                hint: Some(words::find_hint(lang).to_owned()),
                value: find.to_owned(),
                max: Some("40"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button quiet">{icon(Icon::Search)} {common::search(lang)}</button></div>
        </form>
        {(!lines.is_empty()).then(|| view! { <ul class="rows">{lines}</ul> })}
        {nothing.then(|| view! { <p>{words::found_none(lang)}</p> })}
    }
}

fn new(
    chrome: &Chrome,
    whole: &Whole,
    draft: &MoveIn,
    problems: &Problems,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    view! {
        <h3>{words::move_in_new(lang)}</h3>
        <form class="form" method="post" action=path(whole)>
            {frame::token(chrome)}
            <input type="hidden" name="act" value="move_in"/>
            <input type="hidden" name="request_key" value=draft.request_key.clone()/>
            {input(lang, problems, Input {
                name: "name",
                label: words::name(lang).to_owned(),
                value: draft.name.clone(),
                max: Some("20"),
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
                max: Some("30"),
                ..Input::default()
            })}
            <div class="submit still"><button class="button">{words::add(lang)}</button></div>
        </form>
    }
}

fn moment(web: &Web, at: domain::instant::Instant) -> String {
    let civil = web.ctx.community.zone.date_of(at).civil();
    text::format::date_with_year(web.lang(), civil)
}

fn code(web: &Web, whole: &Whole) -> impl IntoView + use<> {
    let lang: Lang = web.lang();
    let chrome = web.chrome.clone();
    let action = path(whole);
    let print = format!("/admin/households/slips?household={}", whole.household.id);
    let state = whole.code.as_ref().map(|code| {
        let (made, until) = (moment(web, code.made_at), moment(web, code.expires_at));
        words::code_state(lang, made, code.most_uses, until, code.uses)
    });
    let end = state.is_some().then(|| {
        view! {
            <form method="post" action=action>
                {frame::token(&chrome)}
                <input type="hidden" name="act" value="end_code"/>
                <button class="button quiet">{icon(Icon::Cross)} {words::code_end(lang)}</button>
            </form>
        }
    });
    view! {
        <section class="stack" aria-labelledby="code-title">
            <h2 id="code-title">{words::code(lang)}</h2>
            <p>{state.unwrap_or_else(|| words::code_none(lang).to_owned())}</p>
            <div class="buttons">
                <a class="button" href=print>{icon(Icon::Print)} {words::code_print(lang)}</a>
                {end}
            </div>
        </section>
    }
}

fn cards(web: &Web, whole: &Whole) -> impl IntoView + use<> {
    let lang = web.lang();
    let lines: Vec<_> = whole
        .cards
        .iter()
        .map(|card| {
            let made = moment(web, card.made_at);
            view! {
                <li class="row">
                    {icon(Icon::Qr)}
                    <span>{words::card_of(lang, made, card.name.clone())}</span>
                    <form method="post" action=path(whole)>
                        {frame::token(&web.chrome)}
                        <input type="hidden" name="act" value="block_card"/>
                        <input type="hidden" name="card" value=card.id.to_string()/>
                        <button class="button quiet">{words::card_block(lang)}</button>
                    </form>
                </li>
            }
        })
        .collect();
    let none = lines.is_empty();
    view! {
        <section class="stack" aria-labelledby="cards-title">
            <h2 id="cards-title">{words::cards(lang)}</h2>
            {if none {
                view! { <p>{words::card_none(lang)}</p> }.into_any()
            } else {
                view! { <ul class="rows">{lines}</ul> }.into_any()
            }}
            <div class="buttons">
                <a class="button quiet" href=format!("{}/cards", path(whole))>{icon(Icon::Print)} {words::card_print(lang)}</a>
            </div>
        </section>
    }
}
