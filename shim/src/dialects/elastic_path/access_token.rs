//! `POST /oauth/access_token`: a token for an implicit client or for one with a secret.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::env::IdForm;

use super::auth::{has_secret, is_client};
use super::problem::{ErrorEntry, refuse, respond};
use super::readings::Auth;
use super::token::{Grant, LIFETIME_S, issue};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Request, RequestBody, Response};

/// Most bytes of the form.
pub(super) const FORM_BYTES_MAX: usize = 16_384;

#[derive(Debug, Serialize)]
struct Body {
    access_token: String,
    token_type: &'static str,
    identifier: &'static str,
    expires_in: i64,
    expires: i64,
}

/// Source: elasticpath.md, 2. Reading: 20 #6: the body is flat, as all clients read it. A client secret that is missing
/// is 400, one that is wrong 401; unknown clients are 400, and in [`Auth::Open`] nobody is unknown.
pub(super) fn decode(request: &Request, context: &Context) -> Result<Plan, Response> {
    let form = form(request, context)?;
    let field = |name: &str| {
        let text = form.iter().find(|(key, _)| key == name).map_or("", |(_, text)| text.as_str());
        if text.is_empty() { Err(bad(format!("{name} is required"))) } else { Ok(text) }
    };
    let grant = Grant::from_name(field("grant_type")?)
        .ok_or_else(|| bad("grant_type must be implicit or client_credentials".to_owned()))?;
    let client_id = field("client_id")?;
    let open = context.config().elastic_path.auth == Auth::Open;
    if !open && !is_client(context, client_id) {
        return Err(bad("There is no client of this client_id".to_owned()));
    }
    if grant == Grant::ClientCredentials {
        let client_secret = field("client_secret")?;
        if !open && !has_secret(context, client_id, client_secret) {
            let entry = ErrorEntry::new(401, "Unauthorized");
            return Err(refuse(entry.detail("The client_secret is not the client's")));
        }
    }
    Ok(Plan { call: Call::Nothing, encode: Box::new(move |context, _| encode(context, grant)) })
}

fn form(request: &Request, context: &Context) -> Result<Vec<(String, String)>, Response> {
    match &request.body {
        RequestBody::Present(bytes) => Ok(form_urlencoded::parse(bytes).into_owned().collect()),
        RequestBody::Absent => Ok(Vec::new()),
        RequestBody::OtherType => {
            let expected = "application/x-www-form-urlencoded";
            Err(respond(context, &Problem::UnsupportedMediaType { expected }))
        }
    }
}

fn encode(context: &Context, grant: Grant) -> Response {
    let expires = context.now.as_millis().div_euclid(1_000) + LIFETIME_S;
    let nonce = context.new_id_text(IdForm::Uuid);
    let body = Body {
        access_token: issue(&context.shared.token_secret, grant, expires, &nonce),
        token_type: "Bearer",
        identifier: grant.name(),
        expires_in: LIFETIME_S,
        expires,
    };
    Response::json(StatusCode::OK, &body)
}

fn bad(detail: String) -> Response {
    refuse(ErrorEntry::new(400, "Bad Request").detail(detail))
}
