//! The one thread that changes the store: it takes whatever waits, applies it, flushes once, and then answers.
//!
//! There is no delay: a batch is what has come while the last one was flushed. Where the store fails, the writer says so
//! to everybody in the batch, opens it anew, and refuses what comes meanwhile; where that does not help, it stops.

mod job;
mod batch;
mod regather;
mod keyed;
pub(crate) mod condition;
mod fullness;
mod growth;
mod heal;
mod mark;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, RecvTimeoutError, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, JoinHandle};
use std::time::Duration;

use self::condition::Condition;
use self::fullness::Fullness;
use self::heal::Healed;
pub(crate) use self::job::Job;
use self::mark::Mark;
use self::regather::Gathering;
use crate::env::Stopwatch;
use crate::epochs::{Epochs, Touched};
use crate::error::{Error, StoreError};
use crate::options::Options;
use crate::store::Store;
use crate::store::at_hand::WriterHand;
use crate::store::standing::Standing;

/// Most commands that are flushed as one.
const BATCH_COMMANDS_MAX: usize = 1024;
/// Once the free-form values of a batch are about so many bytes, it takes no more.
const BATCH_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The settings and promotions that are committed, for everybody to read.
pub(crate) type SharedStanding = Arc<RwLock<Standing>>;

/// What the writer is told.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "nearly all are jobs")]
pub(crate) enum Message {
    /// Something to do.
    Job(Job),
    /// That something could not be read.
    Look,
}

/// The writer's thread and the queue before it. Dropping it lets the thread finish what waits.
#[derive(Debug)]
pub(crate) struct Writer {
    // Whoever fails to read has it too, but not so as to keep the thread waiting.
    queue: Option<Arc<SyncSender<Message>>>,
    condition: Condition,
    thread: Option<JoinHandle<()>>,
}

/// What the writer's thread works with.
struct Run {
    store: Arc<Store>,
    standing: SharedStanding,
    epochs: Arc<Epochs>,
    condition: Condition,
    messages: Receiver<Message>,
    /// A job that is to be alone, for the next time.
    held: Option<Job>,
    hand: WriterHand,
    gathering: Gathering,
    room: Fullness,
    mark: Mark,
    options: Options,
}

impl Writer {
    /// Starts the thread, with a queue of so many submissions as the options have.
    ///
    /// # Errors
    ///
    /// The operating system's, where it has no thread to give.
    pub(crate) fn start(
        store: &Arc<Store>,
        (standing, epochs): (&SharedStanding, &Arc<Epochs>),
        condition: &Condition,
        options: Options,
    ) -> std::io::Result<Self> {
        let (queue, messages) = sync_channel(options.queue_len_max.max(1));
        let queue = Arc::new(queue);
        let (place, asked) = (Arc::downgrade(&queue), condition.clone());
        store.medium().on_failed_read(move || {
            if asked.refusal().is_none()
                && let Some(queue) = place.upgrade()
            {
                // Where there is no place, the writer is at work and meets the failure itself.
                let _ = queue.try_send(Message::Look);
            }
        });
        let run = Run {
            store: Arc::clone(store),
            standing: Arc::clone(standing),
            epochs: Arc::clone(epochs),
            condition: condition.clone(),
            messages,
            held: None,
            hand: store.writer_hand(),
            gathering: Gathering::new(options.regather),
            room: Fullness::new(&options),
            mark: Mark::new(&options),
            options,
        };
        let watched = condition.clone();
        let run = move || {
            if catch_unwind(AssertUnwindSafe(|| run.run())).is_err() {
                // Nobody is there any more who could open the store anew.
                tracing::error!("the writer panicked, and the store is given up");
                watched.give_up();
            }
        };
        let thread = thread::Builder::new().name("trolley-writer".to_owned()).spawn(run)?;
        Ok(Self { queue: Some(queue), condition: condition.clone(), thread: Some(thread) })
    }

    /// Puts a job into the queue. One that finds no place there is answered at once.
    pub(crate) fn submit(&self, job: Job) {
        let Some(queue) = &self.queue else { return job.answer(Err(Error::Stopped)) };
        if let Some(refusal) = self.condition.refusal() {
            return job.answer(Err(refusal));
        }
        match queue.try_send(Message::Job(job)) {
            Ok(()) => {}
            Err(TrySendError::Full(Message::Job(job))) => job.answer(Err(Error::Overloaded)),
            Err(TrySendError::Disconnected(Message::Job(job))) => job.answer(Err(Error::Stopped)),
            Err(TrySendError::Full(Message::Look) | TrySendError::Disconnected(Message::Look)) => {}
        }
    }

    /// Waits until all that waits is answered.
    pub(crate) fn stop(&mut self) {
        self.queue = None;
        let Some(thread) = self.thread.take() else { return };
        // An engine may be dropped by an answer, which is the writer's own thread.
        if thread.thread().id() != thread::current().id() && thread.join().is_err() {
            tracing::error!("the writer panicked");
        }
    }
}

impl Drop for Writer {
    fn drop(&mut self) {
        self.stop();
    }
}

/// What there is to do next.
enum Next {
    /// To apply and flush these.
    Batch(Vec<Job>),
    /// To look whether the store can be read and there is room.
    Look,
    /// Nothing, for as long as was waited.
    Idle,
    /// Nothing any more.
    End,
}

impl Run {
    fn run(mut self) {
        self.look_for_room();
        let look_for_room = Duration::from_millis(self.options.heal_waits_ms[0].max(1));
        loop {
            let is_full = self.condition.is_full();
            let healed = if !is_full && self.mark.is_due_at_once() {
                self.mark()
            } else {
                let patience = if is_full { Some(look_for_room) } else { self.mark.patience() };
                match next(&self.messages, &mut self.held, patience, &self.gathering) {
                    Next::Batch(batch) => self.commit(batch),
                    Next::Idle if !is_full => self.mark(),
                    Next::Look | Next::Idle => self.look(),
                    Next::End => return,
                }
            };
            match healed {
                Healed::Yes => {}
                Healed::No => return,
            }
        }
    }

    /// Applies and flushes a batch, and answers all of it.
    fn commit(&mut self, mut batch: Vec<Job>) -> Healed {
        let is_full = self.look_for_room();
        if is_full && batch.iter().any(|job| !growth::may_grow(&job.submission)) {
            self.room.make_way(self.store.medium());
        }
        self.store.medium().take_fault();
        let present = self.standing.read().unwrap_or_else(PoisonError::into_inner).clone();
        let (len, began) = (batch.len(), Stopwatch::start());
        // A panic drops the transaction, so that nothing of the batch is stored.
        let commit = AssertUnwindSafe(|| {
            batch::commit((&self.store, &self.hand, &self.epochs), present, &mut batch, is_full)
        });
        let done = catch_unwind(commit)
            .unwrap_or_else(|_| Err(Arc::new(StoreError::Storage("the writer panicked".into()))));
        let commit_us = began.elapsed_us();
        self.gathering.failed();
        match done {
            Ok(done) => {
                if done.has_grown {
                    self.room.take();
                }
                if done.is_stored {
                    self.mark.note_change();
                }
                *self.standing.write().unwrap_or_else(PoisonError::into_inner) = done.standing;
                // Before anybody is told: whoever is told finds nothing that was read before.
                self.epochs.settle();
                for (job, result) in batch.into_iter().zip(done.results) {
                    job.answer(result);
                }
                self.gathering.answered(len, done.is_stored.then_some(commit_us));
                Healed::Yes
            }
            Err(fault) => {
                // A record that is damaged is so whichever way it is read: of that the store works as before, without what
                // the batch has written.
                let is_failure = !matches!(*fault, StoreError::Record { .. });
                if is_failure {
                    self.note(&fault);
                } else {
                    self.epochs.settle();
                }
                for job in batch {
                    job.answer(Err(Error::Store(Arc::clone(&fault))));
                }
                if is_failure { self.heal() } else { Healed::Yes }
            }
        }
    }

    /// Looks whether the store can be read and there is room.
    fn look(&mut self) -> Healed {
        if self.store.medium().take_failed_read() {
            self.note(&StoreError::Storage("it could not be read".into()));
            return self.heal();
        }
        self.look_for_room();
        Healed::Yes
    }

    fn note(&self, fault: &StoreError) {
        let error: &dyn std::error::Error = fault;
        tracing::error!(error, "the store failed; nothing is written until it is opened anew");
        // What is stored is not known before it is opened anew.
        self.epochs.begin(&Touched::all());
        self.condition.failed(fault);
    }

    /// Looks whether there is room for more, and says so; whether there is none.
    fn look_for_room(&mut self) -> bool {
        let is_full = self.room.is_full(self.store.medium());
        if !is_full {
            self.room.keep_reserve(self.store.medium(), &self.options);
        }
        if self.condition.set_full(is_full) {
            if is_full {
                tracing::error!("there is no room on the disk: only what makes the store smaller is done");
            } else {
                tracing::warn!("there is room on the disk again");
            }
        }
        is_full
    }
}

/// Waits for something to do, so long; where it is a job, with those that wait behind it.
fn next(
    messages: &Receiver<Message>,
    held: &mut Option<Job>,
    patience: Option<Duration>,
    gathering: &Gathering,
) -> Next {
    let first = match held.take() {
        Some(job) => job,
        None => {
            let received = match patience {
                Some(patience) => messages.recv_timeout(patience),
                None => messages.recv().map_err(RecvTimeoutError::from),
            };
            match received {
                Ok(Message::Job(job)) => job,
                Ok(Message::Look) => return Next::Look,
                Err(RecvTimeoutError::Timeout) => return Next::Idle,
                Err(RecvTimeoutError::Disconnected) => return Next::End,
            }
        }
    };
    Next::Batch(batch(first, messages, held, gathering))
}

/// The job with those that wait behind it, or come as long as they are waited for. A job that is to be alone is `held` for the next time where others came
/// before it.
fn batch(
    first: Job,
    messages: &Receiver<Message>,
    held: &mut Option<Job>,
    gathering: &Gathering,
) -> Vec<Job> {
    if first.is_alone() {
        return vec![first];
    }
    let mut bytes = first.bytes_estimated();
    let mut batch = vec![first];
    while batch.len() < BATCH_COMMANDS_MAX && bytes < BATCH_BYTES_MAX {
        let message = if batch.len() < gathering.expected() {
            gathering.next(messages)
        } else {
            messages.try_recv().ok()
        };
        let job = match message {
            Some(Message::Job(job)) => job,
            // The batch meets what could not be read.
            Some(Message::Look) => continue,
            None => break,
        };
        if job.is_alone() {
            *held = Some(job);
            break;
        }
        bytes += job.bytes_estimated();
        batch.push(job);
    }
    batch
}

#[cfg(test)]
mod tests;
