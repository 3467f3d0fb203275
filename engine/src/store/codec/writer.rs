//! Where encoders write to.

use bincode::enc::write::Writer;
use bincode::error::EncodeError;

/// Puts what is written behind these bytes.
pub(super) struct BytesWriter<'b>(pub(super) &'b mut Vec<u8>);

impl Writer for BytesWriter<'_> {
    #[inline]
    fn write(&mut self, bytes: &[u8]) -> Result<(), EncodeError> {
        match bytes {
            // Most of what is written is a number below 251, or the tag of a variant.
            [byte] => self.0.push(*byte),
            bytes => self.0.extend_from_slice(bytes),
        }
        Ok(())
    }
}
