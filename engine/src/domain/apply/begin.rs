//! How a cart begins.

use crate::domain::cart::{Cart, CartStatus, Counted};
use crate::domain::command::NewCart;
use crate::domain::facts::Facts;
use crate::domain::id::CartId;
use crate::domain::time::Timestamp;

/// A cart without lines, made at this moment.
pub(super) fn begin(facts: &Facts, id: &CartId, new: &NewCart, at: Timestamp) -> Cart {
    Cart {
        id: id.clone(),
        customer: new.customer.clone(),
        status: CartStatus::Active,
        name: new.name.clone(),
        description: new.description.clone(),
        attributes: new.attributes.clone(),
        requested_currency: new.currency,
        priced_currency: None,
        lines: Vec::new(),
        discounts: Vec::new(),
        codes: Vec::new(),
        is_stock_deferred: new.is_stock_deferred,
        separates_locations: new.separates_locations,
        preview_at: new.preview_at,
        last_checkout: None,
        line_sequence: 0,
        revision: 0,
        created_at: at,
        updated_at: at,
        counted: Counted::from(at),
        expiry: new.expiry.recounted(facts.clock_moved_ms),
    }
}
