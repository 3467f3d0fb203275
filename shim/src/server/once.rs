//! What is submitted to the engine: as often as it is asked for, or, with an idempotency key, once, and answered as the first
//! time.

use tokio::sync::oneshot;
use trolley_engine::engine::keyed::{Keyed, Transcript, Viewed};
use trolley_engine::{Error, Receipt, Submission};

use super::idempotency::{Asked, REPLAYED, is_kept};
use super::respond::{Service, log_error, no_panic, problem_in_form};
use super::transcript;
use crate::dialects::Problem;
use crate::exchange::{Context, Encode, Plan, Reply, Request, Response};
use crate::router::Endpoint;

/// A request that is to be done once.
pub(super) struct Once<'a> {
    pub(super) endpoint: Endpoint,
    pub(super) request: &'a Request,
    pub(super) context: &'a Context,
    pub(super) submission: Submission,
    pub(super) encode: Encode,
    pub(super) asked: Asked,
}

impl Service {
    /// Asks the engine to do it, however often it is asked.
    pub(super) async fn submit(&self, submission: Submission) -> Result<Receipt, Error> {
        let (sender, receiver) = oneshot::channel();
        self.engine.submit_with(submission, move |result| {
            // Nobody waits any more where the caller has gone; what was done stays done.
            let _ = sender.send(result);
        });
        receiver.await.unwrap_or(Err(Error::Stopped))
    }

    /// Asks the engine to do it once, and answers as it was answered the first time. The answer is made before the change
    /// is on disk, because it goes there with it; nobody gets to see it before.
    pub(super) async fn submit_once(&self, once: Once<'_>) -> Result<Response, Problem> {
        let Once { endpoint, request, context, submission, encode, asked } = once;
        let (sender, receiver) = oneshot::channel();
        let kept = context.clone();
        let keyed = Keyed::new(asked.key, asked.fingerprint, move |result| {
            transcribe(&endpoint, &kept, encode, result)
        });
        self.engine.submit_keyed_with(submission, keyed, move |result| {
            // Nobody waits any more where the caller has gone; what was done stays done, and is answered next time.
            let _ = sender.send(result);
        });
        let error = match receiver.await.unwrap_or(Err(Error::Stopped)) {
            Ok(answer) => {
                let response = transcript::from_bytes(&answer.bytes).ok_or(Problem::Internal)?;
                return Ok(if answer.is_replay { response.with_header(REPLAYED, "true") } else { response });
            }
            Err(Error::KeyReused) => return Err(Problem::IdempotencyKeyReused),
            Err(error) => error,
        };
        log_error(&endpoint, &error);
        // What makes the answer has gone to the engine with the submission.
        match no_panic(|| (endpoint.route.decode)(request, context))? {
            Ok(Plan { call: _, encode }) => no_panic(|| encode(context, Err(error))),
            Err(response) => Ok(response),
        }
    }
}

fn transcribe(
    endpoint: &Endpoint,
    context: &Context,
    encode: Encode,
    result: Result<Viewed, Error>,
) -> Transcript {
    if let Err(error) = &result {
        log_error(endpoint, error);
    }
    let response = no_panic(|| encode(context, result.map(Reply::from)))
        .unwrap_or_else(|problem| problem_in_form(Some(endpoint.dialect), context, &problem));
    Transcript { bytes: transcript::to_bytes(&response), is_kept: is_kept(response.status) }
}
