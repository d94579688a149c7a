//! Photos of a form: received before anything else is checked, shown again when the form comes
//! back, dropped when asked.

use backend::photo::{self, Photo};
use domain::problem::{Problem, Problems};
use domain::request_key::RequestKey;
use islands::photo_picker::PhotoPicker;
use leptos::prelude::*;
use text::{Lang, report as words};

use crate::form::{Form, Upload};
use crate::icon::{Icon, icon};
use crate::parts::{fault, field_class};
use crate::web::Web;

/// The field's name.
const FIELD: &str = "photos";

/// What became of the photos of a form.
#[derive(Debug, Clone, Default)]
pub struct Received {
    /// The form's drafts, those of earlier tries too.
    pub drafts: Vec<Photo>,
    /// What is wrong with those that were not kept.
    pub problems: Problems,
    /// Whether the person only pressed "take this photo away".
    pub only_dropped: bool,
}

/// Keeps the photos a form sent and drops the one it asks to.
///
/// # Errors
/// When a store fails.
pub async fn receive(web: &Web, form: &Form) -> Result<Received, backend::Error> {
    let mut received = Received::default();
    let Ok(key) = RequestKey::parse(&form.text("request_key")) else {
        return Ok(received);
    };
    for upload in form.files(FIELD) {
        let Upload::Whole(bytes) = upload else {
            received.problems.add(FIELD, Problem::PhotoTooLarge);
            continue;
        };
        let (key, bytes) = (key.clone(), bytes.clone());
        let kept = web
            .write(move |ctx| {
                let (key, bytes) = (key.clone(), bytes.clone());
                async move { photo::keep_draft(&ctx, &key, bytes).await }
            })
            .await;
        match kept {
            Ok(_) => {}
            Err(backend::Error::Invalid(found)) => {
                for (field, problem) in found.iter() {
                    received.problems.add(field, problem);
                }
            }
            Err(error) => return Err(error),
        }
    }
    if let Some(name) = form.find("drop").filter(|name| photo::is_name(name)) {
        let (key, name) = (key.clone(), name.to_owned());
        web.write(move |ctx| {
            let (key, name) = (key.clone(), name.clone());
            async move { photo::drop_draft(&ctx, &key, &name).await }
        })
        .await?;
        received.only_dropped = true;
    }
    received.drafts = photo::drafts(&web.ctx, &key).await?;
    Ok(received)
}

/// The picker: thumbnails of what is kept already, and the way to more.
pub fn picker(
    lang: Lang,
    problems: &Problems,
    drafts: &[Photo],
    legend: &'static str,
    hint: &'static str,
) -> impl IntoView + use<> {
    let thumbs: Vec<_> = drafts
        .iter()
        .enumerate()
        .map(|(number, draft)| {
            view! {
                <li>
                    <img
                        src=format!("/photos/draft/{}/small", draft.id)
                        alt=words::photo_number(lang, number + 1)
                        width=draft.width.to_string()
                        height=draft.height.to_string()
                    />
                    <button class="button quiet" name="drop" value=draft.id.clone() formnovalidate>
                        {icon(Icon::Cross)} {words::photo_drop(lang)}
                    </button>
                </li>
            }
        })
        .collect();
    let left = domain::report::MAX_PHOTOS.saturating_sub(drafts.len());
    view! {
        <fieldset class=format!("{} photos", field_class(problems, FIELD))>
            <legend>{legend} " " <span class="optional">{words::photo_most(lang)}</span></legend>
            {fault(lang, problems, FIELD)}
            {(!thumbs.is_empty()).then(|| view! { <ul class="thumbs">{thumbs}</ul> })}
            {(left > 0).then(|| view! {
                <label class="pick" for="photos">{icon(Icon::Camera)} <span>{words::photo_pick(lang)}</span></label>
                <PhotoPicker
                    most=left
                    label=words::photo_chosen(lang).to_owned()
                    too_many=words::photo_most(lang).to_owned()
                />
            })}
            <p class="hint">{hint}</p>
        </fieldset>
    }
}
