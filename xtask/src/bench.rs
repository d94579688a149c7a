//! `cargo xtask bench`: the figures of `docs/PERFORMANCE.md`.

use anyhow::{Result, bail};

/// Measures and prints.
pub fn run() -> Result<()> {
    bail!("not built yet")
}
