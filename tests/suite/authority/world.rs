//! A shop in which Sam has a cart, an order and a parked sale.

use std::net::SocketAddr;

use trolley::keyring::digest;
use trolley_engine::Principal;
use trolley_engine::domain::id::CartId;
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::shop;

/// Headers by name.
pub(super) type Headers = Vec<(&'static str, String)>;

/// A running server, and what in it belongs to Sam.
pub(super) struct World {
    pub(super) server: LocalServer,
    order: String,
    transaction: String,
    parked: String,
    /// A token of a client whose key was revoked afterwards.
    pub(super) token_of_revoked: String,
    /// A token of a client whose secret alone was revoked afterwards.
    pub(super) storefront_token: String,
    pub(super) backend_token: String,
}

const SERVER: &str = "Bearer XXXX-client-credentials";

impl World {
    /// A new one, with these settings over the documented ones.
    pub(super) fn new(config: &str) -> Self {
        let seeds = ["demo", "authority"].map(str::to_owned).into();
        let server =
            LocalServer::start(Setting { seeds, config: config.to_owned(), ..Setting::demo() }).unwrap();
        let address = server.address();
        let ask = |request: Request, status: u16| -> Answer {
            let answer = send(address, &request).unwrap();
            assert_eq!(answer.status, status, "{}", answer.text());
            answer
        };
        let id = |answer: &Answer| answer.json()["data"]["id"].as_str().unwrap().to_owned();
        let order = id(&ask(shop::check_out("user_customer-182"), 201));
        let pay =
            Request::new("POST", &format!("/v2/orders/{order}/payments")).header("Authorization", SERVER);
        let pay = pay.json(r#"{"data":{"gateway":"manual","method":"authorize"}}"#);
        let transaction = id(&ask(pay, 200));
        let operator = |method: &str, path: &str| {
            Request::new(method, path).header("Authorization", "Bearer demo-operator")
        };
        let add = Request::new("POST", "/v2/carts/cart-canary/items").header("Authorization", SERVER);
        ask(add.json(r#"{"data":{"type":"cart_item","sku":"CANARY-SKU","quantity":1}}"#), 201);
        let parked = ask(operator("POST", "/_trolley/carts/cart-canary/park"), 201);
        let token = |form: &str| {
            let request =
                Request::new("POST", "/oauth/access_token").body("application/x-www-form-urlencoded", form);
            ask(request, 200).json()["access_token"].as_str().unwrap().to_owned()
        };
        let world = Self {
            order,
            transaction,
            parked: parked.json()["id"].as_str().unwrap().to_owned(),
            token_of_revoked: token("grant_type=client_credentials&client_id=gone&client_secret=secret"),
            storefront_token: token("grant_type=implicit&client_id=demo-storefront"),
            backend_token: token(
                "grant_type=client_credentials&client_id=demo-backend&client_secret=demo-backend-secret",
            ),
            server,
        };
        for secret in ["storekit", "stateset", "sds_shop", "elastic_path", "till", "admin"] {
            world.revoke(&format!("{secret}-revoked"));
        }
        world.revoke("4|revoked");
        world.revoke("gone");
        world
    }

    pub(super) fn address(&self) -> SocketAddr {
        self.server.address()
    }

    /// Revokes a key while the server runs.
    #[track_caller]
    pub(super) fn revoke(&self, secret: &str) {
        let path = format!("/_trolley/keys/{}", digest(secret).id());
        let revoke = Request::new("DELETE", &path).header("Authorization", "Bearer demo-admin");
        assert_eq!(send(self.address(), &revoke).unwrap().status, 204, "{secret}");
    }

    /// All that Sam's cart has.
    pub(super) fn canary_cart(&self) -> String {
        let (cart, server) = (CartId::new("user_customer-182").unwrap(), Principal::Server);
        let view = self.server.engine().find_stored_cart(&cart, &server, self.server.now()).unwrap();
        format!("{:?}", view.map(|view| view.cart))
    }

    /// The request that asks this endpoint for what is Sam's, with a body that it would take.
    pub(super) fn request(&self, dialect: &str, method: &str, path: &str, headers: &Headers) -> Request {
        let names = [
            ("{cart}", "user_customer-182"),
            ("{item_id}", "line-canary"),
            ("{line}", "line-canary"),
            ("{tax}", "tax-canary"),
            ("{code}", "CANARYCODE"),
            ("{order}", self.order.as_str()),
            ("{transaction}", self.transaction.as_str()),
            ("{product}", "prod_canary"),
            ("{productSku}", "CANARY-SKU"),
        ];
        let id = match dialect {
            "admin" => digest("till-revoked").id(),
            "till" if path.starts_with("/_trolley/parked") => self.parked.clone(),
            _ => "user_customer-182".to_owned(),
        };
        let mut named = path.replace("{id}", &id);
        for (name, value) in names {
            named = named.replace(name, value);
        }
        assert!(!named.contains('{'), "{named}");
        let request = Request::new(method, &named);
        let request = headers.iter().fold(request, |request, (name, value)| request.header(name, value));
        match body(dialect, method, path) {
            "" => request,
            form if path.starts_with("/oauth") => request.body("application/x-www-form-urlencoded", form),
            body => request.json(body),
        }
    }
}

/// A body that the endpoint takes; empty for none.
fn body(dialect: &str, method: &str, path: &str) -> &'static str {
    match (dialect, method, path) {
        ("storekit", "POST", "/v1/cart") => {
            r#"{"productId":"4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04","quantity":1}"#
        }
        ("storekit", "DELETE", "/v1/cart") => r#"{"cartId":"line-canary"}"#,
        ("storekit", "POST", _) => r#"{"guestToken":"00000000-0000-4000-8000-000000000001"}"#,
        ("stateset", "POST", "/v1/carts") => r#"{"customer_id":"customer-182","currency":"USD"}"#,
        ("stateset", "POST", "/v1/carts/{id}/items") => r#"{"product_id":"prod_mug","quantity":1}"#,
        ("stateset", "PUT" | "PATCH", _) => r#"{"quantity":3}"#,
        ("stateset", "POST", "/v1/carts/{id}/coupons") => r#"{"code":"SAVE10"}"#,
        ("stateset", "POST", "/v1/carts/{id}/merge") => r#"{"source_cart_id":"user_customer-183"}"#,
        ("stateset", "POST", "/v1/carts/{id}/checkout") => {
            r#"{"payment_method":{"type":"credit_card","payment_method_id":"pm_123"},"billing_address":{"line1":"1 High St","city":"Reno","state":"NV","postal_code":"89501","country":"US"},"shipping_address":{"line1":"1 High St","city":"Reno","state":"NV","postal_code":"89501","country":"US"}}"#
        }
        ("sds_shop", "POST", _) => r#"{"quantity":1}"#,
        ("sds_shop", "PUT", _) => r#"{"quantity":3}"#,
        ("elastic_path", _, "/oauth/access_token") => "grant_type=implicit&client_id=demo-storefront",
        ("elastic_path", "POST", "/v2/carts/{cart}/items") => {
            r#"{"data":{"type":"cart_item","sku":"TROLLEY-CARD","quantity":1}}"#
        }
        ("elastic_path", "PUT", "/v2/carts/{cart}/items") => {
            r#"{"data":[{"id":"line-canary","quantity":3}]}"#
        }
        ("elastic_path", "POST", "/v2/carts") => r#"{"data":{"name":"mine"}}"#,
        ("elastic_path", "PUT", "/v2/carts/{cart}") => r#"{"data":{"name":"mine"}}"#,
        ("elastic_path", "PUT", "/v2/carts/{cart}/items/{line}") => r#"{"data":{"quantity":3}}"#,
        ("elastic_path", "POST", "/v2/carts/{cart}/items/{line}/taxes") => {
            r#"{"data":{"type":"tax_item","name":"PST","rate":0.07}}"#
        }
        ("elastic_path", "PUT", "/v2/carts/{cart}/items/{line}/taxes/{tax}") => r#"{"data":{"rate":0.07}}"#,
        ("elastic_path", "POST", "/v2/carts/{cart}/taxes") => {
            r#"{"data":[{"type":"tax_item","name":"PST","rate":0.07,"relationships":{"item":{"data":{"type":"cart_item","id":"line-canary"}}}}]}"#
        }
        ("elastic_path", _, "/v2/carts/{cart}/relationships/customers") => {
            r#"{"data":[{"type":"customer","id":"customer-182"}]}"#
        }
        ("elastic_path", _, "/v2/carts/{cart}/relationships/accounts") => {
            r#"{"data":[{"type":"account","id":"acme"}]}"#
        }
        ("elastic_path", "POST", "/v2/carts/{cart}/checkout") => {
            r#"{"data":{"customer":{"name":"Ann Roe","email":"ann@example.com"},"billing_address":{"first_name":"Ann","last_name":"Roe","line_1":"1 High St","postcode":"NE1","country":"GB","region":"Tyne"}}}"#
        }
        ("elastic_path", "PUT", "/v2/orders/{order}") => r#"{"data":{"type":"order","external_ref":"x"}}"#,
        ("elastic_path", "POST", "/v2/orders/{order}/payments") => {
            r#"{"data":{"gateway":"manual","method":"purchase"}}"#
        }
        ("elastic_path", "POST", path) if path.ends_with("/refund") => r#"{"data":{}}"#,
        ("admin", "POST", "/_trolley/keys") => r#"{"dialect":"till"}"#,
        _ => "",
    }
}
