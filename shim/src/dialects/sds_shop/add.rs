//! `POST /api/v1/shop/cart/{productSku}`: adds pieces of a product to the caller's cart.

use serde::Serialize;
use trolley_engine::domain::apply::Outcome;
use trolley_engine::domain::command::{AddLine, AddLines, ProductRef};
use trolley_engine::domain::id::Sku;
use trolley_engine::env::IdForm;
use trolley_engine::{CartView, Command, Error, Quantity};

use super::PRODUCT_SKU;
use super::body::{self, Fields};
use super::caller::Caller;
use super::problem::{self, Asked};
use super::wire::{self, WireCart, WireLine};
use crate::exchange::{Context, Plan, Reply, Request, Response};

/// What stands beside the cart.
///
/// Source: 003_2ee86b980955149b, 2. Add item (product) to cart.
#[derive(Serialize)]
struct Beside<'a> {
    added_item: &'a WireLine<'a>,
}

/// Source: 003_2ee86b980955149b, 2. Add item (product) to cart.
/// Reading: quantity 1 where none is sent; a second POST of a SKU is a switch, see [`super::Readings`], and builds the
/// options anew either way.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let fields = body::read(&request.body)?;
    let Some(command) = command(&caller, request, fields, context) else {
        return Err(problem::product_not_found());
    };
    let call = caller.submit(context, Command::AddLines(command));
    Ok(Plan { call, encode: Box::new(encode) })
}

/// What to do; none where nothing can have this SKU.
fn command(caller: &Caller, request: &Request, fields: Fields, context: &Context) -> Option<AddLines> {
    let product = ProductRef::Sku(Sku::new(request.param(PRODUCT_SKU)).ok()?);
    let on_absent = caller.on_absent(context);
    let new_line = context.new_id(IdForm::Uuid);
    let line = AddLine {
        on_duplicate: context.config().sds_shop.on_duplicate(),
        checks: caller.checks(context),
        options: Some(fields.options.unwrap_or_default()),
        ..AddLine::new(new_line, product, fields.quantity.unwrap_or(Quantity::ONE))
    };
    Some(AddLines::new(caller.cart().clone(), on_absent, vec![line]))
}

fn encode(context: &Context, reply: Result<Reply, Error>) -> Response {
    match reply {
        Ok(Reply::Done { cart: Some(view), outcomes, .. }) => {
            added(&view, outcomes.last(), context).unwrap_or_else(problem::server_error)
        }
        Ok(_) => problem::server_error(),
        Err(error) => problem::of_engine(Asked::Cart, &error),
    }
}

/// The answer; none where the engine answered something else than an add.
///
/// Reading: an answer that is made again, for an idempotency key, may find the line gone by then.
fn added(view: &CartView, outcome: Option<&Outcome>, context: &Context) -> Option<Response> {
    let Some(Outcome::Added { lines, .. }) = outcome else { return None };
    let cart = WireCart::of(view, context);
    Some(match cart.line(view, &lines.first()?.line) {
        Some(added_item) => wire::answer("Product added to cart successfully", &cart, Beside { added_item }),
        None => problem::line_not_found(),
    })
}
