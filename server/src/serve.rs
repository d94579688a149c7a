//! `linli serve`: from the opened stores to the drained connections.

use std::io::Write as _;
use std::net::SocketAddr;
use std::sync::Arc;
use std::time::Duration;

use anyhow::Context as _;
use app::site::Site;
use app::web::Flood;
use app::{AppState, Options};
use axum::Router;
use axum::middleware::from_fn_with_state;
use axum::serve::ListenerExt as _;
use backend::context::Stores;
use backend::message::Outlets;
use backend::{jobs, message};
use tokio::net::TcpListener;
use tokio::signal::unix::{SignalKind, signal};
use tokio::sync::watch;
use tokio::time::MissedTickBehavior;

use crate::config::Config;
use crate::health::{self, Watched};
use crate::metrics::{self, Metrics};
use crate::{admin, clock, listen, stores};

/// How long requests under way may take after the server was told to stop.
const DRAIN: Duration = Duration::from_secs(10);
/// How often jobs look for what is due.
const JOBS_EVERY: Duration = Duration::from_secs(10 * 60);
/// How often the outbox is looked into.
const OUTBOX_EVERY: Duration = Duration::from_secs(5);

/// Serves until SIGTERM or SIGINT.
///
/// # Errors
/// When something cannot be opened, or the address is taken.
pub async fn run(config: &Config) -> anyhow::Result<()> {
    for name in &config.unknown {
        tracing::warn!(name, "not a setting of Linli");
    }
    let site = Site::read(&config.site_dir).map_err(anyhow::Error::msg)?;
    let stores = stores::open(config).await?;
    let router = router(config, site, stores.clone());
    let listener = TcpListener::bind(config.addr)
        .await
        .with_context(|| format!("cannot listen on {}", config.addr))?;
    let address = listener
        .local_addr()
        .context("cannot tell the address listened on")?;

    // Asked for before anybody is told that we listen, so that no signal is missed.
    let mut terminate = signal(SignalKind::terminate()).context("cannot wait for SIGTERM")?;
    let mut interrupt = signal(SignalKind::interrupt()).context("cannot wait for SIGINT")?;
    let (stop, stopped) = watch::channel(false);
    let listener = listener.tap_io(|connection| {
        // Pages are written whole; waiting to fill a packet only delays them.
        if let Err(error) = connection.set_nodelay(true) {
            tracing::debug!(%error, "a connection keeps its delay");
        }
    });
    let server = listen::serve(listener, router, listen::HEAD, stopped.clone());
    let mut server = tokio::spawn(server);
    let jobs = tokio::spawn(run_jobs(stores.clone(), stopped.clone()));
    let outbox = tokio::spawn(run_outbox(stores.clone(), config.outlets.clone(), stopped));
    announce(address);
    admin::announce_first_start(config, &stores, address).await;

    tokio::select! {
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
        ended = &mut server => {
            ended.context("the server broke down")?;
            anyhow::bail!("the server ended by itself");
        }
    }
    tracing::info!("stopping");
    stop.send_replace(true);
    let drained = tokio::time::timeout(DRAIN, async {
        let all = [
            server.await.is_ok(),
            jobs.await.is_ok(),
            outbox.await.is_ok(),
        ];
        // Waits for writes whose reader has gone away.
        stores.db.close().await;
        all == [true; 3]
    });
    tokio::select! {
        drained = drained => match drained {
            Ok(true) => tracing::info!("stopped"),
            Ok(false) => tracing::error!("something broke down while stopping"),
            Err(_) => tracing::warn!("stopped; requests that were still under way are cut off"),
        },
        // Told a second time: now.
        _ = terminate.recv() => {}
        _ = interrupt.recv() => {}
    }
    Ok(())
}

fn router(config: &Config, site: Site, stores: Stores) -> Router {
    let metrics = Arc::new(Metrics::new(clock::now()));
    let watched = Watched {
        stores: stores.clone(),
        metrics: Arc::clone(&metrics),
        metrics_public: config.metrics_public,
        https: config.https(),
    };
    let options = Options {
        public_url: config.public_url.clone(),
        https: config.https(),
        icp: config.icp.clone(),
        police_record: config.police_record.clone(),
        mails: config.outlets.mail.is_some(),
        texts: config.outlets.sms.is_some(),
    };
    let state = AppState {
        stores,
        clock: clock::clock(),
        site: Arc::new(site),
        options: Arc::new(options),
        cache: Arc::default(),
        flood: Arc::new(Flood::new(config.limits, config.proxies.clone())),
    };
    app::router(state)
        .layer(from_fn_with_state(metrics, metrics::count))
        .layer(from_fn_with_state(watched, health::answer))
}

/// The one line on standard output, which scripts and tests wait for. Nobody listening to it is
/// no reason to stop.
fn announce(address: SocketAddr) {
    let mut out = std::io::stdout();
    let _ = writeln!(out, "listening on http://{address}").and_then(|()| out.flush());
    tracing::info!(%address, "listening");
}

/// Sends what is due, every few seconds, until the server stops. A round that has begun is brought to
/// its end.
async fn run_outbox(stores: Stores, outlets: Arc<Outlets>, mut stopped: watch::Receiver<bool>) {
    let mut rounds = tokio::time::interval(OUTBOX_EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            _ = rounds.tick() => {}
        }
        match message::deliver_due(&stores, &outlets, clock::now()).await {
            Ok(round) if round == message::Round::default() => {}
            Ok(round) => tracing::info!(
                sent = round.sent,
                again = round.again,
                given_up = round.given_up,
                "messages carried out"
            ),
            Err(error) => {
                tracing::error!(%error, "the outbox cannot be read; the next round tries again");
            }
        }
    }
}

/// Does what is due at once and then every ten minutes, until the server stops. A round that has
/// begun is brought to its end.
async fn run_jobs(stores: Stores, mut stopped: watch::Receiver<bool>) {
    let mut rounds = tokio::time::interval(JOBS_EVERY);
    rounds.set_missed_tick_behavior(MissedTickBehavior::Delay);
    loop {
        tokio::select! {
            biased;
            _ = stopped.changed() => return,
            _ = rounds.tick() => {}
        }
        match jobs::run_due(&stores, clock::now()).await {
            Ok(summary) => {
                for (job, error) in &summary.failed {
                    tracing::error!(job, %error, "a job failed; the next round tries it again");
                }
                if summary.did_something() {
                    tracing::info!(
                        sessions = summary.sessions,
                        drafts = summary.drafts,
                        request_keys = summary.request_keys,
                        closed = summary.closed,
                        places = summary.places,
                        reminders = summary.reminders,
                        sealed = summary.sealed,
                        erased = summary.erased,
                        retired = summary.retired,
                        "jobs done"
                    );
                }
            }
            Err(error) => tracing::error!(%error, "jobs cannot run; the next round tries again"),
        }
    }
}
