//! `trolley keys`, and what a till wants of keys before it opens.

use std::path::Path;
use std::time::Duration;

use serde_json::Value as Json;
use tempfile::TempDir;
use trolley_harness::client::{Request, send};
use trolley_harness::process::{Program, Server};

use crate::shop::program;

const STOP_WITHIN: Duration = Duration::from_secs(10);

fn serve(file: &Path) -> Program {
    program().args(["serve", "--port", "0", "--log", "debug", "--data", file.to_str().unwrap()])
}

fn on_file(file: &Path, arguments: &[&str]) -> Program {
    program().args(["keys", "--data", file.to_str().unwrap()]).args(arguments.iter().copied())
}

fn on_server(server: &Server, key: &str, arguments: &[&str]) -> Program {
    let url = format!("http://{}", server.address);
    program().args(["keys", "--url", &url]).args(arguments.iter().copied()).env("TROLLEY_KEY", key)
}

#[track_caller]
fn says(program: &Program) -> String {
    let ended = program.run();
    assert!(ended.status.success(), "{ended:?}");
    ended.stdout
}

#[track_caller]
fn json(program: Program) -> Json {
    serde_json::from_str(&says(&program.args(["--json"]))).unwrap()
}

#[track_caller]
fn refused(program: &Program, said: &str) {
    let ended = program.run();
    assert!(!ended.status.success());
    assert_eq!((ended.stdout.as_str(), ended.stderr.lines().count()), ("", 1), "{}", ended.stderr);
    assert!(ended.stderr.contains(said), "{}", ended.stderr);
}

/// What StoreKit's cart is answered to this key.
#[track_caller]
fn status(server: &Server, key: &str) -> u16 {
    let request = Request::new("GET", "/v1/cart").header("x-api-key", key);
    send(server.address, &request).unwrap().status
}

#[test]
fn a_new_till_opens_with_the_first_key_and_a_key_counts_at_once() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.trolley");
    let command = format!("trolley keys create --data {} --dialect storekit", file.display());
    refused(&serve(&file), &command);
    assert!(!file.exists(), "no file is made for nothing");

    let words: Vec<&str> = command.split(' ').skip(1).collect();
    let made = json(program().args(words));
    let first = made["secrets"]["api_key"].as_str().unwrap().to_owned();
    let admin = json(on_file(&file, &["create", "--dialect", "admin"]));
    let admin = admin["secrets"]["admin_key"].as_str().unwrap().to_owned();

    let server = serve(&file).serve().unwrap();
    assert_eq!((status(&server, &first), status(&server, "sk_live_guessed")), (200, 500));
    refused(&on_file(&file, &["list"]), "in use, most likely by a server");
    let second = json(on_server(
        &server,
        &admin,
        &["create", "--dialect", "storekit", "--name", "second", "--expires", "90d"],
    ));
    let key = second["secrets"]["api_key"].as_str().unwrap();
    assert_eq!(status(&server, key), 200);
    let list = says(&on_server(&server, &admin, &["list"]));
    assert!(list.contains("second") && list.contains("in force") && !list.contains(key), "{list}");
    says(&on_server(&server, &admin, &["revoke", second["id"].as_str().unwrap()]));
    assert_eq!((status(&server, key), status(&server, &first)), (500, 200));
    refused(
        &on_server(&server, "demo-operator", &["list"]),
        "does not know the key: name an administrator's key",
    );
    refused(
        &on_server(&server, &admin, &["create", "--dialect", "stateset", "--scope", "cart:read"]),
        "did you mean `carts:read`?",
    );
    server.terminate();
    assert!(server.wait(STOP_WITHIN).unwrap().status.success());
}

#[test]
fn a_till_does_not_open_to_everybody() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("demo.trolley");
    let demo = serve(&file).args(["--demo"]).serve().unwrap();
    demo.terminate();
    let _ = demo.wait(STOP_WITHIN).unwrap();
    refused(
        &serve(&file),
        "of the demo's keys, which everybody knows; revoke them: trolley keys revoke --demo --data",
    );
    says(&on_file(&file, &["revoke", "--demo"]));
    refused(&serve(&file), "has no key");
    says(&on_file(&file, &["create", "--dialect", "till"]));
    let server = serve(&file).serve().unwrap();
    assert_eq!(
        status(&server, "sk_live_be186797384f05ff038e1751e8ff9572cf8a05adfdba79abb7e8bcd165f2c402"),
        500
    );
}

/// What must be nowhere: a key, a customer's token, a cookie, an idempotency key, and what no API knows.
const SECRETS: [&str; 5] =
    ["CanaryUnknownKey", "CanaryUnknownToken", "CanaryCookie", "CanaryIdempotencyKey", "CanaryQuery"];

#[test]
fn no_secret_is_in_the_log_in_the_file_or_in_an_answer() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("till.trolley");
    let secret = |dialect: &str| -> Vec<String> {
        let made = json(on_file(&file, &["create", "--dialect", dialect]));
        made["secrets"].as_object().unwrap().values().map(|text| text.as_str().unwrap().to_owned()).collect()
    };
    let made: Vec<String> =
        ["storekit", "stateset", "sds_shop", "till", "admin"].into_iter().flat_map(secret).collect();
    let server = serve(&file).serve().unwrap();
    let mut answers = String::new();
    for known in made.iter().map(String::as_str).chain(SECRETS) {
        let paths = [
            "/v1/cart",
            "/v1/carts",
            "/v1/carts/none/items",
            "/api/v1/shop/cart",
            "/api/v1/shop/cart/none",
            "/v2/carts",
            "/_trolley/carts",
            "/_trolley/keys",
            "/none",
        ];
        for (method, path) in
            ["GET", "POST", "DELETE"].iter().flat_map(|method| paths.map(|path| (*method, path)))
        {
            let request = Request::new(method, &format!("{path}?key=CanaryQuery"))
                .header("Authorization", &format!("Bearer {known}"))
                .header("x-api-key", known)
                .header("X-Moltin-Customer-Token", "CanaryUnknownToken")
                .header("Cookie", "sessionId=CanaryCookie; other=CanaryCookie")
                .header("X-Cart-ID", "CanaryCookie")
                .header("Idempotency-Key", "CanaryIdempotencyKey")
                .json(r#"{"#);
            answers.push_str(&send(server.address, &request).unwrap().text());
            let request = Request { body: Some(br#"{"currency":"USD","quantity":1}"#.to_vec()), ..request };
            answers.push_str(&send(server.address, &request).unwrap().text());
        }
    }
    server.terminate();
    let ended = server.wait(STOP_WITHIN).unwrap();
    assert!(ended.stderr.contains("answered"), "the log says something: {}", ended.stderr);
    let bytes = std::fs::read(&file).unwrap();
    for secret in made.iter().map(String::as_str).chain(SECRETS) {
        let kept = bytes.windows(secret.len()).any(|part| part == secret.as_bytes());
        assert!(!kept, "{secret} is in the file");
        assert!(!ended.stderr.contains(secret) && !ended.stdout.contains(secret), "{secret} is in the log");
        assert!(!answers.contains(secret), "{secret} is in an answer");
    }
}
