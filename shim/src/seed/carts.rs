//! Carts of a seed.

use trolley_engine::Quantity;
use trolley_engine::domain::cart::{CartDiscount, CartStatus, CustomInputs, Expiry};
use trolley_engine::domain::command::{
    AddLine, Checks, CreateCart, NewCart, OnDuplicate, ProductRef, StockCheck,
};
use trolley_engine::domain::id::{CartId, CustomerId, LineId, ProductId, VariantId};

use super::fault::{Fault, each, text};
use super::products::{amount, moment};
use super::rows::{CartRow, CartStatusRow, DiscountRow, LineRow};
use super::settings::currency;
use crate::json;

/// What is in a seed's cart is taken as it is: it was put there when things were otherwise.
const CHECKS: Checks =
    Checks { stock: StockCheck::Skip, on_sale: false, required_options: false, custom_inputs: false };

/// The carts, each as the command that makes it.
pub(super) fn carts(rows: &[CartRow]) -> Result<Vec<CreateCart>, Fault> {
    each("carts", rows, cart)
}

fn cart(row: &CartRow) -> Result<CreateCart, Fault> {
    let customer = row.customer.as_deref().map(|customer| text("customer", customer, CustomerId::new));
    Ok(CreateCart {
        cart: text("id", &row.id, CartId::new)?,
        new: NewCart {
            customer: customer.transpose()?,
            name: row.name.clone(),
            description: row.description.clone(),
            attributes: json::into_members(row.attributes.clone()),
            currency: row.currency.as_deref().map(|code| currency("currency", code)).transpose()?,
            expiry: moment("expires_at", row.expires_at.as_deref())?.map_or(Expiry::Never, Expiry::At),
        },
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

fn line(row: &LineRow) -> Result<AddLine, Fault> {
    let quantity = Quantity::new(row.quantity).ok_or_else(|| {
        Fault::new(
            "quantity",
            format!("{} is not between {} and {}", row.quantity, Quantity::ONE, Quantity::MAX),
        )
    })?;
    let variant = row.variant.as_deref().map(|variant| text("variant", variant, VariantId::new));
    Ok(AddLine {
        new_line: text("id", &row.id, LineId::new)?,
        product: ProductRef::Id(text("product", &row.product, ProductId::new)?),
        variant: variant.transpose()?,
        quantity,
        on_duplicate: OnDuplicate::Refuse,
        checks: CHECKS,
        price_override: None,
        custom_inputs: row.custom_inputs.clone().map(json::into_value).and_then(CustomInputs::new),
        location: None,
        options: row.options.clone().map(json::into_members),
        notes: row.notes.clone(),
        metadata: row.metadata.clone().map(json::into_value),
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
