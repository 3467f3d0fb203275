use trolley_engine::domain::catalog::Settings;
use trolley_engine::domain::id::CartId;
use trolley_engine::domain::money::Currency;
use trolley_engine::{Engine, Options, Principal, Profile, Timestamp};

use super::{Counts, Seed, load};
use crate::demo;

const NOW: Timestamp = Timestamp::from_millis(1_767_603_600_000);

fn engine() -> Engine {
    Engine::in_memory(Options::new(Profile::Memory)).unwrap()
}

fn put(engine: &Engine, texts: &[&str]) -> Result<Counts, String> {
    let seeds: Result<Vec<Seed>, _> = texts.iter().map(|text| Seed::parse("shop.json", text)).collect();
    seeds.and_then(|seeds| load(engine, &seeds, NOW)).map_err(|error| error.to_string())
}

/// What is said of a seed that is wrong; nothing of it is kept.
#[track_caller]
fn wrong(text: &str, expected: &str) {
    let engine = engine();
    let said = put(&engine, &[text]).unwrap_err();
    assert!(said.starts_with(&format!("shop.json: {expected}")), "{said}");
    assert_eq!((engine.product_count().unwrap(), engine.cart_count().unwrap()), (0, 0));
    assert_eq!(engine.keys().iter().count(), 0);
}

const SHOP: &str = r#"{
    "store": {"id": "store", "default_currency": "EUR"},
    "products": [
        {"id": "p", "sku": "P", "name": "Mug", "prices": {"EUR": {"amount": 1050, "includes_tax": true}, "KWD": {"amount": 1}},
         "stock": {"available": 1}, "attributes": {"size": 1.50}},
        {"id": "q", "sku": "Q", "name": "Tee", "prices": {"EUR": {"amount": 2000}},
         "variants": [{"id": "q1", "sku": "Q1", "prices": {"EUR": {"amount": 2100}}}, {"id": "q2", "sku": "Q2"}]}
    ],
    "customers": [{"id": "c"}],
    "keys": [{"dialect": "storekit", "kind": "api_key", "key": "secret-secret"}],
    "carts": [
        {"id": "guest_1", "created_at": "2026-01-01T00:00:00Z", "lines": [
            {"id": "l1", "product": "p", "quantity": 3, "metadata": {"gift": [true]}},
            {"id": "l2", "product": "q", "variant": "q1", "quantity": 1}]},
        {"id": "user_c", "customer": "c", "status": "converted", "expires_at": "2030-01-01T00:00:00Z"}
    ]
}"#;

#[test]
fn a_seed_is_put_into_a_store() {
    let engine = engine();
    let counts = put(&engine, &[SHOP]).unwrap();
    assert_eq!(counts, Counts { products: 2, customers: 1, keys: 1, carts: 2, ..Counts::default() });
    let said = "2 products, 0 promotions, 0 shipping methods, 0 tax zones, 1 customer, 1 key, 2 carts";
    assert_eq!(counts.to_string(), said);
    let cart = engine.find_cart(&CartId::new("guest_1").unwrap(), &Principal::Guest, NOW).unwrap().unwrap();
    assert_eq!(cart.priced.total, 3 * 1050 + 2100);
    assert_eq!(cart.cart.created_at, Timestamp::from_millis(1_767_225_600_000));
    assert_eq!(cart.cart.lines[0].added_at, cart.cart.created_at);
    assert_eq!(cart.products[0].as_ref().unwrap().created_at, NOW);
    let hints: Vec<String> = engine.keys().iter().map(|key| key.hint.clone()).collect();
    assert_eq!(hints, ["secr"]);
}

#[test]
fn a_currency_that_is_used_has_its_usual_format() {
    let engine = engine();
    put(&engine, &[SHOP]).unwrap();
    let settings = engine.settings();
    assert_eq!((settings.store_id.as_str(), settings.default_currency.as_str()), ("store", "EUR"));
    let shown = |settings: &Settings, code| {
        let format = settings.format(Currency::new(code).unwrap()).unwrap();
        (format.format.clone(), format.decimal_places)
    };
    assert_eq!(shown(&settings, "EUR"), ("\u{20ac}{price}".to_owned(), 2));
    assert_eq!(shown(&settings, "KWD"), ("{price}".to_owned(), 3));
    let own = r#"{"currencies": [{"code": "EUR", "format": "{price} E", "decimal_point": ",", "thousand_separator": ".", "decimal_places": 2}]}"#;
    put(&engine, &[own]).unwrap();
    let settings = engine.settings();
    assert_eq!(shown(&settings, "EUR"), ("{price} E".to_owned(), 2));
    assert_eq!(shown(&settings, "KWD"), ("{price}".to_owned(), 3));
    assert_eq!(settings.store_id, "store");
}

#[test]
fn a_row_that_is_not_of_the_form_is_named_by_its_place() {
    wrong("{", "EOF while parsing");
    wrong("{} {}", "trailing characters");
    wrong(r#"{"carst": []}"#, "carst: unknown field");
    wrong(r#"{"products": [{"id": "p", "sku": "P"}]}"#, "products[0]: missing field `name`");
    wrong(
        r#"{"products": [{"id": "p", "sku": "P", "name": "", "prices": {"USD": {"amount": "1"}}}]}"#,
        "products[0].prices.USD.amount: invalid type",
    );
    wrong(
        r#"{"products": [{"id": "p", "sku": "P", "name": "", "prices": {"USD": {"amount": 1.5}}}]}"#,
        "products[0].prices.USD.amount: ",
    );
    wrong(
        r#"{"products": [{"id": "p", "sku": "P", "name": "", "status": "gone"}]}"#,
        "products[0].status: unknown",
    );
}

#[test]
fn a_row_that_makes_no_sense_is_named_by_its_place() {
    let product = |more: &str| format!(r#"{{"products": [{{"id": "p", "sku": "P", "name": "", {more}}}]}}"#);
    wrong(
        &product(r#""prices": {"USD": {"amount": -1}}"#),
        "products[0].prices.USD.amount: -1 is not between",
    );
    wrong(&product(r#""prices": {"usd": {"amount": 1}}"#), "products[0].prices.usd: `usd` is not a currency");
    wrong(&product(r#""prices": {"ZZZ": {"amount": 1}}"#), "products[0].prices.ZZZ: `ZZZ` is not a currency");
    wrong(&product(r#""created_at": "yesterday""#), "products[0].created_at: `yesterday` is not a time");
    wrong(&product(r#""stock": {"available": -1}"#), "products[0].stock.available: it is less than 0");
    wrong(
        &product(r#""variants": [{"id": "v", "sku": "V"}, {"id": "", "sku": "W"}]"#),
        "products[0].variants[1].id: an identifier has at least",
    );
    wrong(
        &product(r#""variants": [{"id": "v", "sku": "P"}]"#),
        "products[0].variants[0].sku: `P` is another",
    );
    wrong(
        r#"{"keys": [{"dialect": "magento", "kind": "k", "key": "s"}]}"#,
        "keys[0].dialect: there is no dialect",
    );
    let key = |more: &str| format!(r#"{{"keys": [{{"dialect": {more}}}]}}"#);
    wrong(&key(r#""storekit", "kind": "k", "key": "s""#), "keys[0].kind: `k` is none of api_key");
    wrong(&key(r#""storekit", "kind": "api_key", "key": """#), "keys[0].key: it is empty");
    wrong(&key(r#""storekit", "kind": "api_key", "key": " s""#), "keys[0].key: it is empty, or begins");
    wrong(
        &key(r#""stateset", "kind": "api_key", "key": "s", "scopes": ["carts:read", "carts:wirte"]"#),
        "keys[0].scopes: `carts:wirte` is none of carts:read, ",
    );
    wrong(&key(r#""sds_shop", "kind": "bearer_token", "key": "s""#), "keys[0].customer: a `bearer_token` is");
    wrong(
        r#"{"customers": [{"id": "5"}, {"id": "6"}], "carts": [{"id": "user_6", "customer": "5"}]}"#,
        "carts[0].customer: the cart user_6 is 6's own",
    );
    wrong(
        r#"{"customers": [{"id": "a"}, {"id": "b"}, {"id": "a"}]}"#,
        "customers[2]: the customer a stands there twice",
    );
    wrong(
        r#"{"keys": [{"dialect": "storekit", "kind": "api_key", "key": "s"}, {"dialect": "stateset", "kind": "api_key", "key": "s"}]}"#,
        "keys[1]: the key stands there twice",
    );
    wrong(r#"{"store": {"default_currency": "x"}}"#, "store.default_currency: `x` is not a currency");
}

#[test]
fn a_cart_that_the_engine_refuses_is_named_by_its_place() {
    let carts = |carts: &str| {
        format!(
            r#"{{"products": [{{"id": "p", "sku": "P", "name": "", "prices": {{"USD": {{"amount": 1}}}}}}],
                "carts": [{{"id": "a"}}, {{"id": "b", "lines": [{{"id": "l", "product": "p", "quantity": 1}}]}}, {carts}]}}"#
        )
    };
    let line = |line: &str| {
        carts(&format!(
            r#"{{"id": "c", "lines": [{{"id": "1", "product": "p", "quantity": 1}}, {{"id": "2", {line}}}]}}"#
        ))
    };
    wrong(&line(r#""product": "gone", "quantity": 1"#), "carts[2].lines[1]: there is no product gone");
    wrong(&line(r#""product": "p", "quantity": 1"#), "carts[2].lines[1]: the line 1 is in the cart already");
    wrong(&line(r#""product": "p", "quantity": 0"#), "carts[2].lines[1].quantity: 0 is not between 1 and");
    wrong(&carts(r#"{"id": "b"}"#), "carts[2]: there is a cart b already");
}

#[test]
fn a_code_that_the_engine_refuses_is_named_by_its_place() {
    wrong(
        r#"{"products": [{"id": "p", "sku": "P", "name": "", "prices": {"USD": {"amount": 1}}}],
            "promotions": [{"id": "s", "name": "", "codes": [{"code": "SAVE"}],
                "reward": {"cart_percent": {"rates": {"USD": 0.1}}}}],
            "carts": [{"id": "a"}, {"id": "b", "codes": ["SAVE", "WASTE"],
                "lines": [{"id": "l", "product": "p", "quantity": 1}]}]}"#,
        "carts[1].codes[1]: there is no code WASTE",
    );
}

#[test]
fn a_promotion_or_bundle_that_the_engine_refuses_is_named_by_its_place() {
    let promotion = |reward: &str| {
        format!(
            r#"{{"promotions": [{{"id": "a", "name": "", "reward": {{"cart_amount": {{"amounts": {{"USD": 1}}}}}}}},
                {{"id": "b", "name": "", "reward": {reward}}}]}}"#
        )
    };
    wrong(
        &promotion(r#"{"pay_fewer": {"take": 2, "pay": 2}}"#),
        "promotions[1]: the promotion b is not valid: ",
    );
    wrong(&promotion(r#"{"unit_percent": {"rate": 1.5}}"#), "promotions[1]: the promotion b is not valid: ");
    wrong(
        r#"{"products": [{"id": "a", "sku": "A", "name": ""}, {"id": "b", "sku": "B", "name": "", "components": [
            {"key": "k", "min": 2, "max": 1, "options": [{"product": "a"}]}]}]}"#,
        "products[1]: the product b is not valid: ",
    );
}

#[test]
fn how_goods_are_sent_is_merged_row_by_row() {
    let engine = engine();
    let tables = r#"{"shipping_methods": [
            {"id": "post", "name": "By post", "amounts": {"USD": 599}, "countries": ["US"], "estimated_days": 5},
            {"id": "free", "name": "Slowly", "amounts": {"USD": 0, "EUR": 0}, "free_subtotal_min": {"USD": 1}}],
        "tax_zones": [{"id": "il", "country": "US", "region": "IL", "rates": [{"name": "State", "rate": 0.0725}]}]}"#;
    put(&engine, &[tables]).unwrap();
    let again = r#"{"shipping_methods": [{"id": "post", "name": "Dearer", "amounts": {"USD": 699}}],
        "tax_zones": [{"id": "ny", "country": "US", "region": "NY", "rates": []}]}"#;
    put(&engine, &[again]).unwrap();
    let delivery = engine.settings().delivery.clone();
    let names: Vec<&str> = delivery.methods.iter().map(|method| method.name.as_str()).collect();
    assert_eq!(names, ["Dearer", "Slowly"]);
    let zones: Vec<&str> = delivery.zones.iter().map(|zone| zone.id.as_str()).collect();
    assert_eq!(zones, ["il", "ny"]);
    assert!(engine.settings().format(Currency::new("EUR").unwrap()).is_some());
}

#[test]
fn a_table_of_delivery_that_makes_no_sense_is_named_by_its_place() {
    let method = |row: &str| format!(r#"{{"shipping_methods": [{{"id": "a", "name": "A", {row}}}]}}"#);
    wrong(&method(r#""countries": []"#), "shipping_methods[0]: missing field `amounts`");
    wrong(&method(r#""amounts": {"USD": -1}"#), "shipping_methods[0].amounts.USD: -1 is not between 0 and");
    wrong(&method(r#""amounts": {"usd": 1}"#), "shipping_methods[0].amounts.usd: `usd` is not a currency");
    wrong(
        &method(r#""amounts": {"USD": 1}, "countries": ["US", "USA"]"#),
        "shipping_methods[0].countries[1]: `USA` is not two capital letters",
    );
    wrong(&method(r#""amounts": {}"#), "shipping_methods[0]: the shipping method a is not valid: it says in");
    wrong(
        r#"{"shipping_methods": [{"id": "a", "name": "A", "amounts": {"USD": 1}}, {"id": "a", "name": "B", "amounts": {"USD": 1}}]}"#,
        "shipping_methods[1].id: a stands there twice",
    );
    let zone = |row: &str| {
        format!(r#"{{"tax_zones": [{{"id": "b", "country": "CA", "rates": []}}, {{"id": "z", {row}}}]}}"#)
    };
    wrong(&zone(r#""country": "us", "rates": []"#), "tax_zones[1].country: `us` is not two capital letters");
    wrong(
        &zone(r#""country": "US", "rates": [{"name": "A", "rate": 101}]"#),
        "tax_zones[1].rates[0].rate: 101 is not between",
    );
    wrong(
        &zone(r#""country": "US", "rates": [{"name": "", "rate": 0.1}]"#),
        "tax_zones[1]: the tax zone z is not valid: a tax has no name",
    );
}

#[test]
fn what_contradicts_the_store_is_named_by_its_place() {
    let engine = engine();
    put(&engine, &[SHOP]).unwrap();
    let said = put(&engine, &[r#"{"products": [{"id": "z", "sku": "Q1", "name": ""}]}"#]).unwrap_err();
    assert!(said.starts_with("shop.json: products[0].sku: "), "{said}");
    let said =
        put(&engine, &["{}", r#"{"customers": [{"id": "d"}], "carts": [{"id": "guest_1"}]}"#]).unwrap_err();
    assert!(said.starts_with("shop.json: carts[0]: there is a cart guest_1 already"), "{said}");
    let codes = r#"{"promotions": [
        {"id": "PROMOTION", "name": "", "codes": [{"code": "NEW"}, {"code": "SAVE"}], "reward": {"cart_percent": {"rates": {"EUR": 0.1}}}}
    ]}"#;
    put(&engine, &[&codes.replace("PROMOTION", "first")]).unwrap();
    let said = put(&engine, &[&codes.replace("PROMOTION", "second").replace("NEW", "NEWER")]).unwrap_err();
    assert!(
        said.starts_with("shop.json: promotions[0].codes[1]: two promotions would have the code SAVE"),
        "{said}"
    );
    assert_eq!(engine.product_count().unwrap(), 2);
}

#[test]
fn several_seeds_are_one() {
    let engine = engine();
    let cart = r#"{"carts": [{"id": "guest_9", "lines": [{"id": "l", "product": "p", "quantity": 1}]}]}"#;
    // A cart may name a product of a seed that comes after its own.
    let counts = put(&engine, &[cart, SHOP]).unwrap();
    assert_eq!((counts.products, counts.carts), (2, 3));
}

#[test]
fn a_seed_comes_again_without_its_carts() {
    let engine = engine();
    put(&engine, &[SHOP]).unwrap();
    let again = Seed::parse("shop.json", SHOP).unwrap().without_carts();
    assert_eq!(load(&engine, &[again], NOW).unwrap().carts, 0);
    assert_eq!(engine.cart_count().unwrap(), 2);
}

#[test]
fn the_demo_catalog_is_a_seed() {
    let counts = load(&engine(), &demo::seeds().unwrap(), NOW).unwrap();
    assert!(7 <= counts.products && 3 <= counts.promotions, "{counts}");
    assert!(1 <= counts.shipping_methods && 1 <= counts.tax_zones, "{counts}");
}

#[test]
fn a_customers_own_cart_is_the_customers_without_a_word() {
    let engine = engine();
    put(&engine, &[r#"{"customers": [{"id": "5"}], "carts": [{"id": "user_5"}]}"#]).unwrap();
    let cart = engine.find_cart(&CartId::new("user_5").unwrap(), &Principal::Server, NOW).unwrap().unwrap();
    assert_eq!(cart.cart.customer.unwrap().as_str(), "5");
}
