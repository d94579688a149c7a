//! What Linli is about: types that cannot be wrong, state machines and rules.
//!
//! Pure on purpose: no I/O, no clock, no randomness, so that server and browser check with the
//! same code and every rule can be tested without a database. The rule ids in the comments
//! (`R1`, `P16` …) are those of the written rules.

pub mod account;
pub mod audit;
pub mod calendar;
pub mod certificate;
pub mod contact;
pub mod drawing;
pub mod estate;
pub mod hours;
pub mod household;
pub mod id;
pub mod id_number;
pub mod instant;
pub mod join;
pub mod mail;
pub mod message;
mod name;
pub mod notice;
pub mod order;
pub mod password;
pub mod patrol;
pub mod permission;
pub mod person;
pub mod post;
pub mod privacy;
pub mod problem;
pub mod report;
pub mod request_key;
pub mod service;
pub mod setup;
pub mod telephone;
mod width;
pub mod words;
