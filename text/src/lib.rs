//! Every sentence a person reads, in Chinese and English, as checked functions.
//!
//! `locales/<language>/<noun>.ftl` holds the words. The build turns each file into a module and
//! each message into a function: `new-title` in `report.ftl` is `text::report::new_title(lang)`.
//! A message without variables is a `&'static str`; one with variables takes them in alphabetical
//! order, as `impl Display`, or as `i64` when either language chooses a form by it, and is a
//! `String`. A key, variable or file that only one language has stops the build (rule X2).

pub use lang::Lang;

pub mod format;
mod lang;

include!(concat!(env!("OUT_DIR"), "/messages.rs"));
