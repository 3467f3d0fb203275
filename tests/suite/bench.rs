//! `trolley bench` against a real server: what it does is done, and it says what it did.

use serde_json::Value as Json;
use trolley_harness::client::{Request, send};
use trolley_harness::process::{Ended, Program, Server};

use crate::shop::program;

/// Enough carts and callers that several meet at one cart.
const LOAD: [&str; 8] = ["--seconds", "1", "--clients", "4", "--carts", "3", "--lines", "2"];

fn demo() -> Server {
    let server = program().args(["serve", "--demo", "--port", "0"]).serve();
    server.unwrap_or_else(|ended| panic!("{ended:?}"))
}

fn bench(server: &Server, arguments: &[&str]) -> Program {
    let url = format!("http://{}", server.address);
    program().args(["bench", "--url", &url]).args(LOAD).args(arguments.iter().copied())
}

/// What it prints for programs, where it ends well.
#[track_caller]
fn report(program: &Program) -> Json {
    let ended = program.clone().args(["--json"]).run();
    assert!(ended.status.success(), "{ended:?}");
    serde_json::from_str(&ended.stdout).unwrap_or_else(|error| panic!("{error}: {}", ended.stdout))
}

#[track_caller]
fn number(json: &Json) -> u64 {
    json.as_u64().unwrap_or_else(|| panic!("{json} is no number"))
}

/// How many carts the server has.
#[track_caller]
fn carts(server: &Server) -> u64 {
    let request =
        Request::new("GET", "/_trolley/carts?limit=1").header("Authorization", "Bearer demo-operator");
    let answer = send(server.address, &request).unwrap();
    assert_eq!(answer.status, 200, "{}", answer.text());
    number(&answer.json()["total"])
}

#[track_caller]
fn check(api: &str, operation: &str) {
    let server = demo();
    let before = carts(&server);
    let report = report(&bench(&server, &["--api", api, "--operation", operation]));
    let (requests, checked) = (number(&report["requests"]), &report["checked"]);
    assert!(0 < requests && 0 < number(&report["latency_us"]["max"]), "{report}");
    assert_eq!((number(&report["errors"]), number(&checked["unknown"])), (0, 0), "{report}");
    let answered: u64 = report["statuses"].as_object().unwrap().values().map(number).sum();
    assert_eq!(answered, requests, "{report}");
    assert_eq!(number(&checked["units_before"]), 6, "{report}");
    let added = number(&checked["added"]);
    assert_eq!(number(&checked["units_after"]), 6 + added, "{report}");
    assert_eq!(0 < added, operation != "read", "{report}");
    assert_eq!(report["server"]["profile"], "memory", "{report}");
    assert_eq!(carts(&server), before, "its carts are gone");
}

#[test]
fn what_is_added_through_storekit_is_there_and_then_gone() {
    check("storekit", "add");
}

#[test]
fn what_is_added_through_stateset_is_there_and_then_gone() {
    check("stateset", "mixed");
}

#[test]
fn what_is_added_through_sds_shop_is_there_and_then_gone() {
    check("sds_shop", "add");
}

#[test]
fn what_is_added_through_elastic_path_is_there_and_then_gone() {
    check("elastic_path", "mixed");
}

#[test]
fn carts_that_are_only_read_stay_as_they_are() {
    check("storekit", "read");
}

#[test]
fn the_limit_is_measured_in_turns_with_the_server() {
    let server = demo();
    let report = report(&bench(&server, &["--operation", "read", "--limit"]));
    let limit = &report["limit"];
    assert!(0 < number(&limit["requests"]), "{report}");
    let ratios = limit["ratios"].as_array().unwrap();
    assert_eq!(ratios.len(), 1, "{report}");
    assert!(ratios[0].is_number() && limit["ratio"].is_number(), "{report}");
    // The body of an answer and its headers are what is read of it.
    assert!(
        number(&limit["body_bytes"]) * number(&report["requests"]) < number(&report["bytes_read"]),
        "{report}"
    );
}

#[test]
fn any_path_can_be_asked_for() {
    let server = demo();
    let url = format!("http://{}", server.address);
    let plain = program().args(["bench", "--url", &url, "--seconds", "1", "--clients", "2"]);
    let well = report(&plain.clone().args(["--get", "/_trolley/health"]));
    assert_eq!(well["load"]["operation"], "GET /_trolley/health", "{well}");
    assert!(well["checked"].is_null() && well["statuses"]["200"] == well["requests"], "{well}");
    let header = "x-api-key: sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402";
    let body = r#"{"productId":"4f2a6f0e-6a51-4c0f-9a67-2f3f6d0c1a04","quantity":1}"#;
    let posts = report(&plain.args(["--post", "/v1/cart", "--body", body, "--header", header]));
    assert_eq!((number(&posts["errors"]), &posts["statuses"]["200"]), (0, &posts["requests"]), "{posts}");
}

#[track_caller]
fn check_refused(ended: &Ended, status: i32, said: &str) {
    assert_eq!(ended.status.code(), Some(status), "{ended:?}");
    assert!(ended.stderr.contains(said), "{ended:?}");
    assert_eq!(ended.stderr.lines().count(), 1, "{ended:?}");
}

#[test]
fn what_cannot_be_measured_is_refused_with_a_reason() {
    let server = demo();
    check_refused(&bench(&server, &["--key", "sk_live_wrong"]).run(), 1, "does not let a product be added");
    check_refused(&bench(&server, &["--api", "shopify"]).run(), 2, "no cart API `shopify`");
    check_refused(&bench(&server, &["--product", "mug"]).run(), 2, "2 lines want as many products");
    check_refused(&program().args(["bench", "--clients", "1025"]).run(), 2, "1025");
    let refused = |url| program().args(["bench", "--url", url]).run();
    check_refused(&refused("http://192.0.2.1:2278"), 2, "--remote");
    check_refused(&refused("https://127.0.0.1:2278"), 2, "not the address of a server");
    check_refused(&refused("http://127.0.0.1:1"), 1, "no server answers");
}

/// A cart in which nothing can be counted is none that is measured: here every answer is a refusal.
#[test]
fn where_nothing_is_done_nothing_is_measured() {
    let server = demo();
    let url = format!("http://{}", server.address);
    let missing = ["bench", "--url", &url, "--seconds", "1", "--clients", "1", "--get", "/nowhere"];
    let ended = program().args(missing).run();
    check_refused(&ended, 1, "no request was answered as done");
    assert!(ended.stdout.contains("of status 404"), "{ended:?}");
}
