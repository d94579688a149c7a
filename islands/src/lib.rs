//! The few islands: what a form needs beyond HTML, compiled for server and browser. Each page works
//! without them; sentences come in as props, so that no translation enters the WebAssembly.

pub mod live_places;
pub mod photo_picker;
pub mod plan_mover;
