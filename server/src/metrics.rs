//! Counters in the Prometheus text format, kept by hand: a few atomics a route.

use std::collections::BTreeMap;
use std::fmt::Write as _;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use axum::extract::{MatchedPath, Request, State};
use axum::http::Method;
use axum::middleware::Next;
use axum::response::Response;
use backend::db::Db;

/// Whatever else is asked with counts as the last.
const METHODS: [&str; 4] = ["GET", "HEAD", "POST", "other"];
const CLASSES: [&str; 5] = ["1xx", "2xx", "3xx", "4xx", "5xx"];
/// Upper bounds in microseconds.
const BUCKETS: [u64; 13] = [
    500, 1_000, 2_500, 5_000, 10_000, 25_000, 50_000, 100_000, 250_000, 500_000, 1_000_000,
    2_500_000, 10_000_000,
];
/// Requests for which no route is known: files, and what does not exist.
const NO_ROUTE: &str = "other";

#[derive(Debug, Default)]
struct Row {
    answered: [[AtomicU64; CLASSES.len()]; METHODS.len()],
    /// How many took no longer than each bound and longer than the one before; then the slower.
    took: [AtomicU64; BUCKETS.len() + 1],
    micros: AtomicU64,
}

/// What has been counted since the start.
#[derive(Debug)]
pub struct Metrics {
    started: domain::instant::Instant,
    rows: RwLock<BTreeMap<String, Arc<Row>>>,
}

impl Metrics {
    /// Nothing counted yet.
    pub fn new(started: domain::instant::Instant) -> Self {
        Self {
            started,
            rows: RwLock::default(),
        }
    }

    fn observe(&self, method: &Method, route: &str, status: u16, took: Duration) {
        let row = self.row(route);
        let method = METHODS.iter().position(|known| method.as_str() == *known);
        let method = method.unwrap_or(METHODS.len() - 1);
        let class = usize::from(status / 100).clamp(1, CLASSES.len()) - 1;
        let micros = u64::try_from(took.as_micros()).unwrap_or(u64::MAX);
        let bucket = BUCKETS.partition_point(|bound| *bound < micros);
        row.answered[method][class].fetch_add(1, Ordering::Relaxed);
        row.took[bucket].fetch_add(1, Ordering::Relaxed);
        row.micros.fetch_add(micros, Ordering::Relaxed);
    }

    fn row(&self, route: &str) -> Arc<Row> {
        if let Some(row) = self
            .rows
            .read()
            .unwrap_or_else(PoisonError::into_inner)
            .get(route)
        {
            return Arc::clone(row);
        }
        // As many rows as there are routes: addresses themselves are never a key.
        let mut rows = self.rows.write().unwrap_or_else(PoisonError::into_inner);
        Arc::clone(rows.entry(route.to_owned()).or_default())
    }

    /// Everything as Prometheus reads it.
    pub fn text(&self, db: &Db) -> String {
        let mut text = String::new();
        // Writing to a String cannot fail.
        let _ = self.write(&mut text, db);
        text
    }

    fn write(&self, text: &mut String, db: &Db) -> std::fmt::Result {
        let rows = self.rows.read().unwrap_or_else(PoisonError::into_inner);
        head(
            text,
            "linli_requests_total",
            "counter",
            "Requests answered.",
        )?;
        for (route, row) in rows.iter() {
            for (method, classes) in METHODS.iter().zip(&row.answered) {
                for (class, count) in CLASSES.iter().zip(classes) {
                    let count = count.load(Ordering::Relaxed);
                    if count > 0 {
                        writeln!(
                            text,
                            "linli_requests_total{{method=\"{method}\",route=\"{route}\",\
                             status=\"{class}\"}} {count}"
                        )?;
                    }
                }
            }
        }
        let name = "linli_request_seconds";
        head(text, name, "histogram", "Time until the answer begins.")?;
        for (route, row) in rows.iter() {
            let mut total = 0;
            for (bound, count) in BUCKETS.iter().zip(&row.took) {
                total += count.load(Ordering::Relaxed);
                let bound = seconds(*bound);
                writeln!(
                    text,
                    "{name}_bucket{{route=\"{route}\",le=\"{bound}\"}} {total}"
                )?;
            }
            total += row.took[BUCKETS.len()].load(Ordering::Relaxed);
            let sum = seconds(row.micros.load(Ordering::Relaxed));
            writeln!(
                text,
                "{name}_bucket{{route=\"{route}\",le=\"+Inf\"}} {total}"
            )?;
            writeln!(text, "{name}_sum{{route=\"{route}\"}} {sum}")?;
            writeln!(text, "{name}_count{{route=\"{route}\"}} {total}")?;
        }
        drop(rows);
        head(
            text,
            "linli_database_connections",
            "gauge",
            "Open connections to the database.",
        )?;
        match db {
            Db::Sqlite { read, write } => {
                pool(text, "read", read.size(), read.num_idle())?;
                pool(text, "write", write.size(), write.num_idle())?;
            }
            Db::Postgres(both) => pool(text, "both", both.size(), both.num_idle())?,
        }
        head(
            text,
            "process_start_time_seconds",
            "gauge",
            "When the process started.",
        )?;
        writeln!(
            text,
            "process_start_time_seconds {}",
            self.started.millis() / 1000
        )?;
        if let Some(bytes) = resident_bytes() {
            head(
                text,
                "process_resident_memory_bytes",
                "gauge",
                "Memory in use.",
            )?;
            writeln!(text, "process_resident_memory_bytes {bytes}")?;
        }
        Ok(())
    }
}

fn head(text: &mut String, name: &str, kind: &str, help: &str) -> std::fmt::Result {
    writeln!(text, "# HELP {name} {help}\n# TYPE {name} {kind}")
}

fn pool(text: &mut String, name: &str, open: u32, idle: usize) -> std::fmt::Result {
    let idle = u32::try_from(idle).unwrap_or(open).min(open);
    for (state, count) in [("idle", idle), ("used", open - idle)] {
        writeln!(
            text,
            "linli_database_connections{{pool=\"{name}\",state=\"{state}\"}} {count}"
        )?;
    }
    Ok(())
}

/// Microseconds as seconds, without rounding.
fn seconds(micros: u64) -> String {
    let text = format!("{}.{:06}", micros / 1_000_000, micros % 1_000_000);
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}

/// Where the kernel says so.
fn resident_bytes() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status
        .lines()
        .find_map(|line| line.strip_prefix("VmRSS:"))?;
    let kilobytes: u64 = line.trim().strip_suffix("kB")?.trim().parse().ok()?;
    Some(kilobytes * 1024)
}

/// Counts every request under its route.
pub async fn count(State(metrics): State<Arc<Metrics>>, request: Request, next: Next) -> Response {
    let begun = Instant::now();
    let method = request.method().clone();
    let route = request.extensions().get::<MatchedPath>().cloned();
    let response = next.run(request).await;
    let route = route.as_ref().map_or(NO_ROUTE, MatchedPath::as_str);
    metrics.observe(&method, route, response.status().as_u16(), begun.elapsed());
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[tokio::test]
    async fn what_was_answered_is_told_by_route_and_class() {
        let path = std::env::temp_dir().join(format!("linli-metrics-{}.db", std::process::id()));
        let db = Db::open(&backend::db::Location::Sqlite(path.clone()))
            .await
            .unwrap();
        let metrics = Metrics::new(domain::instant::Instant::from_millis(7_000));
        let quick = Duration::from_millis(1);
        metrics.observe(&Method::GET, "/reports/{number}", 200, quick);
        metrics.observe(
            &Method::GET,
            "/reports/{number}",
            204,
            Duration::from_secs(60),
        );
        metrics.observe(&Method::DELETE, NO_ROUTE, 405, quick);
        let text = metrics.text(&db);
        for line in [
            "linli_requests_total{method=\"GET\",route=\"/reports/{number}\",status=\"2xx\"} 2",
            "linli_requests_total{method=\"other\",route=\"other\",status=\"4xx\"} 1",
            "linli_request_seconds_bucket{route=\"other\",le=\"0.0005\"} 0",
            "linli_request_seconds_bucket{route=\"other\",le=\"0.001\"} 1",
            "linli_request_seconds_bucket{route=\"/reports/{number}\",le=\"10\"} 1",
            "linli_request_seconds_bucket{route=\"/reports/{number}\",le=\"+Inf\"} 2",
            "linli_request_seconds_sum{route=\"/reports/{number}\"} 60.001",
            "linli_database_connections{pool=\"write\",state=\"used\"} 0",
            "process_start_time_seconds 7",
        ] {
            assert!(
                text.lines().any(|written| written == line),
                "{line} is not in\n{text}"
            );
        }
        db.close().await;
        std::fs::remove_file(path).unwrap();
    }

    #[test]
    fn seconds_are_written_exactly() {
        assert_eq!(seconds(500), "0.0005");
        assert_eq!(seconds(10_000_000), "10");
        assert_eq!(seconds(0), "0");
    }
}
