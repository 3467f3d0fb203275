//! How far something has come, on a terminal; elsewhere nothing.

use std::io::{IsTerminal as _, stderr};

use indicatif::{ProgressBar, ProgressStyle};
use trolley_engine::{Phase, Progress};

/// What a bar looks like.
const FORM: &str = "{msg:>9} {wide_bar} {pos}/{len}";

/// A bar on the standard error output, where that is a terminal. It goes when the value does.
pub(super) struct Bar {
    bar: ProgressBar,
    shown: &'static str,
}

impl Bar {
    /// At its beginning.
    pub(super) fn new() -> Self {
        let bar = if stderr().is_terminal() { ProgressBar::new(0) } else { ProgressBar::hidden() };
        // A form that is not one would leave the library's own.
        let style = ProgressStyle::with_template(FORM).unwrap_or_else(|_| ProgressStyle::default_bar());
        bar.set_style(style);
        Self { bar, shown: "" }
    }

    /// Shows how far it has come.
    pub(super) fn show(&mut self, progress: Progress) {
        let phase = match progress.phase {
            Phase::Copying => "copying",
            Phase::Checking => "checking",
        };
        self.show_phase(phase, progress.done, progress.total);
    }

    /// The same of what has no name in the engine.
    pub(super) fn show_phase(&mut self, phase: &'static str, done: u64, total: u64) {
        if self.shown != phase {
            self.shown = phase;
            self.bar.set_message(phase);
        }
        self.bar.set_length(total);
        self.bar.set_position(done);
    }
}

impl Drop for Bar {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
