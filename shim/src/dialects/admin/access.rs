//! Who calls: whoever has an administrator's key.

use crate::dialects::till::problem::Refusal;
use crate::exchange::{Bearer, Context, Request};

/// The kind of the keys.
pub(super) const KIND: &str = "admin_key";

/// Lets an administrator through. An operator's key is none.
///
/// # Errors
///
/// 401 without a key, or with one that is not known.
pub(super) fn admin(request: &Request, context: &Context) -> Result<(), Refusal> {
    let secret = match request.bearer() {
        Bearer::Absent | Bearer::Malformed => return Err(Refusal::admin_key_missing()),
        Bearer::Token(secret) => secret,
    };
    match context.keyring.find(super::DIALECT.name, KIND, secret) {
        Some(_) => Ok(()),
        None => Err(Refusal::admin_key_unknown()),
    }
}
