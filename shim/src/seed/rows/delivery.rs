//! Ways of shipping and tax zones as they are written.

use serde::Deserialize;
use serde_json::Number;

use super::promotion::AmountsRow;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct ShippingMethodRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) name: String,
    pub(in crate::seed) amounts: AmountsRow,
    #[serde(default)]
    pub(in crate::seed) free_subtotal_min: AmountsRow,
    pub(in crate::seed) estimated_days: Option<u32>,
    /// Where there are none it goes everywhere.
    #[serde(default)]
    pub(in crate::seed) countries: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct TaxZoneRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) country: String,
    pub(in crate::seed) region: Option<String>,
    pub(in crate::seed) rates: Vec<ZoneRateRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct ZoneRateRow {
    pub(in crate::seed) name: String,
    pub(in crate::seed) rate: Number,
}
