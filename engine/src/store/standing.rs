//! What every command and every look needs and hardly any command changes: held in memory, and not read each time.

use std::sync::Arc;

use super::tables::Tables;
use super::{catalog, meta, promotions};
use crate::domain::catalog::Settings;
use crate::domain::key::Keys;
use crate::domain::promotion::Promotions;
use crate::error::StoreError;

/// What every command and every look needs and hardly any command changes.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The settings.
    pub(crate) settings: Arc<Settings>,
    /// The promotions, with what their targets lead to.
    pub(crate) promotions: Arc<Promotions>,
    /// The keys.
    pub(crate) keys: Arc<Keys>,
}

impl Standing {
    /// What holds now.
    pub(crate) fn load(tables: &impl Tables) -> Result<Self, StoreError> {
        let settings = Arc::new(meta::settings(tables)?);
        let promotions = Arc::new(promotions::load(tables)?);
        Ok(Self { settings, promotions, keys: Arc::new(catalog::keys(tables)?.into_iter().collect()) })
    }
}
