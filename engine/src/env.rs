//! The world outside, behind seams: the clock and the source of identifiers. Nothing else asks for either.

pub(crate) mod engine_time;

use std::collections::VecDeque;
use std::fmt::{Debug, Write as _};
use std::sync::atomic::{AtomicI64, AtomicU32, Ordering};
use std::sync::{LazyLock, Mutex, PoisonError};
use std::time::{Instant, SystemTime};

use sha2::{Digest as _, Sha256};

use crate::domain::time::Timestamp;

/// Tells the time.
pub trait Clock: Debug + Send + Sync {
    /// The present moment, as far as is known: a clock can be wrong, and can be set to any other moment.
    fn now(&self) -> Timestamp;

    /// Milliseconds that have passed since some moment in the life of this process: what it says never goes back, and
    /// nobody can set it. While the machine sleeps it may stand still.
    fn ran_ms(&self) -> i64;
}

/// The operating system's clock.
#[derive(Debug, Clone, Copy)]
pub struct SystemClock;

impl Clock for SystemClock {
    #[expect(clippy::disallowed_methods, reason = "this is the seam through which everybody else asks")]
    fn now(&self) -> Timestamp {
        let millis = match SystemTime::now().duration_since(SystemTime::UNIX_EPOCH) {
            Ok(since) => i64::try_from(since.as_millis()).unwrap_or(i64::MAX),
            Err(before) => i64::try_from(before.duration().as_millis()).map_or(i64::MIN, |millis| -millis),
        };
        Timestamp::from_millis(millis)
    }

    fn ran_ms(&self) -> i64 {
        i64::try_from(STARTED.elapsed().as_millis()).unwrap_or(i64::MAX)
    }
}

/// Tells how long ago it was started, whatever becomes of the clock.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Stopwatch(Instant);

impl Stopwatch {
    /// Starts now.
    #[expect(clippy::disallowed_methods, reason = "this is the seam through which everybody else asks")]
    pub(crate) fn start() -> Self {
        Self(Instant::now())
    }

    /// The microseconds since then.
    pub(crate) fn elapsed_us(self) -> u64 {
        u64::try_from(self.0.elapsed().as_micros()).unwrap_or(u64::MAX)
    }

    /// The milliseconds since then.
    pub(crate) fn elapsed_ms(self) -> u64 {
        u64::try_from(self.0.elapsed().as_millis()).unwrap_or(u64::MAX)
    }
}

/// When the monotonic clock was first asked for.
#[expect(clippy::disallowed_methods, reason = "this is the seam through which everybody else asks")]
static STARTED: LazyLock<Instant> = LazyLock::new(Instant::now);

/// A clock that stands still until it is told to go on.
#[derive(Debug)]
pub struct FixedClock {
    wall_ms: AtomicI64,
    ran_ms: AtomicI64,
}

impl FixedClock {
    /// A clock that shows this moment.
    #[must_use]
    pub const fn new(now: Timestamp) -> Self {
        Self { wall_ms: AtomicI64::new(now.as_millis()), ran_ms: AtomicI64::new(0) }
    }

    /// Lets time pass until it shows this moment; back, where it shows a later one.
    pub fn set(&self, now: Timestamp) {
        let before_ms = self.wall_ms.swap(now.as_millis(), Ordering::SeqCst);
        self.ran_ms.fetch_add(now.as_millis().wrapping_sub(before_ms), Ordering::SeqCst);
    }

    /// Makes it show this moment without any time passing, as somebody does who sets it.
    pub fn jump(&self, now: Timestamp) {
        self.wall_ms.store(now.as_millis(), Ordering::SeqCst);
    }

    /// Lets so many milliseconds pass while it goes on showing what it shows, as one that is stuck.
    pub fn stick(&self, for_ms: i64) {
        self.ran_ms.fetch_add(for_ms, Ordering::SeqCst);
    }
}

impl Clock for FixedClock {
    fn now(&self) -> Timestamp {
        Timestamp::from_millis(self.wall_ms.load(Ordering::SeqCst))
    }

    fn ran_ms(&self) -> i64 {
        self.ran_ms.load(Ordering::SeqCst)
    }
}

/// What a new identifier looks like.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum IdForm {
    /// A version 4 UUID in lower case.
    Uuid,
    /// This prefix and a version 4 UUID in lower case, such as `cart_...`.
    Prefixed(&'static str),
    /// A cuid of version 1, whose time is this moment.
    Cuid(Timestamp),
    /// This prefix and 64 hexadecimal digits in lower case: a secret of 256 bits.
    Secret(&'static str),
}

/// Makes identifiers.
pub trait Ids: Debug + Send + Sync {
    /// A new identifier of this form, which nobody can guess.
    fn next(&self, form: IdForm) -> String;
}

/// Identifiers from the operating system's source of randomness.
#[derive(Debug)]
pub struct SystemIds {
    cuid_counter: AtomicU32,
}

impl SystemIds {
    /// A new source.
    #[must_use]
    pub const fn new() -> Self {
        Self { cuid_counter: AtomicU32::new(0) }
    }
}

impl Default for SystemIds {
    fn default() -> Self {
        Self::new()
    }
}

impl Ids for SystemIds {
    #[expect(clippy::disallowed_methods, reason = "this is the seam through which everybody else asks")]
    fn next(&self, form: IdForm) -> String {
        match form {
            IdForm::Uuid => uuid::Uuid::new_v4().to_string(),
            IdForm::Prefixed(prefix) => format!("{prefix}{}", uuid::Uuid::new_v4()),
            IdForm::Cuid(moment) => {
                let count = self.cuid_counter.fetch_add(1, Ordering::Relaxed);
                cuid(moment, count, uuid::Uuid::new_v4().as_u128())
            }
            IdForm::Secret(prefix) => format!("{prefix}{}", secret()),
        }
    }
}

/// 256 bits in hexadecimal, out of the 366 random ones of three UUIDs.
#[expect(clippy::disallowed_methods, reason = "this is the seam through which everybody else asks")]
fn secret() -> String {
    let mut digest = Sha256::new();
    for _ in 0..3 {
        digest.update(uuid::Uuid::new_v4().as_bytes());
    }
    let mut text = String::with_capacity(64);
    for byte in digest.finalize() {
        // Writing to a text does not fail.
        let _ = write!(text, "{byte:02x}");
    }
    text
}

/// A cuid of version 1: `c`, 8 digits of time, 4 of a counter, 4 of a fingerprint, 8 of chance, all in base 36.
///
/// The published crates read the system's clock themselves, so that an identifier's time could not be its line's.
/// Chance takes the fingerprint's place too, because only one process writes to a store.
fn cuid(moment: Timestamp, count: u32, chance: u128) -> String {
    let millis = u128::from(moment.as_millis().unsigned_abs());
    format!("c{}{}{}", base_36::<8>(millis), base_36::<4>(u128::from(count)), base_36::<12>(chance))
}

/// The last `DIGITS` digits of a number in base 36.
fn base_36<const DIGITS: usize>(mut number: u128) -> String {
    const ALPHABET: [char; 36] = [
        '0', '1', '2', '3', '4', '5', '6', '7', '8', '9', 'a', 'b', 'c', 'd', 'e', 'f', 'g', 'h', 'i', 'j',
        'k', 'l', 'm', 'n', 'o', 'p', 'q', 'r', 's', 't', 'u', 'v', 'w', 'x', 'y', 'z',
    ];
    let mut digits = ['0'; DIGITS];
    for digit in digits.iter_mut().rev() {
        *digit = ALPHABET[usize::try_from(number % 36).unwrap_or_default()];
        number /= 36;
    }
    digits.iter().collect()
}

/// Identifiers from a list, in its order, whatever form is asked for; then random ones.
#[derive(Debug)]
pub struct ListedIds {
    listed: Mutex<VecDeque<String>>,
    then: SystemIds,
}

impl ListedIds {
    /// A source that gives these first.
    #[must_use]
    pub fn new(listed: impl IntoIterator<Item = String>) -> Self {
        Self { listed: Mutex::new(listed.into_iter().collect()), then: SystemIds::new() }
    }

    /// Puts these in place of what is left of the list.
    pub fn set(&self, listed: impl IntoIterator<Item = String>) {
        *self.listed.lock().unwrap_or_else(PoisonError::into_inner) = listed.into_iter().collect();
    }
}

impl Ids for ListedIds {
    fn next(&self, form: IdForm) -> String {
        let listed = self.listed.lock().unwrap_or_else(PoisonError::into_inner).pop_front();
        listed.unwrap_or_else(|| self.then.next(form))
    }
}

#[cfg(test)]
mod tests;
