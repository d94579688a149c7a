//! Holidays and 调休, shipped and as staff corrected them (rule V10).
