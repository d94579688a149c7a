//! Stories of the audit trail and its seals (rule P25).

use std::pin::pin;

use backend::audit::{self, Finding, Personal, Query, What};
use backend::{Context, Error, category, sql};
use domain::audit::Deed;
use domain::id::PersonId;
use domain::permission::Post;
use futures::poll;
use serde_json::json;

use crate::story::{self, World, local};

async fn person_of(world: &World, account: domain::id::AccountId) -> PersonId {
    let mut tx = world.write().await;
    let (id,) = sql!(
        &mut tx,
        one as (i64,),
        "select person_id from account where id = $1",
        account.get()
    )
    .unwrap();
    PersonId::new(id)
}

/// Writes rows, each in a transaction of its own, every second one with something personal.
async fn write(ctx: &Context, whose: PersonId, from: usize, count: usize) {
    for number in from..from + count {
        let mut tx = ctx.db().write().await.unwrap();
        let mut entry = audit::Entry::new(Deed::CategorySaved, format!("category/{number}"))
            .was(json!({ "name": "旧" }))
            .became(json!({ "name": "新" }));
        if number % 2 == 0 {
            entry = entry
                .whose(whose)
                .personal(json!({ "reason": "联系王阿姨" }));
        }
        audit::record(&mut tx, ctx, entry).await.unwrap();
        tx.commit().await.unwrap();
    }
}

async fn ids(world: &World) -> Vec<i64> {
    let mut tx = world.write().await;
    sql!(
        &mut tx,
        all as (i64,),
        "select id from audit where community_id = $1 order by id",
        world.here.id.get()
    )
    .unwrap()
    .into_iter()
    .map(|(id,)| id)
    .collect()
}

async fn found(ctx: &Context) -> Vec<(Option<i64>, What)> {
    let verified = audit::verify(ctx).await.unwrap();
    verified
        .findings
        .iter()
        .map(|Finding { row, what, .. }| (*row, *what))
        .collect()
}

/// Takes away what keeps the trail from being changed, as somebody with the database would.
async fn unguard(world: &World) {
    let mut tx = world.write().await;
    for result in [
        sql!(&mut tx, execute, { sqlite: "drop trigger audit_is_append_only", postgres: "drop trigger audit_is_append_only on audit" }),
        sql!(&mut tx, execute, { sqlite: "drop trigger audit_keeps_rows", postgres: "select 1" }),
        sql!(&mut tx, execute, { sqlite: "drop trigger audit_seal_keeps_rows", postgres: "drop trigger audit_seal_is_append_only on audit_seal" }),
    ] {
        result.unwrap();
    }
    tx.commit().await.unwrap();
}

#[tokio::test(flavor = "multi_thread")]
async fn p25_verifying_tells_the_row_that_was_changed_beside_the_program_and_no_other() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(staff)).await;
        let resident = world.resident("wang").await;
        let whose = person_of(&world, resident).await;

        // Two who write at once, and jobs that are killed wherever they stand.
        tokio::join!(write(&ctx, whose, 0, 20), write(&ctx, whose, 100, 20));
        for steps in 0..40 {
            let ctx = world.ctx(None).await;
            {
                let mut job = pin!(audit::seal_in(&ctx, 3));
                for _ in 0..steps {
                    if poll!(job.as_mut()).is_ready() {
                        break;
                    }
                    tokio::task::yield_now().await;
                }
            }
            // Its lease has ended when the next one comes.
            let later = world.now().millis() + 10 * 60 * 1000;
            world.at(domain::instant::Instant::from_millis(later));
        }
        tokio::join!(write(&ctx, whose, 200, 10), async {
            audit::seal_in(&world.ctx(None).await, 3).await.unwrap();
        });
        let later = world.now().millis() + 10 * 60 * 1000;
        world.at(domain::instant::Instant::from_millis(later));
        audit::seal(&world.ctx(None).await).await.unwrap();
        let verified = audit::verify(&ctx).await.unwrap();
        assert_eq!(verified.findings, []);
        assert_eq!((verified.sealed, verified.unsealed), (50, 0));

        // Somebody is removed, with everything personal.
        let mut tx = world.write().await;
        let erased = sql!(
            &mut tx,
            execute,
            "update audit set personal = null, salt = null
             where person_id = $1 and personal is not null",
            whose.get(),
        )
        .unwrap();
        assert_eq!(erased, 25);
        tx.commit().await.unwrap();
        assert_eq!(found(&ctx).await, []);

        unguard(&world).await;
        let ids = ids(&world).await;
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "update audit set became = '{}' where id = $1",
            ids[17]
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert_eq!(found(&ctx).await, [(Some(ids[17]), What::Changed)]);

        let mut tx = world.write().await;
        sql!(&mut tx, execute, "delete from audit where id = $1", ids[30]).unwrap();
        sql!(
            &mut tx,
            execute,
            "update audit set personal = 'something else', salt = 'x' where id = $1",
            ids[40]
        )
        .unwrap();
        tx.commit().await.unwrap();
        let mut all = found(&ctx).await;
        all.sort_by_key(|(row, _)| *row);
        assert_eq!(
            all,
            [
                (Some(ids[17]), What::Changed),
                (Some(ids[30]), What::Missing),
                (Some(ids[40]), What::Personal)
            ]
        );
        let mut tx = world.write().await;
        sql!(
            &mut tx,
            execute,
            "delete from audit_seal where community_id = $1 and seq = 5",
            world.here.id.get()
        )
        .unwrap();
        tx.commit().await.unwrap();
        assert!(
            found(&ctx).await.contains(&(None, What::SealMissing)),
            "a seal that was taken out is a gap"
        );
        assert_eq!(found(&world.ctx_in(&world.elsewhere, None).await).await, []);
    })
    .await;
}

#[tokio::test(flavor = "multi_thread")]
async fn p25_two_servers_at_once_seal_each_row_once() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(staff)).await;
        let whose = person_of(&world, staff).await;
        write(&ctx, whose, 0, 12).await;
        let (one, other) = (world.ctx(None).await, world.ctx(None).await);
        let (one, other) = tokio::join!(audit::seal_in(&one, 2), audit::seal_in(&other, 2));
        assert_eq!(one.unwrap() + other.unwrap(), 12);
        let verified = audit::verify(&ctx).await.unwrap();
        assert_eq!((verified.findings.len(), verified.sealed), (0, 12));
        assert_eq!(audit::seal(&ctx).await.unwrap(), 0);
    })
    .await;
}

#[tokio::test]
async fn p25_the_program_can_neither_change_nor_remove_a_row() {
    story::both(|world| async move {
        let staff = world.account("min", Post::Staff).await;
        let ctx = world.ctx(Some(staff)).await;
        let whose = person_of(&world, staff).await;
        write(&ctx, whose, 0, 2).await;
        audit::seal(&ctx).await.unwrap();
        for attempt in 0..4 {
            let mut tx = world.write().await;
            let done = match attempt {
                0 => sql!(&mut tx, execute, "update audit set subject = 'x'"),
                1 => sql!(&mut tx, execute, "update audit set personal = 'x'"),
                2 => sql!(&mut tx, execute, "delete from audit"),
                _ => sql!(&mut tx, execute, "delete from audit_seal"),
            };
            assert!(done.is_err(), "{attempt}");
        }
    })
    .await;
}

#[tokio::test]
async fn p25_the_trail_is_read_by_whoever_may_and_a_look_at_what_is_personal_is_recorded() {
    story::both(|world| async move {
        let admin = world.account("lin", Post::Admin).await;
        let staff = world.account("min", Post::Staff).await;
        let resident = world.resident("wang").await;
        let whose = person_of(&world, resident).await;
        write(&world.ctx(Some(staff)).await, whose, 0, 3).await;
        world.at(local("2026-03-11T09:00"));
        let saved = category::Draft {
            request_key: "category-audit".to_owned(),
            name_zh: "新的一种".to_owned(),
            offered: true,
            ..category::Draft::default()
        };
        category::save(&world.ctx(Some(admin)).await, saved)
            .await
            .unwrap();

        let ctx = world.ctx(Some(admin)).await;
        let page = audit::list(&ctx, &Query::default()).await.unwrap();
        assert_eq!(page.lines.len(), 4);
        let newest = &page.lines[0];
        assert_eq!(newest.deed, Some(Deed::CategorySaved));
        assert_eq!(newest.actor.as_ref().unwrap().1, "lin");
        assert_eq!(newest.posts, [Post::Admin]);
        assert_eq!(newest.personal, Personal::None);
        let count = |query: Query| {
            let ctx = ctx.clone();
            async move { audit::list(&ctx, &query).await.unwrap().lines.len() }
        };
        let by = |person| Query {
            person: Some(person),
            ..Query::default()
        };
        assert_eq!(count(by(whose)).await, 2);
        assert_eq!(count(by(person_of(&world, admin).await)).await, 1);
        let of = Query {
            subject: "category/1".to_owned(),
            ..Query::default()
        };
        assert_eq!(count(of).await, 1);
        let on = |day: &str| Query {
            day: domain::instant::LocalDate::parse(day).ok(),
            ..Query::default()
        };
        assert_eq!(count(on("2026-03-10")).await, 3);
        assert_eq!(count(on("2026-03-11")).await, 1);
        let deed = |deed| Query {
            deed: Some(deed),
            ..Query::default()
        };
        assert_eq!(count(deed(Deed::NoticeEdited)).await, 0);

        let line = &page.lines[1];
        assert_eq!(line.personal, Personal::Kept);
        let refused = audit::show_personal(&ctx, line.id, false).await;
        assert!(matches!(refused, Err(Error::Invalid(_))));
        let shown = audit::show_personal(&ctx, line.id, true).await.unwrap();
        assert_eq!(shown, json!({ "reason": "联系王阿姨" }));
        let looks = audit::list(&ctx, &deed(Deed::AuditShown)).await.unwrap();
        assert_eq!(looks.lines.len(), 1);
        assert_eq!(looks.lines[0].subject, format!("audit/{}", line.id));
        assert_eq!(looks.lines[0].whose.as_ref().unwrap().0, whose);

        for post in Post::ALL {
            if post == Post::Admin {
                continue;
            }
            let account = world.account(post.as_str(), post).await;
            let ctx = world.ctx(Some(account)).await;
            let refused = audit::list(&ctx, &Query::default()).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
            let refused = audit::show_personal(&ctx, line.id, true).await;
            assert!(matches!(refused, Err(Error::Denied)), "{post:?}");
        }
        let stranger = world.stranger("far", Post::Admin).await;
        let there = world.ctx_in(&world.elsewhere, Some(stranger)).await;
        assert!(matches!(
            audit::one(&there, line.id).await,
            Err(Error::NotFound)
        ));
    })
    .await;
}
