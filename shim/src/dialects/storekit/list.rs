//! `GET /v1/cart`: the lines of the caller's cart.

use std::borrow::Cow;
use std::cmp::Reverse;

use hyper::StatusCode;
use serde::Serialize;
use serde_json::Number;
use trolley_engine::domain::cart::{CartStatus, CustomItem, Line};
use trolley_engine::domain::catalog::{Product, ProductStatus};
use trolley_engine::{CartView, Error, LineView};

use super::caller::Caller;
use super::problem::{self, Endpoint};
use super::readings::Price;
use crate::amount;
use crate::exchange::reuse::Reuse;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::{self, Precision};

/// The answer.
///
/// Source: 001_26dc9e328a4a0fd3, Success Response (200 OK).
#[derive(Serialize)]
struct Listed<'a> {
    success: bool,
    data: Vec<WireLine<'a>>,
    count: usize,
    message: &'static str,
}

/// Source: 001_26dc9e328a4a0fd3, Cart Item Object.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireLine<'a> {
    id: &'a str,
    quantity: u32,
    added_at: String,
    product_id: &'a str,
    customer_id: Option<&'a str>,
    product: WireProduct<'a>,
}

/// The product as it is now.
///
/// Source: 001_26dc9e328a4a0fd3, Product Object.
/// Reading: a variant, which the document does not know, is a product of its own.
#[derive(Serialize)]
#[serde(rename_all = "camelCase")]
struct WireProduct<'a> {
    id: &'a str,
    name: Cow<'a, str>,
    description: &'a str,
    price: Number,
    stock: i64,
    image: &'a str,
    status: &'static str,
    category: &'a str,
    created_at: String,
    store_id: &'a str,
}

/// Source: 001_26dc9e328a4a0fd3, Get Cart Items.
/// Reading: a cart that is not there, or is another's, or was given up or checked out through another API, is an empty one.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let call = match caller.known_cart() {
        Some((principal, cart)) => Call::Read { principal, cart, reuse: Some(Reuse::PLAIN) },
        None => Call::Nothing,
    };
    Ok(Plan {
        call,
        encode: Box::new(move |context, reply| {
            let errors = context.config().storekit.errors;
            caller.introduce(match reply {
                Ok(Reply::Cart(cart)) => {
                    listed(cart.as_deref().filter(|view| view.cart.status == CartStatus::Active), context)
                }
                Ok(Reply::Nothing) | Err(Error::CartNotFound { .. }) => listed(None, context),
                Ok(_) => problem::failed(errors, Endpoint::List),
                Err(error) => problem::of_engine(errors, Endpoint::List, &error),
            })
        }),
    })
}

/// Newest first; of lines of one moment, the one that was added later. That is the order of their sequence, because in one
/// cart time does not go back whatever becomes of the clock; but for lines that came by a merge.
fn listed(cart: Option<&CartView>, context: &Context) -> Response {
    let data: Vec<WireLine<'_>> = cart.map_or_else(Vec::new, |cart| {
        let mut lines: Vec<LineView<'_>> = cart.lines().rev().collect();
        // What came by a merge may be older than what stands before it.
        lines.sort_by_key(|line| Reverse(line.line.added_at));
        lines.into_iter().filter_map(|line| wire_line(cart, line, context)).collect()
    });
    let count = data.len();
    let body = Listed { success: true, data, count, message: "list of all cart items" };
    Response::json(StatusCode::OK, &body)
}

/// Reading: a line whose product is no longer there is left out.
fn wire_line<'a>(cart: &'a CartView, line: LineView<'a>, context: &'a Context) -> Option<WireLine<'a>> {
    let product = match (line.line.custom(), line.product) {
        (Some(custom), _) => wire_custom(cart, line.line, custom, context),
        (None, Some(product)) => wire_product(cart, line, product, context),
        (None, None) => return None,
    };
    Some(WireLine {
        id: line.line.id.as_str(),
        quantity: line.line.quantity.units(),
        added_at: json::rfc_3339(line.line.added_at, Precision::Milliseconds),
        product_id: product.id,
        customer_id: cart.cart.customer.as_ref().map(|customer| customer.as_str()),
        product,
    })
}

fn wire_product<'a>(
    cart: &CartView,
    line: LineView<'a>,
    product: &'a Product,
    context: &'a Context,
) -> WireProduct<'a> {
    let settings = &context.shared.settings;
    let currency = amount::currency_of(cart, settings);
    // What is selected makes a bundle's price, and a product that lost its price in this currency still shows what it cost.
    let now = product.unit_price(line.variant, currency, line.line.quantity);
    let price = now.filter(|_| line.line.bundle().is_none()).unwrap_or(line.line.list_price);
    WireProduct {
        id: line.product_or_variant_id(),
        name: line.name(),
        description: &product.description,
        price: wire_price(price.minor_units, cart, context),
        stock: product.stock_of(line.variant).available,
        image: &product.image.href,
        status: match product.status {
            ProductStatus::Active => "ACTIVE",
            ProductStatus::Inactive => "INACTIVE",
        },
        category: &product.category,
        created_at: json::rfc_3339(product.created_at, Precision::Milliseconds),
        store_id: &settings.store_id,
    }
}

/// Reading: a custom item, which the document does not know, is a product that is in this line alone and has the line's
/// identifier and moment.
fn wire_custom<'a>(
    cart: &CartView,
    line: &'a Line,
    custom: &'a CustomItem,
    context: &'a Context,
) -> WireProduct<'a> {
    WireProduct {
        id: line.id.as_str(),
        name: custom.name.as_str().into(),
        description: &custom.description,
        price: wire_price(line.list_price.minor_units, cart, context),
        stock: 0,
        image: "",
        status: "ACTIVE",
        category: "",
        created_at: json::rfc_3339(line.added_at, Precision::Milliseconds),
        store_id: &context.shared.settings.store_id,
    }
}

/// Source: 001_26dc9e328a4a0fd3, Product Object, `price`.
/// Reading: C8.
fn wire_price(minor_units: i64, cart: &CartView, context: &Context) -> Number {
    let settings = &context.shared.settings;
    match context.config().storekit.price {
        Price::MajorUnits => {
            let places = amount::decimal_places(settings, amount::currency_of(cart, settings));
            json::major_units(minor_units, places)
        }
        Price::MinorUnits => minor_units.into(),
    }
}
