//! Stories of what is kept for how long (rule P24).

use backend::{audit, retention, sql};
use bytes::Bytes;
use domain::audit::Deed;
use domain::instant::Instant;
use domain::permission::Post;

use crate::story::{self, World};

const DAY: i64 = 24 * 60 * 60 * 1000;

/// A report that ended some days ago, or did not, with a photo of each step.
async fn report(world: &World, seq: i64, ended: Option<i64>, published: bool) {
    let now = world.now().millis();
    let closed = ended.map(|days| now - days * DAY);
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "insert into report (community_id, year, seq, state, is_open, is_public, category_id, source,
                             receipt_hash, reported_at, updated_at, closed_at, cover_after)
         values ($1, 2020, $2, $3, $4, $5, $6, 'web', $7, 0, 0, $8, $9) returning id",
        world.here.id.get(),
        seq,
        if ended.is_some() { "closed" } else { "reported" },
        i64::from(ended.is_none()),
        i64::from(published),
        world.here.categories[0].get(),
        format!("hash-{seq}"),
        closed,
        name(seq, "after"),
    )
    .unwrap();
    for stage in ["before", "after"] {
        sql!(
            &mut tx,
            execute,
            "insert into photo (id, community_id, report_id, stage, is_published, width, height,
                                bytes, created_at)
             values ($1, $2, $3, $4, $5, 1, 1, 1, 0)",
            name(seq, stage),
            world.here.id.get(),
            id,
            stage,
            i64::from(published),
        )
        .unwrap();
        for size in ["full", "small"] {
            let name = name(seq, stage);
            let key = format!("{}/{name}-{size}.jpg", &name[..2]);
            world
                .stores
                .photos
                .put(&key, Bytes::from_static(b"x"))
                .await
                .unwrap();
        }
    }
    tx.commit().await.unwrap();
}

fn name(seq: i64, stage: &str) -> String {
    format!("{}{seq:031}", if stage == "before" { "b" } else { "a" })
}

/// The reports whose photos are still there, with the file of each.
async fn left(world: &World) -> Vec<i64> {
    let mut tx = world.write().await;
    let rows = sql!(
        &mut tx,
        all as (i64, String),
        "select r.seq, p.id from photo p join report r on r.id = p.report_id
         where p.stage = 'after' order by r.seq"
    )
    .unwrap();
    drop(tx);
    let mut left = Vec::new();
    for (seq, id) in rows {
        let key = format!("{}/{id}-full.jpg", &id[..2]);
        assert!(
            world.stores.photos.get(&key).await.unwrap().is_some(),
            "{seq}"
        );
        left.push(seq);
    }
    left
}

#[tokio::test]
async fn p24_what_was_kept_long_enough_goes_and_what_is_open_never_does() {
    story::both(|world| async move {
        report(&world, 1, Some(181), false).await;
        report(&world, 2, Some(179), false).await;
        report(&world, 3, Some(728), true).await;
        report(&world, 4, Some(731), true).await;
        report(&world, 5, None, true).await;
        report(&world, 6, None, false).await;
        let ctx = world.ctx(None).await;
        // The dry run says what would go, and nothing goes.
        let due = retention::due(&ctx).await.unwrap();
        let of = |rule: &str| {
            let due = due.iter().find(|due| due.rule.name == rule);
            due.unwrap().ids.clone()
        };
        assert_eq!(of("other_photos"), [name(1, "after"), name(1, "before")]);
        assert_eq!(of("published_pairs"), [name(4, "after"), name(4, "before")]);
        assert_eq!(left(&world).await, [1, 2, 3, 4, 5, 6]);

        assert_eq!(retention::run_daily(&ctx).await.unwrap(), 4);
        assert_eq!(left(&world).await, [2, 3, 5, 6]);
        let key = format!("b0/{}-small.jpg", name(1, "before"));
        assert!(world.stores.photos.get(&key).await.unwrap().is_none());
        let mut tx = world.write().await;
        let (covered,) = sql!(
            &mut tx,
            one as (i64,),
            "select count(*) from report where cover_after is not null"
        )
        .unwrap();
        drop(tx);
        assert_eq!(covered, 4);

        // It is told in the trail, as the clock's deed.
        let admin = world.account("lin", Post::Admin).await;
        let admin = world.ctx(Some(admin)).await;
        let told = audit::Query {
            deed: Some(Deed::RetentionRan),
            ..audit::Query::default()
        };
        let told = audit::list(&admin, &told).await.unwrap().lines;
        assert_eq!(told.len(), 2);
        assert!(told.iter().all(|line| line.actor.is_none()));

        // Once a day.
        report(&world, 7, Some(500), false).await;
        assert_eq!(retention::run_daily(&ctx).await.unwrap(), 0);
        world.at(Instant::from_millis(world.now().millis() + DAY));
        let tomorrow = world.ctx(None).await;
        assert_eq!(retention::run_daily(&tomorrow).await.unwrap(), 4);
        assert_eq!(left(&world).await, [3, 5, 6]);
    })
    .await;
}
