use super::{NOW, add, begin, cart_id, cart_of, create, facts, quantities, refused, text};
use crate::domain::access::Principal;
use crate::domain::apply::{Outcome, Write, apply};
use crate::domain::cart::{CART_BYTES_MAX, Cart, CartStatus, Expiry};
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::{Command, CreateCart, DeleteCart, NewCart, OnAbsent, OnLastCart, OnPresent};
use crate::domain::facts::Facts;
use crate::domain::id::{CartId, CustomerId};
use crate::domain::value::Value;

fn update() -> UpdateCart {
    UpdateCart::new(cart_id("c"), OnAbsent::Refuse)
}

fn attribute(name: &str, value: &str) -> (String, Value) {
    (name.to_owned(), text(value))
}

/// A cart with a line, a name, a description and two attributes.
fn named() -> Cart {
    Cart {
        name: "Till 7".to_owned(),
        description: "By the door".to_owned(),
        attributes: vec![attribute("a", "1"), attribute("b", "2")],
        ..cart_of(vec![add("plain", 2)])
    }
}

#[test]
fn what_is_named_takes_the_place_of_what_was_there_and_the_rest_stays() {
    let command = UpdateCart {
        name: Some("Till 8".to_owned()),
        attributes: vec![
            ("c".to_owned(), Some(text("3"))),
            ("a".to_owned(), Some(text("9"))),
            ("b".to_owned(), None),
            ("d".to_owned(), None),
        ],
        ..update()
    };
    let change = apply(&facts(Some(named())), &Command::UpdateCart(command)).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 2)], Write::Update));
    assert!(matches!(change.outcome, Outcome::CartUpdated));
    let cart = change.cart.unwrap();
    assert_eq!((cart.name.as_str(), cart.description.as_str()), ("Till 8", "By the door"));
    assert_eq!(cart.attributes, [attribute("a", "9"), attribute("c", "3")]);
    assert_eq!(cart.revision, named().revision + 1);
}

#[test]
fn a_text_can_be_emptied_and_every_update_counts_as_a_change() {
    let later = Facts { now: NOW.saturating_add_millis(5), ..facts(Some(named())) };
    let command = UpdateCart { description: Some(String::new()), ..update() };
    let cart = apply(&later, &Command::UpdateCart(command)).unwrap().cart.unwrap();
    assert_eq!((cart.description.as_str(), cart.name.as_str(), cart.updated_at), ("", "Till 7", later.now));
}

#[test]
fn an_update_makes_the_cart_or_refuses_where_it_is_not_there() {
    let command = UpdateCart { name: Some("Till 8".to_owned()), ..update() };
    refused(&facts(None), &Command::UpdateCart(command.clone()), "there is no cart c");
    let on_absent = OnAbsent::Create(NewCart { description: "New".to_owned(), ..begin() });
    let command = Command::UpdateCart(UpdateCart { on_absent, ..command });
    let expired = Cart { expiry: Expiry::At(NOW), ..named() };
    for absent in [None, Some(expired)] {
        let change = apply(&facts(absent), &command).unwrap();
        assert_eq!((quantities(&change), change.write), (vec![], Write::Create));
        let cart = change.cart.unwrap();
        assert_eq!((cart.name.as_str(), cart.description.as_str()), ("Till 8", "New"));
    }
}

#[test]
fn attributes_fit_into_a_cart_or_are_refused() {
    let with = |bytes: usize| {
        let value = "x".repeat(bytes);
        Command::UpdateCart(UpdateCart { attributes: vec![("a".to_owned(), Some(text(&value)))], ..update() })
    };
    let cart = Cart { attributes: vec![], ..named() };
    // The name has a byte, and a text two more than it is long.
    assert!(apply(&facts(Some(cart.clone())), &with(CART_BYTES_MAX - 3)).is_ok());
    let refusal = format!("a cart's custom inputs, options and metadata take at most {CART_BYTES_MAX} bytes");
    refused(&facts(Some(cart)), &with(CART_BYTES_MAX - 2), &refusal);
}

#[track_caller]
fn belongs(cart: Cart, customer: Option<Option<&str>>, expected: Option<&str>) {
    let id = cart.id.clone();
    let customer = customer.map(|customer| customer.map(|id| CustomerId::new(id).unwrap()));
    let facts = Facts { principal: Principal::Server, ..facts(Some(cart)) };
    let command = Command::UpdateCart(UpdateCart { cart: id, customer, ..update() });
    let cart = apply(&facts, &command).unwrap().cart.unwrap();
    assert_eq!(cart.customer.as_ref().map(CustomerId::as_str), expected);
}

#[test]
fn a_cart_is_given_to_a_customer_and_back_but_a_customers_own_stays() {
    let owned = || Cart { customer: CustomerId::new("182").ok(), ..named() };
    belongs(named(), Some(Some("182")), Some("182"));
    belongs(owned(), Some(Some("183")), Some("183"));
    belongs(owned(), Some(None), None);
    belongs(owned(), None, Some("182"));
    let own = || Cart { id: CartId::new("user_182").unwrap(), ..owned() };
    belongs(own(), Some(Some("183")), Some("182"));
    belongs(own(), Some(None), Some("182"));
    let nobody = Some(CustomerId::new("nobody").ok());
    let command = Command::UpdateCart(UpdateCart { customer: nobody, ..update() });
    let facts = Facts { customer_known: false, ..facts(Some(named())) };
    refused(&facts, &command, "there is no customer nobody");
    let to_a_guest = UpdateCart { customer: Some(None), ..update() };
    assert!(apply(&facts, &Command::UpdateCart(to_a_guest)).is_ok());
}

#[test]
fn when_stock_is_looked_at_is_changed_or_stays() {
    let changed = |before, is_stock_deferred| {
        let cart = Cart { is_stock_deferred: before, ..named() };
        let command = Command::UpdateCart(UpdateCart { is_stock_deferred, ..update() });
        apply(&facts(Some(cart)), &command).unwrap().cart.unwrap().is_stock_deferred
    };
    assert!(changed(false, Some(true)) && changed(true, None));
    assert!(!changed(true, Some(false)) && !changed(false, None));
}

fn delete() -> Command {
    Command::DeleteCart(DeleteCart { cart: cart_id("c"), on_last: OnLastCart::Delete })
}

#[test]
fn a_cart_is_deleted_once() {
    let change = apply(&facts(Some(named())), &delete()).unwrap();
    assert!(matches!(change.outcome, Outcome::Deleted { was_there: true }));
    assert_eq!((change.write, change.cart), (Write::Delete, None));
    let expired = Cart { expiry: Expiry::At(NOW), ..named() };
    for absent in [None, Some(expired)] {
        let change = apply(&facts(absent), &delete()).unwrap();
        assert!(matches!(change.outcome, Outcome::Deleted { was_there: false }));
        assert_eq!((change.write, change.cart), (Write::Nothing, None));
    }
}

#[test]
fn an_order_and_a_cart_that_was_given_up_are_neither_changed_nor_deleted() {
    for status in [CartStatus::Converted, CartStatus::Abandoned] {
        let cart = Cart { status, ..named() };
        let words = format!("the cart c cannot be changed: it is {status:?}");
        refused(&facts(Some(cart.clone())), &delete(), &words);
        refused(&facts(Some(cart)), &Command::UpdateCart(update()), &words);
    }
}

#[test]
fn a_customers_cart_is_changed_and_deleted_by_the_customer_and_servers_alone() {
    let customer = |id: &str| CustomerId::new(id).unwrap();
    let owned = Cart { customer: Some(customer("182")), ..named() };
    let commands = [delete(), Command::UpdateCart(update())];
    for command in &commands {
        let by = |principal| Facts { principal, ..facts(Some(owned.clone())) };
        refused(&by(Principal::Guest), command, "there is no cart c");
        refused(&by(Principal::Customer(customer("183"))), command, "there is no cart c");
        assert!(apply(&by(Principal::Customer(customer("182"))), command).is_ok());
        assert!(apply(&by(Principal::Server), command).is_ok());
    }
    let reserved = Command::DeleteCart(DeleteCart {
        cart: CartId::new("user_182").unwrap(),
        on_last: OnLastCart::Delete,
    });
    refused(&facts(None), &reserved, "there is no cart user_182");
}

/// The command that makes the cart of [`named`] again, without its line.
fn create_named() -> CreateCart {
    let Cart { name, description, attributes, .. } = named();
    let new = NewCart { name, description, attributes, ..begin() };
    CreateCart { on_present: OnPresent::KeepEqual, new, ..create(vec![]) }
}

#[test]
fn making_an_equal_cart_once_more_keeps_it_with_its_lines() {
    let mut command = create_named();
    command.new.attributes.reverse();
    command.new.expiry = Expiry::At(NOW.saturating_add_millis(5));
    let change = apply(&facts(Some(named())), &Command::CreateCart(command)).unwrap();
    assert!(matches!(change.outcome, Outcome::Kept));
    assert_eq!((change.write, change.cart), (Write::Nothing, Some(named())));
}

#[test]
fn making_another_cart_of_the_same_identifier_is_refused() {
    #[track_caller]
    fn check(cart: Cart, command: CreateCart) {
        refused(&facts(Some(cart)), &Command::CreateCart(command), "there is a cart c already");
    }
    let with = |new: NewCart| CreateCart { new, ..create_named() };
    let new = create_named().new;
    check(named(), CreateCart { on_present: OnPresent::Refuse, ..create_named() });
    check(named(), with(NewCart { name: "Till 8".to_owned(), ..new.clone() }));
    check(named(), with(NewCart { description: String::new(), ..new.clone() }));
    check(named(), with(NewCart { attributes: vec![attribute("a", "1")], ..new.clone() }));
    check(named(), with(NewCart { customer: Some(CustomerId::new("182").unwrap()), ..new }));
    check(Cart { status: CartStatus::Converted, ..named() }, create_named());
    check(Cart { is_stock_deferred: true, ..named() }, create_named());
    check(Cart { separates_locations: false, ..named() }, create_named());
    check(Cart { preview_at: Some(NOW), ..named() }, create_named());
}
