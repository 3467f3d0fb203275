//! `POST /v2/orders/:id/payments`: pays for an order, or a part of it.

use serde_json::{Map, Value as Json};
use trolley_engine::Error;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::ordering::PayOrder;
use trolley_engine::domain::id::OrderId;
use trolley_engine::domain::money::AMOUNT_MINOR_UNITS_MAX;
use trolley_engine::domain::order::TransactionKind;
use trolley_engine::env::IdForm;

use super::auth::caller;
use super::order_answer::with_transaction;
use super::order_target::order_id;
use super::problem::{ErrorEntry, refuse};
use super::schema::{bounded_text, data, integer, invalid_type, required, text};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// The gateway of money that somebody has taken by hand.
const MANUAL: &str = "manual";
/// Most characters of a text of a payment.
const CHARACTERS_MAX: usize = 255;

/// Source: elasticpath.md, 18.2: 200. Every caller may pay.
///
/// Reading: of the hosted API's gateways there is `manual` alone: this server takes no money.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let order = order_id(request)?;
    let data = data(request, context)?;
    let command = read(&data, order, context).map_err(refuse)?;
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![Command::PayOrder(command)] },
        encode: with_transaction(refused),
    })
}

fn read(data: &Map<String, Json>, order: OrderId, context: &Context) -> Result<PayOrder, ErrorEntry> {
    let gateway = text(data, "gateway")?.ok_or_else(|| required("data.gateway"))?;
    if gateway != MANUAL {
        return Err(unsupported(format!("The gateway {gateway} is not supported")).source("data.gateway"));
    }
    let method = text(data, "method")?.ok_or_else(|| required("data.method"))?;
    let kind = match method.as_str() {
        "purchase" => TransactionKind::Purchase,
        "authorize" => TransactionKind::Authorize,
        other => {
            let detail = format!("The method {other} is not supported for Manual payment gateway");
            return Err(unsupported(detail).source("data.method"));
        }
    };
    let (name, custom_reference) = payment_method(data)?;
    Ok(PayOrder {
        order,
        new_transaction: context.new_id(IdForm::Uuid),
        kind,
        minor_units: amount(data)?,
        gateway,
        name,
        custom_reference,
    })
}

/// The amount in minor units; none where it is absent or null.
///
/// # Errors
///
/// The entry of what is no amount.
pub(super) fn amount(data: &Map<String, Json>) -> Result<Option<i64>, ErrorEntry> {
    match data.get("amount") {
        None | Some(Json::Null) => Ok(None),
        Some(given) => integer("data.amount", given, 0..=AMOUNT_MINOR_UNITS_MAX).map(Some),
    }
}

/// The name and the reference in `data.paymentmethod_meta`; empty where there are none.
fn payment_method(data: &Map<String, Json>) -> Result<(String, String), ErrorEntry> {
    const SOURCE: &str = "data.paymentmethod_meta";
    let sent = match data.get("paymentmethod_meta") {
        None | Some(Json::Null) => return Ok((String::new(), String::new())),
        Some(Json::Object(sent)) => sent,
        Some(other) => return Err(invalid_type(SOURCE, "object", other)),
    };
    let part =
        |member: &str| bounded_text(sent, SOURCE, member, CHARACTERS_MAX).map(Option::unwrap_or_default);
    Ok((part("name")?, part("custom_reference")?))
}

/// The entry of what a gateway does not do.
///
/// Source: elasticpath.md, 18.2.
pub(super) fn unsupported(detail: impl Into<std::borrow::Cow<'static, str>>) -> ErrorEntry {
    ErrorEntry::new(422, "Unsupported gateway operation").detail(detail)
}

/// Reading: no document has a text for the payment of an order that was given up.
fn refused(error: &Error) -> Option<ErrorEntry> {
    let is_own = matches!(error, Error::OrderState { .. });
    let detail = "Order cannot be paid in its current state";
    is_own.then(|| ErrorEntry::new(422, "Unprocessable Entity").detail(detail))
}
