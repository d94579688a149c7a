//! What is due without anybody asking. Every job may run twice, on two servers at once, or be cut
//! off in the middle: it then finds less to do, or the rest.

use std::future::Future;
use std::sync::Arc;

use domain::instant::Instant;

use crate::context::{Actor, Context, Stores};
use crate::error::Error;
use crate::patrol::{queue, reminder, template};
use crate::privacy::tombstone;
use crate::report::follow;
use crate::{
    account, audit, community, join, photo, request_key, retention, session, setup, sql, task,
};

/// What one round did.
#[derive(Debug, Default)]
pub struct Summary {
    /// Sessions that had ended, removed.
    pub sessions: u64,
    /// Photos whose form never came, removed.
    pub drafts: usize,
    /// Answers to forms kept long enough, removed.
    pub request_keys: u64,
    /// Counted tries, slips and trusted devices whose time is over, removed (rules P8, P9, P10).
    pub sign_in: u64,
    /// Files between preview and import whose hour is over, removed.
    pub imports: u64,
    /// Reports closed because their reporter did not answer.
    pub closed: usize,
    /// Shifts on which an offer lapsed or a free place was given (rule V7).
    pub places: u64,
    /// Shifts that templates made (rule V10).
    pub shifts: u64,
    /// Reminders of shifts that were sent (rule V17).
    pub reminders: u64,
    /// Audit rows sealed (rule P25).
    pub sealed: u64,
    /// Rows and photos that were kept long enough (rule P24).
    pub retired: u64,
    /// Persons removed again whom an older database brought back (rule P23).
    pub erased: usize,
    /// Jobs that failed, with the cause for the log. They did not keep the others from running.
    pub failed: Vec<(&'static str, Error)>,
}

impl Summary {
    /// Whether there was anything to do.
    #[must_use]
    pub fn did_something(&self) -> bool {
        let counts = [
            self.sessions,
            self.request_keys,
            self.sign_in,
            self.sealed,
            self.retired,
            self.imports,
            self.places,
            self.shifts,
            self.reminders,
        ];
        counts.iter().any(|count| *count > 0) || self.drafts + self.closed + self.erased > 0
    }
}

/// Does everything that is due at an instant, for every community. A job that fails is noted in the
/// summary and the others run all the same.
///
/// # Errors
/// When it cannot even be told which communities there are.
pub async fn run_due(stores: &Stores, now: Instant) -> Result<Summary, Error> {
    let contexts: Vec<Context> = community::all(&stores.db)
        .await?
        .into_iter()
        .map(|community| Context {
            stores: stores.clone(),
            community: Arc::new(community),
            actor: Actor::Clock,
            now,
        })
        .collect();
    let mut summary = Summary::default();
    // What ends by its instant alone ends in all communities at once; without one there is nothing.
    if let Some(any) = contexts.first() {
        let sessions = job(&mut summary, "sessions", any, |ctx| async move {
            session::remove_ended(&ctx).await
        });
        summary.sessions = sessions.await;
        let drafts = job(&mut summary, "photo drafts", any, |ctx| async move {
            photo::remove_ended_drafts(&ctx).await
        });
        summary.drafts = drafts.await;
        job(&mut summary, "set-up links", any, |ctx| async move {
            setup::remove_old_links(ctx.db(), ctx.now).await
        })
        .await;
        job(&mut summary, "requests to join", any, |ctx| async move {
            join::ask::remove_ended(&ctx).await
        })
        .await;
        let keys = job(&mut summary, "request keys", any, |ctx| async move {
            remove_old_request_keys(&ctx).await
        });
        summary.request_keys = keys.await;
        let sign_in = job(&mut summary, "sign-in", any, |ctx| async move {
            account::remove_ended(&ctx).await
        });
        summary.sign_in = sign_in.await;
        let imports = job(&mut summary, "files on their way", any, |ctx| async move {
            crate::estate::import::remove_expired(&ctx).await
        });
        summary.imports = imports.await;
    }
    for ctx in &contexts {
        let closed = job(&mut summary, "unanswered reports", ctx, |ctx| async move {
            follow::close_unanswered(&ctx).await
        });
        summary.closed += closed.await;
    }
    for ctx in &contexts {
        let settled = job(&mut summary, "patrol places", ctx, |ctx| async move {
            queue::settle_due(&ctx).await
        });
        summary.places += settled.await;
        let reminded = job(&mut summary, "patrol reminders", ctx, |ctx| async move {
            reminder::send_due(&ctx).await
        });
        summary.reminders += reminded.await;
    }
    for ctx in &contexts {
        let made = job(&mut summary, "patrol templates", ctx, |ctx| async move {
            template::make_due(&ctx).await
        });
        summary.shifts += made.await;
    }
    for ctx in &contexts {
        let erased = job(&mut summary, "tombstones", ctx, |ctx| async move {
            tombstone::reconcile(&ctx).await
        });
        summary.erased += erased.await;
    }
    for ctx in &contexts {
        let retired = job(&mut summary, "retention", ctx, |ctx| async move {
            retention::run_daily(&ctx).await
        });
        summary.retired += retired.await;
    }
    // Last, so that what the other jobs recorded is sealed in the same round.
    for ctx in &contexts {
        let sealed = job(&mut summary, "audit seals", ctx, |ctx| async move {
            audit::seal(&ctx).await
        });
        summary.sealed += sealed.await;
    }
    Ok(summary)
}

/// Runs one job to its end, again when the engine asks for it, and notes its failure.
async fn job<T, F, Fut>(summary: &mut Summary, name: &'static str, ctx: &Context, job: F) -> T
where
    T: Default + Send + 'static,
    F: Fn(Context) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    match task::run(ctx.clone(), job).await {
        Ok(done) => done,
        Err(error) => {
            summary.failed.push((name, error));
            T::default()
        }
    }
}

async fn remove_old_request_keys(ctx: &Context) -> Result<u64, Error> {
    let mut tx = ctx.db().write().await?;
    let removed = sql!(
        &mut tx,
        execute,
        "delete from request_key where at < $1",
        ctx.now.millis() - request_key::KEPT_MILLIS,
    )?;
    tx.commit().await?;
    Ok(removed)
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::{Db, Location};
    use crate::password::Cost;
    use crate::photo::store::PhotoStore;
    use crate::random::Random;
    use crate::secret::Secret;

    const DAY: i64 = 24 * 60 * 60 * 1000;
    /// Some day of 2026.
    const NOW: i64 = 1_780_000_000_000;

    struct Folder(std::path::PathBuf);

    impl Drop for Folder {
        fn drop(&mut self) {
            // A folder that stays behind is in the way of nothing.
            std::fs::remove_dir_all(&self.0).ok();
        }
    }

    async fn stores(name: &str) -> (Folder, Stores) {
        let folder = std::env::temp_dir().join(format!("linli-jobs-{}-{name}", std::process::id()));
        std::fs::create_dir_all(&folder).unwrap();
        let db = Db::open(&Location::Sqlite(folder.join("linli.db")))
            .await
            .unwrap();
        db.migrate().await.unwrap();
        let stores = Stores {
            db,
            photos: PhotoStore::open_local(&folder.join("photos")).unwrap(),
            secret: Secret::new("a secret of the tests").unwrap(),
            random: Random::from_seed([7; 32]),
            password_cost: Cost::Least,
        };
        (Folder(folder), stores)
    }

    /// A community with a report that waits for an answer since `asked`.
    async fn community(stores: &Stores, id: i64, asked: i64) {
        let mut tx = stores.db.write().await.unwrap();
        let name = format!("community {id}");
        sql!(
            &mut tx,
            execute,
            "insert into community (id, name, host, zone, created_at)
             values ($1, $2, $2, 'Asia/Shanghai', 0)",
            id,
            &name,
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "insert into org_node (id, community_id, kind, name, path, opened_on)
             values ($1, $1, 'community', $2, $3, '2020-01-01')",
            id,
            &name,
            format!("/{id}/"),
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "insert into category (id, community_id, picture, name_zh, name_en, sort)
             values ($1, $1, 'other', '其他', 'Other', 0)",
            id,
        )
        .unwrap();
        sql!(
            &mut tx,
            execute,
            "insert into report (id, community_id, year, seq, state, category_id, source,
                                 receipt_hash, reported_at, updated_at)
             values ($1, $1, 2026, 1, 'needs_info', $1, 'web', $2, $3, $3)",
            id,
            &name,
            asked,
        )
        .unwrap();
        for (step, action, from, to) in [
            (1, "report", None, "reported"),
            (2, "ask_info", Some("reported"), "needs_info"),
        ] {
            sql!(
                &mut tx, execute,
                "insert into report_history (report_id, step, at, role, action, from_state, to_state)
                 values ($1, $2, $3, 'staff', $4, $5, $6)",
                id, step, asked, action, from, to,
            )
            .unwrap();
        }
        sql!(
            &mut tx,
            execute,
            "insert into report_tally (community_id, is_public, is_open, state, category_id,
                                       building_id, lead_org_id, n)
             values ($1, 0, 1, 'needs_info', $1, 0, 0, 1)",
            id,
        )
        .unwrap();
        tx.commit().await.unwrap();
    }

    /// Things that end: one that has ended and one that has not, of each kind.
    async fn ending(stores: &Stores) {
        let mut tx = stores.db.write().await.unwrap();
        for (name, ends) in [("ended", NOW), ("lasting", NOW + 1)] {
            sql!(
                &mut tx,
                execute,
                "insert into session (id_hash, record, created_at, touched_at, expires_at)
                 values ($1, '{}', 0, 0, $2)",
                name,
                ends,
            )
            .unwrap();
            sql!(
                &mut tx,
                execute,
                "insert into photo (id, community_id, draft_of, expires_at, width, height, bytes,
                                    created_at)
                 values ($1, 1, 'a form', $2, 1, 1, 1, 0)",
                format!("{:0<32}", ends % 1_000 + 1),
                ends,
            )
            .unwrap();
            sql!(
                &mut tx,
                execute,
                "insert into request_key (community_id, use_case, key, answer, at)
                 values (1, 'a use case', $1, '', $2)",
                name,
                ends - request_key::KEPT_MILLIS - 1,
            )
            .unwrap();
        }
        tx.commit().await.unwrap();
    }

    async fn states(stores: &Stores) -> Vec<String> {
        let mut read = stores.db.read().await.unwrap();
        sql!(
            &mut read,
            all as (String,),
            "select state from report order by id"
        )
        .unwrap()
        .into_iter()
        .map(|(state,)| state)
        .collect()
    }

    fn done(summary: &Summary) -> (u64, usize, u64, usize) {
        assert!(summary.failed.is_empty(), "{:?}", summary.failed);
        (
            summary.sessions,
            summary.drafts,
            summary.request_keys,
            summary.closed,
        )
    }

    #[tokio::test]
    async fn what_has_ended_goes_and_what_lasts_stays() {
        let (_folder, stores) = stores("ended").await;
        community(&stores, 1, NOW - 15 * DAY).await;
        community(&stores, 2, NOW - 15 * DAY).await;
        community(&stores, 3, NOW - 13 * DAY).await;
        ending(&stores).await;
        let now = Instant::from_millis(NOW);

        let first = run_due(&stores, now).await.unwrap();
        assert_eq!(done(&first), (1, 1, 1, 2));
        assert!(first.did_something());
        assert_eq!(states(&stores).await, ["closed", "closed", "needs_info"]);

        let again = run_due(&stores, now).await.unwrap();
        assert_eq!(done(&again), (0, 0, 0, 0));
        assert!(!again.did_something());
    }

    #[tokio::test]
    async fn two_servers_at_once_do_everything_once() {
        let (_folder, stores) = stores("twice").await;
        for id in 1..=8 {
            community(&stores, id, NOW - 15 * DAY).await;
        }
        ending(&stores).await;
        let now = Instant::from_millis(NOW);

        let (one, other) = tokio::join!(run_due(&stores, now), run_due(&stores, now));
        let (one, other) = (done(&one.unwrap()), done(&other.unwrap()));
        assert_eq!(
            (
                one.0 + other.0,
                one.1 + other.1,
                one.2 + other.2,
                one.3 + other.3
            ),
            (1, 1, 1, 8)
        );
        let mut read = stores.db.read().await.unwrap();
        let steps = sql!(
            &mut read,
            one as (i64,),
            "select count(*) from report_history"
        )
        .unwrap();
        assert_eq!(steps, (8 * 3,));
    }

    #[tokio::test]
    async fn an_empty_installation_has_nothing_to_do() {
        let (_folder, stores) = stores("empty").await;
        let summary = run_due(&stores, Instant::from_millis(NOW)).await.unwrap();
        assert_eq!(done(&summary), (0, 0, 0, 0));
    }
}
