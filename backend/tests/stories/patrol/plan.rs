//! Stories of lists, the own plan and the calendar address.
