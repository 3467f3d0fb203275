use std::sync::Arc;

use proptest::prelude::{any, prop, prop_assert_eq, proptest};
use rust_decimal::Decimal;

use super::entering::dollar_off;
use super::paying::pay;
use super::{
    NOW, add, add_lines, add_variant, cart_id, cart_of, facts, inputs, line_id, refused, tracked, units,
};
use crate::domain::apply::{Change, OrderWrite, Outcome, Write, apply};
use crate::domain::cart::{Cart, CartStatus, CustomItem};
use crate::domain::catalog::{Customer, Product};
use crate::domain::command::ordering::{CartAfterCheckout, Checkout, PayOrder};
use crate::domain::command::{AddContent, AddLine, AddLines, Command};
use crate::domain::facts::{Facts, Found};
use crate::domain::id::{CustomerId, OrderId, ProductId, TaxId, TransactionId};
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::order::{Contact, Order, PaymentState};
use crate::domain::pricing::price;
use crate::domain::promotion::{Offer, Promotion, Promotions, Requirement, Reward, Target};
use crate::domain::shared::Shared;
use crate::domain::tax::{Rate, Tax, TaxAmount};
use crate::error::Error;

pub(super) fn order_id(text: &str) -> OrderId {
    OrderId::new(text).unwrap()
}

pub(super) fn transaction_id(text: &str) -> TransactionId {
    TransactionId::new(text).unwrap()
}

pub(super) fn checkout(order: &str) -> Checkout {
    Checkout {
        contact: Contact { name: "Ann Roe".to_owned(), ..Contact::default() },
        ..Checkout::new(cart_id("c"), order_id(order))
    }
}

/// A store with one cart and what becomes of it: what a change writes is what the next command finds.
pub(super) struct Shop {
    pub(super) facts: Facts,
}

impl Shop {
    pub(super) fn new(lines: Vec<AddLine>) -> Self {
        Self { facts: facts(Some(cart_of(lines))) }
    }

    pub(super) fn put(&mut self, product: Product) {
        self.facts.products.insert(product.id.clone(), Arc::new(product));
    }

    pub(super) fn change(&mut self, command: &Command) -> Result<Change, Error> {
        let change = apply(&self.facts, command)?;
        match (change.write, change.order_write) {
            (Write::Nothing, OrderWrite::Nothing) => {}
            (Write::Nothing, _) => self.facts.order.clone_from(&change.order),
            (_, OrderWrite::Nothing) => self.facts.cart = change.cart.clone().map(Arc::new),
            _ => {
                self.facts.cart = change.cart.clone().map(Arc::new);
                self.facts.order.clone_from(&change.order);
            }
        }
        for product in &change.products {
            self.put(product.clone());
        }
        Ok(change)
    }

    #[track_caller]
    pub(super) fn check_out(&mut self, checkout: Checkout) -> Order {
        self.change(&Command::Checkout(Box::new(checkout))).unwrap().order.unwrap()
    }

    #[track_caller]
    pub(super) fn ordered(lines: Vec<AddLine>) -> Self {
        let mut shop = Self::new(lines);
        shop.check_out(checkout("o"));
        shop
    }

    #[track_caller]
    pub(super) fn pays(&mut self, command: PayOrder, payment: PaymentState, balance: i64) {
        self.does(&Command::PayOrder(command), payment, balance);
    }

    #[track_caller]
    pub(super) fn does(&mut self, command: &Command, payment: PaymentState, balance: i64) {
        let order = self.change(command).unwrap().order.unwrap();
        assert_eq!((order.payment(), order.balance()), (payment, balance));
    }

    #[track_caller]
    pub(super) fn refuses(&self, command: &Command, expected: &str) {
        refused(&self.facts, command, expected);
    }

    pub(super) fn order(&self) -> &Order {
        self.facts.order.as_ref().unwrap()
    }

    pub(super) fn cart(&self) -> &Cart {
        self.facts.cart.as_ref().unwrap()
    }

    /// Units available and held back of a product.
    pub(super) fn stock(&self, product: &str) -> (i64, i64) {
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
    let lines: Vec<_> = order.lines.iter().map(|line| Shared::from(line.line.clone())).collect();
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
fn what_nobody_says_of_a_customer_is_what_is_known_of_them() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.customer = Some(Customer {
        id: CustomerId::new("ann").unwrap(),
        name: "Ann Roe".to_owned(),
        email: "ann@example.com".to_owned(),
    });
    let named = |name: &str| Contact { name: name.to_owned(), ..Contact::default() };
    let order = shop.check_out(Checkout { contact: Contact::default(), ..checkout("o") });
    assert_eq!(order.contact, Contact { email: "ann@example.com".to_owned(), ..named("Ann Roe") });
    let order = shop.check_out(Checkout { contact: named("Bob"), ..checkout("o") });
    assert_eq!(order.contact, Contact { email: "ann@example.com".to_owned(), ..named("Bob") });
    let of_account = Contact { is_of_account: true, ..Contact::default() };
    let order = shop.check_out(Checkout { contact: of_account.clone(), ..checkout("o") });
    assert_eq!(order.contact, of_account);
}

#[test]
fn a_customer_who_is_not_known_orders_nothing() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.customer_known = false;
    let nobody = CustomerId::new("nobody").unwrap();
    let of_nobody = Checkout { customer: Some(nobody.clone()), ..checkout("o") };
    let refused = shop.change(&Command::Checkout(Box::new(of_nobody)));
    assert!(matches!(refused, Err(Error::CustomerNotFound { customer }) if customer == nobody));
    shop.check_out(checkout("o"));
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
    shop.change(&Command::AddLines(add_lines(vec![add("plain", 1)]))).unwrap();
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
    let more = Command::AddLines(add_lines(vec![add("plain", 1)]));
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
    shop.facts.cart.as_mut().map(Arc::make_mut).unwrap().lines.clear();
    shop.refuses(&command, "the cart c is empty");
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.cart.as_mut().map(Arc::make_mut).unwrap().customer = CustomerId::new("ann").ok();
    shop.refuses(&command, "there is no cart c");
}

#[test]
fn the_stock_of_all_that_is_ordered_is_looked_at_once_more() {
    let elsewhere = AddLine { location: Some("depot".into()), new_line: line_id("two"), ..add("scarce", 3) };
    let mut shop = Shop::new(vec![add("scarce", 3), elsewhere]);
    shop.facts.cart.as_mut().map(Arc::make_mut).unwrap().is_stock_deferred = true;
    let command = Command::Checkout(Box::new(checkout("o")));
    shop.refuses(&command, "there are 5 of SKU-scarce in stock, 6 were asked for");
    let order = shop.check_out(Checkout { is_stock_checked: false, ..checkout("o") });
    assert_eq!(order.lines.len(), 2);
    shop.refuses(&Command::PayOrder(pay("t", None)), "there are 5 of SKU-scarce in stock, 6 were asked for");
    assert_eq!(shop.stock("scarce"), (5, 0));
}

/// The promotion `p`, which puts a `scarce` into carts for each `plain`.
fn gift() -> Promotion {
    let target = |id: &str| vec![Target(id.to_owned())];
    let requirements = vec![Requirement { targets: target("plain"), quantity: 1 }];
    let reward = Reward::Gift { requirements, gifts: target("scarce"), is_added: true };
    Promotion { offer: Offer::Automatic, reward, ..dollar_off("p", &[]) }
}

pub(super) fn promotions(promotions: Vec<Promotion>) -> Arc<Promotions> {
    let found = |id: &str| Found { product: ProductId::new(id).unwrap(), variant: None };
    let targets = ["plain", "scarce"].map(|id| (Target(id.to_owned()), found(id)));
    Arc::new(Promotions::new(promotions, targets.into()))
}

pub(super) fn enter(shop: &mut Shop, codes: &[&str]) {
    let codes = codes.iter().map(|code| (*code).to_owned()).collect();
    shop.change(&Command::AddLines(AddLines { codes, ..add_lines(vec![]) })).unwrap();
}

#[test]
fn a_code_that_takes_something_off_is_used_by_each_new_order_and_by_no_other() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    let dear =
        Promotion { subtotal_min: [(Currency::USD, 5_000)].into(), ..dollar_off("q", &[("DEAR", None)]) };
    shop.facts.promotions = promotions(vec![dollar_off("p", &[("SAVE", Some(1))]), dear]);
    enter(&mut shop, &["SAVE", "DEAR"]);
    let command = Command::Checkout(Box::new(checkout("o")));
    let change = shop.change(&command).unwrap();
    assert_eq!(change.used_codes, ["SAVE"]);
    assert_eq!(change.order.unwrap().priced.total, 900);
    assert_eq!(shop.cart().codes.len(), 2);
    assert!(shop.change(&command).unwrap().used_codes.is_empty());
}

#[test]
fn codes_that_are_used_up_or_have_ended_are_dropped_without_a_word() {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    let ending =
        Promotion { ends_at: Some(NOW.saturating_add_millis(1_000)), ..dollar_off("q", &[("ENDING", None)]) };
    shop.facts.promotions = promotions(vec![dollar_off("p", &[("SPENT", Some(2)), ("GONE", None)]), ending]);
    enter(&mut shop, &["SPENT", "GONE", "ENDING"]);
    assert_eq!(shop.cart().codes.len(), 3);
    shop.facts.code_uses.insert("SPENT".to_owned(), 2);
    let ended = Promotion { is_enabled: false, ..dollar_off("q", &[("ENDING", None)]) };
    shop.facts.promotions = promotions(vec![dollar_off("p", &[("SPENT", Some(2))]), ended]);
    let change = shop.change(&Command::Checkout(Box::new(checkout("o")))).unwrap();
    assert!(change.used_codes.is_empty());
    assert!(change.cart.unwrap().codes.is_empty());
    assert_eq!(change.order.unwrap().priced.total, 1_000);
}

#[test]
fn a_gift_that_is_due_is_ordered_and_one_that_is_out_of_stock_keeps_the_cart_from_being_checked_out() {
    let mut shop = Shop::new(vec![add("plain", 2)]);
    shop.facts.promotions = promotions(vec![gift()]);
    let scarce = Product { stock: tracked(1), ..super::product("scarce") };
    shop.put(scarce);
    let command = Command::Checkout(Box::new(checkout("o")));
    shop.refuses(&command, "there are 1 of SKU-scarce in stock, 2 were asked for");
    shop.put(Product { stock: tracked(2), ..super::product("scarce") });
    let order = shop.check_out(checkout("o"));
    assert_eq!((order.lines.len(), order.priced.total), (2, 2_000));
    let ids: Vec<_> = order.lines.iter().map(|line| line.id.as_str()).collect();
    assert_eq!(ids, ["new-1", "new-2"]);
    assert_eq!(shop.cart().lines[1].id, line_id("new-0"));
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    assert_eq!(shop.stock("scarce"), (0, 2));
}

proptest! {
    #[test]
    fn an_order_costs_what_its_cart_costs(
        quantities in prop::collection::vec(1_i64..50, 1..4),
        hundredths in prop::collection::vec(0_i64..3_000, 0..4),
        off in 1_i64..4_000,
        has_code in any::<bool>(),
    ) {
        let taxes: Vec<Tax> = hundredths.iter().enumerate().map(|(place, hundredths)| Tax {
            id: TaxId::new(format!("tax-{place}")).unwrap(),
            name: "GST".to_owned(),
            jurisdiction: None,
            code: None,
            amount: TaxAmount::Rate(Rate::new(Decimal::new(*hundredths, 4)).unwrap()),
        }).collect();
        let products = ["plain", "card", "cheap"];
        let lines = products.iter().zip(&quantities).map(|(product, quantity)| {
            AddLine { taxes: Some(taxes.clone()), ..add(product, *quantity) }
        });
        let mut shop = Shop::new(lines.collect());
        let reward = Reward::CartAmount { amounts: [(Currency::USD, off)].into(), excluded: vec![] };
        shop.facts.promotions = promotions(vec![Promotion { reward, ..dollar_off("p", &[("SAVE", None)]) }]);
        if has_code {
            enter(&mut shop, &["SAVE"]);
        }
        let of_cart = price(shop.cart(), &shop.facts.promotions, NOW).unwrap();
        let order = shop.check_out(checkout("o"));
        prop_assert_eq!(&order.priced, &of_cart);
        let of_lines: i64 = order.priced.lines.iter().map(|line| line.total).sum();
        prop_assert_eq!(of_lines, order.priced.total);
        prop_assert_eq!(order.lines.len(), order.priced.lines.len());
        let of_cart = price(shop.cart(), &shop.facts.promotions, NOW).unwrap();
        prop_assert_eq!(order.priced, of_cart);
    }
}
