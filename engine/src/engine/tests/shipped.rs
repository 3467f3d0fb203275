//! Stores that shipped versions wrote.

use std::fs;
use std::path::PathBuf;

use super::{AT, add, cart_id, find, samples, submit, units};
use crate::domain::access::Principal;
use crate::domain::cart::CustomInputs;
use crate::engine::Engine;
use crate::options::{Options, Profile};

#[test]
fn a_store_of_format_1_is_read_and_written() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let shipped: PathBuf = [env!("CARGO_MANIFEST_DIR"), "../fixtures/store/1.redb"].iter().collect();
    fs::copy(shipped, &path).unwrap();
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();

    assert_eq!(*engine.settings(), samples::settings());
    assert_eq!(engine.keys().unwrap(), [samples::key()]);
    assert_eq!((engine.product_count().unwrap(), engine.cart_count().unwrap()), (2, 1));
    let ada = Principal::Customer(samples::customer().id);
    let view = engine.find_cart(&cart_id("user_182"), &ada, AT).unwrap().unwrap();
    assert_eq!(view.customer, Some(samples::customer()));
    assert_eq!(units(&view.cart), [("l1", 2), ("l2", 1)]);
    assert_eq!(view.priced.total, 2 * 950 + 1_200);
    let inputs = view.cart.lines[0].custom_inputs.as_ref().and_then(CustomInputs::value);
    assert_eq!(inputs, samples::inputs(3_000).value());
    assert_eq!(**view.products[0].as_ref().unwrap(), samples::product("mug"));

    submit(&engine, add("user_182", "l3", "large")).unwrap();
    engine.close().unwrap();
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert_eq!(units(&find(&engine, "user_182").unwrap().cart), [("l1", 2), ("l2", 2)]);
}
