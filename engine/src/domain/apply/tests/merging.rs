use std::sync::Arc;

use proptest::prelude::*;

use super::{
    NOW, add, add_lines, begin, cart_id, cart_of, eur, facts, line_id, merge_counts, net, product,
    quantities, refused, text, units,
};
use crate::domain::access::Principal;
use crate::domain::apply::{Change, SourceChange, Write, apply};
use crate::domain::cart::{Cart, CartStatus, Expiry};
use crate::domain::catalog::{PriceTier, Product};
use crate::domain::command::merging::{Mark, MergeCarts, MergedMetadata, OnBoth, OnNoSource, SourceAfter};
use crate::domain::command::{AddLine, AddLines, Command, NewCart, OnAbsent};
use crate::domain::facts::Facts;
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::domain::value::Value;

fn merge(on_both: OnBoth) -> MergeCarts {
    MergeCarts {
        target: cart_id("c"),
        on_absent: OnAbsent::Create(begin()),
        source: cart_id("guest"),
        on_both,
        source_after: SourceAfter::Clear,
        on_no_source: OnNoSource::HasNoLines,
        metadata: MergedMetadata::TAKEN,
    }
}

fn source_of(lines: Vec<AddLine>) -> Cart {
    Cart { id: cart_id("guest"), ..cart_of(lines) }
}

fn both(cart: Option<Cart>, source: Cart) -> Facts {
    Facts { source: Some(source.into()), ..facts(cart) }
}

#[track_caller]
fn merges(on_both: OnBoth, expected: &[(&str, u32)]) -> Change {
    let noted = AddLine { new_line: line_id("theirs"), notes: Some("n".into()), ..add("plain", 3) };
    let source = source_of(vec![noted, add("scarce", 1)]);
    let facts = both(Some(cart_of(vec![add("plain", 2)])), source);
    let change = apply(&facts, &Command::MergeCarts(merge(on_both))).unwrap();
    assert_eq!(quantities(&change), expected);
    assert_eq!(merge_counts(&change), if on_both == OnBoth::KeepTarget { [1, 0, 1] } else { [1, 1, 0] });
    change
}

#[test]
fn lines_that_both_have_are_combined_or_kept_of_one() {
    let change = merges(OnBoth::Combine, &[("plain", 5), ("scarce", 1)]);
    let SourceChange::Update(source) = change.source else { panic!("the source is emptied") };
    assert!(source.lines.is_empty());
    assert_eq!(change.cart.unwrap().lines[0].notes.as_deref(), Some("n"));
    merges(OnBoth::KeepSource, &[("plain", 3), ("scarce", 1)]);
    merges(OnBoth::KeepTarget, &[("plain", 2), ("scarce", 1)]);
}

#[test]
fn the_source_can_be_deleted() {
    let command = MergeCarts { source_after: SourceAfter::Delete, ..merge(OnBoth::Combine) };
    let change = apply(&both(None, source_of(vec![add("plain", 1)])), &Command::MergeCarts(command)).unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 1)], Write::Create));
    assert!(matches!(change.source, SourceChange::Delete));
}

#[test]
fn the_source_can_be_closed_so_that_it_is_merged_once() {
    let command = || MergeCarts { source_after: SourceAfter::Close, ..merge(OnBoth::Combine) };
    let change =
        apply(&both(None, source_of(vec![add("plain", 1)])), &Command::MergeCarts(command())).unwrap();
    let SourceChange::Update(source) = change.source else { panic!("the source stays") };
    assert_eq!((source.status, source.lines.len()), (CartStatus::Abandoned, 0));
    let again = both(change.cart, *source);
    let takes_over = OnAbsent::Create(NewCart { takes_over: true, ..begin() });
    let anew = Command::MergeCarts(MergeCarts { on_absent: takes_over, ..command() });
    refused(&again, &anew, "the cart guest cannot be changed: it is Abandoned");
    refused(&again, &Command::MergeCarts(command()), "the cart guest cannot be changed: it is Abandoned");
}

#[test]
fn a_source_without_lines_is_not_closed() {
    let command = MergeCarts { source_after: SourceAfter::Close, ..merge(OnBoth::Combine) };
    let facts = both(None, Cart { lines: vec![], ..source_of(vec![add("plain", 1)]) });
    let change = apply(&facts, &Command::MergeCarts(command)).unwrap();
    assert!(matches!(change.source, SourceChange::Nothing));
}

#[test]
fn an_absent_expired_or_empty_source_has_no_lines() {
    let command = Command::MergeCarts(merge(OnBoth::Combine));
    let expired = Cart { expiry: Expiry::At(NOW), ..source_of(vec![add("plain", 1)]) };
    for facts in [
        facts(None),
        both(None, expired),
        both(None, Cart { lines: vec![], ..source_of(vec![add("plain", 1)]) }),
    ] {
        let change = apply(&facts, &command).unwrap();
        assert_eq!(change.write, Write::Nothing);
        assert_eq!(merge_counts(&change), [0, 0, 0]);
    }
}

#[test]
fn a_merge_that_cannot_be_is_refused() {
    let command = Command::MergeCarts(merge(OnBoth::Combine));
    let itself = Command::MergeCarts(MergeCarts { source: cart_id("c"), ..merge(OnBoth::Combine) });
    refused(&facts(None), &itself, "the cart c cannot be merged into itself");

    let euros = Command::AddLines(AddLines { currency: Some(eur()), ..add_lines(vec![add("plain", 1)]) });
    let euros = Cart { id: cart_id("guest"), ..apply(&facts(None), &euros).unwrap().cart.unwrap() };
    let dollars = Some(cart_of(vec![add("scarce", 1)]));
    refused(&both(dollars, euros.clone()), &command, "the cart is in USD, the one to merge in EUR");
    let asked =
        Cart { lines: vec![], requested_currency: Some(Currency::USD), ..cart_of(vec![add("plain", 1)]) };
    refused(&both(Some(asked), euros.clone()), &command, "the cart is in USD, the one to merge in EUR");
    let change = apply(&both(None, euros), &command).unwrap();
    assert_eq!(change.cart.unwrap().currency_lock(), Some(eur()));

    let customer = CustomerId::new("182").ok();
    let foreign = Cart { customer, ..source_of(vec![add("plain", 1)]) };
    let facts = both(None, foreign);
    let change = apply(&facts, &command).unwrap();
    assert_eq!((merge_counts(&change), change.write), ([0, 0, 0], Write::Nothing));
    let must_be_there = MergeCarts { on_no_source: OnNoSource::Refuse, ..merge(OnBoth::Combine) };
    refused(&facts, &Command::MergeCarts(must_be_there), "there is no cart guest");
    let change = apply(&Facts { principal: Principal::Server, ..facts }, &command).unwrap();
    assert_eq!(change.write, Write::Create);
}

#[test]
fn a_merge_keeps_to_the_limits() {
    let at = |place: usize| AddLine {
        new_line: line_id(&place.to_string()),
        location: Some(place.to_string()),
        ..add("plain", 1)
    };
    let full = cart_of((0..100).map(at).collect());
    let command = Command::MergeCarts(merge(OnBoth::Combine));
    refused(&both(Some(full.clone()), source_of(vec![at(100)])), &command, "a cart has at most 100 lines");
    assert!(apply(&both(Some(full), source_of(vec![at(7)])), &command).is_ok());
    let most = || AddLine { price_override: Some(0), ..add("plain", 2_147_483_647) };
    let facts = both(Some(cart_of(vec![most()])), source_of(vec![most()]));
    refused(&facts, &command, "the quantity would be out of range");
}

#[test]
fn an_empty_source_can_be_deleted() {
    let command = MergeCarts { source_after: SourceAfter::Delete, ..merge(OnBoth::Combine) };
    let facts = both(None, Cart { lines: vec![], ..source_of(vec![add("plain", 1)]) });
    let change = apply(&facts, &Command::MergeCarts(command)).unwrap();
    assert_eq!(change.write, Write::Nothing);
    assert!(matches!(change.source, SourceChange::Delete));
}

#[test]
fn a_source_that_cannot_be_changed_gives_nothing() {
    let source = Cart { status: CartStatus::Converted, ..source_of(vec![add("plain", 1)]) };
    let command = Command::MergeCarts(merge(OnBoth::Combine));
    refused(&both(None, source), &command, "the cart guest cannot be changed: it is Converted");
}

#[test]
fn the_line_that_is_kept_is_kept_with_what_it_has() {
    let noted = |notes: Option<&str>| AddLine { notes: notes.map(str::to_owned), ..add("plain", 1) };
    let check = |on_both, source: Option<&str>, expected: Option<&str>| {
        let facts = both(Some(cart_of(vec![noted(Some("target's"))])), source_of(vec![noted(source)]));
        let cart = apply(&facts, &Command::MergeCarts(merge(on_both))).unwrap().cart.unwrap();
        assert_eq!(cart.lines[0].notes.as_deref(), expected, "{on_both:?} {source:?}");
    };
    check(OnBoth::Combine, None, Some("target's"));
    check(OnBoth::Combine, Some("source's"), Some("source's"));
    check(OnBoth::KeepSource, None, None);
    check(OnBoth::KeepSource, Some("source's"), Some("source's"));
    check(OnBoth::KeepTarget, Some("source's"), Some("target's"));
}

#[test]
fn a_line_that_moves_is_not_changed_before_it_was_added() {
    let later = NOW.saturating_add_millis(5);
    let mut source = Cart { updated_at: later, ..source_of(vec![add("plain", 1)]) };
    (source.lines[0].added_at, source.lines[0].updated_at) = (later, later);
    let cart =
        apply(&both(None, source), &Command::MergeCarts(merge(OnBoth::Combine))).unwrap().cart.unwrap();
    assert_eq!((cart.updated_at, cart.lines[0].updated_at), (later, later));
}

#[test]
fn the_tier_of_what_is_combined_prices_the_line() {
    let tier = PriceTier { quantity_min: units(5), prices: [(Currency::USD, net(800))].into() };
    let plain = Product { tiers: vec![tier], ..product("plain") };
    let check = |on_both, target: AddLine, expected: (i64, i64)| {
        let mut facts = both(Some(cart_of(vec![target])), source_of(vec![add("plain", 2)]));
        facts.products.insert(plain.id.clone(), Arc::new(plain.clone()));
        let cart = apply(&facts, &Command::MergeCarts(merge(on_both))).unwrap().cart.unwrap();
        let line = &cart.lines[0];
        assert_eq!((line.unit_price.minor_units, line.list_price.minor_units), expected);
    };
    check(OnBoth::Combine, add("plain", 2), (1_000, 1_000));
    check(OnBoth::Combine, add("plain", 3), (800, 800));
    check(OnBoth::Combine, AddLine { price_override: Some(5), ..add("plain", 3) }, (5, 800));
    check(OnBoth::KeepTarget, add("plain", 3), (1_000, 1_000));
}

fn noted(members: &[(&str, &str)]) -> Option<Value> {
    let members = members.iter().map(|(name, value)| ((*name).to_owned(), text(value)));
    Some(Value::Map(members.collect()))
}

fn with_metadata(product: &str, quantity: i64, metadata: Option<Value>) -> AddLine {
    AddLine { metadata, ..add(product, quantity) }
}

/// What metadata the lines `plain`, which both carts have, and `scarce`, which the source has, end with.
#[track_caller]
fn ends_with(on_both: OnBoth, metadata: MergedMetadata, expected: [Option<Value>; 2]) {
    let target = cart_of(vec![with_metadata("plain", 2, noted(&[("own", "t"), ("came", "9")]))]);
    let theirs = noted(&[("from", "x"), ("came", "9")]);
    let source =
        source_of(vec![with_metadata("plain", 3, theirs.clone()), with_metadata("scarce", 1, theirs)]);
    let command = MergeCarts { metadata, ..merge(on_both) };
    let change = apply(&both(Some(target), source), &Command::MergeCarts(command)).unwrap();
    let lines = change.cart.unwrap().lines;
    assert_eq!([lines[0].metadata.clone(), lines[1].metadata.clone()], expected);
}

fn mark() -> Option<Mark> {
    Some(Mark { members: vec![("from".to_owned(), text("guest"))], units_name: "came".to_owned() })
}

fn with_units(members: &[(&str, &str)], units: &str) -> Option<Value> {
    let Some(Value::Map(mut members)) = noted(members) else { return None };
    members.push(("came".to_owned(), Value::Number(units.to_owned())));
    Some(Value::Map(members))
}

#[test]
fn lines_that_a_merge_touches_are_marked() {
    let taken = || MergedMetadata { is_taken: true, mark: mark() };
    let moved = || noted(&[("from", "guest")]);
    ends_with(OnBoth::Combine, taken(), [with_units(&[("from", "guest")], "3"), moved()]);
    ends_with(OnBoth::KeepSource, taken(), [with_units(&[("from", "guest")], "3"), moved()]);
    let untouched = || noted(&[("own", "t"), ("came", "9")]);
    ends_with(OnBoth::KeepTarget, taken(), [untouched(), moved()]);
    let left = || MergedMetadata { is_taken: false, mark: mark() };
    let own = || with_units(&[("own", "t"), ("from", "guest")], "3");
    ends_with(OnBoth::Combine, left(), [own(), moved()]);
    ends_with(OnBoth::KeepSource, left(), [own(), moved()]);
    ends_with(OnBoth::Combine, MergedMetadata { is_taken: false, mark: None }, [untouched(), None]);
}

#[test]
fn metadata_that_is_no_map_is_not_marked() {
    let source = source_of(vec![with_metadata("plain", 1, Some(text("odd")))]);
    let command =
        MergeCarts { metadata: MergedMetadata { is_taken: true, mark: mark() }, ..merge(OnBoth::Combine) };
    let cart = apply(&both(None, source), &Command::MergeCarts(command)).unwrap().cart.unwrap();
    assert_eq!(cart.lines[0].metadata, Some(text("odd")));
}

#[test]
fn a_source_that_is_kept_has_its_lines_still() {
    let command = MergeCarts { source_after: SourceAfter::Keep, ..merge(OnBoth::Combine) };
    let source = source_of(vec![add("plain", 1), add("scarce", 2)]);
    let facts = both(Some(cart_of(vec![add("plain", 4)])), source);
    let change = apply(&facts, &Command::MergeCarts(command)).unwrap();
    assert!(matches!(change.source, SourceChange::Nothing));
    assert_eq!(quantities(&change), [("plain", 5), ("new-0", 2)]);
}

#[test]
fn a_source_that_must_be_there_is_looked_for() {
    let command =
        Command::MergeCarts(MergeCarts { on_no_source: OnNoSource::Refuse, ..merge(OnBoth::Combine) });
    refused(&facts(None), &command, "there is no cart guest");
    let expired = Cart { expiry: Expiry::At(NOW), ..source_of(vec![add("plain", 1)]) };
    refused(&both(None, expired), &command, "the cart guest has expired");
    assert!(apply(&both(None, source_of(vec![])), &command).is_ok());
}

fn some_lines() -> impl Strategy<Value = Vec<AddLine>> {
    let line = (prop::sample::select(vec!["plain", "cheap", "kit"]), 1..9_i64, 0..3_usize);
    let add_one = |(product, quantity, place): (&str, i64, usize)| {
        let location = (0 < place).then(|| place.to_string());
        let new_line = line_id(&format!("{product}-{place}"));
        let options = vec![("team".to_owned(), text("1"))];
        AddLine { new_line, location, options: Some(options), ..add(product, quantity) }
    };
    prop::collection::vec(line.prop_map(add_one), 0..8)
}

fn stored(id: &str, lines: Vec<AddLine>) -> Cart {
    if lines.is_empty() {
        return Cart { id: cart_id(id), lines: vec![], ..cart_of(vec![add("plain", 1)]) };
    }
    Cart { id: cart_id(id), ..cart_of(lines) }
}

proptest! {
    #[test]
    fn a_merge_that_combines_keeps_every_unit(
        target in some_lines(),
        source in some_lines(),
        source_after in prop::sample::select(vec![SourceAfter::Keep, SourceAfter::Clear, SourceAfter::Delete]),
        is_taken: bool,
    ) {
        let (target, source) = (stored("c", target), stored("guest", source));
        let renamed = source.lines.iter().map(|line| {
            let mut line = line.clone();
            line.id = line_id(&format!("s-{}", line.id));
            line
        });
        let source = Cart { lines: renamed.collect(), ..source.clone() };
        let units = target.units() + source.units();
        let metadata = MergedMetadata { is_taken, mark: mark() };
        let command = MergeCarts { source_after, metadata, ..merge(OnBoth::Combine) };
        let change = apply(&both(Some(target.clone()), source.clone()), &Command::MergeCarts(command)).unwrap();
        let [moved, combined, left] = merge_counts(&change);
        prop_assert_eq!((moved + combined, left), (source.lines.len(), 0));
        let cart = change.cart.unwrap();
        prop_assert_eq!(cart.units(), units);
        prop_assert_eq!(cart.lines.len(), target.lines.len() + moved);
    }
}
