//! How many instructions the hot operations take, counted by callgrind: the same on a busy machine as on an idle one.
//!
//! `cargo run --release -p trolley-benches --bin instructions` counts, and fails where an operation takes more than
//! `limits.tsv` allows; with `--write` it writes what it counted there, and some room. It needs valgrind; where there is
//! none it says so, and that nothing was checked.
//!
//! The program runs itself under callgrind. A benchmark library would count the caller's thread alone, where nearly all of
//! the work is done by the writer's; here all threads are counted, between two marks. A mark is a call of `getppid`, which
//! has a name in every libc and which nothing else calls.

#[cfg(all(unix, target_arch = "x86_64"))]
mod callgrind;
#[cfg(all(unix, target_arch = "x86_64"))]
mod limits;
#[cfg(all(unix, target_arch = "x86_64"))]
mod measured;
#[cfg(all(unix, target_arch = "x86_64"))]
mod batch;

use std::process::ExitCode;

#[cfg(all(unix, target_arch = "x86_64"))]
fn main() -> ExitCode {
    let argument = std::env::args().nth(1).unwrap_or_default();
    let done = match argument.as_str() {
        "" => limits::check(),
        "--write" => limits::write(),
        callgrind::MEASURED => measured::run().map(|()| true),
        other => Err(format!("{other} is neither nothing nor --write").into()),
    };
    match done {
        Ok(true) => ExitCode::SUCCESS,
        Ok(false) => ExitCode::FAILURE,
        Err(error) => {
            eprintln!("instructions: {error}");
            ExitCode::FAILURE
        }
    }
}

#[cfg(not(all(unix, target_arch = "x86_64")))]
fn main() -> ExitCode {
    println!("instructions: skipped, the limits are of x86-64 under valgrind");
    ExitCode::SUCCESS
}
