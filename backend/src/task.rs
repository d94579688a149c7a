//! Writes run to their end: in a task of their own, so that a closed tab or a timeout cannot stop
//! one between photo and commit, and again when the engine asks for it.

use std::future::Future;
use std::time::Duration;

use crate::context::Context;
use crate::error::Error;

const TRIES: u32 = 6;

/// Runs what changes something to its end, once.
///
/// # Errors
/// Its own; `Unexpected` when it panicked.
pub async fn run_to_end<T, Fut>(work: Fut) -> Result<T, Error>
where
    T: Send + 'static,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    let span = tracing::Span::current();
    tokio::spawn(tracing::Instrument::instrument(work, span))
        .await
        .unwrap_or(Err(Error::Unexpected("a use case panicked")))
}

/// Runs a use case that changes something. `use_case` is called again, from its beginning, when
/// the engine reports a serialisation failure or a deadlock; the request key makes that safe.
///
/// # Errors
/// Those of the use case; `Unexpected` when it panicked, which the log then shows.
pub async fn run<T, F, Fut>(ctx: Context, use_case: F) -> Result<T, Error>
where
    T: Send + 'static,
    F: Fn(Context) -> Fut + Send + 'static,
    Fut: Future<Output = Result<T, Error>> + Send + 'static,
{
    let span = tracing::Span::current();
    let task = tokio::spawn(tracing::Instrument::instrument(
        async move {
            let mut tried = 1;
            loop {
                match use_case(ctx.clone()).await {
                    Err(error) if error.is_transient() && tried < TRIES => {
                        tracing::debug!(tried, "the engine asked to try again");
                        tokio::time::sleep(Duration::from_millis(u64::from(5 * tried))).await;
                        tried += 1;
                    }
                    answer => return answer,
                }
            }
        },
        span,
    ));
    match task.await {
        Ok(answer) => answer,
        Err(_) => Err(Error::Unexpected("a use case panicked")),
    }
}
