//! Stories of shifts: writing, changing, calling off.
