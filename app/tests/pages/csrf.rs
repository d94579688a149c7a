//! Forms that another site sends.

use axum::body::Body;
use axum::http::{Method, StatusCode, header};

use crate::browser::{Browser, PLAIN, Page, Pages, multipart, multipart_type};
use crate::known::{Known, kept, pairs, routes};
use crate::story;

/// Sends a form with these headers and no others.
async fn sent(
    browser: &mut Browser,
    path: &str,
    headers: &[(&str, &str)],
    form: &[(&str, &str)],
) -> Page {
    let body: String = form_urlencoded::Serializer::new(String::new())
        .extend_pairs(form)
        .finish();
    let mut request = browser
        .request(Method::POST, path)
        .header(header::CONTENT_TYPE, PLAIN);
    for (name, value) in headers {
        request = request.header(*name, *value);
    }
    browser.send(request.body(Body::from(body)).unwrap()).await
}

#[tokio::test]
async fn no_form_takes_what_another_site_sends() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut nobody = pages.browser(&world.here);
        let before = kept(&world).await;
        let own = world.here.origin.clone();
        let evil_referer = format!("https://evil.example/{own}/");
        let evil: [&[(&str, &str)]; 9] = [
            &[("sec-fetch-site", "cross-site")],
            &[("sec-fetch-site", "cross-site"), ("origin", &own)],
            &[("origin", "https://evil.example")],
            &[("origin", "https://cuiyuan.test.evil.example")],
            &[("origin", "https://evil-cuiyuan.test")],
            &[("origin", "https://cuiyuan.test@evil.example")],
            &[("origin", "null")],
            &[
                ("origin", "https://xuesong.test"),
                ("sec-fetch-site", "same-site"),
            ],
            &[("referer", &evil_referer)],
        ];
        for route in routes(&Method::POST) {
            let form = known.good_form(&world, route.path, "evil").await;
            for headers in evil {
                for browser in [&mut staff, &mut nobody] {
                    let page = sent(browser, &known.fill(route.path), headers, &pairs(&form)).await;
                    assert_eq!(
                        page.status,
                        StatusCode::FORBIDDEN,
                        "{} {headers:?}",
                        route.path
                    );
                    assert!(
                        page.text()
                            .contains(text::problem::forbidden_title(text::Lang::Zh))
                    );
                }
            }
        }
        assert_eq!(kept(&world).await, before);
        assert_eq!(
            staff.get("/me").await.status,
            StatusCode::OK,
            "and nobody was signed out"
        );
    })
    .await;
}

#[tokio::test]
async fn a_form_of_our_own_page_passes() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut nobody = pages.browser(&world.here);
        let own = world.here.origin.clone();
        let page = format!("{own}/settings?from=here");
        let headers: [&[(&str, &str)]; 4] = [
            &[("origin", &own)],
            &[("origin", &own), ("sec-fetch-site", "same-origin")],
            &[("referer", &page)],
            &[("referer", &own)],
        ];
        for headers in headers {
            for browser in [&mut staff, &mut nobody] {
                let page = sent(browser, "/settings", headers, &[("elder", "22")]).await;
                assert_eq!(page.status, StatusCode::SEE_OTHER, "{headers:?}");
            }
        }
    })
    .await;
}

#[tokio::test]
async fn a_browser_that_says_nothing_needs_the_token_of_its_session() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut other = pages.signed_in(&world.here, "min").await;
        let token = staff.get("/me").await.hidden("form_token");
        let foreign = other.get("/me").await.hidden("form_token");
        assert_ne!(token, foreign);

        let before = kept(&world).await;
        for route in routes(&Method::POST) {
            let form = known.good_form(&world, route.path, "silent").await;
            for wrong in ["", foreign.as_str(), "0"] {
                let mut form = pairs(&form);
                form.push(("form_token", wrong));
                let page = sent(&mut staff, &known.fill(route.path), &[], &form).await;
                assert_eq!(page.status, StatusCode::FORBIDDEN, "{}", route.path);
            }
        }
        assert_eq!(kept(&world).await, before);
        let fits = [("form_token", token.as_str()), ("elder", "22")];
        assert_eq!(
            sent(&mut staff, "/settings", &[], &fits).await.status,
            StatusCode::SEE_OTHER
        );

        // Who has no session has nothing that another site could misuse.
        let mut nobody = pages.browser(&world.here);
        let page = sent(&mut nobody, "/settings", &[], &[("elder", "22")]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
    })
    .await;
}

#[tokio::test]
async fn a_form_with_photos_carries_its_token_as_well() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let token = staff.get("/me").await.hidden("form_token");
        for (token, wanted) in [
            (token.as_str(), StatusCode::SEE_OTHER),
            ("0", StatusCode::FORBIDDEN),
        ] {
            let mut form = crate::known::form(&world, "by-an-old-phone", "杂物");
            form.insert(0, ("form_token", token.to_owned()));
            let body = multipart(&pairs(&form), &[crate::known::picture(70)]);
            let request = staff.request(Method::POST, "/reports/new");
            let request = request.header(header::CONTENT_TYPE, multipart_type());
            let page = staff.send(request.body(Body::from(body)).unwrap()).await;
            assert_eq!(page.status, wanted);
        }
    })
    .await;
}
