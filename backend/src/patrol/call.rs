//! Whom to phone about a shift (rule V17).
