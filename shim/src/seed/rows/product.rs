//! Products as they are written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Number, Value as Json};

/// Prices by the currency's code.
pub(in crate::seed) type PricesRow = BTreeMap<String, PriceRow>;

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct ProductRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) sku: String,
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) slug: String,
    #[serde(default)]
    pub(in crate::seed) description: String,
    #[serde(default)]
    pub(in crate::seed) image: ImageRow,
    #[serde(default)]
    pub(in crate::seed) status: ProductStatusRow,
    #[serde(default)]
    pub(in crate::seed) category: String,
    #[serde(default)]
    pub(in crate::seed) attributes: Map<String, Json>,
    #[serde(default)]
    pub(in crate::seed) meta: Vec<MetaRow>,
    pub(in crate::seed) created_at: Option<String>,
    #[serde(default)]
    pub(in crate::seed) prices: PricesRow,
    #[serde(default)]
    pub(in crate::seed) tiers: Vec<TierRow>,
    pub(in crate::seed) tax_rate: Option<Number>,
    #[serde(default)]
    pub(in crate::seed) components: Vec<ComponentRow>,
    pub(in crate::seed) bundle_price: Option<BundlePriceRow>,
    pub(in crate::seed) stock: Option<StockRow>,
    #[serde(default)]
    pub(in crate::seed) custom_inputs: Vec<CustomInputRow>,
    #[serde(default)]
    pub(in crate::seed) required_options: Vec<String>,
    #[serde(default)]
    pub(in crate::seed) variants: Vec<VariantRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(in crate::seed) struct ImageRow {
    pub(in crate::seed) href: String,
    pub(in crate::seed) file_name: String,
    pub(in crate::seed) mime_type: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::seed) enum ProductStatusRow {
    #[default]
    Active,
    Inactive,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct MetaRow {
    pub(in crate::seed) key: String,
    pub(in crate::seed) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct PriceRow {
    pub(in crate::seed) amount: i64,
    #[serde(default)]
    pub(in crate::seed) includes_tax: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct TierRow {
    pub(in crate::seed) quantity_min: i64,
    pub(in crate::seed) prices: PricesRow,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct ComponentRow {
    pub(in crate::seed) key: String,
    #[serde(default)]
    pub(in crate::seed) name: String,
    #[serde(alias = "minimum")]
    pub(in crate::seed) min: Option<u32>,
    #[serde(alias = "maximum")]
    pub(in crate::seed) max: Option<u32>,
    pub(in crate::seed) sort_order: Option<i64>,
    pub(in crate::seed) options: Vec<OptionRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct OptionRow {
    pub(in crate::seed) product: String,
    pub(in crate::seed) quantity: Option<u32>,
    #[serde(alias = "minimum")]
    pub(in crate::seed) min: Option<u32>,
    #[serde(alias = "maximum")]
    pub(in crate::seed) max: Option<u32>,
    #[serde(default)]
    pub(in crate::seed) default: bool,
    pub(in crate::seed) sort_order: Option<i64>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(in crate::seed) enum BundlePriceRow {
    Fixed,
    Cumulative,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct StockRow {
    pub(in crate::seed) tracked: Option<bool>,
    #[serde(default)]
    pub(in crate::seed) available: i64,
    pub(in crate::seed) low_threshold: Option<i64>,
    #[serde(default)]
    pub(in crate::seed) backorder: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct CustomInputRow {
    pub(in crate::seed) key: String,
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) required: bool,
    pub(in crate::seed) characters_max: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(in crate::seed) struct VariantRow {
    pub(in crate::seed) id: String,
    pub(in crate::seed) sku: String,
    #[serde(default)]
    pub(in crate::seed) name: String,
    #[serde(default)]
    pub(in crate::seed) prices: PricesRow,
    pub(in crate::seed) stock: Option<StockRow>,
}
