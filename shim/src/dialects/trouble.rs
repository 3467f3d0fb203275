//! Why nothing can be changed at the moment, whatever is asked. Each dialect says so in its own form: 503, with what is
//! known of the request.

use trolley_engine::Error;

/// Why nothing can be changed at the moment.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Trouble {
    /// The store failed while it was changed: whether what was asked is done is not known. The same request with the same
    /// idempotency key, or a look, tells.
    StorageFailed,
    /// What was asked took too long, and may yet be done.
    TimedOut,
    /// The disk is full; nothing was done. What makes room is done.
    StorageFull,
    /// The store failed before this request, of which nothing was done, and is being opened anew.
    Recovering,
    /// The server stops, or its store is given up; nothing was done.
    Stopping,
}

impl Trouble {
    /// All there are.
    pub const ALL: [Self; 5] =
        [Self::StorageFailed, Self::TimedOut, Self::StorageFull, Self::Recovering, Self::Stopping];

    /// What keeps the engine from doing what it is asked; none where it has refused for another reason, or one record
    /// cannot be read.
    #[must_use]
    pub fn of(error: &Error) -> Option<Self> {
        if error.is_outcome_unknown() {
            Some(Self::StorageFailed)
        } else if matches!(error, Error::StorageFull) {
            Some(Self::StorageFull)
        } else if matches!(error, Error::Recovering) {
            Some(Self::Recovering)
        } else if matches!(error, Error::Stopped) {
            Some(Self::Stopping)
        } else {
            None
        }
    }

    /// Its name for programs.
    #[must_use]
    pub const fn code(self) -> &'static str {
        match self {
            Self::StorageFailed => "storage_failed",
            Self::TimedOut => "timed_out",
            Self::StorageFull => "storage_full",
            Self::Recovering => "recovering",
            Self::Stopping => "unavailable",
        }
    }

    /// A sentence for people, without a full stop.
    #[must_use]
    pub const fn sentence(self) -> &'static str {
        match self {
            Self::StorageFailed => "The storage failed, and this may be done or not",
            Self::TimedOut => "This took too long, and may yet be done",
            Self::StorageFull => "The storage is full, only what makes room is done",
            Self::Recovering => "The storage failed and is being opened anew, try again",
            Self::Stopping => "Carts cannot be reached at the moment",
        }
    }

    /// What is known of what was asked: `unknown`; nothing where it was not done.
    #[must_use]
    pub const fn outcome(self) -> Option<&'static str> {
        match self {
            Self::StorageFailed | Self::TimedOut => Some("unknown"),
            Self::StorageFull | Self::Recovering | Self::Stopping => None,
        }
    }
}
