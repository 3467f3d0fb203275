//! Changing what a cart has besides its lines: what is named takes the place of what was there, the rest stays.

use super::attributes::put;
use super::draft::{Draft, draft};
use super::line::check_size;
use super::settle::finish;
use super::{Change, Outcome};
use crate::domain::command::changing::Bar;
use crate::domain::command::changing::{OnSame, UpdateCart};
use crate::domain::facts::Facts;
use crate::error::Error;

pub(super) fn apply(facts: &Facts, command: &UpdateCart) -> Result<Change, Error> {
    if let Some(Some(customer)) = &command.customer
        && !facts.customer_known
    {
        return Err(Error::CustomerNotFound { customer: customer.clone() });
    }
    let mut draft = draft(facts, &command.cart, &command.on_absent)?;
    if let Some(bar) = command.barred_by.iter().find(|bar| is_barred(&draft, command, bar)) {
        return Err(Error::CartBarred { cart: draft.cart.id.clone(), bar: bar.clone() });
    }
    let before = (draft.is_stored && command.on_same == OnSame::Keep).then(|| draft.cart.clone());
    if let Some(name) = &command.name {
        draft.cart.name.clone_from(name);
    }
    if let Some(description) = &command.description {
        draft.cart.description.clone_from(description);
    }
    if let Some(customer) = &command.customer
        && draft.cart.id.reserved_for().is_none()
    {
        draft.cart.customer.clone_from(customer);
    }
    if let Some(is_stock_deferred) = command.is_stock_deferred {
        draft.cart.is_stock_deferred = is_stock_deferred;
    }
    if let Some(separates_locations) = command.separates_locations {
        draft.cart.separates_locations = separates_locations;
    }
    draft.cart.preview_at = command.preview_at.or(draft.cart.preview_at);
    for (name, value) in &command.attributes {
        put(&mut draft.cart.attributes, name, value.as_ref());
    }
    if before.is_some_and(|before| before == draft.cart) {
        return Ok(draft.unchanged(Outcome::Kept));
    }
    check_size(&draft)?;
    finish(facts, draft, Outcome::CartUpdated)
}

/// Whether the cart has this. One that is not there yet belongs to nobody else.
fn is_barred(draft: &Draft, command: &UpdateCart, bar: &Bar) -> bool {
    let cart = &draft.cart;
    match bar {
        Bar::Customer => cart.customer.is_some(),
        Bar::OtherCustomer => {
            let asked = command.customer.as_ref().and_then(Option::as_ref);
            draft.is_stored && cart.customer.is_some() && cart.customer.as_ref() != asked
        }
        Bar::Attribute { prefix } => cart.attributes.iter().any(|(name, _)| name.starts_with(prefix)),
        Bar::Preview => cart.preview_at.is_some(),
    }
}
