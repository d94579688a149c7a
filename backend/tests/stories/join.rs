//! Stories of coming in: codes, requests, cards, family.

mod family;
