//! The questions: reading the cart and adding one unit of its first product, as callers of each dialect send them.

use hyper::Method;
use hyper::header::{HeaderMap, HeaderName, HeaderValue};
use trolley::exchange::{Request, RequestBody};

/// The cart, a guest's, whom three dialects know by its number and one by its identifier.
pub(super) const CART: &str = "guest_0f8fad5b-d9cb-469f-a165-70867728950e";

const STOREKIT: &[(&str, &str)] = &[
    ("x-api-key", "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402"),
    ("x-guest-token", "0f8fad5b-d9cb-469f-a165-70867728950e"),
    ("content-type", "application/json"),
];
const STATESET: &[(&str, &str)] =
    &[("authorization", "Bearer YOUR_API_KEY"), ("content-type", "application/json")];
const SDS_SHOP: &[(&str, &str)] =
    &[("x-api-key", "123456789"), ("x-cart-id", CART), ("content-type", "application/json")];
const ELASTIC_PATH: &[(&str, &str)] =
    &[("authorization", "Bearer XXXX"), ("content-type", "application/json")];

/// All questions.
pub const QUESTIONS: [Question; 8] = [
    Question { dialect: "storekit", asked: "read", path: "/v1/cart", headers: STOREKIT, body: "" },
    Question {
        dialect: "storekit",
        asked: "add",
        path: "/v1/cart",
        headers: STOREKIT,
        body: r#"{"productId":"9c0d7a52-0000-4000-8000-000000000000","quantity":1}"#,
    },
    Question {
        dialect: "stateset",
        asked: "read",
        path: "/v1/carts/guest_0f8fad5b-d9cb-469f-a165-70867728950e",
        headers: STATESET,
        body: "",
    },
    Question {
        dialect: "stateset",
        asked: "add",
        path: "/v1/carts/guest_0f8fad5b-d9cb-469f-a165-70867728950e/items",
        headers: STATESET,
        body: r#"{"product_id":"9c0d7a52-0000-4000-8000-000000000000","quantity":1}"#,
    },
    Question { dialect: "sds_shop", asked: "read", path: "/api/v1/shop/cart", headers: SDS_SHOP, body: "" },
    Question {
        dialect: "sds_shop",
        asked: "add",
        path: "/api/v1/shop/cart/SKU-00000",
        headers: SDS_SHOP,
        body: r#"{"quantity":1}"#,
    },
    Question {
        dialect: "elastic_path",
        asked: "read",
        path: "/v2/carts/guest_0f8fad5b-d9cb-469f-a165-70867728950e/items",
        headers: ELASTIC_PATH,
        body: "",
    },
    Question {
        dialect: "elastic_path",
        asked: "add",
        path: "/v2/carts/guest_0f8fad5b-d9cb-469f-a165-70867728950e/items",
        headers: ELASTIC_PATH,
        body: r#"{"data":{"type":"cart_item","sku":"SKU-00000","quantity":1}}"#,
    },
];

/// A question, as it is sent.
#[derive(Debug, Clone, Copy)]
pub struct Question {
    /// The name of the dialect.
    pub dialect: &'static str,
    /// What is asked: `read` or `add`.
    pub asked: &'static str,
    path: &'static str,
    headers: &'static [(&'static str, &'static str)],
    /// Empty of a reading.
    body: &'static str,
}

impl Question {
    /// Its method and its path.
    pub(super) fn target(&self) -> (Method, &'static str) {
        (if self.body.is_empty() { Method::GET } else { Method::POST }, self.path)
    }

    /// As a dialect sees it, but for the path's parameters.
    pub(super) fn request(&self) -> Request {
        let mut headers = HeaderMap::new();
        for (name, value) in self.headers {
            headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
        }
        let body = match self.body {
            "" => RequestBody::Absent,
            body => RequestBody::Present(body.as_bytes().to_vec()),
        };
        Request { method: self.target().0, params: Vec::new(), query: Vec::new(), headers, body }
    }
}
