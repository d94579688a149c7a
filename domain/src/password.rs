//! What a password has to be.

use crate::problem::Problem;

/// Long enough to be one, and neither a name nor what everybody types first.
///
/// # Errors
/// `TooShort` or `TooEasy`.
pub fn check(password: &str, names: &[&str]) -> Result<(), Problem> {
    if password.chars().count() < 8 {
        return Err(Problem::TooShort { min: 8 });
    }
    let easy = names
        .iter()
        .any(|name| !name.trim().is_empty() && name.trim().eq_ignore_ascii_case(password));
    if easy { Err(Problem::TooEasy) } else { Ok(()) }
}
