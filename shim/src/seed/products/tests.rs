use trolley_engine::Timestamp;
use trolley_engine::domain::bundle::{BundlePrice, Component, ComponentOption};
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::id::ProductId;
use trolley_engine::domain::money::Currency;
use trolley_engine::domain::tax::Rate;

use super::products;
use crate::seed::fault::Fault;
use crate::seed::rows;

fn read(members: &str) -> Result<Product, Fault> {
    let text = format!(r#"{{"products": [{{"id": "p", "sku": "P", "name": "", {members}}}]}}"#);
    let row = rows::parse(&text)?;
    products(&row.products, Timestamp::from_millis(0)).map(|mut products| products.remove(0))
}

#[track_caller]
fn wrong(members: &str, expected: &str) {
    let said = read(members).unwrap_err().to_string();
    assert!(said.starts_with(&format!("products[0].{expected}")), "{said}");
}

#[test]
fn tiers_and_the_tax_rate_are_read() {
    let product = read(
        r#""tax_rate": 0.1234567891, "tiers": [{"quantity_min": 6, "prices": {"USD": {"amount": 90}}},
            {"quantity_min": 12, "prices": {"USD": {"amount": 80, "includes_tax": true}}}]"#,
    )
    .unwrap();
    assert_eq!(product.tax_rate, Rate::parse("0.1234567891").unwrap());
    let tiers: Vec<_> = product
        .tiers
        .iter()
        .map(|tier| {
            let price = tier.prices[&Currency::USD];
            (tier.quantity_min.units(), price.minor_units, price.includes_tax)
        })
        .collect();
    assert_eq!(tiers, [(6, 90, false), (12, 80, true)]);
    assert_eq!(read(r#""slug": """#).unwrap().tax_rate, Rate::ZERO);
}

#[test]
fn components_are_read_in_both_spellings() {
    let product = read(
        r#""components": [
            {"key": "a", "name": "A", "min": 1, "max": 2, "sort_order": 3, "options": [
                {"product": "x", "quantity": 4, "min": 5, "max": 6, "default": true, "sort_order": 7}, {"product": "y"}]},
            {"key": "b", "minimum": 1, "maximum": 1, "options": []}]"#,
    )
    .unwrap();
    let option = |product: &str, quantity: u32, range: Option<(u32, u32)>, sort_order| ComponentOption {
        product: ProductId::new(product).unwrap(),
        quantity,
        quantity_min: range.map(|(least, _)| least),
        quantity_max: range.map(|(_, most)| most),
        is_default: range.is_some(),
        sort_order,
    };
    let component = |key: &str, name: &str, options_max, sort_order, options| Component {
        key: key.to_owned(),
        name: name.to_owned(),
        options_min: Some(1),
        options_max: Some(options_max),
        sort_order,
        options,
    };
    let options = vec![option("x", 4, Some((5, 6)), Some(7)), option("y", 1, None, None)];
    let expected = [component("a", "A", 2, Some(3), options), component("b", "", 1, None, Vec::new())];
    assert_eq!(product.components, expected);
}

#[test]
fn what_a_bundle_costs_is_its_own_price_where_it_has_one() {
    let priced = r#""prices": {"USD": {"amount": 1}}"#;
    assert_eq!(read(priced).unwrap().bundle_price, BundlePrice::Fixed);
    assert_eq!(read(r#""slug": """#).unwrap().bundle_price, BundlePrice::Cumulative);
    assert_eq!(read(r#""bundle_price": "fixed""#).unwrap().bundle_price, BundlePrice::Fixed);
    let cumulative = read(&format!(r#"{priced}, "bundle_price": "cumulative""#)).unwrap();
    assert_eq!(cumulative.bundle_price, BundlePrice::Cumulative);
}

#[test]
fn what_makes_no_sense_is_named_by_its_place() {
    wrong(r#""tax_rate": 100.5"#, "tax_rate: 100.5 is not between 0 and 100 with at most 10 decimals");
    wrong(r#""tax_rate": "0.2""#, "tax_rate: invalid type");
    wrong(r#""tiers": [{"quantity_min": 0, "prices": {}}]"#, "tiers[0].quantity_min: 0 is not between 1 and");
    wrong(
        r#""tiers": [{"quantity_min": 2, "prices": {"USD": {"amount": -1}}}]"#,
        "tiers[0].prices.USD.amount: -1 is not between",
    );
    wrong(r#""bundle_price": "sum""#, "bundle_price: unknown variant");
    wrong(
        r#""components": [{"key": "a", "min": 1, "minimum": 1, "options": []}]"#,
        "components[0]: duplicate field `min`",
    );
    wrong(r#""components": [{"key": "a", "min": -1, "options": []}]"#, "components[0].min: invalid value");
    wrong(
        r#""components": [{"key": "a", "options": [{"product": "x"}, {"product": ""}]}]"#,
        "components[0].options[1].product: an identifier has at least",
    );
}
