//! Pages: requests through the real router against a real database, each told on both engines.
//!
//! One program for all of them, so that there is one thing to link. [`browser`] asks as a browser
//! does, [`known`] has one of everything that an address can name, and [`story`] is what the
//! stories of the use cases begin with, too.

// `cfg(test)` tells the lints that these modules are tests through and through.
#[cfg(test)]
mod account;
#[cfg(test)]
mod assist;
#[cfg(test)]
mod browser;
#[cfg(test)]
mod cache;
#[cfg(test)]
mod canary;
#[cfg(test)]
mod csrf;
#[cfg(test)]
mod flood;
#[cfg(test)]
mod headers;
#[cfg(test)]
mod hostile;
#[cfg(test)]
mod known;
#[cfg(test)]
mod lead;
#[cfg(test)]
#[expect(
    dead_code,
    reason = "made for the tests that take pictures apart; these send a few"
)]
#[path = "../../../backend/src/photo/clean/tests/made.rs"]
mod made;
#[cfg(test)]
mod markup;
#[cfg(test)]
mod matrix;
#[cfg(test)]
mod patrol;
#[cfg(test)]
mod photos;
#[cfg(test)]
mod reporting;
#[cfg(test)]
mod session;
#[cfg(test)]
#[path = "../../../backend/tests/stories/story.rs"]
mod story;
#[cfg(test)]
mod stranger;
