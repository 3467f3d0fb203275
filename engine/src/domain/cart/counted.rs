//! The life of a cart, counted by a clock that can be set.

use super::{Cart, Counted, Expiry};
use crate::domain::time::Timestamp;

impl Counted {
    /// Of a cart that is made at this moment.
    #[must_use]
    pub const fn from(at: Timestamp) -> Self {
        Self { began_at: at, touched_at: at }
    }

    /// The same of a cart that is changed at this moment.
    #[must_use]
    pub fn touched(self, at: Timestamp) -> Self {
        Self { touched_at: self.touched_at.max(at), ..self }
    }
}

impl Cart {
    /// The same cart where the clock by which its life is counted shows `by_ms` milliseconds more. What is shown of it stays.
    #[must_use]
    pub fn recounted(self, by_ms: i64) -> Self {
        let Counted { began_at, touched_at } = self.counted;
        let counted = Counted {
            began_at: began_at.saturating_add_millis(by_ms),
            touched_at: touched_at.saturating_add_millis(by_ms),
        };
        Self { counted, expiry: self.expiry.recounted(by_ms), ..self }
    }
}

impl Expiry {
    /// The same where the clock by which it is counted shows `by_ms` milliseconds more.
    #[must_use]
    pub const fn recounted(self, by_ms: i64) -> Self {
        match self {
            Self::Never => Self::Never,
            Self::AfterUpdate { span_ms } => Self::AfterUpdate { span_ms },
            Self::At(moment) => Self::At(moment.saturating_add_millis(by_ms)),
        }
    }
}
