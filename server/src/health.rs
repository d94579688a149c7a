//! `/health/live`, `/health/ready` and `/metrics`, for whoever watches over the server.
//!
//! They are answered around the router, not by it: a probe has no community, no session and no
//! page, and must be answered when those cannot be.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;
use std::time::Duration;

use axum::extract::{ConnectInfo, Request, State};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::community;
use backend::context::Stores;

use crate::metrics::Metrics;

/// How long the database and the photo store may take to answer.
const PATIENCE: Duration = Duration::from_secs(2);

/// What the answers are made from.
#[derive(Clone)]
pub struct Watched {
    /// Database and photos.
    pub stores: Stores,
    /// What was counted.
    pub metrics: Arc<Metrics>,
    /// Whether everybody may read the metrics.
    pub metrics_public: bool,
    /// Whether browsers come by https.
    pub https: bool,
}

/// Answers the addresses of operations, and passes everything else on.
pub async fn answer(State(watched): State<Watched>, request: Request, next: Next) -> Response {
    let path = request.uri().path();
    if !matches!(path, "/health/live" | "/health/ready" | "/metrics") {
        return next.run(request).await;
    }
    if !matches!(*request.method(), Method::GET | Method::HEAD) {
        let refused = (
            StatusCode::METHOD_NOT_ALLOWED,
            [(header::ALLOW, "GET, HEAD")],
        );
        return secured(&watched, refused);
    }
    let (status, text) = match path {
        "/health/live" => (StatusCode::OK, "ok\n".to_owned()),
        "/health/ready" => match ready(&watched.stores).await {
            Ok(()) => (StatusCode::OK, "ok\n".to_owned()),
            Err(sentence) => (StatusCode::SERVICE_UNAVAILABLE, format!("{sentence}\n")),
        },
        _ if watched.metrics_public || is_own_machine(&request) => {
            (StatusCode::OK, watched.metrics.text(&watched.stores.db))
        }
        // As if there were no such address.
        _ => return next.run(request).await,
    };
    let headers = [
        (
            header::CONTENT_TYPE,
            "text/plain; version=0.0.4; charset=utf-8",
        ),
        (header::CACHE_CONTROL, "no-store"),
    ];
    secured(&watched, (status, headers, text))
}

/// These answers come from outside the route table and its layers; rule X17 holds for them too.
fn secured(watched: &Watched, answer: impl IntoResponse) -> Response {
    let mut response = answer.into_response();
    app::web::secure(&mut response, watched.https);
    response
}

/// Whether pages can be made: the database and the photo store answer in time.
async fn ready(stores: &Stores) -> Result<(), &'static str> {
    let database = tokio::time::timeout(PATIENCE, community::exists(&stores.db));
    // Any key will do: that there is no such picture is an answer.
    let photos = tokio::time::timeout(PATIENCE, stores.photos.get("health/ready"));
    let (database, photos) = tokio::join!(database, photos);
    if !matches!(database, Ok(Ok(_))) {
        return Err("the database does not answer");
    }
    if !matches!(photos, Ok(Ok(_))) {
        return Err("the photo store does not answer");
    }
    Ok(())
}

/// Whether a request comes from this machine itself, and not through a proxy on it.
fn is_own_machine(request: &Request) -> bool {
    let peer = request.extensions().get::<ConnectInfo<SocketAddr>>();
    peer.is_some_and(|ConnectInfo(peer)| peer.ip().to_canonical().is_loopback())
        && !was_passed_on(request.headers())
}

/// Whether a proxy says so, or the browser asked for a name that is not this machine's own.
fn was_passed_on(headers: &HeaderMap) -> bool {
    let by_proxy = ["forwarded", "x-forwarded-for", "x-real-ip", "via"];
    let host = headers
        .get(header::HOST)
        .and_then(|host| host.to_str().ok());
    by_proxy.iter().any(|name| headers.contains_key(*name)) || !host.is_none_or(is_own_name)
}

fn is_own_name(host: &str) -> bool {
    let Ok(authority) = host.parse::<Authority>() else {
        return false;
    };
    let name = authority
        .host()
        .trim_start_matches('[')
        .trim_end_matches(']');
    name.eq_ignore_ascii_case("localhost")
        || name
            .parse::<IpAddr>()
            .is_ok_and(|address| address.is_loopback())
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    fn from(peer: &str, headers: &[(&str, &str)]) -> bool {
        let mut request = Request::builder().uri("/metrics");
        for (name, value) in headers {
            request = request.header(*name, *value);
        }
        let peer: SocketAddr = peer.parse().unwrap();
        is_own_machine(
            &request
                .extension(ConnectInfo(peer))
                .body(Body::empty())
                .unwrap(),
        )
    }

    #[test]
    fn metrics_are_told_to_this_machine_only_and_not_through_a_proxy_on_it() {
        let own = ("host", "127.0.0.1:3000");
        assert!(from("127.0.0.1:5000", &[own]));
        assert!(from("[::1]:5000", &[("host", "[::1]:3000")]));
        assert!(from(
            "[::ffff:127.0.0.1]:5000",
            &[("host", "LOCALHOST:3000")]
        ));
        assert!(from("127.0.0.1:5000", &[]));
        assert!(!from("192.0.2.7:5000", &[own]));
        assert!(!from("127.0.0.1:5000", &[("host", "linli.example.org")]));
        for proxy in ["forwarded", "x-forwarded-for", "x-real-ip", "via"] {
            assert!(
                !from("127.0.0.1:5000", &[own, (proxy, "192.0.2.7")]),
                "{proxy}"
            );
        }
    }
}
