//! A seed as it is written.

pub(super) mod product;
pub(super) mod promotion;
pub(super) mod delivery;
pub(super) mod cart;

use serde::Deserialize;

use self::cart::CartRow;
use self::delivery::{ShippingMethodRow, TaxZoneRow};
use self::product::ProductRow;
use self::promotion::PromotionRow;
use super::fault::Fault;

#[derive(Debug, Default, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub(super) struct SeedRow {
    pub(super) store: StoreRow,
    pub(super) currencies: Vec<CurrencyRow>,
    pub(super) shipping_methods: Vec<ShippingMethodRow>,
    pub(super) tax_zones: Vec<TaxZoneRow>,
    pub(super) products: Vec<ProductRow>,
    pub(super) promotions: Vec<PromotionRow>,
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
    #[serde(default)]
    pub(super) name: String,
    pub(super) expires_at: Option<String>,
}

impl std::fmt::Debug for KeyRow {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("KeyRow")
            .field("dialect", &self.dialect)
            .field("kind", &self.kind)
            .finish_non_exhaustive()
    }
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
