//! What is left of what was not flushed, when the power goes.

use super::media::{Pending, write};
use crate::chance::Chance;

/// Bytes that redb's header takes: the one page that is written over in place.
const HEADER_BYTES: usize = 4096;

/// What is left of what was not flushed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Survival {
    Nothing,
    All,
    /// The first calls, the last of them torn at a byte.
    Prefix,
    /// Any calls.
    Calls,
    /// Any units of so many bytes.
    Units(usize),
    /// Any runs of 1 to 64 bytes.
    Runs,
    /// All calls but one.
    AllButOne,
    /// What was written to the header.
    HeaderOnly,
    /// Any sectors; others that were under way behind the header hold garbage, but where nothing was to change.
    Garbage,
}

/// All of them.
pub(super) const SURVIVALS: [Survival; 10] = [
    Survival::Nothing,
    Survival::All,
    Survival::Prefix,
    Survival::Calls,
    Survival::Units(512),
    Survival::Units(4096),
    Survival::Runs,
    Survival::AllButOne,
    Survival::HeaderOnly,
    Survival::Garbage,
];

impl Survival {
    /// One by chance.
    pub(super) fn by(chance: &mut Chance) -> Self {
        SURVIVALS[choose(chance, SURVIVALS.len())]
    }

    /// Lays what is left on the image. Lengths are kept in order: a later one is never left where an earlier is not.
    pub(super) fn lay(self, pending: &[Pending], image: &mut Vec<u8>, chance: &mut Chance) {
        let (whole, torn) = match self {
            Self::Prefix if !pending.is_empty() => {
                let whole = choose(chance, pending.len());
                (whole, Some(&pending[whole]))
            }
            _ => (pending.len(), None),
        };
        let omitted = choose(chance, pending.len().max(1));
        let resizes = pending.iter().filter(|step| matches!(step, Pending::SetLen(_))).count();
        let mut resizes_left = match self {
            Self::Nothing | Self::HeaderOnly => 0,
            Self::All | Self::Prefix | Self::AllButOne => resizes,
            Self::Calls | Self::Units(_) | Self::Runs | Self::Garbage => choose(chance, resizes + 1),
        };
        for (place, step) in pending[..whole].iter().enumerate() {
            match step {
                Pending::SetLen(length) => {
                    if let Some(less) = resizes_left.checked_sub(1) {
                        resizes_left = less;
                        image.resize(*length, 0);
                    }
                }
                Pending::Write { offset, bytes } if self != Self::AllButOne || place != omitted => {
                    self.lay_write(image, *offset, bytes, chance);
                }
                Pending::Write { .. } => {}
            }
        }
        if let Some(Pending::Write { offset, bytes }) = torn {
            write(image, *offset, &bytes[..choose(chance, bytes.len() + 1)]);
        }
    }

    fn lay_write(self, image: &mut [u8], offset: usize, bytes: &[u8], chance: &mut Chance) {
        match self {
            Self::Nothing => {}
            Self::All | Self::Prefix | Self::AllButOne => write(image, offset, bytes),
            Self::Calls if chance.below(2) == 0 => write(image, offset, bytes),
            Self::HeaderOnly if offset < HEADER_BYTES => write(image, offset, bytes),
            Self::Calls | Self::HeaderOnly => {}
            Self::Units(unit) => {
                for (start, part) in parts(offset, bytes, |start| unit - start % unit) {
                    if chance.below(2) == 0 {
                        write(image, start, part);
                    }
                }
            }
            Self::Runs => {
                let mut source = Chance::new(chance.below(u64::MAX));
                for (start, part) in parts(offset, bytes, |_| 1 + choose(&mut source, 64)) {
                    if chance.below(2) == 0 {
                        write(image, start, part);
                    }
                }
            }
            Self::Garbage => {
                for (start, part) in parts(offset, bytes, |start| 512 - start % 512) {
                    match chance.below(3) {
                        0 => {}
                        1 if HEADER_BYTES <= start && !holds(image, start, part) => {
                            write(image, start, &garbage(part.len(), chance));
                        }
                        _ => write(image, start, part),
                    }
                }
            }
        }
    }
}

/// Bytes of a write in parts with their places: each as long as is said of where it begins, but for the last.
fn parts(
    offset: usize,
    bytes: &[u8],
    mut length: impl FnMut(usize) -> usize,
) -> impl Iterator<Item = (usize, &[u8])> {
    let mut done = 0;
    std::iter::from_fn(move || {
        let start = done;
        let rest = bytes.get(start..).filter(|rest| !rest.is_empty())?;
        let part = &rest[..length(offset + start).min(rest.len())];
        done += part.len();
        Some((offset + start, part))
    })
}

fn holds(image: &[u8], start: usize, part: &[u8]) -> bool {
    image.get(start..start + part.len()) == Some(part)
}

fn garbage(length: usize, chance: &mut Chance) -> Vec<u8> {
    let mut source = Chance::new(chance.below(u64::MAX));
    (0..length).map(|_| u8::try_from(source.below(256)).unwrap_or_default()).collect()
}

/// A place from 0 to less than `bound`, which is more than 0.
fn choose(chance: &mut Chance, bound: usize) -> usize {
    usize::try_from(chance.below(bound as u64)).unwrap_or_default()
}
