//! Stories of reports, from the form to the last check.

mod handling;
mod photos;
mod reading;

use backend::photo;
use backend::report::act::{self, ActDraft};
use backend::report::follow::{self, FollowDraft};
use backend::report::show::{self, Work};
use backend::report::{self as reports, Receipt};
use backend::{Context, Error, sql, task};
use bytes::Bytes;
use domain::permission::Post;
use domain::problem::Problem;
use domain::report::{Action, Draft, Role, Source, State, replay};
use domain::request_key::RequestKey;

use crate::story::{self, World, local};

/// A form that is filled in as most are: a building, a unit, a few words.
pub fn form(world: &World, key: &str) -> Draft {
    let building = &world.here.buildings[0];
    Draft {
        request_key: format!("report-{key}"),
        category: world.here.categories[0].to_string(),
        building: building.id.to_string(),
        unit: building.units[1].to_string(),
        floor: building.floors[0].to_string(),
        words: "楼道里堆了杂物，走不过去。".to_owned(),
        callback: "13912345678".to_owned(),
        ..Draft::default()
    }
}

/// A report that somebody without an account has filed.
pub async fn filed(world: &World, key: &str) -> Receipt {
    reports::submit(&world.ctx(None).await, form(world, key))
        .await
        .unwrap()
}

/// Staff of the community.
pub async fn staff(world: &World, name: &str) -> Context {
    let account = world.account(name, Post::Staff).await;
    world.ctx(Some(account)).await
}

/// Somebody of the property company.
pub async fn property(world: &World, name: &str) -> Context {
    let account = world.account(name, Post::Property).await;
    world.ctx(Some(account)).await
}

/// An action's form as its page shows it now.
pub async fn sheet(ctx: &Context, receipt: &Receipt, action: Action) -> ActDraft {
    let version = show::work(ctx, receipt.number)
        .await
        .map_or(0, |work| work.version);
    ActDraft {
        request_key: format!("{}-{}-{version}", receipt.number, action.as_str()),
        version: version.to_string(),
        action: action.as_str().to_owned(),
        words: if domain::report::needs_reason(action) {
            "因为要说一句".to_owned()
        } else {
            String::new()
        },
        ..ActDraft::default()
    }
}

/// Does one thing with a report.
pub async fn does(ctx: &Context, receipt: &Receipt, action: Action) -> Result<(), Error> {
    let draft = sheet(ctx, receipt, action).await;
    act::act(ctx, receipt.number, draft).await
}

/// Accepts a report and hands it to the property company in one press.
pub async fn handed_over(world: &World, ctx: &Context, receipt: &Receipt) {
    let draft = ActDraft {
        org: world.here.property.to_string(),
        summary: "楼道杂物".to_owned(),
        ..sheet(ctx, receipt, Action::Accept).await
    };
    act::act(ctx, receipt.number, draft).await.unwrap();
}

/// A picture of one colour, as a phone would send it.
pub fn picture(red: u8) -> Bytes {
    let image = image::RgbImage::from_pixel(640, 480, image::Rgb([red, 120, 90]));
    let mut bytes = std::io::Cursor::new(Vec::new());
    image
        .write_to(&mut bytes, image::ImageFormat::Jpeg)
        .unwrap();
    bytes.into_inner().into()
}

/// Sends a picture with a form.
pub async fn with_picture(ctx: &Context, key: &str) -> photo::Photo {
    photo::keep_draft(ctx, &RequestKey::parse(key).unwrap(), picture(200))
        .await
        .unwrap()
}

/// The page of those who work on it.
pub async fn work(ctx: &Context, receipt: &Receipt) -> Work {
    show::work(ctx, receipt.number).await.unwrap()
}

/// Replays every history and counts every heading of the community: both agree with the reports.
pub async fn everything_agrees(world: &World) {
    let mut tx = world.write().await;
    let reports = sql!(
        &mut tx,
        all as (i64, String),
        "select id, state from report order by id"
    )
    .unwrap();
    for (id, state) in reports {
        let steps = sql!(
            &mut tx, all as (String, String),
            "select role, action from report_history where report_id = $1 and step > 1 order by step",
            id,
        )
        .unwrap();
        let steps = steps
            .iter()
            .map(|(role, action)| (Role::parse(role).unwrap(), Action::parse(action).unwrap()));
        assert_eq!(replay(steps).unwrap().state.as_str(), state, "report {id}");
    }
    let counted = sql!(
        &mut tx,
        all as (i64, i64, String, i64, i64, i64, i64),
        "select is_public, is_open, state, category_id, building_id, lead_org_id, n
         from report_tally where n <> 0
         order by is_public, is_open, state, category_id, building_id, lead_org_id",
    )
    .unwrap();
    let real = sql!(
        &mut tx, all as (i64, i64, String, i64, i64, i64, i64),
        "select is_public, is_open, state, category_id, coalesce(building_id, 0),
                coalesce(lead_org_id, 0), count(*)
         from report
         group by is_public, is_open, state, category_id, coalesce(building_id, 0), coalesce(lead_org_id, 0)
         order by is_public, is_open, state, category_id, coalesce(building_id, 0), coalesce(lead_org_id, 0)",
    )
    .unwrap();
    assert_eq!(counted, real);
}

#[tokio::test]
async fn r04_a_report_needs_no_account_and_its_receipt_opens_it() {
    story::both(|world| async move {
        let receipt = filed(&world, "first-one").await;
        assert_eq!(receipt.number.to_string(), "2026-000001");
        let followed = show::followed(&world.ctx(None).await, &receipt.secret)
            .await
            .unwrap();
        assert_eq!(followed.words, "楼道里堆了杂物，走不过去。");
        assert_eq!(followed.facts.state, State::Reported);
        assert_eq!(followed.callback.unwrap().to_string(), "139****5678", "p17");
        let other = "0".repeat(24);
        let stranger = show::followed(&world.ctx(None).await, &other).await;
        assert!(matches!(stranger, Err(Error::NotFound)));
        everything_agrees(&world).await;
    })
    .await;
}

#[tokio::test]
async fn x10_a_form_with_faults_files_nothing() {
    story::both(|world| async move {
        let ctx = world.ctx(None).await;
        let bad = Draft {
            words: String::new(),
            callback: "12".to_owned(),
            category: world.elsewhere.categories[0].to_string(),
            ..form(&world, "faulty-one")
        };
        let Err(Error::Invalid(problems)) = reports::submit(&ctx, bad).await else {
            panic!("filed")
        };
        assert_eq!(problems.of("words"), Some(Problem::PhotoOrWords));
        assert_eq!(problems.of("callback"), Some(Problem::NotAMobile));
        assert_eq!(
            problems.of("category"),
            Some(Problem::NotAChoice),
            "p03: another community's"
        );
        assert_eq!(
            filed(&world, "good-one").await.number.seq,
            1,
            "r06: no number is spent"
        );
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r03_ten_identical_forms_at_once_make_one_report() {
    story::both(|world| async move {
        let mut sent = Vec::new();
        for _ in 0..10 {
            let draft = form(&world, "double-tap");
            sent.push(tokio::spawn(task::run(world.ctx(None).await, move |ctx| {
                let draft = draft.clone();
                async move { reports::submit(&ctx, draft).await }
            })));
        }
        let mut receipts = Vec::new();
        for sent in sent {
            receipts.push(sent.await.unwrap().unwrap());
        }
        assert!(
            receipts.windows(2).all(|pair| pair[0] == pair[1]),
            "one answer for all"
        );
        let mut tx = world.write().await;
        let (count,) = sql!(&mut tx, one as (i64,), "select count(*) from report").unwrap();
        drop(tx);
        assert_eq!(count, 1);
        everything_agrees(&world).await;
    })
    .await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 4)]
async fn r06_numbers_given_at_once_are_all_different_and_without_gaps() {
    story::both(|world| async move {
        let mut sent = Vec::new();
        for number in 0..40 {
            let draft = form(&world, &format!("crowd-{number}"));
            sent.push(tokio::spawn(task::run(world.ctx(None).await, move |ctx| {
                let draft = draft.clone();
                async move { reports::submit(&ctx, draft).await }
            })));
        }
        let mut given = Vec::new();
        for sent in sent {
            given.push(sent.await.unwrap().unwrap().number.seq);
        }
        given.sort_unstable();
        assert_eq!(given, (1..=40).collect::<Vec<_>>());
        everything_agrees(&world).await;
    })
    .await;
}

#[tokio::test]
async fn r06_numbers_begin_anew_with_the_year_of_the_community() {
    story::both(|world| async move {
        world.at(local("2026-12-31T23:59"));
        assert_eq!(
            filed(&world, "last-of-year").await.number.to_string(),
            "2026-000001"
        );
        world.at(local("2027-01-01T00:00"));
        assert_eq!(
            filed(&world, "first-of-year").await.number.to_string(),
            "2027-000001"
        );
    })
    .await;
}

#[tokio::test]
async fn r17_staff_enter_a_call_and_nobody_else_can() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let receipt = reports::enter(&ctx, form(&world, "by-phone"), Source::Phone)
            .await
            .unwrap();
        let page = work(&ctx, &receipt).await;
        assert_eq!(page.source, Source::Phone);
        assert_eq!(page.callback.unwrap().dial(), "13912345678");
        assert_eq!(page.steps[0].role, Role::Staff);

        let worker = property(&world, "gong").await;
        let refused = reports::enter(&worker, form(&world, "not-his"), Source::Phone).await;
        assert!(matches!(refused, Err(Error::Denied)));
        let nobody = reports::enter(
            &world.ctx(None).await,
            form(&world, "nobody-s"),
            Source::Phone,
        )
        .await;
        assert!(matches!(nobody, Err(Error::SignIn)));
    })
    .await;
}

#[tokio::test]
async fn the_reporter_withdraws_answers_and_appeals_once() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let public = world.ctx(None).await;
        let follow = |action: Action, words: &str, key: &str| FollowDraft {
            request_key: format!("follow-{key}"),
            action: action.as_str().to_owned(),
            words: words.to_owned(),
        };

        let asked = filed(&world, "asked-one").await;
        does(&ctx, &asked, Action::AskInfo).await.unwrap();
        let empty = follow::act(&public, &asked.secret, follow(Action::Answer, "", "empty")).await;
        assert!(matches!(empty, Err(Error::Invalid(_))));
        follow::act(
            &public,
            &asked.secret,
            follow(Action::Answer, "在三楼", "answer"),
        )
        .await
        .unwrap();
        // The same form again: nothing more happens.
        follow::act(
            &public,
            &asked.secret,
            follow(Action::Answer, "在三楼", "answer"),
        )
        .await
        .unwrap();
        let page = show::followed(&public, &asked.secret).await.unwrap();
        assert_eq!((page.facts.state, page.steps.len()), (State::Reported, 3));

        let rejected = filed(&world, "rejected-one").await;
        does(&ctx, &rejected, Action::Reject).await.unwrap();
        follow::act(
            &public,
            &rejected.secret,
            follow(Action::Appeal, "就在院里", "appeal"),
        )
        .await
        .unwrap();
        does(&ctx, &rejected, Action::Reject).await.unwrap();
        let again = follow::act(
            &public,
            &rejected.secret,
            follow(Action::Appeal, "再看看", "twice"),
        )
        .await;
        assert!(
            matches!(again, Err(Error::Changed)),
            "an appeal is heard once"
        );

        let gone = filed(&world, "gone-one").await;
        does(&ctx, &gone, Action::Accept).await.unwrap();
        follow::act(
            &public,
            &gone.secret,
            follow(Action::Withdraw, "", "withdraw"),
        )
        .await
        .unwrap();
        assert!(matches!(
            show::public(&public, gone.number).await,
            Err(Error::NotFound)
        ));
        let late = follow::act(&public, &gone.secret, follow(Action::Solved, "", "late")).await;
        assert!(matches!(late, Err(Error::Changed)));
        everything_agrees(&world).await;
    })
    .await;
}

#[tokio::test]
async fn r01_the_clock_closes_what_nobody_answered_for_fourteen_days() {
    story::both(|world| async move {
        let ctx = staff(&world, "min").await;
        let receipt = filed(&world, "waiting-one").await;
        does(&ctx, &receipt, Action::AskInfo).await.unwrap();
        world.at(local("2026-03-24T08:59"));
        assert_eq!(
            follow::close_unanswered(&world.ctx(None).await)
                .await
                .unwrap(),
            0
        );
        world.at(local("2026-03-24T09:00"));
        assert_eq!(
            follow::close_unanswered(&world.ctx(None).await)
                .await
                .unwrap(),
            1
        );
        assert_eq!(
            follow::close_unanswered(&world.ctx(None).await)
                .await
                .unwrap(),
            0,
            "once"
        );
        assert_eq!(work(&ctx, &receipt).await.facts.state, State::Closed);
        everything_agrees(&world).await;
    })
    .await;
}
