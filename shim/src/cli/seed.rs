//! `trolley seed check` and `trolley seed import`.

use std::path::Path;

use trolley_engine::env::{Clock as _, SystemClock};
use trolley_engine::{Engine, Options, Profile};

use super::{Failure, serve};
use crate::seed::{self, Seed};

/// Puts a seed into a store that keeps nothing, and says how much there is in it.
pub(super) fn check(file: &Path) -> Result<(), Failure> {
    let seed = Seed::read(file)?;
    let engine = Engine::in_memory(Options::new(Profile::Memory))?;
    let counts = seed::load(&engine, &[seed], SystemClock.now())?;
    println!("{}: {counts}", file.display());
    Ok(())
}

/// Puts a seed into a file, and says how much there was in it.
pub(super) fn import(data: &Path, file: &Path) -> Result<(), Failure> {
    let seeds = [Seed::read(file)?];
    let engine = serve::open_file(data, None, &seeds, Options::new(Profile::Durable))?;
    let counts = seed::load(&engine, &seeds, SystemClock.now())?;
    engine.close()?;
    println!("{} into {}: {counts}", file.display(), data.display());
    Ok(())
}
