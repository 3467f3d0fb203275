//! Where an export is written: the standard output, or a file that is there only when it is whole.

use std::fs::{self, File, OpenOptions};
use std::io::{self, BufWriter, StdoutLock, Write};
use std::path::{Path, PathBuf};

use super::{ArchiveError, is_dash, used};
use crate::cli::Failure;
use crate::cli::serve::check_folder;

/// Where an export is written. What is dropped before it is kept leaves no file.
pub(super) struct Output {
    sink: Sink,
    /// The file, as long as it may have to go again.
    unfinished: Option<PathBuf>,
}

enum Sink {
    Standard(BufWriter<StdoutLock<'static>>),
    File(BufWriter<File>),
}

impl Output {
    /// The standard output where the path is a dash, else a new file that none but its owner may read.
    pub(super) fn new(path: &Path) -> Result<Self, Failure> {
        if is_dash(path) {
            let sink = Sink::Standard(BufWriter::new(io::stdout().lock()));
            return Ok(Self { sink, unfinished: None });
        }
        check_folder(path)?;
        let mut options = OpenOptions::new();
        options.write(true).create_new(true);
        #[cfg(unix)]
        std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
        let file = options.open(path).map_err(|error| match error.kind() {
            io::ErrorKind::AlreadyExists => ArchiveError::FileThere { path: path.to_owned() }.into(),
            _ => used(path, error),
        })?;
        Ok(Self { sink: Sink::File(BufWriter::new(file)), unfinished: Some(path.to_owned()) })
    }

    /// Makes sure that all of it is where it was to go.
    pub(super) fn keep(mut self) -> io::Result<()> {
        self.flush()?;
        if let Sink::File(file) = &self.sink {
            file.get_ref().sync_all()?;
        }
        self.unfinished = None;
        Ok(())
    }
}

impl Write for Output {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        match &mut self.sink {
            Sink::Standard(output) => output.write(bytes),
            Sink::File(output) => output.write(bytes),
        }
    }

    fn flush(&mut self) -> io::Result<()> {
        match &mut self.sink {
            Sink::Standard(output) => output.flush(),
            Sink::File(output) => output.flush(),
        }
    }
}

impl Drop for Output {
    fn drop(&mut self) {
        if let Some(path) = &self.unfinished {
            // It is not an export, and where it cannot be removed its last line is missing.
            fs::remove_file(path).ok();
        }
    }
}
