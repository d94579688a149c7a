//! The one home of the system's clock and of the randomness that everything else is given.

use std::sync::Arc;
use std::time::{SystemTime, UNIX_EPOCH};

use anyhow::Context as _;
use backend::random::Random;
use backend::session::Clock;
use domain::instant::Instant;
use rand::TryRng as _;
use rand::rngs::SysRng;

/// The present instant. A clock that stands before 1970 tells 1970.
#[expect(
    clippy::disallowed_methods,
    reason = "the one place where the system's clock is read"
)]
pub fn now() -> Instant {
    let since = SystemTime::now()
        .duration_since(UNIX_EPOCH)
        .unwrap_or_default();
    Instant::from_millis(i64::try_from(since.as_millis()).unwrap_or(i64::MAX))
}

/// The system's clock, to be passed on.
pub fn clock() -> Clock {
    Arc::new(now)
}

/// A source of unpredictable bytes, seeded by the operating system.
///
/// # Errors
/// When the operating system has none to give.
pub fn random() -> anyhow::Result<Random> {
    let mut seed = [0; 32];
    SysRng
        .try_fill_bytes(&mut seed)
        .context("the operating system gives no randomness")?;
    Ok(Random::from_seed(seed))
}
