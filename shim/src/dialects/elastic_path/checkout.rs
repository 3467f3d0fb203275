//! `POST /v2/carts/:id/checkout`: makes an order of a cart.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::Error;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::Checkout;
use trolley_engine::domain::id::{CartId, CustomerId};
use trolley_engine::domain::order::Address;
use trolley_engine::env::IdForm;

use super::auth::{Caller, caller};
use super::include::{Include, include};
use super::order::order_body;
use super::order_answer::with_found;
use super::owners::customer_not_found;
use super::problem::{ErrorEntry, refuse};
use super::readings::Readings;
use super::schema::{bounded_text, data, required};
use super::target::cart_id;
use super::{address, contact};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Most characters of an order's name in another system.
///
/// Source: elasticpath.md, 18.1, `external_ref`.
pub(super) const EXTERNAL_REF_CHARACTERS_MAX: usize = 64;
/// Most characters of an order's number.
const ORDER_NUMBER_CHARACTERS_MAX: usize = 255;

/// Source: elasticpath.md, 18.1; 20 #1: 201; 20 #28: a cart that is not there is 404. The cart stays as it is.
///
/// Reading: the hosted API makes another order of the same cart each time. Here, as long as nothing in the cart changes, it
/// gives the one that it made, so that a client which lost the answer can ask again; where nothing was paid for it yet, with
/// what this request says of contact, addresses and names.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    let data = data(request, context)?;
    let command = read(&data, cart, context, &caller).map_err(refuse)?;
    let include = Include { items: true, ..include(request) };
    Ok(Plan {
        call: Call::Submit {
            principal: caller.principal(),
            commands: vec![Command::Checkout(Box::new(command))],
        },
        encode: Box::new(move |context, result| match result {
            Err(Error::CartEmpty { .. }) => refuse(empty_cart()),
            Err(Error::CustomerNotFound { .. }) => refuse(customer_not_found("data.customer.id")),
            result => with_found(context, result, |displays, order| {
                Response::json(StatusCode::CREATED, &order_body(context, displays, order, include))
            }),
        }),
    })
}

fn read(
    data: &Map<String, Json>,
    cart: CartId,
    context: &Context,
    caller: &Caller,
) -> Result<Checkout, ErrorEntry> {
    let (contact, attributes) = contact::decode(data, caller)?;
    let (billing_address, shipping_address) = addresses(data, &context.config().elastic_path)?;
    let named = contact::customer_id(&attributes).map(CustomerId::new).transpose();
    Ok(Checkout {
        // What cannot be an identifier is nobody's.
        customer: named.map_err(|_invalid| customer_not_found("data.customer.id"))?,
        contact,
        number: bounded_text(data, "data", "order_number", ORDER_NUMBER_CHARACTERS_MAX)?,
        external_reference: bounded_text(data, "data", "external_ref", EXTERNAL_REF_CHARACTERS_MAX)?,
        billing_address,
        shipping_address,
        attributes,
        ..Checkout::new(cart, context.new_id(IdForm::Uuid))
    })
}

/// The addresses that the bill and the goods are sent to.
///
/// Reading: a shipping address that is absent is the billing address, as the JavaScript SDKs have it; a billing address that
/// is absent is the setting's, where there is one.
fn addresses(data: &Map<String, Json>, readings: &Readings) -> Result<(Address, Address), ErrorEntry> {
    let decode = |name| address::decode(data, name, readings.address_region_required);
    let default = || readings.default_address.as_ref().map(address::DefaultAddress::address);
    let billing = decode("billing_address")?.or_else(default);
    let billing = billing.ok_or_else(|| required("data.billing_address"))?;
    let shipping = decode("shipping_address")?.unwrap_or_else(|| billing.clone());
    Ok((billing, shipping))
}

/// Reading: elasticpath.md, 18.1.
fn empty_cart() -> ErrorEntry {
    ErrorEntry::new(400, "Bad Request").detail("Cannot checkout an empty cart")
}
