//! Carts as they are written.

use serde::Deserialize;
use serde_json::{Map, Number, Value as Json};

use super::product::PriceRow;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct CartRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) customer: Option<String>,
    #[serde(default)]
    pub(in crate::seed) status: CartStatusRow,
    #[serde(default)]
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) description: String,
    #[serde(default)]
    pub(in crate::seed) attributes: Map<String, Json>,
    pub(in crate::seed) currency: Option<String>,
    pub(in crate::seed) created_at: Option<String>,
    pub(in crate::seed) expires_at: Option<String>,
    #[serde(default)]
    pub(in crate::seed) lines: Vec<LineRow>,
    #[serde(default)]
    pub(in crate::seed) discounts: Vec<DiscountRow>,
    #[serde(default)]
    pub(in crate::seed) codes: Vec<String>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::seed) enum CartStatusRow {
    #[default]
    Active,
    Abandoned,
    Converted,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct LineRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) product: Option<String>,
    pub(in crate::seed) variant: Option<String>,
    pub(in crate::seed) selection: Option<Map<String, Json>>,
    pub(in crate::seed) custom: Option<CustomRow>,
    pub(in crate::seed) quantity: i64,
    pub(in crate::seed) notes: Option<String>,
    pub(in crate::seed) metadata: Option<Json>,
    pub(in crate::seed) options: Option<Map<String, Json>>,
    pub(in crate::seed) custom_inputs: Option<Json>,
    pub(in crate::seed) location: Option<String>,
    #[serde(default)]
    pub(in crate::seed) taxes: Vec<TaxRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct CustomRow {
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) sku: String,
    #[serde(default)]
    pub(in crate::seed) description: String,
    pub(in crate::seed) price: PriceRow,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct TaxRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) name: String,
    pub(in crate::seed) jurisdiction: Option<String>,
    pub(in crate::seed) code: Option<String>,
    pub(in crate::seed) rate: Option<Number>,
    pub(in crate::seed) amount: Option<i64>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct DiscountRow {
    pub(in crate::seed) id: String,
    #[serde(default)]
    pub(in crate::seed) code: String,
    #[serde(default)]
    pub(in crate::seed) name: String,
    pub(in crate::seed) amount: i64,
}
