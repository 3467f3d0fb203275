//! What has become of a cart by a moment: what its record says, and what the time has made of it.

use crate::domain::cart::{Cart, CartStatus};
use crate::domain::time::Timestamp;

/// What has become of a cart.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Stage {
    /// Its shopper may be at it.
    Active,
    /// It was given up, or left alone for so long that it counts as such. In the latter case a change brings it back.
    Abandoned {
        /// Since when.
        since: Timestamp,
    },
    /// An order was made of it.
    Converted,
    /// It has expired before an order was made of it and before it was given up.
    Expired,
}

impl Stage {
    /// What has become of the cart by this moment. One that has lines and was not changed for so many milliseconds counts
    /// as abandoned; none for never.
    #[must_use]
    pub fn of(cart: &Cart, now: Timestamp, abandoned_after_ms: Option<i64>) -> Self {
        match cart.status {
            CartStatus::Converted => Self::Converted,
            // Nothing has changed it since.
            CartStatus::Abandoned => Self::Abandoned { since: cart.updated_at },
            CartStatus::Active if cart.is_expired(now) => Self::Expired,
            CartStatus::Active => {
                let since =
                    abandoned_after_ms.map(|span_ms| cart.counted.touched_at.saturating_add_millis(span_ms));
                match since.filter(|since| *since <= now && !cart.lines.is_empty()) {
                    Some(since) => Self::Abandoned { since },
                    None => Self::Active,
                }
            }
        }
    }
}

#[cfg(test)]
pub(super) mod tests;
