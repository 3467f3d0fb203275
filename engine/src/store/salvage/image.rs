//! The bytes of a damaged file, which is never written to.

use std::fs::File;
use std::io::{self, Read as _, Seek as _, SeekFrom};

/// What is read at a time where a larger part cannot be read whole.
const STEP_BYTES: usize = 4096;

/// Bytes that can be read in any order.
pub(crate) trait Image {
    /// How many there are.
    fn length(&self) -> u64;

    /// Fills `out` with those from `offset` on.
    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()>;

    /// Those from `offset` on, as many as there are up to `length`; zeros where the medium gives none.
    fn up_to(&self, offset: u64, length: u64) -> Vec<u8> {
        let there = length.min(self.length().saturating_sub(offset));
        let mut bytes = vec![0; usize::try_from(there).unwrap_or(0)];
        if self.read(offset, &mut bytes).is_err() {
            for (place, step) in (0_u64..).zip(bytes.chunks_mut(STEP_BYTES)) {
                let at = offset.saturating_add(place.saturating_mul(STEP_BYTES as u64));
                if self.read(at, step).is_err() {
                    step.fill(0);
                }
            }
        }
        bytes
    }
}

/// A file.
#[derive(Debug)]
pub(crate) struct FileImage {
    file: File,
    length: u64,
}

impl FileImage {
    /// The file as long as it is now.
    pub(crate) fn new(file: File) -> io::Result<Self> {
        // Of a device the metadata know no length.
        let length = (&file).seek(SeekFrom::End(0))?;
        Ok(Self { file, length })
    }
}

impl Image for FileImage {
    fn length(&self) -> u64 {
        self.length
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let mut file = &self.file;
        file.seek(SeekFrom::Start(offset))?;
        file.read_exact(out)
    }
}

#[cfg(test)]
impl Image for Vec<u8> {
    fn length(&self) -> u64 {
        self.len() as u64
    }

    fn read(&self, offset: u64, out: &mut [u8]) -> io::Result<()> {
        let start = usize::try_from(offset).unwrap();
        let bytes = self.get(start..start + out.len()).ok_or(io::ErrorKind::UnexpectedEof)?;
        out.copy_from_slice(bytes);
        Ok(())
    }
}
