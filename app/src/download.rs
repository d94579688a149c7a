//! Files that a page hands out to be kept.

use axum::http::{HeaderName, header};
use axum::response::{IntoResponse, Response};

/// A spreadsheet.
pub const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
/// Text with commas.
pub const CSV: &str = "text/csv; charset=utf-8";

/// A file of that kind and name; the name is one of ours.
pub fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> Response {
    let heads: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (heads, bytes).into_response()
}
