//! What went wrong, on its way to becoming a page in plain words (rule X9).

use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use backend::Error;

/// A request that got no page of its own.
#[derive(Debug, Clone)]
pub struct Fault {
    /// The status code.
    pub status: StatusCode,
    /// Seconds to wait, for 429.
    pub wait: Option<i64>,
    /// For the log only.
    cause: Option<String>,
}

impl Fault {
    /// A fault that is nothing but its status.
    #[must_use]
    pub fn status(status: StatusCode) -> Self {
        Self {
            status,
            wait: None,
            cause: None,
        }
    }

    /// The session store failed.
    #[must_use]
    #[expect(clippy::needless_pass_by_value, reason = "used in map_err")]
    pub fn session(error: tower_sessions::session::Error) -> Self {
        Self {
            status: StatusCode::SERVICE_UNAVAILABLE,
            wait: None,
            cause: Some(error.to_string()),
        }
    }
}

impl From<Error> for Fault {
    fn from(error: Error) -> Self {
        let status = match &error {
            Error::Invalid(_) => StatusCode::UNPROCESSABLE_ENTITY,
            Error::SignIn => StatusCode::UNAUTHORIZED,
            Error::Denied => StatusCode::FORBIDDEN,
            Error::NotFound => StatusCode::NOT_FOUND,
            Error::Changed => StatusCode::CONFLICT,
            Error::Wait(_) => StatusCode::TOO_MANY_REQUESTS,
            Error::Store(_) | Error::Photos(_) => StatusCode::SERVICE_UNAVAILABLE,
            Error::Unexpected(_) => StatusCode::INTERNAL_SERVER_ERROR,
        };
        let wait = if let Error::Wait(seconds) = error {
            Some(seconds)
        } else {
            None
        };
        let cause = status.is_server_error().then(|| error.to_string());
        Self {
            status,
            wait,
            cause,
        }
    }
}

impl IntoResponse for Fault {
    /// An empty response with the fault beside it; the outermost layer makes the page, because it
    /// knows the language.
    fn into_response(self) -> Response {
        // Logged once, here, with the request's id from the span.
        if let Some(cause) = &self.cause {
            tracing::error!(status = self.status.as_u16(), cause, "a request failed");
        } else if self.status == StatusCode::FORBIDDEN {
            tracing::info!("refused");
        }
        let mut response = self.status.into_response();
        response.extensions_mut().insert(self);
        response
    }
}
