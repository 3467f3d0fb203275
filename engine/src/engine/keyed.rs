//! Idempotency keys: a submission with one is done once, however often it is submitted.

use std::fmt;
use std::sync::mpsc::sync_channel;

use super::{Engine, Submission};
use crate::domain::apply::{Notices, Outcome};
use crate::domain::idempotency::{Fingerprint, IdempotencyKey};
use crate::domain::order::Order;
use crate::error::Error;
use crate::view::{CartView, ParkedView};
use crate::writer::Job;

/// How long an idempotency key is remembered, in milliseconds of the submissions' time: 24 hours. Past that it is as if
/// it had never been used.
pub const KEY_LIFE_MS: i64 = 24 * 60 * 60 * 1_000;
/// Most idempotency keys that are remembered: 100,000. One more, and the oldest is forgotten.
pub const KEYS_MAX: u64 = 100_000;
/// Most bytes that the answers to them take in the store: 64 MiB. For one that takes more the oldest are forgotten.
pub const ANSWERS_BYTES_MAX: u64 = 64 * 1024 * 1024;
/// Up to so many bytes an answer is kept as it is: 64 KiB. A larger one is made again, of the cart and the order as they
/// are by then, where nothing of what was asked had been refused; where they are gone by then, or somebody else's, it is
/// [`Error::CartNotFound`] or [`Error::OrderNotFound`] of which it is made.
pub const VERBATIM_BYTES_MAX: usize = 64 * 1024;

/// What a submission is done once under, and how it is answered.
pub struct Keyed {
    /// The key.
    pub key: IdempotencyKey,
    /// What is asked for.
    pub fingerprint: Fingerprint,
    /// Makes the answer.
    pub transcribe: Transcribe,
}

/// Makes the answer to a submission, as bytes that the engine does not look into, of what came of it or of why it was
/// refused. Called at most once and on the engine's own thread, before anything is durable: it must not wait for anybody.
/// Where it panics the answer is empty.
pub type Transcribe = Box<dyn FnOnce(Result<Viewed, Error>) -> Transcript + Send>;

/// An answer that was made.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Transcript {
    /// The answer.
    pub bytes: Vec<u8>,
    /// Of a refusal whether it is to be kept: one that is not, is decided anew when it is asked for again. What was done is
    /// kept whatever stands here.
    pub is_kept: bool,
}

/// What came of a submission, with its cart as it is shown. To who makes an answer that is kept, not durable yet.
#[derive(Debug, Clone)]
pub struct Viewed {
    /// The last command's cart as it is afterwards; none where it is deleted or not there, and for an import.
    pub cart: Option<CartView>,
    /// The last order that a command made or changed, or found to be its cart's already.
    pub order: Option<Order>,
    /// What the last command that did so has set aside.
    pub parked: Option<ParkedView>,
    /// What came of each command, in order. Of an answer that is made again only what its lines are needed for.
    pub outcomes: Vec<Outcome>,
    /// What came of the last command besides; nothing where an answer is made again.
    pub notices: Notices,
}

/// The answer to a submission with an idempotency key.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Answer {
    /// As it was transcribed.
    pub bytes: Vec<u8>,
    /// Whether it is the answer to an earlier submission, and nothing was done now.
    pub is_replay: bool,
}

impl Keyed {
    /// This key for what has this fingerprint, answered by what `transcribe` makes of it.
    pub fn new(
        key: IdempotencyKey,
        fingerprint: Fingerprint,
        transcribe: impl FnOnce(Result<Viewed, Error>) -> Transcript + Send + 'static,
    ) -> Self {
        Self { key, fingerprint, transcribe: Box::new(transcribe) }
    }
}

impl fmt::Debug for Keyed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { key, fingerprint, transcribe: _ } = self;
        f.debug_struct("Keyed").field("key", key).field("fingerprint", fingerprint).finish_non_exhaustive()
    }
}

impl Engine {
    /// Makes a change once, however often it is submitted under its key, and waits until it is as durable as the profile
    /// makes it. The answer is stored with the change, as one: after a power cut either both are there or neither. One
    /// that is submitted again gets the first one's answer; where both come at once, the second waits for the first.
    ///
    /// A refusal is an answer too, and kept where it says so. Keys are remembered for [`KEY_LIFE_MS`], at most
    /// [`KEYS_MAX`] of them with [`ANSWERS_BYTES_MAX`] bytes of answers.
    ///
    /// # Errors
    ///
    /// [`Error::KeyReused`] where something else was submitted under the key, and what [`Engine::submit`] gives where the
    /// submission was not decided: [`Error::Overloaded`], [`Error::Stopped`], [`Error::Store`]. Of these nothing is kept.
    ///
    /// # Examples
    ///
    /// ```
    /// use trolley_engine::domain::cart::Expiry;
    /// use trolley_engine::domain::command::{ClearCart, NewCart, OnAbsent};
    /// use trolley_engine::domain::id::CartId;
    /// use trolley_engine::domain::idempotency::{Fingerprint, IdempotencyKey};
    /// use trolley_engine::engine::keyed::{Keyed, Transcript};
    /// use trolley_engine::{Command, Engine, Options, Principal, Profile, Submission, Timestamp};
    ///
    /// # fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let engine = Engine::in_memory(Options::new(Profile::Memory))?;
    /// let now = Timestamp::from_millis(1_767_603_600_000);
    /// let submit = |body: u8| {
    ///     let on_absent = OnAbsent::Create(NewCart::new(Expiry::Never));
    ///     let clear = Command::ClearCart(ClearCart::new(CartId::new("c")?, on_absent));
    ///     let keyed = Keyed::new(IdempotencyKey([1; 32]), Fingerprint([body; 32]), |result| {
    ///         let text = if result.is_ok() { "cleared" } else { "refused" };
    ///         Transcript { bytes: text.as_bytes().to_vec(), is_kept: true }
    ///     });
    ///     let submission = Submission::new(now, Principal::Server, vec![clear]);
    ///     Ok::<_, Box<dyn std::error::Error>>(engine.submit_keyed(submission, keyed)?)
    /// };
    /// let first = submit(7)?;
    /// assert_eq!((first.bytes.as_slice(), first.is_replay), (&b"cleared"[..], false));
    /// let again = submit(7)?;
    /// assert_eq!((again.bytes.as_slice(), again.is_replay), (&b"cleared"[..], true));
    /// assert!(submit(8).is_err(), "something else under the same key");
    /// # Ok(())
    /// # }
    /// ```
    pub fn submit_keyed(&self, submission: Submission, keyed: Keyed) -> Result<Answer, Error> {
        let (answer, answered) = sync_channel(1);
        self.submit_keyed_with(submission, keyed, move |result| {
            // Nobody can have stopped waiting.
            answer.send(result).ok();
        });
        answered.recv().unwrap_or(Err(Error::Stopped))
    }

    /// The same without waiting for it: `done` is called once, as by [`Engine::submit_with`].
    pub fn submit_keyed_with(
        &self,
        submission: Submission,
        keyed: Keyed,
        done: impl FnOnce(Result<Answer, Error>) + Send + 'static,
    ) {
        self.writer.submit(Job::keyed(submission, keyed, done));
    }
}
