//! Products in an export.

use serde::{Deserialize, Serialize};
use serde_json::{Map, Value as Json};
use trolley_engine::Quantity;
use trolley_engine::domain::bundle::BundlePrice;
use trolley_engine::domain::catalog::{
    CustomInputDefinition, Image, MetaEntry, PriceTier, Product, ProductStatus, Stock, Variant,
};
use trolley_engine::domain::id::{ProductId, Sku, VariantId};
use trolley_engine::domain::tax::Rate;

use super::component::{ComponentWire, component_from_wire};
use super::money::{PricesWire, prices_from_wire, prices_to_wire};
use super::spelling::{Moment, Spelling};
use super::{Invalid, each};
use crate::json::{from_members, into_members};

/// A product with its variants.
#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct ProductWire {
    id: Spelling<ProductId>,
    sku: Spelling<Sku>,
    slug: String,
    name: String,
    description: String,
    image: ImageWire,
    status: StatusWire,
    category: String,
    attributes: Map<String, Json>,
    meta: Vec<MetaWire>,
    created_at: Moment,
    prices: PricesWire,
    tiers: Vec<TierWire>,
    tax_rate: Spelling<Rate>,
    components: Vec<ComponentWire>,
    bundle_price: BundlePriceWire,
    stock: StockWire,
    custom_inputs: Vec<CustomInputWire>,
    required_options: Vec<String>,
    variants: Vec<VariantWire>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct ImageWire {
    href: String,
    file_name: String,
    mime_type: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum StatusWire {
    Active,
    Inactive,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct MetaWire {
    key: String,
    value: String,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct TierWire {
    quantity_min: i64,
    prices: PricesWire,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum BundlePriceWire {
    Fixed,
    Cumulative,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct StockWire {
    tracked: bool,
    available: i64,
    allocated: i64,
    low_threshold: Option<i64>,
    backorder: bool,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct CustomInputWire {
    key: String,
    name: String,
    required: bool,
    characters_max: Option<u32>,
}

#[derive(Debug, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
struct VariantWire {
    id: Spelling<VariantId>,
    sku: Spelling<Sku>,
    name: String,
    prices: PricesWire,
    stock: Option<StockWire>,
}

impl From<Product> for ProductWire {
    fn from(product: Product) -> Self {
        let Image { href, file_name, mime_type } = product.image;
        Self {
            id: Spelling(product.id),
            sku: Spelling(product.sku),
            slug: product.slug,
            name: product.name,
            description: product.description,
            image: ImageWire { href, file_name, mime_type },
            status: match product.status {
                ProductStatus::Active => StatusWire::Active,
                ProductStatus::Inactive => StatusWire::Inactive,
            },
            category: product.category,
            attributes: from_members(&product.attributes),
            meta: product.meta.into_iter().map(|MetaEntry { key, value }| MetaWire { key, value }).collect(),
            created_at: Moment(product.created_at),
            prices: prices_to_wire(product.prices),
            tiers: product.tiers.into_iter().map(TierWire::from).collect(),
            tax_rate: Spelling(product.tax_rate),
            components: product.components.into_iter().map(ComponentWire::from).collect(),
            bundle_price: match product.bundle_price {
                BundlePrice::Fixed => BundlePriceWire::Fixed,
                BundlePrice::Cumulative => BundlePriceWire::Cumulative,
            },
            stock: product.stock.into(),
            custom_inputs: product.custom_inputs.into_iter().map(CustomInputWire::from).collect(),
            required_options: product.required_options,
            variants: product.variants.into_iter().map(VariantWire::from).collect(),
        }
    }
}

impl TryFrom<ProductWire> for Product {
    type Error = Invalid;

    fn try_from(wire: ProductWire) -> Result<Self, Invalid> {
        let ImageWire { href, file_name, mime_type } = wire.image;
        Ok(Self {
            id: wire.id.0,
            sku: wire.sku.0,
            slug: wire.slug,
            name: wire.name,
            description: wire.description,
            image: Image { href, file_name, mime_type },
            status: match wire.status {
                StatusWire::Active => ProductStatus::Active,
                StatusWire::Inactive => ProductStatus::Inactive,
            },
            category: wire.category,
            attributes: into_members(wire.attributes),
            meta: wire.meta.into_iter().map(|MetaWire { key, value }| MetaEntry { key, value }).collect(),
            created_at: wire.created_at.0,
            prices: prices_from_wire(wire.prices),
            tiers: each("tiers", wire.tiers, PriceTier::try_from)?,
            tax_rate: wire.tax_rate.0,
            components: wire.components.into_iter().map(component_from_wire).collect(),
            bundle_price: match wire.bundle_price {
                BundlePriceWire::Fixed => BundlePrice::Fixed,
                BundlePriceWire::Cumulative => BundlePrice::Cumulative,
            },
            stock: wire.stock.into(),
            custom_inputs: wire.custom_inputs.into_iter().map(CustomInputDefinition::from).collect(),
            required_options: wire.required_options,
            variants: wire.variants.into_iter().map(Variant::from).collect(),
        })
    }
}

impl From<PriceTier> for TierWire {
    fn from(tier: PriceTier) -> Self {
        Self { quantity_min: i64::from(tier.quantity_min.units()), prices: prices_to_wire(tier.prices) }
    }
}

impl TryFrom<TierWire> for PriceTier {
    type Error = Invalid;

    fn try_from(wire: TierWire) -> Result<Self, Invalid> {
        let quantity_min = Quantity::new(wire.quantity_min);
        let quantity_min = quantity_min.ok_or_else(|| Invalid::new("quantity_min", "it is out of range"))?;
        Ok(Self { quantity_min, prices: prices_from_wire(wire.prices) })
    }
}

impl From<Stock> for StockWire {
    fn from(stock: Stock) -> Self {
        let Stock { tracked, available, allocated, low_threshold, backorder } = stock;
        Self { tracked, available, allocated, low_threshold, backorder }
    }
}

impl From<StockWire> for Stock {
    fn from(wire: StockWire) -> Self {
        let StockWire { tracked, available, allocated, low_threshold, backorder } = wire;
        Self { tracked, available, allocated, low_threshold, backorder }
    }
}

impl From<CustomInputDefinition> for CustomInputWire {
    fn from(definition: CustomInputDefinition) -> Self {
        let CustomInputDefinition { key, name, required, characters_max } = definition;
        Self { key, name, required, characters_max }
    }
}

impl From<CustomInputWire> for CustomInputDefinition {
    fn from(wire: CustomInputWire) -> Self {
        let CustomInputWire { key, name, required, characters_max } = wire;
        Self { key, name, required, characters_max }
    }
}

impl From<Variant> for VariantWire {
    fn from(variant: Variant) -> Self {
        Self {
            id: Spelling(variant.id),
            sku: Spelling(variant.sku),
            name: variant.name,
            prices: prices_to_wire(variant.prices),
            stock: variant.stock.map(StockWire::from),
        }
    }
}

impl From<VariantWire> for Variant {
    fn from(wire: VariantWire) -> Self {
        Self {
            id: wire.id.0,
            sku: wire.sku.0,
            name: wire.name,
            prices: prices_from_wire(wire.prices),
            stock: wire.stock.map(Stock::from),
        }
    }
}
