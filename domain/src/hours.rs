//! Service hours: a ledger that is only added to (V13).
