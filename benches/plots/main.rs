//! Curves: what an add costs by lines and by carts, how long callers wait by how many they are, how large a cart is in the
//! file, and how long a file takes to be opened again.
//!
//! `cargo run --release -p trolley-benches --bin curves` measures on the disk that the build is on, and puts each plot with
//! its figures into `benches/curves`. It takes some minutes, which other work on the machine spoils. With `--quick` it takes
//! seconds, shows only that it works, and puts the plots below `target`.

#![expect(clippy::float_arithmetic, reason = "figures are shown here, nothing is sold")]

mod plot;
mod axis;
mod drawing;
mod measures;
mod by_lines;
mod by_callers;
mod by_carts;
mod size;
mod till;

use std::path::{Path, PathBuf};
use std::process::ExitCode;

use trolley_benches::Result;
use trolley_benches::machine::Machine;
use trolley_benches::stopwatch::Stopwatch;

use self::measures::Measures;
use self::plot::Plot;

fn main() -> ExitCode {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let done = match arguments.iter().map(String::as_str).collect::<Vec<_>>().as_slice() {
        [] => curves(&Measures::FULL, Path::new(concat!(env!("CARGO_MANIFEST_DIR"), "/curves"))),
        ["--quick"] => disk().and_then(|disk| curves(&Measures::QUICK, &disk.join("curves"))),
        [till::TILL, file, activity] => till::run(Path::new(file), activity),
        _ => Err("there is only --quick".into()),
    };
    match done {
        Ok(()) => ExitCode::SUCCESS,
        Err(error) => {
            eprintln!("curves: {error}");
            ExitCode::FAILURE
        }
    }
}

fn curves(measures: &Measures, folder: &Path) -> Result<()> {
    std::fs::create_dir_all(folder)?;
    let disk = disk()?;
    let machine = Machine::here(&disk).line();
    println!("{machine}");
    let watch = Stopwatch::start();
    let write = |plots: Vec<Plot>| -> Result<()> {
        for plot in plots {
            plot.write(folder, &machine)?;
            println!("{:>4} s  {}", watch.elapsed().as_secs(), folder.join(plot.file).display());
        }
        Ok(())
    };
    write(by_lines::plots(measures, &disk)?)?;
    write(by_callers::plots(measures, &disk)?)?;
    write(size::plots(measures, &disk)?)?;
    write(by_carts::plots(measures, &disk)?)
}

/// Where files are measured: on the disk that the build is on.
fn disk() -> Result<PathBuf> {
    let program = std::env::current_exe()?;
    let target = program.parent().and_then(Path::parent).ok_or("the program is in no folder")?;
    let disk = target.join("tmp");
    std::fs::create_dir_all(&disk)?;
    Ok(disk)
}
