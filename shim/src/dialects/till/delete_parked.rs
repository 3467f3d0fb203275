//! `DELETE /_trolley/parked/{id}`: deletes what is parked. The cart that it came from stays.

use hyper::StatusCode;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keeping::DeleteParked;

use super::access::operator;
use super::get_parked::parked_id;
use super::problem::Refusal;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let principal = operator(request, context).map_err(|refusal| refusal.respond())?;
    let parked = parked_id(request).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::Submit { principal, commands: vec![Command::DeleteParked(DeleteParked { parked })] },
        encode: Box::new(|_, result| match result {
            Ok(Reply::Done { .. }) => Response::empty(StatusCode::NO_CONTENT),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}
