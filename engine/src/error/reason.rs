//! Whence a refusal comes, and which of several lines was refused.

use std::sync::Arc;

use crate::error::{Error, StoreError};

/// One of several lines that was refused.
#[derive(Debug, Clone)]
pub struct LineRefusal {
    /// Its place in the command, from 0.
    pub index: usize,
    /// Why it was refused.
    pub error: Error,
}

impl From<StoreError> for Error {
    fn from(error: StoreError) -> Self {
        Self::Store(Arc::new(error))
    }
}

impl Error {
    /// Whether what was submitted may be stored or not: it must be submitted again, under the same idempotency key, or
    /// looked for.
    #[must_use]
    pub fn is_outcome_unknown(&self) -> bool {
        match self {
            Self::Store(fault) => !matches!(**fault, StoreError::Record { .. }),
            _ => false,
        }
    }

    /// The reason itself: of lines that were refused, the first one's.
    #[must_use]
    pub fn reason(&self) -> &Self {
        let Self::LinesRefused { refusals } = self else { return self };
        refusals.first().map_or(self, |refusal| refusal.error.reason())
    }
}
