//! Submissions that the writer takes as one batch, whatever the speed of the machine.

use std::sync::mpsc::{channel, sync_channel};
use std::sync::{Arc, Mutex, PoisonError};

use trolley_benches::Result;
use trolley_benches::commands::{remove, submission};
use trolley_engine::domain::id::CartId;
use trolley_engine::{Engine, Error, Receipt, Submission};

use crate::callgrind::count;

/// The answers to the submissions of a batch, as they come.
type Answers = Arc<Mutex<Vec<Result<Receipt, Error>>>>;

/// Counts what so many submissions take that are one batch: the writer is kept in an answer until all of them wait.
pub(crate) fn count_batch(
    operation: &str,
    engine: &Engine,
    submissions: Vec<Submission>,
) -> Result<Vec<Receipt>> {
    let (enter, entered) = sync_channel::<()>(1);
    let (release, released) = channel::<()>();
    let nothing = remove(&CartId::new("nowhere")?, 0)?;
    engine.submit_with(submission(vec![nothing]), move |_refused| {
        // Whoever is to release it has gone where these fail, and waits for nothing.
        enter.send(()).ok();
        released.recv().ok();
    });
    entered.recv()?;
    let answers: Answers = Arc::new(Mutex::new(Vec::with_capacity(submissions.len())));
    let last = submissions.len();
    let (done, all_done) = sync_channel::<()>(1);
    count(operation, last as u64, || {
        for submission in submissions {
            let (answers, done) = (Arc::clone(&answers), done.clone());
            engine.submit_with(submission, move |answer| {
                let mut answers = answers.lock().unwrap_or_else(PoisonError::into_inner);
                answers.push(answer);
                if answers.len() == last {
                    done.send(()).ok();
                }
            });
        }
        release.send(()).ok();
        all_done.recv()
    })?;
    let answers = std::mem::take(&mut *answers.lock().unwrap_or_else(PoisonError::into_inner));
    answers.into_iter().map(|answer| Ok(answer?)).collect()
}
