use trolley_engine::domain::bundle::SelectedComponent;
use trolley_engine::domain::cart::CustomItem;
use trolley_engine::domain::command::{AddContent, AddLine, OnAbsent};
use trolley_engine::domain::id::ProductId;
use trolley_engine::domain::money::UnitPrice;
use trolley_engine::domain::tax::{Rate, TaxAmount};

use super::{CartSteps, carts};
use crate::seed::fault::Fault;
use crate::seed::rows;

fn read(cart: &str) -> Result<CartSteps, Fault> {
    let row = rows::parse(&format!(r#"{{"carts": [{{"id": "c", {cart}}}]}}"#))?;
    carts(&row.carts).map(|mut carts| carts.remove(0))
}

fn line(members: &str) -> Result<AddLine, Fault> {
    read(&format!(r#""lines": [{{"id": "l", "quantity": 1, {members}}}]"#))
        .map(|mut steps| steps.create.lines.remove(0))
}

#[track_caller]
fn wrong(members: &str, expected: &str) {
    let said = line(members).unwrap_err().to_string();
    assert!(said.starts_with(&format!("carts[0].lines[0]{expected}")), "{said}");
}

#[test]
fn a_line_is_of_a_custom_item() {
    let line = line(
        r#""custom": {"name": "Wrapping", "sku": "wrap", "description": "d", "price": {"amount": 300, "includes_tax": true}}"#,
    )
    .unwrap();
    let custom =
        CustomItem { name: "Wrapping".to_owned(), sku: "wrap".to_owned(), description: "d".to_owned() };
    let unit_price = UnitPrice { minor_units: 300, includes_tax: true };
    assert_eq!(line.content, AddContent::Custom { custom, unit_price });
    assert_eq!(line.taxes, None);
}

#[test]
fn a_line_has_a_selection_a_location_and_taxes() {
    let line = line(
        r#""product": "p", "selection": {"b": {"y": 2, "x": 1}, "a": {}}, "location": "shelf",
            "taxes": [{"id": "t", "name": "GST", "jurisdiction": "BC", "rate": 0.05}, {"id": "u", "name": "Fee", "amount": 7}]"#,
    )
    .unwrap();
    let AddContent::Product { selection, .. } = &line.content else { panic!("{:?}", line.content) };
    let option = |product: &str, units| (ProductId::new(product).unwrap(), units);
    let component = |key: &str, options| SelectedComponent { key: key.to_owned(), options };
    let expected = [component("b", vec![option("y", 2), option("x", 1)]), component("a", Vec::new())];
    assert_eq!(selection.as_deref().unwrap(), expected);
    assert_eq!(line.location.as_deref(), Some("shelf"));
    let amounts: Vec<_> = line.taxes.iter().flatten().map(|tax| tax.amount).collect();
    assert_eq!(amounts, [TaxAmount::Rate(Rate::parse("0.05").unwrap()), TaxAmount::Fixed(7)]);
}

#[test]
fn codes_are_entered_once_the_cart_is_made() {
    assert!(read(r#""name": """#).unwrap().enter.is_none());
    let enter = read(r#""codes": ["A", "B"]"#).unwrap().enter.unwrap();
    assert_eq!((enter.cart.as_str(), enter.on_absent), ("c", OnAbsent::Refuse));
    assert_eq!((enter.codes, enter.lines.len()), (vec!["A".to_owned(), "B".to_owned()], 0));
}

#[test]
fn a_line_that_makes_no_sense_is_named_by_its_place() {
    let custom = r#""custom": {"name": "W", "price": {"amount": 1}}"#;
    wrong(r#""notes": """#, ": it is either of a `product` or a `custom` item");
    wrong(&format!(r#""product": "p", {custom}"#), ": it is either of a `product` or a `custom` item");
    wrong(&format!(r#""variant": "v", {custom}"#), ".variant: a custom item has none");
    wrong(&format!(r#""selection": {{}}, {custom}"#), ".selection: a custom item has none");
    wrong(r#""custom": {"name": "W", "price": {"amount": -1}}"#, ".custom.price.amount: -1 is not between 0");
    wrong(r#""product": "p", "selection": {"a": ["x"]}"#, ".selection.a: it is not an object");
    wrong(
        r#""product": "p", "selection": {"a": {"x": 1.5}}"#,
        ".selection.a.x: 1.5 is not a number of units",
    );
    wrong(
        r#""product": "p", "taxes": [{"id": "t", "name": "", "rate": 1, "amount": 1}]"#,
        ".taxes[0]: it is either",
    );
    wrong(r#""product": "p", "taxes": [{"id": "t", "name": ""}]"#, ".taxes[0]: it is either a `rate` or");
}
