//! `/admin/estate/template.xlsx`, `/admin/estate/export.xlsx`, `/admin/estate/export.csv`.

use axum::http::{HeaderName, header};
use axum::response::IntoResponse;
use backend::estate::export;

use crate::web::{Answer, Web};

const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";
const CSV: &str = "text/csv; charset=utf-8";

/// `GET /admin/estate/template.xlsx`
pub async fn template(web: Web) -> Answer {
    Ok(file(
        XLSX,
        "linli-template.xlsx",
        export::template(&web.ctx)?,
    ))
}

/// `GET /admin/estate/export.xlsx`
pub async fn xlsx(web: Web) -> Answer {
    let bytes = web
        .write(|ctx| async move { export::xlsx(&ctx).await })
        .await?;
    Ok(file(XLSX, "linli-estate.xlsx", bytes))
}

/// `GET /admin/estate/export.csv`
pub async fn csv(web: Web) -> Answer {
    let bytes = web
        .write(|ctx| async move { export::csv(&ctx).await })
        .await?;
    Ok(file(CSV, "linli-estate.csv", bytes))
}

fn file(kind: &'static str, name: &str, bytes: Vec<u8>) -> axum::response::Response {
    let heads: [(HeaderName, String); 2] = [
        (header::CONTENT_TYPE, kind.to_owned()),
        (
            header::CONTENT_DISPOSITION,
            format!("attachment; filename=\"{name}\""),
        ),
    ];
    (heads, bytes).into_response()
}
