//! Places to look at again (rule R13).
