//! The pages where the trees of a store begin, as its header has them.
//!
//! The header says how large each of these pages is, and redb makes room for that before it looks whether there is so
//! much, also where it knows that the header is damaged: up to 8 TiB. All of them have a list of tables in them and are of
//! the smallest size. So one that is said to be far larger is shown as one of that size, which then turns out not to be
//! what it should, as the other would.

/// What a file of redb's begins with.
const BEGINNING: &[u8] = b"redb\x1A\x0A\xA9\x0D\x0A";
/// Bytes of the header, which redb reads at once.
const HEADER_BYTES: usize = 320;
/// A page's number is eight bytes, the least first, of which the last has its size in the upper bits: the smallest, doubled
/// so often.
const SIZE_SHIFT: u32 = 3;
/// Doubled so often a page has 64 KiB, more than any that is meant.
const DOUBLED_MAX: u8 = 4;
/// Where these last bytes are: of two commits, each with the tree of what is stored and one of redb's own.
const SIZES: [usize; 4] = [79, 111, 207, 239];

/// Corrects the sizes of these pages in bytes of a store from `offset` on, where that is its header.
pub(super) fn correct(offset: u64, bytes: &mut [u8]) {
    if offset != 0 || bytes.len() < HEADER_BYTES || !bytes.starts_with(BEGINNING) {
        return;
    }
    for place in SIZES {
        if DOUBLED_MAX < bytes[place] >> SIZE_SHIFT {
            bytes[place] &= (1 << SIZE_SHIFT) - 1;
        }
    }
}

#[cfg(test)]
mod tests;
