//! How long something takes.

use std::time::{Duration, Instant};

/// Runs for so long since it was started.
#[derive(Debug, Clone, Copy)]
pub struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "what is measured here is time itself")]
    #[must_use]
    pub fn start() -> Self {
        Self(Instant::now())
    }

    /// The time since then.
    #[must_use]
    pub fn elapsed(self) -> Duration {
        self.0.elapsed()
    }
}

/// What it gives, and how long it took.
///
/// # Errors
///
/// Whatever it gives.
pub fn timed<T, E>(run: impl FnOnce() -> Result<T, E>) -> Result<(T, Duration), E> {
    let watch = Stopwatch::start();
    let done = run()?;
    Ok((done, watch.elapsed()))
}
