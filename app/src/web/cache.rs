//! Public pages for people who are not signed in are kept ready: by community, its public version,
//! language, size and address. The version is read from the database at every request, so that no
//! server shows what another one has just hidden.

use std::collections::HashMap;
use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::{Request, State};
use axum::http::{HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use backend::community;
use bytes::Bytes;
use domain::id::CommunityId;
use quick_cache::Weighter;
use quick_cache::sync::Cache;

use super::guard::cookie;
use super::{AppState, Look, asked_origin, csp, session_cookie};
use crate::parts::Facts;

/// How much memory the kept pages may take.
const MOST_BYTES: u64 = 16 * 1024 * 1024;
/// Longer pages and addresses are not kept.
const LONGEST_BODY: usize = 512 * 1024;
const LONGEST_ADDRESS: usize = 300;

#[derive(Clone, PartialEq, Eq, Hash)]
struct Key {
    community: i64,
    version: i64,
    look: Look,
    origin: String,
    address: String,
}

/// A page with its nonce cut out.
struct Kept {
    pieces: Vec<Bytes>,
}

#[derive(Clone)]
struct Weight;

impl Weighter<Key, Arc<Kept>> for Weight {
    fn weight(&self, key: &Key, kept: &Arc<Kept>) -> u64 {
        let bytes = kept.pieces.iter().map(Bytes::len).sum::<usize>() + key.address.len() + 200;
        u64::try_from(bytes).unwrap_or(u64::MAX)
    }
}

/// The pages that are kept ready, and the facts that every page's names come from. Both belong to a
/// community's public version, which each request reads anew.
pub struct PageCache {
    pages: Cache<Key, Arc<Kept>, Weight>,
    facts: RwLock<HashMap<CommunityId, (i64, Arc<Facts>)>>,
}

impl PageCache {
    /// The facts of this version of a community, if they are here.
    pub fn facts(&self, community: CommunityId, version: i64) -> Option<Arc<Facts>> {
        let facts = self.facts.read().unwrap_or_else(PoisonError::into_inner);
        let (kept, facts) = facts.get(&community)?;
        (*kept == version).then(|| Arc::clone(facts))
    }

    /// Keeps the facts of a version. What was read before a newer version came is not kept longer
    /// than until that version is asked for.
    pub fn keep_facts(&self, community: CommunityId, version: i64, facts: Facts) -> Arc<Facts> {
        let facts = Arc::new(facts);
        let mut kept = self.facts.write().unwrap_or_else(PoisonError::into_inner);
        kept.insert(community, (version, Arc::clone(&facts)));
        facts
    }
}

impl Default for PageCache {
    fn default() -> Self {
        Self {
            pages: Cache::with_weighter(2_000, MOST_BYTES, Weight),
            facts: RwLock::default(),
        }
    }
}

impl std::fmt::Debug for PageCache {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(formatter, "PageCache({} pages)", self.pages.len())
    }
}

/// Answers from the kept pages where it can.
pub async fn serve_public(State(state): State<AppState>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let plain = request.method() == Method::GET
        && cookie(headers, session_cookie(&state.options)).is_none()
        && crate::routes::is_same_for_all(request.uri().path());
    if !plain {
        return next.run(request).await;
    }
    let origin = asked_origin(&state.options, headers);
    let Ok(community) = community::at(&state.stores.db, &origin).await else {
        return next.run(request).await;
    };
    let address = request
        .uri()
        .path_and_query()
        .map_or("/".to_owned(), ToString::to_string);
    let key = Key {
        community: community.id.get(),
        version: community.public_version,
        look: Look::read(headers),
        origin,
        address,
    };
    if key.address.len() > LONGEST_ADDRESS {
        return next.run(request).await;
    }
    if let Some(kept) = state.cache.pages.get(&key) {
        return send(&state, &kept);
    }
    let response = next.run(request).await;
    let Some(nonce) = nonce_of(&response).filter(|_| response.status() == StatusCode::OK) else {
        return response;
    };
    let (parts, body) = response.into_parts();
    let Ok(bytes) = axum::body::to_bytes(body, LONGEST_BODY).await else {
        return StatusCode::INTERNAL_SERVER_ERROR.into_response();
    };
    state.cache.pages.insert(
        key,
        Arc::new(Kept {
            pieces: cut(&bytes, nonce.as_bytes()),
        }),
    );
    Response::from_parts(parts, Body::from(bytes))
}

fn nonce_of(response: &Response) -> Option<String> {
    let policy = response
        .headers()
        .get(header::CONTENT_SECURITY_POLICY)?
        .to_str()
        .ok()?;
    let (_, rest) = policy.split_once("'nonce-")?;
    Some(rest.split_once('\'')?.0.to_owned())
}

fn cut(page: &Bytes, nonce: &[u8]) -> Vec<Bytes> {
    let mut pieces = Vec::new();
    let mut from = 0;
    let mut at = 0;
    while at + nonce.len() <= page.len() {
        if &page[at..at + nonce.len()] == nonce {
            pieces.push(page.slice(from..at));
            at += nonce.len();
            from = at;
        } else {
            at += 1;
        }
    }
    pieces.push(page.slice(from..));
    pieces
}

fn send(state: &AppState, kept: &Kept) -> Response {
    let nonce = backend::random::hex(&state.stores.random.bytes::<12>());
    let body = if let [whole] = &kept.pieces[..] {
        Body::from(whole.clone())
    } else {
        let mut page = Vec::new();
        for (number, piece) in kept.pieces.iter().enumerate() {
            if number > 0 {
                page.extend_from_slice(nonce.as_bytes());
            }
            page.extend_from_slice(piece);
        }
        Body::from(page)
    };
    let mut response = body.into_response();
    let headers = response.headers_mut();
    headers.insert(
        header::CONTENT_TYPE,
        HeaderValue::from_static("text/html; charset=utf-8"),
    );
    headers.insert(header::CONTENT_SECURITY_POLICY, csp(&nonce));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_nonce_is_cut_out_wherever_it_stands() {
        let pieces = cut(&Bytes::from_static(b"a NN b NN"), b"NN");
        assert_eq!(
            pieces,
            [
                Bytes::from_static(b"a "),
                Bytes::from_static(b" b "),
                Bytes::new()
            ]
        );
    }
}
