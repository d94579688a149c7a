//! Who came, from when to when, and what is credited (V12, V13).
