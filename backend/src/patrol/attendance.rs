//! Who came (rule V12).
