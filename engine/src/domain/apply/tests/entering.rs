use std::sync::Arc;

use super::{NOW, add, add_lines, cart_id, cart_of, facts, quantities, refused};
use crate::domain::apply::{Change, Outcome, Write, apply};
use crate::domain::cart::{Cart, CartDiscount, EnteredCode};
use crate::domain::command::entering::{EnterCode, RemoveCode, Spelling};
use crate::domain::command::{AddLine, AddLines, ClearCart, Command, OnAbsent, OnRefusal};
use crate::domain::facts::Facts;
use crate::domain::id::PromotionId;
use crate::domain::money::Currency;
use crate::domain::promotion::{Code, Offer, Promotion, Promotions, Reward};
use crate::domain::time::Timestamp;
use crate::error::Error;

/// A dollar off the cart for whoever has one of these codes.
pub(super) fn dollar_off(id: &str, codes: &[(&str, Option<u64>)]) -> Promotion {
    let code =
        |(code, uses_max): &(&str, Option<u64>)| Code { code: (*code).to_owned(), uses_max: *uses_max };
    Promotion {
        id: PromotionId::new(id).unwrap(),
        name: id.to_owned(),
        description: String::new(),
        is_enabled: true,
        offer: Offer::ByCode(codes.iter().map(code).collect()),
        starts_at: None,
        ends_at: None,
        subtotal_min: [].into(),
        applications_max: None,
        discount_max: [].into(),
        created_at: NOW,
        reward: Reward::CartAmount { amounts: [(Currency::USD, 100)].into(), excluded: vec![] },
    }
}

/// The facts with `SAVE`, which three orders may use, and two have; `SPENT`, which two may; and `FREE` of another
/// promotion.
fn shop(cart: Option<Cart>) -> Facts {
    let limited = dollar_off("limited", &[("SAVE", Some(3)), ("SPENT", Some(2))]);
    let promotions = vec![limited, dollar_off("unlimited", &[("FREE", None)])];
    Facts {
        promotions: Arc::new(Promotions::new(promotions, [].into())),
        code_uses: [("SAVE".to_owned(), 2), ("SPENT".to_owned(), 2), ("FREE".to_owned(), 9)].into(),
        ..facts(cart)
    }
}

fn command(lines: Vec<AddLine>, codes: &[&str]) -> AddLines {
    AddLines { codes: codes.iter().map(|code| (*code).to_owned()).collect(), ..add_lines(lines) }
}

#[track_caller]
fn enters(facts: &Facts, codes: &[&str], expected: &[&str]) -> Change {
    let change = apply(facts, &Command::AddLines(command(vec![], codes))).unwrap();
    assert_eq!(codes_of(&change), expected);
    change
}

fn codes_of(change: &Change) -> Vec<&str> {
    change.cart.as_ref().unwrap().codes.iter().map(|entered| entered.code.as_str()).collect()
}

fn a_cart() -> Option<Cart> {
    Some(cart_of(vec![add("plain", 1)]))
}

#[test]
fn a_code_is_entered_once() {
    let change = enters(&shop(a_cart()), &["SAVE", "FREE", "SAVE"], &["SAVE", "FREE"]);
    let cart = change.cart.unwrap();
    assert_eq!(cart.codes[1].promotion.as_str(), "unlimited");
    let again = enters(&shop(Some(cart.clone())), &["FREE"], &["SAVE", "FREE"]);
    assert_eq!((again.write, again.cart.unwrap().revision), (Write::Nothing, cart.revision));
}

#[test]
fn a_code_that_is_not_good_is_as_if_it_were_not_there() {
    for code in ["nothing", "save", "SPENT"] {
        let expected = format!("there is no code {code}");
        refused(&shop(a_cart()), &Command::AddLines(command(vec![], &[code])), &expected);
    }
    let when = |is_enabled, starts_at: Option<i64>, ends_at: Option<i64>| {
        let moment = |ahead: i64| Timestamp::from_millis(NOW.as_millis() + ahead);
        let promotion = Promotion {
            is_enabled,
            starts_at: starts_at.map(moment),
            ends_at: ends_at.map(moment),
            ..dollar_off("timed", &[("TIMED", None)])
        };
        let promotions = Arc::new(Promotions::new(vec![promotion], [].into()));
        let facts = Facts { promotions, ..facts(a_cart()) };
        apply(&facts, &Command::AddLines(command(vec![], &["TIMED"]))).is_ok()
    };
    assert!(when(true, Some(0), Some(1)));
    assert!(!when(false, None, None));
    assert!(!when(true, Some(1), None));
    assert!(!when(true, None, Some(0)));
}

#[test]
fn a_code_that_was_entered_stays_when_it_is_good_no_more() {
    let mut cart = a_cart().unwrap();
    cart.codes = vec![EnteredCode {
        code: "SPENT".into(),
        promotion: PromotionId::new("limited").unwrap(),
        entered_at: None,
    }];
    enters(&shop(Some(cart)), &["SPENT"], &["SPENT"]);
}

#[test]
fn a_code_is_not_for_an_empty_cart_but_for_one_that_gets_a_line_with_it() {
    refused(&shop(None), &Command::AddLines(command(vec![], &["SAVE"])), "the cart c is empty");
    refused(&shop(None), &Command::AddLines(command(vec![], &["nothing"])), "there is no code nothing");
    let change = apply(&shop(None), &Command::AddLines(command(vec![add("plain", 1)], &["SAVE"]))).unwrap();
    assert_eq!((codes_of(&change), quantities(&change)), (vec!["SAVE"], vec![("plain", 1)]));
}

#[test]
fn a_cart_has_so_many_codes_and_no_more() {
    let codes: Vec<String> = (0..51).map(|number| format!("CODE-{number}")).collect();
    let named: Vec<(&str, Option<u64>)> = codes.iter().map(|code| (code.as_str(), None)).collect();
    let promotions = Arc::new(Promotions::new(vec![dollar_off("many", &named)], [].into()));
    let facts = |cart| Facts { promotions: Arc::clone(&promotions), ..facts(cart) };
    let all: Vec<&str> = codes.iter().map(String::as_str).collect();
    let cart = enters(&facts(a_cart()), &all[..50], &all[..50]).cart;
    let one_more = Command::AddLines(command(vec![], &all[50..]));
    refused(&facts(cart.clone()), &one_more, "a cart has at most 50 codes");
    enters(&facts(cart), &all[..1], &all[..50]);
}

#[test]
fn refused_codes_refuse_all_or_are_left_out() {
    let lines = || vec![add("plain", 1), add("nothing", 1)];
    let with = |on_refusal, lines, codes: &[&str]| {
        Command::AddLines(AddLines { on_refusal, ..command(lines, codes) })
    };
    let all = with(OnRefusal::RefuseAll, vec![add("plain", 1)], &["SAVE", "SPENT"]);
    let Err(Error::LinesRefused { refusals }) = apply(&shop(None), &all) else { panic!("all is refused") };
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [2]);
    let change = apply(&shop(None), &with(OnRefusal::KeepGood, lines(), &["SPENT", "SAVE"])).unwrap();
    assert_eq!((codes_of(&change), quantities(&change)), (vec!["SAVE"], vec![("plain", 1)]));
    let Outcome::Added { lines, refusals } = &change.outcome else { panic!("units were added") };
    assert_eq!(lines.len(), 1);
    assert_eq!(refusals.iter().map(|refusal| refusal.index).collect::<Vec<_>>(), [1, 2]);
    let code_alone = with(OnRefusal::KeepGood, vec![add("nothing", 1)], &["SAVE"]);
    assert_eq!(codes_of(&apply(&shop(a_cart()), &code_alone).unwrap()), ["SAVE"]);
    let nothing_good = with(OnRefusal::KeepGood, vec![add("nothing", 1)], &["SPENT"]);
    assert!(apply(&shop(a_cart()), &nothing_good).is_err());
}

#[test]
fn a_code_is_taken_away_and_goes_when_the_cart_is_cleared() {
    let cart = enters(&shop(a_cart()), &["SAVE", "FREE"], &["SAVE", "FREE"]).cart.unwrap();
    let remove = |code: &str| Command::RemoveCode(RemoveCode::new(cart_id("c"), code.to_owned()));
    let change = apply(&shop(Some(cart.clone())), &remove("SAVE")).unwrap();
    assert_eq!(codes_of(&change), ["FREE"]);
    assert!(matches!(change.outcome, Outcome::CodeRemoved));
    assert_eq!(change.cart.unwrap().revision, cart.revision + 1);
    refused(&shop(Some(cart.clone())), &remove("SPENT"), "there is no code SPENT");
    refused(&shop(None), &remove("SAVE"), "there is no cart c");
    let clear = Command::ClearCart(ClearCart::new(cart_id("c"), OnAbsent::Refuse));
    assert!(codes_of(&apply(&shop(Some(cart.clone())), &clear).unwrap()).is_empty());
    let without_lines = Cart { lines: vec![], ..cart };
    let change = apply(&shop(Some(without_lines)), &clear).unwrap();
    assert_eq!((codes_of(&change), change.write), (vec![], Write::Update));
}

#[track_caller]
fn check_entered(facts: &Facts, asked: &str, expected: &[&str]) -> Change {
    let change = apply(facts, &enter(asked)).unwrap();
    assert_eq!(codes_of(&change), expected);
    change
}

fn enter(code: &str) -> Command {
    let (cart, code) = (cart_id("c"), code.to_owned());
    Command::EnterCode(EnterCode { cart, code, spelling: Spelling::AnyCase })
}

#[test]
fn a_code_that_is_to_take_effect_is_spelled_as_one_likes_and_kept_as_it_is_written() {
    let facts = shop(Some(cart_of(vec![add("plain", 1)])));
    let change = check_entered(&facts, "free", &["FREE"]);
    assert!(matches!(&change.outcome, Outcome::CodeEntered { code } if code == "FREE"));
    let exact = EnterCode { cart: cart_id("c"), code: "free".to_owned(), spelling: Spelling::Exact };
    refused(&facts, &Command::EnterCode(exact), "there is no code free");
    let facts = shop(change.cart);
    let change = check_entered(&facts, "Save", &["FREE", "SAVE"]);
    let remove =
        RemoveCode { spelling: Spelling::AnyCase, ..RemoveCode::new(cart_id("c"), "fReE".to_owned()) };
    let change = apply(&shop(change.cart), &Command::RemoveCode(remove)).unwrap();
    assert_eq!(codes_of(&change), ["SAVE"]);
}

#[test]
fn a_code_is_spelled_exactly_before_it_is_spelled_otherwise() {
    let promotions = vec![dollar_off("one", &[("Ten", None)]), dollar_off("two", &[("TEN", None)])];
    let promotions = Arc::new(Promotions::new(promotions, [].into()));
    let facts = Facts { promotions, ..facts(Some(cart_of(vec![add("plain", 1)]))) };
    check_entered(&facts, "TEN", &["TEN"]);
    check_entered(&facts, "Ten", &["Ten"]);
    check_entered(&facts, "ten", &["Ten"]);
    let disabled = Promotion { is_enabled: false, ..dollar_off("one", &[("Ten", None)]) };
    let promotions = vec![disabled, dollar_off("two", &[("TEN", None)])];
    let facts = Facts { promotions: Arc::new(Promotions::new(promotions, [].into())), ..facts };
    check_entered(&facts, "ten", &["TEN"]);
}

#[test]
fn a_code_that_takes_nothing_off_is_refused_for_a_reason() {
    let soon = Timestamp::from_millis(NOW.as_millis() + 1);
    let promotions = vec![
        dollar_off("spent", &[("SPENT", Some(2)), ("LEFT", Some(3))]),
        Promotion { ends_at: Some(NOW), ..dollar_off("over", &[("OVER", None)]) },
        Promotion { starts_at: Some(soon), ..dollar_off("soon", &[("SOON", None)]) },
        Promotion { is_enabled: false, ..dollar_off("off", &[("OFF", None)]) },
        Promotion {
            subtotal_min: [(Currency::USD, 1_000_000)].into(),
            ..dollar_off("big", &[("BIG", None)])
        },
        Promotion {
            reward: Reward::CartAmount {
                amounts: [(Currency::new("EUR").unwrap(), 100)].into(),
                excluded: vec![],
            },
            ..dollar_off("euro", &[("EURO", None)])
        },
    ];
    let promotions = Arc::new(Promotions::new(promotions, [].into()));
    let cart = cart_of(vec![add("plain", 1)]);
    let subtotal = cart.lines[0].unit_price.minor_units;
    let code_uses = [("SPENT".to_owned(), 2), ("LEFT".to_owned(), 2)].into();
    let facts = Facts { promotions, code_uses, ..facts(Some(cart.clone())) };
    let rows = [
        ("NONE", "there is no code NONE".to_owned()),
        ("OFF", "there is no code OFF".to_owned()),
        ("over", format!("the code OVER cannot be used: it was in force until {} ms", NOW.as_millis())),
        ("soon", format!("the code SOON cannot be used: it is in force from {} ms on", soon.as_millis())),
        ("spent", "the code SPENT cannot be used: it is used up".to_owned()),
        ("big", format!("the code BIG cannot be used: the lines cost {subtotal} and must cost 1000000")),
        ("euro", "the code EURO cannot be used: it is for nothing in the cart".to_owned()),
    ];
    for (code, expected) in rows {
        refused(&facts, &enter(code), &expected);
    }
    let entered = apply(&facts, &enter("left")).unwrap().cart;
    let facts = Facts { cart: entered.map(Arc::new), ..facts };
    refused(&facts, &enter("LEFT"), "the code LEFT cannot be used: the cart has it already");
    refused(&facts, &enter("SPENT"), "the code SPENT cannot be used: the cart has it already");
    let empty = Facts { cart: Some(Cart { lines: vec![], ..cart }.into()), ..facts };
    refused(&empty, &enter("LEFT"), "the cart c is empty");
}

#[test]
fn a_discount_of_the_carts_own_is_entered_already_and_goes_with_its_code_where_it_is_meant() {
    let own = CartDiscount { id: "1".into(), code: "HAND".into(), name: String::new(), minor_units: 7 };
    let cart = Cart { discounts: vec![own], ..cart_of(vec![add("plain", 1)]) };
    refused(
        &shop(Some(cart.clone())),
        &enter("hand"),
        "the code HAND cannot be used: the cart has it already",
    );
    let remove = RemoveCode::new(cart_id("c"), "HAND".to_owned());
    refused(&shop(Some(cart.clone())), &Command::RemoveCode(remove.clone()), "there is no code HAND");
    let remove = RemoveCode { takes_discounts: true, ..remove };
    let change = apply(&shop(Some(cart)), &Command::RemoveCode(remove)).unwrap();
    assert!(change.cart.unwrap().discounts.is_empty());
}
