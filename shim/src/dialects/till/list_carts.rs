//! `GET /_trolley/carts`: the carts of whichever API, the last made first; with `customer` those of one, the last changed
//! first.

use hyper::StatusCode;
use trolley_engine::Page;
use trolley_engine::domain::id::CustomerId;

use super::access::operator;
use super::paging::{page, parameter};
use super::problem::Refusal;
use super::wire::CartsBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours. `total` counts carts that have expired too, where not only one customer's are asked for.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let (call, page) = read(request, context).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call,
        encode: Box::new(move |_, result| match result {
            Ok(Reply::Carts(listed)) => Response::json(StatusCode::OK, &CartsBody::of(&listed, page)),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

fn read(request: &Request, context: &Context) -> Result<(Call, Page), Refusal> {
    let principal = operator(request, context)?;
    let page = page(request)?;
    let customer = parameter(request, "customer").map(CustomerId::new).transpose();
    let customer = customer.map_err(|_| Refusal::invalid("`customer` is not an identifier"))?;
    Ok((Call::ListCarts { principal, customer, page }, page))
}
