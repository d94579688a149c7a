//! Stories of patrols.

mod attendance;
mod coverage;
mod model;
mod plan;
mod race;
mod shift;
mod sign_up;
mod template;
