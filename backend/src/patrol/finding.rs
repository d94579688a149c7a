//! What a patrol found becomes a report (rule V16).
