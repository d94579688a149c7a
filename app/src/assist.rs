//! 代办 (rule P15): choosing for whom one acts, the bar that says so on every page, the line on the
//! forms that allow it, and one's own record of what others did.

mod acts;
mod choose;

use backend::Context;
use backend::assist::{self as assisting, Owner};
use domain::id::PersonId;
use leptos::prelude::*;
use text::assist as words;
use tower_sessions::Session;

use crate::frame::{self, Chrome};
use crate::icon::{Icon, icon};
use crate::routes::{Access, Route};
use crate::web::{Fault, Web};

/// Under which key a session keeps for whom, and when that was last used.
const STANDING: &str = "assist";
/// Unused for so long, it ends by itself.
const LASTS_MILLIS: i64 = 30 * 60 * 1000;
/// The use is noted no more often than this.
const NOTED_MILLIS: i64 = 60 * 1000;

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/assist", Access::SignedIn, choose::show),
        Route::post("/assist", Access::SignedIn, choose::submit),
        Route::get("/me/acts", Access::SignedIn, acts::show),
    ]
}

/// For whom the signed-in person acts now: chosen, used within half an hour, and still allowed.
///
/// # Errors
/// When the session or the store fails.
pub async fn standing(ctx: &Context, session: &Session) -> Result<Option<Owner>, Fault> {
    let kept = session
        .get::<(i64, i64)>(STANDING)
        .await
        .map_err(Fault::session)?;
    let Some((person, used_at)) = kept else {
        return Ok(None);
    };
    let now = ctx.now.millis();
    let owner = if ctx.signed_in().is_some() && now - used_at < LASTS_MILLIS {
        match assisting::owner(ctx, PersonId::new(person)).await {
            Ok(owner) => Some(owner),
            Err(backend::Error::Denied | backend::Error::NotFound) => None,
            Err(error) => return Err(error.into()),
        }
    } else {
        None
    };
    if owner.is_none() {
        end(session).await?;
    } else if now - used_at >= NOTED_MILLIS {
        begin(session, PersonId::new(person), now).await?;
    }
    Ok(owner)
}

async fn begin(session: &Session, person: PersonId, now: i64) -> Result<(), Fault> {
    session
        .insert(STANDING, (person.get(), now))
        .await
        .map_err(Fault::session)
}

async fn end(session: &Session) -> Result<(), Fault> {
    session
        .remove::<(i64, i64)>(STANDING)
        .await
        .map(|_| ())
        .map_err(Fault::session)
}

/// The bar above every page while somebody acts for somebody, with the one press that ends it.
pub fn bar(chrome: &Chrome) -> impl IntoView + use<> {
    let lang = chrome.lang;
    chrome.acting_for.as_ref().map(|(_, name)| {
        view! {
            <aside class="acting" aria-label=words::bar(lang)>
                <form class="wrap" method="post" action="/assist">
                    {frame::token(chrome)}
                    {icon(Icon::People)}
                    <p>{words::acting(lang, name)}</p>
                    <button class="button quiet" name="act" value="end">{words::end(lang)}</button>
                </form>
            </aside>
        }
    })
}

/// For whom a form of one button is, where the bar above the page says so already.
pub fn hidden(chrome: &Chrome) -> impl IntoView + use<> {
    chrome.acting_for.as_ref().map(|(person, _)| {
        view! { <input type="hidden" name="for_whom" value=person.to_string()/> }
    })
}

/// "For whom", on a form that allows it: the resident's id goes along, so that the form is filed for
/// whom it says.
pub fn for_whom(chrome: &Chrome) -> impl IntoView + use<> {
    let lang = chrome.lang;
    match &chrome.acting_for {
        Some((person, name)) => view! {
            <input type="hidden" name="for_whom" value=person.to_string()/>
            <p class="line">
                {icon(Icon::People)} <b>{words::for_whom(lang, name)}</b>
                <a href="/assist">{words::somebody_else(lang)}</a>
            </p>
        }
        .into_any(),
        None if chrome.person.is_some() => view! {
            <p class="line"><a href="/assist">{words::offer(lang)}</a></p>
        }
        .into_any(),
        None => ().into_any(),
    }
}

/// Whom a sent form names. Refused when that is not whom the person acts for any more: ended, half an
/// hour over, or no longer allowed; nothing is ever filed for somebody else than the form said.
///
/// # Errors
/// `Denied`.
pub fn named(web: &Web, for_whom: &str) -> Result<Option<PersonId>, backend::Error> {
    if for_whom.is_empty() {
        return Ok(None);
    }
    let acting = web.chrome.acting_for.as_ref().map(|(person, _)| *person);
    match acting {
        Some(person) if person.to_string() == for_whom => Ok(Some(person)),
        _ => Err(backend::Error::Denied),
    }
}
