use super::{Amounts, AttributeMust, AttributeTest, Direction, Search, SortBy, SortKey, StageKind, Tally};
use crate::domain::cart::{Cart, CartStatus, Counted, Expiry};
use crate::domain::id::CustomerId;
use crate::domain::money::Currency;
use crate::domain::stage::tests::cart as cart_in;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;

const NOW: Timestamp = Timestamp::from_millis(5_000);

/// A search of everything.
fn all() -> Search {
    Search {
        customer: None,
        stage: None,
        attributes: vec![],
        created_from: None,
        created_before: None,
        updated_from: None,
        total_min: None,
        abandoned_after_ms: Some(3_000),
        mark: None,
        sort_by: SortBy::UpdatedAt,
        direction: Direction::Descending,
    }
}

/// A cart with lines, made at 1000 and last changed at 2000.
fn cart() -> Cart {
    Cart {
        created_at: Timestamp::from_millis(1_000),
        updated_at: Timestamp::from_millis(2_000),
        counted: Counted::from(Timestamp::from_millis(2_000)),
        expiry: Expiry::Never,
        customer: CustomerId::new("ada").ok(),
        attributes: vec![("channel".to_owned(), Value::Text("pos".to_owned()))],
        ..cart_in(CartStatus::Active)
    }
}

#[track_caller]
fn check(search: &Search, is_meant: bool) {
    assert_eq!(search.stage_of(&cart(), NOW).is_some(), is_meant, "{search:?}");
}

#[test]
fn all_that_is_named_must_hold() {
    let at = |millis| Some(Timestamp::from_millis(millis));
    check(&all(), true);
    check(&Search { customer: CustomerId::new("ada").ok(), ..all() }, true);
    check(&Search { customer: CustomerId::new("bob").ok(), ..all() }, false);
    check(&Search { stage: Some(StageKind::Abandoned), ..all() }, true);
    check(&Search { stage: Some(StageKind::Active), ..all() }, false);
    check(&Search { stage: Some(StageKind::Active), abandoned_after_ms: None, ..all() }, true);
    check(
        &Search { created_from: at(1_000), created_before: at(1_001), updated_from: at(2_000), ..all() },
        true,
    );
    check(&Search { created_from: at(1_001), ..all() }, false);
    check(&Search { created_before: at(1_000), ..all() }, false);
    check(&Search { updated_from: at(2_001), ..all() }, false);
}

#[test]
fn attributes_are_texts_that_are_there_or_not() {
    let text = || "pos".to_owned();
    let rows = [
        ("channel", AttributeMust::Be(text()), true),
        ("channel", AttributeMust::Be("web".to_owned()), false),
        ("channel", AttributeMust::BeOrBeAbsent("web".to_owned()), false),
        ("channel", AttributeMust::BeOtherThan(String::new()), true),
        ("channel", AttributeMust::BeOtherThan(text()), false),
        ("channel", AttributeMust::BeAbsent, false),
        ("email", AttributeMust::Be(text()), false),
        ("email", AttributeMust::BeOrBeAbsent(text()), true),
        ("email", AttributeMust::BeOtherThan(text()), false),
        ("email", AttributeMust::BeAbsent, true),
    ];
    for (name, must, is_meant) in rows {
        let test = AttributeTest { name: name.to_owned(), must };
        check(&Search { attributes: vec![test], ..all() }, is_meant);
    }
}

#[test]
fn what_has_no_value_comes_last_and_what_ties_by_when_it_was_stored() {
    let sorted = |direction| {
        let mut keys = [(None, 1), (Some(5), 2), (Some(7), 3), (Some(5), 4), (None, 5)]
            .map(|(value, key)| SortKey(value, key));
        keys.sort_by(|one, other| one.compare(*other, direction));
        keys.map(SortKey::stored_under)
    };
    assert_eq!(sorted(Direction::Ascending), [2, 4, 3, 1, 5]);
    assert_eq!(sorted(Direction::Descending), [3, 4, 2, 5, 1]);
}

#[test]
fn amounts_of_several_currencies_are_not_added_up() {
    let mut tally = Tally::default();
    let euro = Currency::new("EUR").unwrap();
    let mark = AttributeTest { name: "channel".to_owned(), must: AttributeMust::Be("pos".to_owned()) };
    let search = Search { mark: Some(mark), ..all() };
    let converted = Cart { status: CartStatus::Converted, ..cart() };
    let in_euros = Cart { priced_currency: Some(euro), ..cart() };
    let empty = Cart { lines: vec![], attributes: vec![], ..cart() };
    for (cart, total) in [(cart(), 100), (converted, 201), (in_euros, 1_000), (empty, 0)] {
        let stage = search.stage_of(&cart, NOW).unwrap();
        tally.count(&search, &cart, stage, total);
    }
    assert_eq!((tally.carts(), tally.abandoned, tally.converted, tally.active), (4, 2, 1, 1));
    assert_eq!((tally.marked, tally.marked_converted), (3, 1));
    let dollars = tally.amounts[&Currency::USD];
    assert_eq!(dollars, Amounts { carts: 2, total: 301, abandoned_total: 100 });
    assert_eq!(dollars.average(), 151);
    assert_eq!(tally.amounts[&euro], Amounts { carts: 1, total: 1_000, abandoned_total: 1_000 });
    assert_eq!(Amounts::default().average(), 0);
}
