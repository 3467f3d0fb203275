//! A cart as a record.

use super::line::{line_from_v1, line_to_v1};
use super::value::{members_from_v1, members_to_v1};
use super::{Invalid, currency, open_v1, v1};
use crate::domain::cart::{Cart, CartDiscount, CartStatus, Expiry, LINES_MAX, Line};
use crate::domain::id::{CartId, CustomerId};
use crate::domain::money::{AMOUNT_MINOR_UNITS_MAX, Currency};
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const TABLE: &str = "carts";

/// The record of a cart. Large custom inputs are not in it.
pub(crate) fn seal(key: &[u8], cart: &Cart) -> Result<Vec<u8>, StoreError> {
    debug_assert!(check(cart).is_ok(), "{:?}", check(cart));
    codec::seal(TABLE, key, v1::VERSION, &to_v1(cart))
}

/// The cart in a record. Large custom inputs are left where they are stored.
pub(crate) fn open(key: &[u8], bytes: &[u8]) -> Result<Cart, StoreError> {
    let cart = from_v1(open_v1(TABLE, key, bytes)?).map_err(|invalid| invalid.in_table(TABLE))?;
    check(&cart).map_err(|invalid| invalid.in_table(TABLE))?;
    Ok(cart)
}

/// What holds for every cart and no type says.
fn check(cart: &Cart) -> Result<(), Invalid> {
    if LINES_MAX < cart.lines.len() {
        return Err(Invalid::Rule("a cart has too many lines"));
    }
    if !cart.lines.is_sorted_by(|one, next| one.sequence < next.sequence) {
        return Err(Invalid::Rule("the lines of a cart are not in the order of their sequence"));
    }
    if cart.lines.last().is_some_and(|line| cart.line_sequence < line.sequence) {
        return Err(Invalid::Rule("a line of a cart is past the cart's sequence"));
    }
    if !cart.lines.is_empty() && cart.priced_currency.is_none() {
        return Err(Invalid::Rule("a cart with lines has no currency"));
    }
    if cart.discounts.iter().any(|discount| discount.minor_units < 0) {
        return Err(Invalid::Rule("a discount is negative"));
    }
    let taken_off: i128 = cart.discounts.iter().map(|discount| i128::from(discount.minor_units)).sum();
    if i128::from(AMOUNT_MINOR_UNITS_MAX) < taken_off {
        return Err(Invalid::Rule("the discounts of a cart are out of range"));
    }
    if cart.updated_at < cart.created_at {
        return Err(Invalid::Rule("a cart was changed before it was made"));
    }
    Ok(())
}

pub(super) fn to_v1(cart: &Cart) -> v1::Cart<'_> {
    v1::Cart {
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
        lines: cart.lines.iter().map(line_to_v1).collect(),
        discounts: cart
            .discounts
            .iter()
            .map(|discount| v1::CartDiscount {
                id: &discount.id,
                code: &discount.code,
                name: &discount.name,
                minor_units: discount.minor_units,
            })
            .collect(),
        line_sequence: cart.line_sequence,
        revision: cart.revision,
        created_at_ms: cart.created_at.as_millis(),
        updated_at_ms: cart.updated_at.as_millis(),
        expiry: match cart.expiry {
            Expiry::Never => v1::Expiry::Never,
            Expiry::AfterUpdate { span_ms } => v1::Expiry::AfterUpdate { span_ms },
            Expiry::At(moment) => v1::Expiry::At { moment_ms: moment.as_millis() },
        },
    }
}

fn from_v1(cart: v1::Cart<'_>) -> Result<Cart, Invalid> {
    Ok(Cart {
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
        lines: cart.lines.into_iter().map(line_from_v1).collect::<Result<Vec<Line>, Invalid>>()?,
        discounts: cart.discounts.into_iter().map(discount_from_v1).collect(),
        codes: Vec::new(),
        is_stock_deferred: false,
        last_checkout: None,
        line_sequence: cart.line_sequence,
        revision: cart.revision,
        created_at: Timestamp::from_millis(cart.created_at_ms),
        updated_at: Timestamp::from_millis(cart.updated_at_ms),
        expiry: expiry_from_v1(&cart.expiry),
    })
}

fn discount_from_v1(discount: v1::CartDiscount<'_>) -> CartDiscount {
    let v1::CartDiscount { id, code, name, minor_units } = discount;
    CartDiscount { id: id.to_owned(), code: code.to_owned(), name: name.to_owned(), minor_units }
}

fn expiry_from_v1(expiry: &v1::Expiry) -> Expiry {
    match *expiry {
        v1::Expiry::Never => Expiry::Never,
        v1::Expiry::AfterUpdate { span_ms } => Expiry::AfterUpdate { span_ms },
        v1::Expiry::At { moment_ms } => Expiry::At(Timestamp::from_millis(moment_ms)),
    }
}
