//! Stories of shifts that come again.
