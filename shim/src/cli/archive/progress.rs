//! Bars that show how far it is, on the standard error output where that is a terminal.

use indicatif::{ProgressBar, ProgressStyle};

/// Of so many entries.
pub(super) fn entries(count: u64) -> ProgressBar {
    styled(ProgressBar::new(count), "{wide_bar} {human_pos} of {human_len} entries")
}

/// Of so many bytes.
pub(super) fn bytes(length: u64) -> ProgressBar {
    styled(ProgressBar::new(length), "{wide_bar} {binary_bytes} of {binary_total_bytes}")
}

/// Of nobody knows how many bytes.
pub(super) fn unknown() -> ProgressBar {
    styled(ProgressBar::no_length(), "{spinner} {binary_bytes}")
}

fn styled(bar: ProgressBar, template: &str) -> ProgressBar {
    match ProgressStyle::with_template(template) {
        Ok(style) => bar.with_style(style.progress_chars("=> ")),
        // The bar's own style will do.
        Err(_) => bar,
    }
}
