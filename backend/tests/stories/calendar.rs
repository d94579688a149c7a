//! Stories of calendar.
