//! Making a file as small as it can be.
//!
//! redb can compact a file in place, in many transactions that move pages about. A copy takes more room for a while, but the
//! file that is there is not touched before the new one is whole, flushed and read back, and then takes its place in one
//! step: a power cut leaves the one or the other. What was deleted is gone from the copy for good.

use std::fs;
use std::path::Path;

use super::backup::{CopyError, make_copy};
use crate::progress::Progress;
use crate::store::create;
use crate::store::unwritten::UnwrittenStore;

/// How many bytes a file had, and has.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Compacted {
    /// Before.
    pub bytes_before: u64,
    /// Afterwards.
    pub bytes_after: u64,
}

/// Makes a file that nobody has open as small as it can be, which needs room for another one of it meanwhile. One of an
/// older format is in the present one afterwards.
///
/// # Errors
///
/// [`CopyError`]; then the file is as it was.
pub fn compact(file: &Path, tell: &mut dyn FnMut(Progress)) -> Result<Compacted, CopyError> {
    let failed = |error| CopyError::io(file, error);
    // A link stays one.
    let file = &fs::canonicalize(file).map_err(failed)?;
    // It is locked until the new one has its place.
    let store = UnwrittenStore::open(file)?;
    let bytes_before = fs::metadata(file).map_err(failed)?.len();
    let new = create::beside(file);
    let (report, claim) = make_copy(&store.read()?, &new, tell)?;
    let placed = store.check_place(file).map_err(CopyError::Store);
    let placed = placed.and_then(|()| fs::rename(&new, file).map_err(failed));
    if let Err(error) = placed {
        claim.remove();
        return Err(error);
    }
    create::sync_folder(file).map_err(failed)?;
    Ok(Compacted { bytes_before, bytes_after: report.bytes })
}
