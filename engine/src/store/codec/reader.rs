//! Where decoders read from: bytes that may be a stranger's.

use bincode::de::read::{BorrowReader, Reader};
use bincode::error::DecodeError;

/// Bytes of stack that decoding may take: many times what the deepest value takes that callers can send, and little of
/// what the smallest stack has.
const STACK_BYTES_MAX: usize = 256 * 1024;

/// Bytes that are read as long as what is decoded of them is not nested too deeply. Decoding goes deeper into the stack
/// with each value in a value, and a record of a few bytes for each would leave nothing of it.
pub(super) struct BoundedReader<'b> {
    bytes: &'b [u8],
    began_at: usize,
}

impl<'b> BoundedReader<'b> {
    /// These bytes. Decoding begins about here.
    pub(super) fn new(bytes: &'b [u8]) -> Self {
        Self { bytes, began_at: stack_place() }
    }

    /// The bytes that are not read yet.
    pub(super) const fn rest(&self) -> &'b [u8] {
        self.bytes
    }

    fn is_deep(&self) -> bool {
        STACK_BYTES_MAX < stack_place().abs_diff(self.began_at)
    }

    fn split(&mut self, length: usize) -> Result<&'b [u8], DecodeError> {
        if self.is_deep() {
            return Err(DecodeError::Other("it is nested too deeply"));
        }
        let Some((read, rest)) = self.bytes.split_at_checked(length) else {
            return Err(DecodeError::UnexpectedEnd { additional: length - self.bytes.len() });
        };
        self.bytes = rest;
        Ok(read)
    }
}

impl Reader for BoundedReader<'_> {
    fn read(&mut self, bytes: &mut [u8]) -> Result<(), DecodeError> {
        bytes.copy_from_slice(self.split(bytes.len())?);
        Ok(())
    }

    fn peek_read(&mut self, length: usize) -> Option<&[u8]> {
        // Who may not look ahead reads, and is told why not.
        self.bytes.get(..length).filter(|_| !self.is_deep())
    }

    fn consume(&mut self, length: usize) {
        self.bytes = self.bytes.get(length..).unwrap_or_default();
    }
}

impl<'b> BorrowReader<'b> for BoundedReader<'b> {
    fn take_bytes(&mut self, length: usize) -> Result<&'b [u8], DecodeError> {
        self.split(length)
    }
}

/// About how deep the stack is here.
#[inline]
fn stack_place() -> usize {
    let here = 0_u8;
    std::ptr::from_ref(std::hint::black_box(&here)) as usize
}
