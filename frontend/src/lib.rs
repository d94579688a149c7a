//! The WebAssembly entry: it only wakes the islands.
#![cfg(target_arch = "wasm32")]

use islands as _;
use wasm_bindgen::prelude::wasm_bindgen;

/// Called by the script loader before the islands are woken one by one.
#[wasm_bindgen]
pub fn hydrate() {
    leptos::mount::hydrate_islands();
}
