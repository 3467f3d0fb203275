//! The program.

use std::process::ExitCode;

fn main() -> ExitCode {
    trolley::run()
}
