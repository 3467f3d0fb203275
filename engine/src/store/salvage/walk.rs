//! What the file's own roots lead to: the rows of each table, and between which keys something is missing.

use std::cmp::Ordering;
use std::collections::{BTreeMap, HashSet};

use xxhash_rust::xxh3::xxh3_128;

use super::image::Image;
use super::page::{Branch, Layout, Leaf, PageNumber, Widths, array, is_branch};

/// Far above any tree's.
const DEPTH_MAX: usize = 64;
/// Where in the header what stands.
const GOD_BYTE: usize = 9;
const HEADER_PAGES: usize = 16;
const DATA_PAGES_MAX: usize = 20;
const SLOT_BYTES: usize = 128;
const FIRST_SLOT: usize = 64;
/// Where in a slot what stands.
const HAS_ROOT: usize = 1;
const ROOT: usize = 8;
const SLOT_CHECKSUM: usize = 112;
/// Where in a table's definition its root stands.
const TABLE_HAS_ROOT: usize = 9;
const TABLE_ROOT: usize = 10;

/// A row as it stands in the file.
#[derive(Debug)]
pub(super) struct Row {
    pub(super) key: Vec<u8>,
    /// Where its value begins, and how many bytes it has.
    pub(super) offset: u64,
    pub(super) length: u64,
    /// Whether its page is as it was written.
    pub(super) is_sound: bool,
}

/// How keys are ordered.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum KeyOrder {
    Bytes,
    /// One number, the least byte first.
    Number,
}

impl KeyOrder {
    fn compare(self, one: &[u8], other: &[u8]) -> Ordering {
        match self {
            Self::Bytes => one.cmp(other),
            Self::Number => one.iter().rev().cmp(other.iter().rev()),
        }
    }
}

/// What a table's root leads to.
#[derive(Debug, Default)]
pub(super) struct Reached {
    pub(super) rows: Vec<Row>,
    /// Between which keys something may be missing: behind the first, up to the second and with it.
    gaps: Vec<(Option<Vec<u8>>, Option<Vec<u8>>)>,
}

impl Reached {
    /// Nothing at all is known of the table.
    pub(super) fn unknown() -> Self {
        Self { rows: Vec::new(), gaps: vec![(None, None)] }
    }

    /// Whether nothing is missing.
    pub(super) const fn is_whole(&self) -> bool {
        self.gaps.is_empty()
    }

    /// Whether a row of this key may be missing.
    pub(super) fn may_miss(&self, key: &[u8], order: KeyOrder) -> bool {
        let is_in = |(low, high): &(Option<Vec<u8>>, Option<Vec<u8>>)| {
            let is_behind = low.as_ref().is_none_or(|low| order.compare(low, key).is_lt());
            is_behind && high.as_ref().is_none_or(|high| order.compare(key, high).is_le())
        };
        self.gaps.iter().any(is_in)
    }
}

/// Walks the trees of a file.
pub(super) struct Walk<'a, I> {
    image: &'a I,
    layout: Layout,
    seen: HashSet<u64>,
    /// The pages that are as they were written: where each begins and ends.
    pub(super) sound: BTreeMap<u64, u64>,
}

/// The root of a tree.
#[derive(Debug, Clone, Copy)]
pub(super) struct Root {
    page: PageNumber,
    checksum: u128,
}

impl Root {
    fn read(bytes: &[u8], at: usize) -> Option<Self> {
        let page = PageNumber::new(array(bytes, at)?);
        Some(Self { page, checksum: u128::from_le_bytes(array(bytes, at + 8)?) })
    }

    /// The root of the table that a row of the tree of tables defines; none of one that is empty.
    pub(super) fn of_table(definition: &[u8]) -> Option<Self> {
        (*definition.get(TABLE_HAS_ROOT)? != 0).then(|| Self::read(definition, TABLE_ROOT)).flatten()
    }
}

impl<'a, I: Image> Walk<'a, I> {
    /// The walk, and the root of the tree of tables; none where the header cannot be relied on.
    pub(super) fn new(image: &'a I) -> (Self, Option<Root>) {
        let header = image.up_to(0, (FIRST_SLOT + 2 * SLOT_BYTES) as u64);
        let number = |at: usize| array(&header, at).map_or(0, u32::from_le_bytes);
        let layout = Layout { header_pages: number(HEADER_PAGES), data_pages_max: number(DATA_PAGES_MAX) };
        let root = Self::root(&header);
        (Self { image, layout, seen: HashSet::new(), sound: BTreeMap::new() }, root)
    }

    fn root(header: &[u8]) -> Option<Root> {
        let second = usize::from(*header.get(GOD_BYTE)? & 1);
        let start = FIRST_SLOT + SLOT_BYTES * second;
        let slot = header.get(start..start + SLOT_BYTES)?;
        let is_sound = xxh3_128(&slot[..SLOT_CHECKSUM]).to_le_bytes() == slot[SLOT_CHECKSUM..];
        (is_sound && slot[HAS_ROOT] != 0).then(|| Root::read(slot, ROOT)).flatten()
    }

    /// What is below a root.
    pub(super) fn tree(&mut self, root: Root, widths: Widths, order: KeyOrder) -> Reached {
        let mut reached = Reached::default();
        self.node(root, widths, order, (None, None), DEPTH_MAX, &mut reached);
        reached
    }

    fn node(
        &mut self,
        node: Root,
        widths: Widths,
        order: KeyOrder,
        bounds: (Option<&[u8]>, Option<&[u8]>),
        depth: usize,
        reached: &mut Reached,
    ) {
        let owned = |bound: Option<&[u8]>| bound.map(<[u8]>::to_vec);
        let gap = || (owned(bounds.0), owned(bounds.1));
        let place = node.page.offset(self.layout).zip(node.page.length());
        let Some((offset, length)) = place.filter(|(offset, _)| 0 < depth && self.seen.insert(*offset))
        else {
            return reached.gaps.push(gap());
        };
        let bytes = self.image.up_to(offset, length);
        if is_branch(&bytes) {
            let Some(branch) = Branch::sound(&bytes, widths.key, node.checksum) else {
                return reached.gaps.push(gap());
            };
            self.sound.insert(offset, offset.saturating_add(length));
            for (place, (page, checksum)) in branch.children.iter().enumerate() {
                let before = place.checked_sub(1).and_then(|before| branch.keys.get(before));
                let low = before.map(Vec::as_slice).or(bounds.0);
                let high = branch.keys.get(place).map(Vec::as_slice).or(bounds.1);
                let child = Root { page: *page, checksum: *checksum };
                self.node(child, widths, order, (low, high), depth - 1, reached);
            }
            return;
        }
        let Some(leaf) = Leaf::new(&bytes, widths) else { return reached.gaps.push(gap()) };
        let is_sound = leaf.is_sound(node.checksum);
        if is_sound {
            self.sound.insert(offset, offset.saturating_add(length));
        } else {
            reached.gaps.push(gap());
        }
        for (key, value) in (0..leaf.pairs()).filter_map(|place| leaf.spans(place)) {
            let Some((key, _)) = key.of(&bytes).zip(value.of(&bytes)) else { continue };
            let at = offset.saturating_add(value.start as u64);
            reached.rows.push(Row { key: key.to_vec(), offset: at, length: value.length as u64, is_sound });
        }
    }
}
