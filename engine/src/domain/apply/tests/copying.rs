use std::sync::Arc;

use super::entering::dollar_off;
use super::{
    NOW, add, add_lines, add_variant, begin, cart_id, cart_of, eur, facts, facts_with, inputs, line_id, net,
    product, quantities, refused, text, tracked, units,
};
use crate::domain::access::Principal;
use crate::domain::apply::{Change, Outcome, SourceChange, Write, apply};
use crate::domain::bundle::{Component, ComponentOption};
use crate::domain::cart::{AutoAdded, Cart, CartStatus, CustomItem, EnteredCode, Expiry};
use crate::domain::catalog::Product;
use crate::domain::command::merging::{CopyFrom, CopyLines};
use crate::domain::command::{AddContent, AddLine, AddLines, Checks, Command, OnAbsent, OnRefusal};
use crate::domain::facts::Facts;
use crate::domain::id::{CustomerId, OrderId, OrderLineId, PromotionId, TaxId};
use crate::domain::money::Currency;
use crate::domain::order::{Address, Contact, Order, OrderLine};
use crate::domain::pricing::PricedCart;
use crate::domain::promotion::Promotions;
use crate::domain::tax::{Rate, Tax, TaxAmount};
use crate::error::Error;

fn copy_from(from: CopyFrom) -> CopyLines {
    CopyLines {
        cart: cart_id("c"),
        on_absent: OnAbsent::Create(begin()),
        from,
        currency: None,
        checks: Checks::ALL,
        on_refusal: OnRefusal::RefuseAll,
    }
}

fn copy() -> CopyLines {
    copy_from(CopyFrom::Cart(cart_id("other")))
}

fn other_of(lines: Vec<AddLine>) -> Cart {
    Cart { id: cart_id("other"), ..cart_of(lines) }
}

fn both(cart: Option<Cart>, source: Cart) -> Facts {
    Facts { source: Some(source.into()), ..facts(cart) }
}

#[track_caller]
fn copies(facts: &Facts, command: CopyLines, expected: &[(&str, u32)]) -> Change {
    let change = apply(facts, &Command::CopyLines(command)).unwrap();
    assert_eq!(quantities(&change), expected);
    assert!(matches!(change.source, SourceChange::Nothing), "the source stays as it is");
    change
}

fn bag(line: &str) -> AddLine {
    let custom = CustomItem { name: "bag".into(), sku: "bag".into(), description: String::new() };
    AddLine::of(line_id(line), AddContent::Custom { custom, unit_price: net(250) }, units(2))
}

#[test]
fn lines_are_added_to_those_that_are_there_or_as_new_ones() {
    let source =
        other_of(vec![add("scarce", 1), add("plain", 3), bag("bag"), add_variant("shirt", "small", 1)]);
    let facts = both(Some(cart_of(vec![add("plain", 2)])), source);
    let change = copies(&facts, copy(), &[("plain", 5), ("new-0", 1), ("new-1", 2), ("new-2", 1)]);
    let Outcome::Copied { lines, refusals } = change.outcome else { panic!("lines were copied") };
    let added: Vec<_> = lines.iter().map(|line| (line.index, line.line.as_str(), line.is_new)).collect();
    assert_eq!(added, [(0, "new-0", true), (1, "plain", false), (2, "new-1", true), (3, "new-2", true)]);
    assert!(refusals.is_empty());
}

#[test]
fn a_copy_brings_what_was_said_of_a_line_but_no_taxes_set_prices_or_gifts() {
    let tax = Tax {
        id: TaxId::new("t").unwrap(),
        name: "GST".into(),
        jurisdiction: None,
        code: None,
        amount: TaxAmount::Rate(Rate::ZERO),
    };
    let told = AddLine {
        custom_inputs: inputs("front", "Ann"),
        location: Some("depot".into()),
        options: Some(vec![("team".into(), text("20"))]),
        notes: Some("n".into()),
        metadata: Some(text("m")),
        price_override: Some(1),
        taxes: Some(vec![tax]),
        ..add("plain", 5)
    };
    let mut source = other_of(vec![told, add("scarce", 1)]);
    let added = |units| vec![AutoAdded { promotion: PromotionId::new("p").unwrap(), units }];
    source.lines[0].auto_added = added(2);
    source.lines[1].auto_added = added(1);
    let change = copies(&both(None, source.clone()), copy(), &[("new-0", 3)]);
    let (line, from) = (change.cart.unwrap().lines.remove(0), &source.lines[0]);
    assert_eq!((&line.custom_inputs, &line.location), (&from.custom_inputs, &from.location));
    assert_eq!((&line.options, &line.notes, &line.metadata), (&from.options, &from.notes, &from.metadata));
    assert_eq!((line.unit_price, line.price_overridden), (net(1_000), false));
    assert!(line.taxes.is_empty() && line.auto_added.is_empty());
}

#[test]
fn what_is_selected_of_a_bundle_comes_along_where_it_can_still_be_had() {
    let option = |id: &str, is_default| ComponentOption {
        product: product(id).id,
        quantity: 1,
        quantity_min: None,
        quantity_max: None,
        is_default,
        sort_order: None,
    };
    let bundle = |options| Product {
        components: vec![Component {
            key: "part".into(),
            name: "Part".into(),
            options_min: None,
            options_max: None,
            sort_order: None,
            options,
        }],
        ..product("set")
    };
    let both_options = bundle(vec![option("plain", true), option("cheap", false)]);
    let one_option = bundle(vec![option("cheap", false)]);
    let before = facts_with(None, vec![both_options.clone()]);
    let source = apply(&before, &Command::AddLines(add_lines(vec![add("set", 1)]))).unwrap().cart.unwrap();
    let source = Cart { id: cart_id("other"), ..source };
    let shop = |set| Facts { source: Some(source.clone().into()), ..facts_with(None, vec![set]) };
    let cart = copies(&shop(both_options), copy(), &[("new-0", 1)]).cart.unwrap();
    assert_eq!(cart.lines[0].bundle(), source.lines[0].bundle());
    let refusal = "the selection of set is not valid: the component part has no option plain";
    refused(&shop(one_option), &Command::CopyLines(copy()), refusal);
    refused(
        &shop(product("set")),
        &Command::CopyLines(copy()),
        "the selection of set is not valid: it has no components",
    );
}

#[test]
fn a_source_that_is_absent_expired_or_empty_has_no_lines() {
    let expired = Cart { expiry: Expiry::At(NOW), ..other_of(vec![add("plain", 1)]) };
    for facts in [facts(None), both(None, expired), both(None, Cart { lines: vec![], ..other_of(vec![]) })] {
        let change = copies(&facts, copy(), &[]);
        assert_eq!(change.write, Write::Nothing);
        assert!(
            matches!(change.outcome, Outcome::Copied { lines, refusals } if lines.is_empty() && refusals.is_empty())
        );
    }
    let refuse = CopyLines { on_absent: OnAbsent::Refuse, ..copy() };
    let facts = both(None, other_of(vec![add("plain", 1)]));
    refused(&facts, &Command::CopyLines(refuse), "there is no cart c");
}

#[test]
fn a_source_is_somebody_elses_or_the_cart_itself_or_an_order() {
    let itself = Command::CopyLines(copy_from(CopyFrom::Cart(cart_id("c"))));
    let facts = both(Some(cart_of(vec![add("plain", 1)])), cart_of(vec![add("plain", 1)]));
    refused(&facts, &itself, "the cart c cannot be merged into itself");
    let foreign = Cart { customer: CustomerId::new("182").ok(), ..other_of(vec![add("plain", 1)]) };
    refused(&both(None, foreign.clone()), &Command::CopyLines(copy()), "there is no cart other");
    copies(&Facts { principal: Principal::Server, ..both(None, foreign) }, copy(), &[("new-0", 1)]);
    let ordered = Cart { status: CartStatus::Converted, ..other_of(vec![add("plain", 1)]) };
    copies(&both(None, ordered), copy(), &[("new-0", 1)]);
}

fn euros(lines: Vec<AddLine>) -> Cart {
    let command = Command::AddLines(AddLines { currency: Some(eur()), ..add_lines(lines) });
    Cart { id: cart_id("other"), ..apply(&facts(None), &command).unwrap().cart.unwrap() }
}

#[test]
fn copies_are_priced_in_the_currency_of_the_cart_that_receives() {
    let dollars = cart_of(vec![add("scarce", 1)]);
    let cart =
        copies(&both(Some(dollars), euros(vec![add("plain", 1)])), copy(), &[("scarce", 1), ("new-0", 1)]);
    assert_eq!(cart.cart.unwrap().lines[1].unit_price, net(1_000));
    let cart = copies(&both(None, euros(vec![add("plain", 1)])), copy(), &[("new-0", 1)]).cart.unwrap();
    assert_eq!((cart.currency_lock(), cart.lines[0].unit_price), (Some(eur()), net(900)));
    let asked = CopyLines { currency: Some(Currency::USD), ..copy() };
    let cart = copies(&both(None, euros(vec![add("plain", 1)])), asked, &[("new-0", 1)]).cart.unwrap();
    assert_eq!(cart.currency_lock(), Some(Currency::USD));
}

#[test]
fn what_has_no_price_in_that_currency_is_refused_by_itself() {
    let target = || Some(Cart { id: cart_id("c"), ..euros(vec![add("plain", 1)]) });
    let source = other_of(vec![add("cheap", 1), add("scarce", 1), bag("bag")]);
    let command = CopyLines { on_refusal: OnRefusal::KeepGood, ..copy() };
    let change = copies(&both(target(), source.clone()), command, &[("plain", 1), ("new-0", 1)]);
    let Outcome::Copied { lines, refusals } = change.outcome else { panic!("lines were copied") };
    assert_eq!(lines.iter().map(|line| line.index).collect::<Vec<_>>(), [1]);
    let refusals: Vec<_> =
        refusals.iter().map(|refusal| (refusal.index, refusal.error.to_string())).collect();
    assert_eq!(
        refusals,
        [
            (0, "the product cheap has no price in EUR".to_owned()),
            (2, "the cart is in EUR, the one to merge in USD".to_owned()),
        ]
    );
    let Err(Error::LinesRefused { refusals }) = apply(&both(target(), source), &Command::CopyLines(copy()))
    else {
        panic!("all are refused");
    };
    assert_eq!(refusals.len(), 2);
}

#[test]
fn copies_keep_to_the_rules_of_every_line() {
    let check = |line: AddLine, expected: &str| {
        refused(&both(None, other_of(vec![line])), &Command::CopyLines(copy()), expected);
    };
    check(add("scarce", 6), "there are 5 of SKU-scarce in stock, 6 were asked for");
    check(add("gone", 1), "there is no product gone");
    check(add("kit", 1), "the option team is required");
    check(add("card", 1), "the custom input front is not valid: it is required");
    let mut lost = both(None, other_of(vec![add("small", 1)]));
    lost.products.insert(product("shirt").id, Arc::new(product("shirt")));
    refused(&lost, &Command::CopyLines(copy()), "the product shirt has no variant small");
    lost.products.clear();
    refused(&lost, &Command::CopyLines(copy()), "there is no product shirt");
    let unchecked = CopyLines { checks: Checks::NONE, ..copy() };
    copies(&both(None, other_of(vec![add("gone", 1)])), unchecked, &[("new-0", 1)]);
    let at = |place: usize| AddLine {
        new_line: line_id(&place.to_string()),
        location: Some(place.to_string()),
        ..add("plain", 1)
    };
    let full = || Some(cart_of((0..100).map(at).collect()));
    refused(
        &both(full(), other_of(vec![at(100)])),
        &Command::CopyLines(copy()),
        "a cart has at most 100 lines",
    );
    assert!(apply(&both(full(), other_of(vec![at(7)])), &Command::CopyLines(copy())).is_ok());
}

#[test]
fn codes_come_along_while_they_are_good() {
    let promotions = vec![dollar_off("p", &[("SAVE", Some(2)), ("SPENT", Some(1)), ("MINE", None)])];
    let entered = |code: &str| EnteredCode {
        code: code.into(),
        promotion: PromotionId::new("p").unwrap(),
        entered_at: None,
    };
    let source =
        |lines| Cart { codes: ["SAVE", "SPENT", "MINE", "PAST"].map(entered).into(), ..other_of(lines) };
    let shop = |cart, lines| Facts {
        promotions: Arc::new(Promotions::new(promotions.clone(), [].into())),
        code_uses: [("SPENT".to_owned(), 1)].into(),
        ..both(cart, source(lines))
    };
    let target = Cart { codes: vec![entered("MINE")], ..cart_of(vec![add("plain", 1)]) };
    let codes = |change: Change| {
        change.cart.unwrap().codes.into_iter().map(|entered| entered.code).collect::<Vec<_>>()
    };
    let change =
        copies(&shop(Some(target.clone()), vec![add("scarce", 1)]), copy(), &[("plain", 1), ("new-0", 1)]);
    assert_eq!(codes(change), ["MINE", "SAVE"]);
    let only_codes = copies(&shop(Some(target), vec![]), copy(), &[("plain", 1)]);
    assert_eq!(only_codes.write, Write::Update);
    assert_eq!(codes(only_codes), ["MINE", "SAVE"]);
    let nothing = copies(&shop(None, vec![]), copy(), &[]);
    assert_eq!(nothing.write, Write::Nothing);
}

/// An order of what this cart had.
fn order_of(cart: &Cart, customer: Option<&str>) -> Order {
    let lines = cart.lines.iter().enumerate().map(|(place, line)| OrderLine {
        id: OrderLineId::new(format!("ordered-{place}")).unwrap(),
        line: line.clone().into_inner(),
        sku: String::new(),
        name: String::new(),
        component_names: vec![],
    });
    Order {
        id: OrderId::new("o").unwrap(),
        cart: cart.id.clone(),
        customer: customer.map(|id| CustomerId::new(id).unwrap()),
        contact: Contact::default(),
        number: None,
        external_reference: None,
        billing_address: Address::default(),
        shipping_address: Address::default(),
        attributes: vec![],
        currency: cart.priced_currency.unwrap(),
        lines: lines.collect(),
        priced: PricedCart::nothing(cart.priced_currency),
        is_cancelled: true,
        is_fulfilled: false,
        transactions: vec![],
        shipping: None,
        allocations: vec![],
        revision: 1,
        created_at: NOW,
        updated_at: NOW,
    }
}

fn reorder() -> CopyLines {
    copy_from(CopyFrom::Order(OrderId::new("o").unwrap()))
}

#[test]
fn an_order_gives_its_products_at_the_prices_of_today() {
    let cart = other_of(vec![bag("bag"), add("plain", 2), add_variant("shirt", "small", 1)]);
    let order = order_of(&cart, None);
    let dearer = Product { prices: [(Currency::USD, net(1_100))].into(), ..product("plain") };
    let facts = Facts { order: Some(order), ..facts_with(None, vec![dearer]) };
    let change = copies(&facts, reorder(), &[("new-0", 2), ("new-1", 1)]);
    let Outcome::Copied { lines, .. } = &change.outcome else { panic!("lines were copied") };
    assert_eq!(lines.iter().map(|line| line.index).collect::<Vec<_>>(), [1, 2]);
    assert_eq!(change.cart.unwrap().lines[0].unit_price, net(1_100));
}

#[test]
fn an_order_is_for_whoever_it_belongs_to() {
    let order = order_of(&other_of(vec![add("plain", 1)]), Some("182"));
    let by = |principal| Facts { principal, order: Some(order.clone()), ..facts(None) };
    let customer = |id: &str| Principal::Customer(CustomerId::new(id).unwrap());
    for stranger in [Principal::Guest, customer("183")] {
        refused(&by(stranger), &Command::CopyLines(reorder()), "there is no order o");
    }
    copies(&by(customer("182")), reorder(), &[("new-0", 1)]);
    copies(&by(Principal::Server), reorder(), &[("new-0", 1)]);
    refused(&facts(None), &Command::CopyLines(reorder()), "there is no order o");
}

#[test]
fn what_of_an_order_cannot_be_had_is_left_out_where_that_is_asked() {
    let order = order_of(&other_of(vec![add("scarce", 5), add("plain", 1)]), None);
    let scarce = Product { stock: tracked(4), ..product("scarce") };
    let facts = Facts { order: Some(order), ..facts_with(None, vec![scarce]) };
    let command = CopyLines { on_refusal: OnRefusal::KeepGood, ..reorder() };
    let change = copies(&facts, command, &[("new-0", 1)]);
    let Outcome::Copied { refusals, .. } = change.outcome else { panic!("lines were copied") };
    assert_eq!(refusals[0].index, 0);
    refused(&facts, &Command::CopyLines(reorder()), "there are 4 of SKU-scarce in stock, 5 were asked for");
}
