//! Carts that are previews of a moment to come.

use std::sync::Arc;

use super::entering::dollar_off;
use super::ordering::checkout;
use super::{NOW, add, add_lines, begin, cart_id, cart_of, facts, quantities, refused};
use crate::domain::apply::apply;
use crate::domain::cart::Cart;
use crate::domain::command::changing::Bar;
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::{AddLine, AddLines, Checks, Command, NewCart, OnAbsent, StockCheck};
use crate::domain::facts::Facts;
use crate::domain::pricing::price;
use crate::domain::promotion::{Offer, Promotion, Promotions};
use crate::domain::time::Timestamp;

const LATER: Timestamp = NOW.saturating_add_millis(60_000);

fn preview() -> Cart {
    Cart { preview_at: Some(LATER), ..cart_of(vec![add("plain", 1)]) }
}

/// The facts of a store in which a promotion begins at the moment of the preview.
fn shop(cart: Cart, offer: Offer) -> Facts {
    let coming = Promotion { starts_at: Some(LATER), offer, ..dollar_off("spring", &[]) };
    Facts { promotions: Arc::new(Promotions::new(vec![coming], [].into())), ..facts(Some(cart)) }
}

#[test]
fn a_preview_is_priced_by_the_promotions_of_its_moment() {
    let discount = |cart: Cart| {
        let promotions = shop(cart.clone(), Offer::Automatic).promotions;
        price(&cart, &promotions, NOW).unwrap().discount_total
    };
    assert_eq!((discount(preview()), discount(Cart { preview_at: None, ..preview() })), (100, 0));
}

#[test]
fn a_code_of_its_moment_can_be_entered_in_a_preview() {
    let Offer::ByCode(codes) = dollar_off("spring", &[("SPRING", None)]).offer else { panic!("a code") };
    let enter = Command::AddLines(AddLines { codes: vec!["SPRING".into()], ..add_lines(vec![]) });
    let enters = |cart| apply(&shop(cart, Offer::ByCode(codes.clone())), &enter);
    assert_eq!(enters(preview()).unwrap().cart.unwrap().codes.len(), 1);
    assert!(enters(Cart { preview_at: None, ..preview() }).is_err());
}

#[test]
fn the_stock_of_a_preview_is_not_looked_at() {
    let many = AddLine { checks: Checks { stock: StockCheck::Request, ..Checks::NONE }, ..add("scarce", 9) };
    let adding = |preview_at| {
        let on_absent = OnAbsent::Create(NewCart { preview_at, ..begin() });
        Command::AddLines(AddLines { on_absent, ..add_lines(vec![many.clone()]) })
    };
    assert_eq!(quantities(&apply(&facts(None), &adding(Some(LATER))).unwrap()), [("scarce", 9)]);
    refused(&facts(None), &adding(None), "there are 5 of SKU-scarce in stock, 9 were asked for");
}

#[test]
fn a_preview_becomes_no_order_and_stays_a_preview() {
    let order = Command::Checkout(Box::new(checkout("o")));
    refused(&facts(Some(preview())), &order, "the cart c is a preview");
    let update = || UpdateCart::new(cart_id("c"), OnAbsent::Refuse);
    let kept = apply(&facts(Some(preview())), &Command::UpdateCart(update())).unwrap();
    assert_eq!(kept.cart.unwrap().preview_at, Some(LATER));
    let moved = UpdateCart { preview_at: Some(NOW), ..update() };
    let moved = apply(&facts(Some(preview())), &Command::UpdateCart(moved)).unwrap();
    assert_eq!(moved.cart.unwrap().preview_at, Some(NOW));
    let barred = Command::UpdateCart(UpdateCart { barred_by: vec![Bar::Preview], ..update() });
    refused(&facts(Some(preview())), &barred, "the cart c cannot be changed: Preview");
    assert!(apply(&facts(Some(cart_of(vec![]))), &barred).is_ok());
}
