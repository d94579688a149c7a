//! Shifts that come again (V10, V20).
