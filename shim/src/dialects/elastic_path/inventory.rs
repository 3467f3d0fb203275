//! `GET /v2/inventories/:productId`: what is in stock of a product.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::ProductRef;
use trolley_engine::domain::id::{ProductId, VariantId};

use super::auth::caller;
use super::problem::{ErrorEntry, Meta, refuse, refuse_error, respond};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

#[derive(Debug, Serialize)]
struct Body<'a> {
    data: StockObject<'a>,
}

#[derive(Debug, Serialize)]
struct StockObject<'a> {
    id: &'a str,
    r#type: &'static str,
    total: i64,
    available: i64,
    allocated: i64,
}

/// Source: elasticpath.md, 16. Reading: a product whose stock is not counted has none to look at: 404, as one that is not
/// there. A variant is a product of its own here.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    caller(request, context)?;
    let sent = request.param("product").to_owned();
    // What cannot be an identifier is none of a product.
    let product = ProductId::new(sent.as_str()).map_err(|_| refuse(not_found(&sent)))?;
    Ok(Plan {
        call: Call::ReadProduct { product: ProductRef::Id(product) },
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Product(product)) => {
                match product.as_deref().and_then(|product| stock_object(product, &sent)) {
                    Some(data) => Response::json(StatusCode::OK, &Body { data }),
                    None => refuse(not_found(&sent)),
                }
            }
            Ok(_) => respond(context, &Problem::Internal),
            Err(error) => refuse_error(context, &error, None),
        }),
    })
}

fn stock_object<'a>(product: &'a Product, sent: &'a str) -> Option<StockObject<'a>> {
    let variant = VariantId::new(sent).ok().and_then(|id| product.variant(&id));
    let stock = product.stock_of(variant);
    let total = stock.available.saturating_add(stock.allocated);
    let (available, allocated) = (stock.available, stock.allocated);
    stock.tracked.then_some(StockObject { id: sent, r#type: "stock", total, available, allocated })
}

/// Reading: no document has a text for it.
fn not_found(product: &str) -> ErrorEntry {
    ErrorEntry::new(404, "Not Found").detail("Inventory not found").meta(Meta::id(product))
}
