//! Products and customers as records.

use super::component::{component_to_v2, components_from_v2};
use super::value::{members_from_v1, members_to_v1};
use super::{
    Invalid, currency, open_upgraded, open_v1, own_id, rate, rate_v2, rule, unit_price, unit_price_v1,
    upgrade, v1, v2,
};
use crate::domain::bundle::BundlePrice;
use crate::domain::catalog::{
    CustomInputDefinition, Customer, Image, MetaEntry, PriceTier, Product, ProductStatus, Stock, Variant,
};
use crate::domain::id::{CustomerId, ProductId, Sku, VariantId};
use crate::domain::money::Prices;
use crate::domain::quantity::Quantity;
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const PRODUCTS: &str = "products";
const CUSTOMERS: &str = "customers";

/// The record of a product, which stands under its identifier.
pub(crate) fn seal_product(product: &Product) -> Result<Vec<u8>, StoreError> {
    codec::seal(PRODUCTS, product.id.as_str().as_bytes(), v2::VERSION, &product_to_v2(product))
}

/// The product in a record.
pub(crate) fn open_product(id: &str, bytes: &[u8]) -> Result<Product, StoreError> {
    let record = open_upgraded(PRODUCTS, id.as_bytes(), bytes, upgrade::product)?;
    let product = product_from_v2(record).map_err(|invalid| invalid.in_table(PRODUCTS))?;
    own_id(product.id.as_str(), id).map_err(|invalid| invalid.in_table(PRODUCTS))?;
    Ok(product)
}

/// The record of a customer, which stands under the customer's identifier.
pub(crate) fn seal_customer(customer: &Customer) -> Result<Vec<u8>, StoreError> {
    let Customer { id, name, email } = customer;
    let record = v1::Customer { id: id.as_str(), name, email };
    codec::seal(CUSTOMERS, id.as_str().as_bytes(), v1::VERSION, &record)
}

/// The customer in a record.
pub(crate) fn open_customer(id: &str, bytes: &[u8]) -> Result<Customer, StoreError> {
    let v1::Customer { id: own, name, email } = open_v1(CUSTOMERS, id.as_bytes(), bytes)?;
    let own = CustomerId::new(own).map_err(Invalid::Id);
    let own = own.and_then(|own| own_id(own.as_str(), id).map(|()| own));
    let id = own.map_err(|invalid| invalid.in_table(CUSTOMERS))?;
    Ok(Customer { id, name: name.to_owned(), email: email.to_owned() })
}

fn product_to_v2(product: &Product) -> v2::Product<'_> {
    v2::Product {
        id: product.id.as_str(),
        sku: product.sku.as_str(),
        slug: &product.slug,
        name: &product.name,
        description: &product.description,
        image: v1::Image {
            href: &product.image.href,
            file_name: &product.image.file_name,
            mime_type: &product.image.mime_type,
        },
        is_active: product.status == ProductStatus::Active,
        category: &product.category,
        attributes: members_to_v1(&product.attributes),
        meta: product.meta.iter().map(|entry| (entry.key.as_str(), entry.value.as_str())).collect(),
        created_at_ms: product.created_at.as_millis(),
        prices: prices_to_v1(&product.prices),
        tiers: product.tiers.iter().map(tier_to_v2).collect(),
        tax_rate: rate_v2(product.tax_rate),
        components: product.components.iter().map(component_to_v2).collect(),
        bundle_price: match product.bundle_price {
            BundlePrice::Fixed => v2::BundlePrice::Fixed,
            BundlePrice::Cumulative => v2::BundlePrice::Cumulative,
        },
        stock: stock_to_v2(&product.stock),
        custom_inputs: product.custom_inputs.iter().map(definition_to_v1).collect(),
        required_options: product.required_options.iter().map(String::as_str).collect(),
        variants: product.variants.iter().map(variant_to_v2).collect(),
    }
}

fn product_from_v2(product: v2::Product<'_>) -> Result<Product, Invalid> {
    let v1::Image { href, file_name, mime_type } = product.image;
    Ok(Product {
        id: ProductId::new(product.id)?,
        sku: Sku::new(product.sku)?,
        slug: product.slug.to_owned(),
        name: product.name.to_owned(),
        description: product.description.to_owned(),
        image: Image {
            href: href.to_owned(),
            file_name: file_name.to_owned(),
            mime_type: mime_type.to_owned(),
        },
        status: if product.is_active { ProductStatus::Active } else { ProductStatus::Inactive },
        category: product.category.to_owned(),
        attributes: members_from_v1(product.attributes)?,
        meta: product
            .meta
            .into_iter()
            .map(|(key, value)| MetaEntry { key: key.to_owned(), value: value.to_owned() })
            .collect(),
        created_at: Timestamp::from_millis(product.created_at_ms),
        prices: prices_from_v1(&product.prices)?,
        tiers: tiers_from_v2(&product.tiers)?,
        tax_rate: rate(product.tax_rate)?,
        components: components_from_v2(product.components)?,
        bundle_price: match product.bundle_price {
            v2::BundlePrice::Fixed => BundlePrice::Fixed,
            v2::BundlePrice::Cumulative => BundlePrice::Cumulative,
        },
        stock: stock_from_v2(product.stock)?,
        custom_inputs: product.custom_inputs.into_iter().map(definition_from_v1).collect(),
        required_options: product.required_options.into_iter().map(str::to_owned).collect(),
        variants: product
            .variants
            .into_iter()
            .map(variant_from_v2)
            .collect::<Result<Vec<Variant>, Invalid>>()?,
    })
}

fn definition_to_v1(definition: &CustomInputDefinition) -> v1::CustomInputDefinition<'_> {
    v1::CustomInputDefinition {
        key: &definition.key,
        name: &definition.name,
        required: definition.required,
        characters_max: definition.characters_max,
    }
}

fn definition_from_v1(definition: v1::CustomInputDefinition<'_>) -> CustomInputDefinition {
    let v1::CustomInputDefinition { key, name, required, characters_max } = definition;
    CustomInputDefinition { key: key.to_owned(), name: name.to_owned(), required, characters_max }
}

fn variant_to_v2(variant: &Variant) -> v2::Variant<'_> {
    v2::Variant {
        id: variant.id.as_str(),
        sku: variant.sku.as_str(),
        name: &variant.name,
        prices: prices_to_v1(&variant.prices),
        stock: variant.stock.as_ref().map(stock_to_v2),
    }
}

fn variant_from_v2(variant: v2::Variant<'_>) -> Result<Variant, Invalid> {
    Ok(Variant {
        id: VariantId::new(variant.id)?,
        sku: Sku::new(variant.sku)?,
        name: variant.name.to_owned(),
        prices: prices_from_v1(&variant.prices)?,
        stock: variant.stock.map(stock_from_v2).transpose()?,
    })
}

fn prices_to_v1(prices: &Prices) -> Vec<(&str, v1::UnitPrice)> {
    prices.iter().map(|(currency, price)| (currency.as_str(), unit_price_v1(*price))).collect()
}

fn prices_from_v1(prices: &[(&str, v1::UnitPrice)]) -> Result<Prices, Invalid> {
    prices.iter().map(|(code, price)| Ok((currency(code)?, unit_price(*price)?))).collect()
}

fn stock_to_v2(stock: &Stock) -> v2::Stock {
    let Stock { tracked, available, allocated, low_threshold, backorder } = *stock;
    v2::Stock { tracked, available, allocated, low_threshold, backorder }
}

fn stock_from_v2(stock: v2::Stock) -> Result<Stock, Invalid> {
    let v2::Stock { tracked, available, allocated, low_threshold, backorder } = stock;
    rule(0 <= available && 0 <= allocated, "a stock is negative")?;
    Ok(Stock { tracked, available, allocated, low_threshold, backorder })
}

fn tier_to_v2(tier: &PriceTier) -> v2::PriceTier<'_> {
    v2::PriceTier { quantity_min: tier.quantity_min.units(), prices: prices_to_v1(&tier.prices) }
}

fn tiers_from_v2(tiers: &[v2::PriceTier<'_>]) -> Result<Vec<PriceTier>, Invalid> {
    let is_rising = tiers.is_sorted_by(|one, next| one.quantity_min < next.quantity_min);
    rule(is_rising, "the tiers of a product are not by rising quantity")?;
    let tier = |tier: &v2::PriceTier<'_>| {
        let quantity_min = Quantity::new(i64::from(tier.quantity_min));
        let quantity_min = quantity_min.ok_or(Invalid::Rule("a quantity is 0 or too large"))?;
        Ok(PriceTier { quantity_min, prices: prices_from_v1(&tier.prices)? })
    };
    tiers.iter().map(tier).collect()
}
