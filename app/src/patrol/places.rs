//! Places in words that stay true while a page is open.

use islands::live_places::LivePlaces;
use leptos::prelude::*;

/// Whatever is inside, with its words of places (`data-places` is the shift) kept true from an
/// address; they are plain text without script.
pub fn live<V: IntoView + 'static>(address: &str, inside: V) -> impl IntoView + use<V> {
    let address = address.to_owned();
    // An island's children may be called late; a view of ours is made already.
    let inside = inside.into_any();
    view! { <LivePlaces address=address>{inside}</LivePlaces> }
}
