//! Stories of certificate.
