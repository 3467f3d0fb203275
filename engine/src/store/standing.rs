//! What every command and every look needs and imports alone change: held in memory, and not read each time.

use std::sync::Arc;

use super::tables::Tables;
use super::{meta, promotions};
use crate::domain::catalog::Settings;
use crate::domain::promotion::Promotions;
use crate::error::StoreError;

/// What every command and every look needs and imports alone change.
#[derive(Debug, Clone)]
pub(crate) struct Standing {
    /// The settings.
    pub(crate) settings: Arc<Settings>,
    /// The promotions, with what their targets lead to.
    pub(crate) promotions: Arc<Promotions>,
}

impl Standing {
    /// What holds now.
    pub(crate) fn load(tables: &impl Tables) -> Result<Self, StoreError> {
        let settings = Arc::new(meta::settings(tables)?);
        Ok(Self { settings, promotions: Arc::new(promotions::load(tables)?) })
    }
}
