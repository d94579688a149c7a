//! The demo community obeys the same rules as one that people filled by hand.

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;

use domain::instant::Instant;
use domain::report::{Action, Role, State, replay};

use super::picture::Scene;
use super::{Size, fill, picture};
use crate::context::{Actor, Context, Stores};
use crate::db::{Db, Location};
use crate::error::Error;
use crate::password::Cost;
use crate::photo::store::PhotoStore;
use crate::random::Random;
use crate::report::list::{self, Query};
use crate::secret::Secret;
use crate::{account, community, photo, sql};

/// 2026-07-15 10:00 in Shanghai.
const NOW: Instant = Instant::from_millis(1_784_080_800_000);

struct StepRow {
    role: String,
    action: String,
    from: Option<String>,
    to: String,
    at: i64,
}

/// Public, open, state, category, building, organisation, how many.
type Heading = (i64, i64, String, i64, i64, i64, i64);

/// A database of its own for one test on one engine, gone when the test is.
struct Engine {
    stores: Stores,
    folder: PathBuf,
    postgres: Option<(String, String)>,
}

impl Engine {
    async fn open(on_postgres: bool) -> Option<Self> {
        let admin = std::env::var("LINLI_TEST_POSTGRES_URL").ok();
        if on_postgres && admin.is_none() {
            return None;
        }
        let random = Random::from_seed([7; 32]);
        let unique = format!(
            "linli_demo_{}_{}",
            std::process::id(),
            u8::from(on_postgres)
        );
        let folder = std::env::temp_dir().join(&unique);
        std::fs::create_dir_all(&folder).unwrap();
        let (location, postgres) = if on_postgres {
            let admin = admin?;
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
        Some(Self {
            stores,
            folder,
            postgres,
        })
    }

    async fn close(self) {
        self.stores.db.close().await;
        if let Some((admin, name)) = self.postgres {
            let mut admin = admin_connection(&admin).await;
            let drop = format!("drop database {name}");
            sqlx::query(sqlx::AssertSqlSafe(drop))
                .execute(&mut admin)
                .await
                .unwrap();
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
    sqlx::query(sqlx::AssertSqlSafe(create))
        .execute(&mut connection)
        .await
        .unwrap();
    let (before, query) = match admin.split_once('?') {
        Some((before, query)) => (before, format!("?{query}")),
        None => (admin, String::new()),
    };
    let server = before.rsplit_once('/').map_or(before, |(server, _)| server);
    format!("{server}/{name}{query}")
}

// Filling takes seconds where nothing is optimised, so the rules are looked at in one community an
// engine.

#[tokio::test]
async fn the_demo_obeys_the_rules_on_sqlite() {
    let engine = Engine::open(false).await.unwrap();
    obeys_the_rules(engine).await;
}

#[tokio::test]
async fn the_demo_obeys_the_rules_on_postgres() {
    if let Some(engine) = Engine::open(true).await {
        obeys_the_rules(engine).await;
    }
}

async fn obeys_the_rules(engine: Engine) {
    let reports = 2200;
    let size = Size {
        reports,
        volunteers: 20,
        shifts: 25,
    };
    let mut told = Vec::new();
    let mut progress = |done, of| told.push((done, of));
    fill(&engine.stores, NOW, size, &mut progress)
        .await
        .unwrap();
    assert_eq!(told, [(1000, reports), (2000, reports), (2200, reports)]);
    let again = fill(&engine.stores, NOW, Size::default(), &mut |_, _| ()).await;
    assert!(matches!(again, Err(Error::Unexpected(_))));
    let community = community::at(&engine.stores.db, "http://localhost")
        .await
        .unwrap();
    let stores = engine.stores.clone();
    let ctx = Context {
        stores,
        community: community.into(),
        actor: Actor::Clock,
        now: NOW,
    };
    r02_replaying_every_report_gives_its_state(&ctx).await;
    r06_numbers_follow_the_ids_and_end_at_the_counter(&ctx).await;
    r11_repairs_are_shown_in_public(&ctx).await;
    r17_the_tally_is_what_counting_gives(&ctx).await;
    r17_reports_are_found_by_their_words(&ctx).await;
    v01_v13_patrols_keep_their_books(&ctx).await;
    engine.close().await;
}

async fn v01_v13_patrols_keep_their_books(ctx: &Context) {
    let mut read = ctx.db().read().await.unwrap();
    let wrong = sql!(
        &mut read,
        all as (i64, String),
        "select p.shift_id, p.role from patrol_place p
         where p.taken <> (select count(*) from patrol_sign_up u
                           where u.shift_id = p.shift_id and u.role = p.role and u.holds = 1)"
    )
    .unwrap();
    assert_eq!(wrong, []);
    let (over, ahead) = sql!(
        &mut read,
        one as (i64, i64),
        "select (select count(*) from patrol_shift where closed_at is not null),
                (select count(*) from patrol_shift where closed_at is null)"
    )
    .unwrap();
    assert!(over >= 12 && ahead >= 12 + 25, "{over} {ahead}");
    let unpaid = sql!(
        &mut read,
        all as (i64,),
        "select u.id from patrol_sign_up u join patrol_shift s on s.id = u.shift_id
         where u.state = 'completed'
           and (s.ends_at - s.starts_at) / 60000 <> (
               select coalesce(sum(e.minutes), 0) from hours_entry e where e.sign_up_id = u.id)"
    )
    .unwrap();
    assert_eq!(unpaid, [], "whoever came has the hours of the shift");
}

async fn r02_replaying_every_report_gives_its_state(ctx: &Context) {
    let mut read = ctx.db().read().await.unwrap();
    let reports = sql!(
        &mut read,
        all as (i64, String, Option<String>, i64, i64, i64),
        "select id, state, held_from, is_open, version, updated_at from report order by id"
    )
    .unwrap();
    let mut histories: BTreeMap<i64, Vec<StepRow>> = BTreeMap::new();
    for (id, role, action, from, to, at) in sql!(
        &mut read,
        all as (i64, String, String, Option<String>, String, i64),
        "select report_id, role, action, from_state, to_state, at from report_history
         order by report_id, step"
    )
    .unwrap()
    {
        histories.entry(id).or_default().push(StepRow {
            role,
            action,
            from,
            to,
            at,
        });
    }
    let mut seen = BTreeSet::new();
    for (id, state, held_from, is_open, version, updated_at) in &reports {
        let own = &histories[id];
        assert_eq!(own[0].action, "create");
        assert_eq!(*version, i64::try_from(own.len()).unwrap());
        for pair in own.windows(2) {
            assert!(pair[0].at <= pair[1].at, "time runs forwards");
            assert_eq!(pair[1].from.as_ref(), Some(&pair[0].to));
        }
        let last = own[own.len() - 1].at;
        assert!(last == *updated_at && last <= NOW.millis());
        let walked = own[1..].iter().map(|step| {
            (
                Role::parse(&step.role).unwrap(),
                Action::parse(&step.action).unwrap(),
            )
        });
        let current = replay(walked).unwrap();
        assert_eq!(current.state.as_str(), state);
        assert_eq!(
            current.aside_from.held_from.map(State::as_str),
            held_from.as_deref()
        );
        assert_eq!(i64::from(current.state.is_open()), *is_open);
        seen.insert(current.state);
    }
    assert_eq!(seen.len(), State::ALL.len(), "every state is shown");
}

async fn r06_numbers_follow_the_ids_and_end_at_the_counter(ctx: &Context) {
    let mut read = ctx.db().read().await.unwrap();
    let reports = sql!(
        &mut read,
        all as (i64, i64, i64),
        "select year, seq, reported_at from report order by id"
    )
    .unwrap();
    for pair in reports.windows(2) {
        assert!(pair[0].2 <= pair[1].2, "later ids are reported later");
        let follows = (pair[0].0, pair[0].1 + 1) == (pair[1].0, pair[1].1);
        assert!(
            follows || (pair[1].0 > pair[0].0 && pair[1].1 == 1),
            "{pair:?}"
        );
    }
    let counters = sql!(
        &mut read,
        all as (i64, i64),
        "select year, last from report_counter"
    )
    .unwrap();
    for (year, last) in counters {
        let given = reports.iter().filter(|report| report.0 == year).count();
        assert_eq!(i64::try_from(given).unwrap(), last);
    }
}

async fn r11_repairs_are_shown_in_public(ctx: &Context) {
    let fixed = list::lately_fixed(ctx, 50).await.unwrap();
    assert!(fixed.len() >= 6, "{}", fixed.len());
    for line in fixed {
        let name = line.cover_after.unwrap();
        photo::show(ctx, &name, photo::Size::Small, photo::Viewer::Public)
            .await
            .unwrap();
    }
}

async fn r17_the_tally_is_what_counting_gives(ctx: &Context) {
    let mut read = ctx.db().read().await.unwrap();
    let kept = sql!(
        &mut read,
        all as Heading,
        "select is_public, is_open, state, category_id, building_id, lead_org_id, n
         from report_tally where n <> 0"
    )
    .unwrap();
    let counted = sql!(
        &mut read,
        all as Heading,
        "select is_public, is_open, state, category_id, coalesce(building_id, 0) as b,
                coalesce(lead_org_id, 0) as o, count(*) as n
         from report group by 1, 2, 3, 4, 5, 6"
    )
    .unwrap();
    let closed: i64 = counted
        .iter()
        .filter(|row| row.2 == "closed")
        .map(|row| row.6)
        .sum();
    assert!(
        (1650..1900).contains(&closed),
        "about four of five: {closed}"
    );
    let in_order = |rows: Vec<Heading>| rows.into_iter().collect::<BTreeSet<_>>();
    assert_eq!(in_order(kept), in_order(counted));
}

async fn r17_reports_are_found_by_their_words(ctx: &Context) {
    let tried = account::Try {
        name: "dispatcher".to_owned(),
        password: account::DEMO_PASSWORD.to_owned(),
    };
    let dispatcher = account::sign_in(ctx, tried).await.unwrap();
    let ctx = Context {
        actor: Actor::Person(dispatcher.into()),
        ..ctx.clone()
    };
    let query = Query {
        text: "小广告".to_owned(),
        ..Query::default()
    };
    let found = list::work(&ctx, &query).await.unwrap();
    assert!(found.total >= 4 && found.lines.iter().all(|line| line.words.contains("小广告")));
}

#[test]
fn a_scene_is_always_the_same_picture() {
    let once = picture::jpeg(Scene::Corner(1), true).unwrap();
    assert_eq!(once, picture::jpeg(Scene::Corner(1), true).unwrap());
    assert_ne!(once, picture::jpeg(Scene::Corner(1), false).unwrap());
}
