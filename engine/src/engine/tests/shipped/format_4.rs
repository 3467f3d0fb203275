//! What format 4 has besides: keys with a name and an end, revoked ones, and lives that are counted in engine time.

use std::path::Path;
use std::sync::Arc;

use super::super::revoking::{create, key, revoke};
use super::super::{AT, add_all, add_line, cart_id, submit};
use super::format_3::fill_all;
use super::shipped;
use crate::domain::access::Principal;
use crate::domain::cart::Expiry;
use crate::domain::command::{Command, CreateCart, NewCart, OnPresent};
use crate::domain::key::{Key, KeyState};
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::env::FixedClock;
use crate::options::{Options, Profile};
use crate::store::carts;

const DAY_MS: i64 = 86_400_000;

fn later(days: i64) -> Timestamp {
    AT.saturating_add_millis(days * DAY_MS)
}

fn open(path: &Path, clock: &Arc<FixedClock>) -> Engine {
    let clock = Arc::<FixedClock>::clone(clock);
    Engine::open(path, Options { clock, ..Options::new(Profile::Durable) }).unwrap()
}

/// What a store of format 4 was filled with: first on a day, then after the clock was set forward by two years.
fn fill_more(engine: &Engine, clock: &FixedClock) {
    fill_all(engine);
    // For ever, so that a till with this file opens whatever the date is.
    submit(engine, create(&Key { expires_at: None, ..key(8) })).unwrap();
    submit(engine, create(&key(9))).unwrap();
    submit(engine, revoke(9)).unwrap();
    clock.jump(later(730));
    let create = CreateCart {
        new: NewCart::new(Expiry::AfterUpdate { span_ms: 10 * DAY_MS }),
        ..made("guest_late", add_line("late", "mug", None))
    };
    submit(engine, Command::CreateCart(create)).unwrap();
}

fn made(cart: &str, line: crate::domain::command::AddLine) -> CreateCart {
    CreateCart {
        cart: cart_id(cart),
        status: crate::domain::cart::CartStatus::Active,
        new: NewCart::new(Expiry::Never),
        on_present: OnPresent::Refuse,
        discounts: vec![],
        created_at: None,
        lines: vec![line],
    }
}

#[test]
fn a_store_of_format_4_is_read_and_written() {
    let (_folder, path) = shipped(4);
    let clock = Arc::new(FixedClock::new(later(735)));
    let engine = open(&path, &clock);
    let keys = engine.keys();
    let state = |number| keys.find(key(number).digest).unwrap().state(AT);
    assert_eq!((state(8), state(9)), (KeyState::InForce, KeyState::Revoked));
    assert_eq!(keys.find(key(8).digest).unwrap().name, key(8).name);

    let present_clock = Arc::new(FixedClock::new(AT));
    let options = Options { clock: present_clock.clone(), ..Options::new(Profile::Memory) };
    let present = Engine::in_memory(options).unwrap();
    fill_more(&present, &present_clock);
    assert_eq!(present.keys(), keys, "what is made now is what was made then");
    let late = |engine: &Engine| {
        let stored = carts::find(&engine.store.read().unwrap(), &cart_id("guest_late")).unwrap().unwrap();
        (stored.cart, engine.counted(engine.clock().now()))
    };
    let (found, counted) = late(&engine);
    let (expected, counted_then) = late(&present);
    assert_eq!((&found.lines[0], found.expiry), (&expected.lines[0], expected.expiry));
    assert_eq!(counted, counted_then.saturating_add_millis(5 * DAY_MS));

    let is_there = |engine: &Engine| {
        engine.find_cart(&cart_id("guest_late"), &Principal::Server, engine.clock().now()).unwrap().is_some()
    };
    assert!(is_there(&engine), "the clock has gone on by five days of ten");
    submit(&engine, add_all("guest_new", vec![add_line("new", "mug", None)])).unwrap();
    clock.set(later(746));
    assert!(!is_there(&engine));
    engine.close().unwrap();
    assert!(!is_there(&open(&path, &clock)));
}
