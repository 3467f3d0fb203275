//! Room on the disk: how much there is, how much is to be left, and what is set aside for when there is none.

use std::fs::{self, File, OpenOptions};
use std::io;
use std::path::{Path, PathBuf};

use super::medium::Medium;
use crate::options::{Options, SpareRoom};

/// What is left free besides twice the file, by the rule that is recommended.
const SPARE_BYTES: u64 = 16 * 1000 * 1000;
/// The part of a small volume that is left free by that rule: an eighth.
const SPARE_PART: u64 = 8;
/// What a change that takes away may write before anything is free.
const REMOVAL_BYTES: u64 = 2 * 1024 * 1024;
/// What is written at a time where room cannot be asked for.
#[cfg(not(target_os = "linux"))]
const NOISE_BYTES: usize = 64 * 1024;

/// How much room there is for a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Volume {
    /// Bytes that this process may still use.
    pub(crate) free: u64,
    /// Bytes in all.
    pub(crate) total: u64,
}

/// How many bytes must be free for changes that may make a file of so many bytes larger.
pub(crate) fn needed(rule: SpareRoom, volume: Volume, file_bytes: u64) -> u64 {
    match rule {
        SpareRoom::Recommended => {
            let whole = file_bytes.saturating_mul(2).saturating_add(SPARE_BYTES);
            whole.min(volume.total / SPARE_PART)
        }
        SpareRoom::Bytes(bytes) => bytes,
    }
}

/// Whether there is room for changes that may make the medium larger; nothing is known of one that is no file.
pub(crate) fn has_room(medium: &Medium, rule: SpareRoom) -> bool {
    spare(medium, rule).is_none_or(|spare| spare.is_some())
}

/// Whether there is hardly room for a change that takes away; nothing is known of a medium that is no file.
pub(crate) fn is_used_up(medium: &Medium) -> bool {
    medium.file().and_then(volume).is_some_and(|volume| volume.free < REMOVAL_BYTES)
}

/// Sets room aside beside the medium's file, where there is so much and it is not set aside already; whether it makes no
/// sense to try again.
pub(crate) fn keep_reserve(medium: &Medium, options: &Options) -> bool {
    let Some(path) = reserve(medium) else { return true };
    if options.reserve_bytes == 0 || is_there(&path, options.reserve_bytes) {
        return true;
    }
    match spare(medium, options.spare_room) {
        Some(Some(spare)) if options.reserve_bytes <= spare => {}
        Some(_) => return false,
        None => return true,
    }
    if let Err(error) = set_aside(&path, options.reserve_bytes) {
        tracing::warn!(file = %path.display(), %error, "no room is set aside");
    }
    true
}

/// Frees the room that is set aside; whether there was some.
pub(crate) fn give_up_reserve(medium: &Medium) -> bool {
    let Some(path) = reserve(medium) else { return false };
    if !fs::symlink_metadata(&path).is_ok_and(|there| there.is_file()) {
        return false;
    }
    match fs::remove_file(&path) {
        Ok(()) => {
            tracing::warn!(file = %path.display(), "the disk is full: the room that was set aside is given up");
            true
        }
        Err(error) => {
            tracing::warn!(file = %path.display(), %error, "the room that was set aside cannot be had");
            false
        }
    }
}

/// The file that keeps room free.
fn reserve(medium: &Medium) -> Option<PathBuf> {
    let mut name = medium.file()?.as_os_str().to_owned();
    name.push(".reserve");
    Some(PathBuf::from(name))
}

/// The bytes that are free past those that must be; of these none where too few are. None where nothing is known.
fn spare(medium: &Medium, rule: SpareRoom) -> Option<Option<u64>> {
    let volume = volume(medium.file()?)?;
    let file_bytes = medium.len().ok()?;
    Some(volume.free.checked_sub(needed(rule, volume, file_bytes)))
}

#[cfg(unix)]
fn volume(path: &Path) -> Option<Volume> {
    let there = rustix::fs::statvfs(path).ok()?;
    let bytes = |blocks: u64| blocks.saturating_mul(there.f_frsize);
    Some(Volume { free: bytes(there.f_bavail), total: bytes(there.f_blocks) })
}

#[cfg(not(unix))]
fn volume(_path: &Path) -> Option<Volume> {
    None
}

/// Whether so much is set aside; what was left half done goes.
fn is_there(path: &Path, bytes: u64) -> bool {
    match fs::symlink_metadata(path) {
        Ok(there) if there.is_file() && there.len() != bytes => fs::remove_file(path).is_err(),
        Ok(_) => true,
        Err(error) => error.kind() != io::ErrorKind::NotFound,
    }
}

fn set_aside(path: &Path, bytes: u64) -> io::Result<()> {
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    let done = allocate(&file, bytes);
    if done.is_err() {
        fs::remove_file(path).ok();
    }
    done
}

/// Has the file system keep so many bytes for the file: merely making it so long would keep none.
#[cfg(target_os = "linux")]
fn allocate(file: &File, bytes: u64) -> io::Result<()> {
    Ok(rustix::fs::fallocate(file, rustix::fs::FallocateFlags::empty(), 0, bytes)?)
}

#[cfg(not(target_os = "linux"))]
fn allocate(mut file: &File, bytes: u64) -> io::Result<()> {
    use std::io::Write as _;

    // Not zero, which some file systems do not keep.
    let noise = vec![0xA5; NOISE_BYTES];
    let mut left = bytes;
    while 0 < left {
        let count = usize::try_from(left).map_or(NOISE_BYTES, |left| left.min(NOISE_BYTES));
        file.write_all(&noise[..count])?;
        left -= count as u64;
    }
    file.sync_all()
}

#[cfg(test)]
mod tests;
