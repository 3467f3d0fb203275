//! The server under test: the same as users run, as a program that the tests find.

use std::process::ExitCode;

fn main() -> ExitCode {
    trolley::run()
}
