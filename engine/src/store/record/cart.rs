//! A cart as a record.

use std::mem;

use super::line::{Inputs, line_from_v2, line_to_v2};
use super::value::{members_from_v1, members_to_v1};
use super::written::{self, LineEnds};
use super::{Invalid, currency, rule, unknown_version, upgrade, v1, v2, v3, v4};
use crate::domain::cart::{
    Cart, CartDiscount, CartStatus, Counted, EnteredCode, Expiry, LINES_MAX, LastCheckout, Line,
};
use crate::domain::id::{CartId, CustomerId, OrderId, PromotionId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::promotion::CODES_PER_CART_MAX;
use crate::domain::shared::Shared;
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "carts";

/// The record of a cart, where its life is in engine time: so many milliseconds later than the cart has it. Large custom
/// inputs are not in it.
pub(crate) fn seal(key: &[u8], offset_ms: i64, cart: &Cart) -> Result<Vec<u8>, StoreError> {
    debug_assert!(check(cart).is_ok(), "{:?}", check(cart));
    codec::seal(TABLE, key, v4::VERSION, &to_v4(cart, offset_ms, Inputs::MaybeBeside))
}

/// The cart in a record, its life in engine time: an older version's is taken for that, which the clock's was then. Large custom inputs are left where they are stored.
pub(crate) fn open(key: &[u8], bytes: &[u8]) -> Result<Cart, StoreError> {
    let (version, body) = codec::unseal(TABLE, key, bytes)?;
    open_body(version, body).map(|(cart, _)| cart)
}

/// The cart in a body of this version, and where in the body its lines are, where they are as they would be written now.
pub(super) fn open_body(version: u8, body: &[u8]) -> Result<(Cart, Option<LineEnds>), StoreError> {
    let record = match (version, body) {
        (v1::VERSION, body) => {
            upgrade::cart_of_v3(upgrade::cart_of_v2(upgrade::cart(codec::decode(TABLE, body)?)))
        }
        (v2::VERSION, body) => upgrade::cart_of_v3(upgrade::cart_of_v2(codec::decode(TABLE, body)?)),
        (v3::VERSION, body) => upgrade::cart_of_v3(codec::decode(TABLE, body)?),
        (v4::VERSION, body) => return written::decode(body).map(|(cart, ends)| (cart, Some(ends))),
        (version, _) => return Err(unknown_version(TABLE, version)),
    };
    let cart = from_v4(record, Inputs::MaybeBeside).map_err(|invalid| invalid.in_table(TABLE))?;
    Ok((cart, None))
}

/// What holds for every cart and no type says.
pub(crate) fn check(cart: &Cart) -> Result<(), Invalid> {
    rule(cart.lines.len() <= LINES_MAX, "a cart has too many lines")?;
    let in_order = cart.lines.is_sorted_by(|one, next| one.sequence < next.sequence);
    rule(in_order, "the lines of a cart are not in the order of their sequence")?;
    let is_past = cart.lines.last().is_some_and(|line| cart.line_sequence < line.sequence);
    rule(!is_past, "a line of a cart is past the cart's sequence")?;
    let has_currency = cart.lines.is_empty() || cart.priced_currency.is_some();
    rule(has_currency, "a cart with lines has no currency")?;
    let is_negative = cart.discounts.iter().any(|discount| discount.minor_units < 0);
    rule(!is_negative, "a discount is negative")?;
    let taken_off: i128 = cart.discounts.iter().map(|discount| i128::from(discount.minor_units)).sum();
    let holds = taken_off <= i128::from(AMOUNT_MINOR_UNITS_MAX);
    rule(holds, "the discounts of a cart are out of range")?;
    rule(cart.codes.len() <= CODES_PER_CART_MAX, "a cart has too many codes")?;
    let is_twice = |(place, entered): (usize, &EnteredCode)| {
        cart.codes[..place].iter().any(|other| other.code == entered.code)
    };
    rule(!cart.codes.iter().enumerate().any(is_twice), "a code of a cart stands there twice")?;
    rule(cart.created_at <= cart.updated_at, "a cart was changed before it was made")
}

/// The parts of a cart's record, with its custom inputs where these say.
pub(super) fn to_v4(cart: &Cart, offset_ms: i64, inputs: Inputs) -> v4::cart::Cart<'_> {
    to_v4_of(cart, cart.lines.iter().map(|line| line_to_v2(line, inputs)).collect(), offset_ms)
}

/// The same with these lines.
pub(super) fn to_v4_of<'a>(cart: &'a Cart, lines: Vec<v2::Line<'a>>, offset_ms: i64) -> v4::cart::Cart<'a> {
    let after = |counted: Timestamp, shown: Timestamp| {
        counted.saturating_add_millis(offset_ms).as_millis().wrapping_sub(shown.as_millis())
    };
    let v3 = to_v3(cart, lines);
    v4::cart::Cart {
        began_after_ms: after(cart.counted.began_at, cart.created_at),
        touched_after_ms: after(cart.counted.touched_at, cart.updated_at),
        cart: v3::cart::Cart {
            cart: v2::Cart { expiry: expiry_to_v1(cart.expiry.recounted(offset_ms)), ..v3.cart },
            ..v3
        },
    }
}

const fn expiry_to_v1(expiry: Expiry) -> v1::Expiry {
    match expiry {
        Expiry::Never => v1::Expiry::Never,
        Expiry::AfterUpdate { span_ms } => v1::Expiry::AfterUpdate { span_ms },
        Expiry::At(moment) => v1::Expiry::At { moment_ms: moment.as_millis() },
    }
}

fn to_v3<'a>(cart: &'a Cart, lines: Vec<v2::Line<'a>>) -> v3::cart::Cart<'a> {
    let entered_at = cart.codes.iter().map(|entered| entered.entered_at.map(Timestamp::as_millis));
    v3::cart::Cart { cart: to_v2(cart, lines), entered_at_ms: entered_at.collect() }
}

fn to_v2<'a>(cart: &'a Cart, lines: Vec<v2::Line<'a>>) -> v2::Cart<'a> {
    v2::Cart {
        id: cart.id.as_str(),
        customer: cart.customer.as_ref().map(CustomerId::as_str),
        status: match cart.status {
            CartStatus::Active => v1::CartStatus::Active,
            CartStatus::Abandoned => v1::CartStatus::Abandoned,
            CartStatus::Converted => v1::CartStatus::Converted,
        },
        name: &cart.name,
        description: &cart.description,
        attributes: members_to_v1(&cart.attributes),
        requested_currency: cart.requested_currency.as_ref().map(Currency::as_str),
        priced_currency: cart.priced_currency.as_ref().map(Currency::as_str),
        lines,
        discounts: cart.discounts.iter().map(discount_to_v1).collect(),
        codes: cart.codes.iter().map(code_to_v2).collect(),
        is_stock_deferred: cart.is_stock_deferred,
        separates_locations: cart.separates_locations,
        preview_at_ms: cart.preview_at.map(Timestamp::as_millis),
        last_checkout: cart
            .last_checkout
            .as_ref()
            .map(|last| v2::LastCheckout { order: last.order.as_str(), revision: last.revision }),
        line_sequence: cart.line_sequence,
        revision: cart.revision,
        created_at_ms: cart.created_at.as_millis(),
        updated_at_ms: cart.updated_at.as_millis(),
        expiry: expiry_to_v1(cart.expiry),
    }
}

/// The cart of these parts, which must keep to the rules.
pub(super) fn from_v4(mut record: v4::cart::Cart<'_>, inputs: Inputs) -> Result<Cart, Invalid> {
    let lines = mem::take(&mut record.cart.cart.lines).into_iter();
    let lines = lines.map(|line| line_from_v2(line, inputs).map(Shared::from)).collect::<Result<_, _>>()?;
    from_v4_with(record, lines)
}

/// The same of parts without lines, with these.
pub(super) fn from_v4_with(record: v4::cart::Cart<'_>, lines: Vec<Shared<Line>>) -> Result<Cart, Invalid> {
    let v4::cart::Cart { cart, began_after_ms, touched_after_ms } = record;
    let mut cart = from_v3(cart, lines)?;
    let counted =
        |shown: Timestamp, after_ms: i64| Timestamp::from_millis(shown.as_millis().wrapping_add(after_ms));
    cart.counted = Counted {
        began_at: counted(cart.created_at, began_after_ms),
        touched_at: counted(cart.updated_at, touched_after_ms),
    };
    Ok(cart)
}

fn from_v3(record: v3::cart::Cart<'_>, lines: Vec<Shared<Line>>) -> Result<Cart, Invalid> {
    let mut cart = from_v2(record.cart, lines)?;
    let is_one_each = record.entered_at_ms.len() == cart.codes.len();
    rule(is_one_each, "a cart does not say of each code when it was entered")?;
    for (entered, at) in cart.codes.iter_mut().zip(record.entered_at_ms) {
        entered.entered_at = at.map(Timestamp::from_millis);
    }
    Ok(cart)
}

fn from_v2(cart: v2::Cart<'_>, lines: Vec<Shared<Line>>) -> Result<Cart, Invalid> {
    let cart = Cart {
        id: CartId::new(cart.id)?,
        customer: cart.customer.map(CustomerId::new).transpose()?,
        status: match cart.status {
            v1::CartStatus::Active => CartStatus::Active,
            v1::CartStatus::Abandoned => CartStatus::Abandoned,
            v1::CartStatus::Converted => CartStatus::Converted,
        },
        name: cart.name.to_owned(),
        description: cart.description.to_owned(),
        attributes: members_from_v1(cart.attributes)?,
        requested_currency: cart.requested_currency.map(currency).transpose()?,
        priced_currency: cart.priced_currency.map(currency).transpose()?,
        lines,
        discounts: cart.discounts.into_iter().map(discount_from_v1).collect(),
        codes: cart.codes.into_iter().map(code_from_v2).collect::<Result<Vec<EnteredCode>, Invalid>>()?,
        is_stock_deferred: cart.is_stock_deferred,
        separates_locations: cart.separates_locations,
        preview_at: cart.preview_at_ms.map(Timestamp::from_millis),
        last_checkout: cart.last_checkout.map(checkout_from_v2).transpose()?,
        line_sequence: cart.line_sequence,
        revision: cart.revision,
        created_at: Timestamp::from_millis(cart.created_at_ms),
        updated_at: Timestamp::from_millis(cart.updated_at_ms),
        counted: Counted::from(Timestamp::from_millis(cart.updated_at_ms)),
        expiry: match cart.expiry {
            v1::Expiry::Never => Expiry::Never,
            v1::Expiry::AfterUpdate { span_ms } => Expiry::AfterUpdate { span_ms },
            v1::Expiry::At { moment_ms } => Expiry::At(Timestamp::from_millis(moment_ms)),
        },
    };
    check(&cart)?;
    Ok(cart)
}

fn discount_to_v1(discount: &CartDiscount) -> v1::CartDiscount<'_> {
    let CartDiscount { id, code, name, minor_units } = discount;
    v1::CartDiscount { id, code, name, minor_units: *minor_units }
}

fn discount_from_v1(discount: v1::CartDiscount<'_>) -> CartDiscount {
    let v1::CartDiscount { id, code, name, minor_units } = discount;
    CartDiscount { id: id.to_owned(), code: code.to_owned(), name: name.to_owned(), minor_units }
}

fn code_to_v2(entered: &EnteredCode) -> v2::EnteredCode<'_> {
    v2::EnteredCode { code: &entered.code, promotion: entered.promotion.as_str() }
}

fn code_from_v2(entered: v2::EnteredCode<'_>) -> Result<EnteredCode, Invalid> {
    let promotion = PromotionId::new(entered.promotion)?;
    Ok(EnteredCode { code: entered.code.to_owned(), promotion, entered_at: None })
}

fn checkout_from_v2(last: v2::LastCheckout<'_>) -> Result<LastCheckout, Invalid> {
    Ok(LastCheckout { order: OrderId::new(last.order)?, revision: last.revision })
}
