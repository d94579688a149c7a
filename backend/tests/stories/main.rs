//! Stories: use cases against a real database, each told on both engines.
//!
//! One program for all nouns, so that there is one thing to link; a noun's stories are a module
//! of its name, and [`story`] is what they share.

// `cfg(test)` tells the lints that these modules are tests through and through.
#[cfg(test)]
mod account;
#[cfg(test)]
mod assist;
#[cfg(test)]
mod audit;
#[cfg(test)]
mod backup;
#[cfg(test)]
mod calendar;
#[cfg(test)]
mod category;
#[cfg(test)]
mod certificate;
#[cfg(test)]
mod contact;
#[cfg(test)]
mod estate;
#[cfg(test)]
mod hours;
#[cfg(test)]
mod household;
#[cfg(test)]
mod join;
#[cfg(test)]
mod message;
#[cfg(test)]
mod notice;
#[cfg(test)]
mod org;
#[cfg(test)]
mod patrol;
#[cfg(test)]
mod person;
#[cfg(test)]
mod post;
#[cfg(test)]
mod privacy;
#[cfg(test)]
mod report;
#[cfg(test)]
mod retention;
#[cfg(test)]
mod service;
#[cfg(test)]
mod setup;
#[cfg(test)]
mod story;
