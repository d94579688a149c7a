//! The next two weeks: what is covered, and whom to ask (rule V17).
