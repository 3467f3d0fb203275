//! What is sold in stories: plain things, things in one currency, few things, dear things, things in variants.

use trolley_engine::domain::catalog::{Product, Variant};

use crate::goods::{prices, product, sku, stock, variant_id};

/// Something that is sold.
pub(super) struct Good {
    pub(super) product: &'static str,
    pub(super) variant: Option<&'static str>,
    pub(super) sku: &'static str,
    pub(super) usd: Option<i64>,
    pub(super) eur: Option<i64>,
    pub(super) stock: Option<i64>,
    /// The SKU of what the stock is counted under.
    pub(super) stock_of: &'static str,
}

const fn good(
    product: &'static str,
    sku: &'static str,
    usd: Option<i64>,
    eur: Option<i64>,
    stock: Option<i64>,
) -> Good {
    Good { product, variant: None, sku, usd, eur, stock, stock_of: sku }
}

/// All that is sold.
pub(super) const GOODS: &[Good] = &[
    good("plain", "SKU-plain", Some(1_000), Some(900), None),
    good("dollars", "SKU-dollars", Some(250), None, None),
    good("euros", "SKU-euros", None, Some(300), None),
    good("scarce", "SKU-scarce", Some(500), Some(450), Some(5)),
    good("dear", "SKU-dear", Some(4_000_000_000_000), Some(3_000_000_000_000), None),
    Good { variant: Some("small"), ..good("shirt", "SKU-small", Some(700), Some(650), Some(8)) },
    Good {
        variant: Some("large"),
        stock_of: "SKU-shirt",
        ..good("shirt", "SKU-large", Some(800), Some(650), Some(6))
    },
    Good {
        variant: Some("huge"),
        stock_of: "SKU-shirt",
        ..good("shirt", "SKU-huge", Some(700), Some(650), Some(6))
    },
];

/// The same as the engine's products.
pub(super) fn products() -> Vec<Product> {
    let mut products: Vec<Product> = GOODS
        .iter()
        .filter(|good| good.variant.is_none())
        .map(|good| Product {
            prices: prices(good.usd, good.eur),
            stock: stock(good.stock),
            ..product(good.product)
        })
        .collect();
    let variant = |id: &str, usd, in_stock: Option<i64>| Variant {
        id: variant_id(id),
        sku: sku(&format!("SKU-{id}")),
        name: id.to_owned(),
        prices: prices(usd, None),
        stock: in_stock.map(|units| stock(Some(units))),
    };
    products.push(Product {
        prices: prices(Some(700), Some(650)),
        stock: stock(Some(6)),
        variants: vec![
            variant("small", None, Some(8)),
            variant("large", Some(800), None),
            variant("huge", None, None),
        ],
        ..product("shirt")
    });
    products
}
