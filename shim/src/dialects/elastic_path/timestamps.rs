//! Moments as answers show them.
//!
//! Reading: elasticpath.md, 20 #29: whole seconds, as all answers but that of 2018 have.

use serde::Serialize;
use trolley_engine::Timestamp;

use crate::json::{Precision, rfc_3339};

/// When something was made and changed, and when it ends.
#[derive(Debug, Serialize)]
pub(super) struct Timestamps {
    pub(super) created_at: String,
    pub(super) updated_at: String,
    /// Only carts end.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) expires_at: Option<String>,
}

/// The moment as a text.
pub(super) fn at(moment: Timestamp) -> String {
    rfc_3339(moment, Precision::Seconds)
}

/// The end as a text. Storefronts make the lifetime of a cookie of it, so what never ends has the last moment that can
/// be written.
pub(super) fn end(moment: Option<Timestamp>) -> String {
    at(moment.unwrap_or(Timestamp::from_millis(i64::MAX)))
}
