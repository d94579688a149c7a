//! Certificates of service (rule V15).
