//! `POST /oauth/access_token`: a token for an implicit client or for one with a secret.

use hyper::StatusCode;
use serde::Serialize;
use trolley_engine::env::IdForm;

use super::NAME;
use super::auth::{CLIENT, CLIENT_SECRET, is_granted};
use super::problem::{ErrorEntry, refuse, respond};
use super::readings::Auth;
use super::token::{Grant, Grantee, LIFETIME_S, NO_SECRET, issue};
use crate::dialects::Problem;
use crate::exchange::{Call, Context, Plan, Request, RequestBody, Response};
use crate::keyring::digest;

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
/// is 400, one that is wrong 401; unknown clients are 400, and so are those whose key does not have the grant among its
/// scopes; in [`Auth::Open`] nobody is unknown.
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
    let client = context.keyring.find(NAME, CLIENT, client_id);
    if !open && client.is_none() {
        return Err(bad("There is no client of this client_id".to_owned()));
    }
    let mut grantee = Grantee { grant, client: digest(client_id), secret: NO_SECRET };
    if grant == Grant::ClientCredentials {
        let text = format!("{client_id}:{}", field("client_secret")?);
        if !open && context.keyring.find(NAME, CLIENT_SECRET, &text).is_none() {
            let entry = ErrorEntry::new(401, "Unauthorized");
            return Err(refuse(entry.detail("The client_secret is not the client's")));
        }
        grantee.secret = digest(&text);
    }
    if !open && !is_granted(context, &grantee) {
        return Err(bad("The client may not use this grant_type".to_owned()));
    }
    Ok(Plan { call: Call::Nothing, encode: Box::new(move |context, _| encode(context, grantee)) })
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

fn encode(context: &Context, grantee: Grantee) -> Response {
    let expires = context.now.as_millis().div_euclid(1_000) + LIFETIME_S;
    // What is shown goes by the clock; whether the token is still good does not.
    let ends = context.counted.as_millis().div_euclid(1_000) + LIFETIME_S;
    let nonce = context.new_id_text(IdForm::Uuid);
    let body = Body {
        access_token: issue(&context.shared.token_secret, grantee, ends, &nonce),
        token_type: "Bearer",
        identifier: grantee.grant.name(),
        expires_in: LIFETIME_S,
        expires,
    };
    Response::json(StatusCode::OK, &body)
}

fn bad(detail: String) -> Response {
    refuse(ErrorEntry::new(400, "Bad Request").detail(detail))
}
