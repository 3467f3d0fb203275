//! What is told of promotions when a cart changes.

use super::gifting::{automatic, facts_with, gift_with, targets};
use super::{add, add_lines, cart_id, eur, line_id, units};
use crate::domain::apply::{Message, apply};
use crate::domain::cart::Cart;
use crate::domain::command::entering::RemoveCode;
use crate::domain::command::{AddLines, ClearCart, Command, LineRef, OnAbsent, RemoveLine, UpdateLine};
use crate::domain::money::Currency;
use crate::domain::pricing::DeclineReason;
use crate::domain::promotion::{Code, Offer, Promotion, Reward, Targets};

/// The messages in words.
fn told(messages: &[Message]) -> Vec<String> {
    let words = |message: &Message| match message {
        Message::DiscountAdded { line } => format!("added to {line}"),
        Message::DiscountChanged { line } => format!("changed of {line}"),
        Message::DiscountRemoved { line } => format!("removed from {line}"),
        Message::PromotionAdded { promotion } => format!("{promotion} added"),
        Message::PromotionRemoved { promotion } => format!("{promotion} removed"),
        Message::Declined(declined) => {
            let reason = match declined.reason {
                DeclineReason::CurrencyMissing => "currency missing",
                DeclineReason::NotActive => "not active",
                DeclineReason::NotQualified => "not qualified",
            };
            format!("{} declined: {reason}", declined.promotion)
        }
    };
    messages.iter().map(words).collect()
}

/// What is told of each of these commands, one after the other.
#[track_caller]
fn check(promotions: &[Promotion], commands: &[(Command, &[&str])]) -> Cart {
    let mut cart = None;
    for (command, expected) in commands {
        let change = apply(&facts_with(cart, promotions.to_vec()), command).unwrap();
        assert_eq!(told(&change.notices.messages), *expected);
        cart = change.cart;
    }
    cart.unwrap()
}

fn adding(product: &str, quantity: i64) -> Command {
    Command::AddLines(add_lines(vec![add(product, quantity)]))
}

fn entering(code: &str) -> Command {
    Command::AddLines(AddLines { codes: vec![code.to_owned()], ..add_lines(vec![]) })
}

fn setting(line: &str, quantity: i64) -> Command {
    let command = UpdateLine::new(cart_id("c"), LineRef::Id(line_id(line)));
    Command::UpdateLine(UpdateLine { quantity: Some(units(quantity)), ..command })
}

fn taking_away(code: &str) -> Command {
    Command::RemoveCode(RemoveCode::new(cart_id("c"), code.to_owned()))
}

fn off_units(id: &str, product: &str) -> Promotion {
    let reward = Reward::UnitAmount {
        targets: Targets::Only(targets(product)),
        amounts: [(Currency::USD, 100)].into(),
    };
    automatic(id, reward)
}

fn off_cart(id: &str) -> Promotion {
    automatic(id, Reward::CartAmount { amounts: [(Currency::USD, 100)].into(), excluded: vec![] })
}

fn by_code(code: &str, promotion: Promotion) -> Promotion {
    let codes = vec![Code { code: code.to_owned(), uses_max: None }];
    Promotion { offer: Offer::ByCode(codes), ..promotion }
}

/// The document's example: one message, of the gift's line.
#[test]
fn a_gift_that_comes_is_told_once() {
    let leaving = Command::RemoveLine(RemoveLine { cart: cart_id("c"), line: LineRef::Id(line_id("plain")) });
    check(
        &[gift_with(1, "plain", "kit")],
        &[(adding("plain", 1), &["added to new-0"]), (adding("cheap", 1), &[]), (leaving, &[])],
    );
}

#[test]
fn discounts_of_units_are_told_by_line() {
    check(
        &[off_units("p", "kit")],
        &[
            (adding("plain", 1), &[]),
            (adding("kit", 1), &["added to kit"]),
            (adding("plain", 1), &[]),
            (setting("kit", 2), &["changed of kit"]),
        ],
    );
    let coded = by_code("KIT", off_units("p", "kit"));
    check(
        &[coded],
        &[
            (adding("kit", 1), &[]),
            (entering("KIT"), &["added to kit"]),
            (entering("KIT"), &[]),
            (taking_away("KIT"), &["removed from kit"]),
        ],
    );
}

#[test]
fn discounts_of_the_cart_are_told_by_promotion() {
    let clearing = ClearCart::new(cart_id("c"), OnAbsent::Refuse);
    check(
        &[off_cart("p"), by_code("TEN", off_cart("q"))],
        &[
            (adding("plain", 1), &["p added"]),
            (adding("plain", 1), &[]),
            (entering("TEN"), &["q added"]),
            (taking_away("TEN"), &["q removed"]),
            (Command::ClearCart(clearing), &["p removed"]),
        ],
    );
}

#[test]
fn a_code_that_takes_nothing_off_yet_is_told_when_it_is_entered() {
    let dear = Promotion { subtotal_min: [(Currency::USD, 3_000)].into(), ..off_cart("q") };
    check(
        &[by_code("TEN", dear)],
        &[
            (adding("plain", 1), &[]),
            (entering("TEN"), &["q declined: not qualified"]),
            (adding("plain", 1), &[]),
            (adding("plain", 1), &["q added"]),
            (setting("plain", 1), &["q removed", "q declined: not qualified"]),
        ],
    );
}

#[test]
fn a_currency_without_an_amount_is_told_once() {
    let euros = Command::AddLines(AddLines { currency: Some(eur()), ..add_lines(vec![add("plain", 1)]) });
    check(
        &[off_cart("p"), off_units("q", "kit")],
        &[
            (euros, &["p declined: currency missing"]),
            (adding("plain", 1), &[]),
            (adding("kit", 1), &["q declined: currency missing"]),
        ],
    );
}

#[test]
fn nothing_is_told_where_there_are_no_promotions() {
    check(&[], &[(adding("plain", 1), &[]), (setting("plain", 7), &[])]);
}
