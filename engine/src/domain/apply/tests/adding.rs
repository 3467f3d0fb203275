use super::{
    NOW, add, add_by_sku, add_lines, add_variant, adds, begin, cart_id, cart_of, eur, facts, facts_with,
    inputs, line_id, net, product, quantities, refused, refuses, text, units,
};
use crate::domain::access::Principal;
use crate::domain::apply::{AddedLine, Outcome, Write, apply};
use crate::domain::cart::{Cart, CartStatus, Expiry, Options};
use crate::domain::catalog::{PriceTier, Product};
use crate::domain::command::checking::RequiredOptions;
use crate::domain::command::{
    AddLine, AddLines, Checks, Command, LineRef, OnAbsent, OnDuplicate, OnRefusal, UpdateLine,
};
use crate::domain::id::{CartId, CustomerId, ProductId, VariantId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::domain::value::Value;
use crate::error::Error;

#[test]
fn a_first_add_makes_the_cart() {
    let change = apply(&facts(None), &Command::AddLines(add_lines(vec![add("plain", 2)]))).unwrap();
    assert_eq!(change.write, Write::Create);
    let cart = change.cart.unwrap();
    assert_eq!((cart.revision, cart.created_at, cart.updated_at), (1, NOW, NOW));
    assert_eq!(cart.currency_lock(), Some(Currency::USD));
    assert_eq!(cart.lines[0].unit_price, net(1_000));
}

#[test]
fn a_second_add_raises_the_quantity() {
    let cart = adds(None, vec![add("plain", 2)], &[("plain", 2)]);
    let again = AddLine { new_line: line_id("other"), ..add("plain", 3) };
    let cart = adds(Some(cart), vec![again], &[("plain", 5)]);
    assert_eq!(cart.revision, 2);
}

#[test]
fn a_duplicate_is_increased_replaced_or_refused() {
    let duplicate = |on_duplicate| AddLine { on_duplicate, ..add("plain", 3) };
    let cart = cart_of(vec![add("plain", 2)]);
    adds(Some(cart.clone()), vec![duplicate(OnDuplicate::Increase)], &[("plain", 5)]);
    adds(Some(cart.clone()), vec![duplicate(OnDuplicate::Replace)], &[("plain", 3)]);
    refuses(Some(cart), duplicate(OnDuplicate::Refuse), "the line plain is in the cart already");
}

#[test]
fn other_variants_inputs_or_locations_are_other_lines() {
    let named = |name: &str, line: AddLine| AddLine { new_line: line_id(name), ..line };
    let shirt = |variant: &str| add_variant("shirt", variant, 1);
    let card = |value: &str| AddLine { custom_inputs: inputs("front", value), ..add("card", 1) };
    let lines = vec![
        named("1", shirt("small")),
        named("2", shirt("large")),
        named("3", card("Ann")),
        named("4", card("Bob")),
        named("5", AddLine { location: Some("depot".to_owned()), ..add("plain", 1) }),
        named("6", add("plain", 1)),
        named("7", card("Ann")),
        named("8", shirt("small")),
    ];
    let expected = [("1", 2), ("2", 1), ("3", 2), ("4", 1), ("5", 1), ("6", 1)];
    let cart = adds(None, lines, &expected);
    assert_eq!(cart.lines[0].unit_price, net(1_200));
}

#[test]
fn empty_custom_inputs_are_none() {
    let empty = AddLine { custom_inputs: super::CustomInputs::new(Value::Map(vec![])), ..add("plain", 1) };
    adds(Some(cart_of(vec![add("plain", 1)])), vec![empty], &[("plain", 2)]);
}

#[test]
fn a_product_is_found_by_id_and_sku_and_a_variant_too() {
    adds(None, vec![add_by_sku("SKU-plain")], &[("line", 1)]);
    let cart = adds(None, vec![add_by_sku("SKU-large")], &[("line", 1)]);
    assert_eq!(cart.lines[0].variant().map(VariantId::as_str), Some("large"));
    let cart = adds(None, vec![add("large", 1)], &[("large", 1)]);
    assert_eq!(cart.lines[0].product().map(ProductId::as_str), Some("shirt"));
    refuses(None, add("shirt", 1), "a variant of the product shirt must be chosen");
    refuses(None, add_variant("plain", "small", 1), "the product plain has no variant small");
    refuses(None, add_variant("large", "small", 1), "the product shirt has no variant small");
    refuses(None, add_by_sku("nothing"), "there is no product nothing");
}

#[test]
fn a_product_that_is_not_on_sale_is_refused_where_that_is_checked() {
    adds(None, vec![add("gone", 1)], &[("gone", 1)]);
    let checked = AddLine { checks: Checks { on_sale: true, ..Checks::NONE }, ..add("gone", 1) };
    refuses(None, checked, "there is no product gone");
}

#[test]
fn the_first_line_fixes_the_currency() {
    let command = |currency, line| Command::AddLines(AddLines { currency, ..add_lines(vec![line]) });
    let cart = apply(&facts(None), &command(Some(eur()), add("plain", 1))).unwrap().cart.unwrap();
    assert_eq!(cart.currency_lock(), Some(eur()));
    let later = apply(&facts(Some(cart.clone())), &command(Some(Currency::USD), add("scarce", 1))).unwrap();
    assert_eq!(later.cart.unwrap().lines[1].unit_price, net(900));
    refuses(Some(cart), add("cheap", 1), "the product cheap has no price in EUR");
    let unknown = Currency::new("XTS");
    refused(&facts(None), &command(unknown, add("plain", 1)), "the store does not sell in XTS");
    let locked = facts(Some(cart_of(vec![add("plain", 1)])));
    assert!(apply(&locked, &command(unknown, add("plain", 1))).is_ok(), "once locked, nobody looks");
}

#[test]
fn a_cart_that_asked_for_a_currency_gets_it() {
    let new = super::NewCart { currency: Some(eur()), ..begin() };
    let command =
        AddLines { on_absent: OnAbsent::Create(new), currency: Some(Currency::USD), ..add_lines(vec![]) };
    let command = Command::AddLines(AddLines { lines: vec![add("plain", 1)], ..command });
    assert_eq!(apply(&facts(None), &command).unwrap().cart.unwrap().currency_lock(), Some(eur()));
}

#[test]
fn an_override_stays_until_another_is_set() {
    let set = |minor_units| AddLine { price_override: Some(minor_units), ..add("plain", 1) };
    let cart = adds(None, vec![set(5)], &[("plain", 1)]);
    assert_eq!((cart.lines[0].unit_price, cart.lines[0].list_price), (net(5), net(1_000)));
    let cart = adds(Some(cart), vec![add("plain", 1)], &[("plain", 2)]);
    assert_eq!(cart.lines[0].unit_price, net(5));
    let cart = adds(Some(cart), vec![set(0)], &[("plain", 3)]);
    assert_eq!(cart.lines[0].unit_price, net(0));
    refuses(None, set(-1), "a price that was given is negative or out of range");
    refuses(None, set(AMOUNT_MINOR_UNITS_MAX + 1), "a price that was given is negative or out of range");
}

#[test]
fn quantities_lines_and_totals_have_limits() {
    let most = i64::from(Quantity::MAX.units());
    let free = AddLine { price_override: Some(0), ..add("plain", most) };
    let cart = adds(None, vec![free], &[("plain", Quantity::MAX.units())]);
    refuses(Some(cart), add("plain", 1), "the quantity would be out of range");

    let dear = |minor_units| AddLine { price_override: Some(minor_units), ..add("plain", 1) };
    let cart = adds(None, vec![dear(AMOUNT_MINOR_UNITS_MAX)], &[("plain", 1)]);
    let another = AddLine { new_line: line_id("two"), price_override: Some(1), ..add("scarce", 1) };
    refuses(Some(cart.clone()), another.clone(), "the cart's total would be out of range");
    let free = AddLine { price_override: Some(0), ..another };
    adds(Some(cart), vec![free], &[("plain", 1), ("two", 1)]);

    let at = |place: usize| AddLine {
        new_line: line_id(&place.to_string()),
        location: Some(place.to_string()),
        ..add("plain", 1)
    };
    let cart = cart_of((0..100).map(at).collect());
    refuses(Some(cart.clone()), at(100), "a cart has at most 100 lines");
    assert_eq!(
        apply(&facts(Some(cart)), &Command::AddLines(add_lines(vec![at(7)]))).unwrap().cart.unwrap().units(),
        101
    );
}

#[test]
fn required_options_are_checked_where_that_is_asked() {
    let with = |options: Option<Vec<(String, Value)>>| AddLine {
        checks: Checks { required_options: RequiredOptions::Check, ..Checks::NONE },
        options,
        ..add("kit", 1)
    };
    adds(None, vec![add("kit", 1)], &[("kit", 1)]);
    let cart = adds(None, vec![with(Some(vec![("team".into(), text("20"))]))], &[("kit", 1)]);
    let chosen = vec![("team".to_owned(), text("20"))];
    assert_eq!(cart.lines[0].options, Some(Options { chosen, replaced: false }));
    for missing in [
        None,
        Some(vec![]),
        Some(vec![("team".into(), text(""))]),
        Some(vec![("team".into(), Value::Null)]),
        Some(vec![("team".into(), text(" \t"))]),
        Some(vec![("team".into(), Value::List(vec![]))]),
    ] {
        refuses(None, with(missing), "the option team is required");
    }
}

#[test]
fn a_product_that_requires_options_can_be_kept_from_somebody() {
    let with = |product: &str| AddLine {
        checks: Checks { required_options: RequiredOptions::Bar, ..Checks::NONE },
        options: Some(vec![("team".into(), text("20"))]),
        ..add(product, 1)
    };
    refuses(None, with("kit"), "a product that requires the option team is not for everybody");
    adds(None, vec![with("plain")], &[("plain", 1)]);
}

#[test]
fn custom_inputs_keep_to_the_definitions_where_that_is_asked() {
    let with = |value: Value| AddLine {
        checks: Checks { custom_inputs: true, ..Checks::NONE },
        custom_inputs: super::CustomInputs::new(value),
        ..add("card", 1)
    };
    let map = |members: &[(&str, Value)]| {
        Value::Map(members.iter().map(|(key, value)| ((*key).to_owned(), value.clone())).collect())
    };
    adds(None, vec![with(map(&[("front", text("J\u{e4}ne"))]))], &[("card", 1)]);
    adds(None, vec![with(map(&[("FRONT", text("Jane")), ("else", map(&[]))]))], &[("card", 1)]);
    refuses(None, with(map(&[])), "the custom input front is not valid: it is required");
    let long = map(&[("front", text("Janet"))]);
    refuses(
        None,
        with(long),
        "the custom input front is not valid: it has 5 characters, at most 4 are allowed",
    );
    let number = map(&[("FRONT", Value::Number("1".into()))]);
    refuses(None, with(number), "the custom input FRONT is not valid: it is not a text");
    refuses(None, with(text("x")), "the custom input  is not valid: custom inputs are a map");
}

#[test]
fn refused_lines_refuse_all_or_are_left_out() {
    let lines = vec![add("plain", 1), add("nothing", 1), add("scarce", 1), add("shirt", 1)];
    let command = |on_refusal| Command::AddLines(AddLines { on_refusal, ..add_lines(lines.clone()) });
    let Err(Error::LinesRefused { refusals }) = apply(&facts(None), &command(OnRefusal::RefuseAll)) else {
        panic!("all are refused");
    };
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [1, 3]);
    let change = apply(&facts(None), &command(OnRefusal::KeepGood)).unwrap();
    assert_eq!(quantities(&change), [("plain", 1), ("scarce", 1)]);
    let Outcome::Added { lines, refusals } = change.outcome else { panic!("units were added") };
    let added = |index, line: &str| AddedLine { index, line: line_id(line), is_new: true };
    assert_eq!(lines, [added(0, "plain"), added(2, "scarce")]);
    assert_eq!(refusals.len(), 2);
}

#[test]
fn what_is_refused_anyway_names_only_what_would_be_refused() {
    let refused = |lines| {
        let on_refusal = OnRefusal::RefuseAnyway;
        match apply(&facts(None), &Command::AddLines(AddLines { on_refusal, ..add_lines(lines) })) {
            Err(Error::LinesRefused { refusals }) => {
                refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>()
            }
            other => panic!("all are refused: {other:?}"),
        }
    };
    assert_eq!(refused(vec![add("plain", 1), add("nothing", 1), add("scarce", 1)]), [1]);
    assert!(refused(vec![add("plain", 1)]).is_empty());
}

#[test]
fn where_nothing_is_good_nothing_is_kept() {
    let command = AddLines { on_refusal: OnRefusal::KeepGood, ..add_lines(vec![add("nothing", 1)]) };
    assert!(apply(&facts(None), &Command::AddLines(command)).is_err());
}

#[test]
fn a_line_identifier_is_not_given_twice() {
    let cart = cart_of(vec![add("plain", 1)]);
    let other = AddLine { new_line: line_id("plain"), ..add("scarce", 1) };
    refuses(Some(cart), other, "the cart has a line plain already");
}

#[test]
fn a_line_that_was_there_is_not_new_even_under_the_same_identifier() {
    let command = Command::AddLines(add_lines(vec![add("plain", 1), add("plain", 1)]));
    let is_new = |cart| match apply(&facts(cart), &command).unwrap().outcome {
        Outcome::Added { lines, refusals: _ } => lines.iter().map(|line| line.is_new).collect::<Vec<_>>(),
        other => panic!("units were added: {other:?}"),
    };
    assert_eq!(is_new(None), [true, false]);
    assert_eq!(is_new(Some(cart_of(vec![add("plain", 1)]))), [false, false]);
}

#[test]
fn an_expired_cart_is_as_if_it_were_not_there() {
    let expired = |moment| Cart {
        expiry: Expiry::At(Timestamp::from_millis(moment)),
        ..cart_of(vec![add("plain", 7)])
    };
    adds(Some(expired(NOW.as_millis() + 1)), vec![add("plain", 1)], &[("plain", 8)]);
    let change =
        apply(&facts(Some(expired(NOW.as_millis()))), &Command::AddLines(add_lines(vec![add("plain", 1)])));
    let change = change.unwrap();
    assert_eq!((quantities(&change), change.write), (vec![("plain", 1)], Write::Create));
    let refuse = AddLines { on_absent: OnAbsent::Refuse, ..add_lines(vec![add("plain", 1)]) };
    refused(&facts(Some(expired(0))), &Command::AddLines(refuse), "the cart c has expired");
}

#[test]
fn a_cart_that_is_not_active_takes_nothing() {
    let cart = Cart { status: CartStatus::Converted, ..cart_of(vec![add("plain", 1)]) };
    refuses(Some(cart), add("plain", 1), "the cart c cannot be changed: it is Converted");
}

#[test]
fn an_absent_cart_can_be_made_under_another_name() {
    let on_absent = OnAbsent::CreateInstead { cart: cart_id("fresh"), new: begin() };
    let command = Command::AddLines(AddLines { on_absent, ..add_lines(vec![add("plain", 1)]) });
    assert_eq!(apply(&facts(None), &command).unwrap().cart.unwrap().id, cart_id("fresh"));
    let stored = facts(Some(cart_of(vec![add("plain", 1)])));
    assert_eq!(apply(&stored, &command).unwrap().cart.unwrap().id, cart_id("c"));
}

#[test]
fn the_other_name_must_be_free_and_not_a_customers() {
    let instead = |cart: &str| {
        let on_absent = OnAbsent::CreateInstead { cart: cart_id(cart), new: begin() };
        Command::AddLines(AddLines { on_absent, ..add_lines(vec![add("plain", 1)]) })
    };
    let there = |expiry| {
        let taken = Cart { id: cart_id("fresh"), expiry, ..cart_of(vec![add("plain", 1)]) };
        super::Facts { instead: Some(taken.into()), ..facts(None) }
    };
    refused(&there(Expiry::Never), &instead("fresh"), "there is a cart fresh already");
    assert_eq!(apply(&there(Expiry::At(NOW)), &instead("fresh")).unwrap().write, Write::Create);
    refused(&facts(None), &instead("user_182"), "there is no cart user_182");
}

#[track_caller]
fn reaches(principal: &Principal, cart: &str, owner: Option<&str>, expected: bool) {
    let id = CartId::new(cart).unwrap();
    let customer = owner.map(|owner| CustomerId::new(owner).unwrap());
    let stored = Cart { id: id.clone(), customer, ..cart_of(vec![add("plain", 1)]) };
    let command = Command::AddLines(AddLines { cart: id, ..add_lines(vec![add("plain", 1)]) });
    let facts = super::Facts { principal: principal.clone(), ..facts(Some(stored)) };
    let answer = apply(&facts, &command);
    assert_eq!(answer.is_ok(), expected, "{principal:?} {cart} {owner:?} {answer:?}");
    assert!(expected || matches!(answer, Err(Error::CartNotFound { .. })));
}

#[test]
fn a_foreign_cart_is_as_if_it_were_not_there() {
    let customer = |id: &str| Principal::Customer(CustomerId::new(id).unwrap());
    for (cart, owner) in [("user_182", None), ("user_182", Some("182")), ("any", Some("182"))] {
        reaches(&Principal::Server, cart, owner, true);
        reaches(&customer("182"), cart, owner, true);
        reaches(&customer("18"), cart, owner, false);
        reaches(&Principal::Guest, cart, owner, false);
    }
    reaches(&Principal::Guest, "guest_1", None, true);
    reaches(&customer("182"), "guest_1", None, true);
}

#[test]
fn an_unknown_customer_gets_no_cart() {
    let customer = CustomerId::new("nobody").unwrap();
    let on_absent = OnAbsent::Create(super::NewCart { customer: Some(customer), ..begin() });
    let command = Command::AddLines(AddLines { on_absent, ..add_lines(vec![add("plain", 1)]) });
    let facts = super::Facts { customer_known: false, ..facts(None) };
    refused(&facts, &command, "there is no customer nobody");
}

#[test]
fn the_time_of_a_cart_never_goes_back() {
    let ahead = Timestamp::from_millis(NOW.as_millis() + 5_000);
    let cart = Cart { updated_at: ahead, ..cart_of(vec![add("plain", 1)]) };
    let cart = adds(Some(cart), vec![add("scarce", 1)], &[("plain", 1), ("scarce", 1)]);
    let next = ahead.saturating_add_millis(1);
    assert_eq!((cart.updated_at, cart.lines[1].added_at), (next, next));
    assert_eq!(cart.counted.touched_at, NOW, "its life goes on from now, whatever is shown");
    assert_eq!(units(1), Quantity::ONE);
}

#[test]
fn the_tier_of_the_resulting_quantity_prices_all_units_of_a_line() {
    let tier = |from, minor_units| PriceTier {
        quantity_min: units(from),
        prices: [(Currency::USD, net(minor_units))].into(),
    };
    let tiers = vec![tier(6, 800), tier(11, 700)];
    let facts = |cart| facts_with(cart, vec![Product { tiers: tiers.clone(), ..product("plain") }]);
    let mut cart = None;
    for (more, expected) in [(5, 1_000), (1, 800), (4, 800), (1, 700)] {
        let command = Command::AddLines(add_lines(vec![add("plain", more)]));
        cart = apply(&facts(cart), &command).unwrap().cart;
        assert_eq!(cart.as_ref().unwrap().lines[0].unit_price, net(expected));
    }
    let set = UpdateLine {
        quantity: Some(units(5)),
        ..UpdateLine::new(cart_id("c"), LineRef::Id(line_id("plain")))
    };
    let line = apply(&facts(cart), &Command::UpdateLine(set)).unwrap().cart.unwrap().lines.remove(0);
    assert_eq!((line.unit_price, line.list_price), (net(1_000), net(1_000)));
}

#[test]
fn a_price_that_only_larger_quantities_have_is_missing_for_smaller_ones() {
    let tiers = vec![PriceTier { quantity_min: units(6), prices: [(eur(), net(50))].into() }];
    let facts = |cart| facts_with(cart, vec![Product { tiers: tiers.clone(), ..cheap() }]);
    let of =
        |units| Command::AddLines(AddLines { currency: Some(eur()), ..add_lines(vec![add("cheap", units)]) });
    refused(&facts(None), &of(5), "the product cheap has no price in EUR");
    let cart = apply(&facts(None), &of(6)).unwrap().cart.unwrap();
    assert_eq!(cart.lines[0].unit_price, net(50));
    assert!(apply(&facts(Some(cart)), &of(1)).is_ok(), "seven have one");
}

fn cheap() -> Product {
    Product { prices: [(Currency::USD, net(1))].into(), ..product("cheap") }
}
