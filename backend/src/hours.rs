//! The ledger of service hours (rule V13).
