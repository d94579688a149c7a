//! Pages of signing in and what belongs to it (rules P5, P7, P9, P10).

use std::time::Duration;

use app::Access;
use axum::http::{Method, StatusCode};
use backend::account::{self, totp};
use backend::sql;
use domain::id::AccountId;
use domain::permission::Post;

use crate::browser::{Browser, Page, Pages};
use crate::known::{Known, pairs};
use crate::story::{self, PASSWORD, World, local};

const NEW: &str = "桂花树下的自行车";

async fn first_step(browser: &mut Browser, name: &str) -> Page {
    browser
        .post("/login", &[("name", name), ("password", PASSWORD)])
        .await
}

fn code_now(world: &World, letters: &str) -> String {
    let secret = totp::read_letters(letters).expect("letters of a secret");
    totp::code(&secret, totp::step_of(world.now().millis()))
}

/// Sets a second factor up on its page; the letters and the list.
async fn set_up(world: &World, browser: &mut Browser, path: &str) -> (String, Vec<String>) {
    let letters = browser.get(path).await.hidden("letters");
    let code = code_now(world, &letters);
    let form = [("act", "set"), ("letters", &letters), ("code", &code)];
    let page = browser.post(path, &form).await;
    assert_eq!(page.status, StatusCode::OK, "{}", page.text());
    let codes = page.between("<li class=\"number\">", "<");
    assert_eq!(codes.len(), 10);
    (letters, codes)
}

async fn opens_nothing(world: &World, known: &Known, browser: &mut Browser) {
    for route in app::table() {
        if !matches!(route.access, Access::SignedIn | Access::Needs(_)) {
            continue;
        }
        let path = known.fill(route.path);
        let page = if route.method == Method::GET {
            browser.get(&path).await
        } else {
            let form = known.good_form(world, route.path, "half").await;
            browser.post(&path, &pairs(&form)).await
        };
        assert!(
            page.asks_to_sign_in(),
            "{} {path}: {}",
            route.method,
            page.status
        );
    }
    let page = browser.get("/").await;
    assert!(!page.text().contains("href=\"/me\""), "nobody is signed in");
}

#[tokio::test]
async fn p10_half_a_sign_in_opens_nothing() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        world.account("zhou", Post::Staff).await;
        let mut own = pages.signed_in(&world.here, "zhou").await;
        let (letters, codes) = set_up(&world, &mut own, "/me/second-factor").await;

        let mut browser = pages.browser(&world.here);
        let page = first_step(&mut browser, "zhou").await;
        assert_eq!(page.location(), "/login/code");
        opens_nothing(&world, &known, &mut browser).await;
        let page = browser.get("/login?back=%2Fadmin%2Freports").await;
        assert_eq!(page.location(), "/login/code?back=%2Fadmin%2Freports");
        let wrong = browser.post("/login/code", &[("code", "000000")]).await;
        assert_eq!(wrong.status, StatusCode::UNPROCESSABLE_ENTITY);
        opens_nothing(&world, &known, &mut browser).await;

        // The half session's cookie is worth nothing once the sign-in is whole.
        let half = browser.session().expect("a session");
        world.at(world.now().plus(Duration::from_secs(60)));
        let code = code_now(&world, &letters);
        let form = [("code", code.as_str()), ("back", "/admin/reports")];
        let page = browser.post("/login/code", &form).await;
        assert_eq!(page.location(), "/admin/reports");
        assert_eq!(browser.get("/admin/reports").await.status, StatusCode::OK);
        let mut thief = pages.browser(&world.here);
        thief.cookies.insert("__Host-linli".to_owned(), half);
        assert!(thief.get("/me").await.asks_to_sign_in());

        // A code of the list, and this device is not asked again.
        let mut other = pages.browser(&world.here);
        first_step(&mut other, "zhou").await;
        let form = [("code", codes[0].as_str()), ("trust", "1")];
        let page = other.post("/login/code", &form).await;
        assert_eq!(page.location(), "/admin", "{}", page.text());
        let mut cookies = page.headers.get_all("set-cookie").iter();
        let cookie = cookies.find_map(|cookie| {
            let cookie = cookie.to_str().unwrap();
            cookie.starts_with("__Host-linli-device=").then_some(cookie)
        });
        for part in ["HttpOnly", "Secure", "SameSite=Lax", "Max-Age=7776000"] {
            assert!(cookie.is_some_and(|cookie| cookie.contains(part)), "{part}");
        }
        other.post("/logout", &[]).await;
        assert_eq!(first_step(&mut other, "zhou").await.location(), "/admin");

        // Without a first step there is nothing to complete.
        let mut nobody = pages.browser(&world.here);
        let page = nobody.post("/login/code", &[("code", &codes[1])]).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(nobody.session().is_none());
    })
    .await;
}

#[tokio::test]
async fn p10_an_administrator_without_a_second_factor_gets_nothing_but_its_set_up() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let account = world.resident("new-admin").await;
        // Signed in before the post was given.
        let mut before = pages.signed_in(&world.here, "new-admin").await;
        assert_eq!(before.get("/me").await.status, StatusCode::OK);
        world
            .hold(account, Post::Admin, world.here.node, None)
            .await;
        opens_nothing(&world, &known, &mut before).await;

        let mut browser = pages.browser(&world.here);
        let page = first_step(&mut browser, "new-admin").await;
        assert_eq!(page.location(), "/login/set-up");
        opens_nothing(&world, &known, &mut browser).await;
        set_up(&world, &mut browser, "/login/set-up").await;
        assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
        assert_eq!(
            before.get("/admin").await.status,
            StatusCode::OK,
            "the same account"
        );
    })
    .await;
}

#[tokio::test]
async fn p09_a_new_password_ends_the_other_sign_ins_and_changes_the_own_id() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("wangayi").await;
        let mut own = pages.signed_in(&world.here, "wangayi").await;
        let mut other = pages.signed_in(&world.here, "wangayi").await;
        let before = own.session().expect("a session");
        let form = [("old", PASSWORD), ("password", "short")];
        let page = own.post("/me/password", &form).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            !page.text().contains("short"),
            "a password is not sent back"
        );
        let form = [("old", PASSWORD), ("password", NEW)];
        let page = own.post("/me/password", &form).await;
        assert_eq!(page.location(), "/me", "{}", page.text());
        assert_ne!(own.session().expect("a session"), before);
        assert_eq!(own.get("/me").await.status, StatusCode::OK);
        assert!(other.get("/me").await.asks_to_sign_in());
        let mut thief = pages.browser(&world.here);
        thief.cookies.insert("__Host-linli".to_owned(), before);
        assert!(thief.get("/me").await.asks_to_sign_in());
    })
    .await;
}

#[tokio::test]
async fn p09_a_person_sees_their_devices_and_ends_any_of_them() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("wangayi").await;
        world.resident("neighbour").await;
        let mut neighbour = pages.signed_in(&world.here, "neighbour").await;
        let mut own = pages.signed_in(&world.here, "wangayi").await;
        let mut phone = pages.signed_in(&world.here, "wangayi").await;
        let mut computer = pages.signed_in(&world.here, "wangayi").await;
        let page = own.get("/me/devices").await;
        let handles = page.between("name=\"end\" value=\"", "\"");
        assert_eq!(handles.len(), 3, "two others, and all others at once");
        assert!(!page.text().contains(&own.session().unwrap()));
        let not_own = neighbour.post("/me/devices", &[("end", &handles[0])]).await;
        assert_eq!(
            not_own.status,
            StatusCode::SEE_OTHER,
            "nothing of theirs is named so"
        );
        assert_eq!(
            own.get("/me/devices")
                .await
                .between("name=\"end\"", "/")
                .len(),
            3
        );
        own.post("/me/devices", &[("end", &handles[0])]).await;
        let left = [
            phone.get("/me").await.status,
            computer.get("/me").await.status,
        ];
        assert_eq!(
            left.iter()
                .filter(|status| **status == StatusCode::OK)
                .count(),
            1
        );
        own.post("/me/devices", &[("end", "others")]).await;
        assert!(phone.get("/me").await.asks_to_sign_in());
        assert!(computer.get("/me").await.asks_to_sign_in());
        assert_eq!(own.get("/me").await.status, StatusCode::OK);
        assert_eq!(neighbour.get("/me").await.status, StatusCode::OK);
        let page = own.post("/me/devices", &[("end", "nonsense")]).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);
    })
    .await;
}

async fn rights_changed(world: &World, account: AccountId) {
    let person = world.ctx(Some(account)).await.signed_in().unwrap().person;
    let mut tx = world.write().await;
    account::rights_changed(&mut tx, person).await.unwrap();
    tx.commit().await.unwrap();
}

#[tokio::test]
async fn p09_a_change_of_rights_changes_the_id_and_how_long_it_lasts() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let account = world.resident("min").await;
        let mut browser = pages.signed_in(&world.here, "min").await;
        let before = browser.session().expect("a session");
        browser.get("/me").await;
        assert_eq!(browser.session().expect("a session"), before);
        world
            .hold(account, Post::Staff, world.here.node, None)
            .await;
        rights_changed(&world, account).await;
        let page = browser.get("/me").await;
        assert_eq!(page.status, StatusCode::OK);
        let after = browser.session().expect("a session");
        assert_ne!(after, before);
        // The page has the token of the new id.
        let token = page.hidden("form_token");
        assert_eq!(browser.get("/me").await.hidden("form_token"), token);
        assert_eq!(browser.session().expect("a session"), after, "once");
        let mut thief = pages.browser(&world.here);
        thief.cookies.insert("__Host-linli".to_owned(), before);
        assert!(thief.get("/me").await.asks_to_sign_in());
        // Twelve hours from now on (rule P7).
        world.at(local("2026-03-10T20:59"));
        assert_eq!(browser.get("/admin").await.status, StatusCode::OK);
        world.at(local("2026-03-10T21:00"));
        assert!(browser.get("/admin").await.asks_to_sign_in());
    })
    .await;
}

#[tokio::test]
async fn p09_a_refused_page_does_not_sign_anybody_out() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let account = world.resident("chen").await;
        let mut browser = pages.signed_in(&world.here, "chen").await;
        let before = browser.session().expect("a session");
        rights_changed(&world, account).await;
        let refused = browser.get("/admin/audit").await;
        assert_eq!(refused.status, StatusCode::FORBIDDEN);
        assert_ne!(browser.session().expect("a session"), before);
        assert_eq!(browser.get("/me").await.status, StatusCode::OK);
    })
    .await;
}

#[tokio::test]
async fn p09_a_slip_is_printed_and_opens_the_account_once() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut staff = pages.signed_in(&world.here, "min").await;
        let path = format!("/admin/people/{}/slip", known.member);
        let key = staff.get(&path).await.hidden("request_key");
        let form = [("request_key", key.as_str()), ("handing", "handed")];
        let sheet = staff.post(&path, &form).await;
        assert_eq!(sheet.status, StatusCode::OK);
        let link = sheet.between("/reset/", "\"").swap_remove(0);
        let digits = sheet
            .between("<p class=\"address number\">", "<")
            .swap_remove(0);

        let mut owner = pages.browser(&world.here);
        let page = owner.get(&format!("/reset/{link}")).await;
        assert_eq!(page.status, StatusCode::OK);
        let wrong = [("code", "0000000000"), ("password", NEW)];
        let page = owner.post("/reset", &wrong).await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        let right = [("code", digits.as_str()), ("password", NEW)];
        let page = owner.post("/reset", &right).await;
        assert_eq!((page.status, page.location()), (StatusCode::SEE_OTHER, "/"));
        assert_eq!(owner.get("/me").await.status, StatusCode::OK);
        let page = owner.get(&format!("/reset/{link}")).await;
        assert_eq!(page.status, StatusCode::NOT_FOUND);

        // A person without an account is told so, not offered a form.
        let page = staff
            .get(&format!("/admin/people/{}/slip", known.person))
            .await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(!page.text().contains("name=\"handing\""));
    })
    .await;
}

#[tokio::test]
async fn p09_a_block_takes_effect_on_the_next_request() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut admin = pages.signed_in(&world.here, "lin").await;
        let mut member = pages.signed_in(&world.here, "member").await;
        let path = format!("/admin/people/{}/access", known.member);
        let page = admin
            .post(&path, &[("act", "block"), ("reason", ""), ("until", "9")])
            .await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert_eq!(member.get("/me").await.status, StatusCode::OK);
        let form = [("act", "block"), ("reason", "冒用名字"), ("until", "7")];
        assert_eq!(admin.post(&path, &form).await.status, StatusCode::SEE_OTHER);
        assert!(member.get("/me").await.asks_to_sign_in());
        let page = first_step(&mut member, "member").await;
        assert_eq!(page.status, StatusCode::UNPROCESSABLE_ENTITY);
        assert!(
            page.text()
                .contains(text::account::does_not_fit(text::Lang::Zh))
        );
        let mut staff = pages.signed_in(&world.here, "min").await;
        let page = staff.get(&path).await;
        assert_eq!(page.status, StatusCode::OK);
        assert!(
            !page.text().contains("name=\"act\""),
            "no buttons for who may only see"
        );
        admin.post(&path, &[("act", "lift")]).await;
        assert_eq!(
            first_step(&mut member, "member").await.status,
            StatusCode::SEE_OTHER
        );
    })
    .await;
}

#[tokio::test]
async fn x05_the_look_of_an_account_comes_along_to_another_device() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        world.resident("wangayi").await;
        let mut own = pages.signed_in(&world.here, "wangayi").await;
        assert!(
            !own.cookies.contains_key("linli-look"),
            "nothing was changed"
        );
        own.post("/settings", &[("elder", "26"), ("contrast", "high")])
            .await;
        let mut other = pages.signed_in(&world.here, "wangayi").await;
        let page = other.get("/").await;
        assert!(page.text().contains("data-elder=\"26\""));
        assert!(page.text().contains("data-contrast=\"high\""));
        let mut nobody = pages.browser(&world.here);
        nobody.post("/settings", &[("elder", "30")]).await;
        let mut tx = world.write().await;
        let (look,) = sql!(
            &mut tx,
            one as (Option<String>,),
            "select look from account"
        )
        .unwrap();
        assert_eq!(look.as_deref(), Some("zh-CN.26.high"));
    })
    .await;
}

#[tokio::test]
async fn p08_pages_answer_a_known_number_and_address_word_for_word_as_an_unknown_one() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        drop(known);
        let mut tx = world.write().await;
        sql!(&mut tx, execute, "delete from sign_in_ask").unwrap();
        tx.commit().await.unwrap();
        let mut browser = pages.browser(&world.here);
        let mut seen = Vec::new();
        // The first is somebody's who signs in by it, the second nobody's.
        for number in ["13900004444", "13900004445"] {
            let form = [("telephone", number), ("back", "/me")];
            let page = browser.post("/login/sms", &form).await;
            assert_eq!(page.status, StatusCode::SEE_OTHER);
            let to = page.location().to_owned();
            assert!(
                to.starts_with("/login/sms/") && to.ends_with("?back=%2Fme"),
                "{to}"
            );
            let handle = to.split(['/', '?']).nth(3).unwrap().to_owned();
            let at = format!("/login/sms/{handle}");
            let code = browser.get(&to).await;
            let wrong = browser.post(&at, &[("code", "12")]).await;
            let soon = browser.post("/login/sms", &form).await;
            assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
            assert!(!code.text().contains(number), "it is masked");
            let last = &number[7..];
            seen.push([code, wrong, soon].map(|page| {
                page.between("<main", "</main>")
                    .concat()
                    .replace(&handle, "…")
                    .replace(last, "…")
            }));
        }
        assert_eq!(seen[0], seen[1]);
        let mut seen = Vec::new();
        for name in ["member", "mailer", "mailer@example.org", "nobody"] {
            let page = browser.post("/login/forgotten", &[("name", name)]).await;
            assert_eq!(page.location(), "/login/forgotten?sent=1", "{name}");
            let soon = browser.post("/login/forgotten", &[("name", name)]).await;
            assert_eq!(soon.status, StatusCode::TOO_MANY_REQUESTS);
            seen.push(soon.between("<main", "</main>").concat());
        }
        assert!(seen.iter().all(|page| *page == seen[0]));
        assert!(browser.session().is_none(), "asking begins no session");
    })
    .await;
}

#[tokio::test]
async fn p10_a_code_by_text_message_is_no_second_factor() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let known = Known::make(&world, &pages).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into second_factor (account_id, secret, last_step, created_at)
             select account_id, '', 0, 0 from credential where kind = 'sms'"
        )
        .unwrap();
        tx.commit().await.unwrap();
        let mut browser = pages.browser(&world.here);
        let at = format!("/login/sms/{}", known.text.handle);
        let page = browser.post(&at, &[("code", &known.text.code)]).await;
        assert_eq!(page.location(), "/login/code");
        assert!(browser.get("/me").await.asks_to_sign_in());
    })
    .await;
}

#[tokio::test]
async fn p09_the_page_for_a_forgotten_password_names_whom_to_call_and_offers_what_there_is() {
    story::both(|world| async move {
        let pages = Pages::open(&world);
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "insert into contact (community_id, kind, name_zh, name_en, phone, hours_zh, hours_en,
                                  sort)
             values ($1, 'community', '居委会', 'Office', '021-55500120', '', '', 50)",
            world.here.id.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        let mut browser = pages.browser(&world.here);
        for path in ["/login/forgotten", "/login/forgotten?sent=1"] {
            let page = browser.get(path).await;
            assert!(page.text().contains("href=\"tel:02155500120\""), "{path}");
        }
        let plain = Pages::with_options(
            &world,
            app::Options {
                https: true,
                ..app::Options::default()
            },
        );
        let mut browser = plain.browser(&world.here);
        let page = browser.get("/login/forgotten").await;
        assert!(!page.text().contains("name=\"name\""));
        let login = browser.get("/login").await;
        assert!(!login.text().contains("/login/sms"));
        for (path, form) in [("/login/forgotten", "name"), ("/login/sms", "telephone")] {
            let page = browser.post(path, &[(form, "13900004444")]).await;
            assert_eq!(page.status, StatusCode::NOT_FOUND, "{path}");
        }
    })
    .await;
}
