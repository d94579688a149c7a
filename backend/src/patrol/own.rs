//! The own plan: what one signed up for.
