//! Beginning a sign-in: the session, and what of it is only half (rules P7, P9, P10).

use axum::http::{HeaderValue, header};
use backend::SignedIn;
use backend::account::look;
use backend::account::second_factor::{self, Half, Step};
use backend::session::{ACCOUNT, BEGAN, CYCLE, DEVICE, ENDS, LASTS};
use domain::instant::Instant;
use tower_sessions::Session;

use text::account as words;

use crate::web::{Answer, Fault, Look, Web, look_cookie, safe_path, see_other, trust_cookie};

/// A resident's sign-in lasts a year of use, staff's twelve hours (rule P7).
const YEAR_MILLIS: i64 = 365 * 24 * 60 * 60 * 1000;
const TWELVE_HOURS_MILLIS: i64 = 12 * 60 * 60 * 1000;
/// Under which key a session keeps the first step of a sign-in. It is nobody's: everything that asks
/// who is signed in looks for the account, which is not there yet.
const HALF: &str = "half";

/// Starts the sign-in of a person who has shown who they are: a new session id, so that one planted
/// before is worth nothing (rule P9); a year of use for residents, twelve hours for staff (rule P7).
/// Where a second factor is asked, it is only half begun, and `/login` leads on (rule P10).
///
/// # Errors
/// When the session cannot be kept.
pub async fn begin(web: &Web, person: &SignedIn) -> Result<(), Fault> {
    start(web, person).await.map(|_| ())
}

async fn start(web: &Web, person: &SignedIn) -> Result<Step, Fault> {
    let step = second_factor::step(&web.ctx, person, web.trust.as_deref()).await?;
    match step {
        Step::Whole => whole(web, person).await?,
        Step::Code | Step::SetUp => half(web, person).await?,
    }
    Ok(step)
}

/// Starts a sign-in and leads on: to the second step, or to where the person wanted to go.
///
/// # Errors
/// When the session cannot be kept.
pub async fn enter(web: &Web, person: &SignedIn, back: &str) -> Answer {
    match start(web, person).await? {
        Step::Whole => arrive(web, person, back, None).await,
        Step::Code => Ok(see_other(&with_back("/login/code", back))),
        Step::SetUp => Ok(see_other(&with_back("/login/set-up", back))),
    }
}

/// The answer to a whole sign-in: the page wanted, or the first one, with the look that the account
/// keeps, and the trust of this device if it was given.
///
/// # Errors
/// When the store fails.
pub async fn arrive(web: &Web, person: &SignedIn, back: &str, trust: Option<&str>) -> Answer {
    let has_desk = person.rights.iter().any(|right| right.post.has_desk());
    let to = match (back.is_empty(), has_desk) {
        (true, true) => "/admin".to_owned(),
        (true, false) => "/".to_owned(),
        (false, _) => safe_path(back),
    };
    let asks = person.is_staff() && !person.has_second_factor && !web.ctx.community.is_demo;
    if asks && to.starts_with("/admin") {
        web.say(words::second_factor_please(web.lang())).await?;
    }
    let mut response = see_other(&to);
    let mut cookies = Vec::new();
    if let Some(kept) = look::kept(&web.ctx, person.account).await? {
        cookies.push(look_cookie(Look::parse(&kept), web.state.options.https));
    }
    cookies.extend(trust.map(|token| trust_cookie(token, &web.state.options)));
    for cookie in cookies {
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(header::SET_COOKIE, cookie);
        }
    }
    Ok(response)
}

/// A path that knows where the person wanted to go.
pub fn with_back(path: &str, back: &str) -> String {
    if back.is_empty() {
        return path.to_owned();
    }
    let back: String = form_urlencoded::byte_serialize(safe_path(back).as_bytes()).collect();
    format!("{path}?back={back}")
}

/// The whole sign-in: from now on the session is this account's.
///
/// # Errors
/// When the session cannot be kept.
pub async fn whole(web: &Web, person: &SignedIn) -> Result<(), Fault> {
    let (session, now) = (&web.session, web.ctx.now);
    clean(session).await?;
    put(session, ACCOUNT, person.account.get()).await?;
    put(session, BEGAN, now.millis()).await?;
    put(session, DEVICE, web.device.stored()).await?;
    lasting(session, person, now).await
}

/// The first step only; it ends by itself.
async fn half(web: &Web, person: &SignedIn) -> Result<(), Fault> {
    let half = Half::of(&web.ctx, person);
    clean(&web.session).await?;
    put(&web.session, HALF, half).await?;
    put(&web.session, ENDS, half.ends()).await
}

/// The first step that this browser has passed, if it has.
///
/// # Errors
/// When the session cannot be read.
pub async fn half_of(web: &Web) -> Result<Option<Half>, Fault> {
    web.session.get(HALF).await.map_err(Fault::session)
}

/// Where a browser goes on that has passed the first step; nothing when it has not, or too long ago.
///
/// # Errors
/// When a store fails.
pub async fn next_of(web: &Web, back: &str) -> Result<Option<String>, Fault> {
    let Some(half) = half_of(web).await? else {
        return Ok(None);
    };
    Ok(half.whose(&web.ctx).await?.map(|person| {
        let path = if person.has_second_factor {
            "/login/code"
        } else {
            "/login/set-up"
        };
        with_back(path, back)
    }))
}

/// A new id with nothing of the session before in it.
async fn clean(session: &Session) -> Result<(), Fault> {
    session.cycle_id().await.map_err(Fault::session)?;
    session.clear().await;
    Ok(())
}

async fn put(session: &Session, key: &str, value: impl serde::Serialize) -> Result<(), Fault> {
    session.insert(key, value).await.map_err(Fault::session)
}

async fn lasting(session: &Session, person: &SignedIn, now: Instant) -> Result<(), Fault> {
    if person.is_staff() {
        take(session, LASTS).await?;
        put(session, ENDS, now.millis() + TWELVE_HOURS_MILLIS).await
    } else {
        take(session, ENDS).await?;
        put(session, LASTS, YEAR_MILLIS).await
    }
}

async fn take(session: &Session, key: &str) -> Result<(), Fault> {
    let taken = session.remove::<serde_json::Value>(key).await;
    taken.map(|_| ()).map_err(Fault::session)
}

/// Gives a session whose person's rights have changed a new id, lasting as the new rights say
/// (rules P7, P9). Nothing else of it changes.
///
/// # Errors
/// When the session cannot be kept.
pub async fn renew(session: &Session, person: &SignedIn, now: Instant) -> Result<(), Fault> {
    if !session
        .get::<bool>(CYCLE)
        .await
        .map_err(Fault::session)?
        .unwrap_or(false)
    {
        return Ok(());
    }
    session.cycle_id().await.map_err(Fault::session)?;
    take(session, CYCLE).await?;
    let is_staff = session
        .get::<i64>(ENDS)
        .await
        .map_err(Fault::session)?
        .is_some();
    // Whoever was staff and still is does not get another twelve hours by it.
    if is_staff != person.is_staff() {
        lasting(session, person, now).await?;
    }
    // The page that is made now needs the token of the new id.
    session.save().await.map_err(Fault::session)
}
