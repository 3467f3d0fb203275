use proptest::prelude::{Just, Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::ordering::{Shop, order_id, transaction_id};
use super::{add, add_variant, tracked};
use crate::domain::access::Principal;
use crate::domain::apply::OrderWrite;
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::ordering::{CaptureTransaction, PayOrder, RefundTransaction, UpdateOrder};
use crate::domain::command::{AddLine, Command};
use crate::domain::id::CustomerId;
use crate::domain::order::{PaymentState, TRANSACTIONS_MAX, TransactionKind, TransactionState};
use crate::domain::time::Timestamp;

pub(super) fn pay(transaction: &str, minor_units: Option<i64>) -> PayOrder {
    PayOrder {
        order: order_id("o"),
        new_transaction: transaction_id(transaction),
        kind: TransactionKind::Purchase,
        minor_units,
        gateway: "manual".to_owned(),
        name: "Cash".to_owned(),
        custom_reference: String::new(),
    }
}

fn authorize(transaction: &str, minor_units: Option<i64>) -> PayOrder {
    PayOrder { kind: TransactionKind::Authorize, ..pay(transaction, minor_units) }
}

fn capture(transaction: &str) -> Command {
    let transaction = transaction_id(transaction);
    Command::CaptureTransaction(CaptureTransaction { order: order_id("o"), transaction })
}

fn refund(transaction: &str, minor_units: Option<i64>) -> Command {
    let transaction = transaction_id(transaction);
    Command::RefundTransaction(RefundTransaction { order: order_id("o"), transaction, minor_units })
}

fn update() -> UpdateOrder {
    UpdateOrder { order: order_id("o"), is_fulfilled: false, is_cancelled: false, external_reference: None }
}

fn cancel() -> Command {
    Command::UpdateOrder(UpdateOrder { is_cancelled: true, ..update() })
}

fn fulfil() -> Command {
    Command::UpdateOrder(UpdateOrder { is_fulfilled: true, ..update() })
}

#[test]
fn the_first_payment_holds_back_the_stock_and_no_other_does() {
    let mut shop = Shop::ordered(vec![add("scarce", 3), add("plain", 1)]);
    assert_eq!(shop.stock("scarce"), (5, 0));
    shop.pays(pay("t", Some(1_500)), PaymentState::PartiallyPaid, 2_500);
    assert_eq!(shop.stock("scarce"), (2, 3));
    shop.pays(pay("u", None), PaymentState::Paid, 0);
    assert_eq!(shop.stock("scarce"), (2, 3));
    let held: Vec<_> = shop.order().allocations.iter().map(|one| (one.product.as_str(), one.units)).collect();
    assert_eq!(held, [("scarce", 3)]);
    shop.change(&fulfil()).unwrap();
    assert_eq!(shop.stock("scarce"), (2, 0));
    assert!(shop.order().allocations.is_empty());
}

#[test]
fn a_variants_own_stock_is_held_back() {
    let mut shop = Shop::ordered(vec![add_variant("shirt", "small", 2)]);
    let change = shop.change(&Command::PayOrder(pay("t", None))).unwrap();
    let stock = |product: &Product, place: usize| {
        let stock = product.variants[place].stock.clone().unwrap();
        (stock.available, stock.allocated)
    };
    let [shirt] = change.products.as_slice() else { panic!("one product has changed") };
    assert_eq!((stock(shirt, 0), stock(shirt, 1)), ((0, 2), (2, 0)));
}

#[test]
fn where_more_can_be_sold_than_there_is_what_there_is_is_held_back() {
    let mut shop = Shop::ordered(vec![add("scarce", 5)]);
    let backorder = Stock { backorder: true, ..tracked(2) };
    shop.put(Product { stock: backorder, ..super::product("scarce") });
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    assert_eq!(shop.stock("scarce"), (0, 2));
    shop.change(&refund("t", None)).unwrap();
    shop.change(&cancel()).unwrap();
    assert_eq!(shop.stock("scarce"), (2, 0));
}

#[test]
fn an_order_that_is_given_up_makes_its_stock_available_again() {
    let mut shop = Shop::ordered(vec![add("scarce", 3)]);
    shop.pays(authorize("t", None), PaymentState::Authorized, 0);
    assert_eq!(shop.stock("scarce"), (2, 3));
    shop.change(&cancel()).unwrap();
    assert_eq!(shop.stock("scarce"), (5, 0));
    let state = "the order o is not in a state in which this can be done";
    shop.refuses(&capture("t"), state);
    shop.refuses(&Command::PayOrder(pay("u", None)), state);
    shop.refuses(&fulfil(), state);
    shop.change(&cancel()).unwrap();
    assert_eq!(shop.stock("scarce"), (5, 0));
}

#[test]
fn a_payment_moves_an_order_from_state_to_state() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.pays(authorize("t", Some(400)), PaymentState::PartiallyAuthorized, 600);
    shop.does(&capture("t"), PaymentState::PartiallyPaid, 600);
    shop.pays(authorize("u", None), PaymentState::Authorized, 0);
    shop.does(&capture("u"), PaymentState::Paid, 0);
    shop.does(&refund("t", Some(100)), PaymentState::Paid, 0);
    shop.does(&refund("t", None), PaymentState::Paid, 0);
    shop.does(&refund("u", None), PaymentState::Refunded, 0);
    let kinds: Vec<_> = shop.order().transactions.iter().map(|one| (one.kind, one.state)).collect();
    assert_eq!(kinds, [(TransactionKind::Authorize, TransactionState::Refunded); 2]);
}

#[test]
fn a_paid_order_takes_no_second_payment() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    shop.refuses(&Command::PayOrder(pay("u", None)), "the order o is paid already");
    shop.refuses(&Command::PayOrder(pay("u", Some(1))), "the order o is paid already");
    shop.does(&refund("t", None), PaymentState::Refunded, 0);
    shop.refuses(&Command::PayOrder(pay("u", None)), "the order o is paid already");
}

#[test]
fn a_payment_is_of_at_least_one_minor_unit_and_at_most_the_balance() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    let refuses = |shop: &Shop, minor_units, most| {
        let expected = format!("{minor_units} minor units are not between 1 and {most}");
        shop.refuses(&Command::PayOrder(pay("u", Some(minor_units))), &expected);
    };
    refuses(&shop, 0, 1_000);
    refuses(&shop, -1, 1_000);
    refuses(&shop, 1_001, 1_000);
    shop.pays(pay("t", Some(1)), PaymentState::PartiallyPaid, 999);
    refuses(&shop, 1_000, 999);
    shop.pays(pay("u", Some(999)), PaymentState::Paid, 0);
}

#[test]
fn what_costs_nothing_is_paid_once_with_nothing() {
    let free = AddLine { price_override: Some(0), ..add("scarce", 2) };
    let mut shop = Shop::ordered(vec![free]);
    let one = Command::PayOrder(pay("t", Some(1)));
    shop.refuses(&one, "1 minor units are not between 1 and 0");
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    assert_eq!(shop.stock("scarce"), (3, 2));
    shop.refuses(&Command::PayOrder(pay("u", None)), "the order o is paid already");
    shop.refuses(&refund("t", None), "the transaction t is not in a state in which this can be done");
    shop.change(&cancel()).unwrap();
    assert_eq!(shop.stock("scarce"), (5, 0));
}

#[test]
fn only_what_is_held_is_captured_and_only_what_was_taken_is_given_back() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.refuses(&capture("t"), "there is no transaction t");
    shop.refuses(&refund("t", None), "there is no transaction t");
    let state = "the transaction t is not in a state in which this can be done";
    shop.pays(authorize("t", None), PaymentState::Authorized, 0);
    shop.refuses(&refund("t", None), state);
    shop.change(&capture("t")).unwrap();
    shop.refuses(&capture("t"), state);
    shop.refuses(&refund("t", Some(0)), "0 minor units are not between 1 and 1000");
    shop.refuses(&refund("t", Some(1_001)), "1001 minor units are not between 1 and 1000");
    shop.change(&refund("t", Some(400))).unwrap();
    shop.refuses(&refund("t", Some(601)), "601 minor units are not between 1 and 600");
    shop.change(&refund("t", None)).unwrap();
    shop.refuses(&refund("t", None), state);
}

#[test]
fn an_order_is_sent_once_it_is_paid_or_the_money_is_held() {
    let state = "the order o is not in a state in which this can be done";
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.refuses(&fulfil(), state);
    shop.pays(authorize("t", Some(400)), PaymentState::PartiallyAuthorized, 600);
    shop.refuses(&fulfil(), state);
    shop.pays(authorize("u", None), PaymentState::Authorized, 0);
    let both = Command::UpdateOrder(UpdateOrder { is_fulfilled: true, is_cancelled: true, ..update() });
    shop.refuses(&both, state);
    shop.change(&fulfil()).unwrap();
    assert!(shop.order().is_fulfilled);
    assert_eq!(shop.change(&fulfil()).unwrap().order_write, OrderWrite::Nothing);
    shop.refuses(&cancel(), state);
}

#[test]
fn an_order_whose_money_was_taken_is_not_given_up_before_it_is_given_back() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.pays(pay("t", Some(400)), PaymentState::PartiallyPaid, 600);
    let state = "the order o is not in a state in which this can be done";
    shop.refuses(&cancel(), state);
    shop.change(&refund("t", Some(399))).unwrap();
    shop.refuses(&cancel(), state);
    shop.change(&refund("t", None)).unwrap();
    shop.change(&cancel()).unwrap();
    assert!(shop.order().is_cancelled);
}

#[test]
fn an_order_gets_a_name_in_a_system_of_the_shops() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.facts.now = Timestamp::from_millis(2_000_000);
    let reference = Some("till-7".to_owned());
    shop.change(&Command::UpdateOrder(UpdateOrder { external_reference: reference, ..update() })).unwrap();
    assert_eq!(shop.order().external_reference.as_deref(), Some("till-7"));
    assert_eq!((shop.order().revision, shop.order().updated_at), (1, shop.facts.now));
}

#[test]
fn an_order_of_a_customer_is_that_customers_alone() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.facts.order.as_mut().unwrap().customer = CustomerId::new("ann").ok();
    for command in [Command::PayOrder(pay("t", None)), capture("t"), refund("t", None), cancel()] {
        shop.refuses(&command, "there is no order o");
    }
    shop.facts.principal = Principal::Customer(CustomerId::new("ann").unwrap());
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    shop.facts.order = None;
    shop.refuses(&cancel(), "there is no order o");
}

#[test]
fn an_order_takes_so_many_transactions_and_no_more() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    for number in 0..TRANSACTIONS_MAX {
        shop.change(&Command::PayOrder(pay(&format!("t{number}"), Some(1)))).unwrap();
    }
    let one_more = Command::PayOrder(pay("one-more", Some(1)));
    shop.refuses(&one_more, "an order has at most 100 transactions");
}

/// What can be done to an order, by the places of its transactions.
fn step() -> impl Strategy<Value = Command> {
    let name = (0_u8..6).prop_map(|number| format!("t{number}"));
    let amount = prop::option::of(-1_i64..6_000);
    prop_oneof![
        (name.clone(), amount.clone()).prop_map(|(name, amount)| Command::PayOrder(pay(&name, amount))),
        (name.clone(), amount.clone()).prop_map(|(name, amount)| Command::PayOrder(authorize(&name, amount))),
        name.clone().prop_map(|name| capture(&name)),
        (name, amount).prop_map(|(name, amount)| refund(&name, amount)),
        Just(cancel()),
        Just(fulfil()),
    ]
}

proptest! {
    #[test]
    fn whatever_is_done_to_an_order_its_money_and_its_stock_stay_whole(
        units in 1_i64..=5,
        steps in prop::collection::vec(step(), 1..24),
    ) {
        let mut shop = Shop::ordered(vec![add("scarce", units), add("plain", 1)]);
        let total = shop.order().priced.total;
        let mut taken = std::collections::HashSet::new();
        for step in &steps {
            // New transactions have identifiers that no other has.
            if let Command::PayOrder(pay) = step && !taken.insert(pay.new_transaction.clone()) {
                continue;
            }
            let before = shop.stock("scarce");
            let result = shop.change(step);
            let order = shop.order();
            prop_assert_eq!(order.priced.total, total);
            prop_assert_eq!(order.paid() + order.authorized() + order.balance(), total);
            for one in &order.transactions {
                prop_assert!(0 <= one.refunded_minor_units && one.refunded_minor_units <= one.minor_units);
                let all_back = one.refunded_minor_units == one.minor_units;
                prop_assert_eq!(one.state == TransactionState::Refunded, all_back);
            }
            prop_assert!(!(order.is_fulfilled && order.is_cancelled));
            let (available, allocated) = shop.stock("scarce");
            let is_held = !order.transactions.is_empty() && !order.is_fulfilled && !order.is_cancelled;
            prop_assert_eq!(allocated, if is_held { units } else { 0 });
            prop_assert_eq!(available + allocated, if order.is_fulfilled { 5 - units } else { 5 });
            if result.is_err() {
                prop_assert_eq!(before, (available, allocated));
            }
        }
    }
}
