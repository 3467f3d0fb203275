//! Many at once: every add counts once, a product is one line, and a cart has one currency.

use std::collections::BTreeSet;
use std::net::SocketAddr;
use std::sync::Barrier;

use trolley_engine::domain::command::AddLine;
use trolley_engine::domain::money::Currency;
use trolley_engine::{Engine, Error, Profile};
use trolley_harness::client::{Connection, Request, send};
use trolley_harness::local::LocalServer;

use crate::goods::{add, add_in, cart, engine_with, euros, import, one, open_file, product, submit};
use crate::shop::{self, Door};

const THREADS: usize = 8;
const ADDS: usize = 50;
const ROUNDS: usize = 100;

/// Does this in many threads that begin together; each is told its number.
fn at_once<T: Send>(threads: usize, work: impl Fn(usize) -> T + Sync) -> Vec<T> {
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
    let dollars = trolley_engine::domain::catalog::Product {
        prices: crate::goods::prices(Some(500), None),
        ..product("dollars")
    };
    let only_euros = trolley_engine::domain::catalog::Product {
        prices: crate::goods::prices(None, Some(400)),
        ..product("euros")
    };
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
