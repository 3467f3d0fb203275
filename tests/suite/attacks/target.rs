//! What is attacked, and what an attacker wishes for.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use tempfile::TempDir;
use trolley::config::{Config, Profile as ConfiguredProfile};
use trolley::demo;
use trolley::server::{Running, Server};
use trolley_engine::env::{Clock as _, FixedClock};
use trolley_engine::{Engine, Options, Profile, StateDigest};
use trolley_harness::process::undisturbed;

use crate::goods::NOW;

/// The carts that an attacker is after: one to be read, another to be parked.
const CART: &str = "user_182";
const OTHER_CART: &str = "guest_00000000-0000-4000-8000-00000000beef";
/// What every answer that shows a cart of the demo has in it.
pub(super) const SECRET: &str = "Gift Card";
/// What the shop's own server has for Elastic Path.
const SHOP: &str = "Bearer XXXX-client-credentials";
const CARD: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04";

/// A server with something in it.
pub(super) struct Target {
    engine: Arc<Engine>,
    running: Running,
    name: &'static str,
    _folder: TempDir,
}

impl Target {
    /// As developers have it.
    pub(super) fn memory() -> Self {
        Self::with(Config::documented())
    }

    /// As a till has it.
    pub(super) fn durable() -> Self {
        let mut config = Config::documented();
        config.server.profile = ConfiguredProfile::Durable;
        config.server.loopback_origins = false;
        Self::with(config)
    }

    /// With these settings, and two carts.
    pub(super) fn with(config: Config) -> Self {
        let folder = TempDir::new().unwrap();
        let clock = Arc::new(FixedClock::new(NOW));
        let is_durable = config.server.profile == ConfiguredProfile::Durable;
        let engine = if is_durable {
            let options = Options { clock: clock.clone(), ..Options::new(Profile::Durable) };
            undisturbed(|| Engine::open(&folder.path().join("carts.trolley"), options)).unwrap()
        } else {
            Engine::in_memory(Options { clock: clock.clone(), ..Options::new(Profile::Memory) }).unwrap()
        };
        trolley::seed::load(&engine, &demo::seeds().unwrap(), clock.now()).unwrap();
        let engine = Arc::new(engine);
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = Server::new(Arc::clone(&engine), config);
        let running = server.start(listener).unwrap();
        let name = if is_durable { "durable" } else { "memory" };
        let target = Self { engine, running, name, _folder: folder };
        for cart in [CART, OTHER_CART] {
            let heard = super::forged::plain(&add_through_elastic_path(cart), target.address().port())
                .send(target.address());
            assert_eq!(heard.status, Some(201), "{heard:?}");
        }
        target
    }

    pub(super) const fn address(&self) -> SocketAddr {
        self.running.address()
    }

    pub(super) const fn name(&self) -> &'static str {
        self.name
    }

    /// The digest of all that is stored.
    pub(super) fn digest(&self) -> StateDigest {
        self.engine.digest().unwrap()
    }
}

/// Something that can be asked of the server, with the credentials of somebody who may.
#[derive(Debug, Clone)]
pub(super) struct Wish {
    pub(super) method: &'static str,
    pub(super) path: String,
    pub(super) headers: Vec<(&'static str, String)>,
    /// The body, in JSON; empty for none.
    pub(super) body: String,
    /// Whether it changes something.
    pub(super) writes: bool,
}

impl Wish {
    fn new(method: &'static str, path: &str, headers: &[(&'static str, &str)], body: &str) -> Self {
        let headers = headers.iter().map(|(name, value)| (*name, (*value).to_owned())).collect();
        let writes = method != "GET";
        Self { method, path: path.to_owned(), headers, body: body.to_owned(), writes }
    }
}

/// A reading and a writing wish for each of the APIs.
pub(super) fn wishes() -> Vec<Wish> {
    let store_key = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";
    let storekit: &[_] = &[("x-api-key", store_key), ("x-customer-id", "182")];
    let sds_shop: &[_] = &[("X-API-Key", "123456789"), ("Authorization", "Bearer 1|demo")];
    let elastic_path: &[_] = &[("Authorization", SHOP)];
    let admin: &[_] = &[("Authorization", "Bearer demo-admin")];
    let till: &[_] = &[("Authorization", "Bearer demo-operator")];
    vec![
        Wish::new("GET", "/v1/cart", storekit, ""),
        Wish::new("POST", "/v1/cart", storekit, &format!(r#"{{"productId":"{CARD}","quantity":1}}"#)),
        Wish::new("GET", &format!("/v1/carts/{CART}"), &[("Authorization", "Bearer YOUR_API_KEY")], ""),
        add_through_stateset(CART),
        Wish::new("GET", "/api/v1/shop/cart", sds_shop, ""),
        Wish::new("POST", "/api/v1/shop/cart/TROLLEY-CARD", sds_shop, r#"{"quantity":1}"#),
        Wish::new("DELETE", "/api/v1/shop/cart/TROLLEY-CARD", sds_shop, ""),
        Wish::new("GET", &format!("/v2/carts/{OTHER_CART}/items"), elastic_path, ""),
        add_through_elastic_path(OTHER_CART),
        Wish::new("GET", &format!("/_trolley/carts/{OTHER_CART}"), till, ""),
        Wish::new(
            "POST",
            "/_trolley/keys",
            admin,
            r#"{"dialect":"storekit","kind":"api_key","name":"mine"}"#,
        ),
        Wish::new("POST", &format!("/_trolley/carts/{OTHER_CART}/park"), till, r#"{"note":"mine"}"#),
    ]
}

fn add_through_elastic_path(cart: &str) -> Wish {
    let body = format!(r#"{{"data":{{"type":"cart_item","id":"{CARD}","quantity":1}}}}"#);
    Wish::new("POST", &format!("/v2/carts/{cart}/items"), &[("Authorization", SHOP)], &body)
}

fn add_through_stateset(cart: &str) -> Wish {
    let body = format!(r#"{{"product_id":"{CARD}","quantity":1}}"#);
    let key: &[_] = &[("Authorization", "Bearer YOUR_API_KEY")];
    Wish::new("POST", &format!("/v1/carts/{cart}/items"), key, &body)
}
