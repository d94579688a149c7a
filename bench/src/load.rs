//! Load: some connections that send a request as soon as the last one is answered.

use std::net::SocketAddr;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU32, Ordering};
use std::time::{Duration, Instant};

use anyhow::{Result, bail};
use bytes::Bytes;
use tokio::task::JoinSet;

use crate::http::Client;
use crate::process;

/// The request of a connection by the numbers of both.
type Request = Arc<dyn Fn(usize, u32) -> Bytes + Send + Sync>;

/// What to ask, and what counts as an answer.
#[derive(Clone)]
pub struct Target {
    /// Where.
    pub address: SocketAddr,
    /// The process that answers, for its use of the processor.
    pub process: u32,
    /// What is sent.
    pub request: Request,
    /// Any other status ends the measurement.
    pub status: u16,
}

impl Target {
    /// The same request again and again, answered with 200.
    pub fn page(address: SocketAddr, process: u32, request: Bytes) -> Self {
        Self {
            address,
            process,
            request: Arc::new(move |_, _| request.clone()),
            status: 200,
        }
    }
}

/// For how long.
#[derive(Debug, Clone, Copy)]
pub struct Plan {
    /// Connections at the same time.
    pub connections: usize,
    /// Not counted.
    pub warm_up: Duration,
    /// Counted.
    pub measured: Duration,
}

/// What one or several rounds showed.
#[derive(Debug, Clone, Default)]
pub struct Outcome {
    /// Answers within the measured time.
    pub answers: u32,
    /// The measured time.
    pub took: Duration,
    /// What the answering process used of the processor in that time.
    pub processor: Duration,
    /// Answers of the warm-up and the end as well.
    pub all_answers: u32,
    /// How long answers took, in microseconds, shortest first.
    times: Vec<u32>,
}

impl Outcome {
    /// Answers a second.
    pub fn rate(&self) -> f64 {
        f64::from(self.answers) / self.took.as_secs_f64()
    }

    /// Processor time for an answer, in microseconds.
    pub fn cost(&self) -> f64 {
        self.processor.as_secs_f64() * 1e6 / f64::from(self.answers.max(1))
    }

    /// The time that this share of the answers kept to, in milliseconds.
    pub fn within(&self, percent: usize) -> f64 {
        let at = (self.times.len() * percent / 100).min(self.times.len().saturating_sub(1));
        f64::from(self.times.get(at).copied().unwrap_or_default()) / 1000.0
    }

    /// Takes in another round.
    pub fn add(&mut self, other: Self) {
        self.answers += other.answers;
        self.took += other.took;
        self.processor += other.processor;
        self.all_answers += other.all_answers;
        self.times.extend(other.times);
        self.times.sort_unstable();
    }
}

/// How far a round is, as its connections see it.
#[derive(Default)]
struct Progress {
    answers: AtomicU32,
    counting: AtomicBool,
    over: AtomicBool,
}

/// One round. Every connection has its last request answered before it ends.
pub async fn round(target: &Target, plan: Plan) -> Result<Outcome> {
    let progress = Arc::new(Progress::default());
    let mut connections = JoinSet::new();
    for number in 0..plan.connections {
        connections.spawn(connection(target.clone(), number, Arc::clone(&progress)));
    }
    tokio::time::sleep(plan.warm_up).await;
    let processor = process::processor(target.process)?;
    let start = Instant::now();
    let before = progress.answers.load(Ordering::Relaxed);
    progress.counting.store(true, Ordering::Relaxed);
    tokio::time::sleep(plan.measured).await;
    progress.counting.store(false, Ordering::Relaxed);
    let answers = progress.answers.load(Ordering::Relaxed) - before;
    let took = start.elapsed();
    let processor = process::processor(target.process)?.saturating_sub(processor);
    progress.over.store(true, Ordering::Relaxed);
    let mut times = Vec::new();
    while let Some(ended) = connections.join_next().await {
        times.extend(ended??);
    }
    times.sort_unstable();
    let all_answers = progress.answers.load(Ordering::Relaxed);
    Ok(Outcome {
        answers,
        took,
        processor,
        all_answers,
        times,
    })
}

async fn connection(target: Target, number: usize, progress: Arc<Progress>) -> Result<Vec<u32>> {
    let mut client = Client::connect(target.address).await?;
    let mut times = Vec::new();
    for count in 0.. {
        if progress.over.load(Ordering::Relaxed) {
            break;
        }
        let request = (target.request)(number, count);
        let start = Instant::now();
        let answer = client.send(&request).await?;
        if answer.status != target.status {
            let said = answer.text().unwrap_or_default();
            let said: String = said.chars().take(600).collect();
            bail!(
                "status {} instead of {}: {said}",
                answer.status,
                target.status
            );
        }
        progress.answers.fetch_add(1, Ordering::Relaxed);
        if progress.counting.load(Ordering::Relaxed) {
            times.push(u32::try_from(start.elapsed().as_micros()).unwrap_or(u32::MAX));
        }
    }
    Ok(times)
}
