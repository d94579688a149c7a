//! How many tests ran, read from what the test runners print.

use std::fmt;

/// Counts of one or several runs.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    pub passed: u64,
    pub failed: u64,
    pub skipped: u64,
}

impl Tally {
    /// Takes in one line: cargo's `test result: …` or one of Playwright's closing lines.
    pub fn read(&mut self, line: &str) {
        let line = line.trim();
        if let Some((_, counts)) = line
            .strip_prefix("test result: ")
            .and_then(|rest| rest.split_once(". "))
        {
            for part in counts.split("; ") {
                self.add(part);
            }
        } else if line.starts_with(|first: char| first.is_ascii_digit()) {
            // Playwright: `12 passed (3.4s)`, `1 failed`, one a line.
            let line = line.split_once(" (").map_or(line, |(count, _)| count);
            self.add(line);
        }
    }

    fn add(&mut self, part: &str) {
        let Some((number, word)) = part.trim().split_once(' ') else {
            return;
        };
        let Ok(number) = number.parse::<u64>() else {
            return;
        };
        match word {
            // A test that passed only at a second try is counted as what it is in the end.
            "passed" | "flaky" => self.passed += number,
            "failed" | "interrupted" => self.failed += number,
            "ignored" | "skipped" | "did not run" => self.skipped += number,
            _ => {}
        }
    }
}

impl fmt::Display for Tally {
    fn fmt(&self, formatter: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            formatter,
            "{} passed, {} failed, {} skipped",
            self.passed, self.failed, self.skipped
        )
    }
}

#[cfg(test)]
mod tests {
    use super::Tally;

    #[test]
    fn both_runners_are_counted() {
        let mut tally = Tally::default();
        for line in [
            "running 3 tests",
            "test result: ok. 3 passed; 0 failed; 1 ignored; 0 measured; 2 filtered out; finished in 0.01s",
            "test result: FAILED. 1 passed; 2 failed; 0 ignored; 0 measured; 0 filtered out; finished in 1.20s",
            "  1 failed",
            "  2 skipped",
            "  12 passed (3.4s)",
            "12 passengers",
        ] {
            tally.read(line);
        }
        assert_eq!(
            tally,
            Tally {
                passed: 16,
                failed: 3,
                skipped: 3
            }
        );
        assert_eq!(tally.to_string(), "16 passed, 3 failed, 3 skipped");
    }
}
