//! What stands against a change of a cart, and what is so already.

use super::{NOW, add, begin, cart_id, cart_of, facts, refused, text};
use crate::domain::access::Principal;
use crate::domain::apply::{Outcome, Write, apply};
use crate::domain::cart::Cart;
use crate::domain::command::changing::Bar;
use crate::domain::command::changing::{OnSame, UpdateCart};
use crate::domain::command::{Command, DeleteCart, NewCart, OnAbsent, OnLastCart};
use crate::domain::facts::Facts;
use crate::domain::id::CustomerId;

fn customer(id: &str) -> CustomerId {
    CustomerId::new(id).unwrap()
}

fn update() -> UpdateCart {
    UpdateCart::new(cart_id("c"), OnAbsent::Refuse)
}

fn owned() -> Cart {
    Cart {
        customer: Some(customer("182")),
        attributes: vec![("owner.acme".to_owned(), text("yes"))],
        ..cart_of(vec![add("plain", 2)])
    }
}

fn shop(cart: Option<Cart>) -> Facts {
    Facts { principal: Principal::Server, ..facts(cart) }
}

#[test]
fn a_change_is_refused_where_the_cart_has_what_stands_against_it() {
    #[track_caller]
    fn check(bar: Bar, expected: &str) {
        let given = |id: &str| Some(Some(customer(id)));
        let command = UpdateCart { customer: given("183"), barred_by: vec![bar], ..update() };
        refused(&shop(Some(owned())), &Command::UpdateCart(command.clone()), expected);
        let free = Cart { customer: None, attributes: vec![], ..owned() };
        assert!(apply(&shop(Some(free)), &Command::UpdateCart(command.clone())).is_ok());
    }
    let prefix = || "owner.".to_owned();
    check(Bar::Customer, "the cart c cannot be changed: Customer");
    check(Bar::OtherCustomer, "the cart c cannot be changed: OtherCustomer");
    check(
        Bar::Attribute { prefix: prefix() },
        "the cart c cannot be changed: Attribute { prefix: \"owner.\" }",
    );
    let same = Some(Some(customer("182")));
    let command = UpdateCart { customer: same, barred_by: vec![Bar::OtherCustomer], ..update() };
    assert!(apply(&shop(Some(owned())), &Command::UpdateCart(command)).is_ok());
}

#[test]
fn what_a_new_cart_would_have_stands_against_the_change_too() {
    let new = NewCart { customer: Some(customer("182")), ..begin() };
    let on_absent = OnAbsent::Create(new);
    let command = |bar| {
        let customer = Some(Some(customer("183")));
        Command::UpdateCart(UpdateCart {
            on_absent: on_absent.clone(),
            customer,
            barred_by: vec![bar],
            ..update()
        })
    };
    refused(&shop(None), &command(Bar::Customer), "the cart c cannot be changed: Customer");
    let cart = apply(&shop(None), &command(Bar::OtherCustomer)).unwrap().cart.unwrap();
    assert_eq!(cart.customer, Some(customer("183")));
}

#[test]
fn what_is_so_already_is_left_as_it_is_where_that_is_asked_for() {
    let same = UpdateCart { customer: Some(Some(customer("182"))), on_same: OnSame::Keep, ..update() };
    let later = |cart| Facts { now: NOW.saturating_add_millis(5), ..shop(cart) };
    let change = apply(&later(Some(owned())), &Command::UpdateCart(same.clone())).unwrap();
    assert!(matches!(change.outcome, Outcome::Kept));
    assert_eq!((change.write, change.cart), (Write::Nothing, Some(owned())));
    let guests = Cart { customer: None, ..owned() };
    let change = apply(&later(Some(guests)), &Command::UpdateCart(same.clone())).unwrap();
    assert_eq!(change.write, Write::Update);
    let new = NewCart { customer: Some(customer("182")), ..begin() };
    let absent = UpdateCart { on_absent: OnAbsent::Create(new), ..same };
    assert_eq!(apply(&later(None), &Command::UpdateCart(absent)).unwrap().write, Write::Create);
}

#[test]
fn the_last_cart_of_a_customer_can_be_kept() {
    let delete = |on_last| Command::DeleteCart(DeleteCart { cart: cart_id("c"), on_last });
    let last = |is_last_of_customer| Facts { is_last_of_customer, ..shop(Some(owned())) };
    refused(&last(true), &delete(OnLastCart::Refuse), "the cart c is the last one of its customer");
    assert!(apply(&last(true), &delete(OnLastCart::Delete)).is_ok());
    assert!(apply(&last(false), &delete(OnLastCart::Refuse)).is_ok());
}
