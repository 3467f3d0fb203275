//! What a disk holds: what is safe, what can be read, and what lies between the two.

use std::ops::Range;

use super::survival::Survival;
use crate::chance::Chance;

/// A call that changes something.
#[derive(Debug, Clone, Copy)]
pub(super) enum Call<'a> {
    Write { offset: usize, bytes: &'a [u8] },
    SetLen(usize),
    Flush,
}

/// A call that was made and not flushed yet.
#[derive(Debug)]
pub(super) enum Pending {
    Write { offset: usize, bytes: Vec<u8> },
    SetLen(usize),
}

/// What a disk holds.
#[derive(Debug)]
pub(super) struct Media {
    /// What a power cut leaves, whatever comes.
    safe: Vec<u8>,
    /// What can be read.
    visible: Vec<u8>,
    /// How the second comes from the first, but for what is forgotten.
    pending: Vec<Pending>,
    /// Where something can be read that will never be safe.
    forgotten: Vec<Range<usize>>,
}

impl Media {
    pub(super) fn holding(image: Vec<u8>) -> Self {
        Self { safe: image.clone(), visible: image, pending: Vec::new(), forgotten: Vec::new() }
    }

    pub(super) fn visible(&self) -> &[u8] {
        &self.visible
    }

    pub(super) fn perform(&mut self, call: Call<'_>) {
        match call {
            Call::Write { offset, bytes } => {
                let end = offset + bytes.len();
                if self.visible.len() < end {
                    self.visible.resize(end, 0);
                    self.pending.push(Pending::SetLen(end));
                }
                self.visible[offset..end].copy_from_slice(bytes);
                self.pending.push(Pending::Write { offset, bytes: bytes.to_vec() });
            }
            Call::SetLen(length) => {
                self.visible.resize(length, 0);
                self.pending.push(Pending::SetLen(length));
            }
            Call::Flush => {
                for step in self.pending.drain(..) {
                    step.lay_on(&mut self.safe);
                }
            }
        }
    }

    /// What was written and not flushed never will be; it can be read as before. Lengths are kept elsewhere, and stay.
    pub(super) fn forget(&mut self) {
        let written = self.pending.extract_if(.., |step| matches!(step, Pending::Write { .. }));
        self.forgotten.extend(written.filter_map(|step| step.range()));
    }

    /// Loses what is not safe, but for what survives.
    pub(super) fn cut(&mut self, survival: Survival, chance: &mut Chance) {
        let pending = std::mem::take(&mut self.pending);
        let mut touched = std::mem::take(&mut self.forgotten);
        let is_resized = pending.iter().any(|step| matches!(step, Pending::SetLen(_)));
        touched.extend(pending.iter().filter_map(Pending::range));
        survival.lay(&pending, &mut self.safe, chance);
        if is_resized {
            self.visible.clone_from(&self.safe);
            return;
        }
        for range in touched {
            let range = range.start.min(self.safe.len())..range.end.min(self.safe.len());
            self.visible[range.clone()].copy_from_slice(&self.safe[range]);
        }
    }
}

impl Pending {
    fn range(&self) -> Option<Range<usize>> {
        match self {
            Self::Write { offset, bytes } => Some(*offset..offset + bytes.len()),
            Self::SetLen(_) => None,
        }
    }

    pub(super) fn lay_on(&self, image: &mut Vec<u8>) {
        match self {
            Self::Write { offset, bytes } => write(image, *offset, bytes),
            Self::SetLen(length) => image.resize(*length, 0),
        }
    }
}

/// Writes what of the bytes stands before the image's end: only a new length makes it longer.
pub(super) fn write(image: &mut [u8], offset: usize, bytes: &[u8]) {
    let start = offset.min(image.len());
    let end = (offset + bytes.len()).min(image.len());
    image[start..end].copy_from_slice(&bytes[..end - start]);
}
