//! Slips with household codes, eight to a sheet of A4 (rules P6, X12). The digits stand in the
//! answer to the form and nowhere else.

use axum::extract::Query;
use axum::http::StatusCode;
use backend::household::code::{self, Order, Slip};
use domain::permission::Permission;
use domain::problem::Problems;
use leptos::prelude::*;
use serde::Deserialize;
use text::{Lang, common, household as words};

use super::office;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, fault, field_class, summary};
use crate::qr::qr;
use crate::web::{Answer, Web};

/// What the address asks for.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct Asked {
    building: String,
    household: String,
}

/// `GET /admin/households/slips`
pub async fn show(web: Web, Query(asked): Query<Asked>) -> Answer {
    let order = Order {
        request_key: web.new_key(),
        buildings: vec![asked.building],
        // One household's code is printed anew because it is wanted; with many at once, those that
        // hang at doors already stay good.
        only_without: asked.household.is_empty(),
        households: vec![asked.household],
    };
    page(&web, order, Problems::new()).await
}

/// `POST /admin/households/slips`: makes the codes and answers with the sheets.
pub async fn print(web: Web, form: Form) -> Answer {
    let order = Order {
        request_key: form.text("request_key"),
        buildings: form.all("building").map(ToOwned::to_owned).collect(),
        households: form.all("household").map(ToOwned::to_owned).collect(),
        only_without: form.ticked("only_without"),
    };
    let made = web
        .write_with(order.clone(), move |ctx, order| async move {
            code::print(&ctx, order).await
        })
        .await;
    match made {
        Ok(slips) => sheets(&web, &slips).await,
        Err(backend::Error::Invalid(problems)) => page(&web, order, problems).await,
        Err(error) => Err(error.into()),
    }
}

async fn page(web: &Web, order: Order, problems: Problems) -> Answer {
    web.require(Permission::AdmitResidents)?;
    let household = order.households.iter().find_map(|id| id.parse().ok());
    let one = match household {
        Some(id) => Some(backend::household::whole(&web.ctx, id).await?.household),
        None => None,
    };
    let names = names(web).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    let status = if problems.is_empty() {
        StatusCode::OK
    } else {
        StatusCode::UNPROCESSABLE_ENTITY
    };
    Ok(web.page_with(status, words::slips_title(lang), Kind::Staff, || {
        let which = if let Some(one) = one {
            view! {
                <p>{words::slips_doors(lang)} " " <b>{one.place()}</b></p>
                <input type="hidden" name="household" value=one.id.to_string()/>
            }
            .into_any()
        } else {
                let boxes: Vec<_> = names.estate.buildings.iter().map(|building| {
                    // Nothing chosen yet: most often everybody gets one.
                    let none = order.buildings.iter().all(String::is_empty);
                    let is_on = (none && problems.is_empty())
                        || order.buildings.contains(&building.id.to_string());
                    view! {
                        <label class="check">
                            <input type="checkbox" name="building" value=building.id.to_string() checked=is_on/>
                            <span>{building.name.clone()}</span>
                        </label>
                    }
                }).collect();
                view! {
                    <fieldset class=field_class(&problems, "building") id="building" tabindex="-1">
                        <legend>{words::slips_buildings(lang)}</legend>
                        {fault(lang, &problems, "building")}
                        {boxes}
                    </fieldset>
                    <label class="check">
                        <input type="checkbox" name="only_without" value="1" checked=order.only_without/>
                        <span>{words::slips_only_without(lang)}</span>
                    </label>
                }
                .into_any()
        };
        view! {
            {parts::back("/admin/households".to_owned(), words::title(lang))}
            <h1>{words::slips_title(lang)}</h1>
            <p class="lead">{words::slips_lead(lang)}</p>
            <form class="form" method="post" action="/admin/households/slips">
                {summary(lang, &problems)}
                {frame::token(&chrome)}
                <input type="hidden" name="request_key" value=order.request_key.clone()/>
                {which}
                <p class="hint">{words::code_print_hint(lang)}</p>
                <div class="submit still"><button class="button big">{icon(Icon::Print)} {words::slips_make(lang)}</button></div>
            </form>
        }
    }))
}

async fn sheets(web: &Web, slips: &[Slip]) -> Answer {
    let phone = office(web).await?;
    let lang = web.lang();
    let community = web.chrome.community.clone();
    let origin = web.chrome.origin.clone();
    web.page(words::slips_title(lang), Kind::Paper, || {
        let count = i64::try_from(slips.len()).unwrap_or(0);
        let sheets: Vec<_> = slips
            .chunks(8)
            .map(|eight| {
                let eight: Vec<_> = eight
                    .iter()
                    .map(|slip| one(lang, slip, &community, &origin, phone.as_deref()))
                    .collect();
                view! { <section class="slips">{eight}</section> }
            })
            .collect();
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button quiet" href="/admin/households">{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::slips_count(lang, count)} " " {words::slips_how(lang)}</span>
            </nav>
            <main id="main" tabindex="-1">
                <h1 class="unseen">{words::slips_title(lang)}</h1>
                {sheets}
            </main>
        }
    })
}

fn one(
    lang: Lang,
    slip: &Slip,
    community: &str,
    origin: &str,
    phone: Option<&str>,
) -> impl IntoView + use<> {
    let address = format!("{origin}/join/{}", slip.code.digits());
    let typed = format!("{origin}/join");
    view! {
        <article class="slip">
            <header>
                <span>{community.to_owned()} " " {words::slip_title(lang)}</span>
                <h2>{format!("{} {} {}", slip.building, slip.unit, slip.door)}</h2>
            </header>
            {qr(&address)}
            <p class="digits">{slip.code.grouped()}</p>
            <ol>
                <li>{words::slip_1(lang, typed)}</li>
                <li>{words::slip_2(lang)}</li>
                <li>{words::slip_3(lang)}</li>
            </ol>
            {phone.map(|phone| view! { <p>{words::slip_call(lang, phone)}</p> })}
        </article>
    }
}
