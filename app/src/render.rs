//! The one place that touches Leptos' rendering: a view in, HTML out, at once.

use std::sync::Arc;

use hydration_context::{SharedContext, SsrSharedContext};
use leptos::prelude::*;

/// Renders a view to HTML. Only the islands in it are marked for the browser.
pub fn to_html<V: IntoView + 'static>(view: impl FnOnce() -> V) -> String {
    let shared = SsrSharedContext::new_islands();
    shared.set_is_hydrating(false);
    let owner = Owner::new_root(Some(Arc::new(shared)));
    let html = owner.with(|| view().into_view().to_html());
    owner.cleanup();
    html
}
