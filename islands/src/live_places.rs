//! Places in words stay true while a page is open: every 20 seconds, while somebody looks at it, the
//! page asks how many there are. Without WebAssembly the words are those of the moment in which the
//! page was made. The server says them in the page's language, so that no sentence is in here.
#![expect(
    missing_docs,
    reason = "the island macro makes an undocumented type of the props"
)]

use leptos::prelude::*;

/// Whatever is inside; what has `data-places` gets the words of the shift of that number.
#[island]
pub fn LivePlaces(
    /// Where the words are asked for.
    address: String,
    /// The page's part with the words in it.
    children: Children,
) -> impl IntoView {
    #[cfg(feature = "hydrate")]
    Effect::new(move |_| browser::watch(&address));
    #[cfg(not(feature = "hydrate"))]
    drop(address);
    view! { <div class="live">{children()}</div> }
}

#[cfg(feature = "hydrate")]
mod browser {
    use std::time::Duration;

    use leptos::prelude::*;
    use leptos::task::spawn_local;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use wasm_bindgen_futures::JsFuture;
    use web_sys::Response;

    /// How long the words are good for.
    const EVERY: Duration = Duration::from_secs(20);

    /// So many times the wait at most, when there was no answer.
    const LONGEST: u32 = 16;

    /// Asks again and again while the page is seen and the telephone is connected; after an answer
    /// that was none only half as often, each time, so that no browser complains without end.
    pub fn watch(address: &str) {
        let address = StoredValue::new(address.to_owned());
        let wait = StoredValue::new(1);
        let left = StoredValue::new(1);
        let look = move || {
            let is_seen = !document().hidden() && window().navigator().on_line();
            left.update_value(|left| *left -= u32::from(*left > 0));
            if is_seen && left.get_value() == 0 {
                left.set_value(wait.get_value());
                spawn_local(async move {
                    let is_renewed = renew(&address.get_value()).await.is_some();
                    let longer = (wait.get_value() * 2).min(LONGEST);
                    wait.set_value(if is_renewed { 1 } else { longer });
                    left.set_value(wait.get_value());
                });
            }
        };
        if let Ok(handle) = set_interval_with_handle(look, EVERY) {
            on_cleanup(move || handle.clear());
        }
    }

    /// Reads the list and writes its words; nothing when there was no such answer.
    async fn renew(address: &str) -> Option<()> {
        let answer = JsFuture::from(window().fetch_with_str(address))
            .await
            .ok()?;
        let answer: Response = answer.dyn_into().ok()?;
        if !answer.ok() {
            return None;
        }
        let list = JsFuture::from(answer.json().ok()?).await.ok()?;
        let list: js_sys::Array = list.dyn_into().ok()?;
        for one in list.iter() {
            write(&one);
        }
        Some(())
    }

    fn write(one: &JsValue) -> Option<()> {
        let field = |name: &str| js_sys::Reflect::get(one, &JsValue::from_str(name)).ok();
        let (id, words) = (field("id")?.as_f64()?, field("words")?.as_string()?);
        let place = document()
            .query_selector(&format!("[data-places=\"{id}\"]"))
            .ok()??;
        if place.text_content().as_deref() != Some(words.as_str()) {
            place.set_text_content(Some(&words));
        }
        Some(())
    }
}
