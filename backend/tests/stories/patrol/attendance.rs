//! Stories of who came.
