//! Whom to call: emergency numbers first (rule X5).

use backend::community::{self, Contact};
use backend::service;
use leptos::prelude::*;
use text::{Lang, phone as words};

use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/phone", Access::Public, show).same_for_all()]
}

/// `GET /phone`
async fn show(web: Web) -> Answer {
    let contacts = community::contacts(&web.ctx).await?;
    // Who stands above already is not said twice.
    let known: Vec<_> = contacts
        .iter()
        .map(|contact| dialled(&contact.phone))
        .collect();
    let mut services = service::public(&web.ctx).await?;
    services.retain(|service| !known.contains(&dialled(&service.phone)));
    let lang = web.lang();
    web.page(words::title(lang), Kind::Narrow, || {
        let (emergency, others): (Vec<_>, Vec<_>) =
            contacts.into_iter().partition(|contact| contact.kind == "emergency");
        view! {
            <h1>{words::title(lang)}</h1>
            <section>
                <h2>{words::emergency(lang)}</h2>
                <ul class="calls emergency">{emergency.iter().map(|contact| call(lang, contact, true)).collect::<Vec<_>>()}</ul>
            </section>
            <section>
                <h2>{words::community(lang)}</h2>
                <ul class="calls">{others.iter().map(|contact| call(lang, contact, false)).collect::<Vec<_>>()}</ul>
            </section>
            {(!services.is_empty()).then(|| view! {
                <section>
                    <h2>{text::service::public_title(lang)}</h2>
                    <ul class="calls">{services.iter().map(serving).collect::<Vec<_>>()}</ul>
                </section>
            })}
        }
    })
}

/// The digits that are dialled.
fn dialled(phone: &str) -> String {
    phone.chars().filter(char::is_ascii_digit).collect()
}

/// An organisation that serves the estate.
fn serving(service: &service::Public) -> impl IntoView + use<> {
    let (name, phone) = (service.name.clone(), service.phone.clone());
    let address = format!("tel:{}", dialled(&phone));
    view! {
        <li>
            <a class="call" href=address>
                {icon(Icon::Phone)}
                <span><b>{name}</b> <small>{phone}</small></span>
            </a>
        </li>
    }
}

/// One number to call.
pub fn call(lang: Lang, contact: &Contact, urgent: bool) -> impl IntoView + use<> {
    let (name, hours) = match lang {
        Lang::Zh => (contact.name_zh.clone(), contact.hours_zh.clone()),
        Lang::En => (contact.name_en.clone(), contact.hours_en.clone()),
    };
    let dialled = dialled(&contact.phone);
    let phone = contact.phone.clone();
    let (large, small) = if urgent {
        (phone, name)
    } else if hours.is_empty() {
        (name, phone)
    } else {
        (name, format!("{phone} · {hours}"))
    };
    view! {
        <li>
            <a class=if urgent { "call urgent" } else { "call" } href=format!("tel:{dialled}")>
                {icon(Icon::Phone)}
                <span><b>{large}</b> <small>{small}</small></span>
            </a>
        </li>
    }
}
