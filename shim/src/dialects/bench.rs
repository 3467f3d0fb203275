//! What putting load on a server through one of its cart APIs needs to know of that API.

use hyper::Method;
use serde_json::Value as Json;

/// How `trolley bench` uses a cart API: pure functions, of which each makes a request or reads an answer.
#[derive(Debug)]
pub struct Bench {
    /// The demo's key that may do all of it.
    pub demo_key: &'static str,
    /// How the API names products.
    pub names_products_by: ProductName,
    /// How a key becomes what requests carry, where they do not carry the key itself.
    pub sign_in: Option<SignIn>,
    /// How a cart is made, where adding to one that is not there does not make it.
    pub open: Option<Open>,
    /// The cart's name in the API, and in the store, of a new UUID; of a cart that is opened the answer has it instead.
    pub cart_id: fn(uuid: &str) -> String,
    /// Adds one unit of a product.
    pub add: fn(cart: &BenchCart, product: &str) -> Ask,
    /// Reads the cart with its lines.
    pub read: fn(cart: &BenchCart) -> Ask,
    /// How many units the cart has, by the answer to [`Bench::read`].
    pub units: fn(answer: &Json) -> Option<u64>,
    /// Deletes or empties the cart, where the API can; whoever has an operator's key deletes it anyway.
    pub delete: Option<fn(cart: &BenchCart) -> Ask>,
}

/// How an API names products.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ProductName {
    /// By their identifiers.
    Id,
    /// By their stock keeping units.
    Sku,
}

/// How a key becomes what requests carry.
#[derive(Debug, Clone, Copy)]
pub struct SignIn {
    /// Asks for it with the key.
    pub ask: fn(key: &str) -> Ask,
    /// Finds it in the answer.
    pub proof: fn(answer: &Json) -> Option<String>,
}

/// How a cart is made.
#[derive(Debug, Clone, Copy)]
pub struct Open {
    /// Asks for it with what requests carry.
    pub ask: fn(proof: &str) -> Ask,
    /// Finds the cart's name in the answer.
    pub cart_id: fn(answer: &Json) -> Option<String>,
}

/// A cart that load is put on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct BenchCart {
    /// What requests carry: the key, or what came of it.
    pub proof: String,
    /// The cart's name.
    pub id: String,
}

/// A request.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ask {
    /// The method.
    pub method: Method,
    /// The path with the query.
    pub path: String,
    /// The headers, besides those that say where it goes and what the body is.
    pub headers: Vec<(String, String)>,
    /// The body and its media type.
    pub body: Option<(&'static str, String)>,
}

impl Ask {
    /// A request without a body, with one header.
    #[must_use]
    pub fn new(method: Method, path: impl Into<String>, (name, value): (&str, &str)) -> Self {
        Self { method, path: path.into(), headers: vec![(name.to_owned(), value.to_owned())], body: None }
    }

    /// The same with one more header.
    #[must_use]
    pub fn with_header(mut self, name: &str, value: &str) -> Self {
        self.headers.push((name.to_owned(), value.to_owned()));
        self
    }

    /// The same with a body of JSON.
    #[must_use]
    pub fn with_json(self, body: &Json) -> Self {
        Self { body: Some(("application/json", body.to_string())), ..self }
    }
}

/// The sum of the members of this name, of the entries of an array for which `counts` holds.
pub(crate) fn sum(entries: &Json, name: &str, counts: impl Fn(&Json) -> bool) -> Option<u64> {
    entries.as_array()?.iter().filter(|entry| counts(entry)).map(|entry| entry[name].as_u64()).sum()
}
