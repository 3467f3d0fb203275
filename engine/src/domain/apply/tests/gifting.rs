//! Gifts that come with what they are given for, and leave with it.

use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

use proptest::prelude::{Strategy, prop, prop_assert, prop_assert_eq, prop_oneof, proptest};

use super::{
    NOW, add, add_lines, add_variant, cart_id, cart_of, catalog, eur, facts, line_id, product, quantities,
    tracked, units,
};
use crate::domain::apply::draft::Draft;
use crate::domain::apply::settle::settle;
use crate::domain::apply::{Change, apply};
use crate::domain::cart::{Cart, CustomItem, LINES_MAX};
use crate::domain::command::{AddContent, AddLine, AddLines, Command, LineRef, RemoveLine, UpdateLine};
use crate::domain::facts::{Facts, Found};
use crate::domain::id::PromotionId;
use crate::domain::money::{Currency, UnitPrice};
use crate::domain::pricing::{PricedCart, price};
use crate::domain::promotion::{Offer, Promotion, Promotions, Requirement, Reward, Target};
use crate::domain::shared::Shared;
use crate::domain::time::Timestamp;

pub(super) fn targets(text: &str) -> Vec<Target> {
    text.split_whitespace().map(|target| Target(target.to_owned())).collect()
}

pub(super) fn automatic(id: &str, reward: Reward) -> Promotion {
    Promotion {
        id: PromotionId::new(id).unwrap(),
        name: id.to_owned(),
        description: String::new(),
        is_enabled: true,
        offer: Offer::Automatic,
        starts_at: None,
        ends_at: None,
        subtotal_min: BTreeMap::new(),
        applications_max: None,
        discount_max: BTreeMap::new(),
        created_at: NOW,
        reward,
    }
}

/// Whoever buys so many of one gets one of each of the others.
pub(super) fn gift_with(quantity: u32, required: &str, gifts: &str) -> Promotion {
    let requirements = vec![Requirement { targets: targets(required), quantity }];
    automatic("p", Reward::Gift { requirements, gifts: targets(gifts), is_added: true })
}

/// The facts with these promotions, whose targets are products and variants of the catalog by their identifiers.
pub(super) fn facts_with(cart: Option<Cart>, promotions: Vec<Promotion>) -> Facts {
    let mut found = HashMap::new();
    for product in catalog() {
        for variant in &product.variants {
            let of_variant = Found { product: product.id.clone(), variant: Some(variant.id.clone()) };
            found.insert(Target(variant.id.to_string()), of_variant);
        }
        let of_product = Found { product: product.id.clone(), variant: None };
        found.insert(Target(product.id.to_string()), of_product);
    }
    Facts { promotions: Arc::new(Promotions::new(promotions, found)), ..facts(cart) }
}

fn adding(product: &str, quantity: i64) -> Command {
    Command::AddLines(add_lines(vec![add(product, quantity)]))
}

fn setting(line: &str, quantity: i64) -> Command {
    let command = UpdateLine::new(cart_id("c"), LineRef::Id(line_id(line)));
    Command::UpdateLine(UpdateLine { quantity: Some(units(quantity)), ..command })
}

fn removing(line: &str) -> Command {
    Command::RemoveLine(RemoveLine { cart: cart_id("c"), line: LineRef::Id(line_id(line)) })
}

#[track_caller]
fn change(cart: Option<Cart>, promotions: &[Promotion], command: &Command) -> Change {
    apply(&facts_with(cart, promotions.to_vec()), command).unwrap()
}

/// The cart's lines after these commands, one after the other: how many units, and how many of them were added.
#[track_caller]
fn check(promotions: &[Promotion], commands: &[Command], expected: &[(&str, u32, u32)]) -> Cart {
    let mut cart = None;
    for command in commands {
        cart = change(cart, promotions, command).cart;
    }
    let cart = cart.unwrap();
    let lines: Vec<(&str, u32, u32)> = cart
        .lines
        .iter()
        .map(|line| (line.id.as_str(), line.quantity.units(), line.auto_added_units()))
        .collect();
    assert_eq!(lines, expected);
    cart
}

fn priced(cart: &Cart, promotions: &[Promotion]) -> PricedCart {
    price(cart, &facts_with(None, promotions.to_vec()).promotions, NOW).unwrap()
}

#[test]
fn a_gift_comes_and_leaves_with_what_it_is_given_for() {
    let all = [gift_with(2, "plain", "kit")];
    check(&all, &[adding("plain", 1)], &[("plain", 1, 0)]);
    let cart = check(&all, &[adding("plain", 2)], &[("plain", 2, 0), ("new-0", 1, 1)]);
    assert_eq!(priced(&cart, &all).total, 2_000);
    assert!(cart.lines.is_sorted_by_key(|line| line.sequence) && cart.line_sequence == 2);
    check(&all, &[adding("plain", 2), adding("plain", 3)], &[("plain", 5, 0), ("new-0", 2, 2)]);
    let fewer = [adding("plain", 6), setting("plain", 3)];
    check(&all, &fewer, &[("plain", 3, 0), ("new-0", 1, 1)]);
    check(&all, &[adding("plain", 6), setting("plain", 1)], &[("plain", 1, 0)]);
    let empty = check(&all, &[adding("plain", 6), removing("plain")], &[]);
    assert_eq!(empty.currency_lock(), None);
}

#[test]
fn what_the_shopper_has_already_is_not_added_again() {
    let all = [gift_with(1, "plain", "kit")];
    let cart = check(&all, &[adding("kit", 1), adding("plain", 1)], &[("kit", 1, 0), ("plain", 1, 0)]);
    assert_eq!(priced(&cart, &all).total, 1_000);
    let two = [adding("kit", 1), adding("plain", 2)];
    let cart = check(&all, &two, &[("kit", 2, 1), ("plain", 2, 0)]);
    assert_eq!(priced(&cart, &all).total, 2_000);
    // What was the shopper's stays when the rest leaves.
    let commands = [adding("kit", 1), adding("plain", 2), removing("plain")];
    let cart = check(&all, &commands, &[("kit", 1, 0)]);
    assert_eq!(priced(&cart, &all).total, 1_000);
}

#[test]
fn a_quantity_that_is_set_is_that_of_the_whole_line() {
    let all = [gift_with(1, "plain", "kit")];
    let set = |quantity| [adding("plain", 2), setting("new-0", quantity)];
    check(&all, &set(2), &[("plain", 2, 0), ("new-0", 2, 2)]);
    // Fewer than are given: what is due is there again.
    check(&all, &set(1), &[("plain", 2, 0), ("new-0", 2, 2)]);
    // More: so many are wanted, of which those that are due are free.
    let cart = check(&all, &set(3), &[("plain", 2, 0), ("new-0", 3, 0)]);
    assert_eq!(priced(&cart, &all).total, 3_000);
    let back = [adding("plain", 2), setting("new-0", 3), setting("new-0", 1)];
    check(&all, &back, &[("plain", 2, 0), ("new-0", 2, 1)]);
}

#[test]
fn a_gift_that_is_taken_out_comes_back_while_it_is_due() {
    let all = [gift_with(1, "plain", "kit")];
    check(&all, &[adding("plain", 1), removing("new-0")], &[("plain", 1, 0), ("new-0", 1, 1)]);
}

#[test]
fn buying_one_brings_another_of_the_same() {
    let all = [gift_with(1, "plain", "plain")];
    check(&all, &[adding("plain", 1)], &[("plain", 2, 1)]);
    check(&all, &[adding("plain", 2)], &[("plain", 2, 0)]);
    let cart = check(&all, &[adding("plain", 3)], &[("plain", 4, 1)]);
    assert_eq!(priced(&cart, &all).total, 2_000);
    check(&all, &[adding("plain", 3), setting("plain", 1)], &[("plain", 2, 1)]);
    check(&all, &[adding("plain", 1), adding("plain", 1)], &[("plain", 2, 0)]);
}

#[test]
fn a_line_with_something_about_it_is_left_alone() {
    let all = [gift_with(1, "plain", "kit")];
    let elsewhere = AddLine { location: Some("depot".into()), ..add("kit", 1) };
    let both = Command::AddLines(add_lines(vec![elsewhere, add("plain", 2)]));
    check(&all, &[both], &[("kit", 1, 0), ("plain", 2, 0), ("new-0", 1, 1)]);
}

#[test]
fn a_gift_may_be_a_variant() {
    let add_large = Command::AddLines(add_lines(vec![add_variant("shirt", "large", 1)]));
    let cart = check(&[gift_with(1, "large", "small")], &[add_large], &[("large", 1, 0), ("new-0", 1, 1)]);
    assert_eq!(cart.lines[1].variant().unwrap().as_str(), "small");
}

#[test]
fn a_gift_that_is_not_sold_or_must_be_chosen_of_stays_a_suggestion() {
    for gift in ["gone", "shirt", "nothing"] {
        let all = [gift_with(1, "plain", gift)];
        let change = change(None, &all, &adding("plain", 1));
        assert_eq!(quantities(&change), [("plain", 1)]);
        assert!(change.notices.gift_refusals.is_empty());
        assert_eq!(priced(&change.cart.unwrap(), &all).suggestions[0].gifts, [(targets(gift).remove(0), 1)]);
    }
}

#[test]
fn only_automatic_promotions_that_say_so_add_their_gifts() {
    let Reward::Gift { requirements, gifts, .. } = gift_with(1, "plain", "kit").reward else { panic!() };
    let all = [automatic("p", Reward::Gift { requirements, gifts, is_added: false })];
    let cart = check(&all, &[adding("plain", 1)], &[("plain", 1, 0)]);
    assert_eq!(priced(&cart, &all).suggestions.len(), 1);
}

/// What is refused of a gift, and how many lines there are then.
#[track_caller]
fn refuses(facts: &Facts, command: &Command, refusals: &[&str], lines: usize) {
    let change = apply(facts, command).unwrap();
    let is: Vec<String> = change.notices.gift_refusals.iter().map(ToString::to_string).collect();
    assert_eq!(
        (is.iter().map(String::as_str).collect::<Vec<_>>().as_slice(), change.cart.unwrap().lines.len()),
        (refusals, lines)
    );
}

#[test]
fn a_gift_without_a_price_in_the_currency_is_told() {
    let euros = Command::AddLines(AddLines { currency: Some(eur()), ..add_lines(vec![add("plain", 1)]) });
    let facts = facts_with(None, vec![gift_with(1, "plain", "cheap")]);
    refuses(&facts, &euros, &["the product cheap has no price in EUR"], 1);
    refuses(&facts, &adding("plain", 1), &[], 2);
}

#[test]
fn as_many_gifts_are_added_as_are_in_stock() {
    let all = [gift_with(1, "plain", "scarce")];
    let facts = facts_with(None, all.to_vec());
    refuses(&facts, &adding("plain", 5), &[], 2);
    let refusal = "there are 5 of SKU-scarce in stock, 7 were asked for";
    refuses(&facts, &adding("plain", 7), &[refusal], 2);
    check(&all, &[adding("plain", 7)], &[("plain", 7, 0), ("new-0", 5, 5)]);
    check(&all, &[adding("plain", 4), adding("plain", 3)], &[("plain", 7, 0), ("new-0", 5, 5)]);
    let deferred = Cart { is_stock_deferred: true, ..cart_of(vec![add("kit", 1)]) };
    let facts = facts_with(Some(deferred), all.to_vec());
    refuses(&facts, &adding("plain", 7), &[], 3);
    // The shopper's own take from the same stock.
    let mut none = facts_with(None, all.to_vec());
    let sold_out = crate::domain::catalog::Product { stock: tracked(0), ..product("scarce") };
    none.products.insert(sold_out.id.clone(), Arc::new(sold_out));
    refuses(&none, &adding("plain", 1), &["there are 0 of SKU-scarce in stock, 1 were asked for"], 1);
}

#[test]
fn a_full_cart_has_no_room_for_a_gift() {
    let bag = |number: usize| {
        let custom = CustomItem { name: "bag".into(), sku: String::new(), description: String::new() };
        let unit_price = UnitPrice { minor_units: 5, includes_tax: false };
        let id = line_id(&format!("bag-{number}"));
        AddLine::of(id, AddContent::Custom { custom, unit_price }, units(1))
    };
    let facts = |bags: usize| {
        let cart = cart_of((0..bags).map(bag).collect());
        facts_with(Some(cart), vec![gift_with(1, "plain", "kit")])
    };
    refuses(&facts(LINES_MAX - 2), &adding("plain", 1), &[], LINES_MAX);
    refuses(&facts(LINES_MAX - 1), &adding("plain", 1), &["a cart has at most 100 lines"], LINES_MAX);
}

#[test]
fn a_promotion_adds_no_more_than_it_may_take_off() {
    let limited = |minor_units| Promotion {
        discount_max: [(Currency::USD, minor_units)].into(),
        ..gift_with(1, "plain", "kit card")
    };
    check(&[limited(999)], &[adding("plain", 9)], &[("plain", 9, 0)]);
    check(&[limited(2_999)], &[adding("plain", 9)], &[("plain", 9, 0), ("new-0", 2, 2)]);
    let both: [(&str, u32, u32); 3] = [("plain", 2, 0), ("new-0", 2, 2), ("new-1", 1, 1)];
    check(&[limited(3_000)], &[adding("plain", 2)], &both);
    check(
        &[limited(3_000)],
        &[adding("plain", 2), adding("cheap", 1)],
        &[both[0], both[1], both[2], ("cheap", 1, 0)],
    );
}

#[test]
fn gifts_leave_with_their_promotion_at_the_next_change() {
    let all = [gift_with(1, "plain", "kit")];
    let cart = check(&all, &[adding("plain", 1)], &[("plain", 1, 0), ("new-0", 1, 1)]);
    for left in [
        vec![],
        vec![Promotion { is_enabled: false, ..all[0].clone() }],
        vec![Promotion { ends_at: Some(NOW), ..all[0].clone() }],
        vec![Promotion { starts_at: Some(Timestamp::from_millis(2_000_000)), ..all[0].clone() }],
        vec![Promotion { subtotal_min: [(Currency::USD, 9_999)].into(), ..all[0].clone() }],
        vec![gift_with(1, "plain", "card nothing")],
    ] {
        let stays = left.first().is_some_and(|one| one.reward != all[0].reward);
        let change = change(Some(cart.clone()), &left, &adding("cheap", 1));
        let lines: Vec<&str> = quantities(&change).into_iter().map(|(line, _)| line).collect();
        let expected: &[&str] = if stays { &["plain", "cheap", "new-0"] } else { &["plain", "cheap"] };
        assert_eq!(lines, expected);
    }
}

#[derive(Debug, Clone)]
enum Step {
    Add(&'static str, i64),
    Set(usize, i64),
    Remove(usize),
}

const SOLD: [&str; 5] = ["plain", "scarce", "card", "kit", "cheap"];

fn steps() -> impl Strategy<Value = Vec<Step>> {
    let quantity = || prop_oneof![9 => 1_i64..6, 1 => 1_i64..=1_000_000_000];
    let step = prop_oneof![
        3 => (0..SOLD.len(), quantity()).prop_map(|(product, quantity)| Step::Add(SOLD[product], quantity)),
        2 => (0..6_usize, quantity()).prop_map(|(line, quantity)| Step::Set(line, quantity)),
        1 => (0..6_usize).prop_map(Step::Remove),
    ];
    prop::collection::vec(step, 1..12)
}

fn gifts() -> impl Strategy<Value = Vec<Promotion>> {
    let some = || prop::sample::subsequence(SOLD.to_vec(), 1..3).prop_map(|some| some.join(" "));
    let requirement = (some(), 1_u32..4);
    let limits = (prop::option::of(0_u32..4), prop::option::of(1_i64..5_000));
    let one =
        (prop::collection::vec(requirement, 1..3), some(), limits).prop_map(|(needs, gifts, limits)| {
            let needs = needs.into_iter();
            let requirements =
                needs.map(|(required, quantity)| Requirement { targets: targets(&required), quantity });
            let reward =
                Reward::Gift { requirements: requirements.collect(), gifts: targets(&gifts), is_added: true };
            Promotion {
                applications_max: limits.0,
                discount_max: limits.1.map_or_else(BTreeMap::new, |most| [(Currency::USD, most)].into()),
                ..automatic("p", reward)
            }
        });
    prop::collection::vec(one, 0..4).prop_map(|all| {
        let numbered = all.into_iter().enumerate();
        numbered
            .map(|(number, one)| Promotion { id: PromotionId::new(format!("p{number}")).unwrap(), ..one })
            .collect()
    })
}

/// The cart after the steps, but for those that are refused.
fn walk(steps: &[Step], all: &[Promotion]) -> Cart {
    let mut cart = change(None, all, &adding("plain", 1)).cart.unwrap();
    for step in steps {
        let line = |place: usize| cart.lines.get(place).map_or("none", |line| line.id.as_str());
        let command = match step {
            Step::Add(product, quantity) => adding(product, *quantity),
            Step::Set(place, quantity) => setting(line(*place), *quantity),
            Step::Remove(place) => removing(line(*place)),
        };
        if let Ok(change) = apply(&facts_with(Some(cart.clone()), all.to_vec()), &command) {
            cart = change.cart.unwrap();
        }
    }
    cart
}

proptest! {
    #[test]
    fn gifts_are_settled_once_and_for_all(steps in steps(), all in gifts()) {
        let cart = walk(&steps, &all);
        let facts = facts_with(None, all.clone());
        let mut draft = Draft { cart: cart.clone(), is_stored: true, at: NOW, counted_at: NOW };
        settle(&facts, &mut draft);
        prop_assert_eq!(&draft.cart, &cart);
        for line in &cart.lines {
            prop_assert!(line.auto_added_units() <= line.quantity.units());
            prop_assert!(line.auto_added.iter().all(|added| 0 < added.units));
        }
        for applied in price(&cart, &facts.promotions, NOW).unwrap().applied {
            let promotion = facts.promotions.find(applied.promotion.as_ref().unwrap()).unwrap();
            let most = promotion.discount_max.values().next();
            prop_assert!(most.is_none_or(|most| applied.minor_units <= *most));
        }
    }

    /// Of what is not itself a gift that was there before: that is the shopper's from then on.
    #[test]
    fn taking_out_what_was_put_in_restores_what_the_cart_costs(
        steps in steps(),
        all in gifts(),
        product in 0..SOLD.len(),
        quantity in 1_i64..9,
    ) {
        let cart = walk(&steps, &all);
        let product = SOLD[product];
        let is_there = cart.lines.iter().any(|line| line.product().is_some_and(|one| one.as_str() == product));
        let facts = |cart: &Cart| facts_with(Some(cart.clone()), all.clone());
        let Ok(more) = apply(&facts(&cart), &adding(product, quantity)) else { return Ok(()) };
        if is_there {
            return Ok(());
        }
        let less = apply(&facts(&more.cart.unwrap()), &removing(product)).unwrap().cart.unwrap();
        let contents = |cart: &Cart| {
            let line = |line: &Shared<crate::domain::cart::Line>| {
                (line.product().cloned(), line.quantity, line.auto_added_units())
            };
            let mut lines: Vec<_> = cart.lines.iter().map(line).collect();
            lines.sort_unstable();
            lines
        };
        prop_assert_eq!(contents(&less), contents(&cart));
        prop_assert_eq!(priced(&less, &all).total, priced(&cart, &all).total);
    }
}
