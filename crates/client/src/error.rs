//! What can go wrong between the page and the index, each with a code for scripts.

use zoeklicht_query::FormatError;

/// Why there is no answer.
#[derive(Clone, Debug, PartialEq, thiserror::Error)]
pub enum ClientError {
    /// No connection, or the server answered with an error.
    #[error("{url} could not be fetched: {reason}")]
    Network {
        /// The address.
        url: String,
        /// What the browser or the server said.
        reason: String,
    },
    /// The file is there but is not what the index promised.
    #[error("{0}")]
    Index(#[from] FormatError),
    /// A newer search took its place, or the caller gave up.
    #[error("the search was aborted")]
    Aborted,
    /// The caller asked for something that cannot be.
    #[error("{0}")]
    Usage(String),
}

impl ClientError {
    /// The code: `network`, `integrity`, `too-old`, `too-new`, `aborted` or `usage`.
    pub fn code(&self) -> &'static str {
        match self {
            ClientError::Network { .. } => "network",
            ClientError::Index(FormatError::TooOld { .. }) => "too-old",
            ClientError::Index(FormatError::TooNew { .. }) => "too-new",
            ClientError::Index(_) => "integrity",
            ClientError::Aborted => "aborted",
            ClientError::Usage(_) => "usage",
        }
    }

    /// Whether asking again past the cache may help.
    pub(crate) fn may_pass(&self) -> bool {
        matches!(self.code(), "network" | "integrity")
    }
}
