//! A browser, as far as the server can tell: it keeps cookies and says where a form stood.

use std::collections::BTreeMap;
use std::sync::Arc;

use app::site::Site;
use app::web::Flood;
use app::{AppState, Options, router};
use axum::Router;
use axum::body::Body;
use axum::http::request::Builder;
use axum::http::{HeaderMap, Method, Request, StatusCode, header};
use bytes::Bytes;
use http_body_util::BodyExt;
use tower::ServiceExt;

use crate::story::{Estate, PASSWORD, World};

/// What separates the parts of a form with photos.
pub const BOUNDARY: &str = "----leaf";
/// The content type of plain forms.
pub const PLAIN: &str = "application/x-www-form-urlencoded";

/// The application on a story's database, with the story's clock. Clones share it.
#[derive(Clone)]
pub struct Pages(Router, World);

impl Pages {
    /// With no built files.
    pub fn open(world: &World) -> Self {
        Self::with_site(world, Site::default())
    }

    /// With these built files.
    pub fn with_site(world: &World, site: Site) -> Self {
        let options = Options {
            https: true,
            mails: true,
            texts: true,
            ..Options::default()
        };
        Self::with(world, site, options, Flood::default())
    }

    /// With limits against floods.
    pub fn with_flood(world: &World, flood: Flood) -> Self {
        let options = Options {
            https: true,
            ..Options::default()
        };
        Self::with(world, Site::default(), options, flood)
    }

    /// As an operator set it up.
    pub fn with_options(world: &World, options: Options) -> Self {
        Self::with(world, Site::default(), options, Flood::default())
    }

    fn with(world: &World, site: Site, options: Options, flood: Flood) -> Self {
        let clock = world.clone();
        let state = AppState {
            stores: world.stores.clone(),
            clock: Arc::new(move || clock.now()),
            site: Arc::new(site),
            options: Arc::new(options),
            cache: Arc::default(),
            flood: Arc::new(flood),
        };
        Self(router(state), world.clone())
    }

    /// A browser that was never at this community's pages.
    pub fn browser(&self, estate: &Estate) -> Browser {
        Browser {
            pages: self.clone(),
            origin: estate.origin.clone(),
            cookies: BTreeMap::new(),
        }
    }

    /// A browser of somebody who has just signed in.
    pub async fn signed_in(&self, estate: &Estate, name: &str) -> Browser {
        let mut browser = self.browser(estate);
        browser.sign_in(name).await;
        browser
    }
}

/// One person's browser.
#[derive(Clone)]
pub struct Browser {
    pages: Pages,
    /// Whose pages it is at.
    pub origin: String,
    /// What it was told to remember.
    pub cookies: BTreeMap<String, String>,
}

impl Browser {
    /// Signs in with a story's account.
    pub async fn sign_in(&mut self, name: &str) {
        if let Some(trust) = self.pages.1.trusted(name).await {
            self.cookies.insert("__Host-linli-device".to_owned(), trust);
        }
        let answer = self
            .post("/login", &[("name", name), ("password", PASSWORD)])
            .await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER, "{name} signs in");
    }

    /// The host that it asks.
    pub fn host(&self) -> &str {
        self.origin.split_once("://").map_or("", |(_, host)| host)
    }

    /// The session's cookie.
    pub fn session(&self) -> Option<String> {
        self.cookies.get("__Host-linli").cloned()
    }

    /// A request with this browser's host and cookies.
    pub fn request(&self, method: Method, path: &str) -> Builder {
        let mut builder = Request::builder()
            .method(method)
            .uri(path)
            .header(header::HOST, self.host());
        if !self.cookies.is_empty() {
            let pairs: Vec<_> = self
                .cookies
                .iter()
                .map(|(name, value)| format!("{name}={value}"))
                .collect();
            builder = builder.header(header::COOKIE, pairs.join("; "));
        }
        builder
    }

    /// Sends a request and keeps the cookies of its answer.
    pub async fn send(&mut self, request: Request<Body>) -> Page {
        let answer = self
            .pages
            .0
            .clone()
            .oneshot(request)
            .await
            .expect("the router answers");
        let (parts, body) = answer.into_parts();
        let body = body.collect().await.expect("the body is whole").to_bytes();
        for cookie in parts.headers.get_all(header::SET_COOKIE) {
            let cookie = cookie.to_str().expect("a cookie is plain text");
            let (pair, rest) = cookie.split_once(';').unwrap_or((cookie, ""));
            let (name, value) = pair.split_once('=').expect("a cookie has a name");
            if rest.contains("Max-Age=0") {
                self.cookies.remove(name);
            } else {
                self.cookies.insert(name.to_owned(), value.to_owned());
            }
        }
        Page {
            status: parts.status,
            headers: parts.headers,
            body,
        }
    }

    /// Opens a page.
    pub async fn get(&mut self, path: &str) -> Page {
        let request = self.request(Method::GET, path).body(Body::empty());
        self.send(request.expect("a path")).await
    }

    /// Sends a form that stood on a page of ours.
    pub async fn post(&mut self, path: &str, form: &[(&str, &str)]) -> Page {
        let body: String = form_urlencoded::Serializer::new(String::new())
            .extend_pairs(form)
            .finish();
        self.post_bytes(path, Some(PLAIN), body).await
    }

    /// Sends a form with photos that stood on a page of ours.
    pub async fn post_photos(
        &mut self,
        path: &str,
        form: &[(&str, &str)],
        photos: &[Bytes],
    ) -> Page {
        self.post_bytes(path, Some(&multipart_type()), multipart(form, photos))
            .await
    }

    /// Sends any bytes from a page of ours.
    pub async fn post_bytes(
        &mut self,
        path: &str,
        kind: Option<&str>,
        body: impl Into<Body>,
    ) -> Page {
        let mut request = self
            .request(Method::POST, path)
            .header(header::ORIGIN, &self.origin);
        if let Some(kind) = kind {
            request = request.header(header::CONTENT_TYPE, kind);
        }
        self.send(request.body(body.into()).expect("a path")).await
    }
}

/// The content type of forms with photos.
pub fn multipart_type() -> String {
    format!("multipart/form-data; boundary={BOUNDARY}")
}

/// The body of a form with photos.
pub fn multipart(form: &[(&str, &str)], photos: &[Bytes]) -> Vec<u8> {
    let mut body = Vec::new();
    for (name, value) in form {
        let head =
            format!("--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"{name}\"\r\n\r\n");
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(value.as_bytes());
        body.extend_from_slice(b"\r\n");
    }
    for photo in photos {
        let head = format!(
            "--{BOUNDARY}\r\ncontent-disposition: form-data; name=\"photos\"; filename=\"IMG_1.jpg\"\r\n\
             content-type: image/jpeg\r\n\r\n"
        );
        body.extend_from_slice(head.as_bytes());
        body.extend_from_slice(photo);
        body.extend_from_slice(b"\r\n");
    }
    body.extend_from_slice(format!("--{BOUNDARY}--\r\n").as_bytes());
    body
}

/// An answer that has arrived.
pub struct Page {
    /// Its status.
    pub status: StatusCode,
    /// Its headers.
    pub headers: HeaderMap,
    /// Its body.
    pub body: Bytes,
}

impl Page {
    /// The body as text.
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("a page is text")
    }

    /// A header's text; empty when it is missing.
    pub fn header(&self, name: &str) -> &str {
        self.headers
            .get(name)
            .map_or("", |value| value.to_str().expect("a plain header"))
    }

    /// Where it leads.
    pub fn location(&self) -> &str {
        self.header("location")
    }

    /// Whether it leads to the sign-in.
    pub fn asks_to_sign_in(&self) -> bool {
        self.status == StatusCode::SEE_OTHER && self.location().starts_with("/login")
    }

    /// What stands between two texts, at every place.
    pub fn between(&self, before: &str, after: &str) -> Vec<String> {
        self.text()
            .split(before)
            .skip(1)
            .filter_map(|rest| rest.split(after).next())
            .map(ToOwned::to_owned)
            .collect()
    }

    /// The value of the first hidden field of a name.
    pub fn hidden(&self, name: &str) -> String {
        let found = self.between(&format!("name=\"{name}\" value=\""), "\"");
        found
            .first()
            .unwrap_or_else(|| panic!("a field {name} in {}", self.text()))
            .clone()
    }

    /// The nonce that its scripts need.
    pub fn nonce(&self) -> Option<&str> {
        let (_, rest) = self
            .header("content-security-policy")
            .split_once("'nonce-")?;
        rest.split('\'').next()
    }
}
