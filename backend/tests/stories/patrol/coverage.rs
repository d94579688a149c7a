//! Stories of gaps, calls, rosters and figures.
