//! Lists of shifts for everybody (rule X13).
