//! The clock by which is measured.

use std::time::Instant;

/// The present moment of a clock that nobody sets.
#[expect(clippy::disallowed_methods, reason = "what is measured here is time")]
pub(crate) fn now() -> Instant {
    Instant::now()
}
