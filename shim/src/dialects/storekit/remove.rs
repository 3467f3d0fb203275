//! `DELETE /v1/cart`: takes a line out of the caller's cart.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::Command;
use trolley_engine::domain::command::{LineRef, RemoveLine};
use trolley_engine::domain::id::LineId;

use super::caller::Caller;
use super::issue::Issue;
use super::problem::{self, Endpoint};
use super::schema;
use crate::exchange::{Call, Context, Plan, Reply, Request, RequestBody, Response};

/// The answer.
///
/// Source: storekit.md, 3. DELETE /v1/cart.
#[derive(Serialize)]
struct Removed {
    success: bool,
    message: &'static str,
}

/// Source: storekit.md, 3. DELETE /v1/cart.
/// Reading: `cartId` is a line's identifier despite its name, and stands in the body, or in the query where there is no
/// body, because some clients drop one of a DELETE.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let caller = Caller::find(request, context)?;
    let errors = context.config().storekit.errors;
    let id = line_id(request)
        .map_err(|issue| caller.introduce(problem::invalid(errors, Endpoint::Remove, &[issue])))?;
    let Some(call) = call(&caller, id) else {
        return Err(caller.introduce(problem::not_found(errors, Endpoint::Remove)));
    };
    Ok(Plan {
        call,
        encode: Box::new(move |_context, reply| {
            caller.introduce(match reply {
                Ok(Reply::Done { .. }) => Response::json(
                    StatusCode::OK,
                    &Removed { success: true, message: "Item removed from cart successfully...!!!" },
                ),
                Ok(_) => problem::failed(errors, Endpoint::Remove),
                Err(error) => problem::of_engine(errors, Endpoint::Remove, &error),
            })
        }),
    })
}

fn line_id(request: &Request) -> Result<String, Issue> {
    let named = request.query.iter().find(|(name, _)| name == "cartId");
    match (&request.body, named) {
        (RequestBody::Absent | RequestBody::OtherType, Some((_, id))) => Ok(id.clone()),
        (RequestBody::Absent | RequestBody::OtherType | RequestBody::Present(_), _) => {
            schema::read_remove(&request.body)
        }
    }
}

/// What to ask of the engine; none where nobody can be this customer, or nothing this line.
fn call(caller: &Caller, id: String) -> Option<Call> {
    let (principal, cart) = caller.cart()?;
    let command = RemoveLine { cart, line: LineRef::Id(LineId::new(id).ok()?) };
    Some(Call::SubmitUnseen { principal, commands: vec![Command::RemoveLine(command)] })
}
