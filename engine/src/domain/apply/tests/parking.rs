use super::giving::{does, shop};
use super::{NOW, add, add_lines, begin, cart_id, cart_of, eur, facts, net, refused, text};
use crate::domain::access::Principal;
use crate::domain::apply::parking::ParkedChange;
use crate::domain::apply::{Change, Outcome, Write, apply};
use crate::domain::cart::{Cart, CartDiscount, CartStatus, EnteredCode, Expiry, Line, Options};
use crate::domain::command::keeping::{DeleteParked, ParkCart, ResumeCart};
use crate::domain::command::{AddLine, Command, NewCart};
use crate::domain::facts::Facts;
use crate::domain::id::{CustomerId, ParkedId, PromotionId};
use crate::domain::parked::{Note, PARKED_MAX, Parked};
use crate::domain::shared::Shared;
use crate::domain::time::Timestamp;

const LATER: Timestamp = Timestamp::from_millis(9_000_000);

fn server(cart: Option<Cart>) -> Facts {
    Facts { principal: Principal::Server, ..facts(cart) }
}

fn parked_id() -> ParkedId {
    ParkedId::new("p").unwrap()
}

fn park() -> Command {
    let note = Note::new("red coat").unwrap();
    Command::ParkCart(ParkCart { cart: cart_id("c"), parked: parked_id(), note })
}

fn resume(into: Option<&str>) -> Command {
    Command::ResumeCart(ResumeCart { parked: parked_id(), into: into.map(cart_id) })
}

/// A cart with a name, a customer, two lines with all there can be about one, a code and a discount.
fn full() -> Cart {
    let mut cart = cart_of(vec![
        AddLine { price_override: Some(5), ..add("scarce", 4) },
        AddLine { location: Some("depot".to_owned()), notes: Some("n".to_owned()), ..add("plain", 2) },
    ]);
    cart.name = "Ada's".to_owned();
    cart.attributes = vec![("a".to_owned(), text("b"))];
    cart.customer = CustomerId::new("ada").ok();
    cart.lines[0].options = Some(Options { chosen: vec![("o".to_owned(), text("p"))], replaced: true });
    cart.codes = vec![EnteredCode {
        code: "TEN".to_owned(),
        promotion: PromotionId::new("ten").unwrap(),
        entered_at: None,
    }];
    cart.discounts =
        vec![CartDiscount { id: "d".into(), code: "D".into(), name: "D".into(), minor_units: 3 }];
    cart
}

/// What is set aside of this cart, and the cart afterwards.
fn parked(cart: Cart) -> (Parked, Cart) {
    let change = apply(&server(Some(cart)), &park()).unwrap();
    let ParkedChange::Create(parked) = change.parked else { panic!("it is parked") };
    (*parked, change.cart.unwrap())
}

fn with_parked(parked: Parked, cart: Option<Cart>) -> Facts {
    Facts { parked: Some(parked), now: LATER, ..server(cart) }
}

/// What comes back is all that the lines were, in their order, with the rest that makes the sale.
#[track_caller]
fn check_content(change: &Change, sale: &Cart) {
    let cart = change.cart.as_ref().unwrap();
    let bare = |lines: &[Shared<Line>]| -> Vec<Line> {
        lines.iter().map(|line| Line { sequence: 0, ..Line::clone(line) }).collect()
    };
    assert_eq!(bare(&cart.lines), bare(&sale.lines));
    assert_eq!((&cart.codes, &cart.discounts), (&sale.codes, &sale.discounts));
    assert_eq!(cart.currency_lock(), sale.currency_lock());
    assert_eq!(
        (cart.separates_locations, cart.is_stock_deferred, cart.preview_at),
        (sale.separates_locations, sale.is_stock_deferred, sale.preview_at)
    );
    assert!(cart.lines.is_sorted_by(|one, next| one.sequence < next.sequence));
    assert_eq!(cart.lines.last().map(|line| line.sequence), Some(cart.line_sequence));
    assert_eq!(change.parked, ParkedChange::Delete(parked_id()));
}

#[test]
fn what_is_in_a_cart_is_set_aside_and_the_cart_stays_empty() {
    let cart = full();
    let change = apply(&server(Some(cart.clone())), &park()).unwrap();
    let ParkedChange::Create(parked) = &change.parked else { panic!("it is parked") };
    assert_eq!(
        **parked,
        Parked { id: parked_id(), note: Note::new("red coat").unwrap(), parked_at: NOW, cart: cart.clone() }
    );
    assert!(matches!(&change.outcome, Outcome::Parked { parked: told } if told == parked));
    let emptied =
        Cart { lines: vec![], codes: vec![], discounts: vec![], revision: cart.revision + 1, ..cart };
    assert_eq!((change.cart, change.write), (Some(emptied), Write::Update));
}

#[test]
fn a_parked_cart_is_taken_up_where_it_came_from_as_it_was() {
    let cart = full();
    let (parked, emptied) = parked(cart.clone());
    let change = apply(&with_parked(parked, Some(emptied.clone())), &resume(None)).unwrap();
    check_content(&change, &cart);
    let resumed = change.cart.unwrap();
    assert_eq!((resumed.updated_at, resumed.revision), (LATER, emptied.revision + 1));
    assert_eq!((resumed.name, resumed.customer), (cart.name, cart.customer));
    assert_eq!(resumed.line_sequence, 4, "no sequence is used again");
}

#[test]
fn another_cart_takes_the_lines_and_stays_whose_it_is() {
    let cart =
        Cart { separates_locations: false, preview_at: Some(LATER), is_stock_deferred: true, ..full() };
    let (parked, _) = parked(cart.clone());
    let other = Cart {
        id: cart_id("other"),
        customer: CustomerId::new("bea").ok(),
        name: "Bea's".to_owned(),
        lines: vec![],
        requested_currency: Some(eur()),
        priced_currency: Some(eur()),
        ..cart_of(vec![add("plain", 1)])
    };
    let change = apply(&with_parked(parked, Some(other)), &resume(Some("other"))).unwrap();
    check_content(&change, &cart);
    let resumed = change.cart.unwrap();
    assert_eq!((resumed.name.as_str(), resumed.customer.unwrap().as_str()), ("Bea's", "bea"));
}

#[test]
fn a_cart_that_is_gone_is_made_anew_as_it_was() {
    let span_ms = 50_000;
    let expiry = Expiry::At(NOW.saturating_add_millis(span_ms));
    let cart = Cart { expiry, ..full() };
    let (parked, emptied) = parked(cart.clone());
    for gone in [None, Some(emptied)] {
        let change = apply(&with_parked(parked.clone(), gone), &resume(None)).unwrap();
        check_content(&change, &cart);
        assert_eq!(change.write, Write::Create);
        let resumed = change.cart.unwrap();
        assert_eq!((resumed.name, resumed.attributes), (cart.name.clone(), cart.attributes.clone()));
        assert_eq!(resumed.customer, cart.customer);
        assert_eq!(
            (resumed.created_at, resumed.expiry),
            (LATER, Expiry::At(LATER.saturating_add_millis(span_ms)))
        );
    }
}

#[test]
fn a_cart_that_was_never_there_is_made_for_whom_its_identifier_names() {
    let (parked, _) = parked(full());
    for (into, customer) in [("user_7", CustomerId::new("7").ok()), ("guest_1", None)] {
        let change = apply(&with_parked(parked.clone(), None), &resume(Some(into))).unwrap();
        check_content(&change, &full());
        let cart = change.cart.unwrap();
        assert_eq!((cart.id, cart.customer, cart.name), (cart_id(into), customer, String::new()));
    }
    let facts = Facts { customer_known: false, ..with_parked(parked, None) };
    refused(&facts, &resume(Some("user_7")), "there is no customer 7");
}

#[test]
fn what_cannot_be_parked_is_refused() {
    let check = |cart: Option<Cart>, expected: &str| refused(&server(cart), &park(), expected);
    check(None, "there is no cart c");
    check(Some(Cart { expiry: Expiry::At(NOW), ..full() }), "the cart c has expired");
    check(
        Some(Cart { status: CartStatus::Converted, ..full() }),
        "the cart c cannot be changed: it is Converted",
    );
    check(Some(Cart { lines: vec![], ..full() }), "the cart c is empty");
    let mut facts = Facts { parked_count: PARKED_MAX, ..server(Some(full())) };
    refused(&facts, &park(), "at most 10000 carts are parked at a time");
    facts.parked_count -= 1;
    assert!(apply(&facts, &park()).is_ok());
}

#[test]
fn what_cannot_be_resumed_is_refused() {
    let (parked, emptied) = parked(full());
    refused(&server(Some(emptied.clone())), &resume(None), "nothing is parked as p");
    let check = |cart: Cart, expected: &str| {
        refused(&with_parked(parked.clone(), Some(cart)), &resume(None), expected);
    };
    let Cart { codes, discounts, .. } = full();
    check(cart_of(vec![add("plain", 1)]), "the cart c is not empty");
    check(Cart { codes, ..emptied.clone() }, "the cart c is not empty");
    check(Cart { discounts, ..emptied.clone() }, "the cart c is not empty");
    let status = CartStatus::Converted;
    check(Cart { status, ..emptied }, "the cart c cannot be changed: it is Converted");
}

#[test]
fn what_is_parked_can_be_deleted() {
    let delete = Command::DeleteParked(DeleteParked { parked: parked_id() });
    let change = apply(&with_parked(parked(full()).0, None), &delete).unwrap();
    assert_eq!((change.parked, change.write), (ParkedChange::Delete(parked_id()), Write::Nothing));
    assert!(matches!(change.outcome, Outcome::ParkedDeleted));
    refused(&server(None), &delete, "nothing is parked as p");
}

#[test]
fn only_a_server_of_the_shop_parks() {
    let (parked, emptied) = parked(full());
    let delete = Command::DeleteParked(DeleteParked { parked: parked_id() });
    let customer = Principal::Customer(CustomerId::new("ada").unwrap());
    for principal in [Principal::Guest, Principal::Holder, customer] {
        let facts = |cart: &Cart| Facts {
            principal: principal.clone(),
            ..with_parked(parked.clone(), Some(cart.clone()))
        };
        refused(&facts(&full()), &park(), "there is no cart c");
        refused(&facts(&emptied), &resume(None), "nothing is parked as p");
        refused(&facts(&emptied), &delete, "nothing is parked as p");
    }
}

#[test]
fn gifts_come_back_where_they_are_still_due() {
    let shop = |cart| Facts { principal: Principal::Server, ..shop(cart) };
    let adding = Command::AddLines(add_lines(vec![add("plain", 1)]));
    let cart = does(&shop(None), &adding, &[("plain", 1), ("new-0", 1)]).cart;
    let ParkedChange::Create(parked) = apply(&shop(cart), &park()).unwrap().parked else {
        panic!("it is parked")
    };
    let facts = |facts| Facts { parked: Some((*parked).clone()), now: LATER, ..facts };
    let change = does(&facts(shop(None)), &resume(None), &[("plain", 1), ("new-0", 1)]);
    let gift = &change.cart.as_ref().unwrap().lines[1];
    assert_eq!((gift.auto_added_units(), gift.unit_price), (1, net(1)));
    // Without the promotion nobody gets it, and nobody has wanted it for money.
    does(&facts(server(None)), &resume(None), &[("plain", 1)]);
}

#[test]
fn a_new_cart_lives_as_long_as_the_one_parked() {
    let cart = |expiry| Parked { cart: Cart { expiry, ..full() }, ..parked(full()).0 };
    let check = |expiry: Expiry, expected: Expiry| {
        let NewCart { expiry, .. } = cart(expiry).new_cart(&cart_id("other"), LATER);
        assert_eq!(expiry, expected);
    };
    check(Expiry::Never, begin().expiry);
    check(Expiry::AfterUpdate { span_ms: 5 }, Expiry::AfterUpdate { span_ms: 5 });
    check(Expiry::At(NOW.saturating_add_millis(7)), Expiry::At(LATER.saturating_add_millis(7)));
}
