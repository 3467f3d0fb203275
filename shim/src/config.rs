//! What can be set: flags over the environment over a file.

use serde::{Deserialize, Serialize};

use crate::dialects::{elastic_path, sds_shop, stateset, storekit};

/// The configuration in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// The readings of StoreKit.
    pub storekit: storekit::Readings,
    /// The readings of StateSet.
    pub stateset: stateset::Readings,
    /// The readings of SDS shop.
    pub sds_shop: sds_shop::Readings,
    /// The readings of Elastic Path.
    pub elastic_path: elastic_path::Readings,
}

impl Config {
    /// The documented defaults.
    #[must_use]
    pub fn documented() -> Self {
        Self {
            storekit: storekit::Readings::documented(),
            stateset: stateset::Readings::documented(),
            sds_shop: sds_shop::Readings::documented(),
            elastic_path: elastic_path::Readings::documented(),
        }
    }
}
