//! Ways around that were tried on others: prices and identities of the caller's own making, guesses, and another's
//! idempotency key.

use trolley_harness::client::{Answer, Request, send};

use super::CANARY;
use super::world::World;

const STOREKIT_KEY: &str = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";
const CARD: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04";

fn bearer(method: &str, path: &str, token: &str) -> Request {
    Request::new(method, path).header("Authorization", &format!("Bearer {token}"))
}

fn ask(world: &World, request: &Request) -> Answer {
    send(world.address(), request).unwrap()
}

/// It is answered so, without a word of what is another's, and nothing of that changes.
#[track_caller]
fn check(world: &World, request: &Request, expected: u16) -> Answer {
    let (digest, cart) = (world.server.digest(), world.canary_cart());
    let answer = ask(world, request);
    assert_eq!(answer.status, expected, "{request:?}: {}", answer.text());
    assert!(!answer.text().to_lowercase().contains(CANARY), "{request:?}: {}", answer.text());
    assert_eq!(world.canary_cart(), cart, "{request:?}");
    if 400 <= expected {
        assert_eq!(world.server.digest(), digest, "{request:?}");
    }
    answer
}

#[test]
fn a_price_of_the_callers_own_wants_its_scope_wherever_it_stands() {
    let world = World::new("");
    let line = r#"{"product_id":"prod_mug","quantity":1,"price_override":1}"#;
    let list = format!(r#"{{"items":[{line}]}}"#);
    for key in ["rk_live_demo_write", "YOUR_API_KEY", "stateset-orders"] {
        check(&world, &bearer("POST", "/v1/carts/user_customer-183/items", key).json(line), 403);
        check(&world, &bearer("POST", "/v1/carts", key).json(&list), 403);
        let update = bearer("PUT", "/v1/carts/user_customer-183/items/line-eve", key);
        check(&world, &update.json(r#"{"quantity":1,"price_override":1}"#), 403);
    }
    let answer =
        check(&world, &bearer("POST", "/v1/carts/user_customer-183/items", "stateset-price").json(line), 200);
    assert!(answer.text().contains(r#""unit_price":1,"#), "{}", answer.text());
}

#[test]
fn taxes_want_client_credentials_where_it_is_as_strict_as_the_hosted_api() {
    let world = World::new("elastic_path.auth = \"strict\"");
    let body = r#"{"data":{"type":"cart_item","sku":"TROLLEY-CARD","quantity":1,"tax":[{"type":"tax_item","name":"None","rate":0}]}}"#;
    check(&world, &bearer("POST", "/v2/carts/mine/items", &world.storefront_token).json(body), 403);
    check(&world, &bearer("POST", "/v2/carts/mine/items", &world.backend_token).json(body), 201);
}

#[test]
fn no_guess_leads_to_a_customers_cart() {
    let world = World::new("");
    let sequential = (180..186).map(|number| format!("user_{number}"));
    for cart in sequential.chain(["user_customer-182".to_owned()]) {
        for (method, path) in [("GET", format!("/v2/carts/{cart}")), ("DELETE", format!("/v2/carts/{cart}"))]
        {
            check(&world, &bearer(method, &path, &world.storefront_token), 404);
        }
        let show = Request::new("GET", "/api/v1/shop/cart").header("X-API-Key", "123456789");
        check(&world, &show.header("X-Cart-ID", &cart), 200);
        let show = Request::new("GET", "/v1/cart").header("x-api-key", STOREKIT_KEY);
        let named = show.header("x-guest-token", &cart).header("Cookie", &format!("sessionId={cart}"));
        check(&world, &named, 200);
    }
}

#[test]
fn no_body_makes_an_identity() {
    let world = World::new("");
    let guest = |method: &str, path: &str| bearer(method, path, &world.storefront_token);
    let cart = |body: &str| guest("POST", "/v2/carts").json(body);
    check(&world, &cart(r#"{"data":{"id":"user_customer-182","name":"mine"}}"#), 404);
    check(&world, &cart(r#"{"data":{"name":"mine","customer":{"id":"customer-182"}}}"#), 201);
    let own = guest("POST", "/v2/carts/mine/relationships/customers");
    check(&world, &own.json(r#"{"data":[{"type":"customer","id":"customer-182"}]}"#), 403);
    let from = r#"{"data":{"type":"cart_items","cart_id":"user_customer-182"}}"#;
    check(&world, &guest("POST", "/v2/carts/mine/items").json(from), 404);

    let merge = Request::new("POST", "/v1/auth/merge-guest-data").header("x-api-key", STOREKIT_KEY);
    let merge = merge.header("x-customer-id", "customer-183");
    check(&world, &merge.json(r#"{"guestToken":"user_customer-182","customerId":"customer-182"}"#), 401);
    let add = Request::new("POST", "/v1/cart").header("x-api-key", STOREKIT_KEY);
    let body = format!(
        r#"{{"productId":"{CARD}","quantity":1,"customerId":"customer-182","cartId":"user_customer-182"}}"#
    );
    assert!(check(&world, &add.json(&body), 200).status < 300);
    let add = Request::new("POST", "/api/v1/shop/cart/TROLLEY-CARD").header("X-API-Key", "123456789");
    check(&world, &add.json(r#"{"quantity":1,"user_id":"customer-182","cart_id":"user_customer-182"}"#), 200);
}

#[test]
fn no_header_makes_an_identity() {
    let world = World::new("");
    let show = |token: &str| {
        bearer("GET", "/v2/carts/user_customer-182", &world.storefront_token)
            .header("X-Moltin-Customer-Token", token)
    };
    for token in ["customer-182", "user_customer-182", "Bearer sam", "demo-customer-token-", "5|sam"] {
        check(&world, &show(token), 401);
    }
    let named = bearer("GET", "/v2/carts/user_customer-182", &world.storefront_token)
        .header("x-customer-id", "customer-182");
    check(&world, &named.header("X-Cart-ID", "user_customer-182").header("X-User-Id", "customer-182"), 404);
    let show = Request::new("GET", "/api/v1/shop/cart").header("X-API-Key", "123456789");
    check(
        &world,
        &show.header("x-customer-id", "customer-182").header("X-Moltin-Customer-Token", "sam"),
        200,
    );
}

#[test]
fn another_callers_idempotency_key_repeats_nothing() {
    let world = World::new("");
    let sds = |token: &str| {
        let request = Request::new("POST", "/api/v1/shop/cart/TROLLEY-CARD").header("X-API-Key", "123456789");
        request.header("Authorization", &format!("Bearer {token}")).json(r#"{"quantity":1}"#)
    };
    let storekit = |customer: &str| {
        let request = Request::new("POST", "/v1/cart").header("x-api-key", STOREKIT_KEY);
        request.header("x-customer-id", customer).json(&format!(r#"{{"productId":"{CARD}","quantity":1}}"#))
    };
    let stateset = |key: &str| bearer("POST", "/v1/carts", key).json("{}");
    let elastic_path = |customer: &str| {
        let request =
            bearer("POST", "/v2/carts", &world.storefront_token).json(r#"{"data":{"name":"mine"}}"#);
        request.header("X-Moltin-Customer-Token", customer)
    };
    let client = |token: &str| bearer("POST", "/v2/carts", token).json(r#"{"data":{"name":"mine"}}"#);
    let pairs = [
        [sds("5|sam"), sds("2|eve")],
        [storekit("customer-182"), storekit("customer-183")],
        [stateset("YOUR_API_KEY"), stateset("sk_test_demo_full")],
        [elastic_path("sam"), elastic_path("eve")],
        [client(&world.backend_token), client("XXXX-client-credentials")],
        [client(&world.storefront_token), client("XXXX")],
    ];
    for pair in pairs {
        let [one, other] = pair.map(|request| request.header("Idempotency-Key", "the-same"));
        let first = ask(&world, &one);
        assert!(first.status < 300, "{}", first.text());
        assert_eq!(ask(&world, &one).header("idempotency-replayed"), Some("true"));
        let answer = ask(&world, &other);
        assert!(answer.status < 300, "{}", answer.text());
        assert_eq!(answer.header("idempotency-replayed"), None, "{other:?}");
    }
}

#[test]
fn a_key_that_is_revoked_has_not_even_its_own_answers_repeated() {
    let world = World::new("");
    let request = bearer("POST", "/v1/carts", "stateset-price").json("{}").header("Idempotency-Key", "mine");
    assert_eq!(ask(&world, &request).status, 201);
    world.revoke("stateset-price");
    let answer = check(&world, &request, 401);
    assert_eq!(answer.header("idempotency-replayed"), None);
}

#[test]
fn a_token_ends_with_the_clients_secret_and_with_the_client() {
    let world = World::new("");
    let ask_with = |token: &str, expected: u16| {
        check(&world, &bearer("GET", "/v2/carts/mine", token), expected);
    };
    ask_with(&world.backend_token, 200);
    world.revoke("demo-backend:demo-backend-secret");
    ask_with(&world.backend_token, 401);
    ask_with(&world.storefront_token, 200);
    world.revoke("demo-storefront");
    ask_with(&world.storefront_token, 401);
}
