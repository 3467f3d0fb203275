//! Products, customers and keys as records.

use super::value::{members_from_v1, members_to_v1};
use super::{Invalid, currency, open_v1, unit_price, unit_price_v1, v1};
use crate::domain::bundle::BundlePrice;
use crate::domain::catalog::{
    CustomInputDefinition, Customer, Image, MetaEntry, Product, ProductStatus, Stock, Variant,
};
use crate::domain::id::{CustomerId, ProductId, Sku, VariantId};
use crate::domain::key::{Key, KeyDigest};
use crate::domain::money::Prices;
use crate::domain::tax::Rate;
use crate::domain::time::Timestamp;
use crate::error::StoreError;
use crate::store::codec;

const PRODUCTS: &str = "products";
const CUSTOMERS: &str = "customers";
const KEYS: &str = "keys";

/// The record of a product, which stands under its identifier.
pub(crate) fn seal_product(product: &Product) -> Result<Vec<u8>, StoreError> {
    codec::seal(PRODUCTS, product.id.as_str().as_bytes(), v1::VERSION, &product_to_v1(product))
}

/// The product in a record.
pub(crate) fn open_product(id: &str, bytes: &[u8]) -> Result<Product, StoreError> {
    product_from_v1(open_v1(PRODUCTS, id.as_bytes(), bytes)?).map_err(|invalid| invalid.in_table(PRODUCTS))
}

/// The record of a customer, which stands under the customer's identifier.
pub(crate) fn seal_customer(customer: &Customer) -> Result<Vec<u8>, StoreError> {
    let Customer { id, name, email } = customer;
    let record = v1::Customer { id: id.as_str(), name, email };
    codec::seal(CUSTOMERS, id.as_str().as_bytes(), v1::VERSION, &record)
}

/// The customer in a record.
pub(crate) fn open_customer(id: &str, bytes: &[u8]) -> Result<Customer, StoreError> {
    let v1::Customer { id, name, email } = open_v1(CUSTOMERS, id.as_bytes(), bytes)?;
    let id = CustomerId::new(id).map_err(|invalid| Invalid::Id(invalid).in_table(CUSTOMERS))?;
    Ok(Customer { id, name: name.to_owned(), email: email.to_owned() })
}

/// The record of a key, which stands under its digest.
pub(crate) fn seal_key(key: &Key) -> Result<Vec<u8>, StoreError> {
    let record = v1::Key {
        dialect: &key.dialect,
        kind: &key.kind,
        scopes: key.scopes.iter().map(String::as_str).collect(),
        customer: key.customer.as_ref().map(CustomerId::as_str),
        hint: &key.hint,
    };
    codec::seal(KEYS, &key.digest.0, v1::VERSION, &record)
}

/// The key in a record.
pub(crate) fn open_key(digest: KeyDigest, bytes: &[u8]) -> Result<Key, StoreError> {
    let record: v1::Key<'_> = open_v1(KEYS, &digest.0, bytes)?;
    let customer = record
        .customer
        .map(CustomerId::new)
        .transpose()
        .map_err(|invalid| Invalid::Id(invalid).in_table(KEYS))?;
    Ok(Key {
        digest,
        dialect: record.dialect.to_owned(),
        kind: record.kind.to_owned(),
        scopes: record.scopes.into_iter().map(str::to_owned).collect(),
        customer,
        hint: record.hint.to_owned(),
    })
}

fn product_to_v1(product: &Product) -> v1::Product<'_> {
    v1::Product {
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
        stock: stock_to_v1(&product.stock),
        custom_inputs: product.custom_inputs.iter().map(definition_to_v1).collect(),
        required_options: product.required_options.iter().map(String::as_str).collect(),
        variants: product.variants.iter().map(variant_to_v1).collect(),
    }
}

fn product_from_v1(product: v1::Product<'_>) -> Result<Product, Invalid> {
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
        tiers: Vec::new(),
        tax_rate: Rate::ZERO,
        components: Vec::new(),
        bundle_price: BundlePrice::Fixed,
        stock: stock_from_v1(product.stock)?,
        custom_inputs: product.custom_inputs.into_iter().map(definition_from_v1).collect(),
        required_options: product.required_options.into_iter().map(str::to_owned).collect(),
        variants: product
            .variants
            .into_iter()
            .map(variant_from_v1)
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

fn variant_to_v1(variant: &Variant) -> v1::Variant<'_> {
    v1::Variant {
        id: variant.id.as_str(),
        sku: variant.sku.as_str(),
        name: &variant.name,
        prices: prices_to_v1(&variant.prices),
        stock: variant.stock.as_ref().map(stock_to_v1),
    }
}

fn variant_from_v1(variant: v1::Variant<'_>) -> Result<Variant, Invalid> {
    Ok(Variant {
        id: VariantId::new(variant.id)?,
        sku: Sku::new(variant.sku)?,
        name: variant.name.to_owned(),
        prices: prices_from_v1(&variant.prices)?,
        stock: variant.stock.map(stock_from_v1).transpose()?,
    })
}

fn prices_to_v1(prices: &Prices) -> Vec<(&str, v1::UnitPrice)> {
    prices.iter().map(|(currency, price)| (currency.as_str(), unit_price_v1(*price))).collect()
}

fn prices_from_v1(prices: &[(&str, v1::UnitPrice)]) -> Result<Prices, Invalid> {
    prices.iter().map(|(code, price)| Ok((currency(code)?, unit_price(*price)?))).collect()
}

fn stock_to_v1(stock: &Stock) -> v1::Stock {
    let Stock { tracked, available, low_threshold, backorder, .. } = *stock;
    v1::Stock { tracked, available, low_threshold, backorder }
}

fn stock_from_v1(stock: v1::Stock) -> Result<Stock, Invalid> {
    let v1::Stock { tracked, available, low_threshold, backorder } = stock;
    if available < 0 {
        return Err(Invalid::Rule("a stock is negative"));
    }
    Ok(Stock { tracked, available, allocated: 0, low_threshold, backorder })
}
