//! Pictures of a shift, for its leader and staff: asked at every request.

use axum::extract::Path;
use axum::http::HeaderMap;
use backend::patrol::record;
use backend::photo::Size;

use super::id;
use crate::photo::sent;
use crate::web::{Answer, Web};

/// `GET /patrols/{id}/photos/{name}`
pub(super) async fn full(
    web: Web,
    headers: HeaderMap,
    Path((asked, name)): Path<(String, String)>,
) -> Answer {
    let found = record::picture(&web.ctx, id(&asked)?, &name, Size::Full).await?;
    sent(&headers, found)
}

/// `GET /patrols/{id}/photos/{name}/small`
pub(super) async fn small(
    web: Web,
    headers: HeaderMap,
    Path((asked, name)): Path<(String, String)>,
) -> Answer {
    let found = record::picture(&web.ctx, id(&asked)?, &name, Size::Small).await?;
    sent(&headers, found)
}
