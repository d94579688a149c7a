//! Stories of service hours: the ledger, claims, corrections (rules V13, V19, P14).

mod ledger;
