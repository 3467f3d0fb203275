//! The pages of redb's trees as they stand in a file, read without trusting a byte of them. `docs/design.md` of redb 4.5
//! describes the format.

use xxhash_rust::xxh3::xxh3_128;

/// Bytes of the smallest page; all begin at a multiple of it.
pub(super) const PAGE_BYTES: u64 = 4096;
const LEAF: u8 = 1;
const BRANCH: u8 = 2;
/// The largest order that a page can have: such a page fills a region.
const ORDER_MAX: u32 = 20;
/// Bytes of a checksum, of a page number, and of an offset.
const CHECKSUM: usize = 16;
const NUMBER: usize = 8;
const OFFSET: usize = 4;

/// How many bytes each key and each value of a tree has, where all have as many.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Widths {
    pub(super) key: Option<usize>,
    pub(super) value: Option<usize>,
}

/// Where a page is: its region, its place there in pages of its size, and its size.
#[derive(Debug, Clone, Copy)]
pub(super) struct PageNumber(u64);

impl PageNumber {
    pub(super) const fn new(bytes: [u8; NUMBER]) -> Self {
        Self(u64::from_le_bytes(bytes))
    }

    /// Bytes of the page; none of a size that no page has.
    pub(super) fn length(self) -> Option<u64> {
        let order = u32::try_from(self.0 >> 59).ok()?;
        (order <= ORDER_MAX).then(|| PAGE_BYTES << order)
    }

    /// Where it begins in the file.
    pub(super) fn offset(self, layout: Layout) -> Option<u64> {
        let order = self.0 >> 59;
        let index = self.0 & (0x000F_FFFF >> order.min(u64::from(ORDER_MAX)));
        let region = (self.0 >> 20) & 0x000F_FFFF;
        let pages_of_region = u64::from(layout.header_pages) + u64::from(layout.data_pages_max);
        let region_at = region.checked_mul(pages_of_region)?.checked_mul(PAGE_BYTES)?;
        let in_region = index.checked_mul(self.length()?)? + u64::from(layout.header_pages) * PAGE_BYTES;
        // The file's own header is a page too.
        region_at.checked_add(in_region)?.checked_add(PAGE_BYTES)
    }
}

/// How regions lie in the file.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub(super) header_pages: u32,
    pub(super) data_pages_max: u32,
}

/// A page of keys and values.
#[derive(Debug, Clone, Copy)]
pub(super) struct Leaf<'a> {
    bytes: &'a [u8],
    widths: Widths,
    pairs: usize,
}

impl<'a> Leaf<'a> {
    /// The page that these bytes begin with; none where they begin with none.
    pub(super) fn new(bytes: &'a [u8], widths: Widths) -> Option<Self> {
        let pairs = count(bytes, LEAF)?;
        (0 < pairs).then_some(Self { bytes, widths, pairs })
    }

    /// How many pairs it says that it has; at least one.
    pub(super) const fn pairs(self) -> usize {
        self.pairs
    }

    /// Where the offsets end, and the keys begin.
    pub(super) fn keys_start(self) -> usize {
        let tables = usize::from(self.widths.key.is_none()) + usize::from(self.widths.value.is_none());
        4 + tables * OFFSET * self.pairs
    }

    fn key_end(self, place: usize) -> Option<usize> {
        match self.widths.key {
            Some(width) => Some(self.keys_start() + width * (place + 1)),
            None => offset_at(self.bytes, 4 + OFFSET * place),
        }
    }

    fn value_end(self, place: usize) -> Option<usize> {
        match self.widths.value {
            Some(width) => Some(self.key_end(self.pairs - 1)? + width * (place + 1)),
            None => {
                let before = if self.widths.key.is_none() { OFFSET * self.pairs } else { 0 };
                offset_at(self.bytes, 4 + before + OFFSET * place)
            }
        }
    }

    /// Where the key and the value in this place stand in the page, as far as its offsets say; not whether there is so much.
    pub(super) fn spans(self, place: usize) -> Option<(Span, Span)> {
        let key_start = match place.checked_sub(1) {
            Some(before) => self.key_end(before)?,
            None => self.keys_start(),
        };
        let value_start = match place.checked_sub(1) {
            Some(before) => self.value_end(before)?,
            None => self.key_end(self.pairs - 1)?,
        };
        let key = Span::new(key_start, self.key_end(place)?)?;
        Some((key, Span::new(value_start, self.value_end(place)?)?))
    }

    /// Where its last value ends.
    pub(super) fn end(self) -> Option<usize> {
        self.value_end(self.pairs - 1)
    }

    /// Whether it is as it was written.
    pub(super) fn is_sound(self, checksum: u128) -> bool {
        self.end().and_then(|end| self.bytes.get(..end)).is_some_and(|page| xxh3_128(page) == checksum)
    }
}

/// A part of a page.
#[derive(Debug, Clone, Copy)]
pub(super) struct Span {
    pub(super) start: usize,
    pub(super) length: usize,
}

impl Span {
    fn new(start: usize, end: usize) -> Option<Self> {
        end.checked_sub(start).map(|length| Self { start, length })
    }

    /// The bytes in it; none where the page is shorter.
    pub(super) fn of(self, page: &[u8]) -> Option<&[u8]> {
        page.get(self.start..self.start.checked_add(self.length)?)
    }
}

/// A page that leads to others.
#[derive(Debug)]
pub(super) struct Branch {
    /// The pages below it with their checksums, in the order of their keys.
    pub(super) children: Vec<(PageNumber, u128)>,
    /// Between each two of them a key that is not below any of the one before, and below all of the one behind.
    pub(super) keys: Vec<Vec<u8>>,
}

impl Branch {
    /// The page that these bytes begin with, where it is as it was written.
    pub(super) fn sound(bytes: &[u8], width: Option<usize>, checksum: u128) -> Option<Self> {
        let count = count(bytes, BRANCH)?;
        let last = count.checked_sub(1)?;
        let numbers = 8 + CHECKSUM * (count + 1);
        let ends = numbers + NUMBER * (count + 1);
        let keys_start = if width.is_none() { ends + OFFSET * count } else { ends };
        let key_end = |place: usize| match width {
            Some(width) => Some(keys_start + width * (place + 1)),
            None => offset_at(bytes, ends + OFFSET * place),
        };
        if xxh3_128(bytes.get(..key_end(last)?)?) != checksum {
            return None;
        }
        let child = |place: usize| {
            let checksum = array(bytes, 8 + CHECKSUM * place)?;
            let number = array(bytes, numbers + NUMBER * place)?;
            Some((PageNumber::new(number), u128::from_le_bytes(checksum)))
        };
        let key = |place: usize| {
            let start = match place.checked_sub(1) {
                Some(before) => key_end(before)?,
                None => keys_start,
            };
            bytes.get(start..key_end(place)?).map(<[u8]>::to_vec)
        };
        let children = (0..=count).map(child).collect::<Option<_>>()?;
        Some(Self { children, keys: (0..count).map(key).collect::<Option<_>>()? })
    }
}

/// Whether these bytes begin as a page that leads to others does.
pub(super) fn is_branch(bytes: &[u8]) -> bool {
    bytes.first() == Some(&BRANCH)
}

/// How many keys a page of this kind says that it has.
fn count(bytes: &[u8], kind: u8) -> Option<usize> {
    if *bytes.first()? != kind {
        return None;
    }
    Some(usize::from(u16::from_le_bytes(array(bytes, 2)?)))
}

fn offset_at(bytes: &[u8], at: usize) -> Option<usize> {
    usize::try_from(u32::from_le_bytes(array(bytes, at)?)).ok()
}

/// So many bytes from there on.
pub(super) fn array<const N: usize>(bytes: &[u8], at: usize) -> Option<[u8; N]> {
    bytes.get(at..)?.first_chunk::<N>().copied()
}
