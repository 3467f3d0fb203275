use trolley_engine::domain::id::CartId;
use trolley_engine::{Engine, Options, Principal, Profile, Timestamp};

use super::breakdown;
use crate::seed::{Seed, load};

/// The taxes of a cart with these lines; three products cost 10.00: `bare`, `taxed` at 20 %, and `inside`, which has that in
/// its price.
#[track_caller]
fn check(lines: &str, expected: &str) {
    let product = |id: &str, price: &str, rate: &str| {
        format!(
            r#"{{"id": "{id}", "sku": "{id}", "name": "{id}", "prices": {{"USD": {{"amount": 1000{price}}}}}, "tax_rate": {rate}}}"#
        )
    };
    let products = [
        product("bare", "", "0"),
        product("taxed", "", "0.2"),
        product("inside", r#", "includes_tax": true"#, "0.2"),
    ];
    let seed = format!(
        r#"{{"products": [{}], "carts": [{{"id": "cart", "lines": [{lines}]}}]}}"#,
        products.join(", ")
    );
    let (engine, now) =
        (Engine::in_memory(Options::new(Profile::Memory)).unwrap(), Timestamp::from_millis(0));
    load(&engine, &[Seed::parse("taxes", &seed).unwrap()], now).unwrap();
    let view = engine.find_cart(&CartId::new("cart").unwrap(), &Principal::Server, now).unwrap().unwrap();
    let taxes = breakdown(&view);
    assert_eq!(taxes.iter().map(|tax| tax.amount).sum::<i64>(), view.priced.tax_total);
    assert_eq!(serde_json::to_string(&taxes).unwrap(), expected);
}

fn line(product: &str, taxes: &str) -> String {
    format!(r#"{{"id": "{product}", "product": "{product}", "quantity": 1, "taxes": [{taxes}]}}"#)
}

const GST: &str = r#"{"id": "T", "name": "GST", "rate": 0.05}"#;
const FEE: &str = r#"{"id": "F", "name": "Fee", "amount": 7}"#;

#[test]
fn taxes_of_one_name_and_rate_are_one() {
    check(&line("bare", ""), "[]");
    check(&line("taxed", ""), r#"[{"name":"Tax","rate":0.2,"amount":200}]"#);
    let both = format!("{}, {}", line("taxed", GST), line("bare", &GST.replace("\"T\"", "\"U\"")));
    check(&both, r#"[{"name":"Tax","rate":0.2,"amount":200},{"name":"GST","rate":0.05,"amount":100}]"#);
}

#[test]
fn a_tax_that_is_no_share_has_no_rate() {
    let taxes = format!("{FEE}, {GST}");
    check(
        &line("bare", &taxes),
        r#"[{"name":"Fee","rate":null,"amount":7},{"name":"GST","rate":0.05,"amount":50}]"#,
    );
}

#[test]
fn amounts_sum_to_what_was_rounded_together() {
    // 0.4 and 0.4 of a cent are together 1.
    let small = r#"{"id": "A", "name": "A", "rate": 0.0004}, {"id": "B", "name": "B", "rate": 0.00041}"#;
    check(
        &line("bare", small),
        r#"[{"name":"A","rate":0.0004,"amount":0},{"name":"B","rate":0.00041,"amount":1}]"#,
    );
}

#[test]
fn tax_that_is_in_the_price_is_not_among_them() {
    check(&line("inside", GST), "[]");
}
