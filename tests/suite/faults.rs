//! A disk that fails, under the real server: every call of a script of requests fails once, and the server goes on by
//! itself, answers with what it knows, and loses and doubles nothing.
//!
//! `TROLLEY_TEST_FAULT_ROUNDS=20` plays the script so often.

use std::io::ErrorKind;
use std::net::{Ipv4Addr, SocketAddr, TcpListener};
use std::sync::Arc;

use trolley::config::Config;
use trolley::json::parse_rfc_3339;
use trolley::server::Running;
use trolley::{demo, seed};
use trolley_engine::engine::health::HealthState;
use trolley_engine::{Engine, Options, Profile};
use trolley_harness::client::{Answer, Request, send};
use trolley_harness::disk::{Blow, Disk};
use trolley_harness::fixture::DEFAULT_TIME;

use crate::shop::{self, Door};

/// Longer than any test takes.
const HOUR_MS: u64 = 3_600_000;
/// A cart of its own, for what is taken away.
const OTHER_CART: &str = "faults";

/// The server with the demo on a disk that fails when it is told to.
struct Shop {
    disk: Disk,
    engine: Arc<Engine>,
    running: Running,
    doors: [Door; 4],
    /// How many units are in the customer's cart.
    units: u64,
    /// How many requests had a key.
    keys: u64,
}

impl Shop {
    fn open(profile: Profile, seed: u64, heal_waits_ms: [u64; 5]) -> Self {
        let disk = Disk::holding(Vec::new(), seed);
        let options = Options { heal_waits_ms, ..Options::new(profile) };
        let engine = Arc::new(Engine::with_backend(disk.clone(), options).unwrap());
        seed::load(&engine, &demo::seeds().unwrap(), parse_rfc_3339(DEFAULT_TIME).unwrap()).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = trolley::server::Server::new(Arc::clone(&engine), Config::documented());
        let running = server.start(listener).unwrap();
        let doors = Door::all(running.address());
        let mut shop = Self { disk, engine, running, doors, units: 0, keys: 0 };
        // StateSet makes no cart by an add.
        let [storekit, ..] = shop.doors.clone();
        assert_eq!(shop.send(&storekit.add()).status, 200);
        shop.units = 1;
        shop
    }

    fn address(&self) -> SocketAddr {
        self.running.address()
    }

    fn send(&self, request: &Request) -> Answer {
        send(self.address(), request).unwrap()
    }

    fn units_now(&self) -> u64 {
        shop::customer_lines(self.address()).iter().map(|line| line["quantity"].as_u64().unwrap()).sum()
    }

    /// Sends what adds one unit, so often and with one key, until it is done; the disk fails at the call after so many.
    /// Whether there was such a call.
    fn add_once(&mut self, door: &Door, calls: u64, blow: Blow) -> bool {
        self.keys += 1;
        let request = door.add().header("Idempotency-Key", &format!("fault-{}", self.keys));
        let failures = self.engine.health().failures;
        self.disk.arm(calls, blow);
        let mut answer = self.send(&request);
        let has_failed = failures < self.engine.health().failures;
        if has_failed {
            check_unknown(&answer);
            // Somebody else looks meanwhile.
            let seen = self.units_now();
            assert!((self.units..=self.units + 1).contains(&seen), "{seen} of {}", self.units);
        }
        while !(200..300).contains(&answer.status) {
            assert_eq!(answer.status, 503, "{}", answer.text());
            assert!(answer.header("retry-after").is_some());
            self.engine.wait_until(|health| health.state == HealthState::Ready);
            answer = self.send(&request);
        }
        self.units += 1;
        assert_eq!(self.units_now(), self.units, "it is done once: {door:?}, {blow:?} at call {calls}");
        let has_blown = self.disk.has_blown();
        self.disk.restart();
        has_blown
    }

    /// Adds through every door, once for each call of the disk that an add makes, which fails. How many failed.
    fn fail_each_call(&mut self, blow: Blow) -> u64 {
        let mut failed = 0;
        for door in self.doors.clone() {
            for calls in 0.. {
                if !self.add_once(&door, calls, blow) {
                    break;
                }
                failed += 1;
            }
        }
        failed
    }
}

/// The answer to who met the failure, in whatever form.
#[track_caller]
fn check_unknown(answer: &Answer) {
    assert_eq!(answer.status, 503, "{}", answer.text());
    let text = answer.text().to_ascii_lowercase();
    assert!(text.contains(r#""outcome":"unknown""#) && text.contains("storage_failed"), "{text}");
    assert!(answer.header("retry-after").is_some());
}

fn rounds() -> u64 {
    std::env::var("TROLLEY_TEST_FAULT_ROUNDS").map_or(1, |text| text.parse().expect("a number of rounds"))
}

#[test]
fn every_call_of_the_disk_fails_once_and_every_add_is_done_once() {
    for round in 0..rounds() {
        for profile in [Profile::Durable, Profile::Fast] {
            let mut shop = Shop::open(profile, 0xd15c + round, [1; 5]);
            let mut failed = 0;
            for kind in [ErrorKind::Other, ErrorKind::StorageFull] {
                failed += shop.fail_each_call(Blow::Failure(kind));
            }
            failed += shop.fail_each_call(Blow::FailedFlush);
            let health = shop.engine.health();
            println!("{profile:?}: {} adds, {failed} calls failed, {} healings", shop.units, health.healings);
            assert!(40 <= failed && 40 <= health.healings);
            assert_eq!(health.failures, health.healings);
            // What was answered is there after the power has gone, too.
            shop.disk.pull_plug();
            shop.disk.restart();
            let expected = shop.units;
            let image = shop.disk.image();
            let again = Disk::holding(image, 0);
            let engine = Engine::with_backend(again, Options::new(profile)).unwrap();
            let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
            let engine = Arc::new(engine);
            let running = trolley::server::Server::new(engine, Config::documented()).start(listener).unwrap();
            let lines = shop::customer_lines(running.address());
            let units: u64 = lines.iter().map(|line| line["quantity"].as_u64().unwrap()).sum();
            assert_eq!(units, expected);
        }
    }
}

#[test]
fn a_failed_read_is_answered_and_healed() {
    for profile in [Profile::Durable, Profile::Fast] {
        let disk = Disk::holding(Vec::new(), 7);
        let options = Options { heal_waits_ms: [1; 5], cache_bytes: 0, ..Options::new(profile) };
        let engine = Arc::new(Engine::with_backend(disk.clone(), options).unwrap());
        seed::load(&engine, &demo::seeds().unwrap(), parse_rfc_3339(DEFAULT_TIME).unwrap()).unwrap();
        let listener = TcpListener::bind((Ipv4Addr::LOCALHOST, 0)).unwrap();
        let server = trolley::server::Server::new(Arc::clone(&engine), Config::documented());
        let running = server.start(listener).unwrap();
        let look = |status: u16| {
            let answer = send(running.address(), &shop::read_guest(1)).unwrap();
            assert_eq!(answer.status, status, "{}", answer.text());
        };
        for healings in 1..=3 {
            // What was read before the last change is not there to be shown again.
            assert_eq!(send(running.address(), &shop::add_as_guest(1)).unwrap().status, 200);
            disk.arm(0, Blow::FailedRead);
            // Whoever looks is kept waiting for a moment.
            look(200);
            engine.wait_until(|health| health.healings == healings);
            look(200);
        }
    }
}

/// One unit to the customer's cart through each door, and what each has of a program's word for why not.
#[track_caller]
fn check_refused(shop: &Shop, code: &str, message: &str) {
    for door in &shop.doors {
        let answer = shop.send(&door.add());
        let text = answer.text();
        assert_eq!(answer.status, 503, "{door:?}: {text}");
        assert!(answer.header("retry-after").is_some());
        assert!(!text.contains("outcome"), "what was not looked at has none: {text}");
        let json = answer.json();
        let (found, said) = match door {
            Door::StoreKit | Door::SdsShop => (&json["code"], &json["message"]),
            Door::StateSet => (&json["error"]["code"], &json["error"]["message"]),
            Door::ElasticPath(_) => (&json["errors"][0]["meta"]["reason"], &json["errors"][0]["detail"]),
        };
        // StateSet has one word of its own for all that is not available.
        let found = found.as_str().unwrap().to_ascii_lowercase();
        assert!(found == code || found == format!("service_{code}"), "{door:?}: {text}");
        // StoreKit has its own word for every failure of an add.
        let said = said.as_str().unwrap();
        assert!(said == message || said == "Failed to add item to cart", "{door:?}: {text}");
    }
}

#[test]
fn while_the_disk_fails_carts_are_shown_and_every_change_is_refused_in_its_form() {
    // Fails for an hour.
    let mut shop = Shop::open(Profile::Durable, 1, [HOUR_MS; 5]);
    shop.disk.arm(0, Blow::LastingFailure(ErrorKind::PermissionDenied));
    check_unknown(&shop.send(&shop.doors[0].add()));
    // The failing disk cannot be read either: what is in memory is shown.
    shop.units = 1;
    check_refused(&shop, "recovering", "The storage failed and is being opened anew, try again");
    let health = shop.send(&Request::new("GET", "/_trolley/health"));
    assert_eq!((health.status, &health.json()["status"]), (503, &"recovering".into()));
    assert_eq!(health.json()["failures"], 1);
    assert!((1..=2).contains(&shop.units_now()));
    shop.running.stop().unwrap();
}

#[test]
fn a_store_that_is_given_up_is_still_shown() {
    let shop = Shop::open(Profile::Durable, 1, [0; 5]);
    shop.disk.arm(0, Blow::LastingFailure(ErrorKind::PermissionDenied));
    check_unknown(&shop.send(&shop.doors[0].add()));
    shop.engine.wait_until(|health| health.state == HealthState::Failed);
    check_refused(&shop, "unavailable", "Carts cannot be reached at the moment");
    assert!((1..=2).contains(&shop.units_now()));
}

#[test]
fn a_full_disk_shows_carts_and_takes_what_makes_room_and_nothing_else() {
    let shop = Shop::open(Profile::Durable, 1, [HOUR_MS; 5]);
    let token = shop::elastic_path_token(shop.address());
    assert_eq!(shop.send(&shop::add_as_server(&token, OTHER_CART)).status, 201);
    shop.disk.limit(shop.disk.image().len() as u64);
    let note = "x".repeat(16_000);
    let large = format!(
        r#"{{"data":{{"type":"custom_item","name":"n","description":"{note}","quantity":1,"price":{{"amount":1}}}}}}"#
    );
    let mut answered = 0;
    loop {
        let request = Request::new("POST", &format!("/v2/carts/large-{answered}/items"))
            .header("Authorization", &format!("Bearer {token}"))
            .json(&large);
        let answer = shop.send(&request);
        match answer.status {
            201 => answered += 1,
            _ => {
                check_unknown(&answer);
                break;
            }
        }
    }
    shop.engine.wait_until(|health| health.state != HealthState::Recovering);
    check_refused(&shop, "storage_full", "The storage is full, only what makes room is done");
    let health = shop.send(&Request::new("GET", "/_trolley/health"));
    assert_eq!((health.status, &health.json()["status"]), (503, &"full".into()));
    assert_eq!(shop.units_now(), 1);
    let other = |method: &str| {
        let request = Request::new(method, &format!("/v2/carts/{OTHER_CART}"));
        shop.send(&request.header("Authorization", &format!("Bearer {token}"))).status
    };
    assert_eq!(other("GET"), 200);
    assert_eq!(other("DELETE"), 204);
    assert_eq!(shop.engine.health().state, HealthState::Full);
}
