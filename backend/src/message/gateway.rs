//! Text messages, through a gateway of the operator's: one signed request each (a webhook).

use std::time::Duration;

use bytes::Bytes;
use http_body_util::Full;
use hyper::Request;
use hyper::header::{CONTENT_TYPE, HeaderName, HeaderValue};
use hyper_rustls::{HttpsConnector, HttpsConnectorBuilder};
use hyper_util::client::legacy::Client;
use hyper_util::client::legacy::connect::HttpConnector;
use hyper_util::rt::TokioExecutor;
use serde_json::json;

use crate::secret::Secret;

const PATIENCE: Duration = Duration::from_secs(30);

/// Where text messages are handed over.
pub struct Gateway {
    client: Client<HttpsConnector<HttpConnector>, Full<Bytes>>,
    address: hyper::Uri,
    secret: Secret,
}

impl Gateway {
    /// The gateway's address and the key that both sides know.
    ///
    /// # Errors
    /// A sentence that says what is wrong.
    pub fn open(address: &str, secret: Secret) -> Result<Self, String> {
        let address: hyper::Uri = address
            .parse()
            .map_err(|_| "must be an address that begins with https://".to_owned())?;
        if !matches!(address.scheme_str(), Some("http" | "https")) || address.host().is_none() {
            return Err("must be an address that begins with https://".to_owned());
        }
        let connector = HttpsConnectorBuilder::new()
            .with_native_roots()
            .map_err(|error| format!("finds no certificates on this machine: {error}"))?
            .https_or_http()
            .enable_http1()
            .build();
        Ok(Self {
            client: Client::builder(TokioExecutor::new()).build(connector),
            address,
            secret,
        })
    }

    /// Whether the gateway took it (2xx). The body is `{"key", "to", "text"}`; its signature stands
    /// in `Linli-Signature: sha256=…`, HMAC-SHA-256 over the body with the common key.
    pub(crate) async fn send(&self, key: &str, to: &str, text: &str) -> bool {
        let body = json!({ "key": key, "to": to, "text": text }).to_string();
        let signature = format!("sha256={}", self.secret.signature(&body));
        let mut request = Request::post(self.address.clone())
            .header(CONTENT_TYPE, "application/json")
            .body(Full::new(Bytes::from(body)));
        if let Ok(request) = &mut request
            && let Ok(signature) = HeaderValue::from_str(&signature)
        {
            let name = HeaderName::from_static("linli-signature");
            request.headers_mut().insert(name, signature);
        }
        let Ok(request) = request else {
            return false;
        };
        match tokio::time::timeout(PATIENCE, self.client.request(request)).await {
            Ok(Ok(answer)) if answer.status().is_success() => true,
            Ok(Ok(answer)) => {
                let status = answer.status().as_u16();
                tracing::warn!(status, "the gateway did not take a text message");
                false
            }
            Ok(Err(error)) => {
                tracing::warn!(%error, "the gateway cannot be reached");
                false
            }
            Err(_) => {
                tracing::warn!("the gateway does not answer");
                false
            }
        }
    }
}
