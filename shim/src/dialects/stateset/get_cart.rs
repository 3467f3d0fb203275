//! `GET /v1/carts/:id`: shows a cart.

use hyper::StatusCode;
use trolley_engine::domain::id::CartId;
use trolley_engine::{Error, Principal};

use super::access::{Caller, Scope};
use super::cart_body::{CartBody, Show};
use super::path;
use super::problem::Refusal;
use super::query::Query;
use super::request_id;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: stateset.md, 3.3. Reading: a cart that has expired is shown as long as it is stored.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    match read(request, context) {
        Ok((cart, show)) => Ok(Plan {
            call: Call::ReadStored { principal: Principal::Server, cart: cart.clone() },
            encode: Box::new(move |context, result| encode(context, &cart, show, result)),
        }),
        Err(refusal) => Err(refusal.respond(context)),
    }
}

fn read(request: &Request, context: &Context) -> Result<(CartId, Show), Refusal> {
    Caller::of(request, context)?.check(Scope::Read)?;
    let query = Query::of(request);
    // The methods of shipping are listed either way, and so far there are none.
    query.boolean("calculate_shipping")?;
    let show = Show { customer: true, tax_breakdown: query.boolean("calculate_tax")?.unwrap_or(false) };
    Ok((path::cart(request)?, show))
}

fn encode(context: &Context, cart: &CartId, show: Show, result: Result<Reply, Error>) -> Response {
    let refusal = match result {
        Ok(Reply::Cart(Some(view))) => {
            let body = CartBody::of(context, &view, show);
            return request_id::answer(Response::json(StatusCode::OK, &body), &request_id::name(context));
        }
        Ok(Reply::Cart(None)) => Refusal::not_found("cart", cart.as_str()),
        Ok(_) => Refusal::of_problem(&Problem::Internal),
        Err(error) => Refusal::of_error(&error),
    };
    refusal.respond(context)
}
