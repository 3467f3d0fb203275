//! Checking out a cart that has its order.

use std::sync::Arc;

use super::entering::dollar_off;
use super::ordering::{Shop, checkout, enter, order_id, promotions};
use super::paying::pay;
use super::sending::{illinois, payment, send, shop};
use super::{add, settings};
use crate::domain::cart::CartStatus;
use crate::domain::catalog::Settings;
use crate::domain::command::Command;
use crate::domain::command::ordering::{CartAfterCheckout, Checkout, CheckoutDelivery};
use crate::domain::delivery::{Delivery, TaxZone, ZoneRate};
use crate::domain::id::TaxZoneId;
use crate::domain::order::{Address, PaymentState};
use crate::domain::tax::Rate;

#[test]
fn a_code_for_one_order_holds_until_that_order_is_paid() {
    let unpaid = || {
        let mut shop = shop(vec![add("plain", 1)]);
        shop.facts.promotions = promotions(vec![dollar_off("p", &[("ONCE", Some(1))])]);
        enter(&mut shop, &["ONCE"]);
        let change = shop.change(&Command::Checkout(Box::new(checkout("o")))).unwrap();
        assert_eq!((change.order.unwrap().priced.total, change.used_codes.len()), (900, 1));
        shop.facts.code_uses.insert("ONCE".to_owned(), 1);
        shop
    };
    let same = Checkout { delivery: CheckoutDelivery::NONE, ..send("p") };
    let mut shop = unpaid();
    let change = shop.change(&Command::Checkout(Box::new(same))).unwrap();
    let order = change.order.unwrap();
    assert_eq!((order.id, order.priced.total, change.used_codes.len()), (order_id("o"), 900, 0));

    // Another order cannot have it as well, and whoever pays is told so.
    let shop = unpaid();
    shop.refuses(&Command::Checkout(Box::new(send("p"))), "the code ONCE cannot be used: it is used up");
    assert_eq!(shop.cart().codes.len(), 1);
}

#[test]
fn a_cart_whose_order_was_paid_elsewhere_is_closed_by_who_closes_it() {
    let mut shop = Shop::ordered(vec![add("plain", 1)]);
    shop.pays(pay("t", None), PaymentState::Paid, 0);
    let revision = shop.cart().revision;
    let order = shop.order().clone();
    assert_eq!(shop.check_out(checkout("p")), order);
    assert_eq!((shop.cart().status, shop.cart().revision), (CartStatus::Active, revision));
    let close = || Checkout { cart_after: CartAfterCheckout::Convert, ..checkout("p") };
    for _ in 0..2 {
        assert_eq!(shop.check_out(close()), order);
        assert_eq!((shop.cart().status, shop.cart().revision), (CartStatus::Converted, revision + 1));
    }
}

#[test]
fn an_order_that_is_paid_has_the_taxes_of_where_it_goes_then() {
    let zone = |region: &str, name: &str| TaxZone {
        id: TaxZoneId::new(region).unwrap(),
        country: "US".to_owned(),
        region: Some(region.to_owned()),
        rates: vec![ZoneRate { name: name.to_owned(), rate: Rate::parse("0.05").unwrap() }],
    };
    let mut shop = Shop::new(vec![add("plain", 1)]);
    let delivery = Delivery { methods: vec![], zones: vec![zone("IL", "Here"), zone("WI", "There")] };
    shop.facts.settings = Arc::new(Settings { delivery, ..settings() });
    let to = |region: &str| Checkout {
        shipping_address: Address { region: region.to_owned(), ..illinois() },
        delivery: CheckoutDelivery { are_zone_taxes_put: true, ..CheckoutDelivery::NONE },
        ..checkout("o")
    };
    let unpaid = shop.check_out(to("WI"));
    let paid = shop.check_out(Checkout { payment: Some(payment("t")), ..to("IL") });
    assert_eq!(
        (&paid.id, &paid.priced, &paid.lines[0].id),
        (&unpaid.id, &unpaid.priced, &unpaid.lines[0].id)
    );
    let names = [&unpaid, &paid].map(|order| order.lines[0].line.taxes[0].name.as_str());
    assert_eq!(names, ["There", "Here"]);
}
