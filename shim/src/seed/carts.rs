//! Carts of a seed.

use serde_json::{Map, Value as Json};
use trolley_engine::domain::bundle::SelectedComponent;
use trolley_engine::domain::cart::{CartDiscount, CartStatus, CustomInputs, CustomItem, Expiry};
use trolley_engine::domain::command::{
    AddContent, AddLine, AddLines, CreateCart, NewCart, OnAbsent, OnDuplicate, OnPresent, ProductRef,
};
use trolley_engine::domain::id::{CartId, CustomerId, LineId, ProductId, TaxId, VariantId};
use trolley_engine::domain::tax::{Tax, TaxAmount};

use super::fault::{Fault, each, text};
use super::products::{amount, moment, price, quantity, rate};
use super::rows::cart::{CartRow, CartStatusRow, DiscountRow, LineRow, TaxRow};
use super::settings::currency;
use crate::json;

/// What makes a cart.
pub(super) struct CartSteps {
    /// Makes it with its lines.
    pub(super) create: CreateCart,
    /// Enters its codes, where it has any: that is done when the seed is loaded, whenever the cart was made.
    pub(super) enter: Option<AddLines>,
}

/// The carts.
pub(super) fn carts(rows: &[CartRow]) -> Result<Vec<CartSteps>, Fault> {
    each("carts", rows, |row| {
        let create = cart(row)?;
        let enter = (!row.codes.is_empty()).then(|| AddLines {
            codes: row.codes.clone(),
            ..AddLines::new(create.cart.clone(), OnAbsent::Refuse, Vec::new())
        });
        Ok(CartSteps { create, enter })
    })
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
            // Lines that it has apart stay so.
            separates_locations: row.lines.iter().any(|line| line.location.is_some()),
            preview_at: None,
            expiry: moment("expires_at", row.expires_at.as_deref())?.map_or(Expiry::Never, Expiry::At),
            takes_over: false,
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
    let new_line = text("id", &row.id, LineId::new)?;
    let taxes = (!row.taxes.is_empty()).then(|| each("taxes", &row.taxes, tax)).transpose()?;
    Ok(AddLine {
        on_duplicate: OnDuplicate::Refuse,
        custom_inputs: row.custom_inputs.clone().map(json::into_value).and_then(CustomInputs::new),
        location: row.location.clone(),
        options: row.options.clone().map(json::into_members),
        notes: row.notes.clone(),
        metadata: row.metadata.clone().map(json::into_value),
        taxes,
        ..AddLine::of(new_line, content(row)?, quantity("quantity", row.quantity)?)
    })
}

fn content(row: &LineRow) -> Result<AddContent, Fault> {
    match (&row.product, &row.custom) {
        (Some(id), None) => {
            let variant = row.variant.as_deref().map(|variant| text("variant", variant, VariantId::new));
            Ok(AddContent::Product {
                product: ProductRef::Id(text("product", id, ProductId::new)?),
                variant: variant.transpose()?,
                selection: row.selection.as_ref().map(selection).transpose()?,
            })
        }
        (None, Some(custom)) => {
            let of_products = [("variant", row.variant.is_some()), ("selection", row.selection.is_some())];
            if let Some((place, _)) = of_products.into_iter().find(|(_, is_there)| *is_there) {
                return Err(Fault::new(place, "a custom item has none"));
            }
            Ok(AddContent::Custom {
                unit_price: price(&custom.price).map_err(|fault| fault.within("custom.price"))?,
                custom: CustomItem {
                    name: custom.name.clone(),
                    sku: custom.sku.clone(),
                    description: custom.description.clone(),
                },
            })
        }
        (Some(_), Some(_)) | (None, None) => {
            Err(Fault::new("", "it is either of a `product` or a `custom` item"))
        }
    }
}

/// What is selected of a bundle: by the component's key the units of each option.
fn selection(rows: &Map<String, Json>) -> Result<Vec<SelectedComponent>, Fault> {
    let component = |(key, options): (&String, &Json)| {
        let place = format!("selection.{key}");
        let Json::Object(options) = options else {
            return Err(Fault::new(place, "it is not an object of options and their units"));
        };
        let option = |(product, units): (&String, &Json)| {
            let place = format!("{place}.{product}");
            let count = units.as_u64().and_then(|units| u32::try_from(units).ok());
            let units =
                count.ok_or_else(|| Fault::new(&place, format!("{units} is not a number of units")))?;
            Ok((text(&place, product, ProductId::new)?, units))
        };
        let options = options.iter().map(option).collect::<Result<_, Fault>>()?;
        Ok(SelectedComponent { key: key.clone(), options })
    };
    rows.iter().map(component).collect()
}

fn tax(row: &TaxRow) -> Result<Tax, Fault> {
    let tax_amount = match (&row.rate, row.amount) {
        (Some(share), None) => TaxAmount::Rate(rate("rate", share)?),
        (None, Some(minor_units)) => TaxAmount::Fixed(amount("amount", minor_units)?),
        (Some(_), Some(_)) | (None, None) => {
            return Err(Fault::new("", "it is either a `rate` or an `amount`"));
        }
    };
    Ok(Tax {
        id: text("id", &row.id, TaxId::new)?,
        name: row.name.clone(),
        jurisdiction: row.jurisdiction.clone(),
        code: row.code.clone(),
        amount: tax_amount,
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

#[cfg(test)]
mod tests;
