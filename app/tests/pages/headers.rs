//! Headers on every answer, whatever it is (rule X17).

use std::collections::BTreeSet;

use app::Access;
use app::site::Site;
use axum::body::Body;
use axum::http::{Method, StatusCode};

use crate::browser::{Browser, Page, Pages};
use crate::known::{Known, routes};
use crate::story;

/// What every answer says.
fn is_guarded(page: &Page, case: &str) {
    for (name, value) in [
        ("x-content-type-options", "nosniff"),
        ("x-frame-options", "DENY"),
        ("referrer-policy", "same-origin"),
        (
            "strict-transport-security",
            "max-age=31536000; includeSubDomains",
        ),
    ] {
        assert_eq!(page.header(name), value, "{case}: {name}");
    }
    assert!(
        page.header("permissions-policy").contains("geolocation=()"),
        "{case}"
    );
    let policy = page.header("content-security-policy");
    for part in [
        "default-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "frame-ancestors 'none'",
    ] {
        assert!(policy.contains(part), "{case}: {part} is not in {policy}");
    }
    assert!(
        !policy.contains("unsafe-inline") && !policy.contains("http"),
        "{case}: {policy}"
    );
    assert_eq!(page.header("x-request-id").len(), 12, "{case}");
    if page.header("content-type").starts_with("text/html") {
        let text = page.text();
        for part in [
            " style=\"",
            "<style",
            " onclick=",
            " onload=",
            "javascript:",
        ] {
            assert!(
                !text.contains(part),
                "{case}: {part} needs what the policy forbids"
            );
        }
        for tag in page.between("<script", ">") {
            let nonce = page.nonce().unwrap_or_default();
            assert!(
                !nonce.is_empty() && tag.contains(&format!("nonce=\"{nonce}\"")),
                "{case}: {tag}"
            );
        }
    }
}

/// Whether nobody but the asker's own browser may keep it, and only as long as it asks.
fn is_private(page: &Page) -> bool {
    let is_picture = page.header("content-type") == "image/jpeg";
    page.header("cache-control")
        == if is_picture {
            "private, no-cache"
        } else {
            "no-store"
        }
}

#[tokio::test]
async fn x17_every_route_answers_guarded_and_with_a_nonce_of_its_own() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut nobody = pages.browser(&world.here);
        let mut nonces = BTreeSet::new();
        for route in routes(&Method::GET) {
            let path = known.fill(route.path);
            for browser in [&mut staff, &mut nobody] {
                for _ in 0..2 {
                    let page = browser.get(&path).await;
                    is_guarded(&page, &path);
                    if route.access != Access::Public || browser.session().is_some() {
                        assert!(
                            is_private(&page),
                            "{path}: {}",
                            page.header("cache-control")
                        );
                    }
                    if page.status == StatusCode::OK
                        && page.header("content-type").starts_with("text/html")
                    {
                        let nonce = page.nonce().expect("a page has a nonce").to_owned();
                        assert!(nonce.len() >= 24, "{path}: {nonce}");
                        assert!(nonces.insert(nonce), "{path}: the same nonce twice");
                    }
                }
            }
        }
        assert!(nonces.len() > 30);
        for route in routes(&Method::POST) {
            for form in [&[][..], &[("request_key", "headers-key")]] {
                let page = nobody.post(&known.fill(route.path), form).await;
                is_guarded(&page, route.path);
                assert!(
                    is_private(&page),
                    "{}: {}",
                    route.path,
                    page.header("cache-control")
                );
            }
        }
    })
    .await;
}

#[tokio::test]
async fn x17_what_goes_wrong_is_guarded_too() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut nobody = pages.browser(&world.here);
        let asked =
            async |browser: &mut Browser, method: Method, path: &str, header: (&str, &str)| {
                let request = browser.request(method, path).header(header.0, header.1);
                browser.send(request.body(Body::empty()).unwrap()).await
            };
        let none = ("accept", "*/*");
        let picture = format!("/photos/{}", known.photo);
        let tag = nobody.get(&picture).await.header("etag").to_owned();
        let hidden = ("sec-fetch-site", "cross-site");
        for (method, path, header, status) in [
            (Method::GET, "/no-such-page", none, StatusCode::NOT_FOUND),
            (
                Method::GET,
                "/pkg/no-such-file.js",
                none,
                StatusCode::NOT_FOUND,
            ),
            (Method::GET, "/favicon.svg", none, StatusCode::NOT_FOUND),
            (Method::GET, "/reports/x", none, StatusCode::NOT_FOUND),
            (Method::GET, "/%FF", none, StatusCode::NOT_FOUND),
            (Method::GET, "/reports/%FF", none, StatusCode::BAD_REQUEST),
            (
                Method::DELETE,
                "/reports",
                none,
                StatusCode::METHOD_NOT_ALLOWED,
            ),
            (Method::GET, "/logout", none, StatusCode::METHOD_NOT_ALLOWED),
            (Method::POST, "/settings", hidden, StatusCode::FORBIDDEN),
            (
                Method::POST,
                "/settings",
                none,
                StatusCode::UNSUPPORTED_MEDIA_TYPE,
            ),
            (
                Method::GET,
                picture.as_str(),
                ("if-none-match", &tag),
                StatusCode::NOT_MODIFIED,
            ),
            (Method::HEAD, "/reports", none, StatusCode::OK),
            (Method::OPTIONS, "/", none, StatusCode::METHOD_NOT_ALLOWED),
        ] {
            let page = asked(&mut nobody, method.clone(), path, header).await;
            let case = format!("{method} {path}");
            assert_eq!(page.status, status, "{case}");
            is_guarded(&page, &case);
            if page.status.is_client_error() {
                assert_eq!(
                    page.header("cache-control"),
                    "no-store",
                    "{case}: a fault is not kept"
                );
                assert!(
                    page.text().contains(page.header("x-request-id")),
                    "{case}: a reference (X9)"
                );
            }
        }
    })
    .await;
}

/// A folder with built files that goes when the test ends.
struct Built(std::path::PathBuf);

impl Built {
    fn make() -> Self {
        let folder = std::env::temp_dir().join(format!("linli-pages-{}", std::process::id()));
        std::fs::create_dir_all(folder.join("pkg")).unwrap();
        std::fs::write(folder.join("pkg/main.0a1b2c3d.css"), "main{}").unwrap();
        std::fs::write(folder.join("favicon.svg"), "<svg/>").unwrap();
        std::fs::write(folder.join("secret"), "not served").unwrap();
        std::fs::write(
            folder.join("manifest.json"),
            "{\"main.css\":\"main.0a1b2c3d.css\"}",
        )
        .unwrap();
        Self(folder)
    }
}

impl Drop for Built {
    fn drop(&mut self) {
        std::fs::remove_dir_all(&self.0).ok();
    }
}

#[tokio::test]
async fn x17_built_files_are_guarded_and_kept_for_good() {
    let built = Built::make();
    let site = Site::read(&built.0).unwrap();
    story::both(|world| {
        let site = site.clone();
        async move {
            let mut nobody = Pages::with_site(&world, site.clone()).browser(&world.here);
            assert!(
                nobody
                    .get("/")
                    .await
                    .text()
                    .contains("/pkg/main.0a1b2c3d.css")
            );
            let page = nobody.get("/pkg/main.0a1b2c3d.css").await;
            is_guarded(&page, "style");
            assert_eq!((page.status, page.text()), (StatusCode::OK, "main{}"));
            assert_eq!(
                page.header("cache-control"),
                "public, max-age=31536000, immutable"
            );
            let page = nobody.get("/favicon.svg").await;
            is_guarded(&page, "icon");
            assert_eq!(page.header("cache-control"), "public, max-age=3600");
            for path in [
                "/secret",
                "/manifest.json",
                "/pkg/../secret",
                "/pkg/..%2fsecret",
                "/pkg/%2e%2e/secret",
                "/pkg/",
            ] {
                let page = nobody.get(path).await;
                is_guarded(&page, path);
                assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
                assert_eq!(page.header("cache-control"), "no-store", "{path}");
            }
        }
    })
    .await;
}
