//! Customers, keys and uses of codes in an export. Of a key there is its digest, never its text.

use serde::{Deserialize, Serialize};
use trolley_engine::archive::CodeUses;
use trolley_engine::domain::catalog::Customer;
use trolley_engine::domain::id::CustomerId;
use trolley_engine::domain::key::{Key, KeyDigest};

use super::spelling::{Moment, Spelling};

/// A customer.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerWire {
    id: Spelling<CustomerId>,
    name: String,
    email: String,
}

impl From<Customer> for CustomerWire {
    fn from(customer: Customer) -> Self {
        let Customer { id, name, email } = customer;
        Self { id: Spelling(id), name, email }
    }
}

impl From<CustomerWire> for Customer {
    fn from(wire: CustomerWire) -> Self {
        let CustomerWire { id, name, email } = wire;
        Self { id: id.0, name, email }
    }
}

/// A key.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyWire {
    /// SHA-256.
    digest: Spelling<KeyDigest>,
    dialect: String,
    kind: String,
    scopes: Vec<String>,
    customer: Option<Spelling<CustomerId>>,
    hint: String,
    name: String,
    created_at: Option<Moment>,
    expires_at: Option<Moment>,
    revoked_at: Option<Moment>,
}

impl From<Key> for KeyWire {
    fn from(key: Key) -> Self {
        Self {
            digest: Spelling(key.digest),
            dialect: key.dialect,
            kind: key.kind,
            scopes: key.scopes,
            customer: key.customer.map(Spelling),
            hint: key.hint,
            name: key.name,
            created_at: key.created_at.map(Moment),
            expires_at: key.expires_at.map(Moment),
            revoked_at: key.revoked_at.map(Moment),
        }
    }
}

impl From<KeyWire> for Key {
    fn from(wire: KeyWire) -> Self {
        Self {
            digest: wire.digest.0,
            dialect: wire.dialect,
            kind: wire.kind,
            scopes: wire.scopes,
            customer: wire.customer.map(|customer| customer.0),
            hint: wire.hint,
            name: wire.name,
            created_at: wire.created_at.map(|at| at.0),
            expires_at: wire.expires_at.map(|at| at.0),
            revoked_at: wire.revoked_at.map(|at| at.0),
        }
    }
}

/// How many orders have used a code.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeUsesWire {
    code: String,
    uses: u64,
}

impl From<CodeUses> for CodeUsesWire {
    fn from(uses: CodeUses) -> Self {
        let CodeUses { code, uses } = uses;
        Self { code, uses }
    }
}

impl From<CodeUsesWire> for CodeUses {
    fn from(wire: CodeUsesWire) -> Self {
        let CodeUsesWire { code, uses } = wire;
        Self { code, uses }
    }
}
