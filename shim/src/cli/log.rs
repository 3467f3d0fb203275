//! The log: on the standard error output, without secrets.

use std::io;
use std::panic;

use tracing::level_filters::LevelFilter;

use crate::config::LogLevel;

/// Starts the log. Where one has been started already, that one goes on.
pub(super) fn start(level: LogLevel) {
    let level = match level {
        LogLevel::Off => LevelFilter::OFF,
        LogLevel::Error => LevelFilter::ERROR,
        LogLevel::Warn => LevelFilter::WARN,
        LogLevel::Info => LevelFilter::INFO,
        LogLevel::Debug => LevelFilter::DEBUG,
    };
    let started = tracing_subscriber::fmt()
        .with_writer(io::stderr)
        .with_max_level(level)
        .with_ansi(false)
        .with_target(false)
        .try_init();
    if started.is_err() {
        return;
    }
    // The message may have a part of a request in it.
    panic::set_hook(Box::new(|panic| {
        let place = panic.location().map(ToString::to_string).unwrap_or_default();
        tracing::error!(place, "a bug: the program did what it must not");
    }));
}
