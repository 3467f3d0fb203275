//! `GET /v1/carts/:id`: shows a cart.

use hyper::StatusCode;
use trolley_engine::domain::id::CartId;
use trolley_engine::{CartView, Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::{CartBody, Show};
use super::delivery::destination;
use super::path;
use super::problem::Refusal;
use super::query::Query;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::reuse::Reuse;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.3. Reading: a cart that has expired is shown as long as it is stored.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok((cart, show)) => Ok(Plan {
            call: Call::ReadStored { principal: Principal::Server, cart: cart.clone(), reuse: reuse(show) },
            encode: Box::new(move |context, result| encode(context, &cart, show, result)),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

fn read(request: &Request, context: &Context) -> Result<(CartId, Show), Refusal> {
    Caller::of(request, context)?.check(Scope::Read)?;
    let query = Query::of(request);
    let shipping = query.boolean("calculate_shipping")?.unwrap_or(false);
    let tax_breakdown = query.boolean("calculate_tax")?.unwrap_or(false);
    Ok((path::cart(request)?, Show { customer: true, tax_breakdown, shipping }))
}

/// An answer may be given again under the name of another request, until the cart counts as abandoned. One that works out
/// what sending it costs, or taxes, is asked for too seldom to be kept.
fn reuse(show: Show) -> Option<Reuse> {
    let until = |context: &Context, view: &CartView| {
        let abandoned_after_ms = context.config().stateset.abandoned_after_ms()?;
        let since = view.cart.counted.touched_at.saturating_add_millis(abandoned_after_ms);
        (context.now < since).then_some(since)
    };
    let reuse = Reuse { until, renewed: Some((request_id::HEADER, request_id::name)) };
    (!show.tax_breakdown && !show.shipping).then_some(reuse)
}

fn encode(context: &Context, cart: &CartId, show: Show, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Cart(Some(view))) => match taxed(context, *view, show) {
            Ok(view) => {
                let body = CartBody::of(context, &view, show);
                return request_id::answer(Response::json(StatusCode::OK, &body), &request_id::name(context));
            }
            Err(error) => Refusal::of_error(&error),
        },
        Ok(Reply::Cart(None)) => Refusal::not_found("cart", cart.as_str()),
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}

/// The cart with the taxes of where it goes, where those are asked for.
///
/// Source: stateset.md, 3.3, `calculate_tax`. Reading: the zone's taxes are on what has no tax of its own; a cart of which nobody
/// knows where it goes has no others.
fn taxed(context: &Context, view: CartView, show: Show) -> Result<CartView, Error> {
    let zone = context.shared.settings.delivery.zone(&destination(&view));
    match zone.filter(|_| show.tax_breakdown) {
        Some(zone) => view.taxed(zone, context.now),
        None => Ok(view),
    }
}
