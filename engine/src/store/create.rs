//! Making a store so that a power cut leaves a whole one or none.
//!
//! It is made in memory, written to a file beside its place, flushed, and renamed. Whoever makes one holds a lock on that
//! file: one that nobody holds was left by a power cut, and goes.

use std::fs::{self, File, OpenOptions, TryLockError};
use std::io::{self, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use redb::backends::InMemoryBackend;
use redb::{Builder, Database, StorageBackend};

use super::is_absent;
use super::meta;
use super::tables::WriteTables;
use crate::env::engine_time::Reckoning;
use crate::error::StoreError;
use crate::options::Options;

/// How often to try where other processes make and remove the same file at the same moment.
const ATTEMPTS_MAX: u32 = 16;
/// What the name of a file ends with while it is made.
pub(crate) const NEW_SUFFIX: &str = ".new";
/// What is written at a time.
const PAGE_BYTES: usize = 4096;

/// Makes a store at `path`, where there is none. Where another process makes one meanwhile, that one stays.
pub(super) fn create(path: &Path, options: &Options) -> Result<(), StoreError> {
    let image = image(options)?;
    let new = beside(path);
    let failed = |source: io::Error| {
        let is_in_the_way = source.kind() == io::ErrorKind::AlreadyExists;
        StoreError::Io { path: if is_in_the_way { new.clone() } else { path.to_owned() }, source }
    };
    let Some(claim) = claim(&new).map_err(failed)? else {
        return Err(StoreError::InUse { path: path.to_owned() });
    };
    let done = finish(path, &new, &claim.file, &image);
    if done.is_err() {
        claim.remove();
    }
    done.map_err(failed)
}

/// The bytes of a new store.
pub(super) fn image(options: &Options) -> Result<Vec<u8>, StoreError> {
    let memory = Memory(Arc::new(InMemoryBackend::new()));
    let database = Builder::new().create_with_backend(memory.clone())?;
    fill(&database, options)?;
    database.close()?;
    let storage = |source| StoreError::Storage(Box::new(source));
    let length = usize::try_from(memory.0.len().map_err(storage)?).unwrap_or(usize::MAX);
    let mut bytes = vec![0; length];
    memory.0.read(0, &mut bytes).map_err(storage)?;
    Ok(bytes)
}

/// Makes all tables of a new store, and fills in what each store has.
pub(super) fn fill(database: &Database, options: &Options) -> Result<(), StoreError> {
    let transaction = database.begin_write()?;
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.make_all()?;
    meta::write_new(&mut tables, options.clock.now())?;
    drop(tables);
    Ok(transaction.commit()?)
}

/// What stands beside this file while it is made.
pub(crate) fn beside(path: &Path) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(NEW_SUFFIX);
    PathBuf::from(name)
}

/// A file that is being made, locked by us for as long as this lives.
#[derive(Debug)]
pub(crate) struct Claim {
    /// The file.
    pub(super) file: File,
    new: PathBuf,
}

/// The file beside, made and locked by nobody but us; none where another process is making a store there.
pub(super) fn claim(new: &Path) -> io::Result<Option<Claim>> {
    for _ in 0..ATTEMPTS_MAX {
        match create_exclusively(new) {
            Ok(file) => match lock(&file, new)? {
                Lock::Ours => return Ok(Some(Claim { file, new: new.to_owned() })),
                // Another process took it for one that was left behind.
                Lock::Theirs | Lock::Gone => {}
            },
            Err(error) if error.kind() == io::ErrorKind::AlreadyExists => {
                if is_anothers(new, error)? {
                    return Ok(None);
                }
            }
            Err(error) => return Err(error),
        }
    }
    Ok(None)
}

/// Whether another process has what stands there; what was left behind is removed. What is no file, such as a link, is
/// none of ours: it stays, and is `in_the_way`.
fn is_anothers(new: &Path, in_the_way: io::Error) -> io::Result<bool> {
    let is_gone = |error: &io::Error| error.kind() == io::ErrorKind::NotFound;
    match fs::symlink_metadata(new) {
        Ok(there) if !there.is_file() => return Err(in_the_way),
        Ok(_) => {}
        Err(error) if is_gone(&error) => return Ok(false),
        Err(error) => return Err(error),
    }
    match File::open(new) {
        Ok(stale) => match lock(&stale, new)? {
            Lock::Ours => fs::remove_file(new).map(|()| false),
            Lock::Theirs => Ok(true),
            Lock::Gone => Ok(false),
        },
        Err(error) if is_gone(&error) => Ok(false),
        Err(error) => Err(error),
    }
}

fn create_exclusively(new: &Path) -> io::Result<File> {
    let mut options = OpenOptions::new();
    options.read(true).write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(new)
}

/// Who holds the lock on a file.
enum Lock {
    /// We do, and the file is still the one that stands there.
    Ours,
    /// Another process does.
    Theirs,
    /// Nobody needs to: another file stands there by now, or none.
    Gone,
}

fn lock(file: &File, path: &Path) -> io::Result<Lock> {
    match file.try_lock() {
        Ok(()) if is_at(file, fs::symlink_metadata(path))? => Ok(Lock::Ours),
        Ok(()) => Ok(Lock::Gone),
        Err(TryLockError::WouldBlock) => Ok(Lock::Theirs),
        Err(TryLockError::Error(error)) => Err(error),
    }
}

impl Claim {
    /// Whether the file is locked by us and stands there, after somebody else has had its lock: the storage layer lets go of
    /// it with a database. Where it is not so, another process has taken the file for one that was left behind.
    pub(crate) fn renew(&self) -> io::Result<bool> {
        Ok(matches!(lock(&self.file, &self.new)?, Lock::Ours))
    }

    /// Removes the file, where it is still ours. What cannot be removed now is removed by whoever makes one there next.
    pub(crate) fn remove(&self) {
        if self.renew().unwrap_or(false) {
            fs::remove_file(&self.new).ok();
        }
    }
}

impl Drop for Claim {
    fn drop(&mut self) {
        // Closing it is not enough where a process that is just being started has it too.
        self.file.unlock().ok();
    }
}

/// Makes sure that a file, which was opened there and is locked by now, still stands there.
///
/// # Errors
///
/// [`StoreError::InUse`] where it does not: another process has put another one in its place, and whatever is written to this
/// one is lost with it.
pub(crate) fn check_place(file: &File, path: &Path) -> Result<(), StoreError> {
    // Followed: a link to the store is one.
    match is_at(file, fs::metadata(path)) {
        Ok(true) => Ok(()),
        Ok(false) => Err(StoreError::InUse { path: path.to_owned() }),
        Err(source) => Err(StoreError::Io { path: path.to_owned(), source }),
    }
}

/// Whether what is there, where something is, is this file.
#[cfg(unix)]
pub(crate) fn is_at(file: &File, there: io::Result<fs::Metadata>) -> io::Result<bool> {
    use std::os::unix::fs::MetadataExt as _;

    let ours = file.metadata()?;
    match there {
        Ok(there) => Ok(ours.dev() == there.dev() && ours.ino() == there.ino()),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Whether what is there, where something is, is this file. An open file is not removed here, so it is.
#[cfg(not(unix))]
pub(crate) fn is_at(_file: &File, there: io::Result<fs::Metadata>) -> io::Result<bool> {
    match there {
        Ok(_) => Ok(true),
        Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(false),
        Err(error) => Err(error),
    }
}

/// Puts the bytes into the locked file, and the file in its place.
fn finish(path: &Path, new: &Path, mut file: &File, image: &[u8]) -> io::Result<()> {
    if !is_absent(path)? {
        return fs::remove_file(new);
    }
    file.set_len(image.len() as u64)?;
    // Nearly all of a new store is zero, which a file is where nothing was written.
    for (place, page) in (0_u64..).zip(image.chunks(PAGE_BYTES)) {
        if page.iter().any(|byte| *byte != 0) {
            file.seek(SeekFrom::Start(place * PAGE_BYTES as u64))?;
            file.write_all(page)?;
        }
    }
    file.sync_all()?;
    fs::rename(new, path)?;
    sync_folder(path)
}

/// Flushes the folder of this file, so that a name in it is there after a power cut.
#[cfg(unix)]
pub(crate) fn sync_folder(path: &Path) -> io::Result<()> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty());
    File::open(folder.unwrap_or(Path::new(".")))?.sync_all()
}

/// Flushes the folder of this file, so that a name in it is there after a power cut.
#[cfg(not(unix))]
pub(crate) fn sync_folder(_path: &Path) -> io::Result<()> {
    Ok(())
}

/// Memory whose bytes can be had after the database in it is closed.
#[derive(Debug, Clone)]
struct Memory(Arc<InMemoryBackend>);

impl StorageBackend for Memory {
    fn len(&self) -> io::Result<u64> {
        self.0.len()
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        self.0.read(offset, out)
    }

    fn set_len(&self, len: u64) -> io::Result<()> {
        self.0.set_len(len)
    }

    fn sync_data(&self) -> io::Result<()> {
        self.0.sync_data()
    }

    fn write(&self, offset: u64, data: &[u8]) -> io::Result<()> {
        self.0.write(offset, data)
    }
}
