use std::fmt::Debug;
use std::fs;
use std::path::PathBuf;

use proptest::prelude::*;

use super::{cart, catalog, settings, v1, value};
use crate::domain::cart::{Cart, CartStatus, CustomInputs, CustomInputsBody, Expiry, LINES_MAX, Line};
use crate::domain::catalog::{Product, Settings};
use crate::domain::id::{CartId, LineId};
use crate::domain::key::KeyDigest;
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency, UnitPrice};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::domain::value::{Fingerprint, Value};
use crate::error::StoreError;
use crate::store::codec;
use crate::store::samples;

const KEY: [u8; 8] = 1_u64.to_be_bytes();

/// The record is exactly what a shipped version wrote, and is still read.
#[track_caller]
fn check<T: Debug + PartialEq>(
    name: &str,
    stored: &T,
    bytes: Vec<u8>,
    open: impl Fn(&[u8]) -> Result<T, StoreError>,
) {
    let path: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/store/1", name].iter().collect();
    let golden = from_hex(&fs::read_to_string(path).unwrap());
    assert_eq!(to_hex(&bytes), to_hex(&golden));
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
    let stored = samples::cart();
    check("cart.hex", &stored, cart::seal(&KEY, &stored).unwrap(), |bytes| cart::open(&KEY, bytes));
    let expiries = [("cart-never.hex", Expiry::Never), ("cart-at.hex", Expiry::At(samples::AT))];
    for (name, expiry) in expiries {
        let stored = Cart { expiry, lines: vec![], status: CartStatus::Abandoned, ..samples::cart() };
        check(name, &stored, cart::seal(&KEY, &stored).unwrap(), |bytes| cart::open(&KEY, bytes));
    }
}

#[test]
fn a_catalog_is_stored_as_shipped() {
    let stored = Product { variants: vec![samples::variant("large")], ..samples::product("mug") };
    let sealed = catalog::seal_product(&stored).unwrap();
    check("product.hex", &stored, sealed, |bytes| catalog::open_product("mug", bytes));
    let stored = samples::customer();
    let sealed = catalog::seal_customer(&stored).unwrap();
    check("customer.hex", &stored, sealed, |bytes| catalog::open_customer("182", bytes));
    let stored = samples::key();
    let sealed = catalog::seal_key(&stored).unwrap();
    check("key.hex", &stored, sealed, |bytes| catalog::open_key(stored.digest, bytes));
}

#[test]
fn what_holds_for_the_store_is_stored_as_shipped() {
    let stored = samples::settings();
    let sealed = settings::seal("settings", &stored).unwrap();
    check("settings.hex", &stored, sealed, |bytes| settings::open("settings", bytes));
    let stored = samples::text("large custom inputs");
    let sealed = value::seal("blobs", &KEY, &stored).unwrap();
    check("custom-inputs.hex", &stored, sealed, |bytes| value::open("blobs", &KEY, bytes));
    let sealed = settings::seal_origin("origin", "trolley-engine 0.1.0", samples::AT).unwrap();
    check("origin.hex", &(), sealed, |bytes| codec::unseal("meta", b"origin", bytes).map(|_| ()));
}

#[test]
fn any_changed_byte_is_noticed() {
    let sealed = cart::seal(&KEY, &samples::cart()).unwrap();
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

    let sealed = cart::seal(&KEY, &samples::cart()).unwrap();
    assert_eq!(refused(catalog::open_key(KeyDigest([1; 32]), &sealed)), "its checksum does not match");
}

/// The reason for which a cart is not read that was changed so before it was written.
#[track_caller]
fn cart_refused(change: impl FnOnce(&mut v1::Cart<'_>)) -> String {
    let stored = samples::cart();
    let mut record = cart::to_v1(&stored);
    change(&mut record);
    let sealed = codec::seal("carts", &KEY, v1::VERSION, &record).unwrap();
    refused(cart::open(&KEY, &sealed))
}

#[test]
fn a_cart_that_breaks_a_rule_is_not_read() {
    let check = |reason: &str, change: fn(&mut v1::Cart<'_>)| assert_eq!(cart_refused(change), reason);
    check("an identifier has at least one character", |cart| cart.lines[0].product = "");
    check("a quantity is 0 or too large", |cart| cart.lines[0].quantity = 0);
    check("a quantity is 0 or too large", |cart| cart.lines[0].quantity = 1 << 31);
    check("a price is out of range", |cart| cart.lines[1].list_price.minor_units = 1 << 53);
    check("a currency is not three capital letters", |cart| cart.priced_currency = Some("eur"));
    check("a cart with lines has no currency", |cart| cart.priced_currency = None);
    check("a discount is negative", |cart| cart.discounts[0].minor_units = -1);
    check("the discounts of a cart are out of range", |cart| cart.discounts[0].minor_units = 1 << 53);
    check("a cart was changed before it was made", |cart| cart.created_at_ms = cart.updated_at_ms + 1);
    check("a line of a cart is past the cart's sequence", |cart| cart.line_sequence = 299);
    check("the lines of a cart are not in the order of their sequence", |cart| cart.lines[1].sequence = 2);
    check("custom inputs stand where ones of their size do not", |cart| {
        cart.lines[1].custom_inputs.as_mut().unwrap().bytes = 2_048;
    });
    check("custom inputs stand where ones of their size do not", |cart| {
        cart.lines[0].custom_inputs.as_mut().unwrap().bytes = 2_049;
    });
}

fn some_text() -> impl Strategy<Value = String> {
    prop_oneof!["[ -~]{0,12}", "\\PC{0,6}"]
}

fn some_value() -> impl Strategy<Value = Value> {
    let leaf = prop_oneof![
        Just(Value::Null),
        any::<bool>().prop_map(Value::Bool),
        "-?[0-9]{1,9}(\\.[0-9]{1,3})?".prop_map(Value::Number),
        some_text().prop_map(Value::Text),
    ];
    leaf.prop_recursive(3, 16, 4, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..4).prop_map(Value::List),
            prop::collection::btree_map(some_text(), inner, 0..4)
                .prop_map(|members| Value::Map(members.into_iter().collect())),
        ]
    })
}

fn some_inputs() -> impl Strategy<Value = Option<CustomInputs>> {
    let beside = (2_049_usize..1_000_000, any::<[u8; 32]>()).prop_map(|(bytes, digest)| {
        Some(CustomInputs { fingerprint: Fingerprint(digest), bytes, body: CustomInputsBody::Stored })
    });
    prop_oneof![some_value().prop_map(CustomInputs::new), beside]
}

fn some_price() -> impl Strategy<Value = UnitPrice> {
    (0..=AMOUNT_MINOR_UNITS_MAX, any::<bool>())
        .prop_map(|(minor_units, includes_tax)| UnitPrice { minor_units, includes_tax })
}

prop_compose! {
    fn some_line()(
        id in "[!-~]{1,128}",
        quantity in 1..=2_147_483_647_i64,
        unit_price in some_price(),
        list_price in some_price(),
        custom_inputs in some_inputs(),
        location in prop::option::of(some_text()),
        notes in prop::option::of(some_text()),
        metadata in prop::option::of(some_value()),
        moments in any::<(i64, i64)>(),
        has_variant in any::<bool>(),
    ) -> Line {
        let sample = samples::cart().lines.swap_remove(0);
        Line {
            id: LineId::new(id).unwrap(),
            quantity: Quantity::new(quantity).unwrap(),
            variant: sample.variant.filter(|_| has_variant),
            unit_price, list_price, custom_inputs, location, notes, metadata,
            added_at: Timestamp::from_millis(moments.0),
            updated_at: Timestamp::from_millis(moments.1),
            ..sample
        }
    }
}

proptest! {
    #[test]
    fn a_cart_comes_back_as_it_was(
        id in "[!-~]{1,128}",
        lines in prop::collection::vec(some_line(), 0..8),
        steps in prop::collection::vec(1_u64..1 << 40, 8),
        name in some_text(),
        moments in any::<(i64, i64)>(),
        counts in any::<(u32, u64)>(),
    ) {
        let mut stored = samples::cart();
        stored.id = CartId::new(id).unwrap();
        stored.name = name;
        stored.revision = counts.1;
        stored.created_at = Timestamp::from_millis(moments.0.min(moments.1));
        stored.updated_at = Timestamp::from_millis(moments.0.max(moments.1));
        stored.lines = lines;
        let mut sequence = 0;
        for (line, step) in stored.lines.iter_mut().zip(steps) {
            sequence += step;
            line.sequence = sequence;
        }
        stored.line_sequence = sequence + u64::from(counts.0);
        let sealed = cart::seal(&KEY, &stored).unwrap();
        prop_assert_eq!(cart::open(&KEY, &sealed).unwrap(), stored);
    }

    #[test]
    fn a_value_comes_back_as_it_was(stored in some_value()) {
        let sealed = value::seal("blobs", &KEY, &stored).unwrap();
        prop_assert_eq!(value::open("blobs", &KEY, &sealed).unwrap(), stored);
    }

    #[test]
    fn bytes_that_are_no_record_are_refused(body in prop::collection::vec(any::<u8>(), 0..200)) {
        // With a true checksum, so that it is the decoder and the rules that refuse. Whatever is read is a cart.
        let sealed = codec::seal("carts", &KEY, 1, &RawBytes(&body)).unwrap();
        if let Ok(cart) = cart::open(&KEY, &sealed) {
            prop_assert!(cart.lines.len() <= LINES_MAX);
        }
    }
}

/// Bytes as they are, without their number before them.
struct RawBytes<'a>(&'a [u8]);

impl bincode::Encode for RawBytes<'_> {
    fn encode<E: bincode::enc::Encoder>(&self, encoder: &mut E) -> Result<(), bincode::error::EncodeError> {
        self.0.iter().try_for_each(|byte| byte.encode(encoder))
    }
}
