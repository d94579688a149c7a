//! `/setup/{token}`: makes a community and its first administrator. There may be no community yet,
//! so this is the one page that does without [`Web`] until the form has been taken.

use axum::extract::{FromRequest, FromRequestParts, Path, Request, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use backend::setup::{self, Purpose};
use backend::{Error, account, task};
use domain::problem::Problems;
use domain::setup::{Draft, ZONES};
use leptos::prelude::*;
use text::{Lang, setup as words};

use crate::form::Form;
use crate::frame::{self, Chrome, Kind};
use crate::icon::{Icon, icon, skyline};
use crate::parts::{Choice, Input, input, select, summary};
use crate::render;
use crate::web::{Answer, AppState, Look, RequestId, Web, asked_origin, csp};

/// `GET /setup/{token}`
pub async fn show(
    State(state): State<AppState>,
    Path(token): Path<String>,
    request: Request,
) -> Answer {
    let page = Page::of(&state, &token, request.headers(), &request);
    match setup::open(&state.stores, (state.clock)(), &token, &page.origin).await {
        Ok(purpose) => {
            let draft = Draft {
                zone: ZONES[0].to_owned(),
                ..Draft::default()
            };
            Ok(page.form(StatusCode::OK, &purpose, &draft, &Problems::new()))
        }
        Err(Error::NotFound) => Ok(page.gone()),
        Err(error) => Err(error.into()),
    }
}

/// `POST /setup/{token}`: begins, signs the administrator in and goes on with the steps.
pub async fn begin(
    State(state): State<AppState>,
    Path(token): Path<String>,
    request: Request,
) -> Answer {
    let page = Page::of(&state, &token, request.headers(), &request);
    let (mut parts, body) = request.into_parts();
    let form = Form::from_request(Request::from_parts(parts.clone(), body), &state).await?;
    let draft = Draft {
        community: form.text("community"),
        zone: form.text("zone"),
        name: form.text("name"),
        sign_in: form.text("sign_in"),
        password: form.text("password"),
    };
    let now = (state.clock)();
    let purpose = match setup::open(&state.stores, now, &token, &page.origin).await {
        Ok(purpose) => purpose,
        Err(Error::NotFound) => return Ok(page.gone()),
        Err(error) => return Err(error.into()),
    };
    let begun = task::run_to_end({
        let (stores, token, draft) = (state.stores.clone(), token.clone(), draft.clone());
        let origin = page.origin.clone();
        async move { setup::begin(&stores, now, &token, &origin, draft).await }
    })
    .await;
    match begun {
        Ok((_, account)) => {
            let web = Web::from_request_parts(&mut parts, &state).await?;
            if let Some(person) = account::signed_in(&web.ctx, account).await? {
                crate::account::begin(&web, &person).await?;
            }
            web.see_other("/admin/setup")
        }
        Err(Error::Invalid(problems)) => Ok(page.form(
            StatusCode::UNPROCESSABLE_ENTITY,
            &purpose,
            &draft,
            &problems,
        )),
        // Somebody else used it between the look and the press.
        Err(Error::NotFound) => Ok(page.gone()),
        Err(error) => Err(error.into()),
    }
}

/// A page without a community.
struct Page {
    chrome: Chrome,
    path: String,
    /// Where the browser asked.
    origin: String,
}

impl Page {
    fn of(state: &AppState, token: &str, headers: &HeaderMap, request: &Request) -> Self {
        let id = request
            .extensions()
            .get::<RequestId>()
            .cloned()
            .unwrap_or_default();
        let path = format!("/setup/{token}");
        let mut chrome = Chrome::of_no_community(state, Look::read(headers), &path, &id.0);
        chrome.nonce = backend::random::hex(&state.stores.random.bytes::<12>());
        let origin = asked_origin(&state.options, headers);
        Self {
            chrome,
            path,
            origin,
        }
    }

    fn answer<V: IntoView + 'static>(
        &self,
        status: StatusCode,
        title: &str,
        body: impl FnOnce() -> V,
    ) -> Response {
        let html = render::to_html(|| frame::document(&self.chrome, title, Kind::Bare, body()));
        let policy = [(header::CONTENT_SECURITY_POLICY, csp(&self.chrome.nonce))];
        (status, policy, Html(frame::finish(&html, &self.chrome))).into_response()
    }

    /// A link that was used, is too old, or never was one: 404, whatever it was.
    fn gone(&self) -> Response {
        let lang = self.chrome.lang;
        self.answer(StatusCode::NOT_FOUND, words::gone_title(lang), || {
            view! { {skyline()} <h1>{words::gone_title(lang)}</h1> <p class="lead">{words::gone(lang)}</p> }
        })
    }

    fn form(
        &self,
        status: StatusCode,
        purpose: &Purpose,
        draft: &Draft,
        problems: &Problems,
    ) -> Response {
        let lang = self.chrome.lang;
        let is_new = matches!(purpose, Purpose::NewCommunity { .. });
        let (title, lead) = if is_new {
            (words::title(lang), words::lead(lang))
        } else {
            (words::admin_title(lang), words::admin_lead(lang))
        };
        let path = self.path.clone();
        self.answer(status, title, || {
            view! {
                {skyline()}
                <h1>{title}</h1>
                <p class="lead">{lead}</p>
                <form class="form" method="post" action=path>
                    {summary(lang, problems)}
                    {is_new.then(|| community(lang, draft, problems))}
                    {input(lang, problems, Input {
                        name: "name",
                        label: words::name(lang).to_owned(),
                        hint: Some(words::name_hint(lang).to_owned()),
                        value: draft.name.clone(),
                        autocomplete: Some("name"),
                        max: Some("20"),
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "sign_in",
                        label: words::sign_in(lang).to_owned(),
                        hint: Some(words::sign_in_hint(lang).to_owned()),
                        value: draft.sign_in.clone(),
                        autocomplete: Some("username"),
                        max: Some("40"),
                        ..Input::default()
                    })}
                    {input(lang, problems, Input {
                        name: "password",
                        label: words::password(lang).to_owned(),
                        hint: Some(words::password_hint(lang).to_owned()),
                        kind: "password",
                        autocomplete: Some("new-password"),
                        max: Some("200"),
                        ..Input::default()
                    })}
                    <div class="submit still"><button class="button big">{icon(Icon::ArrowRight)} {words::begin(lang)}</button></div>
                </form>
            }
        })
    }
}

fn community(lang: Lang, draft: &Draft, problems: &Problems) -> impl IntoView + use<> {
    let zones = ZONES.iter().map(|zone| Choice::new(*zone, *zone)).collect();
    view! {
        {input(lang, problems, Input {
            name: "community",
            label: words::community(lang).to_owned(),
            hint: Some(words::community_hint(lang).to_owned()),
            value: draft.community.clone(),
            max: Some("30"),
            ..Input::default()
        })}
        {select(lang, problems, "zone", words::zone(lang).to_owned(), zones, &draft.zone)}
    }
}
