//! Reading what a form sends, whatever its bytes are (rules X10, X16).

use axum::body::{Body, HttpBody};
use axum::extract::{FromRequest, Request};
use axum::http::{StatusCode, header};
use bytes::{Bytes, BytesMut};
use domain::report::{MAX_PHOTO_BYTES, MAX_PHOTOS};
use http_body_util::BodyExt;

use crate::web::{AppState, Fault};

/// Bodies of forms without files.
const MOST_PLAIN: usize = 512 * 1024;
/// Bodies of forms with photos: three of the largest, and the words.
const MOST_WITH_FILES: usize = MAX_PHOTOS * MAX_PHOTO_BYTES + 4 * 1024 * 1024;
/// One field of words; longer than any field may be, so that the field's own message is given.
const MOST_FIELD: usize = 64 * 1024;
/// More fields than any page has.
const MOST_FIELDS: usize = 400;
/// How much of a body that is too large is read and dropped before the answer, so that a phone
/// sees the answer instead of a broken connection.
const MOST_DRAINED: usize = 100 * 1024 * 1024;

/// A file that came with a form.
#[derive(Debug, Clone)]
pub enum Upload {
    /// Its bytes.
    Whole(Bytes),
    /// It was larger than a photo may be; its bytes were dropped.
    TooLarge,
}

/// What a form sent: names and texts in order, and files.
#[derive(Debug, Clone, Default)]
pub struct Form {
    fields: Vec<(String, String)>,
    files: Vec<(String, Upload)>,
}

impl Form {
    /// The first text of a name, or nothing.
    #[must_use]
    pub fn find(&self, name: &str) -> Option<&str> {
        self.fields
            .iter()
            .find(|(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// The first text of a name; empty when it is missing.
    #[must_use]
    pub fn text(&self, name: &str) -> String {
        self.find(name).unwrap_or_default().to_owned()
    }

    /// All texts of a name, in order.
    pub fn all<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f str> {
        self.fields
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, value)| value.as_str())
    }

    /// Whether a box is ticked.
    #[must_use]
    pub fn ticked(&self, name: &str) -> bool {
        self.find(name).is_some()
    }

    /// The files of a name.
    pub fn files<'f>(&'f self, name: &'f str) -> impl Iterator<Item = &'f Upload> {
        self.files
            .iter()
            .filter(move |(key, _)| key == name)
            .map(|(_, file)| file)
    }
}

impl FromRequest<AppState> for Form {
    type Rejection = Fault;

    async fn from_request(request: Request, _: &AppState) -> Result<Self, Fault> {
        let kind = request
            .headers()
            .get(header::CONTENT_TYPE)
            .and_then(|value| value.to_str().ok())
            .unwrap_or_default()
            .to_owned();
        let body = request.into_body();
        if kind.starts_with("application/x-www-form-urlencoded") {
            plain(body).await
        } else if kind.starts_with("multipart/form-data") {
            with_files(body, &kind).await
        } else {
            Err(Fault::status(StatusCode::UNSUPPORTED_MEDIA_TYPE))
        }
    }
}

fn bad() -> Fault {
    Fault::status(StatusCode::BAD_REQUEST)
}

fn too_large() -> Fault {
    Fault::status(StatusCode::PAYLOAD_TOO_LARGE)
}

async fn plain(mut body: Body) -> Result<Form, Fault> {
    let mut bytes = BytesMut::new();
    while let Some(frame) = body.frame().await {
        let Ok(data) = frame.map_err(|_| bad())?.into_data() else {
            continue;
        };
        if bytes.len() + data.len() > MOST_PLAIN {
            drain(body, bytes.len() + data.len()).await;
            return Err(too_large());
        }
        bytes.extend_from_slice(&data);
    }
    let mut form = Form::default();
    for (name, value) in form_urlencoded::parse(&bytes) {
        if form.fields.len() == MOST_FIELDS {
            return Err(too_large());
        }
        form.fields.push((name.into_owned(), value.into_owned()));
    }
    Ok(form)
}

async fn drain(mut body: Body, mut read: usize) {
    while read < MOST_DRAINED && !body.is_end_stream() {
        match body.frame().await {
            Some(Ok(frame)) => read += frame.data_ref().map_or(0, Bytes::len),
            _ => return,
        }
    }
}

async fn with_files(body: Body, kind: &str) -> Result<Form, Fault> {
    let boundary = multer::parse_boundary(kind).map_err(|_| bad())?;
    let mut stream = body.into_data_stream();
    let read = std::sync::Arc::new(std::sync::atomic::AtomicUsize::new(0));
    let counted = {
        let read = std::sync::Arc::clone(&read);
        futures::stream::poll_fn(move |task| {
            let next = futures::StreamExt::poll_next_unpin(&mut stream, task);
            if let std::task::Poll::Ready(Some(Ok(bytes))) = &next {
                read.fetch_add(bytes.len(), std::sync::atomic::Ordering::Relaxed);
            }
            next
        })
    };
    let mut parts = multer::Multipart::new(counted, boundary);
    let mut form = Form::default();
    let over = || read.load(std::sync::atomic::Ordering::Relaxed) > MOST_WITH_FILES;
    // What is refused is still read to its end, up to the cap, so that the phone sees the answer.
    let mut refused = false;
    while let Some(mut part) = parts.next_field().await.map_err(|_| bad())? {
        refused = refused || form.fields.len() + form.files.len() == MOST_FIELDS;
        let name = part.name().unwrap_or_default().to_owned();
        let is_file = part.file_name().is_some();
        let most = if is_file { MAX_PHOTO_BYTES } else { MOST_FIELD };
        let mut bytes = BytesMut::new();
        let mut whole = true;
        while let Some(piece) = part.chunk().await.map_err(|_| bad())? {
            if read.load(std::sync::atomic::Ordering::Relaxed) > MOST_DRAINED {
                return Err(too_large());
            }
            // Read on even so: what comes behind it is wanted, and the phone waits for an answer.
            whole = whole && !refused && bytes.len() + piece.len() <= most && !over();
            if whole {
                bytes.extend_from_slice(&piece);
            } else {
                bytes = BytesMut::new();
            }
        }
        if refused {
            continue;
        }
        match (is_file, whole) {
            // A file field that was left empty is sent as an empty file.
            (true, true) if bytes.is_empty() => {}
            (true, true) => form.files.push((name, Upload::Whole(bytes.freeze()))),
            (true, false) => form.files.push((name, Upload::TooLarge)),
            (false, true) => {
                form.fields
                    .push((name, String::from_utf8_lossy(&bytes).into_owned()));
            }
            (false, false) => refused = true,
        }
    }
    if refused || (over() && form.files.len() > MAX_PHOTOS) {
        return Err(too_large());
    }
    Ok(form)
}
