//! Taking away what ceased to exist long ago.

use redb::ReadableTableMetadata as _;

use super::owning::create;
use super::parking::{park, parked};
use super::{AT, add, add_all, add_line, cart_id, engine, samples, submission, submit};
use crate::domain::access::Principal;
use crate::domain::cart::Expiry;
use crate::domain::time::Timestamp;
use crate::engine::Engine;
use crate::engine::purging::Purged;
use crate::store::tables::Tables as _;

/// How long carts of these tests live.
const SPAN_MS: i64 = 1_000;
const KEPT_MS: i64 = 5_000;

/// Purges at so many milliseconds after the carts were made; how many went, and in how many steps.
fn purge(engine: &Engine, after_ms: i64) -> (u64, usize) {
    let (mut purged, mut steps) = (Purged::default(), 0);
    loop {
        purged = engine.purge(later(after_ms), KEPT_MS, purged).unwrap();
        steps += 1;
        if purged.next.is_none() {
            return (purged.carts, steps);
        }
    }
}

fn later(by_ms: i64) -> Timestamp {
    AT.saturating_add_millis(by_ms)
}

/// Nothing is left of any cart.
#[track_caller]
fn check_empty(engine: &Engine) {
    let tables = engine.store.read().unwrap();
    assert_eq!(tables.carts().unwrap().len().unwrap(), 0);
    assert_eq!(tables.cart_ids().unwrap().len().unwrap(), 0);
    assert_eq!(tables.line_ids().unwrap().len().unwrap(), 0);
    assert_eq!(tables.customer_carts().unwrap().len().unwrap(), 0);
    assert_eq!(tables.blobs().unwrap().len().unwrap(), 0);
}

#[test]
fn a_cart_goes_with_all_that_belongs_to_it_when_its_time_is_over() {
    let engine = engine();
    let large = add_line("large", "mug", Some(samples::inputs(9_000)));
    submit(&engine, add_all("guests", vec![large])).unwrap();
    submit(&engine, add("user_182", "l", "mug")).unwrap();
    assert_eq!(purge(&engine, SPAN_MS + KEPT_MS - 1), (0, 2));
    assert_eq!(engine.cart_count().unwrap(), 2);
    assert_eq!(purge(&engine, SPAN_MS + KEPT_MS), (2, 2));
    check_empty(&engine);
    assert!(engine.check(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn what_lives_what_never_ends_and_what_is_parked_stays() {
    let engine = engine();
    submit(&engine, create("for-ever", None, Expiry::Never)).unwrap();
    submit(&engine, create("fixed", None, Expiry::At(later(SPAN_MS + 1)))).unwrap();
    submit(&engine, add("sold", "l1", "mug")).unwrap();
    submit(&engine, park("sold", "p")).unwrap();
    let mut late = submission(vec![add("late", "l2", "mug")]);
    late.at = later(1);
    engine.submit(late).unwrap();
    assert_eq!(purge(&engine, SPAN_MS + KEPT_MS), (1, 2), "that from which a sale was parked");
    assert_eq!(engine.cart_count().unwrap(), 3);
    assert_eq!(parked(&engine), [("p".to_owned(), 1)]);
    assert_eq!(purge(&engine, SPAN_MS + KEPT_MS + 1), (2, 2));
    assert_eq!(engine.cart_count().unwrap(), 1);
    assert_eq!(parked(&engine), [("p".to_owned(), 1)]);
}

#[test]
fn orders_outlive_their_carts() {
    let engine = engine();
    submit(&engine, add("c", "l", "mug")).unwrap();
    submit(&engine, super::ordering::checkout("c", "o")).unwrap();
    assert_eq!(purge(&engine, SPAN_MS + KEPT_MS).0, 1);
    submit(&engine, super::ordering::pay("o")).unwrap();
    let page = crate::view::Page { offset: 0, limit: 1 };
    assert_eq!(engine.orders(&Principal::Server, page).unwrap().total, 1);
    assert!(engine.check(&mut |_| {}).unwrap().is_sound());
}

#[test]
fn many_carts_go_in_steps_between_which_others_get_their_turn() {
    let engine = engine();
    for number in 0..300 {
        submit(&engine, add(&format!("c{number}"), &format!("l{number}"), "mug")).unwrap();
    }
    let at = later(SPAN_MS + KEPT_MS);
    let first = engine.purge(at, KEPT_MS, Purged::default()).unwrap();
    assert_eq!((first.carts, first.next.is_some()), (128, true));
    // One takes the place of a cart that has ended, and is not taken away for it.
    let mut back = submission(vec![add("c299", "again", "mug")]);
    back.at = at;
    engine.submit(back).unwrap();
    let second = engine.purge(at, KEPT_MS, first).unwrap();
    assert_eq!(second.carts, 256);
    let third = engine.purge(at, KEPT_MS, second).unwrap();
    assert_eq!((third.carts, engine.cart_count().unwrap()), (299, 1));
    assert!(engine.find_cart(&cart_id("c299"), &Principal::Server, at).unwrap().is_some());
}
