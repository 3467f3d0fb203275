//! What is asked of a till, as requests.

use hyper::Method;
use serde_json::json;

use super::till::Ask;
use crate::cli::client::{Question, segment};

/// The request that asks this.
pub(super) fn question(ask: &Ask) -> Question {
    let (method, path, body) = match ask {
        Ask::ListCarts { customer, limit, offset } => {
            let customer = customer.as_ref().map(|customer| format!("&customer={}", segment(customer)));
            let customer = customer.unwrap_or_default();
            (Method::GET, format!("/carts?limit={limit}&offset={offset}{customer}"), None)
        }
        Ask::ListParked { limit, offset } => {
            (Method::GET, format!("/parked?limit={limit}&offset={offset}"), None)
        }
        Ask::ShowCart { cart } => (Method::GET, format!("/carts/{}", segment(cart)), None),
        Ask::ShowParked { parked } => (Method::GET, format!("/parked/{}", segment(parked)), None),
        Ask::Park { cart, note } => {
            (Method::POST, format!("/carts/{}/park", segment(cart)), Some(json!({ "note": note })))
        }
        Ask::Resume { parked, into } => {
            (Method::POST, format!("/parked/{}/resume", segment(parked)), Some(json!({ "into": into })))
        }
        Ask::DeleteCart { cart } => (Method::DELETE, format!("/carts/{}", segment(cart)), None),
        Ask::DeleteParked { parked } => (Method::DELETE, format!("/parked/{}", segment(parked)), None),
    };
    Question { method, path, body }
}

#[cfg(test)]
mod tests;
