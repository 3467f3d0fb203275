//! Stores that are damaged, opened.

use std::cell::OnceCell;
use std::collections::BTreeSet;
use std::sync::Arc;

use redb::StorageBackend as _;
use trolley::demo;
use trolley::seed;
use trolley_engine::domain::cart::Expiry;
use trolley_engine::domain::command::{AddLine, AddLines, NewCart, OnAbsent, ProductRef};
use trolley_engine::domain::id::{CartId, LineId, Sku};
use trolley_engine::{
    Command, Engine, Options, Principal, Profile, Quantity, StateDigest, Submission, Timestamp,
};

use super::{Bytes, Sheet};

/// How many commits there are behind the first.
const COMMITS: usize = 8;
/// How many injuries a store has at most.
const INJURIES_MAX: usize = 64;
const SECTOR_BYTES: u64 = 512;
const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

thread_local! {
    static STORE: OnceCell<Whole> = const { OnceCell::new() };
}

/// A store before it is damaged.
struct Whole {
    bytes: Arc<[u8]>,
    /// What it held after each commit. A store that cannot tell its last commit from half a one has the one before.
    digests: BTreeSet<[u8; 32]>,
}

/// Bytes as injuries of a store, which is then opened. It holds what was in it, or is known to be damaged.
///
/// # Panics
///
/// Where it is opened, and holds what was never in it.
pub fn opening(data: &[u8]) {
    STORE.with(|store| {
        let whole = store.get_or_init(make);
        let sheet = Sheet::over(Arc::clone(&whole.bytes));
        let mut bytes = Bytes(data);
        for _ in 0..INJURIES_MAX {
            if bytes.is_empty() {
                break;
            }
            injure(&sheet, &mut bytes);
        }
        if sheet.len().is_ok_and(|len| len == 0) {
            // That is where a new one is made.
            return;
        }
        let options = Options::new(Profile::Durable);
        let Ok(engine) = Engine::with_backend(sheet, options) else { return };
        // A damaged record is told from a whole one when it is read.
        let Ok(StateDigest(found)) = engine.digest() else { return };
        assert!(whole.digests.contains(&found), "a damaged store was opened and holds something else");
    });
}

/// Does something to a storage.
fn injure(sheet: &Sheet, bytes: &mut Bytes<'_>) {
    let len = sheet.len().unwrap_or_default();
    let kind = bytes.byte();
    // Of what lies at the beginning, which leads to all else, more is injured.
    let offset = match kind & 0x80 {
        0 => u64::from(bytes.short()) % len.max(1),
        _ => u64::from(bytes.long()) % len.max(1),
    };
    let sector = offset / SECTOR_BYTES * SECTOR_BYTES;
    let done = match kind % 8 {
        0..=2 => sheet.write(offset, &[bytes.byte()]),
        3 => flip(sheet, offset, 1 << bytes.below(8)),
        4 => sheet.write(sector, &[bytes.byte(); SECTOR_BYTES as usize]),
        5 => copy(sheet, sector, u64::from(bytes.short()) * SECTOR_BYTES % len.max(1)),
        6 => {
            let count = usize::from(bytes.byte() % 32);
            sheet.write(offset, bytes.take(count))
        }
        _ => sheet.set_len(offset),
    };
    // What cannot be done is not done: there is nothing at this place.
    done.ok();
}

fn flip(sheet: &Sheet, offset: u64, bit: u8) -> std::io::Result<()> {
    let mut byte = [0];
    sheet.read(offset, &mut byte)?;
    sheet.write(offset, &[byte[0] ^ bit])
}

/// Puts a sector in another's place.
fn copy(sheet: &Sheet, from: u64, to: u64) -> std::io::Result<()> {
    let mut sector = [0; SECTOR_BYTES as usize];
    sheet.read(from, &mut sector)?;
    sheet.write(to, &sector)
}

fn make() -> Whole {
    let sheet = Sheet::over(Arc::new([]));
    let open = |sheet: &Sheet| Engine::with_backend(sheet.clone(), Options::new(Profile::Durable));
    let engine = open(&sheet).expect("a store can be made in memory");
    seed::load(&engine, &demo::seeds().expect("the demo is one"), NOW).expect("it can be loaded");
    let mut digests = BTreeSet::new();
    for number in 0..COMMITS {
        digests.insert(engine.digest().expect("it can be read").0);
        let line = LineId::new(format!("line-{number}")).expect("it is an identifier");
        let product = ProductRef::Sku(Sku::new("CK-SDS001").expect("it is one"));
        let add = AddLine::new(line, product, Quantity::ONE);
        let cart = CartId::new(format!("guest_{number}")).expect("it is an identifier");
        let on_absent = OnAbsent::Create(NewCart::new(Expiry::Never));
        let add = Command::AddLines(AddLines::new(cart, on_absent, vec![add]));
        engine.submit(Submission::new(NOW, Principal::Server, vec![add])).expect("it can be added");
    }
    digests.insert(engine.digest().expect("it can be read").0);
    engine.close().expect("memory does not fail");
    Whole { bytes: sheet.bytes(), digests }
}
