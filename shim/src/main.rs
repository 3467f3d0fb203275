//! The program.

use std::process::ExitCode;

/// Most of what answering takes is small pieces that live as long as a request.
#[cfg(feature = "mimalloc")]
#[global_allocator]
static ALLOCATOR: mimalloc::MiMalloc = mimalloc::MiMalloc;

fn main() -> ExitCode {
    trolley::run()
}
