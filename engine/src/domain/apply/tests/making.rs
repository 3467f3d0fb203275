use super::{
    NOW, add, add_lines, begin, cart_id, cart_of, create, facts, line_id, quantities, refused, units,
};
use crate::domain::access::Principal;
use crate::domain::apply::{Write, apply};
use crate::domain::cart::{Cart, CartDiscount, CartStatus, Expiry};
use crate::domain::command::{
    AddLine, Checks, Command, CreateCart, LineRef, NewCart, StockCheck, UpdateLine,
};
use crate::domain::facts::Facts;
use crate::domain::id::{CartId, CustomerId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::time::Timestamp;

#[test]
fn a_cart_is_made_with_its_first_lines() {
    let change = apply(&facts(None), &Command::CreateCart(create(vec![add("plain", 2)]))).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 2)], Write::Create));
}

#[test]
fn a_bad_line_refuses_the_cart() {
    let command = Command::CreateCart(create(vec![add("plain", 2), add("nothing", 1)]));
    refused(&facts(None), &command, "there is no product nothing");
}

#[test]
fn a_cart_of_the_same_identifier_is_in_the_way_unless_it_has_expired() {
    let present = cart_of(vec![add("plain", 1)]);
    let command = Command::CreateCart(create(vec![]));
    refused(&facts(Some(present.clone())), &command, "there is a cart c already");
    let expired = Cart { expiry: Expiry::At(NOW), ..present };
    assert_eq!(apply(&facts(Some(expired)), &command).unwrap().write, Write::Create);
}

#[test]
fn nobody_makes_a_customers_own_cart_but_the_customer_and_servers() {
    let command =
        Command::CreateCart(CreateCart { cart: CartId::new("user_182").unwrap(), ..create(vec![]) });
    refused(&facts(None), &command, "there is no cart user_182");
    let principal = Principal::Customer(CustomerId::new("182").unwrap());
    assert!(apply(&Facts { principal, ..facts(None) }, &command).is_ok());
    assert!(apply(&Facts { principal: Principal::Server, ..facts(None) }, &command).is_ok());
}

#[test]
fn a_cart_of_long_ago_keeps_its_time_status_and_discounts() {
    let long_ago = Timestamp::from_millis(5);
    let discount =
        |minor_units| CartDiscount { id: "1".into(), code: "A".into(), name: String::new(), minor_units };
    let command = CreateCart {
        created_at: Some(long_ago),
        status: CartStatus::Converted,
        discounts: vec![discount(7)],
        ..create(vec![add("plain", 1)])
    };
    let cart = apply(&facts(None), &Command::CreateCart(command.clone())).unwrap().cart.unwrap();
    assert_eq!((cart.created_at, cart.updated_at, cart.lines[0].added_at), (long_ago, long_ago, long_ago));
    assert_eq!((cart.status, cart.discounts.len()), (CartStatus::Converted, 1));
    let most = AMOUNT_MINOR_UNITS_MAX;
    let with = |amounts: &[i64]| {
        let discounts = amounts.iter().copied().map(discount).collect();
        Command::CreateCart(CreateCart { discounts, ..command.clone() })
    };
    assert!(apply(&facts(None), &with(&[most - 1, 1])).is_ok());
    for amounts in [[-1, 2], [most, 1], [i64::MAX, i64::MAX]] {
        refused(&facts(None), &with(&amounts), "a price that was given is negative or out of range");
    }
}

#[test]
fn a_currency_in_which_the_store_does_not_sell_is_refused() {
    let new = NewCart { currency: Currency::new("XTS"), ..begin() };
    let command = Command::CreateCart(CreateCart { new, ..create(vec![]) });
    refused(&facts(None), &command, "the store does not sell in XTS");
}

#[test]
fn a_cart_that_looks_at_stock_later_takes_what_is_not_there() {
    let checked = |line: AddLine| AddLine { checks: Checks::ALL, ..line };
    let make = |is_stock_deferred| {
        let new = NewCart { is_stock_deferred, ..begin() };
        Command::CreateCart(CreateCart { new, ..create(vec![checked(add("scarce", 6))]) })
    };
    refused(&facts(None), &make(false), "there are 5 of SKU-scarce in stock, 6 were asked for");
    let change = apply(&facts(None), &make(true)).unwrap();
    assert_eq!(quantities(&change), [("scarce", 6)]);
    let line = LineRef::Id(line_id("scarce"));
    let more =
        UpdateLine { quantity: Some(units(9)), checks: Checks::ALL, ..UpdateLine::new(cart_id("c"), line) };
    let change = apply(&facts(change.cart), &Command::UpdateLine(more)).unwrap();
    assert_eq!(quantities(&change), [("scarce", 9)]);
    let request = Checks { stock: StockCheck::Request, ..Checks::ALL };
    let one_call = AddLine { checks: request, ..add("scarce", 6) };
    assert!(apply(&facts(change.cart), &Command::AddLines(add_lines(vec![one_call]))).is_ok());
}
