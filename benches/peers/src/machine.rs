//! What was measured on: the machine, its disk, and how this program was built.

use std::fs::{self, File};
use std::io;
use std::os::unix::fs::{FileExt as _, MetadataExt as _};
use std::path::Path;
use std::thread;

use tempfile::NamedTempFile;

use crate::clock::now;
use crate::error::PeerError;
use crate::figures::median;
use crate::versions::version;

/// How often a block is written over to find out how long that takes.
const PROBES: usize = 200;
/// How many bytes are written over at a time.
const BLOCK_BYTES: usize = 4096;

/// Lines that say where figures were measured and what was built.
pub(crate) fn describe(folder: &Path) -> Result<String, PeerError> {
    let cores = thread::available_parallelism()?;
    let processor = first_field("/proc/cpuinfo", "model name").unwrap_or_else(|| "unknown".to_owned());
    let memory = first_field("/proc/meminfo", "MemTotal").unwrap_or_else(|| "unknown".to_owned());
    let kernel = read("/proc/sys/kernel/osrelease");
    let load = read("/proc/loadavg");
    let profile = if cfg!(debug_assertions) { "dev: NOT for figures" } else { "release" };
    let flush_us = median(&mut flushes_us(folder)?);
    Ok(format!(
        "machine: {cores} cores of {processor}, memory {memory}, kernel {kernel}, load {load}\n\
         folder: {}, file system {}\n\
         disk: 4 KiB written over and fdatasync: median {flush_us:.0} us of {PROBES}\n\
         build: {profile}, {} {}, trolley-engine {}\n",
        folder.display(),
        file_system(folder),
        std::env::consts::OS,
        std::env::consts::ARCH,
        version("trolley-engine"),
    ))
}

/// How long writing over a block of a file and flushing it takes, each time, in microseconds.
pub(crate) fn flushes_us(folder: &Path) -> io::Result<Vec<f64>> {
    let file = NamedTempFile::new_in(folder)?;
    let file = file.as_file();
    let block = [0xA5; BLOCK_BYTES];
    file.write_all_at(&block, 0)?;
    file.sync_all()?;
    let mut times = Vec::with_capacity(PROBES);
    for _ in 0..PROBES {
        let began = now();
        file.write_all_at(&block, 0)?;
        file.sync_data()?;
        times.push(began.elapsed().as_secs_f64() * 1e6);
    }
    Ok(times)
}

/// How many bytes the files below a folder take on the disk, holes not counted.
pub(crate) fn disk_bytes(folder: &Path) -> io::Result<u64> {
    /// What `stat` counts in.
    const SECTOR_BYTES: u64 = 512;
    let mut bytes = 0;
    for entry in fs::read_dir(folder)? {
        let path = entry?.path();
        // What is set aside for when the disk is full holds nothing.
        let is_reserve = path.extension().is_some_and(|extension| extension == "reserve");
        if path.is_dir() {
            bytes += disk_bytes(&path)?;
        } else if !is_reserve {
            bytes += File::open(&path)?.metadata()?.blocks() * SECTOR_BYTES;
        }
    }
    Ok(bytes)
}

/// The kind of the file system that the folder is in, and its device.
fn file_system(folder: &Path) -> String {
    let folder = folder.canonicalize().unwrap_or_else(|_| folder.to_owned());
    let mounts = fs::read_to_string("/proc/self/mounts").unwrap_or_default();
    let found = mounts
        .lines()
        .filter_map(|line| {
            let mut fields = line.split(' ');
            let (device, place, kind) = (fields.next()?, fields.next()?, fields.next()?);
            folder.starts_with(place).then(|| (place.len(), format!("{kind} on {device}")))
        })
        .max_by_key(|(length, _)| *length);
    found.map_or_else(|| "unknown".to_owned(), |(_, text)| text)
}

fn read(path: &str) -> String {
    fs::read_to_string(path).map_or_else(|_| "unknown".to_owned(), |text| text.trim().to_owned())
}

fn first_field(path: &str, name: &str) -> Option<String> {
    let text = fs::read_to_string(path).ok()?;
    let line = text.lines().find(|line| line.starts_with(name))?;
    Some(line.split_once(':')?.1.trim().to_owned())
}
