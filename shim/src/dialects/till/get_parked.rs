//! `GET /_trolley/parked/{id}`: shows what is parked.

use hyper::StatusCode;
use trolley_engine::domain::id::ParkedId;

use super::access::operator;
use super::problem::Refusal;
use super::wire::ParkedBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours. Its prices are those of when it was parked, its discounts those of now.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let principal = operator(request, context).map_err(|refusal| refusal.respond())?;
    let parked = parked_id(request).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::ReadParked { principal, parked: parked.clone() },
        encode: Box::new(move |_, result| match result {
            Ok(Reply::Parked(Some(view))) => Response::json(StatusCode::OK, &ParkedBody::of(&view)),
            Ok(Reply::Parked(None)) => Refusal::parked_not_found(parked.as_str()).respond(),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

/// What the path names.
///
/// # Errors
///
/// 404 where nothing can be called so.
pub(super) fn parked_id(request: &Request) -> Result<ParkedId, Refusal> {
    let id = request.param("id");
    ParkedId::new(id).map_err(|_| Refusal::parked_not_found(id))
}
