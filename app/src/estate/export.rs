//! `/admin/estate/template.xlsx`, `/admin/estate/export.xlsx`, `/admin/estate/export.csv`.

use backend::estate::export;

use crate::download::{CSV, XLSX, file};
use crate::web::{Answer, Web};

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
