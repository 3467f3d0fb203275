//! Where in a seed something is that the engine finds fault with.

use trolley_engine::Error;
use trolley_engine::error::import::ImportProblem;

use super::Seed;

/// Where the seed has what the engine found fault with.
pub(super) fn of_import(seed: &Seed, error: &Error) -> String {
    let Error::ImportInvalid(problem) = error else { return String::new() };
    let products = seed.row.products.iter().enumerate();
    let mut rows = products.flat_map(|(index, product)| {
        let variants = product.variants.iter().enumerate().map(move |(variant_index, variant)| {
            (format!("products[{index}].variants[{variant_index}]"), &variant.id, &variant.sku)
        });
        [(format!("products[{index}]"), &product.id, &product.sku)].into_iter().chain(variants)
    });
    let found = match problem {
        ImportProblem::SkuTaken { sku } => {
            rows.find(|(.., row_sku)| *row_sku == sku.as_str()).map(|(place, ..)| format!("{place}.sku"))
        }
        ImportProblem::IdTaken { id } => {
            rows.find(|(_, row_id, _)| *row_id == id).map(|(place, ..)| format!("{place}.id"))
        }
        ImportProblem::OutOfRange { product } | ImportProblem::ProductInvalid { product, reason: _ } => {
            rows.find(|(_, row_id, _)| *row_id == product.as_str()).map(|(place, ..)| place)
        }
        ImportProblem::CustomerTwice { index, customer: _ } => Some(format!("customers[{index}]")),
        ImportProblem::KeyTwice { index } => Some(format!("keys[{index}]")),
        ImportProblem::CodeTaken { code } => place_of_code(seed, code),
        ImportProblem::PromotionInvalid { promotion, reason: _ } => {
            let index = seed.row.promotions.iter().position(|row| row.id == promotion.as_str());
            index.map(|index| format!("promotions[{index}]"))
        }
        ImportProblem::ShippingMethodInvalid { method, reason: _ } => {
            let index = seed.row.shipping_methods.iter().position(|row| row.id == method.as_str());
            index.map(|index| format!("shipping_methods[{index}]"))
        }
        ImportProblem::TaxZoneInvalid { zone, reason: _ } => {
            let index = seed.row.tax_zones.iter().position(|row| row.id == zone.as_str());
            index.map(|index| format!("tax_zones[{index}]"))
        }
        ImportProblem::DefaultCurrencyMissing { .. } => Some("store.default_currency".to_owned()),
    };
    found.unwrap_or_default()
}

fn place_of_code(seed: &Seed, code: &str) -> Option<String> {
    seed.row.promotions.iter().enumerate().find_map(|(index, promotion)| {
        let codes = promotion.codes.as_deref().unwrap_or_default();
        let code_index = codes.iter().position(|row| row.code == code)?;
        Some(format!("promotions[{index}].codes[{code_index}]"))
    })
}
