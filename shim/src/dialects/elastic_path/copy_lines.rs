//! Adding to a cart what another cart has, or what was ordered once.

use hyper::StatusCode;
use serde_json::{Map, Value as Json};
use trolley_engine::domain::command::checking::RequiredOptions;
use trolley_engine::domain::command::merging::{CopyFrom, CopyLines};
use trolley_engine::domain::command::{Checks, Command, OnAbsent};
use trolley_engine::domain::id::{CartId, OrderId};

use super::add_line::currency;
use super::answer::{entries, with_lines_and_errors};
use super::auth::Caller;
use super::bulk_add::add_all_or_nothing;
use super::include::include;
use super::problem::{ErrorEntry, refuse};
use super::refusal::order_not_found;
use super::schema::{required, text};
use super::target::{check_cart_id, new_cart};
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Whether this names a cart or an order to copy.
pub(super) fn is_copy(data: &Map<String, Json>) -> bool {
    matches!(data.get("type").and_then(Json::as_str), Some("cart_items" | "order_items"))
}

/// Source: elasticpath.md, 6.4 and 6.5. Reading: 20 #5 and #18. What cannot be added is named in `errors`, which stand
/// beside `data` where something could be.
pub(super) fn decode(
    request: &Request,
    context: &Context,
    (caller, cart): (&Caller, CartId),
    data: &Map<String, Json>,
    options: &Json,
) -> Result<Plan, Response> {
    let readings = &context.config().elastic_path;
    let command = Command::CopyLines(CopyLines {
        on_absent: OnAbsent::Create(new_cart(&cart, caller, readings)),
        from: source(data, context, caller).map_err(refuse)?,
        currency: currency(request),
        checks: Checks {
            stock: readings.stock_check(),
            on_sale: true,
            required_options: RequiredOptions::Skip,
            custom_inputs: true,
        },
        on_refusal: add_all_or_nothing(options, context).map_err(refuse)?,
        cart: cart.clone(),
    });
    Ok(Plan {
        call: Call::Submit { principal: caller.principal(), commands: vec![command] },
        encode: with_lines_and_errors(StatusCode::CREATED, cart, include(request), entries),
    })
}

fn source(data: &Map<String, Json>, context: &Context, caller: &Caller) -> Result<CopyFrom, ErrorEntry> {
    match text(data, "type")?.as_deref() {
        Some("cart_items") => {
            const SOURCE: &str = "data.cart_id";
            match (text(data, "cart_id")?, text(data, "order_id")?) {
                // Reading: 20 #18: one example of reordering has this type.
                (None, Some(id)) => order(id),
                (None, None) => Err(required(SOURCE)),
                (Some(id), _) => {
                    let cart = check_cart_id(&id, context, caller);
                    cart.map(CopyFrom::Cart).map_err(|entry| entry.source(SOURCE))
                }
            }
        }
        _ => order(text(data, "order_id")?.ok_or_else(|| required("data.order_id"))?),
    }
}

/// What cannot be an identifier is none of an order's.
fn order(id: String) -> Result<CopyFrom, ErrorEntry> {
    OrderId::new(id).map(CopyFrom::Order).map_err(|_| order_not_found())
}
