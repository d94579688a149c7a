//! Stories of many at once.
