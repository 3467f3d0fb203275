//! Many at once: every add counts once, a product is one line, and a cart has one currency.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Barrier;
use std::time::Duration;

use trolley::server::limits::Limits;
use trolley_engine::domain::catalog::Product;
use trolley_engine::domain::command::{AddLine, ProductRef};
use trolley_engine::domain::money::Currency;
use trolley_engine::{Engine, Error, Page, Principal, Profile};
use trolley_harness::client::{Answer, Connection, Request, send};
use trolley_harness::local::{LocalServer, Setting};

use crate::deals::{by_codes, check_out, enter, gift_with, import_promotions, off, order_id, pay, promotion};
use crate::goods::{
    add, add_in, cart, engine_with, euros, import, one, open_file, prices, product, product_id, stock,
    submit, units,
};
use crate::shop::{self, Door};

const THREADS: usize = 8;
const ADDS: usize = 50;
const ROUNDS: usize = 100;

/// Does this in many threads that begin together; each is told its number.
pub(crate) fn at_once<T: Send>(threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
    let barrier = Barrier::new(threads);
    std::thread::scope(|scope| {
        let (work, barrier) = (&work, &barrier);
        let running: Vec<_> = (0..threads)
            .map(|thread| {
                scope.spawn(move || {
                    barrier.wait();
                    work(thread)
                })
            })
            .collect();
        running.into_iter().map(|thread| thread.join().unwrap()).collect()
    })
}

#[track_caller]
fn check_sum(engine: &Engine) {
    at_once(THREADS, |thread| {
        for number in 0..ADDS {
            submit(engine, add("shared", vec![one(&format!("line-{thread}-{number}"), "mug")])).unwrap();
        }
    });
    let view = cart(engine, "shared");
    assert_eq!(view.cart.lines.len(), 1);
    assert_eq!(view.cart.units(), (THREADS * ADDS) as u64);
    assert_eq!(view.cart.revision, (THREADS * ADDS) as u64);
}

#[test]
fn parallel_adds_to_an_engine_in_memory_end_in_their_sum() {
    check_sum(&engine_with(vec![product("mug")]));
}

#[test]
fn parallel_adds_to_an_engine_on_disk_end_in_their_sum_and_stay() {
    let folder = tempfile::TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let engine = open_file(&file, Profile::Fast);
    submit(&engine, import(vec![product("mug")])).unwrap();
    check_sum(&engine);
    engine.close().unwrap();
    let engine = open_file(&file, Profile::Durable);
    assert_eq!(cart(&engine, "shared").cart.units(), (THREADS * ADDS) as u64);
}

#[test]
fn parallel_adds_of_several_products_make_each_one_line() {
    let goods = ["mug", "tote", "lamp"];
    let engine = engine_with(goods.iter().map(|good| product(good)).collect());
    at_once(THREADS, |thread| {
        for number in 0..ADDS {
            let line = |good: &&str| -> AddLine { one(&format!("{good}-{thread}-{number}"), good) };
            submit(&engine, add("shared", goods.iter().map(line).collect())).unwrap();
        }
    });
    let view = cart(&engine, "shared");
    let products: BTreeSet<&str> =
        view.cart.lines.iter().map(|line| line.product().unwrap().as_str()).collect();
    assert_eq!(products, BTreeSet::from(goods));
    assert_eq!(view.cart.lines.len(), goods.len());
    for line in &view.cart.lines {
        assert_eq!(line.quantity.units() as usize, THREADS * ADDS);
    }
}

#[test]
fn of_two_first_adds_in_two_currencies_one_wins() {
    let engine = engine_with(vec![product("mug"), product("tote")]);
    let mut winners = BTreeSet::new();
    for round in 0..ROUNDS {
        let name = format!("cart-{round}");
        let currencies = [Currency::USD, euros()];
        at_once(2, |thread| {
            let good = ["mug", "tote"][thread];
            submit(&engine, add_in(currencies[thread], &name, vec![one(good, good)])).unwrap();
        });
        let view = cart(&engine, &name);
        let currency = view.cart.currency_lock().expect("a cart with lines has a currency");
        let price = if currency == Currency::USD { 1_000 } else { 900 };
        assert_eq!(view.cart.lines.len(), 2);
        assert_eq!(view.priced.total, 2 * price, "round {round} has mixed prices");
        winners.insert(currency);
    }
    assert!(!winners.is_empty());
}

#[test]
fn a_first_add_without_a_price_in_the_winning_currency_is_refused() {
    let dollars = Product { prices: prices(Some(500), None), ..product("dollars") };
    let only_euros = Product { prices: prices(None, Some(400)), ..product("euros") };
    let engine = engine_with(vec![dollars, only_euros]);
    for round in 0..ROUNDS {
        let name = format!("cart-{round}");
        let results = at_once(2, |thread| {
            let (currency, good) = [(Currency::USD, "dollars"), (euros(), "euros")][thread];
            submit(&engine, add_in(currency, &name, vec![one(good, good)]))
        });
        let refused: Vec<&Error> = results.iter().filter_map(|result| result.as_ref().err()).collect();
        let [refused] = refused[..] else { panic!("round {round}: not one was refused: {results:?}") };
        assert!(matches!(refused.reason(), Error::PriceMissing { .. }), "{refused}");
        let view = cart(&engine, &name);
        assert_eq!(view.cart.lines.len(), 1);
        assert_eq!(view.cart.revision, 1);
    }
}

#[test]
fn parallel_adds_of_what_brings_a_gift_bring_as_many_gifts() {
    let engine = engine_with(vec![product("cake"), product("candle")]);
    submit(&engine, import_promotions(vec![gift_with("cake", "candle")])).unwrap();
    at_once(THREADS, |thread| {
        for number in 0..ADDS {
            submit(&engine, add("shared", vec![one(&format!("line-{thread}-{number}"), "cake")])).unwrap();
        }
    });
    let view = cart(&engine, "shared");
    let units: Vec<u32> = view.cart.lines.iter().map(|line| line.quantity.units()).collect();
    let expected = u32::try_from(THREADS * ADDS).unwrap();
    assert_eq!(units, [expected, expected]);
    assert_eq!(view.cart.lines[1].auto_added_units(), expected);
    assert_eq!(view.priced.total, 1_000 * i64::from(expected));
}

#[test]
fn parallel_checkouts_of_one_cart_make_one_order() {
    let engine = engine_with(vec![product("mug")]);
    for round in 0..ROUNDS {
        let name = format!("cart-{round}");
        submit(&engine, add(&name, vec![one("line", "mug")])).unwrap();
        let orders: BTreeSet<String> = at_once(THREADS, |thread| {
            let receipt = submit(&engine, check_out(&name, &format!("order-{round}-{thread}"))).unwrap();
            receipt.order.unwrap().id.to_string()
        })
        .into_iter()
        .collect();
        assert_eq!(orders.len(), 1, "round {round}: {orders:?}");
    }
    let all = engine.orders(&Principal::Server, Page { offset: 0, limit: 2 * ROUNDS }).unwrap();
    assert_eq!((all.total, all.entries.len()), (ROUNDS as u64, ROUNDS));
}

#[test]
fn of_parallel_payments_of_one_order_one_is_taken() {
    let few = Product { stock: stock(Some(1_000)), ..product("mug") };
    let engine = engine_with(vec![few]);
    for round in 0..ROUNDS {
        let (name, order) = (format!("cart-{round}"), format!("order-{round}"));
        submit(&engine, add(&name, vec![AddLine { quantity: units(3), ..one("line", "mug") }])).unwrap();
        submit(&engine, check_out(&name, &order)).unwrap();
        let paid = at_once(THREADS, |thread| submit(&engine, pay(&order, &thread.to_string(), None)));
        let refused: Vec<&Error> = paid.iter().filter_map(|paid| paid.as_ref().err()).collect();
        assert_eq!(refused.len(), THREADS - 1);
        assert!(refused.iter().all(|error| matches!(error, Error::OrderPaid { .. })), "{refused:?}");
        let order = engine.find_order(&order_id(&order), &Principal::Server).unwrap().unwrap();
        assert_eq!((order.transactions.len(), order.paid(), order.balance()), (1, 3_000, 0));
    }
    let mug = ProductRef::Id(product_id("mug"));
    let in_stock = engine.find_product(&mug).unwrap().unwrap().stock.clone();
    let taken = 3 * i64::try_from(ROUNDS).unwrap();
    assert_eq!((in_stock.available, in_stock.allocated), (1_000 - taken, taken));
}

/// The answers to as many looks at all carts at once, where so many may be under way.
fn looks_at_all_carts(searches_max: usize, request_timeout: Duration) -> Vec<Answer> {
    let limits = Limits { searches_max, request_timeout, ..Limits::documented() };
    let server = LocalServer::start(Setting { limits, ..Setting::demo() }).unwrap();
    let look = Request::new("GET", "/v1/carts").header("Authorization", "Bearer YOUR_API_KEY");
    at_once(THREADS, |_| send(server.address(), &look).unwrap())
}

#[test]
fn looks_at_all_carts_wait_for_their_turn() {
    for answer in looks_at_all_carts(1, Limits::documented().request_timeout) {
        assert_eq!(answer.status, 200, "{}", answer.text());
    }
}

#[test]
fn a_look_at_all_carts_whose_turn_never_comes_is_refused_in_the_end() {
    for answer in looks_at_all_carts(0, Duration::from_millis(50)) {
        assert_eq!((answer.status, answer.header("retry-after")), (503, Some("1")), "{}", answer.text());
    }
}

#[test]
fn a_code_for_so_many_orders_is_good_for_as_many() {
    const USES: usize = 3;
    let engine = engine_with(vec![product("mug")]);
    let offer = by_codes(["FEW".to_owned()], Some(USES as u64));
    submit(&engine, import_promotions(vec![promotion("few", offer, off(100))])).unwrap();
    let orders = at_once(THREADS, |thread| {
        let name = format!("cart-{thread}");
        submit(&engine, add(&name, vec![one("line", "mug")])).unwrap();
        // Where all uses are gone already the code is not there.
        let _ = submit(&engine, enter(&name, ["FEW".to_owned()]));
        submit(&engine, check_out(&name, &name)).unwrap().order.unwrap()
    });
    let discounted = orders.iter().filter(|order| order.priced.discount_total == 100).count();
    let whole = orders.iter().filter(|order| order.priced.discount_total == 0).count();
    assert_eq!((discounted, whole), (USES, THREADS - USES));
}

#[test]
fn parallel_adds_through_all_four_dialects_end_in_their_sum() {
    let server = LocalServer::demo();
    let doors = Door::all(server.address());
    let per_door = 2;
    // The first add makes the cart, which StateSet's endpoint expects to be there.
    assert_eq!(send(server.address(), &Door::SdsShop.add()).unwrap().status, 200);
    at_once(doors.len() * per_door, |thread| {
        let add = doors[thread % doors.len()].add();
        add_repeatedly(server.address(), &add);
    });
    let lines = shop::customer_lines(server.address());
    let [line] = &lines[..] else { panic!("one product is one line: {lines:?}") };
    assert_eq!(line["quantity"].as_u64().unwrap(), 1 + (doors.len() * per_door * ADDS) as u64);
}

#[test]
fn parallel_adds_through_two_dialects_bring_as_many_gifts() {
    let server = LocalServer::demo();
    let adds = shop::adds_with_gift();
    at_once(THREADS, |thread| add_repeatedly(server.address(), &adds[thread % adds.len()]));
    let read = send(server.address(), &shop::read_with_gift()).unwrap().json();
    let units: Vec<u64> =
        read["data"].as_array().unwrap().iter().map(|line| line["quantity"].as_u64().unwrap()).collect();
    let expected = (THREADS * ADDS) as u64;
    assert_eq!(units, [expected, expected]);
    assert_eq!(read["data"][1]["auto_add_quantity"], expected);
    assert_eq!(read["meta"]["display_price"]["with_tax"]["amount"], 10_000 * expected);
}

fn add_repeatedly(address: SocketAddr, add: &Request) {
    let mut connection = Connection::open(address).unwrap();
    for _ in 0..ADDS {
        let answer = connection.exchange(add).unwrap();
        assert!((200..300).contains(&answer.status), "{add:?}: {} {}", answer.status, answer.text());
    }
}

#[test]
fn of_two_first_adds_over_http_in_two_currencies_one_wins() {
    let server = LocalServer::demo();
    let token = shop::elastic_path_token(server.address());
    for round in 0..ROUNDS {
        let name = format!("race-{round}");
        let answers = at_once(2, |thread| {
            let add = shop::add_as_server(&token, &name).header("X-MOLTIN-CURRENCY", ["USD", "EUR"][thread]);
            send(server.address(), &add).unwrap()
        });
        let currencies: BTreeSet<String> = answers
            .iter()
            .map(|answer| answer.json()["data"][0]["unit_price"]["currency"].as_str().unwrap().to_owned())
            .collect();
        assert_eq!(currencies.len(), 1, "round {round} has mixed currencies");
    }
}
