//! What answers show of keys.

use std::collections::BTreeMap;

use serde::Serialize;
use trolley_engine::domain::key::{Key, KeyState, Keys};
use trolley_engine::{Page, Timestamp};

use crate::demo;
use crate::json::{Precision, rfc_3339};
use crate::keyring::making::New;

/// A key, without its secret.
#[derive(Debug, Serialize)]
pub(crate) struct KeyBody<'a> {
    id: String,
    dialect: &'a str,
    kind: &'a str,
    /// How its secret begins.
    hint: &'a str,
    name: &'a str,
    scopes: &'a [String],
    customer: Option<&'a str>,
    /// `in_force`, `expired` or `revoked`.
    status: &'static str,
    /// Whether it is the demo's, which everybody knows.
    is_demo: bool,
    /// Null of one that a seed has brought.
    created_at: Option<String>,
    /// Null where it never does.
    expires_at: Option<String>,
    revoked_at: Option<String>,
}

/// A part of the keys.
#[derive(Debug, Serialize)]
pub(crate) struct KeysBody<'a> {
    keys: Vec<KeyBody<'a>>,
    limit: usize,
    offset: usize,
    total: usize,
}

/// A key that was made just now. It has its secret in it, and is not to be printed anywhere else.
#[derive(Serialize)]
pub(crate) struct CreatedBody<'a> {
    #[serde(flatten)]
    key: KeyBody<'a>,
    /// What callers have to show, by its kind.
    secrets: BTreeMap<&'static str, &'a str>,
}

impl<'a> KeyBody<'a> {
    fn of(key: &'a Key, now: Timestamp) -> Self {
        let status = match key.state(now) {
            KeyState::InForce => "in_force",
            KeyState::Expired => "expired",
            KeyState::Revoked => "revoked",
        };
        Self {
            id: key.digest.id(),
            dialect: &key.dialect,
            kind: &key.kind,
            hint: &key.hint,
            name: &key.name,
            scopes: &key.scopes,
            customer: key.customer.as_ref().map(|customer| customer.as_str()),
            status,
            is_demo: demo::has_key(key.digest),
            created_at: key.created_at.map(time),
            expires_at: key.expires_at.map(time),
            revoked_at: key.revoked_at.map(time),
        }
    }
}

impl<'a> KeysBody<'a> {
    /// This part of the keys, in the order of their dialects, kinds and ages.
    pub(crate) fn of(keys: &'a Keys, now: Timestamp, page: Page) -> Self {
        let mut sorted: Vec<&Key> = keys.iter().collect();
        sorted.sort_by_key(|key| (&key.dialect, &key.kind, key.created_at, key.digest));
        let part = sorted.iter().skip(page.offset).take(page.limit);
        Self {
            keys: part.map(|key| KeyBody::of(key, now)).collect(),
            limit: page.limit,
            offset: page.offset,
            total: sorted.len(),
        }
    }
}

impl<'a> CreatedBody<'a> {
    /// The key that was made; none where it was none.
    pub(crate) fn of(new: &'a New, now: Timestamp) -> Option<Self> {
        let key = KeyBody::of(new.keys.last()?, now);
        Some(Self { key, secrets: new.secrets.iter().map(|(kind, text)| (*kind, text.as_str())).collect() })
    }
}

fn time(moment: Timestamp) -> String {
    rfc_3339(moment, Precision::Seconds)
}
