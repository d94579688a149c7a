//! Routes: ways to go, with what to look at.
