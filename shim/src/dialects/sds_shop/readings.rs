//! What the SDS shop documents leave open or contradict themselves in, and what was chosen.

use serde::{Deserialize, Serialize};

/// The readings of the SDS shop documents.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Readings {}

impl Readings {
    /// The documented defaults.
    #[must_use]
    pub const fn documented() -> Self {
        Self {}
    }
}
