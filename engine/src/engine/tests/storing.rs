use std::sync::Arc;

use redb::ReadableTableMetadata as _;

use super::{
    AT, add, add_all, add_line, cart_id, engine, find, line_id, new_cart, remove, samples, submission,
    submit, units,
};
use crate::domain::access::Principal;
use crate::domain::apply::apply;
use crate::domain::cart::{CartStatus, Expiry};
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::import::Import;
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{
    AddLines, ClearCart, Command, CreateCart, DeleteCart, LineRef, NewCart, OnAbsent, OnLastCart, OnPresent,
    RemoveLine,
};
use crate::domain::id::{CustomerId, Sku};
use crate::engine::Engine;
use crate::env::engine_time::Reckoning;
use crate::error::Error;
use crate::options::{Options, Profile};
use crate::store::carts;
use crate::store::facts::{self, Asker};
use crate::store::standing::Standing;
use crate::store::tables::{Tables as _, WriteTables};

fn create(cart: &str, new: NewCart) -> Command {
    Command::CreateCart(CreateCart {
        cart: cart_id(cart),
        new,
        on_present: OnPresent::Refuse,
        status: CartStatus::Active,
        discounts: vec![],
        created_at: None,
        lines: vec![add_line("first", "mug", None)],
    })
}

/// The internal keys of the carts that have a line of this identifier.
fn carts_with(engine: &Engine, line: &str) -> usize {
    carts::with_line(&engine.store.read().unwrap(), &line_id(line), None).unwrap().len()
}

#[test]
fn a_second_add_raises_the_quantity() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    let receipt = submit(&engine, add("c", "l3", "cup")).unwrap();
    let view = find(&engine, "c").unwrap();
    assert_eq!(units(&view.cart), [("l1", 2), ("l3", 1)]);
    assert_eq!(*receipt.cart.unwrap(), view.cart);
    assert_eq!(view.priced.total, 3 * 950);
    assert_eq!(view.products.len(), 2);
    assert!(view.lines().all(|line| line.product.is_some_and(|product| product.name == "A mug")));
}

#[test]
fn a_cart_that_was_closed_is_there_when_it_is_opened() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    for profile in [Profile::Durable, Profile::Fast] {
        let engine = super::stocked(Engine::open(&path, Options::new(profile)).unwrap());
        submit(&engine, add("c", "l1", "mug")).unwrap();
        engine.close().unwrap();
    }
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 2)]);
    assert_eq!((engine.cart_count().unwrap(), engine.product_count().unwrap()), (1, 2));
}

#[test]
fn an_expired_cart_is_not_there_and_its_identifier_is_free() {
    let engine = engine();
    submit(&engine, add("c", "old", "mug")).unwrap();
    let later = AT.saturating_add_millis(1_000);
    assert!(engine.find_cart(&cart_id("c"), &Principal::Server, later).unwrap().is_none());
    let mut again = submission(vec![add("c", "new", "cup")]);
    again.at = later;
    engine.submit(again).unwrap();
    let view = engine.find_cart(&cart_id("c"), &Principal::Server, later).unwrap().unwrap();
    assert_eq!(units(&view.cart), [("new", 1)]);
    assert_eq!(engine.cart_count().unwrap(), 1);
    assert_eq!((carts_with(&engine, "old"), carts_with(&engine, "new")), (0, 1));
}

#[test]
fn a_line_that_is_taken_out_leaves_nothing() {
    let engine = engine();
    submit(&engine, add_all("c", vec![add_line("l1", "mug", None), add_line("l2", "cup", None)])).unwrap();
    assert_eq!((carts_with(&engine, "l1"), carts_with(&engine, "l2")), (1, 1));
    submit(&engine, remove("c", "l1")).unwrap();
    assert_eq!((carts_with(&engine, "l1"), carts_with(&engine, "l2")), (0, 1));
    let clear = Command::ClearCart(ClearCart::new(cart_id("c"), OnAbsent::Refuse));
    submit(&engine, clear).unwrap();
    assert_eq!((carts_with(&engine, "l2"), engine.cart_count().unwrap()), (0, 1));
}

#[test]
fn a_line_is_known_to_be_in_another_cart_until_that_expires() {
    let engine = engine();
    submit(&engine, add("c1", "l1", "mug")).unwrap();
    submit(&engine, create("c2", NewCart { expiry: Expiry::Never, ..new_cart() })).unwrap();
    let error = submit(&engine, remove("c2", "l1")).unwrap_err();
    assert!(matches!(&error, Error::LineElsewhere { line } if *line == line_id("l1")), "{error}");
    let mut later = submission(vec![remove("c2", "l1")]);
    later.at = AT.saturating_add_millis(1_000);
    let error = engine.submit(later).unwrap_err();
    assert!(matches!(error, Error::LineNotFound), "{error}");
}

#[test]
fn lines_are_taken_out_by_sku() {
    let engine = engine();
    submit(&engine, add_all("c", vec![add_line("l1", "mug", None), add_line("l2", "cup", None)])).unwrap();
    let line = LineRef::Sku(Sku::new("SKU-mug").unwrap());
    submit(&engine, Command::RemoveLine(RemoveLine { cart: cart_id("c"), line })).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l2", 1)]);
}

#[test]
fn a_cart_that_is_deleted_leaves_nothing() {
    let engine = engine();
    let lines = vec![add_line("l1", "mug", Some(samples::inputs(100_000))), add_line("l2", "cup", None)];
    submit(&engine, add_all("c", lines)).unwrap();
    submit(&engine, add("other", "l2", "cup")).unwrap();
    let delete = Command::DeleteCart(DeleteCart { cart: cart_id("c"), on_last: OnLastCart::Delete });
    assert!(submit(&engine, delete.clone()).unwrap().cart.is_none());
    assert!(find(&engine, "c").is_none());
    assert_eq!((carts_with(&engine, "l1"), carts_with(&engine, "l2")), (0, 1));
    assert_eq!(engine.cart_count().unwrap(), 1);
    assert_eq!(engine.store.read().unwrap().blobs().unwrap().len().unwrap(), 0);

    submit(&engine, delete).unwrap();
    submit(&engine, add("c", "l1", "cup")).unwrap();
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
}

#[test]
fn a_cart_with_large_custom_inputs_is_kept_and_renamed_with_them() {
    let engine = engine();
    submit(&engine, add_all("c", vec![add_line("first", "mug", Some(samples::inputs(100_000)))])).unwrap();
    let before = find(&engine, "c").unwrap().cart;
    let Command::CreateCart(again) = create("c", new_cart()) else { panic!("a cart is made") };
    let again = CreateCart { on_present: OnPresent::KeepEqual, ..again };
    let kept = submit(&engine, Command::CreateCart(again)).unwrap().cart.unwrap();
    assert_eq!(engine.view(kept, AT).unwrap().cart, before);
    let rename = Command::UpdateCart(UpdateCart {
        name: Some("Till 7".to_owned()),
        ..UpdateCart::new(cart_id("c"), OnAbsent::Refuse)
    });
    submit(&engine, rename).unwrap();
    let after = find(&engine, "c").unwrap().cart;
    assert_eq!((after.name.as_str(), after.lines), ("Till 7", before.lines));
}

#[test]
fn a_merged_cart_gives_its_lines_away() {
    for source_after in [SourceAfter::Clear, SourceAfter::Delete] {
        let engine = engine();
        submit(&engine, add("to", "l1", "mug")).unwrap();
        let lines = vec![add_line("l2", "mug", None), add_line("l3", "cup", None)];
        submit(&engine, add_all("from", lines)).unwrap();
        let merge = Command::MergeCarts(MergeCarts {
            target: cart_id("to"),
            on_absent: OnAbsent::Refuse,
            source: cart_id("from"),
            on_both: OnBoth::Combine,
            source_after,
            on_no_source: OnNoSource::HasNoLines,
            metadata: MergedMetadata::TAKEN,
        });
        submit(&engine, merge).unwrap();
        assert_eq!(units(&find(&engine, "to").unwrap().cart), [("l1", 2), ("l3", 1)]);
        assert_eq!((carts_with(&engine, "l2"), carts_with(&engine, "l3")), (0, 1));
        let source = find(&engine, "from");
        assert_eq!(source.is_some(), source_after == SourceAfter::Clear);
        assert!(source.is_none_or(|view| view.cart.lines.is_empty()));
    }
}

#[test]
fn only_those_who_may_reach_a_cart_see_it() {
    let engine = engine();
    let customers = Import { customers: vec![samples::customer()], ..Import::default() };
    submit(&engine, Command::Import(Box::new(customers))).unwrap();
    let ada = CustomerId::new("182").unwrap();
    submit(&engine, create("hers", NewCart { customer: Some(ada.clone()), ..new_cart() })).unwrap();
    let view = engine.find_cart(&cart_id("hers"), &Principal::Customer(ada), AT).unwrap().unwrap();
    assert_eq!(view.customer.unwrap().name, "Ada");
    for foreign in ["hers", "user_182"] {
        let error = engine.find_cart(&cart_id(foreign), &Principal::Guest, AT).unwrap_err();
        assert!(matches!(error, Error::CartNotFound { .. }), "{error}");
    }
    assert!(engine.find_cart(&cart_id("nobodys"), &Principal::Guest, AT).unwrap().is_none());
    let stranger = Some(CustomerId::new("183").unwrap());
    let error = submit(&engine, create("c", NewCart { customer: stranger, ..new_cart() })).unwrap_err();
    assert!(matches!(error, Error::CustomerNotFound { .. }), "{error}");
}

#[test]
fn a_cart_is_not_made_in_the_place_of_another() {
    let engine = engine();
    submit(&engine, add("taken", "l1", "mug")).unwrap();
    let instead = |cart: &str| {
        let on_absent = OnAbsent::CreateInstead { cart: cart_id(cart), new: new_cart() };
        let lines = vec![add_line("l2", "cup", None)];
        Command::AddLines(AddLines::new(cart_id("absent"), on_absent, lines))
    };
    let error = submit(&engine, instead("taken")).unwrap_err();
    assert!(matches!(error, Error::CartExists { .. }), "{error}");
    assert_eq!(units(&find(&engine, "taken").unwrap().cart), [("l1", 1)]);
    submit(&engine, instead("free")).unwrap();
    assert_eq!(units(&find(&engine, "free").unwrap().cart), [("l2", 1)]);

    let mut later = submission(vec![instead("taken")]);
    later.at = AT.saturating_add_millis(1_000);
    engine.submit(later).unwrap();
    assert_eq!((carts_with(&engine, "l1"), carts_with(&engine, "l2")), (0, 2));
}

#[test]
fn a_counter_that_was_set_back_costs_no_cart() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    tables.meta.open().unwrap().insert("cart_key", 0_u64.to_le_bytes().as_slice()).unwrap();
    drop(tables);
    transaction.commit().unwrap();

    let error = submit(&engine, add("d", "l2", "mug")).unwrap_err();
    assert!(matches!(error, Error::Store(_)), "{error}");
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    assert_eq!(engine.cart_count().unwrap(), 1);
}

#[test]
fn an_add_to_a_guests_cart_asks_for_no_more_tables_than_it_needs() {
    let engine = engine();
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let transaction = engine.store.begin_write().unwrap();
    let mut tables = WriteTables::new(&transaction, Reckoning::NONE);
    let standing = Standing::load(&engine.store.read().unwrap()).unwrap();
    let new_line = || panic!("no line is made that the command does not name");
    let asker = Asker { at: AT, clock_moved_ms: 0, principal: &Principal::Guest, new_line: &new_line };
    for (cart, line) in [("c", "l2"), ("new", "l3")] {
        let command = add(cart, line, "cup");
        let loaded = facts::load(&tables, &standing, asker, &command).unwrap();
        let mut change = apply(&loaded.facts, &command).unwrap();
        let cart = change.cart.take().map(Arc::new);
        facts::save(&mut tables, &loaded, &command, (&change, cart.as_ref())).unwrap();
    }
    assert!(tables.carts.is_open() && tables.cart_ids.is_open() && tables.line_ids.is_open());
    assert!(!tables.customer_carts.is_open() && !tables.blobs.is_open() && !tables.skus.is_open());
    assert!(!tables.orders.is_open() && !tables.order_ids.is_open() && !tables.customer_orders.is_open());
    assert!(!tables.promotions.is_open() && !tables.code_uses.is_open() && !tables.customers.is_open());
}
