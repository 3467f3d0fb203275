//! What is read of damaged files.

use std::collections::HashSet;
use std::collections::hash_map::DefaultHasher;
use std::fs;
use std::hash::{Hash as _, Hasher as _};
use std::path::Path;

use super::archiving::{entries, trade};
use super::{add, samples, submit, update};
use crate::archive::{Entry, Mark, Salvaged};
use crate::domain::cart::Cart;
use crate::domain::quantity::Quantity;
use crate::engine::Engine;
use crate::error::StoreError;
use crate::error::archive::LoadError;
use crate::options::{Options, Profile};
use crate::store::salvage::{places, salvage};

const PAGE: usize = 4096;
/// How many files are injured, where this variable does not say.
const FILES: usize = 60;
const FILES_VARIABLE: &str = "TROLLEY_SALVAGE_FILES";

fn options() -> Options {
    Options::new(Profile::Durable)
}

/// What an entry is, told in short.
fn told(entry: &Entry) -> u64 {
    let mut hasher = DefaultHasher::new();
    format!("{entry:?}").hash(&mut hasher);
    hasher.finish()
}

/// A file in which much has happened, and all that was ever in it.
struct Shop {
    image: Vec<u8>,
    entries: Vec<Entry>,
    ever: HashSet<u64>,
}

fn shop() -> Shop {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    let engine = Engine::open(&path, options()).unwrap();
    let mut ever = HashSet::new();
    let mut see = |engine: &Engine| ever.extend(entries(engine).iter().map(told));
    trade(&engine, &mut see);
    for round in 0..40 {
        let cart = format!("guest_{round}");
        submit(&engine, add(&cart, "l1", "mug")).unwrap();
        see(&engine);
        submit(&engine, add(&cart, "l1", "mug")).unwrap();
        if round % 5 == 0 {
            submit(&engine, update(&cart, "l1", Some(Some(samples::inputs(70_000 + round))))).unwrap();
            see(&engine);
            submit(&engine, update(&cart, "l1", Some(Some(samples::inputs(70_100 + round))))).unwrap();
        }
        see(&engine);
    }
    let entries = entries(&engine);
    engine.close().unwrap();
    Shop { image: fs::read(&path).unwrap(), entries, ever }
}

fn read(image: &Vec<u8>) -> (Vec<(Entry, Mark)>, Salvaged) {
    let mut found = Vec::new();
    let mut each = |entry, mark| {
        found.push((entry, mark));
        Ok::<(), StoreError>(())
    };
    let salvaged = salvage(image, &mut each, &mut |_| {}).unwrap();
    assert_eq!(salvaged.entries, found.len() as u64);
    (found, salvaged)
}

#[test]
fn of_a_file_that_is_whole_all_is_read() {
    let shop = shop();
    let (found, salvaged) = read(&shop.image);
    assert!(salvaged.is_whole);
    assert!(found.iter().all(|(_, mark)| *mark == Mark::default()));
    let found: Vec<Entry> = found.into_iter().map(|(entry, _)| entry).collect();
    assert!(found == shop.entries);
}

/// What is no more than a sum of the rest, and not looked for page by page.
fn is_sum(entry: &Entry) -> bool {
    matches!(
        entry,
        Entry::Origin(_) | Entry::Clock(_) | Entry::Settings(_) | Entry::Counters(_) | Entry::CodeUses(_)
    )
}

/// Without custom inputs of lines that lost them.
fn without_inputs(entry: &Entry, mark: &Mark) -> bool {
    let Entry::Cart(found) = entry else { return true };
    let is_lost = |cart: &Cart| {
        let lines = cart.lines.iter().filter(|line| mark.lines_without_inputs.contains(&line.id));
        lines.clone().all(|line| line.custom_inputs.is_none())
            && lines.count() == mark.lines_without_inputs.len()
    };
    is_lost(&found.cart)
}

#[test]
fn without_its_header_all_is_found_in_the_pages() {
    let shop = shop();
    let mut image = shop.image.clone();
    image[..PAGE].fill(0xA5);
    let (found, salvaged) = read(&image);
    assert!(!salvaged.is_whole);
    let strays: HashSet<u64> = found.iter().map(|(entry, _)| told(entry)).collect();
    for entry in shop.entries.iter().filter(|entry| !matches!(entry, Entry::Counters(_))) {
        assert!(strays.contains(&told(entry)), "{} is missing", entry.name());
    }
    for (entry, mark) in found.iter().filter(|(entry, _)| !matches!(entry, Entry::Counters(_))) {
        assert!(mark.is_stray, "{}", entry.name());
        assert!(is_sum(entry) || shop.ever.contains(&told(entry)), "{} never was so", entry.name());
    }
}

/// Numbers that follow from a seed.
struct Chance(u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        usize::try_from(self.0 % limit as u64).unwrap()
    }
}

/// Injures an image; from where to where, and how.
fn injure(image: &mut Vec<u8>, chance: &mut Chance) -> (usize, usize, &'static str) {
    let at = chance.below(image.len());
    match chance.below(8) {
        0 | 1 => {
            image[at] ^= 1 << chance.below(8);
            (at, at + 1, "a bit")
        }
        2 => {
            image[at] = image[at].wrapping_add(1 + u8::try_from(chance.below(255)).unwrap());
            (at, at + 1, "a byte")
        }
        3 => {
            let start = at / 512 * 512;
            image[start..start + 512].fill(0);
            (start, start + 512, "a sector of zeros")
        }
        4 => {
            let start = at / 512 * 512;
            image[start..start + 512].fill_with(|| u8::try_from(chance.below(256)).unwrap());
            (start, start + 512, "a sector of anything")
        }
        5 => {
            let start = at / PAGE * PAGE;
            let end = (start + PAGE * (1 + chance.below(40))).min(image.len());
            image[start..end].fill_with(|| u8::try_from(chance.below(256)).unwrap());
            (start, end, "pages of anything")
        }
        6 => {
            let end = image.len();
            image.truncate(at);
            (at, end, "the end")
        }
        _ => {
            image[..PAGE].fill(0);
            (0, PAGE, "the header")
        }
    }
}

#[test]
fn of_an_injured_file_every_intact_record_is_read_and_never_a_wrong_one() {
    let shop = shop();
    let places = places(&shop.image);
    assert_eq!(places.len(), shop.entries.iter().filter(|entry| !is_sum(entry)).count());
    let files = std::env::var(FILES_VARIABLE).map_or(FILES, |files| files.parse().unwrap());
    let (mut lost, mut strays) = (0, 0);
    for seed in 0..files {
        let mut chance = Chance(0x9E37_79B9_7F4A_7C15 ^ (seed as u64 + 1));
        for _ in 0..4 {
            chance.below(2);
        }
        let mut image = shop.image.clone();
        let (start, end, what) = injure(&mut image, &mut chance);
        let place = || format!("seed {seed}: {what} from {start} to {end}");
        let (found, salvaged) = read(&image);
        let told_all: HashSet<u64> = found.iter().map(|(entry, _)| told(entry)).collect();
        for (entry, pages) in &places {
            let is_hit = |(from, to): &(u64, u64)| (*from as usize) < end && start < *to as usize;
            if told_all.contains(&told(entry)) {
                continue;
            }
            assert!(pages.iter().any(is_hit), "{}: {} is missing", place(), entry.name());
            lost += 1;
        }
        for (entry, mark) in found.iter().filter(|(entry, _)| !is_sum(entry)) {
            strays += usize::from(mark.is_stray);
            let is_known = if mark.lines_without_inputs.is_empty() {
                shop.ever.contains(&told(entry))
            } else {
                without_inputs(entry, mark)
            };
            assert!(is_known, "{}: {} never was so", place(), entry.name());
        }
        if salvaged.is_whole {
            assert_eq!(told_all, shop.entries.iter().map(told).collect(), "{}", place());
        }
    }
    assert!(0 < lost && 0 < strays, "the injuries must do harm: {lost} lost, {strays} strays");
}

fn load(path: &Path, found: Vec<(Entry, Mark)>) {
    let entries = found.into_iter().map(|(entry, _)| Ok::<Entry, LoadError>(entry));
    Engine::load(path, &options(), entries).unwrap();
}

#[test]
fn what_was_salvaged_makes_a_file_in_which_the_shop_goes_on() {
    let shop = shop();
    let folder = tempfile::tempdir().unwrap();
    for (name, at) in [("header", 0), ("middle", shop.image.len() / 2 / PAGE * PAGE)] {
        let mut image = shop.image.clone();
        image[at..at + PAGE].fill(0);
        let path = folder.path().join(name);
        load(&path, read(&image).0);
        let engine = Engine::open(&path, options()).unwrap();
        let units = super::find(&engine, "guest_39").unwrap().cart.units();
        submit(&engine, add("guest_39", "l1", "mug")).unwrap();
        let after = super::find(&engine, "guest_39").unwrap().cart.units();
        assert_eq!((units, after), (2, 3));
        assert!(Quantity::new(i64::try_from(after).unwrap()).is_some());
        engine.close().unwrap();
    }
}

#[test]
fn the_file_is_not_written_to_and_must_not_be_in_use() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts");
    let engine = Engine::open(&path, options()).unwrap();
    let salvaged = || Engine::salvage(&path, |_, _| Ok::<(), StoreError>(()), |_| {});
    assert!(matches!(salvaged(), Err(StoreError::InUse { .. })));
    engine.close().unwrap();
    let before = fs::read(&path).unwrap();
    assert!(salvaged().unwrap().is_whole);
    assert_eq!(fs::read(&path).unwrap(), before);
}
