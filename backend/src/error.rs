//! Why a use case did not do what was asked.

use domain::problem::Problems;

/// The answer of a use case that changed nothing.
#[derive(Debug, thiserror::Error)]
pub enum Error {
    /// Fields at fault; the form is shown again with them (rule X10).
    #[error("fields at fault")]
    Invalid(Problems),
    /// Nobody is signed in, and somebody has to be.
    #[error("signing in is needed")]
    SignIn,
    /// The person's rights do not reach this (rule P13).
    #[error("not permitted")]
    Denied,
    /// There is no such thing here; also the answer for another community's rows (rule P3).
    #[error("not found")]
    NotFound,
    /// Somebody else changed it meanwhile (rule R3), or its state does not allow this (rule R1).
    #[error("changed meanwhile")]
    Changed,
    /// Too many tries; the number of seconds to wait (rule P8).
    #[error("too many tries")]
    Wait(i64),
    /// The store could not be reached or failed; the cause is for the log only.
    #[error("the store failed: {0}")]
    Store(#[source] sqlx::Error),
    /// Photo storage failed; the cause is for the log only.
    #[error("photo storage failed: {0}")]
    Photos(#[source] crate::photo::store::Error),
    /// Something that should not happen; the sentence is for the log only.
    #[error("unexpected: {0}")]
    Unexpected(&'static str),
}

impl From<sqlx::Error> for Error {
    fn from(error: sqlx::Error) -> Self {
        Self::Store(error)
    }
}

impl From<crate::photo::store::Error> for Error {
    fn from(error: crate::photo::store::Error) -> Self {
        Self::Photos(error)
    }
}

impl From<Problems> for Error {
    fn from(problems: Problems) -> Self {
        Self::Invalid(problems)
    }
}

impl Error {
    /// Whether trying the whole use case once more may succeed.
    #[must_use]
    pub fn is_transient(&self) -> bool {
        matches!(self, Self::Store(error) if crate::db::is_transient(error))
    }

    /// One field at fault.
    #[must_use]
    pub fn at(field: &'static str, problem: domain::problem::Problem) -> Self {
        let mut problems = Problems::new();
        problems.add(field, problem);
        Self::Invalid(problems)
    }
}
