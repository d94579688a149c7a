//! What people write: one line or several, tidied and safe to store and show.

use std::fmt;

use crate::id_number;
use crate::problem::Problem;

/// One line of at most `MAX` characters: trimmed, white space inside folded to single spaces.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Line<const MAX: usize>(String);

/// Several lines of at most `MAX` characters in all: line ends are `\n`, there is at most one
/// blank line in a row, nothing blank at either end.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Words<const MAX: usize>(String);

macro_rules! text {
    ($type:ident, $tidy:ident) => {
        impl<const MAX: usize> $type<MAX> {
            /// Tidies and checks what was typed.
            ///
            /// # Errors
            /// `NotAllowed` for characters no text needs, `Missing` when blank, `TooLong`
            /// (characters are counted after tidying), `IdNumber` (P16).
            pub fn parse(text: &str) -> Result<Self, Problem> {
                check($tidy(text)?, MAX).map(Self)
            }

            /// Like `parse`, but blank is nothing.
            ///
            /// # Errors
            /// As for `parse`, without `Missing`.
            pub fn optional(text: &str) -> Result<Option<Self>, Problem> {
                match Self::parse(text) {
                    Err(Problem::Missing) => Ok(None),
                    other => other.map(Some),
                }
            }

            /// The text.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl<const MAX: usize> fmt::Display for $type<MAX> {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }
    };
}

text!(Line, one_line);
text!(Words, several_lines);

fn one_line(text: &str) -> Result<String, Problem> {
    let text = allowed(text)?;
    let mut tidy = String::with_capacity(text.len());
    for word in text.split_whitespace() {
        if !tidy.is_empty() {
            tidy.push(' ');
        }
        tidy.push_str(word);
    }
    Ok(tidy)
}

fn several_lines(text: &str) -> Result<String, Problem> {
    let text = allowed(text)?.replace("\r\n", "\n").replace('\t', " ");
    let mut tidy = String::with_capacity(text.len());
    let mut blank_before = false;
    for line in text.split(is_line_end).map(str::trim_end) {
        if !(line.is_empty() && blank_before) {
            tidy.push_str(line);
            tidy.push('\n');
        }
        blank_before = line.is_empty();
    }
    Ok(tidy.trim().to_owned())
}

/// Everything that Unicode or old systems take for the end of a line.
fn is_line_end(character: char) -> bool {
    matches!(character, '\n'..='\r' | '\u{85}' | '\u{2028}' | '\u{2029}')
}

/// The text without characters that are nothing at all, refused when it holds forbidden ones.
fn allowed(text: &str) -> Result<String, Problem> {
    if text.contains(is_forbidden) {
        return Err(Problem::NotAllowed);
    }
    // Zero-width spaces come along with text copied from web pages, and hide numbers from P16.
    Ok(text.replace(['\u{200B}', '\u{2060}', '\u{FEFF}'], ""))
}

/// Controls, marks that turn the reading direction and so make text look like another, what is
/// left of broken characters, and what XML (feeds, spreadsheets) cannot carry.
fn is_forbidden(character: char) -> bool {
    let control = character.is_control() && !character.is_whitespace();
    control
        || matches!(
            character,
            '\u{202A}'..='\u{202E}' | '\u{2066}'..='\u{2069}' | '\u{FFFD}'..='\u{FFFF}'
        )
}

/// Joiners and direction marks alone show nothing.
fn is_invisible(character: char) -> bool {
    character.is_whitespace() || matches!(character, '\u{200C}'..='\u{200F}')
}

fn check(text: String, max: usize) -> Result<String, Problem> {
    if text.chars().all(is_invisible) {
        Err(Problem::Missing)
    } else if text.chars().count() > max {
        Err(Problem::TooLong { max })
    } else if id_number::found_in(&text) {
        Err(Problem::IdNumber)
    } else {
        Ok(text)
    }
}

#[cfg(test)]
mod tests;
