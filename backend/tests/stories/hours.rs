//! Stories of hours.
