//! Answers that are given again: never one that is not as the cart is now, whatever has changed it.
//!
//! What is compared with is what is answered under another name of this machine, which nobody has used before: where the
//! caller reaches the server is in some answers, so that those of one name are not given under another.

use std::cell::Cell;

use trolley_engine::domain::command::ordering::{CartAfterCheckout, Checkout};
use trolley_engine::domain::promotion::{Offer, Promotion};
use trolley_engine::{Command, Engine, Principal, Submission, Timestamp};
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::deals::{check_out, import_promotions, off, promotion};
use crate::goods::product_id;
use crate::shop::{Door, add_as_guest, add_as_server, guest};

const STOREKIT_KEY: &str = "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";
const OPERATOR: (&str, &str) = ("Authorization", "Bearer demo-operator");
const DAY_MS: i64 = 24 * 60 * 60 * 1_000;
const MINUTE_MS: i64 = 60 * 1_000;
/// The guest of these tests, and the product that is in the cart.
const GUEST: usize = 7;
const PRODUCT: &str = "4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04";

/// A server with a cart in it, and those who look at the cart.
struct Shop {
    server: LocalServer,
    names: Cell<usize>,
}

impl Shop {
    fn open() -> Self {
        Self::open_with("")
    }

    /// The same with these settings.
    fn open_with(config: &str) -> Self {
        let server = LocalServer::start(Setting { config: config.to_owned(), ..Setting::demo() }).unwrap();
        let shop = Self { server, names: Cell::new(0) };
        shop.done(&add_as_guest(GUEST));
        shop
    }

    /// All looks at the guest's cart: through each API, with and without what stands beside it.
    fn looks() -> Vec<Request> {
        let cart = guest(GUEST);
        let stateset = |query: &str| {
            Request::new("GET", &format!("/v1/carts/{cart}{query}"))
                .header("Authorization", "Bearer YOUR_API_KEY")
                .header("X-Request-ID", "req_look")
        };
        let elastic_path = |below: &str| {
            Request::new("GET", &format!("/v2/carts/{cart}{below}"))
                .header("Authorization", "Bearer XXXX-client-credentials")
        };
        vec![
            Request::new("GET", "/v1/cart")
                .header("x-api-key", STOREKIT_KEY)
                .header("x-guest-token", cart.trim_start_matches("guest_")),
            Request::new("GET", "/api/v1/shop/cart")
                .header("X-API-Key", "123456789")
                .header("X-Cart-ID", &cart),
            stateset(""),
            stateset("?calculate_tax=true&calculate_shipping=true"),
            elastic_path(""),
            elastic_path("?include=items"),
            elastic_path("/items"),
        ]
    }

    fn ask(&self, request: &Request) -> Answer {
        send(self.server.address(), request).unwrap()
    }

    #[track_caller]
    fn done(&self, request: &Request) -> Answer {
        let answer = self.ask(request);
        assert!((200..300).contains(&answer.status), "{} {}", answer.status, answer.text());
        answer
    }

    #[track_caller]
    fn submit(&self, command: Command) {
        submit_at(self.server.engine(), self.server.now(), command);
    }

    /// Looks at the cart through each API, twice, and makes sure that each answer is as if it had never been given.
    #[track_caller]
    fn look(&self) -> Vec<String> {
        let port = self.server.address().port();
        let mut seen = Vec::new();
        for look in Self::looks() {
            let answers = [self.ask(&look), self.ask(&look)];
            self.names.set(self.names.get() + 1);
            let name = format!("n{}.localhost:{port}", self.names.get());
            let fresh = self.ask(&look.clone().header("Host", &name));
            let usual = format!("127.0.0.1:{port}");
            for answer in &answers {
                assert_eq!(answer.status, fresh.status, "{look:?}");
                assert_eq!(answer.text(), fresh.text().replace(&name, &usual), "{look:?}");
            }
            seen.push(answers[1].text());
        }
        seen
    }

    /// Does something, after which all looks must be other ones than before, and looks of their own.
    #[track_caller]
    fn check(&self, change: impl FnOnce(&Self)) {
        let before = self.look();
        change(self);
        for (before, after) in before.iter().zip(self.look()) {
            assert_ne!(*before, after);
        }
    }
}

#[track_caller]
fn submit_at(engine: &Engine, at: Timestamp, command: Command) {
    engine.submit(Submission::new(at, Principal::Server, vec![command])).unwrap();
}

#[test]
fn an_add_through_any_api_is_seen_through_all() {
    let shop = Shop::open();
    let cart = guest(GUEST);
    let adds = [
        Request::new("POST", "/v1/cart")
            .header("x-api-key", STOREKIT_KEY)
            .header("x-guest-token", cart.trim_start_matches("guest_"))
            .json(&format!(r#"{{"productId":"{PRODUCT}","quantity":1}}"#)),
        Request::new("POST", &format!("/v1/carts/{cart}/items"))
            .header("Authorization", "Bearer YOUR_API_KEY")
            .json(&format!(r#"{{"product_id":"{PRODUCT}","quantity":1}}"#)),
        add_as_guest(GUEST),
        Request::new("POST", &format!("/v2/carts/{cart}/items"))
            .header("Authorization", "Bearer XXXX-client-credentials")
            .json(&format!(r#"{{"data":{{"type":"cart_item","id":"{PRODUCT}","quantity":1}}}}"#)),
    ];
    for add in adds {
        shop.look();
        let units = |shop: &Shop| shop.look()[1].matches(r#""items_quantity":"#).count();
        assert_eq!(units(&shop), 1);
        let before = shop.look();
        shop.done(&add);
        let after = shop.look();
        for place in [0, 1, 2, 6] {
            assert_ne!(before[place], after[place], "{add:?}");
        }
    }
}

#[test]
fn a_product_that_is_imported_anew_is_seen_as_it_is_now() {
    let shop = Shop::open();
    let before = shop.look();
    let product = shop
        .server
        .engine()
        .find_product(&trolley_engine::domain::command::ProductRef::Id(product_id(PRODUCT)));
    let mut product = (*product.unwrap().unwrap()).clone();
    product.name = "Another Card".to_owned();
    let import =
        trolley_engine::domain::command::import::Import { products: vec![product], ..Default::default() };
    shop.submit(Command::Import(Box::new(import)));
    let after = shop.look();
    assert!(before[0] != after[0] && after[0].contains("Another Card"), "{}", after[0]);
}

#[test]
fn a_promotion_is_seen_from_when_it_begins_to_when_it_ends() {
    let shop = Shop::open();
    let now = shop.server.now();
    let (begins, ends) = (now.saturating_add_millis(MINUTE_MS), now.saturating_add_millis(3 * MINUTE_MS));
    shop.submit(import_promotions(vec![Promotion {
        starts_at: Some(begins),
        ends_at: Some(ends),
        ..promotion("happy-hour", Offer::Automatic, off(100))
    }]));
    let before = shop.look();
    shop.server.set_time(begins.saturating_add_millis(-1));
    assert_eq!(shop.look()[2], before[2], "not yet");
    shop.server.set_time(begins);
    let during = shop.look();
    assert_ne!(during[2], before[2], "it has begun");
    shop.server.set_time(ends);
    assert_eq!(shop.look()[2], before[2], "it has ended");
}

#[test]
fn what_time_makes_of_a_cart_is_seen() {
    let shop = Shop::open();
    let now = shop.server.now();
    let mut stages = vec![shop.look()];
    for days in [2, 400] {
        shop.server.set_time(now.saturating_add_millis(days * DAY_MS));
        stages.push(shop.look());
    }
    assert!(
        stages[0][2].contains(r#""status":"active""#) && stages[1][2].contains(r#""status":"abandoned""#)
    );
    assert_ne!(stages[1][0], stages[2][0], "it has expired");
}

#[test]
fn a_clock_that_is_set_shows_no_other_cart() {
    let shop = Shop::open();
    let now = shop.server.now();
    for days in [400, -400, 1, 0] {
        shop.look();
        shop.server.jump_to(now.saturating_add_millis(days * DAY_MS));
        shop.look();
        shop.server.set_time(shop.server.now().saturating_add_millis(MINUTE_MS));
        shop.look();
    }
}

#[test]
fn a_cart_that_is_parked_and_taken_up_again_is_seen_as_it_is() {
    let shop = Shop::open();
    let cart = guest(GUEST);
    let mut parked = String::new();
    shop.check(|shop| {
        let park = Request::new("POST", &format!("/_trolley/carts/{cart}/park"));
        parked = shop.done(&park.header(OPERATOR.0, OPERATOR.1).json("{}")).json()["id"]
            .as_str()
            .unwrap()
            .to_owned();
    });
    shop.check(|shop| {
        let resume = Request::new("POST", &format!("/_trolley/parked/{parked}/resume"));
        shop.done(&resume.header(OPERATOR.0, OPERATOR.1).json("{}"));
    });
}

#[test]
fn a_cart_that_is_merged_into_another_or_deleted_is_gone() {
    let shop = Shop::open();
    let key = ("Authorization", "Bearer sk_test_demo_full");
    let cart = guest(GUEST);
    shop.check(|shop| {
        let made = shop.done(&Request::new("POST", "/v1/carts").header(key.0, key.1).json("{}"));
        let merge = format!("/v1/carts/{}/merge", made.json()["id"].as_str().unwrap());
        let body = format!(r#"{{"source_cart_id":"{cart}"}}"#);
        shop.done(&Request::new("POST", &merge).header(key.0, key.1).json(&body));
    });
    shop.done(&add_as_guest(GUEST));
    shop.check(|shop| {
        let delete = Request::new("DELETE", &format!("/_trolley/carts/{cart}"));
        shop.done(&delete.header(OPERATOR.0, OPERATOR.1));
    });
}

#[test]
fn who_may_not_look_is_not_shown_what_others_have_seen() {
    let shop = Shop::open();
    for look in Shop::looks() {
        assert_eq!(shop.ask(&look).status, 200);
        let mut stranger = look.clone();
        for (name, value) in &mut stranger.headers {
            if ["x-api-key", "authorization"].contains(&name.to_ascii_lowercase().as_str()) {
                *value = "Bearer nobody".to_owned();
            }
        }
        let answer = shop.ask(&stranger);
        // What an unknown key is answered is a reading.
        assert!(400 <= answer.status && !answer.text().contains(PRODUCT), "{stranger:?} {}", answer.text());
    }
}

#[test]
fn who_may_not_reach_a_cart_is_not_shown_what_others_have_seen_at_the_same_place() {
    let shop = Shop::open();
    shop.done(&Door::SdsShop.add());
    for below in ["", "/items"] {
        let look = |token: &str| {
            let look = Request::new("GET", &format!("/v2/carts/user_182{below}"));
            shop.ask(&look.header("Authorization", &format!("Bearer {token}")))
        };
        let before = look("XXXX");
        for _ in 0..2 {
            let seen = look("XXXX-client-credentials");
            assert_eq!(seen.status, 200);
            let refused = look("XXXX");
            assert_eq!((refused.status, refused.text()), (before.status, before.text()));
            assert_ne!(refused.text(), seen.text());
        }
    }
}

#[test]
fn who_gets_another_cart_for_one_that_was_checked_out_gets_a_new_one_each_time() {
    let shop = Shop::open_with("sds_shop.unknown_guest = \"replace\"");
    let cart = guest(GUEST);
    shop.done(&add_as_server("XXXX-client-credentials", &cart));
    let Command::Checkout(checkout) = check_out(&cart, "order-1") else { unreachable!() };
    let cart_after = CartAfterCheckout::Convert;
    shop.submit(Command::Checkout(Box::new(Checkout { cart_after, ..*checkout })));
    let look = &Shop::looks()[1];
    let seen = [shop.done(look).text(), shop.done(look).text()];
    assert_ne!(seen[0], seen[1]);
}

#[test]
fn each_answer_has_the_name_of_its_own_request() {
    let shop = Shop::open();
    let look = |name: &str| {
        let look = Request::new("GET", &format!("/v1/carts/{}", guest(GUEST)));
        shop.done(&look.header("Authorization", "Bearer YOUR_API_KEY").header("X-Request-ID", name))
    };
    for name in ["req_1", "req_2", "req_2", "req_3"] {
        let answer = look(name);
        assert_eq!(answer.header_values("x-request-id").collect::<Vec<_>>(), [name]);
        assert_eq!(answer.header("content-type"), Some("application/json"));
    }
}
