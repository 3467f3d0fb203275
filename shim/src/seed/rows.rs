//! A seed as it is written.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::{Map, Value as Json};

use super::fault::Fault;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SeedRow {
    pub(super) store: StoreRow,
    pub(super) currencies: Vec<CurrencyRow>,
    pub(super) products: Vec<ProductRow>,
    pub(super) customers: Vec<CustomerRow>,
    pub(super) keys: Vec<KeyRow>,
    pub(super) carts: Vec<CartRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct StoreRow {
    pub(super) id: Option<String>,
    pub(super) catalog_id: Option<String>,
    pub(super) default_currency: Option<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CurrencyRow {
    pub(super) code: String,
    pub(super) format: String,
    pub(super) decimal_point: String,
    pub(super) thousand_separator: String,
    pub(super) decimal_places: u8,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductRow {
    pub(super) id: String,
    pub(super) sku: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) slug: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) image: ImageRow,
    #[serde(default)]
    pub(super) status: ProductStatusRow,
    #[serde(default)]
    pub(super) category: String,
    #[serde(default)]
    pub(super) attributes: Map<String, Json>,
    #[serde(default)]
    pub(super) meta: Vec<MetaRow>,
    pub(super) created_at: Option<String>,
    #[serde(default)]
    pub(super) prices: BTreeMap<String, PriceRow>,
    pub(super) stock: Option<StockRow>,
    #[serde(default)]
    pub(super) custom_inputs: Vec<CustomInputRow>,
    #[serde(default)]
    pub(super) required_options: Vec<String>,
    #[serde(default)]
    pub(super) variants: Vec<VariantRow>,
}

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct ImageRow {
    pub(super) href: String,
    pub(super) file_name: String,
    pub(super) mime_type: String,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum ProductStatusRow {
    #[default]
    Active,
    Inactive,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct MetaRow {
    pub(super) key: String,
    pub(super) value: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct PriceRow {
    pub(super) amount: i64,
    #[serde(default)]
    pub(super) includes_tax: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct StockRow {
    pub(super) tracked: Option<bool>,
    #[serde(default)]
    pub(super) available: i64,
    pub(super) low_threshold: Option<i64>,
    #[serde(default)]
    pub(super) backorder: bool,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomInputRow {
    pub(super) key: String,
    pub(super) name: String,
    #[serde(default)]
    pub(super) required: bool,
    pub(super) characters_max: Option<u32>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct VariantRow {
    pub(super) id: String,
    pub(super) sku: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) prices: BTreeMap<String, PriceRow>,
    pub(super) stock: Option<StockRow>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CustomerRow {
    pub(super) id: String,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) email: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct KeyRow {
    pub(super) dialect: String,
    pub(super) kind: String,
    pub(super) key: String,
    #[serde(default)]
    pub(super) scopes: Vec<String>,
    pub(super) customer: Option<String>,
}

impl std::fmt::Debug for KeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyRow")
            .field("dialect", &self.dialect)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CartRow {
    pub(super) id: String,
    pub(super) customer: Option<String>,
    #[serde(default)]
    pub(super) status: CartStatusRow,
    #[serde(default)]
    pub(super) name: String,
    #[serde(default)]
    pub(super) description: String,
    #[serde(default)]
    pub(super) attributes: Map<String, Json>,
    pub(super) currency: Option<String>,
    pub(super) created_at: Option<String>,
    pub(super) expires_at: Option<String>,
    #[serde(default)]
    pub(super) lines: Vec<LineRow>,
    #[serde(default)]
    pub(super) discounts: Vec<DiscountRow>,
}

#[derive(Debug, Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
pub(super) enum CartStatusRow {
    #[default]
    Active,
    Abandoned,
    Converted,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct LineRow {
    pub(super) id: String,
    pub(super) product: String,
    pub(super) variant: Option<String>,
    pub(super) quantity: i64,
    pub(super) notes: Option<String>,
    pub(super) metadata: Option<Json>,
    pub(super) options: Option<Map<String, Json>>,
    pub(super) custom_inputs: Option<Json>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DiscountRow {
    pub(super) id: String,
    #[serde(default)]
    pub(super) code: String,
    #[serde(default)]
    pub(super) name: String,
    pub(super) amount: i64,
}

/// Reads a seed; what cannot be read is named by its place.
pub(super) fn parse(text: &str) -> Result<SeedRow, Fault> {
    let mut json = serde_json::Deserializer::from_str(text);
    let row = serde_path_to_error::deserialize(&mut json).map_err(|error| {
        let is_json = error.inner().is_data();
        let place = error.path().to_string();
        // Of what is not JSON the line and the column, which the message has, say more.
        Fault::new(if is_json && place != "." { &place } else { "" }, error.inner())
    })?;
    json.end().map_err(|error| Fault::new("", error))?;
    Ok(row)
}
