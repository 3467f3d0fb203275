//! Carts in which a location makes no line of its own.

use super::giving::{does, shop};
use super::{add, add_lines, begin, cart_id, facts, line_id, units};
use crate::domain::apply::{Change, apply};
use crate::domain::cart::Cart;
use crate::domain::command::changing::UpdateCart;
use crate::domain::command::changing::{ChangeLines, LineChange};
use crate::domain::command::merging::{MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{
    AddLine, AddLines, Checks, Command, LineRef, NewCart, OnAbsent, OnRefusal, UpdateLine,
};
use crate::domain::facts::Facts;

fn at(name: &str, location: Option<&str>) -> AddLine {
    AddLine { new_line: line_id(name), location: location.map(str::to_owned), ..add("plain", 1) }
}

fn adding(separates_locations: bool, lines: Vec<AddLine>) -> Command {
    let on_absent = OnAbsent::Create(NewCart { separates_locations, ..begin() });
    Command::AddLines(AddLines { on_absent, ..add_lines(lines) })
}

/// The cart's lines, their units and their locations.
#[track_caller]
fn check(change: &Change, expected: &[(&str, u32, Option<&str>)]) {
    let lines = change.cart.as_ref().unwrap().lines.iter();
    let lines: Vec<_> =
        lines.map(|line| (line.id.as_str(), line.quantity.units(), line.location.as_deref())).collect();
    assert_eq!(lines, expected);
}

fn several() -> Vec<AddLine> {
    vec![at("one", None), at("two", Some("york")), at("three", Some("leeds")), at("four", None)]
}

fn cart(separates_locations: bool) -> Cart {
    apply(&facts(None), &adding(separates_locations, several())).unwrap().cart.unwrap()
}

#[test]
fn the_last_location_is_the_lines_where_locations_are_not_apart() {
    let made = |separates| apply(&facts(None), &adding(separates, several())).unwrap();
    check(&made(false), &[("one", 4, Some("leeds"))]);
    check(&made(true), &[("one", 2, None), ("two", 1, Some("york")), ("three", 1, Some("leeds"))]);
}

#[test]
fn lines_that_were_apart_stay_so_and_the_oldest_takes_the_next() {
    let command = Command::UpdateCart(UpdateCart {
        separates_locations: Some(false),
        ..UpdateCart::new(cart_id("c"), OnAbsent::Refuse)
    });
    let cart = apply(&facts(Some(cart(true))), &command).unwrap().cart;
    let change = apply(&facts(cart), &adding(true, vec![at("five", Some("york"))])).unwrap();
    check(&change, &[("one", 3, Some("york")), ("two", 1, Some("york")), ("three", 1, Some("leeds"))]);
}

#[test]
fn a_line_can_be_given_another_location() {
    let line = || LineRef::Id(line_id("two"));
    let one = UpdateLine { location: Some("leeds".into()), ..UpdateLine::new(cart_id("c"), line()) };
    let several = LineChange::Update {
        line: line(),
        quantity: Some(units(1)),
        custom_inputs: None,
        location: Some("leeds".into()),
        checks: Checks::NONE,
    };
    let several =
        ChangeLines { cart: cart_id("c"), changes: vec![several], on_refusal: OnRefusal::RefuseAll };
    for command in [Command::UpdateLine(one), Command::ChangeLines(several)] {
        let change = apply(&facts(Some(cart(true))), &command).unwrap();
        check(&change, &[("one", 2, None), ("two", 1, Some("leeds")), ("three", 1, Some("leeds"))]);
    }
}

#[test]
fn a_merge_keeps_apart_what_the_target_does() {
    let command = Command::MergeCarts(MergeCarts {
        target: cart_id("c"),
        on_absent: OnAbsent::Refuse,
        source: cart_id("other"),
        on_both: OnBoth::Combine,
        source_after: SourceAfter::Clear,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    });
    let merged = |target| {
        let mut source = Cart { id: cart_id("other"), ..cart(true) };
        source.lines.remove(0);
        let target =
            Cart { lines: vec![cart(true).lines.remove(0)], separates_locations: target, ..cart(true) };
        apply(&Facts { source: Some(source.into()), ..facts(Some(target)) }, &command).unwrap()
    };
    check(&merged(false), &[("one", 4, Some("leeds"))]);
    check(&merged(true), &[("one", 2, None), ("two", 1, Some("york")), ("three", 1, Some("leeds"))]);
}

#[test]
fn a_gift_joins_the_line_whatever_its_location() {
    let wanted = AddLine { location: Some("york".into()), ..add("cheap", 1) };
    let lines = || vec![wanted.clone(), add("plain", 2)];
    does(&shop(None), &adding(false, lines()), &[("cheap", 2), ("plain", 2)]);
    does(&shop(None), &adding(true, lines()), &[("cheap", 1), ("plain", 2), ("new-0", 1)]);
}
