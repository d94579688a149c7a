//! Stories of service hours: the ledger, what is entered afterwards, corrections, what staff see and
//! take home (rules P3, P13, P14, P21, P25, R3, V13, V19, X13, X18).

mod claim;
mod desk;
pub(crate) mod ledger;
