//! What each client is about, and what must be in the store when it is done.

use std::collections::HashMap;
use std::net::SocketAddr;

use serde_json::Value as Json;
use trolley_harness::client::{Request, send};

use super::Client;
use crate::shop::{self, Door, add_as_guest, add_as_server, guest, guest_units};

/// What is ordered, of which there is enough for any number of kills.
pub(super) const SEED: &str = r#"{"products": [{
    "id": "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1aff", "sku": "ENOUGH", "slug": "enough", "name": "Enough",
    "description": "There is always one more.", "status": "active", "category": "goods", "created_at": "2026-01-05T09:00:00Z",
    "prices": {"USD": {"amount": 100, "includes_tax": true}}, "stock": {"available": 1000000000}
}]}"#;
const STOCK: i64 = 1_000_000_000;
const TOKEN: &str = "XXXX-client-credentials";
/// The carts that have one client each, by the number of a guest.
const OWN_OF_STOREKIT: usize = 1;
const OWN_OF_STATESET: usize = 2;
const OWN_OF_SDS_SHOP: usize = 3;
const OWN_OF_ELASTIC_PATH: usize = 4;
const OWN_OF_TILL: usize = 5;
/// The cart by which the stock is looked up.
const STOCK_TAKING: usize = 6;

/// What a client does again and again.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub(super) enum Business {
    /// Adds one unit to the customer's cart, which all share, through the API of this place.
    Shared(usize),
    /// Adds one unit to a cart of its own through the API of this place.
    Own(usize),
    /// Adds one unit, parks the cart and takes it up again.
    Till,
    /// Fills a cart, makes an order of it and pays it.
    Order,
}

/// How often each business was done.
#[derive(Debug)]
pub(super) struct Done {
    times: HashMap<Business, u64>,
    /// How many units the shared cart had at first.
    shared_before: u64,
    /// How many looks at the stock have put a unit into a cart.
    stock_takings: u64,
    orders_before: u64,
}

impl Business {
    pub(super) fn all() -> Vec<Self> {
        let apis = (0..4).flat_map(|api| [Self::Shared(api), Self::Own(api)]);
        apis.chain([Self::Till, Self::Order]).collect()
    }

    /// Does it once more, the time of this number.
    pub(super) fn go_through(self, client: &mut Client<'_>, number: u64) {
        let key = |step: &str| format!("{self:?}-{number}-{step}");
        match self {
            Self::Shared(api) => {
                client.insist(&key("add"), &doors()[api].add());
            }
            Self::Own(api) => {
                client.insist(&key("add"), &add_own(api));
            }
            Self::Till => {
                let cart = guest(OWN_OF_TILL);
                client.insist(&key("add"), &add_as_server(TOKEN, &cart));
                let park = as_operator("POST", &format!("/_trolley/carts/{cart}/park"));
                let parked = client.insist(&key("park"), &park.json("{}")).json();
                let id = parked["id"].as_str().expect("what is parked has an identifier");
                let resume = as_operator("POST", &format!("/_trolley/parked/{id}/resume"));
                client.insist(&key("resume"), &resume.json("{}"));
            }
            Self::Order => {
                let cart = format!("order-{number}");
                let body = r#"{"data":{"type":"cart_item","sku":"ENOUGH","quantity":1}}"#;
                let add = shop::as_server("POST", &format!("/v2/carts/{cart}/items")).json(body);
                client.insist(&key("add"), &add);
                let order = client.insist(&key("check-out"), &shop::check_out(&cart)).json();
                let order = order["data"]["id"].as_str().expect("an order has an identifier");
                client.insist(&key("pay"), &shop::pay(order));
            }
        }
    }
}

impl Done {
    /// Nothing yet, in a new store: makes the carts that an API does not make by an add.
    pub(super) fn begin(address: SocketAddr) -> Self {
        for request in [doors()[0].add(), add_as_server(TOKEN, &guest(OWN_OF_STATESET))] {
            let answer = send(address, &request).unwrap();
            assert!((200..300).contains(&answer.status), "{}", answer.text());
        }
        let orders_before = order_count(address);
        let mut done = Self {
            times: HashMap::new(),
            shared_before: shared_units(address),
            stock_takings: 0,
            orders_before,
        };
        done.check(address, 0);
        done
    }

    pub(super) fn of(&self, business: Business) -> u64 {
        self.times.get(&business).copied().unwrap_or_default()
    }

    pub(super) fn set(&mut self, business: Business, times: u64) {
        self.times.insert(business, times);
    }

    /// Counts what is stored: exactly that must be there which was done.
    #[track_caller]
    pub(super) fn check(&mut self, address: SocketAddr, kills: usize) {
        let shared = self.shared_before + (0..4).map(|api| self.of(Business::Shared(api))).sum::<u64>();
        assert_eq!(shared_units(address), shared, "the cart that all share after {kills} kills");
        let own = [OWN_OF_STOREKIT, OWN_OF_STATESET, OWN_OF_SDS_SHOP, OWN_OF_ELASTIC_PATH];
        for (api, cart) in own.into_iter().enumerate() {
            // One cart was made by an add.
            let before = u64::from(cart == OWN_OF_STATESET);
            let expected = before + self.of(Business::Own(api));
            assert_eq!(guest_units(address, cart), expected, "cart {cart} after {kills} kills");
        }
        assert_eq!(
            guest_units(address, OWN_OF_TILL),
            self.of(Business::Till),
            "the till's after {kills} kills"
        );
        let parked = json(address, &as_operator("GET", "/_trolley/parked"));
        assert_eq!(parked["total"], 0, "what is parked after {kills} kills");
        let orders = self.of(Business::Order);
        assert_eq!(order_count(address), self.orders_before + orders, "orders after {kills} kills");
        self.stock_takings += 1;
        let left = STOCK - i64::try_from(orders).unwrap();
        assert_eq!(stock(address), left, "the stock after {kills} kills");
        assert_eq!(guest_units(address, STOCK_TAKING), self.stock_takings);
    }
}

/// All four APIs, with a token of Elastic Path's that outlives a restart.
fn doors() -> [Door; 4] {
    [Door::StoreKit, Door::StateSet, Door::SdsShop, Door::ElasticPath(TOKEN.to_owned())]
}

/// A request to add one unit to the cart that one client of this API has.
fn add_own(api: usize) -> Request {
    match api {
        0 => {
            let mut request = doors()[0].add();
            let session = guest(OWN_OF_STOREKIT);
            let session = session.strip_prefix("guest_").expect("a guest's cart has its session's name");
            request.headers.retain(|(name, _)| name != "x-customer-id");
            request.header("x-guest-token", session)
        }
        1 => {
            let path = format!("/v1/carts/{}/items", guest(OWN_OF_STATESET));
            Request { path, ..doors()[1].add() }
        }
        2 => add_as_guest(OWN_OF_SDS_SHOP),
        _ => add_as_server(TOKEN, &guest(OWN_OF_ELASTIC_PATH)),
    }
}

fn as_operator(method: &str, path: &str) -> Request {
    Request::new(method, path).header("Authorization", "Bearer demo-operator")
}

#[track_caller]
fn json(address: SocketAddr, request: &Request) -> Json {
    let answer = send(address, request).unwrap();
    assert!((200..300).contains(&answer.status), "{}", answer.text());
    answer.json()
}

fn shared_units(address: SocketAddr) -> u64 {
    shop::customer_lines(address).iter().map(|line| line["quantity"].as_u64().unwrap()).sum()
}

fn order_count(address: SocketAddr) -> u64 {
    let orders = json(address, &shop::as_server("GET", "/v2/orders?page[limit]=1"));
    orders["meta"]["results"]["total"].as_u64().expect("a list says how many there are")
}

/// How many pieces are left of what is ordered. To look puts one into a cart.
fn stock(address: SocketAddr) -> i64 {
    let add = Request::new("POST", "/api/v1/shop/cart/ENOUGH")
        .header("X-API-Key", "123456789")
        .header("X-Cart-ID", &guest(STOCK_TAKING))
        .json(r#"{"quantity":1}"#);
    json(address, &add)["data"]["added_item"]["stock"].as_i64().unwrap()
}
