//! `POST /_trolley/carts/{id}/park`: sets aside what is in a cart, which stays, empty, for the next customer.

use hyper::StatusCode;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keeping::ParkCart;
use trolley_engine::domain::parked::Note;
use trolley_engine::env::IdForm;

use super::PARKED_PREFIX;
use super::access::operator;
use super::body::Members;
use super::get_cart::cart_id;
use super::problem::Refusal;
use super::wire::ParkedBody;
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours. Without a body there is no note.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let call = read(request, context).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call,
        encode: Box::new(|_, result| match result {
            Ok(Reply::Done { parked: Some(parked), .. }) => {
                Response::json(StatusCode::CREATED, &ParkedBody::of(&parked))
            }
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

fn read(request: &Request, context: &Context) -> Result<Call, Refusal> {
    let principal = operator(request, context)?;
    let mut members = Members::of(request)?;
    let note = members.text("note")?.unwrap_or_default();
    members.end()?;
    let note = Note::new(note).ok_or_else(Refusal::note_too_long)?;
    let cart = cart_id(request)?;
    let parked = context.new_id(IdForm::Prefixed(PARKED_PREFIX));
    Ok(Call::Submit { principal, commands: vec![Command::ParkCart(ParkCart { cart, parked, note })] })
}
