//! `/me/household`: who lives with me, leaving, my children (rules P2, P21).

use axum::http::StatusCode;
use backend::join::own::{self, Home, Housemate};
use domain::household::AgeBand;
use domain::id::{HouseholdId, PersonId};
use domain::join::Child;
use domain::problem::Problems;
use leptos::prelude::*;
use text::{Lang, join as words};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon};
use crate::parts::{self, Choice, Input, civil_day, input, summary};
use crate::web::{Answer, Fault, Web};

fn band_word(lang: Lang, band: AgeBand) -> &'static str {
    match band {
        AgeBand::Baby => words::band_baby(lang),
        AgeBand::Small => words::band_small(lang),
        AgeBand::School => words::band_school(lang),
    }
}

/// `GET /me/household`
pub async fn show(web: Web) -> Answer {
    let child = Child {
        request_key: web.new_key(),
        ..Child::default()
    };
    page(&web, StatusCode::OK, None, &child, &Problems::new()).await
}

/// `POST /me/household`
pub async fn change(web: Web, form: Form) -> Answer {
    if web.ctx.account().is_none() {
        return Err(backend::Error::SignIn.into());
    }
    let lang = web.lang();
    let bad = || Fault::status(StatusCode::BAD_REQUEST);
    let household: Option<HouseholdId> = form.text("household").parse().ok();
    let child = Child {
        request_key: form.text("request_key"),
        name: form.text("name"),
        band: form.text("band"),
    };
    let done = match form.find("act") {
        Some("leave") => {
            let household = household.ok_or_else(bad)?;
            web.write(move |ctx| async move { own::leave(&ctx, household).await })
                .await
                .map(|()| words::own_left(lang))
        }
        Some("add_child") => {
            let household = household.ok_or_else(bad)?;
            let child = child.clone();
            web.write(move |ctx| {
                let child = child.clone();
                async move { own::add_child(&ctx, household, child).await }
            })
            .await
            .map(|()| words::own_child_added(lang))
        }
        Some("remove_child") => {
            let person: PersonId = form.text("person").parse().map_err(|_| bad())?;
            web.write(move |ctx| async move { own::remove_child(&ctx, person).await })
                .await
                .map(|()| words::own_child_removed(lang))
        }
        _ => return Err(bad()),
    };
    match done {
        Ok(message) => web.see_other_saying("/me/household", message).await,
        Err(backend::Error::Invalid(problems)) => {
            let status = StatusCode::UNPROCESSABLE_ENTITY;
            page(&web, status, household, &child, &problems).await
        }
        Err(error) => Err(error.into()),
    }
}

async fn page(
    web: &Web,
    status: StatusCode,
    at: Option<HouseholdId>,
    child: &Child,
    problems: &Problems,
) -> Answer {
    let homes = own::homes(&web.ctx).await?;
    let lang = web.lang();
    let chrome = web.chrome.clone();
    Ok(
        web.page_with(status, words::own_title(lang), Kind::Narrow, || {
            let shown: Vec<_> = homes
                .iter()
                .map(|home| {
                    let none = Problems::new();
                    let mine = at == Some(home.household.id);
                    let (child, problems) = if mine {
                        (child.clone(), problems)
                    } else {
                        let fresh = Child {
                            request_key: web.new_key(),
                            ..Child::default()
                        };
                        (fresh, &none)
                    };
                    one(&chrome, home, &child, problems, mine)
                })
                .collect();
            let nowhere = shown.is_empty();
            view! {
                <h1>{words::own_title(lang)}</h1>
                {summary(lang, problems)}
                {nowhere.then(|| view! {
                    <p class="lead">{words::own_none(lang)}</p>
                    <p><a class="button" href="/join">{words::title(lang)}</a></p>
                })}
                {shown}
                <p><a class="button quiet" href="/me/family">{icon(Icon::People)} {words::own_helpers(lang)}</a></p>
            }
        }),
    )
}

fn one(
    chrome: &Chrome,
    home: &Home,
    child: &Child,
    problems: &Problems,
    open: bool,
) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let id = home.household.id.to_string();
    let members: Vec<_> = home.members.iter().map(|one| mate(chrome, one)).collect();
    let mut choices = vec![Choice::new("", words::ask_unit_choose(lang))];
    choices.extend(AgeBand::ALL.map(|band| Choice::new(band.as_str(), band_word(lang, band))));
    view! {
        <section class="stack">
            <h2>{home.household.place()}</h2>
            <ul class="rows">{members}</ul>
            <details class="card" open=open>
                <summary>{icon(Icon::Plus)} {words::own_child_title(lang)}</summary>
                <p>{words::own_child_lead(lang)}</p>
                <form class="form" method="post" action="/me/household">
                    {frame::token(chrome)}
                    <input type="hidden" name="act" value="add_child"/>
                    <input type="hidden" name="household" value=id.clone()/>
                    <input type="hidden" name="request_key" value=child.request_key.clone()/>
                    {input(lang, problems, Input {
                        name: "name",
                        label: words::own_child_name(lang).to_owned(),
                        value: child.name.clone(),
                        max: Some("20"),
                        autocomplete: Some("off"),
                        ..Input::default()
                    })}
                    {parts::select(lang, problems, "band", words::own_child_band(lang).to_owned(), choices, &child.band)}
                    <div class="submit still"><button class="button">{words::own_child_add(lang)}</button></div>
                </form>
            </details>
            <form method="post" action="/me/household">
                {frame::token(chrome)}
                <input type="hidden" name="act" value="leave"/>
                <input type="hidden" name="household" value=id/>
                <button class="button quiet">{words::own_leave(lang)}</button>
            </form>
        </section>
    }
}

fn mate(chrome: &Chrome, one: &Housemate) -> impl IntoView + use<> {
    let lang = chrome.lang;
    let band = one.band.map(|band| band_word(lang, band));
    let remove = one.is_mine.then(|| {
        view! {
            <form method="post" action="/me/household">
                {frame::token(chrome)}
                <input type="hidden" name="act" value="remove_child"/>
                <input type="hidden" name="person" value=one.person.to_string()/>
                <button class="button quiet">{words::own_child_remove(lang)}</button>
            </form>
        }
    });
    view! {
        <li class="row">
            {icon(Icon::Person)}
            <span>
                <b>{one.name.clone()}</b>
                <span class="meta">
                    {one.is_me.then(|| view! { <span>{words::own_me(lang)}</span> })}
                    {band.map(|band| view! { <span>{band}</span> })}
                    <span>{words::own_since(lang, civil_day(lang, &one.since))}</span>
                </span>
            </span>
            {remove}
        </li>
    }
}
