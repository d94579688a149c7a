//! Whom to call: emergency numbers first (rule X5).

use backend::community::{self, Contact};
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
        }
    })
}

/// One number to call.
pub fn call(lang: Lang, contact: &Contact, urgent: bool) -> impl IntoView + use<> {
    let (name, hours) = match lang {
        Lang::Zh => (contact.name_zh.clone(), contact.hours_zh.clone()),
        Lang::En => (contact.name_en.clone(), contact.hours_en.clone()),
    };
    let dialled: String = contact
        .phone
        .chars()
        .filter(|c| c.is_ascii_digit() || *c == '+')
        .collect();
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
