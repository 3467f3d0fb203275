//! Codes that other orders use up before a checkout that pays.

use super::entering::dollar_off;
use super::ordering::{Shop, checkout, enter, order_id, promotions};
use super::sending::payment;
use super::{add, cart_id};
use crate::domain::command::entering::RemoveCode;
use crate::domain::command::ordering::{CartAfterCheckout, Checkout};
use crate::domain::command::{AddLine, Command};

/// Checks the cart out and pays for it.
fn buy(order: &str) -> Command {
    let payment = Some(payment("t"));
    let command = Checkout { payment, cart_after: CartAfterCheckout::Convert, ..checkout(order) };
    Command::Checkout(Box::new(command))
}

/// A cart of one `plain` with the code `ONCE`, which one order may use.
fn shop_with_code() -> Shop {
    let mut shop = Shop::new(vec![add("plain", 1)]);
    shop.facts.promotions = promotions(vec![dollar_off("p", &[("ONCE", Some(1))])]);
    enter(&mut shop, &["ONCE"]);
    shop
}

#[test]
fn who_pays_is_told_that_a_code_is_used_up_and_pays_without_it() {
    let mut shop = shop_with_code();
    shop.facts.code_uses.insert("ONCE".to_owned(), 1);
    shop.refuses(&buy("o"), "the code ONCE cannot be used: it is used up");
    let remove = RemoveCode::new(cart_id("c"), "ONCE".to_owned());
    shop.change(&Command::RemoveCode(remove)).unwrap();
    let order = shop.change(&buy("o")).unwrap().order.unwrap();
    assert_eq!((order.priced.total, order.balance()), (1_000, 0));
}

#[test]
fn the_order_that_has_used_the_code_is_paid_with_it() {
    let mut shop = shop_with_code();
    assert_eq!(shop.check_out(checkout("o")).priced.total, 900);
    shop.facts.code_uses.insert("ONCE".to_owned(), 1);
    let change = shop.change(&buy("unused")).unwrap();
    assert!(change.used_codes.is_empty());
    let order = change.order.unwrap();
    assert_eq!((order.id, order.priced.total), (order_id("o"), 900));
}

#[test]
fn a_code_that_takes_nothing_off_refuses_no_payment() {
    let mut shop = shop_with_code();
    let free = AddLine { price_override: Some(0), ..add("plain", 1) };
    shop.facts.cart = Shop::new(vec![free]).facts.cart;
    enter(&mut shop, &["ONCE"]);
    shop.facts.code_uses.insert("ONCE".to_owned(), 1);
    assert_eq!(shop.change(&buy("o")).unwrap().order.unwrap().priced.total, 0);
}
