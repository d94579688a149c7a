//! Writing a shift up (rules V13, V16).
