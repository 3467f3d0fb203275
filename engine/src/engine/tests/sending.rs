//! Tables of delivery in the store, and orders that are sent and paid at once.

use super::{add, cart_id, engine, find, samples, send as enqueue, stocked, submit, while_busy};
use crate::domain::access::Principal;
use crate::domain::catalog::{Product, Settings};
use crate::domain::command::Command;
use crate::domain::command::import::Import;
use crate::domain::command::ordering::{
    CartAfterCheckout, Checkout, CheckoutDelivery, FullPayment, ShippingChoice,
};
use crate::domain::delivery::samples::delivery as tables;
use crate::domain::id::{OrderId, ShippingMethodId, TransactionId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::order::{Address, PaymentState};
use crate::engine::Engine;
use crate::error::Error;
use crate::options::{Options, Profile};

pub(super) fn settings() -> Settings {
    Settings { delivery: tables(), ..samples::settings() }
}

/// Puts these settings into the store, and mugs without any tax.
pub(super) fn bring(engine: &Engine, settings: Settings) {
    let unit_price = UnitPrice { minor_units: 950, includes_tax: false };
    let mug = Product { prices: [(Currency::USD, unit_price)].into(), ..samples::product("mug") };
    let import = Import { settings: Some(settings), products: vec![mug], ..Import::default() };
    submit(engine, Command::Import(Box::new(import))).unwrap();
}

pub(super) fn send(cart: &str, order: &str) -> Command {
    Command::Checkout(Box::new(Checkout {
        number_prefix: Some("ORD-2026-".to_owned()),
        shipping_address: Address { country: "US".to_owned(), region: "IL".to_owned(), ..Address::default() },
        cart_after: CartAfterCheckout::Convert,
        delivery: CheckoutDelivery {
            kept: None,
            shipping: ShippingChoice::Method(ShippingMethodId::new("post").unwrap()),
            are_zone_taxes_put: true,
        },
        payment: Some(FullPayment {
            new_transaction: TransactionId::new(format!("paid-{order}")).unwrap(),
            gateway: "cash".to_owned(),
            name: String::new(),
            custom_reference: String::new(),
        }),
        ..Checkout::new(cart_id(cart), OrderId::new(order).unwrap())
    }))
}

#[test]
fn tables_of_delivery_are_there_when_the_store_is_opened_again_and_go_with_the_next() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let open = || Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    let engine = open();
    assert_eq!(engine.settings().delivery, Settings::in_dollars().delivery);
    bring(&engine, settings());
    engine.close().unwrap();
    let engine = open();
    assert_eq!(*engine.settings(), settings());
    bring(&engine, samples::settings());
    engine.close().unwrap();
    let engine = open();
    assert_eq!(*engine.settings(), samples::settings());
    engine.close().unwrap();
}

#[test]
fn an_order_that_is_sent_and_paid_is_there_when_the_store_is_opened_again() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("carts.redb");
    let engine = stocked(Engine::open(&path, Options::new(Profile::Durable)).unwrap());
    bring(&engine, settings());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let said = find(&engine, "c").unwrap();
    let zone = settings().delivery.zones.swap_remove(0);
    let said = said.taxed(&zone, samples::AT).unwrap();
    let order = submit(&engine, send("c", "o1")).unwrap().order.unwrap();
    assert_eq!((said.priced.tax_total, order.priced.total), (86, said.priced.total + 599));
    assert_eq!(order.payment(), PaymentState::Paid);
    assert_eq!(order.number.as_deref(), Some("ORD-2026-000001"));
    engine.close().unwrap();

    let engine = Engine::open(&path, Options::new(Profile::Durable)).unwrap();
    let stored = engine.find_order(&order.id, &Principal::Server).unwrap().unwrap();
    assert_eq!(stored, order);
    // Whoever did not get the answer asks again, and gets it, not a second order.
    assert_eq!(submit(&engine, send("c", "o2")).unwrap().order.unwrap(), order);
    assert!(engine.find_order(&OrderId::new("o2").unwrap(), &Principal::Server).unwrap().is_none());
    submit(&engine, add("d", "l1", "mug")).unwrap();
    let next = submit(&engine, send("d", "o2")).unwrap().order.unwrap();
    assert_eq!(next.number.as_deref(), Some("ORD-2026-000002"));
    engine.close().unwrap();
}

#[test]
fn a_look_with_taxes_writes_nothing() {
    let engine = stocked(engine());
    bring(&engine, settings());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    let before = find(&engine, "c").unwrap();
    let taxed = before.clone().taxed(&settings().delivery.zones[0], samples::AT).unwrap();
    assert!(before.priced.tax_total < taxed.priced.tax_total);
    let after = find(&engine, "c").unwrap();
    assert_eq!((after.cart, after.priced), (before.cart, before.priced));
}

fn plain(cart: &str, order: &str) -> Checkout {
    let Command::Checkout(send) = send(cart, order) else { unreachable!() };
    let delivery = CheckoutDelivery::NONE;
    Checkout { delivery, payment: None, number_prefix: None, cart_after: CartAfterCheckout::Keep, ..*send }
}

#[test]
fn no_two_orders_have_one_number_whichever_was_counted_late() {
    let engine = stocked(engine());
    let check_out =
        |checkout: Checkout| submit(&engine, Command::Checkout(Box::new(checkout))).unwrap().order.unwrap();
    let counted =
        |cart: &str, order: &str| Checkout { number_prefix: Some("N-".to_owned()), ..plain(cart, order) };
    for cart in ["a", "b", "c"] {
        submit(&engine, add(cart, "l1", "mug")).unwrap();
    }
    assert_eq!(check_out(plain("a", "o1")).number, None);
    let Command::Checkout(paid) = send("a", "o2") else { unreachable!() };
    let paid = Checkout { payment: paid.payment, ..counted("a", "o2") };
    let numbers = [paid, counted("b", "o3"), counted("b", "o4"), counted("c", "o5")];
    let numbers = numbers.map(|checkout| check_out(checkout).number.unwrap());
    assert_eq!(numbers, ["N-000001", "N-000002", "N-000002", "N-000003"]);
}

#[test]
fn an_identifier_that_an_order_has_refuses_who_uses_it_again_and_nobody_else() {
    let engine = stocked(engine());
    submit(&engine, add("c", "l1", "mug")).unwrap();
    submit(&engine, Command::Checkout(Box::new(plain("c", "o1")))).unwrap();
    submit(&engine, add("c", "l2", "mug")).unwrap();
    let answers = while_busy(&engine, || {
        let again = Command::Checkout(Box::new(plain("c", "o1")));
        [again, add("d", "l1", "mug")].map(|command| enqueue(&engine, vec![command]))
    });
    let [again, other] = answers.map(|answer| answer.recv().unwrap());
    assert!(matches!(again, Err(Error::Store(_))));
    assert!(other.is_ok(), "{other:?}");
}
