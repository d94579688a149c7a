//! What stands around every route: request ids, headers, error pages, panics, time limits.

use std::time::Duration;

use axum::Router;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode, header};
use axum::middleware::{self, Next};
use axum::response::{IntoResponse, Response};
use futures::FutureExt;
use tower_http::compression::CompressionLayer;
use tracing::Instrument;

use super::{AppState, Fault, Look, cache, csrf, flood};
use crate::problem;

/// A request's id, in the log and on error pages.
#[derive(Debug, Clone, Default)]
pub struct RequestId(pub String);

/// No request takes longer than this; uploads from a slow phone fit.
const LONGEST: Duration = Duration::from_secs(120);

/// Puts everything around the routes that every request needs.
pub fn layers(router: Router<AppState>, state: &AppState) -> Router<AppState> {
    router
        .layer(middleware::from_fn_with_state(
            state.clone(),
            cache::serve_public,
        ))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            csrf::refuse_other_sites,
        ))
        .layer(middleware::from_fn_with_state(
            state.clone(),
            flood::hold_back,
        ))
        .layer(middleware::from_fn_with_state(state.clone(), fault_pages))
        .layer(
            CompressionLayer::new()
                .br(true)
                .gzip(true)
                .quality(tower_http::CompressionLevel::Fastest),
        )
        .layer(middleware::from_fn_with_state(state.clone(), headers))
        .layer(middleware::from_fn_with_state(state.clone(), trace))
}

/// The value of a cookie.
#[must_use]
pub fn cookie<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers
        .get_all(header::COOKIE)
        .iter()
        .filter_map(|value| value.to_str().ok())
        .flat_map(|text| text.split(';'))
        .filter_map(|pair| pair.trim().split_once('='))
        .find(|(key, _)| *key == name)
        .map(|(_, value)| value)
}

async fn trace(State(state): State<AppState>, mut request: Request, next: Next) -> Response {
    let id = backend::random::hex(&state.stores.random.bytes::<6>());
    let span = tracing::info_span!("request", id, method = %request.method(), path = path_for_the_log(request.uri().path()));
    request.extensions_mut().insert(RequestId(id.clone()));
    let mut response = next.run(request).instrument(span.clone()).await;
    span.in_scope(|| tracing::debug!(status = response.status().as_u16(), "answered"));
    if let Ok(id) = HeaderValue::from_str(&id) {
        response
            .headers_mut()
            .insert(HeaderName::from_static("x-request-id"), id);
    }
    response
}

/// The secret of a receipt, a slip or a calendar is no matter for the log.
fn path_for_the_log(path: &str) -> String {
    if path.starts_with("/r/") {
        "/r/…".to_owned()
    } else if path.starts_with("/reset/") {
        "/reset/…".to_owned()
    } else if path.starts_with("/login/sms/") {
        "/login/sms/…".to_owned()
    } else if path.starts_with("/feeds/patrols/") {
        "/feeds/patrols/…".to_owned()
    } else {
        path.to_owned()
    }
}

/// Security headers on every response (rule X17).
async fn headers(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    secure(&mut response, state.options.https);
    response
}

/// Puts the security headers on a response, also on those that no route of the table gives
/// (rule X17).
pub fn secure(response: &mut Response, https: bool) {
    let headers = response.headers_mut();
    let fixed: [(HeaderName, &'static str); 5] = [
        (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
        (header::X_FRAME_OPTIONS, "DENY"),
        (header::REFERRER_POLICY, "same-origin"),
        (
            HeaderName::from_static("permissions-policy"),
            "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
        ),
        (
            HeaderName::from_static("cross-origin-opener-policy"),
            "same-origin",
        ),
    ];
    for (name, value) in fixed {
        headers.insert(name, HeaderValue::from_static(value));
    }
    headers
        .entry(header::CONTENT_SECURITY_POLICY)
        .or_insert(HeaderValue::from_static(
            "default-src 'self'; object-src 'none'; base-uri 'none'; frame-ancestors 'none'",
        ));
    headers
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
    if https {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000; includeSubDomains"),
        );
    }
}

/// Turns panics, time-outs, faults and the router's own refusals into pages (rule X9).
async fn fault_pages(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let asked = problem::Asked {
        look: Look::read(request.headers()),
        address: request
            .uri()
            .path_and_query()
            .map_or("/".to_owned(), ToString::to_string),
        is_read: request.method().is_safe(),
        request_id: request
            .extensions()
            .get::<RequestId>()
            .cloned()
            .unwrap_or_default()
            .0,
    };
    let work = std::panic::AssertUnwindSafe(next.run(request)).catch_unwind();
    let response = match tokio::time::timeout(LONGEST, work).await {
        Ok(Ok(response)) => response,
        Ok(Err(_)) => {
            tracing::error!("a handler panicked");
            StatusCode::INTERNAL_SERVER_ERROR.into_response()
        }
        Err(_) => {
            tracing::warn!("a request took too long");
            StatusCode::SERVICE_UNAVAILABLE.into_response()
        }
    };
    let status = response.status();
    let is_ours = response
        .headers()
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .is_some_and(|kind| kind.starts_with("text/html") || kind.starts_with("application/json"));
    if !(status.is_client_error() || status.is_server_error()) || is_ours {
        return response;
    }
    let fault = response
        .extensions()
        .get::<Fault>()
        .cloned()
        .unwrap_or(Fault::status(status));
    let mut page = problem::page(&state, &asked, &fault);
    // A session that got a new id keeps it, or whoever met this fault would be signed out by it.
    for (name, value) in response.headers() {
        if name == header::ALLOW || name == header::SET_COOKIE {
            page.headers_mut().append(name, value.clone());
        }
    }
    page
}
