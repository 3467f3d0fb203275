//! `POST /v2/carts/:id/items`: adds something to a cart.

use hyper::StatusCode;
use hyper::header::HeaderName;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::{AddLine, AddLines, Command, OnAbsent, OnRefusal};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::money::Currency;

use super::addition::{self, Addition};
use super::answer::{with_lines, with_lines_and_errors};
use super::auth::{Caller, caller};
use super::include::include;
use super::problem::refuse;
use super::schema::{Payload, payload};
use super::target::{cart_id, new_cart};
use super::{bulk_add, copy_lines};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// The header by which a request names its currency.
const CURRENCY: HeaderName = HeaderName::from_static("x-moltin-currency");

/// Source: 004_dda9b2f8eeb71665, "POST Add Product to Cart"; elasticpath.md, 6.
///
/// Reading: 20 #1: 201. 20 #15: the currency header has no effect while the cart has lines. 20 #18: what names another cart
/// or an order is an object, or a list of one.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    match payload(request, context)? {
        Payload::One { data, options } if copy_lines::is_copy(&data) => {
            copy_lines::decode(request, context, (&caller, cart), &data, &options)
        }
        Payload::One { mut data, .. } => {
            let (lines, codes) = one(&mut data, context, &caller)?;
            Ok(Plan {
                call: call(request, context, (&caller, &cart), (lines, codes), OnRefusal::RefuseAll),
                encode: with_lines(StatusCode::CREATED, cart, include(request), None),
            })
        }
        Payload::List { entries, options } => match entries.as_slice() {
            [Json::Object(data)] if copy_lines::is_copy(data) => {
                copy_lines::decode(request, context, (&caller, cart), data, &options)
            }
            _ => list(request, context, (&caller, cart), entries, &options),
        },
    }
}

fn one(
    data: &mut Map<String, Json>,
    context: &Context,
    caller: &Caller,
) -> Result<(Vec<AddLine>, Vec<String>), Response> {
    match addition::decode(data, context, caller).map_err(refuse)? {
        Addition::Line(line) => Ok((vec![*line], Vec::new())),
        Addition::Code(code) => Ok((Vec::new(), vec![code])),
    }
}

fn list(
    request: &Request,
    context: &Context,
    (caller, cart): (&Caller, CartId),
    entries: Vec<Json>,
    options: &Json,
) -> Result<Plan, Response> {
    let list = bulk_add::decode(entries, options, context, caller)?;
    let named = list.named;
    Ok(Plan {
        call: call(request, context, (caller, &cart), (list.lines, list.codes), list.on_refusal),
        encode: with_lines_and_errors(StatusCode::CREATED, cart, include(request), move |refusals| {
            named.errors(refusals)
        }),
    })
}

fn call(
    request: &Request,
    context: &Context,
    (caller, cart): (&Caller, &CartId),
    (lines, codes): (Vec<AddLine>, Vec<String>),
    on_refusal: OnRefusal,
) -> Call {
    let command = Command::AddLines(AddLines {
        cart: cart.clone(),
        on_absent: OnAbsent::Create(new_cart(cart, caller, &context.config().elastic_path)),
        currency: currency(request),
        lines,
        codes,
        on_refusal,
    });
    Call::Submit { principal: caller.principal(), commands: vec![command] }
}

/// The currency that the header names; none where it is absent or empty. What is no code is a currency in which no store
/// sells, so that it is refused where it would have an effect, and only there.
pub(super) fn currency(request: &Request) -> Option<Currency> {
    /// ISO 4217's code where no currency is meant.
    const NO_CURRENCY: &str = "XXX";
    let code = request.header(&CURRENCY)?;
    Currency::new(code).or_else(|| Currency::new(NO_CURRENCY))
}
