//! `POST /v2/carts/:id/items`: adds a product to a cart, or several.

use hyper::StatusCode;
use trolley_engine::domain::command::{AddLine, AddLines, Command, OnAbsent, OnRefusal};
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::money::Currency;

use super::answer::with_lines;
use super::auth::{Caller, caller};
use super::problem::refuse;
use super::schema::{Payload, payload};
use super::target::{cart_id, new_cart};
use super::{bulk_add, line_to_add};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: 004_dda9b2f8eeb71665, "POST Add Product to Cart"; elasticpath.md, 6.
///
/// Reading: 20 #1: 201. 20 #15: the currency header has no effect while the cart has lines.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = caller(request, context)?;
    let cart = cart_id(request, context, &caller)?;
    match payload(request, context)? {
        Payload::One(mut data) => {
            let line = line_to_add::decode(&mut data, context, &caller).map_err(refuse)?;
            Ok(Plan {
                call: call(request, context, &caller, &cart, vec![line], OnRefusal::RefuseAll),
                encode: with_lines(StatusCode::CREATED, cart, None),
            })
        }
        Payload::List { entries, options } => {
            let list = bulk_add::decode(entries, &options, context, &caller)?;
            Ok(Plan {
                call: call(request, context, &caller, &cart, list.lines, list.on_refusal),
                encode: bulk_add::encode(list.named),
            })
        }
    }
}

fn call(
    request: &Request,
    context: &Context,
    caller: &Caller,
    cart: &CartId,
    lines: Vec<AddLine>,
    on_refusal: OnRefusal,
) -> Call {
    let command = Command::AddLines(AddLines {
        cart: cart.clone(),
        on_absent: OnAbsent::Create(new_cart(cart, caller, &context.config().elastic_path)),
        currency: currency(request),
        lines,
        codes: Vec::new(),
        on_refusal,
    });
    Call::Submit { principal: caller.principal(), commands: vec![command] }
}

/// The currency that the header names; none where it is absent or empty. What is no code is a currency in which no store
/// sells, so that it is refused where it would have an effect, and only there.
fn currency(request: &Request) -> Option<Currency> {
    /// ISO 4217's code where no currency is meant.
    const NO_CURRENCY: &str = "XXX";
    let code = request.header("x-moltin-currency")?;
    Currency::new(code).or_else(|| Currency::new(NO_CURRENCY))
}
