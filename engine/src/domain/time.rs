//! Moments and spans, as values: nothing here asks a clock.

/// Milliseconds of a day.
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;

/// A span of so many days, in milliseconds.
#[must_use]
pub const fn days_ms(days: u32) -> i64 {
    // Fits always: 2^32 days are fewer than 2^59 milliseconds.
    days as i64 * DAY_MS
}

/// A moment: milliseconds since the Unix epoch, UTC.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Timestamp(i64);

impl Timestamp {
    /// The moment so many milliseconds after the Unix epoch.
    #[must_use]
    pub const fn from_millis(millis: i64) -> Self {
        Self(millis)
    }

    /// Milliseconds since the Unix epoch.
    #[must_use]
    pub const fn as_millis(self) -> i64 {
        self.0
    }

    /// This moment, or the next after the last one that is shown already, where the clock has gone back behind that.
    #[must_use]
    pub const fn not_before(self, last: Self) -> Self {
        if self.0 < last.0 { last.saturating_add_millis(1) } else { self }
    }

    /// The moment `span_ms` milliseconds later, or the last there is.
    #[must_use]
    pub const fn saturating_add_millis(self, span_ms: i64) -> Self {
        Self(self.0.saturating_add(span_ms))
    }
}
