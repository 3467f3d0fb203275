//! Records that break a rule.

use super::{KEY, refused};
use crate::domain::apply::Outcome;
use crate::domain::bundle::OPTIONS_MAX;
use crate::domain::catalog::Product;
use crate::domain::delivery::samples::delivery as tables;
use crate::domain::idempotency::IdempotencyKey;
use crate::domain::money::Currency;
use crate::domain::order::Order;
use crate::domain::promotion::{
    AmountsByCurrency, CODES_PER_PROMOTION_MAX, Offer, Promotion, Reward, Targets,
};
use crate::domain::tax::Rate;
use crate::store::codec;
use crate::store::record::answer::AnswerBody;
use crate::store::record::line::Inputs;
use crate::store::record::{answer, cart, catalog, delivery, order, parked, promotion, v2, v3, v4};
use crate::store::samples::{self, orders, promotions};

/// The reason for which a cart is not read that was changed so before it was written.
#[track_caller]
fn cart_refused(change: impl FnOnce(&mut v2::Cart<'_>)) -> String {
    let stored = samples::full_cart();
    let mut record = cart::to_v4(&stored, 0, Inputs::MaybeBeside);
    change(&mut record.cart.cart);
    record.cart.entered_at_ms = vec![None; record.cart.cart.codes.len()];
    let sealed = codec::seal("carts", &KEY, v4::VERSION, &record).unwrap();
    refused(cart::open(&KEY, &sealed))
}

#[test]
fn a_cart_that_does_not_say_when_each_code_was_entered_is_not_read() {
    let stored = samples::full_cart();
    let mut record = cart::to_v4(&stored, 0, Inputs::MaybeBeside);
    record.cart.entered_at_ms.push(None);
    let sealed = codec::seal("carts", &KEY, v4::VERSION, &record).unwrap();
    let reason = "a cart does not say of each code when it was entered";
    assert_eq!(refused(cart::open(&KEY, &sealed)), reason);
}

#[test]
fn a_cart_that_breaks_a_rule_is_not_read() {
    let check = |reason: &str, change: fn(&mut v2::Cart<'_>)| assert_eq!(cart_refused(change), reason);
    check("an identifier has at least one character", |cart| cart.lines[0].id = "");
    check("a quantity is 0 or too large", |cart| cart.lines[0].quantity = 0);
    check("a quantity is 0 or too large", |cart| cart.lines[0].quantity = 1 << 31);
    check("a price is out of range", |cart| cart.lines[1].list_price.minor_units = 1 << 53);
    check("a currency is not three capital letters", |cart| cart.priced_currency = Some("eur"));
    check("a cart with lines has no currency", |cart| cart.priced_currency = None);
    check("a discount is negative", |cart| cart.discounts[0].minor_units = -1);
    check("the discounts of a cart are out of range", |cart| cart.discounts[0].minor_units = 1 << 53);
    check("a cart was changed before it was made", |cart| cart.created_at_ms = cart.updated_at_ms + 1);
    check("a line of a cart is past the cart's sequence", |cart| cart.line_sequence = 499);
    check("the lines of a cart are not in the order of their sequence", |cart| cart.lines[1].sequence = 2);
    check("custom inputs stand where ones of their size do not", |cart| {
        cart.lines[1].custom_inputs.as_mut().unwrap().bytes = 2_048;
    });
    check("custom inputs stand where ones of their size do not", |cart| {
        cart.lines[0].custom_inputs.as_mut().unwrap().bytes = 2_049;
    });
    check("a code of a cart stands there twice", |cart| {
        cart.codes.push(v2::EnteredCode { code: "SAVE10", promotion: "other" });
    });
    check("a cart has too many codes", |cart| {
        cart.codes = (0..51).map(|_| v2::EnteredCode { code: "SAVE10", promotion: "ten" }).collect();
    });
    check("a cart has too many lines", |cart| {
        let cart_of = |cart| cart::to_v4(cart, 0, Inputs::MaybeBeside).cart.cart;
        let line = || cart_of(Box::leak(Box::new(samples::full_cart()))).lines.swap_remove(0);
        cart.lines = (0..101).map(|_| line()).collect();
    });
}

#[test]
fn a_line_that_breaks_a_rule_is_not_read() {
    let check = |reason: &str, change: fn(&mut v2::Line<'_>)| {
        assert_eq!(cart_refused(|cart| change(&mut cart.lines[2])), reason);
    };
    let added = "promotions have added more units than a line has";
    check(added, |line| line.auto_added[0].units = 4);
    check(added, |line| line.auto_added.push(v2::AutoAdded { promotion: "other", units: u32::MAX }));
    check("a promotion has added no units", |line| line.auto_added[0].units = 0);
    check("a promotion has added units to a line twice", |line| {
        line.auto_added.push(v2::AutoAdded { promotion: "gift", units: 1 });
    });
    check("a rate is out of range", |line| line.tax_rate = 1_000_000_000_001);
    check("a rate is out of range", |line| line.tax_rate = u64::MAX);
    check("a tax is out of range", |line| {
        line.taxes[1].amount = v2::TaxAmount::Fixed { minor_units: -1 };
    });
    check("a line has too many taxes", |line| {
        let tax =
            || v2::Tax { id: "t", name: "", jurisdiction: None, code: None, amount: v2::TaxAmount::Rate(0) };
        line.taxes = (0..6).map(|_| tax()).collect();
    });
    check("an option of a bundle has no units", |line| {
        let selected = v2::SelectedComponent { key: "drink", options: vec![("mug", 0)] };
        let bundle = Some(vec![selected]);
        line.content = v2::Content::Product { product: "set", variant: None, bundle };
    });
}

#[track_caller]
fn check_product(reason: &str, change: fn(&mut Product)) {
    let mut product = samples::bundle("set");
    change(&mut product);
    let sealed = catalog::seal_product(&product).unwrap();
    assert_eq!(refused(catalog::open_product("set", &sealed)), reason);
}

#[test]
fn a_bundle_that_breaks_a_rule_is_not_read() {
    check_product("the tiers of a product are not by rising quantity", |product| {
        product.tiers.push(product.tiers[0].clone());
    });
    check_product("a component stands there twice", |product| {
        product.components[1].key = "drink".to_owned();
    });
    check_product("an option of a bundle has no units", |product| {
        product.components[0].options[0].quantity = 0;
    });
    check_product("a bundle has too many options", |product| {
        let option = product.components[0].options[0].clone();
        product.components[1].options = vec![option; OPTIONS_MAX - 1];
    });
    check_product("a stock is negative", |product| product.stock.allocated = -1);
}

/// The promotion is neither written nor read.
#[track_caller]
fn check_promotion(reason: &str, change: impl FnOnce(&mut Promotion)) {
    let mut promotion = promotions::gift("gift", "mug", 1, "cup");
    change(&mut promotion);
    assert_eq!(refused(promotion::seal(&promotion)), reason);
    let record = promotion::to_v2(&promotion);
    let sealed = codec::seal("promotions", b"gift", v2::VERSION, &record).unwrap();
    assert_eq!(refused(promotion::open("gift", &sealed)), reason);
}

#[test]
fn a_promotion_that_breaks_a_rule_is_neither_written_nor_read() {
    let usd = |minor_units: i64| AmountsByCurrency::from([(Currency::USD, minor_units)]);
    let amount = "an amount of a promotion is out of range";
    check_promotion(amount, |promotion| promotion.subtotal_min = usd(0));
    check_promotion(amount, |promotion| promotion.discount_max = usd(1 << 53));
    check_promotion(amount, |promotion| {
        promotion.reward = Reward::UnitAmount { targets: Targets::All, amounts: usd(-1) };
    });
    check_promotion("a promotion takes off more than all", |promotion| {
        promotion.reward =
            Reward::UnitPercent { targets: Targets::All, rate: Rate::parse("1.0000000001").unwrap() };
    });
    check_promotion("of a set no fewer units are paid", |promotion| {
        promotion.reward = Reward::PayFewer { targets: Targets::All, take: 2, pay: 2 };
    });
    check_promotion("a set of a promotion has no units", |promotion| {
        promotion.reward = Reward::PriceOfSeveral { targets: Targets::All, take: 0, amounts: usd(1) };
    });
    check_promotion("a promotion requires nothing", |promotion| {
        promotion.reward = Reward::PriceOfSet { requirements: vec![], amounts: usd(1) };
    });
    check_promotion("a promotion requires nothing", |promotion| {
        let requirements = vec![promotions::requirement("mug", 0)];
        promotion.reward = Reward::PriceOfSet { requirements, amounts: usd(1) };
    });
    check_promotion("a promotion by code adds gifts", |promotion| {
        promotion.offer = Offer::ByCode(vec![promotions::code("A")]);
    });
    check_promotion("a promotion has too many codes", |promotion| {
        promotion.offer = Offer::ByCode(vec![promotions::code("A"); CODES_PER_PROMOTION_MAX + 1]);
    });
}

#[test]
fn an_order_that_breaks_a_rule_is_not_read() {
    let check = |reason: &str, change: fn(&mut v2::order::Order<'_>)| {
        let stored = orders::order("order");
        let mut record = order::to_v2(&stored);
        change(&mut record);
        let sealed = codec::seal("orders", &KEY, v2::VERSION, &record).unwrap();
        assert_eq!(refused(order::open(&KEY, &sealed)), reason);
    };
    check("an order has not as many lines as prices", |order| {
        order.priced.lines.pop();
    });
    check("an order is not in the currency of its prices", |order| order.currency = "USD");
    check("custom inputs stand where ones of their size do not", |order| {
        order.lines[0].line.custom_inputs.as_mut().unwrap().value = None;
    });
    check("an amount of an order is out of range", |order| order.priced.tax_total = -1);
    check("an amount of an order's line is out of range", |order| order.priced.lines[1].subtotal = 1 << 53);
    check("the lines of an order do not sum to its totals", |order| order.priced.total += 1);
    check("the lines of an order do not sum to its totals", |order| order.priced.lines[0].subtotal -= 1);
    check("what is taken off an order does not sum to its discount", |order| {
        order.priced.applied[0].shares[1].1 -= 1;
    });
    check("what is taken off an order does not sum to its discount", |order| {
        order.priced.applied.clear();
    });
    check("more was paid for an order than it costs", |order| order.transactions[0].minor_units = 1_481);
    check("something is taken off a line that an order has not", |order| {
        order.priced.applied[0].shares[1].0 = 2;
    });
    check("what is taken off an order is out of range", |order| {
        order.priced.applied[0].shares[1].1 = -1;
    });
    check("a transaction is out of range", |order| order.transactions[0].minor_units = -1);
    check("a transaction is out of range", |order| order.transactions[0].refunded_minor_units = 501);
    check("what is held back for an order is negative", |order| order.allocations[0].units = -1);
    check("an order was changed before it was made", |order| order.created_at_ms = order.updated_at_ms + 1);
}

#[test]
fn what_is_set_aside_and_breaks_a_rule_is_not_read() {
    let check = |reason: &str, change: fn(&mut v4::parked::Parked<'_>)| {
        let stored = samples::parked("p");
        let mut record = parked::to_v4(1, 0, &stored);
        change(&mut record);
        let sealed = codec::seal("parked", b"p", v4::VERSION, &record).unwrap();
        assert_eq!(refused(parked::open("p", &sealed)), reason);
    };
    check("what was set aside has no lines", |parked| parked.cart.cart.cart.lines.clear());
    check("what was set aside was changed afterwards", |parked| {
        parked.parked_at_ms = parked.cart.cart.cart.updated_at_ms - 1;
    });
    check("a note is too long", |parked| parked.note = "x".repeat(501).leak());
    check("a cart with lines has no currency", |parked| parked.cart.cart.cart.priced_currency = None);
    check("custom inputs stand where ones of their size do not", |parked| {
        parked.cart.cart.cart.lines[1].custom_inputs.as_mut().unwrap().value = None;
    });
}

#[test]
fn an_order_that_is_sent_by_something_else_is_not_read() {
    let check = |reason: &str, stored: Order, change: fn(&mut v3::order::Order<'_>)| {
        let mut record = order::to_v3(&stored);
        change(&mut record);
        let sealed = codec::seal("orders", &KEY, v3::VERSION, &record).unwrap();
        assert_eq!(refused(order::open(&KEY, &sealed)), reason);
    };
    let no_line = "what an order is sent by is no line of it";
    check(no_line, orders::sent_order("order"), |order| order.shipping.as_mut().unwrap().place = 0);
    check(no_line, orders::sent_order("order"), |order| order.shipping.as_mut().unwrap().place = 2);
    let no_id = "an identifier has at least one character";
    check(no_id, orders::sent_order("order"), |order| order.shipping.as_mut().unwrap().method = "");
}

#[test]
fn tables_of_delivery_that_break_a_rule_are_not_read() {
    let check = |reason: &str, change: fn(&mut v3::delivery::Delivery<'_>)| {
        let stored = tables();
        let mut record = delivery::to_v3(&stored);
        change(&mut record);
        let sealed = codec::seal("meta", b"delivery", v3::VERSION, &record).unwrap();
        assert_eq!(refused(delivery::open("delivery", &sealed)), reason);
    };
    check("an identifier has at least one character", |tables| tables.methods[0].id = "");
    check("a currency is not three capital letters", |tables| tables.methods[0].amounts[0].0 = "usd");
    check("an amount is out of range", |tables| tables.methods[0].amounts[0].1 = -1);
    check("a country is not two capital letters", |tables| tables.zones[0].country = "us");
    check("a rate is out of range", |tables| tables.zones[0].rates[0].1 = u64::MAX);
    check("it stands there twice", |tables| tables.zones[0].id = "us");
}

#[test]
fn an_answer_that_breaks_a_rule_is_neither_written_nor_read() {
    let key = samples::answers::KEY;
    let mut stored = samples::answers::remade();
    let AnswerBody::Remade(remade) = &mut stored.body else { panic!("it is made again") };
    remade.outcomes = vec![Outcome::Created];
    assert_eq!(refused(answer::seal(key, &stored)), "an outcome has no record");

    let body = v3::answer::Body::Remade { cart: Some(""), order: None, outcomes: vec![] };
    let record = v3::answer::Answer { fingerprint: [0; 32], at_ms: 0, sequence: 1, body };
    let sealed = codec::seal("answers", &key.0, v3::VERSION, &record).unwrap();
    assert_eq!(refused(answer::open(key, &sealed)), "an identifier has at least one character");

    let sealed = answer::seal(key, &samples::answers::verbatim()).unwrap();
    let other = IdempotencyKey([2; 32]);
    assert_eq!(refused(answer::open(other, &sealed)), "its checksum does not match");
}
