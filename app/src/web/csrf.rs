//! Forms of other sites are refused.

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::Response;
use backend::secret::{Purpose, Secret, same};
use bytes::BytesMut;
use futures::{StreamExt, stream};
use http_body_util::BodyExt;

use super::guard::cookie;
use super::{AppState, Fault, session_cookie};

/// The name of the hidden field that carries the form token.
pub const TOKEN_FIELD: &str = "form_token";

/// The form token of a session.
#[must_use]
pub fn token(secret: &Secret, session: &str) -> String {
    secret.keyed(Purpose::FormToken, session)
}

/// Refuses a changing request that another site started: `Sec-Fetch-Site: cross-site` always;
/// otherwise Origin, else Referer must name the request's own host; with neither, a request that
/// carries a session cookie needs the form's token.
pub async fn refuse_other_sites(
    State(state): State<AppState>,
    request: Request,
    next: Next,
) -> Result<Response, Fault> {
    if matches!(
        *request.method(),
        Method::GET | Method::HEAD | Method::OPTIONS
    ) {
        return Ok(next.run(request).await);
    }
    let headers = request.headers();
    if text(headers, "sec-fetch-site") == Some("cross-site") {
        return Err(Fault::status(StatusCode::FORBIDDEN));
    }
    let named = text(headers, "origin").or_else(|| text(headers, "referer"));
    match named {
        Some(named) if !own(named, headers, &state) => Err(Fault::status(StatusCode::FORBIDDEN)),
        Some(_) => Ok(next.run(request).await),
        None => match cookie(headers, session_cookie(&state.options)) {
            None => Ok(next.run(request).await),
            Some(session) => {
                let expected = token(&state.stores.secret, session);
                let request = with_token(request, &expected).await?;
                Ok(next.run(request).await)
            }
        },
    }
}

fn text<'h>(headers: &'h HeaderMap, name: &str) -> Option<&'h str> {
    headers.get(name).and_then(|value| value.to_str().ok())
}

fn own(named: &str, headers: &HeaderMap, state: &AppState) -> bool {
    let host = |url: &str| {
        url.split_once("://")
            .map(|(_, rest)| rest.split('/').next().unwrap_or("").to_owned())
    };
    let asked = text(headers, header::HOST.as_str()).map(ToOwned::to_owned);
    let named = host(named);
    named.is_some()
        && (named == asked || named == state.options.public_url.as_deref().and_then(host))
}

/// How much of a body is looked through for the token, which stands at the beginning of each form,
/// before the photos.
const MOST_READ: usize = 64 * 1024;

async fn with_token(request: Request, expected: &str) -> Result<Request, Fault> {
    let refused = || Fault::status(StatusCode::FORBIDDEN);
    let (parts, mut body) = request.into_parts();
    let mut start = BytesMut::new();
    while start.len() < MOST_READ {
        let Some(frame) = body.frame().await else {
            break;
        };
        if let Ok(data) = frame.map_err(|_| refused())?.into_data() {
            start.extend_from_slice(&data);
        }
    }
    let kind = text(&parts.headers, header::CONTENT_TYPE.as_str()).unwrap_or_default();
    let fits = if kind.starts_with("multipart/form-data") {
        part_fits(&start, expected)
    } else {
        form_urlencoded::parse(&start)
            .any(|(name, value)| name == TOKEN_FIELD && same(&value, expected))
    };
    if !fits {
        return Err(refused());
    }
    let rest = stream::once(async { Ok(start.freeze()) }).chain(body.into_data_stream());
    Ok(Request::from_parts(parts, Body::from_stream(rest)))
}

/// Whether the token is a part of this form with photos.
fn part_fits(start: &[u8], expected: &str) -> bool {
    let head = format!("name=\"{TOKEN_FIELD}\"\r\n\r\n");
    start
        .windows(head.len())
        .position(|bytes| bytes.eq_ignore_ascii_case(head.as_bytes()))
        .and_then(|at| start.get(at + head.len()..at + head.len() + expected.len()))
        .and_then(|value| std::str::from_utf8(value).ok())
        .is_some_and(|value| same(value, expected))
}
