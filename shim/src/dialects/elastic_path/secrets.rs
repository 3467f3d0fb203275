//! The kinds of secrets by which callers prove themselves.

use super::{auth, token};
use crate::dialects::{Secret, SecretForm};

/// All kinds. Source: elasticpath.md, 2.
pub(super) static SECRETS: &[Secret] = &[
    Secret {
        kind: auth::CLIENT,
        scopes: token::GRANTS,
        scopes_default: &[token::Grant::Implicit.name()],
        names_customer: false,
        form: SecretForm::Text(""),
    },
    Secret {
        kind: auth::CLIENT_SECRET,
        scopes: &[token::Grant::ClientCredentials.name()],
        scopes_default: &[token::Grant::ClientCredentials.name()],
        names_customer: false,
        form: SecretForm::Second { of: auth::CLIENT },
    },
    Secret {
        kind: auth::TOKEN,
        scopes: token::GRANTS,
        scopes_default: &[token::Grant::Implicit.name()],
        names_customer: false,
        form: SecretForm::Text(""),
    },
    Secret {
        kind: "customer_token",
        scopes: &[],
        scopes_default: &[],
        names_customer: true,
        form: SecretForm::Text(""),
    },
];
