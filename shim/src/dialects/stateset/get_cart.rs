//! `GET /v1/carts/:id`: shows a cart.

use hyper::StatusCode;
use trolley_engine::domain::id::CartId;
use trolley_engine::{CartView, Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::{CartBody, Show};
use super::delivery::destination;
use super::problem::Refusal;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.3.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok((cart, show)) => Ok(Plan {
            call: Call::Read { principal: Principal::Server, cart: cart.clone() },
            encode: Box::new(move |context, result| encode(context, &cart, show, result)),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

fn read(request: &Request, context: &Context) -> Result<(CartId, Show), Refusal> {
    Caller::of(request, context)?.check(Scope::Read)?;
    let shipping = flag(request, "calculate_shipping")?;
    let show = Show { customer: true, tax_breakdown: flag(request, "calculate_tax")?, shipping };
    let cart = request.param("id");
    Ok((CartId::new(cart).map_err(|_| Refusal::not_found("cart", cart))?, show))
}

/// The parameter of this name, false where it is absent. Of repeated ones the last counts.
fn flag(request: &Request, name: &'static str) -> Result<bool, Refusal> {
    match request.query.iter().rev().find(|(key, _)| key == name).map(|(_, value)| value.as_str()) {
        None | Some("false") => Ok(false),
        Some("true") => Ok(true),
        Some(_) => Err(Refusal::wrong_form(name, "be true or false")),
    }
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
