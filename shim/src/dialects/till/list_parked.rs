//! `GET /_trolley/parked`: all that is parked, the last first.

use hyper::StatusCode;

use super::access::operator;
use super::paging::page;
use super::problem::Refusal;
use super::wire::AllParkedBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let principal = operator(request, context).map_err(|refusal| refusal.respond())?;
    let page = page(request).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::ListParked { principal, page },
        encode: Box::new(move |_, result| match result {
            Ok(Reply::AllParked(listed)) => Response::json(StatusCode::OK, &AllParkedBody::of(&listed, page)),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}
