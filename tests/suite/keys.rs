//! Idempotency keys over HTTP: whoever tries again with the same key has it done once, whatever becomes of the server.
//!
//! `TROLLEY_TEST_KILLS=1000` kills so often.

use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;
use std::sync::mpsc::{Sender, channel};
use std::thread::spawn;

use tempfile::TempDir;
use trolley::config::Config;
use trolley::json::parse_rfc_3339;
use trolley::{demo, seed};
use trolley_engine::engine::keyed::{KEY_LIFE_MS, VERBATIM_BYTES_MAX};
use trolley_engine::{Engine, Options, Profile, Timestamp};
use trolley_harness::chance::Chance;
use trolley_harness::client::{Answer, Connection, Request, send};
use trolley_harness::fixture::DEFAULT_TIME;
use trolley_harness::gate::Gate;
use trolley_harness::local::{LocalServer, Setting};
use trolley_harness::process::Server;

use crate::kill::start;
use crate::parallel::at_once;
use crate::shop::{self, Door};

const TWINS: usize = 8;
const ROUNDS: usize = 20;
const KILLS: usize = 10;
/// The server is killed after at most so many answers.
const ANSWERS_MAX: u64 = 60;

fn with_key(request: Request, key: &str) -> Request {
    request.header("Idempotency-Key", key)
}

fn is_replay(answer: &Answer) -> bool {
    answer.header("idempotency-replayed") == Some("true")
}

/// How many units are in the customer's cart.
fn customer_units(address: SocketAddr) -> u64 {
    shop::customer_lines(address).iter().map(|line| line["quantity"].as_u64().unwrap()).sum()
}

#[test]
fn parallel_twins_are_done_once_in_each_dialect() {
    let server = LocalServer::demo();
    let address = server.address();
    let mut expected = 0;
    for door in Door::all(address) {
        for round in 0..ROUNDS {
            let request = with_key(door.add(), &format!("twins-{round}"));
            let answers = at_once(TWINS, |_| send(address, &request).unwrap());
            expected += 1;
            assert_eq!(customer_units(address), expected, "{door:?}");
            let (replays, first): (Vec<&Answer>, Vec<&Answer>) =
                answers.iter().partition(|one| is_replay(one));
            let [first] = first[..] else { panic!("{door:?}: {} were done", first.len()) };
            assert!((200..300).contains(&first.status), "{}", first.text());
            for replay in replays {
                assert_eq!((replay.status, &replay.body), (first.status, &first.body));
            }
        }
    }
}

#[test]
fn one_key_through_several_dialects_is_several_keys() {
    let server = LocalServer::demo();
    let address = server.address();
    for (place, door) in (1..).zip(Door::all(address)) {
        for is_second in [false, true] {
            let answer = send(address, &with_key(door.add(), "the-same")).unwrap();
            assert_eq!(is_replay(&answer), is_second);
            assert_eq!(customer_units(address), place);
        }
    }
}

#[test]
fn a_large_answer_is_made_again() {
    let config = "elastic_path.custom_input_characters_max = 0".to_owned();
    let server = LocalServer::start(Setting { config, ..Setting::demo() }).unwrap();
    let address = server.address();
    let add = |text_len: usize, key: &str| {
        let text = "x".repeat(text_len);
        let body = format!(
            r#"{{"data":{{"type":"cart_item","sku":"TROLLEY-CARD","quantity":1,"custom_inputs":{{"note":"{text}"}}}}}}"#
        );
        let request = Request::new("POST", "/v2/carts/large/items")
            .header("Authorization", "Bearer XXXX-client-credentials")
            .json(&body);
        send(address, &with_key(request, key)).unwrap()
    };
    let quantity = |answer: &Answer| answer.json()["data"][0]["quantity"].as_u64().unwrap();
    let first = add(100_000, "large");
    assert_eq!((first.status, quantity(&first), is_replay(&first)), (201, 1, false), "{}", first.text());
    let again = add(100_000, "large");
    assert!(is_replay(&again));
    assert_eq!((again.status, again.body), (first.status, first.body));
    assert_eq!(quantity(&add(100_000, "other")), 2);
    let again = add(100_000, "large");
    assert_eq!((quantity(&again), is_replay(&again)), (2, true), "it is of the cart as it is now");
}

#[test]
fn a_large_answer_is_not_made_again_of_what_is_gone_or_somebody_elses() {
    let config = "elastic_path.custom_input_characters_max = 0\nelastic_path.customer_carts = \"by_token\"";
    let server = LocalServer::start(Setting { config: config.to_owned(), ..Setting::demo() }).unwrap();
    let text = "x".repeat(100_000);
    let large = format!(
        r#"{{"data":{{"type":"cart_item","sku":"TROLLEY-CARD","quantity":1,"custom_inputs":{{"note":"{text}"}}}}}}"#
    );
    let ask =
        |request: Request| send(server.address(), &request.header("Authorization", "Bearer XXXX")).unwrap();
    let add = || ask(with_key(Request::new("POST", "/v2/carts/handed-on/items").json(&large), "large"));
    assert_eq!((add().status, add().status), (201, 201));

    let is_refused = || {
        let again = add();
        assert!(is_replay(&again));
        assert_eq!(
            (again.status, again.json()["errors"][0]["detail"].as_str()),
            (404, Some("Cart not found"))
        );
    };
    assert_eq!(ask(Request::new("DELETE", "/v2/carts/handed-on")).status, 204);
    is_refused();
    let small = r#"{"data":{"type":"cart_item","sku":"TROLLEY-MUG","quantity":1}}"#;
    let customers = Request::new("POST", "/v2/carts/handed-on/items").json(small);
    assert_eq!(ask(customers.header("X-Moltin-Customer-Token", "demo-customer-token")).status, 201);
    is_refused();
}

#[test]
fn a_large_answer_about_a_line_says_so_where_the_line_is_gone() {
    let server = LocalServer::demo();
    let body = format!(r#"{{"quantity":1,"options":{{"team_id":"20","text":"{}"}}}}"#, "x".repeat(16_000));
    let ask = |method: &str, sku: &str, key: &str| {
        let request = Request::new(method, &format!("/api/v1/shop/cart/{sku}"))
            .header("X-API-Key", "123456789")
            .header("Authorization", "Bearer 1|demo");
        send(server.address(), &with_key(request.json(&body), key)).unwrap()
    };
    let last = "CK-SDS001";
    for sku in ["PK-SDS002", "DK-SDS003", "AP-SDS004", "PS-SDS005", last] {
        assert_eq!(ask("POST", sku, sku).status, 200);
    }
    let put = ask("PUT", last, "put");
    assert_eq!((put.status, VERBATIM_BYTES_MAX < put.body.len()), (200, true));
    assert_eq!(ask("DELETE", last, "delete").status, 200);
    for again in [ask("POST", last, last), ask("PUT", last, "put")] {
        assert!(is_replay(&again));
        assert_eq!((again.status, again.json()["message"].as_str()), (404, Some("Cart item not found")));
    }
}

#[test]
fn a_page_may_send_a_key_and_learn_of_a_replay() {
    let server = LocalServer::demo();
    let address = server.address();
    for door in Door::all(address) {
        let add = door.add();
        let ask = Request::new("OPTIONS", &add.path)
            .header("Origin", "http://localhost:3000")
            .header("Access-Control-Request-Method", "POST")
            .header("Access-Control-Request-Headers", "idempotency-key");
        let allowed = send(address, &ask).unwrap();
        let listed = |answer: &Answer, name: &str, header: &str| {
            let headers = answer.header(name).unwrap_or_default();
            assert!(headers.split(", ").any(|one| one == header), "{door:?}: {headers}");
        };
        listed(&allowed, "access-control-allow-headers", "idempotency-key");
        let answer = send(address, &with_key(add, "page").header("Origin", "http://localhost:3000")).unwrap();
        listed(&answer, "access-control-expose-headers", "idempotency-replayed");
    }
}

#[test]
fn what_changes_nothing_takes_no_notice_of_a_key() {
    let server = LocalServer::demo();
    let address = server.address();
    let form = "grant_type=implicit&client_id=demo-storefront";
    let token = Request::new("POST", "/oauth/access_token").body("application/x-www-form-urlencoded", form);
    let look = Request::new("GET", "/v2/carts/nobody").header("Authorization", "Bearer XXXX");
    for request in [token, look] {
        let twice = [(); 2].map(|()| send(address, &with_key(request.clone(), "not a key")).unwrap());
        for answer in &twice {
            assert_eq!((answer.status, is_replay(answer)), (200, false), "{}", answer.text());
        }
    }
}

#[test]
fn a_key_ends_after_24_hours() {
    let server = LocalServer::start(Setting::demo()).unwrap();
    let address = server.address();
    let begin = parse_rfc_3339(DEFAULT_TIME).unwrap();
    let door = Door::StateSet;
    for (after_ms, is_expected) in [(0, false), (KEY_LIFE_MS, true), (KEY_LIFE_MS + 1, false)] {
        server.set_time(Timestamp::from_millis(begin.as_millis() + after_ms));
        let answer = send(address, &with_key(door.add(), "a-day")).unwrap();
        assert_eq!(is_replay(&answer), is_expected, "after {after_ms} ms");
    }
}

#[test]
fn what_found_no_place_in_the_queue_is_done_when_it_is_tried_again() {
    let gate = Gate::open();
    let options = Options { queue_len_max: 1, ..Options::new(Profile::Fast) };
    let engine = Engine::with_backend(gate.backend(), options).unwrap();
    seed::load(&engine, &demo::seeds().unwrap(), parse_rfc_3339(DEFAULT_TIME).unwrap()).unwrap();
    let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
    let server = trolley::server::Server::new(Arc::new(engine), Config::documented());
    let running = server.start(listener).unwrap();
    let address = running.address();
    for door in doors() {
        let before = customer_units(address);
        let (answer, answered) = channel();
        let ask = |key: &'static str| {
            let (request, answer) = (with_key(door.add(), key), answer.clone());
            spawn(move || answer.send((key, send(address, &request).unwrap())).unwrap())
        };
        gate.shut();
        ask("first");
        gate.wait_for_visitor();
        // While the first is held up, one of these waits behind it, and only the other is answered.
        ask("second");
        ask("third");
        let (refused, answer) = answered.recv().unwrap();
        assert_eq!(answer.status, 503, "{}", answer.text());
        gate.unlock();
        for (key, answer) in [answered.recv().unwrap(), answered.recv().unwrap()] {
            assert!((200..300).contains(&answer.status), "{key}: {}", answer.text());
        }
        for key in ["first", "second", "third"] {
            let answer = send(address, &with_key(door.add(), key)).unwrap();
            assert!((200..300).contains(&answer.status), "{}", answer.text());
            assert_eq!(is_replay(&answer), key != refused);
        }
        assert_eq!(customer_units(address), before + 3);
    }
}

/// The customer's whole trade: each client goes through its intents, and tries each until it is answered.
#[test]
fn what_clients_try_again_with_a_key_is_done_once_though_the_server_is_killed() {
    let kills =
        std::env::var("TROLLEY_TEST_KILLS").map_or(KILLS, |text| text.parse().expect("a number of kills"));
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("carts.redb");
    let file = file.to_str().unwrap();
    let mut chance = Chance::new(0x6b65_7973);
    let mut server = start(file);
    // StateSet makes no cart by an add, and must not be the first.
    let [storekit, ..] = doors();
    assert_eq!(send(server.address, &intent(&storekit, 0)).unwrap().status, 200);
    let mut next = [1, 0, 0, 0];
    for kill in 0..kills {
        let answers = 1 + chance.below(ANSWERS_MAX);
        next = until_killed(server, answers, next);
        server = start(file);
        let address = server.address;
        let mut replays = 0;
        for (place, door) in doors().into_iter().enumerate() {
            // What was asked for when the server was killed may be done or not; asked for again, it is.
            let answer = send(address, &intent(&door, next[place])).unwrap();
            assert!((200..300).contains(&answer.status), "{}", answer.text());
            replays += u32::from(is_replay(&answer));
            next[place] += 1;
        }
        assert_eq!(customer_units(address), next.iter().sum::<u64>(), "kill {kill}, {replays} replays");
    }
}

/// All four doors, with a token of Elastic Path's that outlives a restart.
fn doors() -> [Door; 4] {
    [Door::StoreKit, Door::StateSet, Door::SdsShop, Door::ElasticPath("XXXX-client-credentials".to_owned())]
}

fn intent(door: &Door, number: u64) -> Request {
    with_key(door.add(), &format!("intent-{number}"))
}

/// Kills the server once so many were answered, and says for each door the first intent that was not.
fn until_killed(server: Server, answers: u64, next: [u64; 4]) -> [u64; 4] {
    let (answered, is_answered) = channel();
    let clients = doors().into_iter().zip(next).map(|(door, next)| {
        let (address, answered) = (server.address, answered.clone());
        spawn(move || add_until_cut_off(address, &door, next, &answered))
    });
    let clients: Vec<_> = clients.collect();
    drop(answered);
    for _ in 0..answers {
        is_answered.recv().expect("somebody is still at it");
    }
    server.kill();
    let next: Vec<u64> = clients.into_iter().map(|client| client.join().unwrap()).collect();
    next.try_into().unwrap()
}

/// Asks for one intent after the other; the first that was not answered.
fn add_until_cut_off(address: SocketAddr, door: &Door, mut next: u64, answered: &Sender<()>) -> u64 {
    let Ok(mut connection) = Connection::open(address) else { return next };
    while let Ok(answer) = connection.exchange(&intent(door, next)) {
        assert!((200..300).contains(&answer.status), "{}", answer.text());
        next += 1;
        // Once enough were answered nobody listens any more, and the kill is near.
        let _ = answered.send(());
    }
    next
}
