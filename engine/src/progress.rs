//! How far something that takes its time has come.

/// After how many rows it is said again how far it has come.
const ROWS_PER_WORD: u64 = 64;

/// What is being done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Phase {
    /// Rows are copied into a new file.
    Copying,
    /// Rows are checked.
    Checking,
}

/// How far something that takes its time has come.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// What is being done.
    pub phase: Phase,
    /// How many rows are done with, at most `total`.
    pub done: u64,
    /// How many rows there are.
    pub total: u64,
}

/// Rows that are done with one by one, and whoever is told so.
pub(crate) struct Steps<'a> {
    progress: Progress,
    tell: &'a mut dyn FnMut(Progress),
}

impl<'a> Steps<'a> {
    /// None done of so many.
    pub(crate) fn new(phase: Phase, total: u64, tell: &'a mut dyn FnMut(Progress)) -> Self {
        let progress = Progress { phase, done: 0, total };
        tell(progress);
        Self { progress, tell }
    }

    /// One more is done with.
    pub(crate) fn step(&mut self) {
        self.progress.done = (self.progress.done + 1).min(self.progress.total);
        if self.progress.done.is_multiple_of(ROWS_PER_WORD) {
            (self.tell)(self.progress);
        }
    }

    /// All are done with.
    pub(crate) fn finish(mut self) {
        self.progress.done = self.progress.total;
        (self.tell)(self.progress);
    }
}
