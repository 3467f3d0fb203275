//! Looking through the whole file for pages of keys and values to which nothing leads any more.

use std::collections::BTreeMap;

use super::image::Image;
use super::page::{Leaf, PAGE_BYTES, Widths};
use crate::domain::id::ID_BYTES_MAX;

/// Bytes of a page's beginning in which all its offsets are looked for at first.
const HEAD_BYTES: u64 = PAGE_BYTES;
/// A record has at least a version and its checksum.
const RECORD_BYTES_MIN: usize = 9;

/// How the rows of a page stand in it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Shape {
    /// Keys of eight bytes.
    Numbered,
    /// Keys of any length.
    Named,
    /// Keys of twenty bytes, of pieces that have no checksum of their own.
    Pieces,
}

impl Shape {
    const ALL: [Self; 3] = [Self::Numbered, Self::Named, Self::Pieces];

    const fn widths(self) -> Widths {
        let key = match self {
            Self::Numbered => Some(8),
            Self::Named => None,
            Self::Pieces => Some(20),
        };
        Widths { key, value: None }
    }
}

/// A row that may be one.
#[derive(Debug)]
pub(super) struct Sighting {
    pub(super) shape: Shape,
    pub(super) key: Vec<u8>,
    /// Where its value begins, and how many bytes it has.
    pub(super) offset: u64,
    pub(super) length: u64,
}

/// Shows `look` all rows of pages that are not among the `sound` ones. It says whether a row is one, so that what only looks
/// like a page inside of it is passed over. `progress` is told how far it is.
pub(super) fn scan(
    image: &impl Image,
    sound: &BTreeMap<u64, u64>,
    look: &mut impl FnMut(&Sighting) -> bool,
    progress: &mut impl FnMut(u64),
) {
    let mut offset = PAGE_BYTES;
    while offset < image.length() {
        progress(offset);
        let known = sound.range(..=offset).next_back().filter(|(_, end)| offset < **end);
        let end = match known {
            Some((_, end)) => Some(*end),
            None => leaf(image, offset, look),
        };
        let next = end.map_or(0, |end| end.div_ceil(PAGE_BYTES).saturating_mul(PAGE_BYTES));
        offset = next.max(offset.saturating_add(PAGE_BYTES));
    }
    progress(image.length());
}

/// Shows the rows of the page at this place, where there is one; where it ends, if a row of it is one.
fn leaf(image: &impl Image, offset: u64, look: &mut impl FnMut(&Sighting) -> bool) -> Option<u64> {
    let mut head = image.up_to(offset, HEAD_BYTES);
    let there = image.length().saturating_sub(offset);
    let widest = Leaf::new(&head, Shape::Named.widths())?.keys_start() as u64;
    if HEAD_BYTES < widest {
        head = image.up_to(offset, widest);
    }
    Shape::ALL.into_iter().find_map(|shape| {
        let leaf = Leaf::new(&head, shape.widths())?;
        let end = leaf.end()? as u64;
        let rows = rows(leaf, shape, there)?;
        let mut is_page = false;
        for (key, start, length) in rows {
            let key = image.up_to(offset.saturating_add(key.0), key.1);
            let row = Sighting { shape, key, offset: offset.saturating_add(start), length };
            is_page |= look(&row);
        }
        is_page.then(|| offset.saturating_add(end))
    })
}

/// Where the keys and values of a page stand in it; none where it cannot be a page of this shape.
#[expect(clippy::type_complexity, reason = "a pair of places, used once")]
fn rows(leaf: Leaf<'_>, shape: Shape, there: u64) -> Option<Vec<((u64, u64), u64, u64)>> {
    let mut rows = Vec::new();
    for place in 0..leaf.pairs() {
        // Offsets that fall make no page; one that is cut off at the end of the file has its first rows still.
        let (key, value) = leaf.spans(place)?;
        let is_key = match shape {
            Shape::Numbered | Shape::Pieces => true,
            Shape::Named => (1..=ID_BYTES_MAX).contains(&key.length),
        };
        let is_record = RECORD_BYTES_MIN <= value.length || shape == Shape::Pieces;
        let end = (value.start as u64).saturating_add(value.length as u64);
        if is_key && is_record && end <= there {
            let key = (key.start as u64, key.length as u64);
            rows.push((key, value.start as u64, value.length as u64));
        }
    }
    Some(rows)
}
