//! Holidays and the workdays that make up for them (V10).
