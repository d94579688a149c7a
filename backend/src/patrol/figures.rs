//! Statistics by month and building (rule V19).
