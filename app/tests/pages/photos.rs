//! Photos of every kind with a report's form (rules R14, X10).

use app::problem::sentence;
use axum::http::StatusCode;
use bytes::Bytes;
use domain::problem::Problem;
use text::Lang;

use crate::browser::{Browser, Page, Pages};
use crate::known::{filed, form, kept, pairs, picture};
use crate::made::{Blocks, as_from_a_phone, black_png};
use crate::story::{self, World};

const TYPED: &str = "楼下的井盖响了三天。";

/// Sends a good form with these photos.
async fn sent(world: &World, browser: &mut Browser, key: &str, photos: &[Bytes]) -> Page {
    let mut form = form(world, key, TYPED);
    form.push(("callback", "13912345678".to_owned()));
    browser
        .post_photos("/reports/new", &pairs(&form), photos)
        .await
}

/// The form again: the sentence at the photos, and all that was typed.
fn comes_back_with(page: &Page, problem: Problem) {
    assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
    let says = sentence(Lang::Zh, "photos", problem);
    assert!(
        page.text().contains(&says),
        "{says} is not in {}",
        page.text()
    );
    assert!(page.text().contains(TYPED), "the words are still there");
    assert!(
        page.text().contains("13912345678"),
        "the number is still there"
    );
}

/// The drafts that a page shows.
fn drafts(page: &Page) -> Vec<String> {
    page.between("src=\"/photos/draft/", "/small\"")
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_what_is_no_photo_is_refused_with_what_to_do() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut browser = pages.browser(&world.here);
        let before = kept(&world).await;
        let whole = picture(80);
        let huge = [&whole[..], &vec![0; 30_000_000]].concat();
        for (key, photo, problem) in [
            ("too-heavy", huge.into(), Problem::PhotoTooLarge),
            (
                "text-file",
                Bytes::from_static(b"This is no photo.\n"),
                Problem::PhotoUnreadable,
            ),
            (
                "page-file",
                Bytes::from_static(b"<html><script>alert(1)</script>"),
                Problem::PhotoUnreadable,
            ),
            (
                "png-bomb",
                black_png(12_000, 12_000, &[]).into(),
                Problem::PhotoTooManyPixels,
            ),
            (
                "cut-short",
                whole.slice(..whole.len() / 2),
                Problem::PhotoUnreadable,
            ),
        ] {
            let page = sent(&world, &mut browser, key, &[photo]).await;
            comes_back_with(&page, problem);
            assert!(drafts(&page).is_empty(), "{key} was kept");
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_a_good_photo_beside_a_bad_one_is_kept_and_shown() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut browser = pages.browser(&world.here);
        let photos = [picture(10), Bytes::from_static(b"no photo"), picture(250)];
        let page = sent(&world, &mut browser, "good-and-bad", &photos).await;
        comes_back_with(&page, Problem::PhotoUnreadable);
        let names = drafts(&page);
        assert_eq!(names.len(), 2);
        for name in &names {
            let thumb = browser.get(&format!("/photos/draft/{name}/small")).await;
            assert_eq!(thumb.header("content-type"), "image/jpeg");
        }

        // One is taken away again; the rest is sent as it stands.
        let mut again = form(&world, "good-and-bad", TYPED);
        again.push(("drop", names[0].clone()));
        let page = browser.post("/reports/new", &pairs(&again)).await;
        assert_eq!(
            (page.status, drafts(&page)),
            (StatusCode::OK, vec![names[1].clone()])
        );
        let page = browser
            .get(&format!("/photos/draft/{}/small", names[0]))
            .await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
        let page = sent(&world, &mut browser, "good-and-bad", &[]).await;
        assert_eq!(page.status, StatusCode::SEE_OTHER);
        let receipt = browser.get(page.location()).await;
        assert!(receipt.text().contains(&names[1]) && !receipt.text().contains(&names[0]));
        let page = browser
            .get(&format!("/photos/draft/{}/small", names[1]))
            .await;
        assert_eq!(
            page.status,
            StatusCode::NOT_FOUND,
            "it is no draft any more"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_a_fourth_photo_is_one_too_many() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut browser = pages.browser(&world.here);
        let photos = [10, 80, 150, 220].map(picture);
        let page = sent(&world, &mut browser, "four-of-them", &photos).await;
        comes_back_with(&page, Problem::TooMany { max: 3 });
        assert_eq!(drafts(&page).len(), 3);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_what_is_served_says_nothing_of_where_it_was_taken() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut browser = pages.browser(&world.here);
        let phone: Bytes = as_from_a_phone(&picture(120), 6).into();
        let unfinished = [("request_key", "report-with-position")];
        let page = browser
            .post_photos("/reports/new", &unfinished, std::slice::from_ref(&phone))
            .await;
        let draft = drafts(&page).swap_remove(0);
        let form = form(&world, "with-position", TYPED);
        let answer = browser.post("/reports/new", &pairs(&form)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let secret = answer.location().to_owned();
        // It was a draft of the same form, and a draft no more.
        let served = [
            browser.get(&format!("{secret}/photos/{draft}")).await,
            browser.get(&format!("{secret}/photos/{draft}/small")).await,
        ];
        let page = browser
            .post_photos(
                "/reports/new",
                &[("request_key", "report-elsewhere")],
                &[phone],
            )
            .await;
        let thumb = browser
            .get(&format!("/photos/draft/{}/small", drafts(&page)[0]))
            .await;
        for page in served.iter().chain([&thumb]) {
            assert_eq!(page.status, StatusCode::OK);
            let seen = image::load_from_memory(&page.body).unwrap();
            assert_eq!(
                (seen.width(), seen.height()),
                (120, 160),
                "it stands upright"
            );
            for trace in ["Exif", "GPS", "xmpmeta", "ICC_PROFILE"] {
                let found = page
                    .body
                    .windows(trace.len())
                    .any(|bytes| bytes == trace.as_bytes());
                assert!(!found, "{trace} is still in it");
            }
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_a_phones_108_megapixels_are_accepted() {
    let sampling = vec![(2, 2), (1, 1), (1, 1)];
    let blocks = Blocks {
        width: 12_000,
        height: 9000,
        sampling,
        progressive: false,
        adobe: false,
    };
    let photo: Bytes = blocks.file(|_, _| 128).into();
    story::both(|world| {
        let photo = photo.clone();
        async move {
            let mut browser = Pages::open(&world).browser(&world.here);
            let page = sent(&world, &mut browser, "large-photo", &[photo]).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            let receipt = browser.get(page.location()).await;
            assert!(receipt.text().contains("width=\"2048\""));
        }
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn r14_hidden_is_hidden_at_every_address_of_a_picture() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.account("min", domain::permission::Post::Staff).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let mut resident = pages.browser(&world.here);
        let secret = filed(&mut resident, &form(&world, "to-be-hidden", TYPED)).await;
        let receipt = resident.get(&format!("/r/{secret}")).await;
        let name = receipt
            .between(&format!("/r/{secret}/photos/"), "\"")
            .swap_remove(0);
        let addresses = [format!("/photos/{name}"), format!("/photos/{name}/small")];
        for address in &addresses {
            assert_eq!(
                resident.get(address).await.status,
                StatusCode::NOT_FOUND,
                "not accepted yet"
            );
        }
        let number = crate::known::last_number(&world).await;
        crate::known::accept(&world, &mut staff, &number).await;
        let mut tag = String::new();
        for address in &addresses {
            let page = resident.get(address).await;
            assert_eq!(page.status, StatusCode::OK);
            assert_eq!(
                page.header("cache-control"),
                "private, no-cache",
                "asked for every time"
            );
            page.header("etag").clone_into(&mut tag);
        }
        let known = |browser: &Browser, address: &str| {
            let request = browser.request(axum::http::Method::GET, address);
            request
                .header("if-none-match", &tag)
                .body(axum::body::Body::empty())
                .unwrap()
        };
        let page = resident.send(known(&resident, &addresses[1])).await;
        assert_eq!(page.status, StatusCode::NOT_MODIFIED);

        crate::cache::hide(&mut staff, &number).await;
        for address in &addresses {
            let page = resident.send(known(&resident, address)).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{address}");
        }
        let own = resident.get(&format!("/r/{secret}/photos/{name}")).await;
        assert_eq!(
            own.status,
            StatusCode::NOT_FOUND,
            "hidden from the reporter's link, too"
        );
    })
    .await;
}
