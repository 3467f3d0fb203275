//! A submission and whoever waits for its answer.

use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};

use crate::domain::command::changing::LineChange;
use crate::domain::command::{AddLine, Command};
use crate::domain::value::Value;
use crate::engine::keyed::{Answer, Keyed};
use crate::engine::{Receipt, Submission};
use crate::error::Error;

/// Who waits for an answer, and of which kind.
enum Done {
    Plain(Box<dyn FnOnce(Result<Receipt, Error>) + Send>),
    Keyed(Box<dyn FnOnce(Result<Answer, Error>) + Send>),
}

/// What a job is answered that was not refused.
#[derive(Debug)]
#[expect(clippy::large_enum_variant, reason = "most are the large one")]
pub(crate) enum Told {
    /// To one without an idempotency key.
    Receipt(Receipt),
    /// To one with a key.
    Answer(Answer),
}

/// A submission and whoever waits for its answer. It is answered once, come what may.
pub(crate) struct Job {
    /// The submission.
    pub(crate) submission: Submission,
    /// Its idempotency key, where it has one and has not been looked at yet.
    pub(crate) keyed: Option<Keyed>,
    done: Option<Done>,
}

impl Job {
    /// A submission that is answered by calling `done`.
    pub(crate) fn new(
        submission: Submission,
        done: impl FnOnce(Result<Receipt, Error>) + Send + 'static,
    ) -> Self {
        Self { submission, keyed: None, done: Some(Done::Plain(Box::new(done))) }
    }

    /// The same with an idempotency key.
    pub(crate) fn keyed(
        submission: Submission,
        keyed: Keyed,
        done: impl FnOnce(Result<Answer, Error>) + Send + 'static,
    ) -> Self {
        Self { submission, keyed: Some(keyed), done: Some(Done::Keyed(Box::new(done))) }
    }

    /// Answers. A panic of whoever is answered is theirs alone.
    pub(crate) fn answer(mut self, result: Result<Told, Error>) {
        self.answer_once(result);
    }

    /// Whether it has a transaction of its own: a refusal of several commands undoes all, and so does one of an import.
    pub(crate) fn is_alone(&self) -> bool {
        !matches!(self.submission.commands.as_slice(), [command] if !matches!(command, Command::Import(_)))
    }

    /// About how many bytes its free-form values take.
    pub(crate) fn bytes_estimated(&self) -> usize {
        self.submission.commands.iter().map(command_bytes).sum()
    }

    fn answer_once(&mut self, result: Result<Told, Error>) {
        let Some(done) = self.done.take() else { return };
        if catch_unwind(AssertUnwindSafe(|| done.call(result))).is_err() {
            tracing::error!("whoever waited for an answer panicked");
        }
    }
}

impl Done {
    fn call(self, result: Result<Told, Error>) {
        debug_assert!(matches!(
            (&self, &result),
            (_, Err(_)) | (Self::Plain(_), Ok(Told::Receipt(_))) | (Self::Keyed(_), Ok(Told::Answer(_)))
        ));
        match (self, result) {
            (Self::Plain(done), Ok(Told::Receipt(receipt))) => done(Ok(receipt)),
            (Self::Keyed(done), Ok(Told::Answer(answer))) => done(Ok(answer)),
            (Self::Plain(done), Err(error)) => done(Err(error)),
            (Self::Keyed(done), Err(error)) => done(Err(error)),
            // Cannot be: who has a key is told an answer.
            (Self::Plain(done), Ok(Told::Answer(_))) => done(Err(Error::Stopped)),
            (Self::Keyed(done), Ok(Told::Receipt(_))) => done(Err(Error::Stopped)),
        }
    }
}

impl Drop for Job {
    fn drop(&mut self) {
        self.answer_once(Err(Error::Stopped));
    }
}

impl fmt::Debug for Job {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Job")
            .field("submission", &self.submission)
            .field("keyed", &self.keyed)
            .finish_non_exhaustive()
    }
}

fn command_bytes(command: &Command) -> usize {
    match command {
        Command::CreateCart(command) => {
            let attributes = command.new.attributes.iter().map(|(_, value)| value.bytes_estimated());
            attributes.chain(command.lines.iter().map(line_bytes)).sum()
        }
        Command::UpdateCart(command) => command
            .attributes
            .iter()
            .filter_map(|(_, value)| value.as_ref())
            .map(Value::bytes_estimated)
            .sum(),
        Command::AddLines(command) => command.lines.iter().map(line_bytes).sum(),
        Command::UpdateLine(command) => {
            let inputs = command.custom_inputs.as_ref().and_then(Option::as_ref);
            inputs.map_or(0, |inputs| inputs.bytes)
                + command.metadata.as_ref().map_or(0, Value::bytes_estimated)
        }
        Command::ChangeLines(command) => {
            let given = |change: &LineChange| match change {
                LineChange::Update { custom_inputs: Some(Some(inputs)), .. } => inputs.bytes,
                LineChange::Update { .. } | LineChange::Remove { .. } => 0,
            };
            command.changes.iter().map(given).sum()
        }
        Command::ClearCart(command) => {
            let noted = command.note.iter().flat_map(|note| &note.members);
            noted.filter_map(|(_, value)| value.as_ref()).map(Value::bytes_estimated).sum()
        }
        Command::Checkout(command) => {
            command.attributes.iter().map(|(_, value)| value.bytes_estimated()).sum()
        }
        Command::DeleteCart(_)
        | Command::AbandonCart(_)
        | Command::PurgeCart(_)
        | Command::RemoveLine(_)
        | Command::MergeCarts(_)
        | Command::CopyLines(_)
        | Command::EnterCode(_)
        | Command::RemoveCode(_)
        | Command::AddTaxes(_)
        | Command::UpdateTax(_)
        | Command::RemoveTax(_)
        | Command::ClearTaxes(_)
        | Command::PayOrder(_)
        | Command::CaptureTransaction(_)
        | Command::RefundTransaction(_)
        | Command::UpdateOrder(_)
        | Command::ParkCart(_)
        | Command::ResumeCart(_)
        | Command::DeleteParked(_)
        | Command::CreateKey(_)
        | Command::RevokeKey(_)
        | Command::Import(_) => 0,
    }
}

fn line_bytes(line: &AddLine) -> usize {
    line.custom_inputs.as_ref().map_or(0, |inputs| inputs.bytes)
        + line.metadata.as_ref().map_or(0, Value::bytes_estimated)
}
