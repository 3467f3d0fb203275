//! `POST /_trolley/parked/{id}/resume`: takes up again what is parked.

use hyper::StatusCode;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keeping::ResumeCart;
use trolley_engine::domain::id::{CartId, ID_BYTES_MAX};

use super::access::operator;
use super::body::Members;
use super::get_parked::parked_id;
use super::problem::Refusal;
use super::wire::CartBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours. Without a body, and without `into`, the cart that it came from takes it.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let call = read(request, context).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call,
        encode: Box::new(|_, result| match result {
            Ok(Reply::Done { cart: Some(cart), .. }) => Response::json(StatusCode::OK, &CartBody::of(&cart)),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

fn read(request: &Request, context: &Context) -> Result<Call, Refusal> {
    let principal = operator(request, context)?;
    let mut members = Members::of(request)?;
    let into = members.text("into")?.map(CartId::new).transpose();
    members.end()?;
    let into = into.map_err(|_| {
        Refusal::invalid(format!("`into` must be 1 to {ID_BYTES_MAX} bytes without control characters"))
    })?;
    let parked = parked_id(request)?;
    Ok(Call::Submit { principal, commands: vec![Command::ResumeCart(ResumeCart { parked, into })] })
}
