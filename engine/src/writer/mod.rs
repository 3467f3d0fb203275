//! The one thread that changes the store: it takes whatever waits, applies it, flushes once, and then answers.
//!
//! There is no delay: a batch is what has come while the last one was flushed. Where the store fails, the writer says so
//! to everybody in the batch and stops; what is submitted later is refused.

mod job;
mod batch;
mod keyed;

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::mpsc::{Receiver, SyncSender, TrySendError, sync_channel};
use std::sync::{Arc, PoisonError, RwLock};
use std::thread::{self, JoinHandle};

pub(crate) use self::job::Job;
use crate::error::{Error, StoreError};
use crate::store::Store;
use crate::store::standing::Standing;

/// Most commands that are flushed as one.
const BATCH_COMMANDS_MAX: usize = 1024;
/// Once the free-form values of a batch are about so many bytes, it takes no more.
const BATCH_BYTES_MAX: usize = 8 * 1024 * 1024;

/// The settings and promotions that are committed, for everybody to read.
pub(crate) type SharedStanding = Arc<RwLock<Standing>>;

/// The writer's thread and the queue before it. Dropping it lets the thread finish what waits.
#[derive(Debug)]
pub(crate) struct Writer {
    queue: Option<SyncSender<Job>>,
    thread: Option<JoinHandle<()>>,
}

impl Writer {
    /// Starts the thread, with a queue of so many submissions.
    ///
    /// # Errors
    ///
    /// The operating system's, where it has no thread to give.
    pub(crate) fn start(
        store: Arc<Store>,
        standing: SharedStanding,
        queue_len_max: usize,
    ) -> std::io::Result<Self> {
        let (queue, jobs) = sync_channel(queue_len_max.max(1));
        let thread = thread::Builder::new()
            .name("trolley-writer".to_owned())
            .spawn(move || run(&store, &standing, &jobs))?;
        Ok(Self { queue: Some(queue), thread: Some(thread) })
    }

    /// Puts a job into the queue. One that finds no place there is answered at once.
    pub(crate) fn submit(&self, job: Job) {
        let Some(queue) = &self.queue else { return job.answer(Err(Error::Stopped)) };
        match queue.try_send(job) {
            Ok(()) => {}
            Err(TrySendError::Full(job)) => job.answer(Err(Error::Overloaded)),
            Err(TrySendError::Disconnected(job)) => job.answer(Err(Error::Stopped)),
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

fn run(store: &Store, standing: &SharedStanding, jobs: &Receiver<Job>) {
    let mut held = None;
    while let Some(mut batch) = next_batch(jobs, &mut held) {
        let present = standing.read().unwrap_or_else(PoisonError::into_inner).clone();
        // A panic drops the transaction, so that nothing of the batch is stored.
        let done = catch_unwind(AssertUnwindSafe(|| batch::commit(store, present, &mut batch)))
            .unwrap_or_else(|_| Err(Arc::new(StoreError::Storage("the writer panicked".into()))));
        match done {
            Ok(done) => {
                *standing.write().unwrap_or_else(PoisonError::into_inner) = done.standing;
                for (job, result) in batch.into_iter().zip(done.results) {
                    job.answer(result);
                }
            }
            Err(fault) => {
                let error: &dyn std::error::Error = &*fault;
                tracing::error!(error, "the store failed; nothing more is written");
                for job in batch {
                    job.answer(Err(Error::Store(Arc::clone(&fault))));
                }
                return;
            }
        }
    }
}

/// Waits for a job, and takes those that wait behind it; none where no more will come. A job that is to be alone is
/// `held` for the next time where others came before it.
fn next_batch(jobs: &Receiver<Job>, held: &mut Option<Job>) -> Option<Vec<Job>> {
    let first = match held.take() {
        Some(job) => job,
        None => jobs.recv().ok()?,
    };
    if first.is_alone() {
        return Some(vec![first]);
    }
    let mut bytes = first.bytes_estimated();
    let mut batch = vec![first];
    while batch.len() < BATCH_COMMANDS_MAX && bytes < BATCH_BYTES_MAX {
        let Ok(job) = jobs.try_recv() else { break };
        if job.is_alone() {
            *held = Some(job);
            break;
        }
        bytes += job.bytes_estimated();
        batch.push(job);
    }
    Some(batch)
}

#[cfg(test)]
mod tests;
