//! How intents are put to an engine, and what it said.

use std::borrow::Cow;
use std::fmt;
use std::sync::mpsc::{Receiver, Sender, channel};
use std::thread;

use trolley_engine::domain::cart::Cart;
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::order::Order;
use trolley_engine::engine::keyed::{Answer, Keyed, Transcript};
use trolley_engine::{Engine, Error, Receipt};

use super::intent::Intent;

/// An answer of so many bytes is too long to be kept as it is.
const LONG_BYTES: usize = 70_000;

/// What the engine said to an intent.
#[derive(Clone, PartialEq, Eq)]
pub(super) struct Said {
    pub(super) is_done: bool,
    /// Whether it was the answer of an earlier time.
    pub(super) is_replay: bool,
    words: Vec<u8>,
}

impl Said {
    /// Whether it says that there is no such cart.
    pub(super) fn is_without(&self, cart: &CartId) -> bool {
        self.text() == format!("refused: {}", Error::CartNotFound { cart: cart.clone() })
    }

    /// Without what made it long.
    fn text(&self) -> Cow<'_, str> {
        String::from_utf8_lossy(self.words.trim_ascii_end())
    }
}

impl fmt::Debug for Said {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { is_done, is_replay, words } = self;
        f.debug_struct("Said")
            .field("is_done", is_done)
            .field("is_replay", is_replay)
            .field("bytes", &words.len())
            .field("text", &self.text())
            .finish()
    }
}

/// How idempotency keys are used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Keys {
    /// As they are meant to be.
    WithEffect,
    /// Wrongly, to see that it is noticed: the key is stored after what was done under it.
    AfterEffect,
}

/// Holds the engine's writer up after a group of intents, until the next are all there: so that it is always the same ones
/// that are committed together.
#[derive(Debug, Default)]
pub(super) struct Together {
    go_on: Option<Sender<()>>,
}

impl Together {
    /// What the engine says to each of these; none of one that it did not decide.
    pub(super) fn ask(&mut self, engine: &Engine, intents: &[Intent]) -> Vec<Option<Said>> {
        let (go_on, may_go_on) = channel();
        let mut last = Some(may_go_on);
        let answers: Vec<Receiver<Option<Said>>> = (1..)
            .zip(intents)
            .map(|(place, intent)| {
                let held_up = last.take_if(|_| place == intents.len());
                send(engine, intent, held_up)
            })
            .collect();
        // The writer that waits for this goes on.
        self.go_on = Some(go_on);
        answers.into_iter().map(|answer| answer.recv().unwrap_or(None)).collect()
    }
}

/// The same of one.
pub(super) fn ask(engine: &Engine, intent: &Intent, keys: Keys) -> Option<Said> {
    match keys {
        Keys::AfterEffect if intent.is_keyed => ask_apart(engine, intent),
        Keys::AfterEffect | Keys::WithEffect => send(engine, intent, None).recv().unwrap_or(None),
    }
}

fn send(engine: &Engine, intent: &Intent, held_up: Option<Receiver<()>>) -> Receiver<Option<Said>> {
    let (answer, answered) = channel();
    let asker = thread::current().id();
    let done = move |said| {
        // Who asked may be gone.
        let _ = answer.send(said);
        // What is refused at once is so by the asker's own thread, which is not to wait for itself.
        if let Some(held_up) = held_up.filter(|_| thread::current().id() != asker) {
            let _ = held_up.recv();
        }
    };
    if intent.is_keyed {
        let keyed = keyed(intent, |result| result);
        engine.submit_keyed_with(intent.submission(), keyed, move |result| done(from_answer(result)));
    } else {
        engine.submit_with(intent.submission(), move |result| done(from_receipt(result)));
    }
    answered
}

fn keyed(intent: &Intent, words: impl FnOnce(Vec<u8>) -> Vec<u8> + Send + 'static) -> Keyed {
    let (key, fingerprint) = intent.key();
    let is_long = intent.is_long;
    Keyed::new(key, fingerprint, move |result| {
        let mut bytes = words(match &result {
            Ok(viewed) => told(Ok((viewed.cart.as_ref().map(|view| &view.cart), viewed.order.as_ref()))),
            Err(error) => told(Err(error)),
        });
        if is_long {
            bytes.resize(LONG_BYTES, b' ');
        }
        Transcript { bytes, is_kept: true }
    })
}

/// What is done, and when that is done the key. Only for keys that were not used before.
fn ask_apart(engine: &Engine, intent: &Intent) -> Option<Said> {
    let said = from_receipt(engine.submit(intent.submission()))?;
    let words = said.words;
    from_answer(engine.submit_keyed(intent.nothing(), keyed(intent, move |_| words)))
}

fn from_answer(result: Result<Answer, Error>) -> Option<Said> {
    match result {
        Ok(Answer { bytes, is_replay }) => {
            Some(Said { is_done: bytes.starts_with(DONE), is_replay, words: bytes })
        }
        Err(error) => refused(&error),
    }
}

fn from_receipt(result: Result<Receipt, Error>) -> Option<Said> {
    match result {
        Ok(receipt) => {
            let words = told(Ok((receipt.cart.as_deref(), receipt.order.as_ref())));
            Some(Said { is_done: true, is_replay: false, words })
        }
        Err(error) => refused(&error),
    }
}

fn refused(error: &Error) -> Option<Said> {
    match error {
        Error::Store(_) | Error::Stopped | Error::Recovering | Error::StorageFull | Error::Overloaded => None,
        error => Some(Said { is_done: false, is_replay: false, words: told(Err(error)) }),
    }
}

const DONE: &[u8] = b"done";

fn told(result: Result<(Option<&Cart>, Option<&Order>), &Error>) -> Vec<u8> {
    let (cart, order) = match result {
        Ok(told) => told,
        Err(error) => return format!("refused: {error}").into_bytes(),
    };
    let cart = cart.map(|cart| (cart.id.as_str(), cart.revision, cart.units()));
    let order = order.map(|order| (order.id.as_str(), order.revision, order.paid()));
    let mut words = DONE.to_vec();
    words.extend_from_slice(format!("{cart:?} {order:?}").as_bytes());
    words
}
