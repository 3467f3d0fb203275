mod refusals;
mod round_trips;
mod strange;

use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use super::{answer, cart, catalog, clock, delivery, key, order, parked, promotion, settings, value};
use crate::domain::cart::{Cart, CartStatus, Counted, Expiry};
use crate::domain::catalog::{Product, Settings};
use crate::domain::delivery::samples::delivery as tables;
use crate::domain::key::{Key, KeyDigest};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::parked::Parked;
use crate::env::engine_time::Kept;
use crate::error::StoreError;
use crate::store::codec;
use crate::store::samples;

const KEY: [u8; 8] = 1_u64.to_be_bytes();
/// How much later engine time is than the clock where the records were made.
const OFFSET_MS: i64 = 1_000;

fn golden(version: &str, name: &str) -> Vec<u8> {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/store", version, name].iter().collect();
    from_hex(&fs::read_to_string(&path).unwrap_or_else(|error| panic!("{}: {error}", path.display())))
}

/// The record is exactly what a shipped version wrote, and is still read.
#[track_caller]
fn check<T: Debug + PartialEq>(
    version: &str,
    name: &str,
    stored: &T,
    bytes: Vec<u8>,
    open: impl Fn(&[u8]) -> Result<T, StoreError>,
) {
    let golden = golden(version, name);
    assert_eq!(to_hex(&bytes), to_hex(&golden), "{name}");
    assert_eq!(open(&golden).unwrap(), *stored);
}

fn to_hex(bytes: &[u8]) -> String {
    let lines =
        bytes.chunks(32).map(|line| line.iter().map(|byte| format!("{byte:02x}")).collect::<String>());
    lines.map(|line| line + "\n").collect()
}

fn from_hex(text: &str) -> Vec<u8> {
    let digits: String = text.split_whitespace().collect();
    (0..digits.len()).step_by(2).map(|at| u8::from_str_radix(&digits[at..at + 2], 16).unwrap()).collect()
}

#[test]
fn a_cart_is_stored_as_shipped() {
    let stored = samples::full_cart();
    let open = |bytes: &[u8]| cart::open(&KEY, bytes).map(|cart| cart.recounted(-OFFSET_MS));
    check("4", "cart.hex", &stored, cart::seal(&KEY, OFFSET_MS, &stored).unwrap(), open);
    let expiries = [("cart-never.hex", Expiry::Never), ("cart-at.hex", Expiry::At(samples::AT))];
    for (name, expiry) in expiries {
        let stored = Cart { expiry, lines: vec![], status: CartStatus::Abandoned, ..samples::cart() };
        check("4", name, &stored, cart::seal(&KEY, OFFSET_MS, &stored).unwrap(), open);
    }
}

/// The cart where its life is counted by the moments that are shown.
fn plain(cart: Cart) -> Cart {
    let counted = Counted { began_at: cart.created_at, touched_at: cart.updated_at };
    Cart { counted, ..cart }
}

#[test]
fn a_cart_of_version_3_is_read() {
    assert_eq!(cart::open(&KEY, &golden("3", "cart.hex")).unwrap(), plain(samples::full_cart()));
    let empty = plain(Cart { lines: vec![], status: CartStatus::Abandoned, ..samples::cart() });
    for (name, expiry) in [("cart-never.hex", Expiry::Never), ("cart-at.hex", Expiry::At(samples::AT))] {
        assert_eq!(cart::open(&KEY, &golden("3", name)).unwrap(), Cart { expiry, ..empty.clone() });
    }
}

#[test]
fn a_cart_of_version_2_is_read() {
    let mut expected = plain(samples::full_cart());
    expected.codes.iter_mut().for_each(|entered| entered.entered_at = None);
    assert_eq!(cart::open(&KEY, &golden("2", "cart.hex")).unwrap(), expected);
    let empty = plain(Cart { lines: vec![], status: CartStatus::Abandoned, ..samples::cart() });
    for (name, expiry) in [("cart-never.hex", Expiry::Never), ("cart-at.hex", Expiry::At(samples::AT))] {
        assert_eq!(cart::open(&KEY, &golden("2", name)).unwrap(), Cart { expiry, ..empty.clone() });
    }
}

#[test]
fn a_cart_of_version_1_is_read() {
    let open = |name: &str| cart::open(&KEY, &golden("1", name)).unwrap();
    assert_eq!(open("cart.hex"), plain(samples::cart()));
    let empty = plain(Cart {
        lines: vec![],
        separates_locations: false,
        status: CartStatus::Abandoned,
        ..samples::cart()
    });
    assert_eq!(open("cart-never.hex"), Cart { expiry: Expiry::Never, ..empty.clone() });
    assert_eq!(open("cart-at.hex"), Cart { expiry: Expiry::At(samples::AT), ..empty });
}

#[test]
fn a_product_of_version_1_is_read() {
    let expected = Product { variants: vec![samples::variant("large")], ..samples::product("mug") };
    assert_eq!(catalog::open_product("mug", &golden("1", "product.hex")).unwrap(), expected);
}

#[test]
fn a_catalog_is_stored_as_shipped() {
    let stored = samples::bundle("mug");
    let sealed = catalog::seal_product(&stored).unwrap();
    check("2", "product.hex", &stored, sealed, |bytes| catalog::open_product("mug", bytes));
    let stored = samples::customer();
    let sealed = catalog::seal_customer(&stored).unwrap();
    check("1", "customer.hex", &stored, sealed, |bytes| catalog::open_customer("182", bytes));
    let stored = samples::key();
    let sealed = key::seal(&stored).unwrap();
    check("4", "key.hex", &stored, sealed, |bytes| key::open(stored.digest, bytes));
    let stored = Key { revoked_at: stored.expires_at, ..stored };
    let sealed = key::seal(&stored).unwrap();
    check("4", "key-revoked.hex", &stored, sealed, |bytes| key::open(stored.digest, bytes));
}

#[test]
fn a_key_of_version_1_is_read() {
    let expected = Key { name: String::new(), created_at: None, expires_at: None, ..samples::key() };
    assert_eq!(key::open(expected.digest, &golden("1", "key.hex")).unwrap(), expected);
}

#[test]
fn promotions_and_orders_are_stored_as_shipped() {
    for (place, reward) in samples::promotions::rewards().into_iter().enumerate() {
        let stored = samples::promotions::promotion("ten", reward);
        let (name, sealed) = (format!("promotion-{place}.hex"), promotion::seal(&stored).unwrap());
        check("2", &name, &stored, sealed, |bytes| promotion::open("ten", bytes));
    }
    let stored = samples::promotions::gift("gift", "mug", 1, "cup");
    let sealed = promotion::seal(&stored).unwrap();
    check("2", "promotion-gift.hex", &stored, sealed, |bytes| promotion::open("gift", bytes));
    let stored = samples::orders::order("order");
    let sealed = order::seal(&KEY, &stored).unwrap();
    check("3", "order.hex", &stored, sealed, |bytes| order::open(&KEY, bytes));
    let stored = samples::orders::sent_order("order");
    let sealed = order::seal(&KEY, &stored).unwrap();
    check("3", "order-sent.hex", &stored, sealed, |bytes| order::open(&KEY, bytes));
}

#[test]
fn an_order_of_version_2_is_read() {
    let stored = order::open(&KEY, &golden("2", "order.hex")).unwrap();
    assert_eq!(stored, samples::orders::order("order"));
}

#[test]
fn what_is_set_aside_is_stored_as_shipped() {
    let stored = samples::parked("park-1");
    let sealed = parked::seal(7, OFFSET_MS, &stored).unwrap();
    check("4", "parked.hex", &(7, stored), sealed, |bytes| {
        let (sequence, parked) = parked::open("park-1", bytes)?;
        let cart = parked.cart.recounted(-OFFSET_MS);
        Ok((sequence, Parked { cart, ..parked }))
    });
}

#[test]
fn what_was_set_aside_in_version_3_is_read() {
    let stored = samples::parked("park-1");
    let stored = Parked { cart: plain(stored.cart), ..stored };
    assert_eq!(parked::open("park-1", &golden("3", "parked.hex")).unwrap(), (7, stored));
    assert_eq!(parked::sequence("park-1", &golden("3", "parked.hex")).unwrap(), 7);
    assert_eq!(parked::sequence("park-1", &golden("4", "parked.hex")).unwrap(), 7);
}

#[test]
fn answers_are_stored_as_shipped() {
    let key = samples::answers::KEY;
    let stored = [
        ("answer.hex", samples::answers::verbatim()),
        ("answer-remade.hex", samples::answers::remade()),
        ("answer-remade-order.hex", samples::answers::remade_order()),
    ];
    for (name, stored) in stored {
        let sealed = answer::seal(key, &stored).unwrap();
        // What came of commands cannot be compared, but for how it is shown.
        check("3", name, &format!("{stored:?}"), sealed, |bytes| {
            answer::open(key, bytes).map(|stored| format!("{stored:?}"))
        });
    }
}

#[test]
fn what_holds_for_the_store_is_stored_as_shipped() {
    let stored = samples::settings();
    let sealed = settings::seal("settings", &stored).unwrap();
    check("1", "settings.hex", &stored, sealed, |bytes| settings::open("settings", bytes));
    let stored = tables();
    let sealed = delivery::seal("delivery", &stored).unwrap();
    check("3", "delivery.hex", &stored, sealed, |bytes| delivery::open("delivery", bytes));
    let stored = Kept { wall: samples::AT, offset_ms: OFFSET_MS };
    let sealed = clock::seal("clock", stored).unwrap();
    check("4", "clock.hex", &stored, sealed, |bytes| clock::open("clock", bytes));
    let stored = samples::text("large custom inputs");
    let sealed = value::seal("blobs", &KEY, &stored).unwrap();
    check("1", "custom-inputs.hex", &stored, sealed, |bytes| value::open("blobs", &KEY, bytes));
    let sealed = settings::seal_origin("origin", "trolley-engine 0.1.0", samples::AT).unwrap();
    check("1", "origin.hex", &(), sealed, |bytes| codec::unseal("meta", b"origin", bytes).map(|_| ()));
}

#[test]
fn any_changed_byte_is_noticed() {
    let sealed = cart::seal(&KEY, OFFSET_MS, &samples::cart()).unwrap();
    for place in 0..sealed.len() {
        let mut damaged = sealed.clone();
        damaged[place] ^= 1;
        assert!(matches!(cart::open(&KEY, &damaged), Err(StoreError::Record { table: "carts", .. })));
        assert!(cart::open(&KEY, &sealed[..place]).is_err());
    }
    assert!(cart::open(&2_u64.to_be_bytes(), &sealed).is_err(), "it stands under another key");
    assert!(cart::open(&KEY, &sealed).is_ok());
}

/// The reason for which the record of this value is not read.
#[track_caller]
fn refused<T: Debug>(result: Result<T, StoreError>) -> String {
    match result.unwrap_err() {
        StoreError::Record { reason, .. } => reason,
        other => panic!("{other}"),
    }
}

#[test]
fn a_record_of_an_unknown_version_or_with_a_tail_is_not_read() {
    let sealed = codec::seal("meta", b"settings", 2, &0_u8).unwrap();
    assert_eq!(refused(settings::open("settings", &sealed)), "its version 2 is unknown");
    let sealed = codec::seal("carts", &KEY, 5, &0_u8).unwrap();
    assert_eq!(refused(cart::open(&KEY, &sealed)), "its version 5 is unknown");
    let sealed = codec::seal("orders", &KEY, 4, &0_u8).unwrap();
    assert_eq!(refused(order::open(&KEY, &sealed)), "its version 4 is unknown");
    let sealed = codec::seal("meta", b"delivery", 2, &0_u8).unwrap();
    assert_eq!(refused(delivery::open("delivery", &sealed)), "its version 2 is unknown");
    let sealed = codec::seal("orders", &KEY, 1, &0_u8).unwrap();
    assert_eq!(refused(order::open(&KEY, &sealed)), "its version 1 is unknown");
    let sealed = codec::seal("parked", b"p", 2, &0_u8).unwrap();
    assert_eq!(refused(parked::open("p", &sealed)), "its version 2 is unknown");
    assert_eq!(refused(parked::sequence("p", &sealed)), "its version 2 is unknown");
    let sealed = codec::seal("customers", b"182", 1, &("182", "Ada", "a@b", 0_u8)).unwrap();
    assert_eq!(refused(catalog::open_customer("182", &sealed)), "there are bytes after its end");
}

#[test]
fn a_record_that_breaks_a_rule_is_not_read() {
    let sealed = codec::seal("customers", b"182", 1, &("", "Ada", "a@b")).unwrap();
    assert_eq!(refused(catalog::open_customer("182", &sealed)), "an identifier has at least one character");

    let none = Settings { currencies: vec![], ..samples::settings() };
    let sealed = settings::seal("settings", &none).unwrap();
    let reason = "the default currency is not among the currencies";
    assert_eq!(refused(settings::open("settings", &sealed)), reason);

    let mut product = samples::product("mug");
    product.stock.available = -1;
    let sealed = catalog::seal_product(&product).unwrap();
    assert_eq!(refused(catalog::open_product("mug", &sealed)), "a stock is negative");

    let mut product = samples::product("mug");
    product.prices = [(Currency::USD, UnitPrice { minor_units: -1, includes_tax: false })].into();
    let sealed = catalog::seal_product(&product).unwrap();
    assert_eq!(refused(catalog::open_product("mug", &sealed)), "a price is out of range");

    let sealed = cart::seal(&KEY, OFFSET_MS, &samples::cart()).unwrap();
    assert_eq!(refused(key::open(KeyDigest([1; 32]), &sealed)), "its checksum does not match");
}
