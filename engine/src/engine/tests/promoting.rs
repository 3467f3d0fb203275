//! Promotions in the store, and what is drawn for what they add.

use std::sync::Arc;

use super::ordering::{checkout, pay};
use super::{
    add, add_all, add_line, cart_id, engine, find, import, new_cart, remove, samples, submission, submit,
    units, update,
};
use crate::domain::command::import::Import;
use crate::domain::command::merging::{CopyFrom, CopyLines};
use crate::domain::command::{Checks, Command, OnAbsent, OnRefusal};
use crate::domain::facts::Found;
use crate::domain::id::{OrderId, ProductId, VariantId};
use crate::domain::promotion::{Code, Offer, Promotion, Target};
use crate::engine::{Engine, LineIds, Submission};
use crate::env::{IdForm, Ids as _, ListedIds};
use crate::error::Error;
use crate::error::import::ImportProblem;
use crate::options::{Options, Profile};
use crate::store::samples::AT;
use crate::store::samples::promotions::{code, gift, promotion, rewards};

fn bring(engine: &Engine, promotions: Vec<Promotion>) -> Result<(), Error> {
    let import = Import { promotions, ..Import::default() };
    submit(engine, Command::Import(Box::new(import))).map(|_| ())
}

fn resolve(engine: &Engine, target: &str) -> Option<(String, Option<String>)> {
    let Found { product, variant } = engine.promotions().resolve(&Target(target.to_owned()))?.clone();
    Some((product.into_string(), variant.map(VariantId::into_string)))
}

#[test]
fn promotions_and_what_their_targets_lead_to_follow_each_import() {
    let engine = engine();
    bring(&engine, vec![gift("gift", "mug", 1, "shirt"), gift("other", "SKU-cup", 1, "small")]).unwrap();
    assert_eq!(engine.promotions().all().len(), 2);
    assert_eq!(resolve(&engine, "mug"), Some(("mug".to_owned(), None)));
    assert_eq!(resolve(&engine, "SKU-cup"), Some(("cup".to_owned(), None)));
    assert_eq!((resolve(&engine, "shirt"), resolve(&engine, "small")), (None, None));

    let mut shirt = samples::product("shirt");
    shirt.variants.push(samples::variant("small"));
    submit(&engine, import(vec![shirt])).unwrap();
    assert_eq!(resolve(&engine, "shirt"), Some(("shirt".to_owned(), None)));
    assert_eq!(resolve(&engine, "small"), Some(("shirt".to_owned(), Some("small".to_owned()))));

    bring(&engine, vec![gift("other", "mug", 1, "cup")]).unwrap();
    assert_eq!(engine.promotions().all().len(), 2);
    assert_eq!(resolve(&engine, "small"), None);
    assert!(Arc::ptr_eq(&find_any(&engine), &engine.promotions()));
}

/// The promotions by which a cart that is looked at is priced.
fn find_any(engine: &Engine) -> Arc<crate::domain::promotion::Promotions> {
    submit(engine, add("any", "l", "cup")).unwrap();
    find(engine, "any").unwrap().promotions
}

#[test]
fn promotions_are_there_when_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let engine = super::stocked(Engine::open(&path, Options::new(Profile::Durable)).unwrap());
    bring(&engine, vec![gift("gift", "mug", 1, "cup")]).unwrap();
    let before = engine.promotions().all().to_vec();
    engine.close().unwrap();
    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    assert_eq!(engine.promotions().all(), before);
    assert_eq!(resolve(&engine, "cup"), Some(("cup".to_owned(), None)));
}

#[test]
fn a_code_belongs_to_one_promotion() {
    let engine = engine();
    let of = |id: &str, codes: Vec<Code>| Promotion {
        offer: Offer::ByCode(codes),
        ..promotion(id, rewards().swap_remove(0))
    };
    bring(&engine, vec![of("one", vec![code("A"), code("B")])]).unwrap();
    let taken = |promotions: Vec<Promotion>, expected: &str| {
        let error = bring(&engine, promotions).unwrap_err();
        let Error::ImportInvalid(ImportProblem::CodeTaken { code }) = &error else { panic!("{error}") };
        assert_eq!(code, expected);
        assert_eq!(engine.promotions().all().len(), 1);
    };
    taken(vec![of("two", vec![code("B")])], "B");
    taken(vec![of("two", vec![code("C")]), of("three", vec![code("C")])], "C");
    // The first gives it up by the same import.
    bring(&engine, vec![of("two", vec![code("B")]), of("one", vec![code("A")])]).unwrap();
    let promotions = engine.promotions();
    assert_eq!(promotions.find_code("B").unwrap().0.id.as_str(), "two");
    assert_eq!(promotions.find_code("A").unwrap().0.id.as_str(), "one");
}

/// Submits with listed identifiers of new lines, and gives how many of them were drawn.
#[track_caller]
fn drawn(engine: &Engine, command: Command) -> usize {
    let listed = || (0..500).map(|number: usize| format!("new-{number}"));
    let source = Arc::new(ListedIds::new(listed()));
    let ids = Arc::clone(&source);
    let mut submission = submission(vec![command]);
    submission.line_ids = LineIds { source: ids, form: IdForm::Uuid };
    engine.submit(submission).unwrap();
    let next = source.next(IdForm::Uuid);
    listed().position(|id| id == next).unwrap()
}

fn copy(cart: &str, from: CopyFrom) -> Command {
    Command::CopyLines(CopyLines {
        cart: cart_id(cart),
        on_absent: OnAbsent::Create(new_cart()),
        from,
        currency: None,
        checks: Checks::NONE,
        on_refusal: OnRefusal::RefuseAll,
    })
}

#[test]
fn a_gifts_line_has_an_identifier_drawn_only_where_the_gift_may_be_due() {
    let engine = engine();
    submit(&engine, import(vec![samples::product("fork")])).unwrap();
    assert_eq!(drawn(&engine, add("c", "l0", "mug")), 0, "there is no promotion");
    bring(&engine, vec![gift("gift", "mug", 3, "cup"), gift("same", "mug", 3, "SKU-cup")]).unwrap();
    assert_eq!(drawn(&engine, add("c", "l1", "fork")), 0);
    assert_eq!(drawn(&engine, add("c", "l1", "mug")), 0, "there are too few");
    assert_eq!(drawn(&engine, add("d", "l1", "cup")), 0);
    assert_eq!(drawn(&engine, add("c", "l1", "mug")), 1, "one line for the same gift of both");
    let cart = find(&engine, "c").unwrap().cart;
    assert_eq!(units(&cart), [("l0", 3), ("l1", 1), ("new-0", 2)]);
    assert_eq!(drawn(&engine, add("c", "l2", "mug")), 0, "the line is there");
    assert_eq!(drawn(&engine, update("c", "l0", None)), 0);
    assert_eq!(drawn(&engine, remove("c", "l0")), 0, "nothing is left that it is given for");
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l1", 1)]);
    assert_eq!(drawn(&engine, add("e", "l", "mug")), 0);
    assert_eq!(drawn(&engine, update("e", "l", None)), 1, "the change makes it due");
}

#[test]
fn a_gift_that_the_command_brings_or_that_is_no_whole_product_needs_no_other_line() {
    let engine = engine();
    let mut shirt = samples::product("shirt");
    shirt.variants.push(samples::variant("small"));
    submit(&engine, import(vec![shirt])).unwrap();
    bring(&engine, vec![gift("one", "mug", 1, "cup"), gift("two", "mug", 1, "shirt")]).unwrap();
    let lines = vec![add_line("l1", "mug", None), add_line("l2", "cup", None)];
    assert_eq!(drawn(&engine, add_all("c", lines)), 0);
    assert_eq!(drawn(&engine, add("d", "l1", "mug")), 1);
    let inputs = Some(samples::inputs(3));
    let lines = vec![add_line("l1", "mug", None), add_line("l2", "cup", inputs)];
    assert_eq!(drawn(&engine, add_all("e", lines)), 1, "custom inputs make it another line");
}

#[test]
fn copies_and_lines_of_orders_have_identifiers_drawn() {
    let engine = engine();
    let lines = vec![add_line("l1", "mug", None), add_line("l2", "cup", None)];
    submit(&engine, add_all("c", lines)).unwrap();
    assert_eq!(drawn(&engine, copy("d", CopyFrom::Cart(cart_id("c")))), 2);
    assert_eq!(units(&find(&engine, "d").unwrap().cart), [("new-0", 1), ("new-1", 1)]);
    assert_eq!(drawn(&engine, copy("d", CopyFrom::Cart(cart_id("nowhere")))), 0);
    assert_eq!(drawn(&engine, checkout("c", "o")), 2);
    assert_eq!(drawn(&engine, checkout("c", "p")), 0, "it is the same order");
    assert_eq!(drawn(&engine, pay("o")), 0);
    assert_eq!(drawn(&engine, copy("e", CopyFrom::Order(OrderId::new("o").unwrap()))), 2);
    let cart = find(&engine, "e").unwrap().cart;
    let products: Vec<&str> =
        cart.lines.iter().filter_map(|line| line.product()).map(ProductId::as_str).collect();
    assert_eq!(products, ["mug", "cup"]);
}

#[test]
fn an_identifier_that_a_line_of_the_cart_has_is_not_given_to_another() {
    let engine = engine();
    submit(&engine, add("c", "new-0", "mug")).unwrap();
    bring(&engine, vec![gift("gift", "mug", 2, "cup")]).unwrap();
    assert_eq!(drawn(&engine, add("c", "l", "mug")), 2);
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("new-0", 2), ("new-1", 1)]);
}

#[test]
fn a_gift_is_due_by_the_time_of_the_cart_which_does_not_go_back() {
    let engine = engine();
    let later = AT.saturating_add_millis(100);
    let begins = Promotion { starts_at: Some(later), ..gift("gift", "mug", 2, "cup") };
    bring(&engine, vec![begins]).unwrap();
    engine.submit(Submission { at: later, ..submission(vec![add("c", "l", "mug")]) }).unwrap();
    // At an earlier time than the last change.
    assert_eq!(drawn(&engine, add("c", "l", "mug")), 1);
    assert_eq!(units(&find(&engine, "c").unwrap().cart), [("l", 2), ("new-0", 1)]);
}
