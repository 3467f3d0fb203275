//! Who calls: whoever has an operator's key, which reaches every cart.

use trolley_engine::Principal;

use super::problem::Refusal;
use crate::exchange::{Bearer, Context, Request};

/// The kind of the keys.
pub(super) const KIND: &str = "operator_key";

/// On whose behalf the request is.
///
/// # Errors
///
/// 401 without a key, or with one that is not known.
pub(super) fn operator(request: &Request, context: &Context) -> Result<Principal, Refusal> {
    let secret = match request.bearer() {
        Bearer::Absent | Bearer::Malformed => return Err(Refusal::key_missing()),
        Bearer::Token(secret) => secret,
    };
    match context.keyring.find(super::DIALECT.name, KIND, secret) {
        Some(_) => Ok(Principal::Server),
        None => Err(Refusal::key_unknown()),
    }
}
