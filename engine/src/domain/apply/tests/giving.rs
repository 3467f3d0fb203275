use std::collections::HashMap;
use std::sync::Arc;

use super::entering::dollar_off;
use super::{
    NOW, add, add_lines, begin, cart_id, cart_of, eur, facts, line_id, merge_counts, net, quantities,
    refused, tracked, units,
};
use crate::domain::apply::{Change, SourceChange, apply};
use crate::domain::cart::{Cart, EnteredCode};
use crate::domain::catalog::{PriceTier, Product};
use crate::domain::command::changing::{ChangeLines, LineChange};
use crate::domain::command::merging::{
    CopyFrom, CopyLines, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter,
};
use crate::domain::command::{
    AddLine, AddLines, Checks, ClearCart, Command, LineRef, OnAbsent, OnDuplicate, OnRefusal, RemoveLine,
    UpdateLine,
};
use crate::domain::facts::{Facts, Found};
use crate::domain::id::{ProductId, PromotionId};
use crate::domain::money::Currency;
use crate::domain::promotion::{Offer, Promotion, Promotions, Requirement, Reward, Target};

/// One automatic promotion, which puts a unit of one product into carts for each of another.
fn gifts_for(required: &str, gift: &str) -> Promotions {
    let target = |product: &str| Target(product.to_owned());
    let reward = Reward::Gift {
        requirements: vec![Requirement { targets: vec![target(required)], quantity: 1 }],
        gifts: vec![target(gift)],
        is_added: true,
    };
    let promotion = Promotion { offer: Offer::Automatic, reward, ..dollar_off("gift", &[]) };
    let found = |product| Found { product: ProductId::new(product).unwrap(), variant: None };
    let targets: HashMap<_, _> = [required, gift].map(|product| (target(product), found(product))).into();
    Promotions::new(vec![promotion], targets)
}

/// The facts of a store that puts one `cheap` into carts for each `plain`.
pub(super) fn shop(cart: Option<Cart>) -> Facts {
    Facts { promotions: Arc::new(gifts_for("plain", "cheap")), ..facts(cart) }
}

#[track_caller]
pub(super) fn does(facts: &Facts, command: &Command, expected: &[(&str, u32)]) -> Change {
    let change = apply(facts, command).unwrap();
    assert_eq!(quantities(&change), expected);
    change
}

fn adding(lines: Vec<AddLine>) -> Command {
    Command::AddLines(add_lines(lines))
}

fn setting(line: &str, quantity: i64) -> Command {
    let line = LineRef::Id(line_id(line));
    Command::UpdateLine(UpdateLine { quantity: Some(units(quantity)), ..UpdateLine::new(cart_id("c"), line) })
}

fn removing(line: &str) -> Command {
    Command::RemoveLine(RemoveLine { cart: cart_id("c"), line: LineRef::Id(line_id(line)) })
}

/// Two of `plain`, and the two gifts they bring on the line `new-0`.
fn with_gifts() -> Cart {
    let change = does(&shop(None), &adding(vec![add("plain", 2)]), &[("plain", 2), ("new-0", 2)]);
    let cart = change.cart.unwrap();
    assert_eq!((cart.lines[1].auto_added_units(), cart.lines[1].wanted_units()), (2, 0));
    cart
}

#[test]
fn gifts_come_and_go_with_what_brings_them_whatever_the_command() {
    let shop = || shop(Some(with_gifts()));
    does(&shop(), &adding(vec![add("plain", 1)]), &[("plain", 3), ("new-0", 3)]);
    does(&shop(), &setting("plain", 1), &[("plain", 1), ("new-0", 1)]);
    does(&shop(), &removing("plain"), &[]);
    let update = LineChange::Update {
        line: LineRef::Id(line_id("plain")),
        quantity: Some(units(5)),
        custom_inputs: None,
        location: None,
        checks: Checks::NONE,
    };
    let bulk = |changes| {
        Command::ChangeLines(ChangeLines { cart: cart_id("c"), changes, on_refusal: OnRefusal::RefuseAll })
    };
    does(&shop(), &bulk(vec![update]), &[("plain", 5), ("new-0", 5)]);
    let gone = LineChange::Remove { line: LineRef::Id(line_id("plain")) };
    does(&shop(), &bulk(vec![gone]), &[]);
    let clear = Command::ClearCart(ClearCart::new(cart_id("c"), OnAbsent::Refuse));
    does(&shop(), &clear, &[]);
}

#[test]
fn a_gift_that_is_taken_out_comes_back_while_it_is_due() {
    does(&shop(Some(with_gifts())), &removing("new-0"), &[("plain", 2), ("new-0", 2)]);
    does(&shop(Some(with_gifts())), &setting("new-0", 1), &[("plain", 2), ("new-0", 2)]);
}

#[test]
fn the_quantity_that_a_shopper_sets_is_the_whole_of_it() {
    let raised = does(&shop(Some(with_gifts())), &setting("new-0", 3), &[("plain", 2), ("new-0", 3)]);
    let cart = raised.cart.unwrap();
    assert_eq!(cart.lines[1].wanted_units(), 3);
    does(&shop(Some(cart)), &removing("plain"), &[("new-0", 3)]);
    let same = does(&shop(Some(with_gifts())), &setting("new-0", 2), &[("plain", 2), ("new-0", 2)]);
    does(&shop(same.cart), &removing("plain"), &[]);
}

#[test]
fn what_a_shopper_adds_of_a_gift_takes_the_place_of_what_was_added() {
    let adding = adding(vec![add("cheap", 1)]);
    let cart = does(&shop(Some(with_gifts())), &adding, &[("plain", 2), ("new-0", 2)]).cart.unwrap();
    assert_eq!(cart.lines[1].wanted_units(), 1);
    does(&shop(Some(cart)), &removing("plain"), &[("new-0", 1)]);
}

#[test]
fn gifts_are_no_reason_to_refuse_a_shopper_the_same_for_want_of_stock() {
    let cheap = Product { stock: tracked(3), ..super::catalog().remove(6) };
    let mut facts = shop(Some(with_gifts()));
    facts.products.insert(cheap.id.clone(), Arc::new(cheap));
    let checked = |units| adding(vec![AddLine { checks: Checks::ALL, ..add("cheap", units) }]);
    does(&facts, &checked(3), &[("plain", 2), ("new-0", 3)]);
    refused(&facts, &checked(4), "there are 3 of SKU-cheap in stock, 4 were asked for");
}

#[test]
fn gifts_make_room_for_what_a_shopper_wants() {
    let at = |place: usize| AddLine {
        new_line: line_id(&place.to_string()),
        location: Some(place.to_string()),
        ..add("scarce", 1)
    };
    let mut lines: Vec<AddLine> = (0..98).map(at).collect();
    lines.push(add("plain", 1));
    let cart = apply(&shop(None), &adding(lines)).unwrap().cart.unwrap();
    assert_eq!((cart.lines.len(), cart.lines[99].id.as_str()), (100, "new-0"));
    let change = apply(&shop(Some(cart)), &adding(vec![at(98)])).unwrap();
    let cart = change.cart.unwrap();
    assert_eq!((cart.lines.len(), cart.lines[99].id.as_str()), (100, "98"));
    let refusals: Vec<_> = change.notices.gift_refusals.iter().map(ToString::to_string).collect();
    assert_eq!(refusals, ["a cart has at most 100 lines"]);
    refused(&shop(Some(cart)), &adding(vec![at(99)]), "a cart has at most 100 lines");
}

#[test]
fn what_a_promotion_has_added_stays_behind_in_a_merge_and_a_copy() {
    let source = || Cart { id: cart_id("other"), ..with_gifts() };
    let both = |cart| Facts { source: Some(source().into()), ..shop(cart) };
    let merge = |on_both, source_after| {
        Command::MergeCarts(MergeCarts {
            target: cart_id("c"),
            on_absent: OnAbsent::Create(begin()),
            source: cart_id("other"),
            on_both,
            source_after,
            on_no_source: OnNoSource::HasNoLines,
            metadata: MergedMetadata::TAKEN,
        })
    };
    let merged = merge(OnBoth::Combine, SourceAfter::Clear);
    let change = does(&both(None), &merged, &[("plain", 2), ("new-0", 2)]);
    assert_eq!(merge_counts(&change), [1, 0, 0]);
    let change = does(&both(Some(with_gifts())), &merged, &[("plain", 4), ("new-0", 4)]);
    assert_eq!(merge_counts(&change), [0, 1, 0]);
    let mut wanted = with_gifts();
    wanted.lines[1] =
        apply(&shop(Some(with_gifts())), &setting("new-0", 5)).unwrap().cart.unwrap().lines.remove(1);
    let source = Cart { id: cart_id("other"), ..wanted };
    let facts = Facts { source: Some(source.into()), ..shop(Some(with_gifts())) };
    does(&facts, &merged, &[("plain", 4), ("new-0", 5)]);
    let theirs = merge(OnBoth::KeepSource, SourceAfter::Delete);
    does(&facts, &theirs, &[("plain", 2), ("new-0", 5)]);
    let copy = Command::CopyLines(CopyLines {
        cart: cart_id("c"),
        on_absent: OnAbsent::Create(begin()),
        from: CopyFrom::Cart(cart_id("other")),
        currency: None,
        checks: Checks::ALL,
        on_refusal: OnRefusal::RefuseAll,
    });
    does(&both(None), &copy, &[("new-0", 2), ("new-1", 2)]);
}

#[test]
fn what_a_shopper_wants_of_a_gift_is_not_lost_where_the_target_keeps_its_lines() {
    let merge = |on_both, line: AddLine, expected: i64| {
        let source = Cart { id: cart_id("other"), ..cart_of(vec![line]) };
        let command = Command::MergeCarts(MergeCarts {
            target: cart_id("c"),
            on_absent: OnAbsent::Refuse,
            source: cart_id("other"),
            on_both,
            source_after: SourceAfter::Delete,
            on_no_source: OnNoSource::HasNoLines,
            metadata: MergedMetadata::TAKEN,
        });
        let facts = Facts { source: Some(source.into()), ..shop(Some(with_gifts())) };
        let cart = does(&facts, &command, &[("plain", 2), ("new-0", 3)]).cart.unwrap();
        assert_eq!((cart.lines[1].wanted_units(), cart.lines[1].unit_price.minor_units), (3, expected));
    };
    for on_both in [OnBoth::Combine, OnBoth::KeepSource, OnBoth::KeepTarget] {
        merge(on_both, add("cheap", 3), 1);
        merge(on_both, AddLine { price_override: Some(7), ..add("cheap", 3) }, 7);
    }
}

#[test]
fn units_that_promotions_add_make_none_cheaper() {
    let tier = PriceTier { quantity_min: units(4), prices: [(Currency::USD, net(800))].into() };
    let facts = |cart| {
        let mut facts = shop(cart);
        let plain = Product { tiers: vec![tier.clone()], ..super::product("plain") };
        facts.products.insert(plain.id.clone(), Arc::new(plain));
        facts.promotions = Arc::new(gifts_for("plain", "plain"));
        facts
    };
    let check = |cart: Option<Cart>, command: &Command, quantity: u32, expected: i64| {
        let cart = does(&facts(cart), command, &[("plain", quantity)]).cart.unwrap();
        assert_eq!(cart.lines[0].unit_price.minor_units, expected);
        Some(cart)
    };
    let note = LineRef::Id(line_id("plain"));
    let note = UpdateLine { notes: Some(String::new()), ..UpdateLine::new(cart_id("c"), note) };
    let three = check(None, &adding(vec![add("plain", 3)]), 4, 1_000);
    let three = check(three, &Command::UpdateLine(note.clone()), 4, 1_000);
    let three = check(three, &setting("plain", 4), 4, 1_000);
    let four = check(three, &adding(vec![add("plain", 1)]), 4, 800);
    let five = check(four, &setting("plain", 5), 6, 800);
    let five = check(five, &Command::UpdateLine(note), 6, 800);
    check(five.clone(), &setting("plain", 3), 4, 1_000);
    let replace = AddLine { on_duplicate: OnDuplicate::Replace, ..add("plain", 3) };
    check(five, &adding(vec![replace]), 4, 1_000);
}

#[test]
fn codes_come_along_in_a_merge_and_leave_the_source() {
    let entered = |code: &str| EnteredCode {
        code: code.into(),
        promotion: PromotionId::new("p").unwrap(),
        entered_at: None,
    };
    let source = |codes: Vec<EnteredCode>, lines| Cart { id: cart_id("other"), codes, ..cart_of(lines) };
    let command = Command::MergeCarts(MergeCarts {
        target: cart_id("c"),
        on_absent: OnAbsent::Create(begin()),
        source: cart_id("other"),
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Clear,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    });
    let target = |codes| Some(Cart { codes, ..cart_of(vec![add("plain", 1)]) });
    let merge =
        |target, source: Cart| apply(&Facts { source: Some(source.into()), ..facts(target) }, &command);
    let both = source(vec![entered("A"), entered("B")], vec![add("scarce", 1)]);
    let change = merge(target(vec![entered("B"), entered("C")]), both).unwrap();
    assert_eq!(change.cart.unwrap().codes, ["B", "C", "A"].map(entered));
    let SourceChange::Update(emptied) = change.source else { panic!("the source is emptied") };
    assert!(emptied.codes.is_empty() && emptied.lines.is_empty());
    let only_codes = Cart { lines: vec![], ..source(vec![entered("A")], vec![add("plain", 1)]) };
    let euros = AddLines { currency: Some(eur()), ..add_lines(vec![add("plain", 1)]) };
    let euros = apply(&facts(None), &Command::AddLines(euros)).unwrap().cart;
    let cart = merge(euros, only_codes).unwrap().cart.unwrap();
    assert_eq!((cart.codes.len(), cart.currency_lock()), (1, Some(eur())));
    let many =
        |range: std::ops::Range<usize>| range.map(|number| entered(&number.to_string())).collect::<Vec<_>>();
    let full = merge(target(many(0..49)), source(many(48..50), vec![add("plain", 1)]));
    assert_eq!(full.unwrap().cart.unwrap().codes.len(), 50);
    let error = merge(target(many(0..49)), source(many(49..51), vec![add("plain", 1)])).unwrap_err();
    assert_eq!(error.to_string(), "a cart has at most 50 codes");
}

#[test]
fn a_gift_that_is_not_in_stock_is_told_and_not_added() {
    let cheap = Product { stock: tracked(1), ..super::catalog().remove(6) };
    let mut facts = shop(None);
    facts.products.insert(cheap.id.clone(), Arc::new(cheap));
    let change = does(&facts, &adding(vec![add("plain", 2)]), &[("plain", 2), ("new-0", 1)]);
    assert_eq!(change.notices.gift_refusals.len(), 1);
    assert_eq!(change.cart.unwrap().updated_at, NOW);
}
