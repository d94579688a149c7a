//! Pictures. Whether the viewer may see one is asked at every request, so browsers keep them only
//! together with a question (rule R14).

use axum::extract::Path;
use axum::http::{HeaderMap, HeaderValue, StatusCode, header};
use axum::response::{IntoResponse, Response};
use backend::photo::{self, Size, Viewer};
use bytes::Bytes;
use domain::permission::Permission;

use crate::routes::{Access, Route};
use crate::web::{Answer, Web};

/// This noun's routes.
pub fn routes() -> Vec<Route> {
    let work = Access::Needs(Permission::SeeWork);
    vec![
        Route::get("/photos/{name}", Access::Public, full),
        Route::get("/photos/{name}/small", Access::Public, small),
        Route::get("/photos/draft/{name}/small", Access::Secret, draft),
        Route::get("/r/{secret}/photos/{name}", Access::Secret, receipt_full),
        Route::get(
            "/r/{secret}/photos/{name}/small",
            Access::Secret,
            receipt_small,
        ),
        Route::get("/admin/photos/{name}", work, work_full),
        Route::get("/admin/photos/{name}/small", work, work_small),
    ]
}

async fn full(web: Web, headers: HeaderMap, Path(name): Path<String>) -> Answer {
    send(&web, &headers, &name, Size::Full, Viewer::Public).await
}

async fn small(web: Web, headers: HeaderMap, Path(name): Path<String>) -> Answer {
    send(&web, &headers, &name, Size::Small, Viewer::Public).await
}

async fn draft(web: Web, headers: HeaderMap, Path(name): Path<String>) -> Answer {
    send(&web, &headers, &name, Size::Small, Viewer::Draft).await
}

async fn receipt_full(
    web: Web,
    headers: HeaderMap,
    Path((secret, name)): Path<(String, String)>,
) -> Answer {
    send(&web, &headers, &name, Size::Full, Viewer::Receipt(&secret)).await
}

async fn receipt_small(
    web: Web,
    headers: HeaderMap,
    Path((secret, name)): Path<(String, String)>,
) -> Answer {
    send(&web, &headers, &name, Size::Small, Viewer::Receipt(&secret)).await
}

async fn work_full(web: Web, headers: HeaderMap, Path(name): Path<String>) -> Answer {
    send(&web, &headers, &name, Size::Full, Viewer::Work).await
}

async fn work_small(web: Web, headers: HeaderMap, Path(name): Path<String>) -> Answer {
    send(&web, &headers, &name, Size::Small, Viewer::Work).await
}

async fn send(
    web: &Web,
    headers: &HeaderMap,
    name: &str,
    size: Size,
    viewer: Viewer<'_>,
) -> Answer {
    if matches!(viewer, Viewer::Work) {
        web.require(Permission::SeeWork)?;
    }
    let found = photo::show(&web.ctx, name, size, viewer).await?;
    sent(headers, found)
}

/// A picture that may be seen: kept by the browser only together with a question.
///
/// # Errors
/// When its name is none.
pub fn sent(headers: &HeaderMap, (bytes, version): (Bytes, String)) -> Answer {
    let tag = HeaderValue::from_str(&format!("\"{version}\""))
        .map_err(|_| backend::Error::Unexpected("a picture's name is no tag"))?;
    let known = headers.get(header::IF_NONE_MATCH) == Some(&tag);
    let mut response: Response = if known {
        StatusCode::NOT_MODIFIED.into_response()
    } else {
        (
            [(header::CONTENT_TYPE, HeaderValue::from_static("image/jpeg"))],
            bytes,
        )
            .into_response()
    };
    let kept = response.headers_mut();
    kept.insert(header::ETAG, tag);
    kept.insert(
        header::CACHE_CONTROL,
        HeaderValue::from_static("private, no-cache"),
    );
    Ok(response)
}
