//! How far a long command is (rule X11).

use std::io::Write as _;

/// A bar in a terminal; nothing where nobody watches.
pub struct Bar {
    watched: bool,
    shown: Option<u64>,
}

impl Bar {
    /// As many signs as a full bar has.
    const WIDTH: u64 = 40;

    /// One that is only drawn where somebody watches.
    pub fn new(watched: bool) -> Self {
        Self {
            watched,
            shown: None,
        }
    }

    /// Draws how many are done of how many.
    pub fn show(&mut self, done: u64, all: u64) {
        let percent = done
            .saturating_mul(100)
            .checked_div(all)
            .unwrap_or(100)
            .min(100);
        if !self.watched || self.shown == Some(percent) {
            return;
        }
        self.shown = Some(percent);
        let mut out = std::io::stderr();
        // A terminal that is gone needs no bar.
        let _ = write!(out, "\r{} {done} / {all}", Self::drawn(percent)).and_then(|()| out.flush());
    }

    fn drawn(percent: u64) -> String {
        let full = usize::try_from(percent * Self::WIDTH / 100).unwrap_or_default();
        let width = usize::try_from(Self::WIDTH).unwrap_or_default();
        format!("[{:<width$}] {percent:>3}%", "#".repeat(full))
    }

    /// Leaves the line.
    pub fn end(&self) {
        if self.shown.is_some() {
            let _ = writeln!(std::io::stderr());
        }
    }
}

#[cfg(test)]
mod tests {
    use super::Bar;

    #[test]
    fn x11_the_bar_grows_to_its_end() {
        assert_eq!(Bar::drawn(0), format!("[{}]   0%", " ".repeat(40)));
        assert_eq!(
            Bar::drawn(50),
            format!("[{}{}]  50%", "#".repeat(20), " ".repeat(20))
        );
        assert_eq!(Bar::drawn(100), format!("[{}] 100%", "#".repeat(40)));
    }
}
