//! A request as handlers see it, and the answers they give.

mod cache;
mod csrf;
mod fault;
mod flood;
mod guard;
mod look;

use std::sync::Arc;

use axum::extract::{FromRequestParts, OriginalUri};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use backend::context::{Actor, Context, Stores};
use backend::session::Clock;
use backend::{Error, SignedIn, account, community, task};
use domain::account::Device;
use domain::id::AccountId;
use domain::permission::Permission;
use leptos::prelude::IntoView;
use text::Lang;
use tower_sessions::Session;

pub use cache::PageCache;
pub use fault::Fault;
pub use flood::{Flood, Limits, Proxies};
pub use guard::{RequestId, cookie, layers, secure};
pub use look::Look;

use crate::frame::{self, Chrome};
use crate::render;
use crate::site::Site;

/// What the operator decided, as far as pages need it.
#[derive(Debug, Clone, Default)]
pub struct Options {
    /// The public origin, without a slash at its end; taken from the request when it is not set.
    pub public_url: Option<String>,
    /// Whether cookies are `Secure` and HSTS is sent.
    pub https: bool,
    /// ICP filing number (rule X20).
    pub icp: Option<String>,
    /// Public-security filing number (rule X20).
    pub police_record: Option<String>,
    /// Whether mail can be sent.
    pub mails: bool,
    /// Whether text messages can be sent.
    pub texts: bool,
}

/// What all requests share.
#[derive(Clone)]
pub struct AppState {
    /// Database, photos, secret.
    pub stores: Stores,
    /// Tells the present instant.
    pub clock: Clock,
    /// Hashed file names.
    pub site: Arc<Site>,
    /// What the operator decided.
    pub options: Arc<Options>,
    /// Public pages, ready to send.
    pub cache: Arc<PageCache>,
    /// Who sent how much lately.
    pub flood: Arc<Flood>,
}

/// The name of the session's cookie.
#[must_use]
pub fn session_cookie(options: &Options) -> &'static str {
    if options.https {
        "__Host-linli"
    } else {
        "linli"
    }
}

/// What a handler gives back: a response, or a fault that becomes a page (rule X9).
pub type Answer = Result<Response, Fault>;

/// One request: its context, its session and how its page is to look.
#[derive(Clone)]
pub struct Web {
    /// For the use cases.
    pub ctx: Context,
    /// What all requests share.
    pub state: AppState,
    /// The session; it is only made when something is put into it.
    pub session: Session,
    /// The frame of its page.
    pub chrome: Chrome,
    /// The browser and its machine, in two words.
    pub device: Device,
    /// What this device keeps of an earlier second factor (rule P10).
    pub trust: Option<String>,
}

/// The origin that the browser asked for; by it the community is found.
#[must_use]
pub fn asked_origin(options: &Options, headers: &HeaderMap) -> String {
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    let scheme = if options.https { "https" } else { "http" };
    format!("{scheme}://{}", host.unwrap_or("localhost"))
}

/// The origin that stands in links to keep, print and send: the community's own, else the
/// configured one, else what the browser asked for.
fn public_origin(options: &Options, own: Option<&str>, asked: String) -> String {
    own.or(options.public_url.as_deref())
        .map_or(asked, ToOwned::to_owned)
}

impl FromRequestParts<AppState> for Web {
    type Rejection = Fault;

    async fn from_request_parts(parts: &mut Parts, state: &AppState) -> Result<Self, Fault> {
        let request_id = parts
            .extensions
            .get::<RequestId>()
            .cloned()
            .unwrap_or_default();
        let session = parts
            .extensions
            .get::<Session>()
            .cloned()
            .ok_or(Fault::from(Error::Unexpected(
                "the session layer is missing",
            )))?;
        let asked = asked_origin(&state.options, &parts.headers);
        let community = match community::at(&state.stores.db, &asked).await {
            Err(Error::NotFound) => return Err(Fault::status(StatusCode::MISDIRECTED_REQUEST)),
            found => Arc::new(found?),
        };
        let mut ctx = Context {
            stores: state.stores.clone(),
            community,
            actor: Actor::Anonymous,
            now: (state.clock)(),
        };
        let account = session
            .get::<i64>(backend::session::ACCOUNT)
            .await
            .map_err(Fault::session)?;
        let mut flash = None;
        if let Some(account) = account {
            let person = account::signed_in(&ctx, AccountId::new(account)).await?;
            // Whoever has become an administrator meanwhile signs in anew, and sets a second factor
            // up on the way (rule P10).
            let counts = |person: &SignedIn| {
                ctx.community.is_demo
                    || person.has_second_factor
                    || !person.must_have_second_factor()
            };
            if let Some(person) = person.filter(counts) {
                crate::account::renew(&session, &person, ctx.now).await?;
                ctx.actor = Actor::Person(Arc::new(person));
            }
            flash = session
                .remove::<String>(FLASH)
                .await
                .map_err(Fault::session)?;
        }
        let acting = crate::assist::standing(&ctx, &session).await?;
        let look = Look::read(&parts.headers);
        let path = parts
            .extensions
            .get::<OriginalUri>()
            .map_or_else(|| parts.uri.clone(), |uri| uri.0.clone());
        let chrome = Chrome {
            lang: look.lang,
            look,
            nonce: backend::random::hex(&state.stores.random.bytes::<12>()),
            community: ctx.community.name.clone(),
            person: ctx.signed_in().map(|person| person.display_name.clone()),
            permissions: ctx.permissions(),
            address: path
                .path_and_query()
                .map_or("/".to_owned(), ToString::to_string),
            origin: public_origin(&state.options, ctx.community.host.as_deref(), asked),
            token: session
                .id()
                .map(|id| csrf::token(&state.stores.secret, &id.to_string())),
            icp: state.options.icp.clone(),
            police_record: state.options.police_record.clone(),
            request_id: request_id.0,
            receipts: crate::report::receipts::read(&parts.headers),
            flash,
            acting_for: acting.map(|owner| (owner.person, owner.name)),
            site: Arc::clone(&state.site),
        };
        let agent = parts.headers.get(header::USER_AGENT);
        let agent = agent.and_then(|agent| agent.to_str().ok());
        let trust = cookie(&parts.headers, trust_cookie_name(&state.options));
        Ok(Self {
            ctx,
            state: state.clone(),
            session,
            chrome,
            device: Device::of(agent.unwrap_or_default()),
            trust: trust.map(ToOwned::to_owned),
        })
    }
}

/// Under which key a session keeps a message for the next page.
const FLASH: &str = "flash";

impl Web {
    /// The page's language.
    #[must_use]
    pub fn lang(&self) -> Lang {
        self.chrome.lang
    }

    /// Whether links can be mailed: there is a mail server, and an origin that no browser made up.
    #[must_use]
    pub fn mails_links(&self) -> bool {
        let options = &self.state.options;
        options.mails && (self.ctx.community.host.is_some() || options.public_url.is_some())
    }

    /// A page with status 200.
    ///
    /// # Errors
    /// None; it has the type of a handler's answer.
    pub fn page<V: IntoView + 'static>(
        &self,
        title: &str,
        kind: frame::Kind,
        body: impl FnOnce() -> V,
    ) -> Answer {
        Ok(self.page_with(StatusCode::OK, title, kind, body))
    }

    /// The same page again with what was typed, and the faults found (rule X10).
    ///
    /// # Errors
    /// None; it has the type of a handler's answer.
    pub fn again<V: IntoView + 'static>(
        &self,
        title: &str,
        kind: frame::Kind,
        body: impl FnOnce() -> V,
    ) -> Answer {
        Ok(self.page_with(StatusCode::UNPROCESSABLE_ENTITY, title, kind, body))
    }

    /// A page with a status.
    pub fn page_with<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        title: &str,
        kind: frame::Kind,
        body: impl FnOnce() -> V,
    ) -> Response {
        let html = render::to_html(|| frame::document(&self.chrome, title, kind, body()));
        let mut response = (status, Html(frame::finish(&html, &self.chrome))).into_response();
        response
            .headers_mut()
            .insert(header::CONTENT_SECURITY_POLICY, csp(&self.chrome.nonce));
        response
    }

    /// Go and read another page of ours (303).
    ///
    /// # Errors
    /// None; it has the type of a handler's answer.
    pub fn see_other(&self, path: &str) -> Answer {
        Ok(see_other(path))
    }

    /// Go and read another page, which begins with a message.
    ///
    /// # Errors
    /// When the session cannot be kept.
    pub async fn see_other_saying(&self, path: &str, message: &str) -> Answer {
        if self.ctx.account().is_some() {
            self.say(message).await?;
        }
        Ok(see_other(path))
    }

    /// Keeps a message for the next page. Only for sessions of somebody who is signed in.
    ///
    /// # Errors
    /// When the session cannot be kept.
    pub async fn say(&self, message: &str) -> Result<(), Fault> {
        let kept = self.session.insert(FLASH, message).await;
        kept.map_err(Fault::session)
    }

    /// The hash under which this request's session is kept; of nothing when there is none.
    #[must_use]
    pub fn own_session(&self) -> String {
        let id = self.session.id();
        id.map_or_else(String::new, |id| backend::session::hash_of(&id))
    }

    /// Runs a use case that changes something, to its end, whatever becomes of this request.
    ///
    /// # Errors
    /// Those of the use case.
    pub async fn write<T, F, Fut>(&self, use_case: F) -> Result<T, Error>
    where
        T: Send + 'static,
        F: Fn(Context) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, Error>> + Send + 'static,
    {
        task::run(self.ctx.clone(), use_case).await
    }

    /// [`write`](Self::write) with what was typed, a copy for each run: it may run again, and the
    /// page keeps its own for the form.
    ///
    /// # Errors
    /// Those of the use case.
    pub async fn write_with<G, T, F, Fut>(&self, given: G, use_case: F) -> Result<T, Error>
    where
        G: Clone + Send + 'static,
        T: Send + 'static,
        F: Fn(Context, G) -> Fut + Send + 'static,
        Fut: Future<Output = Result<T, Error>> + Send + 'static,
    {
        self.write(move |ctx| use_case(ctx, given.clone())).await
    }

    /// A key for a form that is shown for the first time.
    #[must_use]
    pub fn new_key(&self) -> String {
        self.ctx.stores.random.token()
    }

    /// Refuses whoever lacks a permission, before a page of theirs is put together.
    ///
    /// # Errors
    /// `SignIn` or `Denied`.
    pub fn require(&self, permission: Permission) -> Result<(), Error> {
        self.ctx.require(permission).map(|_| ())
    }
}

/// A redirect to a path of ours; anything else goes to the first page.
#[must_use]
pub fn see_other(path: &str) -> Response {
    let location = HeaderValue::from_str(&safe_path(path)).unwrap_or(HeaderValue::from_static("/"));
    (StatusCode::SEE_OTHER, [(header::LOCATION, location)]).into_response()
}

/// The cookie that keeps language and size for a year.
#[must_use]
pub fn look_cookie(look: Look, https: bool) -> String {
    let secure = if https { "; Secure" } else { "" };
    format!(
        "{}={}; Path=/; Max-Age=31536000; HttpOnly; SameSite=Lax{secure}",
        look::COOKIE,
        look.written()
    )
}

/// The name of the cookie that keeps a device's trust.
fn trust_cookie_name(options: &Options) -> &'static str {
    if options.https {
        "__Host-linli-device"
    } else {
        "linli-device"
    }
}

/// The cookie by which a device is known again for 90 days (rule P10).
#[must_use]
pub fn trust_cookie(token: &str, options: &Options) -> String {
    let secure = if options.https { "; Secure" } else { "" };
    let seconds = backend::account::second_factor::TRUST_MILLIS / 1000;
    format!(
        "{}={token}; Path=/; Max-Age={seconds}; HttpOnly; SameSite=Lax{secure}",
        trust_cookie_name(options)
    )
}

/// A path of this site, or `/` when the text is anything else (another host, `//host`, control
/// characters).
#[must_use]
pub fn safe_path(text: &str) -> String {
    let ours = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains('\\')
        && text.bytes().all(|byte| byte.is_ascii_graphic());
    if ours {
        text.to_owned()
    } else {
        "/".to_owned()
    }
}

/// The content security policy of one page: our own files, the scripts that carry the nonce.
#[must_use]
pub fn csp(nonce: &str) -> HeaderValue {
    let policy = format!(
        "default-src 'self'; script-src 'self' 'nonce-{nonce}' 'wasm-unsafe-eval'; \
         worker-src 'self'; img-src 'self' blob: data:; object-src 'none'; base-uri 'none'; \
         form-action 'self'; frame-ancestors 'none'"
    );
    HeaderValue::from_str(&policy).unwrap_or(HeaderValue::from_static("default-src 'self'"))
}

#[cfg(test)]
mod tests {
    use super::safe_path;

    #[test]
    fn only_paths_of_this_site_are_followed() {
        for bad in [
            "https://evil.example",
            "//evil.example",
            "/\\evil",
            "javascript:1",
            "",
            "/a\nb",
        ] {
            assert_eq!(safe_path(bad), "/", "{bad:?}");
        }
        assert_eq!(safe_path("/reports?state=closed"), "/reports?state=closed");
    }
}
