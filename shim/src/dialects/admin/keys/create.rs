//! `POST /_trolley/keys`: makes a key, and shows its secret this once.

use hyper::StatusCode;
use hyper::header::HeaderName;
use trolley_engine::Principal;

use super::wire::CreatedBody;
use crate::dialects::Problem;
use crate::dialects::admin::access::admin;
use crate::dialects::till::body::Members;
use crate::dialects::till::problem::Refusal;
use crate::exchange::{Call, Context, Plan, Reply, Request, Response};
use crate::json::parse_rfc_3339;
use crate::keyring::making::{New, Wanted};
use crate::keyring::meaning::Nonsense;

/// The header that is not taken here.
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// Source: ours. An idempotency key is refused: to answer again, the answer would have to be kept, and the secret with it.
pub(in crate::dialects::admin) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let new = new(request, context).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::Submit { principal: Principal::Server, commands: new.commands() },
        encode: Box::new(move |context, result| match result {
            Ok(Reply::Done { .. }) => match CreatedBody::of(&new, context.now) {
                Some(body) => Response::json(StatusCode::CREATED, &body),
                None => Refusal::of_problem(&Problem::Internal).respond(),
            },
            Ok(_) => Refusal::of_problem(&Problem::Internal).respond(),
            Err(error) => Refusal::of_error(&error).respond(),
        }),
    })
}

fn new(request: &Request, context: &Context) -> Result<New, Refusal> {
    admin(request, context)?;
    let mut members = Members::of(request)?;
    if request.has_header(&IDEMPOTENCY_KEY) {
        return Err(Refusal::key_cannot_be_repeated());
    }
    let wanted = Wanted {
        dialect: members.text("dialect")?.ok_or_else(|| Refusal::invalid("`dialect` is required"))?,
        kind: members.text("kind")?,
        scopes: members.texts("scopes")?,
        customer: members.text("customer")?,
        name: members.text("name")?.unwrap_or_default(),
        expires_at: match members.text("expires_at")? {
            None => None,
            Some(text) => Some(parse_rfc_3339(&text).ok_or_else(|| {
                Refusal::invalid("`expires_at` must be a time such as 2027-01-31T12:00:00Z")
            })?),
        },
    };
    members.end()?;
    New::make(&wanted, context.shared.ids.as_ref(), context.now)
        .map_err(|Nonsense { field, reason }| Refusal::invalid(format!("`{field}`: {reason}")))
}
