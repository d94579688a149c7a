//! Reporting through the form: what is typed stays, what is sent twice is one (rules R3, R4, X10).

use app::problem::sentence;
use axum::http::StatusCode;
use backend::sql;
use domain::problem::Problem;
use text::Lang;

use crate::browser::Pages;
use crate::known::{form, kept, pairs, picture};
use crate::story::{self, World};

/// How many reports and how many photos of reports there are.
async fn counted(world: &World) -> (i64, i64) {
    let mut tx = world.write().await;
    sql!(
        &mut tx, one as (i64, i64),
        "select (select count(*) from report), (select count(*) from photo where report_id is not null)",
    )
    .unwrap()
}

#[tokio::test]
async fn r04_three_steps_lead_to_a_receipt() {
    story::both(|world| async move {
        let mut browser = Pages::open(&world).browser(&world.here);
        let what = browser.get("/reports/new").await;
        let category = format!("/reports/new?category={}", world.here.categories[1]);
        assert!(what.text().contains(&category));
        let place = browser.get(&category).await;
        let building = format!(
            "category={}&amp;building={}",
            world.here.categories[1], world.here.buildings[1].id
        );
        assert!(place.text().contains(&building), "{}", place.text());
        let tell = browser
            .get(&format!("/reports/new?{}", building.replace("&amp;", "&")))
            .await;
        let form = [
            ("request_key", tell.hidden("request_key")),
            ("category", tell.hidden("category")),
            ("building", tell.hidden("building")),
            ("words", "灯坏了".to_owned()),
        ];
        let answer = browser.post("/reports/new", &pairs(&form)).await;
        assert_eq!(answer.status, StatusCode::SEE_OTHER);
        let receipt = browser.get(answer.location()).await;
        assert!(receipt.text().contains("2026-000001") && receipt.text().contains("灯坏了"));
        let mine = browser.get("/reports/mine").await;
        assert!(
            mine.text().contains(answer.location()),
            "this browser remembers it"
        );
    })
    .await;
}

#[tokio::test]
async fn x10_a_fault_keeps_what_was_typed_and_says_where_it_is() {
    story::both(|world| async move {
        let mut browser = Pages::open(&world).browser(&world.here);
        let before = kept(&world).await;
        let typed = "<b>\"楼道\" & 'x'</b>";
        let mut form = form(&world, "with-faults", typed);
        form.push(("callback", "1391234".to_owned()));
        form.push(("place_words", "电梯口".to_owned()));
        let page = browser.post("/reports/new", &pairs(&form)).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let text = page.text();
        assert!(
            text.contains(&sentence(Lang::Zh, "callback", Problem::NotAMobile)),
            "{text}"
        );
        assert!(
            text.contains("href=\"#callback\""),
            "the summary leads to the field"
        );
        assert!(text.contains("1391234") && text.contains("电梯口"));
        let words = "&lt;b&gt;\"楼道\" &amp; 'x'&lt;/b&gt;</textarea>";
        assert!(
            text.contains(words),
            "and is text, not markup (X18): {text}"
        );
        assert_eq!(page.hidden("request_key"), "report-with-faults");
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn x16_characters_that_are_none_are_a_fault_at_their_field() {
    story::both(|world| async move {
        let mut browser = Pages::open(&world).browser(&world.here);
        let before = kept(&world).await;
        for (number, bad) in ["a%00b", "%ED%A0%80", "%FF", "%E2%80%AE", "%1B"]
            .into_iter()
            .enumerate()
        {
            let form = form(&world, &format!("no-text-{number}"), "");
            let good: String = form_urlencoded::Serializer::new(String::new())
                .extend_pairs(form.iter().filter(|(name, _)| *name != "words"))
                .finish();
            let body = format!("{good}&words={bad}");
            let page = browser
                .post_bytes("/reports/new", Some(crate::browser::PLAIN), body)
                .await;
            assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY, "{bad}");
            assert!(
                page.text()
                    .contains(&sentence(Lang::Zh, "words", Problem::NotAllowed)),
                "{bad}"
            );
        }
        assert_eq!(kept(&world).await, before);
    })
    .await;
}

#[tokio::test]
async fn r03_the_same_form_twice_gives_the_same_receipt() {
    story::both(|world| async move {
        let mut browser = Pages::open(&world).browser(&world.here);
        for (key, words) in [("twice-words", "杂物"), ("twice-photo", "")] {
            let form = form(&world, key, words);
            let photos = [picture(30), picture(180)];
            let first = browser
                .post_photos("/reports/new", &pairs(&form), &photos)
                .await;
            let second = browser
                .post_photos("/reports/new", &pairs(&form), &photos)
                .await;
            assert_eq!(first.status, StatusCode::SEE_OTHER, "{}", first.text());
            assert_eq!(
                (second.status, second.location()),
                (first.status, first.location())
            );
        }
        assert_eq!(counted(&world).await, (2, 4));
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r03_twenty_equal_forms_at_once_make_one_report() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        // Words alone; a photo alone; as many photos as there may be.
        for (round, (words, photos)) in [("杂物", 0), ("", 1), ("杂物", 3)].into_iter().enumerate()
        {
            let before = counted(&world).await;
            let form = form(&world, &format!("twenty-{round}"), words);
            let photos: Vec<_> = [40, 120, 200]
                .into_iter()
                .take(photos)
                .map(picture)
                .collect();
            let sent = (0..20).map(|_| {
                let (mut browser, form, photos) =
                    (pages.browser(&world.here), form.clone(), photos.clone());
                tokio::spawn(async move {
                    let page = browser
                        .post_photos("/reports/new", &pairs(&form), &photos)
                        .await;
                    (page.status, page.location().to_owned())
                })
            });
            let answers: Vec<_> = futures::future::join_all(sent)
                .await
                .into_iter()
                .map(Result::unwrap)
                .collect();
            let first = answers
                .iter()
                .find(|(status, _)| *status == StatusCode::SEE_OTHER)
                .unwrap();
            for answer in &answers {
                assert_eq!(answer, first, "round {round}: all of {answers:?}");
            }
            let more = i64::try_from(photos.len()).unwrap();
            assert_eq!(
                counted(&world).await,
                (before.0 + 1, before.1 + more),
                "round {round}"
            );
        }
    })
    .await;
}
