//! The staff's first page, 今天要办, and the stickers for the halls.

use backend::report::figures::{self, Waiting};
use backend::{community, estate};
use domain::permission::Permission;
use domain::report::State;
use leptos::prelude::*;
use text::{Lang, admin as words, common};

use crate::frame::Kind;
use crate::icon::{Icon, icon};
use crate::parts::{self, day, state_icon};
use crate::qr::qr;
use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![
        // Whoever works here has a first page; it shows what each may do.
        Route::get("/admin", Access::SignedIn, today),
        Route::get(
            "/admin/stickers",
            Access::Needs(Permission::EnterReport),
            stickers,
        ),
    ]
}

/// `GET /admin`
async fn today(web: Web) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    if !web.chrome.works() {
        return Err(backend::Error::Denied.into());
    }
    let waiting = if web.ctx.may(Permission::SeeWork) {
        figures::waiting(&web.ctx).await?
    } else {
        Vec::new()
    };
    let asking = crate::join::task(&web).await?;
    let unfinished = crate::setup::task(&web).await?;
    let calls = crate::message::task(&web).await?;
    let patrols = crate::patrol::tasks(&web).await?;
    let lang = web.lang();
    let (zone, now) = (web.ctx.community.zone.clone(), web.ctx.now);
    let chrome = web.chrome.clone();
    web.page(text::frame::today(lang), Kind::Staff, || {
        let tasks: Vec<_> = waiting
            .iter()
            .map(|task| line(lang, task, &day(lang, &zone, task.since, now)))
            .collect();
        let is_empty =
            tasks.is_empty() && asking.is_none() && unfinished.is_none() && calls.is_none()
                && patrols.is_empty();
        view! {
            <h1>{text::frame::today(lang)}</h1>
            {if is_empty {
                parts::empty(Icon::Sun, words::nothing(lang), words::nothing_next(lang)).into_any()
            } else {
                view! { <ol class="tasks">{unfinished} {patrols} {tasks} {asking} {calls}</ol> }.into_any()
            }}
            <div class="buttons">
                {chrome.may(Permission::EnterReport).then(|| view! {
                    <a class="button" href="/admin/reports/new">{icon(Icon::Plus)} {text::frame::enter(lang)}</a>
                })}
                {chrome.may(Permission::WriteNotice).then(|| view! {
                    <a class="button quiet" href="/admin/notices/new">{icon(Icon::Notice)} {text::frame::write_notices(lang)}</a>
                })}
            </div>
        }
    })
}

fn line(lang: Lang, task: &Waiting, since: &str) -> impl IntoView + use<> {
    let address = format!("/admin/reports?state={}&order=oldest", task.state.as_str());
    let (tone, next) = match task.state {
        State::Reported => ("urgent", words::go_accept(lang)),
        State::PendingCheck => ("waiting", words::go_check(lang)),
        State::Accepted => ("waiting", words::go_dispatch(lang)),
        State::Dispatched => ("urgent", words::go_start(lang)),
        State::InProgress => ("waiting", words::go_finish(lang)),
        _ => ("", words::go_look(lang)),
    };
    view! {
        <li class=format!("task {tone}")>
            {icon(state_icon(task.state))}
            <div>
                <b><a href=address.clone()>{parts::state_word(lang, task.state)}</a></b>
                <p class="meta">{words::since(lang, since)}</p>
            </div>
            <a class="tally" href=address.clone()>
                {text::format::count(lang, task.count)}
                <span class="unseen">{parts::state_word(lang, task.state)}</span>
            </a>
            /* The button goes straight to the one that has waited longest; the rest is one tap more. */
            <a class="button" href=format!("/admin/reports/{}", task.first)>{next}</a>
        </li>
    }
}

/// `GET /admin/stickers`: one sticker for each building's halls; its QR fills in the place.
async fn stickers(web: Web) -> Answer {
    web.require(Permission::EnterReport)?;
    let estate = {
        let mut read = web.ctx.db().read().await.map_err(backend::Error::from)?;
        estate::load(&mut read, &web.ctx).await?
    };
    let contacts = community::contacts(&web.ctx).await?;
    let phone = contacts
        .into_iter()
        .find(|contact| contact.kind == "community");
    let lang = web.lang();
    let origin = web.chrome.origin.clone();
    web.page(text::frame::stickers(lang), Kind::Paper, || {
        let one = |name: String, address: String| {
            let phone = phone.clone();
            view! {
                <section class="sticker">
                    <h2>{name}</h2>
                    <p class="say">{words::sticker_says(lang)}</p>
                    {qr(&address)}
                    <p class="address">{address}</p>
                    {phone.map(|contact| view! { <p class="call-line">{words::sticker_calls(lang, contact.phone)}</p> })}
                </section>
            }
        };
        let sheets: Vec<_> = estate
            .buildings
            .iter()
            .flat_map(|building| {
                building.units.iter().map(|(unit, name)| {
                    let place = format!("{} {name}", building.name);
                    let address =
                        format!("{origin}/reports/new?building={}&unit={unit}", building.id);
                    one(place, address)
                })
            })
            .collect();
        view! {
            <nav class="screen buttons" aria-label=common::print(lang)>
                <a class="button quiet" href="/admin">{icon(Icon::ArrowLeft)} {common::back(lang)}</a>
                <span>{words::print_hint(lang)}</span>
            </nav>
            <main id="main" class="stickers">
                <h1 class="unseen">{text::frame::stickers(lang)}</h1>
                {sheets}
            </main>
        }
    })
}
