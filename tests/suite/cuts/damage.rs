//! Damage to a store that nobody uses: it is refused, or it has done no harm.

use std::fs;
use std::panic::{AssertUnwindSafe, catch_unwind};

use tempfile::TempDir;
use trolley_engine::engine::digest::StateDigest;
use trolley_engine::{Engine, Profile, StoreError};
use trolley_harness::chance::Chance;
use trolley_harness::disk::Disk;

use super::asking::{Keys, ask};
use super::ledger::Ledger;
use super::say;
use super::twin::{image, options};
use super::wish::{choose, wish};

const INJURIES: u64 = 2_000;
/// One in so many is tried in a file.
const FILES_EACH: u64 = 25;
const SECTOR_BYTES: usize = 512;
const INTENTS: u64 = 80;

/// What came of opening an injured store.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Found {
    Refused,
    Unharmed,
    /// It holds something else, and says nothing of it.
    Wrong,
    Panicked,
}

#[test]
fn an_injured_store_is_refused_or_unharmed() {
    let (whole, digest) = store();
    let folder = TempDir::new().unwrap();
    let mut found = Vec::new();
    for seed in 0..INJURIES {
        let mut chance = Chance::new(seed);
        let mut bytes = whole.clone();
        injure(&mut bytes, seed, &mut chance);
        let outcome = if seed.is_multiple_of(FILES_EACH) {
            let file = folder.path().join(format!("{seed}.redb"));
            fs::write(&file, &bytes).unwrap();
            let outcome = look(digest, || Engine::open(&file, options(Profile::Durable)));
            if outcome == Found::Refused {
                assert_eq!(fs::read(&file).unwrap(), bytes, "what is refused is left as it is");
            }
            outcome
        } else {
            look(digest, || Engine::with_backend(Disk::holding(bytes, seed), options(Profile::Durable)))
        };
        assert!(matches!(outcome, Found::Refused | Found::Unharmed), "seed {seed}: {outcome:?}");
        found.push(outcome);
    }
    let refused = found.iter().filter(|outcome| **outcome == Found::Refused).count();
    assert!(found.len() / 5 < refused && refused < found.len(), "{refused} of {INJURIES} were refused");
    say(&format!("{INJURIES} injured stores: {refused} refused, the rest unharmed; 0 wrong, 0 panics"));
}

/// The bytes of a store in which there is something of everything, and the digest of all that.
fn store() -> (Vec<u8>, StateDigest) {
    let disk = Disk::holding(image(), 0);
    let engine = Engine::with_backend(disk.clone(), options(Profile::Durable)).unwrap();
    let (mut ledger, mut chance) = (Ledger::default(), Chance::new(16));
    for number in 1..=INTENTS {
        let intent = wish(number, &ledger, &mut chance);
        let said = ask(&engine, &intent, Keys::WithEffect).unwrap();
        assert_eq!(said.is_done, ledger.apply(&intent));
    }
    let digest = engine.digest().unwrap();
    engine.close().unwrap();
    (disk.image(), digest)
}

fn injure(bytes: &mut Vec<u8>, seed: u64, chance: &mut Chance) {
    let place = choose(chance, bytes.len());
    let sector = place / SECTOR_BYTES * SECTOR_BYTES;
    let sector = sector..(sector + SECTOR_BYTES).min(bytes.len());
    match seed / 5 % 5 {
        0 => bytes[place] ^= 1 << choose(chance, 8),
        1 => bytes[place] = bytes[place].wrapping_add(1 + u8::try_from(choose(chance, 255)).unwrap()),
        2 => bytes[sector].fill(0),
        3 => bytes[sector].fill_with(|| u8::try_from(choose(chance, 256)).unwrap()),
        _ => bytes.truncate(place),
    }
}

fn look(digest: StateDigest, open: impl FnOnce() -> Result<Engine, StoreError>) -> Found {
    let looked = catch_unwind(AssertUnwindSafe(|| open().and_then(|engine| engine.digest())));
    match looked {
        Ok(Ok(found)) if found == digest => Found::Unharmed,
        Ok(Ok(_)) => Found::Wrong,
        Ok(Err(_)) => Found::Refused,
        Err(_) => Found::Panicked,
    }
}
