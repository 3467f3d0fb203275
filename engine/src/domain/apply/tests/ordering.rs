use std::sync::Arc;

use super::{NOW, add, add_variant, cart_id, cart_of, facts, inputs, line_id, refused, tracked, units};
use crate::domain::access::Principal;
use crate::domain::apply::{Change, OrderWrite, Outcome, Write, apply};
use crate::domain::cart::{Cart, CartStatus, CustomItem};
use crate::domain::catalog::{Product, Stock};
use crate::domain::command::ordering::{
    CaptureTransaction, CartAfterCheckout, Checkout, PayOrder, RefundTransaction, UpdateOrder,
};
use crate::domain::command::{AddContent, AddLine, Command};
use crate::domain::facts::Facts;
use crate::domain::id::{CustomerId, OrderId, ProductId, TransactionId};
use crate::domain::money::UnitPrice;
use crate::domain::order::{
    Address, Contact, Order, PaymentState, TRANSACTIONS_MAX, TransactionKind, TransactionState,
};
use crate::domain::pricing::price;
use crate::domain::time::Timestamp;
use crate::error::Error;

fn order_id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}

fn transaction_id(text: &str) -> TransactionId {
    TransactionId::new(text).unwrap()
}

fn checkout(order: &str) -> Checkout {
    Checkout {
        cart: cart_id("c"),
        new_order: order_id(order),
        contact: Contact { name: "Ann Roe".to_owned(), ..Contact::default() },
        number: None,
        external_reference: None,
        billing_address: Address::default(),
        shipping_address: Address::default(),
        attributes: vec![],
        is_stock_checked: true,
        cart_after: CartAfterCheckout::Keep,
    }
}

fn pay(transaction: &str, minor_units: Option<i64>) -> PayOrder {
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

/// A store with one cart and what becomes of it: what a change writes is what the next command finds.
struct Shop {
    facts: Facts,
}

impl Shop {
    fn new(lines: Vec<AddLine>) -> Self {
        Self { facts: facts(Some(cart_of(lines))) }
    }

    fn put(&mut self, product: Product) {
        self.facts.products.insert(product.id.clone(), Arc::new(product));
    }

    fn change(&mut self, command: &Command) -> Result<Change, Error> {
        let change = apply(&self.facts, command)?;
        match (change.write, change.order_write) {
            (Write::Nothing, OrderWrite::Nothing) => {}
            (Write::Nothing, _) => self.facts.order.clone_from(&change.order),
            (_, OrderWrite::Nothing) => self.facts.cart.clone_from(&change.cart),
            _ => {
                self.facts.cart.clone_from(&change.cart);
                self.facts.order.clone_from(&change.order);
            }
        }
        for product in &change.products {
            self.put(product.clone());
        }
        Ok(change)
    }

    #[track_caller]
    fn check_out(&mut self, checkout: Checkout) -> Order {
        self.change(&Command::Checkout(Box::new(checkout))).unwrap().order.unwrap()
    }

    #[track_caller]
    fn ordered(lines: Vec<AddLine>) -> Self {
        let mut shop = Self::new(lines);
        shop.check_out(checkout("o"));
        shop
    }

    #[track_caller]
    fn pays(&mut self, command: PayOrder, payment: PaymentState, balance: i64) {
        self.does(&Command::PayOrder(command), payment, balance);
    }

    #[track_caller]
    fn does(&mut self, command: &Command, payment: PaymentState, balance: i64) {
        let order = self.change(command).unwrap().order.unwrap();
        assert_eq!((order.payment(), order.balance()), (payment, balance));
    }

    #[track_caller]
    fn refuses(&self, command: &Command, expected: &str) {
        refused(&self.facts, command, expected);
    }

    fn order(&self) -> &Order {
        self.facts.order.as_ref().unwrap()
    }

    fn cart(&self) -> &Cart {
        self.facts.cart.as_ref().unwrap()
    }

    /// Units available and held back of a product.
    fn stock(&self, product: &str) -> (i64, i64) {
        let stock = &self.facts.products[&ProductId::new(product).unwrap()].stock;
        (stock.available, stock.allocated)
    }
}

#[test]
fn an_order_has_the_lines_of_its_cart_and_costs_the_same() {
    let card = AddLine { custom_inputs: inputs("front", "Hi"), ..add("card", 1) };
    let fee = AddContent::Custom {
        custom: CustomItem { name: "Wrapping".to_owned(), sku: String::new(), description: String::new() },
        unit_price: UnitPrice { minor_units: 250, includes_tax: false },
    };
    let fee = AddLine::of(line_id("fee"), fee, units(2));
    let mut shop = Shop::new(vec![add("plain", 3), add_variant("shirt", "small", 1), card, fee]);
    let cart = shop.cart().clone();
    let order = shop.check_out(Checkout { number: Some("K7-1".to_owned()), ..checkout("o") });
    assert_eq!(order.cart, cart.id);
    assert_eq!(order.number.as_deref(), Some("K7-1"));
    assert_eq!(order.contact.name, "Ann Roe");
    assert_eq!(order.priced, price(&cart, &shop.facts.promotions, NOW).unwrap());
    assert_eq!(order.priced.total, 3 * 1_000 + 1_200 + 1_000 + 2 * 250);
    let lines: Vec<_> = order.lines.iter().map(|line| line.line.clone()).collect();
    assert_eq!(lines, cart.lines);
    let names: Vec<_> = order.lines.iter().map(|line| (line.sku.as_str(), line.name.as_str())).collect();
    let expected =
        [("SKU-plain", "plain"), ("SKU-small", "shirt - small"), ("SKU-card", "card"), ("", "Wrapping")];
    assert_eq!(names, expected);
    let ids: Vec<_> = order.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["new-0", "new-1", "new-2", "new-3"]);
    assert_eq!((order.payment(), order.balance()), (PaymentState::Unpaid, order.priced.total));
}

#[test]
fn a_cart_stays_when_it_is_checked_out_and_remembers_its_order() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    let before = shop.cart().clone();
    shop.check_out(checkout("o"));
    let after = shop.cart();
    assert_eq!(after.lines, before.lines);
    assert_eq!(after.status, CartStatus::Active);
    assert_eq!(after.revision, before.revision + 1);
    let last = after.last_checkout.as_ref().unwrap();
    assert_eq!((last.order.as_str(), last.revision), ("o", after.revision));
}

#[test]
fn a_second_checkout_of_the_same_cart_gives_the_same_order() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    let cart = shop.cart().clone();
    let change = shop.change(&Command::Checkout(Box::new(checkout("other")))).unwrap();
    assert!(matches!(change.outcome, Outcome::CheckedOut { is_new: false }));
    assert_eq!((change.write, change.order_write), (Write::Nothing, OrderWrite::Nothing));
    assert_eq!(change.order.unwrap().id, order_id("o"));
    assert_eq!(change.cart, Some(cart));
    let bob = Contact { name: "Bob".to_owned(), ..Contact::default() };
    let order = shop.check_out(Checkout { contact: bob, ..checkout("other") });
    assert_eq!((order.id.as_str(), order.contact.name.as_str(), order.revision), ("o", "Bob", 1));
}

#[test]
fn an_order_that_something_was_paid_for_is_given_as_it_is() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.pays(pay("t", Some(1)), PaymentState::PartiallyPaid, 999);
    let bob = Contact { name: "Bob".to_owned(), ..Contact::default() };
    let change =
        shop.change(&Command::Checkout(Box::new(Checkout { contact: bob, ..checkout("p") }))).unwrap();
    assert_eq!(change.order_write, OrderWrite::Nothing);
    assert_eq!(change.order.as_ref(), Some(shop.order()));
}

#[test]
fn a_cart_that_was_changed_and_one_whose_order_was_cancelled_give_a_new_order() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.change(&Command::AddLines(super::add_lines(vec![add("plain", 1)]))).unwrap();
    assert_eq!(shop.check_out(checkout("p")).id, order_id("p"));
    shop.facts.order.as_mut().unwrap().is_cancelled = true;
    let change = shop.change(&Command::Checkout(Box::new(checkout("q")))).unwrap();
    assert!(matches!(change.outcome, Outcome::CheckedOut { is_new: true }));
    assert_eq!(shop.order().id, order_id("q"));
}

#[test]
fn a_cart_that_is_converted_takes_no_change_but_gives_its_order_again() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    let convert = |order| Checkout { cart_after: CartAfterCheckout::Convert, ..checkout(order) };
    shop.check_out(convert("o"));
    assert_eq!(shop.cart().status, CartStatus::Converted);
    assert_eq!(shop.check_out(convert("p")).id, order_id("o"));
    let more = Command::AddLines(super::add_lines(vec![add("plain", 1)]));
    shop.refuses(&more, "the cart c cannot be changed: it is Converted");
    shop.facts.order.as_mut().unwrap().is_cancelled = true;
    let again = Command::Checkout(Box::new(convert("q")));
    shop.refuses(&again, "the cart c cannot be changed: it is Converted");
}

#[test]
fn a_cart_must_be_there_and_have_a_line_to_be_checked_out() {
    let command = Command::Checkout(Box::new(checkout("o")));
    refused(&facts(None), &command, "there is no cart c");
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.cart.as_mut().unwrap().lines.clear();
    shop.refuses(&command, "the cart c is empty");
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.cart.as_mut().unwrap().customer = CustomerId::new("ann").ok();
    shop.refuses(&command, "there is no cart c");
}

#[test]
fn the_stock_of_all_that_is_ordered_is_looked_at_once_more() {
    let elsewhere = AddLine { location: Some("depot".into()), new_line: line_id("two"), ..add("scarce", 3) };
    let mut shop = Shop::new(vec![add("scarce", 3), elsewhere]);
    shop.facts.cart.as_mut().unwrap().is_stock_deferred = true;
    let command = Command::Checkout(Box::new(checkout("o")));
    shop.refuses(&command, "there are 5 of SKU-scarce in stock, 6 were asked for");
    let order = shop.check_out(Checkout { is_stock_checked: false, ..checkout("o") });
    assert_eq!(order.lines.len(), 2);
    shop.refuses(&Command::PayOrder(pay("t", None)), "there are 5 of SKU-scarce in stock, 6 were asked for");
    assert_eq!(shop.stock("scarce"), (5, 0));
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
    shop.change(&fulfil()).unwrap();
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
