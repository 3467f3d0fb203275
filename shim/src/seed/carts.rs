//! Carts of a seed.

use trolley_engine::Quantity;
use trolley_engine::domain::cart::{CartDiscount, CartStatus, CustomInputs, Expiry};
use trolley_engine::domain::command::{
    AddContent, AddLine, CreateCart, NewCart, OnDuplicate, OnPresent, ProductRef,
};
use trolley_engine::domain::id::{CartId, CustomerId, LineId, ProductId, VariantId};

use super::fault::{Fault, each, text};
use super::products::{amount, moment};
use super::rows::{CartRow, CartStatusRow, DiscountRow, LineRow};
use super::settings::currency;
use crate::json;

/// The carts, each as the command that makes it.
pub(super) fn carts(rows: &[CartRow]) -> Result<Vec<CreateCart>, Fault> {
    each("carts", rows, cart)
}

fn cart(row: &CartRow) -> Result<CreateCart, Fault> {
    let id = text("id", &row.id, CartId::new)?;
    let customer = customer(row, &id)?;
    Ok(CreateCart {
        cart: id,
        new: NewCart {
            customer,
            name: row.name.clone(),
            description: row.description.clone(),
            attributes: json::into_members(row.attributes.clone()),
            currency: row.currency.as_deref().map(|code| currency("currency", code)).transpose()?,
            is_stock_deferred: false,
            expiry: moment("expires_at", row.expires_at.as_deref())?.map_or(Expiry::Never, Expiry::At),
        },
        on_present: OnPresent::Refuse,
        status: match row.status {
            CartStatusRow::Active => CartStatus::Active,
            CartStatusRow::Abandoned => CartStatus::Abandoned,
            CartStatusRow::Converted => CartStatus::Converted,
        },
        discounts: each("discounts", &row.discounts, discount)?,
        created_at: moment("created_at", row.created_at.as_deref())?,
        lines: each("lines", &row.lines, line)?,
    })
}

/// Whose the cart is. A customer's own cart is that customer's, whether the row says so or not.
fn customer(row: &CartRow, id: &CartId) -> Result<Option<CustomerId>, Fault> {
    match (row.customer.as_deref(), id.reserved_for()) {
        (Some(customer), Some(owner)) if customer != owner => {
            Err(Fault::new("customer", format!("the cart {id} is {owner}'s own")))
        }
        (customer, owner) => {
            customer.or(owner).map(|customer| text("customer", customer, CustomerId::new)).transpose()
        }
    }
}

/// A line is taken as it is, without a check: it was put there when things were otherwise.
fn line(row: &LineRow) -> Result<AddLine, Fault> {
    let quantity = Quantity::new(row.quantity).ok_or_else(|| {
        Fault::new(
            "quantity",
            format!("{} is not between {} and {}", row.quantity, Quantity::ONE, Quantity::MAX),
        )
    })?;
    let variant = row.variant.as_deref().map(|variant| text("variant", variant, VariantId::new));
    let new_line = text("id", &row.id, LineId::new)?;
    let product = ProductRef::Id(text("product", &row.product, ProductId::new)?);
    let content = AddContent::Product { product, variant: variant.transpose()?, selection: None };
    Ok(AddLine {
        on_duplicate: OnDuplicate::Refuse,
        custom_inputs: row.custom_inputs.clone().map(json::into_value).and_then(CustomInputs::new),
        options: row.options.clone().map(json::into_members),
        notes: row.notes.clone(),
        metadata: row.metadata.clone().map(json::into_value),
        ..AddLine::of(new_line, content, quantity)
    })
}

fn discount(row: &DiscountRow) -> Result<CartDiscount, Fault> {
    Ok(CartDiscount {
        id: row.id.clone(),
        code: row.code.clone(),
        name: row.name.clone(),
        minor_units: amount("amount", row.amount)?,
    })
}
