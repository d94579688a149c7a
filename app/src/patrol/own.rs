//! `/me/patrols`: the own plan, and its calendar address.

use axum::extract::{Path, Query};
use axum::http::{StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::community::{self, Contact};
use backend::patrol::feed::{self, Address, Voice};
use backend::patrol::own::{Plan, Planned, plan};
use backend::patrol::sign_up::{self, Left};
use backend::{Context, Error};
use domain::id::PatrolSignUpId;
use domain::patrol::Role;
use domain::patrol::shift::Kept;
use domain::patrol::sign_up::State;
use leptos::prelude::*;
use serde::Deserialize;
use text::{common, patrol_list as words};

use super::list::own_chip;
use super::show::{actions, call, sentence, to_the_day};
use super::told;
use crate::form::Form;
use crate::frame::{self, Kind};
use crate::home::names;
use crate::icon::{Icon, icon};
use crate::parts::{self, Names};
use crate::routes::{Access, Route};
use crate::web::{Answer, Fault, Web};

const HERE: &str = "/me/patrols";

/// These pages' routes.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/me/patrols", Access::SignedIn, show),
        Route::post("/me/patrols", Access::SignedIn, submit),
        Route::get("/feeds/patrols/{token}", Access::Secret, calendar),
        Route::get("/patrols/{id}/shift.ics", Access::Public, one),
    ]
}

/// Behind which entry the past goes on.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct Asked {
    after: String,
}

/// `GET /me/patrols`
async fn show(web: Web, Query(Asked { after }): Query<Asked>) -> Answer {
    page(&web, StatusCode::OK, &after).await
}

/// `POST /me/patrols`: something is done with a sign-up, or with the calendar address.
async fn submit(web: Web, form: Form) -> Answer {
    if web.ctx.signed_in().is_none() {
        return Err(Error::SignIn.into());
    }
    let lang = web.lang();
    let version = form.text("version").parse().unwrap_or(0);
    let done = match form.find("act") {
        Some("feed_make") => {
            let made = web
                .write(move |ctx: Context| async move { feed::make(&ctx).await })
                .await;
            made.map(|()| words::feed_made(lang))
        }
        Some("feed_renew") => {
            let renewed = web
                .write(move |ctx: Context| async move { feed::renew(&ctx, version).await })
                .await;
            renewed.map(|()| words::feed_renewed(lang))
        }
        Some("feed_remove") => {
            let removed = web
                .write(move |ctx: Context| async move { feed::remove(&ctx, version).await })
                .await;
            removed.map(|()| words::feed_removed(lang))
        }
        act => {
            let act = act.and_then(Act::parse);
            let act = act.ok_or(Fault::status(StatusCode::BAD_REQUEST))?;
            carry_out(&web, act, &form).await
        }
    };
    match done {
        Ok(said) => web.see_other_saying(HERE, said).await,
        Err(Error::Changed) => page(&web, StatusCode::CONFLICT, "").await,
        Err(error) => Err(error.into()),
    }
}

/// All that the page shows.
struct Model {
    plan: Plan,
    address: Option<Address>,
    office: Option<Contact>,
    names: Names,
    is_further: bool,
}

async fn page(web: &Web, status: StatusCode, after: &str) -> Answer {
    let after = after.parse().ok();
    let contacts = community::contacts(&web.ctx).await?;
    let mut contacts = contacts.into_iter();
    let model = Model {
        plan: plan(&web.ctx, after).await?,
        address: feed::address(&web.ctx).await?,
        office: contacts.find(|contact| contact.kind == "community"),
        names: names(web).await?,
        is_further: after.is_some(),
    };
    Ok(whole(web, status, &model))
}

fn whole(web: &Web, status: StatusCode, model: &Model) -> Response {
    let lang = web.lang();
    let entries = |planned: &[Planned]| -> Vec<_> {
        planned
            .iter()
            .map(|planned| entry(web, model, planned))
            .collect()
    };
    let Plan { coming, past, next } = &model.plan;
    let (ahead, over) = (entries(coming), entries(past));
    let is_empty = ahead.is_empty() && over.is_empty() && !model.is_further;
    web.page_with(status, words::own_title(lang), Kind::Narrow, || {
        view! {
            {parts::back("/me".to_owned(), text::account::me(lang))}
            {(status == StatusCode::CONFLICT).then(|| view! {
                <div class="note attention" id="problems" role="alert" tabindex="-1">
                    {icon(Icon::Warning)}<p>{words::changed(lang)}</p>
                </div>
            })}
            <h1>{words::own_title(lang)}</h1>
            {if is_empty {
                parts::empty(Icon::People, words::own_empty_title(lang), words::own_empty_next(lang)).into_any()
            } else {
                view! {
                    {(!model.is_further).then(|| view! {
                        <section>
                            <h2>{words::coming(lang)}</h2>
                            {ahead.is_empty().then(|| view! { <p>{words::own_none_coming(lang)}</p> })}
                            <ul class="plan">{ahead}</ul>
                        </section>
                    })}
                    {(!over.is_empty()).then(|| view! {
                        <section>
                            <h2>{words::past(lang)}</h2>
                            <ul class="plan">{over}</ul>
                        </section>
                    })}
                    {next.map(|next| view! {
                        <p><a class="button quiet" rel="next" href=format!("{HERE}?after={next}")>{words::older(lang)}</a></p>
                    })}
                }
                .into_any()
            }}
            <p><a class="button" href="/patrols">{icon(Icon::People)} {words::own_find(lang)}</a></p>
            {(!model.is_further).then(|| subscribe(web, model.address.as_ref()))}
        }
    })
}

/// One shift of the plan, and what can be done about it.
fn entry(web: &Web, model: &Model, planned: &Planned) -> impl IntoView + use<> {
    let lang = web.lang();
    let (zone, now) = (&web.ctx.community.zone, web.ctx.now);
    let Planned { shift, own } = planned;
    let state = own.sign_up.state;
    let is_off = shift.kept == Kept::Cancelled;
    let is_mine = web
        .ctx
        .signed_in()
        .is_some_and(|me| me.person == own.sign_up.person);
    let child = (!is_mine).then(|| words::for_child(lang, &own.name));
    let place = told::place(shift, &model.names);
    let name = shift.name(lang).to_owned();
    let said = if is_off {
        words::cancelled_note(lang).to_owned()
    } else {
        sentence(web, own)
    };
    let office = (state == State::NoShow && !is_off).then(|| {
        let office = model.office.as_ref().map(|contact| call(lang, contact));
        view! { <p class="line">{words::call_office(lang)} {office}</p> }
    });
    let is_on = matches!(state, State::Confirmed | State::Seeking | State::CheckedIn);
    let leads = is_mine && own.sign_up.role == Role::Leader && is_on && !is_off;
    view! {
        <li class="card">
            <div class="head">
                <a class="about" href=format!("/patrols/{}", shift.id)>
                    <b class="title">{told::when(lang, zone, now, shift.span)}</b>
                    <span class="meta">
                        <span>{name}</span>
                        {(!place.is_empty()).then(|| view! { <span>{place}</span> })}
                        {child.map(|child| view! { <span>{child}</span> })}
                    </span>
                </a>
                {(!is_off).then(|| own_chip(lang, state))}
            </div>
            <p>{said}</p>
            {office}
            {leads.then(|| view! { <p>{to_the_day(lang, shift)}</p> })}
            <form class="act" method="post" action=HERE>
                {frame::token(&web.chrome)}
                {actions(web, shift, &own.sign_up)}
            </form>
        </li>
    }
}

/// The calendar address: making, copying, changing and removing it (rule V18).
fn subscribe(web: &Web, address: Option<&Address>) -> impl IntoView + use<> {
    let lang = web.lang();
    let inside = match address {
        None => view! {
            <form class="act" method="post" action=HERE>
                {frame::token(&web.chrome)}
                <button class="button quiet" name="act" value="feed_make">{words::feed_make(lang)}</button>
            </form>
        }
        .into_any(),
        Some(address) => {
            let link = format!("{}/feeds/patrols/{}", web.chrome.origin, address.token);
            let button = |act: &'static str, label: &'static str| {
                view! { <button class="button quiet" name="act" value=act>{label}</button> }
            };
            view! {
                <div class="field">
                    <label for="feed-address">{words::feed_label(lang)}</label>
                    <input type="text" id="feed-address" readonly value=link aria-describedby="feed-hint"/>
                    <p class="hint" id="feed-hint">{words::feed_secret(lang)}</p>
                </div>
                <button class="button" type="button" data-copy="feed-address" data-copied=common::copied(lang)>
                    {icon(Icon::Copy)} {common::copy(lang)}
                </button>
                <form class="act" method="post" action=HERE>
                    {frame::token(&web.chrome)}
                    <input type="hidden" name="version" value=address.version.to_string()/>
                    <div class="buttons">
                        {button("feed_renew", words::feed_renew(lang))}
                        {button("feed_remove", words::feed_remove(lang))}
                    </div>
                    <p class="hint">{words::feed_renew_hint(lang)}</p>
                </form>
            }
            .into_any()
        }
    };
    view! {
        <details class="card subscribe" open=address.is_some()>
            <summary>{icon(Icon::Calendar)} {words::feed_title(lang)}</summary>
            <div>
                <p>{words::feed_lead(lang)}</p>
                {inside}
            </div>
        </details>
    }
}

/// `GET /feeds/patrols/{token}`: the plan as a calendar, for the program that knows the address. It is
/// kept nowhere, as whatever has no other rule (rule X17).
async fn calendar(web: Web, Path(token): Path<String>) -> Answer {
    let body = feed::of_person(&web.ctx, &token, voice(&web)).await?;
    Ok(([CALENDAR], body).into_response())
}

/// `GET /patrols/{id}/shift.ics`
async fn one(web: Web, Path(asked): Path<String>) -> Answer {
    let body = feed::of_shift(&web.ctx, told::id(&asked)?, voice(&web)).await?;
    let name = "attachment; filename=\"shift.ics\"";
    Ok(([CALENDAR, (header::CONTENT_DISPOSITION, name)], body).into_response())
}

const CALENDAR: (header::HeaderName, &str) = (header::CONTENT_TYPE, "text/calendar; charset=utf-8");

fn voice(web: &Web) -> Voice<'_> {
    Voice {
        lang: web.lang(),
        origin: &web.chrome.origin,
    }
}

/// What is done with a sign-up that is there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Act {
    /// The person does not come, or does not wait any more.
    Leave,
    /// The person comes after all.
    Stay,
    /// The person takes the place that is offered.
    Accept,
    /// The person leaves it to the next.
    Decline,
}

impl Act {
    /// By the button's value.
    pub(super) fn parse(name: &str) -> Option<Self> {
        match name {
            "leave" => Some(Self::Leave),
            "stay" => Some(Self::Stay),
            "accept" => Some(Self::Accept),
            "decline" => Some(Self::Decline),
            _ => None,
        }
    }
}

/// The sign-up that a form names.
///
/// # Errors
/// `NotFound`.
pub(super) fn asked(form: &Form) -> Result<PatrolSignUpId, Error> {
    form.text("sign_up").parse().map_err(|_| Error::NotFound)
}

/// Does it; what the next page begins with.
///
/// # Errors
/// Those of the use case.
pub(super) async fn carry_out(web: &Web, act: Act, form: &Form) -> Result<&'static str, Error> {
    let id = asked(form)?;
    let lang = web.lang();
    Ok(match act {
        Act::Leave => {
            let left = web
                .write(move |ctx| async move { sign_up::leave(&ctx, id).await })
                .await?;
            match left {
                Left::Freed => words::said_freed(lang),
                Left::Seeking => words::said_seeking(lang),
            }
        }
        Act::Stay => {
            web.write(move |ctx| async move { sign_up::stay(&ctx, id).await })
                .await?;
            words::said_stay(lang)
        }
        Act::Accept | Act::Decline => {
            let yes = act == Act::Accept;
            web.write(move |ctx| async move { sign_up::answer_offer(&ctx, id, yes).await })
                .await?;
            if yes {
                words::said_accepted(lang)
            } else {
                words::said_declined(lang)
            }
        }
    })
}
