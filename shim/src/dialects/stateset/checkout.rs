//! `POST /v1/carts/:id/checkout`: makes an order of a cart, paid at once.

use hyper::StatusCode;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::{
    CartAfterCheckout, Checkout, CheckoutDelivery, KeptContact, ShippingChoice,
};
use trolley_engine::domain::order::Address;
use trolley_engine::domain::value::{Members, Value};
use trolley_engine::env::IdForm;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::attribute;
use super::fields::Fields;
use super::order_body::{OrderBody, order_attribute};
use super::problem::Refusal;
use super::readings::DefaultShipping;
use super::{address, path, payment_method, request_id};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{Precision, rfc_3339};

/// Most characters of a customer's note.
const NOTE_CHARACTERS_MAX: usize = 2_000;
/// Most characters of the number of a purchase order.
const PO_NUMBER_CHARACTERS_MAX: usize = 64;

/// Where a cart has what the body leaves open.
const KEPT: KeptContact = KeptContact {
    email: attribute::EMAIL,
    billing_address: attribute::BILLING_ADDRESS,
    shipping_address: attribute::SHIPPING_ADDRESS,
    form: address::FORM,
};

/// Source: stateset.md, 3.10.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok(command) => Ok(Plan {
            call: Call::Submit {
                principal: Principal::Server,
                commands: vec![Command::Checkout(Box::new(command))],
            },
            encode: Box::new(encode),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

/// Reading: where the body names no address the cart's are taken, and where it names no way of shipping, the one that a GET
/// would show as selected: so the order costs what a GET with shipping and tax has said. Where it cannot, for a coupon was used
/// up since, it is refused. The number of a purchase order is the order's name in another system.
fn read(request: &Request, context: &Context) -> Result<Checkout, Refusal> {
    let caller = Caller::of(request, context)?;
    caller.check(Scope::Write)?;
    caller.check(Scope::OrdersWrite)?;
    let mut fields = Fields::of_body(&request.body)?;
    let payment = payment_method::decode(&mut fields, context)?;
    let billing_address = address(&mut fields, attribute::BILLING_ADDRESS)?;
    let shipping_address = address(&mut fields, attribute::SHIPPING_ADDRESS)?;
    let shipping = match fields.id("shipping_method_id")? {
        Some(method) => ShippingChoice::Method(method),
        None => match context.config().stateset.default_shipping {
            DefaultShipping::Cheapest => ShippingChoice::Cheapest,
            DefaultShipping::None => ShippingChoice::None,
        },
    };
    let customer_note = text(&mut fields, "customer_note", NOTE_CHARACTERS_MAX)?;
    let external_reference = text(&mut fields, "po_number", PO_NUMBER_CHARACTERS_MAX)?;
    let attributes = [
        (order_attribute::CUSTOMER_NOTE, customer_note.map(Value::Text)),
        (order_attribute::METADATA, fields.object("metadata")?),
    ];
    let attributes: Members =
        attributes.into_iter().filter_map(|(name, value)| Some((name.to_owned(), value?))).collect();
    let cart = path::cart(request)?;
    Ok(Checkout {
        number_prefix: Some(number_prefix(context)),
        external_reference,
        billing_address,
        shipping_address,
        attributes,
        cart_after: CartAfterCheckout::Convert,
        delivery: CheckoutDelivery { kept: Some(KEPT), shipping, are_zone_taxes_put: true },
        payment: Some(payment),
        ..Checkout::new(cart, context.new_id(IdForm::Prefixed("order_")))
    })
}

/// Source: stateset.md, 3.10, `ORD-YYYY-NNNNNN`. Reading: the year is that of the request; the number counts the store's orders,
/// those of other APIs included, and does not begin anew with the year.
fn number_prefix(context: &Context) -> String {
    let now = rfc_3339(context.now, Precision::Seconds);
    let year = now.split('-').next().unwrap_or_default();
    format!("ORD-{year}-")
}

fn text(fields: &mut Fields, name: &'static str, characters_max: usize) -> Result<Option<String>, Refusal> {
    fields.text_that(name, format!("have at most {characters_max} characters"), |text| {
        text.chars().count() <= characters_max
    })
}

/// An address; empty where there is none.
///
/// Reading: members of other names are not kept.
fn address(fields: &mut Fields, name: &'static str) -> Result<Address, Refusal> {
    Ok(address::decode(fields, name)?.map(|value| address::FORM.read(&value)).unwrap_or_default())
}

/// Reading: a checkout of a cart that has its order gives that order, with 200 in place of 201.
fn encode(context: &Context, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Done { order: Some(order), outcomes, .. }) => {
            let is_new = matches!(outcomes.last(), Some(Outcome::CheckedOut { is_new: true }));
            let status = if is_new { StatusCode::CREATED } else { StatusCode::OK };
            let body = OrderBody::of(&order);
            return request_id::answer(Response::json(status, &body), &request_id::name(context));
        }
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}
