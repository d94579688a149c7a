//! The one route table: the router, the stranger walk and the documentation are built from it.

use std::collections::BTreeMap;

use axum::Router;
use axum::handler::Handler;
use axum::http::{Method, StatusCode};
use axum::routing::{MethodFilter, MethodRouter, on};
use domain::permission::Permission;
use tower_http::services::ServeDir;
use tower_sessions::cookie::SameSite;
use tower_sessions::{Expiry, SessionManagerLayer};

use crate::web::{self, AppState, Fault, session_cookie};

/// Who may open a route. The permission check itself is in `backend`; this says what it will
/// answer, and the stranger walk holds it to that.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Everybody.
    Public,
    /// Whoever has the link: its last part is a secret.
    Secret,
    /// Whoever is signed in.
    SignedIn,
    /// Whoever holds this permission here.
    Needs(Permission),
}

/// One route.
#[derive(Clone)]
pub struct Route {
    /// GET or POST.
    pub method: Method,
    /// In the router's notation.
    pub path: &'static str,
    /// Who may open it.
    pub access: Access,
    /// Whether people who are not signed in all get the same page.
    pub same_for_all: bool,
    handler: MethodRouter<AppState>,
}

impl Route {
    /// A page.
    pub fn get<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::GET, handler);
        Self {
            method: Method::GET,
            path,
            access,
            same_for_all: false,
            handler,
        }
    }

    /// A form.
    pub fn post<H, T>(path: &'static str, access: Access, handler: H) -> Self
    where
        H: Handler<T, AppState>,
        T: 'static,
    {
        let handler = on(MethodFilter::POST, handler);
        Self {
            method: Method::POST,
            path,
            access,
            same_for_all: false,
            handler,
        }
    }

    /// People who are not signed in all get the same page, until something public changes.
    #[must_use]
    pub fn same_for_all(self) -> Self {
        Self {
            same_for_all: true,
            ..self
        }
    }
}

/// Every route of the application, noun by noun.
#[must_use]
pub fn table() -> Vec<Route> {
    [
        crate::home::routes(),
        crate::phone::routes(),
        crate::report::routes(),
        crate::photo::routes(),
        crate::notice::routes(),
        crate::feed::routes(),
        crate::account::routes(),
        crate::message::routes(),
        crate::settings::routes(),
        crate::setup::routes(),
        crate::admin::routes(),
        crate::category::routes(),
        crate::contact::routes(),
        crate::service::routes(),
        crate::household::routes(),
        crate::join::routes(),
        crate::estate::routes(),
        crate::org::routes(),
        crate::audit::routes(),
        crate::person::routes(),
        crate::post::routes(),
        crate::assist::routes(),
        crate::privacy::routes(),
        crate::patrol::routes(),
        crate::hours::routes(),
        crate::certificate::routes(),
    ]
    .concat()
}

/// Whether a path's page is the same for all who are not signed in. A path that is written out in
/// the table is never taken for a `{number}`.
#[must_use]
pub fn is_same_for_all(path: &str) -> bool {
    static PAGES: std::sync::LazyLock<Vec<(&'static str, bool)>> = std::sync::LazyLock::new(|| {
        let pages = table()
            .into_iter()
            .filter(|route| route.method == Method::GET);
        pages
            .map(|route| (route.path, route.same_for_all))
            .collect()
    });
    let exact = PAGES.iter().find(|(known, _)| *known == path);
    exact
        .or_else(|| PAGES.iter().find(|(known, _)| fits(known, path)))
        .is_some_and(|(_, same)| *same)
}

/// Whether there is a page to read at a path.
#[must_use]
pub fn has_page(path: &str) -> bool {
    let mut pages = table()
        .into_iter()
        .filter(|route| route.method == Method::GET);
    pages.any(|route| fits(route.path, path))
}

/// Whether a path fits a route's notation, part by part.
fn fits(known: &str, path: &str) -> bool {
    let mut parts = path.split('/');
    known.split('/').all(|part| {
        parts
            .next()
            .is_some_and(|asked| part == asked || (part.starts_with('{') && !asked.is_empty()))
    }) && parts.next().is_none()
}

/// The whole application.
pub fn router(state: AppState) -> Router {
    let mut paths: BTreeMap<&'static str, MethodRouter<AppState>> = BTreeMap::new();
    for route in table() {
        let known = paths.remove(route.path).unwrap_or_default();
        paths.insert(route.path, known.merge(route.handler));
    }
    let mut router = Router::new();
    for (path, handler) in paths {
        router = router.route(path, handler);
    }
    let store = backend::session::Sessions::new(state.stores.db.clone(), state.clock.clone());
    let sessions = SessionManagerLayer::new(store)
        .with_name(session_cookie(&state.options))
        .with_secure(state.options.https)
        .with_http_only(true)
        .with_same_site(SameSite::Lax)
        .with_path("/")
        .with_expiry(Expiry::OnInactivity(
            tower_sessions::cookie::time::Duration::days(365),
        ));
    let router = router
        .layer(sessions)
        .merge(files(&state))
        .fallback(|| async { Fault::status(StatusCode::NOT_FOUND) });
    web::layers(router, &state).with_state(state)
}

/// Built files, served with what was compressed ahead of time.
fn files(state: &AppState) -> Router<AppState> {
    use axum::http::{HeaderValue, header};
    use tower::ServiceBuilder;
    use tower_http::set_header::SetResponseHeaderLayer;

    let folder = state.site.folder();
    let kept = |value: &'static str| {
        ServiceBuilder::new().layer(SetResponseHeaderLayer::if_not_present(
            header::CACHE_CONTROL,
            HeaderValue::from_static(value),
        ))
    };
    let built = ServeDir::new(folder.join("pkg"))
        .precompressed_br()
        .precompressed_gzip();
    let mut router = Router::new().nest_service(
        "/pkg",
        kept("public, max-age=31536000, immutable").service(built),
    );
    for name in PUBLIC_FILES {
        let file = tower_http::services::ServeFile::new(folder.join(name));
        router = router.route_service(
            &format!("/{name}"),
            kept("public, max-age=3600").service(file),
        );
    }
    router
}

/// Whether a path is a file's, which costs little and is not counted.
#[must_use]
pub fn is_file(path: &str) -> bool {
    let name = path.strip_prefix('/').unwrap_or(path);
    name.starts_with("pkg/") || PUBLIC_FILES.contains(&name)
}

/// Files that have to stand at a fixed address.
const PUBLIC_FILES: &[&str] = &[
    "favicon.svg",
    "icon-192.png",
    "icon-512.png",
    "manifest.webmanifest",
    "sw.js",
    "offline.html",
    "offline.css",
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_page_of_ones_own_is_never_kept_for_others() {
        assert!(is_same_for_all("/reports"));
        assert!(is_same_for_all("/reports/2026-000001"));
        for own in ["/reports/mine", "/reports/new", "/me", "/admin", "/r/abc"] {
            assert!(!is_same_for_all(own), "{own}");
        }
    }

    #[test]
    fn a_path_fits_its_route_only() {
        assert!(fits("/reports/{number}", "/reports/2026-000001"));
        assert!(!fits("/reports/{number}", "/reports/"));
        assert!(!fits("/reports/{number}", "/reports/1/2"));
        assert!(fits("/", "/"));
        assert!(!fits("/", "/reports"));
    }
}
