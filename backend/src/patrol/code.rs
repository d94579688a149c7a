//! The changing code of a shift (rule V12).
