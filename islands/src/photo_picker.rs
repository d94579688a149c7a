//! Photos are shrunk on the phone before they are sent, and shown while the words are typed.
#![expect(
    missing_docs,
    reason = "the island macro makes an undocumented type of the props"
)]

use leptos::prelude::*;

/// The file field of a form with photos. Without WebAssembly it is a plain file field, and the
/// server shrinks what it gets.
#[island]
pub fn PhotoPicker(
    /// How many photos may still be chosen.
    most: usize,
    /// Said before the number of chosen photos.
    label: String,
    /// Said when more were chosen than may be.
    too_many: String,
) -> impl IntoView {
    let said = RwSignal::new(String::new());
    let previews = RwSignal::new(Vec::<String>::new());
    let on_change = move |event: leptos::ev::Event| {
        #[cfg(feature = "hydrate")]
        leptos::task::spawn_local(browser::chosen(
            event,
            most,
            label.clone(),
            too_many.clone(),
            said,
            previews,
        ));
        #[cfg(not(feature = "hydrate"))]
        let _ = (&event, most, &label, &too_many);
    };
    view! {
        <input
            class="file"
            type="file"
            id="photos"
            name="photos"
            accept="image/*"
            multiple=true
            on:change=on_change
        />
        <p class="hint" role="status">{move || said.get()}</p>
        <ul class="thumbs">
            {move || {
                previews.get().into_iter().map(|src| view! { <li><img src=src alt=""/></li> }).collect::<Vec<_>>()
            }}
        </ul>
    }
}

#[cfg(feature = "hydrate")]
mod browser {
    use leptos::prelude::*;
    use leptos::wasm_bindgen::{JsCast, JsValue};
    use leptos::web_sys;
    use wasm_bindgen_futures::JsFuture;

    /// The server keeps no more than this on the long side.
    const LONG_SIDE: f64 = 2048.0;
    /// A picture that is smaller already is sent as it is.
    const SMALL_ENOUGH: f64 = 700_000.0;

    /// Shrinks what was chosen, puts it into the field in place of the originals and shows it.
    pub async fn chosen(
        event: web_sys::Event,
        most: usize,
        label: String,
        too_many: String,
        said: RwSignal<String>,
        previews: RwSignal<Vec<String>>,
    ) {
        let Some(field) = event
            .target()
            .and_then(|target| target.dyn_into::<web_sys::HtmlInputElement>().ok())
        else {
            return;
        };
        for address in previews.get_untracked() {
            let _ = web_sys::Url::revoke_object_url(&address);
        }
        previews.set(Vec::new());
        let Some(files) = field.files() else { return };
        let Ok(kept) = web_sys::DataTransfer::new() else {
            return;
        };
        let mut shown = Vec::new();
        let count = files.length().min(u32::try_from(most).unwrap_or(3));
        for number in 0..count {
            let Some(file) = files.get(number) else {
                continue;
            };
            let file = shrunk(&file).await.unwrap_or(file);
            shown.extend(web_sys::Url::create_object_url_with_blob(&file));
            let _ = kept.items().add_with_file(&file);
        }
        // Setting the files does not fire another change event.
        field.set_files(kept.files().as_ref());
        let mut sentence = format!("{label} {count}");
        if files.length() > count {
            sentence = format!("{sentence} · {too_many}");
        }
        said.set(sentence);
        previews.set(shown);
    }

    /// A smaller JPEG of a picture; nothing when it is small already or cannot be drawn, and then
    /// the original is sent.
    async fn shrunk(file: &web_sys::File) -> Option<web_sys::File> {
        if file.size() < SMALL_ENOUGH {
            return None;
        }
        let window = web_sys::window()?;
        let drawn = window.create_image_bitmap_with_blob(file).ok()?;
        let bitmap: web_sys::ImageBitmap = JsFuture::from(drawn).await.ok()?.dyn_into().ok()?;
        let (width, height) = (f64::from(bitmap.width()), f64::from(bitmap.height()));
        let scale = (LONG_SIDE / width.max(height)).min(1.0);
        let canvas: web_sys::HtmlCanvasElement = window
            .document()?
            .create_element("canvas")
            .ok()?
            .dyn_into()
            .ok()?;
        let (to_width, to_height) = ((width * scale).round(), (height * scale).round());
        #[expect(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "between 1 and 2048"
        )]
        let size = (to_width.max(1.0) as u32, to_height.max(1.0) as u32);
        canvas.set_width(size.0);
        canvas.set_height(size.1);
        let pencil: web_sys::CanvasRenderingContext2d =
            canvas.get_context("2d").ok()??.dyn_into().ok()?;
        pencil
            .draw_image_with_image_bitmap_and_dw_and_dh(&bitmap, 0.0, 0.0, to_width, to_height)
            .ok()?;
        bitmap.close();
        let blob: web_sys::Blob = JsFuture::from(to_blob(&canvas))
            .await
            .ok()?
            .dyn_into()
            .ok()?;
        let options = web_sys::FilePropertyBag::new();
        options.set_type("image/jpeg");
        let parts = js_sys::Array::of1(&blob);
        web_sys::File::new_with_blob_sequence_and_options(&parts, "photo.jpg", &options).ok()
    }

    /// `canvas.toBlob` as a promise.
    fn to_blob(canvas: &web_sys::HtmlCanvasElement) -> js_sys::Promise {
        let canvas = canvas.clone();
        js_sys::Promise::new(&mut |resolve, reject| {
            let done =
                leptos::wasm_bindgen::closure::Closure::once_into_js(move |blob: JsValue| {
                    let _ = resolve.call1(&JsValue::NULL, &blob);
                });
            let quality = JsValue::from_f64(0.85);
            if canvas
                .to_blob_with_type_and_encoder_options(done.unchecked_ref(), "image/jpeg", &quality)
                .is_err()
            {
                let _ = reject.call0(&JsValue::NULL);
            }
        })
    }
}
