//! The demo community obeys the same rules as one that people filled by hand.

use std::collections::BTreeSet;
use std::path::PathBuf;

use domain::instant::Instant;
use domain::report::{Action, Role, State, replay};

use super::picture::Scene;
use super::{Size, fill, picture};
use crate::context::{Actor, Context, Stores};
use crate::db::{Db, Location};
use crate::password::Cost;
use crate::photo::store::PhotoStore;
use crate::random::Random;
use crate::report::list::{self, Query};
use crate::secret::Secret;
use crate::{account, community, sql};

/// 2026-07-15 10:00 in Shanghai.
const NOW: Instant = Instant::from_millis(1_784_080_800_000);

/// A database of its own for one test on one engine, gone when the test is.
struct Engine {
    stores: Stores,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

impl Engine {
    async fn open(name: &str, on_postgres: bool) -> Option<Self> {
        let random = Random::from_seed([7; 32]);
        let unique = format!("linli_demo_{name}_{}_{}", std::process::id(), u8::from(on_postgres));
        let folder = std::env::temp_dir().join(&unique);
        std::fs::create_dir_all(&folder).unwrap();
        let (location, postgres) = if on_postgres {
            let admin = std::env::var("LINLI_TEST_POSTGRES_URL").ok()?;
            let url = create_database(&admin, &unique).await;
            (Location::Postgres(url), Some((admin, unique)))
        } else {
            (Location::Sqlite(folder.join("linli.db")), None)
        };
        let db = Db::open(&location).await.unwrap();
        db.migrate().await.unwrap();
        let stores = Stores {
            db,
            photos: PhotoStore::open_local(&folder.join("photos")).unwrap(),
            secret: Secret::new("a secret for tests only").unwrap(),
            random,
            password_cost: Cost::Least,
        };
        Some(Self { stores, folder, postgres })
    }

    async fn filled(name: &str, on_postgres: bool, reports: u64) -> Option<(Self, Context)> {
        let engine = Self::open(name, on_postgres).await?;
        let mut told = Vec::new();
        let mut progress = |done, of| told.push((done, of));
        fill(&engine.stores, NOW, Size { reports }, &mut progress).await.unwrap();
        assert_eq!(told.last().copied(), (reports > 0).then_some((reports, reports)));
        let community = community::at(&engine.stores.db, "http://localhost").await.unwrap();
        let stores = engine.stores.clone();
        let actor = Actor::Clock;
        Some((engine, Context { stores, community: community.into(), actor, now: NOW }))
    }

    async fn close(self) {
        self.stores.db.close().await;
        if let Some((admin, name)) = self.postgres {
            let mut admin = admin_connection(&admin).await;
            let drop = format!("drop database {name}");
            sqlx::query(sqlx::AssertSqlSafe(drop)).execute(&mut admin).await.unwrap();
        }
        std::fs::remove_dir_all(self.folder).unwrap();
    }
}

async fn admin_connection(url: &str) -> sqlx::PgConnection {
    use sqlx::Connection as _;
    sqlx::PgConnection::connect(url).await.unwrap()
}

async fn create_database(admin: &str, name: &str) -> String {
    let mut connection = admin_connection(admin).await;
    let create = format!("create database {name}");
    sqlx::query(sqlx::AssertSqlSafe(create)).execute(&mut connection).await.unwrap();
    let (before, query) = match admin.split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (admin, String::new()),
    };
    let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
    format!("{server}/{name}{query}")
}

#[tokio::test]
async fn r02_replaying_every_demo_report_gives_its_state() {
    for on_postgres in [false, true] {
        let Some((engine, ctx)) = Engine::filled("replay", on_postgres, 1500).await else { continue };
        let mut read = ctx.db().read().await.unwrap();
        let reports = sql!(
            &mut read, all as (i64, String, Option<String>, i64, i64, i64),
            "select id, state, held_from, is_open, version, updated_at from report order by id"
        )
        .unwrap();
        let steps = sql!(
            &mut read, all as (i64, String, String, Option<String>, String, i64),
            "select report_id, role, action, from_state, to_state, at from report_history
             order by report_id, step"
        )
        .unwrap();
        let mut seen = BTreeSet::new();
        for (id, state, held_from, is_open, version, updated_at) in &reports {
            let own: Vec<_> = steps.iter().filter(|step| step.0 == *id).collect();
            assert_eq!(own[0].2, "create");
            assert_eq!(*version, i64::try_from(own.len()).unwrap());
            assert!(own.windows(2).all(|pair| pair[0].5 <= pair[1].5), "time runs forwards");
            assert!(own.windows(2).all(|pair| pair[1].3.as_deref() == Some(&*pair[0].4)));
            let last = own[own.len() - 1].5;
            assert!(last == *updated_at && last <= NOW.millis());
            let walked = own[1..].iter().map(|step| {
                (Role::parse(&step.1).unwrap(), Action::parse(&step.2).unwrap())
            });
            let current = replay(walked).unwrap();
            assert_eq!(current.state.as_str(), state);
            assert_eq!(current.aside_from.held_from.map(State::as_str), held_from.as_deref());
            assert_eq!(i64::from(current.state.is_open()), *is_open);
            seen.insert(current.state);
        }
        assert_eq!(seen.len(), State::ALL.len(), "every state is shown");
        drop(read);
        engine.close().await;
    }
}

#[tokio::test]
async fn r17_the_tally_is_what_counting_gives() {
    for on_postgres in [false, true] {
        let Some((engine, ctx)) = Engine::filled("tally", on_postgres, 1200).await else { continue };
        let mut read = ctx.db().read().await.unwrap();
        type Heading = (i64, i64, String, i64, i64, i64, i64);
        let kept = sql!(
            &mut read, all as Heading,
            "select is_public, is_open, state, category_id, building_id, lead_org_id, n
             from report_tally where n <> 0 order by 1, 2, 3, 4, 5, 6"
        )
        .unwrap();
        let counted = sql!(
            &mut read, all as Heading,
            "select is_public, is_open, state, category_id, coalesce(building_id, 0) as b,
                    coalesce(lead_org_id, 0) as o, count(*) as n
             from report group by 1, 2, 3, 4, 5, 6 order by 1, 2, 3, 4, 5, 6"
        )
        .unwrap();
        let closed: i64 = counted.iter().filter(|row| row.2 == "closed").map(|row| row.6).sum();
        assert!((850..1100).contains(&closed), "about four of five: {closed}");
        assert_eq!(kept, counted);
        drop(read);
        engine.close().await;
    }
}

#[tokio::test]
async fn r06_numbers_follow_the_ids_and_end_at_the_counter() {
    for on_postgres in [false, true] {
        let Some((engine, ctx)) = Engine::filled("number", on_postgres, 1100).await else { continue };
        let mut read = ctx.db().read().await.unwrap();
        let reports = sql!(
            &mut read, all as (i64, i64, i64),
            "select year, seq, reported_at from report order by id"
        )
        .unwrap();
        for pair in reports.windows(2) {
            assert!(pair[0].2 <= pair[1].2, "later ids are reported later");
            let follows = (pair[0].0, pair[0].1 + 1) == (pair[1].0, pair[1].1);
            assert!(follows || (pair[1].0 > pair[0].0 && pair[1].1 == 1), "{pair:?}");
        }
        let counters = sql!(
            &mut read, all as (i64, i64),
            "select year, last from report_counter order by year"
        )
        .unwrap();
        for (year, last) in counters {
            let given = reports.iter().filter(|report| report.0 == year).count();
            assert_eq!(i64::try_from(given).unwrap(), last);
        }
        drop(read);
        engine.close().await;
    }
}

#[tokio::test]
async fn r11_stories_have_before_and_after_and_are_found_by_their_words() {
    for on_postgres in [false, true] {
        let Some((engine, mut ctx)) = Engine::filled("story", on_postgres, 0).await else { continue };
        let fixed = list::lately_fixed(&ctx, 50).await.unwrap();
        assert!(fixed.len() >= 6, "{}", fixed.len());
        for line in fixed {
            let name = line.cover_after.unwrap();
            let viewer = crate::photo::Viewer::Public;
            crate::photo::show(&ctx, &name, crate::photo::Size::Small, viewer).await.unwrap();
        }
        let tried = account::Try {
            name: "dispatcher".to_owned(),
            password: account::DEMO_PASSWORD.to_owned(),
        };
        let dispatcher = account::sign_in(&ctx, tried).await.unwrap();
        ctx.actor = Actor::Person(dispatcher.into());
        let query = Query { text: "小广告".to_owned(), ..Query::default() };
        let found = list::work(&ctx, &query).await.unwrap();
        assert!(found.total >= 4 && found.lines.iter().all(|line| line.words.contains("小广告")));
        engine.close().await;
    }
}

#[tokio::test]
async fn a_database_with_a_community_is_left_alone() {
    let (engine, ctx) = Engine::filled("twice", false, 0).await.unwrap();
    let again = fill(&engine.stores, NOW, Size::default(), &mut |_, _| ()).await;
    assert!(again.is_err());
    let mut read = ctx.db().read().await.unwrap();
    let (count,) = sql!(&mut read, one as (i64,), "select count(*) from community").unwrap();
    assert_eq!(count, 1);
    drop(read);
    engine.close().await;
}

#[test]
fn a_scene_is_always_the_same_picture() {
    let once = picture::jpeg(Scene::Corner(1), true).unwrap();
    assert_eq!(once, picture::jpeg(Scene::Corner(1), true).unwrap());
    assert_ne!(once, picture::jpeg(Scene::Corner(1), false).unwrap());
}

#[test]
#[ignore]
fn dump() {
    std::fs::create_dir_all("/tmp/demo-pics").unwrap();
    for (name, scene) in [("wall0", Scene::Wall(0)), ("wall1", Scene::Wall(1)), ("wall2", Scene::Wall(2)), ("corner0", Scene::Corner(0)), ("corner1", Scene::Corner(1)), ("corr0", Scene::Corridor(0)), ("corr1", Scene::Corridor(1)), ("lamp0", Scene::Lamp(0)), ("lamp1", Scene::Lamp(1)), ("pave0", Scene::Pavement(0)), ("pave1", Scene::Pavement(1))] {
        for after in [false, true] {
            std::fs::write(format!("/tmp/demo-pics/{name}-{after}.jpg"), picture::jpeg(scene, after).unwrap()).unwrap();
        }
    }
}
