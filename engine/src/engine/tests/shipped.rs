//! Stores that shipped versions wrote.

pub(super) mod format_3;
mod format_4;

use std::fs;
use std::path::PathBuf;
use std::sync::Arc;

use tempfile::TempDir;

use super::ordering::{checkout, pay};
use super::parking::{park, resume};
use super::{AT, add, add_line, cart_id, find, line_id, samples, submission, submit, units};
use crate::domain::access::Principal;
use crate::domain::bundle::SelectedComponent;
use crate::domain::cart::{Content, CustomInputs, CustomItem, Expiry};
use crate::domain::catalog::Product;
use crate::domain::command::import::Import;
use crate::domain::command::ordering::UpdateOrder;
use crate::domain::command::{AddContent, AddLine, AddLines, Command, NewCart, OnAbsent, ProductRef};
use crate::domain::id::{OrderId, ProductId};
use crate::domain::key::{Key, Keys};
use crate::domain::money::UnitPrice;
use crate::domain::quantity::Quantity;
use crate::engine::{Engine, LineIds};
use crate::env::{IdForm, ListedIds};
use crate::options::{Options, Profile};
use crate::store::promotions;
use crate::store::samples::promotions::{gift, promotion, rewards};
use crate::view::Page;

const ALL: Page = Page { offset: 0, limit: 100 };

/// A copy of the store of this format.
pub(super) fn shipped(format: u32) -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let store: PathBuf =
        [env!("CARGO_MANIFEST_DIR"), "../fixtures/store", &format!("{format}.redb")].iter().collect();
    fs::copy(store, &path).unwrap();
    (folder, path)
}

fn open(path: &std::path::Path) -> Engine {
    Engine::open(path, Options::new(Profile::Durable)).unwrap()
}

fn ada() -> Principal {
    Principal::Customer(samples::customer().id)
}

#[test]
fn a_store_of_format_1_is_read_and_written() {
    let (_folder, path) = shipped(1);
    let engine = open(&path);
    assert_eq!(*engine.settings(), samples::settings());
    let key = Key { name: String::new(), created_at: None, expires_at: None, ..samples::key() };
    assert_eq!(*engine.keys(), Keys::from_iter([key]));
    assert_eq!((engine.product_count().unwrap(), engine.cart_count().unwrap()), (2, 1));
    let view = engine.find_cart(&cart_id("user_182"), &ada(), AT).unwrap().unwrap();
    assert_eq!(view.customer, Some(samples::customer()));
    assert_eq!(units(&view.cart), [("l1", 2), ("l2", 1)]);
    assert_eq!(view.priced.total, 2 * 950 + 1_200);
    let inputs = view.cart.lines[0].custom_inputs.as_ref().and_then(CustomInputs::value);
    assert_eq!(inputs, samples::inputs(3_000).value());
    assert_eq!(**view.products[0].as_ref().unwrap(), samples::product("mug"));
    let carts = engine.carts(&ada(), None, AT, ALL).unwrap();
    assert_eq!((carts.entries.len(), carts.total), (1, 1));
    assert_eq!(carts.entries[0].cart, view.cart);
    assert!(engine.promotions().is_empty());
    assert_eq!(engine.orders(&Principal::Server, ALL).unwrap().total, 0);

    submit(&engine, add("user_182", "l3", "large")).unwrap();
    submit(&engine, checkout("user_182", "o1")).unwrap();
    engine.close().unwrap();
    let engine = open(&path);
    assert_eq!(units(&find(&engine, "user_182").unwrap().cart), [("l1", 2), ("l2", 2)]);
    assert_eq!(engine.carts(&ada(), None, AT, ALL).unwrap().total, 1);
    assert_eq!(engine.orders(&ada(), ALL).unwrap().total, 1);
}

/// What a store of format 2 was filled with.
fn fill(engine: &Engine) {
    let import = Import {
        settings: Some(samples::settings()),
        products: vec![
            samples::product("mug"),
            samples::product("cup"),
            Product { variants: vec![], ..samples::bundle("set") },
        ],
        promotions: vec![promotion("ten", rewards().swap_remove(1)), gift("gift", "mug", 1, "cup")],
        customers: vec![samples::customer()],
        keys: vec![samples::key()],
    };
    submit(engine, Command::Import(Box::new(import))).unwrap();
    let new = NewCart { customer: Some(samples::customer().id), ..NewCart::new(Expiry::Never) };
    let selected =
        SelectedComponent { key: "drink".to_owned(), options: vec![(ProductId::new("cup").unwrap(), 1)] };
    let bundle = AddContent::Product {
        product: ProductRef::Id(ProductId::new("set").unwrap()),
        variant: None,
        selection: Some(vec![selected]),
    };
    let custom = AddContent::Custom {
        custom: CustomItem {
            name: "Wrapping".to_owned(),
            sku: "wrap".to_owned(),
            description: String::new(),
        },
        unit_price: UnitPrice { minor_units: 250, includes_tax: false },
    };
    let lines = vec![
        add_line("l1", "mug", Some(samples::inputs(3_000))),
        AddLine {
            taxes: Some(samples::bundle_line().taxes),
            ..AddLine::of(line_id("l2"), bundle, Quantity::ONE)
        },
        AddLine::of(line_id("l3"), custom, Quantity::ONE),
    ];
    let add = AddLines {
        codes: vec!["CODE-ten".to_owned()],
        ..AddLines::new(cart_id("user_182"), OnAbsent::Create(new), lines)
    };
    let mut submission = submission(vec![Command::AddLines(add)]);
    let source = Arc::new(ListedIds::new(["gift-1".to_owned()]));
    submission.line_ids = LineIds { source, form: IdForm::Uuid };
    engine.submit(submission).unwrap();
    submit(engine, checkout("user_182", "o1")).unwrap();
    submit(engine, pay("o1")).unwrap();
}

#[test]
fn a_store_of_format_2_is_read_and_written() {
    let (_folder, path) = shipped(2);
    let engine = open(&path);
    assert_eq!(engine.promotions().all().len(), 2);
    assert_eq!(engine.product_count().unwrap(), 3);
    let view = engine.find_cart(&cart_id("user_182"), &ada(), AT).unwrap().unwrap();
    assert_eq!(units(&view.cart), [("l1", 1), ("l2", 1), ("l3", 1), ("gift-1", 1)]);
    assert!(view.cart.lines[1].bundle().is_some());
    assert_eq!(view.cart.lines[1].taxes, samples::bundle_line().taxes);
    assert!(matches!(view.cart.lines[2].content, Content::Custom(_)));
    assert_eq!(view.cart.lines[3].auto_added_units(), 1);
    assert_eq!(view.cart.codes[0].code, "CODE-ten");
    let order = engine.find_order(&OrderId::new("o1").unwrap(), &ada()).unwrap().unwrap();
    assert_eq!((order.priced.total, order.balance(), order.transactions.len()), (1_881, 0, 1));
    assert_eq!(
        order.lines[1].component_names,
        [("drink".to_owned(), samples::bundle("set").components[0].name.clone())]
    );
    let inputs = order.lines[0].line.custom_inputs.as_ref().and_then(CustomInputs::value);
    assert_eq!(inputs, samples::inputs(3_000).value());
    let set = ProductRef::Id(ProductId::new("set").unwrap());
    let stock = engine.find_product(&set).unwrap().unwrap().stock.clone();
    assert_eq!((stock.available, stock.allocated), (2, 5));
    assert_eq!(promotions::uses(&engine.store.read().unwrap(), "CODE-ten").unwrap(), 1);
    assert_eq!(engine.carts(&ada(), None, AT, ALL).unwrap().total, 1);

    // What is made now is what was made then.
    let present = Engine::in_memory(Options::new(Profile::Memory)).unwrap();
    fill(&present);
    let mut made = present.find_cart(&cart_id("user_182"), &ada(), AT).unwrap().unwrap().cart;
    // But for when a code was entered, which was not stored then.
    assert_eq!(made.codes[0].entered_at.take(), Some(AT));
    assert_eq!(made, view.cart);

    submit(&engine, add("user_182", "l4", "mug")).unwrap();
    submit(&engine, park("user_182", "p1")).unwrap();
    let sent = UpdateOrder {
        order: order.id.clone(),
        is_fulfilled: true,
        is_cancelled: false,
        external_reference: None,
    };
    submit(&engine, Command::UpdateOrder(sent)).unwrap();
    engine.close().unwrap();
    let engine = open(&path);
    let sent = engine.find_order(&order.id, &ada()).unwrap().unwrap();
    assert!(sent.is_fulfilled && sent.priced == order.priced && sent.lines == order.lines);
    submit(&engine, resume("p1", None)).unwrap();
    let cart = find(&engine, "user_182").unwrap().cart;
    assert_eq!(units(&cart), [("l1", 1), ("l2", 1), ("l3", 1), ("gift-1", 2), ("l4", 1)]);
}
