//! Many at once through StateSet: a cart is paid once, a coupon applied once, and goods are in one place.

use std::collections::BTreeSet;

use serde_json::{Value as Json, json};
use trolley_harness::client::{Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::parallel::at_once;

const THREADS: usize = 8;
const ROUNDS: usize = 20;

/// A server that is spoken to as StateSet.
struct Shop(LocalServer);

impl Shop {
    fn open() -> Self {
        let seeds = vec!["demo".to_owned(), "stateset_coupons".to_owned()];
        Self(LocalServer::start(Setting { seeds, ..Setting::demo() }).unwrap())
    }

    fn ask(&self, request: Request) -> (u16, Json) {
        let request = request.header("Authorization", "Bearer sk_test_demo_full");
        let answer = send(self.0.address(), &request).unwrap();
        (answer.status, answer.json())
    }

    fn post(&self, path: &str, body: &Json) -> (u16, Json) {
        self.ask(Request::new("POST", &format!("/v1/carts{path}")).json(&body.to_string()))
    }

    fn look(&self, cart: &str) -> (u16, Json) {
        self.ask(Request::new("GET", &format!("/v1/carts/{cart}")))
    }

    /// A new cart of so many gift cards, of which there are always enough.
    fn cart(&self, quantity: usize) -> String {
        let (status, cart) = self.post("", &json!({ "items": [gift_cards(quantity)] }));
        assert_eq!(status, 201, "{cart}");
        cart["id"].as_str().unwrap().to_owned()
    }

    fn check_out(&self, cart: &str) -> (u16, Json) {
        self.post(&format!("/{cart}/checkout"), &json!({ "payment_method": { "type": "cash" } }))
    }

    fn apply(&self, cart: &str, code: &str) -> (u16, Json) {
        self.post(&format!("/{cart}/coupons"), &json!({ "code": code }))
    }
}

fn gift_cards(quantity: usize) -> Json {
    json!({ "product_id": "prod_gift_card", "quantity": quantity })
}

fn count(answers: &[(u16, Json)], status: u16) -> usize {
    answers.iter().filter(|(answered, _)| *answered == status).count()
}

/// The codes of the answers that are refusals.
fn refusals(answers: &[(u16, Json)]) -> Vec<&str> {
    answers.iter().filter_map(|(_, answer)| answer["error"]["code"].as_str()).collect()
}

#[test]
fn parallel_checkouts_through_stateset_are_one_order_that_is_paid_once() {
    let shop = Shop::open();
    for _ in 0..ROUNDS {
        let cart = shop.cart(2);
        let answers = at_once(THREADS, |_| shop.check_out(&cart));
        assert_eq!((count(&answers, 201), count(&answers, 200)), (1, THREADS - 1));
        let orders: BTreeSet<String> = answers.iter().map(|(_, order)| order.to_string()).collect();
        assert_eq!(orders.len(), 1, "{orders:?}");
        assert_eq!(answers[0].1["payment"]["amount"], 5_000);
    }
}

#[test]
fn a_parallel_checkout_orders_what_is_in_the_cart_then() {
    let shop = Shop::open();
    for _ in 0..ROUNDS {
        let cart = shop.cart(1);
        let answers = at_once(THREADS, |thread| match thread {
            0 => shop.check_out(&cart),
            _ => shop.post(&format!("/{cart}/items"), &gift_cards(1)),
        });
        assert_eq!(answers[0].0, 201, "{}", answers[0].1);
        assert!(refusals(&answers).iter().all(|code| *code == "CART_NOT_ACTIVE"), "{answers:?}");
        let ordered = 1 + count(&answers, 200);
        assert_eq!(answers[0].1["items"][0]["quantity"], ordered);
        assert_eq!(shop.look(&cart).1["item_count"], ordered);
    }
}

#[test]
fn of_parallel_merges_of_one_cart_one_gets_the_goods() {
    let shop = Shop::open();
    for _ in 0..ROUNDS {
        let source = shop.cart(3);
        let targets: Vec<String> = (0..THREADS).map(|_| shop.cart(1)).collect();
        let answers = at_once(THREADS, |thread| {
            shop.post(&format!("/{}/merge", targets[thread]), &json!({ "source_cart_id": source }))
        });
        assert_eq!((count(&answers, 200), count(&answers, 404)), (1, THREADS - 1));
        let items: u64 =
            targets.iter().map(|target| shop.look(target).1["item_count"].as_u64().unwrap()).sum();
        assert_eq!(items, 3 + THREADS as u64);
    }
}

#[test]
fn two_carts_that_are_merged_into_each_other_leave_one_with_the_goods_of_both() {
    let shop = Shop::open();
    for _ in 0..ROUNDS {
        let carts = [shop.cart(3), shop.cart(4)];
        at_once(2, |thread| {
            let source = json!({ "source_cart_id": carts[1 - thread] });
            shop.post(&format!("/{}/merge", carts[thread]), &source)
        });
        let left = carts.map(|cart| shop.look(&cart));
        assert_eq!((count(&left, 200), count(&left, 404)), (1, 1));
        assert!(left.iter().any(|(_, cart)| cart["item_count"] == 7), "{left:?}");
    }
}

#[test]
fn a_coupon_is_applied_once_and_is_good_for_as_many_orders_as_may_use_it() {
    let shop = Shop::open();
    let cart = shop.cart(2);
    let answers = at_once(THREADS, |_| shop.apply(&cart, "TEN"));
    assert_eq!(count(&answers, 200), 1);
    assert_eq!(refusals(&answers), ["COUPON_ALREADY_APPLIED"; THREADS - 1]);
    assert_eq!(shop.look(&cart).1["discount_amount"], 500);
    let carts: Vec<String> = (0..THREADS).map(|_| shop.cart(2)).collect();
    for cart in &carts {
        assert_eq!(shop.apply(cart, "ONCE").0, 200);
    }
    let answers = at_once(THREADS, |thread| shop.check_out(&carts[thread]));
    assert_eq!(count(&answers, 201), 1);
    assert_eq!(refusals(&answers), ["COUPON_INVALID"; THREADS - 1]);
}
