//! What Linli does: use cases that read check, permission, lock, change, record, tell, commit, with
//! the SQL of each noun beside it. Every permission is checked here, nowhere else.

pub mod account;
pub mod assist;
pub mod audit;
pub mod backup;
pub mod calendar;
pub mod category;
pub mod certificate;
pub mod claim;
pub mod community;
pub mod consent;
pub mod contact;
pub mod context;
pub mod db;
pub mod demo;
pub mod error;
pub mod estate;
pub mod filter;
pub mod hours;
pub mod household;
pub mod jobs;
pub mod join;
pub mod message;
pub mod notice;
pub mod org;
pub mod password;
pub mod patrol;
pub mod person;
pub mod photo;
pub mod post;
pub mod privacy;
pub mod random;
pub mod report;
pub mod request_key;
pub mod retention;
pub mod secret;
pub mod service;
pub mod session;
pub mod setup;
mod spreadsheet;
pub mod task;
pub mod words;

pub use context::{Actor, Context, SignedIn};
pub use error::Error;
