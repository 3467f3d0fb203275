//! `GET /_trolley/keys`: all keys, without their secrets, which nobody has but their holders.

use hyper::StatusCode;

use super::wire::KeysBody;
use crate::dialects::admin::access::admin;
use crate::dialects::till::paging::page;
use crate::exchange::{Call, Context, Plan, Request, Response};

/// Source: ours. Revoked and expired ones are listed too.
pub(in crate::dialects::admin) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    admin(request, context).map_err(|refusal| refusal.respond())?;
    let page = page(request).map_err(|refusal| refusal.respond())?;
    Ok(Plan {
        call: Call::Nothing,
        encode: Box::new(move |context, _| {
            let body = KeysBody::of(context.keyring.keys(), context.now, page);
            Response::json(StatusCode::OK, &body)
        }),
    })
}
