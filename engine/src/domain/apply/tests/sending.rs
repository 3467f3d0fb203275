//! Checking out with shipping, with the taxes of where the goods go, and with the payment.

use std::sync::Arc;

use proptest::prelude::{any, prop, prop_assert, prop_assert_eq, proptest};

use super::ordering::{Shop, checkout, order_id, transaction_id};
use super::{NOW, add, add_lines, cart_of, line_id, refused, settings, text};
use crate::domain::apply::{OrderWrite, Outcome, Write};
use crate::domain::cart::{CartDiscount, CartStatus, LINES_MAX};
use crate::domain::catalog::{Customer, Settings};
use crate::domain::command::ordering::{
    CartAfterCheckout, Checkout, CheckoutDelivery, FullPayment, KeptContact, ShippingChoice,
};
use crate::domain::command::{AddLine, Command};
use crate::domain::delivery::samples::delivery as tables;
use crate::domain::id::{CustomerId, ShippingMethodId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::order::{Address, AddressForm, Contact, Order, PaymentState};
use crate::domain::pricing::price;
use crate::domain::promotion::Promotions;
use crate::domain::tax::Rate;
use crate::domain::value::Value;

const KEPT: KeptContact = KeptContact {
    email: "mail",
    billing_address: "bill",
    shipping_address: "goods",
    form: AddressForm {
        line_1: "one",
        line_2: "two",
        city: "town",
        region: "state",
        postcode: "code",
        country: "land",
    },
};

pub(super) fn illinois() -> Address {
    Address { country: "US".to_owned(), region: "IL".to_owned(), ..Address::default() }
}

pub(super) fn payment(transaction: &str) -> FullPayment {
    FullPayment {
        new_transaction: transaction_id(transaction),
        gateway: "cash".to_owned(),
        name: String::new(),
        custom_reference: "till 7".to_owned(),
    }
}

fn delivery(shipping: ShippingChoice) -> CheckoutDelivery {
    CheckoutDelivery { kept: Some(KEPT), shipping, are_zone_taxes_put: true }
}

fn method(id: &str) -> ShippingChoice {
    ShippingChoice::Method(ShippingMethodId::new(id).unwrap())
}

/// Sends the cart by post to Illinois, and pays for it.
pub(super) fn send(order: &str) -> Checkout {
    Checkout {
        shipping_address: illinois(),
        cart_after: CartAfterCheckout::Convert,
        delivery: delivery(method("post")),
        payment: Some(payment(&format!("paid-{order}"))),
        number_prefix: Some("ORD-".to_owned()),
        ..checkout(order)
    }
}

pub(super) fn shop(lines: Vec<AddLine>) -> Shop {
    let mut shop = Shop::new(lines);
    shop.facts.settings = Arc::new(Settings { delivery: tables(), ..settings() });
    shop
}

/// What tax is on the order, what sending it costs, and what it costs in all.
fn amounts(order: &Order) -> (i64, Option<i64>, i64) {
    (order.priced.tax_total, order.shipping_amount(), order.priced.total)
}

#[test]
fn an_order_is_sent_taxed_and_paid_at_once() {
    let mut shop = shop(vec![add("plain", 2), add("scarce", 1)]);
    let order = shop.check_out(send("o"));
    // 9 % of 20.00 and of 10.00, and the post.
    assert_eq!(amounts(&order), (270, Some(599), 3_000 + 270 + 599));
    assert_eq!((order.payment(), order.balance()), (PaymentState::Paid, 0));
    assert_eq!(order.transactions[0].minor_units, order.priced.total);
    assert_eq!(order.transactions[0].custom_reference, "till 7");
    assert_eq!(order.number.as_deref(), Some("ORD-000007"));
    assert_eq!((order.lines.len(), order.priced.lines.len()), (3, 3));
    let sent_by = order.shipping.as_ref().unwrap();
    assert_eq!((sent_by.place, sent_by.method.as_str(), sent_by.estimated_days), (2, "post", Some(5)));
    let line = &order.lines[2];
    assert_eq!(
        (line.name.as_str(), line.sku.as_str(), line.line.unit_price.minor_units),
        ("By post", "post", 599)
    );
    assert!(order.lines.iter().all(|one| one.id == line.id || one.line.id != line.line.id));
    assert_eq!(shop.stock("scarce"), (4, 1));
    assert_eq!(shop.cart().status, CartStatus::Converted);
    assert!(shop.cart().lines.iter().all(|line| line.taxes.is_empty()));
}

#[test]
fn a_cart_that_was_paid_for_gives_its_order_whatever_is_asked_for() {
    let mut shop = shop(vec![add("plain", 2)]);
    let order = shop.check_out(send("o"));
    for again in [send("p"), checkout("p"), Checkout { delivery: delivery(method("gone")), ..send("p") }] {
        let change = shop.change(&Command::Checkout(Box::new(again))).unwrap();
        assert_eq!((change.write, change.order_write), (Write::Nothing, OrderWrite::Nothing));
        assert!(matches!(change.outcome, Outcome::CheckedOut { is_new: false }));
        assert_eq!(change.order.as_ref(), Some(&order));
    }
}

#[test]
fn an_order_that_nobody_has_paid_for_is_paid_where_it_is_the_same() {
    let plain = |order: &str| Checkout { delivery: CheckoutDelivery::NONE, ..send(order) };
    let mut same = shop(vec![add("scarce", 2)]);
    same.check_out(Checkout { number: Some("web-1".to_owned()), ..checkout("o") });
    let change = same.change(&Command::Checkout(Box::new(plain("p")))).unwrap();
    assert_eq!(change.order_write, OrderWrite::Update);
    assert!(matches!(change.outcome, Outcome::CheckedOut { is_new: false }));
    assert!(change.used_codes.is_empty());
    let order = same.order();
    assert_eq!((&order.id, order.payment(), order.revision), (&order_id("o"), PaymentState::Paid, 1));
    assert_eq!((order.number.as_deref(), &order.shipping_address), (Some("web-1"), &illinois()));
    assert_eq!((same.stock("scarce"), same.cart().status), ((3, 2), CartStatus::Converted));
    assert_eq!(same.check_out(plain("q")).id, order_id("o"));

    let mut nameless = shop(vec![add("scarce", 2)]);
    nameless.check_out(Checkout { shipping_address: illinois(), ..checkout("o") });
    let bare = Checkout { shipping_address: Address::default(), contact: Contact::default(), ..plain("p") };
    let order = nameless.check_out(bare);
    assert_eq!((order.number.as_deref(), order.contact.name.as_str()), (Some("ORD-000006"), "Ann Roe"));
    assert_eq!(order.shipping_address, illinois());

    let mut other = shop(vec![add("scarce", 2)]);
    other.check_out(checkout("o"));
    let change = other.change(&Command::Checkout(Box::new(send("p")))).unwrap();
    assert_eq!(change.order_write, OrderWrite::Create);
    assert_eq!((&other.order().id, other.order().payment()), (&order_id("p"), PaymentState::Paid));
}

#[test]
fn the_way_of_shipping_must_go_there() {
    let check = |checkout: Checkout, expected: Option<(&str, i64)>| {
        let order = shop(vec![add("plain", 1)]).check_out(checkout);
        let sent = order.shipping.as_ref().map(|sent| sent.method.as_str().to_owned());
        assert_eq!(sent.as_deref(), expected.map(|(method, _)| method));
        assert_eq!(order.shipping_amount(), expected.map(|(_, minor_units)| minor_units));
        assert_eq!(order.lines.len(), 1 + usize::from(expected.is_some()));
    };
    check(send("o"), Some(("post", 599)));
    check(Checkout { delivery: delivery(ShippingChoice::Cheapest), ..send("o") }, Some(("later", 0)));
    check(Checkout { delivery: delivery(ShippingChoice::None), ..send("o") }, None);
    let nowhere = Address::default();
    check(
        Checkout { delivery: delivery(method("later")), shipping_address: nowhere.clone(), ..send("o") },
        Some(("later", 0)),
    );
    let refuses = |checkout: Checkout, expected: &str| {
        refused(&shop(vec![add("plain", 1)]).facts, &Command::Checkout(Box::new(checkout)), expected);
    };
    let not_there = "the shipping method post does not go there";
    refuses(Checkout { shipping_address: nowhere, ..send("o") }, not_there);
    refuses(
        Checkout { delivery: delivery(method("gone")), ..send("o") },
        "the shipping method gone does not go there",
    );
    let mut bare = Shop::new(vec![add("plain", 1)]);
    let cheapest = Checkout { delivery: delivery(ShippingChoice::Cheapest), ..send("o") };
    assert_eq!(amounts(&bare.check_out(cheapest)), (0, None, 1_000));
}

#[test]
fn goods_go_where_the_command_says_else_where_the_cart_knows() {
    let town = |city: &str| Address { city: city.to_owned(), ..Address::default() };
    let kept = |name: &str, city: &str| {
        let address = Value::Map(vec![("town".to_owned(), text(city)), ("code".to_owned(), Value::Null)]);
        (name.to_owned(), address)
    };
    let check = |goods: &str, bill: &str, attributes: Vec<(String, Value)>, expected: (&str, &str)| {
        let mut shop = shop(vec![add("plain", 1)]);
        shop.facts.cart.as_mut().map(Arc::make_mut).unwrap().attributes = attributes;
        let order = shop.check_out(Checkout {
            shipping_address: town(goods),
            billing_address: town(bill),
            delivery: delivery(ShippingChoice::None),
            ..send("o")
        });
        assert_eq!((order.shipping_address, order.billing_address), (town(expected.0), town(expected.1)));
    };
    let both = || vec![kept("goods", "g"), kept("bill", "b")];
    check("G", "B", both(), ("G", "B"));
    check("", "B", both(), ("g", "B"));
    check("G", "", both(), ("G", "b"));
    check("", "B", vec![kept("bill", "b")], ("B", "B"));
    check("", "", vec![kept("bill", "b")], ("b", "b"));
    check("", "", vec![("goods".to_owned(), text("g"))], ("", ""));
}

#[test]
fn the_address_for_mail_is_the_carts_before_the_customers() {
    let mut shop = shop(vec![add("plain", 1)]);
    shop.facts.customer = Some(Customer {
        id: CustomerId::new("182").unwrap(),
        name: "Ann".to_owned(),
        email: "ann@example.com".to_owned(),
    });
    let cart = shop.facts.cart.as_mut().map(Arc::make_mut).unwrap();
    cart.attributes = vec![("mail".to_owned(), text("till@example.com"))];
    let order = shop.check_out(Checkout { contact: Contact::default(), ..send("o") });
    assert_eq!((order.contact.name.as_str(), order.contact.email.as_str()), ("Ann", "till@example.com"));
}

#[test]
fn sending_is_a_line_more_than_a_cart_may_have() {
    let at = |place: usize| AddLine {
        new_line: line_id(&place.to_string()),
        location: Some(place.to_string()),
        ..add("plain", 1)
    };
    let order = shop((0..LINES_MAX).map(at).collect()).check_out(send("o"));
    assert_eq!(order.lines.len(), LINES_MAX + 1);
    // So many are sent for nothing.
    assert_eq!(amounts(&order), (9_000, Some(0), 100_000 + 9_000));
}

#[test]
fn what_would_cost_too_much_to_send_is_refused() {
    let most = AddLine { price_override: Some(AMOUNT_MINOR_UNITS_MAX - 598), ..add("plain", 1) };
    let untaxed = CheckoutDelivery { are_zone_taxes_put: false, ..delivery(method("post")) };
    let command = Command::Checkout(Box::new(Checkout { delivery: untaxed, ..send("o") }));
    let mut dear = shop(vec![most]);
    let mut settings = Settings::clone(&dear.facts.settings);
    settings.delivery.methods[0].free_subtotal_min.clear();
    dear.facts.settings = Arc::new(settings);
    dear.refuses(&command, "the cart's total would be out of range");
    dear.facts.cart.as_mut().map(Arc::make_mut).unwrap().lines[0].unit_price.minor_units -= 1;
    assert_eq!(dear.change(&command).unwrap().order.unwrap().priced.total, AMOUNT_MINOR_UNITS_MAX);
}

#[test]
fn what_is_short_is_neither_ordered_nor_paid() {
    let mut short = shop(vec![add("scarce", 3)]);
    short.facts.cart.as_mut().map(Arc::make_mut).unwrap().is_stock_deferred = true;
    short.change(&Command::AddLines(add_lines(vec![add("scarce", 3)]))).unwrap();
    let command = Command::Checkout(Box::new(send("o")));
    short.refuses(&command, "there are 5 of SKU-scarce in stock, 6 were asked for");
}

#[test]
fn what_costs_nothing_is_paid_with_nothing() {
    let free = AddLine { price_override: Some(0), ..add("plain", 1) };
    let later = Checkout { delivery: delivery(method("later")), ..send("o") };
    let order = shop(vec![free]).check_out(later);
    assert_eq!((amounts(&order), order.payment()), ((0, Some(0), 0), PaymentState::Paid));
}

#[test]
fn a_zone_taxes_lines_that_have_no_tax_of_their_own() {
    let at = |place: &str| AddLine {
        new_line: line_id(place),
        location: Some(place.to_owned()),
        ..add("plain", 1)
    };
    let mut cart = cart_of(vec![at("a"), at("b"), at("c"), at("d")]);
    let zone = tables().zones.swap_remove(0);
    cart.lines[1].tax_rate = Rate::parse("0.2").unwrap();
    cart.lines[2].unit_price.includes_tax = true;
    cart.lines[3].taxes = zone.tax(&cart).lines[3].taxes[..1].to_vec();
    let taxed = zone.tax(&cart);
    let ids: Vec<&str> = taxed.lines[0].taxes.iter().map(|tax| tax.id.as_str()).collect();
    assert_eq!(ids, ["il-1-0", "il-1-1"]);
    assert_eq!(taxed.lines[0].taxes[0].jurisdiction.as_deref(), Some("IL"));
    assert_eq!(taxed.lines[1..], cart.lines[1..]);
    assert_eq!(price(&taxed, &Promotions::default(), NOW).unwrap().lines[0].tax_total, 90);
}

proptest! {
    #[test]
    fn an_order_costs_what_asking_has_said(
        lines in prop::collection::vec((prop::sample::select(vec!["plain", "cheap", "kit"]), 1..9_i64), 1..4),
        off in 0..3_000_i64,
        to in prop::sample::select(vec![("US", "IL"), ("US", "NY"), ("CA", ""), ("", "")]),
        is_free_of_choice: bool,
    ) {
        let options = || Some(vec![("team".to_owned(), text("1"))]);
        let lines = lines.into_iter().map(|(product, units)| AddLine { options: options(), ..add(product, units) });
        let mut shop = shop(lines.collect());
        let discount = CartDiscount { id: "d".into(), code: String::new(), name: String::new(), minor_units: off };
        shop.facts.cart.as_mut().map(Arc::make_mut).unwrap().discounts = vec![discount];
        let to = Address { country: to.0.to_owned(), region: to.1.to_owned(), ..Address::default() };
        let tables = &shop.facts.settings.delivery;
        let cart = shop.cart();
        let taxed = tables.zone(&to).map_or_else(|| cart.clone(), |zone| zone.tax(cart));
        let asked = price(&taxed, &shop.facts.promotions, NOW).unwrap();
        let offers = tables.offers(&to, Currency::USD, asked.subtotal);
        let offer = if is_free_of_choice { offers.first() } else { offers.last() }.unwrap();
        let shipping = if is_free_of_choice { ShippingChoice::Cheapest } else { method(offer.method.id.as_str()) };
        let said = asked.total + offer.minor_units;
        let command = Checkout { shipping_address: to, delivery: delivery(shipping), ..send("o") };
        let order = shop.check_out(command);
        prop_assert_eq!(order.priced.total, said);
        prop_assert_eq!(order.priced.lines.iter().map(|line| line.total).sum::<i64>(), said);
        let goods = order.priced.subtotal - order.shipping_amount().unwrap();
        prop_assert_eq!(said, goods - asked.discount_total + asked.tax_total + order.shipping_amount().unwrap());
        prop_assert!(order.balance() == 0 && order.paid() == said);
    }

    #[test]
    fn an_address_is_read_by_the_names_of_its_members(texts in prop::collection::vec(any::<String>(), 6)) {
        let names = ["one", "two", "town", "state", "code", "land"];
        let members = names.iter().zip(&texts).map(|(name, value)| ((*name).to_owned(), text(value)));
        let read = KEPT.form.read(&Value::Map(members.collect()));
        let parts = [read.line_1, read.line_2, read.city, read.region, read.postcode, read.country];
        prop_assert_eq!(parts.to_vec(), texts);
    }
}
