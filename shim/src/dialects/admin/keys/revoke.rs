//! `DELETE /_trolley/keys/{id}`: revokes a key, which proves nothing from then on.

use hyper::StatusCode;
use trolley_engine::Principal;
use trolley_engine::domain::command::Command;
use trolley_engine::domain::command::keys::RevokeKey;

use crate::dialects::Problem;
use crate::dialects::admin::access::admin;
use crate::dialects::till::problem::Refusal;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};

/// Source: ours. One that is revoked already stays so.
pub(in crate::dialects::admin) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let command = command(request, context).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::Submit { principal: Principal::Server, commands: vec![Command::RevokeKey(command)] },
        encode: Box::new(|_, result| match result {
            Ok(Reply::Done { .. }) => Response::empty(StatusCode::NO_CONTENT),
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

fn command(request: &Request, context: &Context) -> Result<RevokeKey, Refusal> {
    admin(request, context)?;
    let id = request.param("id");
    let key = context.keyring.keys().iter().find(|key| key.digest.id() == id);
    let key = key.ok_or_else(|| Refusal::key_not_found(id))?;
    Ok(RevokeKey { key: key.digest })
}
