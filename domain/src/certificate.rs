//! Certificates of service (V15).
