//! Reading what can be read of a damaged file, without the storage layer, which trusts what it reads.
//!
//! First what the file's own roots lead to. Where a page on that way is not as it was written, something is missing between
//! two keys; it is looked for in all other pages of the file. What is found there is called stray: it may be older than the
//! last change, or deleted since. Nothing is given out whose own checksum does not hold.

pub(crate) mod image;
mod page;
mod walk;
mod scan;
mod sorting;
mod pieces;
mod giving;

use std::collections::{BTreeMap, HashMap, HashSet};

use self::giving::Giving;
use self::image::Image;
use self::page::Widths;
use self::pieces::{Piece, Pieces};
use self::scan::{Shape, Sighting, scan};
use self::sorting::{Kind, is_sealed, sealing_key, sort};
use self::walk::{KeyOrder, Reached, Root, Row, Walk};
use crate::archive::{Entry, Mark, Salvaged};

const NAMED: Widths = Widths { key: None, value: None };
const NUMBERED: Widths = Widths { key: Some(8), value: None };
const PIECES: Widths = Widths { key: Some(20), value: None };
const COUNTED: Widths = Widths { key: None, value: Some(8) };
const PIECES_TABLE: &str = "blobs";
const CODE_USES_TABLE: &str = "code_uses";

/// A record that was found.
#[derive(Debug)]
struct Found {
    offset: u64,
    length: u64,
    is_stray: bool,
    rank: i128,
}

/// All that was found.
#[derive(Debug, Default)]
struct Finds {
    /// By kind and sealing key.
    records: BTreeMap<(Kind, Vec<u8>), Found>,
    pieces: Pieces,
    /// The rows of sound pages that have no checksum of their own: counters and uses of codes.
    numbers: HashMap<String, u64>,
    code_uses: BTreeMap<String, u64>,
    /// Whether uses of codes may be missing.
    misses_uses: bool,
}

/// Gives all that can be read of a file to `each`, until that fails. `progress` is told how many bytes were looked through.
pub(crate) fn salvage<E>(
    image: &impl Image,
    each: &mut impl FnMut(Entry, Mark) -> Result<(), E>,
    progress: &mut impl FnMut(u64),
) -> Result<Salvaged, E> {
    let mut finds = Finds::default();
    let (mut walk, root) = Walk::new(image);
    let mut tables = tables(&mut walk, root, image);
    let mut is_whole = true;
    let mut reached = HashMap::new();
    for kind in Kind::NUMBERED.into_iter().chain(Kind::NAMED) {
        let table = tables.take(&mut walk, kind.table(), widths(kind));
        is_whole &= table.is_whole();
        for row in &table.rows {
            is_whole &= finds.reach(image, kind, row, &table);
        }
        reached.insert(kind, table);
    }
    let pieces = tables.take(&mut walk, PIECES_TABLE, PIECES);
    is_whole &= pieces.is_whole();
    for Row { key, offset, length, .. } in &pieces.rows {
        finds.pieces.take(key, Piece { offset: *offset, length: *length });
    }
    let uses = tables.take(&mut walk, CODE_USES_TABLE, COUNTED);
    is_whole &= uses.is_whole();
    finds.misses_uses = !uses.is_whole();
    finds.count_uses(image, &uses);
    if !is_whole {
        let mut look = |row: &Sighting| finds.sight(image, &reached, row);
        scan(image, &walk.sound, &mut look, progress);
    }
    let mut giving = Giving::new(image, finds, each);
    giving.give()?;
    is_whole &= giving.is_whole();
    Ok(Salvaged { entries: giving.entries(), is_whole })
}

const fn widths(kind: Kind) -> Widths {
    if is_numbered(kind) { NUMBERED } else { NAMED }
}

const fn order(kind: Kind) -> KeyOrder {
    if is_numbered(kind) { KeyOrder::Number } else { KeyOrder::Bytes }
}

/// Whether its records stand under numbers, and not under names or digests.
const fn is_numbered(kind: Kind) -> bool {
    match kind {
        Kind::Carts | Kind::Orders => true,
        Kind::Meta
        | Kind::Products
        | Kind::Promotions
        | Kind::Customers
        | Kind::Keys
        | Kind::Parked
        | Kind::Answers => false,
    }
}

/// The tables that a file says it has.
struct Tables {
    /// By their names; none of those that are empty.
    roots: HashMap<Vec<u8>, Option<Root>>,
    /// Whether none can be missing.
    is_whole: bool,
}

fn tables<I: Image>(walk: &mut Walk<'_, I>, root: Option<Root>, image: &I) -> Tables {
    let Some(root) = root else { return Tables { roots: HashMap::new(), is_whole: false } };
    let reached = walk.tree(root, NAMED);
    let sound = reached.rows.iter().filter(|row| row.is_sound);
    let roots = sound.map(|row| {
        let definition = image.up_to(row.offset, row.length);
        (row.key.clone(), Root::of_table(&definition))
    });
    Tables { roots: roots.collect(), is_whole: reached.is_whole() }
}

impl Tables {
    /// What the root of this table leads to.
    fn take<I: Image>(&mut self, walk: &mut Walk<'_, I>, name: &str, widths: Widths) -> Reached {
        match self.roots.remove(name.as_bytes()) {
            Some(Some(root)) => walk.tree(root, widths),
            Some(None) => Reached::default(),
            // An older format has fewer tables.
            None if self.is_whole => Reached::default(),
            None => Reached::unknown(),
        }
    }
}

impl Finds {
    /// Takes a row to which the roots lead; whether there is nothing wrong with it.
    fn reach(&mut self, image: &impl Image, kind: Kind, row: &Row, table: &Reached) -> bool {
        let key = sealing_key(kind, &row.key);
        let record = image.up_to(row.offset, row.length);
        if row.is_sound && kind == Kind::Meta {
            self.number(&key, &record);
        }
        if !is_sealed(&key, &record) {
            // What has no checksum of its own is of no use to an export but for the counters.
            return row.is_sound && kind == Kind::Meta;
        }
        // An entry of a page that is not as it was written must at least belong there.
        let is_stray = !row.is_sound;
        if is_stray && !table.may_miss(&row.key, order(kind)) {
            return false;
        }
        let Some(sorted) = sort(kind, &key, &record) else { return false };
        let found = Found { offset: row.offset, length: row.length, is_stray, rank: sorted.rank };
        self.keep(kind, key, found);
        row.is_sound
    }

    /// Takes a row of a page to which nothing leads; whether it is one.
    fn sight(&mut self, image: &impl Image, reached: &HashMap<Kind, Reached>, row: &Sighting) -> bool {
        let kinds: &[Kind] = match row.shape {
            Shape::Numbered => &Kind::NUMBERED,
            Shape::Named => &Kind::NAMED,
            Shape::Pieces => {
                return self.pieces.take(&row.key, Piece { offset: row.offset, length: row.length });
            }
        };
        let mut is_one = false;
        let mut record = None;
        for kind in kinds {
            let key = sealing_key(*kind, &row.key);
            let record = record.get_or_insert_with(|| image.up_to(row.offset, row.length));
            if !is_sealed(&key, record) {
                return false;
            }
            let Some(sorted) = sort(*kind, &key, record) else { continue };
            is_one = true;
            // Where nothing is missing, it was deleted or is there already.
            if reached.get(kind).is_some_and(|table| table.may_miss(&row.key, order(*kind))) {
                let (offset, length, rank) = (row.offset, row.length, sorted.rank);
                self.keep(*kind, key, Found { offset, length, is_stray: true, rank });
            }
        }
        is_one
    }

    /// Of two records under one key the one to which the roots lead stays, else the newer one.
    fn keep(&mut self, kind: Kind, key: Vec<u8>, found: Found) {
        let worth = |found: &Found| (!found.is_stray, found.rank);
        let there = self.records.get(&(kind, key.clone()));
        if there.is_none_or(|there| worth(there) < worth(&found)) {
            self.records.insert((kind, key), found);
        }
    }

    fn number(&mut self, key: &[u8], row: &[u8]) {
        if let (Ok(name), Ok(number)) = (std::str::from_utf8(key), row.try_into()) {
            self.numbers.insert(name.to_owned(), u64::from_le_bytes(number));
        }
    }

    fn count_uses(&mut self, image: &impl Image, table: &Reached) {
        for row in table.rows.iter().filter(|row| row.is_sound) {
            let uses = image.up_to(row.offset, row.length);
            if let (Ok(code), Ok(uses)) = (String::from_utf8(row.key.clone()), uses.try_into()) {
                self.code_uses.insert(code, u64::from_le_bytes(uses));
            }
        }
    }

    /// Leaves out strays that have a name which another record has: of two strays the one with the higher key stays, which
    /// was made later where keys are numbers.
    fn settle_names(&mut self, image: &impl Image) {
        let mut taken: HashSet<(Kind, String)> = HashSet::new();
        for is_stray in [false, true] {
            let mut left_out = Vec::new();
            let records = self.records.iter().rev().filter(|(_, found)| found.is_stray == is_stray);
            for ((kind, key), found) in records {
                let record = image.up_to(found.offset, found.length);
                let names = sort(*kind, key, &record).map_or(Vec::new(), |sorted| sorted.names);
                let names: Vec<(Kind, String)> = names.into_iter().map(|name| (*kind, name)).collect();
                if is_stray && names.iter().any(|name| taken.contains(name)) {
                    left_out.push((*kind, key.clone()));
                } else {
                    taken.extend(names);
                }
            }
            for key in left_out {
                self.records.remove(&key);
            }
        }
    }
}

/// Every entry of an undamaged file with the pages that it is in: where each begins and ends. Without what holds for the whole
/// store, and without uses of codes.
#[cfg(test)]
pub(crate) fn places(image: &impl Image) -> Vec<(Entry, Vec<(u64, u64)>)> {
    let (mut walk, root) = Walk::new(image);
    let mut tables = tables(&mut walk, root, image);
    let mut pieces = Pieces::default();
    let blobs = tables.take(&mut walk, PIECES_TABLE, PIECES);
    for Row { key, offset, length, .. } in &blobs.rows {
        assert!(pieces.take(key, Piece { offset: *offset, length: *length }));
    }
    let mut rows = Vec::new();
    for kind in Kind::NUMBERED.into_iter().chain(Kind::NAMED) {
        let table = tables.take(&mut walk, kind.table(), widths(kind));
        assert!(table.is_whole(), "{kind:?}");
        rows.extend(table.rows.into_iter().map(|row| (kind, row)));
    }
    let page = |row: &Row| {
        let (start, end) = walk.sound.range(..=row.offset).next_back().unwrap();
        (*start, *end)
    };
    let mut places = Vec::new();
    for (kind, row) in rows {
        let record = image.up_to(row.offset, row.length);
        let key = sealing_key(kind, &row.key);
        let mut pages = vec![page(&row)];
        let entry = if kind == Kind::Carts {
            let mut entry = sorting::open_cart(&key, &record).unwrap();
            assert!(pieces.load(image, entry.key, &mut entry.cart).is_empty());
            let own = blobs.rows.iter().filter(|piece| piece.key[..8] == row.key[..]);
            pages.extend(own.map(page));
            Some(Entry::Cart(entry))
        } else {
            giving::open(kind, &key, &record)
        };
        places.extend(entry.map(|entry| (entry, pages)));
    }
    places
}
