//! Shifts that come again: saving, making, ending (rule V10).
