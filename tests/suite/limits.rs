//! Every limit at its value and one past it.

use std::ops::Range;
use std::sync::mpsc::channel;

use trolley_engine::domain::bundle::{Component, ComponentOption, OPTIONS_MAX};
use trolley_engine::domain::cart::{CART_BYTES_MAX, CustomInputs, LINES_MAX};
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::taxing::{AddTax, AddTaxes};
use trolley_engine::domain::command::{AddLine, Command, LineRef, OnRefusal, StockCheck, UpdateLine};
use trolley_engine::domain::id::{CartId, ID_BYTES_MAX, InvalidId, TaxId};
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::domain::order::TRANSACTIONS_MAX;
use trolley_engine::domain::promotion::{CODES_PER_CART_MAX, CODES_PER_PROMOTION_MAX};
use trolley_engine::domain::tax::{Rate, TAXES_PER_LINE_MAX, Tax, TaxAmount};
use trolley_engine::domain::value::Value;
use trolley_engine::error::import::ImportProblem;
use trolley_engine::{Engine, Error, Options, Principal, Profile, Quantity, Submission};
use trolley_harness::gate::Gate;

use crate::deals::{by_codes, check_out, enter, gift_with, import_promotions, off, order_id, pay, promotion};
use crate::goods::{
    NOW, add, cart, cart_id, checks, engine_with, import, line_id, one, prices, product, product_id, submit,
    units,
};

/// A line of the mug from this place: each place makes a line of its own.
fn from_place(place: usize) -> AddLine {
    AddLine { location: Some(format!("place {place}")), ..one(&format!("line-{place}"), "mug") }
}

#[track_caller]
fn check_refused(result: Result<trolley_engine::Receipt, Error>, is_expected: impl Fn(&Error) -> bool) {
    let error = result.expect_err("it is one too many");
    assert!(is_expected(error.reason()), "{error:?}");
}

#[test]
fn a_cart_has_at_most_100_lines() {
    assert_eq!(LINES_MAX, 100);
    let engine = engine_with(vec![product("mug")]);
    submit(&engine, add("cart", (0..LINES_MAX).map(from_place).collect())).unwrap();
    check_refused(submit(&engine, add("cart", vec![from_place(LINES_MAX)])), |error| {
        matches!(error, Error::TooManyLines)
    });
    submit(&engine, add("cart", vec![from_place(0)])).expect("raising a quantity is not a new line");
    let view = cart(&engine, "cart");
    assert_eq!((view.cart.lines.len(), view.cart.units()), (LINES_MAX, LINES_MAX as u64 + 1));
}

#[test]
fn one_add_of_101_lines_adds_nothing() {
    let engine = engine_with(vec![product("mug")]);
    check_refused(submit(&engine, add("cart", (0..=LINES_MAX).map(from_place).collect())), |error| {
        matches!(error, Error::TooManyLines)
    });
    assert!(engine.find_cart(&cart_id("cart"), &Principal::Server, NOW).unwrap().is_none());
}

#[test]
fn a_line_has_at_most_2147483647_units() {
    assert_eq!(Quantity::new(2_147_483_648), None);
    assert_eq!(Quantity::new(0), None);
    let engine = engine_with(vec![product("mug")]);
    submit(&engine, add("cart", vec![AddLine { quantity: units(2_147_483_646), ..one("line", "mug") }]))
        .unwrap();
    submit(&engine, add("cart", vec![one("line", "mug")])).unwrap();
    check_refused(submit(&engine, add("cart", vec![one("line", "mug")])), |error| {
        matches!(error, Error::QuantityOutOfRange)
    });
    assert_eq!(cart(&engine, "cart").cart.units(), 2_147_483_647);
}

#[test]
fn a_cart_costs_at_most_2_to_the_53_minus_1_minor_units() {
    assert_eq!(AMOUNT_MINOR_UNITS_MAX, (1 << 53) - 1);
    let dear = Product { prices: prices(Some(AMOUNT_MINOR_UNITS_MAX - 1_000), None), ..product("dear") };
    let engine =
        engine_with(vec![dear, product("mug"), Product { prices: prices(Some(1), None), ..product("pin") }]);
    submit(&engine, add("cart", vec![one("dear", "dear"), one("mug", "mug")])).unwrap();
    assert_eq!(cart(&engine, "cart").priced.total, AMOUNT_MINOR_UNITS_MAX);
    check_refused(submit(&engine, add("cart", vec![one("pin", "pin")])), |error| {
        matches!(error, Error::TotalOutOfRange)
    });
    let two_mugs = Command::UpdateLine(UpdateLine {
        cart: cart_id("cart"),
        line: LineRef::Id(line_id("mug")),
        quantity: Some(units(2)),
        custom_inputs: None,
        location: None,
        options: None,
        notes: None,
        metadata: None,
        checks: checks(StockCheck::Cart),
    });
    check_refused(submit(&engine, two_mugs), |error| matches!(error, Error::TotalOutOfRange));
    assert_eq!(cart(&engine, "cart").priced.total, AMOUNT_MINOR_UNITS_MAX);
}

#[test]
fn a_price_is_from_0_to_2_to_the_53_minus_1_minor_units() {
    let engine = engine_with(vec![product("mug")]);
    let at = |price| AddLine { price_override: Some(price), ..one("line", "mug") };
    submit(&engine, add("free", vec![at(0)])).unwrap();
    submit(&engine, add("dear", vec![at(AMOUNT_MINOR_UNITS_MAX)])).unwrap();
    for price in [-1, AMOUNT_MINOR_UNITS_MAX + 1, i64::MIN, i64::MAX] {
        check_refused(submit(&engine, add("other", vec![at(price)])), |error| {
            matches!(error, Error::PriceOutOfRange)
        });
    }
}

#[test]
fn an_identifier_has_at_most_128_bytes() {
    let longest = "x".repeat(ID_BYTES_MAX);
    assert_eq!(ID_BYTES_MAX, 128);
    assert!(CartId::new(longest.as_str()).is_ok());
    assert_eq!(CartId::new(format!("{longest}x")), Err(InvalidId::TooLong));
    assert_eq!(CartId::new(""), Err(InvalidId::Empty));
    let engine = engine_with(vec![product("mug")]);
    submit(&engine, add(&longest, vec![one(&longest, "mug")])).unwrap();
    assert_eq!(cart(&engine, &longest).cart.lines[0].id.as_str(), longest);
}

#[test]
fn a_cart_keeps_at_most_16_mebibytes_of_free_form_values() {
    let engine = engine_with(vec![product("mug")]);
    let inputs = |text_len: usize| {
        let text = Value::Map(vec![("text".to_owned(), Value::Text("x".repeat(text_len)))]);
        CustomInputs::new(text).unwrap()
    };
    let beside_text = inputs(1).bytes_estimated() - 1;
    let line = |name: &str, text_len| AddLine { custom_inputs: Some(inputs(text_len)), ..one(name, "mug") };
    let half = CART_BYTES_MAX / 2;
    submit(&engine, add("cart", vec![line("first", half - beside_text)])).unwrap();
    check_refused(submit(&engine, add("cart", vec![line("second", half - beside_text + 1)])), |error| {
        matches!(error, Error::CartTooLarge)
    });
    submit(&engine, add("cart", vec![line("second", half - beside_text - 1), line("third", 0)]))
        .expect_err("even the shortest inputs are too much then");
    let other = AddLine { location: Some("elsewhere".to_owned()), ..line("second", half - beside_text) };
    submit(&engine, add("cart", vec![other])).unwrap();
    let view = cart(&engine, "cart");
    let kept: usize = view
        .cart
        .lines
        .iter()
        .filter_map(|line| line.custom_inputs.as_ref())
        .map(|inputs| inputs.bytes_estimated())
        .sum();
    assert_eq!(kept, CART_BYTES_MAX);
}

#[test]
fn a_submission_past_the_full_queue_is_refused_at_once() {
    const QUEUE_LEN_MAX: usize = 4;
    let gate = Gate::open();
    let options = Options { queue_len_max: QUEUE_LEN_MAX, ..Options::new(Profile::Fast) };
    let engine = Engine::with_backend(gate.backend(), options).unwrap();
    submit(&engine, import(vec![product("mug")])).unwrap();
    let (answer, answered) = channel();
    let mut sent = 0;
    let mut send_one = || {
        let command = add("cart", vec![one(&format!("line-{sent}"), "mug")]);
        let answer = answer.clone();
        let submission = Submission::new(NOW, Principal::Server, vec![command]);
        engine.submit_with(submission, move |result| answer.send(result.map(|_| ())).unwrap());
        sent += 1;
    };
    gate.shut();
    send_one();
    // The writer holds the first in a flush that does not end; from here on they wait.
    gate.wait_for_visitor();
    (0..QUEUE_LEN_MAX).for_each(|_| send_one());
    assert!(answered.try_recv().is_err(), "nothing is answered before its flush");
    send_one();
    let refused = answered.recv().unwrap();
    assert!(matches!(refused, Err(Error::Overloaded)), "{refused:?}");
    gate.unlock();
    for _ in 0..=QUEUE_LEN_MAX {
        answered.recv().unwrap().expect("what had a place is done");
    }
    assert_eq!(cart(&engine, "cart").cart.units(), QUEUE_LEN_MAX as u64 + 1);
}

#[test]
fn a_line_has_at_most_5_taxes() {
    let engine = engine_with(vec![product("mug")]);
    submit(&engine, add("cart", vec![one("line", "mug")])).unwrap();
    let tax = |number: usize| AddTax {
        line: LineRef::Id(line_id("line")),
        expected: None,
        tax: Tax {
            id: TaxId::new(format!("tax-{number}")).unwrap(),
            name: "Tax".to_owned(),
            jurisdiction: None,
            code: None,
            amount: TaxAmount::Rate(Rate::MAX),
        },
    };
    let add_taxes = |taxes: Range<usize>| {
        let taxes = taxes.map(tax).collect();
        Command::AddTaxes(AddTaxes { cart: cart_id("cart"), taxes, on_refusal: OnRefusal::RefuseAll })
    };
    assert_eq!(TAXES_PER_LINE_MAX, 5);
    check_refused(submit(&engine, add_taxes(0..6)), |error| matches!(error, Error::TooManyTaxes { .. }));
    submit(&engine, add_taxes(0..5)).unwrap();
    check_refused(submit(&engine, add_taxes(5..6)), |error| matches!(error, Error::TooManyTaxes { .. }));
    // Five times a hundred times the price, on top of it.
    assert_eq!(cart(&engine, "cart").priced.total, 1_000 + 5 * 100 * 1_000);
    assert_eq!(Rate::parse("100.0000000001"), None);
    assert_eq!(Rate::parse("0.00000000001"), None);
}

#[test]
fn a_cart_has_at_most_50_codes() {
    let engine = engine_with(vec![product("mug")]);
    let code = |number: usize| format!("CODE-{number}");
    let promotions =
        (0..51).map(|number| promotion(&number.to_string(), by_codes([code(number)], None), off(1)));
    submit(&engine, import_promotions(promotions.collect())).unwrap();
    submit(&engine, add("cart", vec![one("line", "mug")])).unwrap();
    assert_eq!(CODES_PER_CART_MAX, 50);
    check_refused(submit(&engine, enter("cart", (0..51).map(code))), |error| {
        matches!(error, Error::TooManyCodes)
    });
    submit(&engine, enter("cart", (0..50).map(code))).unwrap();
    check_refused(submit(&engine, enter("cart", [code(50)])), |error| matches!(error, Error::TooManyCodes));
    submit(&engine, enter("cart", [code(0)])).expect("a code that is entered already stays");
    assert_eq!(cart(&engine, "cart").priced.total, 1_000 - 50);
}

#[test]
fn a_promotion_has_at_most_1000_codes() {
    let engine = engine_with(vec![product("mug")]);
    let with_codes = |count: usize| {
        let codes = (0..count).map(|number| format!("CODE-{number}"));
        import_promotions(vec![promotion("many", by_codes(codes, None), off(1))])
    };
    assert_eq!(CODES_PER_PROMOTION_MAX, 1_000);
    submit(&engine, with_codes(1_000)).unwrap();
    check_refused(submit(&engine, with_codes(1_001)), |error| {
        matches!(error, Error::ImportInvalid(ImportProblem::PromotionInvalid { .. }))
    });
    submit(&engine, add("cart", vec![one("line", "mug")])).unwrap();
    submit(&engine, enter("cart", ["CODE-999".to_owned()])).unwrap();
}

#[test]
fn a_bundle_has_at_most_1500_options() {
    let options = |count: usize| {
        let option = |number: usize| ComponentOption {
            product: product_id(&format!("part-{number}")),
            quantity: 1,
            quantity_min: None,
            quantity_max: None,
            is_default: number == 0,
            sort_order: None,
        };
        let component = |key: &str, numbers: Range<usize>| Component {
            key: key.to_owned(),
            name: key.to_owned(),
            options_min: None,
            options_max: None,
            sort_order: None,
            options: numbers.map(option).collect(),
        };
        let components = vec![component("one", 0..count / 2), component("other", count / 2..count)];
        import(vec![product("part-0"), Product { components, ..product("bundle") }])
    };
    assert_eq!(OPTIONS_MAX, 1_500);
    let engine = engine_with(vec![]);
    check_refused(submit(&engine, options(1_501)), |error| {
        matches!(error, Error::ImportInvalid(ImportProblem::ProductInvalid { .. }))
    });
    submit(&engine, options(1_500)).unwrap();
    submit(&engine, add("cart", vec![one("line", "bundle")])).unwrap();
}

#[test]
fn an_order_has_at_most_100_transactions() {
    let engine = engine_with(vec![product("mug")]);
    submit(&engine, add("cart", vec![one("line", "mug")])).unwrap();
    submit(&engine, check_out("cart", "order")).unwrap();
    assert_eq!(TRANSACTIONS_MAX, 100);
    for number in 0..TRANSACTIONS_MAX {
        submit(&engine, pay("order", &number.to_string(), Some(1))).unwrap();
    }
    check_refused(submit(&engine, pay("order", "one more", Some(1))), |error| {
        matches!(error, Error::TooManyTransactions)
    });
    let order = engine.find_order(&order_id("order"), &Principal::Server).unwrap().unwrap();
    assert_eq!((order.paid(), order.balance()), (100, 900));
}

#[test]
fn a_gift_is_no_line_past_the_hundredth() {
    let engine = engine_with(vec![product("mug"), product("cake"), product("candle")]);
    submit(&engine, import_promotions(vec![gift_with("cake", "candle")])).unwrap();
    let lines = |count: usize| (0..count).map(from_place).collect::<Vec<_>>();
    // The cake is the hundredth line: there is no room for the candle.
    submit(&engine, add("full", lines(LINES_MAX - 1))).unwrap();
    let receipt = submit(&engine, add("full", vec![one("cake", "cake")])).unwrap();
    assert!(matches!(receipt.notices.gift_refusals[..], [Error::TooManyLines]), "{:?}", receipt.notices);
    assert_eq!(cart(&engine, "full").cart.lines.len(), LINES_MAX);
    // The candle is the hundredth line, and makes room for what the shopper wants.
    submit(&engine, add("other", lines(LINES_MAX - 2))).unwrap();
    let receipt = submit(&engine, add("other", vec![one("cake", "cake")])).unwrap();
    assert!(receipt.notices.gift_refusals.is_empty(), "{:?}", receipt.notices);
    let view = cart(&engine, "other");
    assert_eq!((view.cart.lines.len(), view.priced.discount_total), (LINES_MAX, 1_000));
    submit(&engine, add("other", vec![from_place(LINES_MAX)])).unwrap();
    let view = cart(&engine, "other");
    assert_eq!((view.cart.lines.len(), view.priced.discount_total), (LINES_MAX, 0));
}
