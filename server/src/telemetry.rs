//! The log: readable lines in a terminal, one JSON object a line everywhere else.

use std::io::IsTerminal as _;

use tracing_subscriber::EnvFilter;

/// Reads what is to be logged, such as `info` or `warn,backend=debug`.
///
/// # Errors
/// A sentence when it cannot be understood.
pub fn filter(directives: &str) -> Result<EnvFilter, String> {
    EnvFilter::builder()
        .parse(directives)
        .map_err(|error| error.to_string())
}

/// Starts the log on standard error, and sends panics there in the same form.
pub fn start(filter: EnvFilter) {
    let log = tracing_subscriber::fmt()
        .with_env_filter(filter)
        .with_writer(std::io::stderr);
    // A second start, which only a programming error could bring, leaves the first in place.
    let _ = if std::io::stderr().is_terminal() {
        log.compact().try_init()
    } else {
        log.json()
            .flatten_event(true)
            .with_span_list(false)
            .try_init()
    };
    std::panic::set_hook(Box::new(|panic| {
        let place = panic
            .location()
            .map(ToString::to_string)
            .unwrap_or_default();
        let words = panic.payload();
        let message = words.downcast_ref::<String>().map(String::as_str);
        let message = message
            .or_else(|| words.downcast_ref::<&str>().copied())
            .unwrap_or_default();
        tracing::error!(place, message, "panicked");
    }));
}
