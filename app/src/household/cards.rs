//! 便民卡, eight to a sheet of A4 (rules P7, X12). A card's address stands in the answer to the form
//! and nowhere else.

use axum::extract::Path;
use axum::http::StatusCode;
use backend::household;
use backend::join::card::{self, Order, Printed};
use domain::id::HouseholdId;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, common, household as words};

use super::{id, office};
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, fault, field_class, summary};
use crate::qr::qr;
use crate::web::{Answer, Web};

/// `GET /admin/households/{id}/cards`
pub async fn show(web: Web, Path(asked): Path<String>) -> Answer {
    let order = Order {
        request_key: web.new_key(),
        people: Vec::new(),
    };
    page(&web, id(&asked)?, order, Problems::new()).await
}

/// `POST /admin/households/{id}/cards`: makes the cards and answers with the sheet.
pub async fn print(web: Web, Path(asked): Path<String>, form: Form) -> Answer {
    let household = id(&asked)?;
    let order = Order {
        request_key: form.text("request_key"),
        people: form.all("people").map(ToOwned::to_owned).collect(),
    };
    let made = web
        .write_with(order.clone(), move |ctx, order| async move {
            card::print(&ctx, household, order).await
        })
        .await;
    match made {
        Ok(cards) => sheets(&web, household, &cards).await,
        Err(backend::Error::Invalid(problems)) => page(&web, household, order, problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, id: HouseholdId, order: Order, problems: Problems) -> Answer {
    let whole = household::whole(&web.ctx, id).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    let path = format!("/admin/households/{id}");
    Ok(web.page_with(status, words::cards_title(lang), Kind::Staff, || {
        let boxes: Vec<_> = whole
            .members
            .iter()
            .filter(|member| !member.is_child)
            .map(|member| {
                let value = member.person.to_string();
                let is_on = order.people.contains(&value);
                view! {
                    <label class="check">
                        <input type="checkbox" name="people" value=value checked=is_on/>
                        <span>{member.name.clone()}</span>
                    </label>
                }
            })
            .collect();
        let form = if boxes.is_empty() {
            view! { <p>{words::cards_nobody(lang)}</p> }.into_any()
        } else {
            view! {
                <form class="form" method="post" action=format!("{path}/cards")>
                    {summary(lang, &problems)}
                    {frame::token(&chrome)}
                    <input type="hidden" name="request_key" value=order.request_key.clone()/>
                    <fieldset class=field_class(&problems, "people") id="people" tabindex="-1">
                        <legend>{words::cards_who(lang)}</legend>
                        {fault(lang, &problems, "people")}
                        {boxes}
                    </fieldset>
                    <div class="submit still"><button class="button big">{icon(Icon::Print)} {words::cards_make(lang)}</button></div>
                </form>
            }
            .into_any()
        };
        view! {
            {parts::back(path, words::title(lang))}
            <h1>{words::cards_title(lang)}</h1>
            <p class="lead">{whole.household.place()}</p>
            <p>{words::cards_lead(lang)}</p>
            {form}
        }
    }))
}

async fn sheets(web: &Web, household: HouseholdId, cards: &[Printed]) -> Answer {
    let phone = office(web).await?;
    let lang = web.lang();
    let community = web.chrome.community.clone();
    let origin = web.chrome.origin.clone();
    web.page(words::cards_title(lang), Kind::Paper, || {
        let sheets: Vec<_> = cards
            .chunks(8)
            .map(|eight| {
                let eight: Vec<_> = eight
                    .iter()
                    .map(|card| one(lang, card, &community, &origin, phone.as_deref()))
                    .collect();
                view! { <section class="slips">{eight}</section> }
            })
            .collect();
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button quiet" href=format!("/admin/households/{household}")>{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::cards_how(lang)}</span>
            </nav>
            <main id="main" tabindex="-1">
                <h1 class="unseen">{words::cards_title(lang)}</h1>
                {sheets}
            </main>
        }
    })
}

fn one(
    lang: Lang,
    card: &Printed,
    community: &str,
    origin: &str,
    phone: Option<&str>,
) -> impl IntoView + use<> {
    let address = format!("{origin}/card/{}", card.token);
    view! {
        <article class="slip resident">
            <header>
                <span>{community.to_owned()} " " {words::card_title(lang)}</span>
                <h2>{card.name.clone()}</h2>
            </header>
            {qr(&address)}
            <ol>
                <li>{words::card_1(lang)}</li>
                <li>{words::card_2(lang)}</li>
            </ol>
            {phone.map(|phone| view! { <p>{words::slip_call(lang, phone)}</p> })}
        </article>
    }
}
