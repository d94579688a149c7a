//! The private calendar address (rule V18).
